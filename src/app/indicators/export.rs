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
    Document::new(values).with_sheet(definitions(base, table)).with_notes(notes)
}

/// A column of the sheet of definitions and what stands in it.
type Definition = (&'static str, fn(&Indicator) -> String);

const DEFINITIONS: [Definition; 16] = [
    ("id", |it| it.id.clone()),
    ("official_id", |it| it.official_id.clone().unwrap_or_default()),
    ("theme", |it| it.theme.clone()),
    ("name_de", |it| it.name_de.clone()),
    ("plain_de", |it| it.plain_de.clone()),
    ("definition_de", |it| it.definition_de.clone()),
    ("formula", |it| it.formula.clone()),
    ("unit", |it| it.unit.german.clone()),
    ("source", |it| it.source.clone()),
    ("table", |it| it.table.clone()),
    ("reference_date", |it| it.reference_date.clone()),
    ("licence", |it| it.licence.clone()),
    ("secrecy", |it| it.secrecy.clone()),
    ("evidence", |it| it.evidence().word().to_owned()),
    ("version", |it| it.version.to_string()),
    ("note_de", |it| it.note_de.clone().unwrap_or_default()),
];

/// The definitions of the indicators that have rows.
fn definitions<'a>(base: &'a Base, table: &IndicatorTable) -> Sheet<'a> {
    let mut wanted: Vec<usize> = table.rows.iter().map(|row| row.indicator).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let of = wanted.into_iter().filter_map(|index| base.frame.catalogue.indicators.get(index));
    let rows = of.map(|of| DEFINITIONS.iter().map(|(_, text)| Cell::text(text(of))).collect());
    Sheet::new("Definitionen", DEFINITIONS.map(|(name, _)| name), rows)
}
