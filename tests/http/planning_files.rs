//! Files that the planner's workspace hands out: each has a name of its own, and a workbook says in German what it shows.

use std::collections::BTreeSet;

use calamine::{Reader, Xlsx};

use super::*;

/// Words that no German text of ours has.
const ENGLISH: [&str; 16] = [
    "the",
    "of",
    "and",
    "are",
    "with",
    "which",
    "that",
    "rest",
    "district",
    "people",
    "places",
    "value",
    "year",
    "counted",
    "status-quo",
    "low",
];

/// The workbooks of the pages and what the name of each begins with.
const FILES: [(&str, &str); 9] = [
    ("/planung/tabelle.xlsx?area=13076&draws=0", "ueberblick-13076.xlsx"),
    ("/planung/tabelle.xlsx?area=130765654&draws=0", "ueberblick-130765654.xlsx"),
    (
        "/planung/tabelle.xlsx?area=13076,13&draws=2&scenarios=low,status-quo&new_places=60&new_places_in=13076&lauf=name%3DMehr%3A+Kinder%26tfr%3D1.6",
        "szenarien-13076-13.xlsx",
    ),
    (
        "/planung/standorte/gemeinden.xlsx?area=13076&category=day_care&year=2028",
        "standorte-13076-day-care-2028.xlsx",
    ),
    ("/planung/vergleich/tabelle.xlsx?theme=Demografie", "vergleich-district-13.xlsx"),
    ("/planung/vergleich/tabelle.xlsx?theme=Demografie&level=amt&within=13076", "vergleich-amt-13076.xlsx"),
    ("/planung/indikatoren/D06/werte.xlsx?level=amt&within=13076", "indikator-D06-amt-13076.xlsx"),
    ("/planung/indikatoren/P01/werte.xlsx", "indikator-P01.xlsx"),
    ("/planung/daten/indikatoren.xlsx", "daten-indikatoren.xlsx"),
];

fn name_of(headers: &header::HeaderMap) -> String {
    let disposition = headers.get(header::CONTENT_DISPOSITION).unwrap().to_str().unwrap();
    disposition.split('"').nth(1).unwrap().to_owned()
}

#[actix_web::test]
async fn each_workbook_has_a_name_of_its_own_and_says_in_german_what_it_shows() {
    let service = Service::whole("planning-files");
    let mut names = BTreeSet::new();
    for (path, expected) in FILES {
        let (status, headers, bytes) = service.send(TestRequest::get().uri(path)).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        let name = name_of(&headers);
        assert_eq!(name, expected, "{path}");
        assert!(names.insert(name), "{path}: another page has the name too");
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
        let first = book.sheet_names()[0].clone();
        assert_eq!(first, "Über diese Datei", "{path}");
        let mut texts: Vec<String> = Vec::new();
        for sheet in book.sheet_names() {
            let range = book.worksheet_range(&sheet).unwrap();
            let rows: Vec<Vec<String>> =
                range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
            let is_text = sheet == first || sheet == "Hinweise";
            if sheet == first {
                let labels: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();
                assert!(!rows[0][0].is_empty(), "{path}: a title");
                assert!(labels.contains(&"Stand") && labels.contains(&"Quelle"), "{path}: {labels:?}");
                assert!(labels.contains(&"Beispieldaten"), "{path}: the register is invented");
            }
            texts.push(sheet);
            // Behind the heads stand names of publications and licences too.
            texts.extend(rows.into_iter().take(if is_text { usize::MAX } else { 1 }).flatten());
        }
        for text in &texts {
            let words = || text.split(|c: char| !c.is_alphanumeric() && c != '-').map(str::to_lowercase);
            assert!(!words().any(|word| ENGLISH.contains(&word.as_str())), "{path}: {text}");
        }
    }
}

#[actix_web::test]
async fn a_file_of_scenarios_names_its_runs_as_the_page_does() {
    let service = Service::new("planning-file-runs");
    let query = "area=13076&draws=0&scenarios=low,status-quo&new_places=60&new_places_in=13076";
    let (status, _, bytes) =
        service.send(TestRequest::get().uri(&format!("/planung/tabelle.xlsx?{query}"))).await;
    assert_eq!(status, StatusCode::OK);
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
    let heads = book.worksheet_range("Überblick").unwrap().rows().next().unwrap()[3..].to_vec();
    let runs = ["Untere Variante", "Status quo", "60 Heimplätze 2028"];
    let expected = runs.map(|run| format!("Ludwigslust-Parchim (13076), {run}"));
    assert_eq!(heads.iter().map(ToString::to_string).collect::<Vec<_>>(), expected);
    let head = book.worksheet_range("Über diese Datei").unwrap();
    let said = head.rows().map(|row| row[1].to_string()).collect::<Vec<_>>().join("\n");
    assert!(
        said.contains("60 Heimplätze 2028: +60 Heimplätze in Ludwigslust-Parchim ab Ende 2028"),
        "{said}"
    );
}

#[actix_web::test]
async fn pictures_are_named_by_view_and_area() {
    let service = Service::whole("planning-picture-names");
    for (path, expected) in [
        ("/planung/bild/bedarf.svg?area=13076&draws=0", "ueberblick-13076-bedarf.svg"),
        ("/planung/indikatoren/V04/rang.svg?level=district", "indikator-V04-rang-district.svg"),
        ("/planung/vergleich/bild/profil.svg?area=13076", "vergleich-profil-13076.svg"),
    ] {
        let (status, headers, _) = service.send(TestRequest::get().uri(path)).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert_eq!(name_of(&headers), expected);
    }
}
