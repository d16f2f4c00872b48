//! The values that the formulas of places, staff and further needs start from.

use super::population::{DAY_CARE_FROM, persons_from};
use super::scenario::{CountyAssistance, Own};
use super::supply::{Places, staff_account};
use super::survey::Survey;
use crate::model::Model;
use crate::model::care::parameters::Definition;
use crate::model::care::{ASSISTANCE_YEAR, Parameters, PlacesKind};
use crate::units::{CareType, Year};

/// A value of the model, the survey or the request. Districts are given by their row in the model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Input {
    /// A parameter, with the request's value in place of the model's.
    Parameter(&'static Definition),
    /// The model's value of a parameter, whatever the request says.
    OfModel(&'static Definition),
    /// The request's places of day care per resident of 75 and older.
    DayCareTarget,
    /// Places of a district as the statistics count them.
    PlacesCounted(usize, PlacesKind),
    /// Dedicated short-term places of a district at the time of the survey, derived.
    ShortTermPlaces(usize),
    /// Residents of a district aged 75 and older at the time of the survey.
    ResidentsFrom75(usize),
    /// People in need of one care type whom the survey counted in a district.
    CountOfType(usize, CareType),
    /// Heads of staff in the care homes of a district.
    HeadsInHomes(usize),
    /// Heads of home-care services per client in a district, of the previous survey.
    HeadsPerClient(usize),
    /// The same per 100 clients.
    HeadsPer100Clients(usize),
    /// Heads of home-care services in the state.
    HeadsOfServices,
    /// Recipients of Hilfe zur Pflege that the request states for a district.
    CountyRecipients(usize),
    /// Euros a year that the request states for a district.
    CountyCost(usize),
    /// Years of rising prices up to the end of a year.
    YearsOfPrices(Year),
    /// Years from the survey to the end of a year.
    YearsSinceSurvey(Year),
    /// Years that staff was there since the survey, for each head of it.
    StaffYears(Year),
    /// Share of the staff of the survey that has retired by the end of a year.
    Retired(Year),
}

/// Where the values of [`Input`] come from.
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'a> {
    /// The model set.
    pub model: &'a Model,
    /// The survey that rates and rules start from.
    pub survey: &'a Survey,
    /// By district, the places of the survey.
    pub places: &'a [Places],
    /// The model's parameters with the request's in their place.
    pub parameters: &'a Parameters,
    /// The request's own values.
    pub own: &'a Own,
}

impl Inputs<'_> {
    /// What the request states of the Hilfe zur Pflege of a district.
    pub fn county(&self, district: usize) -> Option<&CountyAssistance> {
        let key = &self.survey.districts[district].key;
        self.own.assistance.iter().find(|one| one.area == *key)
    }

    /// The value of an input in the unit that its variant names. What is neither counted nor requested is 0.
    pub fn value(&self, input: Input) -> f64 {
        let staff = &self.model.care.staff;
        let account = |year| staff_account(self.parameters, self.survey.year, year);
        match input {
            Input::Parameter(definition) => (definition.quantity)(self.parameters),
            Input::OfModel(definition) => (definition.quantity)(&self.model.care.parameters),
            Input::DayCareTarget => self.own.day_care_per_100_from_75.map_or(0.0, |places| places / 100.0),
            Input::PlacesCounted(at, kind) => {
                let key = &self.survey.districts[at].key;
                self.model.care.places_of(key, self.survey.year, kind).unwrap_or(0.0)
            }
            Input::ShortTermPlaces(at) => self.places[at].short_term,
            Input::ResidentsFrom75(at) => persons_from(&self.survey.districts[at].population, DAY_CARE_FROM),
            Input::CountOfType(at, kind) => self.survey.districts[at].counts[kind as usize],
            Input::HeadsInHomes(at) => staff.homes[at],
            Input::HeadsPerClient(at) => staff.services_per_100_clients[at] / 100.0,
            Input::HeadsPer100Clients(at) => staff.services_per_100_clients[at],
            Input::HeadsOfServices => staff.services_in_state,
            Input::CountyRecipients(at) => self.county(at).map_or(0.0, |county| county.recipients),
            Input::CountyCost(at) => self.county(at).map_or(0.0, |county| county.cost_euro),
            Input::YearsOfPrices(year) => f64::from((year.0 - ASSISTANCE_YEAR.0).max(0)),
            Input::YearsSinceSurvey(year) => account(year).years,
            Input::StaffYears(year) => account(year).staff_years,
            Input::Retired(year) => account(year).retired,
        }
    }
}
