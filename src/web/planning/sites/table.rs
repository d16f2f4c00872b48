//! The municipalities of the page with who reaches an offer, as a table for people.

use crate::app::planning::sites::{Reached, SitesAnswer, SitesQuestion};
use crate::tables::{Cell, Document, Sheet};
use crate::web::planning::numbers;

/// All municipalities in the order of names, with what a new offer changes where one is asked about.
pub(super) fn municipalities<'a>(
    found: &'a SitesAnswer,
    question: &SitesQuestion,
    name: &str,
) -> Document<'a> {
    let minutes = numbers::counted(question.minutes);
    let has_new = found.at.as_ref().is_some_and(Result::is_ok);
    let mut headings = vec![
        "Schlüssel".to_owned(),
        "Gemeinde".to_owned(),
        format!("Menschen ab 65, {}", question.year),
        format!("davon in {minutes} Minuten bei einem Angebot"),
        "davon weiter".to_owned(),
        "Anteil in Prozent".to_owned(),
        "mittlere Fahrzeit in Minuten".to_owned(),
    ];
    if has_new {
        headings.push("mit dem neuen Angebot zusätzlich".to_owned());
    }
    let rows = found.municipalities.iter().map(move |one| {
        let row = &one.before;
        let mut cells = vec![
            Cell::text(row.area.as_str()),
            Cell::text(row.name.as_str()),
            Cell::decimal(row.persons, 1),
            Cell::decimal(row.persons_reached, 1),
            Cell::decimal(Reached::without(row), 1),
            row.share.map_or(Cell::Missing, |share| Cell::decimal(100.0 * share, 1)),
            row.nearest_s.map_or(Cell::Missing, |seconds| Cell::decimal(seconds / 60.0, 1)),
        ];
        if has_new {
            cells.push(Cell::decimal(one.gained(), 1));
        }
        cells
    });
    let mut notes = vec![
        format!("{}: {name}, erreichbar in {minutes} Minuten ({})", found.area.name, mode(&question.mode)),
        "Menschen zählen in der Zelle von einem Kilometer, in der sie nach dem Zensus 2011 wohnen, hochgerechnet auf die Einwohner des Jahres.".to_owned(),
        "Mittlere Fahrzeit: Die Hälfte der Menschen ist schneller bei einem Angebot.".to_owned(),
        "Quelle: Verzeichnis der Einrichtungen; Zensus 2011 (Gitter von 1 km) und 2022; eigene Berechnung.".to_owned(),
    ];
    if found.is_estimated {
        notes.push("Die Fahrzeiten sind aus der Luftlinie geschätzt und können abweichen.".to_owned());
    }
    Document::new(Sheet::with_headings("Gemeinden", headings, rows)).with_notes(notes)
}

fn mode(word: &str) -> &'static str {
    match word {
        "bicycle" => "mit dem Rad",
        "foot" => "zu Fuß",
        _ => "mit dem Auto",
    }
}
