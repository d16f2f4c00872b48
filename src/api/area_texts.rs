//! Areas as GeoJSON, written once: outlines are large and never change.

use std::collections::HashMap;

use crate::areas::{Area, Areas, Level};

/// The licence of the outlines asks for this sentence wherever they are shown.
const AREAS_SOURCE: &str = "© GeoBasis-DE / BKG (VG250, VG5000), dl-de/by-2-0, Daten verändert; \
     Einwohner: Statistische Ämter des Bundes und der Länder, 31.12.2022, dl-de/by-2-0";

/// Every area as a feature.
#[derive(Debug)]
pub struct AreaTexts(HashMap<String, String>);

impl AreaTexts {
    /// Writes the features of all areas.
    pub fn new(areas: &Areas) -> Self {
        let all = Level::ALL.into_iter().flat_map(|level| areas.level(level));
        Self(all.map(|area| (area.key.clone(), feature(area))).collect())
    }

    /// The features of some areas in one collection.
    pub fn collection<'a>(&self, areas: impl Iterator<Item = &'a Area>) -> String {
        let features: Vec<&str> =
            areas.filter_map(|area| self.0.get(&area.key)).map(String::as_str).collect();
        let source = serde_json::Value::from(AREAS_SOURCE);
        let (total, features) = (features.len(), features.join(","));
        format!(
            "{{\"type\":\"FeatureCollection\",\"total\":{total},\"source\":{source},\"features\":[{features}]}}"
        )
    }
}

fn feature(area: &Area) -> String {
    let feature = geojson::Feature {
        bbox: None,
        geometry: Some(geojson::Geometry::new(geojson::GeometryValue::from(&area.outline))),
        id: Some(geojson::feature::Id::String(area.key.clone())),
        properties: serde_json::json!({
            "level": area.level.word(),
            "key": area.key,
            "ars": area.ars.as_ref().map(ToString::to_string),
            "name": area.name,
            "designation": area.designation,
            "seat": area.seat,
            "parent": area.parent,
            "population": area.population,
            "population_on": "2022-12-31",
            "area_km2": area.area_km2,
        })
        .as_object()
        .cloned(),
        foreign_members: None,
    };
    feature.to_string()
}
