//! Why a back-test cannot be run.

use crate::care::CareError;
use crate::projection::ProjectionError;
use crate::projection::life_table::LifeTableError;
use crate::units::Ags;

/// Why a back-test cannot be run.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum BackTestError {
    #[error(
        "there is no official population by sex of {area} in {year}; hint: it belongs into observed.csv of the model set"
    )]
    NoPopulation { area: Ags, year: i32 },
    #[error(
        "the group of {area} in {year} that begins at age {age} cannot be split: nobody of that age lived at the date that gives the pattern"
    )]
    NoPattern { area: Ags, year: i32, age: usize },
    #[error("the model has no districts, so there is no state to compare")]
    NoDistricts,
    #[error("official_projection.toml names the {what} \"{id}\", which the model set does not have")]
    Unknown { what: &'static str, id: String },
    #[error("there is no control total of {area} in {year} in the scenario {scenario}")]
    NoControlTotal { area: Ags, year: i32, scenario: String },
    #[error("life table for the start {year}: {source}")]
    LifeTable { year: i32, source: LifeTableError },
    #[error("start {start}, {variant}: {source}")]
    Projection { start: String, variant: String, source: ProjectionError },
    #[error(transparent)]
    Care(#[from] CareError),
    #[error("the page cannot be written: {0}")]
    Page(String),
}
