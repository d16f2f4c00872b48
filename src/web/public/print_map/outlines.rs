//! Outlines of areas as path data, clipped to the sheet to keep the document small.

use std::fmt::Write;

use super::sheet::{HEIGHT, Sheet, WIDTH};
use crate::areas::{Area, Areas, Level};

/// Margin of the clipping, so that strokes along the cut are not visible.
const BLEED: f64 = 6.0;

/// The areas of a level that the sheet shows.
pub(super) fn paths(areas: &Areas, level: Level, sheet: &Sheet) -> Vec<String> {
    let (low, high) = sheet.corners();
    let shows = |area: &&Area| {
        let (south_west, north_east) = area.bounds();
        south_west.lon <= high.lon
            && north_east.lon >= low.lon
            && south_west.lat <= high.lat
            && north_east.lat >= low.lat
    };
    let drawn = areas.level(level).filter(shows).map(|area| path(area, sheet));
    drawn.filter(|path| !path.is_empty()).collect()
}

fn path(area: &Area, sheet: &Sheet) -> String {
    let mut path = String::new();
    for polygon in &area.outline {
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            let ring: Vec<[f64; 2]> = ring.coords().map(|at| sheet.project(at.x, at.y)).collect();
            write_ring(&mut path, &clipped(ring));
        }
    }
    path
}

/// "M12 30L…Z" in whole units, without repeated points.
fn write_ring(path: &mut String, ring: &[[f64; 2]]) {
    let whole = |at: &[f64; 2]| [at[0].round() as i32, at[1].round() as i32];
    let mut points: Vec<[i32; 2]> = ring.iter().map(whole).collect();
    points.dedup();
    if points.first() == points.last() {
        points.pop();
    }
    if points.len() < 3 {
        return;
    }
    for (at, [x, y]) in points.iter().enumerate() {
        // Writing to a string cannot fail.
        let _ = write!(path, "{}{x} {y}", if at == 0 { 'M' } else { 'L' });
    }
    path.push('Z');
}

/// A ring within the sheet and its bleed (Sutherland and Hodgman 1974, "Reentrant polygon clipping").
pub(super) fn clipped(mut ring: Vec<[f64; 2]>) -> Vec<[f64; 2]> {
    let edges = [(0, -BLEED, 1.0), (0, WIDTH + BLEED, -1.0), (1, -BLEED, 1.0), (1, HEIGHT + BLEED, -1.0)];
    for (axis, edge, side) in edges {
        let depth = |at: &[f64; 2]| (at[axis] - edge) * side;
        let mut kept = Vec::with_capacity(ring.len());
        let Some(mut before) = ring.last().copied() else { return ring };
        for at in ring {
            let (from, to) = (depth(&before), depth(&at));
            if (from < 0.0) != (to < 0.0) {
                let part = from / (from - to);
                kept.push([0, 1].map(|axis| before[axis] + part * (at[axis] - before[axis])));
            }
            if to >= 0.0 {
                kept.push(at);
            }
            before = at;
        }
        ring = kept;
    }
    ring
}
