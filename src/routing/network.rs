//! The road network of one mode: its OSRM process, and what keeps a search quick and whole when that is slow
//! or away.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arc_swap::ArcSwapOption;

use super::breaker::Breaker;
use super::cache::{Cache, Known, PointKey, Way};
use super::matrix::{Bounds, Matrix, Settlement};
use super::osrm_client::{BaseUrl, Measures, OsrmClient, OsrmError, Route, Table, Timeouts};
use super::{Mode, Outage, snapping};
use crate::units::{GeoPoint, Metres, Seconds};

/// Time since the service began. Handed in, for the core has no clock.
pub type Clock = Arc<dyn Fn() -> Duration + Send + Sync>;

/// Anchors of the matrix from which the time to an origin is asked at first, on two sides of it.
const ANCHORS: usize = 2;
/// Batches of a matrix take longer than a search may.
const BATCH_TIMEOUTS: Timeouts =
    Timeouts { connect: Duration::from_secs(2), total: Duration::from_secs(120) };

pub struct Network {
    mode: Mode,
    client: OsrmClient,
    /// For the batches of a matrix.
    patient: OsrmClient,
    clock: Clock,
    breaker: Breaker,
    cache: Cache,
    matrix: ArcSwapOption<Matrix>,
    pairs: AtomicU64,
}

impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Network").field("mode", &self.mode).field("client", &self.client).finish()
    }
}

impl Network {
    /// `company` are points on the roads that everybody uses, see [`OsrmClient::in_company`].
    pub fn new(mode: Mode, base: BaseUrl, timeouts: Timeouts, clock: Clock, company: &[GeoPoint]) -> Self {
        Self {
            mode,
            client: OsrmClient::new(base.clone(), timeouts).in_company(company),
            patient: OsrmClient::new(base, BATCH_TIMEOUTS).in_company(company),
            clock,
            breaker: Breaker::default(),
            cache: Cache::default(),
            matrix: ArcSwapOption::empty(),
            pairs: AtomicU64::new(0),
        }
    }

    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Pairs that OSRM was asked for by searches since the start.
    pub fn pairs_asked(&self) -> u64 {
        self.pairs.load(Ordering::Relaxed)
    }

    pub fn matrix(&self) -> Option<Arc<Matrix>> {
        self.matrix.load_full()
    }

    pub fn take_matrix(&self, matrix: Arc<Matrix>) {
        self.matrix.store(Some(matrix));
    }

    /// Computes the matrix, from the one that is there. Blocks for as long as that takes.
    pub fn compute_matrix(
        &self,
        settlements: &[Settlement],
        facilities: &[GeoPoint],
        progress: impl FnMut(usize, usize),
    ) -> Result<Matrix, OsrmError> {
        Matrix::compute(&self.patient, settlements, facilities, self.matrix().as_deref(), progress)
    }

    /// Asks for a way from a point to itself: whether OSRM is there, and which road data it has. The point is
    /// none of a citizen's.
    pub fn probe(&self, somewhere: GeoPoint) -> Result<String, Outage> {
        self.table(&[somewhere], &[somewhere], Measures::Durations).map(|table| table.data_version)
    }

    /// Runs a call unless the circuit is open, and notes how it went.
    fn call<T>(&self, call: impl FnOnce(&OsrmClient) -> Result<T, OsrmError>) -> Result<T, Outage> {
        if !self.breaker.lets_through((self.clock)()) {
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
                // An answer about the points, however unwelcome, shows that the server is there.
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

    /// Every origin to every destination, without what is off the roads.
    pub fn table(
        &self,
        origins: &[GeoPoint],
        destinations: &[GeoPoint],
        measures: Measures,
    ) -> Result<Table, Outage> {
        let table = self.call(|client| snapping::table(client, origins, destinations, measures))?;
        self.cache.is_still(&table.data_version);
        Ok(table)
    }

    /// The way with its line; `None` if there is none.
    pub fn route(&self, from: GeoPoint, to: GeoPoint) -> Result<Option<Route>, Outage> {
        let route = self.call(|client| match client.route(from, to) {
            Ok(route) => Ok(Some(route)),
            Err(OsrmError::NoRoute | OsrmError::NoSegment) => Ok(None),
            Err(error) => Err(error),
        })?;
        Ok(route.filter(|route| !snapping::is_off(&route.from) && !snapping::is_off(&route.to)))
    }

    pub fn trip(&self, origin: GeoPoint) -> NetworkTrip<'_> {
        NetworkTrip { network: self, origin, known: self.cache.of(origin) }
    }
}

/// Ways from one origin.
#[derive(Debug)]
pub struct NetworkTrip<'a> {
    network: &'a Network,
    origin: GeoPoint,
    known: Arc<Mutex<Known>>,
}

impl NetworkTrip<'_> {
    fn known<T>(&self, look: impl FnOnce(&mut Known) -> T) -> T {
        look(&mut self.known.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub fn is_off_road(&self) -> bool {
        self.known(|known| known.off_road)
    }

    /// Lower bounds of the durations; none where no matrix of these roads is there.
    pub fn bounds(&self, destinations: &[(GeoPoint, Metres)]) -> Result<Bounds, Outage> {
        let nothing = || Bounds::none(destinations.len());
        let Some(matrix) = self.network.matrix() else { return Ok(nothing()) };
        let around = matrix.around(self.origin, 2 * ANCHORS);
        let mut anchors = Vec::new();
        // Where there is no way from the first, the others may have one.
        for some in around.chunks(ANCHORS) {
            if anchors.len() < ANCHORS {
                let points: Vec<GeoPoint> = some.iter().filter_map(|number| matrix.anchor(*number)).collect();
                let times = self.times_from(&points)?;
                anchors.extend(some.iter().zip(times).filter_map(|(number, time)| Some((*number, time?))));
            }
        }
        if self.is_off_road() || self.network.cache.data_version() != matrix.data_version() {
            return Ok(nothing());
        }
        Ok(Bounds::new(matrix, &anchors, destinations))
    }

    /// The time from each of some points, which are none of a citizen's, to the origin.
    pub fn times_from(&self, points: &[GeoPoint]) -> Result<Vec<Option<Seconds>>, Outage> {
        let known = |point: &GeoPoint| self.known(|known| known.from.get(&PointKey::of(*point)).copied());
        let missing: Vec<GeoPoint> = points.iter().filter(|point| known(point).is_none()).copied().collect();
        if !missing.is_empty() {
            let table = self.ask(&missing, &[self.origin], Measures::Durations)?;
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

    fn ask(
        &self,
        origins: &[GeoPoint],
        destinations: &[GeoPoint],
        measures: Measures,
    ) -> Result<Table, Outage> {
        self.network.pairs.fetch_add((origins.len() * destinations.len()) as u64, Ordering::Relaxed);
        let table = self.network.call(|client| snapping::table(client, origins, destinations, measures))?;
        // What was read before came from other roads: this search starts again without them.
        if self.network.cache.is_still(&table.data_version) { Ok(table) } else { Err(Outage) }
    }

    fn check_off_road(&self) -> Result<(), Outage> {
        let off = self.network.call(|client| snapping::is_off_road(client, self.origin))?;
        self.known(|known| known.off_road = off);
        Ok(())
    }

    /// The way to each destination; `None` where there is none.
    pub fn ways(&self, destinations: &[GeoPoint]) -> Result<Vec<Way>, Outage> {
        let mut found: Vec<Option<Way>> = self.known(|known| {
            let look = |point: &GeoPoint| match known.off_road {
                true => Some(None),
                false => known.ways.get(&PointKey::of(*point)).copied(),
            };
            destinations.iter().map(look).collect()
        });
        let mut asked = HashSet::new();
        // Several facilities of one address are one way.
        let missing: Vec<GeoPoint> = destinations
            .iter()
            .zip(&found)
            .filter(|(point, way)| way.is_none() && asked.insert(PointKey::of(**point)))
            .map(|(point, _)| *point)
            .collect();
        if !missing.is_empty() {
            let table = self.ask(&[self.origin], &missing, Measures::DurationsAndDistances)?;
            if table.origins.first().is_some_and(snapping::is_off) {
                self.check_off_road()?;
            }
            let ways = table.durations[0].iter().zip(&table.distances[0]);
            let ways = ways.map(|(duration, distance)| duration.zip(*distance));
            let new: HashMap<PointKey, Way> =
                missing.iter().map(|point| PointKey::of(*point)).zip(ways).collect();
            self.known(|known| new.iter().for_each(|(key, way)| known.keep(*key, *way)));
            for (point, way) in destinations.iter().zip(&mut found) {
                way.get_or_insert_with(|| new.get(&PointKey::of(*point)).copied().flatten());
            }
        }
        Ok(found.into_iter().map(Option::flatten).collect())
    }
}
