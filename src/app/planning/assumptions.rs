//! The values that a planner may assume in place of the model's, with their bounds and usual values.

use serde::Serialize;

use super::fields::within;
use crate::app::error::Code;
use crate::app::forecast::{ForecastRequest, TargetRequest};
use crate::forecast::DAY_CARE_BOUNDS;
use crate::model::care::parameters::DEFINITIONS;
use crate::model::{E0_BOUNDS, MIGRATION_FACTOR_BOUNDS, Model, TFR_BOUNDS};

/// A value that a planner may assume.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Assumption {
    /// The name of its field in an address; that of the API.
    pub name: &'static str,
    /// The least value, in the unit of a page: a share in percent.
    pub least: f64,
    /// The greatest value, in the same unit.
    pub most: f64,
    /// What the model assumes, in the unit of a page, where it is one number.
    pub usual: Option<f64>,
    /// Whether a page shows it in percent.
    pub is_share: bool,
}

/// The names of the assumptions on the population: the five that are reached in a year.
const OF_POPULATION: [&str; 5] =
    ["tfr", "life_expectancy_male", "life_expectancy_female", "external_migration", "internal_migration"];

/// The target of a district for day care.
const DAY_CARE: &str = "day_care_per_100_from_75";

/// All that may be assumed: of the population, then the parameters of care that a request may replace.
pub fn all(model: &Model) -> Vec<Assumption> {
    let usual = model.scenarios.iter().find(|one| one.id == crate::forecast::DEFAULT_SCENARIO);
    let of = |name, range: std::ops::RangeInclusive<f64>, usual: Option<f64>, is_share: bool| {
        let shown = if is_share { 100.0 } else { 1.0 };
        let usual = usual.map(|usual| usual * shown);
        Assumption { name, least: range.start() * shown, most: range.end() * shown, usual, is_share }
    };
    let [tfr, men, women, external, internal] = OF_POPULATION;
    let mut all = Vec::new();
    if let Some(one) = usual {
        all.push(of(tfr, TFR_BOUNDS, Some(one.tfr.value), false));
        all.push(of(men, E0_BOUNDS, Some(one.e0[0].value), false));
        all.push(of(women, E0_BOUNDS, Some(one.e0[1].value), false));
        all.push(of(external, MIGRATION_FACTOR_BOUNDS, Some(one.external_migration.value), true));
        all.push(of(internal, MIGRATION_FACTOR_BOUNDS, Some(one.internal_migration.value), true));
    }
    all.push(of(DAY_CARE, DAY_CARE_BOUNDS, None, false));
    let mut values = model.care.parameters.clone();
    for definition in DEFINITIONS.iter().filter(|definition| definition.is_editable) {
        let value = *(definition.field)(&mut values);
        // What cannot be more than one is a share.
        let is_share = *definition.range.end() <= 1.0;
        all.push(of(definition.name, definition.range.clone(), Some(value), is_share));
    }
    all
}

impl Assumption {
    /// The value that a field says, in the unit of the API.
    ///
    /// # Errors
    ///
    /// A text that is no number, or one out of bounds.
    pub fn read(&self, text: &str) -> Result<f64, Code> {
        let value = within(text, self.least, self.most)?;
        Ok(if self.is_share { value / 100.0 } else { value })
    }

    /// Whether it is about the population, and reached in a year.
    pub fn is_of_population(&self) -> bool {
        OF_POPULATION.contains(&self.name)
    }

    /// Puts a value into a request; those of the population are reached in a year.
    pub(super) fn set(name: &str, request: &mut ForecastRequest, (value, year): (f64, i32)) {
        let target = Some(TargetRequest { value, year });
        let assumed = &mut request.assumptions;
        match name {
            "tfr" => assumed.tfr = target,
            "life_expectancy_male" => assumed.life_expectancy_male = target,
            "life_expectancy_female" => assumed.life_expectancy_female = target,
            "external_migration" => assumed.external_migration = target,
            "internal_migration" => assumed.internal_migration = target,
            DAY_CARE => request.care.day_care_per_100_from_75 = Some(value),
            parameter => drop(request.care.parameters.insert(parameter.to_owned(), value)),
        }
    }
}
