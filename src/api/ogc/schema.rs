//! The properties of a collection as JSON Schema.

use serde_json::{Map, Value, json};

use crate::opendata::{Collection, GeometryKind, Kind, Property, filter::GEOMETRY};

/// The schema of a value. Any of them may be null; as in OpenAPI 3.0 that is `nullable`, which programs read that expect one
/// word as `type`.
pub(super) fn of_value(property: &Property) -> Value {
    let mut schema = match property.kind {
        Kind::Text => json!({"type": "string"}),
        Kind::Whole => json!({"type": "integer"}),
        Kind::Number => json!({"type": "number"}),
        Kind::Date => json!({"type": "string", "format": "date"}),
        Kind::YesNo => json!({"type": "boolean"}),
    };
    schema["title"] = property.de.as_ref().into();
    schema["description"] = property.en.as_ref().into();
    schema
}

fn properties(of: &Collection, finish: impl Fn(&mut Value)) -> Map<String, Value> {
    let schema = |property: &Property| {
        let mut schema = of_value(property);
        finish(&mut schema);
        (property.name.clone().into_owned(), schema)
    };
    of.properties.iter().map(schema).collect()
}

/// What filters may name: every property, and the geometry.
pub(super) fn queryables(base: &str, of: &Collection) -> Value {
    let mut properties = properties(of, |_| {});
    let format = match of.geometry {
        GeometryKind::Point => "geometry-point",
        GeometryKind::MultiPolygon => "geometry-multipolygon",
    };
    properties.insert(
        GEOMETRY.to_owned(),
        json!({"format": format, "title": "Geometrie", "description": "geometry", "x-ogc-role": "primary-geometry"}),
    );
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("{base}/collections/{}/queryables", of.id),
        "type": "object",
        "title": format!("{} · {}", of.title_de, of.title_en),
        "properties": properties,
        "additionalProperties": false,
    })
}

/// A feature of the collection in GeoJSON.
pub(super) fn of_feature(base: &str, of: &Collection) -> Value {
    let mut schema = feature(of);
    schema["$id"] = format!("{base}/collections/{}/schema", of.id).into();
    schema
}

/// The same without an address, for the definition of the service.
pub(super) fn feature(of: &Collection) -> Value {
    let properties = properties(of, |schema| schema["nullable"] = true.into());
    json!({
        "type": "object",
        "title": format!("{} · {}", of.title_de, of.title_en),
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"type": "string", "enum": ["Feature"]},
            "id": {"type": "string"},
            "geometry": {
                "type": "object",
                "nullable": true,
                "required": ["type", "coordinates"],
                "properties": {
                    "type": {"type": "string", "enum": [of.geometry.word()]},
                    "coordinates": {"type": "array", "items": {}},
                },
            },
            "properties": {"type": "object", "properties": properties},
        },
    })
}
