//! Durations from every settlement point to every facility, computed once and kept.
//!
//! Two things rest on it. Reach counts who gets where in which time. And a search by travel time asks OSRM
//! only for facilities that can still enter its page: if somebody needs `t(a, o)` from an anchor `a` to the
//! origin `o`, then from `o` to a facility `f` it takes at least `t(a, f) - t(a, o)`, because going over `o`
//! would otherwise be quicker than the quickest way from `a` to `f`. Anchors are the settlements, and facilities
//! that stand apart from each other: a city is one settlement, but has many facilities.
//!
//! On real roads this holds up to a slack: a way over `o` may turn round there, OSRM's car profile does not
//! weigh ways by time alone, and durations are rounded. The slack is measured on the matrix itself, with every
//! anchor once in the place of the origin, and a reserve is added. On the roads of a town nearly all origins need
//! none, and one in some hundreds nearly a minute, where a turn leads round a block. A search holds the bounds
//! against the ways it gets, and trusts them no more where they come near to the slack.

mod bytes;
mod compute;

use std::collections::HashMap;

use super::cache::PointKey;
use crate::units::{GeoPoint, Seconds};

pub use bytes::MatrixError;

/// Added to the largest slack that was measured, for an origin that is a little worse than all anchors: about a turn
/// (7.5 s at most in OSRM's car profile) and a traffic light (2 s).
const RESERVE_S: f64 = 10.0;
/// No way, in the table of tenths of seconds.
const NONE: u32 = u32::MAX;

/// Somewhere people live.
#[derive(Debug, Clone, PartialEq)]
pub struct Settlement {
    /// AGS of the municipality.
    pub key: String,
    pub point: GeoPoint,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    data_version: String,
    settlements: Vec<Settlement>,
    /// Further anchors; their rows come behind those of the settlements.
    waypoints: Vec<GeoPoint>,
    /// In the order of the columns.
    facilities: Vec<GeoPoint>,
    columns: HashMap<PointKey, u32>,
    /// Tenths of seconds, a run of all anchors a facility.
    cells: Vec<u32>,
    /// The largest slack seen, in seconds.
    measured_slack_s: f64,
}

impl Matrix {
    /// Puts a matrix together; `None` if the parts do not fit each other.
    fn assemble(
        data_version: String,
        settlements: Vec<Settlement>,
        waypoints: Vec<GeoPoint>,
        facilities: Vec<GeoPoint>,
        cells: Vec<u32>,
        measured_slack_s: f64,
    ) -> Option<Self> {
        let anchors = settlements.len() + waypoints.len();
        if cells.len() != anchors * facilities.len() || !measured_slack_s.is_finite() {
            return None;
        }
        let columns: HashMap<_, _> =
            facilities.iter().zip(0..).map(|(point, column)| (PointKey::of(*point), column)).collect();
        let unique = columns.len() == facilities.len();
        unique.then_some(Self {
            data_version,
            settlements,
            waypoints,
            facilities,
            columns,
            cells,
            measured_slack_s,
        })
    }

    pub fn data_version(&self) -> &str {
        &self.data_version
    }

    pub fn settlements(&self) -> &[Settlement] {
        &self.settlements
    }

    /// The points of all anchors, the settlements first.
    pub fn anchors(&self) -> impl Iterator<Item = GeoPoint> {
        self.settlements.iter().map(|settlement| settlement.point).chain(self.waypoints.iter().copied())
    }

    fn anchor_count(&self) -> usize {
        self.settlements.len() + self.waypoints.len()
    }

    /// The point of an anchor.
    pub fn anchor(&self, number: usize) -> Option<GeoPoint> {
        match number.checked_sub(self.settlements.len()) {
            None => self.settlements.get(number).map(|settlement| settlement.point),
            Some(waypoint) => self.waypoints.get(waypoint).copied(),
        }
    }

    pub fn facilities(&self) -> &[GeoPoint] {
        &self.facilities
    }

    /// What a bound may be wrong by.
    pub fn slack(&self) -> Seconds {
        Seconds(self.measured_slack_s + RESERVE_S)
    }

    /// The column of a facility; `None` if it is not in the matrix.
    pub fn column(&self, facility: GeoPoint) -> Option<Column<'_>> {
        let column = *self.columns.get(&PointKey::of(facility))? as usize;
        let size = self.anchor_count();
        Some(Column(&self.cells[column * size..(column + 1) * size]))
    }

    /// Whether it has exactly these settlements and road data, and holds all these facilities.
    pub fn covers(&self, data_version: &str, settlements: &[Settlement], facilities: &[GeoPoint]) -> bool {
        self.data_version == data_version
            && self.settlements == settlements
            && facilities.iter().all(|point| self.columns.contains_key(&PointKey::of(*point)))
    }

    /// A lower bound of the time from an origin to a facility, from the times that anchors need to the
    /// origin. Infinite where an anchor from which the origin can be reached has no way to the facility.
    pub fn bound(&self, anchors: &[(usize, Seconds)], facility: GeoPoint) -> Seconds {
        let Some(column) = self.column(facility) else { return Seconds(0.0) };
        let bound = |(anchor, to_origin): &(usize, Seconds)| {
            column.from(*anchor).map_or(f64::INFINITY, |there| there.0 - to_origin.0)
        };
        let best = anchors.iter().map(bound).fold(0.0, f64::max);
        Seconds((best - self.slack().0).max(0.0))
    }

    /// Anchors around a point: the nearest of each quarter of the sky, then the nearest that are left.
    pub fn around(&self, point: GeoPoint, count: usize) -> Vec<usize> {
        let shrink = point.lat.to_radians().cos();
        let mut near: Vec<(f64, usize, usize)> = self
            .anchors()
            .enumerate()
            .map(|(number, anchor)| {
                let (east, north) = ((anchor.lon - point.lon) * shrink, anchor.lat - point.lat);
                let quarter = usize::from(east > 0.0) * 2 + usize::from(north > 0.0);
                (east * east + north * north, quarter, number)
            })
            .collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.2.cmp(&b.2)));
        let mut chosen: Vec<usize> = (0..4)
            .filter_map(|quarter| near.iter().find(|(_, other, _)| *other == quarter))
            .map(|(_, _, number)| *number)
            .take(count)
            .collect();
        let others: Vec<usize> =
            near.iter().map(|(_, _, number)| *number).filter(|number| !chosen.contains(number)).collect();
        chosen.extend(others.into_iter().take(count - chosen.len().min(count)));
        chosen
    }
}

/// Durations to one facility, by anchor, the settlements first.
#[derive(Debug, Clone, Copy)]
pub struct Column<'a>(&'a [u32]);

impl Column<'_> {
    pub fn from(&self, anchor: usize) -> Option<Seconds> {
        self.0.get(anchor).copied().and_then(seconds)
    }
}

fn seconds(tenths: u32) -> Option<Seconds> {
    (tenths != NONE).then(|| Seconds(f64::from(tenths) / 10.0))
}

fn tenths(duration: Option<Seconds>) -> u32 {
    duration.map_or(NONE, |duration| (duration.0 * 10.0).round().min(f64::from(NONE - 1)) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Settlements on a line at 0, 100 and 200 s, a facility at 150 s and one that nobody reaches.
    fn matrix() -> Matrix {
        let at = |lon: f64| GeoPoint { lon, lat: 53.5 };
        let settlement = |key: &str, lon| Settlement { key: key.into(), point: at(lon) };
        Matrix::assemble(
            "roads".into(),
            vec![settlement("1", 12.0), settlement("2", 12.1), settlement("3", 12.2)],
            Vec::new(),
            vec![at(12.15), at(12.3)],
            vec![1500, 500, 500, NONE, NONE, NONE],
            0.0,
        )
        .unwrap()
    }

    /// By hand: from the first settlement the facility is 150 s away. From an origin that it reaches in
    /// 40 s it is at least 150 - 40 = 110 s, less the reserve of 10 s. The second settlement knows less:
    /// 50 - 60 < 0.
    #[test]
    fn the_best_settlement_gives_the_bound_and_the_slack_is_taken_off() {
        let anchors = [(0, Seconds(40.0)), (1, Seconds(60.0))];
        assert_eq!(matrix().bound(&anchors, GeoPoint { lon: 12.15, lat: 53.5 }), Seconds(100.0));
        assert_eq!(matrix().bound(&anchors, GeoPoint { lon: 12.3, lat: 53.5 }), Seconds(f64::INFINITY));
        assert_eq!(matrix().bound(&anchors, GeoPoint { lon: 12.4, lat: 53.5 }), Seconds(0.0), "unknown");
        assert_eq!(matrix().bound(&[], GeoPoint { lon: 12.3, lat: 53.5 }), Seconds(0.0), "no settlements");
    }

    #[test]
    fn settlements_around_a_point_stand_on_all_sides() {
        let matrix = matrix();
        assert_eq!(matrix.around(GeoPoint { lon: 12.11, lat: 53.4 }, 3), [1, 2, 0]);
        assert_eq!(matrix.around(GeoPoint { lon: 12.11, lat: 53.4 }, 1), [1]);
        assert_eq!(matrix.around(GeoPoint { lon: 12.11, lat: 53.4 }, 9).len(), 3);
    }
}
