//! Travel times between points, and the line of a route. Points come in the body of a request: an address would
//! tell where somebody lives.

use serde::Deserialize;
use utoipa::ToSchema;

use super::error::{Code, Error, FieldError, Missing, Unavailable, excerpt};
use super::words::ModeWord;
use crate::routing::osrm_client::Route;
use crate::routing::{Mode, Router, TravelTimes};
use crate::units::GeoPoint;

/// The most pairs of one request.
const MAX_PAIRS: usize = 10_000;
/// The most faults of a list of points that are reported.
const MAX_FAULTS: usize = 20;

/// A point in WGS 84.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PointResponse {
    /// Decimal degrees.
    #[schema(minimum = -90, maximum = 90, example = 53.3249)]
    pub lat: f64,
    /// Decimal degrees.
    #[schema(minimum = -180, maximum = 180, example = 11.4957)]
    pub lon: f64,
}

/// Asks for travel times from each origin to each destination.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TravelTimesRequest {
    /// Origins times destinations are at most 10,000.
    #[schema(min_items = 1)]
    pub origins: Vec<PointResponse>,
    /// Where the ways end.
    #[schema(min_items = 1)]
    pub destinations: Vec<PointResponse>,
    /// Means of travel.
    #[schema(value_type = ModeWord, example = "car")]
    pub mode: String,
}

/// Asks for the route between two points.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RouteRequest {
    /// Where the route begins.
    pub from: PointResponse,
    /// Where the route ends.
    pub to: PointResponse,
    /// Means of travel.
    #[schema(value_type = ModeWord, example = "car")]
    pub mode: String,
}

/// A checked request for travel times.
#[derive(Debug, Clone, PartialEq)]
pub struct TravelTimesQuery {
    /// Means of travel.
    pub mode: Mode,
    /// At least one; origins times destinations are at most 10,000.
    pub origins: Vec<GeoPoint>,
    /// At least one.
    pub destinations: Vec<GeoPoint>,
}

impl TravelTimesRequest {
    /// Checks all values.
    ///
    /// # Errors
    /// Every wrong value; of each list of points the first 20.
    pub fn check(&self) -> Result<TravelTimesQuery, Error> {
        let mut errors = Vec::new();
        let mode = checked_mode(&self.mode, &mut errors);
        let origins = checked_points("origins", &self.origins, &mut errors);
        let destinations = checked_points("destinations", &self.destinations, &mut errors);
        let pairs = self.origins.len().saturating_mul(self.destinations.len());
        if pairs > MAX_PAIRS {
            errors.push(FieldError::new("destinations", Code::TooManyPairs { pairs, most: MAX_PAIRS }));
        }
        match mode {
            Some(mode) if errors.is_empty() => Ok(TravelTimesQuery { mode, origins, destinations }),
            _ => Err(Error::BadInput(errors)),
        }
    }
}

impl TravelTimesQuery {
    /// Travel times in seconds and road distances in metres; all are estimates where the road network does not
    /// answer. May wait for the network.
    pub fn travel_times(&self, router: &Router) -> TravelTimes {
        router.travel_times(self.mode, &self.origins, &self.destinations)
    }
}

/// A checked request for a route.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RouteQuery {
    /// Means of travel.
    pub mode: Mode,
    /// Where the route begins.
    pub from: GeoPoint,
    /// Where the route ends.
    pub to: GeoPoint,
}

impl RouteRequest {
    /// Checks all values.
    ///
    /// # Errors
    /// Every wrong value.
    pub fn check(&self) -> Result<RouteQuery, Error> {
        let mut errors = Vec::new();
        let mode = checked_mode(&self.mode, &mut errors);
        let from = checked_points("from", std::slice::from_ref(&self.from), &mut errors);
        let to = checked_points("to", std::slice::from_ref(&self.to), &mut errors);
        match (mode, &from[..], &to[..]) {
            (Some(mode), [from], [to]) if errors.is_empty() => Ok(RouteQuery { mode, from: *from, to: *to }),
            _ => Err(Error::BadInput(errors)),
        }
    }
}

impl RouteQuery {
    /// The fastest route on the roads. May wait for the network.
    ///
    /// # Errors
    /// [`Missing::Route`] where the points are not connected, [`Unavailable::Roads`] without a network that answers.
    pub fn route(self, router: &Router) -> Result<Route, Error> {
        let route = router.route(self.mode, self.from, self.to);
        let route = route.map_err(|_| Error::Unavailable(Unavailable::Roads))?;
        route.ok_or(Error::NotFound(Missing::Route))
    }
}

fn checked_mode(word: &str, errors: &mut Vec<FieldError>) -> Option<Mode> {
    let mode = Mode::from_word(word);
    if mode.is_none() {
        let known = Mode::ALL.into_iter().map(Mode::word).collect();
        errors.push(FieldError::new("mode", Code::NotOneOf { given: excerpt(word), known }));
    }
    mode
}

/// Checked points; what is wrong is named by its place in the list.
fn checked_points(field: &str, points: &[PointResponse], errors: &mut Vec<FieldError>) -> Vec<GeoPoint> {
    if points.is_empty() {
        errors.push(FieldError::new(field, Code::NoPoints));
    }
    let mut checked = Vec::with_capacity(points.len());
    for (number, point) in points.iter().enumerate() {
        match GeoPoint::new(point.lon, point.lat) {
            Ok(point) => checked.push(point),
            Err(error) => errors.push(FieldError::new(&format!("{field}[{number}]"), error.into())),
        }
    }
    errors.truncate(MAX_FAULTS);
    checked
}
