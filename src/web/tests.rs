//! The pages over HTTP, on a register made by hand around Ludwigslust.

mod addresses;
mod advice;
mod base_map;
mod county;
mod editions;
mod results;
mod saved_list;
mod travel;
mod unconfirmed;

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

use actix_web::App;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, AsHeaderName, HeaderMap};
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::web::{Data, to};
use chrono::{DateTime, NaiveDate, Utc};

use super::{Operator, Pages, Site, configure, not_found_page};
use crate::app::forecasts::Forecasts;
use crate::app::{Directory, ReferenceData, State};
use crate::basemap::Layers;
use crate::gazetteer::{Gazetteer, Tables};
use crate::model::Model;
use crate::model::load::{CURRENT, load};
use crate::register::*;
use crate::routing::Router;
use crate::search::{SearchService, Snapshot};
use crate::store::Database;
use crate::units::{Ags, GeoPoint};
use crate::web::public::about::prose;
use crate::web::shell::edition::Edition;
use crate::web::shell::query_string::QueryString;
use crate::web::text::languages::GERMAN;
use crate::web::text::messages::Messages;

/// The town hall of Ludwigslust.
const CENTRE: &str = "lat=53.3249&lon=11.4957";

pub(super) fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 10, 3).unwrap()
}

/// Read once for all tests: names of localities and outlines take a second.
static REFERENCE: LazyLock<Arc<ReferenceData>> = LazyLock::new(|| Arc::new(read_reference()));
static MODEL: LazyLock<Model> = LazyLock::new(|| load(CURRENT).unwrap().model);

pub(super) fn reference() -> Arc<ReferenceData> {
    REFERENCE.clone()
}

pub(super) fn forecasts() -> Forecasts {
    Forecasts::new(MODEL.clone())
}

fn read_reference() -> ReferenceData {
    let areas = crate::areas::Areas::of_models().unwrap();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/models/");
    let tables = Tables::read(|path| std::fs::read_to_string(format!("{folder}{path}"))).unwrap();
    let gazetteer = Gazetteer::from_tables(&tables, &areas).unwrap();
    let categories = CategoryTree::from_toml(include_str!("../../models/categories.toml")).unwrap();
    let base_layer = Layers::read(&areas, &gazetteer).unwrap();
    ReferenceData { categories, areas, gazetteer: Arc::new(gazetteer), base_layer }
}

fn offer(category: &str, places: Option<u32>, free: Option<(u32, u32)>) -> Offer {
    Offer {
        places,
        free_places: free.map(|(free, _)| free),
        counted_on: free.and_then(|(_, day)| NaiveDate::from_ymd_opt(2026, 10, day)),
        ..Offer::new(CategorySlug::new(category), "1")
    }
}

/// A facility some kilometres north of the town hall.
fn facility(id: &str, name: &str, km_north: f64, offers: Vec<Offer>) -> Facility {
    Facility {
        provider: Some(Arc::new(Provider {
            name: "Beispielträger gGmbH".into(),
            kind: ProviderKind::NonProfit,
            association: None,
        })),
        address: Address {
            street: Some("Am Markt".into()),
            house_number: Some("4 a".into()),
            postcode: Some("19288".into()),
            place: "Ludwigslust".into(),
            locality: None,
        },
        contact: Contact {
            phone: Some("(03874) 12 34".into()),
            email: None,
            website: Some("https://example.org/haus".into()),
        },
        opening_hours: Some("Mo-Fr 08:00-16:00".into()),
        features: vec![Feature::Dementia, Feature::Garden],
        offers,
        ..Facility::new(
            id,
            name,
            Position {
                point: GeoPoint { lon: 11.4957, lat: 53.3249 + km_north / 111.3 },
                source: PositionSource::Source,
                municipality: Ags::parse("13076090").unwrap(),
            },
            SourceRef { source: "test".into(), id: id.into() },
        )
    }
}

pub(super) fn facilities() -> Vec<Facility> {
    let mut unplaced = facility("d-4", "Pflegedienst Süd", 3.0, vec![offer("home_care_service", None, None)]);
    unplaced.position_source = PositionSource::Gazetteer;
    vec![
        facility("a-1", "Tagespflege Nord", 2.0, vec![offer("day_care", Some(14), Some((2, 1)))]),
        facility("b-2", "Tagespflege <b>Mitte</b>", 1.0, vec![offer("day_care", Some(12), Some((0, 2)))]),
        facility(
            "c-3",
            "Haus am See",
            40.0,
            vec![
                offer("short_term_care_embedded", Some(3), None),
                offer("residential_care", Some(1_080), Some((5, 1))),
            ],
        ),
        unplaced,
    ]
}

/// A folder for a database that no page reads; it goes when the answer is there.
pub(super) struct Folder(pub(super) PathBuf);

impl Folder {
    pub(super) fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        Self(std::env::temp_dir().join(format!("pflegeplan-web-{}-{number}", std::process::id())))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub(super) fn snapshot(facilities: Vec<Facility>, reference: &ReferenceData) -> Snapshot {
    Snapshot::new(facilities, &reference.categories, 7, today(), DateTime::<Utc>::UNIX_EPOCH).unwrap()
}

/// What came back, read to its end.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    html: String,
    bytes: Vec<u8>,
}

impl Answer {
    fn header(&self, name: impl AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The page without its tags and with single blanks, as a reader sees it.
    fn visible_text(&self) -> String {
        visible_text(&self.html)
    }
}

async fn ask(facilities: Vec<Facility>, request: TestRequest) -> Answer {
    ask_of(Site::default(), facilities, request).await
}

async fn ask_of(site: Site, facilities: Vec<Facility>, request: TestRequest) -> Answer {
    ask_with(Pages::new(site).unwrap(), facilities, request).await
}

async fn ask_with(pages: Pages, facilities: Vec<Facility>, request: TestRequest) -> Answer {
    ask_prepared(pages, facilities, request, |_| {}).await
}

/// `prepare` sets up what the service of this request has beside its register.
async fn ask_prepared(
    pages: Pages,
    facilities: Vec<Facility>,
    request: TestRequest,
    prepare: impl FnOnce(&State),
) -> Answer {
    let (folder, reference) = (Folder::new(), reference());
    let snapshot = snapshot(facilities, &reference);
    let search = SearchService::new(reference.gazetteer.clone(), Router::Estimate);
    let state = State::new(reference, search, Database::open(&folder.0).unwrap(), forecasts(), snapshot);
    prepare(&state);
    let app = App::new()
        .app_data(Data::new(state))
        .app_data(Data::new(pages))
        .configure(configure)
        .default_service(to(not_found_page));
    let response = call_service(&init_service(app).await, request.to_request()).await;
    let (status, headers) = (response.status(), response.headers().clone());
    let bytes = read_body(response).await.to_vec();
    // As a browser reads it.
    let html = String::from_utf8_lossy(&bytes).replace("&#x2f;", "/");
    Answer { status, headers, html, bytes }
}

async fn get(path: &str) -> Answer {
    ask(facilities(), TestRequest::get().uri(path)).await
}

/// A page without its tags and with single blanks, as a reader sees it.
fn visible_text(html: &str) -> String {
    let mut text = String::new();
    let mut inside_tag = false;
    for c in html.chars() {
        match c {
            '<' => inside_tag = true,
            '>' => inside_tag = false,
            c if !inside_tag => text.push(c),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The pages that need no search: path, path within the edition, and edition.
fn every_page() -> impl Iterator<Item = (String, &'static str, Edition)> {
    let own = ["/", "/beratung", "/datenquellen"].into_iter().chain(prose::PAGES.map(|page| page.path));
    let in_editions = own.flat_map(|path| {
        Edition::standing_alone().map(move |edition| (format!("{}{path}", edition.base()), path, edition))
    });
    let german = Edition { language: &GERMAN, embedded: false };
    in_editions.chain(prose::EASY_PAGES.map(|page| (page.path.to_owned(), page.path, german)))
}

#[actix_web::test]
async fn the_landing_page_shows_questions_and_counts_offers() {
    let page = get("/").await;
    assert_eq!(page.status, StatusCode::OK);
    let visible = page.visible_text();
    assert!(visible.contains("Pflege in Mecklenburg-Vorpommern finden"), "{visible}");
    assert!(visible.contains("Wer hilft für ein paar Stunden oder Wochen?"));
    assert!(visible.contains("Tagespflege Anzahl: 2"), "{visible}");
    assert!(page.html.contains("<a href=\"/?category=day_care\">Tagespflege</a>"));
    assert!(!page.html.contains("id=\"ergebnisse\""));
}

#[actix_web::test]
async fn a_search_lists_what_lies_within_the_radius_nearest_first() {
    let page = get(&format!("/?{CENTRE}&category=day_care&radius_km=20&near=&sort=distance")).await;
    assert_eq!(page.status, StatusCode::OK);
    let visible = page.visible_text();
    assert!(visible.contains("2 Tagespflegen im Umkreis von 20 km um den gewählten Punkt"), "{visible}");
    // 999 m are 0.999 of the 270 s of a kilometre.
    assert!(visible.contains("4 Min. 1,0 km Ludwigslust"), "{visible}");
    assert!(
        visible
            .contains("12 Plätze für Menschen mit Demenz Garten Kein Platz frei gemeldet gestern 2.10.2026"),
        "{visible}"
    );
    assert!(visible.contains("2 Plätze frei gemeldet vor 2 Tagen 1.10.2026"), "{visible}");
    assert!(visible.find("Mitte") < visible.find("Tagespflege Nord"));
    assert!(visible.contains("1 mit freiem Platz 1 belegt"), "{visible}");
    assert!(page.html.contains("href=\"tel:038741234\"") && visible.contains("(03874) 12 34"));
    assert!(page.html.contains("<option value=\"day_care\" selected>"));
    assert!(
        page.html.contains("max=\"600\" step=\"any\" inputmode=\"decimal\" value=\"20\""),
        "{}",
        page.html
    );
}

#[actix_web::test]
async fn an_area_is_searched_as_a_whole_and_named_so() {
    for (near, sentence) in [
        ("Landkreis+Ludwigslust-Parchim", "im Landkreis Ludwigslust-Parchim"),
        ("Gemeinde+Ludwigslust", "in der Gemeinde Ludwigslust"),
        ("R%C3%BCgen", "auf Rügen"),
        ("Dar%C3%9F", "auf der Halbinsel Darß"),
    ] {
        let shown = get(&format!("/?near={near}&radius_km=1")).await.visible_text();
        assert!(shown.contains(sentence), "{shown}");
        assert!(!shown.contains("im Umkreis von"), "{shown}");
    }
}

#[actix_web::test]
async fn facilities_are_not_called_offers_where_several_categories_count() {
    let visible = get(&format!("/?{CENTRE}&radius_km=100")).await.visible_text();
    assert!(visible.contains("4 Einrichtungen und Dienste im Umkreis von 100 km"), "{visible}");
    assert!(
        visible.contains("Kurzzeitpflege im Pflegeheim Pflegeheim für Menschen")
            && visible.contains("5 Plätze frei"),
        "{visible}"
    );
    assert!(visible.contains("2 mit freiem Platz 1 belegt 1 ohne Platzzahl"), "{visible}");
    assert!(visible.contains("Ambulanter Pflegedienst"), "{visible}");
    assert!(visible.contains("ungefähr 3,0 km Luftlinie"), "{visible}");
}

#[actix_web::test]
async fn links_keep_the_search_without_its_empty_fields() {
    let page = get("/?near=&category=day_care&radius_km=20&limit=1").await;
    let kept = "category=day_care&amp;radius_km=20&amp;limit=1";
    assert!(page.html.contains(&format!("href=\"/einrichtung/b-2?{kept}\"")), "{}", page.html);
    assert!(page.html.contains(&format!("href=\"/?{kept}&amp;cursor=622d32#ergebnisse\" rel=\"next\"")));
    assert!(page.visible_text().contains("1 von 2 werden gezeigt"));

    let second = get("/?category=day_care&radius_km=20&limit=1&cursor=622d32").await;
    assert!(second.visible_text().contains("Tagespflege Nord"));
    assert!(second.html.contains(&format!("href=\"/?{kept}#ergebnisse\">Zum Anfang der Liste")));
    assert!(!second.html.contains("rel=\"next\""));

    let facility = get("/einrichtung/b-2?category=day_care&near=").await;
    assert!(facility.html.contains("href=\"/?category=day_care#e-b-2\">"), "{}", facility.html);
    assert!(facility.visible_text().contains("Zurück zur Suche"));
}

#[actix_web::test]
async fn without_an_origin_the_order_by_name_is_explained() {
    let visible = get("/?category=day_care&sort=distance").await.visible_text();
    assert!(visible.contains("2 Tagespflegen in Mecklenburg-Vorpommern"), "{visible}");
    assert!(visible.contains("Sortiert nach: Name, weil kein Ort angegeben ist"), "{visible}");
}

#[actix_web::test]
async fn filters_of_the_address_are_shown_and_can_be_removed() {
    let page = get("/?category=day_care&category=night_care&district=13076&feature=garden").await;
    let visible = page.visible_text();
    assert!(visible.contains("oder Nachtpflege"), "{visible}");
    assert!(visible.contains("Landkreis Ludwigslust-Parchim"), "{visible}");
    assert!(page.html.contains("<input type=\"hidden\" name=\"district\" value=\"13076\">"));
    let without_garden = "/?category=day_care&amp;category=night_care&amp;district=13076#ergebnisse\"";
    assert!(page.html.contains(without_garden), "{}", page.html);
}

#[actix_web::test]
async fn features_are_offered_with_their_number_of_results() {
    let mut facilities = facilities();
    facilities[0].features = vec![Feature::BarrierFree, Feature::Dementia];
    let ask_for = |query: &'static str| ask(facilities.clone(), TestRequest::get().uri(query));
    let page = ask_for("/?category=day_care").await;
    let visible = page.visible_text();
    // By hand: of the two day care offers one is barrier-free, both are for dementia, one has a garden.
    for text in ["barrierefrei 1", "Demenz 2", "Garten 1"] {
        assert!(visible.contains(text), "{text} is missing in {visible}");
    }
    assert!(!visible.contains("Haustiere möglich"), "what no result has is not offered");
    let page = ask_for("/?category=day_care&feature=garden").await;
    assert!(
        page.html.contains("type=\"hidden\" name=\"feature\" value=\"garden\">"),
        "a new search keeps it"
    );
    assert!(
        page.html.contains("href=\"/?category=day_care#ergebnisse\" data-chip=\"garden\">"),
        "{}",
        page.html
    );
    assert!(!page.html.contains("data-chip=\"barrier_free\""));
    let none = ask_for("/?category=day_care&feature=garden&feature=barrier_free").await;
    assert!(none.html.contains("data-chip=\"barrier_free\""), "a chosen wish can be taken back");
}

#[actix_web::test]
async fn invalid_values_are_reported_at_their_field_in_german() {
    let page = get("/?radius_km=900&category=spaceship&sort=colour&utm_source=x&near=Ludwigslust").await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    let visible = page.visible_text();
    assert!(visible.contains("Bitte wählen Sie einen Umkreis über 0 und höchstens 200 km."), "{visible}");
    assert!(visible.contains("Diese Art von Angebot kennen wir nicht."), "{visible}");
    assert!(visible.contains("So lässt sich nicht sortieren."), "{visible}");
    assert!(visible.contains("Die Angabe „utm_source“ in der Adresse ist unbekannt"), "{visible}");
    assert!(page.html.contains("aria-invalid=\"true\" aria-describedby=\"within-error\""));
    assert!(page.html.contains("value=\"Ludwigslust\""));
}

#[actix_web::test]
async fn an_unknown_locality_is_escaped() {
    let page = get("/?near=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.html.contains("haben wir nicht gefunden"));
    assert!(!page.html.contains("<script>alert"));
    assert!(page.html.contains("value=\"&quot;&gt;&lt;script&gt;alert(1)"), "{}", page.html);
}

#[actix_web::test]
async fn similar_localities_are_offered_with_the_rest_of_the_search() {
    let page = get("/?near=Ludwigslsut&category=day_care&radius_km=20").await;
    let visible = page.visible_text();
    assert!(visible.contains("„Ludwigslsut“ haben wir nicht gefunden Meinten Sie: Ludwigslust"), "{visible}");
    assert!(page.html.contains("href=\"/?category=day_care&amp;radius_km=20&amp;near=Ludwigslust"));
}

#[actix_web::test]
async fn a_locality_is_found_by_its_name_and_by_its_label() {
    let named = get("/?near=Ludwigslust&category=day_care&radius_km=20").await.visible_text();
    assert!(named.contains("2 Tagespflegen im Umkreis von 20 km um Ludwigslust"), "{named}");
    for place in reference().gazetteer.suggest("Neust", 8) {
        let query = QueryString::default().with("near", &place.label).to_string();
        let page = get(&format!("/?{query}")).await;
        assert!(!page.html.contains("haben wir nicht gefunden"), "{}", place.label);
    }
}

#[actix_web::test]
async fn an_empty_result_offers_searches_with_results() {
    let page = get(&format!("/?{CENTRE}&category=residential_care&radius_km=5")).await;
    let visible = page.visible_text();
    assert!(visible.contains("Kein Pflegeheim im Umkreis von 5 km"), "{visible}");
    assert!(visible.contains("im Umkreis von 50 km suchen (1)"), "{visible}");
    assert!(!visible.contains("im Umkreis von 30 km suchen"), "{visible}");
    assert!(visible.contains("alle Arten von Angeboten (3)"), "{visible}");
    let link = "/?lat=53.3249&amp;lon=11.4957&amp;category=residential_care&amp;radius_km=50#ergebnisse";
    assert!(page.html.contains(link), "{}", page.html);
}

#[actix_web::test]
async fn an_outdated_cursor_leads_to_the_first_page() {
    let page = get("/?category=day_care&cursor=7a7a").await;
    assert!(page.visible_text().contains("Das Verzeichnis hat sich geändert"));
    assert!(page.html.contains("href=\"/?category=day_care#ergebnisse\">Zum Anfang der Liste"));
}

#[actix_web::test]
async fn a_facility_page_shows_all_known_fields() {
    let page = get("/einrichtung/c-3").await;
    assert_eq!(page.status, StatusCode::OK);
    let visible = page.visible_text();
    for text in [
        "Träger: Beispielträger gGmbH (freigemeinnütziger Träger)",
        "Am Markt 4 a19288 Ludwigslust",
        "Ludwigslust, Landkreis Ludwigslust-Parchim",
        "Telefon(03874) 12 34",
        "Dienstag",
        "08:00–16:00",
        "Rechtsgrundlage: § 43 SGB XI, § 71 Abs. 2 SGB XI",
        "3 Plätze",
        "in den Plätzen von „Pflegeheim“ enthalten",
        "5 Plätze frei",
        "Sie wohnen im Heim und werden dort Tag und Nacht gepflegt.",
        "Für Menschen mit Demenz",
        "Quelle: Liste „test“.",
        "Zur Suche",
    ] {
        assert!(visible.contains(text), "{text:?} is missing in {visible}");
    }
    assert!(page.html.contains("rel=\"noopener noreferrer\">example.org"));
    assert!(!visible.contains("Lage ungefähr"));
    assert!(get("/einrichtung/d-4").await.visible_text().contains("Lage ungefähr: Ortsmitte"));
}

#[actix_web::test]
async fn an_unknown_facility_and_an_unknown_path_are_pages_with_404() {
    let page = get("/einrichtung/nobody?near=Ludwigslust").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.visible_text().contains("Diese Einrichtung steht nicht im Verzeichnis"));
    assert!(page.html.contains("href=\"/?near=Ludwigslust\">Zurück zur Suche"));
    let page = get("/nirgends").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.visible_text().contains("Diese Seite gibt es nicht"));
}

#[actix_web::test]
async fn examples_are_marked_on_every_page_and_at_each_entry() {
    let banner = |facilities: Vec<Facility>, path: &'static str| async move {
        ask(facilities, TestRequest::get().uri(path)).await.visible_text()
    };
    let mut some = facilities();
    some[0].example = true;
    let mut all = facilities();
    all.iter_mut().for_each(|facility| facility.example = true);
    for path in ["/", "/?category=day_care", "/einrichtung/a-1", "/datenquellen", "/datenschutz", "/nirgends"]
    {
        assert!(!banner(facilities(), path).await.contains("Beispieldaten"), "{path}");
        let mixed = "Beispieldaten: Einrichtungen mit dem Zeichen „Beispiel“ sind erfunden.";
        assert!(banner(some.clone(), path).await.contains(mixed), "{path}");
        let invented = "Beispieldaten: Alle Einrichtungen sind erfunden.";
        assert!(banner(all.clone(), path).await.contains(invented), "{path}");
    }
    let list = banner(some.clone(), "/?category=day_care").await;
    assert!(list.contains("Tagespflege Nord Beispiel"), "{list}");
    assert!(!list.contains("Mitte Beispiel"));
    assert!(banner(some, "/einrichtung/a-1").await.contains("Tagespflege Nord Beispiel"));
}

#[actix_web::test]
async fn every_page_has_the_strict_content_policy() {
    let wrong = ["/?radius_km=x", "/nirgends", "/en/nowhere", "/einrichtung/a-1"];
    for path in every_page().map(|(path, ..)| path).chain(wrong.map(str::to_owned)) {
        let page = get(&path).await;
        let policy = page.header(header::CONTENT_SECURITY_POLICY);
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(page.header(header::REFERRER_POLICY), "no-referrer");
        assert_eq!(page.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
        assert_eq!(page.header(header::CONTENT_TYPE), "text/html; charset=utf-8");
        assert!(!page.headers.contains_key(header::SET_COOKIE));
        // Nothing inline that the policy would block.
        assert!(!page.html.contains(" style=\"") && !page.html.contains("<style"), "{path}");
        let data = page.html.matches("<script type=\"application/ld+json\">").count();
        assert_eq!(page.html.matches("<script").count(), 1 + data, "{path}");
        assert_eq!(page.html.matches("<h1").count(), 1, "{path}");
    }
}

#[actix_web::test]
async fn an_unchanged_page_is_answered_with_304() {
    let path = "/?category=day_care";
    let page = get(path).await;
    let tag = page.header(header::ETAG).to_owned();
    let request = TestRequest::get().uri(path).insert_header((header::IF_NONE_MATCH, tag.clone()));
    let again = ask(facilities(), request).await;
    assert_eq!((again.status, again.html.as_str()), (StatusCode::NOT_MODIFIED, ""));
    let mut changed = facilities();
    changed[0].offers[0].free_places = Some(1);
    let request = TestRequest::get().uri(path).insert_header((header::IF_NONE_MATCH, tag));
    assert_eq!(ask(changed, request).await.status, StatusCode::OK);
}

#[actix_web::test]
async fn assets_have_hashed_names_and_are_cached_for_a_year() {
    let page = get("/").await;
    let (_, rest) = page.html.split_once("src=\"/assets/").unwrap();
    let (script, _) = rest.split_once('"').unwrap();
    let path = format!("/assets/{script}");
    let file = get(&path).await;
    assert_eq!(file.status, StatusCode::OK);
    assert_eq!(file.header(header::CONTENT_TYPE), "text/javascript; charset=utf-8");
    assert_eq!(file.header(header::CACHE_CONTROL), "public, max-age=31536000, immutable");
    let held =
        TestRequest::get().uri(&path).insert_header((header::IF_NONE_MATCH, file.header(header::ETAG)));
    assert_eq!(ask(facilities(), held).await.status, StatusCode::NOT_MODIFIED);
    for path in ["/assets/main.ts", "/assets/..%2f.vite%2fmanifest.json", "/assets/.vite/manifest.json"] {
        assert_eq!(get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(get("/favicon.svg").await.header(header::CONTENT_TYPE), "image/svg+xml");
    assert!(get("/lizenzen").await.html.contains("leaflet"));
    assert!(get("/robots.txt").await.html.starts_with("User-agent: *"));
}

#[actix_web::test]
async fn the_worked_example_follows_the_formula_of_the_estimate() {
    // By hand: see `routing::estimate`, 13.561 km of way and 19.08 minutes.
    let visible = get("/datenquellen").await.visible_text();
    assert!(
        visible.contains("Aus 10,0 km Luftlinie werden so 13,6 km Weg und etwa 19 Min. mit dem Auto"),
        "{visible}"
    );
    assert!(visible.contains("Liste „test“: 4 Einrichtungen"));
    assert!(visible.contains("GeoBasis-DE / BKG (VG250)"));
}

#[test]
fn titles_distinguish_searches() {
    use super::shell::pages::View;
    let reference = reference();
    let snapshot = &snapshot(facilities(), &reference);
    let search = &SearchService::new(reference.gazetteer.clone(), Router::Estimate);
    let directory = Directory { reference: &reference, search, snapshot };
    let messages = Messages::read(&GERMAN).unwrap();
    let title = |raw: &str| {
        let fields = QueryString::read(raw);
        super::public::search::page::view(&messages, &directory, &fields, None).1.title(&messages)
    };
    assert_eq!(title("near="), "Pflege in Mecklenburg-Vorpommern finden");
    assert_eq!(title("category=day_care"), "2 Tagespflegen in Mecklenburg-Vorpommern");
    assert_eq!(title("near=Xyzzyqwertz"), "„Xyzzyqwertz“ nicht gefunden");
}
