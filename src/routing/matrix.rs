//! Travel times from every settlement point to every facility, computed once and stored.
//!
//! Reach is computed from it. A search by travel time uses it to ask OSRM only for facilities that can still enter its
//! page: [`Bounds`] are lower bounds from the travel times of landmarks. Landmarks are the settlements and, as
//! waypoints, facilities: a city is one settlement, but has many facilities.

mod bounds;
mod bytes;
mod compute;
mod turns;

use std::collections::HashMap;

use super::cache::PointKey;
use crate::units::{GeoPoint, Seconds};

pub use bounds::Bounds;
pub use bytes::MatrixError;

/// No route, in the table of tenths of seconds.
const NONE: u32 = u32::MAX;

/// A point where people live.
#[derive(Debug, Clone, PartialEq)]
pub struct Settlement {
    /// Key (AGS) of the municipality.
    pub key: String,
    /// In WGS 84.
    pub point: GeoPoint,
}

/// Travel times from landmarks (settlements, then waypoints) to facilities, of one version of the road data.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    data_version: String,
    settlements: Vec<Settlement>,
    /// Further landmarks, after the settlements.
    waypoints: Vec<GeoPoint>,
    /// In the order of the columns.
    facilities: Vec<GeoPoint>,
    columns: HashMap<PointKey, u32>,
    /// The landmark at the point of a column, if any.
    landmark_of: Vec<Option<u32>>,
    /// Tenths of seconds; for each facility one run over all landmarks.
    cells: Vec<u32>,
    /// The turn cost at each facility, in tenths of seconds, by column.
    turn_costs: Vec<u32>,
}

impl Matrix {
    /// Assembles a matrix; `None` if the parts have different sizes or a facility occurs twice.
    fn assemble(
        data_version: String,
        settlements: Vec<Settlement>,
        waypoints: Vec<GeoPoint>,
        facilities: Vec<GeoPoint>,
        cells: Vec<u32>,
    ) -> Option<Self> {
        let landmarks = settlements.len() + waypoints.len();
        if cells.len() != landmarks * facilities.len() {
            return None;
        }
        let columns: HashMap<_, _> =
            facilities.iter().zip(0..).map(|(point, column)| (PointKey::of(*point), column)).collect();
        let mut landmark_of = vec![None; facilities.len()];
        let landmark_points =
            settlements.iter().map(|settlement| settlement.point).chain(waypoints.iter().copied());
        for (landmark, point) in (0..).zip(landmark_points) {
            if let Some(column) = columns.get(&PointKey::of(point)) {
                landmark_of[*column as usize] = Some(landmark);
            }
        }
        let unique = columns.len() == facilities.len();
        let mut matrix = Self {
            data_version,
            settlements,
            waypoints,
            facilities,
            columns,
            landmark_of,
            cells,
            turn_costs: Vec::new(),
        };
        matrix.turn_costs = turns::turn_costs(&matrix);
        unique.then_some(matrix)
    }

    /// The version of the road data, as OSRM states it.
    pub fn data_version(&self) -> &str {
        &self.data_version
    }

    /// The settlements, in the order of their landmark numbers.
    pub fn settlements(&self) -> &[Settlement] {
        &self.settlements
    }

    /// The points of all landmarks, the settlements first.
    pub fn landmarks(&self) -> impl Iterator<Item = GeoPoint> {
        self.settlements.iter().map(|settlement| settlement.point).chain(self.waypoints.iter().copied())
    }

    fn landmark_count(&self) -> usize {
        self.settlements.len() + self.waypoints.len()
    }

    /// The point of a landmark.
    pub fn landmark(&self, number: usize) -> Option<GeoPoint> {
        match number.checked_sub(self.settlements.len()) {
            None => self.settlements.get(number).map(|settlement| settlement.point),
            Some(waypoint) => self.waypoints.get(waypoint).copied(),
        }
    }

    /// The facilities, in the order of the columns.
    pub fn facilities(&self) -> &[GeoPoint] {
        &self.facilities
    }

    /// The column of a facility; `None` if it is not in the matrix.
    pub fn column(&self, facility: GeoPoint) -> Option<Column<'_>> {
        let column = self.column_number(facility)?;
        let size = self.landmark_count();
        Some(Column(&self.cells[column * size..(column + 1) * size]))
    }

    fn column_number(&self, facility: GeoPoint) -> Option<usize> {
        self.columns.get(&PointKey::of(facility)).map(|column| *column as usize)
    }

    /// The landmark at the point of a column, if any.
    fn landmark_at(&self, column: usize) -> Option<usize> {
        self.landmark_of.get(column).copied().flatten().map(|landmark| landmark as usize)
    }

    /// The travel time from a landmark to the facility of a column.
    fn cell(&self, landmark: usize, column: usize) -> Option<Seconds> {
        self.cells.get(column * self.landmark_count() + landmark).copied().and_then(seconds)
    }

    /// The turn cost at the facility of a column.
    fn turn_cost(&self, column: usize) -> Seconds {
        Seconds(self.turn_costs.get(column).map_or(0.0, |tenths| f64::from(*tenths) / 10.0))
    }

    /// Whether it has exactly these settlements and road data, and contains all these facilities.
    pub fn covers(&self, data_version: &str, settlements: &[Settlement], facilities: &[GeoPoint]) -> bool {
        self.data_version == data_version
            && self.settlements == settlements
            && facilities.iter().all(|point| self.columns.contains_key(&PointKey::of(*point)))
    }

    /// The numbers of landmarks around a point: the nearest, the nearest in the opposite quadrant, the nearest of the
    /// two other quadrants, then the nearest of the rest.
    pub fn landmarks_around(&self, point: GeoPoint, count: usize) -> Vec<usize> {
        let shrink = point.lat.to_radians().cos();
        let offset = |landmark: GeoPoint| {
            let (east, north) = ((landmark.lon - point.lon) * shrink, landmark.lat - point.lat);
            (east * east + north * north, usize::from(east > 0.0) * 2 + usize::from(north > 0.0))
        };
        let mut nearest: [Option<(f64, usize)>; 4] = [None; 4];
        for (number, landmark) in self.landmarks().enumerate() {
            let (distance, quadrant) = offset(landmark);
            if nearest[quadrant].is_none_or(|(other, _)| distance < other) {
                nearest[quadrant] = Some((distance, number));
            }
        }
        let distance = |quadrant: &usize| nearest[*quadrant].map_or(f64::INFINITY, |(distance, _)| distance);
        let first = (0..4).min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or_default();
        let mut chosen: Vec<usize> = [first, first ^ 3, first ^ 1, first ^ 2]
            .into_iter()
            .filter_map(|quadrant| nearest[quadrant])
            .map(|(_, number)| number)
            .take(count)
            .collect();
        // On a coast a quadrant may be empty.
        if chosen.len() < count {
            let mut others: Vec<(f64, usize)> = self
                .landmarks()
                .enumerate()
                .filter(|(number, _)| !chosen.contains(number))
                .map(|(number, landmark)| (offset(landmark).0, number))
                .collect();
            others.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            chosen.extend(others.into_iter().map(|(_, number)| number).take(count - chosen.len()));
        }
        chosen
    }
}

/// The travel times to one facility by landmark number, the settlements first.
#[derive(Debug, Clone, Copy)]
pub struct Column<'a>(&'a [u32]);

impl Column<'_> {
    /// The travel time from a landmark; `None` where there is no route.
    pub fn from(&self, landmark: usize) -> Option<Seconds> {
        self.0.get(landmark).copied().and_then(seconds)
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
    /// cannot be reached.
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
    fn landmarks_around_a_point_lie_on_all_sides() {
        let matrix = line();
        assert_eq!(matrix.landmarks_around(GeoPoint { lon: 12.11, lat: 53.4 }, 2), [1, 3]);
        assert_eq!(matrix.landmarks_around(GeoPoint { lon: 12.11, lat: 53.4 }, 3), [1, 3, 2]);
        assert_eq!(matrix.landmarks_around(GeoPoint { lon: 12.11, lat: 53.4 }, 1), [1]);
        assert_eq!(matrix.landmarks_around(GeoPoint { lon: 12.11, lat: 53.4 }, 9).len(), 4);
    }

    /// The nearest in the north-east, then south-west, though south-east and the second in the north-east are nearer.
    #[test]
    fn the_opposite_quadrant_follows_the_nearest() {
        let around = [(0.1, 0.1), (0.2, 0.2), (0.3, -0.3), (-0.4, -0.4), (-0.5, 0.5)];
        let settlement = |&(east, north): &(f64, f64)| Settlement {
            key: String::new(),
            point: GeoPoint { lon: 12.0 + east, lat: 53.5 + north },
        };
        let settlements = around.iter().map(settlement).collect();
        let matrix = Matrix::assemble("roads".into(), settlements, vec![], vec![], vec![]).unwrap();
        let here = GeoPoint { lon: 12.0, lat: 53.5 };
        assert_eq!(matrix.landmarks_around(here, 5), [0, 3, 2, 4, 1]);
        assert_eq!(matrix.landmarks_around(here, 2), [0, 3]);
    }
}
