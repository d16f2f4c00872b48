//! Geometries of all formats, and the one point that stands for each: of an area a point inside of it.

use super::table::Geometry;

pub(super) type Position = [f64; 2];

/// No building and no estate has more; what goes beyond is left out with a sentence.
pub(super) const MAX_POSITIONS: usize = 200_000;
const MAX_PARTS: usize = 20_000;

/// The parts of a geometry in the coordinates of its file, x to the east.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Shape {
    /// As the file calls it, such as `Polygon`.
    pub kind: String,
    pub points: Vec<Position>,
    pub lines: Vec<Vec<Position>>,
    /// Of each the outer ring and then its holes.
    pub polygons: Vec<Vec<Vec<Position>>>,
    positions: usize,
    parts: usize,
}

impl Shape {
    pub fn new(kind: &str) -> Self {
        Self { kind: kind.chars().take(40).collect(), ..Self::default() }
    }

    pub fn add_point(&mut self, point: Position) {
        if self.has_room(1) {
            self.points.push(point);
        }
    }

    pub fn add_line(&mut self, line: Vec<Position>) {
        if self.has_room(line.len()) {
            self.lines.push(line);
        }
    }

    pub fn add_polygon(&mut self, rings: Vec<Vec<Position>>) {
        if self.has_room(rings.iter().map(Vec::len).sum()) {
            self.polygons.push(rings);
        }
    }

    fn has_room(&mut self, positions: usize) -> bool {
        self.positions = self.positions.saturating_add(positions);
        self.parts += 1;
        self.positions <= MAX_POSITIONS && self.parts <= MAX_PARTS
    }

    /// Says that the file holds more than is kept.
    pub fn overflow(&mut self) {
        self.positions = usize::MAX;
    }

    /// Takes over the parts of another shape.
    pub fn absorb(&mut self, other: Self) {
        if other.positions == 0 || !self.has_room(other.positions) {
            return;
        }
        self.points.extend(other.points);
        self.lines.extend(other.lines);
        self.polygons.extend(other.polygons);
    }

    pub fn swap_axes(&mut self) {
        let areas = self.polygons.iter_mut().flatten();
        let lines = self.lines.iter_mut().chain(areas).flatten();
        self.points.iter_mut().chain(lines).for_each(|position| position.swap(0, 1));
    }

    /// The point that stands for the geometry: a lone point itself, of several the one in their middle, of areas a point
    /// inside of the largest, of lines the middle of the longest.
    pub fn into_geometry(self) -> Geometry {
        if self.positions > MAX_POSITIONS || self.parts > MAX_PARTS {
            return Geometry::Other(format!("a {} of more than {MAX_POSITIONS} corners", self.kind));
        }
        let all = self.polygons.iter().flatten().chain(&self.lines).flatten().chain(&self.points);
        if all.flatten().any(|number| !number.is_finite()) {
            return Geometry::Other(format!("a {} with numbers that are none", self.kind));
        }
        let is_point = self.polygons.is_empty() && self.lines.is_empty() && self.points.len() == 1;
        match self.position() {
            Some([x, y]) => Geometry::Point { x, y, of: (!is_point).then_some(self.kind) },
            None => Geometry::Other(format!("a {} without coordinates", self.kind)),
        }
    }

    fn position(&self) -> Option<Position> {
        let largest = self.polygons.iter().max_by(|a, b| area(a).total_cmp(&area(b)));
        largest.and_then(|rings| inside(rings)).or_else(|| middle_point(&self.points)).or_else(|| {
            self.lines.iter().max_by(|a, b| length(a).total_cmp(&length(b))).and_then(|it| halfway(it))
        })
    }
}

/// Twice the area that a ring encloses.
fn ring_area(ring: &[Position]) -> f64 {
    let Some([x0, y0]) = ring.first().copied() else { return 0.0 };
    // Relative to the first corner, so that large coordinates do not cancel.
    let cross = |[a, b]: &[Position; 2]| (a[0] - x0) * (b[1] - y0) - (b[0] - x0) * (a[1] - y0);
    ring.windows(2).filter_map(|pair| <&[Position; 2]>::try_from(pair).ok()).map(cross).sum::<f64>().abs()
}

fn area(rings: &[Vec<Position>]) -> f64 {
    rings.first().map_or(0.0, |ring| ring_area(ring))
}

/// A point inside of an area and outside of its holes: the middle of the widest stretch on a line across it, at a height
/// at which no corner lies.
fn inside(rings: &[Vec<Position>]) -> Option<Position> {
    let outer = rings.first().filter(|ring| !ring.is_empty())?;
    let heights = || outer.iter().map(|position| position[1]);
    let (low, high) =
        heights().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), y| (low.min(y), high.max(y)));
    let middle = low + (high - low) / 2.0;
    // Between the middle and the next corner above or below it.
    let corners = || rings.iter().flatten().map(|position| position[1]);
    let above = corners().filter(|y| *y > middle).fold(high, f64::min);
    let below = corners().filter(|y| *y <= middle).fold(low, f64::max);
    let height = below + (above - below) / 2.0;
    let mut crossings: Vec<f64> = rings.iter().flat_map(|ring| crossings(ring, height)).collect();
    crossings.sort_by(f64::total_cmp);
    let stretches = crossings.chunks_exact(2).filter_map(|pair| <[f64; 2]>::try_from(pair).ok());
    let widest = stretches.max_by(|a, b| (a[1] - a[0]).total_cmp(&(b[1] - b[0])));
    match widest {
        Some([from, to]) => Some([from + (to - from) / 2.0, height]),
        // An area without width is as good as a line.
        None => halfway(outer),
    }
}

fn crossings(ring: &[Position], height: f64) -> Vec<f64> {
    let next = ring.iter().cycle().skip(1);
    let edges = ring.iter().zip(next).filter(|(a, b)| (a[1] > height) != (b[1] > height));
    edges.map(|(a, b)| a[0] + (height - a[1]) / (b[1] - a[1]) * (b[0] - a[0])).collect()
}

/// Of several points the one nearest to their mean.
fn middle_point(points: &[Position]) -> Option<Position> {
    // A count of points is small enough for a number with a fraction.
    let count = points.len() as f64;
    let mean =
        points.iter().fold([0.0, 0.0], |sum, point| [sum[0] + point[0] / count, sum[1] + point[1] / count]);
    let off = |point: &Position| (point[0] - mean[0]).hypot(point[1] - mean[1]);
    points.iter().min_by(|a, b| off(a).total_cmp(&off(b))).copied()
}

fn steps(line: &[Position]) -> impl Iterator<Item = (Position, Position, f64)> {
    line.iter().zip(line.iter().skip(1)).map(|(a, b)| (*a, *b, (b[0] - a[0]).hypot(b[1] - a[1])))
}

fn length(line: &[Position]) -> f64 {
    steps(line).map(|(_, _, length)| length).sum()
}

/// The point halfway along a line.
fn halfway(line: &[Position]) -> Option<Position> {
    let mut rest = length(line) / 2.0;
    for (a, b, length) in steps(line) {
        if length >= rest && length > 0.0 {
            let share = rest / length;
            return Some([a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])]);
        }
        rest -= length;
    }
    line.first().copied()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn polygon(rings: &[&[Position]]) -> Geometry {
        let mut shape = Shape::new("Polygon");
        shape.add_polygon(rings.iter().map(|ring| ring.to_vec()).collect());
        shape.into_geometry()
    }

    #[track_caller]
    fn at(geometry: Geometry) -> Position {
        match geometry {
            Geometry::Point { x, y, .. } => [x, y],
            other => panic!("{other:?}"),
        }
    }

    /// Whether a point lies in a ring, by the angles under which it sees the corners: another way than crossings.
    fn winds_around(ring: &[Position], [x, y]: Position) -> bool {
        let angle = |p: &Position| (p[1] - y).atan2(p[0] - x);
        let turn = |a: f64, b: f64| {
            let d = b - a;
            if d > std::f64::consts::PI {
                d - std::f64::consts::TAU
            } else if d < -std::f64::consts::PI {
                d + std::f64::consts::TAU
            } else {
                d
            }
        };
        let next = ring.iter().cycle().skip(1);
        ring.iter().zip(next).map(|(a, b)| turn(angle(a), angle(b))).sum::<f64>().abs() > 1.0
    }

    #[test]
    fn the_point_of_a_bent_building_lies_inside_of_it_and_not_in_its_courtyard() {
        let bent = [[0., 0.], [10., 0.], [10., 2.], [2., 2.], [2., 10.], [0., 10.], [0., 0.]];
        assert!(winds_around(&bent, at(polygon(&[&bent]))));
        let block = [[0., 0.], [10., 0.], [10., 10.], [0., 10.], [0., 0.]];
        let yard = [[1., 1.], [9., 1.], [9., 9.], [1., 9.], [1., 1.]];
        let point = at(polygon(&[&block, &yard]));
        assert!(winds_around(&block, point) && !winds_around(&yard, point), "{point:?}");
    }

    #[test]
    fn the_largest_area_of_several_counts_and_the_middle_of_several_points() {
        let mut shape = Shape::new("GeometryCollection");
        shape.add_point([100., 100.]);
        shape.add_polygon(vec![vec![[0., 0.], [1., 0.], [1., 1.], [0., 0.]]]);
        shape.add_polygon(vec![vec![[20., 20.], [30., 20.], [30., 30.], [20., 20.]]]);
        let [x, y] = at(shape.into_geometry());
        assert!((20. ..30.).contains(&x) && (20. ..30.).contains(&y));
        let mut points = Shape::new("MultiPoint");
        [[0., 0.], [1., 1.], [2., 2.]].into_iter().for_each(|point| points.add_point(point));
        assert_eq!(at(points.into_geometry()), [1., 1.]);
        let mut line = Shape::new("LineString");
        line.add_line(vec![[0., 0.], [4., 0.], [4., 4.]]);
        assert_eq!(at(line.into_geometry()), [4., 0.]);
    }

    #[test]
    fn what_has_no_area_no_corner_or_no_number_gives_no_panic() {
        assert_eq!(at(polygon(&[&[[1., 1.], [1., 1.], [1., 1.]]])), [1., 1.]);
        assert!(matches!(polygon(&[]), Geometry::Other(_)));
        assert!(matches!(polygon(&[&[]]), Geometry::Other(_)));
        assert!(matches!(polygon(&[&[[f64::NAN, 0.], [1., 1.]]]), Geometry::Other(_)));
        let mut huge = Shape::new("MultiPoint");
        (0..=MAX_PARTS).for_each(|_| huge.add_point([0., 0.]));
        assert!(matches!(huge.into_geometry(), Geometry::Other(_)));
    }

    proptest! {
        /// Rings around a centre, as stars and blots: their corners go once around it.
        #[test]
        fn the_point_of_any_star_lies_inside_of_it(radii in prop::collection::vec(0.1f64..10.0, 3..30)) {
            let count = radii.len() as f64;
            let mut ring: Vec<Position> = radii.iter().enumerate().map(|(index, radius)| {
                let angle = index as f64 / count * std::f64::consts::TAU;
                [300_000. + radius * angle.cos(), 5_900_000. + radius * angle.sin()]
            }).collect();
            ring.push(ring[0]);
            let point = at(polygon(&[&ring]));
            prop_assert!(winds_around(&ring[..ring.len() - 1], point), "{point:?}");
        }
    }
}
