//! Similar offers nearby: those of the same kind, with a free place first.

use serde::Serialize;

use super::offers::leading;
use crate::app::Directory;
use crate::register::{Category, Facility, PositionSource};
use crate::search::{CategorySet, Hit, Limit, Origin, Query, Radius};
use crate::web::public::free_state::FreeState;
use crate::web::public::view;
use crate::web::text::format;
use crate::web::text::messages::Messages;

/// How many are shown, of how many, and how far they may lie.
const SHOWN: usize = 3;
const LOOKED_AT: usize = 12;
const NEIGHBOURHOOD_KM: f64 = 30.0;

#[derive(Debug, Serialize)]
pub(crate) struct Neighbour {
    id: String,
    name: String,
    example: bool,
    /// Who says it, where no office does.
    unconfirmed: Option<String>,
    /// "3,4 km"
    distance: String,
    town: String,
    state: FreeState,
}

/// The nearest facilities with an offer of a category, at first those where a place is free.
pub(crate) fn neighbours(
    messages: &Messages,
    facility: &Facility,
    category: &Category,
    directory: &Directory<'_>,
) -> Vec<Neighbour> {
    let mut categories = CategorySet::default();
    // A snapshot holds no category that the tree does not know.
    let _ = categories.insert(&directory.reference.categories, category.slug.as_str());
    let asked = |radius, limit| Query {
        origin: Some(Origin::Point(facility.point)),
        radius,
        categories,
        limit,
        ..Query::default()
    };
    let found = Radius::from_km(NEIGHBOURHOOD_KM)
        .and_then(|radius| Ok(asked(radius, Limit::new(LOOKED_AT)?)))
        .ok()
        .and_then(|query| directory.find(&query).ok());
    let hits = found.into_iter().flat_map(|page| page.hits);
    let one = |hit: Hit| neighbour(messages, &hit, facility, category, directory);
    let mut near: Vec<Neighbour> = hits.filter_map(one).collect();
    near.sort_by_key(|it| !it.state.is_free());
    near.truncate(SHOWN);
    near
}

fn neighbour(
    messages: &Messages,
    hit: &Hit,
    facility: &Facility,
    category: &Category,
    directory: &Directory<'_>,
) -> Option<Neighbour> {
    let other = directory.snapshot.facilities().get(hit.facility as usize)?;
    let tree = &directory.reference.categories;
    let (offer, category) = leading(other, tree, Some(category.slug.as_str()))?;
    let is_exact = |it: &Facility| it.position_source == PositionSource::Source;
    let length = format::length(messages.lang(), hit.distance?);
    let id = if is_exact(facility) && is_exact(other) { "neighbour-at" } else { "neighbour-about" };
    (other.id != facility.id).then(|| Neighbour {
        id: other.id.clone(),
        name: other.name.clone(),
        example: other.example,
        unconfirmed: view::unconfirmed(messages, other),
        distance: messages.format(id, [("length", length.into())]),
        town: other.address.place.to_string(),
        state: FreeState::new(messages, offer, category, directory.snapshot.today()),
    })
}
