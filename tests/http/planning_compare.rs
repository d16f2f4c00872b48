//! Comparisons of the planner's workspace: every figure is the API's, and nothing is said where there is too little.

use super::planning::figures;
use super::*;

/// The value of the API for a figure of an indicator.
async fn value_of_api(service: &Service, (id, area, year): (&str, &str, i64)) -> f64 {
    let path = format!("/api/v1/indicators/{id}/values?area={area}&year={year}");
    service.ok(&path).await["items"][0]["value"].as_f64().unwrap_or(f64::NAN)
}

#[actix_web::test]
async fn every_figure_of_a_profile_and_of_a_table_of_ranks_is_that_of_the_api() {
    let service = Service::whole("compare-figures");
    for (path, least) in [
        ("/planung/vergleich/profil?area=13004", 60),
        ("/planung/vergleich?area=13076&theme=Demografie", 20),
        ("/planung/vergleich/raenge?theme=Pflegebed%C3%BCrftigkeit", 60),
        ("/planung/vergleich/raenge?level=amt&within=13076", 0),
    ] {
        let (status, html) = service.page(path).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        let shown = figures(&html);
        assert!(shown.len() >= least, "{path} shows {} figures", shown.len());
        for figure in shown.iter().step_by(7) {
            let value = value_of_api(&service, (&figure.measure, &figure.area, figure.year)).await;
            assert!((value - figure.value).abs() <= 1e-12 * value.abs(), "{path}: {value}, {figure:?}");
        }
    }
}

#[actix_web::test]
async fn a_profile_has_no_counts_and_ranks_from_the_highest_value_down() {
    let service = Service::whole("compare-ranks");
    let (_, html) = service.page("/planung/vergleich/profil?area=13004").await;
    let shown = figures(&html);
    assert!(shown.iter().all(|figure| figure.measure != "D01" && figure.measure != "P01"));
    let answer = service.ok("/api/v1/indicators/D06/values?level=district&year=2025").await;
    let values: Vec<(String, f64)> = answer["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| (item["area"].as_str().unwrap().to_owned(), item["value"].as_f64().unwrap()))
        .collect();
    let own = values.iter().find(|(area, _)| area == "13004").unwrap().1;
    let rank = values.iter().filter(|(_, value)| *value > own).count() + 1;
    assert!(html.contains(&format!("Rang {rank} von {}", values.len())), "{rank}");
    let (_, nothing) = service.page("/planung/vergleich/profil").await;
    assert!(nothing.contains("Bitte wählen Sie ein Gebiet"));
}

#[actix_web::test]
async fn a_relation_has_the_coefficients_of_the_api_and_says_nothing_of_a_few_areas() {
    let service = Service::whole("compare-relation");
    let (status, html) = service.page("/planung/vergleich/zusammenhang?x=P02&y=V04&area=13076").await;
    assert_eq!(status, StatusCode::OK);
    let api = service.ok("/api/v1/indicators/P02/correlation?with=V04&level=district&year=2023").await;
    let points = api["points"].as_array().unwrap();
    assert_eq!(figures(&html).len(), 2 * points.len());
    for figure in figures(&html) {
        let point = points.iter().find(|point| point["area"] == figure.area.as_str()).unwrap();
        let value = if figure.measure == "P02" { &point["x"] } else { &point["y"] };
        assert!((value.as_f64().unwrap() - figure.value).abs() < 1e-9, "{figure:?}");
    }
    let r = format!("{:.2}", api["coefficient"].as_f64().unwrap().abs()).replace('.', ",");
    assert!(html.contains(&format!("{r}</td>")) || html.contains(&format!("{r}\n")), "{r}: {html}");
    assert!(html.contains("keine Ursache") && html.contains("8 von 8"));
    // Two cities of their own are the only areas of this level with values.
    let (_, few) = service.page("/planung/vergleich/zusammenhang?x=P02&y=V04&level=amt").await;
    assert!(few.contains("zu wenige für eine Aussage"), "{few}");
    assert!(!few.contains("Spearman") && !few.contains("Pearson"));
    for (path, expected) in [
        ("/planung/vergleich/zusammenhang?x=ZZZ", StatusCode::NOT_FOUND),
        ("/planung/vergleich/zusammenhang?level=quarter", StatusCode::BAD_REQUEST),
        ("/planung/vergleich/nichts", StatusCode::NOT_FOUND),
        ("/planung/vergleich/profil?area=99999", StatusCode::NOT_FOUND),
        ("/planung/vergleich/raenge?within=99999", StatusCode::BAD_REQUEST),
        ("/planung/vergleich/index?gewicht.D06=7", StatusCode::BAD_REQUEST),
        ("/planung/vergleich/index?gewicht.ZZZ=1", StatusCode::NOT_FOUND),
        ("/planung/vergleich/index?gewicht.D06=0", StatusCode::OK),
        ("/planung/vergleich/index?gewicht.D06=1&gewicht.D06=2", StatusCode::BAD_REQUEST),
    ] {
        assert_eq!(service.page(path).await.0, expected, "{path}");
    }
}

#[actix_web::test]
async fn the_districts_stand_beside_each_other_with_the_figures_of_the_forecast() {
    let service = Service::whole("compare-districts");
    for (path, api) in [
        ("/planung/vergleich/kreise?scenario=low&draws=20", "scenario=low&draws=20"),
        ("/planung/vergleich/kreise?zeigen=heimplaetze&draws=0", ""),
        ("/planung/vergleich/kreise?zeigen=form&draws=0", "by=care_type"),
    ] {
        let (status, html) = service.page(path).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        let shown = figures(&html);
        assert_eq!(shown.len(), 8 * 4, "{path}");
        let answer = service.ok(&format!("/api/v1/forecasts/13?level=district&to=2040&{api}")).await;
        let rows = answer["rows"].as_array().unwrap();
        for figure in shown {
            let part = figure.part.as_deref().and_then(|part| part.strip_prefix("care_type="));
            let row = rows.iter().find(|row| {
                row["area"] == figure.area.as_str()
                    && row["measure"] == figure.measure.as_str()
                    && row["year"] == figure.year
                    && row["care_type"].as_str() == part
                    && row["care_grade"].is_null()
            });
            let value = row.unwrap_or_else(|| panic!("{path}: {figure:?}"))["value"].as_f64().unwrap();
            assert!((value - figure.value).abs() < 1e-6, "{path}: {value} {figure:?}");
        }
    }
}

#[actix_web::test]
async fn an_index_of_one_part_ranks_as_its_values_and_a_negative_weight_turns_it_round() {
    let service = Service::whole("compare-index");
    let names = |html: &str| -> Vec<String> {
        let table = html.split("Ränge im Index").last().unwrap();
        table
            .split("<th scope=\"row\">")
            .skip(1)
            .map(|part| part.split('>').nth(1).unwrap().split('<').next().unwrap().to_owned())
            .collect()
    };
    let (_, up) = service.page("/planung/vergleich/index?gewicht.D06=1").await;
    let (_, down) = service.page("/planung/vergleich/index?gewicht.D06=-2,5").await;
    let mut turned = names(&down);
    turned.reverse();
    assert_eq!(names(&up).len(), 8);
    assert_eq!(names(&up), turned);
    assert!(up.contains("auch bei anderen Gewichten"));
    let (_, more) = service.page("/planung/vergleich/index?gewicht.D06=1&neu=P02").await;
    assert!(more.contains("name=\"gewicht.P02\""));
}

#[actix_web::test]
async fn pictures_and_tables_of_comparisons_are_files() {
    let service = Service::whole("compare-files");
    for way in ["profil?area=13076", "raenge", "zusammenhang", "kreise?draws=0", "index"] {
        let (id, query) = way.split_once('?').unwrap_or((way, ""));
        let (status, svg) = service.page(&format!("/planung/vergleich/bild/{id}.svg?{query}")).await;
        assert!(status == StatusCode::OK && svg.starts_with("<svg"), "{way}");
    }
    assert_eq!(service.page("/planung/vergleich/bild/profil.svg").await.0, StatusCode::NOT_FOUND);
    let (status, csv) = service.page("/planung/vergleich/tabelle.csv?theme=Demografie").await;
    assert!(status == StatusCode::OK && csv.contains("\n13004;Schwerin;D06;"), "{csv}");
    let uri = "/planung/vergleich/tabelle.xlsx";
    let (status, _, body) = service.send(TestRequest::get().uri(uri)).await;
    assert!(status == StatusCode::OK && body.starts_with(b"PK"));
}

#[actix_web::test]
async fn a_comparison_keeps_the_area_from_which_one_comes() {
    let service = Service::whole("compare-area");
    for way in ["raenge", "kreise", "zusammenhang", "index", "profil"] {
        let (status, html) = service.page(&format!("/planung/vergleich/{way}?area=13076&draws=0")).await;
        assert_eq!(status, StatusCode::OK, "{way}");
        let form = html.split("id=\"auswahl\"").nth(1).unwrap().split("</form>").next().unwrap();
        let hidden = "type=\"hidden\" name=\"area\" value=\"13076\"";
        let chosen = "value=\"13076\" selected";
        assert_eq!(form.matches("name=\"area\"").count(), 1, "{way}: {form}");
        assert!(form.contains(hidden) || form.contains(chosen), "{way}: {form}");
    }
}
