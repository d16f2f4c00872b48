//! The register over HTTP: search, one facility, the change feed.

mod export;
pub(crate) mod render;
pub mod request;
pub mod response;

use std::sync::Arc;

use actix_web::web::{self, Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};
use utoipa::IntoParams;

use super::blocking;
use super::http::{Validator, accepted};
use super::rendering::Rendering;
use crate::api::http::parameters;
use crate::api::http::problem::{ApiError, Problem};
use crate::app::State;
use crate::routing::{Travel, TravelSource};
use crate::search::{Hit, Page, Query, Snapshot};
use crate::tables::Format;
use render::PageText;
use request::{Reading, SearchRequest};
use response::{ChangeBody, FacilityBody, FacilityList, ListBody};

/// The forms of a list of facilities.
pub(crate) fn formats() -> Vec<Format> {
    Format::with_tables(&[Format::Json, Format::GeoJson])
}

/// What a search takes. A test holds this against the fields that are read.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "documents the parameters that `query` reads")]
pub struct FacilityParameters {
    /// Place, postcode or district to measure from. Instead of `lat` and `lon`.
    #[param(example = "Ludwigslust")]
    near: Option<String>,
    /// WGS 84; together with `lon`.
    #[param(minimum = -90, maximum = 90)]
    lat: Option<f64>,
    #[param(minimum = -180, maximum = 180)]
    lon: Option<f64>,
    /// Above 0 and at most 200.
    #[param(maximum = 200, default = 20)]
    radius_km: Option<f64>,
    /// west,south,east,north in degrees.
    #[param(example = "11.0,53.2,12.0,53.8")]
    bbox: Option<String>,
    /// Slug of a category or of a group of categories; may be repeated.
    #[param(example = json!(["day_care"]))]
    category: Option<Vec<String>>,
    /// AGS of a district, 5 digits.
    #[param(example = "13076")]
    district: Option<String>,
    /// AGS of a municipality, 8 digits.
    municipality: Option<String>,
    /// Words in the name, the provider or the place.
    q: Option<String>,
    /// At least so many free places in one of the asked categories.
    free_places: Option<u32>,
    /// How old a count of free places may be.
    #[param(maximum = 3650, default = 14)]
    max_age_days: Option<u32>,
    /// barrier_free, dementia, …; may be repeated, a facility has all of them.
    feature: Option<Vec<String>>,
    /// car, bicycle or foot: adds the way to each facility.
    mode: Option<String>,
    /// Only what is reached in so many minutes, by car unless `mode` says otherwise.
    #[param(maximum = 600)]
    max_minutes: Option<f64>,
    /// distance, travel_time, name or free_places; distance with an origin, name without.
    sort: Option<String>,
    #[param(minimum = 1, maximum = 500, default = 20)]
    limit: Option<usize>,
    /// From `next` of the page before.
    cursor: Option<String>,
    /// de or en: the language of notices.
    lang: Option<String>,
    /// json, geojson, csv or xlsx; instead of the Accept header.
    format: Option<String>,
}

/// Find facilities.
///
/// The answer is that of a scan over all facilities with the geodesic on WGS 84; equal ranks fall back to
/// the distance and the id.
#[utoipa::path(
    tag = "find",
    params(FacilityParameters),
    responses(
        (status = 200, description = "A page of facilities", content(
            (FacilityList = "application/json"),
            (serde_json::Value = "application/geo+json"),
            (String = "text/csv"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        )),
        (status = 304, description = "The caller holds this answer already"),
        (status = 400, description = "Wrong parameters", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[get("/facilities")]
pub async fn list_facilities(
    request: HttpRequest,
    state: Data<State>,
    rendering: Data<Rendering>,
) -> Result<HttpResponse, ApiError> {
    let raw = request.query_string();
    let asked =
        SearchRequest::parse(raw, Reading::Strict, &state.reference.categories, &state.reference.areas)
            .map_err(ApiError::BadInput)?;
    let format = asked.format.unwrap_or_else(|| accepted(&request, &formats()));
    let current = rendering.current();
    let snapshot = &current.snapshot;
    let validator = Validator::new(snapshot.version(), (raw, format, snapshot.today()));
    let waits = state.search.may_wait(&asked.query);
    if !waits && validator.matches(&request) {
        return Ok(validator.not_modified());
    }
    let (page, validator) = if waits {
        // Times on roads change without the register: the answer itself is part of its validator.
        let page = find_waiting(&state, snapshot, &asked.query).await?;
        let ways = (page.sort.reason, page.hits.iter().map(way_tag).collect::<Vec<_>>(), page.total);
        let validator = Validator::new(snapshot.version(), (raw, format, snapshot.today(), ways));
        (page, validator)
    } else {
        (state.search.find(&asked.query, snapshot)?, validator)
    };
    if waits && validator.matches(&request) {
        return Ok(validator.not_modified());
    }
    let tree = &state.reference.categories;
    let max_age_days = asked.query.max_age_days;
    let text = || PageText {
        page: &page,
        snapshot,
        rendered: &current.rendered,
        tree,
        max_age_days,
        lang: asked.lang,
        next: page
            .next
            .as_ref()
            .map(|cursor| format!("{}?{}", request.path(), request::with_cursor(raw, cursor))),
    };
    let kind = format.media_type();
    Ok(match format {
        Format::GeoJson => validator.answer(kind, text().geo_json()),
        Format::Table(table) => {
            let document = export::document(&page, snapshot, tree, max_age_days);
            validator.answer(kind, document.write(table).map_err(ApiError::internal)?)
        }
        Format::Json | Format::Text => validator.answer(kind, text().json()),
    })
}

/// A search that may wait for the road network, on a thread that may.
async fn find_waiting(
    state: &Data<State>,
    snapshot: &Arc<Snapshot>,
    query: &Query,
) -> Result<Page, ApiError> {
    let (state, snapshot, query) = (state.clone(), snapshot.clone(), query.clone());
    let found = web::block(move || state.search.find(&query, &snapshot)).await;
    Ok(found.map_err(ApiError::internal)??)
}

/// What of a hit depends on the roads, to tell two answers apart.
fn way_tag(hit: &Hit) -> (u32, Option<(TravelSource, u64, u64)>) {
    let way = |travel: Travel| (travel.source, travel.duration.0.to_bits(), travel.distance.0.to_bits());
    (hit.facility, hit.travel.map(way))
}

/// One facility with all offers, contacts, opening hours, the history of its places and its source.
#[utoipa::path(
    tag = "find",
    params(("id" = String, Path, description = "From a list of facilities")),
    responses(
        (status = 200, description = "The facility", body = FacilityBody),
        (status = 304, description = "The caller holds this answer already"),
        (status = 404, description = "No such facility", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[get("/facilities/{id}")]
pub async fn get_facility(
    request: HttpRequest,
    id: Path<String>,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    parameters::none(request.query_string())?;
    let snapshot = &state.snapshot();
    let validator = Validator::new(snapshot.version(), (id.as_str(), snapshot.today()));
    let facility =
        snapshot.get(&id).ok_or_else(|| ApiError::NotFound("There is no such facility.".into()))?;
    if validator.matches(&request) {
        return Ok(validator.not_modified());
    }
    let database = state.database.clone();
    let history = blocking(move || database.places_history(&id)).await?;
    let body = FacilityBody::new(facility, snapshot, &state.reference.categories, history);
    Ok(validator.answer("application/json", serde_json::to_string(&body).map_err(ApiError::internal)?))
}

/// What changed since a version of the register, oldest first.
#[utoipa::path(
    tag = "find",
    params(
        ("since" = Option<u64>, Query, description = "A register version; changes after it are listed. 0 gives all"),
        ("limit" = Option<u32>, Query, description = "1 to 500, default 100"),
    ),
    responses(
        (status = 200, description = "Changes; follow `next` until it is null", body = ListBody<ChangeBody>),
        (status = 400, description = "Wrong parameters", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[get("/facilities/changes")]
pub async fn list_changes(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, ApiError> {
    let asked = parameters::read(request.query_string(), &["since", "limit", "after"])?;
    let since = asked.number("since", 0, u64::MAX)?.unwrap_or(0);
    let skip = asked.number("after", 0, u64::MAX)?.unwrap_or(0);
    let limit = asked.number("limit", 1, 500)?.unwrap_or(100);
    let database = state.database.clone();
    let feed = blocking(move || database.changes_since(since, skip, limit)).await?;
    let next = feed.next.map(|after| format!("{}?since={since}&limit={limit}&after={after}", request.path()));
    let items = feed.changes.into_iter().map(ChangeBody::from).collect();
    Ok(HttpResponse::Ok().json(ListBody { total: feed.total, items, next }))
}
