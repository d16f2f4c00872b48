//! One table in every layout, and what must be refused.

mod downloads;
mod field;
mod languages;

use std::io::{Cursor, Write};
use std::sync::OnceLock;

use proptest::prelude::*;

use super::compare::compare;
use super::finding::Severity;
use super::left_out::LeftOut;
use super::{Context, FactKey, Intake, Known, Layout, Reforms, Rows, Sign, intake};
use crate::areas::Areas;
use crate::import::read::Limits;
use crate::indicators::base::{Frame, OwnFiles};
use crate::indicators::formula::Ages;
use crate::units::Sex;

struct World {
    areas: Areas,
    frame: Frame,
    layouts: Vec<Layout>,
    reforms: Reforms,
    /// The built-in figures.
    known: Known,
}

fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| {
        let areas = Areas::of_models().unwrap();
        let frame = Frame::load(&areas, &OwnFiles::default(), 2026).unwrap();
        let layouts = Layout::all(&frame.catalogue).unwrap();
        let model = crate::model::load::load(crate::model::load::CURRENT).unwrap().model;
        let mut list = crate::indicators::FactList::default();
        crate::indicators::official::add(&mut list, &frame, &model);
        let known = Known::of_list(&frame, &list);
        World { areas, frame, layouts, reforms: Reforms::load().unwrap(), known }
    })
}

fn take_with(name: &str, bytes: Vec<u8>, layouts: &[Layout]) -> Result<Intake, String> {
    take_beside(name, bytes, layouts, &Known::default())
}

fn take_beside(name: &str, bytes: Vec<u8>, layouts: &[Layout], known: &Known) -> Result<Intake, String> {
    let world = world();
    let rows = Rows::read(name, bytes, &Limits::default()).map_err(|error| error.to_string())?;
    let context = Context {
        catalogue: &world.frame.catalogue,
        tree: &world.frame.tree,
        areas: &world.areas,
        reforms: &world.reforms,
        known,
        today: chrono::NaiveDate::from_ymd_opt(2026, 11, 29).unwrap(),
    };
    intake(&rows, layouts, context).map_err(|error| error.to_string())
}

fn take(bytes: impl AsRef<[u8]>) -> Result<Intake, String> {
    take_with("table.csv", bytes.as_ref().to_vec(), &world().layouts)
}

/// One row: year, area, sex, age and the cell as a German table writes it.
type Row = (i32, &'static str, &'static str, &'static str, String, &'static str);

const SEXES: [(&str, &str); 3] = [("GESM", "männlich"), ("GESW", "weiblich"), ("", "Insgesamt")];
const AGES: [(&str, &str); 3] = [("ALT000B65", "unter 65"), ("ALT065UM", "65 und mehr"), ("", "Insgesamt")];

fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    let mut number = 100;
    for year in [2022, 2023] {
        for area in ["13", "13003", "13004", "13076", "02000"] {
            for (sex, _) in SEXES {
                for (age, _) in AGES {
                    number += 7;
                    let cell = match number % 11 {
                        0 => "-".to_owned(),
                        1 => ".".to_owned(),
                        2 => "...".to_owned(),
                        3 => "/".to_owned(),
                        4 => "x".to_owned(),
                        5 => format!("({number})"),
                        6 => "0".to_owned(),
                        7 => format!("{number},0"),
                        _ => number.to_string(),
                    };
                    let quality = if number % 3 == 0 { "p" } else { "e" };
                    rows.push((year, area, sex, age, cell, quality));
                }
            }
        }
    }
    rows
}

#[derive(Debug, Clone, Copy)]
struct Form {
    long: bool,
    english: bool,
    bom: bool,
    zipped: bool,
    windows: bool,
    /// How far the rows are turned.
    turned: usize,
    /// Labels one column off, as they are where the database was changed.
    shifted: bool,
}

const PLAIN: Form = Form {
    long: false,
    english: false,
    bom: false,
    zipped: false,
    windows: false,
    turned: 0,
    shifted: false,
};

fn write(form: Form) -> Vec<u8> {
    let mut rows = rows();
    let turn = form.turned % rows.len();
    rows.rotate_left(turn);
    let decimal = |cell: &str| if form.english { cell.replace(',', ".") } else { cell.to_owned() };
    let mut lines = vec![header(form)];
    for (year, area, sex, age, cell, quality) in &rows {
        let label = |of: &[(&str, &str)], code: &str| {
            let at = of.iter().position(|(known, _)| *known == code).unwrap();
            of[(at + usize::from(form.shifted)) % of.len()].1.to_owned()
        };
        let time = if form.long { format!("{year}-12-31") } else { format!("31.12.{year}") };
        let sex_code = if sex.is_empty() && !form.long { "INSGESAMT" } else { sex };
        let age_code = if age.is_empty() && !form.long { "INSGESAMT" } else { age };
        let mut cells = vec!["12411".into(), "Fortschreibung".into(), "STAG".into(), "Stichtag".into(), time];
        let area_variable = if area.len() == 2 { "DLAND" } else { "KREISE" };
        cells.extend([area_variable.into(), "Gebiet".into(), (*area).into(), format!("Name von {area}")]);
        cells.extend(["GES".into(), "Geschlecht".into(), sex_code.to_owned(), label(&SEXES, sex)]);
        cells.extend(["ALTX20".into(), "Alter".into(), age_code.to_owned(), label(&AGES, age)]);
        cells.push(decimal(cell));
        if form.long {
            let unit = if form.english { "Number" } else { "Anzahl" };
            cells.extend([unit.into(), "BEVSTD".into(), "Bevölkerungsstand".into(), (*quality).into()]);
            lines.push(cells.join(";"));
            // The new layout also has changes in percent under the same code.
            cells[17] = "1,5".replace(',', if form.english { "." } else { "," });
            cells[18] = "%".into();
            lines.push(cells.join(";"));
        } else {
            cells.push((*quality).into());
            lines.push(cells.join(";"));
        }
    }
    let text = lines.join("\r\n") + "\r\n";
    let mut bytes =
        if form.windows { encoding_rs::WINDOWS_1252.encode(&text).0.into_owned() } else { text.into_bytes() };
    if form.bom && !form.windows {
        bytes.splice(0..0, *b"\xEF\xBB\xBF");
    }
    if form.zipped {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("12411-0001_de_flat.csv", zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(&bytes).unwrap();
        bytes = zip.finish().unwrap().into_inner();
    }
    bytes
}

fn header(form: Form) -> String {
    let names = |language: [&str; 5], variable: [&str; 4]| {
        let mut names: Vec<String> = language.map(str::to_owned).into();
        for number in 1..=3 {
            names.extend(variable.map(|name| format!("{number}_{name}")));
        }
        names
    };
    let english = names(
        ["statistics_code", "statistics_label", "time_code", "time_label", "time"],
        ["variable_code", "variable_label", "variable_attribute_code", "variable_attribute_label"],
    );
    let german = names(
        ["Statistik_Code", "Statistik_Label", "Zeit_Code", "Zeit_Label", "Zeit"],
        ["Merkmal_Code", "Merkmal_Label", "Auspraegung_Code", "Auspraegung_Label"],
    );
    let mut names = if form.long || form.english { english } else { german };
    if form.long {
        names.extend(
            ["value", "value_unit", "value_variable_code", "value_variable_label", "value_q"]
                .map(str::to_owned),
        );
    } else {
        let (label, unit) =
            if form.english { ("Population", "Number") } else { ("Bevoelkerungsstand", "Anzahl") };
        names.extend([format!("BEVSTD__{label}__{unit}"), format!("BEVSTD__{label}__q")]);
    }
    names.join(";")
}

/// What a table holds, without the lines in which it stands.
fn content(found: &Intake) -> Vec<(FactKey, String)> {
    found.facts.iter().map(|fact| (fact.key.clone(), format!("{:?}", fact.figure))).collect()
}

#[test]
fn a_table_reads_as_it_is_written() {
    let found = take(write(PLAIN)).unwrap();
    // Two years, four areas of the state, three sexes, three ages; Hamburg is left out.
    assert_eq!(found.facts.len(), 2 * 4 * 9);
    assert_eq!(found.left_out[&LeftOut::OtherArea].rows, 2 * 9);
    let of = |sex, ages| {
        let key = FactKey {
            measure: "N".into(),
            area: "13".into(),
            year: 2022,
            sex,
            ages,
            grade: None,
            kind: None,
        };
        found.facts.iter().find(|fact| fact.key == key).unwrap().figure
    };
    // The numbers run from 107 by 7; 107 mod 11 is 8, 114 mod 11 is 4.
    let first = of(Some(Sex::Male), Some(Ages { from: 0, to: Some(64) }));
    assert_eq!((first.sign, first.number), (Sign::Plain, Some(107.0)));
    let second = of(Some(Sex::Male), Some(Ages { from: 65, to: None }));
    assert_eq!((second.sign, second.number, second.quality), (Sign::Pointless, None, Some('p')));
    let mut signs: Vec<Sign> = found.facts.iter().map(|fact| fact.figure.sign).collect();
    signs.sort();
    signs.dedup();
    // All that a cell may say; the two others are concluded.
    assert_eq!(signs.len(), Sign::ALL.len() - 2, "{signs:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_layout_gives_the_same_figures_and_states(
        long: bool, english: bool, bom: bool, zipped: bool, windows: bool, turned in 0..90_usize, shifted: bool,
    ) {
        let form = Form { long, english, bom, zipped, windows, turned, shifted };
        let name = if zipped { "table.zip" } else { "table.csv" };
        let found = take_with(name, write(form), &world().layouts).unwrap();
        prop_assert_eq!(content(&found), content(&take(write(PLAIN)).unwrap()));
        prop_assert_eq!(found.left_out.get(&LeftOut::OtherUnit).map_or(0, |left| left.rows), if long { 90 } else { 0 });
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "[a-zA-Z0-9_;.,\\-\n ]{0,400}") {
        let _ = take(&text);
        let _ = take(format!("{}\n{text}", header(PLAIN)));
    }
}

fn long(rows: &[(&str, &str, &str, &str)]) -> String {
    let mut text = "statistics_code;time;1_variable_code;1_variable_attribute_code;value;value_unit;value_variable_code\n".to_owned();
    for (time, area, value, code) in rows {
        text += &format!("22411;{time};KREISE;{area};{value};Anzahl;{code}\n");
    }
    text
}

#[test]
fn faulty_files_are_refused_with_line_and_value() {
    let good = ("2023-12-15", "13076", "300", "PFL001");
    for (text, part) in [
        (long(&[("2023-13", "13076", "300", "PFL001")]), "line 2: \"2023-13\" is not a year"),
        (
            long(&[good, ("2023-12-15", "13076", "301", "PFL001")]),
            "line 3: P of 13076 in 2023 appears twice, here and in line 2",
        ),
        (
            long(&[("2023-12-15", "13076", "dreihundert", "PFL001")]),
            "line 2: \"dreihundert\" is not a number",
        ),
        (long(&[("2023-12-15", "13076", "", "PFL001")]), "line 2: the cell is empty"),
        (
            long(&[("2023-12-15", "13076", "1,5", "PFL001"), ("2023-12-15", "13074", "1.5", "PFL001")]),
            "uses both \"1,5\" and \"1.5\"",
        ),
        (
            long(&[good]).replace("22411;", "99999;"),
            "statistic 99999, for which there is no layout; hint: known are 12411, 12612, 12613, 12711, 22131, 22411, 22421",
        ),
        ("a;b\n1;2\n".to_owned(), "not a flat file of a GENESIS database: there is no column time"),
        (
            long(&[good]).replace("1_variable_code", "variable"),
            "there is no column 1_variable_code beside its attribute",
        ),
        (long(&[good]).replace(";KREISE;", ";"), "line 2: the row has 6 cells, but the header has 7"),
        (long(&[good]).replace("KREISE", "NATION"), "line 2: none of the variables NATION names an area"),
    ] {
        let error = take(&text).unwrap_err();
        assert!(error.contains(part), "{text}: {error}");
    }
    // The same cell with the same value twice is no fault.
    assert_eq!(take(long(&[good, good])).unwrap().facts.len(), 1);
}

#[test]
fn a_value_without_a_known_code_needs_to_be_the_only_one() {
    let text = long(&[("2023-12-31", "13076", "80", "XYZ001")]).replace("22411;", "22131;");
    assert_eq!(take(&text).unwrap().facts[0].key.measure, "care_assistance");
    let two = text + "22131;2023-12-31;KREISE;13074;90;Anzahl;XYZ002\n";
    assert!(take(two).unwrap_err().contains("2 values, but the layout for 22131 cannot tell"));
}

#[test]
fn findings_name_what_cannot_be_true_and_what_is_odd() {
    let findings = |rows: &[(&str, &str, &str, &str)]| {
        take(long(rows)).unwrap().findings.worst_first().into_iter().cloned().collect::<Vec<_>>()
    };
    let negative = findings(&[("2023-12-15", "13076", "-3", "PFL001")]);
    assert!(
        negative
            .iter()
            .any(|it| it.severity() == Severity::Error && it.to_string().contains("never negative"))
    );
    let odd = findings(&[("2023-12-15", "13076", "301", "PFL001")]);
    assert!(odd.iter().any(|it| it.to_string().contains("no multiples of 3")), "{odd:?}");
    let jump =
        findings(&[("2021-12-15", "13076", "300", "PFL001"), ("2023-12-15", "13076", "600", "PFL001")]);
    assert!(
        jump.iter().any(|it| it.severity() == Severity::Note && it.to_string().contains("+100 %")),
        "{jump:?}"
    );
    let districts = ["13003", "13004", "13071", "13072", "13073", "13074", "13075", "13076"];
    let mut rows: Vec<_> = districts.iter().map(|key| ("2021-12-15", *key, "300", "PFL001")).collect();
    rows.push(("2021-12-15", "13", "2424", "PFL001"));
    assert_eq!(findings(&rows), [], "24 is the tolerance of a column");
    rows.last_mut().unwrap().2 = "2425";
    assert!(findings(&rows)[0].to_string().contains("its parts add up to 2400"), "{:?}", findings(&rows));
}

const MAPPING: &str = "
statistic = \"own\"
title = \"t\"
publisher = \"p\"
licence = \"l\"
areas = [\"Gemeinde\"]
year = 2025

[[value]]
code = \"Anfragen\"
measure = \"requests\"

[[value]]
code = \"abgelehnt\"
measure = \"requests\"
type = \"declined\"

[[dimension]]
codes = [\"Geschlecht\"]
is = \"sex\"
values = { Frauen = \"f\", \"Männer\" = \"m\", alle = \"total\" }
";

fn mapping(text: &str) -> Result<Layout, String> {
    Layout::from_toml("m.toml", text, &world().frame.catalogue).map_err(|error| error.to_string())
}

#[test]
fn a_table_of_ones_own_is_read_by_a_mapping() {
    let layout = [mapping(MAPPING).unwrap()];
    let text = "Gemeinde;Geschlecht;Anfragen;abgelehnt\n13076090;alle;40;12\n130760090090;Frauen;30;-\n";
    let found = take_with("own.csv", text.as_bytes().to_vec(), &layout).unwrap();
    let keys: Vec<String> = found.facts.iter().map(|fact| fact.key.to_string()).collect();
    assert!(keys.contains(&"requests of 13076090 in 2025, declined".to_owned()), "{keys:?}");
    let missing = take_with("own.csv", b"Gemeinde;Anfragen\n13076090;1\n".to_vec(), &layout).unwrap_err();
    assert!(missing.contains("no column \"abgelehnt\""), "{missing}");
    for (from, to, part) in [
        ("\"requests\"\n\n", "\"Anfrage\"\n\n", "m.toml:11: there is no measure \"Anfrage\""),
        (
            "\"declined\"",
            "\"refused\"",
            "m.toml:16: the measure has no type \"refused\"; hint: it has declined",
        ),
        ("\"f\"", "\"x\"", "m.toml:21: \"x\" is not understood; hint: expected m, f or total"),
        ("year = 2025", "year = 2025\nyear_column = \"Jahr\"", "takes year or year_column, not both"),
        ("areas = [\"Gemeinde\"]", "areas = []", "needs areas"),
    ] {
        let error = mapping(&MAPPING.replacen(from, to, 1)).unwrap_err();
        assert!(error.contains(part), "{to}: {error}");
    }
}

#[test]
fn a_difference_counts_what_is_new_and_what_stops_counting() {
    let of = |rows: &[(&str, &str, &str, &str)]| take(long(rows)).unwrap().facts;
    let before = of(&[
        ("2021-12-15", "13076", "300", "PFL001"),
        ("2023-12-15", "13076", "330", "PFL001"),
        ("2023-12-15", "13074", "210", "PFL001"),
    ]);
    let after = of(&[("2023-12-15", "13076", "333", "PFL001"), ("2023-12-15", "13003", "90", "PFL001")]);
    let difference = compare(&before, &Known::default(), &after);
    assert_eq!((difference.new, difference.unchanged, difference.changed.len()), (1, 0, 1));
    // What the file does not have goes on counting.
    assert_eq!(difference.kept, 2);
    assert_eq!(compare(&before, &Known::default(), &before).unchanged, 3);
    let built_in = compare(&[], &world().known, &after);
    assert_eq!((built_in.replaced.len(), built_in.new), (2, 0), "{built_in:?}");
}
