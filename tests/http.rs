//! The contract over HTTP, through the same routes as the service.
#![expect(clippy::unwrap_used, reason = "a test may end where something is not as it should be")]

#[path = "http/bodies.rs"]
mod bodies;
#[path = "http/contract.rs"]
mod contract;
#[path = "http/cross_origin.rs"]
mod cross_origin;
#[path = "http/explain.rs"]
mod explain;
#[path = "http/forecast.rs"]
mod forecast;
#[path = "http/headers.rs"]
mod headers;
#[path = "http/indicators.rs"]
mod indicators;
#[path = "http/largest.rs"]
mod largest;
#[path = "http/ogc.rs"]
mod ogc;
#[cfg(feature = "gdal")]
#[path = "http/ogc_gdal.rs"]
mod ogc_gdal;
#[path = "http/open_data.rs"]
mod open_data;
#[path = "http/planning.rs"]
mod planning;
#[path = "http/planning_basket.rs"]
mod planning_basket;
#[path = "http/planning_compare.rs"]
mod planning_compare;
#[path = "http/planning_english.rs"]
mod planning_english;
#[path = "http/planning_files.rs"]
mod planning_files;
#[path = "http/reach.rs"]
mod reach;
#[path = "http/readers.rs"]
mod readers;

use std::sync::{Arc, LazyLock, OnceLock};

use actix_web::App;
use actix_web::body::to_bytes;
use actix_web::dev::ServiceResponse;
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::{Compress, from_fn};
use actix_web::test::{TestRequest, call_service, init_service};
use actix_web::web::Data;
use chrono::{DateTime, Days, NaiveDate, Utc};
use pflegeplan::api::http::connections;
use pflegeplan::api::{ContractText, Rendering, http};
use pflegeplan::app::forecasts::Forecasts;
use pflegeplan::app::plan::TextSource;
use pflegeplan::app::state::LoadedIndicators;
use pflegeplan::app::{Publisher, ReferenceData, State};
use pflegeplan::model::Model;
use pflegeplan::model::load::{CURRENT, load};
use pflegeplan::register::{
    Address, CategorySlug, Cents, Contact, CostKind, CostPer, Costs, Facility, Feature, Offer, Position,
    PositionSource, Provider, ProviderKind, SourceRef,
};
use pflegeplan::routing::Router;
use pflegeplan::search::{SearchService, Snapshot};
use pflegeplan::service::renew_indicators;
use pflegeplan::service::{explain_to_readers, routes};
use pflegeplan::store::{Changes, Database};
use pflegeplan::units::{Ags, GeoPoint};
use pflegeplan::web::Pages;
use serde_json::{Value, json};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 20).unwrap()
}

fn offer(category: &str, free: Option<(u32, u64)>) -> Offer {
    Offer {
        places: (category != "home_care_service").then_some(20),
        places_on: NaiveDate::from_ymd_opt(2023, 12, 15),
        free_places: free.map(|(places, _)| places),
        counted_on: free.and_then(|(_, age)| today().checked_sub_days(Days::new(age))),
        ..Offer::new(CategorySlug::new(category), category)
    }
}

/// More than a year old.
fn with_costs(offer: Offer) -> Offer {
    let amounts = [(CostKind::BoardAndLodging, 1_764), (CostKind::Price, 7_836)];
    let amounts = amounts.map(|(kind, cents)| (kind, Cents::new(cents).unwrap())).into();
    let on = NaiveDate::from_ymd_opt(2025, 3, 18).unwrap();
    Offer { costs: Costs::new(CostPer::Day, on, amounts), ..offer }
}

/// Three facilities on a line east of Ludwigslust, 1, 2 and 3 hundredths of a degree away.
fn register() -> Vec<Facility> {
    let build = |number: u8, name: &str, offers: Vec<Offer>| Facility {
        provider: (number == 1).then(|| {
            Arc::new(Provider {
                name: "Träger \"Nord\"".into(),
                kind: ProviderKind::NonProfit,
                association: Some("Diakonie".into()),
            })
        }),
        address: Address {
            street: Some("Beispielweg".into()),
            house_number: Some("1 a".into()),
            postcode: Some("19288".into()),
            place: "Ludwigslust".into(),
            locality: None,
        },
        contact: Contact { phone: Some("030 23125 000".into()), email: None, website: None },
        opening_hours: Some("Mo-Fr 08:00-16:00".into()),
        features: vec![Feature::BarrierFree],
        offers,
        example: true,
        ..Facility::new(
            format!("test-{number}"),
            name,
            Position {
                point: GeoPoint { lon: 11.5 + f64::from(number) / 100.0, lat: 53.32 },
                source: PositionSource::Source,
                municipality: Ags::parse("13076090").unwrap(),
            },
            SourceRef { source: "test".into(), id: number.to_string().into() },
        )
    };
    vec![
        build(
            1,
            "Haus <Eins> & \"Anker\"",
            vec![with_costs(offer("day_care", Some((2, 3)))), offer("residential_care", None)],
        ),
        build(2, "Haus Zwei", vec![offer("day_care", Some((5, 20)))]),
        build(3, "Pflegedienst Drei", vec![offer("home_care_service", None)]),
    ]
}

/// Read once for all tests: names of localities, outlines and the model take a second.
static REFERENCE: LazyLock<Arc<ReferenceData>> =
    LazyLock::new(|| Arc::new(pflegeplan::service::reference_data().unwrap()));
static MODEL: LazyLock<Model> = LazyLock::new(|| load(CURRENT).unwrap().model);

struct Service {
    state: Data<State>,
    planning_open: bool,
    rendering: Data<Rendering>,
    folder: std::path::PathBuf,
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn copy(loaded: &LoadedIndicators) -> LoadedIndicators {
    LoadedIndicators { base: loaded.base.clone(), version: loaded.version }
}

impl Service {
    fn new(name: &str) -> Self {
        Self::of(name, register())
    }

    /// With indicators, which are put together once for all tests, as the register is the same in each.
    fn whole(name: &str) -> Self {
        static INDICATORS: OnceLock<LoadedIndicators> = OnceLock::new();
        let service = Self::new(name);
        let known = INDICATORS.get_or_init(|| {
            renew_indicators(&service.state, &service.folder).unwrap();
            copy(&service.state.indicators().unwrap())
        });
        service.state.replace_indicators(copy(known));
        service
    }

    fn of(name: &str, facilities: Vec<Facility>) -> Self {
        let folder = std::env::temp_dir().join(format!("pflegeplan-http-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        let reference = REFERENCE.clone();
        let database = Database::open(&folder).unwrap();
        let forecasts = Forecasts::new(MODEL.clone());
        let changes = Changes { insert: facilities, ..Changes::default() };
        database.write(|writer| writer.apply(&changes)).unwrap();
        let (facilities, version) = database.load().unwrap();
        let taken_at = DateTime::<Utc>::UNIX_EPOCH;
        let snapshot = Snapshot::new(facilities, &reference.categories, version, today(), taken_at).unwrap();
        let search = SearchService::new(reference.gazetteer.clone(), Router::Estimate);
        let mut state = State::new(reference, search, database, forecasts, snapshot);
        state.plan_files.texts = TextSource::Folder(folder.join("plan"));
        state.publisher = Publisher {
            public_url: None,
            name: Some("Landkreis Beispiel & Söhne".into()),
            email: Some("daten@example.org".into()),
            licence: Some("http://dcat-ap.de/def/licenses/dl-by-de/2.0".into()),
            contributor: Some("http://dcat-ap.de/def/contributors/beispiel".into()),
        };
        let rendering = Data::new(Rendering::new(&mut state).unwrap());
        Self { state: Data::new(state), planning_open: true, rendering, folder }
    }

    async fn send(&self, request: TestRequest) -> (StatusCode, header::HeaderMap, Vec<u8>) {
        self.send_each([request]).await.remove(0)
    }

    /// Sends requests one after the other to one application.
    async fn send_each(
        &self,
        requests: impl IntoIterator<Item = TestRequest>,
    ) -> Vec<(StatusCode, header::HeaderMap, Vec<u8>)> {
        let contract = Data::new(ContractText::new().unwrap());
        let pages = Data::new(
            Pages::new(pflegeplan::web::Site { planning_open: self.planning_open, ..Default::default() })
                .unwrap(),
        );
        let app = init_service(
            App::new()
                .wrap(Compress::default())
                .wrap(from_fn(connections::limit))
                .wrap(from_fn(explain_to_readers))
                .wrap(from_fn(http::around))
                .configure(routes(self.state.clone(), self.rendering.clone(), contract, pages)),
        )
        .await;
        let mut answers = Vec::new();
        for request in requests {
            let response: ServiceResponse<_> = call_service(&app, request.to_request()).await;
            let (status, headers) = (response.status(), response.headers().clone());
            let body = to_bytes(response.into_body()).await.unwrap_or_default().to_vec();
            answers.push((status, headers, body));
        }
        answers
    }

    async fn get(&self, path: &str) -> (StatusCode, Value) {
        let (status, _, body) = self.send(TestRequest::get().uri(path)).await;
        (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
    }

    async fn ok(&self, path: &str) -> Value {
        let (status, body) = self.get(path).await;
        assert_eq!(status, StatusCode::OK, "{path}: {body}");
        body
    }
}

fn ids(list: &Value) -> Vec<&str> {
    list["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect()
}

const AT: &str = "lat=53.32&lon=11.5";

#[actix_web::test]
async fn a_search_gives_items_in_the_form_of_the_contract() {
    let service = Service::new("items");
    let list = service.ok(&format!("/api/v1/facilities?{AT}&category=day_care&mode=car")).await;
    assert_eq!(list["total"], 2);
    assert_eq!(list["next"], Value::Null);
    assert_eq!(
        list["origin"],
        json!({"lat": 53.32, "lon": 11.5, "label": null, "area": null, "known_part_only": false, "also": []})
    );
    assert_eq!(list["sort"], json!({"asked": null, "used": "distance", "reason": null}));
    assert_eq!(list["provenance"]["register_version"], 1);
    assert!(list["provenance"]["notice"].as_str().unwrap().contains("erfunden"));
    let english = service.ok(&format!("/api/v1/facilities?{AT}&lang=en")).await;
    assert!(english["provenance"]["notice"].as_str().unwrap().contains("invented"));
    // 0.01 degrees of longitude at 53.32 N: the radius of the parallel is N·cos(lat) with
    // N = 6378137/sqrt(1-0.00669438·sin²) = 6391912 m; times cos(53.32°) = 0.597344 and 0.01·π/180: 666.4 m.
    let distance = list["items"][0]["distance_m"].as_f64().unwrap();
    assert!((distance - 666.4).abs() < 0.1, "{distance}");
    assert_eq!(
        list["items"][0],
        json!({
            "id": "test-1",
            "name": "Haus <Eins> & \"Anker\"",
            "provider": {"name": "Träger \"Nord\"", "kind": "non_profit", "association": "Diakonie"},
            "categories": ["day_care", "residential_care"],
            "address": {
                "street": "Beispielweg", "house_number": "1 a", "postcode": "19288", "place": "Ludwigslust",
                "locality": null, "municipality_ags": "13076090", "district_ags": "13076",
            },
            "location": {"lat": 53.32, "lon": 11.51},
            "distance_m": distance,
            // Below a kilometre the estimate is a part of 270 s and 2,224 m: 180 s and 1,482 m.
            "travel": {"mode": "car", "duration_s": 180, "distance_m": 1482, "source": "estimate"},
            "offers": [
                {"category": "day_care", "places": 20, "places_on": "2023-12-15", "free_places": 2,
                 "counted_on": "2026-03-17", "status": "free", "costs": {"per": "day", "costs_on": "2025-03-18", "old": true,
                 "amounts": [{"kind": "board_and_lodging", "cents": 1764}, {"kind": "price", "cents": 7836}]}, "note": null},
                {"category": "residential_care", "places": 20, "places_on": "2023-12-15", "free_places": null,
                 "counted_on": null, "status": "unknown", "costs": null, "note": null},
            ],
            "phone": "030 23125 000",
            "website": null,
            "features": ["barrier_free"],
            "confirmed": null,
            "example": true,
            "register_version": 1,
        })
    );
    // Counted 20 days ago: unknown by default, believed with max_age_days=30.
    assert_eq!(list["items"][1]["offers"][0]["status"], "unknown");
    let list = service.ok(&format!("/api/v1/facilities?{AT}&category=day_care&max_age_days=30")).await;
    assert_eq!(list["items"][1]["offers"][0]["status"], "free");
    assert_eq!(list["items"][1]["travel"], Value::Null);
}

#[actix_web::test]
async fn the_items_have_the_fields_that_the_document_names() {
    let service = Service::new("schema");
    let list = service.ok(&format!("/api/v1/facilities?{AT}&mode=foot")).await;
    let one = service.ok("/api/v1/facilities/test-1").await;
    let contract: Value = serde_json::from_str(ContractText::new().unwrap().as_str()).unwrap();
    let fields = |schema: &str| -> Vec<String> {
        let properties = &contract["components"]["schemas"][schema]["properties"];
        properties.as_object().unwrap_or_else(|| panic!("no schema {schema}")).keys().cloned().collect()
    };
    let check = |schema: &str, value: &Value| {
        let mut found: Vec<String> = value.as_object().unwrap().keys().cloned().collect();
        // The register of this service has nothing of OpenStreetMap, so that its licence need not be named.
        let mut documented = fields(schema);
        documented.retain(|field| schema != "Provenance" || field != "attribution");
        found.sort();
        documented.sort();
        assert_eq!(found, documented, "{schema}");
    };
    check("FacilityList", &list);
    check("FacilityItem", &list["items"][0]);
    check("OfferResponse", &list["items"][0]["offers"][0]);
    check("AddressResponse", &list["items"][0]["address"]);
    check("TravelResponse", &list["items"][0]["travel"]);
    check("FacilityResponse", &one);
    check("Provenance", &one["provenance"]);
}

#[actix_web::test]
async fn pages_keep_every_filter_and_end() {
    let service = Service::new("pages");
    let mut path = format!("/api/v1/facilities?{AT}&radius_km=50&limit=1");
    let mut seen = Vec::new();
    loop {
        let list = service.ok(&path).await;
        assert_eq!(list["total"], 3);
        seen.extend(ids(&list).into_iter().map(str::to_owned));
        let Some(next) = list["next"].as_str() else { break };
        assert!(next.contains("radius_km=50") && next.contains("limit=1"), "{next}");
        path = next.to_owned();
    }
    assert_eq!(seen, ["test-1", "test-2", "test-3"]);
}

#[actix_web::test]
async fn filters_and_orders_work_over_the_wire() {
    let service = Service::new("filters");
    let found = async |query: &str| -> Vec<String> {
        let list = service.ok(&format!("/api/v1/facilities?{query}")).await;
        ids(&list).into_iter().map(str::to_owned).collect()
    };
    assert_eq!(found("category=at_home").await, ["test-3"]);
    assert_eq!(found("category=day_care&category=home_care_service").await.len(), 3);
    assert_eq!(found("free_places=1").await, ["test-1"]);
    assert_eq!(found("free_places=1&max_age_days=30&sort=free_places").await, ["test-2", "test-1"]);
    assert_eq!(found("q=anker").await, ["test-1"]);
    assert_eq!(found("feature=dementia").await.len(), 0);
    assert_eq!(found("district=13076").await.len(), 3);
    assert_eq!(found("municipality=13004000").await.len(), 0);
    assert_eq!(found("bbox=11.515,53,11.6,54&sort=name").await, ["test-2", "test-3"]);
    assert_eq!(found(&format!("{AT}&max_minutes=15&mode=foot")).await, ["test-1"]);
    let list = service.ok("/api/v1/facilities?sort=distance").await;
    assert_eq!(list["sort"]["used"], "name");
    assert!(list["sort"]["reason"].as_str().unwrap().contains("near"));
}

#[actix_web::test]
async fn every_wrong_parameter_is_named_in_a_problem() {
    let service = Service::new("wrong");
    for (query, field) in [
        ("lat=53.3", "lon"),
        ("lon=11.5", "lat"),
        ("lat=NaN&lon=11.5", "lat"),
        ("lat=53.3&lon=inf", "lon"),
        ("lat=1e2&lon=11", "lat"),
        ("lat=91&lon=11", "lat"),
        ("lat=53&lon=181", "lon"),
        ("lat=53&lon=11&near=Ludwigslust", "near"),
        ("near=Xyzzyhausen", "near"),
        ("near=", "near"),
        ("near=%FF%FE", "near"),
        ("near=a%00b", "near"),
        ("lat=53&lon=11&radius_km=0", "radius_km"),
        ("lat=53&lon=11&radius_km=200.5", "radius_km"),
        ("lat=53&lon=11&radius_km=-1", "radius_km"),
        ("radius_km=5", "radius_km"),
        ("max_minutes=5", "max_minutes"),
        ("bbox=1,2,3", "bbox"),
        ("bbox=12,53,11,54", "bbox"),
        ("category=spaceship", "category"),
        ("district=13999", "district"),
        ("district=13076090", "district"),
        ("municipality=13076", "municipality"),
        ("free_places=-1", "free_places"),
        ("free_places=1.5", "free_places"),
        ("feature=wings", "feature"),
        ("mode=train", "mode"),
        ("sort=price", "sort"),
        ("limit=0", "limit"),
        ("limit=501", "limit"),
        ("limit=5&limit=6", "limit"),
        ("cursor=zz", "cursor"),
        ("cursor=%C3%A4", "cursor"),
        ("cursor=74657374", "cursor"),
        ("lang=fr", "lang"),
        ("format=pdf", "format"),
        ("colour=red", "colour"),
    ] {
        let (status, headers, body) =
            service.send(TestRequest::get().uri(&format!("/api/v1/facilities?{query}"))).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{query}");
        assert_eq!(headers.get(header::CONTENT_TYPE).unwrap(), "application/problem+json");
        let problem: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(problem["status"], 400);
        assert_eq!(problem["instance"], "/api/v1/facilities", "the path without the query");
        let errors = problem["errors"].as_array().unwrap();
        assert!(errors.iter().any(|error| error["field"] == field), "{query}: {problem}");
        assert!(errors.iter().all(|error| error["message"].as_str().unwrap().len() > 5), "{problem}");
    }
    let (_, problem) = service.get("/api/v1/facilities?limit=0&colour=red&sort=price").await;
    assert_eq!(problem["errors"].as_array().unwrap().len(), 3, "all wrong values at once: {problem}");
}

#[actix_web::test]
async fn unknown_paths_ids_and_methods_are_problems_with_their_status() {
    let service = Service::new("unknown");
    for (method, path, status) in [
        (Method::GET, "/api/v1/nothing", 404),
        (Method::GET, "/api/v2/facilities", 404),
        (Method::GET, "/nothing", 404),
        (Method::GET, "/api/v1/facilities/none", 404),
        (Method::GET, "/api/v1/facilities/%00", 404),
        (Method::POST, "/api/v1/facilities", 405),
        (Method::DELETE, "/api/v1/facilities/test-1", 405),
        (Method::PUT, "/openapi.json", 405),
        (Method::POST, "/nothing", 404),
        (Method::GET, "/api/v1/places", 400),
        (Method::GET, "/api/v1/areas", 400),
        (Method::GET, "/api/v1/areas?level=planet", 400),
        (Method::GET, "/api/v1/areas?level=amt&within=1", 400),
        (Method::GET, "/api/v1/categories?on=gestern", 400),
        (Method::GET, "/api/v1/facilities/changes?since=-1", 400),
        (Method::GET, "/api/v1/facilities/test-1?x=1", 400),
    ] {
        let request = TestRequest::with_uri(path).method(method.clone());
        let (found, headers, body) = service.send(request).await;
        assert_eq!(found.as_u16(), status, "{method} {path}");
        assert_eq!(headers.get(header::CONTENT_TYPE).unwrap(), "application/problem+json", "{method} {path}");
        assert_eq!(headers.contains_key(header::ALLOW), status == 405);
        let problem: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(problem["status"], status);
        assert!(problem["detail"].as_str().unwrap().len() > 10 && problem["instance"].is_string());
    }
}

#[actix_web::test]
async fn the_form_follows_accept_and_format() {
    let service = Service::new("forms");
    let path = format!("/api/v1/facilities?{AT}");
    let accept = |kind: &str| TestRequest::get().uri(&path).insert_header((header::ACCEPT, kind.to_owned()));
    let kind =
        |headers: &header::HeaderMap| headers.get(header::CONTENT_TYPE).unwrap().to_str().unwrap().to_owned();

    let (_, headers, body) = service.send(accept("application/geo+json")).await;
    assert_eq!(kind(&headers), "application/geo+json");
    let collection: geojson::FeatureCollection = String::from_utf8(body).unwrap().parse().unwrap();
    assert_eq!(collection.features.len(), 3);
    let first = &collection.features[0];
    assert_eq!(first.id, Some(geojson::feature::Id::String("test-1".into())));
    assert_eq!(first.property("distance_m").and_then(Value::as_f64).map(f64::round), Some(666.0));

    let (_, headers, body) = service.send(accept("text/html;q=0.1, text/csv;q=0.9, */*;q=0.5")).await;
    assert_eq!(kind(&headers), "text/csv; charset=utf-8");
    let mut reader = csv::Reader::from_reader(body.as_slice());
    let category = reader.headers().unwrap().iter().position(|name| name == "category").unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 4, "a row an offer");
    assert!(rows[0].iter().any(|cell| cell == "Haus <Eins> & \"Anker\""));
    assert_eq!(rows[0].get(category), Some("day_care"));

    let (_, headers, body) = service.send(TestRequest::get().uri(&format!("{path}&format=xlsx"))).await;
    assert!(kind(&headers).contains("spreadsheetml"));
    use calamine::Reader;
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(body)).unwrap();
    let sheet = book.worksheet_range("Angebote").unwrap();
    assert_eq!(sheet.height(), 5);
    let cells: Vec<String> = sheet.rows().nth(1).unwrap().iter().map(ToString::to_string).collect();
    assert!(cells.contains(&"19288".to_owned()) && cells.contains(&"11.51".to_owned()), "{cells:?}");

    let (_, headers, _) = service.send(accept("text/csv;q=0, application/xml")).await;
    assert_eq!(kind(&headers), "application/json");
}

#[actix_web::test]
async fn a_held_answer_is_not_sent_again_until_the_register_changes() {
    let service = Service::new("etag");
    for path in [
        format!("/api/v1/facilities?{AT}"),
        "/api/v1/facilities/test-1".into(),
        "/api/v1/categories".into(),
        "/api/v1/areas?level=district".into(),
        "/openapi.json".into(),
    ] {
        let (_, headers, _) = service.send(TestRequest::get().uri(&path)).await;
        let tag = headers.get(header::ETAG).unwrap_or_else(|| panic!("{path} has no ETag")).clone();
        let held = |tag| TestRequest::get().uri(&path).insert_header((header::IF_NONE_MATCH, tag));
        let (status, headers, body) = service.send(held(tag.clone())).await;
        assert_eq!((status, body.len()), (StatusCode::NOT_MODIFIED, 0), "{path}");
        assert_eq!(headers.get(header::ETAG), Some(&tag));
        let (status, ..) = service.send(held(header::HeaderValue::from_static("W/\"other\""))).await;
        assert_eq!(status, StatusCode::OK);
    }
    let path = format!("/api/v1/facilities?{AT}");
    let tag = async || service.send(TestRequest::get().uri(&path)).await.1.get(header::ETAG).unwrap().clone();
    let before = tag().await;
    let snapshot =
        Snapshot::new(register(), &service.state.reference.categories, 2, today(), Utc::now()).unwrap();
    service.state.replace_snapshot(snapshot).unwrap();
    assert_ne!(tag().await, before);
}

#[actix_web::test]
async fn head_and_options_work_and_answers_come_compressed() {
    let service = Service::new("head");
    let path = "/api/v1/areas?level=district";
    let (status, headers, _) = service.send(TestRequest::with_uri(path).method(Method::HEAD)).await;
    assert_eq!(status, StatusCode::OK);
    assert!(headers.contains_key(header::ETAG));
    let (status, headers, _) = service.send(TestRequest::with_uri(path).method(Method::OPTIONS)).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    assert_eq!(headers.get(header::ALLOW).unwrap(), "GET, HEAD, OPTIONS");
    // The page of a facility also takes the place that somebody sets out from.
    let page = TestRequest::with_uri("/einrichtung/x").method(Method::OPTIONS);
    let (_, headers, _) = service.send(page).await;
    assert_eq!(headers.get(header::ALLOW).unwrap(), "GET, HEAD, POST, OPTIONS");
    let plain = service.send(TestRequest::get().uri(path)).await.2.len();
    for coding in ["gzip", "br", "zstd"] {
        let request = TestRequest::get().uri(path).insert_header((header::ACCEPT_ENCODING, coding));
        let (_, headers, body) = service.send(request).await;
        assert_eq!(headers.get(header::CONTENT_ENCODING).unwrap(), coding);
        assert!(body.len() < plain / 2, "{coding}: {} of {plain}", body.len());
    }
}

#[actix_web::test]
async fn every_answer_keeps_the_address_to_itself() {
    let service = Service::new("headers");
    for path in ["/api/v1/categories", "/api/v1/nothing", "/api/docs/", "/health/live"] {
        let (_, headers, _) = service.send(TestRequest::get().uri(path)).await;
        assert_eq!(headers.get("referrer-policy").unwrap(), "no-referrer", "{path}");
        assert_eq!(headers.get("x-content-type-options").unwrap(), "nosniff", "{path}");
        assert!(!headers.contains_key(header::SET_COOKIE), "{path}");
    }
}

#[actix_web::test]
async fn categories_carry_the_law_of_the_reference_date_and_counts() {
    let service = Service::new("categories");
    let law = async |on: &str| -> Value {
        let groups = service.ok(&format!("/api/v1/categories?on={on}")).await;
        let find = |group: &Value| group["categories"].as_array().unwrap().clone();
        let all: Vec<Value> = groups["items"].as_array().unwrap().iter().flat_map(find).collect();
        assert_eq!(all.len(), service.state.reference.categories.categories().count());
        let count =
            |slug: &str| all.iter().find(|category| category["slug"] == slug).unwrap()["count"].clone();
        assert_eq!(count("day_care"), 2);
        all.iter().find(|category| category["slug"] == "assisted_living").unwrap()["law"].clone()
    };
    assert_eq!(law("2025-12-31").await, json!(["EQG M-V"]));
    assert_eq!(law("2026-01-01").await, json!(["WoTG M-V"]));
}

/// Of a kind: nearest point instead of point in polygon.
#[actix_web::test]
async fn the_nearest_place_is_told_for_a_point_in_the_body_only() {
    let service = Service::new("nearest");
    let post =
        |path: &str, body: &str| service.send(TestRequest::post().uri(path).set_payload(body.to_owned()));
    let path = "/api/v1/places/nearest";
    // The town hall of Ludwigslust.
    let (status, _, body) = post(path, r#"{"lat": 53.3249, "lon": 11.4957}"#).await;
    assert_eq!(status, StatusCode::OK);
    let place: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(place["label"], "Ludwigslust (Ludwigslust-Parchim)");
    assert!(place["distance_m"].as_f64().unwrap() < 3_000.0, "{place}");
    let found = service.ok("/api/v1/facilities?near=Ludwigslust+(Ludwigslust-Parchim)").await;
    assert_eq!(found["origin"]["label"], place["label"]);
    // The quarter that holds the point: Hohe Düne is nearer.
    let (_, _, body) = post(path, r#"{"lat": 54.1813, "lon": 12.0857}"#).await;
    let quarter: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(quarter["label"], "Warnemünde (Rostock)");
    // The municipality that holds the point, not that of the nearest place: Elmenhorst and Diedrichshagen, Panstorf and
    // Zitterpenningshagen of the neighbours are nearer to these than the places of the town.
    for (lat, lon, key) in
        [(54.1775, 12.0838, "13003000"), (53.6739, 11.4779, "13004000"), (54.2633, 13.0829, "13073088")]
    {
        let (status, _, body) = post(path, &format!("{{\"lat\": {lat}, \"lon\": {lon}}}")).await;
        assert_eq!(status, StatusCode::OK);
        let place: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(place["ags"], key, "{lat} {lon}: {place}");
    }
    for body in ["{}", r#"{"lat": 91, "lon": 11}"#, r#"{"lat": 53, "lon": 11, "name": "x"}"#, "[", "NaN"] {
        let (status, _, _) = post(path, body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{body}");
    }
    let (status, _, _) = post(&format!("{path}?lat=53&lon=11"), r#"{"lat": 53, "lon": 11}"#).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "a point has no business in an address");
    let (status, headers, _) = service.send(TestRequest::get().uri(path)).await;
    assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(headers.get(header::ALLOW).unwrap(), "POST, OPTIONS");
}

#[actix_web::test]
async fn areas_are_geojson_with_names_keys_and_residents() {
    let service = Service::new("areas");
    let districts = service.ok("/api/v1/areas?level=district").await;
    assert_eq!(districts["total"], 8);
    assert!(districts["source"].as_str().unwrap().contains("Daten verändert"));
    let feature = &districts["features"][7];
    assert_eq!(feature["id"], "13076");
    assert_eq!(feature["properties"]["name"], "Ludwigslust-Parchim");
    assert_eq!(feature["geometry"]["type"], "MultiPolygon");
    let inside = service.ok("/api/v1/areas?level=municipality&within=13076").await;
    let features = inside["features"].as_array().unwrap();
    assert!(features.iter().all(|feature| feature["id"].as_str().unwrap().starts_with("13076")));
    let residents: u64 = features.iter().map(|area| area["properties"]["population"].as_u64().unwrap()).sum();
    assert_eq!(feature["properties"]["population"], residents);
}

#[actix_web::test]
async fn a_suggestion_says_what_it_is_and_where_it_lies_and_an_area_is_searched_whole() {
    let service = Service::new("quarters");
    let places = service.ok("/api/v1/places?q=Lankow").await;
    let first = &places["items"][0];
    let fields = ["name", "kind", "municipality", "ags"].map(|field| first[field].as_str().unwrap());
    assert_eq!(fields, ["Lankow", "quarter", "Schwerin", "13004000"]);
    assert_eq!(first["district"], json!(null));
    let around = service.ok("/api/v1/facilities?near=Ludwigslust&radius_km=1").await;
    assert_eq!(around["origin"]["area"], json!(null));
    let inside = service.ok("/api/v1/facilities?near=Ludwigslust-Parchim&radius_km=1").await;
    assert_eq!(inside["origin"]["area"], "district");
    let all = service.ok("/api/v1/facilities?district=13076").await;
    assert_eq!(inside["total"], all["total"], "no radius applies");
    let part = service.ok("/api/v1/facilities?near=Am+Markt+1,+Parchim").await;
    assert_eq!(part["origin"]["known_part_only"], true);
    assert_eq!(part["origin"]["label"], "Parchim (Ludwigslust-Parchim)");
    assert_eq!(around["origin"]["known_part_only"], false);
    let larger = service.ok("/api/v1/facilities?near=Papendorf").await;
    assert!(
        larger["origin"]["also"].as_array().unwrap().contains(&json!("Papendorf (Vorpommern-Greifswald)"))
    );
    let island = service.ok("/api/v1/places?q=R%C3%BCgen").await;
    assert_eq!(island["items"][0]["ags"], "ruegen");
}

#[actix_web::test]
async fn one_facility_has_its_history_and_the_feed_tells_of_it() {
    let service = Service::new("one");
    let one = service.ok("/api/v1/facilities/test-1").await;
    assert_eq!(one["opening_hours"], "Mo-Fr 08:00-16:00");
    assert_eq!(one["source"], json!({"source": "test", "id": "1"}));
    assert_eq!(one["places_history"].as_array().unwrap().len(), 2);
    let feed = service.ok("/api/v1/facilities/changes?since=0&limit=2").await;
    assert_eq!(feed["total"], 3);
    assert_eq!(feed["items"][0], json!({"register_version": 1, "id": "test-1", "kind": "added"}));
    let rest = service.ok(feed["next"].as_str().unwrap()).await;
    assert_eq!(rest["items"].as_array().unwrap().len(), 1);
    assert_eq!(rest["next"], Value::Null);
    assert_eq!(service.ok("/api/v1/facilities/changes?since=1").await["total"], 0);
}

#[actix_web::test]
async fn health_tells_the_register_version() {
    let service = Service::new("health");
    assert_eq!(service.ok("/health/live").await["status"], "live");
    let ready = service.ok("/health/ready").await;
    assert_eq!(
        (&ready["status"], &ready["register_version"], &ready["facilities"]),
        (&json!("ready"), &json!(1), &json!(3))
    );
}

#[actix_web::test]
async fn the_pages_of_the_document_name_no_foreign_host() {
    let service = Service::new("docs");
    let (status, headers, _) = service.send(TestRequest::get().uri("/api/docs")).await;
    assert!(status.is_redirection());
    let target = headers.get(header::LOCATION).unwrap().to_str().unwrap().to_owned();
    let (status, headers, body) = service.send(TestRequest::get().uri(&target)).await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        headers
            .get(header::CONTENT_SECURITY_POLICY)
            .unwrap()
            .to_str()
            .unwrap()
            .contains("default-src 'none'")
    );
    let page = String::from_utf8(body).unwrap();
    assert!(!page.contains("//unpkg") && !page.contains("https://"), "{page}");
}
