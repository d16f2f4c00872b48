//! The metric index: facilities of one list sorted into cells, each row of cells one run in memory.
//!
//! Cells are cut in degrees, but degrees do not decide what is found: a search takes every cell that a circle of
//! that many metres can touch, and measures what lies inside.

use crate::units::distance::{ChordRadius, Prepared, Side};
use crate::units::{GeoPoint, Metres};

/// Cell edges of about five kilometres at 54 degrees north.
const CELL_LAT: f64 = 0.05;
const CELL_LON: f64 = 0.08;
/// No more cells than this along one side, however far apart the facilities lie.
const MAX_CELLS: f64 = 512.0;
/// Lower bounds of the length of one degree: of the meridian at the equator (110,574 m), and of the
/// equator (111,320 m), which the cosine of the latitude shortens.
const METRES_PER_DEGREE_LAT: f64 = 110_500.0;
const METRES_PER_DEGREE_LON: f64 = 111_300.0;

/// How the cells lie; the same for all lists of a snapshot.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    west: f64,
    south: f64,
    cell_lon: f64,
    cell_lat: f64,
    columns: usize,
    rows: usize,
}

impl Frame {
    /// The frame around all points.
    pub fn around(points: impl Iterator<Item = GeoPoint>) -> Self {
        let (mut west, mut south, mut east, mut north) = (f64::MAX, f64::MAX, f64::MIN, f64::MIN);
        for point in points {
            west = west.min(point.lon);
            east = east.max(point.lon);
            south = south.min(point.lat);
            north = north.max(point.lat);
        }
        if west > east {
            (west, south, east, north) = (0.0, 0.0, 0.0, 0.0);
        }
        let cells = |span: f64, cell: f64| {
            let cell = cell.max(span / MAX_CELLS);
            (cell, (span / cell) as usize + 1)
        };
        let (cell_lon, columns) = cells(east - west, CELL_LON);
        let (cell_lat, rows) = cells(north - south, CELL_LAT);
        Self { west, south, cell_lon, cell_lat, columns, rows }
    }

    fn column(&self, lon: f64) -> usize {
        (((lon - self.west) / self.cell_lon).max(0.0) as usize).min(self.columns - 1)
    }

    fn row(&self, lat: f64) -> usize {
        (((lat - self.south) / self.cell_lat).max(0.0) as usize).min(self.rows - 1)
    }
}

/// Facilities of one list (all, or one category) by cell.
#[derive(Debug, Clone)]
pub struct Grid {
    frame: Frame,
    /// Where the cell of each row and column begins in the arrays; one more than there are cells.
    starts: Vec<u32>,
    facilities: Vec<u32>,
    points: Vec<Prepared>,
}

impl Grid {
    /// Sorts facilities, given by their number and point, into the cells of a frame.
    pub fn new(frame: Frame, members: impl Iterator<Item = (u32, GeoPoint)>) -> Self {
        let mut members: Vec<(usize, u32, GeoPoint)> = members
            .map(|(facility, at)| (frame.row(at.lat) * frame.columns + frame.column(at.lon), facility, at))
            .collect();
        members.sort_by_key(|(cell, facility, _)| (*cell, *facility));
        let mut starts = vec![0_u32; frame.columns * frame.rows + 1];
        for (cell, _, _) in &members {
            starts[cell + 1] += 1;
        }
        for cell in 1..starts.len() {
            starts[cell] += starts[cell - 1];
        }
        Self {
            frame,
            starts,
            facilities: members.iter().map(|(_, facility, _)| *facility).collect(),
            points: members.iter().map(|(_, _, at)| Prepared::new(*at)).collect(),
        }
    }

    /// The facilities, those of one cell beside each other.
    pub fn facilities(&self) -> &[u32] {
        &self.facilities
    }

    /// The points, in the order of [`Self::facilities`].
    pub fn points(&self) -> &[Prepared] {
        &self.points
    }

    /// Calls `found` with every slot of [`Self::facilities`] that is no farther than `radius` from the
    /// centre, and its squared chord.
    pub fn within(
        &self,
        centre: GeoPoint,
        start: &Prepared,
        radius: Metres,
        mut found: impl FnMut(u32, f64, Side),
    ) {
        let chords = ChordRadius::new(radius);
        let Some((rows, columns)) = self.cells(centre, radius) else { return };
        for row in rows {
            let first = row * self.frame.columns;
            let from = self.starts[first + columns.start()];
            let to = self.starts[first + columns.end() + 1];
            for (slot, point) in (from..to).zip(&self.points[from as usize..to as usize]) {
                let chord_squared = start.chord_squared(point);
                if chord_squared <= chords.outer_squared {
                    found(slot, chord_squared, chords.side(chord_squared));
                }
            }
        }
    }

    /// Every row and column that a circle can touch; `None` if it lies beside the frame.
    fn cells(
        &self,
        centre: GeoPoint,
        radius: Metres,
    ) -> Option<(std::ops::RangeInclusive<usize>, std::ops::RangeInclusive<usize>)> {
        let dlat = radius.0 / METRES_PER_DEGREE_LAT;
        let frame = &self.frame;
        let (south, north) = (centre.lat - dlat, centre.lat + dlat);
        // The parallel is shortest at the circle's end towards the pole.
        let cos = south.abs().max(north.abs()).min(90.0).to_radians().cos();
        let dlon = radius.0 / (METRES_PER_DEGREE_LON * cos);
        let (west, east) = (centre.lon - dlon, centre.lon + dlon);
        // Near a pole, or over the date line, longitudes do not limit the circle.
        let all_columns = !dlon.is_finite() || west < -180.0 || east > 180.0;
        let top = frame.south + frame.rows as f64 * frame.cell_lat;
        let right = frame.west + frame.columns as f64 * frame.cell_lon;
        if north < frame.south || south > top || !all_columns && (east < frame.west || west > right) {
            return None;
        }
        let columns =
            if all_columns { 0..=frame.columns - 1 } else { frame.column(west)..=frame.column(east) };
        Some((frame.row(south)..=frame.row(north), columns))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn point() -> impl Strategy<Value = GeoPoint> {
        (8.0..15.0_f64, 52.0..56.0_f64).prop_map(|(lon, lat)| GeoPoint { lon, lat })
    }

    /// What the index should find: every member by its geodesic.
    fn scan(points: &[GeoPoint], centre: GeoPoint, radius: Metres) -> Vec<u32> {
        let inside = |(_, at): &(usize, &GeoPoint)| centre.geodesic_to(**at) <= radius;
        points.iter().enumerate().filter(inside).map(|(number, _)| number as u32).collect()
    }

    fn found(points: &[GeoPoint], centre: GeoPoint, radius: Metres) -> Vec<u32> {
        let members = || points.iter().enumerate().map(|(number, at)| (number as u32, *at));
        let grid = Grid::new(Frame::around(points.iter().copied()), members());
        let mut numbers = Vec::new();
        grid.within(centre, &Prepared::new(centre), radius, |slot, _, side| {
            let number = grid.facilities()[slot as usize];
            let exact = || centre.geodesic_to(points[number as usize]) <= radius;
            if side == Side::Inside || side == Side::Unclear && exact() {
                numbers.push(number);
            }
        });
        numbers.sort_unstable();
        numbers
    }

    proptest! {
        #[test]
        fn the_grid_finds_what_a_scan_finds(
            points in prop::collection::vec(point(), 0..80),
            centre in point(),
            km in 0.001..200.0_f64,
        ) {
            let radius = Metres::from_km(km);
            prop_assert_eq!(found(&points, centre, radius), scan(&points, centre, radius));
        }
    }

    #[test]
    fn the_date_line_and_the_pole_are_no_edges() {
        let at = |lon, lat| GeoPoint { lon, lat };
        let points = [at(179.95, 10.0), at(-179.95, 10.0), at(0.0, 89.9), at(180.0, 89.9), at(0.0, 0.0)];
        for centre in [at(180.0, 10.0), at(-180.0, 10.0), at(90.0, 90.0), at(0.0, 0.0)] {
            for km in [1.0, 20.0, 200.0] {
                let radius = Metres::from_km(km);
                assert_eq!(found(&points, centre, radius), scan(&points, centre, radius), "{centre:?} {km}");
            }
        }
    }

    #[test]
    fn an_empty_list_finds_nothing() {
        assert!(found(&[], GeoPoint { lon: 11.0, lat: 53.0 }, Metres(1e5)).is_empty());
    }
}
