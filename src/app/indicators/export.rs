//! Values of indicators as a table, with a sheet of definitions and one of notes where the form has room.

use crate::indicators::table::{INDICATOR_HEADER, IndicatorTable};
use crate::indicators::{Base, Indicator};
use crate::tables::{Cell, Document, Sheet};

/// What the cells of the column `status` mean.
const STATUS_NOTE: &str =
    "status: value gezählt, zero genau nichts, estimated geschätzt, suppressed geheim, missing fehlt.";

/// The values; for readers each with the name of its area and why it is missing.
pub fn document<'a>(base: &'a Base, table: &'a IndicatorTable) -> Document<'a> {
    let columns = INDICATOR_HEADER.into_iter().chain(["area_name", "reason_de"]);
    let rows = table.rows.iter().map(move |row| {
        let mut cells = row.cells(base).to_vec();
        cells.push(Cell::text(base.frame.tree.node(row.area).name.as_str()));
        cells.push(Cell::of(row.reason_de(base), Cell::text));
        cells
    });
    let values = Sheet::new("Werte", columns, rows).with_machine_columns(INDICATOR_HEADER.len());
    let notes = std::iter::once(STATUS_NOTE.to_owned()).chain(table.notes.iter().cloned());
    let definitions = definitions(base, table, DEFINITIONS.map(|(name, _, text)| (name, text)));
    Document::new(values).with_sheet(definitions).with_notes(notes)
}

/// The same for people, with German headings and words.
pub fn document_for_people<'a>(base: &'a Base, table: &'a IndicatorTable) -> Document<'a> {
    let rows = table.rows.iter().map(move |row| {
        let [id, area, year, value, status, ..] = row.cells(base);
        let of = base.frame.catalogue.indicators.get(row.indicator);
        let text = |text: fn(&Indicator) -> &String| Cell::of(of, |of| Cell::text(text(of).as_str()));
        let state = match status {
            Cell::Text(word) => Cell::text(status_for_people(&word)),
            other => other,
        };
        let name = Cell::text(base.frame.tree.node(row.area).name.as_str());
        let reason = Cell::of(row.reason_de(base), Cell::text);
        vec![area, name, id, text(|of| &of.name_de), year, value, text(|of| &of.unit.german), state, reason]
    });
    let headings = [
        "Schlüssel",
        "Gebiet",
        "Kennung",
        "Indikator",
        "Jahr",
        "Wert",
        "Einheit",
        "Art des Werts",
        "Warum kein Wert",
    ];
    let values = Sheet::new("Werte", headings, rows);
    let of = |(_, german, text): Definition| (german, text);
    let definitions = definitions(base, table, DEFINITIONS.map(of));
    Document::new(values).with_sheet(definitions).with_notes(table.notes.iter().cloned())
}

/// What the status of a value means.
pub fn status_for_people(status: &str) -> &'static str {
    match status {
        "value" => "gezählt",
        "zero" => "gezählt: genau nichts",
        "estimated" => "geschätzt",
        "suppressed" => "geheim zu halten",
        _ => "keine Angabe",
    }
}

/// A column of the sheet of definitions for programs and for people, and what stands in it.
type Definition = (&'static str, &'static str, fn(&Indicator) -> String);

const DEFINITIONS: [Definition; 16] = [
    ("id", "Kennung", |it| it.id.clone()),
    ("official_id", "Amtliche Kennung", |it| it.official_id.clone().unwrap_or_default()),
    ("theme", "Thema", |it| it.theme.clone()),
    ("name_de", "Name", |it| it.name_de.clone()),
    ("plain_de", "Kurz gesagt", |it| it.plain_de.clone()),
    ("definition_de", "Definition", |it| it.definition_de.clone()),
    ("formula", "Formel", |it| it.formula.clone()),
    ("unit", "Einheit", |it| it.unit.german.clone()),
    ("source", "Quelle", |it| it.source.clone()),
    ("table", "Tabelle", |it| it.table.clone()),
    ("reference_date", "Stichtag", |it| it.reference_date.clone()),
    ("licence", "Lizenz", |it| it.licence.clone()),
    ("secrecy", "Geheimhaltung", |it| it.secrecy.clone()),
    ("evidence", "Beleg", |it| it.evidence().word().to_owned()),
    ("version", "Fassung", |it| it.version.to_string()),
    ("note_de", "Zu beachten", |it| it.note_de.clone().unwrap_or_default()),
];

/// A heading and what stands below it.
type DefinitionColumn = (&'static str, fn(&Indicator) -> String);

/// The definitions of the indicators that have rows.
fn definitions<'a>(base: &'a Base, table: &IndicatorTable, columns: [DefinitionColumn; 16]) -> Sheet<'a> {
    let mut wanted: Vec<usize> = table.rows.iter().map(|row| row.indicator).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let of = wanted.into_iter().filter_map(|index| base.frame.catalogue.indicators.get(index));
    let rows = of.map(move |of| columns.iter().map(|(_, text)| Cell::text(text(of))).collect());
    Sheet::new("Definitionen", columns.map(|(name, _)| name), rows)
}
