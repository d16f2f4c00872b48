//! The files of `models/basemap/` and what is drawn from them.

mod data;
mod drawing;
mod names;

use std::sync::LazyLock;

use super::*;
use crate::areas::{Areas, Level};
use crate::gazetteer::{Gazetteer, Tables};
use crate::model;
use crate::units::GeoPoint;

static AREAS: LazyLock<Areas> = LazyLock::new(|| Areas::of_models().unwrap());

static LAYERS: LazyLock<Layers> = LazyLock::new(|| {
    let gazetteer = Gazetteer::from_tables(&Tables::read(model::text).unwrap(), &AREAS).unwrap();
    Layers::read(&AREAS, &gazetteer).unwrap()
});

fn point(lat: f64, lon: f64) -> GeoPoint {
    GeoPoint::new(lon, lat).unwrap()
}

#[test]
fn a_view_has_the_pixels_of_the_tile_scheme() {
    // Tile 8711/5289 of zoom 14 holds Schwerin castle (as in `tiles/address.rs`).
    let view = View::of_tiles(14.0, [8_711, 5_289], [1, 1]).unwrap();
    let [x, y] = view.pixel(point(53.6243, 11.4189));
    assert!((0.0..256.0).contains(&x) && (0.0..256.0).contains(&y), "{x} {y}");
    // A broken zoom level enlarges the same plane.
    let half = View { zoom: 14.5, ..view };
    assert!(
        (half.pixel(point(53.6243, 11.4189))[0] + view.left - (x + view.left) * 2_f64.sqrt()).abs() < 1e-3
    );
}

#[test]
fn a_view_around_a_point_has_it_in_its_middle_and_keeps_lengths() {
    let middle = point(53.4, 11.55);
    let view = View::around(middle, 10.3, 900.0, 520.0);
    let [x, y] = view.pixel(middle);
    assert!((x - 450.0).abs() < 1e-6 && (y - 260.0).abs() < 1e-6, "{x} {y}");
    for to in [point(53.4, 11.65), point(53.46, 11.55)] {
        let [east, south] = view.pixel(to);
        let metres = middle.geodesic_to(to).0;
        // Web Mercator takes the Earth for a ball: half a per cent.
        let ratio = (east - x).hypot(south - y) / metres / view.pixels_per_metre(53.4);
        assert!((ratio - 1.0).abs() < 0.005, "{ratio}");
    }
    let zoom = View::zoom_for(view.pixels_per_metre(53.4), 53.4);
    assert!((zoom - 10.3).abs() < 1e-9, "{zoom}");
}

#[test]
fn views_outside_of_what_can_be_drawn_are_refused() {
    assert!(View::of_tiles(9.25, [320, 190], [4, 4]).is_some());
    for (zoom, tile, size) in [
        (9.1, [272, 164], [4, 4]),
        (4.75, [17, 10], [4, 4]),
        (15.25, [17_422, 10_578], [4, 4]),
        (f64::NAN, [272, 164], [4, 4]),
        (f64::INFINITY, [272, 164], [4, 4]),
        (9.0, [272, 164], [0, 4]),
        (9.0, [272, 164], [4, 25]),
        (9.0, [0, 0], [4, 4]),
        (9.0, [u32::MAX, u32::MAX], [4, 4]),
    ] {
        assert_eq!(View::of_tiles(zoom, tile, size), None, "{zoom} {tile:?} {size:?}");
    }
}
