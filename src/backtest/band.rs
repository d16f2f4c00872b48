//! How often later official counts lay within the band of the draws.

use std::ops::RangeInclusive;

use super::compare::Comparison;
use super::error::BackTestError;
use super::run::{ALL, BAND, FROM_65, FROM_80, PastModel};
use crate::model::OPEN_AGE;
use crate::model::load::ModelSet;
use crate::model::past::Variant;
use crate::projection::{Bands, Group};
use crate::units::Year;

/// Age groups that every official table of the past adds up to.
pub const AGE_GROUPS: [RangeInclusive<usize>; 9] =
    [0..=9, 10..=19, 20..=29, 30..=39, 40..=49, 50..=59, 60..=64, 65..=74, 75..=OPEN_AGE];

/// Official numbers in the band, of all that can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hits {
    pub inside: usize,
    pub of: usize,
}

impl Hits {
    pub fn percent(self) -> Option<f64> {
        (self.of > 0).then(|| 100.0 * self.inside as f64 / self.of as f64)
    }

    fn count(&mut self, band: &[f64], observed: f64) {
        if let [low, high] = band {
            self.of += 1;
            self.inside += usize::from((*low..=*high).contains(&observed));
        }
    }
}

/// The hits of one start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Coverage {
    pub state: Hits,
    pub districts: Hits,
    pub districts_from_65: Hits,
    pub districts_from_80: Hits,
    pub districts_by_age: Hits,
}

impl Coverage {
    /// State, districts, districts from 65, districts from 80, districts by age.
    pub fn hits(self) -> [Hits; 5] {
        [self.state, self.districts, self.districts_from_65, self.districts_from_80, self.districts_by_age]
    }

    /// Together with another start.
    pub fn plus(self, other: Self) -> Self {
        let both = |one: Hits, other: Hits| Hits { inside: one.inside + other.inside, of: one.of + other.of };
        Self {
            state: both(self.state, other.state),
            districts: both(self.districts, other.districts),
            districts_from_65: both(self.districts_from_65, other.districts_from_65),
            districts_from_80: both(self.districts_from_80, other.districts_from_80),
            districts_by_age: both(self.districts_by_age, other.districts_by_age),
        }
    }
}

/// Runs the draws of a variant and compares them with the dates on the census of the start.
pub fn coverage(
    set: &ModelSet,
    comparison: &Comparison,
    variant: &Variant,
) -> Result<Coverage, BackTestError> {
    let dates = comparison.dates(true);
    let last = dates.last().copied().unwrap_or(comparison.started.start.year);
    let past = PastModel::new(set, &comparison.history, comparison.started.start, variant)?;
    let groups: Vec<Group> =
        [ALL, FROM_65, FROM_80].into_iter().chain(AGE_GROUPS).map(|ages| Group::new(None, ages)).collect();
    let mut coverage = Coverage::default();
    if let Some(bands) = past.with_band(last, groups)?.bands {
        for year in dates {
            count(comparison, &bands, year, &mut coverage);
        }
    }
    Ok(coverage)
}

fn count(comparison: &Comparison, bands: &Bands, year: Year, coverage: &mut Coverage) {
    let history = &comparison.history;
    let together = bands.together(year, &Group::ALL);
    if let (Some(band), Some(observed)) = (together, history.persons(history.state, year, &ALL)) {
        coverage.state.count(band, observed);
    }
    for (index, area) in comparison.started.areas.iter().enumerate().filter(|(_, area)| area.is_district()) {
        let one = |ages: &RangeInclusive<usize>, hits: &mut Hits| {
            let band = bands.of(index, year, &Group::new(None, ages.clone()));
            if let (Some(band), Some(observed)) = (band, history.persons(area, year, ages)) {
                hits.count(band, observed);
            }
        };
        one(&ALL, &mut coverage.districts);
        one(&FROM_65, &mut coverage.districts_from_65);
        one(&FROM_80, &mut coverage.districts_from_80);
        AGE_GROUPS.iter().for_each(|ages| one(ages, &mut coverage.districts_by_age));
    }
}

/// The share of draws between the ends of the band, in percent.
pub fn nominal_percent() -> f64 {
    let [low, high] = BAND;
    100.0 * (high - low)
}
