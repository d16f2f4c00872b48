//! Indicators over HTTP: the catalogue, values, and how two of them go together.

use actix_web::web::{self, Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};

use super::http::{Validator, accepted};
use crate::api::http::parameters::{self, Parameters};
use crate::api::http::problem::{ApiError, Problem};
use crate::api::http::schemas::ListBody;
use crate::app::State;
use crate::app::error::Error;
use crate::app::indicators::response::{
    CorrelationResponse, IndicatorResponse, RankingResponse, ValuesResponse,
};
use crate::app::indicators::{self, IndicatorsRequest, export};
use crate::app::words::{IndicatorLevelWord, TableFormatWord};
use crate::indicators::Base;
use crate::indicators::table::{self, IndicatorTable};
use crate::tables::Format;

type IndicatorList = ListBody<IndicatorResponse>;

/// What may be asked of a year.
const YEARS: (u64, u64) = (1990, 2100);

/// The catalogue of indicators.
///
/// Definitions, formulas, units, sources, secrecy rules and how well each is documented. The state's own catalogue
/// is not public; `official_id` stays empty until somebody supplies its numbers.
#[utoipa::path(
    tag = "plan",
    params(("theme" = Option<String>, Query, description = "Only of this theme", example = "Stationäre Versorgung")),
    responses(
        (status = 200, description = "Indicators in the order of the catalogue", body = IndicatorList),
        (status = 304, description = "The caller holds this answer already"),
        (status = 400, description = "Wrong parameters", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "The figures are being put together, right after the start", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[get("/indicators")]
pub async fn list_indicators(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, ApiError> {
    let asked = parameters::read(request.query_string(), &["theme"])?;
    let base = state.indicators()?;
    let validator = Validator::new(base.version, ("indicators", asked.text("theme")));
    if validator.matches(&request) {
        return Ok(validator.not_modified());
    }
    let items = indicators::catalogue(&base.base, asked.text("theme"))?;
    let body = serde_json::to_string(&ListBody::whole(items)).map_err(ApiError::internal)?;
    Ok(validator.answer("application/json", body))
}

/// One indicator.
#[utoipa::path(
    tag = "plan",
    params(("id" = String, Path, description = "Id of an indicator", example = "V04")),
    responses(
        (status = 200, description = "The indicator", body = IndicatorResponse),
        (status = 400, description = "Parameters, which this call does not take", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such indicator", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "The figures are being put together, right after the start", body = Problem, content_type = "application/problem+json"),
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
/// is the last year with a counted value. `compare` adds areas of any level, such as 13 for the state.
#[utoipa::path(
    tag = "plan",
    params(
        ("id" = String, Path, description = "Id of an indicator", example = "V04"),
        ("level" = Option<IndicatorLevelWord>, Query, description = "The areas of this level, by default districts", example = "district"),
        ("within" = Option<String>, Query, description = "Only inside the area with this key", example = "13076"),
        ("area" = Option<String>, Query, description = "Keys of areas, separated by commas, instead of a level", example = "13076,13004"),
        ("compare" = Option<String>, Query, description = "Keys of further areas, separated by commas", example = "13"),
        ("year" = Option<i32>, Query, description = "One year", example = 2023),
        ("from" = Option<i32>, Query, description = "First year of a series"),
        ("to" = Option<i32>, Query, description = "Last year of a series"),
        ("format" = Option<TableFormatWord>, Query, description = "Instead of the Accept header"),
    ),
    responses(
        (status = 200, description = "Tidy rows", content(
            (ValuesResponse = "application/json"),
            (String = "text/csv"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        )),
        (status = 304, description = "The caller holds this answer already"),
        (status = 400, description = "Wrong parameters", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such indicator", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "The figures are being put together, right after the start", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[get("/indicators/{id}/values")]
pub async fn list_values(
    request: HttpRequest,
    id: Path<String>,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    let known = ["level", "within", "area", "compare", "year", "from", "to", "format"];
    let asked = parameters::read(request.query_string(), &known)?;
    let loaded = state.indicators()?;
    let base = &loaded.base;
    indicators::position(base, &id)?;
    let format = format(&asked, &request)?;
    let wanted = read(&asked)?.of_indicator(base, &id)?;
    let validator = Validator::new(loaded.version, (&wanted, format, &state.forecasts.model.checksum));
    if validator.matches(&request) {
        return Ok(validator.not_modified());
    }
    let (kind, body) = web::block(move || {
        let table = table::indicators(&loaded.base, &wanted).map_err(Error::from)?;
        answer(&loaded.base, &table, format, &state)
    })
    .await
    .map_err(ApiError::internal)??;
    Ok(validator.answer(kind, body))
}

fn answer(
    base: &Base,
    table: &IndicatorTable,
    format: Format,
    state: &State,
) -> Result<(&'static str, Vec<u8>), ApiError> {
    let bytes = match format {
        Format::Table(form) => export::document(base, table).write(form).map_err(ApiError::internal)?,
        Format::Json | Format::GeoJson | Format::Text => {
            let model = &state.forecasts.model;
            let register_version = state.snapshot().version();
            let body = ValuesResponse::new(base, table, model, register_version, chrono::Utc::now());
            serde_json::to_vec(&body).map_err(ApiError::internal)?
        }
    };
    Ok((format.media_type(), bytes))
}

fn format(asked: &Parameters, request: &HttpRequest) -> Result<Format, ApiError> {
    let offered = Format::with_tables(&[Format::Json]);
    let Some(word) = asked.text("format") else { return Ok(accepted(request, &offered)) };
    Format::among(&offered, word).map_err(|_| {
        let words: Vec<&str> = offered.iter().map(|format| format.word()).collect();
        ApiError::field("format", format!("is none of {}", words.join(", ")))
    })
}

/// The years of a query; which of them go together, the use case says.
fn years(asked: &Parameters) -> Result<IndicatorsRequest, ApiError> {
    let year = |field| -> Result<Option<i32>, ApiError> {
        Ok(asked.number(field, YEARS.0, YEARS.1)?.and_then(|number| i32::try_from(number).ok()))
    };
    Ok(IndicatorsRequest {
        year: year("year")?,
        from: year("from")?,
        to: year("to")?,
        ..IndicatorsRequest::default()
    })
}

/// Areas and years of a query.
fn read(asked: &Parameters) -> Result<IndicatorsRequest, ApiError> {
    let text = |field| asked.text(field).map(str::to_owned);
    Ok(IndicatorsRequest {
        level: text("level"),
        within: text("within"),
        area: text("area"),
        compare: text("compare"),
        ..years(asked)?
    })
}

/// How two indicators go together over the areas of a level.
///
/// Points for a scatter, Pearson's and Spearman's coefficient, and a warning where areas are few. A coefficient is no
/// cause.
#[utoipa::path(
    tag = "plan",
    params(
        ("id" = String, Path, description = "Id of an indicator", example = "P07"),
        ("with" = String, Query, description = "Id of the other", example = "V04"),
        ("level" = Option<IndicatorLevelWord>, Query, description = "The areas of this level, by default districts", example = "district"),
        ("year" = Option<i32>, Query, description = "Default: the last year with counted values of the first"),
    ),
    responses(
        (status = 200, description = "Points and coefficients", body = CorrelationResponse),
        (status = 400, description = "Wrong parameters", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such indicator", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "The figures are being put together, right after the start", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[get("/indicators/{id}/correlation")]
pub async fn get_correlation(
    request: HttpRequest,
    id: Path<String>,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    let asked = parameters::read(request.query_string(), &["with", "level", "year"])?;
    let loaded = state.indicators()?;
    let found = indicators::correlate(&loaded.base, &id, asked.text("with"), &read(&asked)?)?;
    Ok(HttpResponse::Ok().json(found))
}

/// Ranks in an index, and how far they move when its weights move by a quarter.
#[utoipa::path(
    tag = "plan",
    params(
        ("id" = String, Path, description = "Id of an indicator that is an index", example = "S10"),
        ("level" = Option<IndicatorLevelWord>, Query, description = "The areas of this level, by default districts", example = "district"),
        ("year" = Option<i32>, Query, description = "Default: the last year with counted values"),
    ),
    responses(
        (status = 200, description = "Ranks of the areas", body = RankingResponse),
        (status = 400, description = "Wrong parameters, or no index", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such indicator", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "The figures are being put together, right after the start", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[get("/indicators/{id}/ranking")]
pub async fn get_ranking(
    request: HttpRequest,
    id: Path<String>,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    let asked = parameters::read(request.query_string(), &["level", "year"])?;
    let loaded = state.indicators()?;
    Ok(HttpResponse::Ok().json(indicators::rank(&loaded.base, &id, &read(&asked)?)?))
}
