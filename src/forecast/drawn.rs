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
#[derive(Clone, Copy)]
struct Affine {
    /// Weights that do not depend on rates of need, and those that are proportional to them.
    residents: Weights,
    need: Weights,
    number: f64,
}

impl Affine {
    const ZERO: Self = Self { residents: Weights::NONE, need: Weights::NONE, number: 0.0 };

    fn number(number: f64) -> Self {
        Self { number, ..Self::ZERO }
    }

    fn minus(self, other: &Self) -> Self {
        Self {
            residents: self.residents.plus(&other.residents.times(-1.0)),
            need: self.need.plus(&other.need.times(-1.0)),
            number: self.number - other.number,
        }
    }

    fn is_certain(&self) -> bool {
        self.residents == Weights::NONE && self.need == Weights::NONE
    }
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
        let mut asked = vec![Affine::ZERO; districts.len()];
        for district in districts.filter(is_asked) {
            let of = |measure| affine((model, care), request, measure, (at, self.year, district));
            let left = of(self.measure)?;
            let right = match self.limit {
                Limit::Number(_) => Affine::ZERO,
                Limit::Measure(measure) => of(measure)?,
            };
            asked[district] = left.minus(&right);
            number += asked[district].number;
        }
        if asked.iter().all(Affine::is_certain) {
            return Err(self.is_certain());
        }
        let limit = match self.limit {
            Limit::Number(limit) => limit,
            Limit::Measure(_) => 0.0,
        };
        Ok(Drawn {
            sum: in_one_year(care, at, &asked),
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
fn in_one_year(care: &CareRows, at: usize, asked: &[Affine]) -> WeightedSum {
    let nothing = vec![on_grid(&Weights::NONE); asked.len()];
    let of = |part: &dyn Fn(&Affine) -> Weights| {
        let here: Vec<Vec<f64>> = asked.iter().map(|one| on_grid(&part(one))).collect();
        let years = 1..care.forecast.years.len();
        years.map(|year| if year == at { here.clone() } else { nothing.clone() }).collect()
    };
    WeightedSum { of_residents: Some(of(&|one| one.residents)), of_need: Some(of(&|one| one.need)) }
}

fn affine(
    (model, care): (&Model, &CareRows),
    request: &ForecastSpec,
    measure: Measure,
    of: (usize, Year, usize),
) -> Result<Affine, ForecastError> {
    let (at, year, district) = of;
    let again = |measure| affine((model, care), request, measure, of);
    let there = &care.forecast.years[at].areas[district];
    Ok(match measure {
        Measure::Population => {
            Affine { residents: Weights([[1.0; crate::model::care::CARE_GROUPS]; 2]), ..Affine::ZERO }
        }
        Measure::PlacesSupply(kind) => Affine::number(match &request.supply {
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
            again(Measure::PlacesSupply(kind))?.minus(&again(Measure::PlacesNeeded(kind))?)
        }
        Measure::StaffAvailable(unit) => Affine::number(match unit {
            StaffUnit::Heads => there.staff.available,
            StaffUnit::Fte => care.forecast.fte_per_head.unwrap_or(1.0) * there.staff.available,
        }),
        Measure::StaffGap(unit) => {
            again(Measure::StaffNeeded(unit))?.minus(&again(Measure::StaffAvailable(unit))?)
        }
        _ => {
            let weighted = Weighted::new((model, &care.forecast), measure, Part::default());
            let weighted = weighted.ok_or_else(|| not_drawn(measure))?;
            let weights = weighted.weights_of(at, district);
            match weighted.follows_need() {
                true => Affine { need: weights, ..Affine::ZERO },
                false => Affine { residents: weights, ..Affine::ZERO },
            }
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
