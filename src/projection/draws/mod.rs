//! Draws: the run repeated with random shocks to fertility, life expectancy, migration, to the population by age and to
//! rates of need, and what is kept of it. The moves between districts and the benchmark are those of the baseline: in a draw,
//! arrivals from other districts and the factors of the benchmark have no shocks.

mod bands;
mod kernel;
mod need;
mod random;
mod survival;

use fearless_simd::{Level, Simd, dispatch};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::model::{AGES, BySexAge};
use crate::projection::error::ProjectionError;
use crate::projection::housing;
use crate::projection::moves::NOBODY;
use crate::projection::quantiles::Selector;
use crate::projection::request::{Draws, GridWeights, Group, Question, Sample, Summed};
use crate::projection::run::{Baseline, Run};
use crate::units::Sex;
pub use bands::{Bands, Shocks, shock};
use kernel::{Cell, Chance, LANES, Lanes};
use need::DrawnNeed;
use random::StatePaths;
use survival::Factors;

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
    /// Numbers of the state by age group and draw, which the districts share.
    age_numbers: Vec<Vec<f64>>,
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
        check(run, draws)?;
        let years = run.assumptions.len();
        let paths = random::state_paths(&run.model.uncertainty, draws.seed, 0..draws.count, years);
        let tfr = fertility(run, &paths)?;
        let factors = mortality(run, &paths)?;
        let mobility = mobility(run);
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
        let (age_group, age_numbers) = ages(run, draws);
        Ok(Self {
            run,
            baseline,
            draws,
            paths,
            tfr,
            factors,
            mobility,
            groups,
            grid,
            age_group,
            age_numbers,
            need,
        })
    }

    /// Factors by age group and draw on those who stay in an area through half a year.
    fn age_factors(&self, area: usize) -> Vec<Vec<f64>> {
        let Some(deviations) = &self.run.model.uncertainty.deviations else {
            return vec![vec![1.0; self.draws.count]];
        };
        let of = (self.draws.seed, 0..self.draws.count);
        let mut factors = random::age_deviations(&deviations.population, &self.age_numbers, of, area);
        factors.iter_mut().flatten().for_each(|deviation| *deviation = (0.5 * *deviation).exp());
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
        let level = mobility_level(&self.mobility, &run.households[area]);
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

fn check(run: &Run, draws: &Draws) -> Result<(), ProjectionError> {
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

/// The age group of each age in the model's deviations, and the numbers of the state by group and draw.
fn ages(run: &Run, draws: &Draws) -> ([usize; AGES], Vec<Vec<f64>>) {
    let mut age_group = [0; AGES];
    let Some(deviations) = &run.model.uncertainty.deviations else { return (age_group, Vec::new()) };
    for (at, group) in deviations.population.groups.iter().enumerate() {
        age_group.get_mut(group.ages.clone()).into_iter().flatten().for_each(|of_age| *of_age = at);
    }
    (age_group, random::common_age_numbers(&deviations.population, draws.seed, 0..draws.count))
}

fn fertility(run: &Run, paths: &StatePaths) -> Result<Vec<Vec<f64>>, ProjectionError> {
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

fn mortality(run: &Run, paths: &StatePaths) -> Result<Vec<[Factors; 2]>, ProjectionError> {
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
fn mobility(run: &Run) -> BySexAge {
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
fn mobility_level(mobility: &BySexAge, residents: &BySexAge) -> f64 {
    let moving: f64 = mobility.iter().flatten().zip(residents.iter().flatten()).map(|(m, r)| m * r).sum();
    if moving > 0.0 { Group::ALL.sum(residents) / moving } else { 0.0 }
}

/// The memory of one thread.
struct Workspace {
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
    fn new(shared: &Shared) -> Self {
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
    fn area<S: Simd>(&mut self, _: S, shared: &Shared, area: usize) -> Result<AreaBands, ProjectionError> {
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

    fn add_to(&self, together: &Mutex<Vec<i64>>) {
        let mut all = together.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        all.iter_mut().zip(&self.sums).for_each(|(all, sum)| *all += (sum * PARTS).round() as i64);
    }
}

/// The values of a block of draws from `from` on; after the last draw, the last is repeated.
#[inline(always)]
fn lanes(values: &[f64], from: usize) -> Lanes {
    std::array::from_fn(|i| values[(from + i).min(values.len() - 1)])
}

#[cfg(test)]
mod tests;
