//! The planner's forecast over HTTP, by the same use case as on the command line.

pub mod explain;

use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse, get, post};

use super::http::gate::{self, GatedBody};
use super::http::{Validator, accepted};
use crate::api::http::body::read_body;
use crate::api::http::parameters::{self, given, of_given};
use crate::api::http::problem::{ApiError, Problem};
use crate::api::http::responses::{Busy, NoParameters, NoSuchArea, TooLarge, Unchanged, WrongParameters};
use crate::api::http::schemas::ItemList;
use crate::app::State;
use crate::app::error::Error;
use crate::app::forecast::{
    self, ForecastForm, ForecastQuery, ForecastRequest, ForecastResponse, LocatedRequest, LocatedRuns,
    ModelResponse, ScenarioResponse, cached_text, cost, kept_text,
};
use crate::app::gate::Cost;
use crate::app::parameters::{Given, QueryOf};
use crate::tables::Format;
use crate::units::AreaKey;

type ModelList = ItemList<ModelResponse>;
type ScenarioList = ItemList<ScenarioResponse>;

/// Names an answer: only figures of the register change with it.
pub(crate) fn validator(state: &State, located: &LocatedRequest, key: (&str, String)) -> Validator {
    validator_of((state, located.uses_register()), &located.municipalities(), key)
}

fn validator_of(
    (state, uses_register): (&State, bool),
    municipalities: &[&str],
    key: impl std::hash::Hash,
) -> Validator {
    let version = if uses_register { state.snapshot().version() } else { 0 };
    Validator::new(version, (&state.forecasts.model.checksum, municipalities, key))
}

/// A request for one area and scenario whose area was looked up among the planning areas of the service.
pub(crate) fn locate(state: &State, request: ForecastRequest) -> Result<LocatedRequest, ApiError> {
    let several = [("area", Some(&request.area)), ("scenario", request.scenario.as_ref())];
    if let Some((field, _)) = several.iter().find(|(_, text)| text.is_some_and(|text| text.contains(','))) {
        return Err(ApiError::field(field, "takes one; several go with /forecasts only"));
    }
    Ok(LocatedRequest::new(request, || state.indicators())?)
}

/// The same of all areas and scenarios of a request.
fn locate_all(state: &State, request: ForecastRequest) -> Result<LocatedRuns, ApiError> {
    Ok(LocatedRuns::new(request, || state.indicators())?)
}

/// Population by year, with births, deaths and moves; people in need of care, places and staff.
///
/// At most 100,000 rows, and 25,000 as XLSX; a 400 says how many rows it would be, and what fits. Several areas and scenarios
/// share these limits. XLSX has their totals side by side and behind them all rows.
///
/// The whole state is projected, because what leaves one district arrives in another. The same model,
/// scenario, draws and seed give the same figures. Figures inside a district are shared out by the census
/// of 2022, carried on as those who stay grow older, and carry a `reading`.
#[utoipa::path(
    tag = "plan",
    params(
        ("area" = String, Path, description = "13 for the state, an AGS of a district or municipality, an ARS of an Amt, the key of a planning area; several separated by commas", example = "13076"),
        QueryOf<ForecastQuery>,
    ),
    responses(
        (status = 200, description = "Tidy rows", body = ForecastResponse),
        Unchanged,
        WrongParameters,
        NoSuchArea,
        Busy,
    ),
)]
#[get("/forecasts/{area}")]
pub async fn get_forecast(
    request: HttpRequest,
    area: Path<String>,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    let given = given::<ForecastQuery>(&request)?;
    let format = format(&given, &request)?;
    let asked = ForecastRequest {
        area: area.into_inner(),
        ..ForecastRequest::given(&given).map_err(Error::BadInput)?
    };
    let located = locate_all(&state, asked)?;
    located.runs.iter().try_for_each(has_forecast)?;
    let key = serde_json::to_string(&located.request).map_err(ApiError::internal)?;
    let validator = validator_of((&state, located.uses_register()), &located.municipalities(), (format, key));
    if validator.matches(&request) {
        return Ok(validator.not_modified());
    }
    let body = body(&state, located, format).await?;
    Ok(validator.answer(format.media_type(), body))
}

/// A forecast under one's own assumptions and plans.
///
/// The same as `GET`, and more: assumptions in place of the scenario's, planned housing, care homes, control
/// totals, and questions about probabilities. `provenance.request` of any forecast can be sent here again.
#[utoipa::path(
    tag = "plan",
    params(QueryOf<ForecastForm>),
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
        NoSuchArea,
        TooLarge,
        Busy,
    ),
)]
#[post("/forecasts")]
pub async fn post_forecast(
    request: HttpRequest,
    body: Bytes,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    let format = format(&given::<ForecastForm>(&request)?, &request)?;
    let asked: ForecastRequest = read_body(&body)?;
    let located = locate_all(&state, asked)?;
    let body = self::body(&state, located, format).await?;
    Ok(HttpResponse::Ok().content_type(format.media_type()).body(body))
}

/// An answer of this size is sent without a permit if it was kept.
const SMALL_ANSWER: usize = 256 << 10;

/// The answer, kept or computed behind the gate.
async fn body(state: &Data<State>, located: LocatedRuns, format: Format) -> Result<GatedBody, ApiError> {
    if format != Format::Json {
        return gate::gated(state, Cost::Large, move |state, stop| {
            Ok(forecast::answer(state, &located, (format, chrono::Utc::now()), stop)?)
        })
        .await;
    }
    let cost = match kept_text(state, &located) {
        Some(text) if text.as_ref().len() <= SMALL_ANSWER => {
            return Ok(GatedBody::free(Bytes::from_owner(text)));
        }
        Some(_) => Cost::Small,
        None => cost(&located),
    };
    gate::gated(state, cost, move |state, stop| {
        Ok(Bytes::from_owner(cached_text(state, &located, chrono::Utc::now(), stop)?))
    })
    .await
}

/// Whether an area of a path may have a forecast.
fn has_forecast(located: &LocatedRequest) -> Result<(), ApiError> {
    if located.planning.is_some() {
        return Ok(());
    }
    let key = AreaKey::parse(&located.request.area);
    key.map(drop).map_err(|error| ApiError::NotFound(format!("There is no forecast: {error}.")))
}

/// The form that a query asks for, or else that a caller accepts.
fn format(given: &Given, request: &HttpRequest) -> Result<Format, ApiError> {
    let offered = Format::with_tables(&[Format::Json]);
    let Some(word) = of_given::<ForecastForm>(given)?.format else { return Ok(accepted(request, &offered)) };
    Format::among(&offered, &word).map_err(|message| ApiError::field("format", message))
}

/// The run of an area that values of a query ask for.
pub(crate) fn run(given: &Given, state: &State, area: &str) -> Result<LocatedRequest, ApiError> {
    let request = ForecastRequest { area: area.to_owned(), ..ForecastRequest::default() };
    let located = locate(state, request)?;
    has_forecast(&located)?;
    let request = ForecastRequest::given(given).map_err(Error::BadInput)?;
    Ok(LocatedRequest { request: ForecastRequest { area: area.to_owned(), ..request }, ..located })
}

/// The model sets of this service with their sources, the one in use first.
#[utoipa::path(tag = "plan", responses(
    (status = 200, description = "The model sets", body = ModelList),
    NoParameters,
    Busy,
))]
#[get("/models")]
pub async fn list_models(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, ApiError> {
    parameters::none(request.query_string())?;
    let body = gate::gated(&state, Cost::Small, |state, _| {
        serde_json::to_vec(&ItemList::whole(forecast::models(state)?)).map_err(ApiError::internal)
    });
    Ok(HttpResponse::Ok().content_type("application/json").body(body.await?))
}

/// One model set: the one in use, or an earlier one that published figures name.
#[utoipa::path(
    tag = "plan",
    params(("id" = String, Path, description = "Id of a model set", example = "mv-2026-1")),
    responses(
        (status = 200, description = "The model set", body = ModelResponse),
        NoParameters,
        (status = 404, description = "No such model set", body = Problem, content_type = "application/problem+json"),
        Busy,
    ),
)]
#[get("/models/{id}")]
pub async fn get_model(
    request: HttpRequest,
    id: Path<String>,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    parameters::none(request.query_string())?;
    let body = gate::gated(&state, Cost::Small, move |state, _| {
        serde_json::to_vec(&forecast::model_set(state, &id)?).map_err(ApiError::internal)
    });
    Ok(HttpResponse::Ok().content_type("application/json").body(body.await?))
}

/// Named assumptions on three independent axes, with a text for people.
#[utoipa::path(tag = "plan", responses(
    (status = 200, description = "The assumptions of all axes", body = ScenarioList),
    NoParameters,
))]
#[get("/scenarios")]
pub async fn list_scenarios(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, ApiError> {
    parameters::none(request.query_string())?;
    let model = &state.forecasts.model;
    Ok(HttpResponse::Ok().json(ItemList::<ScenarioResponse>::whole(ScenarioResponse::all(model))))
}
