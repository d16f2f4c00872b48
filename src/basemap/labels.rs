//! Places names without overlaps, those that matter most first. What has no room is left out.

use std::collections::HashSet;

use super::names::{Name, Style};
use super::view::View;

/// Names this far outside of the view, in pixels, are placed as well: so neighbouring views agree.
const AROUND: f64 = 220.0;
/// The distance between a dot's centre and its name, in pixels.
const GAP: f64 = 6.0;
/// Some fonts are wider than Helvetica by this factor.
const WIDE_FONT: f64 = 1.1;
/// 12.5 degrees east in Web Mercator.
const MIDDLE_OF_STATE: f64 = (12.5 + 180.0) / 360.0;
/// How much farther a name may move aside for a marker, in pixels.
const FARTHER: f64 = 16.0;
/// Kept free around each name, in pixels.
const CLEARANCE: f64 = 2.0;

/// A rectangle of pixels, from the view's north-west corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Block {
    /// The left edge, in units of the drawing.
    pub left: f64,
    /// The upper edge.
    pub top: f64,
    /// The right edge.
    pub right: f64,
    /// The lower edge.
    pub bottom: f64,
}

impl Block {
    /// A rectangle with its centre and half its sides.
    pub fn around(x: f64, y: f64, half_width: f64, half_height: f64) -> Self {
        Self { left: x - half_width, top: y - half_height, right: x + half_width, bottom: y + half_height }
    }

    /// Whether both have a point in common that is not on their edges.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// Whether it lies inside of a sheet of this size, with a margin.
    pub fn is_within(&self, width: f64, height: f64) -> bool {
        self.left >= 2.0 && self.top >= 2.0 && self.right <= width - 2.0 && self.bottom <= height - 2.0
    }
}

/// What the names have to respect.
#[derive(Debug, Clone, Default)]
pub struct Reserved<'a> {
    /// Rectangles that stay free of names, such as those of markers.
    pub blocks: Vec<Block>,
    /// Keys of municipalities that are named before all others, on every zoom level.
    pub first: Vec<&'a str>,
    /// Whether every name must lie inside of the view as a whole.
    pub whole_names: bool,
}

/// Which point of a name's base line its position is. A name beside its dot begins or ends there, because no two fonts
/// are equally wide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A name with its place on the base line.
#[derive(Debug)]
pub(super) struct Label<'a> {
    pub name: &'a Name,
    pub x: f64,
    pub y: f64,
    pub anchor: Anchor,
    pub block: Block,
}

/// The names for which there is room.
pub(super) fn place<'a>(names: &'a [Name], view: &View, reserved: &Reserved<'_>) -> Vec<Label<'a>> {
    let detail = view.detail();
    let is_first =
        |name: &Name| name.municipality.as_deref().is_some_and(|key| reserved.first.contains(&key));
    let near = |name: &&Name| {
        let [x, y] = view.place(name.point);
        x >= -AROUND && y >= -AROUND && x <= view.width + AROUND && y <= view.height + AROUND
    };
    let shown = |name: &&Name| name.from <= detail || is_first(name);
    let (mut leading, others): (Vec<&Name>, Vec<&Name>) =
        names.iter().filter(shown).filter(near).partition(|name| is_first(name));
    leading.extend(others);
    let mut taken = reserved.blocks.clone();
    // Dots of large towns stay visible, even where the name of a smaller one would have room on them.
    let dots: Vec<(&Name, Block)> = leading
        .iter()
        .filter(|name| name.style <= Style::SmallTown)
        .map(|name| {
            let [x, y] = view.place(name.point);
            (*name, Block::around(x, y, 4.0 * view.text_scale, 4.0 * view.text_scale))
        })
        .collect();
    let mut labels: Vec<Label<'a>> = Vec::new();
    let mut seen: HashSet<(&str, i64, i64)> = HashSet::new();
    for name in leading {
        let found = candidates(name, view, is_first(name)).into_iter().find(|label| {
            let inside = !reserved.whole_names || label.block.is_within(view.width, view.height);
            let others = dots.iter().filter(|(other, _)| !std::ptr::eq(*other, name)).map(|(_, dot)| dot);
            inside && taken.iter().chain(others).all(|block| !block.overlaps(&label.block))
        });
        // A part of a municipality may bear the name of the whole a little aside.
        let [x, y] = view.place(name.point).map(|at| (at / AROUND).round() as i64);
        if let Some(label) = found.filter(|_| seen.insert((&name.text, x, y))) {
            taken.push(label.block);
            labels.push(label);
        }
    }
    labels
}

/// The places of a name, best first: beside its dot, or around its point. One that must be named may move farther away,
/// because a marker may stand on its dot.
fn candidates<'a>(name: &'a Name, view: &View, is_first: bool) -> Vec<Label<'a>> {
    let size = name.style.font_size(view.zoom) * view.text_scale;
    let [x, y] = view.place(name.point);
    let half = width(name, size) / 2.0;
    let gap = GAP * view.text_scale;
    let side = half + gap;
    let diagonal = half + gap * 0.6;
    let rise = 0.75 * size;
    let (right, left) = ([side, 0.0], [-side, 0.0]);
    let (above, below) = ([0.0, -size], [0.0, size]);
    let mut offsets: Vec<[f64; 2]> = match name.style {
        // Away from the state, whose own names need the room.
        Style::TownBeyond if name.point[0] < MIDDLE_OF_STATE => vec![left, below, above],
        Style::TownBeyond => vec![right, below],
        style if style.has_dot() => {
            let [up, down] = [[diagonal, -rise], [diagonal, rise]];
            vec![right, left, up, down, above, below, [-diagonal, -rise], [-diagonal, rise]]
        }
        // A lake often bears the name of the town on its shore, which stands on it.
        _ => vec![[0.0, 0.0], above, below, [0.0, -2.2 * size], [0.0, 2.2 * size]],
    };
    if is_first {
        let aside = side + FARTHER;
        let [up, down] = [-size - FARTHER, size + FARTHER];
        offsets.extend([[aside, 0.0], [-aside, 0.0], [0.0, down], [0.0, up]]);
    }
    let label = |[right, down]: [f64; 2]| {
        let (middle, y) = (x + right, y + down);
        let block = Block::around(middle, y, half + CLEARANCE, size * 0.55 + CLEARANCE);
        let (x, anchor) = if right > 0.0 {
            (middle - half, Anchor::Start)
        } else if right < 0.0 {
            (middle + half, Anchor::End)
        } else {
            (middle, Anchor::Middle)
        };
        // The base line is below the middle of the letters.
        Label { name, x, y: y + size * 0.34, anchor, block }
    };
    offsets.into_iter().map(label).collect()
}

/// The width of a name. Fonts differ, so it is an estimate from the widths of Helvetica.
fn width(name: &Name, size: f64) -> f64 {
    let (stretch, spacing) = match name.style {
        Style::City | Style::LargeTown => (1.07, 0.0),
        Style::Ocean => (1.0, 4.0),
        Style::Sea => (1.0, 0.8),
        Style::Neighbour => (1.0, 1.6),
        Style::Island | Style::Lake => (1.0, 0.3),
        _ => (1.0, 0.0),
    };
    let letters: f64 = name.text.chars().map(letter_width).sum();
    letters * size * stretch * WIDE_FONT + spacing * name.text.chars().count() as f64
}

/// Relative to the font size.
fn letter_width(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | '\'' | '|' => 0.25,
        'f' | 't' | 'r' | ' ' | '-' | '(' | ')' => 0.32,
        'm' | 'w' | 'M' | 'W' => 0.86,
        letter if letter.is_uppercase() => 0.7,
        _ => 0.56,
    }
}
