//! What is worked out before the first draw: checks of what was asked for, the rates of each draw, and who moves.

use super::random::{self, StatePaths};
use super::survival::Factors;
use crate::model::{AGES, BySexAge};
use crate::projection::error::ProjectionError;
use crate::projection::housing;
use crate::projection::moves::NOBODY;
use crate::projection::request::{Draws, GridWeights, Group};
use crate::projection::run::Run;
use crate::units::Sex;

pub fn check(run: &Run, draws: &Draws) -> Result<(), ProjectionError> {
    random::check(&run.model.uncertainty)?;
    if draws.count == 0 {
        let what = "the number of draws".to_owned();
        return Err(ProjectionError::Parameter { what, value: 0.0, expected: "at least 1" });
    }
    if let Some(&value) = draws.quantiles.iter().find(|p| !(0.0..=1.0).contains(*p)) {
        let what = "the probability of a quantile".to_owned();
        return Err(ProjectionError::Parameter { what, value, expected: "from 0 to 1" });
    }
    for weights in draws.sums.iter().flat_map(|sum| sum.of_residents.iter().chain(&sum.of_need)) {
        check_weights(run, weights)?;
    }
    if let Some(need) = &draws.need {
        check_shape("years", need.rates.len(), run.assumptions.len())?;
        need.rates.iter().try_for_each(|year| check_shape("areas", year.len(), run.households.len()))?;
    }
    let questions = draws.questions.iter().map(|question| (&question.area, question.year));
    let samples = draws.samples.iter().map(|sample| (&sample.area, sample.year));
    for (area, year) in questions.chain(samples) {
        if let Some(area) = area {
            housing::index(run.model, area)?;
        }
        if !run.assumptions.iter().any(|(known, _)| *known == year) {
            let last = run.assumptions.last().map_or(run.model.base_year, |(year, _)| *year);
            return Err(ProjectionError::horizon(year, run.model.base_year, last));
        }
    }
    Ok(())
}

/// One weight a year, area and group of the grid.
fn check_weights(run: &Run, weights: &GridWeights) -> Result<(), ProjectionError> {
    let groups = Group::care_grid().len();
    check_shape("years", weights.len(), run.assumptions.len())?;
    weights.iter().try_for_each(|year| {
        check_shape("areas", year.len(), run.households.len())?;
        year.iter().try_for_each(|area| check_shape("groups", area.len(), groups))
    })
}

fn check_shape(what: &'static str, found: usize, expected: usize) -> Result<(), ProjectionError> {
    if found == expected { Ok(()) } else { Err(ProjectionError::Weights { what, found, expected }) }
}

pub fn fertility(run: &Run, paths: &StatePaths) -> Result<Vec<Vec<f64>>, ProjectionError> {
    let mut by_year = Vec::with_capacity(paths.tfr.len());
    for ((year, now), shocks) in run.assumptions.iter().zip(&paths.tfr) {
        let rates: Vec<f64> = shocks.iter().map(|shock| now.tfr + shock).collect();
        if let Some(draw) = rates.iter().position(|rate| *rate < 0.0) {
            return Err(ProjectionError::ImpossibleDraw {
                draw,
                year: year.0,
                what: "the total fertility rate",
                value: rates[draw],
                parameter: "tfr_sd",
            });
        }
        by_year.push(rates);
    }
    Ok(by_year)
}

pub fn mortality(run: &Run, paths: &StatePaths) -> Result<Vec<[Factors; 2]>, ProjectionError> {
    if !run.included.natural_change {
        return Ok(Vec::new());
    }
    let mut by_year = Vec::with_capacity(run.assumptions.len());
    for (y, (year, now)) in run.assumptions.iter().enumerate() {
        let [men, women] = [Sex::Male, Sex::Female].map(|sex| {
            let s = sex as usize;
            let e0: Vec<f64> = paths.e0[s][y].iter().map(|shock| now.e0[s] + shock).collect();
            let found = Factors::new(&run.mortality[s], &e0);
            found.map_err(|source| ProjectionError::LifeTable { sex, year: Some(year.0), source })
        });
        by_year.push([men?, women?]);
    }
    Ok(by_year)
}

/// Who moves, by sex and age: the base period's net moves of all areas without their signs, over the
/// residents. Where net moves are all that is known, that is the best measure of who moves at all.
pub fn mobility(run: &Run) -> BySexAge {
    let (mut moved, mut residents) = (NOBODY, NOBODY);
    let migration = &run.model.migration;
    for (area, households) in run.households.iter().enumerate() {
        for s in 0..2 {
            for age in 0..AGES {
                moved[s][age] += migration.external_counts[area][s][age].abs();
                moved[s][age] += migration.internal_counts[area][s][age].abs();
                residents[s][age] += households[s][age];
            }
        }
    }
    if Group::ALL.sum(&moved) <= 0.0 {
        return [[1.0; AGES]; 2];
    }
    for (row, residents) in moved.iter_mut().zip(&residents) {
        for (cell, residents) in row.iter_mut().zip(residents) {
            *cell = if *residents > 0.0 { *cell / residents } else { 0.0 };
        }
    }
    moved
}

/// The factor that makes the mobility of an area's residents one on average.
pub fn mobility_level(mobility: &BySexAge, residents: &BySexAge) -> f64 {
    let moving: f64 = mobility.iter().flatten().zip(residents.iter().flatten()).map(|(m, r)| m * r).sum();
    if moving > 0.0 { Group::ALL.sum(residents) / moving } else { 0.0 }
}
