//! The road network of one mode: its OSRM process with circuit breaker, cache and travel-time matrix, which keep a
//! search fast and consistent when that process is slow or down.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arc_swap::ArcSwapOption;

use super::breaker::Breaker;
use super::cache::{Cache, Known, PointKey, TravelTime};
use super::columns::{Columns, ColumnsError};
use super::matrix::{Bounds, Matrix, Settlement};
use super::osrm_client::{BaseUrl, Measures, OsrmClient, OsrmError, Route, Table, Timeouts};
use super::{Mode, Outage, snapping};
use crate::units::{GeoPoint, Metres, Seconds};

/// Monotonic time since the service started; passed in, because the core has no clock.
pub type Clock = Arc<dyn Fn() -> Duration + Send + Sync>;

/// The number of landmarks, on opposite sides of an origin, whose travel time to it is requested first.
const INITIAL_LANDMARKS: usize = 2;
/// Time limits for the batches of a matrix, which take longer than a search may.
const BATCH_TIMEOUTS: Timeouts =
    Timeouts { connect: Duration::from_secs(2), total: Duration::from_secs(120) };

/// The road network of one mode of travel, served by one OSRM process.
pub struct Network {
    mode: Mode,
    client: OsrmClient,
    /// With the time limits for the batches of a matrix.
    batch_client: OsrmClient,
    clock: Clock,
    breaker: Breaker,
    cache: Cache,
    matrix: ArcSwapOption<Matrix>,
    columns: ArcSwapOption<Columns>,
    pairs: AtomicU64,
}

impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Network").field("mode", &self.mode).field("client", &self.client).finish()
    }
}

impl Network {
    /// `snap_anchors` are points on the main road network, see [`OsrmClient::with_snap_anchors`].
    pub fn new(
        mode: Mode,
        base: BaseUrl,
        timeouts: Timeouts,
        clock: Clock,
        snap_anchors: &[GeoPoint],
    ) -> Self {
        Self {
            mode,
            client: OsrmClient::new(base.clone(), timeouts).with_snap_anchors(snap_anchors),
            batch_client: OsrmClient::new(base, BATCH_TIMEOUTS).with_snap_anchors(snap_anchors),
            clock,
            breaker: Breaker::default(),
            cache: Cache::default(),
            matrix: ArcSwapOption::empty(),
            columns: ArcSwapOption::empty(),
            pairs: AtomicU64::new(0),
        }
    }

    /// The mode of travel.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// The number of pairs that searches have requested from OSRM since the start.
    pub fn pairs_asked(&self) -> u64 {
        self.pairs.load(Ordering::Relaxed)
    }

    /// Whether OSRM answered when it was last asked.
    pub fn is_up(&self) -> bool {
        self.breaker.is_closed()
    }

    /// The travel-time matrix, if one has been computed or loaded.
    pub fn matrix(&self) -> Option<Arc<Matrix>> {
        self.matrix.load_full()
    }

    /// Replaces the travel-time matrix.
    pub fn set_matrix(&self, matrix: Arc<Matrix>) {
        self.matrix.store(Some(matrix));
    }

    /// Computes the matrix, reusing the present one; see [`Matrix::compute`]. Blocks until it is done.
    ///
    /// # Errors
    /// The error of a failed call, or [`OsrmError::DataChanged`].
    pub fn compute_matrix(
        &self,
        settlements: &[Settlement],
        facilities: &[GeoPoint],
        progress: impl FnMut(usize, usize),
    ) -> Result<Matrix, OsrmError> {
        Matrix::compute(&self.batch_client, settlements, facilities, self.matrix().as_deref(), progress)
    }

    /// The travel times from where people live, if they have been computed.
    pub fn columns(&self) -> Option<Arc<Columns>> {
        self.columns.load_full()
    }

    /// Replaces the travel times from where people live.
    pub fn set_columns(&self, columns: Option<Arc<Columns>>) {
        self.columns.store(columns);
    }

    /// Writes the travel times from where people live to facilities, reusing the present ones; see [`Columns::compute`].
    /// Blocks until it is done.
    ///
    /// # Errors
    /// The error of a failed call or of the file, or [`OsrmError::DataChanged`].
    pub fn compute_columns(
        &self,
        ground: (&[Settlement], &[GeoPoint]),
        out: &mut impl std::io::Write,
        progress: impl FnMut(usize, usize),
    ) -> Result<(), ColumnsError> {
        Columns::compute(&self.batch_client, ground, self.columns().as_deref(), out, progress)
    }

    /// Checks whether OSRM answers and returns the version of its road data. The point must not be a citizen's.
    ///
    /// # Errors
    /// [`Outage`] if OSRM does not answer.
    pub fn probe(&self, somewhere: GeoPoint) -> Result<String, Outage> {
        self.table(&[somewhere], &[somewhere], Measures::Durations).map(|table| table.data_version)
    }

    /// Makes a call unless the circuit is open, and records its outcome.
    fn call<T>(&self, call: impl FnOnce(&OsrmClient) -> Result<T, OsrmError>) -> Result<T, Outage> {
        if !self.breaker.allows_call((self.clock)()) {
            return Err(Outage);
        }
        match call(&self.client) {
            Ok(answer) => {
                if !self.breaker.is_closed() {
                    log::info!("travel times by {} come from OSRM again", self.mode.word());
                }
                self.breaker.succeeded();
                Ok(answer)
            }
            Err(error) => {
                // An error about the points shows that the server is up.
                if !error.is_outage() {
                    self.breaker.succeeded();
                    log::warn!("a travel time by {} is an estimate: {error}", self.mode.word());
                } else if self.breaker.failed((self.clock)()) {
                    log::warn!(
                        "travel times by {} are estimates until OSRM is back: {error}",
                        self.mode.word()
                    );
                }
                Err(Outage)
            }
        }
    }

    /// Travel times from every origin to every destination; none for points beyond the snap limit.
    ///
    /// # Errors
    /// [`Outage`] if OSRM does not answer.
    pub fn table(
        &self,
        origins: &[GeoPoint],
        destinations: &[GeoPoint],
        measures: Measures,
    ) -> Result<Table, Outage> {
        let table = self.call(|client| snapping::table(client, origins, destinations, measures))?;
        self.cache.accept_data_version(&table.data_version);
        Ok(table)
    }

    /// The fastest route with its line; `None` if there is none.
    ///
    /// # Errors
    /// [`Outage`] if OSRM does not answer.
    pub fn route(&self, from: GeoPoint, to: GeoPoint) -> Result<Option<Route>, Outage> {
        let route = self.call(|client| match client.route(from, to) {
            Ok(route) => Ok(Some(route)),
            Err(OsrmError::NoRoute | OsrmError::NoSegment) => Ok(None),
            Err(error) => Err(error),
        })?;
        Ok(route.filter(|route| !snapping::is_off(&route.from) && !snapping::is_off(&route.to)))
    }

    /// Travel times from one origin.
    pub fn one_to_many(&self, origin: GeoPoint) -> NetworkOneToMany<'_> {
        NetworkOneToMany { network: self, origin, known: self.cache.of(origin) }
    }
}

/// Travel times from one origin on a road network.
#[derive(Debug)]
pub struct NetworkOneToMany<'a> {
    network: &'a Network,
    origin: GeoPoint,
    known: Arc<Mutex<Known>>,
}

impl NetworkOneToMany<'_> {
    fn known<T>(&self, look: impl FnOnce(&mut Known) -> T) -> T {
        look(&mut self.known.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether the origin is known to lie beyond the snap limit.
    pub fn is_off_road(&self) -> bool {
        self.known(|known| known.off_road)
    }

    /// Lower bounds of the travel times; zero if there is no matrix of the present road data.
    pub fn bounds(&self, destinations: &[(GeoPoint, Metres)]) -> Result<Bounds, Outage> {
        let nothing = || Bounds::none(destinations.len());
        let Some(matrix) = self.network.matrix() else { return Ok(nothing()) };
        let around = matrix.landmarks_around(self.origin, 2 * INITIAL_LANDMARKS);
        let mut landmarks = Vec::new();
        // If the first landmarks have no route to the origin, others may have one.
        for some in around.chunks(INITIAL_LANDMARKS) {
            if landmarks.len() < INITIAL_LANDMARKS {
                let points: Vec<GeoPoint> =
                    some.iter().filter_map(|number| matrix.landmark(*number)).collect();
                let times = self.times_from(&points)?;
                landmarks.extend(some.iter().zip(times).filter_map(|(number, time)| Some((*number, time?))));
            }
        }
        if self.is_off_road() || self.network.cache.data_version() != matrix.data_version() {
            return Ok(nothing());
        }
        Ok(Bounds::new(matrix, &landmarks, destinations))
    }

    /// Durations from some points, which must not be a citizen's, to the origin; `None` where there is no route.
    pub fn times_from(&self, points: &[GeoPoint]) -> Result<Vec<Option<Seconds>>, Outage> {
        let known = |point: &GeoPoint| self.known(|known| known.from.get(&PointKey::of(*point)).copied());
        let missing: Vec<GeoPoint> = points.iter().filter(|point| known(point).is_none()).copied().collect();
        if !missing.is_empty() {
            let table = self.request(&missing, &[self.origin], Measures::Durations)?;
            if table.destinations.first().is_some_and(snapping::is_off) {
                self.check_off_road()?;
            }
            self.known(|known| {
                let keys = missing.iter().map(|point| PointKey::of(*point));
                known.from.extend(keys.zip(table.durations.iter().map(|row| row[0])));
            });
        }
        Ok(points.iter().map(|point| known(point).flatten()).collect())
    }

    fn request(
        &self,
        origins: &[GeoPoint],
        destinations: &[GeoPoint],
        measures: Measures,
    ) -> Result<Table, Outage> {
        self.network.pairs.fetch_add((origins.len() * destinations.len()) as u64, Ordering::Relaxed);
        let table = self.network.call(|client| snapping::table(client, origins, destinations, measures))?;
        // Earlier answers came from other road data: the search must start again.
        if self.network.cache.accept_data_version(&table.data_version) { Ok(table) } else { Err(Outage) }
    }

    fn check_off_road(&self) -> Result<(), Outage> {
        let off = self.network.call(|client| snapping::is_off_road(client, self.origin))?;
        self.known(|known| known.off_road = off);
        Ok(())
    }

    /// The travel time to each destination; `None` where there is no route.
    pub fn travel_times(&self, destinations: &[GeoPoint]) -> Result<Vec<TravelTime>, Outage> {
        let mut found: Vec<Option<TravelTime>> = self.known(|known| {
            let look = |point: &GeoPoint| match known.off_road {
                true => Some(None),
                false => known.travel_times.get(&PointKey::of(*point)).copied(),
            };
            destinations.iter().map(look).collect()
        });
        let mut asked = HashSet::new();
        // Several facilities at one address are one pair.
        let missing: Vec<GeoPoint> = destinations
            .iter()
            .zip(&found)
            .filter(|(point, time)| time.is_none() && asked.insert(PointKey::of(**point)))
            .map(|(point, _)| *point)
            .collect();
        if !missing.is_empty() {
            let table = self.request(&[self.origin], &missing, Measures::DurationsAndDistances)?;
            if table.origins.first().is_some_and(snapping::is_off) {
                self.check_off_road()?;
            }
            let times = table.durations[0].iter().zip(&table.distances[0]);
            let times = times.map(|(duration, distance)| duration.zip(*distance));
            let new: HashMap<PointKey, TravelTime> =
                missing.iter().map(|point| PointKey::of(*point)).zip(times).collect();
            self.known(|known| new.iter().for_each(|(key, time)| known.keep(*key, *time)));
            for (point, time) in destinations.iter().zip(&mut found) {
                time.get_or_insert_with(|| new.get(&PointKey::of(*point)).copied().flatten());
            }
        }
        Ok(found.into_iter().map(Option::flatten).collect())
    }
}
