//! Places: how many are needed, how many there are and will be, and the balance of both.

use super::error::CareError;
use super::need::{Need, Part, Weights, weights};
use super::rates::TypeRates;
use super::scenario::Assumed;
use super::survey::DistrictSurvey;
use crate::model::Model;
use crate::model::care::{CARE_GROUPS, Care, PlacesKind, care_ages};
use crate::units::{Ags, CareType, Year};

/// People of this age and older are who day care is planned for.
pub const DAY_CARE_FROM: usize = 75;

crate::units::words! {
    /// Kinds of care places that are planned separately.
    pub enum PlaceKind {
        Residential = "residential",
        /// Dedicated places; those embedded in homes are residential places.
        ShortTerm = "short_term",
        /// Day and night care.
        DayCare = "day_care",
    }
}

/// Places by kind.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Places {
    pub residential: f64,
    pub short_term: f64,
    pub day_care: f64,
}

impl Places {
    pub fn of(&self, kind: PlaceKind) -> f64 {
        match kind {
            PlaceKind::Residential => self.residential,
            PlaceKind::ShortTerm => self.short_term,
            PlaceKind::DayCare => self.day_care,
        }
    }

    pub(super) fn of_mut(&mut self, kind: PlaceKind) -> &mut f64 {
        match kind {
            PlaceKind::Residential => &mut self.residential,
            PlaceKind::ShortTerm => &mut self.short_term,
            PlaceKind::DayCare => &mut self.day_care,
        }
    }

    pub fn plus(&self, other: &Self) -> Self {
        Self {
            residential: self.residential + other.residential,
            short_term: self.short_term + other.short_term,
            day_care: self.day_care + other.day_care,
        }
    }
}

/// The places of the survey. The statistics give residential places, with those for short-term guests that are
/// embedded in them, and all places; the rest are dedicated short-term, day and night places. Of it,
/// short-term places are as many as are used at the state's rate, everything else is day and night care.
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
    counts[CareType::AllowanceOnly as usize] + counts[CareType::HomeCare as usize]
}

fn short_term_needed(care: &Care, at_home: f64) -> f64 {
    let parameters = &care.parameters;
    parameters.short_term_guests_per_1000_at_home * at_home / 1_000.0 / parameters.occupancy_short_term
}

/// Places that open or close on a date: under construction, or announced to close.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    pub area: Ags,
    /// From the end of this year on.
    pub year: Year,
    pub kind: PlaceKind,
    /// More than there are now, or, below zero, fewer.
    pub places: f64,
}

/// Checked changes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Planned(Vec<Change>);

impl Planned {
    pub fn new(changes: &[Change]) -> Result<Self, CareError> {
        if let Some(change) = changes.iter().find(|change| !change.places.is_finite()) {
            let name = format!("the change of places of {}", change.area);
            return Err(CareError::OwnValue { name, value: change.places, low: -1e5, high: 1e5 });
        }
        Ok(Self(changes.to_vec()))
    }

    pub(super) fn areas(&self) -> impl Iterator<Item = &Ags> {
        self.0.iter().map(|change| &change.area)
    }

    /// The places of an area at the end of a year.
    pub fn supply_at(&self, area: &Ags, base: &Places, year: Year) -> Result<Places, CareError> {
        let mut places = *base;
        for change in self.0.iter().filter(|change| change.area == *area && change.year <= year) {
            *places.of_mut(change.kind) += change.places;
        }
        for kind in PlaceKind::ALL {
            let left = places.of(kind);
            if left < 0.0 {
                let (area, kind) = (area.clone(), kind.word());
                return Err(CareError::NegativeSupply { area, kind, year: year.0, places: left });
            }
        }
        Ok(places)
    }
}

/// Needed, there, and the difference: below zero places are missing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Balance {
    pub needed: Places,
    pub supply: Places,
}

impl Balance {
    pub fn of(&self, kind: PlaceKind) -> f64 {
        self.supply.of(kind) - self.needed.of(kind)
    }

    pub fn plus(&self, other: &Self) -> Self {
        Self { needed: self.needed.plus(&other.needed), supply: self.supply.plus(&other.supply) }
    }
}

/// How places follow from need and residents in one district.
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
    /// Day care goes on at today's places per resident of 75 and older, at the occupancy that the law wants,
    /// unless there is a target.
    pub fn new(model: &Model, assumed: &Assumed, district: &DistrictSurvey, supply: &Places) -> Self {
        let parameters = &assumed.parameters;
        let old = super::population::persons_from(&district.population, DAY_CARE_FROM);
        let by_law = model.care.parameters.occupancy_day_care;
        let today = supply.day_care / old * by_law / parameters.occupancy_day_care;
        Self {
            residential: 1.0 / parameters.occupancy_residential,
            short_term: parameters.short_term_guests_per_1000_at_home
                / 1_000.0
                / parameters.occupancy_short_term,
            day_care: assumed.day_care_per_100.map_or(today, |places| places / 100.0),
        }
    }

    pub fn needed(&self, need: &Need, from_75: f64) -> Places {
        let at_home = need.of(CareType::AllowanceOnly) + need.of(CareType::HomeCare);
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
