//! Staff in heads: needed by care type, and available after retirement, other exits and entries.

use super::error::CareError;
use super::need::{Need, Part, Weights, weights};
use super::rates::TypeRates;
use super::survey::Survey;
use crate::model::Model;
use crate::model::care::{Parameters, RETIREMENT_FROM, RETIREMENT_TO};
use crate::units::{CareType, Year};

/// Heads needed and available in an area at the end of a year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Staff {
    /// In care homes, day care among them.
    pub homes_needed: f64,
    /// In home-care services.
    pub services_needed: f64,
    pub available: f64,
}

impl Staff {
    pub fn needed(&self) -> f64 {
        self.homes_needed + self.services_needed
    }

    /// How many are missing; below zero some are left over.
    pub fn gap(&self) -> f64 {
        self.needed() - self.available
    }

    pub fn plus(&self, other: &Self) -> Self {
        Self {
            homes_needed: self.homes_needed + other.homes_needed,
            services_needed: self.services_needed + other.services_needed,
            available: self.available + other.available,
        }
    }
}

/// How staff follows from clients in one district, and how many there were in the survey.
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
    /// For all districts. Heads of services by district are known of the survey before: its heads per
    /// client, times today's clients, are brought to the heads of the state today.
    pub(super) fn of(model: &Model, survey: &Survey) -> Result<Vec<Self>, CareError> {
        let figures = &model.care.staff;
        let clients = |index: usize| survey.districts[index].counts[CareType::HomeCare as usize];
        let districts = survey.districts.len();
        let given = figures.homes.len() == districts && figures.services_per_100_clients.len() == districts;
        if !given {
            let area = survey.districts.first().map(|one| one.key.clone()).ok_or(CareError::NoSurvey)?;
            return Err(CareError::NoCount { area, what: "staff", year: survey.year.0 });
        }
        let before: f64 = (0..districts)
            .map(|index| figures.services_per_100_clients[index] / 100.0 * clients(index))
            .sum();
        let scale = figures.services_in_state / before;
        let rules = (0..districts).map(|index| {
            let residents = survey.districts[index].counts[CareType::Residential as usize];
            let per_client = scale * figures.services_per_100_clients[index] / 100.0;
            Self {
                per_resident: figures.homes[index] / residents,
                per_client,
                stock: figures.homes[index] + per_client * clients(index),
            }
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

/// Staff for each one of the survey, at the end of a year. Entries are as many heads each year as
/// a share of the survey's staff; those who leave are a share of who is there.
pub fn supply(parameters: &Parameters, survey: Year, year: Year) -> f64 {
    let mut staff = 1.0;
    for now in survey.0 + 1..=year.0 {
        let leaving = retiring(parameters, Year(now)) + parameters.staff_early_exit;
        staff = staff * (1.0 - leaving) + parameters.staff_entries + parameters.staff_return;
    }
    staff
}

/// What has come and gone since the survey, for each head of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StaffAccount {
    pub years: f64,
    /// The sum over the years of the staff at their beginning: who could leave.
    pub staff_years: f64,
    pub retired: f64,
}

/// The account behind [`supply`]: one, plus entries and returns of each year, less those who retired and less
/// the share of the staff years that left early.
pub fn staff_account(parameters: &Parameters, survey: Year, year: Year) -> StaffAccount {
    let mut account = StaffAccount { years: 0.0, staff_years: 0.0, retired: 0.0 };
    for now in survey.0 + 1..=year.0 {
        let staff = supply(parameters, survey, Year(now - 1));
        account.years += 1.0;
        account.staff_years += staff;
        account.retired += staff * retiring(parameters, Year(now));
    }
    account
}

/// Share of the staff that retires in a year: straight between two known years, constant outside.
fn retiring(parameters: &Parameters, year: Year) -> f64 {
    let span = f64::from(RETIREMENT_TO.0 - RETIREMENT_FROM.0);
    let way = (f64::from(year.0 - RETIREMENT_FROM.0) / span).clamp(0.0, 1.0);
    let (start, end) = (parameters.staff_retirement_start, parameters.staff_retirement_end);
    start + way * (end - start)
}

/// The staff available when one parameter alone is changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Sensitivity {
    pub parameter: &'static str,
    /// Heads available with a smaller and with a greater parameter.
    pub lower: f64,
    pub upper: f64,
}

/// How the staff available in a year hangs on each parameter: each alone is made smaller and greater by a
/// share of itself.
pub fn sensitivity(
    parameters: &Parameters,
    stock: f64,
    (survey, year): (Year, Year),
    share: f64,
) -> Vec<Sensitivity> {
    type Field = fn(&mut Parameters) -> &mut f64;
    let fields: [(&'static str, Field); 5] = [
        ("staff_entries", |all| &mut all.staff_entries),
        ("staff_retirement_start", |all| &mut all.staff_retirement_start),
        ("staff_retirement_end", |all| &mut all.staff_retirement_end),
        ("staff_early_exit", |all| &mut all.staff_early_exit),
        ("staff_return", |all| &mut all.staff_return),
    ];
    let with = |field: Field, factor: f64| {
        let mut changed = parameters.clone();
        *field(&mut changed) *= factor;
        stock * supply(&changed, survey, year)
    };
    let of = |(parameter, field): (&'static str, Field)| Sensitivity {
        parameter,
        lower: with(field, 1.0 - share),
        upper: with(field, 1.0 + share),
    };
    fields.into_iter().map(of).collect()
}
