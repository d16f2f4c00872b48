//! Indicators over HTTP.

use super::*;

use pflegeplan::indicators::Catalogue;
use pflegeplan::statistics::{FactKey, Figure, Sign, StatFact};
use pflegeplan::store::Manifest;

fn fact(measure: &str, area: &str, kind: Option<&str>, number: f64) -> StatFact {
    let kind = kind.map(str::to_owned);
    StatFact {
        key: FactKey {
            measure: measure.into(),
            area: area.into(),
            year: 2023,
            sex: None,
            ages: None,
            grade: None,
            kind,
        },
        figure: Figure { sign: Sign::Plain, number: Some(number), quality: None },
        date: None,
        line: 0,
    }
}

fn manifest() -> Manifest {
    Manifest {
        statistic: "22411".into(),
        title: "Pflegestatistik".into(),
        publisher: "Amt".into(),
        licence: "dl-de/by-2-0".into(),
        imported_at: today().and_hms_opt(1, 0, 0).unwrap(),
        file_name: "f".into(),
        sha256: "0".repeat(64),
        layout: "long".into(),
        facts: 2,
        left_out: 0,
        warnings: 0,
    }
}

#[actix_web::test]
async fn the_catalogue_comes_whole_and_one_by_one() {
    let service = Service::whole("catalogue");
    let list = service.ok("/api/v1/indicators").await;
    assert_eq!(list["total"], Catalogue::load(&[]).unwrap().indicators.len());
    let one = service.ok("/api/v1/indicators/V04").await;
    assert_eq!(one["formula"], "100 * home_places[type permanent_care] / N[80..]");
    assert_eq!((&one["evidence"], &one["official_id"]), (&json!("official_statistics"), &Value::Null));
    assert!(list["items"].as_array().unwrap().contains(&one));
    let theme = service.ok("/api/v1/indicators?theme=Kurzzeitpflege").await;
    assert_eq!(ids(&theme), ["K01", "K02", "K03", "K04"]);
}

#[actix_web::test]
async fn values_have_a_status_a_numerator_and_sources() {
    let service = Service::whole("values");
    // By hand: 15,362 of 207,160 people of Ludwigslust-Parchim were 80 and over at the end of 2025.
    let list = service.ok("/api/v1/indicators/D06/values?area=13076&compare=13&year=2025").await;
    let items = list["items"].as_array().unwrap();
    assert_eq!(items.len(), 2);
    let row = &items[0];
    assert_eq!(
        (&row["area"], &row["status"], &row["denominator"]),
        (&json!("13076"), &json!("value"), &json!(207_160.0))
    );
    let share = 100.0 * row["numerator"].as_f64().unwrap() / 207_160.0;
    assert!((row["value"].as_f64().unwrap() - share).abs() < 1e-12);
    assert_eq!((&items[1]["area"], &items[1]["numerator"]), (&json!("13"), &json!(131_024.0)));
    assert!(row["sources"][0].as_str().unwrap().contains("RDB-12411-09"), "{row}");
    assert_eq!(list["provenance"]["model"], CURRENT);
    // Without a year the last counted one; with years a series, whose breaks are said.
    assert_eq!(service.ok("/api/v1/indicators/D06/values").await["items"].as_array().unwrap().len(), 8);
    let series = service.ok("/api/v1/indicators/D01/values?area=13076&from=2020&to=2030").await;
    let status = |year: usize| series["items"][year - 2020]["status"].clone();
    assert_eq!(
        (status(2020), status(2025), status(2030)),
        (json!("value"), json!("value"), json!("estimated"))
    );
    assert!(series["notes"][0].as_str().unwrap().contains("Zensus 2022"));
    let missing = service.ok("/api/v1/indicators/A08/values?area=13076&year=2023").await;
    assert_eq!(missing["items"][0]["status"], "missing");
    assert!(missing["items"][0]["reason_de"].as_str().unwrap().contains("Befragung"));
    assert_eq!(missing["items"][0]["value"], Value::Null);
}

#[actix_web::test]
async fn a_release_of_statistics_reaches_a_running_service() {
    let service = Service::whole("release");
    let path = "/api/v1/indicators/A03/values?area=13076&year=2023";
    assert_eq!(service.ok(path).await["items"][0]["status"], "missing");
    let facts = [fact("P", "13076", Some("home_care"), 4_100.0), fact("services", "13076", None, 50.0)];
    let id = service.state.database.add_statistics(&manifest(), &facts).unwrap();
    service.state.database.release_statistics(id, manifest().imported_at).unwrap();
    renew_indicators(&service.state, &service.folder).unwrap();
    let row = &service.ok(path).await["items"][0];
    assert_eq!((&row["value"], &row["status"]), (&json!(82.0), &json!("value")));
    // The other types of care of that year are still those of the model set, which stands before it.
    let sources = row["sources"].as_array().unwrap();
    let starts = |at: usize, text: &str| sources[at].as_str().unwrap().starts_with(text);
    assert!(sources.len() == 2 && starts(0, "RDB-CARE-2023: ") && starts(1, "import 1: "), "{row}");
    service.state.database.roll_back_statistics("22411", manifest().imported_at).unwrap();
    renew_indicators(&service.state, &service.folder).unwrap();
    assert_eq!(service.ok(path).await["items"][0]["status"], "missing");
}

#[actix_web::test]
async fn values_come_as_csv_and_as_a_workbook_with_definitions() {
    let service = Service::whole("forms");
    let path = "/api/v1/indicators/D04/values?level=district&year=2025";
    let (status, headers, body) = service.send(TestRequest::get().uri(&format!("{path}&format=csv"))).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(headers.get(header::CONTENT_TYPE).unwrap(), "text/csv; charset=utf-8");
    let text = String::from_utf8(body).unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("id,area,year,value,status,numerator,denominator,unit"));
    assert_eq!(lines.count(), 8);
    let (.., body) = service.send(TestRequest::get().uri(&format!("{path}&format=xlsx"))).await;
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(body)).unwrap();
    use calamine::Reader;
    assert_eq!(book.sheet_names(), ["Werte", "Definitionen", "Hinweise"]);
    let definitions = book.worksheet_range("Definitionen").unwrap();
    assert_eq!(definitions.get_value((1, 6)).unwrap().to_string(), "100 * N[65..] / N");
    assert_eq!(book.worksheet_range("Werte").unwrap().height(), 9);
}

#[actix_web::test]
async fn two_indicators_are_correlated_with_a_warning_where_areas_are_few() {
    let service = Service::whole("correlation");
    let body = service.ok("/api/v1/indicators/D04/correlation?with=D06&year=2025").await;
    assert_eq!((&body["n"], body["points"].as_array().unwrap().len()), (&json!(8), 8));
    let coefficient = body["coefficient"].as_f64().unwrap();
    assert!(coefficient.abs() <= 1.0);
    assert!(body["warning_de"].as_str().unwrap().contains("Nur 8 Gebiete"));
    let empty = service.ok("/api/v1/indicators/D04/correlation?with=A08&year=2025").await;
    assert_eq!((&empty["n"], &empty["coefficient"]), (&json!(0), &Value::Null));
    let ranking = service.ok("/api/v1/indicators/S10/ranking?year=2023").await;
    assert_eq!(ranking["missing"].as_array().unwrap().len(), 8);
}

#[actix_web::test]
async fn a_wrong_question_is_a_problem() {
    let service = Service::whole("wrong");
    for (path, status, field) in [
        ("ZZZ", 404, ""),
        ("ZZZ/values", 404, ""),
        ("V04/values?level=moon", 400, "level"),
        ("V04/values?area=99999", 400, "area"),
        ("V04/values?area=13076&level=district", 400, "level"),
        ("V04/values?within=99999", 400, "within"),
        ("V04/values?compare=99999", 400, "compare"),
        ("V04/values?year=x", 400, "year"),
        ("V04/values?year=1800", 400, "year"),
        ("V04/values?from=2020", 400, "to"),
        ("V04/values?to=2020", 400, "from"),
        ("V04/values?from=2021&to=2020", 400, "from"),
        ("V04/values?year=2020&from=2019&to=2020", 400, "year"),
        ("V04/values?format=geojson", 400, "format"),
        ("V04/values?colour=red", 400, "colour"),
        ("V04/correlation", 400, "with"),
        ("V04/correlation?with=ZZZ", 400, "with"),
        ("V04/ranking", 400, "id"),
    ] {
        let (found, problem) = service.get(&format!("/api/v1/indicators/{path}")).await;
        assert_eq!(found.as_u16(), status, "{path}: {problem}");
        if !field.is_empty() {
            assert_eq!(problem["errors"][0]["field"], field, "{path}: {problem}");
        }
    }
    let unready = Service::new("unready");
    let (status, _) = unready.get("/api/v1/indicators").await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
}

/// Of a kind: two doors of one program that know different things.
#[actix_web::test]
async fn indicators_of_municipalities_are_estimates_with_their_guard_rail() {
    const LIMITS: &str = "unter 5000 Einwohnern trägt eine Zahl keine Aussage für sich, unter 8000 ist sie mit Vorsicht zu lesen";
    let service = Service::whole("guard-rail");
    for area in ["13076001", "13076108", "13071107"] {
        for (id, year) in [("D05", 2025), ("D06", 2025), ("X07", 2030)] {
            let list = service.ok(&format!("/api/v1/indicators/{id}/values?area={area}&year={year}")).await;
            let row = &list["items"][0];
            assert_eq!(row["status"], "estimated", "{id} of {area}: {row}");
            assert!(row["value"].as_f64().is_some_and(|value| value > 0.0), "{id} of {area}: {row}");
            let sources = row["sources"].as_array().unwrap();
            let has_limits = sources.iter().any(|source| source.as_str().unwrap().contains(LIMITS));
            assert!(has_limits, "{id} of {area}: {row}");
        }
    }
}

/// Of a kind: figures side by side that cannot be compared.
#[actix_web::test]
async fn a_change_across_a_break_says_so() {
    const GRADE: &str = "Seit 2019 zählen Menschen mit Pflegegrad 1";
    const CENSUS: &str = "Zensus 2022";
    let service = Service::whole("breaks");
    for (query, text, is_said) in [
        ("P15/values?area=13&year=2021", GRADE, true),
        ("P15/values?area=13&from=2017&to=2023", GRADE, true),
        ("P15/values?area=13076&year=2021", GRADE, true),
        // From 2021 to 2023 the same people are counted.
        ("P15/values?area=13&year=2023", GRADE, false),
        ("D11/values?area=13076&year=2025", CENSUS, true),
        ("D11/values?area=13&from=2019&to=2023", CENSUS, true),
        ("D11/values?area=13076&year=2020", CENSUS, false),
    ] {
        let list = service.ok(&format!("/api/v1/indicators/{query}")).await;
        let notes = list["notes"].as_array().unwrap();
        let found = notes.iter().any(|note| note.as_str().unwrap().contains(text));
        assert_eq!(found, is_said, "{query}: {notes:?}");
    }
}
