//! Points that stand in one cell as a text.

use super::read::wkt;
use super::values::{self, Axis};

/// A number and the axis that a letter behind it names.
pub(super) type Number = (f64, Option<Axis>);

/// "53.4263, 11.8488" as maps on the web copy it: to the north first. The two numbers as easting and northing.
pub(super) fn written_pair(text: &str) -> Option<(Number, Number)> {
    let separators = [";", ", ", " / ", "|", " ", ","];
    let halves = separators.iter().find_map(|separator| {
        let (first, second) = text.split_once(separator)?;
        Some((values::coordinate_in(first.trim())?, values::coordinate_in(second.trim())?))
    });
    halves.map(|(north, east)| match (north.1, east.1) {
        (Some(Axis::East), _) | (_, Some(Axis::North)) => (north, east),
        _ => (east, north),
    })
}

/// Whether a text is a pair of numbers or a geometry.
pub(super) fn is_point(text: &str) -> bool {
    written_pair(text).is_some() || wkt::geometry(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_that_a_map_on_the_web_copies_is_north_before_east() {
        for text in [
            "53.4263, 11.8488",
            "53.4263,11.8488",
            "53,4263; 11,8488",
            "53.4263° N, 11.8488° E",
            "53.4263 11.8488",
        ] {
            let (east, north) = written_pair(text).unwrap_or_else(|| panic!("{text}"));
            assert!((east.0 - 11.8488).abs() < 1e-9 && (north.0 - 53.4263).abs() < 1e-9, "{text}");
        }
        for other in ["POINT (11.8 53.4)", "53.4263", "Parchim", "siehe Karte", ""] {
            assert!(written_pair(other).is_none(), "{other}");
        }
    }
}
