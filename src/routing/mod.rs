//! Travel time as a port: OSRM on real roads, the labelled estimate, or times given by hand.
//!
//! A search takes a [`Trip`] from its origin, asks for bounds, and then for the ways that can matter. An
//! [`Outage`] on the way is no failure of the search: it begins anew with estimates, so that one page never
//! mixes two sources.

mod breaker;
mod cache;
mod estimate;
pub mod matrix;
mod network;
pub mod osrm_client;
mod snapping;

pub use breaker::Breaker;
pub use estimate::{Line, calibration, estimate};
pub use network::{Clock, Network};
pub use snapping::SNAP_LIMIT;

use std::collections::HashMap;

use crate::units::{GeoPoint, Metres, Seconds};
use matrix::Bounds;
use network::NetworkTrip;
use osrm_client::{Measures, Route};

/// How somebody travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    Car,
    Bicycle,
    Foot,
}

impl Mode {
    pub const ALL: [Self; 3] = [Self::Car, Self::Bicycle, Self::Foot];

    pub fn word(self) -> &'static str {
        match self {
            Self::Car => "car",
            Self::Bicycle => "bicycle",
            Self::Foot => "foot",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.word() == word)
    }
}

/// What a travel time rests on; it is said wherever the time is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TravelSource {
    /// The quickest way on the roads of OpenStreetMap.
    Osrm,
    Estimate,
    /// Given by hand, in tests and worked examples.
    Fixed,
}

impl TravelSource {
    pub fn word(self) -> &'static str {
        match self {
            Self::Osrm => "osrm",
            Self::Estimate => "estimate",
            Self::Fixed => "fixed",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Travel {
    pub mode: Mode,
    pub duration: Seconds,
    pub distance: Metres,
    pub source: TravelSource,
}

/// OSRM gave no answer, or is not asked because it gave none before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the road network does not answer at the moment")]
pub struct Outage;

/// Where travel times come from.
#[derive(Debug)]
pub enum Router {
    /// Networks by mode; a mode without one is estimated.
    Osrm(Vec<Network>),
    Estimate,
    /// Durations by destination; a destination that is not named cannot be reached.
    Fixed(Vec<(GeoPoint, Seconds)>),
}

/// Durations and lengths of ways, a row an origin.
#[derive(Debug, Clone, PartialEq)]
pub struct Ways {
    pub source: TravelSource,
    pub ways: Vec<Vec<Option<(Seconds, Metres)>>>,
}

impl Router {
    /// The road network of a mode.
    pub fn network(&self, mode: Mode) -> Option<&Network> {
        self.networks().iter().find(|network| network.mode() == mode)
    }

    pub fn networks(&self) -> &[Network] {
        match self {
            Self::Osrm(networks) => networks,
            Self::Estimate | Self::Fixed(_) => &[],
        }
    }

    /// Whether a way may have to be waited for, so that it is asked for on a thread that may wait.
    pub fn may_wait(&self) -> bool {
        !self.networks().is_empty()
    }

    /// The ways from one point.
    pub fn trip(&self, mode: Mode, origin: GeoPoint) -> Trip<'_> {
        let ways = match (self, self.network(mode)) {
            (_, Some(network)) => Source::Network(network.trip(origin)),
            (Self::Fixed(ways), _) => {
                Source::Fixed(ways.iter().map(|(to, duration)| (bits(*to), *duration)).collect())
            }
            _ => Source::Estimate,
        };
        Trip { mode, source: ways }
    }

    /// Every origin to every destination. All are estimates if OSRM gives no answer.
    pub fn ways(&self, mode: Mode, origins: &[GeoPoint], destinations: &[GeoPoint]) -> Ways {
        let table =
            self.network(mode).map(|it| it.table(origins, destinations, Measures::DurationsAndDistances));
        if let Some(Ok(table)) = table {
            let row = |(durations, distances): (&Vec<Option<Seconds>>, &Vec<Option<Metres>>)| {
                durations.iter().zip(distances).map(|(time, way)| Some(((*time)?, (*way)?))).collect()
            };
            let ways = table.durations.iter().zip(&table.distances).map(row).collect();
            return Ways { source: TravelSource::Osrm, ways };
        }
        let estimated = |from: &GeoPoint, to: &GeoPoint| {
            let way = estimate(mode, from.geodesic_to(*to));
            Some((way.duration, way.distance))
        };
        let row = |from: &GeoPoint| destinations.iter().map(|to| estimated(from, to)).collect();
        Ways { source: TravelSource::Estimate, ways: origins.iter().map(row).collect() }
    }

    /// The line of a way on the roads; `None` where there is no way.
    pub fn route(&self, mode: Mode, from: GeoPoint, to: GeoPoint) -> Result<Option<Route>, Outage> {
        self.network(mode).ok_or(Outage)?.route(from, to)
    }
}

/// Ways from one origin by one mode, all from one source.
#[derive(Debug)]
pub struct Trip<'a> {
    mode: Mode,
    source: Source<'a>,
}

#[derive(Debug)]
enum Source<'a> {
    Network(NetworkTrip<'a>),
    Estimate,
    Fixed(HashMap<[u64; 2], Seconds>),
}

impl Trip<'_> {
    /// A trip that needs no network.
    pub fn estimated(mode: Mode) -> Self {
        Self { mode, source: Source::Estimate }
    }

    /// Whether it is known that the origin is farther than [`SNAP_LIMIT`] from every road.
    pub fn starts_off_road(&self) -> bool {
        matches!(&self.source, Source::Network(trip) if trip.is_off_road())
    }

    /// Whether each way that is asked for has its price.
    pub fn is_live(&self) -> bool {
        matches!(self.source, Source::Network(_))
    }

    /// Durations that no way goes below.
    pub fn bounds(&self, destinations: &[(GeoPoint, Metres)]) -> Result<Bounds, Outage> {
        match &self.source {
            Source::Network(trip) => trip.bounds(destinations),
            Source::Estimate | Source::Fixed(_) => Ok(Bounds::none(destinations.len())),
        }
    }

    /// Lets the bounds hear one more anchor, if that settles enough of the undecided beyond a time. Returns whether.
    pub fn sharpen(&self, bounds: &mut Bounds, undecided: &[usize], time: Seconds) -> Result<bool, Outage> {
        let Source::Network(trip) = &self.source else { return Ok(false) };
        let Some(anchor) = bounds.next_anchor(undecided, time) else { return Ok(false) };
        let point = bounds.anchor(anchor);
        bounds.hear(anchor, trip.times_from(point.as_slice())?.pop().flatten());
        Ok(true)
    }

    /// The way to each destination, given with its distance as the crow flies; `None` where there is
    /// no way.
    pub fn ways(&self, destinations: &[(GeoPoint, Metres)]) -> Result<Vec<Option<Travel>>, Outage> {
        let travel = |duration, distance, source| Travel { mode: self.mode, duration, distance, source };
        match &self.source {
            Source::Network(trip) => {
                let points: Vec<GeoPoint> = destinations.iter().map(|(point, _)| *point).collect();
                let real = |(duration, distance)| travel(duration, distance, TravelSource::Osrm);
                Ok(trip.ways(&points)?.into_iter().map(|way| way.map(real)).collect())
            }
            Source::Estimate => {
                Ok(destinations.iter().map(|(_, straight)| Some(estimate(self.mode, *straight))).collect())
            }
            Source::Fixed(ways) => {
                let way = |(to, straight): &(GeoPoint, Metres)| {
                    Some(travel(*ways.get(&bits(*to))?, *straight, TravelSource::Fixed))
                };
                Ok(destinations.iter().map(way).collect())
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
    fn a_fixed_router_knows_only_what_it_was_told() {
        let near = GeoPoint { lon: 11.5, lat: 53.3 };
        let far = GeoPoint { lon: 11.6, lat: 53.3 };
        let router = Router::Fixed(vec![(near, Seconds(60.0))]);
        let ways = router.trip(Mode::Foot, near).ways(&[(near, Metres(1.0)), (far, Metres(2.0))]).unwrap();
        assert_eq!(ways[0].unwrap().duration, Seconds(60.0));
        assert!(ways[1].is_none());
    }
}
