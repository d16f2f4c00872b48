//! Net moves of a past period as residuals: the difference between a cohort and its expected survivors. What a district has beside its share
//! of the state's can be split into its level, the sum over the ages, and the rest, its own age pattern.

use super::error::BackTestError;
use super::single_ages::Splitter;
use crate::model::past::{DistrictMoves, Period};
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
/// share came from other districts, as far as it goes on. Where a period is known for the state only, nobody moves between
/// districts.
pub fn of_period(
    splitter: &Splitter,
    (period, goes_on): (Period, Option<DistrictMoves>),
    areas: &[Ags],
    residents: &[BySexAge],
) -> Result<Migration, BackTestError> {
    let known = splitter.history.areas(&[period.from, period.to]);
    let nets = known.iter().map(|area| residual(splitter, area, period)).collect::<Result<Vec<_>, _>>()?;
    let state = sum(&nets);
    let everybody = sum(residents);
    let external: Vec<BySexAge> = residents.iter().map(|table| share(&state, table, &everybody)).collect();
    let mut internal = if known == areas {
        nets.iter().zip(&external).map(|(net, external)| cells(|s, x| net[s][x] - external[s][x])).collect()
    } else {
        vec![NOBODY; areas.len()]
    };
    if let Some(goes_on) = goes_on {
        internal.iter_mut().for_each(|net| keep_share_of_level(net, &state, goes_on));
    }
    Ok(Migration { external_counts: external, internal_counts: internal })
}

/// Takes off what does not go on of the level of a district, at each age in proportion to the size of the state's net moves.
/// Levels sum to zero over the districts, so that their moves still do in every cell.
fn keep_share_of_level(net: &mut BySexAge, state: &BySexAge, DistrictMoves { level, below }: DistrictMoves) {
    for (net, state) in net.iter_mut().zip(state) {
        let size: f64 = state.iter().take(below).map(|moved| moved.abs()).sum();
        if size > 0.0 {
            let lost = (1.0 - level) * net.iter().take(below).sum::<f64>();
            for (net, moved) in net.iter_mut().zip(state).take(below) {
                *net -= lost * moved.abs() / size;
            }
        }
    }
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
    let stayed = splitter.survivors(area, &start, years);
    let dates = [period.from, period.to];
    let single = dates.iter().all(|year| splitter.history.in_single_years(area, *year, SINGLE_YEARS));
    Ok(std::array::from_fn(|s| {
        let a_year: [f64; AGES] =
            std::array::from_fn(|age| (end[s][age] - stayed[s][age]) / f64::from(years));
        let at_move = at_the_move(&a_year, years as usize, &splitter.survival(area)[s]);
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// What is taken off has the pattern of the state, so that nothing is left of a district without a level of its own; sums over districts
        /// stay, and so does everybody from the age on.
        #[test]
        fn only_the_level_is_shrunk(
            (seed, level, below) in (1u64..10_000, 0.0..=1.0f64, 1usize..=100)
        ) {
            let number = |x: usize| ((seed as f64 + 1.0) * (x as f64 + 1.0) * 0.754_877_666).fract() * 200.0 - 100.0;
            let state = cells(|s, x| number(3 * x + s));
            let districts = [cells(|s, x| number(7 * x + s)), cells(|s, x| -number(7 * x + s))];
            let goes_on = DistrictMoves { level, below };
            let now = districts.map(|mut net| { keep_share_of_level(&mut net, &state, goes_on); net });
            for s in 0..2 {
                let size: f64 = state[s][..below].iter().map(|moved| moved.abs()).sum();
                for (now, was) in now.iter().zip(&districts) {
                    let sum: f64 = was[s][..below].iter().sum();
                    prop_assert!((now[s][..below].iter().sum::<f64>() - level * sum).abs() < 1e-6);
                    for x in 0..below {
                        let q = state[s][x].abs() / size;
                        prop_assert!((now[s][x] - level * sum * q - (was[s][x] - sum * q)).abs() < 1e-6);
                    }
                    prop_assert_eq!(&now[s][below..], &was[s][below..]);
                }
                for (one, other) in now[0][s].iter().zip(&now[1][s]) {
                    prop_assert!((one + other).abs() < 1e-6);
                }
            }
        }
    }

    #[test]
    fn where_the_state_does_not_move_nothing_is_shrunk() {
        let found = cells(|_, age| age as f64);
        let mut net = found;
        keep_share_of_level(&mut net, &NOBODY, DistrictMoves { level: 0.5, below: 65 });
        assert_eq!(net, found);
    }
}
