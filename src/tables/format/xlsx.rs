//! All sheets as a workbook (Office Open XML). Numbers are numbers; everything else is text.

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use crate::tables::{Document, Sheet};

/// The sheet of notes.
const NOTES: &str = "Hinweise";
/// Rows that decide how wide a column is, and the bounds of a width in characters.
const MEASURED_ROWS: u32 = 200;
const MIN_WIDTH: usize = 6;
const MAX_WIDTH: usize = 60;

pub(super) fn write(document: Document<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let bold = Format::new().set_bold();
    for sheet in std::iter::once(document.table).chain(document.further) {
        write_sheet(sheet, &mut workbook, &bold)?;
    }
    if !document.notes.is_empty() {
        let sheet = workbook.add_worksheet().set_name(NOTES)?;
        for (line, note) in (0..).zip(&document.notes) {
            sheet.write_string(line, 0, note)?;
        }
    }
    workbook.save_to_buffer()
}

/// A sheet whose bold header stays in view and filters, with columns as wide as what stands in them.
fn write_sheet(sheet: Sheet<'_>, workbook: &mut Workbook, bold: &Format) -> Result<(), XlsxError> {
    let page = workbook.add_worksheet().set_name(sheet.name)?;
    page.set_freeze_panes(1, 0)?;
    let mut widths: Vec<usize> = sheet.columns.iter().map(|name| name.chars().count()).collect();
    let mut last = 0;
    for (column, name) in (0..).zip(&sheet.columns) {
        page.write_string_with_format(0, column, name.as_ref(), bold)?;
    }
    for (line, row) in (1..).zip(sheet.rows) {
        last = line;
        for (width, cell) in widths.iter_mut().zip(&row).filter(|_| line <= MEASURED_ROWS) {
            *width = (*width).max(cell.to_string().chars().count());
        }
        for (column, cell) in (0..).zip(&row) {
            match cell.number() {
                Some(number) => page.write_number(line, column, number)?,
                None => page.write_string(line, column, cell.to_string())?,
            };
        }
    }
    for (column, width) in (0..).zip(&widths) {
        page.set_column_width(column, (*width).clamp(MIN_WIDTH, MAX_WIDTH) as f64 + 1.0)?;
    }
    if let Ok(columns @ 1..) = u16::try_from(widths.len()) {
        page.autofilter(0, 0, last, columns - 1)?;
    }
    Ok(())
}
