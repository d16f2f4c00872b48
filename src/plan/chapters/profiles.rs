//! B: a profile sheet for each planning area.

use super::{POPULATION, REGISTER, Reading, cell, computed_from, derived};
use crate::plan::document::{Cell, Chapter, Table};
use crate::plan::inputs::{InnerArea, Inputs};
use crate::plan::sentences::{self, Written};
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
            "Alle Zahlen der Steckbriefe sind Schätzungen für kleine Gebiete. Einzelne Zu- und Wegzüge oder ein Heim können \
             sie stark verändern.",
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
        let start = ((inputs.base_year, now.value), Written::Computed);
        let subject = "Die Zahl der Pflegebedürftigen";
        chapter.finding(sentences::change(subject, start, (inputs.last_year, then.value)));
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
    let mut kinds: Vec<(&str, usize, u32)> = Vec::new();
    for offer in inputs.offers.iter().filter(|offer| offer.inside == area.key) {
        let places = offer.places.unwrap_or(0);
        match kinds.iter_mut().find(|(name, ..)| *name == offer.category_name) {
            Some((_, count, sum)) => {
                *count += 1;
                *sum += places;
            }
            None => kinds.push((&offer.category_name, 1, places)),
        }
    }
    if kinds.is_empty() {
        if !inputs.is_state() {
            chapter.paragraph("Im Verzeichnis steht für diesen Planungsraum kein Angebot.");
        }
        return;
    }
    let line = |(name, count, places): &(&str, usize, u32)| {
        let places = if *places > 0 { format!(" mit {places} Plätzen") } else { String::new() };
        format!("{count} × {name}{places}")
    };
    chapter.paragraph("Angebote im Verzeichnis:");
    chapter.list(kinds.iter().map(line).collect());
}
