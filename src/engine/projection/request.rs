//! What is asked of a projection.

use crate::model::care::BySexCareGroup;
use crate::model::{BySexAge, Scenario, Target};
use crate::projection::benchmark::Control;
pub use crate::projection::group::Group;
use crate::units::{Ags, Stop, Year};

/// One run: it says everything that the run depends on beside the model.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// Id of one of the model's scenarios.
    pub scenario: String,
    /// Assumptions in place of the scenario's.
    pub own: Overrides,
    /// The last year, with its 31 December.
    pub to: Year,
    /// The steps of a year that are taken.
    pub included: IncludedComponents,
    /// Housing schemes.
    pub housing: Vec<Housing>,
    /// Care homes whose residents are excluded from the cohorts.
    pub institutional_population: Vec<InstitutionalPopulation>,
    /// Control totals in addition to those of the scenario.
    pub controls: Vec<Control>,
    /// Draws around the baseline, if requested.
    pub draws: Option<Draws>,
    /// Whether the flows of each year are kept by cell.
    pub keep_flows: bool,
    /// Ends the draws early.
    pub stop: Stop,
}

impl Request {
    /// A run of a scenario with all components and without values of its own.
    pub fn new(scenario: &str, to: Year) -> Self {
        Self {
            scenario: scenario.to_owned(),
            own: Overrides::default(),
            to,
            included: IncludedComponents::ALL,
            housing: Vec::new(),
            institutional_population: Vec::new(),
            controls: Vec::new(),
            draws: None,
            keep_flows: false,
            stop: Stop::never(),
        }
    }
}

/// The request's assumptions; where there is none, the scenario's holds.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Overrides {
    /// Children per woman.
    pub tfr: Option<Target>,
    /// Life expectancy at birth of men and women.
    pub e0: [Option<Target>; 2],
    /// Factors on the net moves of the base period.
    pub external_migration: Option<Target>,
    /// Factor on the net moves between the districts.
    pub internal_migration: Option<Target>,
}

impl Overrides {
    /// The scenario under these assumptions.
    pub fn on(&self, scenario: &Scenario) -> Scenario {
        Scenario {
            tfr: self.tfr.unwrap_or(scenario.tfr),
            e0: [0, 1].map(|sex| self.e0[sex].unwrap_or(scenario.e0[sex])),
            external_migration: self.external_migration.unwrap_or(scenario.external_migration),
            internal_migration: self.internal_migration.unwrap_or(scenario.internal_migration),
            ..scenario.clone()
        }
    }
}

/// The steps of a run that can be left out. Without any of them all are one year older each year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IncludedComponents {
    /// Births and deaths.
    pub natural_change: bool,
    /// Moves between the districts.
    pub internal_moves: bool,
    /// Moves across the border of the state.
    pub external_moves: bool,
    /// The request's [`Housing`].
    pub planned_housing: bool,
    /// The request's [`InstitutionalPopulation`].
    pub institutional_population: bool,
    /// Control totals of the scenario and the request.
    pub benchmark: bool,
}

impl IncludedComponents {
    /// Every step.
    pub const ALL: Self = Self {
        natural_change: true,
        internal_moves: true,
        external_moves: true,
        planned_housing: true,
        institutional_population: true,
        benchmark: true,
    };
    /// No step: everybody is only a year older each year.
    pub const NONE: Self = Self {
        natural_change: false,
        internal_moves: false,
        external_moves: false,
        planned_housing: false,
        institutional_population: false,
        benchmark: false,
    };
}

/// People who move into an area because of a housing scheme, in addition to the base period's moves.
#[derive(Debug, Clone, PartialEq)]
pub struct Housing {
    /// The district.
    pub area: Ags,
    /// The year in which they move in.
    pub year: Year,
    /// How many.
    pub persons: f64,
    /// Shares of the newcomers; only their proportions count.
    pub profile: BySexAge,
}

/// The residents of an area's care homes. They are part of the base population, are held out of the
/// cohorts, and keep their structure by age and sex while their number follows the places.
#[derive(Debug, Clone, PartialEq)]
pub struct InstitutionalPopulation {
    /// The district.
    pub area: Ags,
    /// Residents on the base date.
    pub residents: BySexAge,
    /// Places on the base date.
    pub places: f64,
    /// Places from the end of a year on; constant until the first and between two.
    pub planned: Vec<(Year, f64)>,
}

impl InstitutionalPopulation {
    /// Residents for each one of the base date.
    pub fn factor(&self, year: Year) -> f64 {
        let known = self.planned.iter().filter(|(from, _)| *from <= year);
        known.max_by_key(|(from, _)| *from).map_or(1.0, |(_, places)| places / self.places)
    }
}

/// Seeded draws, and what is kept of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Draws {
    /// The same seed gives the same draws.
    pub seed: u64,
    /// How many.
    pub count: usize,
    /// Probabilities from 0 to 1, such as 0.1, 0.5 and 0.9.
    pub quantiles: Vec<f64>,
    /// The sums of cells whose distribution is kept.
    pub groups: Vec<Group>,
    /// Also keep the groups' distribution in all areas together.
    pub together: bool,
    /// Answered with the share of the draws in which they are true.
    pub questions: Vec<Question>,
    /// Sums of weighted groups whose distribution is kept, summed within each draw.
    pub sums: Vec<WeightedSum>,
    /// Rates of need around which the draws deviate where the model says how far; without them rates are those of the run.
    pub need: Option<NeedRates>,
    /// The sums whose value in every draw is kept.
    pub samples: Vec<Sample>,
    /// Number of threads; it changes nothing but the time.
    pub threads: std::num::NonZeroUsize,
}

/// By year after the base and area, one weight a group of [`Group::care_grid`].
pub type GridWeights = Vec<Vec<Vec<f64>>>;

/// Persons of each group times a weight, added up: the people in need of care, places, staff.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WeightedSum {
    /// Weights that do not depend on rates of need, such as day care for the residents of an age.
    pub of_residents: Option<GridWeights>,
    /// Weights proportional to the rates of need, which a draw changes.
    pub of_need: Option<GridWeights>,
}

/// The rates of need of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct NeedRates {
    /// The survey with which they begin to deviate.
    pub survey: Year,
    /// By year after the base and area, shares of residents in need.
    pub rates: Vec<Vec<BySexCareGroup>>,
}

/// One sum of a year whose value in every draw is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// One of the areas; `None` for all together.
    pub area: Option<Ags>,
    /// Its 31 December.
    pub year: Year,
    /// The sum.
    pub of: Summed,
}

/// What is summed in a draw.
#[derive(Debug, Clone, PartialEq)]
pub enum Summed {
    /// Persons of a group.
    Group(Group),
    /// A weighted sum, by its row in the request.
    Weighted(usize),
}

/// In what share of the draws does a group exceed a number?
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// One of the areas; `None` for all together.
    pub area: Option<Ags>,
    /// Its 31 December.
    pub year: Year,
    /// Whose number is compared.
    pub group: Group,
    /// The number of persons that the group must exceed.
    pub exceeds: f64,
}
