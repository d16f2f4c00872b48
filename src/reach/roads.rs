//! Times on the roads: the stored columns of the router, and a few further points that are asked for live.
//!
//! A live point would cost a route from every cell. Only those are asked for that can make a difference: where the point can
//! be nearer than the offers that are known, or lies within the catchments. The bound is that of landmarks (ALT, Goldberg and
//! Harrelson 2005): with the known time `t(c, g)` from a cell to a facility and the time `t(f, g)` from the new point to it,
//! `t(c, f) >= t(c, g) - t(f, g)`. A turn at the point is not part of it, so that some seconds are subtracted and two facilities
//! must agree.

use std::collections::HashMap;
use std::sync::Arc;

use super::Residents;
use super::catchment::ZONES;
use super::times::{Column, TimeSource};
use crate::routing::columns::{Columns, seconds, whole_seconds};
use crate::routing::osrm_client::Measures;
use crate::routing::{Mode, Network, Router, TravelSource};
use crate::units::distance::Prepared;
use crate::units::{GeoPoint, Seconds};

/// Routes that are asked for live in one question, about a second and a half of OSRM's time; more are the columns' own work.
const LIVE_ROUTES: usize = 6_000;
/// Facilities around a new point that bound its times.
const ANCHORS: usize = 8;
/// What a turn at the new point may cost, see [`crate::routing::matrix::Bounds`].
const SLACK_S: f64 = 10.0;

/// There is no answer on the roads, so that all times of the answer are estimates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NoRoads;

/// Times of one road network.
#[derive(Debug)]
pub(super) struct Roads {
    stored: Arc<Columns>,
    live: HashMap<[u64; 2], Column>,
}

impl Roads {
    /// `None` where the columns of these residents are not known, or points without a column cost too much. `kept` are the
    /// points to which the new ones are compared: they stay offers.
    pub(super) fn new(
        router: &Router,
        mode: Mode,
        residents: &[Residents],
        (points, kept): (&[GeoPoint], &[GeoPoint]),
    ) -> Option<Self> {
        let network = router.network(mode)?;
        let stored = network.columns()?;
        if !stored.is_from(residents.iter().map(|it| (it.key.as_str(), it.point))) {
            return None;
        }
        let mut roads = Self { stored, live: HashMap::new() };
        let mut routes = 0;
        for point in points.iter().filter(|point| !roads.stored.has(**point)) {
            if !roads.live.contains_key(&bits(*point)) {
                let column = roads.live_column(network, *point, (residents, kept), &mut routes)?;
                roads.live.insert(bits(*point), column);
            }
        }
        Some(roads)
    }

    /// The times to a new point, as far as they can make a difference.
    fn live_column(
        &self,
        network: &Network,
        point: GeoPoint,
        (residents, kept): (&[Residents], &[GeoPoint]),
        routes: &mut usize,
    ) -> Option<Column> {
        let anchors = self.anchors(point);
        let table = network.table(&[point], &anchors, Measures::Durations).ok()?;
        let of_our_roads = |version: &str| (version == self.stored.data_version()).then_some(());
        of_our_roads(&table.data_version)?;
        let mut from_anchors = Vec::new();
        for (anchor, time) in anchors.iter().zip(table.durations.first()?) {
            if let Some(time) = time {
                from_anchors.push((self.stored.read(*anchor).ok()??, time.0));
            }
        }
        let known: Vec<Vec<u16>> = kept
            .iter()
            .filter(|point| self.stored.has(**point))
            .map(|point| self.stored.read(*point).ok().flatten())
            .collect::<Option<_>>()?;
        let wanted = may_matter(residents.len(), &from_anchors, &known);
        *routes += wanted.len();
        if *routes > LIVE_ROUTES {
            return None;
        }
        let origins: Vec<GeoPoint> =
            wanted.iter().filter_map(|at| residents.get(*at)).map(|it| it.point).collect();
        let table = network.table(&origins, &[point], Measures::Durations).ok()?;
        of_our_roads(&table.data_version).or_else(|| origins.is_empty().then_some(()))?;
        let mut column = vec![whole_seconds(None); residents.len()];
        for (at, row) in wanted.iter().zip(&table.durations) {
            if let Some(place) = column.get_mut(*at) {
                *place = whole_seconds(row.first().copied().flatten());
            }
        }
        Some(column.into())
    }

    /// The facilities nearest to a point as the crow flies.
    fn anchors(&self, point: GeoPoint) -> Vec<GeoPoint> {
        let at = Prepared::new(point);
        let chord = |it: &GeoPoint| Prepared::new(*it).chord_squared(&at);
        let mut near: Vec<(f64, GeoPoint)> =
            self.stored.facilities().iter().map(|it| (chord(it), *it)).collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0));
        near.into_iter().take(ANCHORS).map(|(_, point)| point).collect()
    }
}

/// The origins from which the time to a new point can be one within the catchments, or shorter than those to the points that
/// are known. Each anchor is given with the times to it and the time from the new point to it.
fn may_matter(origins: usize, anchors: &[(Vec<u16>, f64)], known: &[Vec<u16>]) -> Vec<usize> {
    let catchment = ZONES.iter().map(|(minutes, _)| minutes * 60.0).fold(0.0, f64::max);
    let longest_that_matters = |at: usize| {
        let times = known.iter().filter_map(|column| column.get(at).copied().and_then(seconds));
        times.map(|time| time.0).fold(f64::INFINITY, f64::min).max(catchment)
    };
    let lower_bound = |at: usize| {
        let (mut best, mut second) = (0.0_f64, 0.0_f64);
        for (column, from_point) in anchors {
            let Some(Seconds(time)) = column.get(at).copied().and_then(seconds) else { continue };
            let bound = time - from_point;
            if bound > best {
                (best, second) = (bound, best);
            } else {
                second = second.max(bound);
            }
        }
        second - SLACK_S
    };
    (0..origins).filter(|at| lower_bound(*at) <= longest_that_matters(*at)).collect()
}

fn bits(point: GeoPoint) -> [u64; 2] {
    [point.lon.to_bits(), point.lat.to_bits()]
}

impl TimeSource for Roads {
    type Error = NoRoads;

    fn source(&self) -> TravelSource {
        TravelSource::Osrm
    }

    fn column(&self, point: GeoPoint, _: Option<Seconds>) -> Result<Column, NoRoads> {
        if let Some(column) = self.live.get(&bits(point)) {
            return Ok(column.clone());
        }
        match self.stored.read(point) {
            Ok(column) => Ok(column.ok_or(NoRoads)?.into()),
            Err(error) => {
                log::warn!("travel times are estimates: {error}");
                Err(NoRoads)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reach::{Times, accessibility};
    use proptest::prelude::*;

    /// Minutes between points of a plane, a metric.
    fn column(from: &[(f64, f64)], to: (f64, f64)) -> Vec<u16> {
        from.iter().map(|at| whole_seconds(Some(time(*at, to)))).collect()
    }

    fn time(a: (f64, f64), b: (f64, f64)) -> Seconds {
        Seconds((a.0 - b.0).hypot(a.1 - b.1) * 60.0)
    }

    fn spot() -> impl Strategy<Value = (f64, f64)> {
        (0.0..150.0_f64, 0.0..150.0_f64)
    }

    proptest! {
        /// With the times left out that cannot matter, nearest times and catchments are those of all times.
        #[test]
        fn what_is_not_asked_for_changes_nothing(
            people in prop::collection::vec(spot(), 1..60),
            known in prop::collection::vec(spot(), 0..6),
            anchors in prop::collection::vec(spot(), 0..9),
            new in spot(),
        ) {
            let of_known: Vec<Vec<u16>> = known.iter().map(|to| column(&people, *to)).collect();
            let from_anchors: Vec<(Vec<u16>, f64)> =
                anchors.iter().map(|anchor| (column(&people, *anchor), time(new, *anchor).0)).collect();
            let wanted = may_matter(people.len(), &from_anchors, &of_known);
            let all = column(&people, new);
            let some: Vec<u16> =
                (0..people.len()).map(|at| if wanted.contains(&at) { all[at] } else { whole_seconds(None) }).collect();
            let times = |new: &[u16]| {
                let rows: Vec<Vec<Option<Seconds>>> = (0..people.len()).map(|at| {
                    of_known.iter().map(|column| seconds(column[at])).chain([seconds(new[at])]).collect()
                }).collect();
                Times::new(TravelSource::Fixed, &rows)
            };
            let (brute, found) = (times(&all), times(&some));
            prop_assert_eq!(brute.nearest(), found.nearest());
            let demand = vec![10.0; people.len()];
            let supply = vec![5.0; known.len() + 1];
            prop_assert_eq!(accessibility(&demand, &supply, &brute), accessibility(&demand, &supply, &found));
        }
    }
}
