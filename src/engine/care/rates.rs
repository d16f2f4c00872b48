//! Rates of need: shares of residents by sex, care group and care type.
//!
//! A district's rates are those of Germany or of the state with all odds times one factor, so that the official count is
//! met. A factor on the rates themselves would make some exceed 1: in seven of the eight districts that of the women
//! of 95 and older. With a factor on the odds a rate stays below one, and rates keep their order by age.

use ndarray::{Array2, Array3, Axis};

use super::error::CareError;
pub use crate::algebra::odds_times;
use crate::model::care::{BySexCareGroup, CARE_GROUPS, TypeProfile};
use crate::units::{Ags, CareType, Year};

/// Shares of residents by sex, care group and care type.
pub type TypeRates = Array3<f64>;

/// How many care types there are.
pub(super) const TYPES: usize = CareType::ALL.len();
/// Natural logarithm of the largest factor on odds that the search considers.
const GREATEST: f64 = 12.0;
/// Halvings of the interval; more would not change a double.
const HALVINGS: usize = 80;
/// Rounds of fitting. The districts need a few dozen.
const MAX_ROUNDS: usize = 20_000;
/// Largest relative difference from a count at the end.
const TOLERANCE: f64 = 1e-12;

/// The factor on the odds of all rates with which a population has so many people in need.
pub fn odds_factor(rates: &BySexCareGroup, population: &BySexCareGroup, persons: f64) -> Option<f64> {
    let need = |factor: f64| -> f64 {
        let cells = rates.iter().flatten().zip(population.iter().flatten());
        cells.map(|(rate, residents)| odds_times(*rate, factor) * residents).sum()
    };
    let (mut low, mut high) = (-GREATEST, GREATEST);
    if !(need(low.exp()) < persons && persons < need(high.exp())) {
        return None;
    }
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if need(middle.exp()) < persons {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some((0.5 * (low + high)).exp())
}

/// People in need by care type as a survey counted them in a district; their sum is the total.
pub type TypeCounts = [f64; TYPES];

/// Persons by cell and care type, by iterative proportional fitting (Deming and Stephan 1940): cells (sex
/// and care group, one a row) keep their people in need, types their counts, and inside of that the
/// profile keeps its structure.
pub fn fit_types(
    (area, year): (&Ags, Year),
    profile: &TypeProfile,
    cells: &[f64],
    counts: &TypeCounts,
) -> Result<Array2<f64>, CareError> {
    let mut table = Array2::from_shape_fn((cells.len(), TYPES), |(cell, kind)| {
        let group = &profile[cell / CARE_GROUPS][cell % CARE_GROUPS];
        if counts[kind] > 0.0 { group[seed_of(kind)] } else { 0.0 }
    });
    let rows = |table: &mut Array2<f64>| {
        for (mut row, persons) in table.axis_iter_mut(Axis(0)).zip(cells) {
            let sum = row.sum();
            row.mapv_inplace(|cell| if sum > 0.0 { cell * persons / sum } else { 0.0 });
        }
    };
    let mut off = 0.0;
    for _ in 0..MAX_ROUNDS {
        rows(&mut table);
        let sums = table.sum_axis(Axis(0));
        let misses = sums.iter().zip(counts).map(|(sum, count)| (sum - count).abs());
        off = misses.clone().fold(0.0, f64::max);
        if misses.zip(counts).all(|(off, count)| off <= TOLERANCE * count) {
            return Ok(table);
        }
        for ((mut column, sum), count) in table.axis_iter_mut(Axis(1)).zip(&sums).zip(counts) {
            if *sum > 0.0 {
                column.mapv_inplace(|cell| cell * count / sum);
            }
        }
    }
    Err(CareError::NoFit { area: area.clone(), year: year.0, rounds: MAX_ROUNDS, off })
}

/// The known profile with which the fit of a care type starts: guests of day care live at home like those with a service.
fn seed_of(kind: usize) -> usize {
    match CareType::ALL[kind] {
        CareType::DayCareGrade1 => CareType::HomeCare as usize,
        known => known as usize,
    }
}
