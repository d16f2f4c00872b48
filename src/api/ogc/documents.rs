//! The documents that describe the service and its collections.

use serde_json::{Value, json};

use super::call::link;
use super::crs::{CRS84, SYSTEMS};
use super::{GEOJSON, HTML, JSON, OPENAPI, SCHEMA};
use crate::opendata::Collection;

pub(super) const TITLE: &str = "pflegeplan: Pflege in Mecklenburg-Vorpommern";
pub(super) const DESCRIPTION: &str = "Versorgungsdatei, Gebiete, Indikatoren, Vorausberechnung und Erreichbarkeit für \
     Geoinformationssysteme. · The register of care, areas, indicators, forecast and reach for geographic information systems.";

/// The classes of the standards whose points are tested in `tests/http/ogc.rs`.
pub(super) const CONFORMANCE: [&str; 14] = [
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
    "http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
    "http://www.opengis.net/spec/cql2/1.0/conf/case-insensitive-comparison",
    "http://www.opengis.net/spec/cql2/1.0/conf/spatial-functions",
];

/// A document in both of its forms: itself and the page.
fn both(address: &str, media_type: &str) -> [Value; 2] {
    [
        link(format!("{address}?f=json"), "self", media_type, "Dieses Dokument · this document"),
        link(format!("{address}?f=html"), "alternate", HTML, "Als Seite · as a page"),
    ]
}

pub(super) fn landing_page(base: &str) -> Value {
    let [own, page] = both(base, JSON);
    json!({
        "title": TITLE,
        "description": DESCRIPTION,
        "links": [
            own,
            page,
            link(format!("{base}/api?f=json"), "service-desc", OPENAPI, "Beschreibung der Schnittstelle · API definition"),
            link(format!("{base}/api?f=html"), "service-doc", HTML, "Anleitung zur Schnittstelle · API documentation"),
            link(format!("{base}/conformance"), "conformance", JSON, "Erfüllte Standards · conformance classes"),
            link(format!("{base}/collections"), "data", JSON, "Datensätze · collections"),
        ],
    })
}

pub(super) fn conformance() -> Value {
    json!({"conformsTo": CONFORMANCE})
}

pub(super) fn collections(base: &str, all: &[Collection]) -> Value {
    let [own, page] = both(&format!("{base}/collections"), JSON);
    let uris: Vec<&str> = SYSTEMS.iter().map(|(uri, _)| *uri).collect();
    json!({
        "links": [own, page],
        "crs": uris,
        "collections": all.iter().map(|one| collection(base, one)).collect::<Vec<_>>(),
    })
}

pub(super) fn collection(base: &str, of: &Collection) -> Value {
    let address = format!("{base}/collections/{}", of.id);
    let [own, page] = both(&address, JSON);
    let uris: Vec<&str> = SYSTEMS.iter().map(|(uri, _)| *uri).collect();
    let mut extent = json!({});
    if let Some(bounds) = of.bounds {
        extent["spatial"] = json!({"bbox": [bounds], "crs": CRS84});
    }
    if let Some(period) = of.period {
        let from = period.from.map(|day| format!("{day}T00:00:00Z"));
        let to = period.to.map(|day| format!("{day}T23:59:59Z"));
        extent["temporal"] = json!({
            "interval": [[from, to]],
            "trs": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian",
        });
    }
    json!({
        "id": of.id,
        "title": format!("{} · {}", of.title_de, of.title_en),
        "description": format!("{} · {}", of.description_de, of.description_en),
        "attribution": of.attribution,
        "extent": extent,
        "itemType": "feature",
        "crs": uris,
        "storageCrs": CRS84,
        "links": [
            own,
            page,
            link(format!("{address}/items?f=json"), "items", GEOJSON, "Objekte · items"),
            link(format!("{address}/items?f=html"), "items", HTML, "Objekte als Seite · items as a page"),
            link(format!("{address}/queryables"), "http://www.opengis.net/def/rel/ogc/1.0/queryables", SCHEMA, "Eigenschaften für Filter · queryables"),
            link(format!("{address}/schema"), "describedby", SCHEMA, "Aufbau der Objekte · schema of the items"),
            // GDAL to version 3.6 looks for the relation in this case only; relations are compared without regard to case.
            link(format!("{address}/schema"), "describedBy", SCHEMA, "Aufbau der Objekte · schema of the items"),
        ],
    })
}
