//! Markers and names on the sheet, placed without overlaps. Every marker is placed; names without room are left
//! out.

use serde::Serialize;

use super::sheet::{HEIGHT, Sheet, WIDTH};
use crate::register::Facility;
use crate::units::GeoPoint;

/// Radius of a marker.
const RADIUS: f64 = 15.0;
/// Radii of the rings on which a marker can be moved aside, and the positions on each.
const RINGS: [f64; 6] = [32.0, 50.0, 68.0, 86.0, 104.0, 122.0];
const POSITIONS: u32 = 12;
/// Font size of names, and the mean width of a letter relative to it.
const LETTERS: f64 = 17.0;
const LETTER_WIDTH: f64 = 0.55;
const MOST_NAMES: usize = 30;
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

/// A town that can be named.
#[derive(Debug)]
pub(super) struct Town<'a> {
    pub name: &'a str,
    pub point: GeoPoint,
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

#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct Label {
    pub x: f64,
    pub y: f64,
    pub text: String,
}

#[derive(Debug, Clone, Copy)]
struct Block {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Block {
    fn around(x: f64, y: f64, half_width: f64, half_height: f64) -> Self {
        Self { left: x - half_width, top: y - half_height, right: x + half_width, bottom: y + half_height }
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    fn is_on_sheet(&self) -> bool {
        self.left >= 2.0 && self.top >= 2.0 && self.right <= WIDTH - 2.0 && self.bottom <= HEIGHT - 2.0
    }
}

/// A marker for each facility. Where one would lie on another it moves aside, with a line to its point.
pub(super) fn spots(marks: &[Mark<'_>], sheet: &Sheet) -> Vec<Spot> {
    let mut spots: Vec<Spot> = Vec::with_capacity(marks.len());
    for mark in marks {
        let [point_x, point_y] = sheet.project(mark.point.lon, mark.point.lat).map(f64::round);
        let free = |[x, y]: &[f64; 2]| {
            let apart = |other: &Spot| (other.x - x).hypot(other.y - y) >= 2.0 * RADIUS + 2.0;
            Block::around(*x, *y, RADIUS, RADIUS).is_on_sheet() && spots.iter().all(apart)
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

/// The names for which there is room, in the order of the list.
pub(super) fn names(towns: &[Town<'_>], spots: &[Spot], sheet: &Sheet, scale_length: f64) -> Vec<Label> {
    let mut taken: Vec<Block> = Vec::new();
    for spot in spots {
        taken.push(Block::around(spot.x, spot.y, RADIUS + 2.0, RADIUS + 2.0));
        if spot.aside {
            taken.push(Block::around(spot.point_x, spot.point_y, 5.0, 5.0));
        }
    }
    let scale_width = scale_length + 40.0;
    taken.push(Block { left: 0.0, top: HEIGHT - SCALE_HEIGHT, right: scale_width, bottom: HEIGHT });
    let mut names = Vec::new();
    for town in towns {
        if names.len() == MOST_NAMES {
            break;
        }
        let [x, y] = sheet.project(town.point.lon, town.point.lat);
        let half_width = town.name.chars().count() as f64 * LETTERS * LETTER_WIDTH / 2.0 + 3.0;
        // On the point, then below and above a marker that stands there.
        let block = [0.0, 28.0, -28.0].map(|down| (y + down, Block::around(x, y + down, half_width, 12.0)));
        let free = |(_, block): &(f64, Block)| {
            block.is_on_sheet() && taken.iter().all(|other| !other.overlaps(block))
        };
        if let Some((y, block)) = block.into_iter().find(free) {
            taken.push(block);
            names.push(Label { x: x.round(), y: y.round(), text: town.name.to_owned() });
        }
    }
    names
}
