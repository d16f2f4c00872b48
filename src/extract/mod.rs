//! Reads an extract of OpenStreetMap (PBF) and keeps what a region is made of: addresses, streets with names, named
//! places, and objects of care.
//!
//! The file is read three times: relations, then the ways that they and we need, then the nodes of those ways. So memory
//! holds what is kept and not all nodes, and the objects may stand in any order. We read the format ourselves: it is
//! small, the crate for it brings a generator of code and second versions of five crates into the build, and it passes
//! over damaged parts in silence, while here a damaged file is an error.

mod blobs;
mod block;
mod collect;
mod wire;

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod tests;

use std::io::{self, Read};

use chrono::{DateTime, NaiveDate};

use crate::units::GeoPoint;
use blobs::Blobs;
use collect::Collector;
use wire::{Damaged, Fields, Value};

pub use collect::Names;

/// A point in units of 10⁻⁷ degrees: a centimetre, in half the room of two floating-point numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Position {
    /// North of the equator.
    pub lat: i32,
    /// East of Greenwich.
    pub lon: i32,
}

/// Units of a [`Position`] in a degree.
const UNITS: f64 = 1e7;

impl From<Position> for GeoPoint {
    fn from(position: Position) -> Self {
        Self { lon: f64::from(position.lon) / UNITS, lat: f64::from(position.lat) / UNITS }
    }
}

impl From<GeoPoint> for Position {
    fn from(point: GeoPoint) -> Self {
        // invariant of GeoPoint: at most 180 degrees, which fits
        Self { lat: (point.lat * UNITS).round() as i32, lon: (point.lon * UNITS).round() as i32 }
    }
}

/// Why a file is not used. The sentence follows the name of the file.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum ExtractError {
    #[error("cannot be read: {0}")]
    Read(io::Error),
    #[error(
        "is no OpenStreetMap extract in the format PBF; hint: its name ends in .osm.pbf, such as those of Geofabrik"
    )]
    NoPbf,
    #[error(
        "ends too early, after {at} bytes; hint: it was not downloaded to its end, please fetch it again"
    )]
    Cut { at: u64 },
    #[error(
        "is damaged in the part that begins at byte {at}; hint: please fetch it again and compare its checksum"
    )]
    Damaged { at: u64 },
    #[error(
        "is packed with {name}, which is not read here; hint: osmium cat FILE -o NEW.osm.pbf packs it as usual"
    )]
    Compression { name: &'static str },
    #[error(
        "needs the feature \"{0}\", which is not read here; hint: take an extract of today, not one with a history"
    )]
    Feature(String),
    #[error("holds no node, way or relation")]
    Nothing,
}

/// An address of a building or entrance, its texts as numbers of [`Names`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct House {
    /// The node, or the mean of the corners of the building.
    pub position: Position,
    /// `addr:street`, or `addr:place` where houses of a village have numbers only.
    pub street: u32,
    /// `addr:housenumber`, as it stands there: "5", "5a", "2-4", "3;5".
    pub number: u32,
    /// `addr:postcode`; 0 for none.
    pub postcode: u32,
    /// `addr:city`; 0 for none.
    pub city: u32,
    /// `addr:suburb`, or another word for a part of a town; 0 for none.
    pub part: u32,
}

/// A street or path with a name, as a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreetLine {
    /// Its name, as a number of [`Names`].
    pub name: u32,
    /// The points of the line.
    pub line: Vec<Position>,
}

/// A named place: a town, a village, a part of a town.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceNode {
    /// Its name, as a number of [`Names`].
    pub name: u32,
    /// Whether it is a town or village of its own, and no part of a town.
    pub is_settlement: bool,
    /// Where its label stands.
    pub position: Position,
}

/// An object that may be an offer of care, with its tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CareObject {
    /// "node/17": what and with which number.
    pub id: String,
    /// The node, or the mean of the corners.
    pub position: Position,
    /// Keys and values.
    pub tags: Vec<(String, String)>,
}

impl CareObject {
    /// The value of a key.
    pub fn tag(&self, key: &str) -> Option<&str> {
        self.tags.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }
}

/// What was kept of an extract.
#[derive(Debug, Default)]
pub struct Extract {
    /// The day of the data: as the file says, or that of the newest object; `None` where neither is there.
    pub date: Option<NaiveDate>,
    /// The texts of the rest.
    pub names: Names,
    /// Buildings and entrances with a number.
    pub houses: Vec<House>,
    /// Streets with a name.
    pub streets: Vec<StreetLine>,
    /// Towns, villages and their parts.
    pub places: Vec<PlaceNode>,
    /// What may be an offer of care.
    pub care: Vec<CareObject>,
    /// Objects of these whose nodes are not in the file, so that nothing is known of where they lie.
    pub without_position: usize,
}

/// How many times the file is read.
pub const READINGS: u64 = 3;

/// Reads an extract. `open` gives the file from its beginning, three times; `progress` is told how many bytes were read in
/// all, of [`READINGS`] times the size of the file.
///
/// # Errors
/// [`ExtractError`] for anything that is no whole extract.
pub fn read<R: Read>(
    open: impl Fn() -> io::Result<R>,
    mut progress: impl FnMut(u64),
) -> Result<Extract, ExtractError> {
    let mut collector = Collector::default();
    let mut before = 0;
    for kind in [block::Kind::Relation, block::Kind::Way, block::Kind::Node] {
        let mut blobs = Blobs::new(open().map_err(ExtractError::Read)?);
        collector.begin(kind);
        while let Some(blob) = blobs.next()? {
            match (blob.kind, blob.at) {
                // What begins with anything else is no extract.
                (blobs::Kind::Data | blobs::Kind::Other, 0) => return Err(ExtractError::NoPbf),
                (blobs::Kind::Header, _) => {
                    let date = read_header(&blob.unpack()?, blob.at)?;
                    collector.extract.date = collector.extract.date.max(date);
                }
                (blobs::Kind::Data, at) => {
                    let content = blob.unpack()?;
                    collector.take(&content).map_err(|Damaged| ExtractError::Damaged { at })?;
                }
                (blobs::Kind::Other, _) => {}
            }
            progress(before + blobs.at);
        }
        before += blobs.at;
    }
    if before == 0 {
        return Err(ExtractError::NoPbf);
    }
    collector.finish()
}

/// Checks what the file needs of a reader and gives the day of its data, if it says it.
fn read_header(header: &[u8], at: u64) -> Result<Option<NaiveDate>, ExtractError> {
    const KNOWN: [&str; 2] = ["OsmSchema-V0.6", "DenseNodes"];
    let damaged = |_: Damaged| ExtractError::Damaged { at };
    let mut date = None;
    for field in Fields::of(header) {
        match field.map_err(damaged)? {
            (4, value) => {
                let feature = value.text().map_err(damaged)?;
                if !KNOWN.contains(&feature) {
                    return Err(ExtractError::Feature(feature.to_owned()));
                }
            }
            (32, Value::Number(seconds)) => date = day(seconds as i64),
            _ => {}
        }
    }
    Ok(date)
}

/// The day in UTC of a moment in seconds since 1970.
fn day(seconds: i64) -> Option<NaiveDate> {
    DateTime::from_timestamp(seconds, 0).map(|moment| moment.date_naive())
}
