//! Errors of the forecast of need. Every sentence names the value and what to do about it.

use crate::units::Ags;

/// Why a forecast of need is impossible.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum CareError {
    #[error(
        "the model has no count of people in need of care in a district, so there is nothing to start from"
    )]
    NoSurvey,
    #[error("{area} has no count of {what} in {year}; hint: add it to care/counts.csv of the model set")]
    NoCount { area: Ags, what: &'static str, year: i32 },
    #[error(
        "{area} has no population by sex and five-year groups in {year}; hint: add it to observed.csv or care/population.csv of the model set"
    )]
    NoPopulation { area: Ags, year: i32 },
    #[error(
        "{area} counts {persons} people in need of care in {year}, but no rates give this number for {residents} residents"
    )]
    Unreachable { area: Ags, year: i32, persons: f64, residents: f64 },
    #[error("in {area} the care types of {year} add up to {sum} persons, but all are {all}")]
    MoreThanAll { area: Ags, year: i32, sum: f64, all: f64 },
    #[error(
        "the care types of {area} in {year} cannot be fitted to their counts: after {rounds} rounds one is still {off:.6} persons away"
    )]
    NoFit { area: Ags, year: i32, rounds: usize, off: f64 },
    #[error("there is no {axis} \"{id}\"; hint: the model has {known}")]
    UnknownAssumption { axis: &'static str, id: String, known: String },
    #[error("{name} is {value}, but must be from {low} to {high} {unit}")]
    OwnValue { name: String, value: f64, low: f64, high: f64, unit: &'static str },
    #[error("{name} has no effect under prevalence {prevalence}; hint: prevalence = \"{needed}\"")]
    NoEffect { name: &'static str, prevalence: String, needed: &'static str },
    #[error("there is no parameter \"{name}\"; hint: known are {known}")]
    UnknownParameter { name: String, known: String },
    #[error("{share} of {from} would change to other forms of care, but the share is at most 1")]
    TooMuchShifted { from: &'static str, share: f64 },
    #[error("{area} would have {places} places of {kind} in {year}; hint: check the planned closures")]
    NegativeSupply { area: Ags, kind: &'static str, year: i32, places: f64 },
    #[error("there is no area {0} in the model; hint: districts have keys of five digits, such as 13076")]
    UnknownArea(Ags),
    #[error("the projection and the model's survey are of different areas")]
    OtherAreas,
}
