//! The back-test: the projection run from past official populations with the knowledge of that time, compared with what
//! was counted later.
//!
//! [`back_test`] runs everything; [`BackTest::markdown`] writes `models/BACKTEST.md`. Its words are in the template
//! `population.md`, its figures in [`figures`].

mod band;
mod care;
mod care_bands;
mod care_page;
mod care_surveys;
mod compare;
mod deviations;
mod error;
mod figures;
#[cfg(test)]
mod forecast_tests;
mod history;
mod mortality;
mod moves;
mod numbers;
mod official;
mod page;
mod run;
mod single_ages;
mod spread;
#[cfg(test)]
mod tests;

pub use care::{CareBackTest, Carried, HomesBackTest, Miss, care_back_tests, homes_back_tests};
pub use care_bands::{NeedBand, need_bands};
pub use care_page::care_back_test_page;
pub use care_surveys::Counting;
pub use deviations::measure_deviations;
pub use error::BackTestError;

use crate::model::load::ModelSet;
use crate::model::past::{Start, Variant};
use crate::model::{AGES, OPEN_AGE};
use crate::units::{Ags, Year};
use band::Coverage;
use compare::Comparison;
use history::History;
use official::Official;
use run::Started;

/// All runs and comparisons.
#[derive(Debug, Clone)]
pub struct BackTest<'a> {
    set: &'a ModelSet,
    state: Ags,
    starts: Vec<Started<'a>>,
    /// By start; only where the runs have districts.
    coverage: Vec<Option<Coverage>>,
    /// By start, with the deviations of all others; empty for a set without deviations.
    left_out: Vec<(&'a Start, Coverage)>,
    official: Official,
    /// How far a split of groups is from single ages that are known: the date, and the share.
    split_miss: Option<(Year, f64)>,
}

/// Runs the back-tests of a model set. Pure: the same set gives the same text.
pub fn back_test(set: &ModelSet) -> Result<BackTest<'_>, BackTestError> {
    let state = state_of(set)?;
    let history = History { model: &set.model, state: &state };
    let left_out = deviations::left_out(set, &history)?;
    let without = |start: &Start| left_out.iter().find(|(one, _)| one.id == start.id).map(|(_, held)| *held);
    let mut starts = Vec::new();
    let mut coverage = Vec::new();
    for start in set.past.starts.iter().filter(|start| !start.bands_only) {
        let started = run::started(set, &history, start, set.model.base_year)?;
        let comparison = Comparison { history, started: &started };
        coverage.push(match main_variant(start) {
            Some(_) if without(start).is_some() => without(start),
            Some(variant) if comparison.has_districts() => Some(band::coverage(set, &comparison, variant)?),
            _ => None,
        });
        starts.push(started);
    }
    let official = official::official(set, &history)?;
    let split_miss = split_miss(set, &history, &starts)?;
    Ok(BackTest { set, starts, coverage, left_out, official, split_miss, state: state.clone() })
}

impl BackTest<'_> {
    /// The page of `models/BACKTEST.md`, in German.
    ///
    /// # Errors
    /// [`BackTestError::Page`] for a fault in the template.
    pub fn markdown(&self) -> Result<String, BackTestError> {
        page::render(include_str!("population.md"), self.figures())
    }
}

/// The variant that represents a start: the last one without hindsight.
fn main_variant(start: &Start) -> Option<&Variant> {
    start.variants.iter().rev().find(|variant| !variant.hindsight)
}

fn state_of(set: &ModelSet) -> Result<Ags, BackTestError> {
    let first = set.model.districts.first().and_then(|district| district.key.as_str().get(..2));
    first.and_then(|key| Ags::parse(key).ok()).ok_or(BackTestError::NoDistricts)
}

/// From a start whose population is known by single age.
fn split_miss(
    set: &ModelSet,
    history: &History,
    starts: &[Started],
) -> Result<Option<(Year, f64)>, BackTestError> {
    let single = |started: &&Started| {
        started.areas.iter().all(|area| history.in_single_years(area, started.start.year, OPEN_AGE))
    };
    let Some(started) = starts.iter().find(single) else { return Ok(None) };
    let mut state = [[0.0; AGES]; 2];
    for table in &started.base {
        for (sums, row) in state.iter_mut().zip(table) {
            sums.iter_mut().zip(row).for_each(|(sum, persons)| *sum += persons);
        }
    }
    let start = started.start;
    let sx = run::splitter(set, history, start, start.e0.value)?.sx;
    Ok(Some((start.year, single_ages::miss_of_the_cubic(&state, &sx))))
}
