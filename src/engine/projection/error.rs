//! Errors of the projection. Every sentence names the value and the assumption it comes from.

use crate::projection::benchmark::BenchmarkError;
use crate::projection::life_table::LifeTableError;
use crate::units::{Ags, Sex, Year};

/// Why a projection is impossible.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum ProjectionError {
    #[error("there is no scenario \"{id}\"; the model has {known}")]
    UnknownScenario { id: String, known: String },
    #[error("there is no area {0} in the model; hint: districts have keys of five digits, such as 13076")]
    UnknownArea(Ags),
    #[error(
        "the projection cannot go to {to}: the model starts at the end of {base} and its assumptions end in {last}"
    )]
    Horizon { to: i32, base: i32, last: i32 },
    #[error("the model's {table} has {found} rows, but there are {expected} districts")]
    Shape { table: &'static str, found: usize, expected: usize },
    #[error("the weights of a sum have {found} {what}, but must have {expected}")]
    Weights { what: &'static str, found: usize, expected: usize },
    #[error(
        "{what} of {area}{} is {value}, but must be a number that is not negative",
        cell.map_or(String::new(), |(sex, age)| format!(", {}, age {age}", name(sex)))
    )]
    Value { what: &'static str, area: Ags, cell: Option<(Sex, usize)>, value: f64 },
    #[error("{what} is {value}, but must be {expected}")]
    Parameter { what: String, value: f64, expected: &'static str },
    #[error(
        "{moves} moves at age {age} of {} do not add up: {arrived} arrive in districts of the state, {left} leave one; hint: what leaves one district must arrive in another",
        name(*sex)
    )]
    Unbalanced { moves: &'static str, sex: Sex, age: usize, arrived: f64, left: f64 },
    #[error(
        "in {area}, {} aged {age}, {left} persons would leave in {year} out of 100; hint: lower the scenario's migration factors, or check the net migration of this cell against its base population",
        name(*sex)
    )]
    EverybodyLeaves { area: Ags, year: i32, sex: Sex, age: usize, left: f64 },
    #[error(
        "{area} would have {persons} persons in {year}, {}, age {age}; hint: {hint}",
        name(*sex)
    )]
    NegativeCell { area: Ags, year: i32, sex: Sex, age: usize, persons: f64, hint: &'static str },
    #[error("life table of {}{}: {source}", name(*sex), year.map_or(String::new(), |year| format!(" in {year}")))]
    LifeTable { sex: Sex, year: Option<i32>, source: LifeTableError },
    #[error("in {year}, {source}")]
    Benchmark { year: i32, source: BenchmarkError },
    #[error("the projection was stopped before its end")]
    Stopped,
    #[error("draw {draw} has {value} for {what} in {year}; hint: lower {parameter}")]
    ImpossibleDraw { draw: usize, year: i32, what: &'static str, value: f64, parameter: &'static str },
}

fn name(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "men",
        Sex::Female => "women",
    }
}

impl ProjectionError {
    pub(super) fn horizon(to: Year, base: Year, last: Year) -> Self {
        Self::Horizon { to: to.0, base: base.0, last: last.0 }
    }
}
