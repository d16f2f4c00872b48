//! A map on paper: an SVG with the outlines of municipalities and districts, names for finding one's way,
//! and markers with the numbers of the list beside it. The server draws it, so it needs neither scripts nor
//! tiles, and it is sharp in print.
//!
//! Coordinates are whole units on a sheet of [`WIDTH`] by [`HEIGHT`]; printed across A4 a unit is 0.2 mm.

mod labels;
mod outlines;

use serde::Serialize;

use crate::areas::{Areas, Level};
use crate::gazetteer::{Gazetteer, Kind};
use crate::register::Facility;
use crate::units::GeoPoint;
use labels::{Label, Spot};

const WIDTH: f64 = 900.0;
const HEIGHT: f64 = 520.0;
/// Kept free around the outermost marker.
const MARGIN: f64 = 70.0;
/// Nothing is shown nearer than this, so that a single marker has towns around it.
const LEAST_HEIGHT_KM: f64 = 16.0;
/// From this width on, lines around municipalities would be a grey web.
const MUNICIPALITIES_UP_TO_KM: f64 = 110.0;
const KM_PER_DEGREE: f64 = 111.2;

/// A facility to be marked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark<'a> {
    /// Its number in the list; `None` where it stands alone.
    pub number: Option<usize>,
    pub point: GeoPoint,
    /// The key of its municipality, which is named before others.
    pub municipality: &'a str,
}

impl<'a> Mark<'a> {
    pub fn new(number: Option<usize>, facility: &'a Facility) -> Self {
        Self { number, point: facility.point, municipality: facility.municipality.as_str() }
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct PaperMap {
    width: f64,
    height: f64,
    /// Path data of the land, and of the borders on it.
    land: Vec<String>,
    municipalities: Vec<String>,
    names: Vec<Label>,
    spots: Vec<Spot>,
    scale: Scale,
}

/// A bar that shows a length.
#[derive(Debug, PartialEq, Serialize)]
struct Scale {
    km: f64,
    length: f64,
}

/// From the globe to the sheet: a plane whose meridians are drawn together as in the middle of the sheet.
#[derive(Debug, Clone, Copy)]
struct Sheet {
    west: f64,
    north: f64,
    units_per_lon: f64,
    units_per_lat: f64,
}

impl Sheet {
    /// The sheet on which all points lie; `None` without a point.
    fn around(points: &[GeoPoint]) -> Option<Self> {
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

    fn place(&self, lon: f64, lat: f64) -> [f64; 2] {
        [(lon - self.west) * self.units_per_lon, (self.north - lat) * self.units_per_lat]
    }

    fn units_per_km(&self) -> f64 {
        self.units_per_lat / KM_PER_DEGREE
    }

    /// South-west and north-east corner.
    fn corners(&self) -> (GeoPoint, GeoPoint) {
        let south = self.north - HEIGHT / self.units_per_lat;
        let east = self.west + WIDTH / self.units_per_lon;
        (GeoPoint { lon: self.west, lat: south }, GeoPoint { lon: east, lat: self.north })
    }

    /// The longest round length that takes no more than a fifth of the sheet.
    fn scale(&self) -> Scale {
        let lengths = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0];
        let fits = |km: &&f64| **km * self.units_per_km() <= WIDTH / 5.0;
        let km = lengths.iter().rev().find(fits).copied().unwrap_or(1.0);
        Scale { km, length: (km * self.units_per_km()).round() }
    }
}

impl PaperMap {
    /// A map of these facilities; `None` without any.
    pub fn new(areas: &Areas, gazetteer: &Gazetteer, marks: &[Mark<'_>]) -> Option<Self> {
        let points: Vec<GeoPoint> = marks.iter().map(|mark| mark.point).collect();
        let sheet = Sheet::around(&points)?;
        let near = WIDTH / sheet.units_per_km() <= MUNICIPALITIES_UP_TO_KM;
        let municipalities =
            if near { outlines::paths(areas, Level::Municipality, &sheet) } else { Vec::new() };
        let spots = labels::spots(marks, &sheet);
        let scale = sheet.scale();
        let names = labels::names(&towns(gazetteer, marks), &spots, &sheet, scale.length);
        let land = outlines::paths(areas, Level::District, &sheet);
        Some(Self { width: WIDTH, height: HEIGHT, land, municipalities, names, spots, scale })
    }
}

/// A place that can be named.
#[derive(Debug)]
struct Town<'a> {
    name: &'a str,
    point: GeoPoint,
}

/// Municipalities: first those of the facilities, then the larger before the smaller.
fn towns<'a>(gazetteer: &'a Gazetteer, marks: &[Mark<'_>]) -> Vec<Town<'a>> {
    let mut towns: Vec<_> = gazetteer
        .entries()
        .filter(|entry| entry.kind == Kind::Municipality)
        .map(|entry| {
            let marked = marks.iter().any(|mark| mark.municipality == entry.municipality.as_str());
            (std::cmp::Reverse((marked, entry.population)), Town { name: &entry.name, point: entry.point })
        })
        .collect();
    towns.sort_by_key(|(rank, _)| *rank);
    towns.into_iter().map(|(_, town)| town).collect()
}

#[cfg(test)]
mod tests;
