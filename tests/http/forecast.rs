//! The planner's calls.

use super::*;
use pflegeplan::tables::Format;
use pflegeplan::units::one_of;

#[actix_web::test]
async fn a_forecast_comes_with_its_provenance_and_equals_the_doors() {
    let service = Service::new("forecast");
    let body = service.ok("/api/v1/forecasts/13076?to=2030").await;
    let rows = body["rows"].as_array().unwrap();
    assert_eq!(rows[0]["value"], 207_160.0);
    assert_eq!(rows[0]["q50"], Value::Null);
    let measure = |word: &str| rows.iter().filter(|row| row["measure"] == word).count();
    assert_eq!((measure("population"), measure("births"), measure("net_migration")), (6, 5, 5));
    let model = load(CURRENT).unwrap().model;
    assert_eq!(body["provenance"]["model"], CURRENT);
    assert_eq!(body["provenance"]["checksum"], model.checksum);
    assert_eq!(body["provenance"]["scenario"], "status-quo");

    let band = service.ok("/api/v1/forecasts/13?to=2030&draws=50&seed=3&by=age_group,sex").await;
    let row = &band["rows"].as_array().unwrap()[0];
    assert_eq!((&row["sex"], &row["age_from"], &row["age_to"]), (&json!("m"), &json!(0), &json!(4)));
    let oldest = band["rows"].as_array().unwrap().iter().rfind(|row| row["measure"] == "population").unwrap();
    assert_eq!((&oldest["age_from"], &oldest["age_to"]), (&json!(95), &Value::Null));
    assert!(oldest["q0025"].as_f64().unwrap() < oldest["q975"].as_f64().unwrap());
    // The second answer is the kept one, to the letter.
    assert_eq!(service.ok("/api/v1/forecasts/13?to=2030&draws=50&seed=3&by=age_group,sex").await, band);
}

#[actix_web::test]
async fn a_forecast_that_cannot_be_is_a_problem() {
    let service = Service::new("noforecast");
    for (path, status, field) in [
        ("99", 404, ""),
        ("1307", 404, ""),
        ("13999", 404, ""),
        ("13076?to=2500", 400, "to"),
        ("13076?to=2024", 400, "to"),
        ("13076?from=2041", 400, "from"),
        ("13076?scenario=x", 400, "scenario"),
        ("13076?draws=10001", 400, "draws"),
        ("13076?seed=-1", 400, "seed"),
        ("13076?by=colour", 400, "by"),
        ("13076?by=age,age_group", 400, "by"),
        ("13076?colour=red", 400, "colour"),
        ("13076?level=street", 400, "level"),
        ("13076?level=district", 400, "level"),
        ("13076001?level=amt", 400, "level"),
        ("130769999", 404, ""),
        ("13076999", 404, ""),
        ("130764?to=2030", 404, ""),
        ("13076001?draws=100", 400, "draws"),
        ("13076?without=rain", 400, "without"),
        ("13076?more_than=many&draws=10", 400, "more_than"),
        ("13076?more_than=NaN&draws=10", 400, "more_than"),
        ("13076?more_than=45000", 400, "draws"),
        ("13076?aged=75..&draws=10", 400, "aged"),
        ("13076?more_than=45000&aged=75&draws=10", 400, "aged"),
        ("13076?more_than=45000&aged=75..101&draws=10", 400, "aged"),
    ] {
        let (found, problem) = service.get(&format!("/api/v1/forecasts/{path}")).await;
        assert_eq!(found.as_u16(), status, "{path}: {problem}");
        if !field.is_empty() {
            assert_eq!(problem["errors"][0]["field"], field, "{path}: {problem}");
        }
    }
}

#[actix_web::test]
async fn municipalities_come_with_their_reading_and_add_up() {
    let service = Service::new("small");
    let whole = service.ok("/api/v1/forecasts/13076?to=2030").await;
    let parts = service.ok("/api/v1/forecasts/13076?to=2030&level=municipality").await;
    let sum = |body: &Value, year: i32| -> f64 {
        let rows = body["rows"].as_array().unwrap().iter();
        rows.filter(|row| row["year"] == year && row["measure"] == "population")
            .map(|row| row["value"].as_f64().unwrap())
            .sum()
    };
    for year in [2025, 2030] {
        // Values have one decimal, so 142 municipalities may miss the district by 142 times 0.05.
        assert!((sum(&whole, year) - sum(&parts, year)).abs() < 7.1, "{year}");
    }
    assert_eq!(whole["rows"][0]["reading"], Value::Null);
    let rows = parts["rows"].as_array().unwrap();
    let reading = |key: &str| rows.iter().find(|row| row["area"] == key).unwrap()["reading"].clone();
    assert_eq!([reading("13076001"), reading("13076108")], ["grey", "plain"]);
    assert!(parts["notes"].as_array().unwrap().iter().any(|note| note.as_str().unwrap().contains("grey")));
    // The 12-digit key of a municipality means the same as its AGS.
    let by_ars = service.ok("/api/v1/forecasts/130760108108?to=2030").await;
    assert_eq!(by_ars["rows"], service.ok("/api/v1/forecasts/13076108?to=2030").await["rows"]);
}

#[actix_web::test]
async fn several_areas_and_scenarios_come_in_one_answer_and_in_every_form() {
    use calamine::{Reader, Xlsx};
    let service = Service::new("several");
    let key = |row: &Value| {
        (row["area"].as_str().unwrap().to_owned(), row["scenario"].as_str().unwrap().to_owned())
    };
    for (areas, scenarios) in
        [("13076,13004", "status-quo,high"), ("13,13071,13076108", "low"), ("13003", "low,high")]
    {
        let path = format!("/api/v1/forecasts/{areas}?to=2028&scenario={scenarios}");
        let body = service.ok(&path).await;
        let rows = body["rows"].as_array().unwrap();
        let mut wanted = 0;
        for area in areas.split(',') {
            for scenario in scenarios.split(',') {
                let one = service.ok(&format!("/api/v1/forecasts/{area}?to=2028&scenario={scenario}")).await;
                let own: Vec<&Value> =
                    rows.iter().filter(|row| key(row) == (area.into(), scenario.into())).collect();
                assert!(own.iter().copied().eq(one["rows"].as_array().unwrap()), "{area} {scenario}");
                wanted += own.len();
            }
        }
        assert_eq!(rows.len(), wanted, "{path}");
        let provenance = &body["provenance"];
        let others = provenance["other_scenarios"].as_array().map_or(0, Vec::len);
        assert_eq!(others + 1, scenarios.split(',').count());
        let (_, again) = post(&service, &provenance["request"].to_string()).await;
        assert_eq!(again["rows"], body["rows"]);

        let (_, headers, csv) = service.send(TestRequest::get().uri(&format!("{path}&format=csv"))).await;
        assert_eq!(headers.get(header::CONTENT_TYPE).unwrap(), "text/csv; charset=utf-8");
        assert_eq!(String::from_utf8(csv).unwrap().lines().count(), wanted + 1);
        let posted = TestRequest::post()
            .uri("/api/v1/forecasts?format=xlsx")
            .set_payload(provenance["request"].to_string());
        let (status, _, book) = service.send(posted).await;
        assert_eq!(status, StatusCode::OK);
        let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(book)).unwrap();
        let columns = 3 + areas.split(',').count() * scenarios.split(',').count();
        assert_eq!(book.worksheet_range("Überblick").unwrap().width(), columns);
        assert_eq!(book.worksheet_range("Alle Werte").unwrap().height(), wanted + 1);
    }
}

#[actix_web::test]
async fn statements_and_notes_of_several_scenarios_name_their_scenario() {
    let service = Service::new("named");
    let path = "/api/v1/forecasts/13076?to=2028&draws=20&scenario=low,landesprognose-5&question=people_in_need%20%3E%2017000";
    let body = service.ok(path).await;
    let texts: Vec<&str> =
        body["statements"].as_array().unwrap().iter().map(|one| one["text"].as_str().unwrap()).collect();
    assert!(texts[0].starts_with("low: in ") && texts[1].starts_with("landesprognose-5: in "), "{texts:?}");
    let notes: Vec<&str> =
        body["notes"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
    assert!(
        notes.iter().any(|note| note.starts_with("landesprognose-5: 2026: 13076 was projected")),
        "{notes:?}"
    );
    assert_eq!(notes.iter().filter(|note| note.contains("people_in_need counts")).count(), 1);
}

#[actix_web::test]
async fn several_runs_that_cannot_be_are_a_problem() {
    let service = Service::new("noseveral");
    let words = Format::with_tables(&[Format::Json]).into_iter().map(Format::word).collect::<Vec<_>>();
    let forms = one_of(&words);
    for (path, status, field, said) in [
        ("13076,13076", 400, "area", "twice"),
        ("13076?scenario=low,low", 400, "scenario", "twice"),
        (
            "13003,13004,13071,13072,13073,13074,13075?scenario=low,high,status-quo,landesprognose-5",
            400,
            "area",
            "28 runs",
        ),
        ("13076,99", 404, "", ""),
        ("13076?format=docx", 400, "format", forms.as_str()),
        ("13,13076?level=municipality&by=age_group,sex&format=xlsx", 400, "by", "each of 2"),
        ("13,13076?draws=10000&by=age,sex", 400, "draws", "each of 2"),
        ("13076,13004/explain?year=2030", 400, "area", "takes one"),
    ] {
        let (found, problem) = service.get(&format!("/api/v1/forecasts/{path}")).await;
        assert_eq!(found.as_u16(), status, "{path}: {problem}");
        if !field.is_empty() {
            assert_eq!(problem["errors"][0]["field"], field, "{path}: {problem}");
            assert!(problem["errors"][0]["message"].as_str().unwrap().contains(said), "{path}: {problem}");
        }
    }
}

async fn post(service: &Service, body: &str) -> (StatusCode, Value) {
    let request = TestRequest::post().uri("/api/v1/forecasts").set_payload(body.to_owned());
    let (status, _, body) = service.send(request).await;
    (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
}

#[actix_web::test]
async fn own_assumptions_and_plans_are_posted_and_can_be_asked_again() {
    let service = Service::new("post");
    let plain = service.ok("/api/v1/forecasts/13076?to=2030").await;
    // A plain request, and that of any answer, gives the same rows as GET.
    let (status, same) = post(&service, r#"{"area": "13076", "to": 2030}"#).await;
    assert_eq!((status, &same["rows"]), (StatusCode::OK, &plain["rows"]));
    assert_eq!(post(&service, &plain["provenance"]["request"].to_string()).await.1["rows"], plain["rows"]);

    let ask = json!({
        "area": "13076", "to": 2030, "draws": 100, "by": ["component"],
        "assumptions": {"tfr": {"value": 1.5, "year": 2026}},
        "housing": [{"area": "13076", "year": 2027, "persons": 300}],
        "care_homes": [{"area": "13076", "places": 100, "residents": [{"age_from": 80, "persons": 90}],
                        "planned": [{"year": 2028, "places": 150}]}],
        "control_totals": [{"area": "13004", "year": 2030, "persons": 99_000}],
        "questions": [{"age_from": 80, "more_than": 1}, {"area": "13", "year": 2028, "sex": "f", "more_than": 9e6}],
    });
    let (status, body) = post(&service, &ask.to_string()).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let value = |measure: &str, year: i32| {
        let rows = body["rows"].as_array().unwrap().iter();
        rows.filter(|row| row["measure"] == measure && row["year"] == year)
            .map(|row| row["value"].as_f64().unwrap())
            .sum::<f64>()
    };
    assert_eq!([value("planned_housing", 2027), value("planned_housing", 2028)], [300.0, 0.0]);
    // Half as many places again: half of 90 residents more.
    assert_eq!([value("care_homes", 2027), value("care_homes", 2028)], [0.0, 45.0]);
    let births_before =
        plain["rows"].as_array().unwrap().iter().find(|row| row["measure"] == "births").unwrap()["value"]
            .clone();
    let growth = value("births", 2026) / births_before.as_f64().unwrap();
    assert!((growth - 1.5 / 1.213).abs() < 1e-3, "{growth}");
    assert_eq!(body["statements"][0]["share"], 1.0);
    assert_eq!(body["statements"][1]["share"], 0.0);
    assert!(
        body["statements"][1]["text"]
            .as_str()
            .unwrap()
            .starts_with("in 0 of 100 draws more than 9,000,000 women")
    );
    assert_eq!(body["provenance"]["assumptions"][0]["tfr"], 1.5);
    let (_, again) = post(&service, &body["provenance"]["request"].to_string()).await;
    assert_eq!((&again["rows"], &again["statements"]), (&body["rows"], &body["statements"]));
}

#[actix_web::test]
async fn a_body_that_cannot_be_answered_is_a_problem_that_names_its_field() {
    let service = Service::new("badpost");
    for (body, field, wanted) in [
        ("", "body", "is empty"),
        ("{\"area\"", "body", "line 1"),
        ("{\"area\": \"13076\",\n \"colour\": 1}", "colour", "not a known field"),
        (r#"{"area": 13076}"#, "area", "a text"),
        (r#"{"area": "1307"}"#, "area", "\"1307\""),
        (r#"{"to": 2030}"#, "area", "\"\""),
        (r#"{"area": "13076", "to": 2500}"#, "to", "2500"),
        (r#"{"area": "13076", "by": ["age", "age_group"]}"#, "by", "not both"),
        (r#"{"area": "13076", "by": ["colour"]}"#, "by[0]", "colour"),
        (r#"{"area": "13076", "assumptions": {"tfr": {"value": 15, "year": 2030}}}"#, "tfr", "15"),
        (r#"{"area": "13076", "assumptions": {"tfr": {"value": 1.5, "year": 2200}}}"#, "tfr", "2200"),
        (r#"{"area": "13076", "assumptions": {"tfr": 1.5}}"#, "assumptions.tfr", "1.5"),
        (
            r#"{"area": "13076", "housing": [{"area": "13", "year": 2030, "persons": 1}]}"#,
            "housing[0].area",
            "13",
        ),
        (
            r#"{"area": "13076", "housing": [{"area": "13076", "year": 2025, "persons": 1}]}"#,
            "housing",
            "2025",
        ),
        (
            r#"{"area": "13076", "housing": [{"area": "13076", "year": 2030, "persons": -1}]}"#,
            "assumptions",
            "-1",
        ),
        (
            r#"{"area": "13076", "housing": [{"area": "13076", "year": 2030, "persons": 1, "like": "residents",
             "groups": [{"age_from": 1, "share": 1}]}]}"#,
            "housing[0].like",
            "groups",
        ),
        (
            r#"{"area": "13076", "housing": [{"area": "13076", "year": 2030, "persons": 1,
             "groups": [{"age_from": 101, "share": 1}]}]}"#,
            "housing[0].groups[0].age_from",
            "101",
        ),
        (
            r#"{"area": "13076", "care_homes": [{"area": "13076", "places": 1, "residents":
             [{"age_from": 95, "persons": 1000000}]}]}"#,
            "assumptions",
            "13076",
        ),
        (
            r#"{"area": "13076", "care_homes": [{"area": "13076", "places": 0, "residents": []}]}"#,
            "assumptions",
            "0",
        ),
        (
            r#"{"area": "13076", "control_totals": [{"area": "13999", "year": 2030, "persons": 1}]}"#,
            "control_totals",
            "13999",
        ),
        (
            r#"{"area": "13076", "control_totals": [{"area": "13076", "year": 2030, "persons": 1},
             {"area": "13076", "year": 2030, "persons": 2}]}"#,
            "control_totals",
            "contradict",
        ),
        (
            r#"{"area": "13076", "control_totals": [{"area": "13076", "year": 2041, "persons": 1}]}"#,
            "control_totals",
            "2041",
        ),
        (r#"{"area": "13076", "questions": [{"more_than": 1}]}"#, "draws", "needs draws"),
        (
            r#"{"area": "13076", "draws": 9, "questions": [{"more_than": -1}]}"#,
            "questions[0].more_than",
            "-1",
        ),
        (
            r#"{"area": "13076", "draws": 9, "questions": [{"area": "13076001", "more_than": 1}]}"#,
            "questions[0].area",
            "13076001",
        ),
    ] {
        let (status, problem) = post(&service, body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{body}: {problem}");
        assert_eq!(problem["errors"][0]["field"], field, "{body}: {problem}");
        let message = problem["errors"][0]["message"].as_str().unwrap();
        assert!(message.contains(wanted), "{body}: {message}");
    }
    let (status, problem) = post(&service, r#"{"area": "13999"}"#).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "{problem}");
    // Half a megabyte is read, and found to be no scenario.
    let long = format!(r#"{{"area": "13076", "scenario": "{}"}}"#, "x".repeat(500_000));
    assert_eq!(post(&service, &long).await.0, StatusCode::BAD_REQUEST);
    let large = format!(r#"{{"area": "13076", "scenario": "{}"}}"#, "x".repeat(2_000_000));
    let (status, problem) = post(&service, &large).await;
    assert_eq!((status, &problem["status"]), (StatusCode::PAYLOAD_TOO_LARGE, &json!(413)));
    let (status, headers, _) = service.send(TestRequest::get().uri("/api/v1/forecasts")).await;
    assert_eq!(
        (status, headers.get(header::ALLOW).unwrap().as_bytes()),
        (StatusCode::METHOD_NOT_ALLOWED, &b"POST, OPTIONS"[..])
    );
}

#[actix_web::test]
async fn need_places_and_staff_come_with_the_forecast() {
    let service = Service::new("need");
    let body = service.ok("/api/v1/forecasts/13004?to=2030&from=2023&by=care_type").await;
    let rows = body["rows"].as_array().unwrap();
    let value = |measure: &str, year: i32, kind: Value| {
        let mut rows = rows.iter();
        let row =
            rows.find(|row| row["measure"] == measure && row["year"] == year && row["care_type"] == kind);
        row.unwrap_or_else(|| panic!("no {measure} of {kind} in {year}"))["value"].as_f64().unwrap()
    };
    assert_eq!(value("people_in_need", 2023, Value::Null), 8_148.0);
    assert_eq!(value("people_in_need", 2023, json!("residential")), 1_707.0);
    let residential = value("people_in_need", 2030, json!("residential"));
    let occupancy = load(CURRENT).unwrap().model.care.parameters.occupancy_residential;
    assert!((value("residential_places_needed", 2030, Value::Null) - residential / occupancy).abs() < 0.2);
    assert_eq!(value("residential_places_supply", 2030, Value::Null), 1_943.0);
    assert!(value("staff_gap_heads", 2030, Value::Null) > 0.0);
    let run = &body["provenance"];
    assert_eq!((&run["prevalence"], &run["care_form"]), (&json!("status-quo"), &json!("status-quo")));
    assert_eq!(run["care_survey"], 2023);
    let notes = body["notes"].as_array().unwrap();
    assert!(notes.iter().any(|note| note.as_str().unwrap().contains("counted at their seat")), "{notes:?}");

    let total = |body: &Value, measure: &str| -> f64 {
        let rows = body["rows"].as_array().unwrap().iter();
        rows.filter(|row| row["measure"] == measure && row["year"] == 2030)
            .map(|row| row["value"].as_f64().unwrap())
            .sum()
    };
    let plain = service.ok("/api/v1/forecasts/13004?to=2030").await;
    let rising = service.ok("/api/v1/forecasts/13004?to=2030&prevalence=rising&care_form=home-based").await;
    assert_eq!(rising["provenance"]["prevalence"], "rising");
    let growth = total(&rising, "people_in_need") / total(&plain, "people_in_need");
    assert!(growth > 1.02 && growth < 1.08, "{growth}");
    let ask = json!({
        "area": "13004", "to": 2030, "draws": 20,
        "care": {"parameters": {"occupancy_residential": 0.9}, "fte_per_head": 0.8,
                 "planned_places": [{"area": "13004", "year": 2028, "kind": "residential", "places": -43}]},
    });
    let (status, own) = post(&service, &ask.to_string()).await;
    assert_eq!(status, StatusCode::OK, "{own}");
    assert!(
        (total(&own, "residential_places_needed") / total(&plain, "residential_places_needed")
            - occupancy / 0.9)
            .abs()
            < 1e-3
    );
    assert_eq!(total(&own, "residential_places_supply"), 1_900.0);
    assert!((total(&own, "staff_needed_fte") / total(&own, "staff_needed_heads") - 0.8).abs() < 1e-3);
    let (_, again) = post(&service, &own["provenance"]["request"].to_string()).await;
    assert_eq!(again["rows"], own["rows"]);
    for (body, field) in [
        (r#"{"area": "13004", "prevalence": "falling"}"#, "prevalence"),
        (r#"{"area": "13004", "care_form": "none"}"#, "care_form"),
        (r#"{"area": "13004", "care": {"fte_per_head": 8}}"#, "care"),
        (r#"{"area": "13004", "care": {"parameters": {"x": 1}}}"#, "care"),
        (
            r#"{"area": "13004", "care": {"shifts": [{"from": "a", "to": "home_care", "share": 1, "year": 2030}]}}"#,
            "care.shifts[0].from",
        ),
        (
            r#"{"area": "13004", "care": {"planned_places": [{"area": "13", "year": 2030, "kind": "beds", "places": 1}]}}"#,
            "care.planned_places[0].area",
        ),
        (
            r#"{"area": "13004", "care": {"planned_places": [{"area": "13004", "year": 2030, "kind": "day_care", "places": -9999}]}}"#,
            "care.planned_places",
        ),
    ] {
        let (status, problem) = post(&service, body).await;
        assert_eq!(
            (status, &problem["errors"][0]["field"]),
            (StatusCode::BAD_REQUEST, &json!(field)),
            "{problem}"
        );
    }
    assert_eq!(service.get("/api/v1/forecasts/13004?prevalence=x").await.0, StatusCode::BAD_REQUEST);
    assert_eq!(service.get("/api/v1/forecasts/13004?supply=x").await.0, StatusCode::BAD_REQUEST);
    // The register of the test, also inside a district, with the version it was taken from.
    let registered = service.ok("/api/v1/forecasts/13076?to=2030&supply=register").await;
    assert!(registered["provenance"]["register_version"].is_u64());
    assert_eq!(plain["provenance"]["register_version"], Value::Null);
    let parts = service.ok("/api/v1/forecasts/13076?to=2030&supply=register&level=municipality").await;
    let (whole, sum) =
        ["residential_places_supply"].map(|measure| (total(&registered, measure), total(&parts, measure)))[0];
    assert_eq!(whole, sum);
}

#[actix_web::test]
async fn models_and_scenarios_say_what_they_rest_on() {
    let service = Service::new("models");
    let models = service.ok("/api/v1/models").await;
    assert_eq!(models["items"][0]["id"], CURRENT);
    let in_use: Vec<bool> =
        models["items"].as_array().unwrap().iter().map(|item| item["is_in_use"].as_bool().unwrap()).collect();
    assert_eq!(in_use, [true, false]);
    // Published figures name the set before.
    let before = service.ok("/api/v1/models/mv-2025-1").await;
    assert_eq!((&before["is_in_use"], &before), (&false.into(), &models["items"][1]));
    let model = service.ok("/api/v1/models/mv-2026-1").await;
    let sources = model["sources"].as_array().unwrap();
    assert!(sources.iter().all(|source| source["publisher"].as_str().is_some_and(|text| !text.is_empty())));
    assert_eq!(service.get("/api/v1/models/none").await.0, StatusCode::NOT_FOUND);
    let scenarios = service.ok("/api/v1/scenarios").await;
    let ids: Vec<&str> =
        scenarios["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert!(
        ["status-quo", "low", "high", "landesprognose-5", "kbv-16", "trend"]
            .iter()
            .all(|id| ids.contains(id)),
        "{ids:?}"
    );
    let axes: Vec<&str> =
        scenarios["items"].as_array().unwrap().iter().map(|item| item["axis"].as_str().unwrap()).collect();
    let model = load(CURRENT).unwrap().model;
    assert_eq!(
        ["population", "prevalence", "care_form"].map(|axis| axes.iter().filter(|one| **one == axis).count()),
        [model.scenarios.len(), model.care.prevalence.len(), model.care.forms.len()]
    );
}
