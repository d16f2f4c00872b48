//! Staff in heads: needed by care type, and available after retirement, other exits and entries.

use super::error::CareError;
use super::formulas::{self, UNNAMED};
use super::inputs::{Input, Inputs};
use super::need::{Need, Part, Weights, weights};
use super::rates::TypeRates;
use super::reading::Reading;
use super::supply::supply;
use crate::algebra::{Quantity, Unit};
use crate::model::care::Parameters;
use crate::model::care::parameters::{DEFINITIONS, Definition};
use crate::units::{CareType, Year};

/// Heads needed and available in an area at the end of a year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Staff {
    /// In care homes, day care among them.
    pub homes_needed: f64,
    /// In home-care services.
    pub services_needed: f64,
    /// Heads available in homes and services.
    pub available: f64,
}

impl Staff {
    /// Heads needed in homes and services.
    pub fn needed(&self) -> f64 {
        formulas::staff_needed(self.homes_needed, self.services_needed)
    }

    /// Heads missing; below zero there are more than needed.
    pub fn gap(&self) -> f64 {
        formulas::staff_gap(&UNNAMED, Unit::Heads, self.needed(), self.available)
    }

    /// The sum with another area.
    pub fn plus(&self, other: &Self) -> Self {
        Self {
            homes_needed: self.homes_needed + other.homes_needed,
            services_needed: self.services_needed + other.services_needed,
            available: self.available + other.available,
        }
    }
}

/// Heads needed for the residents of homes in a district.
pub fn heads_in_homes<R: Reading>(reading: &R, district: usize, residents: R::Value) -> R::Value {
    let counted = reading.input(Input::CountOfType(district, CareType::Residential));
    let heads = reading.input(Input::HeadsInHomes(district));
    let each = R::Value::quotient((&"heads of homes for each of them", Unit::Ratio), heads, counted);
    R::Value::product((&"heads in homes", Unit::Heads), [residents, each])
}

/// Heads needed for the clients of home-care services in a district.
pub fn heads_in_services<R: Reading>(reading: &R, district: usize, clients: R::Value) -> R::Value {
    let each = heads_per_client(reading, district);
    R::Value::product((&"heads in services", Unit::Heads), [clients, each])
}

/// Heads of services per client. By district they are known of the previous survey only: its heads per client, times
/// the clients of the survey, are brought to the heads of the state.
fn heads_per_client<R: Reading>(reading: &R, district: usize) -> R::Value {
    let inputs = reading.inputs();
    let of_district = |at: usize| {
        let clients = reading.input(Input::CountOfType(at, CareType::HomeCare));
        let each = reading.input(Input::HeadsPerClient(at));
        R::Value::product((&inputs.model.districts[at].name, Unit::Heads), [each, clients])
    };
    let all = (0..inputs.survey.districts.len()).map(of_district);
    let all = R::Value::sum((&"heads that these would be in all districts", Unit::Heads), all);
    let in_state = reading.input(Input::HeadsOfServices);
    let scale = R::Value::quotient((&"brought to the state's heads", Unit::Factor), in_state, all);
    let label = (&"heads of services for each client" as &dyn std::fmt::Display, Unit::Ratio);
    R::Value::times_per_hundred(label, reading.input(Input::HeadsPer100Clients(district)), scale)
}

/// Heads of homes and services in a district at the time of the survey.
pub fn heads_of_survey<R: Reading>(reading: &R, district: usize) -> R::Value {
    let clients = reading.input(Input::CountOfType(district, CareType::HomeCare));
    let each = heads_per_client(reading, district);
    let services = R::Value::product((&"heads of services in the survey", Unit::Heads), [each, clients]);
    let homes = reading.input(Input::HeadsInHomes(district));
    R::Value::sum((&"heads of the survey", Unit::Heads), [homes, services])
}

/// Heads available in a district at the end of a year: those of the survey, with those who came and without those who
/// left since.
pub fn heads_available<R: Reading>(reading: &R, district: usize, year: Year) -> R::Value {
    let parameter = |definition| reading.input(Input::Parameter(definition));
    let survey = heads_of_survey(reading, district);
    let again = survey.clone().without_operands();
    let came = |what: &str, share| {
        let years = reading.input(Input::YearsSinceSurvey(year));
        R::Value::product((&what, Unit::Heads), [again.clone(), parameter(share), years])
    };
    let there = [
        survey,
        came("entered since", Definition::staff_entries()),
        came("returned since", Definition::staff_return()),
    ];
    let there = R::Value::sum((&"those of the survey and those who came", Unit::Heads), there);
    let retired = [again.clone(), reading.input(Input::Retired(year))];
    let retired = R::Value::product((&"retired since", Unit::Heads), retired);
    let left = [again, reading.input(Input::StaffYears(year)), parameter(Definition::staff_early_exit())];
    let left = R::Value::product((&"left early since, net of those who return", Unit::Heads), left);
    R::Value::difference((&"heads of staff available", Unit::Heads), there, [retired, left])
}

/// Heads per client in one district, [`heads_in_homes`] and [`heads_in_services`] of one person, and the heads of the
/// survey.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StaffRules {
    /// Heads of homes per resident.
    pub per_resident: f64,
    /// Heads of services per client.
    pub per_client: f64,
    /// Heads of both in the survey.
    pub stock: f64,
}

impl StaffRules {
    /// The rules of all districts.
    pub(super) fn of(inputs: &Inputs) -> Result<Vec<Self>, CareError> {
        let (figures, survey) = (&inputs.model.care.staff, inputs.survey);
        let districts = survey.districts.len();
        let given = figures.homes.len() == districts && figures.services_per_100_clients.len() == districts;
        if !given {
            let area = survey.districts.first().map(|one| one.key.clone()).ok_or(CareError::NoSurvey)?;
            return Err(CareError::NoCount { area, what: "staff", year: survey.year.0 });
        }
        let rules = (0..districts).map(|district| Self {
            per_resident: heads_in_homes(inputs, district, 1.0),
            per_client: heads_in_services(inputs, district, 1.0),
            stock: heads_of_survey(inputs, district),
        });
        Ok(rules.collect())
    }

    pub(super) fn staff(&self, need: &Need, available: f64) -> Staff {
        Staff {
            homes_needed: self.per_resident * need.of(CareType::Residential),
            services_needed: self.per_client * need.of(CareType::HomeCare),
            available,
        }
    }

    /// What one resident adds to the heads needed.
    pub(super) fn weights(&self, rates: &TypeRates, grades: &[[f64; 5]; 5]) -> Weights {
        let of = |kind| weights(rates, grades, &Part::of(kind));
        of(CareType::Residential)
            .times(self.per_resident)
            .plus(&of(CareType::HomeCare).times(self.per_client))
    }
}

/// The staff available when one parameter alone is changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Sensitivity {
    /// Name of the parameter.
    pub parameter: &'static str,
    /// Heads available with the parameter decreased.
    pub lower: f64,
    /// Heads available with the parameter increased.
    pub upper: f64,
}

/// How the staff available in a year depends on each parameter: each alone is decreased and increased by a
/// share of itself.
pub fn sensitivity(
    parameters: &Parameters,
    stock: f64,
    (survey, year): (Year, Year),
    share: f64,
) -> Vec<Sensitivity> {
    let with = |definition: &Definition, factor: f64| {
        let mut changed = parameters.clone();
        *(definition.field)(&mut changed) *= factor;
        stock * supply(&changed, survey, year)
    };
    let of = |definition: &Definition| Sensitivity {
        parameter: definition.name,
        lower: with(definition, 1.0 - share),
        upper: with(definition, 1.0 + share),
    };
    // All parameters of the supply of staff are named so.
    let of_staff = DEFINITIONS.iter().filter(|definition| definition.name.starts_with("staff_"));
    of_staff.map(of).collect()
}
