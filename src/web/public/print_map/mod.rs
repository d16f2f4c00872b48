//! A map for print: an SVG with the outlines of municipalities and districts, names for orientation,
//! and markers with the numbers of the list beside it. The server draws it, so it needs neither scripts nor
//! tiles, and it is sharp in print.
//!
//! Coordinates are whole units on a [`Sheet`]; printed across A4 a unit is 0.2 mm.

mod labels;
mod outlines;
mod sheet;

use serde::Serialize;

use crate::areas::{Areas, Level};
use crate::gazetteer::{Gazetteer, Kind};
use crate::units::GeoPoint;
use labels::{Label, Spot, Town};
use sheet::{HEIGHT, Scale, Sheet, WIDTH};

pub(crate) use labels::Mark;

/// On wider sheets the borders of municipalities would be too dense.
const MUNICIPALITIES_UP_TO_KM: f64 = 110.0;

#[derive(Debug, Serialize)]
pub(crate) struct PrintMap {
    width: f64,
    height: f64,
    /// Path data of the land, and of the borders on it.
    land: Vec<String>,
    municipalities: Vec<String>,
    names: Vec<Label>,
    spots: Vec<Spot>,
    scale: Scale,
}

impl PrintMap {
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
