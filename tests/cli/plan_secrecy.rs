//! An attacker who has everything that is published: the nine plans in every form, their pages, the page of the indicator
//! and the API. He looks for what is withheld, and subtracts what is shown from its sum.

use std::collections::{BTreeMap, BTreeSet};

use calamine::{Data, Reader};
use serde_json::Value;

use super::plan_faults::download;
use super::*;

/// Registered helpers for each thousand who are cared for at home.
const INDICATOR: &str = "N02";
const YEAR: &str = "2023";
const STATE: &str = "13";
/// Helpers by district. Those of Schwerin are so few that they are withheld, and with them those of another district.
const TRUTH: [(&str, u32); 8] = [
    ("13003", 240),
    ("13004", 2),
    ("13071", 311),
    ("13072", 187),
    ("13073", 164),
    ("13074", 53),
    ("13075", 149),
    ("13076", 208),
];
/// As `indicators::secrecy` has it: so far from the truth is another number that fits what is published.
const MARGIN: i64 = 3;
/// The column of the own area, and that of the state.
const OWN: &str = "Wert";
const LAND: &str = "Land";
const SECRET: &str = "geheim";

/// A table as it is read in a form of a plan.
#[derive(Debug, Clone)]
struct Sheet {
    place: String,
    /// The area of the plan.
    area: String,
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// What is published of the indicator for an area at a place; `None` where it says that it is secret.
#[derive(Debug, Clone, PartialEq)]
struct Statement {
    place: String,
    area: String,
    value: Option<f64>,
}

/// Keys of the districts by their names.
type Names = BTreeMap<String, String>;

fn sheet(place: &str, area: &str, mut rows: Vec<Vec<String>>) -> Option<Sheet> {
    if rows.is_empty() {
        return None;
    }
    let headings = rows.remove(0);
    Some(Sheet { place: place.to_owned(), area: area.to_owned(), headings, rows })
}

/// The tables of a plan in a form, those of charts included.
fn sheets(form: &str, area: &str, file: &[u8]) -> Vec<Sheet> {
    let place = format!("{form} of {area}");
    let all: Vec<Vec<Vec<String>>> = match form {
        "json" => of_json(file),
        "xlsx" => of_workbook(file),
        "zip" => of_archive(file),
        "docx" => {
            let mut archive = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
            let mut xml = String::new();
            archive.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
            of_markup(&xml, ["<w:tbl>", "<w:tr>", "<w:tr "], &["<w:tc>", "<w:tc "])
        }
        _ => of_markup(
            std::str::from_utf8(file).unwrap(),
            ["<table", "<tr>", "<tr "],
            &["<th>", "<th ", "<td>", "<td "],
        ),
    };
    all.into_iter().filter_map(|rows| sheet(&place, area, rows)).collect()
}

fn of_json(file: &[u8]) -> Vec<Vec<Vec<String>>> {
    let plan: Value = serde_json::from_slice(file).unwrap();
    let blocks = plan["chapters"].as_array().unwrap().iter().flat_map(|it| it["blocks"].as_array().unwrap());
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    // The number of a cell says more than its text.
    let cell = |cell: &Value| cell["value"].as_f64().map_or_else(|| text(&cell["text"]), |it| it.to_string());
    blocks
        .filter_map(|block| match block["kind"].as_str().unwrap() {
            "table" => Some(block),
            "figure" => Some(&block["chart"]["table"]),
            _ => None,
        })
        .map(|table| {
            let headings = table["headings"].as_array().unwrap().iter().map(text).collect();
            let rows = table["rows"].as_array().unwrap().iter();
            let rows = rows.map(|row| row.as_array().unwrap().iter().map(cell).collect());
            std::iter::once(headings).chain(rows).collect()
        })
        .collect()
}

fn of_workbook(file: &[u8]) -> Vec<Vec<Vec<String>>> {
    let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(std::io::Cursor::new(file)).unwrap();
    let cell = |cell: &Data| match cell {
        Data::Float(number) => number.to_string(),
        other => other.to_string(),
    };
    let names = book.sheet_names();
    let mut rows = |name: &String| -> Vec<Vec<String>> {
        let range = book.worksheet_range(name).unwrap();
        range.rows().map(|row| row.iter().map(cell).collect()).collect()
    };
    names.iter().map(&mut rows).collect()
}

fn of_archive(file: &[u8]) -> Vec<Vec<Vec<String>>> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
    let mut all = Vec::new();
    for at in 0..archive.len() {
        let entry = archive.by_index(at).unwrap();
        if entry.name().ends_with(".csv") {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(entry);
            let row = |row: Result<csv::StringRecord, csv::Error>| {
                row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()
            };
            all.push(reader.records().map(row).collect());
        }
    }
    all
}

/// Tables in markup: what begins a table, and what begins a row and a cell of it.
fn of_markup(text: &str, [table, row, other_row]: [&str; 3], cells: &[&str]) -> Vec<Vec<Vec<String>>> {
    let split = |text: &str, marks: &[&str]| -> Vec<String> {
        let mut marked = text.to_owned();
        marks.iter().for_each(|mark| marked = marked.replace(mark, &format!("\u{0}{mark}")));
        marked.split('\u{0}').skip(1).map(str::to_owned).collect()
    };
    let words = |markup: String| {
        let bare: Vec<&str> = markup.split('<').filter_map(|part| Some(part.split_once('>')?.1)).collect();
        bare.concat().trim().to_owned()
    };
    let end = if table.starts_with("<w:") { "</w:tbl>" } else { "</table>" };
    let of_table = |markup: String| {
        let markup = markup.split(end).next().unwrap().to_owned();
        let rows = split(&markup, &[row, other_row]).into_iter();
        rows.map(|row| split(&row, cells).into_iter().map(words).collect()).collect()
    };
    split(text, &[table]).into_iter().map(of_table).collect()
}

/// The rows of the indicator in a PDF, whose text has no tables: behind the year stand the cells of the same row of the plan.
fn of_pdf(area: &str, file: &[u8], like: &[Sheet], folder: &Folder) -> Vec<Sheet> {
    folder.write("attack.pdf", file);
    let read = Command::new("pdftotext").args(["-raw", "attack.pdf", "-"]).current_dir(&folder.0).output();
    let text = String::from_utf8(read.unwrap().stdout).unwrap();
    let headings = &like.iter().find(|sheet| columns(sheet).next().is_some()).unwrap().headings;
    let mut found = Vec::new();
    for part in text.split(&format!("{INDICATOR} ")).skip(1) {
        let near: String = part.chars().take(200).collect();
        let Some((name, cells)) =
            near.split_once(&format!("{YEAR} ")).or(near.split_once(&format!("{YEAR}\n")))
        else {
            continue;
        };
        let cells = cells.split_whitespace().map(str::to_owned);
        let row: Vec<String> =
            [format!("{INDICATOR} {name}"), YEAR.to_owned()].into_iter().chain(cells).collect();
        if number(&row[2]).is_some() || row[2] == SECRET {
            let row = row.into_iter().take(headings.len()).collect();
            found.extend(sheet(&format!("pdf of {area}"), area, vec![headings.clone(), row]));
        }
    }
    found
}

/// Cells of the indicator: where they stand, and of which column.
fn columns(sheet: &Sheet) -> impl Iterator<Item = (usize, usize, &str)> {
    let is_own = |row: &[String]| {
        row.len() > 3 && row.first().is_some_and(|head| head.starts_with(&format!("{INDICATOR} ")))
    };
    let rows = sheet.rows.iter().enumerate().filter(move |(_, row)| is_own(row));
    rows.flat_map(|(at, row)| {
        let headings = sheet.headings.iter().enumerate().take(row.len()).skip(1);
        headings.map(move |(column, heading)| (at, column, heading.as_str()))
    })
}

/// The number of a cell, with a decimal comma or point.
fn number(text: &str) -> Option<f64> {
    text.replace(',', ".").parse().ok()
}

fn statements(sheets: &[Sheet], names: &Names) -> Vec<Statement> {
    let mut found = Vec::new();
    for sheet in sheets {
        for (row, column, heading) in columns(sheet) {
            let area = match heading {
                OWN => sheet.area.clone(),
                LAND => STATE.to_owned(),
                "Jahr" | "Rang" | "Einheit" => continue,
                name => names.get(name).cloned().unwrap_or_else(|| format!("unknown column {name}")),
            };
            let text = &sheet.rows[row][column];
            assert!(text == SECRET || number(text).is_some(), "{}: {text:?}", sheet.place);
            found.push(Statement { place: sheet.place.clone(), area, value: number(text) });
        }
    }
    found
}

/// Those who are cared for at home, from which a rate becomes a count again: from the plans themselves.
fn at_home(plan: &Value, area: &str) -> f64 {
    let blocks = plan["chapters"].as_array().unwrap().iter().flat_map(|it| it["blocks"].as_array().unwrap());
    let cells: Vec<&Value> = blocks
        .filter(|block| block["kind"] == "table")
        .flat_map(|block| block["rows"].as_array().unwrap())
        .flat_map(|row| row.as_array().unwrap())
        .collect();
    let of = |part: Option<&str>| {
        let is_it = |cell: &&&Value| {
            let of = &cell["of"];
            let is_year = of["year"] == YEAR.parse::<i64>().unwrap() && of["scenario"] == "observed";
            is_year && of["area"] == area && of["measure"] == "people_in_need" && of["part"].as_str() == part
        };
        let found = cells.iter().find(is_it).unwrap_or_else(|| panic!("{area}: no {part:?} of {YEAR}"));
        found["value"].as_f64().unwrap()
    };
    of(None) - of(Some("care_type=residential"))
}

/// What subtraction gives: the districts that are not shown, as far as only numbers close to each other are left for them.
fn subtracted(statements: &[Statement], at_home: &BTreeMap<String, f64>) -> Vec<(String, i64)> {
    let mut known: BTreeMap<&str, i64> = BTreeMap::new();
    for statement in statements {
        if let (Some(rate), Some(base)) = (statement.value, at_home.get(&statement.area)) {
            known.insert(&statement.area, (rate * base / 1_000.0).round() as i64);
        }
    }
    let Some(sum) = known.get(STATE) else { return Vec::new() };
    let hidden: Vec<&str> =
        TRUTH.iter().map(|(key, _)| *key).filter(|key| !known.contains_key(key)).collect();
    let shown: i64 = TRUTH.iter().filter_map(|(key, _)| known.get(key)).sum();
    // Each that is withheld is at least one.
    let most = sum - shown - (hidden.len() as i64 - 1);
    let is_close = !hidden.is_empty() && most - 1 < MARGIN || hidden.len() == 1;
    if is_close { hidden.into_iter().map(|key| (key.to_owned(), most)).collect() } else { Vec::new() }
}

/// All that an attacker finds of the areas of which the API says that they are withheld.
fn attack(
    statements: &[Statement],
    withheld: &BTreeSet<String>,
    at_home: &BTreeMap<String, f64>,
) -> Vec<String> {
    let is_told = |one: &&Statement| one.value.is_some() && withheld.contains(&one.area);
    let told = statements.iter().filter(is_told).map(|one| format!("{} tells {}", one.place, one.area));
    let of_rest = subtracted(statements, at_home).into_iter();
    told.chain(of_rest.map(|(area, count)| format!("{area} has {count}, by subtraction"))).collect()
}

/// Everything that is published.
struct Published {
    /// By form, and by where it was read.
    sheets: BTreeMap<&'static str, Vec<Sheet>>,
    /// Of the API and the page of the indicator.
    others: Vec<Statement>,
    names: Names,
    withheld: BTreeSet<String>,
    at_home: BTreeMap<String, f64>,
}

impl Published {
    fn statements(&self) -> Vec<Statement> {
        let all = self.sheets.values().flat_map(|sheets| statements(sheets, &self.names));
        all.chain(self.others.clone()).collect()
    }

    fn attack(&self) -> Vec<String> {
        attack(&self.statements(), &self.withheld, &self.at_home)
    }

    /// The API's values of a level, and what it says of each.
    fn ask(&mut self, service: &Service, level: &str) {
        let path = format!("/api/v1/indicators/{INDICATOR}/values?level={level}&compare={STATE}&year={YEAR}");
        let (status, body) = download(service, &path);
        assert_eq!(status, 200, "{path}: {}", String::from_utf8_lossy(&body));
        let answer: Value = serde_json::from_slice(&body).unwrap();
        for item in answer["items"].as_array().unwrap() {
            let area = item["area"].as_str().unwrap().to_owned();
            if item["status"] == "suppressed" {
                self.withheld.insert(area.clone());
            }
            let value = item["value"].as_f64();
            self.others.push(Statement { place: format!("API of {level}"), area, value });
        }
    }
}

/// Imports the helpers and publishes everything.
fn published(folder: &Folder) -> Published {
    let rows: String = TRUTH.iter().map(|(key, count)| format!("{key};{count}\n")).collect();
    let file = folder.write("h.csv", format!("AGS;Helfende\n{rows}"));
    let mapping = format!(
        "statistic = \"helfende\"\ntitle = \"t\"\npublisher = \"p\"\nlicence = \"l\"\nareas = [\"AGS\"]\nyear = {YEAR}\n\
         [[value]]\ncode = \"Helfende\"\nmeasure = \"neighbour_helpers\"\n"
    );
    let mapping = folder.write("h.toml", mapping);
    folder.run(&["import", "statistics", &file, "--mapping", &mapping, "--release"]).ok();
    let mut all = Published {
        sheets: BTreeMap::new(),
        others: Vec::new(),
        names: Names::new(),
        withheld: BTreeSet::new(),
        at_home: BTreeMap::new(),
    };
    let service = Service::start(folder, &[]);
    service.wait_for("/planung/plan/13/1", |answer| answer.starts_with("HTTP/1.1 200"));
    let areas: Value = serde_json::from_slice(&download(&service, "/api/v1/areas?level=district").1).unwrap();
    for area in areas["features"].as_array().unwrap() {
        let text = |field: &str| area["properties"][field].as_str().unwrap().to_owned();
        all.names.insert(text("name"), text("key"));
    }
    assert_eq!(all.names.len(), 8);
    for level in ["district", "amt", "municipality"] {
        all.ask(&service, level);
    }
    let keys: Vec<String> = all.names.values().cloned().chain([STATE.to_owned()]).collect();
    for area in &keys {
        let get = |end: &str| {
            let (status, body) = download(&service, &format!("/planung/plan/{area}/{end}"));
            assert_eq!(status, 200, "{area}/{end}: {}", String::from_utf8_lossy(&body));
            body
        };
        let file = |form: &str| get(&format!("pflegeplan.{form}"));
        let json = file("json");
        let plan: Value = serde_json::from_slice(&json).unwrap();
        all.at_home.insert(area.clone(), at_home(&plan, area));
        let pdf = of_pdf(area, &file("pdf"), &sheets("json", area, &json), folder);
        all.sheets.entry("pdf").or_default().extend(pdf);
        for form in ["json", "html", "xlsx", "zip", "docx"] {
            all.sheets.entry(form).or_default().extend(sheets(form, area, &file(form)));
        }
        for chapter in plan["chapters"].as_array().unwrap() {
            let number = chapter["number"].as_str().unwrap();
            all.sheets.entry("pages").or_default().extend(sheets("pages", area, &get(number)));
        }
    }
    let (_, page) = download(&service, &format!("/planung/indikatoren/{INDICATOR}?jahr={YEAR}"));
    all.others.extend(of_page(std::str::from_utf8(&page).unwrap()));
    all
}

/// Figures of a page of the workspace: `<data value="…" data-area="…" data-measure="…" …>`.
fn of_page(html: &str) -> Vec<Statement> {
    let of = |tag: &str| {
        let attribute =
            |name: &str| Some(tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?.to_owned());
        let is_it = attribute("data-measure")? == INDICATOR && attribute("data-year")? == YEAR;
        let value = attribute("value")?.parse().ok();
        is_it
            .then(|| attribute("data-area").map(|area| Statement { place: "page".to_owned(), area, value }))?
    };
    html.split("<data ").skip(1).filter_map(|part| of(part.split('>').next()?)).collect()
}

#[test]
fn nothing_that_is_withheld_follows_from_plans_pages_and_api_together() {
    let folder = Folder::new("plan-attack");
    let all = published(&folder);
    // Schwerin for its number, at least one other to protect it.
    assert!(all.withheld.contains("13004") && all.withheld.len() >= 2, "{:?}", all.withheld);
    assert!(all.withheld.len() < 6, "much is shown: {:?}", all.withheld);
    let places = all.statements();
    for area in TRUTH.iter().map(|(key, _)| *key).chain([STATE]) {
        for form in all.sheets.keys() {
            let prefix = format!("{form} of ");
            let found = places.iter().any(|one| one.area == area && one.place.starts_with(&prefix));
            assert!(found, "no statement about {area} in {form}: the attacker does not read it");
        }
    }
    assert_eq!(all.attack(), Vec::<String>::new());
    plant(&all);
}

/// The attacker himself is put to the test: a withheld number that stands in one form only is found there, and without the
/// second withheld number the first follows.
fn plant(all: &Published) {
    let truth: BTreeMap<&str, u32> = TRUTH.into_iter().collect();
    let rate = |area: &str| 1_000.0 * f64::from(truth[area]) / all.at_home[area];
    let mut planted = 0;
    for form in all.sheets.keys() {
        let places: Vec<(usize, usize, usize)> = all.sheets[form]
            .iter()
            .enumerate()
            .flat_map(|(at, sheet)| columns(sheet).map(move |(row, column, _)| (at, row, column)))
            .filter(|(at, row, column)| all.sheets[form][*at].rows[*row][*column] == SECRET)
            .collect();
        assert!(places.len() >= 4, "{form}: own plans and the comparison say what is withheld: {places:?}");
        for (at, row, column) in places {
            let mut sheets = all.sheets.clone();
            let sheet = &mut sheets.get_mut(form).unwrap()[at];
            let heading = sheet.headings[column].clone();
            let area = if heading == OWN { &sheet.area } else { &all.names[&heading] }.clone();
            assert!(
                truth.contains_key(area.as_str()),
                "{}: {heading} of {area}: {:?}",
                sheet.place,
                sheet.rows[row]
            );
            sheet.rows[row][column] = format!("{:.1}", rate(&area)).replace('.', ",");
            let leaky = Published {
                sheets,
                others: all.others.clone(),
                names: all.names.clone(),
                withheld: all.withheld.clone(),
                at_home: all.at_home.clone(),
            };
            let found = leaky.attack();
            assert!(found.iter().any(|it| it.starts_with(form) && it.ends_with(&area)), "{form}: {found:?}");
            planted += 1;
        }
    }
    assert!(planted >= 28, "{planted}");
    // All but one are shown exactly: the last follows.
    let mut told = all.statements();
    for area in all.withheld.iter().filter(|area| *area != "13004" && truth.contains_key(area.as_str())) {
        told.push(Statement { place: "planted".to_owned(), area: area.clone(), value: Some(rate(area)) });
    }
    assert_eq!(subtracted(&told, &all.at_home), [("13004".to_owned(), 2)]);
}
