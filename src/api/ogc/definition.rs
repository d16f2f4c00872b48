//! The definition of the service in OpenAPI 3.0. Each collection has a path of its own, because GIS programs read from its
//! parameters which properties they may filter by.

use serde_json::{Map, Value, json};

use super::call::{DEFAULT_LIMIT, MAX_LIMIT};
use super::crs::SYSTEMS;
use super::documents::{DESCRIPTION, TITLE};
use super::{GEOJSON, HTML, JSON, OPENAPI, SCHEMA, schema};
use crate::opendata::Collection;
use crate::opendata::filter::MAX_CHARACTERS;

pub(super) fn definition(base: &str, collections: &[Collection]) -> Value {
    let mut paths = Map::new();
    let plain =
        |summary: &str, id: &str, kind: &str| json!({"get": operation(summary, id, kind, &[], false)});
    paths.insert("/".to_owned(), plain("Landing page", "getLandingPage", JSON));
    paths.insert("/conformance".to_owned(), plain("Conformance classes", "getConformance", JSON));
    paths.insert("/api".to_owned(), plain("This definition", "getDefinition", OPENAPI));
    paths.insert("/collections".to_owned(), plain("All collections", "listCollections", JSON));
    let of_collection = |summary: &str, id: &str, kind: &str, path: &[&str]| json!({"get": operation(summary, id, kind, path, false)});
    let id = ["collectionId"];
    paths.insert(
        "/collections/{collectionId}".to_owned(),
        of_collection("One collection", "getCollection", JSON, &id),
    );
    paths.insert(
        "/collections/{collectionId}/queryables".to_owned(),
        of_collection("Properties for filters", "getQueryables", SCHEMA, &id),
    );
    paths.insert(
        "/collections/{collectionId}/schema".to_owned(),
        of_collection("Schema of the items", "getSchema", SCHEMA, &id),
    );
    paths.insert(
        "/collections/{collectionId}/items/{featureId}".to_owned(),
        of_collection("One item", "getItem", GEOJSON, &["collectionId", "featureId", "crs"]),
    );
    let mut parameters = shared_parameters(collections);
    for of in collections {
        let names = property_parameters(of, &mut parameters);
        let path = format!("/collections/{}/items", of.id);
        paths.insert(path, json!({"get": items(of, &names)}));
    }
    json!({
        "openapi": "3.0.3",
        "info": {
            "title": TITLE,
            "description": DESCRIPTION,
            "version": env!("CARGO_PKG_VERSION"),
            "license": {"name": "EUPL-1.2", "url": "https://eupl.eu/1.2/en/"},
        },
        "servers": [{"url": base}],
        "security": [],
        "tags": [{"name": "features", "description": "OGC API Features"}],
        "paths": paths,
        "components": {"parameters": parameters, "schemas": schemas(), "responses": responses()},
    })
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/parameters/{name}")})
}

fn operation(summary: &str, id: &str, kind: &str, parameters: &[&str], is_unavailable: bool) -> Value {
    let mut named: Vec<Value> = parameters.iter().map(|name| reference(name)).collect();
    named.push(reference("f"));
    let schema = if kind == GEOJSON { "Feature" } else { "Document" };
    let mut responses = json!({
        "200": {
            "description": summary,
            "content": {
                kind: {"schema": {"$ref": format!("#/components/schemas/{schema}")}},
                HTML.split(';').next().unwrap_or(HTML): {"schema": {"type": "string"}},
            },
        },
        "304": {"description": "The caller holds this answer already"},
        "400": {"$ref": "#/components/responses/Problem"},
        "503": {"$ref": "#/components/responses/Problem"},
    });
    if !parameters.is_empty() || is_unavailable {
        responses["404"] = json!({"$ref": "#/components/responses/Problem"});
    }
    json!({
        "tags": ["features"],
        "summary": summary,
        "operationId": id,
        "parameters": named,
        "responses": responses,
    })
}

fn items(of: &Collection, names: &[String]) -> Value {
    let shared =
        ["limit", "cursor", "bbox", "bbox-crs", "crs", "datetime", "filter", "filter-lang", "filter-crs"];
    let all: Vec<&str> = shared.into_iter().chain(names.iter().map(String::as_str)).collect();
    let id: String = of.id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let mut found = operation(&of.title_en, &format!("listItems_{id}"), GEOJSON, &all, true);
    found["description"] = of.description_en.as_str().into();
    found["responses"]["200"]["content"][GEOJSON]["schema"] =
        json!({"$ref": "#/components/schemas/FeatureCollection"});
    found
}

/// The parameters of the properties of a collection. All indicators have the same ones, and all categories.
fn property_parameters(of: &Collection, parameters: &mut Map<String, Value>) -> Vec<String> {
    let prefix = of.id.split('-').next().unwrap_or_default();
    let name = |property: &crate::opendata::Property| {
        let key = format!("{prefix}.{}", property.name);
        parameters.entry(key.clone()).or_insert_with(|| {
            let mut schema = schema::of_value(property);
            if let Some(schema) = schema.as_object_mut() {
                schema.remove("title");
                schema.remove("description");
            }
            json!({
                "name": property.name,
                "in": "query",
                "required": false,
                "description": property.en,
                "schema": schema,
            })
        });
        key
    };
    of.properties.iter().map(name).collect()
}

/// A parameter of a query string.
fn query(name: &str, description: &str, schema: Value) -> (String, Value) {
    let parameter = json!({
        "name": name,
        "in": "query",
        "required": false,
        "description": description,
        "schema": schema,
        "style": "form",
        "explode": false,
    });
    (name.to_owned(), parameter)
}

/// A parameter of a path.
fn path(name: &str, description: &str, schema: Value) -> (String, Value) {
    let parameter =
        json!({"name": name, "in": "path", "required": true, "description": description, "schema": schema});
    (name.to_owned(), parameter)
}

fn shared_parameters(collections: &[Collection]) -> Map<String, Value> {
    let ids: Vec<&str> = collections.iter().map(|of| of.id.as_str()).collect();
    let uris: Vec<&str> = SYSTEMS.iter().map(|(uri, _)| *uri).collect();
    let crs = json!({"type": "string", "format": "uri", "enum": uris, "default": uris.first()});
    let text = || json!({"type": "string"});
    let limit = json!({"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT});
    let numbers = json!({"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}});
    let language = json!({"type": "string", "enum": ["cql2-text"], "default": "cql2-text"});
    let filter = json!({"type": "string", "maxLength": MAX_CHARACTERS});
    let form = json!({"type": "string", "enum": ["json", "html"]});
    Map::from_iter([
        path("collectionId", "Id of a collection", json!({"type": "string", "enum": ids})),
        path("featureId", "Id of an item", text()),
        query("f", "Form of the answer, instead of the Accept header", form),
        query("limit", "Items of a page", limit),
        query("cursor", "From the link `next` of the page before", text()),
        query("bbox", "West, south, east, north; or six numbers with heights, which are left aside", numbers),
        query("bbox-crs", "System of the coordinates of bbox", crs.clone()),
        query("crs", "System of the coordinates of the answer", crs.clone()),
        query("datetime", "An instant, or an interval with `..` for an open end", text()),
        query("filter", "A filter in CQL2 text", filter),
        query("filter-lang", "Language of the filter", language),
        query("filter-crs", "System of the coordinates of the filter", crs),
    ])
}

fn schemas() -> Value {
    let links = json!({"type": "array", "items": {"$ref": "#/components/schemas/Link"}});
    json!({
        "Link": {
            "type": "object",
            "required": ["href", "rel"],
            "properties": {
                "href": {"type": "string"},
                "rel": {"type": "string"},
                "type": {"type": "string"},
                "title": {"type": "string"},
            },
        },
        "Document": {"type": "object"},
        "Feature": {
            "type": "object",
            "required": ["type", "geometry", "properties"],
            "properties": {
                "type": {"type": "string", "enum": ["Feature"]},
                "id": {"type": "string"},
                "geometry": {"type": "object", "nullable": true},
                "properties": {"type": "object"},
                "links": links,
            },
        },
        "FeatureCollection": {
            "type": "object",
            "required": ["type", "features", "links", "numberMatched", "numberReturned", "timeStamp"],
            "properties": {
                "type": {"type": "string", "enum": ["FeatureCollection"]},
                "timeStamp": {"type": "string", "format": "date-time"},
                "numberMatched": {"type": "integer", "minimum": 0},
                "numberReturned": {"type": "integer", "minimum": 0},
                "attribution": {"type": "string"},
                "links": links,
                "features": {"type": "array", "items": {"$ref": "#/components/schemas/Feature"}},
            },
        },
        "Problem": {
            "type": "object",
            "required": ["type", "title", "status", "detail"],
            "properties": {
                "type": {"type": "string"},
                "title": {"type": "string"},
                "status": {"type": "integer"},
                "detail": {"type": "string"},
                "instance": {"type": "string"},
            },
        },
    })
}

fn responses() -> Value {
    json!({
        "Problem": {
            "description": "What was wrong, in the form of RFC 9457",
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        },
    })
}
