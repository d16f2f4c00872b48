//! Travel time as a port. Today there is one way to know it, the labelled estimate; a road network
//! takes its place behind the same function.

use std::collections::HashMap;

use crate::units::{GeoPoint, Metres, Seconds};

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

    /// Mean speed over a whole way in metres per second.
    ///
    /// Bicycle 15 km/h and foot 5 km/h are the default speeds of OSRM's `bicycle.lua` and `foot.lua`
    /// (Project OSRM, BSD-2). Car: 55 km/h is an assumption for ways that mix country roads (limit
    /// 100 km/h, StVO § 3 (3)) with places (50 km/h); it is neither measured nor calibrated.
    fn speed(self) -> f64 {
        let km_per_hour = match self {
            Self::Car => 55.0,
            Self::Bicycle => 15.0,
            Self::Foot => 5.0,
        };
        km_per_hour / 3.6
    }
}

/// Length of the way by road over the straight line: 1.417 on average over 66,000 pairs of places
/// (Boscoe, Henry, Zdeb 2012, "A Nationwide Comparison of Driving Distance Versus Straight-Line
/// Distance to Hospitals", The Professional Geographer 64, abstract).
const DETOUR: f64 = 1.417;

/// What a travel time rests on; it is said wherever the time is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TravelSource {
    Estimate,
    /// Given by hand, in tests and worked examples.
    Fixed,
}

impl TravelSource {
    pub fn word(self) -> &'static str {
        match self {
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

/// Where travel times come from.
#[derive(Debug, Clone)]
pub enum Router {
    /// Straight line times a detour, over a mean speed: monotone in the distance and always possible.
    Estimate,
    /// Durations by destination; a destination that is not named cannot be reached.
    Fixed(Vec<(GeoPoint, Seconds)>),
}

impl Router {
    /// The way to each destination, given with its distance as the crow flies; `None` where there is
    /// no way.
    pub fn travel(&self, mode: Mode, destinations: &[(GeoPoint, Metres)]) -> Vec<Option<Travel>> {
        match self {
            Self::Estimate => {
                destinations.iter().map(|(_, straight)| Some(estimate(mode, *straight))).collect()
            }
            Self::Fixed(ways) => {
                let ways: HashMap<[u64; 2], Seconds> =
                    ways.iter().map(|(to, duration)| (bits(*to), *duration)).collect();
                let way = |(to, straight): &(GeoPoint, Metres)| {
                    let duration = *ways.get(&bits(*to))?;
                    Some(Travel { mode, duration, distance: *straight, source: TravelSource::Fixed })
                };
                destinations.iter().map(way).collect()
            }
        }
    }
}

fn bits(point: GeoPoint) -> [u64; 2] {
    [point.lon.to_bits(), point.lat.to_bits()]
}

fn estimate(mode: Mode, straight: Metres) -> Travel {
    let distance = Metres(straight.0 * DETOUR);
    Travel { mode, duration: Seconds(distance.0 / mode.speed()), distance, source: TravelSource::Estimate }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: 10 km straight are 14.17 km by road; at 55 km/h 14.17 / 55 h = 927.49 s.
    #[test]
    fn ten_kilometres_by_car_are_fifteen_and_a_half_minutes() {
        let there = GeoPoint { lon: 11.5, lat: 53.3 };
        let ways = Router::Estimate.travel(Mode::Car, &[(there, Metres(10_000.0))]);
        let way = ways[0].unwrap();
        assert!((way.duration.0 - 927.490_9).abs() < 1e-3, "{way:?}");
        assert!((way.distance.0 - 14_170.0).abs() < 1e-9);
        assert_eq!(way.source.word(), "estimate");
    }

    #[test]
    fn a_fixed_router_knows_only_what_it_was_told() {
        let near = GeoPoint { lon: 11.5, lat: 53.3 };
        let far = GeoPoint { lon: 11.6, lat: 53.3 };
        let router = Router::Fixed(vec![(near, Seconds(60.0))]);
        let ways = router.travel(Mode::Foot, &[(near, Metres(1.0)), (far, Metres(2.0))]);
        assert_eq!(ways[0].unwrap().duration, Seconds(60.0));
        assert!(ways[1].is_none());
    }
}
