//! The gazetteer: what people type (a town, a village, a postcode, a district) to a point.

use crate::areas::Areas;
use crate::units::GeoPoint;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    District,
    Amt,
    Municipality,
    /// A named part of a municipality, or a village.
    Place,
    Postcode,
}

impl Kind {
    pub fn word(self) -> &'static str {
        match self {
            Self::District => "district",
            Self::Amt => "amt",
            Self::Municipality => "municipality",
            Self::Place => "place",
            Self::Postcode => "postcode",
        }
    }
}

/// One answer to a query, best first in its list.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// "Röbel/Müritz (Mecklenburgische Seenplatte)"
    pub label: String,
    pub kind: Kind,
    pub point: GeoPoint,
    /// AGS of the municipality or district; ARS of an Amt; of a postcode the municipality its centre lies in.
    pub key: String,
    /// 0 to 1: 1 for the text itself, less for beginnings and typos.
    pub score: f64,
}

/// What a text that should name one place stands for.
#[derive(Debug, Clone, PartialEq)]
pub enum Resolution {
    Found(Candidate),
    /// Nothing is near enough; these may be meant.
    Unknown {
        did_you_mean: Vec<Candidate>,
    },
}

#[derive(Debug, thiserror::Error)]
pub enum PlacesError {
    #[error("the gazetteer cannot be read: {0}")]
    Table(#[from] csv::Error),
}

#[derive(Debug)]
pub struct Gazetteer {}

impl Gazetteer {
    /// Reads `models/places/places.csv`; districts, Ämter and municipalities come from `areas`.
    pub fn from_csv(_text: &str, _areas: &Areas) -> Result<Self, PlacesError> {
        Ok(Self {})
    }

    /// Up to `limit` candidates for what somebody has typed so far, best first.
    pub fn suggest(&self, _text: &str, _limit: usize) -> Vec<Candidate> {
        Vec::new()
    }

    /// The one place meant by a finished text such as "Ludwigslust", "19288" or "19288 Ludwigslust".
    pub fn resolve(&self, _text: &str) -> Resolution {
        Resolution::Unknown { did_you_mean: Vec::new() }
    }

    /// Where an address lies when its row has no coordinates: the place within the postcode, else the
    /// place if its name is unambiguous, else the postcode's centre.
    pub fn place_address(
        &self,
        _postcode: Option<&str>,
        _place: &str,
        _locality: Option<&str>,
    ) -> Option<Candidate> {
        None
    }
}

pub fn fold(text: &str) -> String {
    text.to_lowercase()
}

pub struct Entry {
    pub name: String,
    pub postcode: Option<String>,
    pub municipality: crate::units::Ags,
    pub point: GeoPoint,
    pub population: u32,
}
impl Gazetteer {
    pub fn entries(&self) -> &[Entry] {
        &[]
    }
}
