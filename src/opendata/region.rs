//! The box that a map shows, in any coordinate system.

use geo::{Coord, Intersects, LineString, Polygon, Rect};

use super::Shape;
use crate::crs::Crs;
use crate::units::GeoPoint;

/// A box of a map. In degrees it may reach across the date line; then it is two.
#[derive(Debug, Clone)]
pub enum Region {
    /// Boxes between meridians and parallels.
    Degrees(Vec<Rect<f64>>),
    /// A box in a plane.
    Plane {
        /// The system of the box.
        crs: Box<Crs>,
        /// The box in its own system.
        bounds: Rect<f64>,
        /// Its sides in degrees, with points between the corners: a straight line of a plane is none in degrees.
        sides: Polygon<f64>,
    },
}

/// Why numbers are no box.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum RegionError {
    #[error(
        "expected four numbers (west,south,east,north) or six with heights, separated by commas; found {0}"
    )]
    Count(usize),
    #[error("\"{0}\" is not a decimal number such as 53.32")]
    NotANumber(String),
    #[error("{0} is not a latitude from -90 to 90")]
    Latitude(f64),
    #[error("{0} is not a longitude from -180 to 180")]
    Longitude(f64),
    #[error("the first corner must lie south of the second, but {0} is more than {1}")]
    SouthAboveNorth(f64, f64),
    #[error("the first corner must lie west of the second, but {0} is more than {1}")]
    WestBeyondEast(f64, f64),
    #[error("the box lies outside of what {0} covers")]
    Outside(String),
}

/// Points between two corners of a box in a plane. A side of 300 km then lies less than a metre beside its straight line.
const STEPS: u32 = 64;

impl Region {
    /// Reads `west,south,east,north`, or six numbers with heights, which are left aside.
    ///
    /// # Errors
    /// [`RegionError`] that names the numbers.
    pub fn read(text: &str, crs: &Crs) -> Result<Self, RegionError> {
        let parts: Vec<&str> = text.split(',').take(7).collect();
        let number = |text: &str| {
            let plain =
                text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'e' | b'E'));
            let number: Option<f64> = text.parse().ok().filter(|number: &f64| plain && number.is_finite());
            number.ok_or_else(|| RegionError::NotANumber(text.chars().take(40).collect()))
        };
        let numbers = parts.iter().map(|part| number(part.trim())).collect::<Result<Vec<_>, _>>()?;
        match numbers[..] {
            [west, south, east, north] | [west, south, _, east, north, _] => {
                Self::new([west, south, east, north], crs)
            }
            _ => Err(RegionError::Count(parts.len())),
        }
    }

    /// The box of its corners.
    ///
    /// # Errors
    /// [`RegionError`] where the corners are no box of the system.
    pub fn new([west, south, east, north]: [f64; 4], crs: &Crs) -> Result<Self, RegionError> {
        if south > north {
            return Err(RegionError::SouthAboveNorth(south, north));
        }
        if !crs.is_geographic() {
            return Self::in_plane([west, south, east, north], crs);
        }
        if let Some(lat) = [south, north].into_iter().find(|lat| !(-90.0..=90.0).contains(lat)) {
            return Err(RegionError::Latitude(lat));
        }
        if let Some(lon) = [west, east].into_iter().find(|lon| !(-180.0..=180.0).contains(lon)) {
            return Err(RegionError::Longitude(lon));
        }
        let rect = |west: f64, east: f64| Rect::new(Coord { x: west, y: south }, Coord { x: east, y: north });
        Ok(Self::Degrees(match west <= east {
            true => vec![rect(west, east)],
            false => vec![rect(west, 180.0), rect(-180.0, east)],
        }))
    }

    fn in_plane([west, south, east, north]: [f64; 4], crs: &Crs) -> Result<Self, RegionError> {
        if west > east {
            return Err(RegionError::WestBeyondEast(west, east));
        }
        let corners = [(west, south), (east, south), (east, north), (west, north), (west, south)];
        let mut ring: Vec<Coord<f64>> = Vec::new();
        for pair in corners.windows(2) {
            let [(x1, y1), (x2, y2)] = pair else { continue };
            for step in 0..STEPS {
                let along = f64::from(step) / f64::from(STEPS);
                let point = crs.point(x1 + along * (x2 - x1), y1 + along * (y2 - y1));
                let point = point.map_err(|_| RegionError::Outside(crs.name()))?;
                ring.push(Coord { x: point.lon, y: point.lat });
            }
        }
        let bounds = Rect::new(Coord { x: west, y: south }, Coord { x: east, y: north });
        let sides = Polygon::new(LineString::new(ring), Vec::new());
        Ok(Self::Plane { crs: Box::new(crs.clone()), bounds, sides })
    }

    /// Whether a geometry has a point in common with the box; its border belongs to it.
    pub fn touches(&self, shape: &Shape<'_>) -> bool {
        match (self, shape) {
            (Self::Degrees(boxes), Shape::Point(point)) => {
                boxes.iter().any(|rect| rect.intersects(&point.to_geo()))
            }
            (Self::Degrees(boxes), Shape::Outline(outline)) => {
                let bounds = shape.bounds();
                let near = |rect: &Rect<f64>| bounds.is_some_and(|bounds| bounds.intersects(rect));
                boxes.iter().any(|rect| near(rect) && outline.intersects(rect))
            }
            (Self::Plane { crs, bounds, .. }, Shape::Point(point)) => within(crs, bounds, *point),
            (Self::Plane { sides, .. }, Shape::Outline(outline)) => outline.intersects(sides),
        }
    }
}

fn within(crs: &Crs, bounds: &Rect<f64>, point: GeoPoint) -> bool {
    crs.coordinates(point).is_some_and(|(x, y)| bounds.intersects(&Coord { x, y }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, crs: &str) -> Result<Region, RegionError> {
        Region::read(text, &Crs::from_name(crs).unwrap())
    }

    fn holds(region: &Region, lon: f64, lat: f64) -> bool {
        region.touches(&Shape::Point(GeoPoint { lon, lat }))
    }

    #[test]
    fn a_box_across_the_date_line_is_two() {
        let region = read("170,50,-170,60", "CRS84").unwrap();
        assert!(holds(&region, 179.0, 55.0) && holds(&region, -179.0, 55.0) && holds(&region, 170.0, 50.0));
        assert!(!holds(&region, 0.0, 55.0) && !holds(&region, -169.0, 55.0));
        let high = read("11,53,0,12,54,100", "CRS84").unwrap();
        assert!(holds(&high, 11.5, 53.5) && !holds(&high, 12.5, 53.5));
    }

    /// Ludwigslust in EPSG:25833, as the tests of the coordinate systems have it.
    #[test]
    fn a_box_of_a_plane_holds_points_by_the_coordinates_of_the_plane() {
        let at = (266_635.996, 5_914_140.724);
        let region = |size: f64| {
            let [west, south] = [at.0 - size, at.1 - size];
            read(&format!("{west},{south},{},{}", at.0 + size, at.1 + size), "EPSG:25833").unwrap()
        };
        assert!(holds(&region(0.1), 11.4957, 53.3249));
        assert!(!holds(&region(100.0), 11.4957, 53.3249 + 0.001));
        assert!(holds(&region(120.0), 11.4957, 53.3249 + 0.001));
    }

    #[test]
    fn numbers_that_are_no_box_are_named() {
        for (text, crs, said) in [
            ("1,2,3", "CRS84", "found 3"),
            ("1,2,3,4,5,6,7,8", "CRS84", "found 7"),
            ("1,2,x,4", "CRS84", "\"x\""),
            ("1,2,NaN,4", "CRS84", "\"NaN\""),
            ("1,2,3,inf", "CRS84", "\"inf\""),
            ("11,54,12,53", "CRS84", "54 is more than 53"),
            ("11,53,12,91", "CRS84", "91 is not a latitude"),
            ("-181,53,12,54", "CRS84", "-181 is not a longitude"),
            ("2,1,1,2", "EPSG:25833", "2 is more than 1"),
        ] {
            let error = read(text, crs).unwrap_err().to_string();
            assert!(error.contains(said), "{text}: {error}");
        }
    }
}
