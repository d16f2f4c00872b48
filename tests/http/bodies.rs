//! Bodies that cannot be read, at every operation that takes one.

use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use serde_json::{Value, json};

use crate::Service;

#[actix_web::test]
async fn a_body_that_cannot_be_read_is_named_by_field_with_what_was_expected_and_found() {
    let service = Service::new("bodies");
    for (path, body, field, message) in [
        ("forecasts", "", "body", "is empty; expected a JSON object"),
        ("forecasts", "null", "body", "expected an object, found null"),
        (
            "forecasts",
            r#"{"area": "13", "to": "2030"}"#,
            "to",
            "expected a whole number, found the text \"2030\"",
        ),
        (
            "forecasts",
            r#"{"area": "13", "draws": -1}"#,
            "draws",
            "expected a whole number that is not negative, found the number -1",
        ),
        (
            "forecasts",
            r#"{"area": "13", "colour": 1}"#,
            "colour",
            "is not a known field; expected area, level,",
        ),
        (
            "forecasts",
            r#"{"area": "13", "without": ["births"]}"#,
            "without[0]",
            "expected natural_change, internal_moves,",
        ),
        (
            "forecasts",
            r#"{"area": "13", "care": {"planned_places": [{"area": "13076", "year": 2030, "kind": "residential"}]}}"#,
            "care.planned_places[0].places",
            "is missing",
        ),
        (
            "forecasts/explain?measure=population&year=2030",
            r#"{"area": ["13"]}"#,
            "area",
            "expected a text, found a list",
        ),
        (
            "forecasts/explain?measure=population&year=2030",
            r#"{"area": "13", "counts": [{"persons": "12"}]}"#,
            "counts[0].persons",
            "expected a number, found the text \"12\"",
        ),
        ("reach/what-if", "{}", "category", "is missing"),
        (
            "reach/what-if",
            r#"{"category": "day_care", "changes": ["close"]}"#,
            "changes[0].close",
            "expected an object",
        ),
        (
            "reach/what-if",
            r#"{"category": "day_care", "changes": [{"open": {}}]}"#,
            "changes[0]",
            "expected add, move, close or set_places, found \"open\"",
        ),
        (
            "reach/what-if",
            r#"{"category": "day_care", "sites": {"count": 1.5, "method": "p_median"}}"#,
            "sites.count",
            "found the number 1.5",
        ),
        (
            "travel-times",
            r#"{"origins": {"lat": 53, "lon": 11}}"#,
            "origins",
            "expected a list, found an object",
        ),
        (
            "travel-times",
            r#"{"origins": [], "destinations": [{"lat": 53, "lon": true}]}"#,
            "destinations[0].lon",
            "expected a number, found true",
        ),
        (
            "route",
            r#"{"from": {"lat": 53, "lng": 11}}"#,
            "from.lng",
            "is not a known field; expected lat or lon",
        ),
        ("route", r#"{"from": {"lat": 53, "lon": 11},"#, "body", "is not valid JSON at line 1, column 32"),
        ("places/nearest", r#"{"lat": 53}"#, "lon", "is missing"),
        ("places/nearest", r#"{"lat": 53, "lat": 54, "lon": 11}"#, "body", "lat was given twice"),
        ("places/suggest", r#"{"q": 5}"#, "q", "expected a text"),
        ("addresses/locate", r#"{"text": "a"}"#, "text", "is not a known field"),
        // Bodies that another type of the same name once described.
        (
            "reach/what-if",
            r#"{"category":"residential_care","minutes":[15],"changes":[{"area":"13076","year":2028,"kind":"residential","places":60}]}"#,
            "changes[0]",
            "expected an object with one field",
        ),
        (
            "travel-times",
            r#"{"mode":"car","origins":[{"area":"13076","name":"a","x":11.5,"y":53.3}],"destinations":[{"area":"13004","name":"b","x":11.4,"y":53.6}]}"#,
            "origins[0].area",
            "is not a known field; expected lat or lon",
        ),
        ("places/nearest", "lat=53&lon=11", "body", "is not valid JSON at line 1, column 1"),
    ] {
        let request = TestRequest::post().uri(&format!("/api/v1/{path}")).set_payload(body);
        let (status, _, text) = service.send(request).await;
        let problem: Value = serde_json::from_slice(&text).unwrap();
        assert_eq!(status, StatusCode::BAD_REQUEST, "{path} {body}: {problem}");
        assert_eq!(problem["errors"][0]["field"], json!(field), "{path} {body}: {problem}");
        let sentence = problem["errors"][0]["message"].as_str().unwrap();
        assert!(sentence.contains(message), "{path} {body}: {sentence}");
        for leak in ["struct ", "usize", "i32", "f64", "variant", "invalid type", "Request"] {
            assert!(!sentence.contains(leak), "{path} {body}: {sentence}");
        }
    }
}
