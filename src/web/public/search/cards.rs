//! A facility in the list of results: what decides, in a few lines. The free place speaks first, with its age.

use std::cmp::Reverse;

use serde::Serialize;

use crate::app::Directory;
use crate::register::{Category, Facility, Feature, MAX_AGE_DAYS, Offer, PlaceStatus, PositionSource};
use crate::search::{CategorySet, Hit};
use crate::units::Metres;
use crate::web::public::free_state::FreeState;
use crate::web::public::symbols;
use crate::web::public::view::Phone;
use crate::web::text::messages::Messages;
use crate::web::text::{format, phrases};

/// So many features stand in a card; the page of the facility has all.
const FEATURES: usize = 3;

/// What a card shows beside the name.
#[derive(Debug, Serialize)]
pub(crate) struct CardLines {
    /// "4 Min."
    minutes: Option<String>,
    /// "1,1 km", or what is said instead.
    length: Option<String>,
    /// "Ludwigslust, Techentin"
    place: String,
    /// Places and price, or the kinds of offers.
    facts: Vec<String>,
    features: Vec<Sign>,
    /// What is known about free places, where the offers have places.
    state: Option<FreeState>,
    /// The shape of the marker, in list and map.
    marker: &'static str,
    call: Option<Call>,
}

/// A feature with its icon.
#[derive(Debug, Serialize)]
struct Sign {
    icon: &'static str,
    label: String,
}

/// The first number of a facility that can be dialled.
#[derive(Debug, Serialize)]
struct Call {
    text: String,
    dialled: String,
}

impl CardLines {
    /// `asked` are the categories of the search; empty asks for all. `hit` is `None` where nothing was searched.
    pub fn new(
        messages: &Messages,
        hit: Option<&Hit>,
        facility: &Facility,
        asked: CategorySet,
        directory: &Directory<'_>,
    ) -> Self {
        let offers = offers(facility, asked, directory);
        let leading = offers.iter().max_by_key(|(_, offer, category)| {
            (rank(status(offer, category, directory)), offer.free_places, Reverse(offer.counted_on.is_none()))
        });
        let state = leading.map(|(_, offer, category)| {
            FreeState::new(messages, offer, category, directory.snapshot.today())
        });
        let marker = state.as_ref().map_or(PlaceStatus::OnRequest.word(), |state| state.status);
        let (minutes, length) = hit.map(|hit| way(messages, hit, facility)).unwrap_or_default();
        Self {
            minutes,
            length,
            place: place(facility),
            facts: facts(messages, &offers, asked.is_single()),
            features: facility.features.iter().take(FEATURES).map(|it| Sign::new(messages, *it)).collect(),
            state: state.filter(|state| state.status != PlaceStatus::OnRequest.word()),
            marker,
            call: facility.contact.phone.as_deref().and_then(Call::new),
        }
    }
}

impl Sign {
    fn new(messages: &Messages, feature: Feature) -> Self {
        Self { icon: symbols::feature(feature), label: phrases::feature(messages, feature) }
    }
}

impl Call {
    fn new(phone: &str) -> Option<Self> {
        let dialled = |part: format::PhonePart| {
            Some(Self { dialled: part.dialled?, text: part.text.trim().to_owned() })
        };
        Phone::new(phone).parts.into_iter().find_map(dialled)
    }
}

/// Position in the tree, offer, category.
type Shown<'a> = (usize, &'a Offer, &'a Category);

/// The offers of the categories asked for.
fn offers<'a>(facility: &'a Facility, asked: CategorySet, directory: &Directory<'a>) -> Vec<Shown<'a>> {
    let tree = &directory.reference.categories;
    let shown = |offer: &'a Offer| {
        let position = tree.position(&offer.category)?;
        let is_asked = asked.is_empty() || asked.contains(position);
        is_asked.then_some((position, offer, tree.get(offer.category.as_str())?))
    };
    facility.offers.iter().filter_map(shown).collect()
}

fn status(offer: &Offer, category: &Category, directory: &Directory<'_>) -> PlaceStatus {
    offer.status(directory.snapshot.today(), MAX_AGE_DAYS, category.counts_places())
}

/// The status whose shape the marker of a facility has, the same in the list and on every map.
pub(crate) fn marker(facility: &Facility, asked: CategorySet, directory: &Directory<'_>) -> PlaceStatus {
    let offers = offers(facility, asked, directory);
    let statuses = offers.iter().map(|(_, offer, category)| status(offer, category, directory));
    statuses.max_by_key(|status| rank(*status)).unwrap_or(PlaceStatus::OnRequest)
}

/// A free place before a full house, and that before one that does not say.
fn rank(status: PlaceStatus) -> u8 {
    match status {
        PlaceStatus::Free => 3,
        PlaceStatus::Full => 2,
        PlaceStatus::Unknown => 1,
        PlaceStatus::OnRequest => 0,
    }
}

fn place(facility: &Facility) -> String {
    let address = &facility.address;
    match &address.locality {
        Some(locality) if *locality != address.place => format!("{}, {locality}", address.place),
        _ => address.place.to_string(),
    }
}

/// "18 Plätze", "Eigenanteil am Tag: 20,20 €"; of several kinds of offers their names.
fn facts(messages: &Messages, offers: &[Shown<'_>], is_one_kind: bool) -> Vec<String> {
    let [(_, offer, category)] = offers else {
        return offers
            .iter()
            .map(|(_, _, category)| phrases::category(messages, category).into_owned())
            .collect();
    };
    let mut facts = Vec::new();
    // Where several kinds stand in a list, each is named. Of a service without places its kind says more than nothing; embedded
    // places are named as what they are.
    if !is_one_kind || !category.counts_places() || category.inside.is_some() {
        facts.push(phrases::category(messages, category).into_owned());
    }
    facts.extend(offer.places.and_then(|number| phrases::places(messages, category.counts, number)));
    facts.extend(price(messages, offer));
    facts
}

/// What residents pay, of the kinds of costs the one that says most.
fn price(messages: &Messages, offer: &Offer) -> Option<String> {
    use crate::register::CostKind::{OwnShare, Price};
    let costs = offer.costs.as_ref()?;
    let (kind, cents) = [OwnShare, Price].into_iter().find_map(|kind| Some((kind, costs.get(kind)?)))?;
    let label = messages.text(&format!("fact-{}-{}", kind.word(), costs.per.word()));
    Some(format!("{label}: {}", format::euro(messages.lang(), cents)))
}

/// How far the centre of a town may lie from the start for nothing to be said of the way: a facility of which the town alone
/// is known may be nearer or farther.
pub(super) const TOWN_RADIUS: Metres = Metres(1_500.0);

/// Minutes and length. Of a position that stands for a town no minutes are said.
fn way(messages: &Messages, hit: &Hit, facility: &Facility) -> (Option<String>, Option<String>) {
    let Some(distance) = hit.distance else { return (None, None) };
    let length = format::length(messages.lang(), distance);
    match facility.position_source {
        PositionSource::Source => {
            let minutes = hit.travel.map(|travel| phrases::duration(messages, travel.duration));
            (minutes, Some(length))
        }
        PositionSource::Gazetteer if distance <= TOWN_RADIUS => (None, Some(messages.text("somewhere-here"))),
        PositionSource::Gazetteer => {
            (None, Some(messages.format("straight-about", [("length", length.into())])))
        }
    }
}
