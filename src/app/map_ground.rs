//! What lies around and on the areas of a map of figures, for the workspace and the care plan alike: the built-in base layer
//! and a scale.

use std::fmt::Write;

use super::ReferenceData;
use crate::basemap::{Block, Reserved, Surroundings, View};
use crate::charts::{MapFrame, MapGround};

/// Lengths that a scale can have, in kilometres.
const LENGTHS: [u32; 8] = [1, 2, 5, 10, 20, 50, 100, 200];
/// A scale takes at most this part of the width of its map.
const WIDEST: f64 = 0.2;
/// From the corner of the map to the scale, and the height of its ends, in pixels.
const EDGE: f64 = 8.0;
const TICK: f64 = 4.0;
/// The height and the greatest width of the text above the scale, in pixels.
const TEXT_HEIGHT: f64 = 14.0;
const TEXT_WIDTH: f64 = 48.0;
/// The middle of the state, for which the scale is right; at its north and south ends it is wrong by less than two percent.
const MIDDLE_LAT: f64 = 53.8;

/// The base layer around and on the areas: sea, neighbours, lakes and towns, and a scale.
pub fn ground(reference: &ReferenceData, frame: MapFrame) -> MapGround {
    let view = View::of_world(frame.world, [frame.left, frame.top], [frame.width, frame.height]);
    let pixels_per_metre = view.pixels_per_metre(MIDDLE_LAT);
    // No name of a neighbour stands behind the scale.
    let blocks = length_of(pixels_per_metre, frame).map(|length| block_of(length, pixels_per_metre, frame));
    let reserved =
        Reserved { whole_names: true, blocks: blocks.into_iter().collect(), ..Reserved::default() };
    let Surroundings { below, above } = reference.base_layer.draw_around(&view, &reserved);
    let above = above + &scale(pixels_per_metre, frame);
    MapGround { below, above, style: include_str!("../web/client/base_layer.css") }
}

/// The longest length in kilometres that fits; `None` where even the shortest is too wide.
fn length_of(pixels_per_metre: f64, frame: MapFrame) -> Option<u32> {
    let fits = |length: &u32| pixels(*length, pixels_per_metre) <= WIDEST * frame.width;
    LENGTHS.into_iter().rev().find(fits)
}

fn pixels(kilometres: u32, pixels_per_metre: f64) -> f64 {
    f64::from(kilometres) * 1_000.0 * pixels_per_metre
}

/// What the bar and the text above it take, from the corner of the map on.
fn block_of(length: u32, pixels_per_metre: f64, frame: MapFrame) -> Block {
    let right = (EDGE + pixels(length, pixels_per_metre)).max(TEXT_WIDTH) + EDGE;
    Block { left: 0.0, top: frame.height - 2.0 * EDGE - TICK - TEXT_HEIGHT, right, bottom: frame.height }
}

/// A bar in the south-west corner with its length; nothing where even the shortest is too wide.
fn scale(pixels_per_metre: f64, frame: MapFrame) -> String {
    let Some(length) = length_of(pixels_per_metre, frame) else { return String::new() };
    let (left, foot) = (EDGE, frame.height - EDGE);
    let (right, head) = (left + pixels(length, pixels_per_metre), foot - TICK);
    let mut svg = String::new();
    // Writing to a text cannot fail.
    let _ = write!(
        svg,
        "<g class=\"base-scale\"><path d=\"M{left:.1} {head:.1}V{foot:.1}H{right:.1}V{head:.1}\"/>\
         <text x=\"{left:.1}\" y=\"{:.1}\">{length}\u{a0}km</text></g>",
        head - TICK
    );
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_is_as_long_as_it_says_and_fits_into_its_map() {
        let frame = MapFrame { world: 1.0, left: 0.0, top: 0.0, width: 674.0, height: 300.0 };
        // 1 km takes 5 pixels: 20 km take 100, 50 km would take more than a fifth of the width.
        let svg = scale(0.005, frame);
        assert!(svg.contains("M8.0 288.0V292.0H108.0V288.0") && svg.contains(">20\u{a0}km<"), "{svg}");
        let block = block_of(20, 0.005, frame);
        assert!(block.right >= 108.0 && block.top <= 270.0 && block.bottom == 300.0, "{block:?}");
        assert_eq!(scale(1.0, frame), "", "a kilometre is wider than the map");
    }
}
