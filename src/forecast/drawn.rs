//! How the draws answer a question about measures: by one weighted sum of residents in each draw, the measure that is asked
//! about minus what it is compared with.

use super::care_rows::{CareRows, Weighted, on_grid};
use super::question::{Direction, Limit, MeasureQuestion};
use super::rows::{Measure, StaffUnit};
use super::{ForecastError, ForecastSpec};
use crate::care::{Part, Weights};
use crate::model::Model;
use crate::projection::{Sample, Summed, WeightedSum};
use crate::units::Year;

/// A question as the draws answer it.
pub(crate) struct Drawn {
    pub sum: WeightedSum,
    pub sample: Sample,
    /// The sum is compared with this number.
    threshold: f64,
    direction: Direction,
}

impl Drawn {
    /// The share of draws in which it is so.
    pub fn share(&self, values: &[f64]) -> f64 {
        let holds = |value: &&f64| match self.direction {
            Direction::Above => **value > self.threshold,
            Direction::Below => **value < self.threshold,
        };
        values.iter().filter(holds).count() as f64 / values.len().max(1) as f64
    }
}

/// A measure of a district: residents times weights, and a number that has no distribution.
struct Affine {
    weights: Weights,
    number: f64,
}

impl MeasureQuestion {
    /// The question over the draws. `row` is the place of its sum among all weighted sums of the run.
    pub(crate) fn drawn(
        &self,
        (model, care): (&Model, &CareRows),
        request: &ForecastSpec,
        row: usize,
    ) -> Result<Drawn, ForecastError> {
        let districts = 0..model.districts.len();
        let is_asked =
            |district: &usize| self.area.as_ref().is_none_or(|area| model.districts[*district].key == *area);
        let at = (self.year.0 - model.base_year.0) as usize;
        let mut number = 0.0;
        let mut weights = vec![Weights::NONE; districts.len()];
        for district in districts.filter(is_asked) {
            let of = |measure| affine((model, care), request, measure, (at, self.year, district));
            let left = of(self.measure)?;
            let right = match self.limit {
                Limit::Number(_) => Affine { weights: Weights::NONE, number: 0.0 },
                Limit::Measure(measure) => of(measure)?,
            };
            weights[district] = left.weights.plus(&right.weights.times(-1.0));
            number += left.number - right.number;
        }
        if weights.iter().all(|one| *one == Weights::NONE) {
            return Err(self.is_certain());
        }
        let limit = match self.limit {
            Limit::Number(limit) => limit,
            Limit::Measure(_) => 0.0,
        };
        Ok(Drawn {
            sum: in_one_year(care, at, &weights),
            sample: Sample { area: self.area.clone(), year: self.year, of: Summed::Weighted(row) },
            threshold: limit - number,
            direction: self.direction,
        })
    }

    fn is_certain(&self) -> ForecastError {
        let said = format!(
            "{} has no distribution over the draws; hint: compare it with what is needed",
            self.measure.word()
        );
        ForecastError::NoSuchQuestion { at: self.at, said }
    }
}

/// The weights in one year after the base; none in all others.
fn in_one_year(care: &CareRows, at: usize, weights: &[Weights]) -> WeightedSum {
    let nothing = vec![on_grid(&Weights::NONE); weights.len()];
    let asked: Vec<Vec<f64>> = weights.iter().map(on_grid).collect();
    let years = 1..care.forecast.years.len();
    WeightedSum {
        weights: years.map(|year| if year == at { asked.clone() } else { nothing.clone() }).collect(),
    }
}

fn affine(
    (model, care): (&Model, &CareRows),
    request: &ForecastSpec,
    measure: Measure,
    of: (usize, Year, usize),
) -> Result<Affine, ForecastError> {
    let (at, year, district) = of;
    let number = |number| Affine { weights: Weights::NONE, number };
    let minus = |left: Affine, right: Affine| Affine {
        weights: left.weights.plus(&right.weights.times(-1.0)),
        number: left.number - right.number,
    };
    let again = |measure| affine((model, care), request, measure, of);
    let there = &care.forecast.years[at].areas[district];
    Ok(match measure {
        Measure::Population => {
            Affine { weights: Weights([[1.0; crate::model::care::CARE_GROUPS]; 2]), number: 0.0 }
        }
        Measure::PlacesSupply(kind) => number(match &request.supply {
            None => there.places.supply.of(kind),
            Some(register) => {
                let key = &model.districts[district].key;
                let places =
                    register.places(year, |municipality| municipality.district().as_ref() == Some(key));
                let planned = request.care.own.planned.iter();
                let planned = planned.filter(|one| one.area == *key && one.kind == kind && one.year <= year);
                places.of(kind) + planned.map(|one| one.places).sum::<f64>()
            }
        }),
        Measure::PlacesBalance(kind) => {
            minus(again(Measure::PlacesSupply(kind))?, again(Measure::PlacesNeeded(kind))?)
        }
        Measure::StaffAvailable(unit) => number(match unit {
            StaffUnit::Heads => there.staff.available,
            StaffUnit::Fte => care.forecast.fte_per_head.unwrap_or(1.0) * there.staff.available,
        }),
        Measure::StaffGap(unit) => {
            minus(again(Measure::StaffNeeded(unit))?, again(Measure::StaffAvailable(unit))?)
        }
        _ => {
            let weighted = Weighted::new((model, &care.forecast), measure, Part::default());
            let weighted = weighted.ok_or_else(|| not_drawn(measure))?;
            Affine { weights: weighted.weights_of(at, district), number: 0.0 }
        }
    })
}

fn not_drawn(measure: Measure) -> ForecastError {
    let reason = match measure {
        Measure::StaffNeeded(StaffUnit::Fte) => "full-time equivalents need care.fte_per_head",
        _ => "its distribution over the draws is not kept",
    };
    ForecastError::NoSuchCell { field: "questions", said: format!("{}: {reason}", measure.word()) }
}
