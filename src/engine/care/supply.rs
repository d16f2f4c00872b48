//! What there is: places with their planned changes, and staff after retirement, other exits and entries.

use super::error::CareError;
use crate::model::care::{Parameters, RETIREMENT_FROM, RETIREMENT_TO};
use crate::units::{Ags, PlaceKind, Year};

/// Places by kind.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Places {
    /// Places for residents, with embedded short-term places.
    pub residential: f64,
    /// Dedicated short-term places.
    pub short_term: f64,
    /// Places of day and night care.
    pub day_care: f64,
}

impl Places {
    /// The places of one kind.
    pub fn of(&self, kind: PlaceKind) -> f64 {
        match kind {
            PlaceKind::Residential => self.residential,
            PlaceKind::ShortTerm => self.short_term,
            PlaceKind::DayCare => self.day_care,
        }
    }

    fn of_mut(&mut self, kind: PlaceKind) -> &mut f64 {
        match kind {
            PlaceKind::Residential => &mut self.residential,
            PlaceKind::ShortTerm => &mut self.short_term,
            PlaceKind::DayCare => &mut self.day_care,
        }
    }

    /// The sum with another area.
    pub fn plus(&self, other: &Self) -> Self {
        Self {
            residential: self.residential + other.residential,
            short_term: self.short_term + other.short_term,
            day_care: self.day_care + other.day_care,
        }
    }
}

/// Places that open or close on a date: under construction, or announced to close.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The district.
    pub area: Ags,
    /// The change holds from the end of this year on.
    pub year: Year,
    /// The kind of places.
    pub kind: PlaceKind,
    /// Places added; below zero places that close.
    pub places: f64,
}

/// Planned changes of places, checked.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Planned(Vec<Change>);

impl Planned {
    /// Checks that all changes are numbers.
    pub fn new(changes: &[Change]) -> Result<Self, CareError> {
        if let Some(change) = changes.iter().find(|change| !change.places.is_finite()) {
            let name = format!("the change of places of {}", change.area);
            return Err(CareError::OwnValue {
                name,
                value: change.places,
                low: -1e5,
                high: 1e5,
                unit: "places",
            });
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

/// Heads at the end of a year per head of the survey. Entries and returns are shares of the staff of the survey;
/// retirements and other exits are shares of the staff at the beginning of the year.
pub fn supply(parameters: &Parameters, survey: Year, year: Year) -> f64 {
    let mut staff = 1.0;
    for now in survey.0 + 1..=year.0 {
        let leaving = retiring(parameters, Year(now)) + parameters.staff_early_exit;
        staff = staff * (1.0 - leaving) + parameters.staff_entries + parameters.staff_return;
    }
    staff
}

/// Years, exits and staff years since the survey, per head of the survey.
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

/// Share of the staff that retires in a year: linear between two known years, constant outside.
fn retiring(parameters: &Parameters, year: Year) -> f64 {
    let span = f64::from(RETIREMENT_TO.0 - RETIREMENT_FROM.0);
    let way = (f64::from(year.0 - RETIREMENT_FROM.0) / span).clamp(0.0, 1.0);
    let (start, end) = (parameters.staff_retirement_start, parameters.staff_retirement_end);
    start + way * (end - start)
}
