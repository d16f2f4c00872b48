//! The memory of one thread, in which it runs the draws of one area after another in blocks of draws side by side.

use fearless_simd::Simd;
use std::sync::Mutex;

use super::kernel::{self, Cell, Chance, LANES, Lanes};
use super::{AreaBands, PARTS, Shared, random};
use crate::model::{AGES, BySexAge};
use crate::projection::error::ProjectionError;
use crate::projection::quantiles::Selector;
use crate::projection::request::Group;
use crate::units::Sex;

/// The memory of one thread.
pub struct Workspace {
    population: Box<kernel::Population>,
    /// Shocks to migration by year and draw.
    shocks: Vec<Vec<f64>>,
    /// Factors on those who stay by age group and draw, and the same of a block of draws.
    age_factors: Vec<Vec<f64>>,
    block_factors: Vec<Lanes>,
    /// Factors on the odds of need by year and draw; empty where rates are not drawn.
    odds: Vec<Vec<f64>>,
    /// By year, group or weighted sum, and draw.
    sums: Vec<f64>,
    selector: Selector,
}

impl Workspace {
    pub fn new(shared: &Shared) -> Self {
        let (years, draws) = (shared.run.assumptions.len(), shared.draws.count);
        Self {
            population: Box::new([[[0.0; LANES]; AGES]; 2]),
            shocks: vec![vec![0.0; draws]; years],
            age_factors: Vec::new(),
            block_factors: Vec::new(),
            odds: Vec::new(),
            sums: vec![0.0; years * shared.columns() * draws],
            selector: Selector::default(),
        }
    }

    /// All draws of one area. Functions marked `inline(always)` are compiled once per vector width.
    #[inline(always)]
    pub fn area<S: Simd>(
        &mut self,
        _: S,
        shared: &Shared,
        area: usize,
    ) -> Result<AreaBands, ProjectionError> {
        let uncertainty = &shared.run.model.uncertainty;
        let common = &shared.paths.migration;
        random::migration_paths(uncertainty, common, (shared.draws.seed, 0), area, &mut self.shocks);
        self.age_factors = shared.age_factors(area);
        self.odds = shared.need.as_ref().map_or(Vec::new(), |need| need.odds(shared.draws, area));
        let cells = shared.cells(area);
        self.check_shocks(shared, area, &cells)?;
        for from in (0..shared.draws.count).step_by(LANES) {
            if shared.run.stop.is_requested() {
                return Err(ProjectionError::Stopped);
            }
            self.block(shared, area, &cells, from);
        }
        Ok(shared.summarise(&self.sums, Some(area), &mut self.selector))
    }

    /// The block of draws that starts at `from`, year by year.
    #[inline(always)]
    fn block(&mut self, shared: &Shared, area: usize, cells: &[[[Cell; AGES]; 2]], from: usize) {
        let base = &shared.run.households[area];
        for (people, base) in self.population.iter_mut().flatten().zip(base.iter().flatten()) {
            *people = [*base; LANES];
        }
        self.block_factors = self.age_factors.iter().map(|of_group| lanes(of_group, from)).collect();
        for (y, cells) in cells.iter().enumerate() {
            let chance = self.chance(shared, y, from);
            let drawn = (&chance, self.block_factors.as_slice());
            kernel::year(&mut self.population, cells, shared.run.model.male_births, drawn);
            if let Some(raking) = shared.baseline.raking.get(y) {
                self.rake(&raking[area]);
            }
            self.sum(shared, area, y, from);
        }
    }

    /// Shocks of a year for the block of draws from `from` on; after the last draw, the last is repeated.
    #[inline(always)]
    fn chance(&self, shared: &Shared, y: usize, from: usize) -> Chance {
        let mortality = match shared.factors.get(y) {
            Some(factors) => [lanes(&factors[0].position, from), lanes(&factors[1].position, from)],
            None => [[0.0; LANES]; 2],
        };
        Chance { mortality, tfr: lanes(&shared.tfr[y], from), migration: lanes(&self.shocks[y], from) }
    }

    #[inline(always)]
    fn rake(&mut self, factors: &BySexAge) {
        for (people, factor) in self.population.iter_mut().flatten().zip(factors.iter().flatten()) {
            people.iter_mut().for_each(|person| *person *= factor);
        }
    }

    /// Writes the sums of the groups, with the institutional population, and the weighted sums.
    #[inline(always)]
    fn sum(&mut self, shared: &Shared, area: usize, y: usize, from: usize) {
        let first = y * shared.columns();
        for (g, group) in shared.groups.iter().enumerate() {
            let sum = self.persons(shared, area, y, group);
            self.write(shared, (first + g, from), &sum);
        }
        if shared.grid.is_empty() {
            return;
        }
        let cells: Vec<[f64; LANES]> =
            shared.grid.iter().map(|group| self.persons(shared, area, y, group)).collect();
        let drawn = shared
            .need
            .as_ref()
            .zip(self.odds.get(y))
            .map(|(need, odds)| need.at_drawn_rates((y, area), &lanes(odds, from), &cells));
        let in_need = drawn.as_ref().unwrap_or(&cells);
        for (at, weighted) in shared.draws.sums.iter().enumerate() {
            let mut sum = [0.0; LANES];
            for (weights, cells) in [(&weighted.of_residents, &cells), (&weighted.of_need, in_need)] {
                let Some(weights) = weights else { continue };
                for (persons, weight) in cells.iter().zip(&weights[y][area]) {
                    sum.iter_mut().zip(persons).for_each(|(sum, persons)| *sum += weight * persons);
                }
            }
            self.write(shared, (first + shared.groups.len() + at, from), &sum);
        }
    }

    /// Persons of a group in the draws of a block.
    #[inline(always)]
    fn persons(&self, shared: &Shared, area: usize, y: usize, group: &Group) -> [f64; LANES] {
        let year = shared.run.assumptions[y].0;
        let institutional_population = shared.run.institutional_population[area];
        let in_institutions = institutional_population.map_or(0.0, |institutional_population| {
            institutional_population.factor(year) * group.sum(&institutional_population.residents)
        });
        let mut sum = [in_institutions; LANES];
        for (s, people) in self.population.iter().enumerate() {
            if group.sex.is_none_or(|sex| sex as usize == s) {
                for age in people.get(group.ages.clone()).unwrap_or(&[]) {
                    sum.iter_mut().zip(age).for_each(|(sum, persons)| *sum += persons);
                }
            }
        }
        sum
    }

    /// Writes the values of a block into a row of sums, from a draw on.
    #[inline(always)]
    fn write(&mut self, shared: &Shared, (row, from): (usize, usize), values: &[f64; LANES]) {
        let draws = shared.draws.count;
        let sums = &mut self.sums[row * draws + from..(row + 1) * draws];
        match sums.first_chunk_mut::<LANES>() {
            Some(lanes) => *lanes = *values,
            None => sums.copy_from_slice(&values[..draws - from]),
        }
    }

    /// Checks that in no draw more people leave a cell than live there.
    fn check_shocks(
        &self,
        shared: &Shared,
        area: usize,
        cells: &[[[Cell; AGES]; 2]],
    ) -> Result<(), ProjectionError> {
        for (y, (shocks, cells)) in self.shocks.iter().zip(cells).enumerate() {
            let least = shocks.iter().copied().fold(0.0, f64::min);
            for sex in [Sex::Male, Sex::Female] {
                for (age, cell) in cells[sex as usize].iter().enumerate() {
                    let staying = cell.stay + least * cell.mobility;
                    if staying < 0.0 {
                        return Err(ProjectionError::NegativeCell {
                            area: shared.run.model.districts[area].key.clone(),
                            year: shared.run.assumptions[y].0.0,
                            sex,
                            age,
                            persons: staying * shared.run.households[area][sex as usize][age],
                            hint: "in a draw more people leave than live there, so lower migration_sd",
                        });
                    }
                }
            }
        }
        Ok(())
    }

    pub fn add_to(&self, together: &Mutex<Vec<i64>>) {
        let mut all = together.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        all.iter_mut().zip(&self.sums).for_each(|(all, sum)| *all += (sum * PARTS).round() as i64);
    }
}

/// The values of a block of draws from `from` on; after the last draw, the last is repeated.
#[inline(always)]
fn lanes(values: &[f64], from: usize) -> Lanes {
    std::array::from_fn(|i| values[(from + i).min(values.len() - 1)])
}
