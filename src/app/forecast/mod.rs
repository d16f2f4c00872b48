//! The planner's forecast: a request is read and checked, its area looked up, and the answer put together.

mod care_request;
mod fields;
mod models;
mod question_request;
pub mod request;
mod response;
mod runs;

pub use care_request::{AssistanceRequest, CareValuesRequest, PlannedPlacesRequest, ShiftRequest};
pub use models::{model_set, models};
pub use question_request::{QuestionRequest, ages};
pub use request::{
    CountRequest, DRAW_FIELDS, Dimension, ForecastForm, ForecastParameters, ForecastQuery, ForecastRequest,
    Newcomers, RUN_FIELDS, Step, Supply, TargetRequest,
};
pub use response::{
    ForecastResponse, ModelResponse, ModelSourceResponse, RowResponse, RunResponse, ScenarioResponse,
    USUAL_SCENARIOS,
};
pub use runs::{LocatedRuns, answer, compute_all, table};

pub use crate::model::STATUS_QUO;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use super::State;
use super::error::{Error, Missing, Unavailable};
use super::forecasts::{ForecastText, Key, SERVICE_LIMITS};
use super::gate::Cost;
use crate::forecast::{
    self, CareError, Forecast, ForecastError, ForecastSpec, Limits, PlanningArea, ProjectionError,
    RegisteredSupply, planning_area,
};
use crate::indicators::AreaTree;
use crate::model::Model;
use crate::tables::Format;
use crate::units::{Ags, Stop};

/// Whether a key may name a planning area: official keys are all digits, keys of planning areas are not.
pub fn may_be_planning_area(key: &str) -> bool {
    !key.bytes().all(|byte| byte.is_ascii_digit())
}

/// A request whose area was looked up, once for everything that follows.
#[derive(Debug, Clone)]
pub struct LocatedRequest {
    /// What was asked.
    pub request: ForecastRequest,
    /// The planning area that the request names, if it names one.
    pub planning: Option<PlanningArea>,
}

impl LocatedRequest {
    /// Looks the area of a request up among the planning areas of `tree`, which is asked for only if needed.
    ///
    /// # Errors
    ///
    /// [`Missing::Forecast`] if the key is neither official nor that of a planning area, or what `tree` fails with.
    pub fn new<T: AsRef<AreaTree>>(
        request: ForecastRequest,
        tree: impl FnOnce() -> Result<Arc<T>, Error>,
    ) -> Result<Self, Error> {
        let planning = match may_be_planning_area(&request.area) {
            true => Some(locate((*tree()?).as_ref(), &request.area)?),
            false => None,
        };
        Ok(Self { request, planning })
    }

    /// Whether the supply of places comes from the register.
    pub fn uses_register(&self) -> bool {
        self.request.supply == Some(Supply::Register)
    }

    /// The municipalities of the planning area; another file of planning areas gives another answer.
    pub fn municipalities(&self) -> Vec<&str> {
        let municipalities = self.planning.iter().flat_map(|area| &area.municipalities);
        municipalities.map(Ags::as_str).collect()
    }

    /// The checked specification of the run; `supply` are the places of the register, if it uses them.
    ///
    /// # Errors
    ///
    /// [`Error::BadInput`] with every wrong value and the path of its field, such as `housing[1].area`.
    pub fn spec(&self, model: &Model, supply: Option<RegisteredSupply>) -> Result<ForecastSpec, Error> {
        let spec = self.request.spec(model, self.planning.clone()).map_err(Error::BadInput)?;
        Ok(ForecastSpec { supply, ..spec })
    }
}

fn locate(tree: &AreaTree, key: &str) -> Result<PlanningArea, Error> {
    planning_area(tree, key).map_err(|sentence| Error::NotFound(Missing::Forecast(sentence)))
}

/// The places of the register of a service, if a request takes its supply from there.
pub(super) fn registered(state: &State, located: &LocatedRequest) -> Result<Option<RegisteredSupply>, Error> {
    let register = located.uses_register().then(|| state.database.load());
    let register = register.transpose().map_err(Error::store)?;
    let categories = &state.reference.categories;
    Ok(register.map(|(facilities, version)| RegisteredSupply::new(categories, &facilities, version)))
}

/// What it costs at most to compute the forecasts of a call.
pub fn cost(asked: &LocatedRuns) -> Cost {
    let request = &asked.request;
    let is_small = asked.runs.len() == 1
        && request.draws.unwrap_or(0) == 0
        && request.by.is_empty()
        && request.level.is_none()
        && request.counts.is_empty()
        && !matches!(request.supply, Some(Supply::Register));
    if is_small { Cost::Small } else { Cost::Large }
}

/// The name under which an answer is kept, with the version of the register if it rests on it.
fn key(asked: &LocatedRuns, register: Option<u64>) -> Result<Key, Error> {
    let asked = (register, asked.municipalities(), &asked.request);
    Ok(Sha256::digest(serde_json::to_vec(&asked).map_err(Error::internal)?).into())
}

/// The answer to a request if it was computed before. An answer that rests on the register is never found: only the
/// database knows its version.
pub fn kept_text(state: &State, located: &LocatedRuns) -> Option<ForecastText> {
    let key = (!located.uses_register()).then(|| key(located, None).ok()).flatten()?;
    state.forecasts.kept(&key).map(ForecastText::Kept)
}

/// Computes a forecast within the limits of a service.
///
/// # Errors
///
/// See [`cached_text`].
pub(super) fn compute(state: &State, located: &LocatedRequest, stop: &Stop) -> Result<Forecast, Error> {
    compute_within(state, located, SERVICE_LIMITS, stop)
}

/// Computes a forecast within the limits that a caller gives.
fn compute_within(
    state: &State,
    located: &LocatedRequest,
    limits: Limits,
    stop: &Stop,
) -> Result<Forecast, Error> {
    let model = &state.forecasts.model;
    let spec = located.spec(model, None)?;
    let supply = registered(state, located)?;
    let spec = ForecastSpec { supply, limits, stop: stop.clone(), ..spec };
    Ok(forecast::forecast(model, &spec)?)
}

/// The answer to a request as JSON, computed if it is not kept yet.
///
/// # Errors
///
/// [`Error::BadInput`] for wrong values and for an answer that would be too large, [`Error::NotFound`] for an area the
/// model does not hold, and [`Unavailable::Stopped`] after a stop.
pub fn cached_text(
    state: &State,
    located: &LocatedRuns,
    now: DateTime<Utc>,
    stop: &Stop,
) -> Result<ForecastText, Error> {
    let forecasts = &state.forecasts;
    let version = located.uses_register().then(|| state.database.version());
    let key = key(located, version.transpose().map_err(Error::store)?)?;
    if let Some(text) = forecasts.kept(&key) {
        return Ok(ForecastText::Kept(text));
    }
    let text = answer(state, located, (Format::Json, now), stop)?;
    let text = String::from_utf8(text).map_err(Error::internal)?;
    Ok(forecasts.keep(key, text))
}

impl From<ForecastError> for Error {
    fn from(error: ForecastError) -> Self {
        let field = match &error {
            ForecastError::Stopped | ForecastError::Projection(ProjectionError::Stopped) => {
                return Self::Unavailable(Unavailable::Stopped);
            }
            ForecastError::UnknownArea { .. } => return Self::NotFound(Missing::Area(error.to_string())),
            ForecastError::NoLevelInside { .. } => "level",
            ForecastError::Backwards { .. } => "from",
            ForecastError::TooManyRows { .. } => "by",
            ForecastError::TooManyDraws(_)
            | ForecastError::TooMuchKept { .. }
            | ForecastError::NoDrawsToAsk
            | ForecastError::NoDrawsInside(_) => "draws",
            ForecastError::OutOfBounds { what, .. }
            | ForecastError::PlanOutside { what, .. }
            | ForecastError::NoCount { what, .. }
            | ForecastError::NobodyThere { what, .. } => what,
            ForecastError::Projection(ProjectionError::UnknownScenario { .. }) => "scenario",
            ForecastError::Projection(ProjectionError::Horizon { .. }) => "to",
            ForecastError::Projection(ProjectionError::Benchmark { .. }) => "control_totals",
            ForecastError::CountsOfWhat(_)
            | ForecastError::CountsBySingleAge
            | ForecastError::CountsMissing(_)
            | ForecastError::SmallArea(_) => "counts",
            ForecastError::OnlyDistricts(_) => "area",
            ForecastError::NoSuchQuestion { at, .. } => {
                return Self::rule(&format!("questions[{at}].measure"), error);
            }
            ForecastError::NoSuchCell { field, .. } => field,
            ForecastError::Care(CareError::UnknownAssumption { axis, .. }) => axis,
            ForecastError::Care(CareError::UnknownArea(_) | CareError::NegativeSupply { .. }) => {
                "care.planned_places"
            }
            ForecastError::Care(CareError::TooMuchShifted { .. }) => "care.shifts",
            ForecastError::Care(_) => "care",
            ForecastError::Projection(_) => "assumptions",
        };
        Self::rule(field, error)
    }
}
