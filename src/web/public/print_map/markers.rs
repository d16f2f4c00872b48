//! Markers on the sheet, placed without overlaps, and what they keep free of names.

use serde::Serialize;

use super::sheet::{HEIGHT, Sheet, WIDTH};
use crate::basemap::Block;
use crate::register::Facility;
use crate::units::GeoPoint;

/// Radius of a marker.
const RADIUS: f64 = 15.0;
/// Radii of the rings on which a marker can be moved aside, and the positions on each.
const RINGS: [f64; 6] = [32.0, 50.0, 68.0, 86.0, 104.0, 122.0];
const POSITIONS: u32 = 12;
/// The corner of the scale.
const SCALE_HEIGHT: f64 = 46.0;

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

/// A marker, and the point it belongs to. They differ where markers would lie on each other.
#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct Spot {
    pub number: Option<usize>,
    pub x: f64,
    pub y: f64,
    pub point_x: f64,
    pub point_y: f64,
    pub aside: bool,
}

/// A marker for each facility. Where one would lie on another it moves aside, with a line to its point.
pub(super) fn spots(marks: &[Mark<'_>], sheet: &Sheet) -> Vec<Spot> {
    let mut spots: Vec<Spot> = Vec::with_capacity(marks.len());
    for mark in marks {
        let [point_x, point_y] = sheet.view.pixel(mark.point).map(f64::round);
        let free = |[x, y]: &[f64; 2]| {
            let apart = |other: &Spot| (other.x - x).hypot(other.y - y) >= 2.0 * RADIUS + 2.0;
            Block::around(*x, *y, RADIUS, RADIUS).is_within(WIDTH, HEIGHT) && spots.iter().all(apart)
        };
        let around = RINGS.iter().flat_map(|ring| {
            (0..POSITIONS).map(move |position| {
                let turn = f64::from(position) / f64::from(POSITIONS) * std::f64::consts::TAU;
                [point_x + ring * turn.cos(), point_y + ring * turn.sin()]
            })
        });
        let at = std::iter::once([point_x, point_y]).chain(around).find(free).unwrap_or([point_x, point_y]);
        let [x, y] = at.map(f64::round);
        let aside = [x, y] != [point_x, point_y];
        spots.push(Spot { number: mark.number, x, y, point_x, point_y, aside });
    }
    spots
}

/// What stays free of names: markers, their points, and the corner of the scale.
pub(super) fn blocks(spots: &[Spot], scale_length: f64) -> Vec<Block> {
    let mut blocks = Vec::new();
    for spot in spots {
        blocks.push(Block::around(spot.x, spot.y, RADIUS + 2.0, RADIUS + 2.0));
        if spot.aside {
            blocks.push(Block::around(spot.point_x, spot.point_y, 5.0, 5.0));
        }
    }
    let scale_width = scale_length + 40.0;
    blocks.push(Block { left: 0.0, top: HEIGHT - SCALE_HEIGHT, right: scale_width, bottom: HEIGHT });
    blocks
}
