//! What is wrong with a file, a mapping or its columns is said in the language of whoever reads it.

use std::collections::BTreeSet;

use crate::import::notes::Expected;
use crate::import::read::{Fault, Kind, ReadError};
use crate::import::{ColumnsError, LayoutError, Unrecognised};
use crate::units::Lang;

/// Words that stand in no sentence of the other language.
const ENGLISH: [&str; 9] = [" the ", "The ", "hint:", " is ", " are ", " with ", " of ", " not ", " but "];
const GERMAN: [&str; 8] = [" die ", " der ", "Bitte", " ist ", " nicht ", " eine ", " und ", " oder "];
const EXPECTED: Expected = Expected { en: "date", de: "ein Datum" };

fn both() -> (String, String) {
    ("it ends early".to_owned(), "er endet mittendrin".to_owned())
}

/// One of each variant. A new one does not compile before it has a place here.
fn faults() -> Vec<Fault> {
    let labels = ("a drawing of CAD", "eine CAD-Zeichnung");
    let (part, wanted, found) = ("a.xml".to_owned(), "Heime".to_owned(), "Tabelle1".to_owned());
    vec![
        Fault::NotFound,
        Fault::Permission,
        Fault::NoFile,
        Fault::Io(std::io::Error::other("device error")),
        Fault::TooLarge { limit: 5 },
        Fault::Empty,
        Fault::Ending { ending: "xls".to_owned(), promised: labels, found: Kind::Text },
        Fault::OldWorkbook,
        Fault::BinaryWorkbook,
        Fault::OtherArchive,
        Fault::OtherDatabase,
        Fault::OtherXml,
        Fault::Gis(labels),
        Fault::Locked,
        Fault::NoText,
        Fault::Encoding(both().into()),
        Fault::UnclosedQuote { line: 3 },
        Fault::Archive(both().into()),
        Fault::Bomb { limit: 5, ratio: 2 },
        Fault::Damaged { part, cause: both().into() },
        Fault::NoSheet { wanted, found },
        Fault::NoHeaderRow { line: 3 },
        Fault::GeoJson(both().into()),
        Fault::Columns { line: 3, limit: 5 },
        Fault::Rows { limit: 5 },
        Fault::Cells { limit: 5 },
        Fault::CellTooLong { line: 3, limit: 5 },
        Fault::TooMuchText { limit: 5 },
    ]
}

fn fault_number(fault: &Fault) -> usize {
    match fault {
        Fault::NotFound => 0,
        Fault::Permission => 1,
        Fault::NoFile => 2,
        Fault::Io(_) => 3,
        Fault::TooLarge { .. } => 4,
        Fault::Empty => 5,
        Fault::Ending { .. } => 6,
        Fault::OldWorkbook => 7,
        Fault::BinaryWorkbook => 8,
        Fault::OtherArchive => 9,
        Fault::OtherDatabase => 10,
        Fault::OtherXml => 11,
        Fault::Gis(_) => 12,
        Fault::Locked => 13,
        Fault::NoText => 14,
        Fault::Encoding(_) => 15,
        Fault::UnclosedQuote { .. } => 16,
        Fault::Archive(_) => 17,
        Fault::Bomb { .. } => 18,
        Fault::Damaged { .. } => 19,
        Fault::NoSheet { .. } => 20,
        Fault::NoHeaderRow { .. } => 21,
        Fault::GeoJson(_) => 22,
        Fault::Columns { .. } => 23,
        Fault::Rows { .. } => 24,
        Fault::Cells { .. } => 25,
        Fault::CellTooLong { .. } => 26,
        Fault::TooMuchText { .. } => 27,
    }
}

fn layout_errors() -> Vec<LayoutError> {
    let text = str::to_owned;
    vec![
        LayoutError::Syntax(toml::from_str::<toml::Table>("a = [").unwrap_err()),
        LayoutError::Source(text("L U P")),
        LayoutError::Missing(("the column of the name", "die Spalte mit dem Namen (name)")),
        LayoutError::HeaderRow { first: 3, last: 2, max: 5 },
        LayoutError::Pair("x", "y"),
        LayoutError::Crs(text("EPSG:1")),
        LayoutError::Target {
            section: "offers",
            word: text("Heim"),
            target: text("home"),
            expected: EXPECTED,
            meant: Some(text("day_care")),
        },
        LayoutError::Key { section: "constants", key: text("nmae"), expected: text("name, id") },
        LayoutError::Constant { field: text("places_on"), value: text("gestern"), expected: EXPECTED },
        LayoutError::DoubleWord { section: "offers", word: text("Heim") },
        LayoutError::Parts { word: text("Heim"), found: 1, expected: 2 },
    ]
}

fn layout_error_number(error: &LayoutError) -> usize {
    match error {
        LayoutError::Syntax(_) => 0,
        LayoutError::Source(_) => 1,
        LayoutError::Missing(_) => 2,
        LayoutError::HeaderRow { .. } => 3,
        LayoutError::Pair(..) => 4,
        LayoutError::Crs(_) => 5,
        LayoutError::Target { .. } => 6,
        LayoutError::Key { .. } => 7,
        LayoutError::Constant { .. } => 8,
        LayoutError::DoubleWord { .. } => 9,
        LayoutError::Parts { .. } => 10,
    }
}

/// A sentence without what it quotes: words of the file, and what a library says.
fn unquoted(sentence: &str) -> String {
    let mut parts = sentence.split(['„', '“']);
    let mut text = parts.next().unwrap_or_default().to_owned();
    for (number, part) in parts.enumerate() {
        if number % 2 == 1 {
            text.push_str(part);
        }
    }
    text
}

fn check(english: &str, german: &str) {
    let plain = unquoted(german);
    assert_ne!(english, german);
    for word in ENGLISH {
        assert!(!plain.contains(word), "\"{word}\" in {german}");
    }
    for word in GERMAN {
        assert!(!english.contains(word), "\"{word}\" in {english}");
    }
    assert!(!german.contains('"') || german.contains("\" / \""), "{german}");
}

#[test]
fn every_fault_of_a_file_is_said_in_both_languages() {
    let faults = faults();
    let numbers: BTreeSet<usize> = faults.iter().map(fault_number).collect();
    assert_eq!(numbers, (0..faults.len()).collect());
    for fault in faults {
        let error = ReadError { file: "liste.csv".to_owned(), fault };
        let german = error.in_language(Lang::De);
        check(&error.in_language(Lang::En), &german);
        assert!(german.starts_with("liste.csv: "), "{german}");
    }
}

#[test]
fn every_fault_of_a_mapping_is_said_in_both_languages() {
    let errors = layout_errors();
    let numbers: BTreeSet<usize> = errors.iter().map(layout_error_number).collect();
    assert_eq!(numbers, (0..errors.len()).collect());
    for error in errors {
        check(&error.to_string(), &error.german());
    }
}

#[test]
fn a_list_that_fits_no_mapping_is_told_so_in_both_languages() {
    let text = str::to_owned;
    let (layout, missing, header) = (text("lup"), text("Ort"), text("Name"));
    let columns = [
        ColumnsError::Missing { layout: layout.clone(), missing: missing.clone(), header: header.clone() },
        ColumnsError::Crs { name: text("EPSG:1"), known: text("EPSG:4326") },
        ColumnsError::Double(text("Ort")),
        ColumnsError::NoPosition(layout.clone()),
    ];
    for error in columns {
        check(&error.to_string(), &error.german());
    }
    let unrecognised = [
        Unrecognised::None { closest: layout.clone(), missing: missing.clone(), header },
        Unrecognised::Loose { layout, missing, found: text("Strasse") },
        Unrecognised::NoLayouts,
        Unrecognised::Ambiguous(text("a, b")),
    ];
    for error in unrecognised {
        check(&error.to_string(), &error.german());
    }
}
