//! The layout in which facilities leave the register and come back: one row an offer, its columns as the list of
//! fields names them. `models/import/pflegeplan.toml` reads it again.

use std::io;

use super::{Facility, Field, Offer};

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
            writer.write_record(record(facility, offer))?;
        }
    }
    writer.flush()?;
    Ok(())
}

/// The cells of one offer, in the order of [`header`]; what is not known is empty.
pub fn record(facility: &Facility, offer: &Offer) -> impl Iterator<Item = String> {
    Field::exported().map(|(field, _)| {
        let info = field.info();
        let value = if info.is_of_offer() { info.of_offer(offer) } else { info.of_facility(facility) };
        value.unwrap_or_default()
    })
}
