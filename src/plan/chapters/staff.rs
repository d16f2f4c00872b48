//! 8: staff and training.

use super::{CARE, Reading, cell_with_band, computed_from, head, indicators, line, own_text};
use crate::charts::{Size, Stroke, TimeChart, Tone, Unit, finding};
use crate::plan::document::{Chapter, Table};
use crate::plan::inputs::Inputs;
use crate::plan::sentences;

pub(super) fn chapter(inputs: &Inputs) -> Chapter {
    let mut chapter = super::chapter("8");
    let Some(supply) = super::staff_of(inputs, inputs.last_year) else {
        chapter.gap(
            "Bedarf und Verfügbarkeit von Personal",
            "Für dieses Gebiet ist das Personal nicht bekannt.",
            "Pflegestatistik der Statistischen Ämter (Personal in Heimen und Diensten)",
        );
        own_text(&mut chapter, inputs, "8");
        return chapter;
    };
    chapter.finding(sentences::staff(supply));
    chapter.paragraph(
        "Gebraucht wird so viel Personal, wie heute auf die versorgten Menschen kommt. Verfügbar ist, wer nach den Annahmen \
         über Ausstiege, Ruhestand und Berufseintritte bleibt oder hinzukommt.",
    );
    let need = line(inputs, "gebraucht", (Tone::Need, Stroke::Main), "staff_needed_heads");
    let there = line(inputs, "verfügbar", (Tone::Supply, Stroke::Main), "staff_available_heads");
    let year = crate::units::Year(inputs.last_year);
    let title = finding::lack("Beschäftigte in der Pflege", year, supply.judged, supply.needed);
    let subtitle = "Beschäftigte in Heimen und Diensten, Köpfe; verfügbar nach den Annahmen";
    let head = head("k8-personal", title, subtitle, &computed_from(inputs, CARE), Size::SHEET);
    chapter
        .figure(TimeChart::new(head, Unit::Count, vec![need, there]).with_shortage(0, 1).from_zero().draw());
    let headings = ["Jahresende", "gebraucht", "verfügbar", "Saldo"];
    let mut table = Table::new("Pflegepersonal in Köpfen", &headings, &computed_from(inputs, CARE))
        .with_note("In Klammern: Grenzen, zwischen denen der Wert in 8 von 10 Zukünften liegt.");
    for year in inputs.shown_years() {
        let cell = |measure: &str, reading| cell_with_band(inputs.total(measure, year), reading);
        table.row(
            year.to_string(),
            [
                super::cell(inputs.total("staff_needed_heads", year), Reading::Computed),
                super::cell(inputs.total("staff_available_heads", year), Reading::Computed),
                cell("staff_gap_heads", Reading::Gap),
            ],
        );
    }
    chapter.table(table);
    let ids =
        ["R01", "R02", "R03", "R04", "R05", "R06", "R07", "R08", "R09", "R10", "R11", "R12", "R13", "R14"];
    indicators::table(&mut chapter, inputs, "Indikatoren des Personals", &ids);
    own_text(&mut chapter, inputs, "8");
    chapter
}
