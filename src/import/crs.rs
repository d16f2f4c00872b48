//! Coordinate systems a list may use. ETRS89 and WGS 84 are taken as one: they are less than a metre
//! apart, and a door is wider.

use std::fmt;

use proj4rs::proj::Proj;
use proj4rs::transform::transform;

use crate::units::{GeoPoint, PointError};

/// EPSG code, and the definition as PROJ writes it (epsg.io). EPSG:5650 is EPSG:25833 with the zone
/// number before the easting, as the state's surveyors use it.
const PROJECTED: [(&str, &str); 3] = [
    ("EPSG:25832", "+proj=utm +zone=32 +ellps=GRS80 +units=m +no_defs"),
    ("EPSG:25833", "+proj=utm +zone=33 +ellps=GRS80 +units=m +no_defs"),
    (
        "EPSG:5650",
        "+proj=tmerc +lat_0=0 +lon_0=15 +k=0.9996 +x_0=33500000 +y_0=0 +ellps=GRS80 +units=m +no_defs",
    ),
];

const GEOGRAPHIC: &str = "+proj=longlat +ellps=GRS80 +no_defs";

/// How the numbers in the columns `x` and `y` are meant.
#[derive(Clone)]
pub(super) struct Crs {
    name: &'static str,
    /// From the plane to degrees; `None` where the numbers are degrees already.
    projection: Option<(Box<Proj>, Box<Proj>)>,
}

impl Crs {
    pub fn wgs84() -> Self {
        Self { name: "EPSG:4326", projection: None }
    }

    /// `None` for a system that is not known here.
    pub fn from_name(name: &str) -> Option<Self> {
        if name == "EPSG:4326" {
            return Some(Self::wgs84());
        }
        let (name, definition) = PROJECTED.into_iter().find(|(known, _)| *known == name)?;
        let proj = |definition: &str| Proj::from_proj_string(definition).ok().map(Box::new);
        Some(Self { name, projection: Some((proj(definition)?, proj(GEOGRAPHIC)?)) })
    }

    pub fn known() -> String {
        let names: Vec<&str> = PROJECTED.iter().map(|(name, _)| *name).collect();
        format!("EPSG:4326, {}", names.join(", "))
    }

    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The point of a pair of numbers, x to the east.
    pub fn point(&self, x: f64, y: f64) -> Result<GeoPoint, PointError> {
        let Some((from, to)) = &self.projection else { return GeoPoint::new(x, y) };
        let mut at = (x, y, 0.0);
        match transform(from, to, &mut at) {
            Ok(()) => GeoPoint::new(at.0.to_degrees(), at.1.to_degrees()),
            Err(_) => Err(PointError::Latitude(f64::NAN)),
        }
    }
}

impl fmt::Debug for Crs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_point(crs: &str, x: f64, y: f64, lon: f64, lat: f64) {
        let found = Crs::from_name(crs).unwrap().point(x, y).unwrap();
        let off = found.geodesic_to(GeoPoint::new(lon, lat).unwrap());
        assert!(off.0 < 0.01, "{crs} ({x}, {y}) gave {found:?}, {} m off", off.0);
    }

    /// Eastings and northings computed apart from this crate with Krüger's series to the fourth order
    /// (Karney, "Transverse Mercator with an accuracy of a few nanometers", J. Geodesy 85, 2011,
    /// eq. 7-11 and 35) on GRS80: once in the west of the state, once in the north.
    #[test]
    fn projected_points_come_out_where_kruegers_series_puts_them() {
        assert_point("EPSG:25833", 266_635.996, 5_914_140.724, 11.4957, 53.3249);
        assert_point("EPSG:25833", 396_149.697, 6_033_079.945, 13.3989, 54.4348);
        assert_point("EPSG:5650", 33_266_635.996, 5_914_140.724, 11.4957, 53.3249);
        assert_point("EPSG:25832", 666_212.318, 5_911_318.086, 11.4957, 53.3249);
        assert_point("EPSG:25832", 785_242.071, 6_040_813.978, 13.3989, 54.4348);
        assert_point("EPSG:4326", 11.4957, 53.3249, 11.4957, 53.3249);
    }

    #[test]
    fn numbers_that_are_no_point_are_an_error() {
        let utm = Crs::from_name("EPSG:25833").unwrap();
        assert!(Crs::wgs84().point(11.5, 91.0).is_err());
        for (x, y) in [(1e300, 5e6), (f64::MAX, f64::MAX), (2e7, 2e7)] {
            // Whatever the projection makes of them: a point on the Earth or an error, no panic.
            if let Ok(point) = utm.point(x, y) {
                assert!(point.lat.abs() <= 90.0 && point.lon.abs() <= 180.0);
            }
        }
        assert!(Crs::from_name("EPSG:31468").is_none());
    }
}
