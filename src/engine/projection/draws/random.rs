//! The random paths: shocks to fertility, life expectancy and migration around their assumptions.

use std::ops::Range;

use rand::SeedableRng;
use rand_distr::{Distribution, StandardNormal};
use rand_pcg::Pcg64;

use crate::model::Uncertainty;
use crate::model::care::SURVEY_YEARS;
use crate::model::deviations::NeedDeviations;
use crate::projection::error::ProjectionError;

/// Values by year and draw.
pub type ByYear = Vec<Vec<f64>>;

/// Shocks that the whole state shares: additions to the total fertility rate and to life expectancy at
/// birth, and the part of migration that all districts share.
#[derive(Debug, Clone, PartialEq)]
pub struct StatePaths {
    pub tfr: ByYear,
    pub e0: [ByYear; 2],
    pub migration: ByYear,
}

/// One generator for each (seed, draw, stream), so that a draw does not depend on who computes it.
/// Stream 0 is the state, stream i + 1 the i-th area. The numbers are mixed into all 256 bits of the
/// seed, because generators that differ only in their stream are correlated (rand_pcg warns of it).
pub fn generator(seed: u64, draw: usize, stream: usize) -> Pcg64 {
    let mut state = seed;
    for number in [draw as u64, stream as u64] {
        state = mix(state).wrapping_add(number);
    }
    let mut bytes = [0; 32];
    for word in bytes.chunks_exact_mut(8) {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        word.copy_from_slice(&mix(state).to_le_bytes());
    }
    Pcg64::from_seed(bytes)
}

/// The finaliser of SplitMix64 (Steele, Lea and Flood 2014).
fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

fn normal(random: &mut Pcg64) -> f64 {
    StandardNormal.sample(random)
}

/// Checks the parameters: standard deviations are not negative, autocorrelations lie between -1 and
/// 1, the correlation of the districts from 0 to 1, since a common factor cannot set them apart.
pub fn check(uncertainty: &Uncertainty) -> Result<(), ProjectionError> {
    let u = uncertainty;
    let bounds = [
        ("tfr_ar", u.tfr_ar, -1.0, 1.0, "from -1 to 1"),
        ("tfr_sd", u.tfr_sd, 0.0, f64::MAX, "a number that is not negative"),
        ("e0_sd", u.e0_sd, 0.0, f64::MAX, "a number that is not negative"),
        ("e0_correlation", u.e0_correlation, -1.0, 1.0, "from -1 to 1"),
        ("migration_ar", u.migration_ar, -1.0, 1.0, "from -1 to 1"),
        ("migration_sd", u.migration_sd, 0.0, f64::MAX, "a number that is not negative"),
        ("migration_correlation", u.migration_correlation, 0.0, 1.0, "from 0 to 1"),
    ];
    for (name, value, low, high, expected) in bounds {
        if !(low..=high).contains(&value) {
            return Err(ProjectionError::Parameter { what: name.to_owned(), value, expected });
        }
    }
    Ok(())
}

/// The paths of the state: the fertility rate an AR(1), life expectancy a random walk whose drift is
/// the scenario, men and women correlated, and standard normal innovations of migration. The tables begin
/// with the first of the draws.
pub fn state_paths(uncertainty: &Uncertainty, seed: u64, draws: Range<usize>, years: usize) -> StatePaths {
    let u = uncertainty;
    let table = || vec![vec![0.0; draws.len()]; years];
    let mut paths = StatePaths { tfr: table(), e0: [table(), table()], migration: table() };
    let own = (1.0 - u.e0_correlation * u.e0_correlation).sqrt();
    for (at, draw) in draws.clone().enumerate() {
        let mut random = generator(seed, draw, 0);
        let (mut tfr, mut men, mut women) = (0.0, 0.0, 0.0);
        for year in 0..years {
            tfr = u.tfr_ar * tfr + u.tfr_sd * normal(&mut random);
            let (first, second) = (normal(&mut random), normal(&mut random));
            men += u.e0_sd * first;
            women += u.e0_sd * (u.e0_correlation * first + own * second);
            paths.tfr[year][at] = tfr;
            paths.e0[0][year][at] = men;
            paths.e0[1][year][at] = women;
            paths.migration[year][at] = normal(&mut random);
        }
    }
    paths
}

/// An area's net migration beside its path, as a share of its residents: an AR(1) whose innovations
/// the districts share in part. Filled into `shocks`, by year and draw, from the draw `first` on.
pub fn migration_paths(
    uncertainty: &Uncertainty,
    common: &ByYear,
    (seed, first): (u64, usize),
    area: usize,
    shocks: &mut [Vec<f64>],
) {
    let u = uncertainty;
    let (shared, own) = (u.migration_correlation.sqrt(), (1.0 - u.migration_correlation).sqrt());
    let draws = shocks.first().map_or(0, Vec::len);
    for at in 0..draws {
        let mut random = generator(seed, first + at, area + 1);
        let mut shock = 0.0;
        for (row, common) in shocks.iter_mut().zip(common) {
            let innovation = shared * common[at] + own * normal(&mut random);
            shock = u.migration_ar * shock + u.migration_sd * innovation;
            row[at] = shock;
        }
    }
}

/// Mixed into the seed, so that what is drawn of ages and of need has numbers of its own and leaves all others as they are.
const OF_AGES: u64 = 0x6167_6573;
const OF_NEED: u64 = 0x6e65_6564;

/// Standard normal numbers of the state (stream 0) or an area, by term and draw.
pub fn age_numbers(terms: usize, (seed, draws): (u64, Range<usize>), stream: usize) -> Vec<Vec<f64>> {
    let mut numbers = vec![vec![0.0; draws.len()]; terms];
    for (at, draw) in draws.enumerate() {
        let mut random = generator(seed ^ OF_AGES, draw, stream);
        numbers.iter_mut().for_each(|of_term| of_term[at] = normal(&mut random));
    }
    numbers
}

/// The state's deviation of the log-odds of need by year and draw. The first year lies `lag` years after the survey.
pub fn common_need(
    deviations: &NeedDeviations,
    (seed, draws): (u64, Range<usize>),
    (years, lag): (usize, i32),
) -> ByYear {
    let mut paths = vec![vec![0.0; draws.len()]; years];
    add_need(deviations.widening * deviations.state_sd, (seed, draws), (0, lag), &mut paths);
    paths
}

/// Adds an area's own deviation to that of the state.
pub fn add_area_need(
    deviations: &NeedDeviations,
    of: (u64, Range<usize>),
    (area, lag): (usize, i32),
    paths: &mut [Vec<f64>],
) {
    add_need(deviations.widening * deviations.district_sd, of, (area + 1, lag), paths);
}

/// A random walk whose steps from one survey to the next have a standard deviation; a year is a part of a step.
fn add_need(
    sd: f64,
    (seed, draws): (u64, Range<usize>),
    (stream, lag): (usize, i32),
    paths: &mut [Vec<f64>],
) {
    let of_years = |years: i32| sd * (f64::from(years.max(0)) / SURVEY_YEARS).sqrt();
    for (at, draw) in draws.enumerate() {
        let mut random = generator(seed ^ OF_NEED, draw, stream);
        let (mut walk, mut step) = (0.0, of_years(lag));
        for year in paths.iter_mut() {
            walk += step * normal(&mut random);
            step = of_years(1);
            year[at] += walk;
        }
    }
}

#[cfg(test)]
mod tests;
