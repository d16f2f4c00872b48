//! The headers of safety on every route: answers, errors, redirects and files.

use std::collections::BTreeMap;

use super::*;

/// The routes that `scripts/answers` asks, each once: all operations, all pages in each edition, and all files.
pub(super) fn routes() -> Vec<String> {
    let all: toml::Value = toml::from_str(include_str!("../answers/requests.toml")).unwrap();
    let groups = all["group"].as_array().unwrap().iter();
    let paths = groups.filter_map(|group| group.get("get")?.as_array()).flatten();
    let mut routes = BTreeMap::new();
    for path in paths.filter_map(toml::Value::as_str) {
        // Captured values stand in angle brackets; facilities of the test register have other ids.
        let path = path.replace(['<', '>'], "");
        let route = path.split('?').next().unwrap_or_default().to_owned();
        routes.entry(route).or_insert(path);
    }
    let open_data = [
        "/ogc",
        "/ogc/",
        "/ogc/api",
        "/ogc/conformance",
        "/ogc/collections",
        "/ogc/collections/offers",
        "/ogc/collections/offers/items",
        "/ogc/collections/offers?f=html",
        "/ogc/collections/offers/queryables",
        "/bulk/register.csv",
        "/bulk/register.pdf",
        "/dcat-ap.jsonld",
        "/dcat-ap.rdf",
    ];
    routes.into_values().chain(open_data.map(str::to_owned)).collect()
}

pub(super) fn header_of<'a>(headers: &'a header::HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

pub(super) fn check(shown: &str, headers: &header::HeaderMap) {
    assert_eq!(header_of(headers, "x-content-type-options"), "nosniff", "{shown}");
    assert_eq!(header_of(headers, "referrer-policy"), "no-referrer", "{shown}");
    let policy = header_of(headers, "content-security-policy");
    for rule in ["default-src 'none'", "frame-ancestors ", "base-uri 'none'"] {
        assert!(policy.contains(rule), "{shown}: \"{policy}\" without {rule}");
    }
    let is_page = header_of(headers, "content-type").starts_with("text/html");
    let is_embedded = shown.contains("/eingebettet/");
    let expected = match (is_page, is_embedded) {
        (true, true) => "frame-ancestors *",
        (true, false) if !shown.contains("/api/docs") => "frame-ancestors 'self'",
        _ => "frame-ancestors 'none'",
    };
    assert!(policy.contains(expected), "{shown}: \"{policy}\" without {expected}");
    assert!(!policy.contains("unsafe-eval") && !policy.contains("http"), "{shown}: {policy}");
}

#[actix_web::test]
async fn every_route_has_the_headers_of_safety() {
    let service = Service::new("headers");
    let routes = routes();
    assert!(routes.len() > 60, "{}", routes.len());
    for path in routes {
        for method in [Method::GET, Method::OPTIONS, Method::DELETE] {
            let request = TestRequest::with_uri(&path).method(method.clone());
            let (status, headers, _) = service.send(request).await;
            check(&format!("{method} {path} ({status})"), &headers);
        }
    }
}

#[actix_web::test]
async fn errors_of_the_framework_have_them_too() {
    let service = Service::new("header-errors");
    let long = "a".repeat(2 << 20);
    let requests = [
        TestRequest::get().uri("/nirgends"),
        TestRequest::get().uri("/api/v1/nirgends"),
        TestRequest::get().uri("/assets/nirgends.js"),
        TestRequest::get().uri("/api/v1/facilities?near=%ff"),
        TestRequest::post().uri("/api/v1/forecasts").set_payload("{"),
        TestRequest::post().uri("/api/v1/forecasts").set_payload(long),
        TestRequest::get().uri("/").insert_header((header::ACCEPT, "text/html")).method(Method::PUT),
    ];
    for request in requests {
        let (status, headers, body) = service.send(request).await;
        assert!(status.is_client_error(), "{status}");
        check(&format!("{status}"), &headers);
        assert!(body.len() < 20_000);
    }
}
