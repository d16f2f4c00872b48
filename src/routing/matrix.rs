//! Durations from every settlement point to every facility, computed once and kept.
//!
//! Two things rest on it. Reach counts who gets where in which time. And a search by travel time asks OSRM
//! only for facilities that can still enter its page: [`Bounds`] says from the times of some anchors how long a way
//! takes at least. Anchors are the settlements, and facilities as waypoints: a city is one settlement, but has many
//! facilities.

mod bounds;
mod bytes;
mod compute;
mod turns;

use std::collections::HashMap;

use super::cache::PointKey;
use crate::units::{GeoPoint, Seconds};

pub use bounds::Bounds;
pub use bytes::MatrixError;

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
    /// The anchor at the point of a column, where one is.
    anchor_of: Vec<Option<u32>>,
    /// Tenths of seconds, a run of all anchors a facility.
    cells: Vec<u32>,
    /// What a turn in front of a facility can cost, in tenths of seconds, by column.
    turns: Vec<u32>,
}

impl Matrix {
    /// Puts a matrix together; `None` if the parts do not fit each other.
    fn assemble(
        data_version: String,
        settlements: Vec<Settlement>,
        waypoints: Vec<GeoPoint>,
        facilities: Vec<GeoPoint>,
        cells: Vec<u32>,
    ) -> Option<Self> {
        let anchors = settlements.len() + waypoints.len();
        if cells.len() != anchors * facilities.len() {
            return None;
        }
        let columns: HashMap<_, _> =
            facilities.iter().zip(0..).map(|(point, column)| (PointKey::of(*point), column)).collect();
        let mut anchor_of = vec![None; facilities.len()];
        let anchor_points =
            settlements.iter().map(|settlement| settlement.point).chain(waypoints.iter().copied());
        for (anchor, point) in (0..).zip(anchor_points) {
            if let Some(column) = columns.get(&PointKey::of(point)) {
                anchor_of[*column as usize] = Some(anchor);
            }
        }
        let unique = columns.len() == facilities.len();
        let mut matrix = Self {
            data_version,
            settlements,
            waypoints,
            facilities,
            columns,
            anchor_of,
            cells,
            turns: Vec::new(),
        };
        matrix.turns = turns::of(&matrix);
        unique.then_some(matrix)
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

    /// The column of a facility; `None` if it is not in the matrix.
    pub fn column(&self, facility: GeoPoint) -> Option<Column<'_>> {
        let column = self.column_number(facility)?;
        let size = self.anchor_count();
        Some(Column(&self.cells[column * size..(column + 1) * size]))
    }

    fn column_number(&self, facility: GeoPoint) -> Option<usize> {
        self.columns.get(&PointKey::of(facility)).map(|column| *column as usize)
    }

    /// The anchor at the point of a column.
    fn anchor_at(&self, column: usize) -> Option<usize> {
        self.anchor_of.get(column).copied().flatten().map(|anchor| anchor as usize)
    }

    /// The duration from an anchor to the facility of a column.
    fn cell(&self, anchor: usize, column: usize) -> Option<Seconds> {
        self.cells.get(column * self.anchor_count() + anchor).copied().and_then(seconds)
    }

    /// What a turn in front of the facility of a column can cost.
    fn turn(&self, column: usize) -> Seconds {
        Seconds(self.turns.get(column).map_or(0.0, |tenths| f64::from(*tenths) / 10.0))
    }

    /// Whether it has exactly these settlements and road data, and holds all these facilities.
    pub fn covers(&self, data_version: &str, settlements: &[Settlement], facilities: &[GeoPoint]) -> bool {
        self.data_version == data_version
            && self.settlements == settlements
            && facilities.iter().all(|point| self.columns.contains_key(&PointKey::of(*point)))
    }

    /// Anchors around a point: the nearest, the nearest on the other side of the point, those of the two quarters of
    /// the sky between them, then the nearest that are left.
    pub fn around(&self, point: GeoPoint, count: usize) -> Vec<usize> {
        let shrink = point.lat.to_radians().cos();
        let seen = |anchor: GeoPoint| {
            let (east, north) = ((anchor.lon - point.lon) * shrink, anchor.lat - point.lat);
            (east * east + north * north, usize::from(east > 0.0) * 2 + usize::from(north > 0.0))
        };
        let mut nearest: [Option<(f64, usize)>; 4] = [None; 4];
        for (number, anchor) in self.anchors().enumerate() {
            let (distance, quarter) = seen(anchor);
            if nearest[quarter].is_none_or(|(other, _)| distance < other) {
                nearest[quarter] = Some((distance, number));
            }
        }
        let distance = |quarter: &usize| nearest[*quarter].map_or(f64::INFINITY, |(distance, _)| distance);
        let first = (0..4).min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or_default();
        let mut chosen: Vec<usize> = [first, first ^ 3, first ^ 1, first ^ 2]
            .into_iter()
            .filter_map(|quarter| nearest[quarter])
            .map(|(_, number)| number)
            .take(count)
            .collect();
        // On a coast a quarter may be empty.
        if chosen.len() < count {
            let mut others: Vec<(f64, usize)> = self
                .anchors()
                .enumerate()
                .filter(|(number, _)| !chosen.contains(number))
                .map(|(number, anchor)| (seen(anchor).0, number))
                .collect();
            others.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            chosen.extend(others.into_iter().map(|(_, number)| number).take(count - chosen.len()));
        }
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

    /// Settlements on a line at 0, 100 and 200 s; facilities at 150 and 250 s, the first a waypoint, and one that
    /// nobody reaches.
    pub(super) fn line() -> Matrix {
        let at = |lon: f64| GeoPoint { lon, lat: 53.5 };
        let settlement = |key: &str, lon| Settlement { key: key.into(), point: at(lon) };
        Matrix::assemble(
            "roads".into(),
            vec![settlement("1", 12.0), settlement("2", 12.1), settlement("3", 12.2)],
            vec![at(12.15)],
            vec![at(12.15), at(12.25), at(12.3)],
            vec![1500, 500, 500, 0, 2500, 1500, 500, 1000, NONE, NONE, NONE, NONE],
        )
        .unwrap()
    }

    #[test]
    fn settlements_around_a_point_stand_on_all_sides() {
        let matrix = line();
        assert_eq!(matrix.around(GeoPoint { lon: 12.11, lat: 53.4 }, 2), [1, 3]);
        assert_eq!(matrix.around(GeoPoint { lon: 12.11, lat: 53.4 }, 3), [1, 3, 2]);
        assert_eq!(matrix.around(GeoPoint { lon: 12.11, lat: 53.4 }, 1), [1]);
        assert_eq!(matrix.around(GeoPoint { lon: 12.11, lat: 53.4 }, 9).len(), 4);
    }

    /// North-east the nearest, then south-west, though south-east and the second in the north-east are nearer.
    #[test]
    fn after_the_nearest_comes_the_other_side() {
        let around = [(0.1, 0.1), (0.2, 0.2), (0.3, -0.3), (-0.4, -0.4), (-0.5, 0.5)];
        let settlement = |&(east, north): &(f64, f64)| Settlement {
            key: String::new(),
            point: GeoPoint { lon: 12.0 + east, lat: 53.5 + north },
        };
        let settlements = around.iter().map(settlement).collect();
        let matrix = Matrix::assemble("roads".into(), settlements, vec![], vec![], vec![]).unwrap();
        let here = GeoPoint { lon: 12.0, lat: 53.5 };
        assert_eq!(matrix.around(here, 5), [0, 3, 2, 4, 1]);
        assert_eq!(matrix.around(here, 2), [0, 3]);
    }
}
