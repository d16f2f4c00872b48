//! One kind of care in one town: what there is, what lies near, and where to get advice.

use serde::Serialize;

use super::slugs::{self, Towns};
use crate::app::Directory;
use crate::areas::Area;
use crate::register::{Category, Facility, Offer};
use crate::search::{CategorySet, Limit, Origin, Query, Radius};
use crate::units::GeoPoint;
use crate::web::public::free_state::FreeState;
use crate::web::public::view::{self, AddressLines, Phone};
use crate::web::shell::pages::View;
use crate::web::text::format::{self, PhonePart};
use crate::web::text::messages::Messages;
use crate::web::text::phrases;

/// As many as a page shows of the town and of its neighbourhood.
const MOST_IN_TOWN: usize = 100;
const MOST_NEAR: usize = 8;
const NEAR_KM: f64 = 25.0;
/// How far an advice centre may lie, and how many are named.
const ADVICE_KM: f64 = 60.0;
const ADVICE_CENTRES: usize = 2;
const ADVICE: &str = "advice_centre";

#[derive(Debug, Serialize)]
pub(crate) struct TownPage {
    heading: String,
    plain: String,
    /// How many there are, how many places they have, and how many of them are free.
    sentences: Vec<String>,
    items: Vec<Item>,
    near: Vec<Item>,
    advice: Vec<Item>,
    /// Other kinds of care in the town.
    others: Vec<OtherKind>,
    town: String,
    /// The same as a search that can be changed.
    search: String,
    /// Nothing that search engines should show: examples, what no office has confirmed, or nothing in the town itself.
    hidden: bool,
}

#[derive(Debug, Serialize)]
struct Item {
    id: String,
    name: String,
    example: bool,
    /// Who says it, where no office does.
    unconfirmed: Option<String>,
    address: AddressLines,
    /// "18 Plätze"
    size: Option<String>,
    state: FreeState,
    call: Option<PhonePart>,
    /// "ungefähr 8,4 km von hier"
    distance: Option<String>,
}

#[derive(Debug, Serialize)]
struct OtherKind {
    name: String,
    path: String,
    count: String,
}

impl View for TownPage {
    fn template(&self) -> &'static str {
        "town.html"
    }

    fn title(&self, _: &Messages) -> String {
        self.heading.clone()
    }

    fn description(&self, _: &Messages) -> Option<String> {
        Some(format!("{}: {} {}", self.heading, self.plain, self.sentences.join(" ")))
    }
}

/// The page of a kind of care in a municipality.
pub(super) fn view(
    messages: &Messages,
    directory: &Directory<'_>,
    towns: &Towns<'_>,
    area: &Area,
    category: &Category,
) -> TownPage {
    let in_town: Vec<&Facility> =
        directory.snapshot.facilities().iter().filter(|it| it.municipality.as_str() == area.key).collect();
    let found: Vec<(&Facility, &Offer)> =
        in_town.iter().filter_map(|it| Some((*it, offer_of(it, category)?))).collect();
    let item = |(facility, offer): &(&Facility, &Offer)| {
        Item::new(messages, facility, offer, category, None, directory)
    };
    let is_elsewhere = |it: &Facility| it.municipality.as_str() != area.key;
    let name = phrases::category(messages, category).into_owned();
    let values = [("category", name.into()), ("town", area.name.as_str().into())];
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("near", &area.name)
        .append_pair("category", category.slug.as_str())
        .append_pair("radius_km", "20")
        .finish();
    let advice = directory.reference.categories.get(ADVICE).filter(|it| it.slug != category.slug);
    TownPage {
        heading: messages.format("town-heading", values),
        plain: phrases::category_plain(messages, category),
        sentences: sentences(messages, area, &found, category, directory),
        items: found.iter().take(MOST_IN_TOWN).map(item).collect(),
        near: around(messages, area, category, (NEAR_KM, MOST_NEAR), directory, &is_elsewhere),
        advice: advice
            .map(|it| around(messages, area, it, (ADVICE_KM, ADVICE_CENTRES), directory, &|_| true))
            .unwrap_or_default(),
        others: others(messages, towns, area, &in_town, category, directory),
        town: area.name.clone(),
        search: query,
        hidden: found.is_empty() || found.iter().all(|(facility, _)| !facility.counts()),
    }
}

fn offer_of<'a>(facility: &'a Facility, category: &Category) -> Option<&'a Offer> {
    facility.offers.iter().find(|offer| offer.category == category.slug)
}

impl Item {
    fn new(
        messages: &Messages,
        facility: &Facility,
        offer: &Offer,
        category: &Category,
        distance: Option<String>,
        directory: &Directory<'_>,
    ) -> Self {
        let phone = facility.contact.phone.as_deref().map(Phone::new);
        Self {
            id: facility.id.clone(),
            name: facility.name.clone(),
            example: facility.example,
            unconfirmed: view::unconfirmed(messages, facility),
            address: AddressLines::new(&facility.address),
            size: offer.places.and_then(|number| phrases::places(messages, category.counts, number)),
            state: FreeState::new(messages, offer, category, directory.snapshot.today()),
            call: phone.and_then(|it| it.parts.into_iter().find(|part| part.dialled.is_some())),
            distance,
        }
    }
}

fn sentences(
    messages: &Messages,
    area: &Area,
    found: &[(&Facility, &Offer)],
    category: &Category,
    directory: &Directory<'_>,
) -> Vec<String> {
    let number = |number: usize| format::whole(messages.lang(), number);
    let counted = |id: &str, count: usize| {
        let values =
            [("count", count.into()), ("number", number(count).into()), ("town", area.name.as_str().into())];
        messages.format(id, values)
    };
    let places: usize = found.iter().filter_map(|(_, offer)| offer.places).map(|it| it as usize).sum();
    let today = directory.snapshot.today();
    let is_free = |offer: &Offer| FreeState::new(messages, offer, category, today).is_free();
    let free = found.iter().filter(|(_, offer)| is_free(offer)).count();
    let mut sentences = vec![counted("town-found", found.len())];
    if category.counts_places() && places > 0 {
        let total = phrases::places(messages, category.counts, u32::try_from(places).unwrap_or(u32::MAX));
        sentences.extend(total.map(|total| messages.format("town-places", [("places", total.into())])));
        sentences.push(counted("town-free", free));
    }
    sentences
}

/// The nearest facilities of a kind around the middle of the municipality.
fn around(
    messages: &Messages,
    area: &Area,
    category: &Category,
    (km, most): (f64, usize),
    directory: &Directory<'_>,
    is_shown: &dyn Fn(&Facility) -> bool,
) -> Vec<Item> {
    let mut categories = CategorySet::default();
    // A snapshot holds no category that the tree does not know.
    let _ = categories.insert(&directory.reference.categories, category.slug.as_str());
    let (low, high) = area.bounds();
    let middle = GeoPoint { lon: (low.lon + high.lon) / 2.0, lat: (low.lat + high.lat) / 2.0 };
    let query = |radius, limit| Query {
        origin: Some(Origin::Point(middle)),
        radius,
        categories,
        limit,
        ..Query::default()
    };
    let page = Radius::from_km(km)
        .and_then(|radius| Ok(query(radius, Limit::new(MOST_IN_TOWN)?)))
        .ok()
        .and_then(|query| directory.find(&query).ok());
    let hits = page.into_iter().flat_map(|page| page.hits);
    let item = |hit: crate::search::Hit| {
        let facility = directory.snapshot.facilities().get(hit.facility as usize)?;
        let offer = offer_of(facility, category).filter(|_| is_shown(facility))?;
        let length = format::length(messages.lang(), hit.distance?);
        let distance = messages.format("town-distance", [("length", length.into())]);
        Some(Item::new(messages, facility, offer, category, Some(distance), directory))
    };
    hits.filter_map(item).take(most).collect()
}

fn others(
    messages: &Messages,
    towns: &Towns<'_>,
    area: &Area,
    in_town: &[&Facility],
    shown: &Category,
    directory: &Directory<'_>,
) -> Vec<OtherKind> {
    let Some(town) = towns.slug(&area.key) else { return Vec::new() };
    let kind = |category: &Category| {
        let count = in_town.iter().filter(|it| offer_of(it, category).is_some()).count();
        (count > 0 && category.slug != shown.slug).then(|| OtherKind {
            name: phrases::category(messages, category).into_owned(),
            path: slugs::path(town, category),
            count: format::whole(messages.lang(), count),
        })
    };
    directory.reference.categories.categories().filter_map(kind).collect()
}
