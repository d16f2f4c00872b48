//! Rates of need that deviate in a draw: the odds of all rates of an area times one factor a year. People in need are the
//! residents of the draw at these rates, so that their parts go on adding up to the whole.

use super::kernel::{LANES, Lanes};
use super::random::{self, ByYear};
use crate::model::care::{CARE_GROUPS, care_ages};
use crate::model::deviations::NeedDeviations;
use crate::projection::request::{Draws, Group, NeedRates};
use crate::projection::run::Run;

/// What all areas share.
pub struct DrawnNeed<'a> {
    rates: &'a NeedRates,
    deviations: &'a NeedDeviations,
    /// From the survey to the first year of the run.
    lag: i32,
    /// The state's deviation of the log-odds by year and draw.
    common: ByYear,
    /// Sex and care group of each group of the grid.
    rows: Vec<(usize, usize)>,
}

impl<'a> DrawnNeed<'a> {
    /// Nothing where rates are not drawn, or the model does not say how far they deviate.
    pub fn new(run: &'a Run, draws: &'a Draws, grid: &[Group]) -> Option<Self> {
        let rates = draws.need.as_ref().filter(|_| !grid.is_empty())?;
        let deviations = &run.model.uncertainty.deviations.as_ref()?.need;
        let lag = run.model.base_year.0 + 1 - rates.survey.0;
        let years = run.assumptions.len();
        let common = random::common_need(deviations, (draws.seed, 0..draws.count), (years, lag));
        Some(Self { rates, deviations, lag, common, rows: grid.iter().map(row).collect() })
    }

    /// The factors on the odds of an area by year and draw.
    pub fn odds(&self, draws: &Draws, area: usize) -> ByYear {
        let mut paths = self.common.clone();
        let of = (draws.seed, 0..draws.count);
        random::add_area_need(self.deviations, of, (area, self.lag), &mut paths);
        paths.iter_mut().flatten().for_each(|path| *path = path.exp());
        paths
    }

    /// Persons of the grid times what the rates of a draw are to those of the run.
    #[inline(always)]
    pub fn at_drawn_rates(&self, (y, area): (usize, usize), odds: &Lanes, cells: &[Lanes]) -> Vec<Lanes> {
        let rates = &self.rates.rates[y][area];
        let mut ratios = [[[0.0; LANES]; CARE_GROUPS]; 2];
        for (ratios, rates) in ratios.iter_mut().zip(rates) {
            for (ratios, rate) in ratios.iter_mut().zip(rates) {
                ratios.iter_mut().zip(odds).for_each(|(ratio, odds)| *ratio = relative(*rate, *odds));
            }
        }
        let mut drawn = cells.to_vec();
        for (cell, (sex, group)) in drawn.iter_mut().zip(&self.rows) {
            cell.iter_mut().zip(&ratios[*sex][*group]).for_each(|(cell, ratio)| *cell *= ratio);
        }
        drawn
    }
}

/// A rate with its odds times a factor, over the rate itself.
#[inline(always)]
fn relative(rate: f64, odds: f64) -> f64 {
    odds / (1.0 - rate + rate * odds)
}

/// The groups of the grid are as fine as the care groups or finer.
fn row(group: &Group) -> (usize, usize) {
    let from = *group.ages.start();
    let care_group = (0..CARE_GROUPS).find(|at| care_ages(*at).contains(&from));
    (group.sex.map_or(0, |sex| sex as usize), care_group.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::algebra::odds_times;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_relative_rate_is_that_of_the_odds(rate in 0.0..0.999f64, log in -4.0..4.0f64) {
            let odds = log.exp();
            let found = rate * relative(rate, odds);
            prop_assert!((found - odds_times(rate, odds)).abs() <= 1e-12);
            prop_assert!((0.0..1.0).contains(&found));
        }
    }

    #[test]
    fn without_a_deviation_a_rate_stays() {
        assert!([0.0, 0.03, 0.5, 0.99].iter().all(|rate| (relative(*rate, 1.0) - 1.0).abs() < 1e-15));
    }
}
