//! GDAL as a client of `/ogc`: it lists, pages, filters, and writes a GeoPackage with typed columns.

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

fn examples() -> Vec<Facility> {
    let folder = std::env::temp_dir().join(format!("pflegeplan-http-{}-examples", std::process::id()));
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
        let service = Service::of(name, examples());
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
