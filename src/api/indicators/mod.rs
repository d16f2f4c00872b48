//! Indicators over HTTP: the catalogue, values, and how two of them go together.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};

use super::http::{Validator, accepted, gate};
use crate::api::http::parameters::{self, given, of_given, query};
use crate::api::http::problem::{ApiError, Problem};
use crate::api::http::responses::{
    NoParameters, NoSuchIndicator, NotReadyOrBusy, Unchanged, WrongParameters,
};
use crate::api::http::schemas::ItemList;
use crate::app::State;
use crate::app::error::Error;
use crate::app::gate::Cost;
use crate::app::indicators::overview::{OverviewResponse, overview};
use crate::app::indicators::response::{
    CorrelationResponse, IndicatorResponse, RankingResponse, ValuesResponse,
};
use crate::app::indicators::{
    self, CatalogueParameters, CatalogueRequest, CorrelationParameters, IndicatorsRequest, OtherIndicator,
    RankingParameters, ValuesForm, ValuesParameters, export,
};
use crate::app::parameters::QueryOf;
use crate::indicators::Base;
use crate::indicators::table::{self, IndicatorTable, MAX_ROWS, MAX_WORKBOOK_ROWS};
use crate::tables::Format;

type IndicatorList = ItemList<IndicatorResponse>;
type OverviewList = ItemList<OverviewResponse>;

/// The catalogue of indicators.
///
/// Definitions, formulas, units, sources, secrecy rules and how well each is documented. The state's own catalogue
/// is not public; `official_id` stays empty until somebody supplies its numbers.
#[utoipa::path(
    tag = "plan",
    params(QueryOf<CatalogueParameters>),
    responses(
        (status = 200, description = "Indicators in the order of the catalogue", body = IndicatorList),
        Unchanged,
        WrongParameters,
        NotReadyOrBusy,
    ),
)]
#[get("/indicators")]
pub async fn list_indicators(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, ApiError> {
    let asked: CatalogueRequest = query::<CatalogueParameters, _>(&request)?;
    let base = state.indicators()?;
    let validator = Validator::new(base.version, ("indicators", &asked.theme));
    if validator.matches(&request) {
        return Ok(validator.not_modified());
    }
    let items = indicators::catalogue(&base.base, asked.theme.as_deref())?;
    let body = serde_json::to_string(&ItemList::whole(items)).map_err(ApiError::internal)?;
    Ok(validator.answer("application/json", body))
}

/// Which indicators have values at which levels, why others have none, and what fills them.
#[utoipa::path(tag = "plan", responses(
    (status = 200, description = "A row an indicator and level", body = OverviewList),
    Unchanged,
    NoParameters,
    (status = 503, description = "The figures are being put together, right after the start", body = Problem, content_type = "application/problem+json"),
))]
#[get("/indicators/overview")]
pub async fn get_overview(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, ApiError> {
    parameters::none(request.query_string())?;
    let loaded = state.indicators()?;
    let validator = Validator::new(loaded.version, "overview");
    if validator.matches(&request) {
        return Ok(validator.not_modified());
    }
    // It evaluates every indicator of every area.
    let body = gate::gated(&state, Cost::Large, move |_, _| {
        serde_json::to_vec(&ItemList::whole(overview(&loaded.base))).map_err(ApiError::internal)
    });
    Ok(validator.answer("application/json", body.await?))
}

/// One indicator.
#[utoipa::path(
    tag = "plan",
    params(("id" = String, Path, description = "Id of an indicator", example = "V04")),
    responses(
        (status = 200, description = "The indicator", body = IndicatorResponse),
        NoParameters,
        NoSuchIndicator,
        NotReadyOrBusy,
    ),
)]
#[get("/indicators/{id}")]
pub async fn get_indicator(
    request: HttpRequest,
    id: Path<String>,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    parameters::none(request.query_string())?;
    let base = state.indicators()?;
    Ok(HttpResponse::Ok().json(IndicatorResponse::from(indicators::indicator(&base.base, &id)?)))
}

/// Values of an indicator over areas and years.
///
/// Each has the status value, zero, estimated, suppressed or missing; the last with its reason. Without years it
/// is the last year with a counted value, or else the last that is over with an estimated one. `compare` adds areas of any level, such as 13 for the state.
#[utoipa::path(
    tag = "plan",
    params(
        ("id" = String, Path, description = "Id of an indicator", example = "V04"),
        QueryOf<ValuesParameters>,
    ),
    responses(
        (status = 200, description = "Tidy rows", body = ValuesResponse),
        Unchanged,
        WrongParameters,
        NoSuchIndicator,
        NotReadyOrBusy,
    ),
)]
#[get("/indicators/{id}/values")]
pub async fn list_values(
    request: HttpRequest,
    id: Path<String>,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    let given = given::<ValuesParameters>(&request)?;
    let loaded = state.indicators()?;
    let base = &loaded.base;
    indicators::position(base, &id)?;
    let format = format(of_given(&given)?, &request)?;
    let wanted = of_given::<IndicatorsRequest>(&given)?.of_indicator(base, &id)?;
    let validator = Validator::new(loaded.version, (&wanted, format, &state.forecasts.model.checksum));
    if validator.matches(&request) {
        return Ok(validator.not_modified());
    }
    let is_workbook = matches!(format, Format::Table(form) if form.has_sheets());
    let most = if is_workbook { MAX_WORKBOOK_ROWS } else { MAX_ROWS };
    let rows = table::check_rows(&wanted, 1, most).map_err(Error::from)?;
    let body = gate::gated(&state, indicators::cost(rows), move |state, stop| {
        let table = table::indicators(&loaded.base, &wanted, stop).map_err(Error::from)?;
        answer(&loaded.base, &table, format, state)
    });
    Ok(validator.answer(format.media_type(), body.await?))
}

fn answer(base: &Base, table: &IndicatorTable, format: Format, state: &State) -> Result<Vec<u8>, ApiError> {
    match format {
        Format::Table(form) => export::document(base, table).write(form).map_err(ApiError::internal),
        Format::Json | Format::GeoJson | Format::Text => {
            let model = &state.forecasts.model;
            let register_version = state.snapshot().version();
            let body = ValuesResponse::new(base, table, model, register_version, chrono::Utc::now());
            serde_json::to_vec(&body).map_err(ApiError::internal)
        }
    }
}

fn format(form: ValuesForm, request: &HttpRequest) -> Result<Format, ApiError> {
    let offered = Format::with_tables(&[Format::Json]);
    let Some(word) = form.format else { return Ok(accepted(request, &offered)) };
    Format::among(&offered, &word).map_err(|message| ApiError::field("format", message))
}

/// How two indicators go together over the areas of a level.
///
/// Points for a scatter, Pearson's and Spearman's coefficient, and a warning where areas are few. A coefficient is no
/// cause.
#[utoipa::path(
    tag = "plan",
    params(
        ("id" = String, Path, description = "Id of an indicator", example = "P07"),
        QueryOf<CorrelationParameters>,
    ),
    responses(
        (status = 200, description = "Points and coefficients", body = CorrelationResponse),
        WrongParameters,
        NoSuchIndicator,
        NotReadyOrBusy,
    ),
)]
#[get("/indicators/{id}/correlation")]
pub async fn get_correlation(
    request: HttpRequest,
    id: Path<String>,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    let given = given::<CorrelationParameters>(&request)?;
    let other: OtherIndicator = of_given(&given)?;
    let wanted: IndicatorsRequest = of_given(&given)?;
    let loaded = state.indicators()?;
    let body = gate::gated(&state, Cost::Small, move |_, _| {
        let found = indicators::correlate(&loaded.base, &id, &other.with, &wanted)?;
        serde_json::to_vec(&found).map_err(ApiError::internal)
    });
    Ok(HttpResponse::Ok().content_type("application/json").body(body.await?))
}

/// Ranks in an index, and how far they move when its weights move by a quarter.
#[utoipa::path(
    tag = "plan",
    params(
        ("id" = String, Path, description = "Id of an indicator that is an index", example = "S10"),
        QueryOf<RankingParameters>,
    ),
    responses(
        (status = 200, description = "Ranks of the areas", body = RankingResponse),
        (status = 400, description = "Wrong parameters, or no index", body = Problem, content_type = "application/problem+json"),
        NoSuchIndicator,
        NotReadyOrBusy,
    ),
)]
#[get("/indicators/{id}/ranking")]
pub async fn get_ranking(
    request: HttpRequest,
    id: Path<String>,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    let asked: IndicatorsRequest = query::<RankingParameters, _>(&request)?;
    let loaded = state.indicators()?;
    let body = gate::gated(&state, Cost::Small, move |_, _| {
        serde_json::to_vec(&indicators::rank(&loaded.base, &id, &asked)?).map_err(ApiError::internal)
    });
    Ok(HttpResponse::Ok().content_type("application/json").body(body.await?))
}
