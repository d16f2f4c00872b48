//! Projected numbers compared with later official ones.

use std::ops::RangeInclusive;

use super::history::History;
use super::run::{ALL, FROM_65, FROM_80, Run, Started};
use crate::projection::Group;
use crate::units::{Ags, Year};

/// A projected number beside the official one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Miss {
    pub projected: f64,
    pub observed: f64,
}

impl Miss {
    /// Projected minus official persons.
    pub fn persons(self) -> f64 {
        self.projected - self.observed
    }

    /// The same in percent of the official number.
    pub fn percent(self) -> f64 {
        100.0 * self.persons() / self.observed
    }
}

/// Percent errors of several areas or groups.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// How many.
    pub count: usize,
    /// Mean absolute percent error.
    pub mape: f64,
    /// Mean percent error, the bias: positive if too many were projected.
    pub mpe: f64,
}

impl Spread {
    pub fn of(misses: &[Miss]) -> Option<Self> {
        if misses.is_empty() {
            return None;
        }
        let count = misses.len();
        let sum = |of: fn(f64) -> f64| misses.iter().map(|miss| of(miss.percent())).sum::<f64>();
        let number = count as f64;
        Some(Self { count, mape: sum(f64::abs) / number, mpe: sum(|percent| percent) / number })
    }
}

/// One run beside one date.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    pub year: Year,
    pub all: Miss,
    pub from_65: Option<Miss>,
    pub from_80: Option<Miss>,
    /// Of the districts, where they were run.
    pub districts: Option<Spread>,
    pub districts_from_80: Option<Spread>,
    /// Of the coarsest common age groups in the state.
    pub groups: Option<Spread>,
}

/// Compares the runs of one start.
pub struct Comparison<'a> {
    pub history: History<'a>,
    pub started: &'a Started<'a>,
}

impl Comparison<'_> {
    /// Whether the start has districts.
    pub fn has_districts(&self) -> bool {
        self.started.areas.iter().all(Ags::is_district)
    }

    /// An area and age range; the state is all areas together.
    pub fn miss(&self, run: &Run, area: &Ags, year: Year, ages: &RangeInclusive<usize>) -> Option<Miss> {
        let observed = self.history.persons(area, year, ages)?;
        let group = Group::new(None, ages.clone());
        let tables = self.started.areas.iter().zip(run.population(self.started, year)?);
        let here = tables.filter(|(key, _)| area == self.history.state || *key == area);
        Some(Miss { projected: here.map(|(_, table)| group.sum(table)).sum(), observed })
    }

    /// The districts' misses; nothing if not all can be compared.
    pub fn of_districts(&self, run: &Run, year: Year, ages: &RangeInclusive<usize>) -> Option<Vec<Miss>> {
        if !self.has_districts() {
            return None;
        }
        self.started.areas.iter().map(|area| self.miss(run, area, year, ages)).collect()
    }

    /// The misses of an area in the coarsest common groups of the start and a date.
    pub fn of_groups(&self, run: &Run, area: &Ags, year: Year) -> Vec<Miss> {
        let groups = self.history.common_groups(area, self.started.start.year, year);
        groups.iter().filter_map(|ages| self.miss(run, area, year, ages)).collect()
    }

    /// All of a date; nothing if the date is not known.
    pub fn line(&self, run: &Run, year: Year) -> Option<Line> {
        let state = self.history.state;
        let spread = |ages| self.of_districts(run, year, ages).and_then(|misses| Spread::of(&misses));
        let groups = self.of_groups(run, state, year);
        Some(Line {
            year,
            all: self.miss(run, state, year, &ALL)?,
            from_65: self.miss(run, state, year, &FROM_65),
            from_80: self.miss(run, state, year, &FROM_80),
            districts: spread(&ALL),
            districts_from_80: spread(&FROM_80),
            // A single group is the total.
            groups: if groups.len() > 1 { Spread::of(&groups) } else { None },
        })
    }

    /// The known dates after the start, on the census of the start or on another.
    pub fn dates(&self, same_census: bool) -> Vec<Year> {
        let start = self.started.start.year;
        let census = self.history.census(start);
        let later = self.history.years().into_iter().filter(|year| *year > start);
        later.filter(|year| (self.history.census(*year) == census) == same_census).collect()
    }
}
