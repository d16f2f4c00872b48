//! The municipalities of the page with who reaches an offer, as a table for people.

use chrono::{DateTime, Utc};

use crate::app::State;
use crate::app::planning::sites::{Reached, SitesAnswer, SitesQuestion};
use crate::tables::{Cell, Document, Introduction, Sheet};
use crate::web::planning::{files, numbers};

/// All municipalities in the order of names, with what a new offer changes where one is asked about.
pub(super) fn municipalities<'a>(found: &'a SitesAnswer, question: &SitesQuestion) -> Document<'a> {
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
        "Menschen zählen in der Zelle von einem Kilometer, in der sie nach dem Zensus 2011 wohnen, hochgerechnet auf die Einwohner des Jahres.".to_owned(),
        "Mittlere Fahrzeit: Die Hälfte der Menschen ist schneller bei einem Angebot.".to_owned(),
    ];
    if found.is_estimated {
        notes.push("Die Fahrzeiten sind aus der Luftlinie geschätzt und können abweichen.".to_owned());
    }
    Document::new(Sheet::with_headings("Gemeinden", headings, rows)).with_notes(notes)
}

/// What the first sheet of a workbook says.
pub(super) fn introduction(
    state: &State,
    (found, question): (&SitesAnswer, &SitesQuestion),
    category: &str,
    now: DateTime<Utc>,
) -> Introduction {
    let area = &found.area.name;
    let minutes = numbers::counted(question.minutes);
    let title = format!("{category}: wer in {area} ein Angebot in {minutes} Minuten erreicht");
    let mut facts = vec![
        ("Gebiet", area.clone()),
        ("Angebot", format!("{category}, erreichbar in {minutes} Minuten ({})", mode(&question.mode))),
        ("Menschen", format!("ab 65 Jahren, am Ende des Jahres {}", question.year)),
    ];
    if let Some(Ok(at)) = &found.at {
        let places = numbers::counted(question.places);
        facts.push(("Neues Angebot", format!("{places} Plätze in {}", at.name)));
    }
    let source = "Verzeichnis der Einrichtungen; Zensus 2011 (Gitter von 1 km) und 2022; eigene Berechnung";
    files::introduction(state, title, facts, source, now)
}

fn mode(word: &str) -> &'static str {
    match word {
        "bicycle" => "mit dem Rad",
        "foot" => "zu Fuß",
        _ => "mit dem Auto",
    }
}
