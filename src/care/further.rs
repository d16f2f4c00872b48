//! Dementia, help in everyday life, and social assistance for care (Hilfe zur Pflege).

use super::need::{Need, Weights};
use super::scenario::CountyAssistance;
use super::survey::{DistrictSurvey, Survey};
use crate::model::care::{ASSISTANCE_YEAR, BySexCareGroup, Care, Parameters};
use crate::units::{CareType, Year};

/// Needs beside care itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FurtherNeed {
    /// By published prevalences; a part of them is in need of care as well.
    pub people_with_dementia: f64,
    /// People in need who live at home: each of them has the relief amount of section 45b SGB XI for help in
    /// everyday life.
    pub entitled_to_relief: f64,
    pub assistance: Assistance,
}

impl FurtherNeed {
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
    pub recipients: f64,
    /// At the prices of [`ASSISTANCE_YEAR`].
    pub cost_euro: f64,
    /// At rising prices.
    pub cost_euro_with_prices: f64,
}

/// Recipients follow the residents of homes, as most of the spending is for them. How many there are in each
/// district is not published, so each has the state's share unless the county knows its own.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct FurtherRules {
    /// By district: recipients per resident of a home, and euros per recipient.
    pub(super) assistance: Vec<(f64, f64)>,
}

impl FurtherRules {
    pub fn new(care: &Care, survey: &Survey, own: &[CountyAssistance]) -> Self {
        let residents = |one: &DistrictSurvey| one.counts[CareType::Residential as usize];
        let all: f64 = survey.districts.iter().map(residents).sum();
        let parameters = &care.parameters;
        let state = parameters.assistance_recipients / all;
        let each = parameters.assistance_cost_euro / parameters.assistance_recipients;
        let of = |district: &DistrictSurvey| match own.iter().find(|one| one.area == district.key) {
            Some(county) => (county.recipients / residents(district), county.cost_euro / county.recipients),
            None => (state, each),
        };
        Self { assistance: survey.districts.iter().map(of).collect() }
    }

    pub fn need(
        &self,
        (care, parameters): (&Care, &Parameters),
        (district, year): (usize, Year),
        population: &BySexCareGroup,
        need: &Need,
    ) -> FurtherNeed {
        let (per_resident, each) = self.assistance[district];
        let recipients = per_resident * need.of(CareType::Residential);
        let years = year.0 - ASSISTANCE_YEAR.0;
        let prices = (1.0 + parameters.assistance_price_increase).powi(years.max(0));
        FurtherNeed {
            people_with_dementia: dementia(care).sum(population),
            entitled_to_relief: need.at_home(),
            assistance: Assistance {
                recipients,
                cost_euro: recipients * each,
                cost_euro_with_prices: recipients * each * prices,
            },
        }
    }
}

/// What one resident adds to the people with dementia.
pub(super) fn dementia(care: &Care) -> Weights {
    Weights([care.dementia; 2])
}
