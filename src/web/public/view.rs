//! Values that several pages share. Texts are complete; templates only arrange them.

use serde::Serialize;

use crate::areas::Areas;
use crate::register::{Address, CategoryTree, Facility, MAX_AGE_DAYS, OPENSTREETMAP, Offer};
use crate::search::Snapshot;
use crate::web::public::costs::{self, CostsView};
use crate::web::public::free_state::FreeState;
use crate::web::text::format::{self, PhonePart};
use crate::web::text::messages::Messages;
use crate::web::text::phrases;

/// A link to another search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Link {
    pub label: String,
    pub query: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Phone {
    /// Each number with its `tel:` link, and what stands between them.
    pub parts: Vec<PhonePart>,
}

impl Phone {
    pub fn new(text: &str) -> Self {
        Self { parts: format::phone_parts(text) }
    }
}

/// A facility in a list: search results, saved list, comparison.
#[derive(Debug, Serialize)]
pub(crate) struct Card {
    /// Position in the list, as on the marker of the map.
    number: usize,
    id: String,
    name: String,
    example: bool,
    /// Who says it, where no office does.
    unconfirmed: Option<String>,
    provider: Option<String>,
    address: AddressLines,
    lat: f64,
    lon: f64,
    phone: Option<Phone>,
    offers: Vec<OfferView>,
}

impl Card {
    pub fn new(
        messages: &Messages,
        number: usize,
        facility: &Facility,
        categories: &CategoryTree,
        snapshot: &Snapshot,
    ) -> Self {
        Self {
            number,
            id: facility.id.clone(),
            name: facility.name.clone(),
            example: facility.example,
            unconfirmed: unconfirmed(messages, facility),
            provider: facility.provider.as_ref().map(|provider| provider.name.clone()),
            address: AddressLines::new(&facility.address),
            lat: facility.point.lat,
            lon: facility.point.lon,
            phone: facility.contact.phone.as_deref().map(Phone::new),
            offers: offers(messages, facility, snapshot, categories),
        }
    }
}

/// "aus OpenStreetMap, amtlich nicht bestätigt"; `None` for a facility of an office.
pub(crate) fn unconfirmed(messages: &Messages, facility: &Facility) -> Option<String> {
    let id =
        if facility.source.source == OPENSTREETMAP { "unconfirmed-openstreetmap" } else { "unconfirmed" };
    facility.is_unconfirmed().then(|| messages.text(id))
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct AddressLines {
    /// "Schlossfreiheit 3"
    pub street: Option<String>,
    /// "19288 Ludwigslust (Techentin)"
    pub town: String,
    /// The same without its postcode.
    pub place: String,
}

impl AddressLines {
    pub fn new(address: &Address) -> Self {
        let joined = |parts: [Option<&str>; 2]| {
            let parts: Vec<&str> = parts.into_iter().flatten().collect();
            parts.join(" ")
        };
        let street =
            address.street.as_deref().map(|street| joined([Some(street), address.house_number.as_deref()]));
        let place = match &address.locality {
            Some(locality) => format!("{} ({locality})", address.place),
            None => address.place.to_string(),
        };
        Self { street, town: joined([address.postcode.as_deref(), Some(&place)]), place }
    }
}

/// One offer of a facility.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct OfferView {
    pub slug: String,
    pub category: String,
    pub plain: String,
    pub laws: Vec<String>,
    /// "14 Plätze, Stand 15.12.2025"
    pub places: Option<String>,
    /// The same without its day: "14 Plätze"
    pub size: Option<String>,
    /// Whether one is free, in few words.
    pub state: FreeState,
    /// The name of the status, for its symbol.
    pub status: &'static str,
    pub status_text: String,
    /// The category whose places include these.
    pub inside: Option<String>,
    pub costs: Option<CostsView>,
    pub note: Option<String>,
}

/// The offers of a facility as they stand on the day of the snapshot.
pub(crate) fn offers(
    messages: &Messages,
    facility: &Facility,
    snapshot: &Snapshot,
    tree: &CategoryTree,
) -> Vec<OfferView> {
    facility.offers.iter().filter_map(|offer| offer_view(messages, offer, snapshot, tree)).collect()
}

fn offer_view(
    messages: &Messages,
    offer: &Offer,
    snapshot: &Snapshot,
    tree: &CategoryTree,
) -> Option<OfferView> {
    let category = tree.get(offer.category.as_str())?;
    let status = offer.status(snapshot.today(), MAX_AGE_DAYS, category.counts_places());
    let size = offer.places.and_then(|number| phrases::places(messages, category.counts, number));
    let places = size.clone().map(|places| match offer.places_on {
        Some(day) => phrases::as_of(messages, places, day),
        None => places,
    });
    let inside = category.inside.as_ref().and_then(|slug| tree.get(slug.as_str()));
    Some(OfferView {
        slug: category.slug.to_string(),
        category: phrases::category(messages, category).into_owned(),
        plain: phrases::category_plain(messages, category),
        laws: category.laws_on(snapshot.today()).map(|law| law.text.clone()).collect(),
        places,
        size,
        state: FreeState::new(messages, offer, category, snapshot.today()),
        status: status.word(),
        status_text: phrases::free_places(messages, offer, category.counts, status),
        inside: inside.map(|category| phrases::category(messages, category).into_owned()),
        costs: costs::view(messages, offer, category, snapshot.today()),
        note: offer.note.as_deref().map(|note| free_text(messages, note)),
    })
}

/// A text of the register in the words of its source, which are German: on other pages that there is one.
pub(crate) fn free_text(messages: &Messages, text: &str) -> String {
    if messages.lang().is_german() { text.to_owned() } else { messages.text("note-on-german-page") }
}

/// "Ludwigslust-Parchim" -> "Landkreis Ludwigslust-Parchim"; a name that says so itself stays.
pub(crate) fn area_name(areas: &Areas, key: &str) -> Option<String> {
    let area = areas.get(key)?;
    let district = key.len() == 5 && area.designation == "Landkreis";
    let named = !district || area.name.starts_with(&area.designation);
    Some(if named { area.name.clone() } else { format!("{} {}", area.designation, area.name) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_no_gaps_where_parts_are_missing() {
        let address =
            Address { place: "Dömitz".into(), house_number: Some("4".into()), ..Address::default() };
        assert_eq!(
            AddressLines::new(&address),
            AddressLines { street: None, town: "Dömitz".into(), place: "Dömitz".into() }
        );
        let address = Address {
            street: Some("Am Markt".into()),
            house_number: Some("4 a".into()),
            postcode: Some("19288".into()),
            place: "Ludwigslust".into(),
            locality: Some("Techentin".into()),
        };
        let lines = AddressLines::new(&address);
        assert_eq!(lines.street.as_deref(), Some("Am Markt 4 a"));
        assert_eq!(lines.town, "19288 Ludwigslust (Techentin)");
    }
}
