//! The register over HTTP: search, one facility, the change feed.

mod export;
pub(crate) mod render;
pub mod response;

use std::sync::Arc;

use actix_web::web::{self, Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};

use super::blocking;
use super::http::{Validator, accepted, gate};
use super::rendering::Rendering;
use crate::api::geojson::FacilityCollection;
use crate::api::http::parameters;
use crate::api::http::problem::{ApiError, Problem};
use crate::api::http::responses::{NoParameters, Unchanged, WrongParameters};
use crate::api::http::schemas::ItemList;
use crate::app::State;
use crate::app::error::Error;
use crate::app::facility::{self, ChangesRequest};
use crate::app::gate::Cost;
use crate::app::search_parameters::SearchParameters;
use crate::app::search_request::{Reading, SearchRequest, formats, with_cursor};
use crate::routing::{Travel, TravelSource};
use crate::search::{Hit, Page, Query, Snapshot};
use crate::tables::Format;
use render::PageText;
use response::{ChangeResponse, FacilityList, FacilityResponse};

pub(super) use export::columns;

type ChangeList = ItemList<ChangeResponse>;

/// Find facilities.
///
/// The answer is that of a scan over all facilities with the geodesic on WGS 84; equal ranks fall back to
/// the distance and the id.
#[utoipa::path(
    tag = "find",
    params(SearchParameters),
    responses(
        (status = 200, description = "A page of facilities", content(
            (FacilityList = "application/json"),
            (FacilityCollection = "application/geo+json"),
        )),
        Unchanged,
        WrongParameters,
        (status = 503, description = "For tables: too much is being computed; `Retry-After` says when to come again", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[get("/facilities")]
pub async fn list_facilities(
    request: HttpRequest,
    state: Data<State>,
    rendering: Data<Rendering>,
) -> Result<HttpResponse, ApiError> {
    let raw = request.query_string();
    let asked = SearchRequest::parse(raw, Reading::Strict, &state.reference).map_err(Error::BadInput)?;
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
    let max_age_days = asked.query.max_age_days;
    let kind = format.media_type();
    if let Format::Table(table) = format {
        let body = gate::gated(&state, Cost::Small, move |state, _| {
            let tree = &state.reference.categories;
            let document = export::document(&page, &current.snapshot, tree, max_age_days);
            document.write(table).map_err(ApiError::internal)
        });
        return Ok(validator.answer(kind, body.await?));
    }
    let tree = &state.reference.categories;
    let text = || PageText {
        page: &page,
        snapshot,
        rendered: &current.rendered,
        tree,
        max_age_days,
        lang: asked.lang,
        next: page.next.as_ref().map(|cursor| format!("{}?{}", request.path(), with_cursor(raw, cursor))),
    };
    Ok(match format {
        Format::GeoJson => validator.answer(kind, text().geo_json()),
        _ => validator.answer(kind, text().json()),
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
    params(("id" = String, Path, description = "From a list of facilities", example = "beispiel-00001")),
    responses(
        (status = 200, description = "The facility", body = FacilityResponse),
        Unchanged,
        NoParameters,
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
    let facility = facility::show(snapshot, &id)?;
    if validator.matches(&request) {
        return Ok(validator.not_modified());
    }
    let history = {
        let state = state.clone();
        blocking(move || facility::places_history(&state.database, &id)).await?
    };
    let body = FacilityResponse::new(facility, snapshot, &state.reference.categories, history);
    Ok(validator.answer("application/json", serde_json::to_string(&body).map_err(ApiError::internal)?))
}

/// What changed since a version of the register, oldest first.
#[utoipa::path(
    tag = "find",
    params(
        ("since" = Option<u64>, Query, description = "A register version; changes after it are listed, by default all", maximum = 2147483647, example = 0),
        ("limit" = Option<u32>, Query, description = "Changes on a page, by default 100", minimum = 1, maximum = 500, example = 100),
        ("after" = Option<u64>, Query, description = "From `next` of the previous page", maximum = 2147483647),
    ),
    responses(
        (status = 200, description = "Changes; follow `next` until it is null", body = ChangeList),
        WrongParameters,
    ),
)]
#[get("/facilities/changes")]
pub async fn list_changes(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, ApiError> {
    let asked = parameters::read(request.query_string(), &["since", "limit", "after"])?;
    // More changes than a register will ever have; the contract says so too.
    const MOST: u64 = 2_147_483_647;
    let since = asked.number("since", 0, MOST)?.unwrap_or(0);
    let skip = asked.number("after", 0, MOST)?.unwrap_or(0);
    let limit = asked.number("limit", 1, ChangesRequest::MAX_LIMIT)?.unwrap_or(ChangesRequest::DEFAULT_LIMIT);
    let wanted = ChangesRequest { since, after: skip, limit };
    let feed = blocking(move || facility::changes(&state.database, wanted)).await?;
    let next = feed.next.map(|after| format!("{}?since={since}&limit={limit}&after={after}", request.path()));
    let items = feed.changes.into_iter().map(ChangeResponse::from).collect();
    Ok(HttpResponse::Ok().json(ItemList { total: feed.total, items, next }))
}
