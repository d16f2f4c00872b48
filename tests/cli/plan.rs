//! `pflegeplan plan`: each figure is that of the forecast or indicator for the same request, and the PDF says what the
//! document says.

use std::collections::BTreeMap;

use serde_json::Value;

use super::*;

/// The figures of a plan that the API names: by area, scenario, measure, part and year.
fn figures(plan: &Value) -> BTreeMap<String, f64> {
    let mut found = BTreeMap::new();
    let blocks =
        plan["chapters"].as_array().unwrap().iter().flat_map(|chapter| chapter["blocks"].as_array().unwrap());
    for block in blocks.filter(|block| block["kind"] == "table") {
        for cell in block["rows"].as_array().unwrap().iter().flat_map(|row| row.as_array().unwrap()) {
            let of = &cell["of"];
            let (Some(measure), Some(value)) = (of["measure"].as_str(), cell["value"].as_f64()) else {
                continue;
            };
            let part = of["part"].as_str().unwrap_or_default();
            let [area, scenario] = ["area", "scenario"].map(|field| of[field].as_str().unwrap());
            found.insert(format!("{area} {scenario} {measure} {part} {}", of["year"]), value);
        }
    }
    found
}

/// The same of the answer to a forecast.
fn rows(answer: &str) -> BTreeMap<String, f64> {
    let answer: Value = serde_json::from_str(answer).unwrap();
    let mut found = BTreeMap::new();
    for row in answer["rows"].as_array().unwrap() {
        let part = match (&row["care_type"], &row["care_grade"]) {
            (Value::String(form), _) => format!("care_type={form}"),
            (_, Value::Number(grade)) => format!("care_grade={grade}"),
            _ => String::new(),
        };
        let [area, scenario, measure] =
            ["area", "scenario", "measure"].map(|field| row[field].as_str().unwrap());
        if row["age_from"].is_null() && row["sex"].is_null() {
            found.insert(
                format!("{area} {scenario} {measure} {part} {}", row["year"]),
                row["value"].as_f64().unwrap(),
            );
        }
    }
    found
}

#[test]
fn each_figure_of_a_plan_is_that_of_the_forecast_or_the_indicator() {
    let folder = Folder::new("plan-figures");
    folder.run(&["examples"]).ok();
    for (area, least) in [("13004", 60), ("13076", 200)] {
        folder.run(&["plan", "--area", area, "--draws", "50", "--out", "plan.json"]).ok();
        let text = std::fs::read_to_string(folder.0.join("plan.json")).unwrap();
        let figures = figures(&serde_json::from_str(&text).unwrap());
        let mut known = BTreeMap::new();
        for more in [
            &["--draws", "50"][..],
            &["--scenario", "low"],
            &["--scenario", "high"],
            &["--by", "care_type", "--from", "2015"],
            &["--by", "care_grade"],
            &["--level", "amt", "--supply", "register"],
        ] {
            let call = ["forecast", "--area", area, "--format", "json"];
            known.extend(rows(&folder.run(&[&call[..], more].concat()).ok().out));
        }
        let mut compared = 0;
        for (key, value) in figures.iter().filter(|(key, _)| !is_of_indicator(key)) {
            assert_eq!(known.get(key), Some(value), "{key}");
            compared += 1;
        }
        assert!(compared >= least, "{area}: {compared}");
        // Indicators: the same areas in one table, because its areas decide which year is the last.
        let call = ["indicators", "--level", "district", "--compare", "13", "--format", "json"];
        let answer: Value = serde_json::from_str(&folder.run(&call).ok().out).unwrap();
        let text = |item: &Value, field: &str| item[field].as_str().unwrap().to_owned();
        let values: BTreeMap<String, f64> = answer["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|item| {
                let key = format!(
                    "{} {} {}  {}",
                    text(item, "area"),
                    text(item, "status"),
                    text(item, "id"),
                    item["year"]
                );
                Some((key, item["value"].as_f64()?))
            })
            .collect();
        let indicators: Vec<_> = figures.iter().filter(|(key, _)| is_of_indicator(key)).collect();
        assert!(indicators.len() > 40, "{area}: {}", indicators.len());
        for (key, value) in indicators {
            assert_eq!(values.get(key), Some(value), "{key}");
        }
    }
}

/// A figure of a forecast names its scenario, a value of an indicator its status.
fn is_of_indicator(key: &str) -> bool {
    key.split(' ').nth(1).is_some_and(|word| ["value", "zero", "estimated"].contains(&word))
}

#[test]
fn the_pdf_says_what_the_document_says_and_the_docx_has_its_pictures() {
    let folder = Folder::new("plan-pdf");
    folder.run(&["examples"]).ok();
    std::fs::create_dir(folder.0.join("texts")).unwrap();
    folder.write("texts/7.5.md", "Die Wartelisten sind **lang**.\n\n- Grabow\n- Plau\n");
    let call =
        ["plan", "--area", "13004", "--draws", "50", "--reference-date", "2023-12-31", "--texts", "texts"];
    // One calculation in all forms.
    let files = ["plan.json", "plan.pdf", "plan.docx", "plan.html", "plan.xlsx", "plan.zip"];
    let outs: Vec<&str> = files.iter().flat_map(|file| ["--out", file]).collect();
    folder.run(&[&call[..], &outs].concat()).ok();
    for file in files {
        assert!(folder.0.join(file).is_file(), "{file}");
    }
    let size = std::fs::metadata(folder.0.join("plan.pdf")).unwrap().len();
    assert!(size < 4 << 20, "{size}");
    let read =
        Command::new("pdftotext").args(["-raw", "plan.pdf", "-"]).current_dir(&folder.0).output().unwrap();
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    // Each chart is a picture of the text document, and none is blank.
    let document = std::fs::read(folder.0.join("plan.docx")).unwrap();
    let pictures = document.windows(8).filter(|bytes| bytes == b"\x89PNG\r\n\x1a\n").count();
    assert!(
        document.starts_with(b"PK") && (200_000..8 << 20).contains(&document.len()),
        "{}",
        document.len()
    );
    // Hyphens at the ends of lines, and the lines themselves, are the layout's.
    let flat = |text: &str| {
        text.replace("\u{ad}\n", "").replace(['\n', ' ', '\u{a0}', '\u{ad}', '-', '\u{2010}'], "")
    };
    let text = flat(&String::from_utf8(read.stdout).unwrap());
    let plan: Value =
        serde_json::from_str(&std::fs::read_to_string(folder.0.join("plan.json")).unwrap()).unwrap();
    assert!(
        text.contains(&flat("Stichtag 31.12.2023")) && text.contains(&flat("Die Wartelisten sind lang."))
    );
    let mut checked = 0;
    for chapter in plan["chapters"].as_array().unwrap() {
        assert!(text.contains(&flat(chapter["title"].as_str().unwrap())), "{}", chapter["title"]);
        for block in chapter["blocks"].as_array().unwrap() {
            let said = match block["kind"].as_str().unwrap() {
                "finding" | "paragraph" => block["text"].as_str(),
                "table" => block["caption"].as_str(),
                "figure" => block["chart"]["title"].as_str(),
                _ => None,
            };
            if let Some(said) = said {
                // A page may end inside of a longer text, and its foot stands there.
                let start: String = flat(said).chars().take(40).collect();
                assert!(text.contains(&start), "{said}");
                checked += 1;
            }
        }
    }
    assert!(checked > 60, "{checked}");
    let figures = plan["chapters"].as_array().unwrap().iter().flat_map(|it| it["blocks"].as_array().unwrap());
    assert_eq!(pictures, figures.filter(|block| block["kind"] == "figure").count());
}

#[test]
fn a_plan_that_cannot_be_written_says_why() {
    let folder = Folder::new("plan-faults");
    let plan = |more: &[&str]| folder.run(&[&["plan", "--draws", "0"][..], more].concat());
    plan(&["--area", "13076", "--out", "plan.doc"]).fails_with(1, &["\"doc\" is no form of a plan", "pdf"]);
    plan(&["--area", "13076", "--out", "plan.json", "--out", "plan"])
        .fails_with(1, &["\"\" is no form of a plan"]);
    plan(&["--all", "--out", "one", "--out", "two"])
        .fails_with(1, &["--all writes into one folder", "--out once"]);
    plan(&["--area", "13076090", "--out", "plan.json"])
        .fails_with(1, &["\"13076090\" is the key of no district"]);
    plan(&["--area", "13076", "--to", "2020", "--out", "plan.json"]).fails_with(1, &["--to", "2026"]);
    std::fs::create_dir(folder.0.join("texts")).unwrap();
    let with_texts = ["--area", "13076", "--texts", "texts", "--out", "plan.json"];
    folder.write("texts/7.md", "<b>laut</b>");
    plan(&with_texts).fails_with(1, &["7.md: line 1: HTML is not allowed"]);
    folder.write("texts/7.md", "gut");
    folder.write("texts/plan.toml", "[[action]]\ntitle = 1\n");
    plan(&with_texts).fails_with(1, &["plan.toml", "title"]);
    folder.write("texts/plan.toml", "approved = true\n");
    // A file that would be left out is named, whatever it is.
    for name in ["99.md", "7.docx", "7.MD"] {
        let path = folder.write(&format!("texts/{name}"), "nirgends");
        plan(&with_texts).fails_with(1, &[name, "belongs to no chapter"]);
        std::fs::remove_file(path).unwrap();
    }
    // Without a register and without texts the plan names what is missing.
    plan(&["--area", "13074", "--out", "plan.html"]).ok();
    let html = std::fs::read_to_string(folder.0.join("plan.html")).unwrap();
    assert!(html.contains("Verzeichnis der Angebote") && html.contains("In diesem Kapitel fehlen:"));
}

/// Numbers of a text as they are written, with their points and commas; years are left out.
fn numbers(text: &str) -> Vec<String> {
    let is_part = |letter: char| letter.is_ascii_digit() || letter == '.' || letter == ',';
    text.split(|letter| !is_part(letter))
        .map(|part| part.trim_matches(['.', ',']).to_owned())
        .filter(|part| {
            let is_year = part.len() == 4 && part.starts_with("20");
            !part.is_empty() && !is_year
        })
        .collect()
}

/// A number of a text as its value.
fn value(number: &str) -> f64 {
    number.replace('.', "").replace(',', ".").parse().unwrap()
}

/// The numbers of the tables of a chapter, and of the tables below its charts.
fn known(chapter: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for block in chapter["blocks"].as_array().unwrap() {
        let (table, headings) = match block["kind"].as_str().unwrap() {
            "table" => (&block["rows"], &block["headings"]),
            "figure" => (&block["chart"]["table"]["rows"], &block["chart"]["table"]["headings"]),
            _ => continue,
        };
        let cells = table.as_array().unwrap().iter().flat_map(|row| row.as_array().unwrap());
        let texts = cells.map(|cell| &cell["text"]).chain(headings.as_array().unwrap());
        found.extend(texts.flat_map(|text| numbers(text.as_str().unwrap())));
    }
    found
}

/// What is left of a sentence without the numbers that are no figures of a table. A change in percent is computed again from the
/// two figures before it.
fn figures_of(text: &str) -> Vec<String> {
    let text = text.replace('\u{a0}', " ").replace("In 8 von 10 Zukünften", "").replace("weniger als 5 ", "");
    let text = text.replace("fehlen rechnerisch 5 ", "");
    // "In der mittleren Rechnung entfallen auf 5 der 20 Planungsräume 42 Prozent des Zuwachses …": names follow.
    if text.starts_with("In der mittleren Rechnung entfallen auf ") {
        return Vec::new();
    }
    let Some((before, after)) = text.split_once(", das sind ") else { return numbers(&text) };
    let found = numbers(before);
    // A subject such as "Menschen ab 80 Jahren" has a number of its own before them.
    let [.., from, to] = found.as_slice() else { panic!("{text} has no two figures") };
    let [from, to] = [from, to].map(|number| value(number));
    let said: f64 = after.split(' ').next().unwrap().replace(',', ".").parse().unwrap();
    let computed = 100.0 * (to / from - 1.0).abs();
    // Both figures are rounded to ten.
    let most = 0.6 + 100.0 * 10.0 / from;
    assert!((said - computed).abs() <= most, "{text}: {computed}");
    assert_eq!(after.contains("mehr"), to > from, "{text}");
    found
}

#[test]
fn every_number_of_a_finding_stands_in_a_table_of_its_chapter_in_all_nine_plans() {
    let folder = Folder::new("plan-numbers");
    folder.run(&["examples"]).ok();
    folder.run(&["plan", "--all", "--draws", "20", "--form", "json", "--out", "plans"]).ok();
    let (mut checked, mut tables) = (0, 0);
    for file in std::fs::read_dir(folder.0.join("plans")).unwrap() {
        let path = file.unwrap().path();
        let plan: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let chapters = plan["chapters"].as_array().unwrap();
        let all: Vec<String> = chapters.iter().flat_map(known).collect();
        for table in chapters.iter().flat_map(|it| it["blocks"].as_array().unwrap()) {
            let Some(headings) = table["headings"].as_array() else { continue };
            let different: std::collections::BTreeSet<_> = headings.iter().map(Value::to_string).collect();
            assert_eq!(different.len(), headings.len(), "{}: {headings:?} stands twice", path.display());
            tables += 1;
        }
        for chapter in chapters {
            // The summary says where its figures come again.
            let own = if chapter["number"] == "0" { all.clone() } else { known(chapter) };
            for block in
                chapter["blocks"].as_array().unwrap().iter().filter(|block| block["kind"] == "finding")
            {
                let text = block["text"].as_str().unwrap();
                for number in figures_of(text) {
                    assert!(
                        own.contains(&number),
                        "{}, chapter {}: {number} of {text:?} stands in no table",
                        path.display(),
                        chapter["number"]
                    );
                    checked += 1;
                }
            }
        }
    }
    // The nine plans have 909; a tenth less may be a change of sentences, much less a reader that finds none.
    assert!(checked > 800, "{checked}");
    assert!(tables > 200, "{tables}");
}

#[test]
fn a_plan_is_compared_with_the_one_before_and_with_no_other() {
    let folder = Folder::new("plan-before");
    let plan = |more: &[&str]| folder.run(&[&["plan", "--draws", "0", "--area", "13004"][..], more].concat());
    plan(&["--out", "before.json"]).ok();
    plan(&["--before", "before.json", "--out", "plan.json"]).ok();
    let text = std::fs::read_to_string(folder.0.join("plan.json")).unwrap();
    assert!(text.contains("Die Vorausberechnung damals und heute"));
    // Nothing was counted since the base year of a plan of today.
    assert!(text.contains("Seit dem Ausgangsjahr des Plans davor ist noch nichts gezählt worden"));
    // Forecasts of an earlier base year meet what was counted since.
    let mut earlier: Value =
        serde_json::from_str(&std::fs::read_to_string(folder.0.join("before.json")).unwrap()).unwrap();
    for forecast in earlier["record"]["forecasts"].as_array_mut().unwrap() {
        forecast["year"] = (forecast["year"].as_i64().unwrap() - 8).into();
    }
    folder.write("earlier.json", earlier.to_string());
    plan(&["--before", "earlier.json", "--out", "plan.json"]).ok();
    let text = std::fs::read_to_string(folder.0.join("plan.json")).unwrap();
    // Official counts of Schwerin: 8,148 people in need in 2023, 97,922 residents at the end of 2025.
    assert!(text.contains("Für 2023 hat der Plan davor") && text.contains("gezählt wurden 8.148:"));
    assert!(text.contains("Für 2025 hat der Plan davor") && text.contains("gezählt wurden 97.922:"));
    folder
        .run(&["plan", "--draws", "0", "--area", "13076", "--before", "before.json", "--out", "plan.json"])
        .fails_with(1, &["the plan before is that of the area 13004, not of 13076"]);
    folder.write("no.json", "{");
    plan(&["--before", "no.json", "--out", "plan.json"])
        .fails_with(1, &["no.json", "this is no plan as JSON"]);
    plan(&["--before", "missing.json", "--out", "plan.json"]).fails_with(1, &["missing.json"]);
    std::fs::create_dir(folder.0.join("texts")).unwrap();
    folder.write("texts/plan.toml", "area = \"13076\"\n");
    plan(&["--texts", "texts", "--out", "plan.json"])
        .fails_with(1, &["the texts are those of the area 13076"]);
}
