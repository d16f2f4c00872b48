//! The main table as a CSV that a spreadsheet opens by double click. It takes the delimiter and the decimal sign of its own
//! language for granted, and reads UTF-8 only behind a byte order mark.

use crate::tables::{Cell, Sheet};
use crate::units::Lang;
use crate::units::formula::neutral_strictly;

const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

pub(super) fn write(sheet: Sheet<'_>, lang: Lang) -> Result<Vec<u8>, ::csv::Error> {
    let delimiter = match lang {
        Lang::De => b';',
        Lang::En => b',',
    };
    let mut builder = ::csv::WriterBuilder::new();
    let mut writer = builder
        .delimiter(delimiter)
        .terminator(::csv::Terminator::CRLF)
        .from_writer(BYTE_ORDER_MARK.to_vec());
    writer.write_record(sheet.columns.iter().map(|name| neutral_strictly(name).into_owned()))?;
    for row in sheet.rows {
        for cell in &row {
            match cell {
                Cell::Text(text) => writer.write_field(neutral_strictly(text).as_ref())?,
                cell => writer.write_field(cell.localized(lang))?,
            }
        }
        // Ends the record.
        writer.write_record(None::<&[u8]>)?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}
