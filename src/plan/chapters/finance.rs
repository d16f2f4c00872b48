//! 9: assistance for care and what it costs.

use super::{Reading, cell, change, computed_from, indicators, own_text, year_headings};
use crate::plan::document::{Cell, Chapter, Table};
use crate::plan::inputs::Inputs;

const ASSISTANCE: &str = "Statistik der Sozialhilfe (Statistische Ämter, dl-de/by-2-0)";

pub(super) fn chapter(inputs: &Inputs) -> Chapter {
    let mut chapter = super::chapter("9");
    let ends = ["assistance_recipients"]
        .map(|measure| inputs.total(measure, inputs.base_year).zip(inputs.total(measure, inputs.last_year)));
    let [recipients] = ends;
    if let Some((now, then)) = recipients {
        let start = (inputs.base_year, now.value);
        let subject = "Die Zahl der Menschen, die Hilfe zur Pflege erhalten,";
        chapter.finding(change(inputs, subject, (start, (inputs.last_year, then.value)), then.band));
    }
    let headings = year_headings(inputs, "Im Jahr");
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut table = Table::new("Hilfe zur Pflege", &headings, &computed_from(inputs, ASSISTANCE));
    for (name, measure, reading) in [
        ("Empfängerinnen und Empfänger", "assistance_recipients", Reading::Computed),
        ("Ausgaben in Millionen Euro, heutige Preise", "assistance_cost_euro", Reading::Millions),
        (
            "Ausgaben in Millionen Euro, mit Preisanstieg",
            "assistance_cost_euro_with_prices",
            Reading::Millions,
        ),
    ] {
        let cells: Vec<Cell> =
            inputs.shown_years().into_iter().map(|year| cell(inputs.total(measure, year), reading)).collect();
        if cells.iter().any(|cell| cell.value.is_some()) {
            table.row(name, cells);
        }
    }
    if table.rows.is_empty() {
        chapter.gap(
            "Hilfe zur Pflege",
            "Für dieses Gebiet sind weder Empfänger noch Ausgaben hinterlegt.",
            "Statistik der Empfänger von Hilfe zur Pflege und Ausgaben des Sozialamts",
        );
    }
    chapter.table(table);
    let ids = ["F01", "F02", "F03", "F04", "F05", "F06", "F07", "F08"];
    indicators::table(&mut chapter, inputs, "Indikatoren der Finanzierung", &ids);
    own_text(&mut chapter, inputs, "9");
    chapter
}
