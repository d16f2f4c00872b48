//! The planner's workspace: every figure on its pages is the API's for the same request.

use super::*;

/// A figure as a page shows it: `<data value="…" data-area="…" data-measure="…" data-year="…" data-part="…">text</data>`.
#[derive(Debug)]
struct Shown {
    value: f64,
    area: String,
    measure: String,
    year: i64,
    part: Option<String>,
    text: String,
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    Some(tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?.replace("&#x2f;", "/"))
}

fn figures(html: &str) -> Vec<Shown> {
    let figure = |part: &str| {
        let (tag, rest) = part.split_once('>').unwrap();
        let inner = rest.split("</data>").next().unwrap();
        let text = if inner.starts_with("<a") { inner.split_once('>').unwrap().1 } else { inner };
        let of = |name| attribute(tag, name).unwrap_or_else(|| panic!("{name} in {tag}"));
        Shown {
            value: of("value").parse().unwrap(),
            area: of("data-area"),
            measure: of("data-measure"),
            year: of("data-year").parse().unwrap(),
            part: attribute(tag, "data-part"),
            text: text.replace("</a>", ""),
        }
    };
    html.split("<data class=").skip(1).map(figure).collect()
}

impl Service {
    async fn page(&self, path: &str) -> (StatusCode, String) {
        let request = TestRequest::get().uri(path).insert_header(("accept", "text/html"));
        let (status, _, body) = self.send(request).await;
        (status, String::from_utf8(body).unwrap())
    }

    async fn rows(&self, path: &str) -> Vec<Value> {
        self.ok(path).await["rows"].as_array().unwrap().clone()
    }
}

/// The value of the rows of an answer that a figure is about.
fn expected(rows: &[Value], shown: &Shown) -> Option<f64> {
    let is_counted = shown.measure == "observed";
    let measure = match shown.measure.split(' ').next().unwrap() {
        "observed" => "people_in_need",
        other => other,
    };
    let of_figure: Vec<&Value> = rows
        .iter()
        .filter(|row| {
            row["area"] == shown.area
                && row["measure"] == measure
                && row["year"] == shown.year
                && (row["scenario"] == "observed") == is_counted
        })
        .collect();
    let words: Vec<&str> = shown.measure.split(' ').skip(1).collect();
    if let [who, from] = words[..] {
        let from: u64 = from.parse().unwrap();
        let to = if from == 95 || who == "from" { 200 } else { from + 4 };
        let ages = of_figure.iter().filter(|row| {
            row["age_from"].as_u64().is_some_and(|age| (from..=to).contains(&age))
                && (who == "from" || row["sex"] == who)
        });
        return Some(ages.map(|row| row["value"].as_f64().unwrap()).sum());
    }
    let is_part = |row: &&&Value| match shown.part.as_deref().and_then(|part| part.split_once('=')) {
        Some(("care_type", care_type)) => row["care_type"] == care_type && row["care_grade"].is_null(),
        Some((_, grade)) => row["care_grade"].as_u64() == grade.parse().ok() && row["care_type"].is_null(),
        None => row["care_type"].is_null() && row["care_grade"].is_null() && row["age_from"].is_null(),
    };
    // A counted figure says its form of care by its line only, so any of that value will do.
    let found = of_figure.iter().filter(|row| is_counted || is_part(row));
    let mut values = found.map(|row| row["value"].as_f64().unwrap());
    if is_counted { values.find(|value| (value - shown.value).abs() < 1e-9) } else { values.next() }
}

/// The number of a text: "−1.440" -> -1440.
fn number(text: &str) -> f64 {
    text.replace('.', "").replace(['+', '±'], "").replace('−', "-").replace(',', ".").parse().unwrap()
}

async fn page_equals_api(service: &Service, area: &str, query: &str, inside: Option<&str>) {
    let (status, html) = service.page(&format!("/planung/gebiet/{area}?{query}")).await;
    assert_eq!(status, StatusCode::OK, "{area}");
    let html = html.replace("&#x2f;", "/").replace("&amp;", "&");
    let api = html.split("href=\"/api/v1/forecasts/").nth(1).unwrap().split('"').next().unwrap();
    let api = format!("/api/v1/forecasts/{api}");
    let (path, query) = api.split_once('?').unwrap();
    let without_draws: Vec<&str> = query.split('&').filter(|part| !part.starts_with("draws=")).collect();
    let plain = format!("{path}?{}", without_draws.join("&"));
    let mut rows = service.rows(&api).await;
    rows.extend(service.rows(&format!("{plain}&from=2015&by=care_type")).await);
    rows.extend(service.rows(&format!("{plain}&by=care_grade")).await);
    rows.extend(service.rows(&format!("{plain}&by=age,sex")).await);
    if let Some(level) = inside {
        rows.extend(service.rows(&format!("{plain}&level={level}")).await);
    }
    let shown = figures(&html);
    assert!(shown.len() > 100, "{area} shows {} figures", shown.len());
    for figure in &shown {
        let value = expected(&rows, figure);
        assert!(
            value.is_some_and(|value| (value - figure.value).abs() < 1e-6),
            "{area}: {value:?} {figure:?}"
        );
        let read = number(&figure.text);
        let read = if figure.measure == "staff_gap_heads" { -read } else { read };
        assert!((read - figure.value).abs() <= 5.0 + 1e-6, "{area}: {figure:?}");
    }
}

#[actix_web::test]
async fn every_figure_of_an_overview_is_that_of_the_api() {
    let service = Service::new("overview");
    for (area, query, inside) in [
        ("13", "draws=0", Some("district")),
        ("13076", "draws=20", Some("amt")),
        ("13004", "draws=0&scenario=high&prevalence=rising&care_form=home-based", None),
        ("130765654", "", Some("municipality")),
        ("13076090", "scenario=low", None),
        ("13073088", "", None),
    ] {
        page_equals_api(&service, area, query, inside).await;
    }
}

#[actix_web::test]
async fn each_area_is_found_by_name_and_by_key() {
    let service = Service::new("find");
    for (text, key) in [
        ("Ludwigslust-Parchim", "13076"),
        ("13076", "13076"),
        ("Mecklenburg-Vorpommern", "13"),
        ("MV", "13"),
        ("Landkreis Rostock", "13072"),
        ("13076090", "13076090"),
        ("19288", "13076090"),
    ] {
        let uri = format!("/planung?q={}&scenario=low", text.replace(' ', "%20"));
        let (status, headers, _) = service.send(TestRequest::get().uri(&uri)).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{text}");
        assert_eq!(
            headers.get(header::LOCATION).unwrap().to_str().unwrap(),
            format!("/planung/gebiet/{key}?scenario=low"),
            "{text}"
        );
    }
    let (status, html) = service.page("/planung?q=Ludwigslsut").await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.replace("&#x2f;", "/").contains("href=\"/planung/gebiet/13076090\""), "{html}");
    let (status, html) = service.page("/planung?q=%3Cscript%3E").await;
    assert!(status == StatusCode::OK && !html.contains("„<script>"));
}

#[actix_web::test]
async fn wrong_values_and_unknown_areas_have_a_page_that_says_so() {
    let service = Service::new("wrong");
    for (path, status, words) in [
        ("/planung/gebiet/99999", StatusCode::NOT_FOUND, "kennen wir nicht"),
        ("/planung/gebiet/13076?scenario=nonsense", StatusCode::BAD_REQUEST, "scenario"),
        ("/planung/gebiet/13076?draws=99999", StatusCode::BAD_REQUEST, "draws"),
        ("/planung/gebiet/13076?tfr=9", StatusCode::BAD_REQUEST, "tfr"),
        ("/planung/tabelle.pdf?area=13076", StatusCode::NOT_FOUND, ""),
    ] {
        let (found, html) = service.page(path).await;
        assert_eq!(found, status, "{path}");
        assert!(html.contains(words), "{path}: {html}");
    }
}

#[actix_web::test]
async fn a_closed_workspace_is_not_there_and_nothing_leads_to_it() {
    let mut service = Service::new("closed");
    service.planning_open = false;
    for path in ["/planung", "/planung/gebiet/13", "/planung/tabelle.csv?area=13"] {
        assert_eq!(service.page(path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(!service.page("/").await.1.contains("planung"));
    let open = Service::new("open");
    assert!(open.page("/").await.1.contains("planung"));
}

#[actix_web::test]
async fn tables_of_several_areas_are_files() {
    let service = Service::new("tables");
    let (status, headers, body) =
        service.send(TestRequest::get().uri("/planung/tabelle.csv?area=13004,13&draws=0")).await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        headers
            .get(header::CONTENT_DISPOSITION)
            .unwrap()
            .to_str()
            .unwrap()
            .contains("pflegeplan-13004-13.csv")
    );
    let text = String::from_utf8(body).unwrap();
    assert!(
        text.starts_with("area,year,scenario,measure") && text.contains("\n13004,") && text.contains("\n13,")
    );
    let uri = "/planung/tabelle.xlsx?area=13076&draws=0";
    let (status, _, body) = service.send(TestRequest::get().uri(uri)).await;
    assert!(status == StatusCode::OK && body.starts_with(b"PK"));
}
