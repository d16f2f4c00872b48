//! The sum behind a figure, and planning areas, over HTTP.

use super::*;

#[actix_web::test]
async fn a_figure_is_explained_by_get_and_post() {
    let service = Service::new("explain");
    let rows = service.ok("/api/v1/forecasts/13076?to=2040&by=care_type&prevalence=rising").await;
    let row = rows["rows"].as_array().unwrap().iter().find(|row| {
        row["measure"] == "people_in_need" && row["year"] == 2040 && row["care_type"] == "residential"
    });
    let value = row.unwrap()["value"].as_f64().unwrap();
    let path = "/api/v1/forecasts/13076/explain?year=2040&care_type=residential&prevalence=rising";
    let body = service.ok(path).await;
    assert!(
        (body["figure"]["value"].as_f64().unwrap() - value).abs() < 0.051,
        "{value}: {}",
        body["figure"]["value"]
    );
    assert_eq!(
        (&body["measure"], &body["care_type"], &body["age_from"]),
        (&json!("people_in_need"), &json!("residential"), &Value::Null)
    );
    let terms = body["figure"]["of"].as_array().unwrap();
    assert_eq!(terms.len(), 16);
    let sum: f64 = terms.iter().map(|term| term["value"].as_f64().unwrap()).sum();
    assert!((sum - body["figure"]["value"].as_f64().unwrap()).abs() < 1e-6);
    assert_eq!(terms[15]["of"][0]["see"]["age_from"], 95);
    let sources = body["sources"].as_array().unwrap();
    assert!(
        sources
            .iter()
            .any(|source| source["key"] == "DESTATIS-CARE-2023" && source["licence"] == "dl-de/by-2-0")
    );
    assert_eq!(body["provenance"]["prevalence"], "rising");
    // What an answer was asked with can be posted, with the figure in the query.
    let post = async |query: &str, body: &Value| {
        let uri = format!("/api/v1/forecasts/explain?{query}");
        let request = TestRequest::post().uri(&uri).set_payload(body.to_string());
        let (status, _, body) = service.send(request).await;
        (status, serde_json::from_slice::<Value>(&body).unwrap_or(Value::Null))
    };
    let (status, same) = post("year=2040&care_type=residential", &rows["provenance"]["request"]).await;
    assert_eq!((status, &same["figure"]), (StatusCode::OK, &body["figure"]));
    let own = json!({"area": "13076", "care": {"day_care_per_100_from_75": 3.0}});
    let (_, target) = post("year=2040&measure=day_care_places_needed", &own).await;
    assert_eq!(
        target["figure"]["of"][1],
        json!({"what": "places for each of them, the target", "value": 0.03, "unit": "ratio", "how": "given", "sources": ["request"]})
    );
    // The places of the register of the test: 20 for residents, 40 of day care.
    for (kind, places) in [("residential", 20.0), ("day_care", 40.0)] {
        let supply = service
            .ok(&format!(
                "/api/v1/forecasts/13076/explain?year=2030&measure={kind}_places_supply&supply=register"
            ))
            .await;
        assert_eq!(
            (&supply["figure"]["value"], &supply["figure"]["of"][0]["sources"]),
            (&json!(places), &json!(["register"]))
        );
        let rows = service.ok("/api/v1/forecasts/13076090?to=2030&supply=register").await;
        let of = |measure: String| {
            let rows = rows["rows"].as_array().unwrap().iter();
            rows.filter(|row| row["measure"] == measure && row["year"] == 2030)
                .map(|row| row["value"].as_f64().unwrap())
                .sum::<f64>()
        };
        assert_eq!(of(format!("{kind}_places_supply")), places);
        assert!(
            (of(format!("{kind}_places_balance")) - places + of(format!("{kind}_places_needed"))).abs()
                < 0.11
        );
    }
    let (status, headers, _) = service.send(TestRequest::get().uri(path)).await;
    let tag = headers.get(header::ETAG).unwrap().clone();
    let again = TestRequest::get().uri(path).insert_header((header::IF_NONE_MATCH, tag));
    assert_eq!((status, service.send(again).await.0), (StatusCode::OK, StatusCode::NOT_MODIFIED));
}

#[actix_web::test]
async fn a_figure_that_cannot_be_asked_for_is_a_problem_that_says_what_can() {
    let service = Service::new("noexplain");
    for (path, status, field, part) in [
        ("13076/explain", 400, "year", "missing"),
        ("13076/explain?year=2061", 400, "to", "2060"),
        ("13076/explain?year=2016", 400, "year", "no such official figure"),
        ("13076/explain?year=2040&measure=beds", 400, "measure", "residential_places_supply"),
        ("13076/explain?year=2040&care_type=x", 400, "care_type", "home_care"),
        ("13076/explain?year=2040&care_grade=6", 400, "care_grade", "1 to 5"),
        ("13076/explain?year=2040&sex=x", 400, "sex", "m or f"),
        ("13076/explain?year=2040&age_from=80&age_to=82", 400, "age_from", "65 to 69"),
        ("13076/explain?year=2040&measure=births&care_grade=2", 400, "care_grade", "not disaggregated"),
        ("13076001/explain?year=2040&measure=deaths", 400, "measure", "whole districts"),
        ("13076001/explain?year=2040&measure=day_care_places_balance", 400, "supply", "register"),
        ("13076/explain?year=2040&level=amt", 400, "level", "unknown"),
        ("13076/explain?year=2040&draws=10001", 400, "draws", "10000"),
        ("13076001/explain?year=2040&draws=10", 400, "draws", "not for 13076001"),
        ("13999/explain?year=2040", 404, "", ""),
        ("1307/explain?year=2040", 404, "", ""),
    ] {
        let (found, problem) = service.get(&format!("/api/v1/forecasts/{path}")).await;
        assert_eq!(found.as_u16(), status, "{path}: {problem}");
        if !field.is_empty() {
            assert_eq!(problem["errors"][0]["field"], field, "{path}: {problem}");
            assert!(problem["errors"][0]["message"].as_str().unwrap().contains(part), "{path}: {problem}");
        }
    }
    let level = r#"{"area": "13076", "level": "amt"}"#;
    let request = TestRequest::post().uri("/api/v1/forecasts/explain?year=2040").set_payload(level);
    let (status, _, body) = service.send(request).await;
    let problem: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!((status, &problem["errors"][0]["field"]), (StatusCode::BAD_REQUEST, &json!("level")));
}

#[actix_web::test]
async fn a_band_is_explained_by_the_futures_beside_it() {
    let service = Service::new("band");
    let rows = service.ok("/api/v1/forecasts/13004?to=2035&draws=50&seed=3").await;
    let path = "/api/v1/forecasts/13004/explain?year=2035&draws=50&seed=3";
    for measure in ["people_in_need", "population", "residential_places_balance"] {
        let row = rows["rows"].as_array().unwrap().iter();
        let row =
            row.rev().find(|row| row["measure"] == measure && row["year"] == 2035 && row["q10"].is_number());
        let body = service.ok(&format!("{path}&measure={measure}")).await;
        let band = &body["band"];
        let low = &band["quantiles"][1];
        assert_eq!(
            (&band["draws"], &band["seed"], &low["probability"]),
            (&json!(50), &json!(3), &json!(0.1))
        );
        let q10 = row.unwrap()["q10"].as_f64().unwrap();
        assert!((low["value"].as_f64().unwrap() - q10).abs() < 0.051, "{measure}: {q10} {low}");
        assert_eq!(band["central"], body["figure"]["value"]);
        let draw = &low["below"]["draw"];
        let futures = band["futures"].as_array().unwrap();
        let future = futures.iter().find(|future| future["draw"] == *draw).unwrap();
        assert!(future["tfr"].is_number() && future["migration"][0]["area"] == "13004", "{future}");
        let cited = &band["components"][1]["parameters"][0]["sources"][0];
        assert!(body["sources"].as_array().unwrap().iter().any(|source| source["key"] == *cited));
        assert_eq!(band["follows"] == "less", measure == "residential_places_balance");
    }
    assert_eq!(service.ok("/api/v1/forecasts/13004/explain?year=2035").await["band"], Value::Null);
}

#[actix_web::test]
async fn a_figure_by_own_counts_is_explained() {
    let service = Service::new("owncounts");
    let mut counts = Vec::new();
    for (year, persons) in [(2020, 300), (2025, 310)] {
        for sex in ["m", "f"] {
            counts.extend((0..=85).step_by(5).map(|age| {
                json!({"municipality": "13004000", "year": year, "sex": sex, "age_from": age, "persons": persons + age})
            }));
        }
    }
    let ask = json!({"area": "13004000", "counts": counts});
    let post = async |uri: &str| {
        let request = TestRequest::post().uri(uri).set_payload(ask.to_string());
        let (status, _, body) = service.send(request).await;
        (status, serde_json::from_slice::<Value>(&body).unwrap())
    };
    let (_, rows) = post("/api/v1/forecasts").await;
    for measure in ["people_in_need", "population", "day_care_places_needed", "informal_potential_per_100"] {
        let row = rows["rows"].as_array().unwrap().iter();
        let row = row.into_iter().find(|row| row["measure"] == measure && row["year"] == 2035).unwrap();
        let (status, body) = post(&format!("/api/v1/forecasts/explain?year=2035&measure={measure}")).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        let (found, wanted) = (body["figure"]["value"].as_f64().unwrap(), row["value"].as_f64().unwrap());
        assert!((found - wanted).abs() < 0.051, "{measure}: {found} {wanted}");
        let source = body["sources"].as_array().unwrap().iter().find(|source| source["key"] == "counts");
        assert_eq!(source.unwrap()["table"], "counts of the request");
    }
    let (status, problem) = post("/api/v1/forecasts/explain?year=2036").await;
    assert_eq!((status, &problem["errors"][0]["field"]), (StatusCode::BAD_REQUEST, &json!("year")));
}

#[actix_web::test]
async fn a_county_s_planning_area_has_a_forecast() {
    let service = Service::new("planning");
    // Until the county's files are read nobody knows whether it is one.
    assert_eq!(service.get("/api/v1/forecasts/PR-01").await.0, StatusCode::SERVICE_UNAVAILABLE);
    let folder = service.folder.join("planning_areas");
    std::fs::create_dir_all(&folder).unwrap();
    let text = "[[area]]\nkey = \"PR-01\"\nname = \"Elde\"\nmembers = [\"13076090\", \"13076108\"]\n\n\
                [[area]]\nkey = \"PR-02\"\nname = \"Altstadt\"\nquarter_of = \"13004000\"\n";
    std::fs::write(folder.join("areas.toml"), text).unwrap();
    pflegeplan::service::renew_indicators(&service.state, &service.folder).unwrap();
    let body = service.ok("/api/v1/forecasts/PR-01?to=2030&supply=register").await;
    let of = |body: &Value, measure: &str| {
        let rows = body["rows"].as_array().unwrap().iter();
        rows.filter(|row| row["measure"] == measure && row["year"] == 2030)
            .map(|row| row["value"].as_f64().unwrap())
            .sum::<f64>()
    };
    assert_eq!((&body["rows"][0]["area"], of(&body, "day_care_places_supply")), (&json!("PR-01"), 40.0));
    let members = ["13076090", "13076108"];
    let mut need = 0.0;
    for key in members {
        need += of(&service.ok(&format!("/api/v1/forecasts/{key}?to=2030")).await, "people_in_need");
    }
    assert!((of(&body, "people_in_need") - need).abs() < 0.16);
    let plain = service.ok("/api/v1/forecasts/PR-01?to=2030").await;
    let missing = plain["missing"].as_array().unwrap();
    let places = missing.iter().find(|one| one["measures"][0] == "residential_places_supply").unwrap();
    assert!(
        places["areas"] == json!(["PR-01"]) && places["reason"].as_str().unwrap().contains("whole districts")
    );
    let (status, problem) = service.get("/api/v1/forecasts/PR-02").await;
    assert!(
        status == StatusCode::NOT_FOUND
            && problem["detail"].as_str().unwrap().contains("part of a municipality"),
        "{problem}"
    );
    let (status, problem) = service.get("/api/v1/forecasts/PR-03").await;
    assert!(
        status == StatusCode::NOT_FOUND && problem["detail"].as_str().unwrap().contains("PR-01"),
        "{problem}"
    );
    assert_eq!(service.get("/api/v1/forecasts/PR-01?level=amt").await.0, StatusCode::BAD_REQUEST);
    assert!(
        service.ok("/api/v1/forecasts/PR-01/explain?year=2030").await["figure"]["value"].as_f64().unwrap()
            > 100.0
    );
}
