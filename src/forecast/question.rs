//! Questions about any measure that is a sum of residents times weights, and about two measures side by side.

use super::measure::Measure;
use crate::units::{Ags, Year};

/// In what share of the draws does a measure exceed, or fall below, a number or another measure?
#[derive(Debug, Clone, PartialEq)]
pub struct MeasureQuestion {
    /// Its position among all questions of the request.
    pub at: usize,
    /// One of the districts; `None` for the state.
    pub area: Option<Ags>,
    /// The year whose value is compared.
    pub year: Year,
    /// What is compared.
    pub measure: Measure,
    /// Whether it is to exceed the limit or to fall below it.
    pub direction: Direction,
    /// What it is compared with.
    pub limit: Limit,
}

/// On which side of the limit the measure lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Above it.
    Above,
    /// Below it.
    Below,
}

/// What a measure is compared with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Limit {
    /// A number in the unit of the measure.
    Number(f64),
    /// Another measure of the same area, year and draw.
    Measure(Measure),
}

impl Limit {
    /// The limit in words.
    pub fn text(self) -> String {
        match self {
            Self::Number(number) => grouped(number),
            Self::Measure(measure) => measure.text(),
        }
    }
}

/// Whether the draws say anything about a measure.
pub fn can_be_asked(measure: Measure) -> bool {
    use Measure as M;
    !matches!(
        measure,
        M::Births
            | M::Deaths
            | M::NetMigration
            | M::MovesInside
            | M::MovesAcross
            | M::PlannedHousing
            | M::CareHomes
            | M::Benchmark
            | M::EntitledToRelief
            | M::AssistanceRecipients
            | M::AssistanceCost
            | M::AssistanceCostWithPrices
            | M::InformalPotential
    )
}

/// A number with its thousands set apart.
pub(super) fn grouped(persons: f64) -> String {
    let digits = format!("{persons:.0}");
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 && text != "-" {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
