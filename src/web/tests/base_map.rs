//! The base map over HTTP: only if it is set up, from our own origin, and with its attribution.

use std::collections::BTreeMap;

use super::*;
use crate::tiles::tests::{Writing, Written, archive, png};
use crate::tiles::{Archive, BaseMap, Limits, Source, Template, Upstream};

const TILE: &str = "/kacheln/14/8711/5289";
const ATTRIBUTION: &str = "Kartenbild © Stadt <Beispiel> (CC BY 4.0)";

fn from_file() -> (BaseMap, Written) {
    let tiles = BTreeMap::from([
        ((12, 2_178, 1_322), png("near")),
        ((14, 8_711, 5_289), png("Schwerin")),
        ((14, 8_712, 5_289), b"<html>".to_vec()),
    ]);
    let file = Written::new(&archive(&tiles, Writing { gzip: true, leaf: 0 }));
    let source = Source::Archive(Archive::open(&file.0).unwrap());
    (BaseMap { source, attribution: ATTRIBUTION.into() }, file)
}

/// A map server that is never asked in these tests.
fn from_afar() -> BaseMap {
    let template = Template::parse("https://karten.example.org/{z}/{x}/{y}.png?key=secret").unwrap();
    let clock = std::sync::Arc::new(|| std::time::Duration::ZERO);
    let source = Source::Upstream(Box::new(Upstream::new(template, Limits::default(), clock)));
    BaseMap { source, attribution: ATTRIBUTION.into() }
}

async fn see(base_map: Option<BaseMap>, request: TestRequest) -> Answer {
    let pages = Pages::new(Site::default()).unwrap();
    let pages = match base_map {
        Some(base_map) => pages.with_base_map(base_map),
        None => pages,
    };
    ask_with(pages, facilities(), request).await
}

fn at(path: &str) -> TestRequest {
    TestRequest::get().uri(path)
}

#[actix_web::test]
async fn a_tile_is_a_cacheable_image() {
    let (base_map, file) = from_file();
    let tile = see(Some(base_map), at(TILE)).await;
    assert_eq!((tile.status, tile.header(header::CONTENT_TYPE)), (StatusCode::OK, "image/png"));
    assert!(tile.html.ends_with("Schwerin"));
    assert_eq!(tile.header(header::CACHE_CONTROL), "public, max-age=86400");
    assert_eq!(tile.header("cross-origin-resource-policy"), "same-origin");
    let source = Source::Archive(Archive::open(&file.0).unwrap());
    let again = BaseMap { source, attribution: ATTRIBUTION.into() };
    let held = (header::IF_NONE_MATCH, tile.header(header::ETAG));
    let held = see(Some(again), at(TILE).insert_header(held)).await;
    assert_eq!((held.status, held.html.as_str()), (StatusCode::NOT_MODIFIED, ""));
}

#[actix_web::test]
async fn the_built_in_base_layer_is_drawn_for_a_view_and_can_be_cached() {
    const VIEW: &str = "/grundkarte/9.25/322/192/4/3";
    let answer = see(None, at(VIEW)).await;
    assert_eq!((answer.status, answer.header(header::CONTENT_TYPE)), (StatusCode::OK, "image/svg+xml"));
    assert!(answer.html.contains("viewBox=\"0 0 1024 768\""), "{}", answer.html);
    assert!(answer.html.contains("class=\"base-land\"") && answer.html.contains("</text>"));
    assert_eq!(answer.header(header::CACHE_CONTROL), "public, max-age=86400");
    let held = (header::IF_NONE_MATCH, answer.header(header::ETAG));
    let held = see(None, at(VIEW).insert_header(held)).await;
    assert_eq!((held.status, held.html.as_str()), (StatusCode::NOT_MODIFIED, ""));
    for path in [
        "/grundkarte/9.1/322/192/4/3",
        "/grundkarte/9/0/0/4/3",
        "/grundkarte/9/272/164/0/3",
        "/grundkarte/9/272/164/25/3",
        "/grundkarte/NaN/272/164/4/3",
        "/grundkarte/nah/272/164/4/3",
        "/grundkarte/9/-1/164/4/3",
    ] {
        assert_eq!(see(None, at(path)).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

/// Whoever passes on what the map shows must name these: each source of `models/basemap/SOURCE.md` and of the names on
/// the map, on the page of sources, below a printed map and on the map itself.
#[actix_web::test]
async fn every_source_of_the_map_is_named_where_the_map_is() {
    let sources = [
        ("BKG", "BKG"),
        ("Zensus 2011", "census 2011"),
        ("GSHHG", "GSHHG"),
        ("DB InfraGO", "DB InfraGO"),
        ("GeoNames", "GeoNames"),
        ("OpenStreetMap", "OpenStreetMap"),
        ("Daten verändert", "data changed"),
    ];
    let table = crate::model::text("basemap/SOURCE.md").unwrap();
    for (german, _) in sources.iter().filter(|(name, _)| *name != "OpenStreetMap") {
        assert!(table.contains(german), "models/basemap/SOURCE.md names {german}");
    }
    assert!(crate::model::text("places/README.md").unwrap().contains("OpenStreetMap"));
    for (edition, is_german) in [("", true), ("/en", false)] {
        let mut pages = vec![see(None, at(&format!("{edition}/datenquellen"))).await];
        pages.push(see(None, at(&format!("{edition}/einrichtung/a-1"))).await);
        for page in pages {
            let text = page.visible_text().to_lowercase();
            for (german, english) in sources {
                let name = if is_german { german } else { english }.to_lowercase();
                assert!(text.contains(&name), "{name} on {text}");
            }
        }
    }
}

#[actix_web::test]
async fn a_missing_tile_is_an_error_and_the_page_still_works() {
    for (path, status) in [
        ("/kacheln/14/8711/5290", StatusCode::NOT_FOUND),
        ("/kacheln/14/8712/5289", StatusCode::SERVICE_UNAVAILABLE),
        ("/kacheln/14/1/1", StatusCode::NOT_FOUND),
        ("/kacheln/99/1/1", StatusCode::NOT_FOUND),
        ("/kacheln/14/-1/1", StatusCode::NOT_FOUND),
        ("/kacheln/14/8711/99999999999", StatusCode::NOT_FOUND),
    ] {
        let (base_map, _file) = from_file();
        assert_eq!(see(Some(base_map), at(path)).await.status, status, "{path}");
    }
    assert_eq!(see(None, at(TILE)).await.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn pages_mention_the_base_map_only_if_it_is_configured() {
    let (base_map, _file) = from_file();
    let page = see(Some(base_map), at("/?near=Ludwigslust")).await;
    let named = "data-tiles-zoom=\"14\" data-tiles-by=\"Kartenbild © Stadt &lt;Beispiel&gt; (CC BY 4.0)\"";
    assert!(page.html.contains(named), "{}", page.html);
    assert!(page.header(header::CONTENT_SECURITY_POLICY).contains("img-src 'self' data:;"));
    assert!(!see(None, at("/?near=Ludwigslust")).await.html.contains("data-tiles"));
    for path in ["/datenquellen", "/en/datenquellen"] {
        let (base_map, _file) = from_file();
        assert!(see(Some(base_map), at(path)).await.visible_text().contains("Kartenbild © Stadt"), "{path}");
        assert!(!see(None, at(path)).await.visible_text().contains("Kartenbild"), "{path}");
    }
}

#[actix_web::test]
async fn the_privacy_page_names_who_receives_the_map_section() {
    for (path, asked) in [("/datenschutz", "karten.example.org"), ("/en/datenschutz", "karten.example.org")] {
        let page = see(Some(from_afar()), at(path)).await;
        assert!(page.visible_text().contains(asked), "{}", page.visible_text());
        assert!(!page.html.contains("secret"), "the key of the operator");
        let (base_map, _file) = from_file();
        assert!(!see(Some(base_map), at(path)).await.visible_text().contains("karten"), "a file asks nobody");
    }
}
