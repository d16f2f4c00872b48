//! A page of facilities as a table; its CSV can be imported again.

use crate::app::notices::example_notice;
use crate::register::exchange;
use crate::register::{Category, CategoryTree, Facility, Field, Offer};
use crate::routing::{Travel, TravelSource};
use crate::search::{Hit, Page, Snapshot};
use crate::tables::{Cell, Document, Sheet};
use crate::units::Lang;

/// What only an answer knows, behind the columns of the exchange layout.
const ANSWER: [&str; 5] = ["status", "distance_m", "duration_s", "example", "register_version"];

/// The sheet of offers and the notes that say what its columns mean.
pub fn document<'a>(
    page: &'a Page,
    snapshot: &'a Snapshot,
    tree: &'a CategoryTree,
    max_age_days: u32,
) -> Document<'a> {
    let status = move |offer: &Offer| {
        let counts = tree.get(offer.category.as_str()).is_some_and(Category::counts_places);
        offer.status(snapshot.today(), max_age_days, counts).word()
    };
    let rows = page.hits.iter().flat_map(move |hit| {
        let facility = &snapshot.facilities()[hit.facility as usize];
        facility.offers.iter().map(move |offer| row(facility, offer, hit, status(offer), snapshot))
    });
    let notes = [
        "Eine Zeile je Angebot. distance_m: Luftlinie in Metern (WGS 84).",
        "…_eur: Kosten in Euro je costs_per, die ab costs_on gelten. Leer heißt nicht bekannt.",
        durations(page),
    ];
    let examples = snapshot.has_examples().then(|| example_notice(Lang::De));
    Document::new(Sheet::new("Angebote", columns(), rows))
        .with_notes(notes.into_iter().chain(examples).map(str::to_owned))
}

/// What the times of a page rest on.
fn durations(page: &Page) -> &'static str {
    let is_estimate = |travel: &Travel| travel.source == TravelSource::Estimate;
    let mut travels = page.hits.iter().filter_map(|hit| hit.travel.as_ref());
    let first = travels.next().map(is_estimate);
    match first {
        None => "duration_s: Fahrzeit in Sekunden; hier leer, weil keine gefragt oder bekannt ist.",
        Some(estimated) if travels.any(|travel| is_estimate(travel) != estimated) => {
            "duration_s: Fahrzeit in Sekunden, teils auf Straßen berechnet, teils aus der Luftlinie geschätzt."
        }
        Some(true) => {
            "duration_s: Fahrzeit in Sekunden, aus der Luftlinie geschätzt, keine Route auf Straßen."
        }
        Some(false) => "duration_s: Fahrzeit in Sekunden auf Straßen und Wegen, berechnet mit OSRM.",
    }
}

/// The columns of both forms.
pub fn columns() -> impl Iterator<Item = &'static str> {
    exchange::header().chain(ANSWER)
}

fn row<'a>(
    facility: &Facility,
    offer: &Offer,
    hit: &Hit,
    status: &'static str,
    snapshot: &Snapshot,
) -> Vec<Cell<'a>> {
    let record = Field::exported().zip(exchange::record(facility, offer));
    // A spreadsheet may calculate with numbers; a postcode or a key is text.
    let record = record.map(|((field, _), text)| match field.info().value.is_number() {
        true => Cell::written(text),
        false => Cell::text(text),
    });
    let answer = [
        Cell::text(status),
        Cell::of(hit.distance, |distance| Cell::decimal(distance.0, 1)),
        Cell::of(hit.travel, |travel| Cell::decimal(travel.duration.0, 0)),
        Cell::text(facility.example.to_string()),
        Cell::Count(snapshot.version()),
    ];
    record.chain(answer).collect()
}
