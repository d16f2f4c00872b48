//! The address of a tile: zoom, column and row in the Web Mercator scheme, limited to what the map can show.

use std::f64::consts::PI;

use super::directory::tile_id;

/// What the map can show (`client/map.ts`): the state and half its size around it, as west, south, east, north.
const BOX: [f64; 4] = [8.68, 52.32, 16.32, 55.48];
/// The zoom levels of the map; a tile of the largest covers more than a kilometre.
const SMALLEST_ZOOM: u8 = 6;
/// The largest zoom level of the map.
pub const LARGEST_ZOOM: u8 = 14;

/// The address of a tile that the map can request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TileAddress {
    z: u8,
    x: u32,
    y: u32,
}

impl TileAddress {
    /// `None` outside of what the map can show.
    pub fn new(z: u8, x: u32, y: u32) -> Option<Self> {
        if !(SMALLEST_ZOOM..=LARGEST_ZOOM).contains(&z) {
            return None;
        }
        let [west, south, east, north] = BOX;
        let columns = column(west, z)..=column(east, z);
        let rows = row(north, z)..=row(south, z);
        (columns.contains(&x) && rows.contains(&y)).then_some(Self { z, x, y })
    }

    /// The zoom level.
    pub fn z(self) -> u8 {
        self.z
    }

    /// The column, from the west.
    pub fn x(self) -> u32 {
        self.x
    }

    /// The row, from the north.
    pub fn y(self) -> u32 {
        self.y
    }

    /// Its number in a PMTiles archive.
    pub fn number(self) -> u64 {
        tile_id(self.z, self.x, self.y)
    }
}

/// The column of a longitude.
fn column(lon: f64, z: u8) -> u32 {
    floor((lon + 180.0) / 360.0, z)
}

/// The row of a latitude (spherical Mercator, EPSG:3857; rows count from the north).
fn row(lat: f64, z: u8) -> u32 {
    floor((1.0 - lat.to_radians().tan().asinh() / PI) / 2.0, z)
}

fn floor(share: f64, z: u8) -> u32 {
    // The box is well inside the world, so this is a small positive number.
    (share * f64::from(1_u32 << z)).floor() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Schwerin castle, 53.6243 N 11.4189 E: numbers as map servers give them (OpenStreetMap wiki, "Slippy map
    /// tilenames": n = 2^z, x = n (lon + 180) / 360, y = n (1 - asinh(tan lat) / pi) / 2).
    #[test]
    fn a_point_has_the_tile_of_the_scheme() {
        assert_eq!((column(11.4189, 6), row(53.6243, 6)), (34, 20));
        assert_eq!((column(11.4189, 14), row(53.6243, 14)), (8_711, 5_289));
    }

    #[test]
    fn tiles_of_the_map_are_allowed_and_no_others() {
        for (z, x, y) in [(6, 33, 20), (6, 34, 20), (14, 8_711, 5_289)] {
            let address = TileAddress::new(z, x, y).unwrap();
            assert_eq!((address.z(), address.x(), address.y()), (z, x, y));
        }
        for (z, x, y) in [
            (5, 17, 10),
            (15, 17_423, 10_578),
            (6, 32, 20),
            (6, 35, 20),
            (6, 34, 19),
            (6, 34, 22),
            (14, 0, 0),
            (14, u32::MAX, u32::MAX),
            (255, 0, 0),
        ] {
            assert_eq!(TileAddress::new(z, x, y), None, "{z}/{x}/{y}");
        }
    }
}
