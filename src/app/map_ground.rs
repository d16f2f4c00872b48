//! What lies around and on the areas of a map of figures, for the workspace and the care plan alike: the built-in base layer
//! and a scale.

use std::fmt::Write;

use super::ReferenceData;
use crate::basemap::{Reserved, Surroundings, View};
use crate::charts::{MapFrame, MapGround};

/// Lengths that a scale can have, in kilometres.
const LENGTHS: [u32; 8] = [1, 2, 5, 10, 20, 50, 100, 200];
/// A scale takes at most this part of the width of its map.
const WIDEST: f64 = 0.2;
/// From the corner of the map to the scale, and the height of its ends, in pixels.
const EDGE: f64 = 8.0;
const TICK: f64 = 4.0;
/// The middle of the state, for which the scale is right; at its north and south ends it is wrong by less than two percent.
const MIDDLE_LAT: f64 = 53.8;

/// The base layer around and on the areas: sea, neighbours, lakes and towns, and a scale.
pub fn ground(reference: &ReferenceData, frame: MapFrame) -> MapGround {
    let view = View::of_world(frame.world, [frame.left, frame.top], [frame.width, frame.height]);
    let reserved = Reserved { whole_names: true, ..Reserved::default() };
    let Surroundings { below, above } = reference.base_layer.draw_around(&view, &reserved);
    let above = above + &scale(view.pixels_per_metre(MIDDLE_LAT), frame);
    MapGround { below, above, style: include_str!("../web/client/base_layer.css") }
}

/// A bar in the south-west corner with its length; nothing where even the shortest is too wide.
fn scale(pixels_per_metre: f64, frame: MapFrame) -> String {
    let pixels = |kilometres: u32| f64::from(kilometres) * 1_000.0 * pixels_per_metre;
    let fits = |kilometres: &u32| pixels(*kilometres) <= WIDEST * frame.width;
    let Some(length) = LENGTHS.into_iter().rev().find(fits) else { return String::new() };
    let (left, foot) = (EDGE, frame.height - EDGE);
    let (right, head) = (left + pixels(length), foot - TICK);
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
        assert_eq!(scale(1.0, frame), "", "a kilometre is wider than the map");
    }
}
