//! The sheet of a printed map: a plane around the points that it shows.

use serde::Serialize;

use crate::units::GeoPoint;

/// Size of the sheet, in units.
pub(super) const WIDTH: f64 = 900.0;
pub(super) const HEIGHT: f64 = 520.0;
/// Kept free around the outermost marker.
const MARGIN: f64 = 70.0;
/// The smallest height that is shown, so that a single marker has towns around it.
const LEAST_HEIGHT_KM: f64 = 16.0;
const KM_PER_DEGREE: f64 = 111.2;

/// A bar that shows a length.
#[derive(Debug, PartialEq, Serialize)]
pub(super) struct Scale {
    pub km: f64,
    pub length: f64,
}

/// Equirectangular projection with the scale of the middle parallel.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sheet {
    west: f64,
    north: f64,
    units_per_lon: f64,
    units_per_lat: f64,
}

impl Sheet {
    /// The sheet on which all points lie; `None` without a point.
    pub fn around(points: &[GeoPoint]) -> Option<Self> {
        let first = points.first()?;
        let mut low = *first;
        let mut high = *first;
        for point in points {
            low = GeoPoint { lon: low.lon.min(point.lon), lat: low.lat.min(point.lat) };
            high = GeoPoint { lon: high.lon.max(point.lon), lat: high.lat.max(point.lat) };
        }
        let middle = GeoPoint { lon: (low.lon + high.lon) / 2.0, lat: (low.lat + high.lat) / 2.0 };
        let shrink = middle.lat.to_radians().cos();
        let span = |units: f64, degrees: f64| (units - 2.0 * MARGIN) / degrees.max(f64::MIN_POSITIVE);
        let least = HEIGHT / (LEAST_HEIGHT_KM / KM_PER_DEGREE);
        let units_per_lat =
            least.min(span(HEIGHT, high.lat - low.lat)).min(span(WIDTH, (high.lon - low.lon) * shrink));
        let units_per_lon = units_per_lat * shrink;
        Some(Self {
            west: middle.lon - WIDTH / 2.0 / units_per_lon,
            north: middle.lat + HEIGHT / 2.0 / units_per_lat,
            units_per_lon,
            units_per_lat,
        })
    }

    pub fn project(&self, lon: f64, lat: f64) -> [f64; 2] {
        [(lon - self.west) * self.units_per_lon, (self.north - lat) * self.units_per_lat]
    }

    pub fn units_per_km(&self) -> f64 {
        self.units_per_lat / KM_PER_DEGREE
    }

    /// South-west and north-east corner.
    pub fn corners(&self) -> (GeoPoint, GeoPoint) {
        let south = self.north - HEIGHT / self.units_per_lat;
        let east = self.west + WIDTH / self.units_per_lon;
        (GeoPoint { lon: self.west, lat: south }, GeoPoint { lon: east, lat: self.north })
    }

    /// The longest round length that takes no more than a fifth of the sheet.
    pub fn scale(&self) -> Scale {
        let lengths = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0];
        let fits = |km: &&f64| **km * self.units_per_km() <= WIDTH / 5.0;
        let km = lengths.iter().rev().find(fits).copied().unwrap_or(1.0);
        Scale { km, length: (km * self.units_per_km()).round() }
    }
}
