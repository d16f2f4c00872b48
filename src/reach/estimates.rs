//! Times estimated from the straight line, where no roads are known.

use std::convert::Infallible;

use super::Residents;
use super::times::{Column, TimeSource};
use crate::routing::columns::whole_seconds;
use crate::routing::{Mode, TravelSource, estimate, farthest};
use crate::units::distance::{ChordRadius, Prepared, Side, distance};
use crate::units::{GeoPoint, Seconds, Stop};

/// The chord tells which origins lie beyond a distance up to so many metres; farther ones are measured one by one.
const FARTHEST_CHORD_M: f64 = 200_000.0;

/// Estimates from the straight line.
pub(super) struct Estimates<'a> {
    mode: Mode,
    origins: Vec<Prepared>,
    stop: &'a Stop,
}

impl<'a> Estimates<'a> {
    pub(super) fn new(mode: Mode, residents: &[Residents], stop: &'a Stop) -> Self {
        Self { mode, origins: residents.iter().map(|it| Prepared::new(it.point)).collect(), stop }
    }
}

impl TimeSource for Estimates<'_> {
    type Error = Infallible;

    fn source(&self) -> TravelSource {
        TravelSource::Estimate
    }

    fn column(&self, point: GeoPoint, within: Option<Seconds>) -> Result<Column, Infallible> {
        let to = Prepared::new(point);
        let radius = within.map(|within| farthest(self.mode, within)).filter(|it| it.0 < FARTHEST_CHORD_M);
        let radius = radius.map(ChordRadius::new);
        let is_beyond = |from: &Prepared| {
            radius.is_some_and(|radius| radius.side(from.chord_squared(&to)) == Side::Outside)
        };
        // What is given after a stop is incomplete.
        let is_stopped = self.stop.is_requested();
        let time = |from: &Prepared| match is_stopped || is_beyond(from) {
            true => whole_seconds(None),
            false => whole_seconds(Some(estimate(self.mode, distance(from, &to)).duration)),
        };
        Ok(self.origins.iter().map(time).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reach::Times;
    use proptest::prelude::*;

    fn point() -> impl Strategy<Value = GeoPoint> {
        (10.6..14.4_f64, 53.1..54.7_f64).prop_map(|(lon, lat)| GeoPoint { lon, lat })
    }

    proptest! {
        /// The exact geodesic of every pair, which costs fifty times as much.
        #[test]
        fn times_are_those_of_the_geodesic_between_every_pair(
            from in prop::collection::vec(point(), 1..40),
            to in prop::collection::vec(point(), 1..8),
            mode in prop::sample::select(&Mode::ALL[..]),
            within in prop::option::of(60.0..9_000.0_f64),
        ) {
            let people = |point: &GeoPoint| Residents { key: String::new(), point: *point, persons: [1.0; 3] };
            let residents: Vec<Residents> = from.iter().map(people).collect();
            let never = Stop::never();
            let estimates = Estimates::new(mode, &residents, &never);
            let Ok(times) = Times::from_source(&estimates, from.len(), &to);
            for (point, to) in to.iter().enumerate() {
                let Ok(near) = estimates.column(*to, within.map(Seconds));
                for (origin, from) in from.iter().enumerate() {
                    let exact = estimate(mode, from.geodesic_to(*to)).duration;
                    let brute = whole_seconds(Some(exact));
                    let found = whole_seconds(times.get(origin, point));
                    // A millimetre moves a time that lies between two seconds.
                    let is_same = found == brute || (exact.0.fract() - 0.5).abs() < 0.01;
                    prop_assert!(is_same && found.abs_diff(brute) <= 1, "{} {} {}", found, brute, exact.0);
                    if within.is_none_or(|within| exact.0 <= within) {
                        prop_assert_eq!(near[origin], found, "{:?}", within);
                    } else {
                        prop_assert!(near[origin] == found || near[origin] == whole_seconds(None));
                    }
                }
            }
        }
    }
}
