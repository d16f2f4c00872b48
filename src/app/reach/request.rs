//! What a caller asks about reach: the query of `GET`, the body of `POST` and the flags of the command line.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::error::{Code, FieldError};
use crate::app::parameters::{Declared, Parameters, request};
use crate::app::words::{ModeWord, ReachLevelWord, RowsFormatWord};
use crate::areas::{Area, Areas, Level};
use crate::reach::{Change, Group, Method, SitingSpec};
use crate::register::CategoryTree;
use crate::routing::Mode;
use crate::routing::matrix::Settlement;
use crate::units::{GeoPoint, words};

const MINUTES: [f64; 3] = [15.0, 30.0, 45.0];
const MOST_MINUTES: usize = 8;
/// Changes and sites of one question.
const MOST_CHANGES: usize = 25;
const MOST_SITES: usize = 10;

/// Declares a request with the fields of a question about reach, and further ones.
macro_rules! reach_request {
    ($(#[$meta:meta])* pub struct $name:ident { $($further:tt)* }) => {
        request! {
            $(#[$meta])*
            #[serde(deny_unknown_fields)]
            pub struct $name {
                /// Slug of a category
                #[schema(pattern = "^[a-z0-9_]+$", example = "day_care")]
                pub category: String,
                /// Means of travel, by default car
                #[serde(default)]
                #[schema(value_type = Option<ModeWord>)]
                pub mode: Option<String>,
                /// Minutes, each above 0 and at most 600; by default 15, 30 and 45
                #[serde(default)]
                #[schema(max_items = 8, example = json!([15, 30]))]
                pub minutes: Vec<f64>,
                /// Key of a district, Amt or municipality: only it and the areas of the level inside it
                #[serde(default)]
                #[schema(example = "13076")]
                pub area: Option<String>,
                /// The areas of rows, by default district, or the level of the area that is named
                #[serde(default)]
                #[schema(value_type = Option<ReachLevelWord>)]
                pub level: Option<String>,
                /// Year of the residents, by default the base year of the model
                #[serde(default)]
                #[schema(format = "year")]
                pub year: Option<i32>,
                /// Id of named assumptions of the forecast, by default status-quo
                #[serde(default)]
                #[schema(pattern = "^[a-z0-9_-]+$", example = "status-quo")]
                pub scenario: Option<String>,
                $($further)*
            }
        }
    };
}

reach_request! {
    /// A question about reach: the query of `GET` and the flags of `reach`.
    #[derive(Debug, Clone, Default, PartialEq, Deserialize, ToSchema)]
    pub struct ReachRequest {}
}

request! {
    /// The form of rows.
    #[derive(Debug, Clone, Default, Deserialize, ToSchema)]
    #[serde(default)]
    pub struct RowsForm {
        /// The form of the answer, by default json
        #[schema(value_type = Option<RowsFormatWord>)]
        pub format: Option<String>,
    }
}

/// The flags of `reach`.
impl Declared for ReachRequest {
    fn parameters() -> Parameters {
        Parameters::of::<Self>()
    }
}

/// The query of `GET /reach`.
#[derive(Debug, Clone)]
pub struct ReachParameters;

impl Declared for ReachParameters {
    fn parameters() -> Parameters {
        ReachRequest::parameters().and(Parameters::of::<RowsForm>())
    }
}

/// The areas of a level inside an area.
fn keys_inside(
    areas: &Areas,
    outer: &Area,
    level: Option<Level>,
) -> Result<BTreeSet<String>, Vec<FieldError>> {
    let within = level.into_iter().flat_map(|level| areas.within(level, outer));
    let keys: BTreeSet<String> = within.map(|area| area.key.clone()).collect();
    if keys.is_empty() {
        let level = level.map_or("state", Level::word);
        let message =
            format!("there are no areas of the level {level} inside {} ({})", outer.name, outer.key);
        return Err(vec![FieldError::rule("level", message)]);
    }
    Ok(keys)
}

/// A checked request.
pub(super) struct Checked {
    pub mode: Mode,
    pub minutes: Vec<f64>,
    /// `None` for the state.
    pub level: Option<Level>,
    /// Keys of the areas that have rows; `None` for all of the level.
    pub keys: Option<BTreeSet<String>>,
}

impl ReachRequest {
    /// The request with its words read, or every wrong value.
    pub(super) fn check(&self, tree: &CategoryTree, areas: &Areas) -> Result<Checked, Vec<FieldError>> {
        let mut errors = Vec::new();
        let shown = |text: &str| text.chars().take(60).collect::<String>();
        if tree.get(&self.category).is_none() {
            let category = shown(&self.category);
            let message = format!("\"{category}\" is not a category; hint: /api/v1/categories lists them");
            errors.push(FieldError::rule("category", message));
        }
        let mode = Mode::from_word(self.mode.as_deref().unwrap_or("car"));
        if mode.is_none() {
            errors.push(FieldError::rule("mode", "expected car, bicycle or foot"));
        }
        let inside = self.area.as_deref().map(|key| areas.get(key).ok_or(key)).transpose();
        let inside = inside.unwrap_or_else(|key| {
            let message = format!("\"{}\" is the key of no district, Amt or municipality", shown(key));
            errors.push(FieldError::rule("area", message));
            None
        });
        let level = match self.level.as_deref() {
            None => Some(Some(inside.map_or(Level::District, |area| area.level))),
            Some("state") => Some(None),
            Some(word) => Level::from_word(word).map(Some),
        };
        if level.is_none() {
            errors.push(FieldError::rule("level", "expected state, district, amt or municipality"));
        }
        let minutes = if self.minutes.is_empty() { MINUTES.to_vec() } else { self.minutes.clone() };
        if minutes.len() > MOST_MINUTES || minutes.iter().any(|it| !(*it > 0.0 && *it <= 600.0)) {
            let message = format!(
                "expected at most {MOST_MINUTES} numbers above 0 and at most 600, separated by commas"
            );
            errors.push(FieldError::rule("minutes", message));
        }
        match (mode, level) {
            (Some(mode), Some(level)) if errors.is_empty() => {
                let keys = inside.map(|area| keys_inside(areas, area, level)).transpose()?;
                Ok(Checked { mode, minutes, level, keys })
            }
            _ => Err(errors),
        }
    }
}

reach_request! {
    /// A question about a change.
    #[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
    pub struct WhatIfRequest {
        /// Made in this order. What is added is called new-1, new-2 and so on.
        #[serde(default)]
        #[schema(max_items = 25)]
        pub changes: Vec<OfferChangeRequest>,
        /// Asks for the sites that help most after the changes.
        #[serde(default)]
        pub sites: Option<SitesRequest>,
    }
}

/// One of add, move, close and set_places.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OfferChangeRequest {
    /// A new offer.
    Add(AddOfferRequest),
    /// An offer at another point.
    Move(MoveOfferRequest),
    /// An offer that ends.
    Close(CloseOfferRequest),
    /// An offer with another number of places.
    SetPlaces(SetPlacesRequest),
}

/// A new offer.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddOfferRequest {
    /// Latitude in degrees.
    #[schema(minimum = -90, maximum = 90)]
    pub lat: f64,
    /// Longitude in degrees.
    #[schema(minimum = -180, maximum = 180)]
    pub lon: f64,
    /// Care places; unknown if left out.
    #[schema(minimum = 0, maximum = 10000)]
    pub places: Option<f64>,
}

/// An offer at another point.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveOfferRequest {
    /// Id of the facility.
    pub id: String,
    /// Its new latitude, in degrees.
    #[schema(minimum = -90, maximum = 90)]
    pub lat: f64,
    /// Its new longitude, in degrees.
    #[schema(minimum = -180, maximum = 180)]
    pub lon: f64,
}

/// An offer that is no more.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseOfferRequest {
    /// Id of the facility.
    pub id: String,
}

/// An offer with another number of places.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetPlacesRequest {
    /// Id of the facility.
    pub id: String,
    /// Its new number of care places.
    #[schema(minimum = 0, maximum = 10000)]
    pub places: f64,
}

/// Asks for sites of new offers.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SitesRequest {
    /// How many sites at most.
    #[schema(minimum = 1, maximum = 10)]
    pub count: usize,
    /// What a site is to improve.
    pub method: SitingMethod,
    /// Of maximal covering, by default 30.
    #[serde(default)]
    #[schema(exclusive_minimum = 0, maximum = 600)]
    pub minutes: Option<f64>,
    /// Whose time and number count, by default 65+.
    #[serde(default)]
    pub group: Option<Group>,
    /// Only sites in the municipalities of this district, Amt or municipality, by its key; people elsewhere count all
    /// the same. By default the whole state.
    #[serde(default)]
    pub within: Option<String>,
}

words! {
    /// What sites for new offers are chosen by.
    pub enum SitingMethod {
        /// Most people within the time limit.
        MaximalCovering = "maximal_covering",
        /// Least travel time over all people.
        PMedian = "p_median",
    }
}

impl SitesRequest {
    fn minutes(&self) -> f64 {
        self.minutes.unwrap_or(30.0)
    }

    /// The specification of the search for sites among some settlements. [`WhatIfRequest::changes`] checks its numbers; call that first.
    pub(super) fn spec(&self, areas: &Areas, mut candidates: Vec<Settlement>) -> SitingSpec {
        let method = match self.method {
            SitingMethod::MaximalCovering => Method::MaximalCovering { minutes: self.minutes() },
            SitingMethod::PMedian => Method::PMedian,
        };
        let count = self.count.clamp(1, MOST_SITES);
        if let Some(outer) = self.within.as_deref().and_then(|key| areas.get(key)) {
            let inside: BTreeSet<&str> =
                areas.within(Level::Municipality, outer).map(|area| area.key.as_str()).collect();
            candidates.retain(|site| inside.contains(site.key.as_str()));
        }
        SitingSpec { count, candidates, method, group: self.group.unwrap_or(Group::From65) }
    }
}

impl WhatIfRequest {
    /// The part that asks for reach.
    pub fn reach(&self) -> ReachRequest {
        ReachRequest {
            category: self.category.clone(),
            mode: self.mode.clone(),
            minutes: self.minutes.clone(),
            area: self.area.clone(),
            level: self.level.clone(),
            year: self.year,
            scenario: self.scenario.clone(),
        }
    }

    /// The changes of offers.
    ///
    /// # Errors
    ///
    /// Every field that is wrong, those of `sites` among them: too many changes, a number of sites or minutes out of range, a
    /// point that is no position.
    pub fn changes(&self, areas: &Areas) -> Result<Vec<Change>, Vec<FieldError>> {
        let mut errors = Vec::new();
        if self.changes.len() > MOST_CHANGES {
            errors.push(FieldError::rule("changes", format!("are more than {MOST_CHANGES}")));
        }
        if let Some(sites) = &self.sites {
            if !(1..=MOST_SITES).contains(&sites.count) {
                errors.push(FieldError::rule("sites.count", format!("is not from 1 to {MOST_SITES}")));
            }
            if !(sites.minutes() > 0.0 && sites.minutes() <= 600.0) {
                errors.push(FieldError::rule("sites.minutes", "is not above 0 and at most 600"));
            }
            if sites.within.as_deref().is_some_and(|key| areas.get(key).is_none()) {
                errors.push(FieldError::new("sites.within", Code::UnknownArea));
            }
        }
        let mut changes = Vec::new();
        for (number, change) in self.changes.iter().enumerate() {
            match change.check() {
                Ok(change) => changes.push(change),
                Err(message) => errors.push(FieldError::rule(&format!("changes[{number}]"), message)),
            }
        }
        if errors.is_empty() { Ok(changes) } else { Err(errors) }
    }
}

impl OfferChangeRequest {
    fn check(&self) -> Result<Change, String> {
        let point = |lon: f64, lat: f64| GeoPoint::new(lon, lat).map_err(|error| error.to_string());
        let count = |places: f64| {
            let good = (0.0..=10_000.0).contains(&places);
            good.then_some(places).ok_or_else(|| "places is not from 0 to 10000".to_owned())
        };
        Ok(match self {
            Self::Add(AddOfferRequest { lat, lon, places }) => {
                Change::Add { point: point(*lon, *lat)?, places: places.map(count).transpose()? }
            }
            Self::Move(MoveOfferRequest { id, lat, lon }) => {
                Change::Move { id: id.clone(), point: point(*lon, *lat)? }
            }
            Self::Close(CloseOfferRequest { id }) => Change::Close { id: id.clone() },
            Self::SetPlaces(SetPlacesRequest { id, places }) => {
                Change::SetPlaces { id: id.clone(), places: count(*places)? }
            }
        })
    }
}
