//! Outlines of the quarters of towns, where a source has them: they tell in which quarter a point lies. By the nearest point of a
//! quarter alone, the old town of Warnemünde would be Hohe Düne, across the river.

use geo::{BoundingRect, Intersects, MultiPolygon, Rect};

use super::{Entry, GazetteerError, Kind};
use crate::units::GeoPoint;

/// The outline of a quarter.
#[derive(Debug)]
pub(super) struct Quarter {
    outline: MultiPolygon<f64>,
    bounds: Rect<f64>,
}

impl Quarter {
    /// Whether a point lies in the outline or on its border.
    pub(super) fn holds(&self, point: GeoPoint) -> bool {
        let point = point.to_geo();
        self.bounds.intersects(&point) && self.outline.intersects(&point)
    }
}

/// Reads the outlines. Each belongs to a quarter of the entries, and that lies in it.
pub(super) fn read_quarters(text: &str, entries: &[Entry]) -> Result<Vec<Quarter>, GazetteerError> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let collection: geojson::FeatureCollection =
        text.parse().map_err(|cause: geojson::Error| GazetteerError::Quarters(cause.to_string()))?;
    collection.features.into_iter().map(|feature| quarter(feature, entries)).collect()
}

fn quarter(feature: geojson::Feature, entries: &[Entry]) -> Result<Quarter, GazetteerError> {
    let text = |field: &str| {
        let value = feature.property(field).and_then(|value| value.as_str());
        value.map(str::to_owned).ok_or_else(|| GazetteerError::Quarters(format!("a feature has no {field}")))
    };
    let (name, municipality) = (text("name")?, text("municipality_ags")?);
    let fault = |reason: &str| GazetteerError::Quarters(format!("{name} of {municipality} {reason}"));
    let geometry = feature.geometry.clone().ok_or_else(|| fault("has no geometry"))?;
    let outline = MultiPolygon::<f64>::try_from(geometry).map_err(|_| fault("is not a MultiPolygon"))?;
    let bounds = outline.bounding_rect().ok_or_else(|| fault("has an empty outline"))?;
    let quarter = Quarter { outline, bounds };
    let is_it = |entry: &&Entry| {
        entry.kind == Kind::Quarter && entry.name == name && entry.municipality.as_str() == municipality
    };
    let entry =
        entries.iter().find(is_it).ok_or_else(|| fault("is no quarter of the table of localities"))?;
    if !quarter.holds(entry.point) {
        return Err(fault("does not hold the point of the quarter"));
    }
    Ok(quarter)
}
