//! What a reader with a browser gets where a request cannot be answered: a page in the language of the address, never JSON.

use pflegeplan::web;

use super::headers::{check, header_of};
use super::*;

const HTML: (header::HeaderName, &str) =
    (header::ACCEPT, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
/// More than any body may have.
const MUCH: usize = (1 << 20) + 1;

/// The addresses of all pages and files that are no data, and those of all forms with something in their open parts.
fn addresses() -> Vec<String> {
    let read = super::headers::routes().into_iter().filter(|path| !http::is_data(path));
    let filled = |path: String| path.replace("{id}", "test-1").replace("{key}", "13076");
    read.chain(web::forms().into_iter().map(|form| filled(form.path))).collect()
}

/// Bad requests of every kind, with what each is called where one fails.
fn bad_requests(address: &str) -> Vec<(&'static str, TestRequest)> {
    let path = address.split('?').next().unwrap_or_default();
    let at = |uri: &str| TestRequest::with_uri(uri).insert_header(HTML);
    let post = || at(path).method(Method::POST).insert_header((header::CONTENT_TYPE, FORM));
    let fields: String = (0..2_000).map(|number| format!("f{number}=1&")).collect();
    vec![
        ("wrong method", at(path).method(Method::DELETE)),
        ("no known method", at(path).method(Method::from_bytes(b"MISCHIEF").unwrap())),
        ("below the address", at(&format!("{path}/%ff%00%zz/.."))),
        ("damaged query", at(&format!("{path}?%ff=%&&==%00&near=%c0%af&lat=NaN&lon=-0e999"))),
        ("long query", at(&format!("{path}?near={}", "x".repeat(4_000)))),
        ("large body", post().set_payload(vec![b'x'; MUCH])),
        ("large length", post().insert_header((header::CONTENT_LENGTH, MUCH)).set_payload("near=x")),
        ("length in words", post().insert_header((header::CONTENT_LENGTH, "much")).set_payload("near=x")),
        ("large form", post().set_payload(format!("near={}", "x".repeat(900_000)))),
        ("many fields", post().set_payload(fields)),
        ("no text", post().set_payload(vec![0xff; 300])),
        ("another type", at(path).method(Method::POST).set_payload("{}")),
        (
            "damaged compression",
            post().insert_header((header::CONTENT_ENCODING, "gzip")).set_payload("no gzip"),
        ),
    ]
}

const FORM: &str = "application/x-www-form-urlencoded";

#[actix_web::test]
async fn whatever_goes_wrong_at_a_page_a_reader_gets_a_page() {
    let service = Service::new("readers");
    let addresses = addresses();
    assert!(addresses.len() > 60, "{}", addresses.len());
    let (shown, requests): (Vec<String>, Vec<TestRequest>) = addresses
        .iter()
        .flat_map(|address| bad_requests(address).into_iter().map(move |it| (address, it)))
        .map(|(address, (kind, request))| (format!("{kind} at {address}"), request))
        .unzip();
    let mut refused = 0;
    for (shown, (status, headers, body)) in shown.iter().zip(service.send_each(requests).await) {
        if !status.is_client_error() && !status.is_server_error() {
            continue;
        }
        refused += 1;
        let text = String::from_utf8(body).unwrap();
        assert!(!status.is_server_error(), "{shown}: {status} {text}");
        assert_eq!(
            header_of(&headers, "content-type"),
            "text/html; charset=utf-8",
            "{shown}: {status} {text}"
        );
        let (_, address) = shown.split_once(" at ").unwrap();
        let is_english = address == "/en" || ["/en/", "/en?"].iter().any(|start| address.starts_with(start));
        let language = if is_english { "<html lang=\"en\"" } else { "<html lang=\"de" };
        assert!(text.contains(language) || !text.contains("<html"), "{shown}: {text}");
        // What a script puts into a page is a part without a heading.
        assert!(!text.contains("<html") || text.contains("<h1"), "{shown}: {status} {text}");
        assert!(text.len() < 300_000, "{shown}: {} bytes", text.len());
        check(address, &headers);
        assert_eq!(headers.contains_key("allow"), status == StatusCode::METHOD_NOT_ALLOWED, "{shown}");
    }
    assert!(refused > 500, "{refused}");
}

#[actix_web::test]
async fn a_page_for_too_much_says_how_much_has_room() {
    let service = Service::new("readers-limit");
    let of = |path: &str, bytes: usize| {
        TestRequest::post().uri(path).insert_header(HTML).set_payload("x".repeat(bytes))
    };
    for (path, bytes, sentences) in [
        ("/", MUCH, ["Was Sie gesendet haben, ist zu groß", "höchstens 16 Kilobyte"]),
        ("/", 20_000, ["Was Sie gesendet haben, ist zu groß", "höchstens 16 Kilobyte"]),
        ("/en/beratung", MUCH, ["What you sent is too large", "16 kilobytes at most"]),
        ("/en/einrichtung/test-1", 20_000, ["What you sent is too large", "16 kilobytes at most"]),
        ("/amt/konten", MUCH, ["Was Sie gesendet haben, ist zu groß", "höchstens 128 Kilobyte"]),
        ("/planung/plan/13076/bearbeiten/dateien", MUCH, ["ist zu groß", "höchstens 1 Megabyte"]),
    ] {
        let (status, _, body) = service.send(of(path, bytes)).await;
        let text = String::from_utf8(body).unwrap();
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE, "{path}");
        for sentence in sentences {
            assert!(text.contains(sentence), "{path}: {sentence} in {text}");
        }
    }
}

#[actix_web::test]
async fn programs_keep_the_problem_document() {
    let service = Service::new("readers-programs");
    for path in
        ["/api/v1/forecasts", "/api/v1/nirgends", "/ogc/nirgends", "/bulk/nirgends", "/dcat-ap.nirgends"]
    {
        let request = TestRequest::post().uri(path).insert_header(HTML).set_payload(vec![b'x'; MUCH]);
        let (status, headers, body) = service.send(request).await;
        assert_eq!(header_of(&headers, "content-type"), "application/problem+json", "{path}: {status}");
        let problem: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(problem["status"], status.as_u16(), "{path}");
    }
    let request = TestRequest::get().uri("/nirgends").insert_header((header::ACCEPT, "application/json"));
    let (status, headers, _) = service.send(request).await;
    let kind = header_of(&headers, "content-type");
    assert_eq!((status, kind), (StatusCode::NOT_FOUND, "application/problem+json"));
}

#[actix_web::test]
async fn an_address_names_the_methods_that_it_takes() {
    let service = Service::new("readers-methods");
    for form in web::forms() {
        let is_public = !form.path.starts_with("/amt") && !form.path.starts_with("/planung");
        let path = form.path.replace("{id}", "test-1").replace("{key}", "13076");
        let (_, headers, _) = service.send(TestRequest::with_uri(&path).method(Method::OPTIONS)).await;
        let expected = if form.is_page { "GET, HEAD, POST, OPTIONS" } else { "POST, OPTIONS" };
        assert_eq!(header_of(&headers, "allow"), expected, "{path}");
        // The office has no account here, so its addresses answer nobody.
        if is_public {
            let (status, ..) = service.send(TestRequest::post().uri(&path).set_payload("near=Parchim")).await;
            assert!(status.is_success() || status.is_redirection(), "{path}: {status}");
            let (status, ..) = service.send(TestRequest::get().uri(&path)).await;
            assert_eq!(status == StatusCode::METHOD_NOT_ALLOWED, !form.is_page, "{path}: {status}");
        }
    }
}

#[actix_web::test]
async fn a_request_with_very_many_faults_gets_an_answer_of_its_own_size() {
    let service = Service::new("readers-faults");
    let unknown = vec!["a=1"; 15_000].join("&");
    let many = json!({"area": "13", "housing": vec![json!({"area": "x", "year": 1, "persons": -1}); 9_000]});
    let requests = [
        TestRequest::get().uri(&format!("/api/v1/facilities?{unknown}")),
        TestRequest::get().uri(&format!("/api/v1/forecasts/13?{unknown}")),
        TestRequest::get().uri(&format!("/ogc/collections/facilities/items?{unknown}")),
        TestRequest::post().uri("/api/v1/forecasts").set_json(many),
    ];
    for (status, _, body) in service.send_each(requests).await {
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert!(body.len() < 60_000, "{} bytes", body.len());
        let problem: Value = serde_json::from_slice(&body).unwrap();
        assert!(problem["errors"].as_array().unwrap().len() <= 20);
    }
}
