//! Calls from pages of other websites (CORS), and the methods of a path.

use actix_web::http::header::{self, HeaderMap};
use actix_web::http::{Method, StatusCode};
use actix_web::test::TestRequest;
use pflegeplan::api::contract;

use super::Service;

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).map_or("", |value| value.to_str().unwrap())
}

fn preflight(path: &str, method: &str) -> TestRequest {
    TestRequest::with_uri(path)
        .method(Method::OPTIONS)
        .insert_header((header::ORIGIN, "https://kreis.example"))
        .insert_header((header::ACCESS_CONTROL_REQUEST_METHOD, method.to_owned()))
        .insert_header((header::ACCESS_CONTROL_REQUEST_HEADERS, "content-type"))
}

#[actix_web::test]
async fn every_operation_of_the_contract_answers_a_preflight() {
    let service = Service::new("preflight");
    for (template, item) in contract().paths.paths {
        let path = template.replace("{id}", "D06").replace("{area}", "13076");
        for (method, operation) in [("GET", item.get), ("POST", item.post)] {
            if operation.is_none() {
                continue;
            }
            let (status, headers, body) = service.send(preflight(&path, method)).await;
            assert_eq!((status, body.len()), (StatusCode::NO_CONTENT, 0), "{path}");
            assert_eq!(text(&headers, "access-control-allow-origin"), "*", "{path}");
            assert!(text(&headers, "access-control-allow-methods").contains(method), "{method} {path}");
            assert!(text(&headers, "access-control-allow-headers").contains("content-type"), "{path}");
            assert_eq!(text(&headers, "access-control-max-age"), "86400", "{path}");
            assert_eq!(text(&headers, "allow"), text(&headers, "access-control-allow-methods"), "{path}");
        }
    }
}

#[actix_web::test]
async fn pages_of_other_websites_read_answers_errors_and_validators() {
    let service = Service::new("other-websites");
    let (status, headers, _) = service.send(TestRequest::get().uri("/api/v1/categories")).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(text(&headers, "access-control-allow-origin"), "*");
    assert_eq!(text(&headers, "access-control-expose-headers"), "etag");
    let post = TestRequest::post().uri("/api/v1/places/nearest");
    let (status, headers, _) = service.send(post.set_payload("{\"lat\":53.3,\"lon\":11.5}")).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(text(&headers, "access-control-allow-origin"), "*");
    let post = TestRequest::post().uri("/api/v1/places/nearest");
    let (status, headers, _) = service.send(post.set_payload("{}")).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(text(&headers, "access-control-allow-origin"), "*");
}

#[actix_web::test]
async fn pages_and_what_they_send_stay_with_our_own_pages() {
    let service = Service::new("own-pages");
    let long = "near=1".repeat(10_000);
    for request in [
        TestRequest::get().uri("/"),
        TestRequest::post().uri("/beratung/suche").set_payload("near=Ludwigslust"),
        TestRequest::post().uri("/beratung/suche").set_payload(long),
        TestRequest::post().uri("/einrichtung/test-1").set_payload("near=Ludwigslust"),
        TestRequest::put().uri("/beratung/suche"),
        preflight("/beratung/suche", "POST"),
        preflight("/einrichtung/test-1", "POST"),
    ] {
        let (status, headers, _) = service.send(request).await;
        assert!(!headers.contains_key("access-control-allow-origin"), "{status} {headers:?}");
        assert!(!headers.contains_key("access-control-allow-methods"), "{status} {headers:?}");
    }
}

#[actix_web::test]
async fn options_at_an_unknown_path_is_not_found() {
    let service = Service::new("options-nothing");
    for path in ["/nothing", "/api/v1/nothing", "/api/v2/facilities"] {
        let (status, headers, _) = service.send(preflight(path, "GET")).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(text(&headers, "content-type"), "application/problem+json", "{path}");
        assert!(!headers.contains_key("access-control-allow-methods"), "{path}");
    }
}

#[actix_web::test]
async fn a_missing_file_of_the_pages_is_a_problem() {
    let service = Service::new("missing-file");
    let (status, headers, _) = service.send(TestRequest::get().uri("/assets/none.js")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert_eq!(text(&headers, "content-type"), "application/problem+json");
}
