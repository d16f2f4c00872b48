//! What is wrong with a file of statistics, a mapping, a row or a figure is said in the language of whoever reads it.

use std::collections::BTreeSet;

use super::*;
use crate::import::read::{self, ReadError};
use crate::statistics::date::{Days, ReferenceDate};
use crate::statistics::fault::{Fault, RowFault};
use crate::statistics::figure::{Figure, NoFigure};
use crate::statistics::finding::{Finding, InYear, Made, Names};
use crate::statistics::flat::{FlatError, Form, Lacks};
use crate::statistics::left_out::LeftName;
use crate::statistics::mapping_fault::{MappingError, MappingFault};
use crate::statistics::own::NoColumn;
use crate::statistics::rows::RowsError;
use crate::statistics::{IntakeError, Sign};

/// Words that stand in no sentence of the other language.
const ENGLISH: [&str; 12] = [
    " the ", "The ", "hint:", " is ", " are ", " with ", " of ", " not ", " but ", " and ", " counts ",
    " that ",
];
const GERMAN: [&str; 8] = [" die ", " der ", "Bitte", " ist ", " nicht ", " eine ", " und ", " oder "];

fn check(english: &str, german: &str) {
    assert_ne!(english, german);
    let plain: String = german.split(['„', '“']).step_by(2).collect();
    for word in ENGLISH {
        assert!(!plain.contains(word), "\"{word}\" in {german}");
    }
    for word in GERMAN {
        assert!(!english.contains(word), "\"{word}\" in {english}");
    }
    assert!(german.ends_with('.'), "no sentence: {german}");
}

/// All variants have their own number, and there is one of each.
fn check_all<T>(
    all: &[T],
    number: impl Fn(&T) -> usize,
    english: impl Fn(&T) -> String,
    german: impl Fn(&T) -> String,
) {
    let numbers: BTreeSet<usize> = all.iter().map(number).collect();
    assert_eq!(numbers, (0..=numbers.len() - 1).collect());
    for one in all {
        check(&english(one), &german(one));
    }
}

fn key() -> FactKey {
    FactKey {
        measure: "N".to_owned(),
        area: "13076".to_owned(),
        year: 2023,
        sex: Some(Sex::Female),
        ages: Some(Ages { from: 65, to: None }),
        grade: Some(3),
        kind: Some("residential".to_owned()),
    }
}

fn days() -> Days {
    Days { days: vec![(31, 12), (15, 12)], odd_years: true }
}

fn row_faults() -> Vec<RowFault> {
    let (key, text, measure) = (|| Box::new(key()), || "1.234".to_owned(), || "N".to_owned());
    let date = ReferenceDate::Year(2099);
    vec![
        RowFault::NoDate(text()),
        RowFault::NoArea { variables: text(), areas: text() },
        RowFault::NoMeasure,
        RowFault::Future { date, measure: measure() },
        RowFault::OtherDate { date, measure: measure(), days: days() },
        RowFault::OtherDate { date, measure: measure(), days: Days { days: Vec::new(), odd_years: true } },
        RowFault::Grouped { text: text(), is_own: true },
        RowFault::Grouped { text: text(), is_own: false },
        RowFault::NoFigure(NoFigure::Empty),
        RowFault::NoFigure(NoFigure::NoNumber { text: text(), is_grouped: true }),
        RowFault::NoFigure(NoFigure::NoNumber { text: text(), is_grouped: false }),
        RowFault::NotWhole { text: text(), measure: measure() },
        RowFault::AgeCode { variable: text(), code: text() },
        RowFault::TwoDates { key: key(), line: 3, one: date, other: date },
        RowFault::NoSum { key: key(), line: 3 },
        RowFault::Twice { key: key(), line: 3 },
        RowFault::OtherValue { key: key(), line: 3 },
    ]
}

fn row_fault_number(fault: &RowFault) -> usize {
    match fault {
        RowFault::NoDate(_) => 0,
        RowFault::NoArea { .. } => 1,
        RowFault::NoMeasure => 2,
        RowFault::Future { .. } => 3,
        RowFault::OtherDate { .. } => 4,
        RowFault::Grouped { .. } => 5,
        RowFault::NoFigure(NoFigure::Empty) => 6,
        RowFault::NoFigure(NoFigure::NoNumber { .. }) => 7,
        RowFault::NotWhole { .. } => 8,
        RowFault::AgeCode { .. } => 9,
        RowFault::TwoDates { .. } => 10,
        RowFault::NoSum { .. } => 11,
        RowFault::Twice { .. } => 12,
        RowFault::OtherValue { .. } => 13,
    }
}

#[test]
fn every_fault_of_a_row_is_said_in_both_languages() {
    let faults = row_faults();
    check_all(&faults, row_fault_number, ToString::to_string, RowFault::german);
    // The value and what to do about it are named.
    let german = RowFault::Grouped { text: "207.160".to_owned(), is_own: true }.german();
    assert!(german.contains("„207.160“") && german.contains("thousands"), "{german}");
    let german = RowFault::Twice { key: Box::new(key()), line: 7 }.german();
    let named = "N von 13076 im Jahr 2023, residential, Frauen, ab 65 Jahren, Pflegegrad 3";
    assert!(
        german.starts_with(named) && german.contains("Zeile 7") && german.contains("equal_rows"),
        "{german}"
    );
}

fn findings() -> Vec<Finding> {
    let names = || Names { first: vec![("13999".to_owned(), "13999".to_owned())], more: 3 };
    let made = |how, figures| Finding::Made {
        figures,
        how,
        names: Names { first: vec![InYear { name: "13076".to_owned(), year: 2010 }], more: 2 },
    };
    let mut all = vec![
        Finding::Negative { line: 3, key: key(), number: -1.5, is_share: false },
        Finding::Negative { line: 3, key: key(), number: -1.5, is_share: true },
        Finding::AboveBound { line: 3, key: key(), number: 1.5, upper: 1.0 },
        Finding::PartAboveWhole { key: key(), part: 3.0, whole_key: key(), whole: 2.0, counts_now: true },
        Finding::PartAboveWhole { key: key(), part: 3.0, whole_key: key(), whole: 2.0, counts_now: false },
        Finding::Contradiction { key: key(), number: 1.0, before: 2.0, source: "12411".to_owned() },
        Finding::Sexes { key: key(), total: 1.0, sum: 2.5 },
        Finding::Parts { key: key(), total: 1.0, sum: 2.5 },
        Finding::Predecessors { key: key(), whole: 1.0, sum: 2.5 },
        Finding::Rounding { figures: 2, measure: "PB".to_owned(), year: 2023, multiple: 3 },
        Finding::Jump { key: key(), after: 200.0, year: 2021, before: 100.0 },
        Finding::Repeated { rows: 1 },
        Finding::Repeated { rows: 2 },
        Finding::UnknownKeys(names()),
        Finding::OtherDates(names()),
    ];
    for how in [Made::Joined, Made::Summed, Made::Partial, Made::NoArea, Made::NotAsked] {
        all.extend([made(how, 1), made(how, 5)]);
    }
    all
}

fn finding_number(finding: &Finding) -> usize {
    match finding {
        Finding::Negative { .. } => 0,
        Finding::AboveBound { .. } => 1,
        Finding::PartAboveWhole { .. } => 2,
        Finding::Contradiction { .. } => 3,
        Finding::Sexes { .. } => 4,
        Finding::Parts { .. } => 5,
        Finding::Predecessors { .. } => 6,
        Finding::Rounding { .. } => 7,
        Finding::Jump { .. } => 8,
        Finding::Repeated { .. } => 9,
        Finding::UnknownKeys(_) => 10,
        Finding::OtherDates(_) => 11,
        Finding::Made { how, .. } => match how {
            Made::Joined => 12,
            Made::Summed => 13,
            Made::Partial => 14,
            Made::NoArea => 15,
            Made::NotAsked => 16,
        },
    }
}

#[test]
fn every_finding_is_said_in_both_languages_with_german_numbers() {
    check_all(&findings(), finding_number, ToString::to_string, Finding::german);
    for finding in findings() {
        assert!(
            !finding.german().contains("1.5") && !finding.german().contains("2.5"),
            "{}",
            finding.german()
        );
    }
}

fn intake_errors() -> Vec<IntakeError> {
    let text = || "22411".to_owned();
    let fault = |line| Fault { line, what: RowFault::NoDate(text()) };
    vec![
        IntakeError::Flat(FlatError::NoFlatFile(Lacks::Rows)),
        IntakeError::Flat(FlatError::NoFlatFile(Lacks::Time)),
        IntakeError::Flat(FlatError::NoFlatFile(Lacks::Pair(2))),
        IntakeError::Flat(FlatError::NoFlatFile(Lacks::Variables)),
        IntakeError::Flat(FlatError::NoFlatFile(Lacks::Values)),
        IntakeError::Flat(FlatError::Length { line: 3, found: 2, expected: 4 }),
        IntakeError::UnknownStatistic { found: text(), known: text() },
        IntakeError::UnknownStatistic { found: String::new(), known: text() },
        IntakeError::OtherStatistic { mapping: text(), found: text() },
        IntakeError::NoColumn(NoColumn { line: 3, wanted: text(), found: vec![text(), String::new()] }),
        IntakeError::NoColumn(NoColumn { line: 3, wanted: text(), found: Vec::new() }),
        IntakeError::NoKeys,
        IntakeError::TwoDecimals(text(), text()),
        IntakeError::TooMany,
        IntakeError::Rows((1..=21).map(fault).collect()),
        IntakeError::Rows((1..=30).map(fault).collect()),
        IntakeError::WhichValue { statistic: text(), values: 2, codes: text() },
    ]
}

fn intake_error_number(error: &IntakeError) -> usize {
    match error {
        IntakeError::Flat(FlatError::NoFlatFile(lacks)) => match lacks {
            Lacks::Rows => 0,
            Lacks::Time => 1,
            Lacks::Pair(_) => 2,
            Lacks::Variables => 3,
            Lacks::Values => 4,
        },
        IntakeError::Flat(FlatError::Length { .. }) => 5,
        IntakeError::UnknownStatistic { .. } => 6,
        IntakeError::OtherStatistic { .. } => 7,
        IntakeError::NoColumn(_) => 8,
        IntakeError::NoKeys => 9,
        IntakeError::TwoDecimals(..) => 10,
        IntakeError::TooMany => 11,
        IntakeError::Rows(_) => 12,
        IntakeError::WhichValue { .. } => 13,
    }
}

#[test]
fn why_a_file_gives_nothing_is_said_in_both_languages() {
    check_all(&intake_errors(), intake_error_number, ToString::to_string, IntakeError::german);
    let rows = [
        RowsError::Read(ReadError { file: "t.csv".to_owned(), fault: read::Fault::NotFound }),
        RowsError::Empty,
        RowsError::OpenQuote,
        RowsError::TooLong { limit: 5, what: ("rows", "Zeilen") },
    ];
    for error in rows {
        check(&error.to_string(), &error.german());
    }
}

fn mapping_faults() -> Vec<MappingFault> {
    let text = || "heim".to_owned();
    vec![
        MappingFault::Syntax("unknown field `a`".to_owned()),
        MappingFault::Name(text()),
        MappingFault::Official("12411".to_owned()),
        MappingFault::NothingNamed,
        MappingFault::TwoYears,
        MappingFault::Sign { text: ";".to_owned(), known: "\".\", \",\"".to_owned() },
        MappingFault::SameSigns,
        MappingFault::NoMeasure(text()),
        MappingFault::NoType { word: text(), types: text() },
        MappingFault::Word { word: text(), expected: ("m, f or total", "m, f oder total") },
    ]
}

fn mapping_fault_number(fault: &MappingFault) -> usize {
    match fault {
        MappingFault::Syntax(_) => 0,
        MappingFault::Name(_) => 1,
        MappingFault::Official(_) => 2,
        MappingFault::NothingNamed => 3,
        MappingFault::TwoYears => 4,
        MappingFault::Sign { .. } => 5,
        MappingFault::SameSigns => 6,
        MappingFault::NoMeasure(_) => 7,
        MappingFault::NoType { .. } => 8,
        MappingFault::Word { .. } => 9,
    }
}

#[test]
fn every_fault_of_a_mapping_is_said_in_both_languages() {
    check_all(&mapping_faults(), mapping_fault_number, ToString::to_string, MappingFault::german);
    let error = MappingError { path: "m.toml".to_owned(), line: 3, fault: MappingFault::TwoYears };
    assert!(error.german().starts_with("m.toml, Zeile 3: "), "{}", error.german());
}

#[test]
fn what_is_left_out_and_every_sign_has_german_words() {
    for reason in LeftOut::ALL {
        check(reason.sentence(), reason.german());
    }
    let date = ReferenceDate::Year(2022);
    for name in [
        LeftName::other_date(date, "PB", &days()),
        LeftName::dissolved("13054", date),
        LeftName::type_of("allowance", "PB"),
    ] {
        assert_ne!(name.english(), name.german());
        assert!(!ENGLISH.iter().any(|word| name.german().contains(word)), "{}", name.german());
    }
    for sign in Sign::ALL {
        let figure = Figure { sign, number: None, quality: None };
        assert!(figure.german().starts_with("keine Zahl ("), "{}", figure.german());
    }
    assert_eq!(Figure { sign: Sign::Plain, number: Some(1.5), quality: None }.german(), "1,5");
    for form in [Form::Wide, Form::Long, Form::Titled, Form::Own] {
        assert_ne!(form.label(), form.german_label());
    }
    let severities = [Severity::Error, Severity::Contradiction, Severity::Warning, Severity::Note];
    let words: BTreeSet<&str> = severities.iter().map(|it| it.german()).collect();
    assert_eq!(words.len(), 4);
}
