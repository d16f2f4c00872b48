//! Indicators over HTTP: the catalogue, values, and how two of them go together.

pub mod export;
pub mod response;

use std::collections::BTreeMap;

use actix_web::web::{self, Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};

use super::http::{Validator, accepted};
use crate::api::facilities::response::ListBody;
use crate::api::http::parameters::{self, Parameters};
use crate::api::http::problem::{ApiError, FieldError, Problem};
use crate::app::State;
use crate::indicators::composite;
use crate::indicators::correlation::correlation;
use crate::indicators::table::{
    self, IndicatorError, IndicatorRequest, IndicatorTable, Years, areas_of, latest,
};
use crate::indicators::{AreaLevel, Base, Cell};
use crate::tables::Format;
use response::{CorrelationBody, IndicatorBody, RankingBody, ValuesBody};

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
        (status = 200, body = ListBody<IndicatorBody>),
        (status = 304, description = "The caller holds this answer already"),
        (status = 400, description = "Wrong parameters", body = Problem, content_type = "application/problem+json"),
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
    let all = base.base.frame.catalogue.indicators.iter();
    let wanted = all.filter(|it| asked.text("theme").is_none_or(|theme| theme == it.theme));
    let items: Vec<IndicatorBody> = wanted.map(IndicatorBody::from).collect();
    if items.is_empty() {
        return Err(ApiError::field("theme", "no indicator has this theme"));
    }
    let body = serde_json::to_string(&ListBody::whole(items)).map_err(ApiError::internal)?;
    Ok(validator.answer("application/json", body))
}

/// One indicator.
#[utoipa::path(
    tag = "plan",
    params(("id" = String, Path, description = "Id of an indicator", example = "V04")),
    responses(
        (status = 200, body = IndicatorBody),
        (status = 404, description = "No such indicator", body = Problem, content_type = "application/problem+json"),
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
    let found = base.base.frame.catalogue.indicator(&id).ok_or_else(unknown)?;
    Ok(HttpResponse::Ok().json(IndicatorBody::from(found)))
}

fn unknown() -> ApiError {
    ApiError::NotFound("There is no such indicator; hint: /api/v1/indicators lists them.".into())
}

/// Values of an indicator over areas and years.
///
/// Each has the status value, zero, estimated, suppressed or missing; the last with its reason. Without years it
/// is the last year with a counted value. `compare` adds areas of any level, such as 13 for the state.
#[utoipa::path(
    tag = "plan",
    params(
        ("id" = String, Path, description = "Id of an indicator", example = "V04"),
        ("level" = Option<String>, Query, description = "state, district, amt, municipality, quarter or planning_area; default district", example = "district"),
        ("within" = Option<String>, Query, description = "Only inside the area with this key", example = "13076"),
        ("area" = Option<String>, Query, description = "Keys of areas, separated by commas, instead of a level", example = "13076,13004"),
        ("compare" = Option<String>, Query, description = "Keys of further areas, separated by commas", example = "13"),
        ("year" = Option<i32>, Query, description = "One year", example = 2023),
        ("from" = Option<i32>, Query, description = "First year of a series"),
        ("to" = Option<i32>, Query, description = "Last year of a series"),
        ("format" = Option<String>, Query, description = "json, csv or xlsx; wins over the Accept header"),
    ),
    responses(
        (status = 200, description = "Tidy rows", body = ValuesBody),
        (status = 304, description = "The caller holds this answer already"),
        (status = 400, description = "Wrong parameters", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such indicator", body = Problem, content_type = "application/problem+json"),
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
    base.frame.catalogue.position(&id).ok_or_else(unknown)?;
    let format = format(&asked, &request)?;
    let wanted =
        IndicatorRequest { ids: vec![id.clone()], areas: areas(&asked, base)?, years: years(&asked)? };
    let validator = Validator::new(loaded.version, (&wanted, format, &state.forecasts.model.checksum));
    if validator.matches(&request) {
        return Ok(validator.not_modified());
    }
    let (kind, body) = web::block(move || {
        let table = table::indicators(&loaded.base, &wanted)?;
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
            let body = ValuesBody::new(base, table, model, register_version, chrono::Utc::now());
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

/// Areas by keys, or those of a level; and the ones to compare with.
fn areas(asked: &Parameters, base: &Base) -> Result<Vec<usize>, ApiError> {
    let key = |field: &'static str, key: &str| {
        let shown: String = key.chars().take(40).collect();
        base.frame
            .tree
            .get(key)
            .ok_or_else(|| ApiError::field(field, format!("\"{shown}\" is the key of no area")))
    };
    let list = |field: &'static str| -> Result<Option<Vec<usize>>, ApiError> {
        asked
            .text(field)
            .map(|text| text.split(',').map(|part| key(field, part.trim())).collect())
            .transpose()
    };
    let mut areas = match list("area")? {
        Some(areas) => {
            if let Some(field) = ["level", "within"].into_iter().find(|field| asked.text(field).is_some()) {
                return Err(ApiError::field(field, "was given together with area; give one or the other"));
            }
            areas
        }
        None => {
            let within = asked.text("within").map(|text| key("within", text)).transpose()?;
            areas_of(base, level(asked)?, within)
        }
    };
    areas.extend(list("compare")?.unwrap_or_default());
    let mut seen = Vec::new();
    areas.retain(|area| {
        let is_new = !seen.contains(area);
        seen.push(*area);
        is_new
    });
    Ok(areas)
}

fn level(asked: &Parameters) -> Result<AreaLevel, ApiError> {
    let known = || AreaLevel::ALL.map(AreaLevel::word).join(", ");
    match asked.text("level") {
        None => Ok(AreaLevel::District),
        Some(word) => AreaLevel::from_word(word)
            .ok_or_else(|| ApiError::field("level", format!("is none of {}", known()))),
    }
}

fn years(asked: &Parameters) -> Result<Years, ApiError> {
    let year = |field| -> Result<Option<i32>, ApiError> {
        Ok(asked.number(field, YEARS.0, YEARS.1)?.and_then(|number| i32::try_from(number).ok()))
    };
    match (year("year")?, year("from")?, year("to")?) {
        (None, None, None) => Ok(Years::Latest),
        (Some(year), None, None) => Ok(Years::Span(year, year)),
        (None, Some(from), Some(to)) => Ok(Years::Span(from, to)),
        (Some(_), ..) => Err(ApiError::field("year", "was given together with from or to")),
        (None, Some(_), None) => Err(ApiError::field("to", "is missing beside from")),
        (None, None, Some(_)) => Err(ApiError::field("from", "is missing beside to")),
    }
}

impl From<IndicatorError> for ApiError {
    fn from(error: IndicatorError) -> Self {
        let field = match &error {
            IndicatorError::UnknownIndicator(_) => return Self::NotFound(error.to_string()),
            IndicatorError::Backwards(..) => "from",
            IndicatorError::TooMany(_) => "area",
        };
        Self::BadInput(vec![FieldError::new(field, error)])
    }
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
        ("level" = Option<String>, Query, description = "Level of the areas, default district"),
        ("year" = Option<i32>, Query, description = "Default: the last year with counted values of the first"),
    ),
    responses(
        (status = 200, body = CorrelationBody),
        (status = 400, description = "Wrong parameters", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such indicator", body = Problem, content_type = "application/problem+json"),
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
    let base = &loaded.base;
    let first = base.frame.catalogue.position(&id).ok_or_else(unknown)?;
    let other = asked.text("with").ok_or_else(|| ApiError::field("with", "is missing"))?;
    let second = base
        .frame
        .catalogue
        .position(other)
        .ok_or_else(|| ApiError::field("with", "is the id of no indicator"))?;
    let areas = areas_of(base, level(&asked)?, None);
    let year = match years(&asked)? {
        Years::Span(year, _) => year,
        Years::Latest => latest(base, first, &areas),
    };
    let evaluator = base.evaluator();
    let mut pairs: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    for area in areas {
        let of = |indicator| Cell::number(evaluator.cell(indicator, area, year));
        if let (Some(x), Some(y)) = (of(first), of(second)) {
            pairs.insert(area, (x, y));
        }
    }
    let found = correlation(&pairs.values().copied().collect::<Vec<_>>());
    Ok(HttpResponse::Ok().json(CorrelationBody::new(base, (&id, other), year, &pairs, found)))
}

/// Ranks in an index, and how far they move when its weights move by a quarter.
#[utoipa::path(
    tag = "plan",
    params(
        ("id" = String, Path, description = "Id of an indicator that is an index", example = "S10"),
        ("level" = Option<String>, Query, description = "Level of the areas, default district"),
        ("year" = Option<i32>, Query, description = "Default: the last year with counted values"),
    ),
    responses(
        (status = 200, body = RankingBody),
        (status = 400, description = "Wrong parameters, or no index", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such indicator", body = Problem, content_type = "application/problem+json"),
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
    let base = &loaded.base;
    let index = base.frame.catalogue.position(&id).ok_or_else(unknown)?;
    let of = base.frame.catalogue.indicators.get(index).ok_or_else(unknown)?;
    let index_of = of.composite.as_ref().ok_or_else(|| {
        ApiError::field(
            "id",
            format!("{} is no index; hint: its values are at /api/v1/indicators/{0}/values", of.id),
        )
    })?;
    let areas = areas_of(base, level(&asked)?, None);
    let year = match years(&asked)? {
        Years::Span(year, _) => year,
        Years::Latest => latest(base, index, &areas),
    };
    let ranking = composite::ranking(&base.evaluator(), index_of, &areas, year);
    Ok(HttpResponse::Ok().json(RankingBody::new(base, index, year, &ranking)))
}
