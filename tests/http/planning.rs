//! The planner's workspace: every figure on its pages is the API's for the same request.

use pflegeplan::app::gate::Cost;
use pflegeplan::app::indicators::overview::{OverviewResponse, at_levels};
use pflegeplan::indicators::AreaLevel;

use super::*;

/// A figure as a page shows it: `<data value="…" data-area="…" data-measure="…" data-year="…" data-part="…">text</data>`.
#[derive(Debug)]
pub struct Shown {
    pub value: f64,
    pub area: String,
    pub measure: String,
    pub year: i64,
    pub part: Option<String>,
    pub text: String,
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    Some(tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?.replace("&#x2f;", "/"))
}

pub fn figures(html: &str) -> Vec<Shown> {
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
    pub async fn page(&self, path: &str) -> (StatusCode, String) {
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
    // A planning area of a county.
    let folder = service.folder.join("planning_areas");
    std::fs::create_dir_all(&folder).unwrap();
    let text = "[[area]]\nkey = \"PR-01\"\nname = \"Elde\"\nmembers = [\"13076090\", \"13076108\"]\n";
    std::fs::write(folder.join("areas.toml"), text).unwrap();
    pflegeplan::service::renew_indicators(&service.state, &service.folder).unwrap();
    page_equals_api(&service, "PR-01", "scenario=high", None).await;
}

#[actix_web::test]
async fn the_first_page_has_the_figures_of_the_api_and_is_there_without_them() {
    let service = Service::new("beginning");
    for query in ["", "scenario=high&prevalence=rising"] {
        let (status, html) = service.page(&format!("/planung?{query}")).await;
        assert_eq!(status, StatusCode::OK, "{html}");
        let plain = format!("/api/v1/forecasts/13?to=2040&{query}");
        let mut rows = service.rows(&plain).await;
        rows.extend(service.rows(&format!("{plain}&level=district")).await);
        let shown = figures(&html);
        // Four of the state, and four in each line: of the state and of its eight districts.
        assert_eq!(shown.len(), 4 + 9 * 4, "{shown:?}");
        for figure in &shown {
            let value = expected(&rows, figure);
            assert!(value.is_some_and(|value| (value - figure.value).abs() < 1e-6), "{value:?} {figure:?}");
        }
        assert!(html.contains("Stärkster Anstieg: "), "{html}");
    }
    let inside = service.state.gate.enter(Cost::Large).await.unwrap();
    let second = service.state.gate.enter(Cost::Large).await.unwrap();
    let (status, html) = service.page("/planung").await;
    assert_eq!(status, StatusCode::OK);
    assert!(figures(&html).is_empty() && html.contains("gebiet&#x2f;13076"), "{html}");
    drop((inside, second));
    let (status, _) = service.page("/planung?scenario=nonsense").await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
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
        (
            "/planung/gebiet/13076?scenario=nonsense",
            StatusCode::BAD_REQUEST,
            "Szenario</strong> (<code>scenario",
        ),
        ("/planung/gebiet/13076?draws=99999", StatusCode::BAD_REQUEST, "ist keine ganze Zahl von 0 bis "),
        ("/planung/gebiet/13076?tfr=9", StatusCode::BAD_REQUEST, "Kinder je Frau</strong> (<code>tfr"),
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
            .contains("\"gebiete-13004-13.csv\"")
    );
    let text = String::from_utf8(body).unwrap();
    assert!(
        text.starts_with("\u{FEFF}Schlüssel;Gebiet;Jahr;Annahmen;Messgröße;")
            && text.contains("\n13004;Schwerin;")
            && text.contains("\n13;Mecklenburg-Vorpommern;"),
        "{}",
        text.chars().take(400).collect::<String>()
    );
    // Own values stand beside the scenario from which they start.
    let own = "/planung/tabelle.csv?area=13076&draws=0&scenarios=status-quo&new_places=60&new_places_in=13076&new_places_year=2028";
    let (_, _, body) = service.send(TestRequest::get().uri(own)).await;
    let text = String::from_utf8(body).unwrap();
    let supply = |scenario: &str| {
        let start = format!("13076;Ludwigslust-Parchim;2030;{scenario};Vorhandene Plätze, vollstationär;");
        let line =
            text.lines().find(|line| line.starts_with(&start)).unwrap_or_else(|| panic!("{start}: {text}"));
        line.split(';').nth(11).unwrap().replace(',', ".").parse::<f64>().unwrap()
    };
    assert_eq!(supply("60 Heimplätze 2028"), supply("Status quo") + 60.0);
}

#[actix_web::test]
async fn every_figure_of_the_scenarios_is_that_of_the_api() {
    let service = Service::new("scenarios");
    let (status, html) =
        service.page("/planung/szenarien?area=13004&compare=13&scenarios=low,high&draws=20&year=2030").await;
    assert_eq!(status, StatusCode::OK);
    let shown = figures(&html);
    assert!(shown.len() > 40, "{}", shown.len());
    let mut rows = Vec::new();
    for area in ["13004", "13"] {
        let low = service.rows(&format!("/api/v1/forecasts/{area}?scenario=low")).await;
        let high = service.rows(&format!("/api/v1/forecasts/{area}?scenario=high")).await;
        rows.push((area, [low, high]));
    }
    // The columns stand in the order of the scenarios.
    for (number, figure) in shown.iter().enumerate() {
        let (_, cases) = rows.iter().find(|(area, _)| *area == figure.area).unwrap();
        let value = expected(&cases[number % 2], figure);
        assert!(value.is_some_and(|value| (value - figure.value).abs() < 1e-6), "{value:?} {figure:?}");
    }
    let question = "question=residential_places_needed%20%3E%20residential_places_supply%20in%202030";
    let api = service.ok(&format!("/api/v1/forecasts/13004?scenario=low&draws=20&{question}")).await;
    let share = api["statements"][0]["share"].as_f64().unwrap();
    let percent = (100.0 * share).round();
    let said = match percent {
        0.0 => "weniger als einer".to_owned(),
        100.0 => "mehr als 99".to_owned(),
        percent => format!("in {percent} von 100"),
    };
    assert!(html.contains(&format!("2030 fehlen in {said}").replace("in in", "in")), "{share}");
    let left_out = "Enthalten ist der Zufall bei Geburten, Todesfällen, Umzügen und Pflegequoten; dass Plätze oder Personal anders kommen, ist nicht enthalten.";
    assert!(html.contains(left_out), "no share without what it leaves out");
}

#[actix_web::test]
async fn new_places_and_own_values_change_what_they_say_and_nothing_else() {
    let service = Service::new("own");
    let own = "new_places=60&new_places_year=2028&new_places_in=13076&occupancy_residential=95&tfr=1,5";
    let (status, html) =
        service.page(&format!("/planung/szenarien?area=13076&scenarios=status-quo&draws=1&{own}")).await;
    assert_eq!(status, StatusCode::OK);
    let supply: Vec<f64> = figures(&html)
        .into_iter()
        .filter(|figure| figure.measure == "residential_places_supply" && figure.year == 2040)
        .map(|figure| figure.value)
        .collect();
    assert_eq!(supply.len(), 2);
    assert!((supply[1] - supply[0] - 60.0).abs() < 1e-6, "{supply:?}");
    let body = json!({
        "area": "13076", "to": 2040,
        "assumptions": {"tfr": {"value": 1.5, "year": 2035}},
        "care": {
            "parameters": {"occupancy_residential": 0.95},
            "planned_places": [{"area": "13076", "year": 2028, "kind": "residential", "places": 60.0}],
        },
    });
    let request = TestRequest::post().uri("/api/v1/forecasts").set_payload(body.to_string());
    let (_, _, answer) = service.send(request).await;
    let answer: Value = serde_json::from_slice(&answer).unwrap();
    let rows = answer["rows"].as_array().unwrap();
    let last = figures(&html).into_iter().filter(|figure| figure.year == 2040).collect::<Vec<_>>();
    for figure in last.iter().skip(1).step_by(2) {
        let value = expected(rows, figure).unwrap();
        assert!((value - figure.value).abs() < 1e-6, "{value} {figure:?}");
    }
}

#[actix_web::test]
async fn a_run_is_kept_under_its_name_beside_others_and_has_the_figures_of_the_api() {
    let service = Service::new("runs");
    let form = "/planung/szenarien?area=13004&scenarios=status-quo&draws=1&tfr=1,5&lauf_name=Mehr%20Kinder%20%26%20mehr";
    let (status, headers, _) = service.send(TestRequest::get().uri(form)).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let kept = headers.get(header::LOCATION).unwrap().to_str().unwrap().to_owned();
    assert!(!kept.contains("lauf_name") && kept.contains("lauf=name%3DMehr"), "{kept}");
    // The same values stand there once; a change of the form stands beside the run.
    let headings = |html: &str| {
        let table =
            html.split("id=\"gebiet-1\"").nth(1).unwrap().split("</thead>").next().unwrap().to_owned();
        table.matches("<th scope=\"col\">").count()
    };
    let (_, html) = service.page(&kept).await;
    assert_eq!(headings(&html), 2, "{kept}");
    let (_, html) = service.page(&kept.replace("tfr=1%2C5&", "tfr=1%2C2&")).await;
    assert_eq!(headings(&html), 3);
    assert!(
        html.contains("Mehr Kinder &amp; mehr") && html.contains("Kinder je Frau 1,5 bis 2035"),
        "{html}"
    );
    // Columns: status quo, own values, the named run.
    let population: Vec<f64> = figures(&html)
        .into_iter()
        .filter(|figure| figure.measure == "population" && figure.year == 2040)
        .map(|figure| figure.value)
        .collect();
    for (at, tfr) in [(1, 1.2), (2, 1.5)] {
        let body = json!({"area": "13004", "to": 2040, "assumptions": {"tfr": {"value": tfr, "year": 2035}}});
        let request = TestRequest::post().uri("/api/v1/forecasts").set_payload(body.to_string());
        let (_, _, answer) = service.send(request).await;
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        let of_2040 = |row: &&Value| row["measure"] == "population" && row["year"] == 2040;
        let row = answer["rows"].as_array().unwrap().iter().find(of_2040).unwrap();
        assert_eq!(row["value"].as_f64(), Some(population[at]), "{tfr}: {population:?}");
    }
    // A run that has the name already is replaced.
    let again = format!("{}&lauf_name=Mehr%20Kinder%20%26%20mehr", kept.replace("tfr=1%2C5&", "tfr=1%2C4&"));
    let (_, headers, _) = service.send(TestRequest::get().uri(&again)).await;
    let replaced = headers.get(header::LOCATION).unwrap().to_str().unwrap();
    assert_eq!(replaced.matches("lauf=").count(), 1, "{replaced}");
    // The file names it too.
    let run = "lauf=name%3DMehr%26tfr%3D1.5";
    let file = format!("/planung/tabelle.csv?area=13004&draws=0&scenarios=status-quo&{run}");
    let (_, _, body) = service.send(TestRequest::get().uri(&file)).await;
    let text = String::from_utf8(body).unwrap();
    assert!(
        text.contains("\n13004;Schwerin;2040;Mehr;Bevölkerung am 31. Dezember;")
            && text.contains("\n13004;Schwerin;2040;Status quo;Bevölkerung am 31. Dezember;")
    );
}

/// The number behind a word of a text: "fehlen 330 statt" -> 330.
fn number_behind(text: &str, word: &str) -> f64 {
    let rest = text.split(word).nth(1).unwrap_or_else(|| panic!("{word} in {text}"));
    number(rest.split_whitespace().next().unwrap())
}

#[actix_web::test]
async fn what_own_values_change_stands_first_as_a_sentence_of_the_figures_below() {
    let service = Service::new("effect");
    let own = "new_places=60&new_places_year=2028&new_places_in=13076";
    let page = "/planung/szenarien?area=13076&scenarios=status-quo&draws=1";
    let (status, html) = service.page(&format!("{page}&{own}")).await;
    assert_eq!(status, StatusCode::OK);
    let said = html.split("id=\"annahmen-titel\">").nth(1).unwrap().split("</h2>").next().unwrap();
    let start = "2040 mit „60 Heimplätze 2028“ statt „Status quo“: gleich viele Pflegebedürftige; es fehlen ";
    assert!(said.starts_with(start), "{said}");
    let last = |measure: &str| -> Vec<f64> {
        let of = |figure: &Shown| figure.measure == measure && figure.year == 2040;
        figures(&html).into_iter().filter(of).map(|figure| figure.value).collect()
    };
    // Columns: status quo, own values.
    let balance = last("residential_places_balance");
    let rounded = |value: f64| (value / 10.0).round() * 10.0;
    let places = said.split("; ").nth(1).unwrap();
    assert_eq!(number_behind(places, "fehlen "), rounded(-balance[1]), "{said} {balance:?}");
    assert_eq!(number_behind(places, "statt "), rounded(-balance[0]), "{said} {balance:?}");
    assert!(said.contains("; es fehlen weiter ") && said.contains(" Pflegekräfte"), "{said}");
    // The tables stand above the charts over the years, and new places alone open no panel of further values.
    assert!(html.find("id=\"gebiet-1\"").unwrap() < html.find("id=\"verlauf-bedarf\"").unwrap());
    assert!(html.contains("<details>\n    <summary>Eigene Werte</summary>"), "{html}");
    let (_, html) = service.page(&format!("{page}&tfr=1,5")).await;
    assert!(html.contains("<details open>\n    <summary>Eigene Werte</summary>"));
    let (_, html) = service.page(page).await;
    assert!(!html.contains("annahmen-titel"), "nothing is changed");
}

#[actix_web::test]
async fn any_area_can_be_put_beside_by_its_name_and_stays_on_the_page() {
    let service = Service::new("beside");
    let (status, html) =
        service.page("/planung/szenarien?area=13076&compare=13&compare=Parchim&draws=1").await;
    assert_eq!(status, StatusCode::OK, "{html}");
    let plain = html.replace("&#x2f;", "/").replace("&amp;", "&");
    for (card, name) in [(2, "Mecklenburg-Vorpommern"), (3, "Parchim")] {
        assert!(plain.contains(&format!("id=\"gebiet-{card}-titel\">{name} 2040")), "{name}");
    }
    // The form has it as a choice that is made, and the tab of the page leads to the page as it is.
    assert!(plain.contains("name=\"compare\" value=\"13076108\" checked"), "{plain}");
    let tab = "href=\"/planung/szenarien?area=13076&compare=13&compare=Parchim&draws=1\" aria-current";
    assert!(plain.contains(tab), "{plain}");
    for (text, said) in [("Xqzwvkj", "ist kein Gebiet, das wir kennen"), ("Neuendorf", "sicher zuordnen")] {
        let (status, html) = service.page(&format!("/planung/szenarien?area=13076&compare={text}")).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{text}");
        assert!(html.contains(said), "{text}: {html}");
    }
}

#[actix_web::test]
async fn wrong_runs_of_an_address_are_told_with_the_label_of_their_field() {
    let service = Service::new("wrong-runs");
    let long = format!("lauf=name%3D{}", "x".repeat(41));
    let many = (0..5).map(|at| format!("lauf=name%3DLauf{at}")).collect::<Vec<_>>().join("&");
    for (fields, text) in [
        ("lauf=tfr%3D1.5", "fehlt."),
        ("lauf=name%3D%20", "fehlt."),
        ("lauf=name%3DA&lauf=name%3DA%26tfr%3D1.4", "steht doppelt da."),
        (long.as_str(), "ist länger als 40 Zeichen."),
        (many.as_str(), "steht mehr als 4-mal da."),
        ("lauf=name%3DA%26tfr%3D9", "Erlaubt sind Werte von"),
    ] {
        let (status, html) = service.page(&format!("/planung/szenarien?area=13004&{fields}")).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{fields}");
        assert!(html.contains(text), "{fields}: {html}");
    }
}

#[actix_web::test]
async fn sites_of_a_district_lie_in_it() {
    let service = Service::new("sites-within");
    let (_, html) = service.page("/planung/standorte?area=13076&category=day_care&minutes=15").await;
    let ranked = html.split("id=\"rang\"").nth(1).unwrap().split("</table>").next().unwrap();
    let keys: Vec<&str> = ranked.split("at=").skip(1).map(|rest| rest.get(..8).unwrap()).collect();
    assert!(keys.len() > 1 && keys.iter().all(|key| key.starts_with("13076")), "{keys:?}");
    let body = json!({
        "category": "day_care", "minutes": [15.0],
        "sites": {"count": 2, "method": "maximal_covering", "within": "99999"},
    });
    let request = TestRequest::post().uri("/api/v1/reach/what-if").set_payload(body.to_string());
    let (status, _, answer) = service.send(request).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(String::from_utf8(answer).unwrap().contains("sites.within"));
}

#[actix_web::test]
async fn a_new_offer_is_shown_as_the_api_answers_it() {
    let service = Service::new("sites");
    let (status, html) =
        service.page("/planung/standorte?area=13076&category=day_care&minutes=15&year=2028").await;
    assert_eq!(status, StatusCode::OK);
    let api = service
        .ok("/api/v1/reach?category=day_care&minutes=15&area=13076&level=municipality&year=2028")
        .await;
    let (mut far, mut nobody) = (0, 0);
    let query = "area=13076&category=day_care&minutes=15&year=2028";
    let (status, _, csv) =
        service.send(TestRequest::get().uri(&format!("/planung/standorte/gemeinden.csv?{query}"))).await;
    assert_eq!(status, StatusCode::OK);
    let csv = String::from_utf8(csv).unwrap();
    assert!(csv.contains("davon weiter;Anteil in Prozent;mittlere Fahrzeit in Minuten"), "{csv}");
    for row in api["rows"].as_array().unwrap().iter().filter(|row| row["group"] == "65+") {
        let of = |field: &str| row[field].as_f64().unwrap();
        let area = row["area"].as_str().unwrap();
        for measure in ["persons", "persons_reached"] {
            let figure =
                format!("value=\"{:?}\" data-area=\"{area}\" data-measure=\"{measure} 65+\"", of(measure));
            assert!(html.contains(&figure), "{figure}");
        }
        let name = row["name"].as_str().unwrap();
        let [persons, reached] =
            ["persons", "persons_reached"].map(|field| format!("{:.1}", of(field)).replace('.', ","));
        assert!(csv.contains(&format!("{area};{name};{persons};{reached};")), "{area}: {csv}");
        far += usize::from(of("persons") - of("persons_reached") >= 0.45);
        nobody += usize::from(of("persons") >= 0.5 && of("persons_reached") < 0.5);
    }
    assert!(far > nobody && nobody > 10, "{far} {nobody}");
    let title = format!(
        "In {nobody} Gemeinden erreicht niemand ab 65 ein Angebot, in {} weiteren nur ein Teil",
        far - nobody
    );
    assert!(html.contains(&title), "{title}");
    let file = TestRequest::get().uri(&format!("/planung/standorte/gemeinden.xlsx?{query}&at=Crivitz"));
    let (status, _, book) = service.send(file).await;
    assert_eq!(status, StatusCode::OK);
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(book)).unwrap();
    let sheet = calamine::Reader::worksheet_range(&mut book, "Gemeinden").unwrap();
    let heads: Vec<String> = sheet.rows().next().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(heads.last().unwrap(), "mit dem neuen Angebot zusätzlich", "{heads:?}");
    let (status, _) = service.page("/planung/standorte/gemeinden.exe").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let (status, html) = service.page("/planung/standorte?area=13076&at=Crivitz&places=30&year=2028").await;
    assert!(status == StatusCode::OK && html.contains("30 Plätze in Crivitz: "));
    let (_, html) = service.page("/planung/standorte?area=13076&at=Krivitz").await;
    assert!(html.contains("ist keine Gemeinde, die wir kennen"));
    let (status, _) = service.page("/planung/standorte?minutes=0").await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[actix_web::test]
async fn a_calculation_ends_in_the_figure_of_the_api() {
    let service = Service::new("calculation");
    let (status, html) =
        service.page("/planung/rechenweg/13076?measure=people_in_need&year=2035&draws=0&care_grade=3").await;
    assert_eq!(status, StatusCode::OK);
    let api =
        service.ok("/api/v1/forecasts/13076/explain?measure=people_in_need&year=2035&care_grade=3").await;
    let value = api["figure"]["value"].as_f64().unwrap();
    assert!(html.contains(&format!("class=\"result\" value=\"{value}\"")), "{value}");
    let (status, _) = service.page("/planung/rechenweg/13076?measure=nonsense&year=2035").await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let (status, svg) = service.page("/planung/bild/bedarf.svg?area=13076&draws=0").await;
    assert!(status == StatusCode::OK && svg.starts_with("<svg"), "{svg}");
    assert_eq!(service.page("/planung/bild/nichts.svg?area=13076&draws=0").await.0, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn every_figure_of_an_indicator_is_that_of_the_api() {
    let service = Service::whole("indicator-pages");
    for (id, query) in [
        ("V04", "?level=amt&within=13076"),
        ("V04", ""),
        ("D06", ""),
        ("P01", "?level=district&year=2023"),
        ("D01", "?level=municipality&within=13076"),
        ("X01", ""),
        ("P02", "?level=district&year=2019"),
    ] {
        let (status, html) = service.page(&format!("/planung/indikatoren/{id}{query}")).await;
        assert_eq!(status, StatusCode::OK, "{id}{query}");
        let shown = figures(&html);
        assert!(!shown.is_empty(), "{id}{query} shows figures");
        for figure in shown {
            let (area, year) = (&figure.area, figure.year);
            let path = format!("/api/v1/indicators/{id}/values?area={area}&year={year}");
            let answer = service.ok(&path).await;
            assert_eq!(figure.measure, id);
            let value = answer["items"][0]["value"].as_f64().unwrap();
            // The parser of the answer may miss the last bit.
            assert!((value - figure.value).abs() <= 1e-12 * value.abs(), "{path}: {value}, {figure:?}");
        }
    }
}

#[actix_web::test]
async fn an_area_is_kept_from_page_to_page_and_stands_out_in_an_indicator() {
    let service = Service::whole("indicator-area");
    for (page, leads_to) in [
        ("/planung/gebiet/13076?draws=1", "/planung/indikatoren?area=13076"),
        ("/planung/indikatoren?area=13076", "/planung/indikatoren/V04?area=13076"),
        ("/planung/indikatoren?area=13076", "/planung/vergleich?area=13076"),
    ] {
        let (_, html) = service.page(page).await;
        assert!(html.replace("&#x2f;", "/").contains(&format!("href=\"{leads_to}\"")), "{page}");
    }
    let (status, html) = service.page("/planung/indikatoren/D02?area=13076").await;
    assert_eq!(status, StatusCode::OK);
    let series = html.split("id=\"reihe\"").nth(1).unwrap();
    assert!(series.contains("<th scope=\"col\">Ludwigslust-Parchim</th>"), "{series}");
    for figure in figures(series.split("</table>").next().unwrap()) {
        assert!(["13", "13076"].contains(&figure.area.as_str()), "{figure:?}");
    }
    let (status, _) = service.page("/planung/indikatoren/V04?area=99999").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn the_catalogue_lists_every_indicator_and_finds_them_by_words() {
    let service = Service::whole("indicator-catalogue");
    let (status, html) = service.page("/planung/indikatoren").await;
    assert_eq!(status, StatusCode::OK);
    let html = html.replace("&#x2f;", "/");
    let all = service.ok("/api/v1/indicators").await;
    for indicator in all["items"].as_array().unwrap() {
        let id = indicator["id"].as_str().unwrap();
        assert!(html.contains(&format!("/planung/indikatoren/{id}\"")), "{id} is listed");
    }
    let (_, found) = service.page("/planung/indikatoren?wort=tagespflege").await;
    let found = found.replace("&#x2f;", "/");
    assert!(found.contains("/planung/indikatoren/T02\"") && !found.contains("/planung/indikatoren/D01\""));
    let (_, none) = service.page("/planung/indikatoren?wort=%3Cb%3Exyz").await;
    assert!(none.contains("Kein Indikator enthält „&lt;b&gt;xyz“"), "{none}");
    for (path, expected) in [
        ("/planung/indikatoren/ZZZ", StatusCode::NOT_FOUND),
        ("/planung/indikatoren/V04?level=quarter", StatusCode::BAD_REQUEST),
        ("/planung/indikatoren/V04?within=99999", StatusCode::BAD_REQUEST),
        ("/planung/indikatoren/V04?within=13076090", StatusCode::BAD_REQUEST),
        ("/planung/indikatoren/V04?year=soon", StatusCode::BAD_REQUEST),
        ("/planung/indikatoren/V04?year=2147483647", StatusCode::OK),
        ("/planung/indikatoren/P15?year=-2147483648", StatusCode::OK),
    ] {
        assert_eq!(service.page(path).await.0, expected, "{path}");
    }
}

#[actix_web::test]
async fn a_plan_is_kept_until_its_texts_change_and_a_broken_text_is_named() {
    let service = Service::whole("plan-texts");
    let texts = service.folder.join("plan/13004");
    std::fs::create_dir_all(&texts).unwrap();
    let chapter = "/planung/plan/13004/12";
    let (status, html) = service.page(chapter).await;
    assert!(
        status == StatusCode::OK && html.contains("noch nichts über die Beteiligung geschrieben"),
        "{html}"
    );
    for said in ["Eine Veranstaltung.", "Zwei Veranstaltungen."] {
        std::fs::write(texts.join("12.md"), said).unwrap();
        let (_, html) = service.page(chapter).await;
        assert!(
            html.contains(said) && !html.contains("noch nichts über die Beteiligung geschrieben"),
            "{said}"
        );
    }
    // Another area and other chapters keep their own.
    let (_, html) = service.page("/planung/plan/13003/12").await;
    assert!(html.contains("noch nichts über die Beteiligung geschrieben"));
    std::fs::write(texts.join("12.md"), "<b>laut</b>").unwrap();
    let (status, html) = service.page(chapter).await;
    assert!(status == StatusCode::BAD_REQUEST && html.contains("12.md: Zeile 1: HTML"), "{html}");
    std::fs::remove_file(texts.join("12.md")).unwrap();
    assert_eq!(service.page(chapter).await.0, StatusCode::OK);
}

#[actix_web::test]
async fn what_the_figures_rest_on_is_what_the_overview_of_the_api_says() {
    let service = Service::whole("data-page");
    let (status, html) = service.page("/planung/daten").await;
    assert_eq!(status, StatusCode::OK);
    let html = html.replace("&#x2f;", "/");
    // What the API answers as the overview, without municipalities.
    let loaded = service.state.indicators().unwrap();
    let rows = at_levels(&loaded.base, &[AreaLevel::State, AreaLevel::District]);
    let has = |row: &&OverviewResponse| row.counted + row.estimated + row.withheld > 0;
    let of = |level: &'static str| rows.iter().filter(move |row| row.level == level);
    let (all, filled) = (of("district").count(), of("district").filter(has).count());
    assert!(
        html.contains(&format!("<h1>{filled} von {all} Indikatoren haben Zahlen der Kreise</h1>")),
        "{filled}"
    );
    let shown = figures(&html);
    assert!(shown.len() >= 4, "moves are shown");
    for figure in shown {
        let path = format!("/api/v1/indicators/{}/values?area=13&year={}", figure.measure, figure.year);
        let answer = service.ok(&path).await;
        let item = &answer["items"][0];
        assert_eq!(item["status"], "value", "{path}");
        assert!(
            (item["value"].as_f64().unwrap() - figure.value).abs() <= 1e-12 * figure.value.abs(),
            "{path}"
        );
    }
    let known: Vec<&str> = rows.iter().filter(has).map(|row| row.id.as_str()).collect();
    let empty: Vec<&str> =
        of("district").map(|row| row.id.as_str()).filter(|id| !known.contains(id)).collect();
    assert!(!empty.is_empty());
    // Residents were counted for 2025 last; estimates of later years are none.
    let sources = html.split("id=\"quellen\"").nth(1).unwrap();
    let residents =
        sources.split(">Bevölkerungsfortschreibung <").nth(1).unwrap().split("</tr>").next().unwrap();
    assert!(residents.contains("2025") && residents.contains("31.12.2026"), "{residents}");
    let gaps = html.split("id=\"luecken\"").nth(1).unwrap();
    for id in &empty {
        assert!(gaps.contains(&format!("/planung/indikatoren/{id}\"")), "{id} is missing");
    }
    assert!(gaps.contains(&format!("{} Indikatoren ohne Zahlen", empty.len())));
}

#[actix_web::test]
async fn the_list_of_indicators_with_figures_is_taken_away_as_a_file() {
    let service = Service::whole("data-file");
    let (status, csv) = service.page("/planung/daten/indikatoren.csv").await;
    assert_eq!(status, StatusCode::OK);
    let levels = csv.lines().skip(1).map(|line| if line.contains(";Kreise;") { 1 } else { 0 });
    assert_eq!((csv.lines().count() - 1, levels.sum::<usize>()), (256, 128));
    assert_eq!(service.page("/planung/daten/indikatoren.pdf").await.0, StatusCode::NOT_FOUND);
}
