//! What a caller assumes of need, places and staff; read by [`crate::app::forecast::request`].

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::error::FieldError;
use crate::app::words::{MovableCareTypeWord, PlaceKindWord};
use crate::forecast::{CareRequest, Change, CountyAssistance, DEFAULT_SCENARIO, Own, PlaceKind};
use crate::model::care::Shift;
use crate::units::{Ags, CareType, Year};

/// Own values of care in place of the model's.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CareValuesRequest {
    /// By how much the people in need in an unchanged population grow under `prevalence` rising (0.12 in the model).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rise: Option<f64>,
    /// Share of the gained years of life without need under `prevalence` compression.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compression: Option<f64>,
    /// How strongly care by relatives follows their number, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub informal_brake: Option<f64>,
    /// In place of those of `care_form`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shifts: Option<Vec<ShiftRequest>>,
    /// Places of day and night care per 100 residents of 75 and older: the district's target.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day_care_per_100_from_75: Option<f64>,
    /// Full-time equivalents of a head of staff; staff is then given in both.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fte_per_head: Option<f64>,
    /// Parameters of the model by name, such as `occupancy_residential` or `staff_early_exit`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, f64>,
    /// Places under construction, and announced closures.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub planned_places: Vec<PlannedPlacesRequest>,
    /// What districts know of their own Hilfe zur Pflege in 2024, in place of the state's average.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub assistance: Vec<AssistanceRequest>,
}

/// Hilfe zur Pflege of a district in 2024.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssistanceRequest {
    /// A district.
    #[schema(example = "13076")]
    pub area: String,
    /// Recipients in the year, in persons.
    #[schema(example = 1500)]
    pub recipients: f64,
    /// Spending in the year, in euros.
    #[schema(example = 13000000)]
    pub cost_euro: f64,
}

/// A share of one form of care that goes over to another, straight from the base year on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShiftRequest {
    /// The form of care that people leave.
    #[schema(value_type = MovableCareTypeWord, example = "residential")]
    pub from: String,
    /// The form of care that they change to.
    #[schema(value_type = MovableCareTypeWord, example = "home_care")]
    pub to: String,
    /// From 0 to 1, of the people in `from`.
    #[schema(example = 0.1)]
    pub share: f64,
    /// The year in which the share is reached.
    #[schema(example = 2035)]
    pub year: i32,
}

/// Places that open, or, below zero, close.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlannedPlacesRequest {
    /// A district.
    #[schema(example = "13076")]
    pub area: String,
    /// From the end of this year on.
    #[schema(example = 2028)]
    pub year: i32,
    /// Which places.
    #[schema(value_type = PlaceKindWord, example = "residential")]
    pub kind: String,
    /// How many open; below zero, how many close.
    #[schema(example = -40.0)]
    pub places: f64,
}

impl CareValuesRequest {
    /// Whether every value is the model's.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The request of the report; wrong words go to the errors with the path of their field.
    pub fn request(
        &self,
        (prevalence, form): (Option<&str>, Option<&str>),
        errors: &mut Vec<FieldError>,
    ) -> CareRequest {
        let name = |id: Option<&str>| id.unwrap_or(DEFAULT_SCENARIO).to_owned();
        let shifts = self.shifts.as_ref().map(|shifts| {
            let all = shifts.iter().enumerate();
            all.filter_map(|(at, shift)| shift.read(&format!("care.shifts[{at}]"), errors)).collect()
        });
        let planned = self.planned_places.iter().enumerate();
        let planned =
            planned.filter_map(|(at, change)| change.read(&format!("care.planned_places[{at}]"), errors));
        let planned = planned.collect();
        let assistance = self.assistance.iter().enumerate();
        let assistance =
            assistance.filter_map(|(at, one)| one.read(&format!("care.assistance[{at}]"), errors));
        let assistance = assistance.collect();
        CareRequest {
            prevalence: name(prevalence),
            form: name(form),
            own: Own {
                rise: self.rise,
                compression: self.compression,
                informal_brake: self.informal_brake,
                shifts,
                day_care_per_100_from_75: self.day_care_per_100_from_75,
                fte_per_head: self.fte_per_head,
                parameters: self.parameters.clone(),
                planned,
                assistance,
            },
        }
    }
}

/// A value, or `None` and the sentence among the errors.
fn known<T>(value: Option<T>, field: String, expected: &str, errors: &mut Vec<FieldError>) -> Option<T> {
    if value.is_none() {
        errors.push(FieldError::rule(&field, format!("expected {expected}")));
    }
    value
}

impl ShiftRequest {
    fn read(&self, field: &str, errors: &mut Vec<FieldError>) -> Option<Shift> {
        let movable = |word: &str| CareType::from_word(word).filter(|kind| (*kind as usize) < 3);
        const WORDS: &str = "allowance_only, home_care or residential";
        let from = known(movable(&self.from), format!("{field}.from"), WORDS, errors)?;
        let to = known(movable(&self.to), format!("{field}.to"), WORDS, errors)?;
        Some(Shift { from, to, share: self.share, year: Year(self.year) })
    }
}

impl AssistanceRequest {
    fn read(&self, field: &str, errors: &mut Vec<FieldError>) -> Option<CountyAssistance> {
        let area = district(&self.area, field, errors)?;
        Some(CountyAssistance { area, recipients: self.recipients, cost_euro: self.cost_euro })
    }
}

fn district(text: &str, field: &str, errors: &mut Vec<FieldError>) -> Option<Ags> {
    let key = Ags::parse(text).ok().filter(Ags::is_district);
    known(key, format!("{field}.area"), "a district: five digits", errors)
}

impl PlannedPlacesRequest {
    fn read(&self, field: &str, errors: &mut Vec<FieldError>) -> Option<Change> {
        let area = district(&self.area, field, errors)?;
        let word = PlaceKind::from_word(&self.kind);
        let kind = known(word, format!("{field}.kind"), "residential, short_term or day_care", errors)?;
        Some(Change { area, year: Year(self.year), kind, places: self.places })
    }
}
