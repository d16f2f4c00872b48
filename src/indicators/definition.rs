//! Definitions of measures and indicators as the catalogue states them.

use serde::Deserialize;

use super::tree::AreaLevel;
use super::unit::Unit;
use crate::model::LoadError;
use crate::units::words;

/// What an area is described by: a count or another figure, disaggregated by age, sex, grade or type.
#[derive(Debug, Clone)]
pub struct Measure {
    pub id: String,
    pub name_de: String,
    pub unit: Unit,
    /// Whether it is the same everywhere and always, such as a weight.
    pub parameter: bool,
    /// Whether figures of parts add up to that of the whole.
    pub additive: bool,
    /// Types that it is disaggregated by; `a/b` lies inside `a`.
    pub types: Vec<String>,
    pub secrecy: Secrecy,
    /// Small counts are withheld in areas of this level and of smaller ones.
    pub secret_up_to: AreaLevel,
    /// Official figures are multiples of this number from the year on.
    pub rounding: Option<Rounding>,
    /// The statistic or list it comes from.
    pub source_de: String,
    /// Where none of our sources gives it: what is missing, and who could supply it.
    pub missing_de: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rounding {
    pub multiple: u32,
    pub from_year: i32,
}

/// What must not be shown of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Secrecy {
    None,
    /// Counts of one and two persons are withheld, with whatever would give them away.
    #[serde(rename = "below_3")]
    Below3,
}

/// One indicator of the catalogue.
#[derive(Debug, Clone)]
pub struct Indicator {
    pub id: String,
    /// Its id in the state's catalogue, once a county supplies it.
    pub official_id: Option<String>,
    pub theme: String,
    pub name_de: String,
    pub name_en: String,
    pub plain_de: String,
    pub definition_de: String,
    /// As it is written; empty where none is known.
    pub formula: String,
    pub unit: Unit,
    pub polarity: Polarity,
    pub dimensions: Vec<String>,
    pub levels: Vec<AreaLevel>,
    pub source: String,
    pub table: String,
    pub reference_date: String,
    pub rhythm: String,
    pub licence: String,
    pub secrecy: String,
    /// How well the subject is documented.
    pub subject: Subject,
    /// How well the formula is.
    pub formula_basis: Basis,
    /// Keys of `documents.csv` in which the subject was seen.
    pub documents: Vec<String>,
    pub version: u32,
    pub valid_from: String,
    pub note_de: Option<String>,
    /// Parts of an index; empty for all others.
    pub composite: Option<Composite>,
    /// The file and line in which it stands.
    pub place: String,
}

words! {
    /// Which way is better for the people concerned.
    pub enum Polarity {
        HigherIsBetter = "higher_is_better",
        LowerIsBetter = "lower_is_better",
        Neutral = "neutral",
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    DocumentedInMv,
    OfficialStatistics,
    ComparableCatalogue,
    /// A county's own.
    Own,
}

words! {
    /// Where a formula comes from.
    pub enum Basis {
        Documented = "documented",
        /// The value is set by law.
        Norm = "norm",
        Partly = "partly",
        Inferred = "inferred",
        Unknown = "unknown",
    }
}

/// An index of several indicators.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Composite {
    pub method: Method,
    pub parts: Vec<Part>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    ZScore,
    Rank,
}

/// An indicator in an index; a negative weight turns it round.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    pub indicator: String,
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
    pub fn fault(&self, at: usize, sentence: impl std::fmt::Display) -> LoadError {
        let before = self.text.bytes().take(at).filter(|byte| *byte == b'\n').count() as u64;
        LoadError::Fault { file: self.path.clone(), line: self.line + before, sentence: sentence.to_string() }
    }
}
