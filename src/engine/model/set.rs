//! A model set as checked types: what a projection starts from and what it assumes.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::dimensions::{AGES, BySexAge, District};
use crate::model::care::Care;
use crate::model::cells::Cells;
use crate::model::deviations::Deviations;
use crate::model::municipal_ages::MunicipalAges;
use crate::units::{Ags, Ars, Sex, Year};

/// A publication that figures come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What tables name it by.
    pub key: String,
    /// Title of the publication.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// Table number, page or file.
    pub table: String,
    /// Date of the publication.
    pub date: String,
    /// Licence of the data.
    pub licence: String,
}

/// Everything of one folder such as `models/mv-2026-1`.
#[derive(Debug, Clone)]
pub struct Model {
    /// The name of its folder, such as `mv-2026-1`.
    pub id: String,
    /// A title for people.
    pub title: String,
    /// SHA-256 over the names and texts of the folder in the order of names, Markdown left out.
    pub checksum: String,
    /// The population is that of 31 December of this year.
    pub base_year: Year,
    /// The last year for which it gives assumptions.
    pub last_year: Year,
    /// Everything that its tables cite.
    pub sources: Vec<Source>,
    /// In the order of their keys; the index is used in all tables below.
    pub districts: Vec<District>,
    /// Persons by district.
    pub population: Vec<BySexAge>,
    /// Boys among newborns.
    pub male_births: f64,
    /// Keys of the sources of `male_births`.
    pub male_births_source: String,
    /// Births per woman by age.
    pub fertility: Fertility,
    /// Probabilities of dying by age.
    pub mortality: Mortality,
    /// Net moves of the base period.
    pub migration: Migration,
    /// Parameters of the draws.
    pub uncertainty: Uncertainty,
    /// Assumptions on the population.
    pub scenarios: Vec<Scenario>,
    /// Past official populations for back-tests.
    pub history: Vec<Observed>,
    /// In the order of their keys.
    pub municipalities: Vec<Municipality>,
    /// The ages of the municipalities before the census; `None` where the set does not know them.
    pub municipal_ages: Option<MunicipalAges>,
    /// Where people live inside the municipalities; `None` where the set does not know.
    pub cells: Option<Cells>,
    /// From how many residents on figures of small areas count as reliable.
    pub guard: Guard,
    /// Need, places and staff.
    pub care: Care,
    /// Keys of the sources that each file of the folder names, by its name.
    pub cited: BTreeMap<String, Vec<String>>,
}

impl Model {
    /// Keys of the sources that a file names.
    pub fn cited_by(&self, file: &str) -> &[String] {
        self.cited.get(file).map_or(&[], Vec::as_slice)
    }
}

/// Births per woman and year of age.
#[derive(Debug, Clone, PartialEq)]
pub struct Fertility {
    /// Schedule of the reference, sum 1 over [`FERTILE`] (zero elsewhere).
    pub pattern: [f64; AGES],
    /// Children per woman of the reference in the base year.
    pub tfr: f64,
    /// Level of each district against the reference.
    pub level: Vec<f64>,
}

/// Probabilities of dying.
#[derive(Debug, Clone, PartialEq)]
pub struct Mortality {
    /// qx of the reference life table; 1 at the open age.
    pub qx: BySexAge,
    /// Life expectancy at birth of the state in the base year, to which the table is brought.
    pub e0: [f64; 2],
    /// Level of each district against the state: factor on the central death rates mx.
    pub level: Vec<[f64; 2]>,
}

/// Net moves a year in the base period, by district; rates and counts are kept apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Migration {
    /// Net persons a year across the border of the state.
    pub external_counts: Vec<BySexAge>,
    /// Net persons a year from and to other districts; sums to zero over the districts in every cell.
    pub internal_counts: Vec<BySexAge>,
}

/// Parameters of the random paths; each with the source it was estimated from in `note`.
#[derive(Debug, Clone, PartialEq)]
pub struct Uncertainty {
    /// AR(1) around the path of the total fertility rate: autocorrelation and innovation sd.
    pub tfr_ar: f64,
    /// Standard deviation of the innovations of the total fertility rate, in children per woman.
    pub tfr_sd: f64,
    /// Random walk of life expectancy at birth (years a year), and correlation of the sexes.
    pub e0_sd: f64,
    /// Correlation of the innovations of men and women.
    pub e0_correlation: f64,
    /// AR(1) of a district's net migration total around its path, as a share of its residents.
    pub migration_ar: f64,
    /// Standard deviation of the innovations of the migration total, as a share of the residents.
    pub migration_sd: f64,
    /// Correlation of the districts' migration innovations.
    pub migration_correlation: f64,
    /// Deviations measured by back-tests; `None` where the set has none.
    pub deviations: Option<Deviations>,
    /// What each parameter rests on.
    pub note: BTreeMap<String, String>,
    /// Keys of the sources of each.
    pub source: BTreeMap<String, String>,
}

/// The id of the assumption without change, on each of the three axes. Every model set has it.
pub const STATUS_QUO: &str = "status-quo";
/// The id of the rates of need that go on rising, behind a trend between two assumptions.
pub const RISING: &str = "rising";

/// Assumptions with a text that a committee can read.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// What requests name it by.
    pub id: String,
    /// A few German words.
    pub title: String,
    /// The assumptions in German sentences.
    pub text: String,
    /// Total fertility rate reached in a year; linear from the base, constant behind it.
    pub tfr: Target,
    /// Life expectancy at birth of men and women, reached in a year.
    pub e0: [Target; 2],
    /// Factor on the base period's net migration across the border of the state, by year.
    pub external_migration: Target,
    /// The same for moves between the districts.
    pub internal_migration: Target,
    /// Totals the run is benchmarked to, if any: persons by district key and year.
    pub control_totals: BTreeMap<(Ags, Year), f64>,
}

/// Bounds of assumptions that catch typing errors. They are far wider than what a plan may assume.
pub const TFR_BOUNDS: RangeInclusive<f64> = 0.7..=2.5;
/// Life expectancies at birth that a request may assume, in years.
pub const E0_BOUNDS: RangeInclusive<f64> = 70.0..=95.0;
/// Factors on net moves that a request may assume.
pub const MIGRATION_FACTOR_BOUNDS: RangeInclusive<f64> = -1.0..=3.0;

/// A linear path from the value of the base year to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    /// The value that is reached.
    pub value: f64,
    /// The year in which it is reached.
    pub year: Year,
}

/// An official population in age groups.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed {
    /// The district.
    pub district: Ags,
    /// Its 31 December.
    pub year: Year,
    /// One sex; `None` for both.
    pub sex: Option<Sex>,
    /// The first age of the group.
    pub age_from: usize,
    /// The last age; `None` for an open group.
    pub age_to: Option<usize>,
    /// Residents.
    pub persons: f64,
    /// The census the figure was carried forward from: 2011 or 2022.
    pub census: u16,
    /// Key of the source.
    pub source: String,
}

/// The numbers of residents that decide how reliable the figures of a small area are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guard {
    /// Below so many residents reliability is low.
    pub grey_below: u32,
    /// Below so many residents reliability is limited.
    pub warn_below: u32,
}

/// A municipality as the last census counted it.
#[derive(Debug, Clone, PartialEq)]
pub struct Municipality {
    /// AGS of 8 digits.
    pub key: Ags,
    /// The official name.
    pub name: String,
    /// Its Amt on the base date; a town without one has one of its own.
    pub amt: Ars,
    /// The name of the Amt.
    pub amt_name: String,
    /// Residents on the day of the census.
    pub persons: f64,
    /// Shares of the residents aged 60 and over and aged 67 and over, where they are known.
    pub old: Option<[f64; 2]>,
}
