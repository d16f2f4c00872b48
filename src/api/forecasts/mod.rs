//! The planner's forecast over HTTP, through the same door as the command line.

mod care_request;
pub mod explain;
mod explain_response;
pub mod request;
mod response;

pub use explain_response::ExplanationBody;
pub use response::ForecastBody;

use std::sync::Arc;

use actix_web::web::{self, Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::http::Validator;
use crate::api::facilities::response::ListBody;
use crate::api::http::parameters::{self, Parameters};
use crate::api::http::problem::{ApiError, FieldError, Problem};
use crate::app::State;
use crate::app::forecasts::Forecasts;
use crate::forecast::{
    self, CareError, ForecastError, ForecastSpec, MAX_DRAWS, PlanningArea, ProjectionError, RegisteredSupply,
    planning_area,
};
use crate::store::Database;
use crate::units::{Ags, AreaKey};
use request::{BrickWord, ForecastAsk, LevelWord, QuestionAsk, SupplyWord};
use response::{ModelBody, ScenarioBody};

/// Largest body of a request: room for the counts of all municipalities of a district.
pub const MAX_BODY_BYTES: usize = 1 << 20;

/// The answer to a request, computed if it is not known yet.
fn cached_text(
    forecasts: &Forecasts,
    ask: &ForecastAsk,
    planning: Option<PlanningArea>,
    database: &Database,
) -> Result<Arc<str>, ApiError> {
    let registered = ask.supply == Some(SupplyWord::Register);
    let version = registered.then(|| database.version()).transpose().map_err(ApiError::internal)?;
    let asked =
        serde_json::to_vec(&(version, municipalities(planning.as_ref()), ask)).map_err(ApiError::internal)?;
    let key = Sha256::digest(asked).into();
    if let Some(text) = forecasts.kept(&key) {
        return Ok(text);
    }
    let request = ask.request(&forecasts.model, planning).map_err(ApiError::BadInput)?;
    let _permit = forecasts.permit()?;
    let request = with_register(request, ask, database)?;
    let forecast = forecast::forecast(&forecasts.model, &request)?;
    let body = ForecastBody::new(forecast, ask.clone(), chrono::Utc::now());
    let text: Arc<str> = serde_json::to_string(&body).map_err(ApiError::internal)?.into();
    forecasts.keep(key, text.clone());
    Ok(text)
}

/// The planning area of a key that is no official one.
pub(crate) fn planning(state: &State, area: &str) -> Result<Option<PlanningArea>, ApiError> {
    // A planning area has no key of digits only.
    if area.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(None);
    }
    let loaded = state.indicators()?;
    let found = planning_area(&loaded.base.frame.tree, area);
    found.map(Some).map_err(|sentence| ApiError::NotFound(format!("There is no forecast: {sentence}.")))
}

/// The places of the register, if the request takes its supply from there.
pub(crate) fn with_register(
    request: ForecastSpec,
    ask: &ForecastAsk,
    database: &Database,
) -> Result<ForecastSpec, ApiError> {
    let registered = ask.supply == Some(SupplyWord::Register);
    let register = registered.then(|| database.load()).transpose().map_err(ApiError::internal)?;
    let supply = register.map(|(facilities, version)| RegisteredSupply::new(&facilities, version));
    Ok(ForecastSpec { supply, ..request })
}

/// What a planning area is made of; another file gives another answer.
fn municipalities(planning: Option<&PlanningArea>) -> Vec<&str> {
    planning.map_or(Vec::new(), |area| area.municipalities.iter().map(Ags::as_str).collect())
}

/// Names an answer: only figures of the register change with it.
pub(crate) fn validator(
    state: &State,
    ask: &ForecastAsk,
    key: (&str, String),
) -> Result<Validator, ApiError> {
    let version = match ask.supply {
        Some(SupplyWord::Register) => state.snapshot().version(),
        _ => 0,
    };
    let planning = planning(state, &ask.area)?;
    let planning = municipalities(planning.as_ref());
    Ok(Validator::new(version, (&state.forecasts.model.checksum, planning, key)))
}

/// Population by year, with births, deaths and moves; people in need of care, places and staff.
///
/// The whole state is projected, because what leaves one district arrives in another. The same model,
/// scenario, draws and seed give the same figures. Figures inside a district are shared out by the census
/// of 2022 and carry a `reading`.
#[utoipa::path(
    tag = "plan",
    params(
        ("area" = String, Path, description = "13 for the state, an AGS of a district or municipality, an ARS of an Amt", example = "13076"),
        ("level" = Option<String>, Query, description = "district, amt or municipality: rows of these areas inside the area"),
        ("from" = Option<i32>, Query, description = "First year; past reference dates of the model are given from here on. Default: the base year"),
        ("to" = Option<i32>, Query, description = "Last year, default 2040"),
        ("scenario" = Option<String>, Query, description = "Id of named assumptions, default status-quo"),
        ("prevalence" = Option<String>, Query, description = "How rates of need go on: status-quo (default), rising or compression"),
        ("care_form" = Option<String>, Query, description = "How people in need are cared for: status-quo (default), formal or home-based"),
        ("supply" = Option<String>, Query, description = "Where the supply of places comes from: statistics (default) or register, with its openings and closures by date, also inside districts"),
        ("draws" = Option<usize>, Query, description = "Random futures for quantiles, 0 to 10000, default 0"),
        ("seed" = Option<u64>, Query, description = "The same seed gives the same futures, default 1"),
        ("by" = Option<String>, Query, description = "age_group or age, sex, component, care_grade and care_type, separated by commas. Need comes in groups of 0 to 64, 65 to 69 … 95 and older", example = "age_group,sex"),
        ("without" = Option<String>, Query, description = "Steps to leave out, separated by commas: natural_change, internal_moves, external_moves, benchmark"),
        ("more_than" = Option<f64>, Query, description = "In how many of the random futures do more people than this live in the area in the last year?", example = 45000),
        ("aged" = Option<String>, Query, description = "The ages `more_than` is about: 75.. or 65..79", example = "75.."),
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
    let ask = read(&request, &state, &area)?;
    let key = serde_json::to_string(&ask).map_err(ApiError::internal)?;
    let validator = validator(&state, &ask, ("forecast", key))?;
    if validator.matches(&request) {
        return Ok(validator.not_modified());
    }
    let text = web::block(move || answer(&state, &ask)).await.map_err(ApiError::internal)??;
    Ok(validator.answer("application/json", text.to_string()))
}

/// A forecast under one's own assumptions and plans.
///
/// The same as `GET`, and more: assumptions in place of the scenario's, planned housing, care homes, control
/// totals, and questions about probabilities. `provenance.request` of any forecast can be sent here again.
#[utoipa::path(
    tag = "plan",
    request_body = ForecastAsk,
    responses(
        (status = 200, description = "Tidy rows", body = ForecastBody),
        (status = 400, description = "A body that cannot be read, or wrong values in it", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such area", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "More than a megabyte", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Too many forecasts at once", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[post("/forecasts")]
pub async fn post_forecast(
    request: HttpRequest,
    body: Bytes,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    parameters::none(request.query_string())?;
    let ask: ForecastAsk = serde_json::from_slice(&body).map_err(|error| ApiError::field("body", error))?;
    let text = web::block(move || answer(&state, &ask)).await.map_err(ApiError::internal)??;
    Ok(HttpResponse::Ok().content_type("application/json").body(text.to_string()))
}

fn answer(state: &State, ask: &ForecastAsk) -> Result<Arc<str>, ApiError> {
    let planning = planning(state, &ask.area)?;
    cached_text(&state.forecasts, ask, planning, &state.database)
}

/// What a run is assumed by.
pub(crate) const RUN_QUERY: [&str; 5] = ["scenario", "prevalence", "care_form", "supply", "without"];
/// The random futures around it.
pub(crate) const FUTURES_QUERY: [&str; 2] = ["draws", "seed"];
const ROWS_QUERY: [&str; 6] = ["level", "from", "to", "by", "more_than", "aged"];

/// The run of an area that a query asks for.
pub(crate) fn run(asked: &Parameters, state: &State, area: &str) -> Result<ForecastAsk, ApiError> {
    if planning(state, area)?.is_none() {
        AreaKey::parse(area)
            .map_err(|error| ApiError::NotFound(format!("There is no forecast: {error}.")))?;
    }
    Ok(ForecastAsk {
        area: area.to_owned(),
        scenario: asked.text("scenario").map(str::to_owned),
        prevalence: asked.text("prevalence").map(str::to_owned),
        care_form: asked.text("care_form").map(str::to_owned),
        supply: asked
            .text("supply")
            .map(|text| word::<SupplyWord>(text, "supply", "statistics or register"))
            .transpose()?,
        without: words::<BrickWord>(
            asked,
            "without",
            "natural_change, internal_moves, external_moves and benchmark",
        )?,
        ..ForecastAsk::default()
    })
}

fn read(request: &HttpRequest, state: &State, area: &str) -> Result<ForecastAsk, ApiError> {
    let known = [&ROWS_QUERY[..], &FUTURES_QUERY, &RUN_QUERY].concat();
    let asked = parameters::read(request.query_string(), &known)?;
    let (draws, seed) = futures(&asked)?;
    let level =
        asked.text("level").map(|text| word::<LevelWord>(text, "level", "district, amt or municipality"));
    Ok(ForecastAsk {
        level: level.transpose()?,
        from: year(&asked, "from")?,
        to: year(&asked, "to")?,
        by: words(&asked, "by", "age_group or age, sex, component, care_grade and care_type")?,
        draws,
        seed,
        questions: question(&asked)?.into_iter().collect(),
        ..run(&asked, state, area)?
    })
}

/// Draws and seed.
pub(crate) fn futures(asked: &Parameters) -> Result<(Option<usize>, Option<u64>), ApiError> {
    let draws = asked.number("draws", 0, MAX_DRAWS as u64)?.map(|number| number as usize);
    Ok((draws, asked.number("seed", 0, u64::MAX)?))
}

/// Years far from any model; which of them it has, the model says.
pub(crate) fn year(asked: &Parameters, field: &str) -> Result<Option<i32>, ApiError> {
    let number = asked.number(field, 1990, 2100)?;
    Ok(number.and_then(|number| i32::try_from(number).ok()))
}

/// Words with commas between them.
fn words<T: DeserializeOwned>(asked: &Parameters, field: &str, known: &str) -> Result<Vec<T>, ApiError> {
    let words = asked.text(field).unwrap_or_default().split(',').filter(|word| !word.is_empty());
    let known = format!("{known}, separated by commas");
    words.map(|text| word(text, field, &known)).collect()
}

/// One of the words of an enumeration.
pub(crate) fn word<T: DeserializeOwned>(text: &str, field: &str, known: &str) -> Result<T, ApiError> {
    let value = serde_json::Value::String(text.to_owned());
    serde_json::from_value(value).map_err(|_| ApiError::field(field, format!("expected {known}")))
}

fn question(asked: &Parameters) -> Result<Option<QuestionAsk>, ApiError> {
    let Some(more_than) = asked.text("more_than") else {
        return match asked.text("aged") {
            Some(_) => Err(ApiError::field("aged", "goes only with more_than")),
            None => Ok(None),
        };
    };
    let persons = more_than.parse().ok().filter(|persons: &f64| persons.is_finite());
    let more_than = persons.ok_or_else(|| ApiError::field("more_than", "is no number of persons"))?;
    let ages = asked.text("aged").map(crate::api::forecasts::request::ages).transpose();
    let (age_from, age_to) = ages.map_err(|sentence| ApiError::field("aged", sentence))?.unwrap_or_default();
    Ok(Some(QuestionAsk { area: None, year: None, sex: None, age_from, age_to, more_than }))
}

impl From<ForecastError> for ApiError {
    fn from(error: ForecastError) -> Self {
        let field = match &error {
            ForecastError::UnknownArea { .. } => return Self::NotFound(error.to_string()),
            ForecastError::NoLevelInside { .. } => "level",
            ForecastError::Backwards { .. } => "from",
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
            ForecastError::NoSuchCell { field, .. } => field,
            ForecastError::Care(CareError::UnknownAssumption { axis, .. }) => axis,
            ForecastError::Care(CareError::UnknownArea(_) | CareError::NegativeSupply { .. }) => {
                "care.planned_places"
            }
            ForecastError::Care(CareError::TooMuchShifted { .. }) => "care.shifts",
            ForecastError::Care(_) => "care",
            ForecastError::Projection(_) => "assumptions",
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

/// Named assumptions on three independent axes, with a text for people.
#[utoipa::path(tag = "plan", responses((status = 200, body = ListBody<ScenarioBody>)))]
#[get("/scenarios")]
pub async fn list_scenarios(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, ApiError> {
    parameters::none(request.query_string())?;
    let model = &state.forecasts.model;
    Ok(HttpResponse::Ok().json(ListBody::<ScenarioBody>::whole(ScenarioBody::all(model))))
}
