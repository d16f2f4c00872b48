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
}
