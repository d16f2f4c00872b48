//! Why a mapping for statistics cannot be used.

use crate::import::read::Labels;

/// What is wrong with a mapping, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}:{line}: {fault}")]
pub struct MappingError {
    /// The file.
    pub path: String,
    /// Its line, from 1.
    pub line: u64,
    /// What is wrong.
    pub fault: MappingFault,
}

/// What is wrong with a mapping.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum MappingFault {
    #[error("{0}")]
    Syntax(String),
    #[error("\"{0}\" is not a name: it must be one word")]
    Name(String),
    #[error(
        "\"{0}\" is the code of an official statistic, whose figures would be replaced; hint: choose a name of your own, such as \"count-{0}\""
    )]
    Official(String),
    #[error("a layout needs areas and at least one [[value]]")]
    NothingNamed,
    #[error("a layout takes year or year_column, not both")]
    TwoYears,
    #[error("\"{text}\" is none of {known}")]
    Sign { text: String, known: String },
    #[error("thousands and decimal must be different signs")]
    SameSigns,
    #[error("there is no measure \"{0}\"")]
    NoMeasure(String),
    #[error("the measure has no type \"{word}\"; hint: it has {types}")]
    NoType { word: String, types: String },
    #[error("\"{word}\" is not understood; hint: expected {}", .expected.0)]
    Word { word: String, expected: Labels },
}
