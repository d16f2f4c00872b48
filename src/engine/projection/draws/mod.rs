//! Draws: the run repeated with random shocks to fertility, life expectancy, migration, to the population by age and to
//! rates of need, and what is kept of it. The moves between districts and the benchmark are those of the baseline: in a draw,
//! arrivals from other districts and the factors of the benchmark have no shocks.

mod ages;
mod bands;
mod inputs;
mod kernel;
mod need;
mod random;
mod survival;
mod workspace;

use fearless_simd::{Level, dispatch};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::model::{AGES, BySexAge};
use crate::projection::error::ProjectionError;
use crate::projection::housing;
use crate::projection::moves::NOBODY;
use crate::projection::quantiles::Selector;
use crate::projection::request::{Draws, Group, Question, Sample, Summed};
use crate::projection::run::{Baseline, Run};
use crate::units::Sex;
use ages::DrawnAges;
pub use bands::{Bands, Shocks, shock};
use kernel::Cell;
use need::DrawnNeed;
use random::StatePaths;
use survival::Factors;
use workspace::Workspace;

/// Sums over all areas are taken in these parts of a person: sums of whole numbers do not depend on
/// the order in which threads finish.
const PARTS: f64 = 1_048_576.0;

/// What all areas share.
struct Shared<'a> {
    run: &'a Run<'a>,
    baseline: &'a Baseline,
    draws: &'a Draws,
    paths: StatePaths,
    /// Total fertility rates by year and draw.
    tfr: Vec<Vec<f64>>,
    /// By year and sex; empty without natural change.
    factors: Vec<[Factors; 2]>,
    /// Who moves, relative to the average resident.
    mobility: BySexAge,
    /// Groups that are summed: those asked for, and those of questions.
    groups: Vec<Group>,
    /// The groups that weighted sums are made of; empty without any.
    grid: Vec<Group>,
    /// The age group of the model's deviations to which each age belongs.
    age_group: [usize; AGES],
    ages: Option<DrawnAges<'a>>,
    need: Option<DrawnNeed<'a>>,
}

/// What one area gives.
struct AreaBands {
    quantiles: Vec<f64>,
    answers: Vec<(usize, f64)>,
    samples: Vec<(usize, Vec<f64>)>,
}

/// Runs the draws with the widest vector instructions of the machine. The width changes the time only.
pub(super) fn bands(run: &Run, baseline: &Baseline, draws: &Draws) -> Result<Bands, ProjectionError> {
    bands_with(Level::new(), run, baseline, draws)
}

fn bands_with(level: Level, run: &Run, baseline: &Baseline, draws: &Draws) -> Result<Bands, ProjectionError> {
    let shared = Shared::new(run, baseline, draws)?;
    let areas = run.households.len();
    let all = draws.together
        || draws.questions.iter().any(|question| question.area.is_none())
        || draws.samples.iter().any(|sample| sample.area.is_none());
    let rows = run.assumptions.len() * shared.columns();
    let together = Mutex::new(vec![0i64; if all { rows * draws.count } else { 0 }]);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut workspace = Workspace::new(&shared);
        let mut done = Vec::new();
        loop {
            let area = next.fetch_add(1, Ordering::Relaxed);
            if area >= areas {
                return done;
            }
            let result = dispatch!(level, simd => workspace.area(simd, &shared, area));
            if result.is_ok() && all {
                workspace.add_to(&together);
            }
            done.push((area, result));
        }
    };
    let mut results = std::thread::scope(|scope| {
        let helpers: Vec<_> = (1..draws.threads.get().min(areas)).map(|_| scope.spawn(work)).collect();
        let mut results = work();
        results.extend(
            helpers
                .into_iter()
                .flat_map(|helper| helper.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))),
        );
        results
    });
    results.sort_by_key(|(area, _)| *area);
    let together = together.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    shared.collect(results, &together)
}

impl<'a> Shared<'a> {
    fn new(run: &'a Run, baseline: &'a Baseline, draws: &'a Draws) -> Result<Self, ProjectionError> {
        inputs::check(run, draws)?;
        let years = run.assumptions.len();
        let paths = random::state_paths(&run.model.uncertainty, draws.seed, 0..draws.count, years);
        let tfr = inputs::fertility(run, &paths)?;
        let factors = inputs::mortality(run, &paths)?;
        let mobility = inputs::mobility(run);
        let mut groups = draws.groups.clone();
        let sampled = draws.samples.iter().filter_map(|sample| match &sample.of {
            Summed::Group(group) => Some(group),
            Summed::Weighted(_) => None,
        });
        for group in draws.questions.iter().map(|question| &question.group).chain(sampled) {
            if !groups.contains(group) {
                groups.push(group.clone());
            }
        }
        let grid = if draws.sums.is_empty() { Vec::new() } else { Group::care_grid() };
        let need = DrawnNeed::new(run, draws, &grid);
        let ages = DrawnAges::new(run.model, draws.seed, 0..draws.count);
        let age_group = ages.as_ref().map_or([0; AGES], DrawnAges::group_of_age);
        Ok(Self { run, baseline, draws, paths, tfr, factors, mobility, groups, grid, age_group, ages, need })
    }

    /// Factors by age group and draw on those who stay in an area through half a year.
    fn age_factors(&self, area: usize) -> Vec<Vec<f64>> {
        let Some(ages) = &self.ages else { return vec![vec![1.0; self.draws.count]] };
        let mut factors = ages.of_area(area);
        factors.iter_mut().flatten().for_each(|change| *change = (0.5 * *change).exp());
        factors
    }

    /// Rows of sums a year: groups, then weighted sums.
    fn columns(&self) -> usize {
        self.groups.len() + self.draws.sums.len()
    }

    fn collect(
        &self,
        results: Vec<(usize, Result<AreaBands, ProjectionError>)>,
        together: &[i64],
    ) -> Result<Bands, ProjectionError> {
        let mut answers = vec![0.0; self.draws.questions.len()];
        let mut samples = vec![Vec::new(); self.draws.samples.len()];
        let mut quantiles = Vec::new();
        for (_, result) in results {
            let area = result?;
            quantiles.extend(area.quantiles);
            area.answers.into_iter().for_each(|(question, share)| answers[question] = share);
            area.samples.into_iter().for_each(|(sample, values)| samples[sample] = values);
        }
        let persons: Vec<f64> = together.iter().map(|parts| *parts as f64 / PARTS).collect();
        let of_all = self.summarise(&persons, None, &mut Selector::default());
        of_all.answers.into_iter().for_each(|(question, share)| answers[question] = share);
        of_all.samples.into_iter().for_each(|(sample, values)| samples[sample] = values);
        Ok(Bands {
            draws: self.draws.count,
            years: self.run.assumptions.iter().map(|(year, _)| *year).collect(),
            groups: self.draws.groups.clone(),
            sums: self.draws.sums.len(),
            probabilities: self.draws.quantiles.clone(),
            quantiles,
            together: if self.draws.together { of_all.quantiles } else { Vec::new() },
            answers,
            samples,
        })
    }

    /// Quantiles and answers from sums by year, group or weighted sum, and draw, of an area or of all.
    #[inline(always)]
    fn summarise(&self, sums: &[f64], area: Option<usize>, selector: &mut Selector) -> AreaBands {
        let (draws, kept) = (self.draws.count, self.draws.groups.len());
        let probabilities = &self.draws.quantiles;
        let mut quantiles = Vec::with_capacity(sums.len() / draws.max(1) * probabilities.len());
        for year in sums.chunks_exact(self.columns().max(1) * draws) {
            let columns = year.chunks_exact(draws).enumerate();
            // Groups that only questions are about are not kept.
            let wanted = columns.filter(|(column, _)| *column < kept || *column >= self.groups.len());
            for (_, values) in wanted {
                let from = quantiles.len();
                quantiles.resize(from + probabilities.len(), 0.0);
                selector.quantiles(values, probabilities, &mut quantiles[from..]);
            }
        }
        let asked = self.draws.questions.iter().enumerate();
        let answers =
            asked.filter_map(|(i, question)| Some((i, self.answer(question, sums, area)?))).collect();
        let sampled = self.draws.samples.iter().enumerate();
        let samples =
            sampled.filter_map(|(i, sample)| Some((i, self.sample(sample, sums, area)?.to_vec()))).collect();
        AreaBands { quantiles, answers, samples }
    }

    /// The share of draws that exceed the threshold, if the question is about this area.
    fn answer(&self, question: &Question, sums: &[f64], area: Option<usize>) -> Option<f64> {
        let of = Summed::Group(question.group.clone());
        let wanted = Sample { area: question.area.clone(), year: question.year, of };
        let values = self.sample(&wanted, sums, area)?;
        let exceeding = values.iter().filter(|value| **value > question.exceeds).count();
        Some(exceeding as f64 / values.len() as f64)
    }

    /// The values by draw, if the sample is of this area.
    fn sample<'s>(&self, sample: &Sample, sums: &'s [f64], area: Option<usize>) -> Option<&'s [f64]> {
        let key = area.map(|area| &self.run.model.districts[area].key);
        if sample.area.as_ref() != key {
            return None;
        }
        let year = self.run.assumptions.iter().position(|(year, _)| *year == sample.year)?;
        let column = match &sample.of {
            Summed::Group(group) => self.groups.iter().position(|known| known == group)?,
            Summed::Weighted(sum) => (*sum < self.draws.sums.len()).then(|| self.groups.len() + sum)?,
        };
        sums.chunks_exact(self.draws.count).nth(year * self.columns() + column)
    }

    /// The cells of an area by year, without shocks.
    fn cells(&self, area: usize) -> Vec<[[Cell; AGES]; 2]> {
        let run = self.run;
        let moves = &run.moves.areas[area];
        let level = inputs::mobility_level(&self.mobility, &run.households[area]);
        let asfr = run.asfr(area, 1.0);
        let mut years = Vec::with_capacity(run.assumptions.len());
        for (y, (year, now)) in run.assumptions.iter().enumerate() {
            let housing =
                housing::newcomers(&run.housing, run.model, *year).swap_remove(area).unwrap_or(NOBODY);
            let [pool_at_start, pool_at_end] = &self.baseline.pools[y];
            let mut cells = [[Cell::default(); AGES]; 2];
            for s in 0..2 {
                for (age, cell) in cells[s].iter_mut().enumerate() {
                    let arrive = 0.5 * (now.external * moves.arrive[s][age] + housing[s][age]);
                    let share = moves.share_of_pool[s][age];
                    cell.survival = [1.0, 0.0, 0.0];
                    cell.stay = 1.0 - 0.5 * moves.leaving(s, age, now);
                    cell.arrive_at_start = arrive + share * pool_at_start[s][age];
                    cell.arrive_at_end = arrive + share * pool_at_end[s][age];
                    cell.mobility = 0.5 * level * self.mobility[s][age];
                    cell.age_group = self.age_group[age];
                    cell.half_fertility = if s == Sex::Female as usize { 0.5 * asfr[age] } else { 0.0 };
                }
                if let Some(factors) = self.factors.get(y) {
                    let parabolas =
                        factors[s].parabolas(&run.mortality[s], run.model.mortality.level[area][s]);
                    cells[s].iter_mut().zip(parabolas).for_each(|(cell, parabola)| cell.survival = parabola);
                }
            }
            years.push(cells);
        }
        years
    }
}

#[cfg(test)]
mod tests;
