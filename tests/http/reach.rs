//! Reach and what would change it. The register holds day care at two points near Ludwigslust, 20 places each.

use super::*;

fn value(rows: &Value, area: &str, minutes: f64, group: &str, field: &str) -> f64 {
    let row =
        rows.as_array().unwrap().iter().find(|row| {
            row["area"] == area && row["minutes"].as_f64() == Some(minutes) && row["group"] == group
        });
    row.unwrap()[field].as_f64().unwrap()
}

#[actix_web::test]
async fn reach_counts_the_residents_of_the_forecast_and_no_place_twice() {
    let service = Service::new("reach");
    let body = service.ok("/api/v1/reach?category=day_care&minutes=15,30").await;
    let rows = &body["rows"];
    assert_eq!(rows.as_array().unwrap().len(), 8 * 2 * 3);
    assert_eq!(value(rows, "13076", 15.0, "all", "persons"), 207_160.0);
    let share = |area, minutes| value(rows, area, minutes, "65+", "share");
    assert!(0.0 < share("13076", 15.0) && share("13076", 15.0) < share("13076", 30.0));
    assert_eq!(share("13003", 30.0), 0.0, "Rostock lies far from Ludwigslust");
    assert_eq!((&body["offers"], &body["places"]), (&json!(2), &json!(40.0)));
    // What people can get at is what there is: 40 places.
    let places: f64 = body["balance"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            let persons = value(rows, it["area"].as_str().unwrap(), 15.0, "65+", "persons");
            it["places_per_1000"].as_f64().unwrap() * persons / 1000.0
        })
        .sum();
    assert!((places - 40.0).abs() < 0.3, "{places}");
    let from = &body["provenance"];
    assert_eq!((&from["travel_source"], &from["year"]), (&json!("estimate"), &json!(2025)));
    assert!(body["notes"][2].as_str().unwrap().contains("estimates"));

    assert!(body["notes"][0].as_str().unwrap().contains("census of 2011"), "{}", body["notes"]);

    let later = service.ok("/api/v1/reach?category=day_care&year=2040&level=state").await;
    assert_eq!(later["rows"].as_array().unwrap().len(), 9);
    let older = value(&later["rows"], "13", 15.0, "80+", "persons");
    // 131,024 people aged 80 and older at the end of 2025 (official base).
    let today = service.ok("/api/v1/reach?category=day_care&level=state").await;
    let today = value(&today["rows"], "13", 15.0, "80+", "persons");
    assert!((today - 131_024.0).abs() < 1.0, "{today}");
    assert!(older > today, "{older}");
}

/// 1,573,685 residents at the end of 2025 (official base), 131,024 of them aged 80 and older, however they are divided; and
/// within fifteen minutes of a town some villages of its surroundings lie in part.
#[actix_web::test]
async fn a_part_of_a_municipality_reaches_an_offer_and_nobody_is_lost() {
    let service = Service::new("reach-part");
    let parts = service.ok("/api/v1/reach?category=day_care&minutes=15&level=municipality").await;
    let whole = service.ok("/api/v1/reach?category=day_care&minutes=15&level=state").await;
    for (group, official) in [("all", 1_573_685.0), ("80+", 131_024.0)] {
        let rows = || parts["rows"].as_array().unwrap().iter().filter(|row| row["group"] == group);
        let sum = |field: &str| rows().map(|row| row[field].as_f64().unwrap()).sum::<f64>();
        let of_state = |field| value(&whole["rows"], "13", 15.0, group, field);
        assert!((of_state("persons") - official).abs() < 1.0, "{}", of_state("persons"));
        // 726 figures of one decimal.
        assert!((sum("persons") - official).abs() < 726.0 * 0.05 + 1.0, "{}", sum("persons"));
        assert!((sum("persons_reached") - of_state("persons_reached")).abs() < 726.0 * 0.05, "{group}");
        let share = |row: &&Value| row["share"].as_f64();
        let partial = rows().filter(|row| share(row).is_some_and(|share| share > 0.0 && share < 1.0)).count();
        assert!(partial > 3, "{partial} municipalities in part");
        for row in rows() {
            let (persons, reached) =
                (row["persons"].as_f64().unwrap(), row["persons_reached"].as_f64().unwrap());
            assert!((0.0..=persons).contains(&reached), "{row}");
        }
    }
}

#[actix_web::test]
async fn municipalities_have_a_nearest_time_and_csv_has_the_columns_of_the_contract() {
    let service = Service::new("reach-csv");
    let body = service.ok("/api/v1/reach?category=day_care&minutes=30&level=municipality").await;
    assert_eq!(body["rows"].as_array().unwrap().len(), 726 * 3);
    let nearest = value(&body["rows"], "13076090", 30.0, "all", "nearest_s");
    assert!(nearest > 0.0 && nearest < 600.0, "{nearest}");
    let request = TestRequest::get().uri("/api/v1/reach?category=day_care&minutes=30&format=csv");
    let (status, headers, text) = service.send(request).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(headers.get(header::CONTENT_TYPE).unwrap(), "text/csv; charset=utf-8");
    let text = String::from_utf8(text).unwrap();
    let mut lines = text.lines();
    let header = "area,category,mode,minutes,group,persons,persons_reached,share,nearest_s,name";
    assert_eq!(lines.next(), Some(header));
    assert_eq!(lines.count(), 24);
}

#[actix_web::test]
async fn a_question_about_reach_that_cannot_be_answered_names_its_field() {
    let service = Service::new("noreach");
    for (query, field) in [
        ("", "category"),
        ("category=spaceship", "category"),
        ("category=day_care&mode=train", "mode"),
        ("category=day_care&minutes=0", "minutes"),
        ("category=day_care&minutes=NaN", "minutes"),
        ("category=day_care&minutes=1,2,3,4,5,6,7,8,9", "minutes"),
        ("category=day_care&level=street", "level"),
        ("category=day_care&year=2024", "year"),
        ("category=day_care&year=2099", "year"),
        ("category=day_care&scenario=x", "scenario"),
        ("category=day_care&format=pdf", "format"),
        ("category=day_care&colour=red", "colour"),
    ] {
        let (status, problem) = service.get(&format!("/api/v1/reach?{query}")).await;
        assert_eq!(
            (status, &problem["errors"][0]["field"]),
            (StatusCode::BAD_REQUEST, &json!(field)),
            "{query}"
        );
    }
    for (body, field) in [
        (json!({}), "category"),
        (json!({"category": "day_care", "colour": 1}), "colour"),
        (json!({"category": "day_care", "changes": [{"close": {"id": "test-9"}}]}), "changes[0]"),
        (json!({"category": "day_care", "changes": [{"close": {"id": "test-3"}}]}), "changes[0]"),
        (json!({"category": "day_care", "changes": [{"add": {"lat": 91.0, "lon": 11.0}}]}), "changes[0]"),
        (
            json!({"category": "day_care", "changes": [{"set_places": {"id": "test-1", "places": -1.0}}]}),
            "changes[0]",
        ),
        (json!({"category": "day_care", "sites": {"count": 0, "method": "p_median"}}), "sites.count"),
    ] {
        let request = TestRequest::post().uri("/api/v1/reach/what-if").set_payload(body.to_string());
        let (status, _, text) = service.send(request).await;
        let problem: Value = serde_json::from_slice(&text).unwrap();
        assert_eq!(
            (status, &problem["errors"][0]["field"]),
            (StatusCode::BAD_REQUEST, &json!(field)),
            "{body}"
        );
    }
    let (status, headers, _) = service.send(TestRequest::get().uri("/api/v1/reach/what-if")).await;
    assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(headers.get(header::ALLOW).unwrap(), "POST, OPTIONS");
}

#[actix_web::test]
async fn a_new_offer_in_rostock_changes_reach_there_and_sites_are_ranked() {
    let service = Service::new("what-if");
    let ask = json!({
        "category": "day_care",
        "minutes": [30],
        "changes": [
            {"add": {"lat": 54.0865, "lon": 12.1544, "places": 30}},
            {"close": {"id": "test-1"}},
            {"set_places": {"id": "new-1", "places": 50}},
        ],
        "sites": {"count": 3, "method": "maximal_covering", "minutes": 30, "group": "65+"},
    });
    let request = TestRequest::post().uri("/api/v1/reach/what-if").set_payload(ask.to_string());
    let (status, _, text) = service.send(request).await;
    let body: Value = serde_json::from_slice(&text).unwrap();
    assert_eq!(status, StatusCode::OK, "{body}");
    let share = |variant: &str, area| value(&body[variant]["rows"], area, 30.0, "all", "share");
    // By the estimate thirty minutes are 17 km; some cells in the heath north-east of Rostock lie beyond.
    assert_eq!((share("before", "13003"), share("after", "13003")), (0.0, 0.9995));
    assert_eq!((&body["before"]["places"], &body["after"]["places"]), (&json!(40.0), &json!(70.0)));
    assert_eq!(body["after"]["offers"], 2);
    let sites = body["sites"].as_array().unwrap();
    assert_eq!(sites.len(), 3);
    let gain = |rank: usize| sites[rank]["gain"].as_f64().unwrap();
    assert!(gain(0) >= gain(1) && gain(1) >= gain(2) && gain(2) > 0.0);
    // Those who are reached by the first site were not reached before.
    let beyond = 452_467.0 - value(&body["after"]["rows"], "13003", 30.0, "65+", "persons_reached");
    assert!(gain(0) + gain(1) + gain(2) <= beyond);
    assert!(!sites[0]["name"].as_str().unwrap().is_empty());
}

#[actix_web::test]
async fn travel_times_are_a_table_with_its_source() {
    let service = Service::new("travel-times");
    let send = |body: Value| {
        let request = TestRequest::post().uri("/api/v1/travel-times").set_payload(body.to_string());
        service.send(request)
    };
    let point = |lat: f64, lon: f64| json!({"lat": lat, "lon": lon});
    let (status, _, text) = send(json!({
        "origins": [point(53.3, 11.5), point(53.4, 11.5)],
        "destinations": [point(53.3, 11.5), point(53.3, 11.6), point(53.3, 11.7)],
        "mode": "bicycle",
    }))
    .await;
    let body: Value = serde_json::from_slice(&text).unwrap();
    assert_eq!(status, StatusCode::OK, "{body}");
    assert_eq!((&body["mode"], &body["source"]), (&json!("bicycle"), &json!("estimate")));
    let rows = body["durations_s"].as_array().unwrap();
    assert_eq!((rows.len(), rows[0].as_array().unwrap().len()), (2, 3));
    assert_eq!((&rows[0][0], &body["distances_m"][0][0]), (&json!(0.0), &json!(0.0)));
    assert!(rows[0][1].as_f64() < rows[0][2].as_f64());

    let many: Vec<Value> = (0..101).map(|_| point(53.3, 11.5)).collect();
    for (body, field) in [
        (json!({"origins": [], "destinations": [point(53.3, 11.5)], "mode": "car"}), "origins"),
        (
            json!({"origins": [point(91.0, 11.5)], "destinations": [point(53.3, 11.5)], "mode": "car"}),
            "origins[0]",
        ),
        (
            json!({"origins": [point(53.3, 11.5)], "destinations": [point(53.3, 11.5)], "mode": "train"}),
            "mode",
        ),
        (json!({"origins": many, "destinations": many, "mode": "car"}), "destinations"),
        (json!({"origins": [{"lat": 53.3}], "destinations": [], "mode": "car"}), "origins[0].lon"),
    ] {
        let (status, _, text) = send(body).await;
        let problem: Value = serde_json::from_slice(&text).unwrap();
        assert_eq!((status, &problem["errors"][0]["field"]), (StatusCode::BAD_REQUEST, &json!(field)));
    }
}
