//! Addresses as a running service knows them, and what a typed text means where it may be one. A citizen's address comes
//! in the body of a request and is never part of a link.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use arc_swap::ArcSwapOption;

use super::ReferenceData;
use crate::addresses::{AddressFileError, AddressIndex, AddressOutcome, FoundAddress};
use crate::files::{self, FileError};
use crate::gazetteer::{Candidate, Gazetteer, Meaning, Resolution};
use crate::units::Lang;

/// The largest file of addresses: a state has about 20 MB.
pub(super) const MAX_BYTES: u64 = 1 << 30;

/// Why a file of addresses is not taken up; searches go on with the last one.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum AddressesError {
    #[error(transparent)]
    File(#[from] FileError),
    #[error("{path} {cause}")]
    Content { path: String, cause: AddressFileError },
    /// What was said of this file before.
    #[error("{0}")]
    Again(String),
}

impl AddressesError {
    /// The sentence in a language.
    pub fn in_language(&self, lang: Lang) -> String {
        match (lang, self) {
            (Lang::De, Self::File(fault)) => fault.german(),
            (Lang::De, Self::Content { path, cause }) => format!("{path} {}", cause.german()),
            (Lang::De, Self::Again(sentence)) => {
                format!("Die Datei mit den Adressen ist nicht zu gebrauchen; gemeldet wird „{sentence}“.")
            }
            (Lang::En, error) => error.to_string(),
        }
    }
}

/// What tells a file from an older one.
#[derive(Debug, Clone, PartialEq, Eq)]
struct FileVersion {
    bytes: u64,
    changed: Option<SystemTime>,
}

/// The addresses of a running service; replaced when their file is.
#[derive(Debug, Default)]
pub struct Addresses {
    index: ArcSwapOption<AddressIndex>,
    /// The file that was read last, and what was wrong with it.
    seen: Mutex<Option<(FileVersion, Option<String>)>>,
}

impl Addresses {
    /// The index as it is now, if there is one. It stays as it is for as long as it is held.
    pub fn index(&self) -> Option<Arc<AddressIndex>> {
        self.index.load_full()
    }

    /// Takes up a file that is new or was replaced; without a file there are no addresses. Gives the index where it is
    /// another one than before.
    ///
    /// # Errors
    /// [`AddressesError`] for a file that cannot be used. The last index stays in place.
    pub fn refresh(&self, path: &Path) -> Result<Option<Arc<AddressIndex>>, AddressesError> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let Ok(about) = std::fs::metadata(path) else {
            *seen = None;
            self.index.store(None);
            return Ok(None);
        };
        let version = FileVersion { bytes: about.len(), changed: about.modified().ok() };
        match &*seen {
            Some((known, fault)) if *known == version => {
                return fault.clone().map_or(Ok(None), |fault| Err(AddressesError::Again(fault)));
            }
            _ => {}
        }
        let read = read(path).map(Arc::new);
        *seen = Some((version, read.as_ref().err().map(ToString::to_string)));
        let index = read?;
        self.index.store(Some(index.clone()));
        Ok(Some(index))
    }
}

/// Reads a file of addresses.
///
/// # Errors
/// [`AddressesError`] for a file that cannot be read or is none.
pub fn read(path: &Path) -> Result<AddressIndex, AddressesError> {
    let bytes = files::read(path, MAX_BYTES)?;
    let content = |cause| AddressesError::Content { path: path.display().to_string(), cause };
    AddressIndex::from_bytes(&bytes).map_err(content)
}

/// What may be meant by the beginning of a text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Suggestions {
    /// Localities, postcodes and areas, best first.
    pub localities: Vec<Candidate>,
    /// Streets and houses, best first.
    pub addresses: Vec<FoundAddress>,
}

/// Up to `limit` localities and as many addresses that the beginning of a text may mean.
pub fn suggest(
    reference: &ReferenceData,
    index: Option<&AddressIndex>,
    text: &str,
    limit: u64,
) -> Suggestions {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let addresses = index.map(|index| index.suggest(text, &reference.gazetteer, limit));
    Suggestions {
        localities: reference.gazetteer.suggest(text, limit),
        addresses: addresses.unwrap_or_default(),
    }
}

/// What a finished text means that may hold an address.
#[derive(Debug, Clone, PartialEq)]
pub enum TextMeaning {
    /// A locality, a postcode or an area, and nothing else: the text may stand in a link.
    Locality,
    /// An address.
    Address(FoundAddress),
    /// Several addresses, between which the text leaves it open.
    Addresses(Vec<FoundAddress>),
    /// Not known as a whole, so that it may hold an address that is not listed.
    Unknown,
}

/// What a text means. A name of the gazetteer is that before it is a street.
pub fn meaning_of(gazetteer: &Gazetteer, index: Option<&AddressIndex>, text: &str) -> TextMeaning {
    let by_name = gazetteer.resolve(text);
    let is_name = match &by_name {
        Resolution::Found(Meaning { is_known_part, .. }) => !is_known_part,
        // Bearers of the whole text, and not of a part of it.
        Resolution::Ambiguous { bearers } => bearers.iter().all(|bearer| gazetteer.bears(bearer, text)),
        Resolution::Unknown { .. } => false,
    };
    if is_name {
        return TextMeaning::Locality;
    }
    let resembles = matches!(&by_name, Resolution::Unknown { did_you_mean } if !did_you_mean.is_empty());
    match index.map(|index| index.locate(text, gazetteer)) {
        Some(AddressOutcome::Found(found)) => TextMeaning::Address(found),
        // A locality with a typo is more than a street with one.
        Some(AddressOutcome::Open(several)) if !resembles || several.iter().any(|it| it.is_sure) => {
            TextMeaning::Addresses(several)
        }
        _ => TextMeaning::Unknown,
    }
}

/// The locality by which a link may name the surroundings of an address; `None` far from every one that is known.
pub fn shared_locality(reference: &ReferenceData, address: &FoundAddress) -> Option<Candidate> {
    /// Beyond it the name would mean somewhere else.
    const NEAR_M: f64 = 15_000.0;
    let (locality, distance) = reference.gazetteer.nearest(address.point, &reference.areas)?;
    (distance.0 <= NEAR_M).then_some(locality)
}
