//! Reads `models/places/places.csv` into checked rows.

use serde::Deserialize;

use super::GazetteerError;
use crate::areas::{Areas, Level};
use crate::units::{Ags, GeoPoint};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowKind {
    /// The municipality itself: its point and the postcode of its seat.
    Municipality,
    /// A part of a municipality, or the municipality itself in a further postcode.
    Locality,
    /// The centre of a postcode, and the municipality that lies in.
    Postcode,
}

#[derive(Debug)]
pub(super) struct Row {
    pub line: usize,
    pub kind: RowKind,
    pub name: String,
    pub postcode: String,
    pub municipality: Ags,
    pub point: GeoPoint,
}

/// The column `source` is for readers of the file.
#[derive(Deserialize)]
struct RawRow {
    kind: String,
    name: String,
    postcode: String,
    municipality_ags: String,
    lat: f64,
    lon: f64,
}

pub(super) fn read(text: &str, areas: &Areas) -> Result<Vec<Row>, GazetteerError> {
    let mut rows = Vec::new();
    for (index, raw) in csv::Reader::from_reader(text.as_bytes()).deserialize().enumerate() {
        let line = index + 2;
        rows.push(check(raw?, line, areas).map_err(|reason| GazetteerError::Row { line, reason })?);
    }
    Ok(rows)
}

fn check(raw: RawRow, line: usize, areas: &Areas) -> Result<Row, String> {
    let kind = match raw.kind.as_str() {
        "municipality" => RowKind::Municipality,
        "place" => RowKind::Locality,
        "postcode" => RowKind::Postcode,
        other => return Err(format!("kind \"{other}\" is none of municipality, place, postcode")),
    };
    if (kind == RowKind::Postcode) != raw.name.trim().is_empty() {
        return Err("a municipality or place needs a name, and a postcode has none".into());
    }
    if raw.postcode.len() != 5 || !raw.postcode.bytes().all(|b| b.is_ascii_digit()) {
        return Err(format!("postcode \"{}\" has not 5 digits", raw.postcode));
    }
    let municipality = Ags::parse(&raw.municipality_ags).map_err(|error| error.to_string())?;
    let area = areas.get(municipality.as_str()).filter(|area| area.level == Level::Municipality);
    let area = area.ok_or_else(|| format!("{municipality} is no municipality in the table of areas"))?;
    if kind == RowKind::Municipality && raw.name != area.name {
        return Err(format!("{municipality} is \"{}\" here and \"{}\" among the areas", raw.name, area.name));
    }
    let point = GeoPoint::new(raw.lon, raw.lat).map_err(|error| error.to_string())?;
    Ok(Row { line, kind, name: raw.name, postcode: raw.postcode, municipality, point })
}
