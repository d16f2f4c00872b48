//! Definitions of measures and indicators as the catalogue states them.

use chrono::NaiveDate;
use serde::Deserialize;

use super::tree::AreaLevel;
use super::unit::Unit;
use crate::model::LoadError;
use crate::units::words;

/// What an area is described by: a count or another figure, disaggregated by age, sex, grade or type.
#[derive(Debug, Clone)]
pub struct Measure {
    /// Its name in formulas, such as `N`.
    pub id: String,
    /// The name for people, in German.
    pub name_de: String,
    /// What it is counted in.
    pub unit: Unit,
    /// Whether it is the same everywhere and always, such as a weight.
    pub parameter: bool,
    /// Whether figures of parts add up to that of the whole.
    pub additive: bool,
    /// Types that it is disaggregated by; `a/b` lies inside `a`.
    pub types: Vec<String>,
    /// Which counts are withheld.
    pub secrecy: Secrecy,
    /// Small counts are withheld in areas of this level and of smaller ones.
    pub secret_up_to: AreaLevel,
    /// Official figures are multiples of this number from the year on.
    pub rounding: Option<Rounding>,
    /// The days of the year on which it is counted; empty where any day is meant.
    pub dates: Vec<MonthDay>,
    /// Whether it is counted every two years, in odd ones.
    pub odd_years: bool,
    /// Whether it is a projection, so that its years may lie in the future.
    pub projected: bool,
    /// The measure that is taken, as an estimate, for areas and groups of which this one has no figure.
    pub stand_in: Option<String>,
    /// The statistic or list it comes from.
    pub source_de: String,
    /// Where none of our sources gives it: what is missing, and who could supply it.
    pub missing_de: String,
}

/// How official figures are rounded before they are published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rounding {
    /// Figures are multiples of this number.
    pub multiple: u32,
    /// The first year in which they are.
    pub from_year: i32,
}

/// A day of the year, written `12-31`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthDay {
    /// 1 to 12.
    pub month: u32,
    /// 1 to 31.
    pub day: u32,
}

impl MonthDay {
    /// Reads `12-31`.
    pub fn parse(text: &str) -> Option<Self> {
        let (month, day) = text.split_once('-')?;
        let (month, day) = (month.parse().ok()?, day.parse().ok()?);
        // A leap year has every day.
        NaiveDate::from_ymd_opt(2024, month, day).map(|_| Self { month, day })
    }

    /// This day of a year; `None` for 29 February where there is none.
    pub fn of_year(self, year: i32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year, self.month, self.day)
    }
}

impl Measure {
    /// Whether its figures are whole numbers: counts of people, facilities or other things, and no projection.
    pub fn is_whole(&self) -> bool {
        const COUNTED: [&str; 13] = [
            "persons",
            "places",
            "facilities",
            "services",
            "offers",
            "dwellings",
            "households",
            "flat_shares",
            "areas",
            "contacts",
            "requests",
            "doctors",
            "beds",
        ];
        COUNTED.contains(&self.unit.text.as_str()) && !self.projected
    }

    /// Whether the source counts it in a year.
    pub fn is_counted_in(&self, year: i32) -> bool {
        !self.odd_years || year.rem_euclid(2) == 1
    }

    /// The largest number that it may take: 100 for a share written per hundred, 1,000 for one per thousand.
    pub fn upper_bound(&self) -> Option<f64> {
        let is_share = self.unit.dimension.is_number() && self.unit.scale > 1.0 && !self.parameter;
        is_share.then_some(self.unit.scale)
    }
}

/// What must not be shown of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Secrecy {
    /// Nothing is withheld.
    None,
    /// Counts of one and two persons are withheld, with whatever would give them away.
    #[serde(rename = "below_3")]
    Below3,
}

/// One indicator of the catalogue.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// Its id in this catalogue, such as `V04`.
    pub id: String,
    /// Its id in the state's catalogue, once a county supplies it.
    pub official_id: Option<String>,
    /// The theme it is listed under.
    pub theme: String,
    /// The name in German.
    pub name_de: String,
    /// The name in English.
    pub name_en: String,
    /// What it says, in plain German.
    pub plain_de: String,
    /// What exactly is computed, in German.
    pub definition_de: String,
    /// As it is written; empty where none is known.
    pub formula: String,
    /// What the value is counted in.
    pub unit: Unit,
    /// Which way is better.
    pub polarity: Polarity,
    /// What its publisher disaggregates it by.
    pub dimensions: Vec<String>,
    /// The levels of areas for which it is defined.
    pub levels: Vec<AreaLevel>,
    /// The publisher or statistic its figures come from.
    pub source: String,
    /// The table of the source.
    pub table: String,
    /// The day or period its figures refer to.
    pub reference_date: String,
    /// How often its figures appear.
    pub rhythm: String,
    /// Licence of its figures.
    pub licence: String,
    /// Rule of disclosure control, as a word.
    pub secrecy: String,
    /// How well the subject is documented.
    pub subject: Subject,
    /// How well the formula is documented.
    pub formula_basis: Basis,
    /// Keys of `documents.csv` in which the subject was seen.
    pub documents: Vec<String>,
    /// Grows with every change of the definition.
    pub version: u32,
    /// The first day of this version.
    pub valid_from: String,
    /// What readers should know, in German.
    pub note_de: Option<String>,
    /// Parts of an index; empty for all others.
    pub composite: Option<Composite>,
    /// The file and line in which it stands.
    pub place: String,
}

words! {
    /// Which way is better for the people concerned.
    pub enum Polarity {
        /// High values are good.
        HigherIsBetter = "higher_is_better",
        /// Low values are good.
        LowerIsBetter = "lower_is_better",
        /// Neither.
        Neutral = "neutral",
    }
}

/// How well it is documented that the subject is reported on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A document of Mecklenburg-Vorpommern names it.
    DocumentedInMv,
    /// Official statistics publish it.
    OfficialStatistics,
    /// Another catalogue of indicators has it.
    ComparableCatalogue,
    /// A county's own.
    Own,
}

words! {
    /// Where a formula comes from.
    pub enum Basis {
        /// A document gives the formula.
        Documented = "documented",
        /// The value is set by law.
        Norm = "norm",
        /// A document gives parts of the formula.
        Partly = "partly",
        /// The formula was inferred for this catalogue.
        Inferred = "inferred",
        /// No formula is known.
        Unknown = "unknown",
    }
}

/// An index of several indicators.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Composite {
    /// How values become comparable.
    pub method: Method,
    /// What it is made of.
    pub parts: Vec<Part>,
}

/// How the parts of an index become comparable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// By the mean and the standard deviation over the areas.
    ZScore,
    /// By the rank among the areas.
    Rank,
}

/// An indicator in an index; a negative weight turns it round.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// The id of the indicator.
    pub indicator: String,
    /// Its weight; weights need not add up to one.
    pub weight: f64,
}

crate::units::words! {
    /// How well an indicator is documented; the word stands in the contract.
    pub enum Evidence {
        /// A document of Mecklenburg-Vorpommern names subject and formula.
        DocumentedInMv = "documented_in_mv",
        /// Official statistics publish it.
        OfficialStatistics = "official_statistics",
        /// Another catalogue of indicators has it.
        ComparableCatalogue = "comparable_catalogue",
        /// The formula was inferred for this catalogue, so no document supports the figure.
        Inferred = "inferred",
        /// An indicator of the operator's own.
        Own = "own",
    }
}

impl Indicator {
    /// How well the figure is documented. An inferred formula counts as inferred, even where a document names the subject.
    pub fn evidence(&self) -> Evidence {
        match (self.formula_basis, self.subject) {
            (_, Subject::Own) => Evidence::Own,
            (Basis::Inferred | Basis::Unknown, _) => Evidence::Inferred,
            (_, Subject::DocumentedInMv) => Evidence::DocumentedInMv,
            (_, Subject::OfficialStatistics) => Evidence::OfficialStatistics,
            (_, Subject::ComparableCatalogue) => Evidence::ComparableCatalogue,
        }
    }
}

/// Where a formula stands, so that a fault in it can be named.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub path: String,
    /// The line in which the formula begins.
    pub line: u64,
    pub text: String,
}

impl Placed {
    /// The fault with file and line; `at` counts bytes of the formula.
    pub fn fault(&self, at: usize, sentence: impl std::fmt::Display) -> LoadError {
        let before = self.text.bytes().take(at).filter(|byte| *byte == b'\n').count() as u64;
        LoadError::Fault { file: self.path.clone(), line: self.line + before, sentence: sentence.to_string() }
    }
}
