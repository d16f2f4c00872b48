//! The filter language CQL2 in its text form (OGC 21-065r2): comparisons, `AND`, `OR`, `NOT`, `LIKE`, `BETWEEN`, `IN`,
//! `IS NULL`, `CASEI` and the spatial functions.
//!
//! The published crate `cql2` brings 59 further ones, among them a second SQL parser and licences that `deny.toml` does not
//! allow, for a language of a page of grammar. So it is read here: the text is bounded, nesting is bounded, names and kinds
//! of values are checked before anything is looked at, and evaluating a filter cannot fail.

mod expression;
mod geometry;
mod lexer;
mod like;
mod parser;
mod reader;
mod spatial;
#[cfg(test)]
mod tests;

use super::{Items, Property};
use crate::crs::Crs;
use expression::Expression;

/// The longest filter, in characters.
pub const MAX_CHARACTERS: usize = 4_000;
/// How deeply brackets and `NOT` may lie in each other.
pub const MAX_DEPTH: usize = 30;
/// The name of an item's geometry in a filter.
pub const GEOMETRY: &str = "geometry";

/// A filter over the properties of a collection.
#[derive(Debug, Clone)]
pub struct Filter(Expression);

impl Filter {
    /// Whether it holds for an item. What rests on a missing value is unknown, as in SQL, and does not hold.
    pub fn holds(&self, items: &dyn Items, item: usize) -> bool {
        self.0.holds(items, item) == Some(true)
    }

    /// A filter that holds where all of some hold; `None` of none.
    pub fn all(filters: impl IntoIterator<Item = Self>) -> Option<Self> {
        let mut parts: Vec<Expression> = filters.into_iter().map(|filter| filter.0).collect();
        match parts.len() {
            0 | 1 => parts.pop().map(Self),
            _ => Some(Self(Expression::And(parts))),
        }
    }
}

/// Why a text is no filter.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum FilterError {
    #[error("the filter is longer than {MAX_CHARACTERS} characters")]
    TooLong,
    #[error("brackets and NOT lie in each other deeper than {MAX_DEPTH} times")]
    TooDeep,
    #[error(
        "\"{0}\" cannot stand in a filter; hint: texts stand in single quotes, names with other signs in double quotes"
    )]
    Sign(char),
    #[error("a quote is opened and not closed")]
    OpenQuote,
    #[error("\"{0}\" is not a number")]
    NotANumber(String),
    #[error("expected {expected}, found {found}")]
    Expected { expected: String, found: String },
    #[error("\"{name}\" is no property of this collection; hint: known are {known}")]
    UnknownProperty { name: String, known: String },
    #[error(
        "\"{0}\" is no function of this service; hint: CASEI and S_INTERSECTS, S_DISJOINT, S_WITHIN, S_CONTAINS, S_EQUALS, S_TOUCHES, S_CROSSES, S_OVERLAPS are"
    )]
    UnknownFunction(String),
    #[error("{left} cannot be compared with {right}")]
    Kinds { left: String, right: String },
    #[error("LIKE and CASEI take texts, found {0}")]
    NotText(String),
    #[error("\"{0}\" is not a day such as 2026-01-31")]
    NotADay(String),
    #[error("a spatial function takes the property \"geometry\" and one geometry as text")]
    Places,
    #[error("the coordinates {0} {1} are no point in {2}")]
    NoPoint(f64, f64, String),
    #[error("the geometry cannot be used: {0}")]
    Geometry(String),
}

/// Reads a filter over some properties. Coordinates in it are meant in `crs`; `None` is degrees, longitude first.
///
/// # Errors
/// [`FilterError`] that says what was expected where.
pub fn parse(text: &str, properties: &[Property], crs: Option<&Crs>) -> Result<Filter, FilterError> {
    if text.chars().nth(MAX_CHARACTERS).is_some() {
        return Err(FilterError::TooLong);
    }
    parser::parse(lexer::tokens(text)?, properties, crs).map(Filter)
}

/// A filter that holds where a property has the value that is written in a text.
///
/// # Errors
/// [`FilterError::Kinds`] where the text is no value of the property's kind.
pub fn equals(properties: &[Property], property: usize, text: &str) -> Result<Filter, FilterError> {
    parser::equals(properties, property, text).map(Filter)
}
