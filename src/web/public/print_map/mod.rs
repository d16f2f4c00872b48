//! A map for print: an SVG with the built-in base layer and markers with the numbers of the list beside it. The server
//! draws it, so it needs neither scripts nor tiles, and it is sharp in print.
//!
//! Coordinates are whole units on a [`Sheet`]; printed across A4 a unit is 0.2 mm.

mod markers;
mod sheet;

use serde::Serialize;

use crate::app::ReferenceData;
use crate::basemap::Reserved;
use crate::units::GeoPoint;
use markers::Spot;
use sheet::{HEIGHT, Scale, Sheet, WIDTH};

pub(crate) use markers::Mark;

#[derive(Debug, Serialize)]
pub(crate) struct PrintMap {
    width: f64,
    height: f64,
    /// The base layer as elements of the SVG.
    base_layer: String,
    spots: Vec<Spot>,
    scale: Scale,
}

impl PrintMap {
    /// A map of these facilities; `None` without any.
    pub fn new(reference: &ReferenceData, marks: &[Mark<'_>]) -> Option<Self> {
        let points: Vec<GeoPoint> = marks.iter().map(|mark| mark.point).collect();
        let sheet = Sheet::around(&points)?;
        let spots = markers::spots(marks, &sheet);
        let scale = sheet.scale();
        let reserved = Reserved {
            blocks: markers::blocks(&spots, scale.length),
            first: marks.iter().map(|mark| mark.municipality).collect(),
            whole_names: true,
        };
        let base_layer = reference.base_layer.draw(&sheet.view, &reserved).svg();
        Some(Self { width: WIDTH, height: HEIGHT, base_layer, spots, scale })
    }
}

/// A map of many points without numbers, each a dot.
#[derive(Debug, Serialize)]
pub(crate) struct DotMap {
    width: f64,
    height: f64,
    /// The base layer as elements of the SVG.
    base_layer: String,
    dots: Vec<[f64; 2]>,
}

impl DotMap {
    /// A map of these points, those at one place once; `None` without any.
    pub fn new(reference: &ReferenceData, points: &[GeoPoint]) -> Option<Self> {
        let sheet = Sheet::around(points)?;
        let mut dots: Vec<[f64; 2]> =
            points.iter().map(|point| sheet.view.pixel(*point).map(f64::round)).collect();
        dots.sort_by(|one, other| one.partial_cmp(other).unwrap_or(std::cmp::Ordering::Equal));
        dots.dedup();
        let reserved = Reserved { whole_names: true, ..Reserved::default() };
        let base_layer = reference.base_layer.draw(&sheet.view, &reserved).svg();
        Some(Self { width: WIDTH, height: HEIGHT, base_layer, dots })
    }
}

#[cfg(test)]
mod tests;
