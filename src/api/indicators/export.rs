//! Values of indicators as CSV, and as a workbook with a sheet of definitions.

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use crate::indicators::Base;
use crate::indicators::table::{INDICATOR_HEADER, IndicatorTable};

/// UTF-8 with a header line.
pub fn csv(base: &Base, table: &IndicatorTable) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(INDICATOR_HEADER)?;
    for row in &table.rows {
        writer.write_record(row.cells(base))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// Columns of the first sheet that a spreadsheet may calculate with; keys and ids are text.
const NUMBERS: [&str; 4] = ["year", "value", "numerator", "denominator"];

/// A sheet of values, one of definitions, and one of notes.
pub fn xlsx(base: &Base, table: &IndicatorTable) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let bold = Format::new().set_bold();
    let sheet = workbook.add_worksheet().set_name("Werte")?;
    sheet.set_freeze_panes(1, 0)?;
    for (column, name) in (0..).zip(INDICATOR_HEADER.into_iter().chain(["area_name", "reason_de"])) {
        sheet.write_string_with_format(0, column, name, &bold)?;
    }
    for (line, row) in (1..).zip(&table.rows) {
        for (column, (name, cell)) in (0..).zip(INDICATOR_HEADER.into_iter().zip(row.cells(base))) {
            match cell.parse::<f64>() {
                Ok(number) if NUMBERS.contains(&name) => sheet.write_number(line, column, number)?,
                _ => sheet.write_string(line, column, cell)?,
            };
        }
        sheet.write_string(line, 8, &base.frame.tree.node(row.area).name)?;
        sheet.write_string(line, 9, row.reason_de(base).unwrap_or_default())?;
    }
    definitions(base, table, &mut workbook, &bold)?;
    let notes = workbook.add_worksheet().set_name("Hinweise")?;
    notes.write_string(
        0,
        0,
        "status: value gezählt, zero genau nichts, estimated geschätzt, suppressed geheim, missing fehlt.",
    )?;
    for (line, note) in (1..).zip(&table.notes) {
        notes.write_string(line, 0, note)?;
    }
    workbook.save_to_buffer()
}

/// Columns of the sheet of definitions.
const DEFINITIONS: [&str; 16] = [
    "id",
    "official_id",
    "theme",
    "name_de",
    "plain_de",
    "definition_de",
    "formula",
    "unit",
    "source",
    "table",
    "reference_date",
    "licence",
    "secrecy",
    "evidence",
    "version",
    "note_de",
];

fn definitions(
    base: &Base,
    table: &IndicatorTable,
    workbook: &mut Workbook,
    bold: &Format,
) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet().set_name("Definitionen")?;
    sheet.set_freeze_panes(1, 0)?;
    for (column, name) in (0..).zip(DEFINITIONS) {
        sheet.write_string_with_format(0, column, name, bold)?;
    }
    let mut wanted: Vec<usize> = table.rows.iter().map(|row| row.indicator).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let of = wanted.into_iter().filter_map(|index| base.frame.catalogue.indicators.get(index));
    for (line, of) in (1..).zip(of) {
        let cells = [
            of.id.as_str(),
            of.official_id.as_deref().unwrap_or_default(),
            &of.theme,
            &of.name_de,
            &of.plain_de,
            &of.definition_de,
            &of.formula,
            &of.unit.german,
            &of.source,
            &of.table,
            &of.reference_date,
            &of.licence,
            &of.secrecy,
            of.evidence(),
            &of.version.to_string(),
            of.note_de.as_deref().unwrap_or_default(),
        ];
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(line, column, cell)?;
        }
    }
    Ok(())
}
