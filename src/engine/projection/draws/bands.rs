//! Distributions over the draws, and the shocks of a single draw.

use super::ages::DrawnAges;
use super::random;
use crate::model::{Model, Uncertainty};
use crate::projection::request::Group;
use crate::units::Year;

/// Distributions of groups over the draws.
#[derive(Debug, Clone, PartialEq)]
pub struct Bands {
    /// Number of draws.
    pub draws: usize,
    /// Years after the base.
    pub years: Vec<Year>,
    /// Groups whose distribution is kept.
    pub groups: Vec<Group>,
    /// How many weighted sums are kept behind the groups.
    pub sums: usize,
    /// Probabilities of the quantiles.
    pub probabilities: Vec<f64>,
    /// By area, year, group or weighted sum, and probability.
    pub(super) quantiles: Vec<f64>,
    /// Of all areas together, by year, group or sum, and probability; empty if not asked for.
    pub(super) together: Vec<f64>,
    /// Share of the draws that exceed the threshold, by question.
    pub answers: Vec<f64>,
    /// The values of each sample, by draw.
    pub samples: Vec<Vec<f64>>,
}

/// Deviations of one draw from the assumptions of a year.
#[derive(Debug, Clone, PartialEq)]
pub struct Shocks {
    /// Children per woman.
    pub tfr: f64,
    /// Years of life expectancy at birth of men and women.
    pub e0: [f64; 2],
    /// By area, net moves as a share of its residents.
    pub migration: Vec<f64>,
    /// By area and age group of the model's deviations, the yearly change of the logarithm of the persons.
    pub ages: Vec<Vec<f64>>,
    /// By area, the deviation of the log-odds of need; empty without `lag` or the model's deviations.
    pub need: Vec<f64>,
}

/// The shocks of a draw in the last of `years` years after the base, the first of which lies `lag` years after the survey of
/// need. They depend on the seed and the draw only.
pub fn shock(model: &Model, (seed, draw): (u64, usize), (years, lag): (usize, Option<i32>)) -> Shocks {
    let (uncertainty, areas) = (&model.uncertainty, model.districts.len());
    let paths = random::state_paths(uncertainty, seed, draw..draw + 1, years);
    let last = |path: &random::ByYear| path.last().and_then(|year| year.first()).copied().unwrap_or(0.0);
    let migration = (0..areas).map(|area| {
        let mut shocks = vec![vec![0.0]; years];
        random::migration_paths(uncertainty, &paths.migration, (seed, draw), area, &mut shocks);
        last(&shocks)
    });
    Shocks {
        tfr: last(&paths.tfr),
        e0: [last(&paths.e0[0]), last(&paths.e0[1])],
        migration: migration.collect(),
        ages: ages(model, (seed, draw)),
        need: lag.map_or(Vec::new(), |lag| need(uncertainty, (seed, draw), (years, lag), areas)),
    }
}

fn ages(model: &Model, (seed, draw): (u64, usize)) -> Vec<Vec<f64>> {
    let areas = 0..model.districts.len();
    match DrawnAges::new(model, seed, draw..draw + 1) {
        Some(drawn) => areas.map(|area| drawn.of_area(area).concat()).collect(),
        None => areas.map(|_| Vec::new()).collect(),
    }
}

fn need(
    uncertainty: &Uncertainty,
    (seed, draw): (u64, usize),
    (years, lag): (usize, i32),
    areas: usize,
) -> Vec<f64> {
    let Some(deviations) = &uncertainty.deviations else { return Vec::new() };
    let (deviations, of) = (&deviations.need, (seed, draw..draw + 1));
    let common = random::common_need(deviations, of.clone(), (years, lag));
    let of_area = |area| {
        let mut paths = common.clone();
        random::add_area_need(deviations, of.clone(), (area, lag), &mut paths);
        paths.last().and_then(|year| year.first()).copied().unwrap_or(0.0)
    };
    (0..areas).map(of_area).collect()
}

impl Bands {
    /// The quantiles of a group in an area (its row in the projection) at the end of a year.
    pub fn of(&self, area: usize, year: Year, group: &Group) -> Option<&[f64]> {
        self.of_area(area, self.row(year, self.column(group)?)?)
    }

    /// The same for all areas together, if that was asked for.
    pub fn together(&self, year: Year, group: &Group) -> Option<&[f64]> {
        self.of_all(self.row(year, self.column(group)?)?)
    }

    /// The quantiles of a weighted sum (its row in the request) in an area.
    pub fn sum_of(&self, area: usize, year: Year, sum: usize) -> Option<&[f64]> {
        self.of_area(area, self.row(year, self.groups.len() + sum)?)
    }

    /// The same for all areas together.
    pub fn sum_together(&self, year: Year, sum: usize) -> Option<&[f64]> {
        self.of_all(self.row(year, self.groups.len() + sum)?)
    }

    fn of_area(&self, area: usize, row: usize) -> Option<&[f64]> {
        let from = (area * self.years.len() * self.columns() + row) * self.probabilities.len();
        self.quantiles.get(from..from + self.probabilities.len())
    }

    fn of_all(&self, row: usize) -> Option<&[f64]> {
        let from = row * self.probabilities.len();
        self.together.get(from..from + self.probabilities.len())
    }

    fn columns(&self) -> usize {
        self.groups.len() + self.sums
    }

    fn column(&self, group: &Group) -> Option<usize> {
        self.groups.iter().position(|known| known == group)
    }

    fn row(&self, year: Year, column: usize) -> Option<usize> {
        let year = self.years.iter().position(|known| *known == year)?;
        (column < self.columns()).then_some(year * self.columns() + column)
    }
}
