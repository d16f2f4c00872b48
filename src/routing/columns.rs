//! Travel times from where people live to facilities, computed once and read from a file column by column.
//!
//! The cells of a state are ten times as many as its settlements, so that their matrix would fill the memory of the
//! service. Questions about reach need the columns of one category only: a column is read where it is asked for.
//! Times are whole seconds in two bytes. Each column has its checksum, so that a damaged one is noticed when it is read.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::cache::PointKey;
use super::matrix::Settlement;
use super::osrm_client::{Measures, OsrmClient, OsrmError, TABLE_SIDE};
use super::snapping;
use crate::units::{GeoPoint, Seconds};

/// The version of the file format; a file of another version is computed again.
const FORM: u32 = 1;
const CHECKSUM_BYTES: usize = 32;
/// The header of some ten thousand origins and facilities has about a megabyte.
const MAX_HEADER_BYTES: u64 = 64 << 20;
/// No way, or a longer one than 18 hours.
const NO_WAY: u16 = u16::MAX;

/// A time in whole seconds, the nearest; the greatest number where there is no way or it takes longer than 18 hours.
pub fn whole_seconds(time: Option<Seconds>) -> u16 {
    match time.map(|time| time.0.round()) {
        Some(time) if time < f64::from(NO_WAY) => time as u16,
        _ => NO_WAY,
    }
}

/// The time that [`whole_seconds`] made a number of; `None` where there is no way.
pub fn seconds(time: u16) -> Option<Seconds> {
    (time != NO_WAY).then(|| Seconds(f64::from(time)))
}

/// Why a file or its columns cannot be used.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum ColumnsError {
    #[error("the file of travel times cannot be read or written: {0}")]
    Io(#[from] io::Error),
    #[error(
        "the checksum is wrong: the file is damaged or incomplete; hint: delete it, and it is computed again"
    )]
    Damaged,
    #[error("it was written by another version of the program; hint: delete it, and it is computed again")]
    OtherForm,
    #[error(transparent)]
    Osrm(#[from] OsrmError),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    form: u32,
    data_version: String,
    /// Key, longitude, latitude.
    origins: Vec<(String, f64, f64)>,
    /// Longitude, latitude.
    facilities: Vec<(f64, f64)>,
}

/// Travel times from all origins to facilities, of one version of the road data.
#[derive(Debug)]
pub struct Columns {
    data_version: String,
    origins: Vec<Settlement>,
    facilities: Vec<GeoPoint>,
    by_point: HashMap<PointKey, u32>,
    file: Mutex<File>,
    /// Where the first column begins.
    start: u64,
}

impl Columns {
    /// Reads the header of a file; columns are read when they are asked for.
    ///
    /// # Errors
    /// [`ColumnsError::Damaged`] if header or length are wrong, [`ColumnsError::OtherForm`] for another version.
    pub fn open(mut file: File) -> Result<Self, ColumnsError> {
        let mut length = [0; 8];
        file.read_exact(&mut length).map_err(damaged)?;
        let length = u64::from_le_bytes(length);
        if length > MAX_HEADER_BYTES {
            return Err(ColumnsError::OtherForm);
        }
        let mut header = Vec::new();
        (&mut file).take(length).read_to_end(&mut header)?;
        let mut checksum = [0; CHECKSUM_BYTES];
        file.read_exact(&mut checksum).map_err(damaged)?;
        if Sha256::digest(&header)[..] != checksum {
            return Err(ColumnsError::Damaged);
        }
        let head: Head = serde_json::from_slice(&header).map_err(|_| ColumnsError::OtherForm)?;
        if head.form != FORM {
            return Err(ColumnsError::OtherForm);
        }
        let point = |lon, lat| GeoPoint::new(lon, lat).map_err(|_| ColumnsError::Damaged);
        let origin = |(key, lon, lat)| Ok(Settlement { key, point: point(lon, lat)? });
        let facilities =
            head.facilities.into_iter().map(|(lon, lat)| point(lon, lat)).collect::<Result<Vec<_>, _>>()?;
        let columns = Self {
            data_version: head.data_version,
            origins: head.origins.into_iter().map(origin).collect::<Result<_, ColumnsError>>()?,
            by_point: facilities.iter().map(|point| PointKey::of(*point)).zip(0..).collect(),
            facilities,
            start: 8 + length + CHECKSUM_BYTES as u64,
            file: Mutex::new(file),
        };
        let expected = columns.start + columns.facilities.len() as u64 * columns.column_bytes() as u64;
        let found = columns.file.lock().unwrap_or_else(PoisonError::into_inner).metadata()?.len();
        if found == expected { Ok(columns) } else { Err(ColumnsError::Damaged) }
    }

    fn column_bytes(&self) -> usize {
        self.origins.len() * 2 + CHECKSUM_BYTES
    }

    /// The version of the road data, as OSRM states it.
    pub fn data_version(&self) -> &str {
        &self.data_version
    }

    /// Where people live, in the order of the rows.
    pub fn origins(&self) -> &[Settlement] {
        &self.origins
    }

    /// The points that have a column.
    pub fn facilities(&self) -> &[GeoPoint] {
        &self.facilities
    }

    /// Whether a point has a column.
    pub fn has(&self, facility: GeoPoint) -> bool {
        self.by_point.contains_key(&PointKey::of(facility))
    }

    /// Whether its rows are these origins, each with its key. Points are compared in the resolution of OSRM, because a number
    /// that is written and read may differ in its last digit.
    pub fn is_from<'a>(&self, origins: impl ExactSizeIterator<Item = (&'a str, GeoPoint)>) -> bool {
        self.origins.len() == origins.len()
            && self
                .origins
                .iter()
                .zip(origins)
                .all(|(own, (key, point))| own.key == key && PointKey::of(own.point) == PointKey::of(point))
    }

    /// Whether it has exactly these origins and road data, and a column for all these facilities.
    pub fn covers(&self, data_version: &str, origins: &[Settlement], facilities: &[GeoPoint]) -> bool {
        self.data_version == data_version
            && self.is_from(origins.iter().map(|origin| (origin.key.as_str(), origin.point)))
            && facilities.iter().all(|point| self.has(*point))
    }

    /// The times to a facility from all origins, as [`whole_seconds`] makes them; `None` if it has no column.
    ///
    /// # Errors
    /// [`ColumnsError::Damaged`] if the column is not what was written, or the error of the file.
    pub fn read(&self, facility: GeoPoint) -> Result<Option<Vec<u16>>, ColumnsError> {
        let Some(number) = self.by_point.get(&PointKey::of(facility)) else { return Ok(None) };
        let mut bytes = vec![0; self.column_bytes()];
        {
            let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
            file.seek(SeekFrom::Start(self.start + u64::from(*number) * bytes.len() as u64))?;
            file.read_exact(&mut bytes).map_err(damaged)?;
        }
        let (column, checksum) = bytes.split_at(self.origins.len() * 2);
        if Sha256::digest(column)[..] != *checksum {
            return Err(ColumnsError::Damaged);
        }
        Ok(Some(column.as_chunks::<2>().0.iter().map(|two| u16::from_le_bytes(*two)).collect()))
    }

    /// Writes the file of these origins and facilities, reusing the columns of `old` if it has the same road data and
    /// origins. `progress` is called with the new columns done and their total.
    ///
    /// # Errors
    /// [`OsrmError::DataChanged`] if the road data change meanwhile, the error of a failed call, or of the file.
    pub fn compute(
        client: &OsrmClient,
        (origins, facilities): (&[Settlement], &[GeoPoint]),
        old: Option<&Self>,
        out: &mut impl Write,
        mut progress: impl FnMut(usize, usize),
    ) -> Result<(), ColumnsError> {
        let mut seen = std::collections::HashSet::new();
        let wanted: Vec<GeoPoint> =
            facilities.iter().copied().filter(|point| seen.insert(PointKey::of(*point))).collect();
        let Some(somewhere) = wanted.first() else {
            return Ok(write_header(out, "", origins, &wanted)?);
        };
        let data_version =
            snapping::table(client, &[*somewhere], &[*somewhere], Measures::Durations)?.data_version;
        let old = old.filter(|old| old.covers(&data_version, origins, &[]));
        let is_known = |point: &GeoPoint| old.is_some_and(|old| old.has(*point));
        let (kept, missing): (Vec<_>, Vec<_>) = wanted.into_iter().partition(is_known);
        write_header(out, &data_version, origins, &[kept.clone(), missing.clone()].concat())?;
        for point in &kept {
            // A column that cannot be read fails the whole, so that the next attempt begins without the old file.
            let column =
                old.map(|old| old.read(*point)).transpose()?.flatten().ok_or(ColumnsError::Damaged)?;
            write_column(out, &column)?;
        }
        let from: Vec<GeoPoint> = origins.iter().map(|origin| origin.point).collect();
        for (batch, some) in missing.chunks(TABLE_SIDE).enumerate() {
            for column in new_columns(client, &from, some, &data_version)? {
                write_column(out, &column)?;
            }
            progress((batch * TABLE_SIDE + some.len()).min(missing.len()), missing.len());
        }
        Ok(())
    }
}

/// A file that ends too early is damaged.
fn damaged(error: io::Error) -> ColumnsError {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => ColumnsError::Damaged,
        _ => ColumnsError::Io(error),
    }
}

fn write_header(
    out: &mut impl Write,
    data_version: &str,
    origins: &[Settlement],
    facilities: &[GeoPoint],
) -> io::Result<()> {
    let origin = |it: &Settlement| (it.key.clone(), it.point.lon, it.point.lat);
    let head = Head {
        form: FORM,
        data_version: data_version.to_owned(),
        origins: origins.iter().map(origin).collect(),
        facilities: facilities.iter().map(|point| (point.lon, point.lat)).collect(),
    };
    let header = serde_json::to_vec(&head)?;
    out.write_all(&(header.len() as u64).to_le_bytes())?;
    out.write_all(&header)?;
    out.write_all(&Sha256::digest(&header))
}

fn write_column(out: &mut impl Write, column: &[u16]) -> io::Result<()> {
    let bytes: Vec<u8> = column.iter().flat_map(|time| time.to_le_bytes()).collect();
    out.write_all(&bytes)?;
    out.write_all(&Sha256::digest(&bytes))
}

/// The columns of some facilities. Origins are asked for in parts, so that no large table stands in memory.
fn new_columns(
    client: &OsrmClient,
    origins: &[GeoPoint],
    facilities: &[GeoPoint],
    data_version: &str,
) -> Result<Vec<Vec<u16>>, OsrmError> {
    let mut columns = vec![Vec::with_capacity(origins.len()); facilities.len()];
    for some in origins.chunks(TABLE_SIDE) {
        let table = snapping::table(client, some, facilities, Measures::Durations)?;
        if table.data_version != data_version {
            return Err(OsrmError::DataChanged);
        }
        for row in &table.durations {
            columns.iter_mut().zip(row).for_each(|(column, time)| column.push(whole_seconds(*time)));
        }
    }
    Ok(columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lon: f64) -> GeoPoint {
        GeoPoint { lon, lat: 53.5 }
    }

    /// A file of two origins and two facilities with the given bytes changed.
    fn file(name: &str, change: impl FnOnce(&mut Vec<u8>)) -> File {
        let origins = [12.0, 12.1].map(|lon| Settlement { key: "1".into(), point: at(lon) });
        let mut bytes = Vec::new();
        write_header(&mut bytes, "roads", &origins, &[at(13.0), at(13.1)]).unwrap();
        write_column(&mut bytes, &[60, NO_WAY]).unwrap();
        write_column(&mut bytes, &[65_534, 0]).unwrap();
        change(&mut bytes);
        let path = std::env::temp_dir().join(format!("pflegeplan-columns-{}-{name}", std::process::id()));
        std::fs::write(&path, bytes).unwrap();
        let file = File::open(&path).unwrap();
        std::fs::remove_file(path).unwrap();
        file
    }

    #[test]
    fn columns_are_read_as_they_were_written() {
        let columns = Columns::open(file("good", |_| {})).unwrap();
        assert_eq!(columns.read(at(13.1)).unwrap(), Some(vec![65_534, 0]));
        assert_eq!(columns.read(at(13.0)).unwrap(), Some(vec![60, NO_WAY]));
        assert_eq!(columns.read(at(14.0)).unwrap(), None);
        assert!(columns.covers("roads", columns.origins(), &[at(13.0)]));
        assert!(!columns.covers("roads", columns.origins(), &[at(14.0)]));
        assert!(!columns.covers("other", columns.origins(), &[]));
    }

    /// No changed or missing byte gives another time.
    #[test]
    fn a_damaged_byte_is_noticed() {
        let whole = {
            let mut bytes = Vec::new();
            file("length", |all| bytes.clone_from(all));
            bytes.len()
        };
        for byte in 0..whole {
            let told = match Columns::open(file("flip", |bytes| bytes[byte] ^= 1)) {
                Ok(columns) => [13.0, 13.1].iter().any(|lon| columns.read(at(*lon)).is_err()),
                Err(_) => true,
            };
            assert!(told, "byte {byte}");
            assert!(Columns::open(file("cut", |bytes| bytes.truncate(byte))).is_err(), "cut at {byte}");
        }
    }

    #[test]
    fn times_are_whole_seconds_up_to_eighteen_hours() {
        for (time, expected) in [(0.4, 0), (0.5, 1), (900.4, 900), (65_534.4, 65_534)] {
            assert_eq!(whole_seconds(Some(Seconds(time))), expected);
            assert_eq!(seconds(expected), Some(Seconds(f64::from(expected))));
        }
        for none in [None, Some(Seconds(65_534.5)), Some(Seconds(f64::INFINITY)), Some(Seconds(f64::NAN))] {
            assert_eq!((whole_seconds(none), seconds(whole_seconds(none))), (NO_WAY, None), "{none:?}");
        }
    }
}
