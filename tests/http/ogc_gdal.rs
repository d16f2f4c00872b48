//! GDAL as a client of `/ogc`: it lists, pages, filters, and writes a GeoPackage with typed columns. It reads our GeoPackages too.

use std::path::Path;
use std::process::Command;

use pflegeplan::app::Caller;
use pflegeplan::app::examples::{ExampleRequest, fill_if_empty};
use pflegeplan::service::setup;

use super::*;

/// The invented register of seed 1, served on a port of its own.
struct Served {
    service: Service,
    address: String,
    handle: actix_web::dev::ServerHandle,
}

/// Tests run side by side, so each has a folder of its own name.
fn examples(name: &str) -> Vec<Facility> {
    let folder = std::env::temp_dir().join(format!("pflegeplan-http-{}-{name}-examples", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let database = Database::open(&folder).unwrap();
    let reference = pflegeplan::service::reference_data().unwrap();
    let figures = setup::example_figures().unwrap();
    let request = ExampleRequest { figures: &figures, seed: 1, count: None, today: today() };
    assert!(fill_if_empty(Caller::Operator, &database, &reference, &request).unwrap());
    let (facilities, _) = database.load().unwrap();
    drop(database);
    std::fs::remove_dir_all(&folder).unwrap();
    facilities
}

impl Served {
    fn new(name: &str) -> Self {
        let service = Service::of(name, examples(name));
        renew_indicators(&service.state, &service.folder).unwrap();
        let (state, rendering) = (service.state.clone(), service.rendering.clone());
        let contract = Data::new(ContractText::new().unwrap());
        let pages = Data::new(Pages::new(pflegeplan::web::Site::default()).unwrap());
        let server = actix_web::HttpServer::new(move || {
            App::new().wrap(Compress::default()).wrap(from_fn(http::around)).configure(routes(
                state.clone(),
                rendering.clone(),
                contract.clone(),
                pages.clone(),
            ))
        })
        .workers(1)
        .bind(("127.0.0.1", 0))
        .unwrap();
        let address = format!("http://{}/ogc", server.addrs()[0]);
        let server = server.run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        Self { service, address, handle }
    }

    /// What a program of GDAL says; it runs on a thread of its own while the service answers.
    async fn run(&self, program: &'static str, arguments: &[&str]) -> String {
        let source = format!("OAPIF:{}", self.address);
        let arguments: Vec<String> =
            arguments.iter().map(|argument| argument.replace("SOURCE", &source)).collect();
        let output = actix_web::web::block(move || Command::new(program).args(&arguments).output());
        let output =
            output.await.unwrap().expect("GDAL is there: scripts/test installs the Debian package gdal-bin");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert!(output.status.success(), "{program}: {}", text(&output.stderr));
        let said = text(&output.stderr);
        assert!(!said.contains("ERROR"), "{program}: {said}");
        text(&output.stdout)
    }

    async fn matched(&self, query: &str) -> usize {
        let found = self.service.ok(&format!("/ogc/collections/{query}")).await;
        found["numberMatched"].as_u64().unwrap() as usize
    }
}

/// The number behind `Feature Count: ` in what ogrinfo says.
fn count(said: &str) -> usize {
    let line = said.lines().find_map(|line| line.strip_prefix("Feature Count: "));
    line.unwrap_or_else(|| panic!("no count in {said}")).trim().parse().unwrap()
}

/// Features that ogrinfo shows one by one, which it fetches page by page.
fn listed(said: &str) -> usize {
    said.lines().filter(|line| line.starts_with("OGRFeature(")).count()
}

#[actix_web::test]
async fn gdal_lists_pages_filters_and_writes_typed_columns() {
    let served = Served::new("ogc-gdal");
    let list = served.run("ogrinfo", &["-ro", "-q", "SOURCE"]).await;
    let collections = served.service.ok("/ogc/collections").await;
    let ids: Vec<&str> = collections["collections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].as_str().unwrap())
        .collect();
    assert!(ids.len() > 60, "{}", ids.len());
    for id in &ids {
        assert!(list.lines().any(|line| line.contains(&format!(": {id} "))), "{id} is not in\n{list}");
    }
    assert!(list.contains("offers (title: Pflege-Angebote · Care offers) (Point)"), "{list}");

    for id in ["facilities", "offers", "municipalities", "reach-day_care"] {
        let said = served.run("ogrinfo", &["-ro", "-al", "-geom=NO", "SOURCE", id]).await;
        let expected = served.matched(&format!("{id}/items?limit=1")).await;
        assert!(expected > 100, "{id}: {expected}");
        assert_eq!((count(&said), listed(&said)), (expected, expected), "{id}");
    }
    let said = served.run("ogrinfo", &["-ro", "-so", "SOURCE", "offers"]).await;
    for column in [
        "places: Integer",
        "places_on: Date",
        "price_eur: Real",
        "barrier_free: Integer(Boolean)",
        "name: String",
    ] {
        assert!(said.contains(column), "no {column} in\n{said}");
    }

    let by =
        |filter: &'static [&'static str]| [&["-ro", "-geom=NO"][..], filter, &["SOURCE", "offers"]].concat();
    let said = served.run("ogrinfo", &by(&["-spat", "11", "53", "12", "54"])).await;
    assert_eq!(listed(&said), served.matched("offers/items?bbox=11,53,12,54&limit=1").await);
    let said = served.run("ogrinfo", &by(&["-where", "category = 'day_care' AND places > 15"])).await;
    let expected =
        served.matched("offers/items?filter=category='day_care'%20AND%20places%3E15&limit=1").await;
    assert!(expected > 5);
    assert_eq!(listed(&said), expected);
}

#[actix_web::test]
async fn gdal_writes_a_geopackage_with_equal_counts_and_types() {
    let served = Served::new("ogc-gpkg");
    let file = served.service.folder.join("mv.gpkg");
    let file = file.to_str().unwrap();
    let layers = ["facilities", "offers", "districts", "indicator-V04"];
    served.run("ogr2ogr", &[&["-f", "GPKG", file, "SOURCE"][..], &layers[..]].concat()).await;
    for layer in layers {
        let said = served.run("ogrinfo", &["-ro", "-so", file, layer]).await;
        let expected = served.matched(&format!("{layer}/items?limit=1")).await;
        assert_eq!(count(&said), expected, "{layer}");
    }
    let said = served.run("ogrinfo", &["-ro", "-so", file, "offers"]).await;
    for column in ["places: Integer", "counted_on: Date", "price_eur: Real", "example: Integer(Boolean)"] {
        assert!(said.contains(column), "no {column} in\n{said}");
    }
    let said = served.run("ogrinfo", &["-ro", "-so", file, "indicator-V04"]).await;
    assert!(said.contains("value: Real") && said.contains("year: Integer"), "{said}");
    assert!(Path::new(file).exists());
    served.handle.stop(false).await;
}

/// Features as GDAL writes them to GeoJSON, without their row numbers, by id.
fn by_id(text: &str) -> std::collections::BTreeMap<String, (Value, Value)> {
    let found: Value = serde_json::from_str(text).unwrap();
    let features = found["features"].as_array().unwrap().iter();
    let entry = |feature: &Value| {
        let mut properties = feature["properties"].as_object().unwrap().clone();
        let id = properties.remove("id").or_else(|| feature.get("id").cloned()).unwrap();
        (id.as_str().unwrap().to_owned(), (feature["geometry"].clone(), Value::from(properties)))
    };
    features.map(entry).collect()
}

/// Whether two values are the same, where 13 and 13.0 are one number.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(name, value)| other.get(name).is_some_and(|other| same(value, other)))
        }
        (Value::Number(one), Value::Number(other)) => {
            let (one, other) = (one.as_f64().unwrap(), other.as_f64().unwrap());
            (one - other).abs() <= one.abs() * 1e-12
        }
        _ => one == other,
    }
}

/// Every item of a collection, as the service itself gives it.
async fn served_items(served: &Served, id: &str) -> std::collections::BTreeMap<String, (Value, Value)> {
    let mut all = std::collections::BTreeMap::new();
    let mut next = Some(format!("/ogc/collections/{id}/items?limit=1000"));
    while let Some(path) = next {
        let page = served.service.ok(&path).await;
        all.extend(by_id(&page.to_string()));
        let links = page["links"].as_array().unwrap();
        let link = links.iter().find(|link| link["rel"] == "next");
        next = link.map(|link| {
            let (_, path) = link["href"].as_str().unwrap().split_once("/ogc/").unwrap();
            format!("/ogc/{path}")
        });
    }
    all
}

#[actix_web::test]
async fn gdal_reads_each_geopackage_with_the_items_types_and_geometries_of_its_collection() {
    let served = Served::new("bulk-gpkg");
    for id in [
        "facilities",
        "offers",
        "districts",
        "amter",
        "municipalities",
        "indicator-V04",
        "reach-day_care",
        "forecast",
    ] {
        let (_, headers, body) =
            served.service.send(TestRequest::get().uri(&format!("/bulk/{id}.gpkg"))).await;
        assert_eq!(headers.get(header::CONTENT_TYPE).unwrap(), "application/geopackage+sqlite3");
        let path = served.service.folder.join(format!("{id}.gpkg"));
        std::fs::write(&path, &body).unwrap();
        let path = path.to_str().unwrap();
        let said = served.run("ogrinfo", &["-ro", "-so", path, id]).await;
        let collection = served.service.ok(&format!("/ogc/collections/{id}/queryables")).await;
        for (name, property) in collection["properties"].as_object().unwrap() {
            let kind = match (property["type"].as_str(), property["format"].as_str()) {
                (Some("integer"), _) => "Integer64",
                (Some("number"), _) => "Real",
                (Some("boolean"), _) => "Integer(Boolean)",
                (Some("string"), Some("date")) => "Date",
                (Some("string"), _) => "String",
                _ => continue,
            };
            assert!(said.contains(&format!("\n{name}: {kind} ")), "{id}: no {name}: {kind} in\n{said}");
        }
        assert!(said.contains("WGS 84") && said.contains("Extent: ("), "{said}");
        let geometry = if ["facilities", "offers"].contains(&id) { "Point" } else { "Multi Polygon" };
        assert!(said.contains(&format!("Geometry: {geometry}\n")), "{said}");
        let written =
            ["-f", "GeoJSON", "/vsistdout/", path, id, "-lco", "COORDINATE_PRECISION=15", "-preserve_fid"];
        let found = by_id(&served.run("ogr2ogr", &written).await);
        let expected = served_items(&served, id).await;
        assert_eq!(found.len(), expected.len(), "{id}");
        for (item, (geometry, properties)) in &expected {
            let (found_geometry, found_properties) = &found[item];
            assert!(same(geometry, found_geometry), "{id} {item}: {geometry} and {found_geometry}");
            assert!(same(properties, found_properties), "{id} {item}: {properties} and {found_properties}");
        }
    }
    served.handle.stop(false).await;
}

/// The commands of the guide, against this service instead of one on the reader's machine.
#[actix_web::test]
async fn the_commands_of_the_guide_run() {
    let served = Served::new("ogc-guide-gdal");
    let guide = include_str!("../../src/guide/geodaten.md");
    let mut run = 0;
    for line in guide.lines().filter(|line| line.starts_with("ogr")) {
        let folder = served.service.folder.to_str().unwrap();
        let line = line
            .replace("OAPIF:http://127.0.0.1:8080/ogc", "SOURCE")
            .replace("pflege.gpkg", &format!("{folder}/pflege.gpkg"));
        let mut quoted = line.split('"');
        let mut words: Vec<String> = Vec::new();
        // Words in quotes are one.
        while let Some(plain) = quoted.next() {
            words.extend(plain.split_whitespace().map(str::to_owned));
            words.extend(quoted.next().map(str::to_owned));
        }
        let program = if words[0] == "ogrinfo" { "ogrinfo" } else { "ogr2ogr" };
        let arguments: Vec<&str> = words[1..].iter().map(String::as_str).collect();
        served.run(program, &arguments).await;
        run += 1;
    }
    assert_eq!(run, 3);
}
