//! Moves of one year, half of them at its start and half at its end.
//!
//! The base period's net migration is kept as counts where a cell gains and as rates, shares of the
//! cell's own residents, where it loses. That is a known compromise (Smith, Tayman and Swanson, A
//! Practitioner's Guide to State and Local Population Projections, 2013, weigh both): net rates for
//! gains would grow with the area that gains, although those who come live elsewhere, and net counts
//! for losses would drive a shrinking cell below zero. As rates, losses cannot.
//! Losses between the districts flow into a pool by sex and age, out of which the districts that
//! gained in the base period gain: what leaves one arrives in another, in every year.

use crate::model::{AGES, BySexAge, Model};
use crate::projection::error::ProjectionError;
use crate::projection::formulas::{self, UNNAMED};
use crate::projection::paths::Assumptions;
use crate::projection::request::IncludedComponents;
use crate::units::{Ags, Sex, Year};

pub const NOBODY: BySexAge = [[0.0; AGES]; 2];
const SEXES: [Sex; 2] = [Sex::Male, Sex::Female];
/// By how much of the moved persons internal moves may miss zero before they count as unbalanced.
const BALANCE_TOLERANCE: f64 = 1e-6;

/// The moves of one area in the base period, a year.
#[derive(Debug, Clone)]
pub struct AreaMoves {
    /// Share of a cell's residents that leaves the state.
    pub leave: BySexAge,
    /// Persons who come from outside the state.
    pub arrive: BySexAge,
    /// Share of a cell's residents that leaves for other districts.
    pub leave_for_others: BySexAge,
    /// Share of those who leave any district that arrives here.
    pub share_of_pool: BySexAge,
}

/// The moves of all areas.
#[derive(Debug, Clone)]
pub struct Moves {
    pub areas: Vec<AreaMoves>,
}

/// Net moves of one area in a year, in persons.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Moved {
    pub internal: f64,
    pub external: f64,
    pub housing: f64,
    /// The same by cell, if the request keeps flows.
    pub cells: Option<Box<CellMoves>>,
}

/// Net moves of each cell.
#[derive(Debug, Clone, PartialEq)]
pub struct CellMoves {
    pub internal: BySexAge,
    pub external: BySexAge,
    pub housing: BySexAge,
    pub streams: Streams,
}

/// Moves in each direction by cell, net within a cell, by the age at the move.
#[derive(Debug, Clone, PartialEq)]
pub struct Streams {
    /// Those of whom a share leaves: the mean of the residents at the start and at the end of the year.
    pub residents: BySexAge,
    /// Departures across the border of the state.
    pub left_state: BySexAge,
    /// Arrivals across the border of the state.
    pub came_to_state: BySexAge,
    /// Departures to other districts.
    pub left_for_others: BySexAge,
    /// Arrivals from other districts.
    pub came_from_others: BySexAge,
}

impl Moves {
    /// Splits the base period's net migration into rates on `residents` and counts.
    pub fn new(
        model: &Model,
        residents: &[BySexAge],
        included: IncludedComponents,
    ) -> Result<Self, ProjectionError> {
        let mut areas = Vec::with_capacity(residents.len());
        for (i, base) in residents.iter().enumerate() {
            let area = &model.districts[i].key;
            let external =
                if included.external_moves { &model.migration.external_counts[i] } else { &NOBODY };
            let internal =
                if included.internal_moves { &model.migration.internal_counts[i] } else { &NOBODY };
            areas.push(AreaMoves {
                leave: rates(area, model.base_year, external, base)?,
                arrive: external.map(|row| row.map(|net| net.max(0.0))),
                leave_for_others: rates(area, model.base_year, internal, base)?,
                share_of_pool: internal.map(|row| row.map(|net| net.max(0.0))),
            });
        }
        let mut moves = Self { areas };
        if included.internal_moves {
            moves.share_the_pool(model)?;
        }
        Ok(moves)
    }

    /// Turns the counts of those who gain into shares, and checks that they are what others lose.
    fn share_the_pool(&mut self, model: &Model) -> Result<(), ProjectionError> {
        for sex in SEXES {
            for age in 0..AGES {
                let s = sex as usize;
                let net = || model.migration.internal_counts.iter().map(|table| table[s][age]);
                let arrived: f64 = net().filter(|n| *n > 0.0).sum();
                let left: f64 = -net().filter(|n| *n < 0.0).sum::<f64>();
                if (arrived - left).abs() > BALANCE_TOLERANCE * (arrived + left).max(1.0) {
                    return Err(ProjectionError::Unbalanced { moves: "internal", sex, age, arrived, left });
                }
                if arrived > 0.0 {
                    self.areas.iter_mut().for_each(|area| area.share_of_pool[s][age] /= arrived);
                }
            }
        }
        Ok(())
    }

    /// Checks that under the year's factors nowhere more people leave than live there.
    pub fn check(&self, model: &Model, year: Year, now: &Assumptions) -> Result<(), ProjectionError> {
        for (area, district) in self.areas.iter().zip(&model.districts) {
            for sex in SEXES {
                for age in 0..AGES {
                    let rate = area.leaving(sex as usize, age, now);
                    if !(0.0..=1.0).contains(&rate) {
                        return Err(ProjectionError::EverybodyLeaves {
                            area: district.key.clone(),
                            year: year.0,
                            sex,
                            age,
                            left: 100.0 * rate,
                        });
                    }
                }
            }
        }
        Ok(())
    }

    /// Moves half of a year's migrants of the given ages, and adds those who left a district to `pool`.
    pub fn half(
        &self,
        ages: std::ops::RangeInclusive<usize>,
        now: &Assumptions,
        housing: &[Option<BySexAge>],
        population: &mut [BySexAge],
        pool: &mut BySexAge,
        moved: &mut [Moved],
    ) {
        for s in 0..2 {
            for age in ages.clone() {
                let mut pooled = 0.0;
                for (i, area) in self.areas.iter().enumerate() {
                    let cell = &mut population[i][s][age];
                    let before = *cell;
                    let leaves = |share, factor| 0.5 * formulas::left(&UNNAMED, before, share, factor);
                    let for_others = leaves(area.leave_for_others[s][age], now.internal);
                    let out = leaves(area.leave[s][age], now.external);
                    let arrive = area.arrive[s][age];
                    let from_outside = 0.5 * formulas::came_to_state(&UNNAMED, arrive, now.external);
                    let into_housing = housing[i].as_ref().map_or(0.0, |table| 0.5 * table[s][age]);
                    *cell += from_outside + into_housing - out - for_others;
                    pooled += for_others;
                    moved[i].external += from_outside - out;
                    moved[i].internal -= for_others;
                    moved[i].housing += into_housing;
                    if let Some(cells) = &mut moved[i].cells {
                        cells.housing[s][age] += into_housing;
                        cells.half((s, age), before, (from_outside, out, for_others));
                    }
                }
                for (i, area) in self.areas.iter().enumerate() {
                    let share = area.share_of_pool[s][age];
                    let arrived = formulas::came_from_others(&UNNAMED, pooled, share);
                    population[i][s][age] += arrived;
                    moved[i].internal += arrived;
                    if let Some(cells) = &mut moved[i].cells {
                        cells.internal[s][age] += arrived;
                        cells.streams.came_from_others[s][age] += arrived;
                    }
                }
                pool[s][age] = pooled;
            }
        }
    }
}

impl AreaMoves {
    /// Share of a cell's residents that leaves in a year.
    pub fn leaving(&self, sex: usize, age: usize, now: &Assumptions) -> f64 {
        now.external * self.leave[sex][age] + now.internal * self.leave_for_others[sex][age]
    }
}

/// Losses as shares of the cells that lose.
fn rates(area: &Ags, year: Year, net: &BySexAge, base: &BySexAge) -> Result<BySexAge, ProjectionError> {
    let mut rates = NOBODY;
    for sex in SEXES {
        for (age, (&n, &residents)) in net[sex as usize].iter().zip(&base[sex as usize]).enumerate() {
            if !n.is_finite() {
                let what = format!("net migration of {area} at age {age}");
                return Err(ProjectionError::Parameter { what, value: n, expected: "a number" });
            }
            let rate = if n < 0.0 { -n / residents } else { 0.0 };
            if rate.is_nan() || rate > 1.0 {
                let left = 100.0 * rate;
                return Err(ProjectionError::EverybodyLeaves {
                    area: area.clone(),
                    year: year.0,
                    sex,
                    age,
                    left,
                });
            }
            rates[sex as usize][age] = rate;
        }
    }
    Ok(rates)
}
