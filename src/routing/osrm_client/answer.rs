//! Parses OSRM's answers strictly: an answer that deviates from the documented form is an error.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{Measures, OsrmError, Route, Snap, Table};
use crate::units::{GeoPoint, Metres, Seconds};

#[derive(Deserialize)]
struct Code {
    code: String,
}

#[derive(Deserialize)]
struct Waypoint {
    location: [f64; 2],
    distance: f64,
}

#[derive(Deserialize)]
pub(super) struct TableAnswer {
    durations: Vec<Vec<Option<f64>>>,
    #[serde(default)]
    distances: Vec<Vec<Option<f64>>>,
    sources: Vec<Waypoint>,
    destinations: Vec<Waypoint>,
    #[serde(default)]
    data_version: String,
}

#[derive(Deserialize)]
pub(super) struct RouteAnswer {
    routes: Vec<RouteBody>,
    waypoints: Vec<Waypoint>,
}

#[derive(Deserialize)]
struct RouteBody {
    duration: f64,
    distance: f64,
    geometry: Line,
}

#[derive(Deserialize)]
struct Line {
    coordinates: Vec<[f64; 2]>,
}

#[derive(Deserialize)]
pub(super) struct NearestAnswer {
    waypoints: Vec<Waypoint>,
}

/// Parses the body of an answer with its HTTP status.
pub(super) fn read<T: DeserializeOwned>(status: u16, text: &str) -> Result<T, OsrmError> {
    if status == 200
        && let Ok(answer) = serde_json::from_str(text)
    {
        return Ok(answer);
    }
    let Ok(Code { code }) = serde_json::from_str::<Code>(text) else {
        return Err(match status {
            200..=299 => OsrmError::NotOsrm("the answer is no JSON with a code".into()),
            300..=399 => OsrmError::NotOsrm("it leads elsewhere (redirect)".into()),
            _ => OsrmError::Failed(status),
        });
    };
    match code.as_str() {
        "Ok" => Err(unexpected_shape()),
        "NoSegment" => Err(OsrmError::NoSegment),
        "NoRoute" | "NoTable" => Err(OsrmError::NoRoute),
        "TooBig" => Err(OsrmError::TooBig),
        other => Err(OsrmError::Refused(other.chars().filter(char::is_ascii_alphabetic).take(40).collect())),
    }
}

fn unexpected_shape() -> OsrmError {
    OsrmError::NotOsrm("the answer does not have the form of OSRM's".into())
}

/// A duration or length as OSRM states it: finite and not negative.
fn measure(value: f64) -> Result<f64, OsrmError> {
    if value.is_finite() && value >= 0.0 { Ok(value) } else { Err(unexpected_shape()) }
}

/// A length in metres. Between two points of one road OSRM 26.10 may answer slightly below zero (observed: -0.4 m);
/// such a length counts as 0.
fn length(value: f64) -> Result<f64, OsrmError> {
    measure(if (-1.0..0.0).contains(&value) { 0.0 } else { value })
}

impl Waypoint {
    fn into_snap(self) -> Result<Snap, OsrmError> {
        let [lon, lat] = self.location;
        let point = GeoPoint::new(lon, lat).map_err(|_| unexpected_shape())?;
        Ok(Snap { point, distance: Metres(measure(self.distance)?) })
    }
}

fn snaps(waypoints: Vec<Waypoint>, expected: usize) -> Result<Vec<Snap>, OsrmError> {
    if waypoints.len() != expected {
        return Err(unexpected_shape());
    }
    waypoints.into_iter().map(Waypoint::into_snap).collect()
}

fn cells<T>(
    rows: Vec<Vec<Option<f64>>>,
    (height, width): (usize, usize),
    check: fn(f64) -> Result<f64, OsrmError>,
    unit: fn(f64) -> T,
) -> Result<Vec<Vec<Option<T>>>, OsrmError> {
    if rows.len() != height || rows.iter().any(|row| row.len() != width) {
        return Err(unexpected_shape());
    }
    let cell = |value: Option<f64>| value.map(|value| check(value).map(unit)).transpose();
    rows.into_iter().map(|row| row.into_iter().map(cell).collect()).collect()
}

impl TableAnswer {
    pub fn into_table(
        self,
        origins: usize,
        destinations: usize,
        measures: Measures,
    ) -> Result<Table, OsrmError> {
        let size = (origins, destinations);
        let distances = match measures {
            Measures::Durations => Vec::new(),
            Measures::DurationsAndDistances => cells(self.distances, size, length, Metres)?,
        };
        Ok(Table {
            durations: cells(self.durations, size, measure, Seconds)?,
            distances,
            origins: snaps(self.sources, origins)?,
            destinations: snaps(self.destinations, destinations)?,
            data_version: self.data_version,
        })
    }
}

impl RouteAnswer {
    pub fn into_route(self) -> Result<Route, OsrmError> {
        let route = self.routes.into_iter().next().ok_or_else(unexpected_shape)?;
        let ends = snaps(self.waypoints, 2)?;
        let point = |[lon, lat]: [f64; 2]| GeoPoint::new(lon, lat).map_err(|_| unexpected_shape());
        Ok(Route {
            duration: Seconds(measure(route.duration)?),
            distance: Metres(length(route.distance)?),
            line: route.geometry.coordinates.into_iter().map(point).collect::<Result<_, _>>()?,
            from: ends[0],
            to: ends[1],
        })
    }
}

impl NearestAnswer {
    pub fn into_snap(self) -> Result<Snap, OsrmError> {
        self.waypoints.into_iter().next().ok_or_else(unexpected_shape)?.into_snap()
    }
}

impl Table {
    /// Appends a table with the same origins.
    ///
    /// # Errors
    /// [`OsrmError::DataChanged`] if it comes from other road data.
    pub(super) fn append_columns(&mut self, right: Self) -> Result<(), OsrmError> {
        if self.origins.is_empty() {
            *self = right;
            return Ok(());
        }
        if self.data_version != right.data_version {
            return Err(OsrmError::DataChanged);
        }
        for (row, more) in self.durations.iter_mut().zip(right.durations) {
            row.extend(more);
        }
        for (row, more) in self.distances.iter_mut().zip(right.distances) {
            row.extend(more);
        }
        self.destinations.extend(right.destinations);
        Ok(())
    }

    /// Appends a table with the same destinations.
    ///
    /// # Errors
    /// [`OsrmError::DataChanged`] if it comes from other road data.
    pub(super) fn append_rows(&mut self, lower: Self) -> Result<(), OsrmError> {
        if self.origins.is_empty() {
            *self = lower;
            return Ok(());
        }
        if self.data_version != lower.data_version {
            return Err(OsrmError::DataChanged);
        }
        self.durations.extend(lower.durations);
        self.distances.extend(lower.distances);
        self.origins.extend(lower.origins);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Result<Table, OsrmError> {
        read::<TableAnswer>(200, text)?.into_table(1, 2, Measures::Durations)
    }

    const SNAPS: &str = r#""sources":[{"location":[12.0,53.5],"distance":3.5}],
        "destinations":[{"location":[12.1,53.5],"distance":0},{"location":[12.2,53.5],"distance":0}]"#;

    #[test]
    fn a_null_is_no_route_and_not_zero_seconds() {
        let table = table(&format!(r#"{{"code":"Ok","durations":[[12.3,null]],{SNAPS}}}"#)).unwrap();
        assert_eq!(table.durations, [[Some(Seconds(12.3)), None]]);
        assert_eq!(table.origins[0].distance, Metres(3.5));
        assert_eq!(table.data_version, "");
    }

    #[test]
    fn a_length_slightly_below_zero_is_zero_and_further_below_is_an_error() {
        assert_eq!(length(-0.4), Ok(0.0));
        assert!(length(-1.1).is_err() && measure(-0.4).is_err());
    }

    #[test]
    fn an_answer_of_the_wrong_shape_is_an_error() {
        for durations in ["[[1]]", "[[1,2],[3,4]]", "[]", "[[-1,2]]", "[[\"1\",2]]", "null"] {
            let outcome = table(&format!(r#"{{"code":"Ok","durations":{durations},{SNAPS}}}"#));
            assert!(matches!(outcome, Err(OsrmError::NotOsrm(_))), "{durations}: {outcome:?}");
        }
        let html = read::<NearestAnswer>(200, "<html>Wartung</html>").err();
        assert!(matches!(html, Some(OsrmError::NotOsrm(_))));
        assert_eq!(read::<NearestAnswer>(502, "<html>").err(), Some(OsrmError::Failed(502)));
    }

    #[test]
    fn codes_become_errors_without_coordinates() {
        let error = |code: &str| {
            let text = format!(r#"{{"code":"{code}","message":"coordinate 12.345,53.2"}}"#);
            read::<NearestAnswer>(400, &text).err().unwrap()
        };
        assert_eq!(error("NoSegment"), OsrmError::NoSegment);
        assert_eq!(error("NoTable"), OsrmError::NoRoute);
        assert_eq!(error("TooBig"), OsrmError::TooBig);
        assert_eq!(error("InvalidQuery"), OsrmError::Refused("InvalidQuery".into()));
        assert_eq!(error("12.34 x"), OsrmError::Refused("x".into()));
    }
}
