//! What searches are made of: localities and areas.

use super::ReferenceData;
use super::error::{Code, Error, Missing};
use super::values::MAX_TEXT;
use crate::areas::{Area, Areas, Level};
use crate::gazetteer::Candidate;
use crate::units::{GeoPoint, Metres};

/// Suggestions where no number is given.
pub const DEFAULT_SUGGESTIONS: u64 = 8;
/// The most suggestions of an answer.
pub const MAX_SUGGESTIONS: u64 = 50;

/// Checks a text that is looked up.
///
/// # Errors
/// [`Code::TooLong`] for more than [`MAX_TEXT`] characters.
pub fn locality_text(text: &str) -> Result<&str, Error> {
    if text.chars().count() > MAX_TEXT {
        return Err(Error::field("q", Code::TooLong { most: MAX_TEXT }));
    }
    Ok(text)
}

/// Localities, postcodes, municipalities, Ämter and districts that the beginning of a text may mean, best first.
pub fn suggest_localities(reference: &ReferenceData, text: &str, limit: u64) -> Vec<Candidate> {
    reference.gazetteer.suggest(text, usize::try_from(limit).unwrap_or(usize::MAX))
}

/// The municipality that holds a point, or the nearest of its localities, and how far its point is along the geodesic;
/// outside of the state the nearest of all.
///
/// # Errors
/// [`Missing::Locality`] where the gazetteer is empty.
pub fn nearest_locality(reference: &ReferenceData, point: GeoPoint) -> Result<(Candidate, Metres), Error> {
    reference.gazetteer.nearest(point, &reference.areas).ok_or(Error::NotFound(Missing::Locality))
}

/// Which areas are asked for, checked.
#[derive(Debug, Clone, Copy)]
pub struct AreasRequest<'a> {
    /// Districts, Ämter or municipalities.
    pub level: Level,
    /// Only those inside this area.
    pub within: Option<&'a Area>,
}

impl<'a> AreasRequest<'a> {
    /// Checks the parameters `level` and `within` of a request.
    ///
    /// # Errors
    /// A level that does not exist, or a key of no area.
    pub fn read(level: Option<&str>, within: Option<&str>, areas: &'a Areas) -> Result<Self, Error> {
        let known = || Level::WORDS.map(str::to_owned).into();
        let level = level.and_then(Level::from_word);
        let level = level.ok_or_else(|| Error::field("level", Code::NoneOf { known: known() }))?;
        let area = |key| areas.get(key).ok_or_else(|| Error::field("within", Code::UnknownArea));
        Ok(Self { level, within: within.map(area).transpose()? })
    }

    /// The areas, in the order of their keys.
    pub fn areas(self, areas: &'a Areas) -> Box<dyn Iterator<Item = &'a Area> + 'a> {
        match self.within {
            Some(outer) => Box::new(areas.within(self.level, outer)),
            None => Box::new(areas.level(self.level)),
        }
    }
}
