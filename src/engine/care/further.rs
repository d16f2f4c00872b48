//! Dementia, help in everyday life, and social assistance for care (Hilfe zur Pflege).

use std::fmt::Display;

use super::inputs::{Input, Inputs};
use super::need::{Need, Weights};
use super::reading::Reading;
use crate::algebra::{Quantity, Unit};
use crate::model::care::parameters::Definition;
use crate::model::care::{ASSISTANCE_YEAR, BySexCareGroup, Care};
use crate::units::{CareType, Year};

/// Needs beside care itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FurtherNeed {
    /// By published prevalences; a part of them is in need of care as well.
    pub people_with_dementia: f64,
    /// People in need who live at home: each of them has the relief amount of section 45b SGB XI for help in
    /// everyday life.
    pub entitled_to_relief: f64,
    /// Hilfe zur Pflege.
    pub assistance: Assistance,
}

impl FurtherNeed {
    /// The sum with another area.
    pub fn plus(&self, other: &Self) -> Self {
        Self {
            people_with_dementia: self.people_with_dementia + other.people_with_dementia,
            entitled_to_relief: self.entitled_to_relief + other.entitled_to_relief,
            assistance: Assistance {
                recipients: self.assistance.recipients + other.assistance.recipients,
                cost_euro: self.assistance.cost_euro + other.assistance.cost_euro,
                cost_euro_with_prices: self.assistance.cost_euro_with_prices
                    + other.assistance.cost_euro_with_prices,
            },
        }
    }
}

/// Recipients of Hilfe zur Pflege and what they cost in a year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Assistance {
    /// Persons in the course of the year.
    pub recipients: f64,
    /// At the prices of [`ASSISTANCE_YEAR`].
    pub cost_euro: f64,
    /// At rising prices.
    pub cost_euro_with_prices: f64,
}

/// Recipients of Hilfe zur Pflege among the residents of homes of a district, for whom most of the spending is. Numbers
/// by district are not published, so each district has the state's share unless the county states its own.
pub fn recipients<R: Reading>(reading: &R, district: usize, residents: R::Value) -> R::Value {
    let inputs = reading.inputs();
    let counted = |at| reading.input(Input::CountOfType(at, CareType::Residential));
    let (known, counted) = match inputs.county(district) {
        Some(_) => (reading.input(Input::CountyRecipients(district)), counted(district)),
        None => {
            let label = (&"people in homes counted in all districts" as &dyn Display, Unit::Persons);
            let all = (0..inputs.survey.districts.len()).map(counted);
            let known = reading.input(Input::Parameter(Definition::assistance_recipients()));
            let known = known.named(&format_args!("recipients in the state in {}", ASSISTANCE_YEAR.0));
            (known, R::Value::sum(label, all))
        }
    };
    let each = R::Value::quotient((&"recipients for each of them", Unit::Ratio), known, counted);
    R::Value::product((&"recipients", Unit::Persons), [residents, each])
}

/// Euros a year that recipients in a district cost, at the prices of [`ASSISTANCE_YEAR`].
pub fn cost<R: Reading>(reading: &R, district: usize, recipients: R::Value) -> R::Value {
    let inputs = reading.inputs();
    let (cost, known) = match inputs.county(district) {
        Some(county) => {
            let known = reading.input(Input::CountyRecipients(district));
            let known = known.named(&format_args!("recipients in {}", county.area));
            (reading.input(Input::CountyCost(district)), known)
        }
        None => {
            let [cost, known] = [Definition::assistance_cost_euro(), Definition::assistance_recipients()];
            (reading.input(Input::Parameter(cost)), reading.input(Input::Parameter(known)))
        }
    };
    let label =
        (&format_args!("euros for each of them in {}", ASSISTANCE_YEAR.0) as &dyn Display, Unit::Ratio);
    let each = R::Value::quotient(label, cost, known);
    R::Value::product((&"cost of Hilfe zur Pflege", Unit::Euro), [recipients, each])
}

/// A cost at the prices of a year.
pub fn with_prices<R: Reading>(reading: &R, cost: R::Value, year: Year) -> R::Value {
    let base = reading.input(Input::Parameter(Definition::assistance_price_increase()));
    let exponent = reading.input(Input::YearsOfPrices(year));
    let prices = R::Value::power((&"rise of prices", Unit::Factor), base, exponent);
    R::Value::product((&"cost of Hilfe zur Pflege", Unit::Euro), [cost, prices])
}

/// Recipients and their cost per person: [`recipients`] of one resident of a home, [`cost`] of one recipient.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct FurtherRules {
    /// By district: recipients per resident of a home, and euros per recipient.
    pub(super) assistance: Vec<(f64, f64)>,
}

impl FurtherRules {
    pub fn new(inputs: &Inputs) -> Self {
        let of = |district| (recipients(inputs, district, 1.0), cost(inputs, district, 1.0));
        Self { assistance: (0..inputs.survey.districts.len()).map(of).collect() }
    }

    pub fn need(
        &self,
        inputs: &Inputs,
        (district, year): (usize, Year),
        population: &BySexCareGroup,
        need: &Need,
    ) -> FurtherNeed {
        let (per_resident, each) = self.assistance[district];
        let recipients = per_resident * need.of(CareType::Residential);
        let cost_euro = recipients * each;
        FurtherNeed {
            people_with_dementia: dementia(&inputs.model.care).sum(population),
            entitled_to_relief: need.at_home(),
            assistance: Assistance {
                recipients,
                cost_euro,
                cost_euro_with_prices: with_prices(inputs, cost_euro, year),
            },
        }
    }
}

/// What one resident adds to the people with dementia.
pub(super) fn dementia(care: &Care) -> Weights {
    Weights([care.dementia; 2])
}
