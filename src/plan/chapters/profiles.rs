//! B: a profile sheet for each planning area.

use super::{POPULATION, REGISTER, Reading, cell, computed_from, derived};
use crate::charts::numbers::counted;
use crate::plan::document::{Cell, Chapter, Table};
use crate::plan::inputs::{InnerArea, Inputs, OfferLine};
use crate::plan::sentences;
use crate::plan::texts::KINDS_OF_PLACES;

pub(super) fn chapter(inputs: &Inputs) -> Chapter {
    let title = if inputs.is_state() { "Steckbriefe der Kreise" } else { "Steckbriefe der Planungsräume" };
    let mut chapter = Chapter::new("B", title);
    if inputs.inside.len() < 2 {
        chapter.gap(
            "Steckbriefe",
            "Für dieses Gebiet sind keine eigenen Planungsräume hinterlegt.",
            "eine Datei mit Planungsräumen (Stadtteilen) und den Einwohnerzahlen der Stadt",
        );
        return chapter;
    }
    if !inputs.is_state() {
        chapter.paragraph(
            "Alle Zahlen der Steckbriefe sind Schätzungen für kleine Gebiete und stehen für die mittlere Rechnung; wie sicher sie \
             ist, lässt sich nur für das ganze Gebiet des Plans sagen. Einzelne Zu- und Wegzüge oder ein Heim können sie stark \
             verändern.",
        );
    }
    for (at, area) in inputs.inside.iter().enumerate() {
        chapter.heading(&format!("B.{}", at + 1), &area.name);
        profile(&mut chapter, inputs, area);
    }
    chapter
}

fn profile(chapter: &mut Chapter, inputs: &Inputs, area: &InnerArea) {
    let of = |measure: &str, year: i32| inputs.of(&area.key, measure, year);
    let ends = of("people_in_need", inputs.base_year).zip(of("people_in_need", inputs.last_year));
    if let Some((now, then)) = ends {
        let start = (inputs.base_year, now.value);
        let subject = "Die Zahl der Pflegebedürftigen";
        chapter.finding(sentences::change(subject, start, (inputs.last_year, then.value), then.band));
    }
    let headings = super::year_headings(inputs, "Jahresende");
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let source = computed_from(inputs, &format!("{POPULATION}; {REGISTER}"));
    let mut table = Table::new(&format!("Steckbrief {}", area.name), &headings, &source);
    let years = inputs.shown_years();
    let mut add = |name: &str, cells: Vec<Cell>| {
        if cells.iter().any(|cell| cell.value.is_some()) {
            table.row(name, cells);
        }
    };
    let totals =
        |measure: &str, reading| years.iter().map(|year| cell(of(measure, *year), reading)).collect();
    let old = |ages| {
        let of = |year: &i32| derived(inputs.residents(&area.key, None, ages, *year), Reading::Computed);
        years.iter().map(of).collect()
    };
    add("Menschen", totals("population", Reading::Computed));
    add("davon 65 bis 79", old((65, 79)));
    add("davon ab 80", old((80, 200)));
    add("Pflegebedürftige", totals("people_in_need", Reading::Computed));
    add("Menschen mit Demenz (geschätzt)", totals("people_with_dementia", Reading::Computed));
    for (kind, name) in KINDS_OF_PLACES {
        add(&format!("{name}: Bestand"), totals(&format!("{kind}_places_supply"), Reading::Counted));
        add(&format!("{name}: Saldo"), totals(&format!("{kind}_places_balance"), Reading::Balance));
    }
    chapter.table(table);
    offers(chapter, inputs, area);
}

/// The offers of the register in the area, a line each kind.
fn offers(chapter: &mut Chapter, inputs: &Inputs, area: &InnerArea) {
    let mut kinds: Vec<Vec<&OfferLine>> = Vec::new();
    for offer in inputs.offers.iter().filter(|offer| offer.inside == area.key) {
        match kinds.iter_mut().find(|kind| kind.iter().all(|it| it.category == offer.category)) {
            Some(kind) => kind.push(offer),
            None => kinds.push(vec![offer]),
        }
    }
    if kinds.is_empty() {
        if !inputs.is_state() {
            chapter.paragraph("Im Verzeichnis steht für diesen Planungsraum kein Angebot.");
        }
        return;
    }
    let kinds: Vec<String> = kinds.iter().map(|kind| kind_of_offers(kind)).collect();
    chapter.paragraph(format!("Angebote im Verzeichnis: {}.", kinds.join("; ")));
}

/// "Tagespflege 2 (31 Plätze)", "Pflegeheim 3 (120 Plätze, 1 ohne Angabe)"
fn kind_of_offers(kind: &[&OfferLine]) -> String {
    let [first, ..] = kind else { return String::new() };
    let (name, count) = (&first.category_name, kind.len());
    let known: Vec<u32> = kind.iter().filter_map(|offer| offer.places).collect();
    if known.is_empty() {
        return format!("{name} {count}");
    }
    let word = match (first.counts_dwellings, known.iter().sum::<u32>()) {
        (true, 1) => "1 Wohnung".to_owned(),
        (true, sum) => format!("{} Wohnungen", counted(f64::from(sum))),
        (false, 1) => "1 Platz".to_owned(),
        (false, sum) => format!("{} Plätze", counted(f64::from(sum))),
    };
    match count - known.len() {
        0 => format!("{name} {count} ({word})"),
        unknown => format!("{name} {count} ({word}, {unknown} ohne Angabe)"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_that_are_not_known_are_named_beside_the_sum_of_those_that_are() {
        let offer = |places, counts_dwellings| OfferLine {
            category: "x".to_owned(),
            category_name: "Pflegeheim".to_owned(),
            section: "7.7".to_owned(),
            facility: String::new(),
            provider: String::new(),
            provider_kind: "unknown",
            town: String::new(),
            inside: String::new(),
            places,
            places_on: None,
            is_embedded: false,
            counts_dwellings,
        };
        let said = |all: &[OfferLine]| kind_of_offers(&all.iter().collect::<Vec<_>>());
        assert_eq!(said(&[offer(Some(1_000), false), offer(Some(20), false)]), "Pflegeheim 2 (1.020 Plätze)");
        assert_eq!(
            said(&[offer(Some(1), false), offer(None, false)]),
            "Pflegeheim 2 (1 Platz, 1 ohne Angabe)"
        );
        assert_eq!(said(&[offer(Some(12), true)]), "Pflegeheim 1 (12 Wohnungen)");
        assert_eq!(said(&[offer(None, false)]), "Pflegeheim 1");
    }
}
