//! The geometry of an item.

use geo::{BoundingRect, Geometry, MultiPolygon, Rect};

use crate::units::GeoPoint;

/// The geometry of an item, in WGS 84 degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shape<'a> {
    /// A point.
    Point(GeoPoint),
    /// The outline of an area.
    Outline(&'a MultiPolygon<f64>),
}

impl Shape<'_> {
    /// The smallest box around it; `None` of an outline without a point.
    pub fn bounds(&self) -> Option<Rect<f64>> {
        match self {
            Self::Point(point) => {
                let at = point.to_geo().0;
                Some(Rect::new(at, at))
            }
            Self::Outline(outline) => outline.bounding_rect(),
        }
    }

    /// The geometry by itself.
    pub fn to_geometry(self) -> Geometry<f64> {
        match self {
            Self::Point(point) => Geometry::Point(point.to_geo()),
            Self::Outline(outline) => Geometry::MultiPolygon(outline.clone()),
        }
    }
}
