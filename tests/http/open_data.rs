//! Whole datasets at `/bulk` and the catalogue in DCAT-AP.de.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use pflegeplan::import::read::{Limits, read_with};
use pflegeplan::import::{Context, Layout, plan, reading_options};
use sha2::{Digest, Sha256};

use super::*;

/// The register of the tests, as if it were real: examples are not taken over by an import. Each row has an id of its own.
fn real() -> Vec<Facility> {
    let with_ids = |facility: Facility| {
        let id = |offer: &Offer| format!("{}-{}", facility.id, offer.category).into();
        let offers = facility.offers.iter().map(|offer| Offer { source_id: id(offer), ..offer.clone() });
        Facility { offers: offers.collect(), example: false, ..facility.clone() }
    };
    register().into_iter().map(with_ids).collect()
}

/// The facilities of a file of the register, imported into an empty one, by their ids.
fn imported(service: &Service, name: &str, bytes: Vec<u8>) -> Vec<Facility> {
    let reference = &service.state.reference;
    let text = pflegeplan::model::text("import/pflegeplan.toml").unwrap();
    let layouts = [Layout::from_toml(&text, &reference.categories).unwrap()];
    let table = read_with(name, bytes, &reading_options(&layouts), &Limits::default()).unwrap();
    let context = Context {
        categories: &reference.categories,
        areas: &reference.areas,
        gazetteer: &reference.gazetteer,
        addresses: None,
        today: today(),
    };
    let found = plan(&table, Layout::recognise(&layouts, &table).unwrap(), &[], &context).unwrap();
    assert_eq!(found.report.totals.rejected, 0, "{name}: {}", found.report);
    let mut found = found.insert;
    found.sort_by(|one, other| one.id.cmp(&other.id));
    found
}

async fn file(service: &Service, name: &str) -> (header::HeaderMap, Vec<u8>) {
    let (status, headers, body) = service.send(TestRequest::get().uri(&format!("/bulk/{name}"))).await;
    assert_eq!(status, StatusCode::OK, "{name}");
    (headers, body)
}

fn unpacked(archive: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(archive)).unwrap();
    let names: Vec<String> = archive.file_names().map(str::to_owned).collect();
    let mut read = |name: String| {
        let mut bytes = Vec::new();
        archive.by_name(&name).unwrap().read_to_end(&mut bytes).unwrap();
        (name, bytes)
    };
    names.into_iter().map(&mut read).collect()
}

#[actix_web::test]
async fn the_register_in_each_form_is_imported_again_with_equal_content() {
    // Through one import, so that rows and ids are as an import puts them.
    let first = Service::of("bulk-first", real());
    let expected = imported(&first, "register.csv", file(&first, "register.csv").await.1);
    let names: Vec<&str> = expected.iter().map(|facility| facility.name.as_str()).collect();
    assert_eq!(names, real().iter().map(|facility| facility.name.as_str()).collect::<Vec<_>>());
    assert_eq!(expected.iter().map(|facility| facility.offers.len()).sum::<usize>(), 4);
    let service = Service::of("bulk-again", expected.clone());
    for name in ["register.geojson", "register.csv", "register.zip", "register.xlsx", "register.gpkg"] {
        let (_, body) = file(&service, name).await;
        let (table, body) = match name {
            // The table of the package is the one that is imported.
            "register.zip" => ("register.csv", unpacked(&body).remove("register.csv").unwrap()),
            name => (name, body),
        };
        assert_eq!(imported(&service, table, body), expected, "{name}");
    }
}

/// A table against the schema of its package: columns, types, missing values, key, checksum and size.
fn check_package(name: &str, archive: &[u8]) -> usize {
    let parts = unpacked(archive);
    let package: Value = serde_json::from_slice(&parts["datapackage.json"]).unwrap();
    let resource = &package["resources"][0];
    let table = &parts[resource["path"].as_str().unwrap()];
    let sum: String = Sha256::digest(table).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(resource["hash"], format!("sha256:{sum}"), "{name}");
    assert_eq!(resource["bytes"], table.len(), "{name}");
    let fields = resource["schema"]["fields"].as_array().unwrap();
    let names: Vec<&str> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
    let mut reader = csv::Reader::from_reader(table.as_slice());
    assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), names, "{name}");
    let key: Vec<&str> = match &resource["schema"]["primaryKey"] {
        Value::String(name) => vec![name],
        Value::Array(names) => names.iter().map(|name| name.as_str().unwrap()).collect(),
        other => panic!("{other}"),
    };
    let key: Vec<usize> = key.iter().map(|name| names.iter().position(|it| it == name).unwrap()).collect();
    let mut keys = BTreeSet::new();
    for row in reader.records() {
        let row = row.unwrap();
        for (field, cell) in fields.iter().zip(&row).filter(|(_, cell)| !cell.is_empty()) {
            let is_good = match field["type"].as_str().unwrap() {
                "string" => true,
                "integer" => cell.parse::<i64>().is_ok(),
                "number" => cell.parse::<f64>().is_ok_and(f64::is_finite),
                "date" => cell.parse::<NaiveDate>().is_ok(),
                "boolean" => ["true", "false"].contains(&cell),
                other => panic!("{other}"),
            };
            assert!(is_good, "{name}: {} is \"{cell}\"", field["name"]);
        }
        let of_row: Vec<String> = key.iter().map(|at| row[*at].to_owned()).collect();
        assert!(keys.insert(of_row.clone()), "{name}: {of_row:?} stands twice");
    }
    keys.len()
}

#[actix_web::test]
async fn each_package_fits_its_own_description_and_has_what_the_collection_has() {
    let service = Service::whole("bulk-packages");
    for (name, collection) in [
        ("register.zip", "offers"),
        ("forecast.zip", "forecast"),
        ("reach-day_care.zip", "reach-day_care"),
        ("indicator-V04.zip", "indicator-V04"),
    ] {
        let (headers, body) = file(&service, name).await;
        assert_eq!(headers.get(header::CONTENT_TYPE).unwrap(), "application/zip");
        let rows = check_package(name, &body);
        let page = service.ok(&format!("/ogc/collections/{collection}/items?limit=1")).await;
        assert_eq!(page["numberMatched"], rows, "{name}");
        assert_eq!(file(&service, name).await.1, body, "{name} depends on more than its data");
    }
    let (headers, body) = file(&service, "municipalities.geojson").await;
    assert_eq!(headers.get(header::CONTENT_TYPE).unwrap(), "application/geo+json");
    let found: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(found["features"].as_array().unwrap().len(), 726);
    for name in [
        "nothing.zip",
        "register",
        "register.pdf",
        "offers.zip",
        "forecast.geojson",
        "districts.xlsx",
        "reach-nothing.zip",
        "nothing.gpkg",
        "offers.csv",
        "indicator-nothing.zip",
        ".zip",
    ] {
        assert_eq!(service.get(&format!("/bulk/{name}")).await.0, StatusCode::NOT_FOUND, "{name}");
    }
    assert_eq!(service.get("/bulk/register.csv?x=1").await.0, StatusCode::BAD_REQUEST);
}

#[actix_web::test]
async fn a_download_goes_on_where_it_ended_and_is_not_sent_twice() {
    let service = Service::new("bulk-ranges");
    for name in ["register.csv", "register.zip", "register.gpkg", "districts.gpkg"] {
        let (headers, whole) = file(&service, name).await;
        assert_eq!(headers.get(header::ACCEPT_RANGES).unwrap(), "bytes");
        let tag = headers.get(header::ETAG).unwrap().clone();
        let path = format!("/bulk/{name}");
        let with = |name: header::HeaderName, value: &str| {
            TestRequest::get().uri(&path).insert_header((name, value))
        };
        let (status, headers, part) = service.send(with(header::RANGE, "bytes=10-29")).await;
        assert_eq!((status, part.as_slice()), (StatusCode::PARTIAL_CONTENT, &whole[10..30]));
        assert_eq!(headers.get(header::CONTENT_RANGE).unwrap(), &format!("bytes 10-29/{}", whole.len()));
        let (status, _, rest) = service
            .send(with(header::RANGE, "bytes=30-").insert_header((header::ACCEPT_ENCODING, "gzip")))
            .await;
        assert_eq!((status, rest.as_slice()), (StatusCode::PARTIAL_CONTENT, &whole[30..]));
        let (status, headers, body) = service.send(with(header::RANGE, "bytes=99999999-")).await;
        assert_eq!((status, body.starts_with(b"{")), (StatusCode::RANGE_NOT_SATISFIABLE, true));
        assert!(headers.get(header::CONTENT_TYPE).unwrap().to_str().unwrap().contains("problem"));
        let (status, _, body) = service
            .send(with(header::RANGE, "bytes=0-1").insert_header((header::IF_RANGE, tag.clone())))
            .await;
        assert_eq!((status, body.len()), (StatusCode::OK, whole.len()));
        let (status, _, _) = service.send(with(header::IF_NONE_MATCH, tag.to_str().unwrap())).await;
        assert_eq!(status, StatusCode::NOT_MODIFIED);
    }
    let zipped =
        TestRequest::get().uri("/bulk/register.csv").insert_header((header::ACCEPT_ENCODING, "gzip"));
    let (_, headers, body) = service.send(zipped).await;
    assert_eq!(headers.get(header::CONTENT_ENCODING).unwrap(), "gzip");
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(body.as_slice()).read_to_end(&mut text).unwrap();
    assert_eq!(text, file(&service, "register.csv").await.1);
}

/// What DCAT-AP.de 2.0 asks of each class: must (Pflicht) and should (empfohlen). The published SHACL shapes are not in a
/// registry from which the tests could take them, so this is our own list, read from the specification.
const ASKED: [(&str, &[&str]); 6] = [
    (
        "dcat:Catalog",
        &["dct:title", "dct:description", "dct:publisher", "dcat:dataset", "foaf:homepage", "dct:language"],
    ),
    (
        "dcat:Dataset",
        &[
            "dct:title",
            "dct:description",
            "dcat:contactPoint",
            "dcat:distribution",
            "dcat:keyword",
            "dcat:theme",
            "dct:publisher",
            "dct:identifier",
            "dct:accrualPeriodicity",
            "dct:spatial",
            "dcatde:contributorID",
            "dcatde:politicalGeocodingLevelURI",
            "dcatde:politicalGeocodingURI",
        ],
    ),
    (
        "dcat:Distribution",
        &[
            "dct:title",
            "dcat:accessURL",
            "dct:license",
            "dct:format",
            "dcat:mediaType",
            "dcatde:licenseAttributionByText",
        ],
    ),
    ("foaf:Organization", &["foaf:name"]),
    ("vcard:Organization", &["vcard:fn", "vcard:hasEmail"]),
    ("spdx:Checksum", &["spdx:algorithm", "spdx:checksumValue"]),
];

/// Every node of a tree of JSON-LD.
fn nodes<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
    match value {
        Value::Object(fields) => {
            if value.get("@id").is_some() && fields.len() == 1 || value.get("@value").is_some() {
                return;
            }
            found.push(value);
            fields.iter().filter(|(name, _)| *name != "@context").for_each(|(_, value)| nodes(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| nodes(value, found)),
        _ => {}
    }
}

#[actix_web::test]
async fn the_catalogue_has_what_dcat_ap_de_asks_for() {
    let service = Service::whole("dcat");
    let (status, headers, body) = service.send(TestRequest::get().uri("/dcat-ap.jsonld")).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(headers.get(header::CONTENT_TYPE).unwrap(), "application/ld+json");
    let catalog: Value = serde_json::from_slice(&body).unwrap();
    let context = catalog["@context"].as_object().unwrap();
    let mut all = Vec::new();
    nodes(&catalog, &mut all);
    let mut seen = BTreeMap::new();
    for node in &all {
        let kind = node["@type"].as_str().unwrap();
        *seen.entry(kind).or_insert(0) += 1;
        for name in node.as_object().unwrap().keys().filter(|name| !name.starts_with('@')) {
            assert!(context.contains_key(name.split(':').next().unwrap()), "{name} has no prefix");
        }
        let asked = ASKED.iter().find(|(of, _)| *of == kind).map_or(&[][..], |(_, names)| *names);
        for name in asked {
            assert!(
                node[*name].as_array().is_some_and(|values| !values.is_empty()),
                "{kind} without {name}: {node}"
            );
        }
    }
    assert_eq!((seen["dcat:Catalog"], seen["dcat:Dataset"]), (1, 5));
    assert!(seen["dcat:Distribution"] > 12 && seen["spdx:Checksum"] == 12, "{seen:?}");
    let addresses: BTreeSet<&str> = all.iter().filter_map(|node| node["@id"].as_str()).collect();
    assert_eq!(
        addresses.len(),
        all.iter().filter(|node| node.get("@id").is_some()).count(),
        "an address stands twice"
    );
    for node in all.iter().filter(|node| node["@type"] == "dcat:Distribution") {
        let address = node["dcat:accessURL"][0]["@id"].as_str().unwrap();
        let path = address.strip_prefix("http://localhost:8080").unwrap();
        let (status, _, body) = service.send(TestRequest::get().uri(path)).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        if let Some(checksum) = node.get("spdx:checksum") {
            let sum: String = Sha256::digest(&body).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(checksum[0]["spdx:checksumValue"][0]["@value"], sum, "{path}");
        }
    }
}

/// The two forms say the same: as many nodes of each kind, and the same texts and addresses.
#[actix_web::test]
async fn both_forms_of_the_catalogue_say_the_same() {
    let service = Service::new("dcat-rdf");
    let catalog = service.ok("/dcat-ap.jsonld").await;
    let (_, headers, body) = service.send(TestRequest::get().uri("/dcat-ap.rdf")).await;
    assert_eq!(headers.get(header::CONTENT_TYPE).unwrap(), "application/rdf+xml");
    let text = String::from_utf8(body).unwrap();
    let mut reader = quick_xml::Reader::from_str(&text);
    let (mut starts, mut words) = (BTreeMap::<String, usize>::new(), BTreeSet::new());
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag) => {
                let name = String::from_utf8(tag.name().as_ref().to_vec()).unwrap();
                *starts.entry(name).or_default() += 1;
                for attribute in tag.attributes() {
                    words.insert(String::from_utf8(attribute.unwrap().value.to_vec()).unwrap());
                }
            }
            _ => {}
        }
    }
    let mut all = Vec::new();
    nodes(&catalog, &mut all);
    for (kind, _) in ASKED {
        let count = all.iter().filter(|node| node["@type"] == kind).count();
        assert_eq!(starts.get(kind).copied().unwrap_or(0), count, "{kind}");
    }
    for node in &all {
        for (name, values) in node.as_object().unwrap().iter().filter(|(name, _)| !name.starts_with('@')) {
            let values = values.as_array().unwrap();
            assert!(starts[name.as_str()] >= values.len(), "{name}");
            for iri in values
                .iter()
                .filter(|value| value["@type"].is_null())
                .filter_map(|value| value["@id"].as_str())
            {
                assert!(words.contains(iri), "{iri}");
            }
        }
    }
}
