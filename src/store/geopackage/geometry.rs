//! Geometries as a GeoPackage holds them (OGC 12-128r18, 2.1.3): a head and Well-Known Binary, both little-endian.

use geo::{BoundingRect, LineString, MultiPolygon};

use super::DEGREES;
use crate::opendata::Shape;

/// The numbers of geometries in Well-Known Binary.
const POINT: u32 = 1;
const POLYGON: u32 = 3;
const MULTI_POLYGON: u32 = 6;

/// Bits of the head: little-endian, an envelope of two axes follows, the geometry is empty.
const LITTLE_ENDIAN: u8 = 1;
const WITH_ENVELOPE: u8 = 1 << 1;
const EMPTY: u8 = 1 << 4;

/// The bytes of a geometry.
pub(super) fn blob(shape: Shape<'_>) -> Vec<u8> {
    let mut bytes = Vec::new();
    match shape {
        Shape::Point(point) => {
            push_head(&mut bytes, LITTLE_ENDIAN);
            push_kind(&mut bytes, POINT);
            push_numbers(&mut bytes, &[point.lon, point.lat]);
        }
        Shape::Outline(outline) => {
            match outline.bounding_rect() {
                Some(bounds) => {
                    push_head(&mut bytes, LITTLE_ENDIAN | WITH_ENVELOPE);
                    let (low, high) = (bounds.min(), bounds.max());
                    push_numbers(&mut bytes, &[low.x, high.x, low.y, high.y]);
                }
                None => push_head(&mut bytes, LITTLE_ENDIAN | EMPTY),
            }
            push_outline(&mut bytes, outline);
        }
    }
    bytes
}

fn push_head(bytes: &mut Vec<u8>, flags: u8) {
    bytes.extend_from_slice(b"GP");
    bytes.extend_from_slice(&[0, flags]);
    bytes.extend_from_slice(&DEGREES.to_le_bytes());
}

fn push_kind(bytes: &mut Vec<u8>, kind: u32) {
    bytes.push(1);
    bytes.extend_from_slice(&kind.to_le_bytes());
}

fn push_count(bytes: &mut Vec<u8>, count: usize) {
    // An outline with four thousand million points does not fit into memory.
    bytes.extend_from_slice(&u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes());
}

fn push_numbers(bytes: &mut Vec<u8>, numbers: &[f64]) {
    numbers.iter().for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()));
}

fn push_outline(bytes: &mut Vec<u8>, outline: &MultiPolygon<f64>) {
    push_kind(bytes, MULTI_POLYGON);
    push_count(bytes, outline.0.len());
    for polygon in outline {
        push_kind(bytes, POLYGON);
        push_count(bytes, 1 + polygon.interiors().len());
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            push_ring(bytes, ring);
        }
    }
}

fn push_ring(bytes: &mut Vec<u8>, ring: &LineString<f64>) {
    push_count(bytes, ring.0.len());
    ring.coords().for_each(|at| push_numbers(bytes, &[at.x, at.y]));
}

#[cfg(test)]
mod tests {
    use geo::{MultiPolygon, polygon};

    use super::*;
    use crate::units::GeoPoint;

    #[test]
    fn a_point_is_head_system_kind_and_two_numbers() {
        let bytes = blob(Shape::Point(GeoPoint { lon: 11.5, lat: 53.25 }));
        // The bytes of the standard, written by hand: "GP", version 0, flags, 4326 = 0x10e6.
        let mut expected = b"GP\x00\x01\xe6\x10\x00\x00\x01\x01\x00\x00\x00".to_vec();
        expected.extend_from_slice(&11.5_f64.to_le_bytes());
        expected.extend_from_slice(&53.25_f64.to_le_bytes());
        assert_eq!(bytes, expected);
    }

    #[test]
    fn an_outline_has_its_envelope_and_one_without_points_is_marked_empty() {
        let ring = polygon![(x: 11.0, y: 53.0), (x: 12.0, y: 53.0), (x: 12.0, y: 54.5), (x: 11.0, y: 53.0)];
        let bytes = blob(Shape::Outline(&MultiPolygon::new(vec![ring])));
        let envelope: Vec<u8> = [11.0_f64, 12.0, 53.0, 54.5].iter().flat_map(|it| it.to_le_bytes()).collect();
        assert_eq!(bytes.get(3), Some(&3));
        assert_eq!(bytes.get(8..40), Some(envelope.as_slice()));
        // Head and envelope; outline, polygon and ring with their counts; four points.
        assert_eq!(bytes.len(), 40 + 9 + 9 + 4 + 4 * 16);
        let empty = blob(Shape::Outline(&MultiPolygon::new(Vec::new())));
        assert_eq!((empty.get(3), empty.len()), (Some(&0b1_0001), 8 + 9));
    }
}
