//! A run of the forecast as the address of a page names it: an area, an assumption for each axis, own values, and new
//! places. Everything stands in the link, so that it shows everybody the same.

use serde::Serialize;

use super::area::WorkspaceArea;
use super::assumptions::{self, Assumption};
use super::fields::{whole, within};
use crate::app::error::{Code, FieldError};
use crate::app::forecast::{CareValuesRequest, ForecastRequest, PlannedPlacesRequest, Supply};
use crate::forecast::PlaceKind;
use crate::model::Model;

/// Draws where the address names none, behind bands and probabilities alike: so many that a share of them is known to two
/// percentage points (the standard error of a share of one half is 2.2).
pub const DEFAULT_DRAWS: usize = 500;
/// More are asked of the API.
pub const MAX_DRAWS: u64 = 2_000;
/// The last year that pages show.
pub const LAST_YEAR: i32 = 2040;
/// The year in which own values are reached, if the address names none.
pub const DEFAULT_OWN_YEAR: i32 = 2035;
/// Places that one plan opens or closes at most.
pub const MAX_PLACES: f64 = 5_000.0;
const YEARS: (u64, u64) = (1990, 2100);

/// The axes of assumptions, as a parameter names each.
pub const AXES: [&str; 3] = ["scenario", "prevalence", "care_form"];

/// New places in a district, or closed ones below zero.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NewPlaces {
    /// The key of the district.
    pub district: String,
    /// residential | short_term | day_care
    pub kind: String,
    /// Places that are added; below zero where places close.
    pub places: f64,
    /// From the end of this year on.
    pub year: i32,
}

/// What the address of a page says about a run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RunRequest {
    /// The id of the population scenario; `None` for the default.
    pub scenario: Option<String>,
    /// The id of the assumption on rates of need; `None` for the default.
    pub prevalence: Option<String>,
    /// The id of the assumption on forms of care; `None` for the default.
    pub care_form: Option<String>,
    /// How many draws; `None` for the number of the page.
    pub draws: Option<usize>,
    /// Own values by the names of [`assumptions::all`].
    pub own: Vec<(&'static str, f64)>,
    /// The year in which own values of the population are reached.
    pub own_year: Option<i32>,
    /// Places that the planner adds.
    pub new_places: Option<NewPlaces>,
}

impl RunRequest {
    /// Reads the fields of an address. Fields of other parts of a page are left alone.
    ///
    /// # Errors
    ///
    /// Every wrong value with the name of its field.
    pub fn read<'a>(
        pairs: impl Iterator<Item = (&'a str, &'a str)>,
        model: &Model,
    ) -> Result<Self, Vec<FieldError>> {
        let mut run = Self::default();
        let mut errors = Vec::new();
        let (mut places, mut kind, mut year, mut district) = (None, None, None, None);
        let known = assumptions::all(model);
        for (field, value) in pairs {
            let outcome = match field {
                "scenario" | "prevalence" | "care_form" => run.set_axis(field, value, model),
                "draws" => whole(value, (0, MAX_DRAWS)).map(|draws| run.draws = usize::try_from(draws).ok()),
                "own_year" => whole(value, YEARS).map(|found| run.own_year = i32::try_from(found).ok()),
                "new_places" => within(value, -MAX_PLACES, MAX_PLACES).map(|found| places = Some(found)),
                "new_places_year" => whole(value, YEARS).map(|found| year = i32::try_from(found).ok()),
                "new_places_kind" => PlaceKind::from_word(value)
                    .map(|found| kind = Some(found.word()))
                    .ok_or(Code::NoneOf { known: PlaceKind::WORDS.map(str::to_owned).into() }),
                "new_places_in" => {
                    let is_district = model.districts.iter().any(|one| one.key.as_str() == value);
                    is_district.then(|| district = Some(value.to_owned())).ok_or(Code::UnknownArea)
                }
                _ => match known.iter().find(|one| one.name == field) {
                    Some(one) => one.read(value).map(|value| run.own.push((one.name, value))),
                    None => continue,
                },
            };
            errors.extend(outcome.err().map(|code| FieldError::new(field, code)));
        }
        run.new_places = places.filter(|places| *places != 0.0).and_then(|places| {
            let kind = kind.unwrap_or(PlaceKind::Residential.word()).to_owned();
            Some(NewPlaces { district: district?, kind, places, year: year.unwrap_or(model.base_year.0 + 3) })
        });
        if errors.is_empty() { Ok(run) } else { Err(errors) }
    }

    fn set_axis(&mut self, axis: &str, value: &str, model: &Model) -> Result<(), Code> {
        let ids: Vec<&str> = match axis {
            "scenario" => model.scenarios.iter().map(|one| one.id.as_str()).collect(),
            "prevalence" => model.care.prevalence.iter().map(|one| one.id.as_str()).collect(),
            _ => model.care.forms.iter().map(|one| one.id.as_str()).collect(),
        };
        if !ids.contains(&value) {
            return Err(Code::NoneOf { known: ids.into_iter().map(str::to_owned).collect() });
        }
        let to = match axis {
            "scenario" => &mut self.scenario,
            "prevalence" => &mut self.prevalence,
            _ => &mut self.care_form,
        };
        *to = Some(value.to_owned());
        Ok(())
    }

    /// The request that the API takes for the same run of an area. Inside districts there are no draws, and places are
    /// those of the register.
    pub fn forecast_request(&self, area: &WorkspaceArea) -> ForecastRequest {
        let mut request = ForecastRequest {
            area: area.key.clone(),
            scenario: self.scenario.clone(),
            prevalence: self.prevalence.clone(),
            care_form: self.care_form.clone(),
            to: Some(LAST_YEAR),
            care: CareValuesRequest { planned_places: self.planned_places(area), ..Default::default() },
            ..ForecastRequest::default()
        };
        if area.is_whole() {
            request.draws = Some(self.draws.unwrap_or(DEFAULT_DRAWS)).filter(|draws| *draws > 0);
        } else {
            request.supply = Some(Supply::Register);
        }
        let year = self.own_year.unwrap_or(DEFAULT_OWN_YEAR);
        for (name, value) in &self.own {
            Assumption::set(name, &mut request, (*value, year));
        }
        request
    }

    /// The new places, where rows of the area have them: in their district and in the state.
    fn planned_places(&self, area: &WorkspaceArea) -> Vec<PlannedPlacesRequest> {
        let shown = |new: &&NewPlaces| area.is_whole() && (area.key == new.district || area.level == "state");
        let plan = |new: &NewPlaces| PlannedPlacesRequest {
            area: new.district.clone(),
            year: new.year,
            kind: new.kind.clone(),
            places: new.places,
        };
        self.new_places.as_ref().filter(shown).map(plan).into_iter().collect()
    }

    /// Whether it has values that no named assumption has; such a run is posted to the API.
    pub fn has_own_values(&self) -> bool {
        !self.own.is_empty() || self.new_places.is_some()
    }
}
