//! Geometries as bytes (OGC Well-Known Binary), as a GeoPackage holds them.

use super::shape::{Position, Shape};

const MAX_DEPTH: usize = 8;

/// The geometry of a blob of a GeoPackage (OGC 12-128, 2.1.3); `None` if the blob is damaged.
pub(super) fn of_geopackage(blob: &[u8]) -> Option<Shape> {
    let [b'G', b'P', _, flags, id @ ..] = blob else { return None };
    let is_little = flags & 1 == 1;
    let mut reader = Reader { rest: id, is_little };
    // The number of its system, which the layer states as well.
    reader.u32()?;
    let envelope = match (flags >> 1) & 7 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return None,
    };
    let mut reader = Reader { rest: reader.rest.get(envelope..)?, is_little };
    let mut shape = Shape::default();
    if (flags >> 4) & 1 == 1 {
        return Some(Shape::new("geometry"));
    }
    reader.geometry(&mut shape, 0)?;
    Some(shape)
}

struct Reader<'a> {
    rest: &'a [u8],
    is_little: bool,
}

impl Reader<'_> {
    fn bytes<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (bytes, rest) = self.rest.split_first_chunk::<N>()?;
        self.rest = rest;
        Some(*bytes)
    }

    fn u32(&mut self) -> Option<u32> {
        let bytes = self.bytes()?;
        Some(if self.is_little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }

    fn f64(&mut self) -> Option<f64> {
        let bytes = self.bytes()?;
        Some(if self.is_little { f64::from_le_bytes(bytes) } else { f64::from_be_bytes(bytes) })
    }

    /// A count of items that take at least `size` bytes each, which the rest must have.
    fn count(&mut self, size: usize) -> Option<usize> {
        let count = usize::try_from(self.u32()?).ok()?;
        (count.checked_mul(size)? <= self.rest.len()).then_some(count)
    }

    fn positions(&mut self, dimensions: usize) -> Option<Vec<Position>> {
        let count = self.count(dimensions * 8)?;
        (0..count).map(|_| self.position(dimensions)).collect()
    }

    fn position(&mut self, dimensions: usize) -> Option<Position> {
        let position = [self.f64()?, self.f64()?];
        for _ in 2..dimensions {
            self.f64()?;
        }
        Some(position)
    }

    fn geometry(&mut self, shape: &mut Shape, depth: usize) -> Option<()> {
        self.is_little = match self.bytes::<1>()? {
            [0] => false,
            [1] => true,
            _ => return None,
        };
        let code = self.u32()?;
        // ISO writes Z and M as thousands, older programs as bits.
        let (kind, iso) = ((code & 0xFFFF) % 1000, (code & 0xFFFF) / 1000);
        let has_z = matches!(iso, 1 | 3) || code & 0x8000_0000 != 0;
        let has_m = matches!(iso, 2 | 3) || code & 0x4000_0000 != 0;
        let dimensions = 2 + usize::from(has_z) + usize::from(has_m);
        if depth == 0 {
            const KINDS: [&str; 8] = [
                "geometry",
                "Point",
                "LineString",
                "Polygon",
                "MultiPoint",
                "MultiLineString",
                "MultiPolygon",
                "GeometryCollection",
            ];
            *shape = Shape::new(KINDS.get(kind as usize)?);
        }
        match kind {
            1 => {
                let point = self.position(dimensions)?;
                // An empty point is written as one without numbers.
                if !point.iter().all(|number| number.is_nan()) {
                    shape.add_point(point);
                }
            }
            2 => shape.add_line(self.positions(dimensions)?),
            3 => {
                let count = self.count(4)?;
                shape.add_polygon((0..count).map(|_| self.positions(dimensions)).collect::<Option<_>>()?);
            }
            4..=7 if depth < MAX_DEPTH => {
                for _ in 0..self.count(5)? {
                    self.geometry(shape, depth + 1)?;
                }
            }
            _ => return None,
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::read::Geometry;

    fn blob(little: bool, geometry: &[u8]) -> Vec<u8> {
        let srs = if little { 25833_u32.to_le_bytes() } else { 25833_u32.to_be_bytes() };
        [b"GP\0".as_slice(), &[u8::from(little)], &srs, geometry].concat()
    }

    fn point(little: bool, code: u32, numbers: &[f64]) -> Vec<u8> {
        let number = |number: &f64| if little { number.to_le_bytes() } else { number.to_be_bytes() };
        let code = if little { code.to_le_bytes() } else { code.to_be_bytes() };
        [&[u8::from(little)], code.as_slice(), &numbers.iter().flat_map(number).collect::<Vec<u8>>()].concat()
    }

    #[test]
    fn points_in_both_byte_orders_and_with_heights_are_read() {
        for little in [true, false] {
            for (code, numbers) in
                [(1, &[3.0, 4.0][..]), (1001, &[3.0, 4.0, 9.0]), (0x8000_0001, &[3.0, 4.0, 9.0])]
            {
                let shape = of_geopackage(&blob(little, &point(little, code, numbers))).unwrap();
                assert_eq!(shape.points, [[3.0, 4.0]]);
                assert_eq!(shape.into_geometry(), Geometry::Point { x: 3.0, y: 4.0, of: None });
            }
        }
    }

    #[test]
    fn a_count_that_the_blob_cannot_hold_costs_no_memory() {
        let claim = [&[1_u8], 2_u32.to_le_bytes().as_slice(), &u32::MAX.to_le_bytes()].concat();
        assert!(of_geopackage(&blob(true, &claim)).is_none());
        assert!(of_geopackage(b"GP").is_none());
        assert!(of_geopackage(&blob(true, &[1, 99, 0, 0, 0])).is_none());
    }
}
