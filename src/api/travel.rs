//! Travel times between points. The points come in the body: a URL would tell where somebody lives.

use actix_web::web::{self, Bytes, Data};
use actix_web::{HttpResponse, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::http::problem::{ApiError, FieldError, Problem};
use crate::app::State;
use crate::routing::{Mode, TravelSource, TravelTimes};
use crate::units::GeoPoint;

/// The most pairs of one request.
const MAX_PAIRS: usize = 10_000;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PointBody {
    #[schema(minimum = -90, maximum = 90, example = 53.3249)]
    pub lat: f64,
    #[schema(minimum = -180, maximum = 180, example = 11.4957)]
    pub lon: f64,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TravelTimesRequest {
    /// At least one; origins times destinations are at most 10,000.
    pub origins: Vec<PointBody>,
    pub destinations: Vec<PointBody>,
    /// car | bicycle | foot
    #[schema(example = "car")]
    pub mode: String,
}

/// Rows are origins, columns are destinations.
#[derive(Debug, Serialize, ToSchema)]
pub struct TravelTimesBody {
    pub mode: &'static str,
    /// osrm: the quickest way on the roads of OpenStreetMap. estimate: from the straight line alone.
    pub source: &'static str,
    /// Null where there is no way, or where a point lies more than 1 km from every road.
    pub durations_s: Vec<Vec<Option<f64>>>,
    pub distances_m: Vec<Vec<Option<f64>>>,
}

impl TravelTimesBody {
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
    request_body = TravelTimesRequest,
    responses(
        (status = 200, description = "A table", body = TravelTimesBody),
        (status = 400, description = "Wrong body", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[post("/travel-times")]
pub async fn post_travel_times(body: Bytes, state: Data<State>) -> Result<HttpResponse, ApiError> {
    let asked: TravelTimesRequest = read_body(&body)?;
    let (mode, origins, destinations) = asked.check().map_err(ApiError::BadInput)?;
    let times = web::block(move || state.search.router.travel_times(mode, &origins, &destinations))
        .await
        .map_err(ApiError::internal)?;
    Ok(HttpResponse::Ok().json(TravelTimesBody::new(mode, &times)))
}

/// A JSON body; the message names the field, or the line and column.
pub(super) fn read_body<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, ApiError> {
    serde_json::from_slice(body)
        .map_err(|error| ApiError::field("body", format!("is not as expected: {error}")))
}

impl TravelTimesRequest {
    fn check(self) -> Result<(Mode, Vec<GeoPoint>, Vec<GeoPoint>), Vec<FieldError>> {
        let mut errors = Vec::new();
        let mode = mode_of(&self.mode, &mut errors);
        let origins = points("origins", &self.origins, &mut errors);
        let destinations = points("destinations", &self.destinations, &mut errors);
        if self.origins.len().saturating_mul(self.destinations.len()) > MAX_PAIRS {
            let pairs = self.origins.len() * self.destinations.len();
            errors.push(FieldError::new(
                "destinations",
                format!("{pairs} pairs are more than the {MAX_PAIRS} of one request; hint: ask in parts"),
            ));
        }
        match mode {
            Some(mode) if errors.is_empty() => Ok((mode, origins, destinations)),
            _ => Err(errors),
        }
    }
}

fn mode_of(word: &str, errors: &mut Vec<FieldError>) -> Option<Mode> {
    let mode = Mode::from_word(word);
    if mode.is_none() {
        let shown: String = word.chars().take(60).collect();
        errors.push(FieldError::new("mode", format!("\"{shown}\" is none of car, bicycle, foot")));
    }
    mode
}

/// Checked points; what is wrong is named by its place in the list.
pub(super) fn points(field: &str, points: &[PointBody], errors: &mut Vec<FieldError>) -> Vec<GeoPoint> {
    if points.is_empty() {
        errors.push(FieldError::new(field, "is empty; expected at least one point"));
    }
    let mut checked = Vec::with_capacity(points.len());
    for (number, point) in points.iter().enumerate() {
        match GeoPoint::new(point.lon, point.lat) {
            Ok(point) => checked.push(point),
            Err(error) => errors.push(FieldError::new(&format!("{field}[{number}]"), error)),
        }
    }
    errors.truncate(20);
    checked
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RouteRequest {
    pub from: PointBody,
    pub to: PointBody,
    /// car | bicycle | foot
    #[schema(example = "car")]
    pub mode: String,
}

/// The line of a way for a map, as a GeoJSON feature.
///
/// Only on real roads: without a road network for the mode, or while it does not answer, there is no line.
#[utoipa::path(
    tag = "find",
    request_body = RouteRequest,
    responses(
        (status = 200, description = "A LineString with `mode`, `duration_s`, `distance_m` and `source`", body = serde_json::Value, content_type = "application/geo+json"),
        (status = 400, description = "Wrong body", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no way, or a point lies more than 1 km from every road", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "There is no road network, or it does not answer", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[post("/route")]
pub async fn post_route(body: Bytes, state: Data<State>) -> Result<HttpResponse, ApiError> {
    let asked: RouteRequest = read_body(&body)?;
    let mut errors = Vec::new();
    let mode = mode_of(&asked.mode, &mut errors);
    let from = points("from", std::slice::from_ref(&asked.from), &mut errors);
    let to = points("to", std::slice::from_ref(&asked.to), &mut errors);
    let (Some(mode), [from], [to], true) = (mode, &from[..], &to[..], errors.is_empty()) else {
        return Err(ApiError::BadInput(errors));
    };
    let (from, to) = (*from, *to);
    let route =
        web::block(move || state.search.router.route(mode, from, to)).await.map_err(ApiError::internal)?;
    let route = route.map_err(|_| {
        ApiError::Unavailable(
            "There is no road network for this mode, or it does not answer at the moment.".into(),
        )
    })?;
    let route = route.ok_or_else(|| ApiError::NotFound("There is no way between these points.".into()))?;
    let line: Vec<[f64; 2]> = route.line.iter().map(|point| [point.lon, point.lat]).collect();
    let feature = serde_json::json!({
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": line},
        "properties": {
            "mode": mode.word(),
            "duration_s": route.duration.0,
            "distance_m": route.distance.0,
            "source": TravelSource::Osrm.word(),
        },
    });
    Ok(HttpResponse::Ok().content_type("application/geo+json").body(feature.to_string()))
}
