//! Places: how many are needed, how many there were at the time of the survey, and the balance of need and supply.

use super::error::CareError;
use super::formulas::{UNNAMED, cared_for_at_home, places_balance};
use super::inputs::{Input, Inputs};
use super::need::{Need, Part, Weights, weights};
use super::population::DAY_CARE_FROM;
use super::rates::TypeRates;
use super::reading::Reading;
use super::supply::Places;
use super::survey::DistrictSurvey;
use crate::algebra::{Quantity, Unit};
use crate::model::Model;
use crate::model::care::parameters::Definition;
use crate::model::care::{CARE_GROUPS, Care, PlacesKind, care_ages};
use crate::units::{CareType, PlaceKind, Year};

/// The places of the survey. The statistics give residential places, with those for short-term guests that are
/// embedded in them, and all places; the rest are dedicated short-term, day and night places. Of the rest,
/// short-term places are as many as are used at the state's rate; all others are day and night care.
pub(super) fn of_survey(model: &Model, district: &DistrictSurvey, survey: Year) -> Result<Places, CareError> {
    let places = |kind| {
        let missing = CareError::NoCount { area: district.key.clone(), what: "places", year: survey.0 };
        model.care.places_of(&district.key, survey, kind).ok_or(missing)
    };
    let (all, residential) = (places(PlacesKind::All)?, places(PlacesKind::Residential)?);
    let other = all - residential;
    let short_term = short_term_needed(&model.care, at_home(&district.counts)).min(other);
    Ok(Places { residential, short_term, day_care: other - short_term })
}

/// People cared for at home, by relatives or with a service.
fn at_home(counts: &[f64; 5]) -> f64 {
    cared_for_at_home(counts[CareType::AllowanceOnly as usize], counts[CareType::HomeCare as usize])
}

fn short_term_needed(care: &Care, at_home: f64) -> f64 {
    let parameters = &care.parameters;
    parameters.short_term_guests_per_1000_at_home * at_home / 1_000.0 / parameters.occupancy_short_term
}

/// Places needed and places there; a balance below zero means that places are missing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Balance {
    /// Places needed at the planning occupancy.
    pub needed: Places,
    /// Places of the survey with the changes planned until then.
    pub supply: Places,
}

impl Balance {
    /// Places of a kind that are left over; below zero they are missing.
    pub fn of(&self, kind: PlaceKind) -> f64 {
        places_balance(&UNNAMED, self.supply.of(kind), self.needed.of(kind))
    }

    /// The sum with another area.
    pub fn plus(&self, other: &Self) -> Self {
        Self { needed: self.needed.plus(&other.needed), supply: self.supply.plus(&other.supply) }
    }
}

/// Places of a kind that people need in a district: residents of homes, people cared for at home, or, for day care,
/// residents of 75 and older. Day care continues at the survey's places per resident of 75 and older, at the occupancy
/// that the law prescribes, unless the request has a target.
pub fn places_needed<R: Reading>(
    reading: &R,
    district: usize,
    kind: PlaceKind,
    people: R::Value,
) -> R::Value {
    let label = (&"places for them" as &dyn std::fmt::Display, Unit::Places);
    match kind {
        PlaceKind::Residential => {
            R::Value::quotient(label, people, reading.input(Input::Parameter(occupancy(kind))))
        }
        PlaceKind::ShortTerm => {
            let each = reading.input(Input::Parameter(Definition::short_term_guests_per_1000_at_home()));
            let guests = R::Value::product((&"guests", Unit::Persons), [people, each]);
            R::Value::quotient(label, guests, reading.input(Input::Parameter(occupancy(kind))))
        }
        PlaceKind::DayCare => R::Value::product(label, [people, day_care_density(reading, district)]),
    }
}

/// Share of the places of a kind that is to be occupied.
fn occupancy(kind: PlaceKind) -> &'static Definition {
    match kind {
        PlaceKind::Residential => Definition::occupancy_residential(),
        PlaceKind::ShortTerm => Definition::occupancy_short_term(),
        PlaceKind::DayCare => Definition::occupancy_day_care(),
    }
}

/// Places of day and night care per resident of 75 and older.
fn day_care_density<R: Reading>(reading: &R, district: usize) -> R::Value {
    if reading.inputs().own.day_care_per_100_from_75.is_some() {
        return reading.input(Input::DayCareTarget);
    }
    let label = (&"places for each of them in the survey" as &dyn std::fmt::Display, Unit::Ratio);
    let places = places_of_survey(reading, district, PlaceKind::DayCare);
    let in_survey = R::Value::quotient(label, places, reading.input(Input::ResidentsFrom75(district)));
    let planned = reading.input(Input::Parameter(occupancy(PlaceKind::DayCare)));
    let by_law = reading.input(Input::OfModel(Definition::occupancy_day_care()));
    R::Value::rescaled(
        (&"places for each of them", Unit::Ratio),
        in_survey,
        &"occupancy of the law over the planned one",
        (by_law.named(&"occupancy of the law"), planned),
    )
}

/// The places of a kind in a district at the time of the survey.
pub fn places_of_survey<R: Reading>(reading: &R, district: usize, kind: PlaceKind) -> R::Value {
    let counted = |kind| reading.input(Input::PlacesCounted(district, kind));
    match kind {
        PlaceKind::Residential => counted(PlacesKind::Residential),
        PlaceKind::ShortTerm => reading.input(Input::ShortTermPlaces(district)),
        PlaceKind::DayCare => R::Value::difference(
            (&"places of day and night care: what the others leave", Unit::Places),
            counted(PlacesKind::All),
            [counted(PlacesKind::Residential), reading.input(Input::ShortTermPlaces(district))],
        ),
    }
}

/// Places per person in one district: [`places_needed`] of one person, since places are proportional to people.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct PlaceRules {
    /// Places per resident in a home.
    residential: f64,
    /// Places per person cared for at home.
    short_term: f64,
    /// Places per resident of 75 and older.
    day_care: f64,
}

impl PlaceRules {
    pub fn new(inputs: &Inputs, district: usize) -> Self {
        let each = |kind| places_needed(inputs, district, kind, 1.0);
        Self {
            residential: each(PlaceKind::Residential),
            short_term: each(PlaceKind::ShortTerm),
            day_care: each(PlaceKind::DayCare),
        }
    }

    pub fn needed(&self, need: &Need, from_75: f64) -> Places {
        let at_home = cared_for_at_home(need.of(CareType::AllowanceOnly), need.of(CareType::HomeCare));
        Places {
            residential: self.residential * need.of(CareType::Residential),
            short_term: self.short_term * at_home,
            day_care: self.day_care * from_75,
        }
    }

    /// The same as weights of residents.
    pub fn weights(&self, kind: PlaceKind, rates: &TypeRates, grades: &[[f64; 5]; 5]) -> Weights {
        let of = |kind| weights(rates, grades, &Part::of(kind));
        match kind {
            PlaceKind::Residential => of(CareType::Residential).times(self.residential),
            PlaceKind::ShortTerm => {
                of(CareType::AllowanceOnly).plus(&of(CareType::HomeCare)).times(self.short_term)
            }
            PlaceKind::DayCare => {
                let mut weights = Weights::NONE;
                for row in &mut weights.0 {
                    for (group, weight) in row.iter_mut().enumerate().take(CARE_GROUPS) {
                        if *care_ages(group).start() >= DAY_CARE_FROM {
                            *weight = self.day_care;
                        }
                    }
                }
                weights
            }
        }
    }
}
