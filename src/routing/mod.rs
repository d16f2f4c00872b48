//! Travel time as a port: OSRM on real roads, the labelled estimate, or times given by hand.
//!
//! A search takes a [`OneToMany`] from its origin, asks for lower bounds, and then for the travel times that can affect
//! its page. After an [`Outage`] it starts again with estimates, so that one page never mixes two sources.
//!
//! ```
//! use pflegeplan::routing::{Mode, Router, TravelSource};
//! use pflegeplan::units::GeoPoint;
//!
//! let schwerin = GeoPoint::new(11.4148, 53.6289).unwrap();
//! let wismar = GeoPoint::new(11.4628, 53.8925).unwrap();
//! // Rows are origins, cells are destinations: duration in seconds and road distance in metres.
//! let times = Router::Estimate.travel_times(Mode::Car, &[schwerin], &[wismar]);
//! let (duration, distance) = times.rows[0][0].unwrap();
//! assert_eq!(times.source, TravelSource::Estimate);
//! assert!((45.0..60.0).contains(&(duration.0 / 60.0)) && distance.0 > 29_000.0);
//! ```

mod breaker;
mod cache;
pub mod columns;
mod estimate;
pub mod matrix;
mod network;
pub mod osrm_client;
mod snapping;

pub use breaker::Breaker;
pub use estimate::{Line, calibration, estimate, farthest};
pub use network::{Clock, Network};
pub use snapping::SNAP_LIMIT;

use std::collections::HashMap;

use crate::units::{GeoPoint, Metres, Seconds};
use matrix::Bounds;
use network::NetworkOneToMany;
use osrm_client::{Measures, Route};

crate::units::words! {
    /// The mode of travel.
    pub enum Mode {
        /// By car.
        Car = "car",
        /// By bicycle.
        Bicycle = "bicycle",
        /// On foot.
        Foot = "foot",
    }
}

/// Where a travel time comes from; stated wherever the time is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TravelSource {
    /// The fastest route on the roads of OpenStreetMap.
    Osrm,
    /// Estimated from the straight-line distance.
    Estimate,
    /// Given by hand, in tests and worked examples.
    Fixed,
}

impl TravelSource {
    /// The word on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Self::Osrm => "osrm",
            Self::Estimate => "estimate",
            Self::Fixed => "fixed",
        }
    }
}

/// The travel time to one destination.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Travel {
    /// By which means.
    pub mode: Mode,
    /// Between the two points.
    pub duration: Seconds,
    /// Along the roads.
    pub distance: Metres,
    /// Whether the figures are those of a road network or an estimate.
    pub source: TravelSource,
}

/// OSRM did not answer, or is not asked because it did not answer before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the road network does not answer at the moment")]
pub struct Outage;

/// Where travel times come from.
#[derive(Debug)]
pub enum Router {
    /// Road networks by mode; a mode without one is estimated.
    Osrm(Vec<Network>),
    /// Estimates from the straight-line distance.
    Estimate,
    /// Durations by destination; an unlisted destination cannot be reached.
    Fixed(Vec<(GeoPoint, Seconds)>),
}

/// Travel times between origins and destinations, all from one source.
#[derive(Debug, Clone, PartialEq)]
pub struct TravelTimes {
    /// Whether they are those of a road network or estimates.
    pub source: TravelSource,
    /// One row for each origin; a cell is duration and road distance, `None` where there is no route.
    pub rows: Vec<Vec<Option<(Seconds, Metres)>>>,
}

impl Router {
    /// The road network of a mode.
    pub fn network(&self, mode: Mode) -> Option<&Network> {
        self.networks().iter().find(|network| network.mode() == mode)
    }

    /// All road networks.
    pub fn networks(&self) -> &[Network] {
        match self {
            Self::Osrm(networks) => networks,
            Self::Estimate | Self::Fixed(_) => &[],
        }
    }

    /// Whether a travel time may take a network call, so that it must be asked for on a blocking thread.
    pub fn may_wait(&self) -> bool {
        !self.networks().is_empty()
    }

    /// Travel times from one origin.
    pub fn one_to_many(&self, mode: Mode, origin: GeoPoint) -> OneToMany<'_> {
        let source = match (self, self.network(mode)) {
            (_, Some(network)) => Source::Network(network.one_to_many(origin)),
            (Self::Fixed(durations), _) => {
                Source::Fixed(durations.iter().map(|(to, duration)| (bits(*to), *duration)).collect())
            }
            _ => Source::Estimate,
        };
        OneToMany { mode, source }
    }

    /// Travel times from every origin to every destination; all are estimates if OSRM does not answer.
    pub fn travel_times(&self, mode: Mode, origins: &[GeoPoint], destinations: &[GeoPoint]) -> TravelTimes {
        let table =
            self.network(mode).map(|it| it.table(origins, destinations, Measures::DurationsAndDistances));
        if let Some(Ok(table)) = table {
            let row = |(durations, distances): (&Vec<Option<Seconds>>, &Vec<Option<Metres>>)| {
                durations.iter().zip(distances).map(|(time, length)| Some(((*time)?, (*length)?))).collect()
            };
            let rows = table.durations.iter().zip(&table.distances).map(row).collect();
            return TravelTimes { source: TravelSource::Osrm, rows };
        }
        let estimated = |from: &GeoPoint, to: &GeoPoint| {
            let travel = estimate(mode, from.geodesic_to(*to));
            Some((travel.duration, travel.distance))
        };
        let row = |from: &GeoPoint| destinations.iter().map(|to| estimated(from, to)).collect();
        TravelTimes { source: TravelSource::Estimate, rows: origins.iter().map(row).collect() }
    }

    /// The fastest route on the roads with its line; `None` where there is none.
    ///
    /// # Errors
    /// [`Outage`] if the mode has no road network or OSRM does not answer.
    pub fn route(&self, mode: Mode, from: GeoPoint, to: GeoPoint) -> Result<Option<Route>, Outage> {
        self.network(mode).ok_or(Outage)?.route(from, to)
    }
}

/// Travel times from one origin by one mode, all from one source.
#[derive(Debug)]
pub struct OneToMany<'a> {
    mode: Mode,
    source: Source<'a>,
}

#[derive(Debug)]
enum Source<'a> {
    Network(NetworkOneToMany<'a>),
    Estimate,
    Fixed(HashMap<[u64; 2], Seconds>),
}

impl OneToMany<'_> {
    /// Estimates, which need no network.
    pub fn estimated(mode: Mode) -> Self {
        Self { mode, source: Source::Estimate }
    }

    /// Whether the origin is known to be farther than [`SNAP_LIMIT`] from every road.
    pub fn starts_off_road(&self) -> bool {
        matches!(&self.source, Source::Network(trip) if trip.is_off_road())
    }

    /// Whether travel times come from a road network, so that each request has a cost.
    pub fn is_live(&self) -> bool {
        matches!(self.source, Source::Network(_))
    }

    /// Lower bounds of the travel times; zero where they cost nothing to ask for.
    ///
    /// # Errors
    /// [`Outage`] if OSRM does not answer.
    pub fn bounds(&self, destinations: &[(GeoPoint, Metres)]) -> Result<Bounds, Outage> {
        match &self.source {
            Source::Network(trip) => trip.bounds(destinations),
            Source::Estimate | Source::Fixed(_) => Ok(Bounds::none(destinations.len())),
        }
    }

    /// Adds one more landmark to the bounds if it is predicted to raise enough undecided destinations above `time`.
    /// Returns whether one was added.
    ///
    /// # Errors
    /// [`Outage`] if OSRM does not answer.
    pub fn add_landmark_if_useful(
        &self,
        bounds: &mut Bounds,
        undecided: &[usize],
        time: Seconds,
    ) -> Result<bool, Outage> {
        let Source::Network(trip) = &self.source else { return Ok(false) };
        let Some(landmark) = bounds.next_landmark(undecided, time) else { return Ok(false) };
        let point = bounds.landmark(landmark);
        bounds.add_landmark(landmark, trip.times_from(point.as_slice())?.pop().flatten());
        Ok(true)
    }

    /// The travel time to each destination, given with its straight-line distance; `None` where there is no route.
    ///
    /// # Errors
    /// [`Outage`] if OSRM does not answer.
    pub fn travel_times(&self, destinations: &[(GeoPoint, Metres)]) -> Result<Vec<Option<Travel>>, Outage> {
        let travel = |duration, distance, source| Travel { mode: self.mode, duration, distance, source };
        match &self.source {
            Source::Network(trip) => {
                let points: Vec<GeoPoint> = destinations.iter().map(|(point, _)| *point).collect();
                let real = |(duration, distance)| travel(duration, distance, TravelSource::Osrm);
                Ok(trip.travel_times(&points)?.into_iter().map(|time| time.map(real)).collect())
            }
            Source::Estimate => {
                Ok(destinations.iter().map(|(_, straight)| Some(estimate(self.mode, *straight))).collect())
            }
            Source::Fixed(durations) => {
                let fixed = |(to, straight): &(GeoPoint, Metres)| {
                    Some(travel(*durations.get(&bits(*to))?, *straight, TravelSource::Fixed))
                };
                Ok(destinations.iter().map(fixed).collect())
            }
        }
    }
}

fn bits(point: GeoPoint) -> [u64; 2] {
    [point.lon.to_bits(), point.lat.to_bits()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_router_reaches_only_the_listed_destinations() {
        let near = GeoPoint { lon: 11.5, lat: 53.3 };
        let far = GeoPoint { lon: 11.6, lat: 53.3 };
        let router = Router::Fixed(vec![(near, Seconds(60.0))]);
        let times = router
            .one_to_many(Mode::Foot, near)
            .travel_times(&[(near, Metres(1.0)), (far, Metres(2.0))])
            .unwrap();
        assert_eq!(times[0].unwrap().duration, Seconds(60.0));
        assert!(times[1].is_none());
    }
}
