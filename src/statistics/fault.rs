//! What is wrong with a row; a file with any such row is refused.

use super::date::{Days, ReferenceDate};
use super::fact::FactKey;
use super::figure::NoFigure;

/// What is wrong with a row, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// The line of the file, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub what: RowFault,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum RowFault {
    #[error("\"{0}\" is not a year and no reference date such as 31.12.2023")]
    NoDate(String),
    #[error("none of the variables {variables} names an area; hint: areas are named by {areas}")]
    NoArea { variables: String, areas: String },
    #[error("the measure of the layout is not in the catalogue")]
    NoMeasure,
    #[error("{date} has not come yet, so {measure} cannot be counted on it")]
    Future { date: ReferenceDate, measure: String },
    #[error(
        "{measure} is not counted on {date} but {days}; hint: leave the row out, or define a measure of your own"
    )]
    OtherDate { date: ReferenceDate, measure: String, days: Days },
    #[error(
        "\"{text}\" may have separators of thousands or decimals; hint: {}",
        if *.is_own { "the mapping says thousands = \".\" or decimal = \".\", with the sign of the file" }
        else { "download the file again as it is, or read it by a mapping that says thousands = \".\"" }
    )]
    Grouped { text: String, is_own: bool },
    #[error(transparent)]
    NoFigure(#[from] NoFigure),
    #[error("\"{text}\" is not a whole number, but {measure} is counted")]
    NotWhole { text: String, measure: String },
    #[error(
        "the variable {variable} has the code \"{code}\", which is not an age group such as ALT065B70 or ALT075UM; hint: a mapping with a [[dimension]] for {variable} says what its codes mean"
    )]
    AgeCode { variable: String, code: String },
    #[error("{key} appears twice, on {one} in line {line} and on {other}; hint: keep one date a year")]
    TwoDates { key: Box<FactKey>, line: usize, one: ReferenceDate, other: ReferenceDate },
    #[error("{key} appears twice, here and in line {line}, and figures of this kind do not add up")]
    NoSum { key: Box<FactKey>, line: usize },
    #[error(
        "{key} appears twice, here and in line {line}; hint: equal_rows = \"sum\" in the mapping adds up rows that are parts, such as one for each provider"
    )]
    Twice { key: Box<FactKey>, line: usize },
    #[error("{key} appears twice, here and in line {line}, with other values")]
    OtherValue { key: Box<FactKey>, line: usize },
}
