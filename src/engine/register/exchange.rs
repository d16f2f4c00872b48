//! The layout in which facilities leave the register and come back: one row an offer, its columns as the list of
//! fields names them. `models/import/pflegeplan.toml` reads it again. A text that a spreadsheet would take for a formula
//! stands behind an apostrophe, which the import takes away.

use std::io;

use super::{Facility, Field, Offer};
use crate::units::formula::neutral;

/// The columns, in order.
pub fn header() -> impl Iterator<Item = &'static str> {
    Field::exported().map(|(_, column)| column)
}

/// Writes facilities as CSV (UTF-8, comma).
pub fn write_csv<'a>(
    facilities: impl IntoIterator<Item = &'a Facility>,
    out: impl io::Write,
) -> Result<(), csv::Error> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(header())?;
    for facility in facilities {
        for offer in &facility.offers {
            for value in record(facility, offer) {
                writer.write_field(neutral(&value).as_ref())?;
            }
            // Ends the record.
            writer.write_record(None::<&[u8]>)?;
        }
    }
    writer.flush()?;
    Ok(())
}

/// The cells of one offer, in the order of [`header`]; what is not known is empty.
pub fn record(facility: &Facility, offer: &Offer) -> impl Iterator<Item = String> {
    Field::exported().map(|(field, _)| {
        let info = field.info();
        // The list of a row is that of its offer.
        if field == Field::Source {
            return facility.row_of(offer).source.to_string();
        }
        let value = if info.is_of_offer() { info.of_offer(offer) } else { info.of_facility(facility) };
        value.unwrap_or_default()
    })
}
