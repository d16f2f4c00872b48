//! The types of measures, keys and categories that all rooms share. The unit is part of the type, so that metres are
//! never added to seconds and a longitude is never taken for a latitude.
//!
//! ```
//! use pflegeplan_engine::units::{AreaKey, GeoPoint};
//!
//! let schwerin = GeoPoint::new(11.4148, 53.6289).unwrap();
//! let wismar = GeoPoint::new(11.4628, 53.8925).unwrap();
//! assert_eq!(schwerin.geodesic_to(wismar).0.round(), 29_509.0);
//! assert!(matches!(AreaKey::parse("13076"), Ok(AreaKey::District(_))));
//! ```

pub mod distance;
pub mod formula;
mod stop;
mod words;

pub use stop::{Stop, StopOnDrop};
pub use words::{one_of, with_article, words};

use std::fmt;

/// A point on the Earth in WGS 84 decimal degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GeoPoint {
    /// East of Greenwich, from -180 to 180.
    pub lon: f64,
    /// North of the equator, from -90 to 90.
    pub lat: f64,
}

/// Why two numbers are not coordinates of a point.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum PointError {
    #[error("latitude {0} is not a number from -90 to 90")]
    Latitude(f64),
    #[error("longitude {0} is not a number from -180 to 180")]
    Longitude(f64),
}

impl GeoPoint {
    /// # Errors
    /// [`PointError`] for a number out of range, NaN included.
    pub fn new(lon: f64, lat: f64) -> Result<Self, PointError> {
        if !(-90.0..=90.0).contains(&lat) {
            return Err(PointError::Latitude(lat));
        }
        if !(-180.0..=180.0).contains(&lon) {
            return Err(PointError::Longitude(lon));
        }
        Ok(Self { lon, lat })
    }

    /// The length of the geodesic on the WGS 84 ellipsoid (Karney 2013), exact to nanometres, in about a microsecond.
    pub fn geodesic_to(self, other: Self) -> Metres {
        use geo::line_measures::{Distance, Geodesic};
        Metres(Geodesic.distance(self.to_geo(), other.to_geo()))
    }

    /// The point as the crate `geo` has it.
    pub fn to_geo(self) -> geo::Point<f64> {
        geo::Point::new(self.lon, self.lat)
    }
}

/// A length in metres.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Metres(pub f64);

impl Metres {
    /// From kilometres.
    pub fn from_km(km: f64) -> Self {
        Self(km * 1000.0)
    }
}

/// A duration in seconds.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Seconds(pub f64);

/// A calendar year; a population of a year is that of its 31 December.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Year(pub i32);

words! {
    /// Sex as the population statistics record it; the index of tables by sex.
    pub enum Sex {
        /// Men.
        Male = "m",
        /// Women.
        Female = "f",
    }
}

words! {
    /// A language of pages and notices; the word is its tag (BCP 47).
    #[derive(Default)]
    pub enum Lang {
        /// German.
        #[default]
        De = "de",
        /// English.
        En = "en",
    }
}

words! {
    /// How a person in need of care is cared for; the index of tables by care type. The care statistics count each
    /// person in one of these and no other, so they add up to the people in need. Users of day care with grades 2
    /// to 5 are counted where they live and are no type of their own, but a memo item:
    /// `model::care::CountKind::DayCareUsers`.
    pub enum CareType {
        /// At home, by relatives, for the allowance alone.
        AllowanceOnly = "allowance_only",
        /// At home, by or together with a service.
        HomeCare = "home_care",
        /// In a home for good or for a short term.
        Residential = "residential",
        /// Grade 1, without a service or a home.
        Grade1WithoutServices = "grade1_without_services",
        /// Grade 1, in day care.
        DayCareGrade1 = "day_care_grade1",
    }
}

/// A care grade (Pflegegrad), 1 to 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CareGrade(u8);

impl CareGrade {
    /// All grades, in order.
    pub const ALL: [Self; 5] = [Self(1), Self(2), Self(3), Self(4), Self(5)];

    /// `None` for a number that is not from 1 to 5.
    pub fn new(number: u8) -> Option<Self> {
        (1..=5).contains(&number).then_some(Self(number))
    }

    /// The number of the grade, 1 to 5.
    pub fn number(self) -> u8 {
        self.0
    }

    /// The index of tables by grade.
    pub fn index(self) -> usize {
        usize::from(self.0) - 1
    }
}

/// The official municipality key (Amtlicher Gemeindeschlüssel): 2 digits for a state, 5 for a
/// district, 8 for a municipality. Text, because leading zeros matter.
///
/// The digits are stored inline, because a register has tens of thousands of keys.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ags {
    /// Zero bytes follow the last digit, so that keys are ordered as their texts are.
    digits: [u8; 8],
    len: u8,
}

/// The official regional key (Amtlicher Regionalschlüssel): 9 digits for an Amt, 12 for a
/// municipality.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ars(String);

/// A text that is not an official key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{text}\" is not an official key: expected {expected} digits")]
pub struct KeyError {
    /// The text, cut to 40 characters.
    pub text: String,
    /// How many digits were expected.
    pub expected: &'static str,
}

fn digits(text: &str, lengths: &[usize], expected: &'static str) -> Result<String, KeyError> {
    if lengths.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()) {
        Ok(text.to_owned())
    } else {
        Err(KeyError { text: text.chars().take(40).collect(), expected })
    }
}

impl Ags {
    /// # Errors
    /// [`KeyError`] unless the text is 2, 5 or 8 digits.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        digits(text, &[2, 5, 8], "2, 5 or 8").map(|key| Self::of(&key))
    }

    /// The key of checked digits.
    fn of(key: &str) -> Self {
        let mut digits = [0; 8];
        digits.iter_mut().zip(key.bytes()).for_each(|(place, digit)| *place = digit);
        Self { digits, len: key.len().min(8) as u8 }
    }

    /// The digits of the key.
    pub fn as_str(&self) -> &str {
        let digits = self.digits.get(..usize::from(self.len)).unwrap_or_default();
        // Digits are UTF-8.
        std::str::from_utf8(digits).unwrap_or_default()
    }

    /// The district this key lies in; `None` for the key of a state.
    pub fn district(&self) -> Option<Ags> {
        self.as_str().get(..5).map(Self::of)
    }

    /// Whether it has the 5 digits of a district.
    pub fn is_district(&self) -> bool {
        self.len == 5
    }

    /// Whether it has the 8 digits of a municipality.
    pub fn is_municipality(&self) -> bool {
        self.len == 8
    }
}

impl Ars {
    /// # Errors
    /// [`KeyError`] unless the text is 9 or 12 digits.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        digits(text, &[9, 12], "9 or 12").map(Self)
    }

    /// The digits of the key.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The key of an area at any level.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AreaKey {
    /// A state; 2 digits.
    State(Ags),
    /// A district; 5 digits.
    District(Ags),
    /// An Amt; 9 digits.
    Amt(Ars),
    /// A municipality; 8 digits.
    Municipality(Ags),
    /// A planning area defined by a county, by its key.
    Planning(String),
}

impl AreaKey {
    /// An AGS, or an ARS of 9 digits (an Amt) or 12 (a municipality, which then goes by its AGS).
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let key = digits(text, &[2, 5, 8, 9, 12], "2, 5, 8, 9 or 12")?;
        Ok(match key.len() {
            2 => Self::State(Ags::of(&key)),
            5 => Self::District(Ags::of(&key)),
            8 => Self::Municipality(Ags::of(&key)),
            9 => Self::Amt(Ars(key)),
            // The digits between district and municipality are those of the Amt.
            _ => {
                let key: String = key.chars().take(5).chain(key.chars().skip(9)).collect();
                Self::Municipality(Ags::of(&key))
            }
        })
    }

    /// The digits of the key.
    pub fn as_str(&self) -> &str {
        match self {
            Self::State(key) | Self::District(key) | Self::Municipality(key) => key.as_str(),
            Self::Amt(key) => key.as_str(),
            Self::Planning(key) => key,
        }
    }
}

impl fmt::Display for AreaKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

macro_rules! key_text {
    ($type:ty) => {
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
key_text!(Ags);
key_text!(Ars);

words! {
    /// Kinds of care places that are planned separately.
    pub enum PlaceKind {
        /// Residential care, with embedded short-term places.
        Residential = "residential",
        /// Dedicated places; those embedded in homes are residential places.
        ShortTerm = "short_term",
        /// Day and night care.
        DayCare = "day_care",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_outside_the_globe_or_not_a_number_is_refused() {
        assert!(GeoPoint::new(11.5, 53.3).is_ok());
        assert!(GeoPoint::new(11.5, f64::NAN).is_err());
        assert!(GeoPoint::new(f64::INFINITY, 53.3).is_err());
        assert!(GeoPoint::new(11.5, 90.1).is_err());
    }

    /// Karney, "Algorithms for geodesics", J. Geodesy 87 (2013), section 4, table 2 gives JFK to
    /// SIN; here the shorter and simpler case of one degree of the equator: a·π/180.
    #[test]
    fn one_degree_of_the_equator_is_111_319_490_793_metres() {
        let from = GeoPoint::new(0.0, 0.0).unwrap();
        let to = GeoPoint::new(1.0, 0.0).unwrap();
        assert!((from.geodesic_to(to).0 - 111_319.490_793_273_57).abs() < 1e-6);
    }

    #[test]
    fn keys_keep_leading_zeros_and_know_their_district() {
        let key = Ags::parse("01059045").unwrap();
        assert_eq!(key.as_str(), "01059045");
        assert_eq!(key.district().unwrap().as_str(), "01059");
        assert!(Ags::parse("1307600").is_err());
        assert!(Ags::parse("13076ü").is_err());
        assert!(Ars::parse("130765656").is_ok());
    }

    #[test]
    fn keys_of_municipalities_are_in_the_order_of_their_texts() {
        let texts = ["01", "01001", "01001000", "13", "13003", "13003000", "13076", "13076090", "14"];
        let keys: Vec<Ags> = texts.iter().map(|text| Ags::parse(text).unwrap()).collect();
        assert!(keys.is_sorted());
        assert_eq!(keys.iter().map(Ags::as_str).collect::<Vec<_>>(), texts);
        assert_eq!(keys[7].district().as_ref(), Some(&keys[6]));
        assert_eq!(keys[3].district(), None);
    }

    #[test]
    fn an_area_key_knows_its_level() {
        let key = |text: &str| AreaKey::parse(text).unwrap();
        assert!(matches!(key("13"), AreaKey::State(_)));
        assert!(matches!(key("13076"), AreaKey::District(_)));
        assert!(matches!(key("130765656"), AreaKey::Amt(_)));
        assert_eq!(key("130765656060"), key("13076060"));
        let error = AreaKey::parse("1307606").unwrap_err().to_string();
        assert_eq!(error, "\"1307606\" is not an official key: expected 2, 5, 8, 9 or 12 digits");
    }
}
