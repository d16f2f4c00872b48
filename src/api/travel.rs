//! Travel times between points. The points come in the body: a URL would tell where somebody lives.

use actix_web::web::{self, Bytes, Data};
use actix_web::{HttpRequest, HttpResponse, post};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::geojson::RouteFeature;
use crate::api::http::body::read_body;
use crate::api::http::gate;
use crate::api::http::parameters;
use crate::api::http::problem::{ApiError, Problem};
use crate::api::http::responses::{Busy, TooLarge};
use crate::app::State;
use crate::app::gate::Cost;
use crate::app::travel::{RouteRequest, TravelTimesRequest};
use crate::app::words::{ModeWord, TravelSourceWord};
use crate::routing::{Mode, TravelSource, TravelTimes};

/// Rows are origins, columns are destinations.
#[derive(Debug, Serialize, ToSchema)]
pub struct TravelTimesResponse {
    #[schema(value_type = ModeWord)]
    pub mode: &'static str,
    /// osrm: the quickest way on the roads of OpenStreetMap. estimate: from the straight line alone.
    #[schema(value_type = TravelSourceWord)]
    pub source: &'static str,
    /// Null where there is no way, or where a point lies more than 1 km from every road.
    pub durations_s: Vec<Vec<Option<f64>>>,
    pub distances_m: Vec<Vec<Option<f64>>>,
}

impl TravelTimesResponse {
    fn new(mode: Mode, times: &TravelTimes) -> Self {
        // A tenth is what OSRM itself gives.
        let tenths = |value: f64| (value * 10.0).round() / 10.0;
        let cells = |pick: fn((f64, f64)) -> f64| {
            let cell = |way: &Option<_>| {
                way.map(|(time, length): (crate::units::Seconds, crate::units::Metres)| {
                    tenths(pick((time.0, length.0)))
                })
            };
            times.rows.iter().map(|row| row.iter().map(cell).collect()).collect()
        };
        Self {
            mode: mode.word(),
            source: times.source.word(),
            durations_s: cells(|(time, _)| time),
            distances_m: cells(|(_, length)| length),
        }
    }
}

/// Travel times and lengths from every origin to every destination.
///
/// Without a road network for the mode, or while it does not answer, all are estimates, and `source` says so.
#[utoipa::path(
    tag = "find",
    request_body(content = TravelTimesRequest, example = json!({
        "origins": [{"lat": 53.3249, "lon": 11.4957}],
        "destinations": [{"lat": 53.4263, "lon": 11.8494}, {"lat": 53.6288, "lon": 11.4148}],
        "mode": "car",
    })),
    responses(
        (status = 200, description = "A table", body = TravelTimesResponse),
        (status = 400, description = "Wrong body", body = Problem, content_type = "application/problem+json"),
        TooLarge,
        Busy,
    ),
)]
#[post("/travel-times")]
pub async fn post_travel_times(
    request: HttpRequest,
    body: Bytes,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    parameters::none(request.query_string())?;
    let query = read_body::<TravelTimesRequest>(&body)?.check()?;
    let body = gate::gated(&state, Cost::Small, move |state, _| {
        let times = query.travel_times(&state.search.router);
        serde_json::to_vec(&TravelTimesResponse::new(query.mode, &times)).map_err(ApiError::internal)
    });
    Ok(HttpResponse::Ok().content_type("application/json").body(body.await?))
}

/// The line of a way for a map, as a GeoJSON feature.
///
/// Only on real roads: without a road network for the mode, or while it does not answer, there is no line.
#[utoipa::path(
    tag = "find",
    request_body(content = RouteRequest, example = json!({
        "from": {"lat": 53.3249, "lon": 11.4957},
        "to": {"lat": 53.4263, "lon": 11.8494},
        "mode": "car",
    })),
    responses(
        (status = 200, description = "The line, with time and length", body = RouteFeature, content_type = "application/geo+json"),
        (status = 400, description = "Wrong body", body = Problem, content_type = "application/problem+json"),
        TooLarge,
        (status = 404, description = "There is no way, or a point lies more than 1 km from every road", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "There is no road network, or it does not answer", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[post("/route")]
pub async fn post_route(
    request: HttpRequest,
    body: Bytes,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    parameters::none(request.query_string())?;
    let query = read_body::<RouteRequest>(&body)?.check()?;
    let route = web::block(move || query.route(&state.search.router)).await.map_err(ApiError::internal)??;
    let line: Vec<[f64; 2]> = route.line.iter().map(|point| [point.lon, point.lat]).collect();
    let feature = serde_json::json!({
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": line},
        "properties": {
            "mode": query.mode.word(),
            "duration_s": route.duration.0,
            "distance_m": route.distance.0,
            "source": TravelSource::Osrm.word(),
        },
    });
    Ok(HttpResponse::Ok().content_type("application/geo+json").body(feature.to_string()))
}
