//! 0: the results first.

use super::{
    Reading, cell, cell_with_band, computed_from, course, indicators, own_text, places_of, staff_of,
    year_headings,
};
use crate::plan::document::{Block, Chapter, Table};
use crate::plan::inputs::Inputs;
use crate::plan::sentences::{self, enumerated};

/// Lines of the key figures: name, measure and how it is read.
const LINES: [(&str, &str, Reading); 6] = [
    ("Menschen", "population", Reading::Computed),
    ("Pflegebedürftige", "people_in_need", Reading::Computed),
    ("Saldo der Heimplätze", "residential_places_balance", Reading::Balance),
    ("Saldo der Tagespflegeplätze", "day_care_places_balance", Reading::Balance),
    ("Saldo der Kurzzeitpflegeplätze", "short_term_places_balance", Reading::Balance),
    ("Saldo des Pflegepersonals (Köpfe)", "staff_gap_heads", Reading::Gap),
];

pub(super) fn chapter(inputs: &Inputs) -> Chapter {
    let mut chapter = chapter_with_foreword(inputs);
    chapter.paragraph(
        "Die wichtigsten Ergebnisse stehen hier am Anfang. Jede Zahl kehrt in einem der folgenden Kapitel mit Tabelle \
         und Quelle wieder. Berechnete Zahlen sind auf Zehner gerundet, unter 100 auf ganze Zahlen; Differenzen sind vor dem Runden gerechnet.",
    );
    let names: Vec<&str> = inputs.assumptions.iter().filter_map(|text| text.split(':').next()).collect();
    if !names.is_empty() {
        chapter.paragraph(format!(
            "Alle Vorausberechnungen beruhen auf diesen Annahmen: {}. Was sie besagen, steht in Abschnitt 2.1; was bei anderen \
             Annahmen herauskommt, in Kapitel 10.",
            enumerated(&names)
        ));
    }
    course(&mut chapter, inputs, "Die Zahl der Menschen", "population");
    course(&mut chapter, inputs, "Die Zahl der Pflegebedürftigen", "people_in_need");
    let homes = places_of(inputs, "residential", inputs.last_year);
    chapter.finding(homes.map(|supply| sentences::places("Heimplätze", supply)));
    chapter.finding(staff_of(inputs, inputs.last_year).map(sentences::staff));
    let headings = year_headings(inputs, "Jahresende");
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let source = computed_from(inputs, &format!("{}; {}", super::POPULATION, super::CARE));
    let mut table = Table::new("Kennzahlen", &headings, &source).with_note(
        "Unter null fehlt etwas. In Klammern: Grenzen, zwischen denen der Wert in 8 von 10 Zukünften liegt.",
    );
    for (name, measure, reading) in LINES {
        let cells = inputs.shown_years().into_iter().map(|year| {
            let row = inputs.total(measure, year);
            if year == inputs.last_year { cell_with_band(row, reading) } else { cell(row, reading) }
        });
        let cells: Vec<_> = cells.collect();
        if cells.iter().any(|cell| cell.value.is_some()) {
            table.row(name, cells);
        }
    }
    chapter.table(table);
    indicators::table(&mut chapter, inputs, "Leitindikatoren", &["P01", "P02", "V04", "T03", "X01", "R13"]);
    own_text(&mut chapter, inputs, "0");
    chapter
}

fn chapter_with_foreword(inputs: &Inputs) -> Chapter {
    let mut chapter = super::chapter("0");
    if !inputs.texts.foreword.is_empty() {
        let content = inputs.texts.foreword.clone();
        chapter.blocks.push(Block::Own { label: "Grußwort".to_owned(), content });
    }
    chapter
}
