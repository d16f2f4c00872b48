//! A page of facilities as a table; its CSV can be imported again.

use crate::app::notices::{example_notice, openstreetmap_attribution};
use crate::register::exchange;
use crate::register::{Category, CategoryTree, Facility, Field, Offer};
use crate::routing::TravelSource;
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
        durations(page.hits.iter().filter_map(|hit| hit.travel.map(|travel| travel.source))),
    ];
    let examples = snapshot.has_examples().then(|| example_notice(Lang::De));
    let attribution = snapshot.has_openstreetmap().then(|| openstreetmap_attribution(Lang::De));
    Document::new(Sheet::new("Angebote", columns(), rows))
        .with_notes(notes.into_iter().chain(examples).chain(attribution).map(str::to_owned))
}

/// What the times of a page rest on, by their sources.
fn durations(mut sources: impl Iterator<Item = TravelSource>) -> &'static str {
    let is_estimate = |source: TravelSource| source == TravelSource::Estimate;
    let first = sources.next().map(is_estimate);
    match first {
        None => "duration_s: Fahrzeit in Sekunden; hier leer, weil keine gefragt oder bekannt ist.",
        Some(estimated) if sources.any(|source| is_estimate(source) != estimated) => {
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Of a kind: a column whose note says the same of values that were found in different ways.
    #[test]
    fn the_note_on_travel_times_says_how_those_of_the_page_were_found() {
        use TravelSource::{Estimate, Fixed, Osrm};
        for (sources, said) in [
            (vec![], "leer, weil keine gefragt oder bekannt ist"),
            (vec![Osrm], "berechnet mit OSRM"),
            (vec![Osrm, Osrm, Fixed], "berechnet mit OSRM"),
            (vec![Estimate, Estimate], "geschätzt, keine Route auf Straßen"),
            (vec![Osrm, Estimate], "teils auf Straßen berechnet, teils"),
            (vec![Estimate, Osrm, Osrm], "teils auf Straßen berechnet, teils"),
        ] {
            let note = durations(sources.iter().copied());
            assert!(note.contains(said), "{sources:?}: {note}");
            assert_eq!(note.contains("geschätzt"), sources.contains(&Estimate), "{sources:?}: {note}");
        }
    }
    #[test]
    fn an_answer_names_openstreetmap_while_the_register_has_entries_of_it() {
        use crate::api::facilities::response::Provenance;
        use crate::register::{CategorySlug, OPENSTREETMAP, Position, PositionSource, SourceRef};
        use crate::units::{Ags, GeoPoint};
        let tree = CategoryTree::from_toml(include_str!("../../../models/categories.toml")).unwrap();
        let attribution = |source: &str| {
            let position = Position {
                point: GeoPoint { lon: 11.4957, lat: 53.3249 },
                source: PositionSource::Source,
                municipality: Ags::parse("13076090").unwrap(),
            };
            let source = SourceRef { source: source.into(), id: "1".into() };
            let facility = Facility {
                offers: vec![Offer::new(CategorySlug::new("day_care"), "1")],
                ..Facility::new("a", "A", position, source)
            };
            let taken_at = chrono::DateTime::<chrono::Utc>::UNIX_EPOCH;
            let snapshot = Snapshot::new(vec![facility], &tree, 1, taken_at.date_naive(), taken_at).unwrap();
            Provenance::of(&snapshot, Lang::En).attribution
        };
        assert_eq!(attribution("lup"), None);
        assert!(attribution(OPENSTREETMAP).unwrap().contains("Open Database License"));
    }
}
