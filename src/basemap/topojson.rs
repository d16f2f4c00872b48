//! Reads TopoJSON (specification 1.0.0) as `scripts/basemap` writes it: quantised arcs that polygons and lines share.

use std::collections::HashMap;

use serde::Deserialize;

use super::view::{Point, project};

/// A line or a ring, projected.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub points: Vec<Point>,
    pub bounds: Bounds,
}

/// A polygon: the exterior ring first, then its holes.
#[derive(Debug, Clone)]
pub(super) struct Polygon {
    pub rings: Vec<Line>,
}

/// The smallest and the largest coordinates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bounds {
    pub low: Point,
    pub high: Point,
}

impl Bounds {
    fn of(points: &[Point]) -> Self {
        let start = Self { low: [f64::INFINITY; 2], high: [f64::NEG_INFINITY; 2] };
        points.iter().fold(start, |found, at| Self {
            low: [found.low[0].min(at[0]), found.low[1].min(at[1])],
            high: [found.high[0].max(at[0]), found.high[1].max(at[1])],
        })
    }
}

impl Line {
    fn new(points: Vec<Point>) -> Self {
        Self { bounds: Bounds::of(&points), points }
    }
}

type Rings = Vec<Vec<i32>>;

#[derive(Deserialize)]
#[serde(tag = "type")]
enum Geometry {
    MultiPolygon {
        arcs: Vec<Rings>,
    },
    MultiLineString {
        arcs: Rings,
    },
    /// The municipalities, whose borders are drawn as lines.
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

#[derive(Deserialize)]
struct Document {
    transform: Transform,
    objects: HashMap<String, Geometry>,
    arcs: Vec<Vec<[i64; 2]>>,
}

/// The objects of a file.
pub(super) struct Topology {
    objects: HashMap<String, Geometry>,
    arcs: Vec<Vec<Point>>,
}

impl Topology {
    /// # Errors
    /// A sentence that says what is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, String> {
        let document: Document = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let Transform { scale, translate } = document.transform;
        let absolute = |arc: Vec<[i64; 2]>| {
            let mut at = [0_i64; 2];
            let mut points = Vec::with_capacity(arc.len());
            for step in arc {
                at = [at[0].saturating_add(step[0]), at[1].saturating_add(step[1])];
                let degrees = [0, 1].map(|axis| at[axis] as f64 * scale[axis] + translate[axis]);
                points.push(project(degrees[0], degrees[1]));
            }
            points
        };
        Ok(Self { objects: document.objects, arcs: document.arcs.into_iter().map(absolute).collect() })
    }

    /// The polygons of an object.
    pub fn polygons(&self, name: &str) -> Result<Vec<Polygon>, String> {
        match self.objects.get(name) {
            Some(Geometry::MultiPolygon { arcs }) => self.join_polygons(arcs),
            _ => Err(format!("it has no MultiPolygon \"{name}\"")),
        }
    }

    /// The lines of an object.
    pub fn lines(&self, name: &str) -> Result<Vec<Line>, String> {
        match self.objects.get(name) {
            Some(Geometry::MultiLineString { arcs }) => arcs.iter().map(|arcs| self.join(arcs)).collect(),
            _ => Err(format!("it has no MultiLineString \"{name}\"")),
        }
    }

    fn join_polygons(&self, polygons: &[Rings]) -> Result<Vec<Polygon>, String> {
        let polygon = |rings: &Rings| {
            let rings: Vec<Line> = rings.iter().map(|arcs| self.join_ring(arcs)).collect::<Result<_, _>>()?;
            Ok(Polygon { rings })
        };
        polygons.iter().map(polygon).collect()
    }

    fn join_ring(&self, arcs: &[i32]) -> Result<Line, String> {
        let ring = self.join(arcs)?;
        if ring.points.len() < 4 || ring.points.first() != ring.points.last() {
            return Err(format!("the ring of the arcs {arcs:?} is not closed"));
        }
        Ok(ring)
    }

    /// One line of arcs that follow each other; ~n is arc n backwards.
    fn join(&self, arcs: &[i32]) -> Result<Line, String> {
        let mut points: Vec<Point> = Vec::new();
        for reference in arcs {
            let number = if *reference < 0 { !reference } else { *reference };
            let arc = usize::try_from(number).ok().and_then(|at| self.arcs.get(at));
            let arc = arc.ok_or_else(|| format!("there is no arc {reference}"))?;
            let mut part: Vec<Point> = arc.clone();
            if *reference < 0 {
                part.reverse();
            }
            if let (Some(end), Some(start)) = (points.last(), part.first()) {
                if end != start {
                    return Err(format!("arc {reference} does not begin where the one before it ends"));
                }
                part.remove(0);
            }
            points.extend(part);
        }
        Ok(Line::new(points))
    }
}
