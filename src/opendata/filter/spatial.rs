//! How the geometry of an item lies to one that stands in the filter.

use geo::relate::Relate;
use geo::{BoundingRect, Contains, Geometry, Intersects, Rect};

use crate::opendata::Shape;
use crate::units::words;

words! {
    /// The spatial functions of CQL2, by the relations of the DE-9IM.
    pub(super) enum Relation {
        Intersects = "S_INTERSECTS",
        Disjoint = "S_DISJOINT",
        Within = "S_WITHIN",
        Contains = "S_CONTAINS",
        Equals = "S_EQUALS",
        Touches = "S_TOUCHES",
        Crosses = "S_CROSSES",
        Overlaps = "S_OVERLAPS",
    }
}

/// A relation between an item and a geometry that does not change.
#[derive(Debug, Clone)]
pub(super) struct SpatialTest {
    relation: Relation,
    given: Geometry<f64>,
    bounds: Rect<f64>,
}

impl SpatialTest {
    /// Whether the item is related to the given geometry; `is_item_first` says on which side it stands. `None` of a geometry
    /// without a point.
    pub fn new(relation: Relation, given: Geometry<f64>, is_item_first: bool) -> Option<Self> {
        let bounds = given.bounding_rect()?;
        // The other relations are the same from both sides.
        let relation = match (relation, is_item_first) {
            (Relation::Within, false) => Relation::Contains,
            (Relation::Contains, false) => Relation::Within,
            (relation, _) => relation,
        };
        Some(Self { relation, given, bounds })
    }

    /// Whether the given geometry is a line or areas. A box may be as small as a point, and where several lines meet at their
    /// ends depends on their number.
    fn has_edges(&self) -> bool {
        use Geometry::{LineString, MultiPolygon, Polygon};
        matches!(self.given, LineString(_) | Polygon(_) | MultiPolygon(_))
    }

    pub fn holds(&self, shape: Shape<'_>) -> Option<bool> {
        let is_near = shape.bounds()?.intersects(&self.bounds);
        if !is_near {
            return Some(self.relation == Relation::Disjoint);
        }
        let item = shape.to_geometry();
        // What may be asked of every geometry, valid or not, is not left to the graph of all edges.
        match self.relation {
            Relation::Intersects => return Some(item.intersects(&self.given)),
            Relation::Disjoint => return Some(!item.intersects(&self.given)),
            _ => {}
        }
        // A point needs no graph either, which would be made anew of all edges for each item.
        if let (Geometry::Point(point), true) = (&item, self.has_edges()) {
            let is_inside = self.given.contains(point);
            return Some(match self.relation {
                Relation::Within => is_inside,
                Relation::Touches => !is_inside && self.given.intersects(point),
                // A point holds nothing that has edges, and a crossing or overlap needs more than one point.
                _ => false,
            });
        }
        let matrix = item.relate(&self.given);
        Some(match self.relation {
            Relation::Intersects => matrix.is_intersects(),
            Relation::Disjoint => matrix.is_disjoint(),
            Relation::Within => matrix.is_within(),
            Relation::Contains => matrix.is_contains(),
            Relation::Equals => matrix.is_equal_topo(),
            Relation::Touches => matrix.is_touches(),
            Relation::Crosses => matrix.is_crosses(),
            Relation::Overlaps => matrix.is_overlaps(),
        })
    }
}
