//! A region out of one extract of OpenStreetMap: its parts are made one by one, each under a temporary name that is renamed
//! when it is whole. A part that was made of the same extract is not made again.

use std::fs::{self, File};
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::ReferenceData;
use crate::addresses::{AddressIndex, BuildReport, Stamp, build};
use crate::extract::{self, Extract, ExtractError};
use crate::files::{self, FileError};
use crate::osm_offers::{self, MappedOffers, Origin};
use crate::units::words;

words! {
    /// What is made of an extract.
    pub enum Part {
        /// Streets and houses, for the search and the import.
        Addresses = "addresses",
        /// Care offers, as a list for the import of the register.
        Care = "care",
    }
}

/// Why a part was not made; what was there before is as it was.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum RegionError {
    #[error(transparent)]
    File(#[from] FileError),
    #[error("{path} {cause}; nothing was changed")]
    Extract { path: PathBuf, cause: ExtractError },
    #[error("{path} holds no address and no street with a name; nothing was changed")]
    NoAddresses { path: PathBuf },
    #[error("the list of care offers cannot be made: {0}; nothing was changed")]
    List(#[from] csv::Error),
    #[error("{path} cannot be written: {cause}; nothing was changed")]
    Write { path: PathBuf, cause: io::Error },
}

/// What is to be made, and where.
#[derive(Debug, Clone)]
pub struct RegionRequest<'a> {
    /// The extract (.osm.pbf).
    pub extract: &'a Path,
    /// The folder of the region, in the data folder.
    pub folder: &'a Path,
    /// The parts.
    pub parts: &'a [Part],
    /// Makes parts anew that were made of the same extract.
    pub anew: bool,
}

/// What became of a part.
#[derive(Debug, Clone, PartialEq)]
pub enum Made {
    /// It was made of the same extract before.
    Already,
    /// Addresses.
    Addresses(BuildReport),
    /// Care offers.
    Care(MappedOffers),
}

/// What was made of an extract.
#[derive(Debug, Clone, PartialEq)]
pub struct RegionReport {
    /// The extract.
    pub stamp: Stamp,
    /// Each part with the file it is in.
    pub made: Vec<(Part, PathBuf, Made)>,
    /// Objects of the extract that lie nowhere, because their nodes are not in it.
    pub without_position: usize,
}

/// What is being done, with how many bytes of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The checksum of the extract.
    Checksum(u64, u64),
    /// Its objects.
    Reading(u64, u64),
    /// A part.
    Making(Part),
}

/// The folder of the region in the data folder.
pub fn folder(data_dir: &Path) -> PathBuf {
    data_dir.join("region")
}

/// The file of a part in the folder of the region.
pub fn file(folder: &Path, part: Part) -> PathBuf {
    folder.join(match part {
        Part::Addresses => "addresses.bin",
        Part::Care => "care-offers.csv",
    })
}

/// Makes the parts of a region. `progress` is told what is being done.
///
/// # Errors
/// [`RegionError`]; parts that were whole before stay.
pub fn make(
    request: &RegionRequest,
    reference: &ReferenceData,
    mut progress: impl FnMut(Step),
) -> Result<RegionReport, RegionError> {
    let sha256 = checksum(request.extract, &mut progress)?;
    let is_made = |part: Part| {
        !request.anew && stamp(&file(request.folder, part), part).is_some_and(|it| it.sha256 == sha256)
    };
    let mut report = RegionReport {
        stamp: Stamp { date: None, sha256: sha256.clone() },
        made: Vec::new(),
        without_position: 0,
    };
    let mut extract = None;
    for part in request.parts {
        let path = file(request.folder, *part);
        if is_made(*part) {
            report.stamp.date = stamp(&path, *part).and_then(|stamp| stamp.date);
            report.made.push((*part, path, Made::Already));
            continue;
        }
        let extract = match &extract {
            Some(extract) => extract,
            None => extract.insert(read(request.extract, &mut progress)?),
        };
        progress(Step::Making(*part));
        let (bytes, made) = match part {
            Part::Addresses => addresses(request, reference, extract, &sha256)?,
            Part::Care => care(reference, extract, &sha256)?,
        };
        replace(&path, &bytes)?;
        report.stamp.date = extract.date;
        report.without_position = extract.without_position;
        report.made.push((*part, path, made));
    }
    Ok(report)
}

fn addresses(
    request: &RegionRequest,
    reference: &ReferenceData,
    extract: &Extract,
    sha256: &str,
) -> Result<(Vec<u8>, Made), RegionError> {
    let (index, built) = build(extract, &reference.areas, sha256);
    if index.streets() == 0 {
        return Err(RegionError::NoAddresses { path: request.extract.to_owned() });
    }
    Ok((index.to_bytes(), Made::Addresses(built)))
}

/// An extract without care offers gives an empty list: that is what it says.
fn care(reference: &ReferenceData, extract: &Extract, sha256: &str) -> Result<(Vec<u8>, Made), RegionError> {
    let found = osm_offers::mapped_offers(&extract.care, &reference.categories);
    let origin = Origin { date: extract.date, sha256: sha256.to_owned() };
    Ok((osm_offers::to_csv(&found.offers, &origin)?, Made::Care(found)))
}

/// Of which extract a part was made; `None` where there is none that can be used.
fn stamp(path: &Path, part: Part) -> Option<Stamp> {
    match part {
        Part::Addresses => {
            let bytes = files::read(path, super::addresses::MAX_BYTES).ok()?;
            AddressIndex::stamp_of(&bytes).ok()
        }
        Part::Care => {
            let text = files::read_text(path, files::MAX_TEXT_BYTES).ok()?;
            osm_offers::origin_of(&text).map(|Origin { date, sha256 }| Stamp { date, sha256 })
        }
    }
}

fn read(path: &Path, progress: &mut impl FnMut(Step)) -> Result<Extract, RegionError> {
    let failed = |cause| RegionError::Extract { path: path.to_owned(), cause };
    let size = files::open(path)?.metadata().map_or(0, |about| about.len());
    let total = size * extract::READINGS;
    let open =
        || files::open(path).map(|file| BufReader::with_capacity(1 << 20, file)).map_err(io::Error::other);
    extract::read(open, |bytes| progress(Step::Reading(bytes, total))).map_err(failed)
}

/// SHA-256 of a file, in hexadecimal digits.
fn checksum(path: &Path, progress: &mut impl FnMut(Step)) -> Result<String, RegionError> {
    let mut file = files::open(path)?;
    let failed = |cause| RegionError::Extract { path: path.to_owned(), cause: ExtractError::Read(cause) };
    let size = file.metadata().map_or(0, |about| about.len());
    let (mut hash, mut buffer, mut done) = (Sha256::new(), vec![0; 1 << 20], 0);
    loop {
        let read = file.read(&mut buffer).map_err(failed)?;
        let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        hash.update(bytes);
        done += read as u64;
        progress(Step::Checksum(done, size));
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Writes a file beside the old one and puts it into its place when it is whole and on the disk.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), RegionError> {
    let failed = |cause| RegionError::Write { path: path.to_owned(), cause };
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(failed)?;
    let new = path.with_extension(format!("new.{}", std::process::id()));
    let write = || {
        let mut file = File::create(&new)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&new, path)
    };
    write().map_err(|cause| {
        let _ = fs::remove_file(&new);
        failed(cause)
    })
}
