//! Net moves of a past period as residuals: the difference between a cohort and its expected survivors.

use super::error::BackTestError;
use super::single_ages::Splitter;
use crate::model::past::Period;
use crate::model::{AGES, BySexAge, Migration};
use crate::units::Ags;

const NOBODY: BySexAge = [[0.0; AGES]; 2];
/// From this age on the residual is smaller than the error of the life table.
const TOO_OLD: usize = 90;
/// A date counts as known by single ages if it has them below this age.
const SINGLE_YEARS: usize = 75;
/// Neighbours on either side that share a smoothed value, and their weights.
const OF_SINGLE_YEARS: [f64; 3] = [0.25, 0.5, 0.25];
const OF_GROUPS: [f64; 5] = [0.2; 5];

/// The moves of a period a year, for the areas of a start with their residents. Moves across the border of
/// the state are the state's net in each cell, shared out by residents; what a district has beside its
/// share came from other districts. Where a period is known for the state only, nobody moves between
/// districts.
pub fn of_period(
    splitter: &Splitter,
    period: Period,
    areas: &[Ags],
    residents: &[BySexAge],
) -> Result<Migration, BackTestError> {
    let known = splitter.history.areas(&[period.from, period.to]);
    let nets = known.iter().map(|area| residual(splitter, area, period)).collect::<Result<Vec<_>, _>>()?;
    let state = sum(&nets);
    let everybody = sum(residents);
    let external: Vec<BySexAge> = residents.iter().map(|table| share(&state, table, &everybody)).collect();
    let internal = if known == areas {
        nets.iter().zip(&external).map(|(net, external)| cells(|s, x| net[s][x] - external[s][x])).collect()
    } else {
        vec![NOBODY; areas.len()]
    };
    Ok(Migration { external_counts: external, internal_counts: internal })
}

fn cells(value: impl Fn(usize, usize) -> f64) -> BySexAge {
    std::array::from_fn(|s| std::array::from_fn(|age| value(s, age)))
}

fn sum(tables: &[BySexAge]) -> BySexAge {
    cells(|s, age| tables.iter().map(|table| table[s][age]).sum())
}

fn share(net: &BySexAge, part: &BySexAge, whole: &BySexAge) -> BySexAge {
    cells(|s, age| if whole[s][age] > 0.0 { net[s][age] * part[s][age] / whole[s][age] } else { 0.0 })
}

/// Net moves of an area a year, by age at the move.
fn residual(splitter: &Splitter, area: &Ags, period: Period) -> Result<BySexAge, BackTestError> {
    let years = period.to.0 - period.from.0;
    let start = splitter.single_ages(area, period.from)?;
    let end = splitter.single_ages(area, period.to)?;
    let stayed = splitter.survivors(&start, years);
    let dates = [period.from, period.to];
    let single = dates.iter().all(|year| splitter.history.in_single_years(area, *year, SINGLE_YEARS));
    Ok(std::array::from_fn(|s| {
        let a_year: [f64; AGES] =
            std::array::from_fn(|age| (end[s][age] - stayed[s][age]) / f64::from(years));
        let at_move = at_the_move(&a_year, years as usize, &splitter.sx[s]);
        if single { smooth(&at_move, &OF_SINGLE_YEARS) } else { smooth(&at_move, &OF_GROUPS) }
    }))
}

/// From the age at the end of the period to the age at the move. On average people have moved in the middle
/// of the period and have survived its second half since; between two ages if the period is odd. Children
/// who were born in it have the value of the youngest known age.
fn at_the_move(a_year: &[f64; AGES], years: usize, sx: &[f64; AGES]) -> [f64; AGES] {
    let since = [years / 2, years.div_ceil(2)];
    let mut moved = [0.0; AGES];
    let mut youngest = None;
    for (age, moved) in moved.iter_mut().enumerate().take(TOO_OLD) {
        let known: Vec<f64> = since
            .iter()
            .filter(|since| age + **since >= years && age + **since < AGES)
            .map(|since| a_year[age + since] / sx[age + 1..=age + since].iter().product::<f64>())
            .collect();
        if !known.is_empty() {
            *moved = known.iter().sum::<f64>() / known.len() as f64;
            youngest.get_or_insert(age);
        }
    }
    let youngest = youngest.unwrap_or(0);
    let value = moved[youngest];
    moved[..youngest].fill(value);
    moved
}

/// A weighted mean over neighbouring ages; at the ends over those that there are.
fn smooth(values: &[f64; AGES], weights: &[f64]) -> [f64; AGES] {
    let half = weights.len() / 2;
    let mut smoothed = [0.0; AGES];
    for (age, smoothed) in smoothed.iter_mut().enumerate().take(TOO_OLD) {
        let near = weights.iter().enumerate().filter_map(|(i, weight)| {
            let neighbour = (age + i).checked_sub(half).filter(|neighbour| *neighbour < TOO_OLD)?;
            Some((weight, values[neighbour]))
        });
        let (sum, all) = near.fold((0.0, 0.0), |(sum, all), (w, value)| (sum + w * value, all + w));
        *smoothed = sum / all;
    }
    smoothed
}
