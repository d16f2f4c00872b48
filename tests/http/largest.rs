//! Every operation of the contract with its largest parameters: an answer of bounded size, or a refusal that says what
//! to ask for instead. `scripts/bench abuse` measures the same requests.

use std::collections::BTreeSet;

use pflegeplan::app::gate::{Cost, GateLimits, Pass};

use super::*;

/// The largest answer. In memory it takes about twice as much while it is written.
const MAX_ANSWER_BYTES: usize = 32 << 20;

/// A list that repeats one item is written as `{"$repeat": N, "$item": …}`.
fn expand(value: &Value) -> Value {
    match value {
        Value::Object(fields) => match (fields.get("$repeat").and_then(Value::as_u64), fields.get("$item")) {
            (Some(count), Some(item)) => (0..count).map(|_| expand(item)).collect(),
            _ => Value::Object(fields.iter().map(|(name, value)| (name.clone(), expand(value))).collect()),
        },
        Value::Array(items) => items.iter().map(expand).collect(),
        other => other.clone(),
    }
}

fn requests() -> Vec<Value> {
    let text = include_str!("../abuse/largest.json");
    let all: Value = serde_json::from_str(text).unwrap();
    all["requests"].as_array().unwrap().clone()
}

fn text<'a>(request: &'a Value, field: &str) -> &'a str {
    request[field].as_str().unwrap()
}

fn test_request(request: &Value) -> TestRequest {
    let (method, path) = (text(request, "operation").split_once(' ').unwrap().0, text(request, "path"));
    // Draws cost time only: the size of an answer is the same.
    let path = if request.get("refused").is_some() {
        path.to_owned()
    } else {
        path.replace("draws=10000", "draws=50")
    };
    let sent = TestRequest::with_uri(&path.replace("{first}", "test-1")).method(method.parse().unwrap());
    match request.get("body") {
        Some(body) => sent.set_json(expand(body)),
        None => sent,
    }
}

#[actix_web::test]
async fn every_operation_is_bounded_with_its_largest_parameters() {
    let service = Service::whole("largest");
    let free = service.state.gate.free_permits();
    for request in requests() {
        let shown = format!("{} {}", text(&request, "operation"), text(&request, "path"));
        let (status, headers, body) = service.send(test_request(&request)).await;
        let is_refused = request.get("refused").is_some();
        assert_eq!(
            status.is_success(),
            !is_refused,
            "{shown}: {status} {}",
            String::from_utf8_lossy(&body[..body.len().min(600)])
        );
        assert!(body.len() <= MAX_ANSWER_BYTES, "{shown}: {} bytes", body.len());
        if is_refused {
            let problem: Value = serde_json::from_slice(&body).unwrap();
            let detail = text(&problem, "detail");
            let names_a_number = detail.chars().any(|c| c.is_ascii_digit());
            let is_helpful = detail.contains("hint: ask") && names_a_number;
            assert!(is_helpful || status == StatusCode::SERVICE_UNAVAILABLE, "{shown}: {detail}");
            assert_eq!(headers.contains_key(header::RETRY_AFTER), status == StatusCode::SERVICE_UNAVAILABLE);
        }
        assert_eq!(service.state.gate.free_permits(), free, "{shown} keeps permits");
    }
}

/// A query longer than is read stands as `{long}`, one that is full of unknown fields as `{unknown}`.
fn written_out(path: &str) -> String {
    let unknown: Vec<String> = (0..900).map(|number| format!("u{number}=1")).collect();
    path.replace("{long}", &"x".repeat(30_000)).replace("{unknown}", &unknown.join("&"))
}

/// The largest answer to what is refused: a page with its frame, in which the request is not repeated.
const MAX_REFUSAL_BYTES: usize = 60_000;

#[actix_web::test]
async fn what_stands_beside_the_contract_is_bounded_and_a_refusal_repeats_little_of_the_request() {
    let service = Service::whole("largest-beside");
    let free = service.state.gate.free_permits();
    let all: Value = serde_json::from_str(include_str!("../abuse/largest.json")).unwrap();
    for request in all["beside"].as_array().unwrap() {
        let shown = text(request, "path");
        let path = written_out(shown);
        for accept in ["text/html", "*/*"] {
            let sent = TestRequest::get().uri(&path).insert_header((header::ACCEPT, accept));
            let (status, _, body) = service.send(sent).await;
            let is_refused = request.get("refused").is_some();
            let said = String::from_utf8_lossy(&body[..body.len().min(300)]);
            assert_eq!(status.is_success(), !is_refused, "{shown}: {status} {said}");
            let most = if is_refused { MAX_REFUSAL_BYTES } else { MAX_ANSWER_BYTES };
            assert!(body.len() <= most, "{shown}: {} bytes", body.len());
            let body = String::from_utf8_lossy(&body);
            assert!(!is_refused || !body.contains("u30="), "{shown} repeats its query");
            assert!(!is_refused || !body.contains(&"x".repeat(1_000)), "{shown} repeats its query");
            assert!(!is_refused || !body.contains("u30"), "{shown} names fields without end");
        }
        assert_eq!(service.state.gate.free_permits(), free, "{shown} keeps permits");
    }
}

/// A filter with a line as long as a filter may be: up and down over the state, or again and again across itself.
fn line_filter(crosses_itself: bool) -> String {
    let zigzag = |at: usize| (10.5 + at as f64 / 100.0, if at.is_multiple_of(2) { 53.0 } else { 54.5 });
    let tangle = |at: usize| (10.5 + (at % 39) as f64 / 10.0, 53.0 + (at * 7 % 17) as f64 / 10.0);
    let corner = |at| if crosses_itself { tangle(at) } else { zigzag(at) };
    let corners: Vec<String> = (0..300).map(corner).map(|(lon, lat)| format!("{lon:.2} {lat:.1}")).collect();
    let filter = format!("S_CROSSES(geometry, LINESTRING({}))", corners.join(","));
    form_urlencoded::byte_serialize(filter.as_bytes()).collect()
}

#[actix_web::test]
async fn a_line_that_crosses_itself_without_end_is_refused() {
    let service = Service::new("tangle");
    let path = |filter: String| format!("/ogc/collections/facilities/items?filter={filter}");
    let (status, body) = service.get(&path(line_filter(true))).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(
        body["detail"].as_str().unwrap().contains("more than 1000 times; hint: a simpler line"),
        "{body}"
    );
    service.ok(&path(line_filter(false))).await;
}

#[actix_web::test]
async fn open_data_are_bounded_with_the_largest_page_and_the_most_costly_filter() {
    let service = Service::whole("largest-open-data");
    let free = service.state.gate.free_permits();
    let collections = service.ok("/ogc/collections").await;
    let ids = collections["collections"].as_array().unwrap().iter().map(|it| text(it, "id").to_owned());
    let filter = line_filter(false);
    let items = ids.flat_map(|id| {
        let path = format!("/ogc/collections/{id}/items?limit=1000");
        // Indicators and reach are on the same areas: one of each stands for all.
        let is_alike = (id.starts_with("indicator-") && id != "indicator-D01")
            || (id.starts_with("reach-") && id != "reach-day_care");
        let costly = (!is_alike).then(|| format!("{path}&filter={filter}"));
        costly.into_iter().chain([format!("{path}&f=html"), path])
    });
    let (_, _, catalogue) = service.send(TestRequest::get().uri("/dcat-ap.jsonld")).await;
    let catalogue = String::from_utf8(catalogue).unwrap();
    let linked = catalogue.split('"').filter_map(|value| value.strip_prefix("http://localhost:8080/"));
    let files: BTreeSet<String> =
        linked.filter(|path| path.starts_with("bulk/")).map(|path| format!("/{path}")).collect();
    assert!(files.len() > 5, "{files:?}");
    let others = ["/dcat-ap.jsonld", "/dcat-ap.rdf", "/ogc", "/ogc/api", "/ogc/collections?f=html"];
    let paths: Vec<String> = items.chain(files).chain(others.map(str::to_owned)).collect();
    let requests: Vec<TestRequest> = paths.iter().map(|path| TestRequest::get().uri(path)).collect();
    for (path, (status, _, body)) in paths.iter().zip(service.send_each(requests).await) {
        let said = String::from_utf8_lossy(&body[..body.len().min(300)]);
        assert_eq!(status, StatusCode::OK, "{path}: {said}");
        assert!(body.len() <= MAX_ANSWER_BYTES, "{path}: {} bytes", body.len());
    }
    assert_eq!(service.state.gate.free_permits(), free);
}

#[test]
fn the_largest_requests_name_every_operation_of_the_contract() {
    let contract: Value = serde_json::from_str(ContractText::new().unwrap().as_str()).unwrap();
    let mut documented = BTreeSet::new();
    for (path, item) in contract["paths"].as_object().unwrap() {
        let methods = item.as_object().unwrap().keys();
        documented.extend(methods.map(|method| format!("{} {path}", method.to_uppercase())));
    }
    let named: BTreeSet<String> =
        requests().iter().map(|request| text(request, "operation").to_owned()).collect();
    assert_eq!(named, documented);
}

/// Which operations compute nothing that would have to wait: the gate is shut, and they answer all the same.
const OUTSIDE_THE_GATE: [&str; 14] = [
    "GET /health/live",
    "GET /health/ready",
    "GET /api/v1/areas",
    "GET /api/v1/categories",
    "GET /api/v1/places",
    "POST /api/v1/places/nearest",
    "POST /api/v1/places/suggest",
    "POST /api/v1/addresses/locate",
    "GET /api/v1/facilities",
    "GET /api/v1/facilities/changes",
    "GET /api/v1/facilities/{id}",
    "GET /api/v1/scenarios",
    "GET /api/v1/indicators",
    "GET /api/v1/indicators/{id}",
];

#[actix_web::test]
async fn what_costs_more_than_a_search_waits_at_the_gate_and_nothing_else_does() {
    let service = Service::whole("gate");
    let inside = all_permits(&service).await;
    let queue = full_queue(&service).await;
    for request in requests() {
        let (operation, path) = (text(&request, "operation"), text(&request, "path"));
        // What is refused for its own sake shows nothing.
        if request.get("refused").is_some() {
            continue;
        }
        let is_table =
            operation == "GET /api/v1/facilities" && (path.contains("csv") || path.contains("xlsx"));
        let is_outside = OUTSIDE_THE_GATE.contains(&operation) && !is_table;
        let (status, headers, _) = service.send(test_request(&request)).await;
        if is_outside {
            assert!(status.is_success(), "{operation} {path}: {status}");
        } else {
            assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{operation} {path}");
            assert_eq!(headers.get(header::RETRY_AFTER).unwrap(), "2");
        }
    }
    drop((queue, inside));
    service.ok("/api/v1/reach?category=day_care").await;
}

/// All permits of both lanes of the gate.
async fn all_permits(service: &Service) -> Vec<Pass> {
    let permits = GateLimits::default().permits;
    let mut inside = Vec::new();
    for (cost, calls) in [(Cost::Small, permits / 2), (Cost::Large, permits / 4)] {
        for _ in 0..calls {
            inside.push(service.state.gate.enter(cost).await.unwrap());
        }
    }
    assert_eq!(service.state.gate.free_permits(), 0);
    inside
}

/// Callers who wait in every place of both queues.
async fn full_queue(service: &Service) -> Vec<impl Future> {
    let places = GateLimits::default().queue;
    let costs = (0..places).flat_map(|_| [Cost::Small, Cost::Large]);
    let mut queue: Vec<_> = costs.map(|cost| Box::pin(service.state.gate.enter(cost))).collect();
    for waiting in &mut queue {
        assert!(!is_ready(waiting.as_mut()).await);
    }
    queue
}

#[actix_web::test]
async fn a_call_that_finds_no_room_is_told_when_to_come_again() {
    let service = Service::new("no-room");
    let (inside, queue) = (all_permits(&service).await, full_queue(&service).await);
    let (status, headers, body) =
        service.send(TestRequest::get().uri("/api/v1/reach?category=day_care")).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(headers.get(header::RETRY_AFTER).unwrap(), "2");
    assert_eq!(headers.get(header::CONTENT_TYPE).unwrap(), "application/problem+json");
    assert!(String::from_utf8(body).unwrap().contains("/problems/unavailable"));
    drop((queue, inside));
    service.ok("/api/v1/reach?category=day_care").await;
}

#[actix_web::test]
async fn work_of_a_caller_that_has_gone_gives_its_permits_back() {
    let service = Service::new("gone");
    let body = json!({"category": "day_care", "level": "municipality", "sites": {"count": 10, "method": "p_median"}});
    let request = TestRequest::post().uri("/api/v1/reach/what-if").set_json(body);
    let free = service.state.gate.free_permits();
    {
        let mut sending = std::pin::pin!(service.send(request));
        // Polled until the work holds its permits; dropped then, as when the connection ends.
        while service.state.gate.free_permits() == free {
            assert!(!is_ready(sending.as_mut()).await);
        }
    }
    while service.state.gate.free_permits() < free {
        actix_web::rt::time::sleep(std::time::Duration::from_millis(1)).await;
    }
}

/// Polls once.
async fn is_ready<F: Future>(mut future: std::pin::Pin<&mut F>) -> bool {
    std::future::poll_fn(|context| std::task::Poll::Ready(future.as_mut().poll(context).is_ready())).await
}
