//! Path data of SVG, in whole units of half a pixel: sharp on fine screens, and short.

use std::fmt::Write;

use super::clip::Frame;
use super::topojson::{Line, Polygon};
use super::view::{Point, View};

/// Units of a pixel.
pub(super) const UNITS: f64 = 2.0;
/// Points nearer than this to the one before are left out, in units.
const STEP: i32 = 2;

/// The path data of polygons, within the frame.
pub(super) fn fill(polygons: &[Polygon], view: &View, frame: &Frame) -> String {
    let mut path = String::new();
    for ring in polygons.iter().flat_map(|polygon| &polygon.rings) {
        if frame.shows(view, &ring.bounds) {
            let mut points: Vec<[f64; 2]> = ring.points.iter().map(|at| view.place(*at)).collect();
            points.pop();
            if !frame.holds(view, &ring.bounds) {
                points = frame.clip_ring(points);
            }
            write_ring(&mut path, &points);
        }
    }
    path
}

/// The path data of lines, within the frame.
pub(super) fn strokes(lines: &[Line], view: &View, frame: &Frame) -> String {
    let mut path = String::new();
    for line in lines.iter().filter(|line| frame.shows(view, &line.bounds)) {
        let points: Vec<[f64; 2]> = line.points.iter().map(|at| view.place(*at)).collect();
        for part in frame.clip_line(&points) {
            write_line(&mut path, &part);
        }
    }
    path
}

/// The path data of dots: lines without length, which round caps make visible.
pub(super) fn dots(points: impl Iterator<Item = Point>, view: &View, frame: &Frame) -> String {
    let mut path = String::new();
    for at in points.map(|at| view.place(at)) {
        if (0..2).all(|axis| (frame.low[axis]..=frame.high[axis]).contains(&at[axis])) {
            let [x, y] = units(&at);
            // Writing to a string cannot fail.
            let _ = write!(path, "M{x} {y}h0");
        }
    }
    path
}

fn units(at: &[f64; 2]) -> [i32; 2] {
    at.map(|pixels| (pixels * UNITS).round() as i32)
}

/// Without points that are nearly the same as the one before; the last one always stays.
fn thinned(points: &[[f64; 2]]) -> Vec<[i32; 2]> {
    let mut kept: Vec<[i32; 2]> = Vec::with_capacity(points.len());
    let last = points.len().saturating_sub(1);
    for (at, point) in points.iter().map(units).enumerate() {
        let far = kept.last().is_none_or(|[x, y]| (x - point[0]).abs() + (y - point[1]).abs() >= STEP);
        if far {
            kept.push(point);
        } else if at == last && kept.len() > 1 {
            kept.pop();
            kept.push(point);
        }
    }
    kept
}

fn write_ring(path: &mut String, points: &[[f64; 2]]) {
    let ring = thinned(points);
    if ring.len() >= 3 {
        write_points(path, &ring);
        path.push('z');
    }
}

fn write_line(path: &mut String, points: &[[f64; 2]]) {
    let line = thinned(points);
    if line.len() >= 2 {
        write_points(path, &line);
    }
}

/// "M24 60l3-1 0 5": the first point, then the steps to the following ones.
fn write_points(path: &mut String, points: &[[i32; 2]]) {
    let mut before: Option<[i32; 2]> = None;
    for [x, y] in points.iter().copied() {
        // Writing to a string cannot fail.
        let _ = match before {
            None => write!(path, "M{x} {y}l"),
            Some([from_x, from_y]) => {
                let [x, y] = [x - from_x, y - from_y];
                let first = if path.ends_with('l') || x < 0 { "" } else { " " };
                let second = if y < 0 { "" } else { " " };
                write!(path, "{first}{x}{second}{y}")
            }
        };
        before = Some([x, y]);
    }
}
