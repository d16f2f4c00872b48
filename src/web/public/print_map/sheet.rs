//! The sheet of a printed map: the view around the points that it shows.

use serde::Serialize;

use crate::basemap::View;
use crate::units::GeoPoint;

/// Size of the sheet, in units.
pub(super) const WIDTH: f64 = 900.0;
pub(super) const HEIGHT: f64 = 520.0;
/// Kept free around the outermost marker.
const MARGIN: f64 = 70.0;
/// The smallest height that is shown, so that a single marker has towns around it.
const LEAST_HEIGHT_M: f64 = 16_000.0;
/// Names are larger than on a screen, because paper and narrow pages show a unit smaller than a pixel.
const TEXT_SCALE: f64 = 1.35;

/// A bar that shows a length.
#[derive(Debug, PartialEq, Serialize)]
pub(super) struct Scale {
    pub km: f64,
    pub length: f64,
}

/// A view with the scale of the middle parallel.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sheet {
    pub view: View,
    middle: GeoPoint,
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
        // What the points span at zoom 0 says by how much it can grow.
        let world = View::around(middle, 0.0, WIDTH, HEIGHT);
        let ([west, south], [east, north]) = (world.pixel(low), world.pixel(high));
        let room = |units: f64, span: f64| ((units - 2.0 * MARGIN) / span.max(f64::MIN_POSITIVE)).log2();
        let nearest = View::zoom_for(HEIGHT / LEAST_HEIGHT_M, middle.lat);
        let zoom = nearest.min(room(HEIGHT, south - north)).min(room(WIDTH, east - west));
        let view = View { text_scale: TEXT_SCALE, ..View::around(middle, zoom, WIDTH, HEIGHT) };
        Some(Self { view, middle })
    }

    pub fn units_per_km(&self) -> f64 {
        self.view.pixels_per_metre(self.middle.lat) * 1_000.0
    }

    /// The longest round length that takes no more than a fifth of the sheet.
    pub fn scale(&self) -> Scale {
        let lengths = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0];
        let fits = |km: &&f64| **km * self.units_per_km() <= WIDTH / 5.0;
        let km = lengths.iter().rev().find(fits).copied().unwrap_or(1.0);
        Scale { km, length: (km * self.units_per_km()).round() }
    }
}
