//! The values of an indicator as a table for people.

use chrono::{DateTime, Utc};

use crate::app::State;
use crate::app::indicators::export::status_for_people;
use crate::app::indicators::response::ValueResponse;
use crate::app::planning::area::{STATE, area};
use crate::app::planning::indicators::IndicatorView;
use crate::tables::{Cell, Document, Introduction, Sheet};
use crate::web::planning::files;

/// The areas of the page in their order behind the state, and on a sheet of their own the years of the state and of the area that stands out.
pub(super) fn values(view: &IndicatorView) -> Document<'_> {
    let unit = &view.about.unit_de;
    let headings = |first: [&str; 2]| {
        let all = [first[0], first[1], "Jahr", unit, "Art des Werts", "Warum kein Wert"];
        all.map(str::to_owned).to_vec()
    };
    let row = |key: &str, name: &str, value: &ValueResponse| -> Vec<Cell<'static>> {
        vec![
            Cell::text(key.to_owned()),
            Cell::text(name.to_owned()),
            Cell::Year(value.year),
            Cell::of(value.value, Cell::exact),
            Cell::text(status_for_people(value.status)),
            Cell::of(value.reason_de.clone(), Cell::text),
        ]
    };
    let of_state = move |value: &ValueResponse| row(STATE, "Mecklenburg-Vorpommern", value);
    let of_areas = view.areas.iter().map(move |one| row(&one.value.area, &one.name, &one.value));
    let areas = std::iter::once(of_state(&view.state)).chain(of_areas);
    let of_own =
        |value: &ValueResponse| row(&value.area, view.own.as_ref().map_or("", |own| &own.name), value);
    let own: Vec<Vec<Cell<'_>>> = view.own_series.iter().map(of_own).collect();
    let years = view.series.iter().map(of_state).chain(own);
    let head = headings(["Schlüssel", "Gebiet"]);
    Document::new(Sheet::with_headings("Gebiete", head.clone(), areas))
        .with_sheet(Sheet::with_headings("Nach Jahren", head, years))
        .with_notes(view.notes.iter().cloned())
}

/// What the first sheet of a workbook says.
pub(super) fn introduction(state: &State, view: &IndicatorView, now: DateTime<Utc>) -> Introduction {
    let about = &view.about;
    let within = view.within.as_deref().unwrap_or(STATE);
    let within = area(state, within).map_or_else(|_| within.to_owned(), |area| area.name);
    let facts = vec![
        ("Gebiete", format!("{} in {within}, {}", super::page::level_name(view.level), view.year)),
        ("Definition", about.definition_de.clone()),
        ("Einheit", about.unit_de.clone()),
        ("Stichtag", about.reference_date.clone()),
    ];
    let source = format!("{}, {} ({})", about.source, about.table, about.licence).replace(", (", " (");
    files::introduction(state, format!("{} ({})", about.name.de, about.id), facts, &source, now)
}
