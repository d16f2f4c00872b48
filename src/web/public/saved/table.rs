//! Facilities of a list as a table for people: the columns of a relative who phones around, a row an offer.

use super::saved_list::SavedList;
use crate::app::Directory;
use crate::register::{CostKind, CostPer, Facility, MAX_AGE_DAYS, Offer};
use crate::tables::{Cell, Document, Sheet};
use crate::units::Lang;
use crate::web::public::facility::opening_words;
use crate::web::public::view::{self, free_text};
use crate::web::text::messages::Messages;
use crate::web::text::phrases;

/// The messages of the headings, in the order of the columns.
const HEADINGS: [&str; 18] = [
    "table-name",
    "table-offer",
    "table-places",
    "table-as-of",
    "table-free",
    "table-counted-on",
    "table-own-share",
    "table-costs-from",
    "provider",
    "table-street",
    "table-postcode",
    "table-town",
    "phone",
    "table-email",
    "table-website",
    "opening-hours",
    "table-note",
    "table-page",
];

/// The language by which a spreadsheet reads a file: that of the page, or German for one that files do not know.
pub(super) fn language(messages: &Messages) -> Lang {
    Lang::from_word(messages.lang().tag).unwrap_or_default()
}

/// The table with its notes.
pub(super) fn document<'a>(
    messages: &'a Messages,
    list: &'a SavedList<'a>,
    directory: &'a Directory<'a>,
) -> Document<'a> {
    let headings = HEADINGS.map(|id| messages.text(id)).to_vec();
    let rows = list.facilities.iter().flat_map(move |facility| {
        let offers = facility.offers.iter().filter(|offer| offer.is_valid_on(directory.snapshot.today()));
        offers.map(move |offer| row(messages, facility, offer, directory))
    });
    let sheet = Sheet::with_headings(messages.text("table-sheet"), headings, rows);
    let has_examples = list.facilities.iter().any(|facility| facility.example);
    let notes = ["table-note-rows", "table-note-free", "table-note-costs"].map(|id| messages.text(id));
    let examples = has_examples.then(|| messages.text("table-note-examples"));
    Document::new(sheet).with_notes(notes.into_iter().chain(examples))
}

fn row<'a>(
    messages: &Messages,
    facility: &'a Facility,
    offer: &'a Offer,
    directory: &Directory<'_>,
) -> Vec<Cell<'a>> {
    let category = directory.reference.categories.get(offer.category.as_str());
    let name = category.map_or_else(
        || offer.category.to_string(),
        |category| phrases::category(messages, category).into_owned(),
    );
    let address = &facility.address;
    let street = [address.street.as_deref(), address.house_number.as_deref()];
    let street: Vec<&str> = street.into_iter().flatten().collect();
    let town = match &address.locality {
        Some(locality) => format!("{} ({locality})", address.place),
        None => address.place.to_string(),
    };
    let text = |text: Option<&'a str>| Cell::of(text, Cell::text);
    let free = offer.believed_free_places(directory.snapshot.today(), MAX_AGE_DAYS);
    let counted_on = offer.counted_on.filter(|_| free.is_some());
    let monthly = offer.costs.as_ref().filter(|costs| costs.per == CostPer::Month);
    let share = monthly.and_then(|costs| costs.get(CostKind::OwnShare));
    let hours = facility.opening_hours.as_deref().map(|text| opening_words::words(messages, text));
    let example = if facility.example { format!(" ({})", messages.text("example")) } else { String::new() };
    let unconfirmed =
        view::unconfirmed(messages, facility).map(|text| format!(" ({text})")).unwrap_or_default();
    let count = |number: Option<u32>| Cell::of(number, |number| Cell::Count(u64::from(number)));
    vec![
        Cell::text(format!("{}{example}{unconfirmed}", facility.name)),
        Cell::text(name),
        count(offer.places),
        Cell::of(offer.places_on, Cell::Date),
        count(free),
        Cell::of(counted_on, Cell::Date),
        Cell::of(share, |cents| Cell::written(cents.to_string())),
        Cell::of(monthly.filter(|_| share.is_some()), |costs| Cell::Date(costs.on)),
        text(facility.provider.as_deref().map(|provider| provider.name.as_str())),
        Cell::of((!street.is_empty()).then(|| street.join(" ")), Cell::text),
        text(address.postcode.as_deref()),
        Cell::text(town),
        Cell::of(facility.contact.phone.as_deref().map(national), Cell::text),
        text(facility.contact.email.as_deref()),
        text(facility.contact.website.as_deref()),
        Cell::of(hours, Cell::text),
        Cell::of(offer.note.as_deref().map(|note| free_text(messages, note)), Cell::text),
        Cell::text(facility.id.as_str()),
    ]
}

/// "+49 3871 12" as it is dialled in the country; a spreadsheet would calculate with a plus sign.
fn national(phone: &str) -> String {
    let numbers = phone.split(", ").map(|number| match number.trim().strip_prefix("+49") {
        Some(rest) => format!("0{}", rest.trim_start().trim_start_matches("(0)").trim_start()),
        None => number.to_owned(),
    });
    numbers.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_as_it_is_dialled_in_the_country() {
        assert_eq!(national("+49 3871 12-0"), "03871 12-0");
        assert_eq!(national("+49 (0)385 12, +49385 13"), "0385 12, 0385 13");
        assert_eq!(national("(03874) 12 34"), "(03874) 12 34");
        assert_eq!(national("+43 1 234"), "+43 1 234");
    }
}
