//! The main table as CSV: UTF-8, a header line, commas, cells in quotes where needed. A text that a spreadsheet
//! would take for a formula stands behind an apostrophe.

use std::fmt::Write;

use crate::tables::{Cell, Sheet};
use crate::units::formula::neutral;

pub(super) fn write(sheet: Sheet<'_>) -> Result<Vec<u8>, ::csv::Error> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let count = sheet.machine_columns;
    writer.write_record(sheet.columns.iter().map(AsRef::<str>::as_ref).take(count))?;
    let mut text = String::new();
    for row in sheet.rows {
        for cell in row.iter().take(count) {
            if let Cell::Text(text) = cell {
                writer.write_field(neutral(text).as_ref())?;
                continue;
            }
            text.clear();
            // Writing to a String cannot fail.
            let _ = write!(text, "{cell}");
            writer.write_field(&text)?;
        }
        // Ends the record.
        writer.write_record(None::<&[u8]>)?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}
