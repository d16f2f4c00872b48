//! What part of the map is drawn, and how large.

use std::f64::consts::PI;

use crate::units::GeoPoint;

/// Pixels of a tile: the world is this wide at zoom 0.
pub(super) const TILE: f64 = 256.0;
/// The equator of the sphere of Web Mercator in metres (EPSG:3857, radius 6,378,137 m).
const EQUATOR_M: f64 = 2.0 * PI * 6_378_137.0;

/// What is drawn, as west, south, east and north; `client/base_layer.ts` has the same box.
const BOX: [f64; 4] = [3.0, 50.0, 22.0, 58.5];
const LEAST_ZOOM: f64 = 5.0;
const LARGEST_ZOOM: f64 = 15.0;
/// The map zooms in such parts of a level.
const STEPS_OF_ZOOM: f64 = 4.0;
/// The longest side of a view in tiles of 256 pixels: a screen of 4,096 pixels and half of it again around it.
const MOST_TILES: u32 = 24;

/// A point in Web Mercator (EPSG:3857); the world reaches from 0 to 1, from west to east and from north to south.
pub(super) type Point = [f64; 2];

/// Longitude and latitude in degrees to Web Mercator.
pub(super) fn project(lon: f64, lat: f64) -> Point {
    [(lon + 180.0) / 360.0, (1.0 - lat.to_radians().tan().asinh() / PI) / 2.0]
}

/// A rectangle of the map in Web Mercator, in pixels of a zoom level, which may be fractional.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// As of map tiles: a step doubles all lengths.
    pub zoom: f64,
    /// The west edge in pixels from the antimeridian.
    pub left: f64,
    /// The north edge in pixels from the north edge of the projected world.
    pub top: f64,
    /// In pixels.
    pub width: f64,
    /// In pixels.
    pub height: f64,
    /// Names and signs are drawn larger by this factor; fewer of them have room.
    pub text_scale: f64,
}

impl View {
    /// A view of this size around a point.
    pub fn around(centre: GeoPoint, zoom: f64, width: f64, height: f64) -> Self {
        let [x, y] = project(centre.lon, centre.lat);
        let world = TILE * zoom.exp2();
        Self {
            zoom,
            left: x * world - width / 2.0,
            top: y * world - height / 2.0,
            width,
            height,
            text_scale: 1.0,
        }
    }

    /// A view whose world is `world` pixels wide: its north-west corner in pixels of that world, and its size.
    pub fn of_world(world: f64, [left, top]: [f64; 2], [width, height]: [f64; 2]) -> Self {
        Self { zoom: (world / TILE).log2(), left, top, width, height, text_scale: 1.0 }
    }

    /// A view of whole tiles: the column and row of its north-west tile, and how many there are. `None` outside of
    /// what can be drawn.
    pub fn of_tiles(zoom: f64, [column, row]: [u32; 2], [columns, rows]: [u32; 2]) -> Option<Self> {
        let is_step = (zoom * STEPS_OF_ZOOM).fract() == 0.0;
        let fits = |count: u32| (1..=MOST_TILES).contains(&count);
        if !is_step || !(LEAST_ZOOM..=LARGEST_ZOOM).contains(&zoom) || !fits(columns) || !fits(rows) {
            return None;
        }
        let [left, top, width, height] = [column, row, columns, rows].map(|count| f64::from(count) * TILE);
        let view = Self { zoom, left, top, width, height, text_scale: 1.0 };
        let [west, south, east, north] = BOX;
        let ([least_x, least_y], [most_x, most_y]) =
            (view.place(project(west, north)), view.place(project(east, south)));
        let meets = most_x > 0.0 && most_y > 0.0 && least_x < width && least_y < height;
        meets.then_some(view)
    }

    /// The zoom level at which a metre near this latitude takes so many pixels.
    pub fn zoom_for(pixels_per_metre: f64, lat: f64) -> f64 {
        (pixels_per_metre * EQUATOR_M * lat.to_radians().cos() / TILE).log2()
    }

    /// Pixels of a metre near this latitude.
    pub fn pixels_per_metre(&self, lat: f64) -> f64 {
        self.world() / (EQUATOR_M * lat.to_radians().cos())
    }

    /// A point of the Earth in pixels from the view's north-west corner.
    pub fn pixel(&self, point: GeoPoint) -> [f64; 2] {
        self.place(project(point.lon, point.lat))
    }

    pub(super) fn world(&self) -> f64 {
        TILE * self.zoom.exp2()
    }

    pub(super) fn place(&self, [x, y]: Point) -> [f64; 2] {
        [x * self.world() - self.left, y * self.world() - self.top]
    }

    /// The zoom level that decides what is shown: larger names leave room for fewer things.
    pub(super) fn detail(&self) -> f64 {
        self.zoom - self.text_scale.log2()
    }
}
