//! A small typed client for OSRM's HTTP interface: `table`, `route` and `nearest`.
//!
//! Calls are JSON POST: coordinates reveal where a family lives and must not appear in URLs. The client blocks,
//! because a search is synchronous code on a thread; `ureq` is made for that and needs no runtime. There is no default
//! address, so that no request reaches a public server by accident.

mod answer;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use crate::units::{GeoPoint, Metres, Seconds};
use answer::{NearestAnswer, RouteAnswer, TableAnswer};

/// The largest number of origins or destinations of one call; `scripts/osrm` starts OSRM with the same limit. If a
/// server allows less, the call is split.
pub const TABLE_SIDE: usize = 300;
/// Far above the size of any answer to a call of that size.
const MAX_ANSWER_BYTES: u64 = 32 * 1024 * 1024;
/// OSRM closes a connection after five seconds without a request.
const IDLE: Duration = Duration::from_secs(4);

/// The address of an OSRM process: `http://host:port`, or `https`, with a path if a proxy wants one.
#[derive(Clone, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// # Errors
    /// [`BadUrl`] for another scheme, a missing host, or a user, query or fragment.
    pub fn parse(text: &str) -> Result<Self, BadUrl> {
        let wrong = || BadUrl(text.chars().take(80).collect());
        let rest =
            text.strip_prefix("http://").or_else(|| text.strip_prefix("https://")).ok_or_else(wrong)?;
        let host = rest.split('/').next().unwrap_or_default();
        let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '?' | '#' | '@');
        if host.is_empty() || host.starts_with(':') || !rest.chars().all(plain) {
            return Err(wrong());
        }
        Ok(Self(text.trim_end_matches('/').to_owned()))
    }

    /// The address without a final slash.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An address that cannot be OSRM's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{0}\" is not an address of OSRM: expected http://host:port or https://host, without user, query and fragment"
)]
pub struct BadUrl(String);

/// Time limits of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// For the connection.
    pub connect: Duration,
    /// From the first byte sent to the last byte read.
    pub total: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { connect: Duration::from_millis(300), total: Duration::from_millis(1500) }
    }
}

/// Why OSRM gave no answer. No variant contains a coordinate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum OsrmError {
    #[error("OSRM cannot be reached: {0}")]
    Unreachable(String),
    #[error("OSRM took longer than {0:?}")]
    TimedOut(Duration),
    #[error("the server that answered is not OSRM: {0}")]
    NotOsrm(String),
    #[error("OSRM answered with HTTP status {0}")]
    Failed(u16),
    /// A point is farther from every road than the server searches.
    #[error("OSRM found no road near a point (NoSegment)")]
    NoSegment,
    #[error("OSRM found no route (NoRoute)")]
    NoRoute,
    #[error("the table is larger than OSRM allows (TooBig); hint: start it with --max-table-size 300")]
    TooBig,
    #[error("OSRM refused the call ({0})")]
    Refused(String),
    #[error("the road data of OSRM changed during a call")]
    DataChanged,
}

impl OsrmError {
    /// Whether the server failed, as opposed to an answer about the points.
    pub fn is_outage(&self) -> bool {
        !matches!(self, Self::NoSegment | Self::NoRoute | Self::TooBig)
    }

    /// Whether the same call may succeed on a new connection: OSRM may just have closed this one.
    fn is_worth_a_retry(&self) -> bool {
        matches!(self, Self::Unreachable(_) | Self::Failed(502..=504) | Self::DataChanged)
    }
}

/// The point on a road to which a point was snapped.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Snap {
    /// The snapped point.
    pub point: GeoPoint,
    /// Distance from the requested point.
    pub distance: Metres,
}

/// Durations and distances, one row for each origin; `None` where there is no route.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// One row for each origin, one cell for each destination.
    pub durations: Vec<Vec<Option<Seconds>>>,
    /// The same shape; empty unless requested.
    pub distances: Vec<Vec<Option<Metres>>>,
    /// Where the origins were snapped.
    pub origins: Vec<Snap>,
    /// Where the destinations were snapped.
    pub destinations: Vec<Snap>,
    /// The name given to the road data when they were prepared; empty if none.
    pub data_version: String,
}

/// The fastest route between two points with its line.
#[derive(Debug, Clone, PartialEq)]
pub struct Route {
    /// Of the whole route.
    pub duration: Seconds,
    /// Its length on roads.
    pub distance: Metres,
    /// From the start to the end, in WGS 84.
    pub line: Vec<GeoPoint>,
    /// Where the start was snapped to.
    pub from: Snap,
    /// Where the end was snapped to.
    pub to: Snap,
}

/// What a table contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measures {
    /// Travel times alone.
    Durations,
    /// Travel times, and the lengths of their routes.
    DurationsAndDistances,
}

/// A client of one OSRM process, which has one mode of travel.
pub struct OsrmClient {
    agent: ureq::Agent,
    base: BaseUrl,
    timeouts: Timeouts,
    snap_anchors: Vec<GeoPoint>,
}

impl fmt::Debug for OsrmClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OsrmClient").field("base", &self.base).field("timeouts", &self.timeouts).finish()
    }
}

/// The HTTP agent for other servers: no proxy of the environment, no redirects, certificates of the platform.
pub fn agent(timeouts: Timeouts) -> ureq::Agent {
    let tls = ureq::tls::TlsConfig::builder()
        .provider(ureq::tls::TlsProvider::Rustls)
        .root_certs(ureq::tls::RootCerts::PlatformVerifier)
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .build();
    ureq::Agent::config_builder()
        .tls_config(tls)
        // Points must not travel through a proxy of the environment, nor follow a redirect.
        .proxy(None)
        .max_redirects(0)
        .http_status_as_error(false)
        .timeout_connect(Some(timeouts.connect))
        .timeout_global(Some(timeouts.total))
        .max_idle_connections(64)
        .max_idle_connections_per_host(64)
        .max_idle_age(IDLE)
        .build()
        .new_agent()
}

impl OsrmClient {
    /// A client without snap anchors.
    pub fn new(base: BaseUrl, timeouts: Timeouts) -> Self {
        Self { agent: agent(timeouts), base, timeouts, snap_anchors: Vec::new() }
    }

    /// Adds points to every table call that are neither origin nor destination. Where all points of a call lie near one
    /// small component of the road network, OSRM snaps them to it; with a further point on the main network it snaps
    /// to that. With points of towns as snap anchors a travel time does not depend on the other points of a call.
    pub fn with_snap_anchors(mut self, snap_anchors: &[GeoPoint]) -> Self {
        self.snap_anchors = snap_anchors.to_vec();
        self
    }

    /// Travel times from every origin to every destination, in as many calls as the limits require.
    pub fn table(
        &self,
        origins: &[GeoPoint],
        destinations: &[GeoPoint],
        measures: Measures,
    ) -> Result<Table, OsrmError> {
        self.tables(origins, destinations, &self.snap_anchors, measures)
    }

    /// The same without snap anchors.
    pub fn table_without_snap_anchors(
        &self,
        origins: &[GeoPoint],
        destinations: &[GeoPoint],
        measures: Measures,
    ) -> Result<Table, OsrmError> {
        self.tables(origins, destinations, &[], measures)
    }

    fn tables(
        &self,
        origins: &[GeoPoint],
        destinations: &[GeoPoint],
        snap_anchors: &[GeoPoint],
        measures: Measures,
    ) -> Result<Table, OsrmError> {
        let mut whole = Table::default();
        for some_origins in origins.chunks(TABLE_SIDE) {
            let mut band = Table::default();
            for some in destinations.chunks(TABLE_SIDE) {
                band.append_columns(self.part(some_origins, some, snap_anchors, measures)?)?;
            }
            whole.append_rows(band)?;
        }
        Ok(whole)
    }

    /// One call; split in halves while the server refuses it as too big.
    fn part(
        &self,
        origins: &[GeoPoint],
        destinations: &[GeoPoint],
        snap_anchors: &[GeoPoint],
        measures: Measures,
    ) -> Result<Table, OsrmError> {
        match self.call_table(origins, destinations, snap_anchors, measures) {
            Err(OsrmError::TooBig) if destinations.len() > 1 => {
                let (left, right) = destinations.split_at(destinations.len() / 2);
                let mut table = self.part(origins, left, snap_anchors, measures)?;
                table.append_columns(self.part(origins, right, snap_anchors, measures)?)?;
                Ok(table)
            }
            Err(OsrmError::TooBig) if origins.len() > 1 => {
                let (upper, lower) = origins.split_at(origins.len() / 2);
                let mut table = self.part(upper, destinations, snap_anchors, measures)?;
                table.append_rows(self.part(lower, destinations, snap_anchors, measures)?)?;
                Ok(table)
            }
            outcome => outcome,
        }
    }

    fn call_table(
        &self,
        origins: &[GeoPoint],
        destinations: &[GeoPoint],
        snap_anchors: &[GeoPoint],
        measures: Measures,
    ) -> Result<Table, OsrmError> {
        let all = origins.iter().chain(destinations).chain(snap_anchors);
        let coordinates: Vec<_> = all.map(|point| pair(*point)).collect();
        let body = json!({
            "coordinates": coordinates,
            "sources": (0..origins.len()).collect::<Vec<_>>(),
            "destinations": (origins.len()..origins.len() + destinations.len()).collect::<Vec<_>>(),
            "annotations": match measures {
                Measures::Durations => &["duration"][..],
                Measures::DurationsAndDistances => &["duration", "distance"],
            },
            "generate_hints": false,
        });
        let answer: TableAnswer = self.post("table", &body)?;
        answer.into_table(origins.len(), destinations.len(), measures)
    }

    /// The fastest route between two points, in one call to the service `route`: duration in seconds, length in metres
    /// and the line in WGS 84, from the point on the road network to which `from` is snapped to that of `to`. [`Route::from`]
    /// and [`Route::to`] tell how far OSRM moved the points, because it snaps a point outside its extract without an error.
    /// Snap anchors are not used: the line depends on the two points alone.
    ///
    /// # Errors
    /// [`OsrmError::NoRoute`] if no route connects the two points, [`OsrmError::NoSegment`] if no road is near one of them.
    /// Any other error is one of the server ([`OsrmError::is_outage`]) and says nothing about the route.
    pub fn route(&self, from: GeoPoint, to: GeoPoint) -> Result<Route, OsrmError> {
        let body = json!({
            "coordinates": [pair(from), pair(to)],
            "overview": "full",
            "geometries": "geojson",
            "generate_hints": false,
        });
        self.post::<RouteAnswer>("route", &body)?.into_route()
    }

    /// The nearest point on a road.
    pub fn nearest(&self, point: GeoPoint) -> Result<Snap, OsrmError> {
        let body = json!({ "coordinates": [pair(point)], "number": 1, "generate_hints": false });
        self.post::<NearestAnswer>("nearest", &body)?.into_snap()
    }

    fn post<T: serde::de::DeserializeOwned>(
        &self,
        service: &str,
        body: &serde_json::Value,
    ) -> Result<T, OsrmError> {
        let body = body.to_string();
        match self.post_once(service, &body) {
            Err(error) if error.is_worth_a_retry() => self.post_once(service, &body),
            outcome => outcome,
        }
    }

    fn post_once<T: serde::de::DeserializeOwned>(&self, service: &str, body: &str) -> Result<T, OsrmError> {
        // The last segment names a profile; a process has one profile, and OSRM ignores the name.
        let url = format!("{}/{service}/v1/any", self.base.0);
        let mut response = self
            .agent
            .post(&url)
            .content_type("application/json")
            .send(body)
            .map_err(|error| self.failure(&error))?;
        let status = response.status().as_u16();
        let text = response
            .body_mut()
            .with_config()
            .limit(MAX_ANSWER_BYTES)
            .read_to_string()
            .map_err(|error| self.failure(&error))?;
        answer::read(status, &text)
    }

    fn failure(&self, error: &ureq::Error) -> OsrmError {
        match error {
            ureq::Error::Timeout(_) => OsrmError::TimedOut(self.timeouts.total),
            ureq::Error::Io(cause) if cause.kind() == std::io::ErrorKind::TimedOut => {
                OsrmError::TimedOut(self.timeouts.total)
            }
            ureq::Error::Io(cause) => OsrmError::Unreachable(cause.kind().to_string()),
            ureq::Error::BodyExceedsLimit(_) => OsrmError::NotOsrm("the answer is too long".into()),
            ureq::Error::TooManyRedirects | ureq::Error::RedirectFailed => {
                OsrmError::NotOsrm("it leads elsewhere (redirect)".into())
            }
            ureq::Error::HostNotFound => OsrmError::Unreachable("the host is not known".into()),
            other => OsrmError::Unreachable(other.to_string()),
        }
    }
}

/// A point at OSRM's resolution of six decimals.
pub fn rounded(point: GeoPoint) -> GeoPoint {
    let six = |degrees: f64| (degrees * 1e6).round() / 1e6;
    GeoPoint { lon: six(point.lon), lat: six(point.lat) }
}

fn pair(point: GeoPoint) -> [f64; 2] {
    let point = rounded(point);
    [point.lon, point.lat]
}
