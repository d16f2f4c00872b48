//! The planner's forecast over HTTP, through the same door as the command line.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use actix_web::web::{self, Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};

use super::http::Validator;
use super::parameters::{self, Parameters};
use super::plan_wire::{ForecastBody, ModelBody, ScenarioBody};
use super::problem::{ApiError, FieldError, Problem};
use super::state::State;
use super::wire::ListBody;
use crate::params::model::Model;
use crate::report::{self, Ages, By, ForecastError, ForecastRequest, MAX_DRAWS};
use crate::units::{Ags, Year};

/// Forecasts computed at the same time; further callers are asked to come again.
const PERMITS: usize = 4;
/// Answers that are kept.
const KEPT: usize = 64;

/// The model, the answers computed so far, and how many are being computed.
pub struct Forecasts {
    pub model: Model,
    running: AtomicUsize,
    kept: Mutex<VecDeque<(String, Arc<str>)>>,
}

/// Counts a computation that runs; gives its place back whatever happens.
struct Permit<'a>(&'a AtomicUsize);

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Forecasts {
    pub fn new(model: Model) -> Self {
        Self { model, running: AtomicUsize::new(0), kept: Mutex::new(VecDeque::new()) }
    }

    fn kept(&self, key: &str) -> Option<Arc<str>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(known, _)| known == key).map(|(_, text)| text.clone())
    }

    fn keep(&self, key: String, text: Arc<str>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() == KEPT {
            kept.pop_front();
        }
        kept.push_back((key, text));
    }

    fn permit(&self) -> Result<Permit<'_>, ApiError> {
        let permit = Permit(&self.running);
        if self.running.fetch_add(1, Ordering::Relaxed) >= PERMITS {
            return Err(ApiError::Unavailable(
                "Too many forecasts are being computed; hint: try again in a moment.".into(),
            ));
        }
        Ok(permit)
    }

    /// The answer to a request, computed if it is not known yet.
    fn answer(&self, request: &ForecastRequest) -> Result<Arc<str>, ApiError> {
        let key = format!("{request:?}");
        if let Some(text) = self.kept(&key) {
            return Ok(text);
        }
        let _permit = self.permit()?;
        let forecast = report::forecast(&self.model, request)?;
        let body = ForecastBody::new(&forecast, chrono::Utc::now());
        let text: Arc<str> = serde_json::to_string(&body).map_err(ApiError::internal)?.into();
        self.keep(key, text.clone());
        Ok(text)
    }
}

/// Population by year, with births, deaths and moves.
///
/// The whole state is projected, because what leaves one district arrives in another. The same model,
/// scenario, draws and seed give the same figures.
#[utoipa::path(
    tag = "plan",
    params(
        ("area" = String, Path, description = "AGS of a district, or 13 for the state", example = "13076"),
        ("from" = Option<i32>, Query, description = "First year; past reference dates of the model are given from here on. Default: the base year"),
        ("to" = Option<i32>, Query, description = "Last year, default 2040"),
        ("scenario" = Option<String>, Query, description = "Id of named assumptions, default status-quo"),
        ("draws" = Option<usize>, Query, description = "Random futures for quantiles, 0 to 10000, default 0"),
        ("seed" = Option<u64>, Query, description = "The same seed gives the same futures, default 1"),
        ("by" = Option<String>, Query, description = "age_group or age, and sex, separated by commas", example = "age_group,sex"),
    ),
    responses(
        (status = 200, description = "Tidy rows", body = ForecastBody),
        (status = 304, description = "The caller holds this answer already"),
        (status = 400, description = "Wrong parameters", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such area", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Too many forecasts at once", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[get("/forecasts/{area}")]
pub async fn get_forecast(
    request: HttpRequest,
    area: Path<String>,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    let asked = read(&request, &area, &state.forecasts.model)?;
    let validator = Validator::new(0, (&state.forecasts.model.checksum, format!("{asked:?}")));
    if validator.matches(&request) {
        return Ok(validator.not_modified());
    }
    let shared = state.clone();
    let text = web::block(move || shared.forecasts.answer(&asked)).await.map_err(ApiError::internal)??;
    Ok(validator.answer("application/json", text.to_string()))
}

fn read(request: &HttpRequest, area: &str, model: &Model) -> Result<ForecastRequest, ApiError> {
    let asked = parameters::read(request.query_string(), &["from", "to", "scenario", "draws", "seed", "by"])?;
    let unknown =
        |error: &dyn std::fmt::Display| ApiError::NotFound(format!("There is no forecast: {error}."));
    let years = (model.base_year.0.unsigned_abs().into(), model.last_year.0.unsigned_abs().into());
    Ok(ForecastRequest {
        area: Ags::parse(area).map_err(|error| unknown(&error))?,
        from: year(&asked, "from", (1990, years.1))?.unwrap_or(model.base_year),
        to: year(&asked, "to", years)?.unwrap_or(Year(2040.min(model.last_year.0))),
        scenario: asked.text("scenario").unwrap_or("status-quo").to_owned(),
        by: by(asked.text("by").unwrap_or_default())?,
        draws: asked.number("draws", 0, MAX_DRAWS as u64)?.unwrap_or(0) as usize,
        seed: asked.number("seed", 0, u64::MAX)?.unwrap_or(1),
    })
}

fn year(asked: &Parameters, field: &str, (least, most): (u64, u64)) -> Result<Option<Year>, ApiError> {
    let number = asked.number(field, least, most)?;
    Ok(number.and_then(|number| i32::try_from(number).ok()).map(Year))
}

fn by(text: &str) -> Result<By, ApiError> {
    let mut by = By::default();
    for field in text.split(',').filter(|field| !field.is_empty()) {
        match field {
            "sex" => by.sex = true,
            "age_group" if by.age == Ages::All => by.age = Ages::Groups,
            "age" if by.age == Ages::All => by.age = Ages::Single,
            _ => {
                return Err(ApiError::field("by", "expected age_group or age, and sex, separated by commas"));
            }
        }
    }
    Ok(by)
}

impl From<ForecastError> for ApiError {
    fn from(error: ForecastError) -> Self {
        let field = match &error {
            ForecastError::UnknownArea { .. } => return Self::NotFound(error.to_string()),
            ForecastError::Backwards { .. } => "from",
            ForecastError::TooManyDraws(_) | ForecastError::TooMuchKept { .. } => "draws",
            ForecastError::Projection(_) => "scenario",
        };
        Self::BadInput(vec![FieldError::new(field, error)])
    }
}

/// The model sets of this service with their sources.
#[utoipa::path(tag = "plan", responses((status = 200, body = ListBody<ModelBody>)))]
#[get("/models")]
pub async fn list_models(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, ApiError> {
    parameters::none(request.query_string())?;
    Ok(HttpResponse::Ok().json(ListBody::whole(vec![ModelBody::new(&state.forecasts.model)])))
}

/// One model set.
#[utoipa::path(
    tag = "plan",
    params(("id" = String, Path, description = "Id of a model set", example = "mv-2025-1")),
    responses(
        (status = 200, body = ModelBody),
        (status = 404, description = "No such model set", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[get("/models/{id}")]
pub async fn get_model(id: Path<String>, state: Data<State>) -> Result<HttpResponse, ApiError> {
    let model = &state.forecasts.model;
    if *id != model.id {
        return Err(ApiError::NotFound(
            "There is no such model set; hint: /api/v1/models lists them.".into(),
        ));
    }
    Ok(HttpResponse::Ok().json(ModelBody::new(model)))
}

/// Named assumptions with a text for people.
#[utoipa::path(tag = "plan", responses((status = 200, body = ListBody<ScenarioBody>)))]
#[get("/scenarios")]
pub async fn list_scenarios(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, ApiError> {
    parameters::none(request.query_string())?;
    let scenarios = state.forecasts.model.scenarios.iter().map(ScenarioBody::from).collect();
    Ok(HttpResponse::Ok().json(ListBody::<ScenarioBody>::whole(scenarios)))
}
