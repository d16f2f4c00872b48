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

#[cfg(test)]
mod tests;
