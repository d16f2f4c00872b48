//! The planner's forecast over HTTP, through the same door as the command line.

pub mod explain;

use actix_web::web::{self, Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::de::DeserializeOwned;

use super::http::Validator;
use crate::api::http::parameters::{self, Parameters};
use crate::api::http::problem::{ApiError, Problem};
use crate::api::http::schemas::ListBody;
use crate::app::State;
use crate::app::forecast::{
    ForecastRequest, ForecastResponse, LocatedRequest, ModelResponse, QuestionRequest, ScenarioResponse,
    Supply, ages, cached_text,
};
use crate::areas::Level;
use crate::forecast::MAX_DRAWS;
use crate::units::AreaKey;

type ModelList = ListBody<ModelResponse>;
type ScenarioList = ListBody<ScenarioResponse>;
/// Largest body of a request: room for the counts of all municipalities of a district.
pub const MAX_BODY_BYTES: usize = 1 << 20;

/// Names an answer: only figures of the register change with it.
pub(crate) fn validator(state: &State, located: &LocatedRequest, key: (&str, String)) -> Validator {
    let version = if located.uses_register() { state.snapshot().version() } else { 0 };
    Validator::new(version, (&state.forecasts.model.checksum, located.municipalities(), key))
}

/// A request whose area was looked up among the planning areas of the service.
pub(crate) fn locate(state: &State, request: ForecastRequest) -> Result<LocatedRequest, ApiError> {
    Ok(LocatedRequest::new(request, || state.indicators())?)
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
        ("level" = Option<Level>, Query, description = "Rows of the areas of this level inside the area", example = "municipality"),
        ("from" = Option<i32>, Query, description = "First year; past reference dates of the model are given from here on. Default: the base year"),
        ("to" = Option<i32>, Query, description = "Last year, default 2040"),
        ("scenario" = Option<String>, Query, description = "Id of named assumptions, default status-quo"),
        ("prevalence" = Option<String>, Query, description = "How rates of need go on: status-quo (default), rising or compression"),
        ("care_form" = Option<String>, Query, description = "How people in need are cared for: status-quo (default), formal or home-based"),
        ("supply" = Option<Supply>, Query, description = "Where the supply of places comes from, by default statistics; the register is taken with its openings and closures by date, also inside districts"),
        ("draws" = Option<usize>, Query, description = "Random futures for quantiles, by default 0", minimum = 0, maximum = 10000, example = 100),
        ("seed" = Option<u64>, Query, description = "The same seed gives the same futures, default 1"),
        ("by" = Option<String>, Query, description = "age_group or age, sex, component, care_grade and care_type, separated by commas. Need comes in groups of 0 to 64, 65 to 69 … 95 and older", example = "age_group,sex"),
        ("without" = Option<String>, Query, description = "Steps to leave out, separated by commas: natural_change, internal_moves, external_moves, benchmark"),
        ("more_than" = Option<f64>, Query, description = "In what share of the draws do more people than this live in the area in the last year?", example = 45000),
        ("aged" = Option<String>, Query, description = "The ages `more_than` is about: 75.. or 65..79", example = "75.."),
    ),
    responses(
        (status = 200, description = "Tidy rows", body = ForecastResponse),
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
    let located = read(&request, &state, &area)?;
    let key = serde_json::to_string(&located.request).map_err(ApiError::internal)?;
    let validator = validator(&state, &located, ("forecast", key));
    if validator.matches(&request) {
        return Ok(validator.not_modified());
    }
    let text = web::block(move || cached_text(&state, &located, chrono::Utc::now())).await;
    Ok(validator.answer("application/json", text.map_err(ApiError::internal)??.to_string()))
}

/// A forecast under one's own assumptions and plans.
///
/// The same as `GET`, and more: assumptions in place of the scenario's, planned housing, care homes, control
/// totals, and questions about probabilities. `provenance.request` of any forecast can be sent here again.
#[utoipa::path(
    tag = "plan",
    request_body(content = ForecastRequest, example = json!({
        "area": "13076",
        "to": 2035,
        "by": ["sex"],
        "draws": 100,
        "assumptions": {"tfr": {"value": 1.4, "year": 2035}},
        "care": {"planned_places": [{"area": "13076", "year": 2028, "kind": "residential", "places": -40}]},
        "questions": [{"more_than": 45000, "age_from": 65}],
    })),
    responses(
        (status = 200, description = "Tidy rows", body = ForecastResponse),
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
    let asked: ForecastRequest =
        serde_json::from_slice(&body).map_err(|error| ApiError::field("body", error))?;
    let text = web::block(move || -> Result<_, ApiError> {
        Ok(cached_text(&state, &locate(&state, asked)?, chrono::Utc::now())?)
    });
    let text = text.await.map_err(ApiError::internal)??;
    Ok(HttpResponse::Ok().content_type("application/json").body(text.to_string()))
}

/// What a run is assumed by.
pub(crate) const RUN_QUERY: [&str; 5] = ["scenario", "prevalence", "care_form", "supply", "without"];
/// The draws around it.
pub(crate) const FUTURES_QUERY: [&str; 2] = ["draws", "seed"];
const ROWS_QUERY: [&str; 6] = ["level", "from", "to", "by", "more_than", "aged"];

/// The run of an area that a query asks for.
pub(crate) fn run(asked: &Parameters, state: &State, area: &str) -> Result<LocatedRequest, ApiError> {
    let request = ForecastRequest { area: area.to_owned(), ..ForecastRequest::default() };
    let located = locate(state, request)?;
    if located.planning.is_none() {
        AreaKey::parse(area)
            .map_err(|error| ApiError::NotFound(format!("There is no forecast: {error}.")))?;
    }
    let request = ForecastRequest {
        scenario: asked.text("scenario").map(str::to_owned),
        prevalence: asked.text("prevalence").map(str::to_owned),
        care_form: asked.text("care_form").map(str::to_owned),
        supply: asked.text("supply").map(|text| word(text, "supply", &Supply::known())).transpose()?,
        without: words(asked, "without", "natural_change, internal_moves, external_moves and benchmark")?,
        ..located.request
    };
    Ok(LocatedRequest { request, ..located })
}

fn read(request: &HttpRequest, state: &State, area: &str) -> Result<LocatedRequest, ApiError> {
    let known = [&ROWS_QUERY[..], &FUTURES_QUERY, &RUN_QUERY].concat();
    let asked = parameters::read(request.query_string(), &known)?;
    let (draws, seed) = futures(&asked)?;
    let level = asked.text("level").map(|text| word(text, "level", &Level::known())).transpose()?;
    let (from, to) = (year(&asked, "from")?, year(&asked, "to")?);
    let by = words(&asked, "by", "age_group or age, sex, component, care_grade and care_type")?;
    let questions = question(&asked)?.into_iter().collect();
    let run = run(&asked, state, area)?;
    let request = ForecastRequest { level, from, to, by, draws, seed, questions, ..run.request };
    Ok(LocatedRequest { request, ..run })
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

fn question(asked: &Parameters) -> Result<Option<QuestionRequest>, ApiError> {
    let Some(more_than) = asked.text("more_than") else {
        return match asked.text("aged") {
            Some(_) => Err(ApiError::field("aged", "goes only with more_than")),
            None => Ok(None),
        };
    };
    let persons = more_than.parse().ok().filter(|persons: &f64| persons.is_finite());
    let more_than = persons.ok_or_else(|| ApiError::field("more_than", "is no number of persons"))?;
    let ages = asked.text("aged").map(ages).transpose();
    let (age_from, age_to) = ages.map_err(|sentence| ApiError::field("aged", sentence))?.unwrap_or_default();
    Ok(Some(QuestionRequest { area: None, year: None, sex: None, age_from, age_to, more_than }))
}

/// The model sets of this service with their sources.
#[utoipa::path(tag = "plan", responses(
    (status = 200, description = "The model sets", body = ModelList),
    (status = 400, description = "Parameters, which this call does not take", body = Problem, content_type = "application/problem+json"),
))]
#[get("/models")]
pub async fn list_models(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, ApiError> {
    parameters::none(request.query_string())?;
    Ok(HttpResponse::Ok().json(ListBody::whole(vec![ModelResponse::new(&state.forecasts.model)])))
}

/// One model set.
#[utoipa::path(
    tag = "plan",
    params(("id" = String, Path, description = "Id of a model set", example = "mv-2025-1")),
    responses(
        (status = 200, description = "The model set", body = ModelResponse),
        (status = 400, description = "Parameters, which this call does not take", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such model set", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[get("/models/{id}")]
pub async fn get_model(
    request: HttpRequest,
    id: Path<String>,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    parameters::none(request.query_string())?;
    let model = &state.forecasts.model;
    if *id != model.id {
        return Err(ApiError::NotFound(
            "There is no such model set; hint: /api/v1/models lists them.".into(),
        ));
    }
    Ok(HttpResponse::Ok().json(ModelResponse::new(model)))
}

/// Named assumptions on three independent axes, with a text for people.
#[utoipa::path(tag = "plan", responses(
    (status = 200, description = "The assumptions of all axes", body = ScenarioList),
    (status = 400, description = "Parameters, which this call does not take", body = Problem, content_type = "application/problem+json"),
))]
#[get("/scenarios")]
pub async fn list_scenarios(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, ApiError> {
    parameters::none(request.query_string())?;
    let model = &state.forecasts.model;
    Ok(HttpResponse::Ok().json(ListBody::<ScenarioResponse>::whole(ScenarioResponse::all(model))))
}
