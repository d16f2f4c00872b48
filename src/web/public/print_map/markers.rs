//! Markers on the sheet, placed without overlaps, and what they keep free of names.

use serde::Serialize;

use super::sheet::{HEIGHT, Sheet, WIDTH};
use crate::basemap::Block;
use crate::register::{Facility, PlaceStatus};
use crate::units::GeoPoint;

/// Radius of a marker with its edge.
const RADIUS: f64 = 16.0;
/// From the middle of a pin down to its tip (pin.html).
const TIP: f64 = 20.0;
/// A marker that stands alone, on a map as narrow as the side of a page, is so much larger.
const ALONE: f64 = 2.4;
/// Between the middles of two markers, so that a tip keeps off the marker below it.
const APART: f64 = 36.0;
/// Radii of the rings on which a marker can be moved aside, and the positions on each.
const RINGS: [f64; 7] = [37.0, 55.0, 74.0, 92.0, 111.0, 129.0, 148.0];
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
    /// What is known of its free places, which gives the shape.
    pub status: PlaceStatus,
}

impl<'a> Mark<'a> {
    pub fn new(number: Option<usize>, facility: &'a Facility, status: PlaceStatus) -> Self {
        Self { number, point: facility.point, municipality: facility.municipality.as_str(), status }
    }

    fn scale(&self) -> f64 {
        if self.number.is_some() { 1.0 } else { ALONE }
    }

    /// From the middle of the marker down to its point.
    fn tip(&self) -> f64 {
        if self.status == PlaceStatus::Free { TIP * self.scale() } else { 0.0 }
    }
}

/// A marker, and the point it belongs to. They differ where markers would lie on each other.
#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct Spot {
    pub number: Option<usize>,
    /// The name of the status, for the shape.
    pub status: &'static str,
    /// How much larger than a marker of a list.
    pub scale: f64,
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
        let own = [point_x, point_y - mark.tip()];
        let free = |[x, y]: &[f64; 2]| {
            let apart = |other: &Spot| (other.x - x).hypot(other.y - y) >= APART;
            Block::around(*x, *y, RADIUS, RADIUS).is_within(WIDTH, HEIGHT) && spots.iter().all(apart)
        };
        let around = RINGS.iter().flat_map(|ring| {
            (0..POSITIONS).map(move |position| {
                let turn = f64::from(position) / f64::from(POSITIONS) * std::f64::consts::TAU;
                [own[0] + ring * turn.cos(), own[1] + ring * turn.sin()]
            })
        });
        let at = std::iter::once(own).chain(around).find(free).unwrap_or(own);
        let [x, y] = at.map(f64::round);
        let aside = [x, y] != own;
        let (number, status, scale) = (mark.number, mark.status.word(), mark.scale());
        spots.push(Spot { number, status, scale, x, y, point_x, point_y, aside });
    }
    spots
}

/// What stays free of names: markers, their points, and the corner of the scale.
pub(super) fn blocks(spots: &[Spot], scale_length: f64) -> Vec<Block> {
    let mut blocks = Vec::new();
    for spot in spots {
        let below = if spot.status == PlaceStatus::Free.word() { TIP } else { RADIUS };
        blocks.push(Block {
            left: spot.x - spot.scale * (RADIUS + 1.0),
            top: spot.y - spot.scale * (RADIUS + 1.0),
            right: spot.x + spot.scale * (RADIUS + 1.0),
            bottom: spot.y + spot.scale * (below + 1.0),
        });
        if spot.aside {
            blocks.push(Block::around(spot.point_x, spot.point_y, 5.0, 5.0));
        }
    }
    let scale_width = scale_length + 40.0;
    blocks.push(Block { left: 0.0, top: HEIGHT - SCALE_HEIGHT, right: scale_width, bottom: HEIGHT });
    blocks
}
