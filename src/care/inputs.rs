//! The values that the formulas of places, staff and further needs start from.

use super::places::{DAY_CARE_FROM, Places};
use super::population::persons_from;
use super::scenario::{CountyAssistance, Own};
use super::survey::Survey;
use crate::model::Model;
use crate::model::care::{ASSISTANCE_YEAR, Parameters, PlacesKind};
use crate::units::{CareType, PlaceKind, Year};

/// A value of the model, the survey or the request. Districts are given by their row in the model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Input {
    /// Share of the places of a kind that is to be occupied.
    Occupancy(PlaceKind),
    /// Occupancy of day care that the law prescribes.
    OccupancyByLaw,
    /// Guests of short-term care per person cared for at home.
    GuestsPerPersonAtHome,
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
    /// Recipients of Hilfe zur Pflege in the state.
    StateRecipients,
    /// Euros a year that the request states for a district.
    CountyCost(usize),
    /// Euros a year in the state.
    StateCost,
    /// One plus the yearly increase of the cost of a recipient.
    PriceFactor,
    /// Years of rising prices up to the end of a year.
    YearsOfPrices(Year),
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
        let (parameters, model, staff) =
            (self.parameters, &self.model.care.parameters, &self.model.care.staff);
        match input {
            Input::Occupancy(PlaceKind::Residential) => parameters.occupancy_residential,
            Input::Occupancy(PlaceKind::ShortTerm) => parameters.occupancy_short_term,
            Input::Occupancy(PlaceKind::DayCare) => parameters.occupancy_day_care,
            Input::OccupancyByLaw => model.occupancy_day_care,
            Input::GuestsPerPersonAtHome => parameters.short_term_guests_per_1000_at_home / 1_000.0,
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
            Input::StateRecipients => model.assistance_recipients,
            Input::CountyCost(at) => self.county(at).map_or(0.0, |county| county.cost_euro),
            Input::StateCost => model.assistance_cost_euro,
            Input::PriceFactor => 1.0 + parameters.assistance_price_increase,
            Input::YearsOfPrices(year) => f64::from((year.0 - ASSISTANCE_YEAR.0).max(0)),
        }
    }
}
