//! What a planner asks for, and the run of the projection that answers it.

use std::num::NonZeroUsize;

use crate::areas::Level;
use crate::care::CareRequest;
use crate::model::{BySexAge, E0_BOUNDS, MIGRATION_FACTOR_BOUNDS, Model, STATUS_QUO, TFR_BOUNDS, Target};
use crate::projection::benchmark::Control;
use crate::projection::small_areas::TwoCounts;
use crate::projection::{
    Draws, Group, Housing, IncludedComponents, InstitutionalPopulation, NeedRates, Overrides,
    ProjectionError, Question, Request, Sample, WeightedSum,
};
use crate::units::{Ags, AreaKey, Stop, Year};

use super::planning_area::PlanningArea;
use super::question::MeasureQuestion;
use super::supply::RegisteredSupply;
use super::{ForecastError, MAX_DRAWS, QUANTILES};

/// What rows are disaggregated by; by nothing, a row is a total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Breakdown {
    /// By sex, beside the sum.
    pub sex: bool,
    /// By age, beside the sum.
    pub age: Ages,
    /// Moves by kind, beside their sum.
    pub component: bool,
    /// By care grade, beside the sum.
    pub care_grade: bool,
    /// By form of care, beside the sum.
    pub care_type: bool,
}

/// How finely rows are disaggregated by age.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ages {
    /// Not at all.
    #[default]
    All,
    /// Five-year groups, and 95 and older.
    Groups,
    /// Single years, and 100 and older.
    Single,
}

/// What a planner asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct ForecastSpec {
    /// The state, a district, an Amt, a municipality or a planning area.
    pub area: AreaKey,
    /// The planning area that `area` names, if it names one.
    pub planning: Option<PlanningArea>,
    /// The areas of this level inside `area`, in place of it.
    pub level: Option<Level>,
    /// Past reference dates of the model are given from here on.
    pub from: Year,
    /// The last year.
    pub to: Year,
    /// Id of the scenario of the population.
    pub scenario: String,
    /// What rows are disaggregated by.
    pub by: Breakdown,
    /// Number of draws; 0 gives none.
    pub draws: usize,
    /// The same seed gives the same draws.
    pub seed: u64,
    /// Assumptions in place of the scenario's.
    pub own: Overrides,
    /// The steps of a year that are taken.
    pub included: IncludedComponents,
    /// Housing schemes, whose newcomers are added to the moves.
    pub housing: Vec<HousingPlan>,
    /// Care homes whose residents are excluded from the cohorts.
    pub institutional_population: Vec<InstitutionalPopulationPlan>,
    /// Control totals in addition to those of the scenario.
    pub controls: Vec<Control>,
    /// Questions about residents.
    pub questions: Vec<Question>,
    /// Questions about measures, and about two of them.
    pub measure_questions: Vec<MeasureQuestion>,
    /// Counts of all municipalities of a district, which are then followed cohort by cohort.
    pub counts: Vec<TwoCounts>,
    /// Where the counts stand, for those who ask for their source.
    pub counts_from: String,
    /// What is assumed of need, places and staff.
    pub care: CareRequest,
    /// The places of the register, in place of those of the statistics.
    pub supply: Option<RegisteredSupply>,
    /// How large the run and its answer may become.
    pub limits: Limits,
    /// Ends the run early.
    pub stop: Stop,
}

/// How large a run and its answer may become; both are known before anything is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Rows of the answer.
    pub rows: usize,
    /// Sums that are kept at once: draws times groups and weighted sums times years, each of 8 bytes and on each thread.
    pub sums: usize,
    /// Threads that compute draws.
    pub threads: NonZeroUsize,
}

impl Default for Limits {
    /// For one user of a whole machine: all threads, some gigabytes at most.
    fn default() -> Self {
        let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        Self { rows: 5_000_000, sums: 7_000_000, threads }
    }
}

/// Newcomers into a housing scheme.
#[derive(Debug, Clone, PartialEq)]
pub struct HousingPlan {
    /// The district.
    pub area: Ags,
    /// The year in which they move in.
    pub year: Year,
    /// How many.
    pub persons: f64,
    /// Their ages and sexes.
    pub profile: Profile,
}

/// Who moves in.
#[derive(Debug, Clone, PartialEq)]
pub enum Profile {
    /// People of the sex and age of those who came to the district in the base period.
    Arrivals,
    /// People like the residents of the district.
    Residents,
    /// Shares of groups, spread inside a group like the residents.
    Groups(Vec<(Group, f64)>),
}

/// The care homes of a district, whose residents are held out of the cohorts.
#[derive(Debug, Clone, PartialEq)]
pub struct InstitutionalPopulationPlan {
    /// The district.
    pub area: Ags,
    /// On the base date, by group; spread inside a group like the residents of the district.
    pub residents: Vec<(Group, f64)>,
    /// Places on the base date.
    pub places: f64,
    /// Places from the end of a year on.
    pub planned: Vec<(Year, f64)>,
}

/// The weights of a weighted sum in a year take as much memory as so many draws: those of all districts and groups.
const WEIGHTS_OF_A_SUM: usize = 450;
/// The last year of a forecast that names none.
const DEFAULT_LAST: Year = Year(2040);
/// The scenario of a forecast that names none.
pub const DEFAULT_SCENARIO: &str = STATUS_QUO;

impl ForecastSpec {
    /// Totals of one area, from the base year on, without chance.
    pub fn new(area: AreaKey, model: &Model) -> Self {
        Self {
            area,
            planning: None,
            level: None,
            from: model.base_year,
            to: DEFAULT_LAST.min(model.last_year),
            scenario: DEFAULT_SCENARIO.to_owned(),
            by: Breakdown::default(),
            draws: 0,
            seed: 1,
            own: Overrides::default(),
            included: IncludedComponents::ALL,
            housing: Vec::new(),
            institutional_population: Vec::new(),
            controls: Vec::new(),
            questions: Vec::new(),
            measure_questions: Vec::new(),
            counts: Vec::new(),
            counts_from: "counts of the request".to_owned(),
            care: CareRequest::default(),
            supply: None,
            limits: Limits::default(),
            stop: Stop::never(),
        }
    }

    /// Whether the request can be answered at all; what only the projection or the need knows, they say.
    pub(crate) fn check(&self, model: &Model, groups: usize) -> Result<(), ForecastError> {
        let (base, last) = (model.base_year.0, model.last_year.0);
        if !(base..=last).contains(&self.to.0) {
            return Err(ProjectionError::Horizon { to: self.to.0, base, last }.into());
        }
        if self.from > self.to {
            return Err(ForecastError::Backwards { from: self.from.0, to: self.to.0 });
        }
        if self.draws > MAX_DRAWS {
            return Err(ForecastError::TooManyDraws(self.draws));
        }
        self.check_sums(model, (groups + self.questions.len() + self.measure_questions.len(), 0))?;
        if self.draws == 0 && !(self.questions.is_empty() && self.measure_questions.is_empty()) {
            return Err(ForecastError::NoDrawsToAsk);
        }
        let Overrides { tfr, e0: [men, women], external_migration, internal_migration } = self.own;
        within(model, "tfr", tfr, TFR_BOUNDS)?;
        within(model, "life_expectancy_male", men, E0_BOUNDS)?;
        within(model, "life_expectancy_female", women, E0_BOUNDS)?;
        within(model, "external_migration", external_migration, MIGRATION_FACTOR_BOUNDS)?;
        within(model, "internal_migration", internal_migration, MIGRATION_FACTOR_BOUNDS)?;
        self.check_plans(model)
    }

    /// Fails with [`ForecastError::TooMuchKept`] if the draws of these groups and weighted sums need too much memory at once.
    pub(crate) fn check_sums(
        &self,
        model: &Model,
        (groups, weighted): (usize, usize),
    ) -> Result<(), ForecastError> {
        let years = usize::try_from(self.to.0 - model.base_year.0).unwrap_or(0).max(1);
        let columns = groups + weighted;
        let left = (self.limits.sums / years).saturating_sub(weighted * WEIGHTS_OF_A_SUM);
        let most_draws = left / columns.max(1);
        if self.draws > most_draws {
            let (draws, groups) = (self.draws, columns);
            return Err(ForecastError::TooMuchKept { draws, groups, years, most_draws });
        }
        Ok(())
    }

    /// Plans lie in years that are projected.
    fn check_plans(&self, model: &Model) -> Result<(), ForecastError> {
        let housing = self.housing.iter().map(|plan| ("housing", plan.year));
        let institutional_population = self
            .institutional_population
            .iter()
            .flat_map(|plan| &plan.planned)
            .map(|(year, _)| ("care_homes", *year));
        let controls = self.controls.iter().map(|control| ("control_totals", control.year));
        let asked = self.measure_questions.iter().map(|question| question.year);
        let questions = self.questions.iter().map(|question| question.year).chain(asked);
        let questions = questions.map(|year| ("questions", year));
        self.check_planned_places(model)?;
        let mut years = housing.chain(institutional_population).chain(controls).chain(questions);
        match years.find(|(_, year)| *year <= model.base_year || *year > self.to) {
            Some((what, year)) => {
                let (first, last) = (model.base_year.0 + 1, self.to.0);
                Err(ForecastError::PlanOutside { what, year: year.0, first, last })
            }
            None => Ok(()),
        }
    }

    /// Planned places change the supply only after the date for which it is counted: that of the statistics, or the base
    /// date for the register, which knows its openings and closures itself.
    fn check_planned_places(&self, model: &Model) -> Result<(), ForecastError> {
        let counted = match self.supply {
            Some(_) => model.base_year.0,
            None => model.care.counts.iter().map(|count| count.year.0).max().unwrap_or(model.base_year.0),
        };
        let outside = |change: &&crate::care::Change| change.year.0 <= counted || change.year > self.to;
        match self.care.own.planned.iter().find(outside) {
            Some(change) => {
                let (first, last) = (counted + 1, self.to.0);
                let what = "care.planned_places";
                Err(ForecastError::PlanOutside { what, year: change.year.0, first, last })
            }
            None => Ok(()),
        }
    }

    /// The run of the projection behind the rows: the whole state, because what leaves one district
    /// arrives in another. `together`: whether there are rows of the state as a whole.
    pub(crate) fn run(
        &self,
        model: &Model,
        groups: &[Group],
        together: bool,
        (sums, samples, need): (Vec<WeightedSum>, Vec<Sample>, Option<NeedRates>),
    ) -> Result<Request, ForecastError> {
        let draws = (self.draws > 0).then(|| Draws {
            seed: self.seed,
            count: self.draws,
            quantiles: QUANTILES.to_vec(),
            groups: groups.to_vec(),
            together,
            questions: self.questions.clone(),
            sums,
            need,
            samples,
            threads: self.limits.threads,
        });
        let housing = self.housing.iter().map(|plan| plan.housing(model)).collect::<Result<_, _>>()?;
        let institutional_population = self
            .institutional_population
            .iter()
            .map(|plan| plan.institutional_population(model))
            .collect::<Result<_, _>>()?;
        Ok(Request {
            own: self.own,
            included: self.included,
            housing,
            institutional_population,
            controls: self.controls.clone(),
            draws,
            stop: self.stop.clone(),
            ..Request::new(&self.scenario, self.to)
        })
    }
}

fn within(
    model: &Model,
    what: &'static str,
    target: Option<Target>,
    bounds: std::ops::RangeInclusive<f64>,
) -> Result<(), ForecastError> {
    let Some(Target { value, year }) = target else { return Ok(()) };
    let (low, high) = bounds.into_inner();
    if !(low..=high).contains(&value) {
        return Err(ForecastError::OutOfBounds { what, value, low, high });
    }
    let (first, last) = (model.base_year, model.last_year);
    if !(first..=last).contains(&year) {
        return Err(ForecastError::PlanOutside { what, year: year.0, first: first.0, last: last.0 });
    }
    Ok(())
}

impl HousingPlan {
    fn housing(&self, model: &Model) -> Result<Housing, ForecastError> {
        let at = district(model, &self.area)?;
        let profile = match &self.profile {
            Profile::Arrivals => {
                model.migration.external_counts[at].map(|row| row.map(|net: f64| net.max(0.0)))
            }
            Profile::Residents => model.population[at],
            Profile::Groups(groups) => spread(model, at, groups, "housing")?,
        };
        Ok(Housing { area: self.area.clone(), year: self.year, persons: self.persons, profile })
    }
}

impl InstitutionalPopulationPlan {
    fn institutional_population(&self, model: &Model) -> Result<InstitutionalPopulation, ForecastError> {
        let at = district(model, &self.area)?;
        Ok(InstitutionalPopulation {
            area: self.area.clone(),
            residents: spread(model, at, &self.residents, "care_homes")?,
            places: self.places,
            planned: self.planned.clone(),
        })
    }
}

pub(crate) fn district(model: &Model, key: &Ags) -> Result<usize, ForecastError> {
    let found = model.districts.iter().position(|district| district.key == *key);
    found.ok_or_else(|| ForecastError::unknown_area(key, model))
}

/// Groups as a table by single age, each spread like the residents of the district.
fn spread(
    model: &Model,
    district: usize,
    groups: &[(Group, f64)],
    what: &'static str,
) -> Result<BySexAge, ForecastError> {
    let residents = &model.population[district];
    let mut table: BySexAge = [[0.0; crate::model::AGES]; 2];
    for (group, value) in groups {
        let area = &model.districts[district].key;
        if !(value.is_finite() && *value >= 0.0) {
            return Err(ForecastError::NoCount { what, area: area.to_string(), value: *value });
        }
        let inside = group.sum(residents);
        if inside <= 0.0 && *value > 0.0 {
            return Err(ForecastError::NobodyThere { what, area: area.to_string(), value: *value });
        }
        if inside > 0.0 {
            group.for_each_cell(&mut table, |cell, sex, age| *cell += value * residents[sex][age] / inside);
        }
    }
    Ok(table)
}
