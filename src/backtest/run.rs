//! The runs: a model of what was known at a past date, and the projection from there.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use super::error::BackTestError;
use super::history::History;
use super::mortality;
use super::moves;
use super::single_ages::Splitter;
use crate::model::load::ModelSet;
use crate::model::past::{Start, Variant};
use crate::model::{
    AGES, BySexAge, District, Fertility, Migration, Model, Mortality, OPEN_AGE, Scenario, Target,
};
use crate::projection::life_table::Mortality as DeathRates;
use crate::projection::{self, Draws, Group, IncludedComponents, Projection, Request};
use crate::units::{Ags, Sex, Year};

/// The scenario of a back-test: rates stay as they were known, and life expectancy keeps its pace.
const CONSTANT: &str = "back-test";
/// Years after the start up to which a model of the past may run.
const HORIZON: i32 = 30;
/// Draws of a band, and their seed.
pub const DRAWS: usize = 1_000;
pub const SEED: u64 = 1;
/// The band that holds eight of ten draws.
pub const BAND: [f64; 2] = [0.1, 0.9];

/// Everything that was run from one start.
#[derive(Debug, Clone)]
pub struct Started<'a> {
    pub start: &'a Start,
    /// The areas of all runs: the districts, or the state alone.
    pub areas: Vec<Ags>,
    /// The official population of the start by single age.
    pub base: Vec<BySexAge>,
    pub runs: Vec<Run<'a>>,
}

/// One run: a variant, or the reference run in which nothing changes.
#[derive(Debug, Clone)]
pub struct Run<'a> {
    pub variant: Option<&'a Variant>,
    /// `None` for the reference run.
    pub projection: Option<Projection>,
}

/// Runs all variants of a start up to a year.
pub fn started<'a>(
    set: &'a ModelSet,
    history: &History,
    start: &'a Start,
    to: Year,
) -> Result<Started<'a>, BackTestError> {
    let mut runs = vec![Run { variant: None, projection: None }];
    for variant in &start.variants {
        let past = PastModel::new(set, history, start, variant)?;
        let projection = past.project(&past.request(CONSTANT, to))?;
        runs.push(Run { variant: Some(variant), projection: Some(projection) });
    }
    let areas = history.areas(&[start.year]);
    let base = base(&splitter(set, history, start, start.e0.value)?, &areas, start.year)?;
    Ok(Started { start, areas, base, runs })
}

/// The population of the areas by single age.
fn base(splitter: &Splitter, areas: &[Ags], year: Year) -> Result<Vec<BySexAge>, BackTestError> {
    areas.iter().map(|area| splitter.single_ages(area, year)).collect()
}

/// Splits groups with what was known at a start.
pub fn splitter<'a>(
    set: &'a ModelSet,
    history: &History<'a>,
    start: &Start,
    e0: [f64; 2],
) -> Result<Splitter<'a>, BackTestError> {
    let rates = known_rates(&set.model, e0)
        .map_err(|source| BackTestError::LifeTable { year: start.year.0, source })?;
    let of_state = Splitter {
        history: *history,
        sx: survival(&rates, 1.0),
        of_district: BTreeMap::new(),
        vital: &set.past.vital,
        known_until: start.year,
    };
    let tables = [rates[0].life_table(), rates[1].life_table()];
    let levels = mortality::levels(set, start, &tables, &of_state)?;
    let of_district = levels.into_iter().map(|(area, level)| (area, (level, survival(&rates, level))));
    Ok(Splitter { of_district: of_district.collect(), ..of_state })
}

/// The death rates of the reference table, brought to a life expectancy.
fn known_rates(
    model: &Model,
    e0: [f64; 2],
) -> Result<[DeathRates; 2], projection::life_table::LifeTableError> {
    let of = |sex: Sex| {
        let rates = DeathRates::from_qx(sex, &model.mortality.qx[sex as usize])?;
        Ok(rates.scaled(rates.factor_for(e0[sex as usize])?))
    };
    Ok([of(Sex::Male)?, of(Sex::Female)?])
}

/// Survival ratios over a year at a level of mortality.
fn survival(rates: &[DeathRates; 2], level: f64) -> [[f64; AGES]; 2] {
    [rates[0].survival_ratios(level), rates[1].survival_ratios(level)]
}

/// What was known at a start, as the projection takes it.
pub struct PastModel<'a> {
    start: &'a Start,
    variant: &'a Variant,
    pub model: Model,
}

impl<'a> PastModel<'a> {
    pub fn new(
        set: &ModelSet,
        history: &History,
        start: &'a Start,
        variant: &'a Variant,
    ) -> Result<Self, BackTestError> {
        let known = variant.e0(start);
        let splitter = splitter(set, history, start, known.value)?;
        let pace = start.pace(known);
        // The middle of a table of three years lies a year before its end.
        let ahead = f64::from(start.year.0 - (known.year.0 - 1));
        let e0 = if start.e0_before.is_none() {
            known.value
        } else {
            [0, 1].map(|sex| known.value[sex] + ahead * pace[sex])
        };
        let areas = history.areas(&[start.year]);
        let population = base(&splitter, &areas, start.year)?;
        let migration = match variant.moves {
            Some(period) => {
                moves::of_period(&splitter, (period, set.past.district_moves), &areas, &population)?
            }
            None => nobody_moves(areas.len()),
        };
        let now = &set.model;
        let model = Model {
            title: format!("{} to {}", now.title, start.year.0),
            base_year: start.year,
            last_year: Year(start.year.0 + HORIZON),
            districts: areas.iter().map(|key| named(now, key)).collect(),
            fertility: Fertility {
                pattern: start.birth_pattern.value,
                tfr: start.tfr.value,
                level: levels(history, &areas, start),
            },
            mortality: Mortality {
                qx: now.mortality.qx,
                e0,
                level: areas.iter().map(|area| [splitter.level(area); 2]).collect(),
            },
            migration,
            population,
            scenarios: vec![going_on(start, e0, pace)],
            history: Vec::new(),
            ..now.clone()
        };
        Ok(Self { start, variant, model })
    }

    pub fn project(&self, request: &Request) -> Result<Projection, BackTestError> {
        projection::project(&self.model, request).map_err(|source| BackTestError::Projection {
            start: self.start.id.clone(),
            variant: self.variant.id.clone(),
            source,
        })
    }

    /// A run of a scenario, without moves if the variant has none.
    pub fn request(&self, scenario: &str, to: Year) -> Request {
        let moves = self.variant.moves.is_some();
        let included =
            IncludedComponents { internal_moves: moves, external_moves: moves, ..IncludedComponents::ALL };
        Request { included, ..Request::new(scenario, to) }
    }

    /// The run of the variant with draws.
    pub fn with_band(&self, to: Year, groups: Vec<Group>) -> Result<Projection, BackTestError> {
        let draws = Draws {
            seed: SEED,
            count: DRAWS,
            quantiles: BAND.to_vec(),
            groups,
            together: true,
            questions: Vec::new(),
            sums: Vec::new(),
            need: None,
            samples: Vec::new(),
            threads: std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
        };
        self.project(&Request { draws: Some(draws), ..self.request(CONSTANT, to) })
    }
}

fn named(model: &Model, key: &Ags) -> District {
    let known = model.districts.iter().find(|district| district.key == *key);
    known.cloned().unwrap_or_else(|| District { key: key.clone(), name: "Mecklenburg-Vorpommern".to_owned() })
}

fn nobody_moves(areas: usize) -> Migration {
    let nobody = vec![[[0.0; AGES]; 2]; areas];
    Migration { external_counts: nobody.clone(), internal_counts: nobody }
}

fn going_on(start: &Start, e0: [f64; 2], pace: [f64; 2]) -> Scenario {
    let stays = |value| Target { value, year: start.year };
    let last = Year(start.year.0 + HORIZON);
    let goes_on = |sex: usize| Target { value: e0[sex] + f64::from(HORIZON) * pace[sex], year: last };
    Scenario {
        id: CONSTANT.to_owned(),
        title: String::new(),
        text: String::new(),
        tfr: stays(start.tfr.value),
        e0: [goes_on(0), goes_on(1)],
        external_migration: stays(1.0),
        internal_migration: stays(1.0),
        control_totals: BTreeMap::new(),
    }
}

/// Levels of fertility: infants over weighted women, relative to all areas together, from the newest date
/// not after the start at which both are known by single age. 1 where there is none.
fn levels(history: &History, areas: &[Ags], start: &Start) -> Vec<f64> {
    let known = history.years().into_iter().rev().filter(|year| *year <= start.year);
    for year in known {
        let ratios: Option<Vec<(f64, f64)>> =
            areas.iter().map(|area| births_and_women(history, area, year, start)).collect();
        if let Some(ratios) = ratios {
            let infants: f64 = ratios.iter().map(|(infants, _)| infants).sum();
            let women: f64 = ratios.iter().map(|(_, women)| women).sum();
            return ratios.iter().map(|(i, w)| (i / w) / (infants / women)).collect();
        }
    }
    vec![1.0; areas.len()]
}

/// Infants, and women weighted by the age pattern of fertility.
fn births_and_women(history: &History, area: &Ags, year: Year, start: &Start) -> Option<(f64, f64)> {
    let infants = history.persons(area, year, &(0..=0))?;
    let groups = history.groups(area, year, Some(Sex::Female));
    let mut women = 0.0;
    for (age, share) in start.birth_pattern.value.iter().enumerate().filter(|(_, share)| **share > 0.0) {
        let group = groups.iter().find(|group| group.age_from == age && group.age_to == Some(age))?;
        women += share * group.persons;
    }
    Some((infants, women))
}

impl Run<'_> {
    /// The population of the areas in a year, as it was run.
    pub fn population<'b>(&'b self, started: &'b Started, year: Year) -> Option<&'b [BySexAge]> {
        let Some(projection) = &self.projection else {
            return Some(&started.base);
        };
        let result = projection.years.iter().find(|result| result.year == year)?;
        Some(&result.population)
    }
}

/// All ages, and those of 65 and 80 and older.
pub const ALL: std::ops::RangeInclusive<usize> = 0..=OPEN_AGE;
pub const FROM_60: std::ops::RangeInclusive<usize> = 60..=OPEN_AGE;
pub const FROM_65: std::ops::RangeInclusive<usize> = 65..=OPEN_AGE;
pub const FROM_80: std::ops::RangeInclusive<usize> = 80..=OPEN_AGE;
