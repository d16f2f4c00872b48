//! Rows of sums at the end of a list or of a part of it.

use super::super::read::{Limits, read_with};
use super::super::{Layout, Outcome, Plan, plan, reading_options};
use super::files::{Merge, merged_sheet};
use super::fixture::*;
use crate::units::Lang;

const MAPPING: &str = r#"
name = "t"
title = "A list"
source = "t"
recognise = ["Name", "Art"]
[columns]
name = "Name"
street = "Straße"
postcode = "PLZ"
place = "Ort"
phone = "Telefon"
places = "Plätze"
[category]
columns = "Art"
[category.words]
"Pflegeheim" = "residential_care"
"#;

const HEAD: &str = "Name;Art;Straße;PLZ;Ort;Telefon;Plätze\n";
const HOME: &str = "Haus Möwe;Pflegeheim;Weg 3;19370;Parchim;;40\n";

fn read(rows: &[&str]) -> Plan {
    plan(&table(&format!("{HEAD}{}", rows.concat())), &layout(MAPPING), &[], &context()).unwrap()
}

#[test]
fn a_row_of_sums_is_left_out_and_counted_and_is_no_rejection() {
    for sum in [
        "Summe;;;;;;245\n",
        "Gesamt;;;;;;245\n",
        "Insgesamt;;;;;;245\n",
        "Summe Plätze:;;;;;;245\n",
        "Total;;;;;;245\n",
        "gesamt:;;;;;;245\n",
        // Further ones of our own: the word in another column, behind a number, with a kind of care, in a row of fewer cells.
        ";Zwischensumme Kreis Nord;;;;;245\n",
        "12;Plätze gesamt;;;;;245\n",
        "Insgesamt 12 Einrichtungen;Pflegeheim;;-;;k. A.;245\n",
        ";;;;Summe;;245\n",
        "∑;;;;;;245\n",
        "Summe\n",
    ] {
        let plan = read(&[HOME, sum]);
        assert_eq!(outcomes(&plan), [Outcome::Accepted], "{sum}{}", plan.report);
        assert_eq!((plan.report.totals.rejected, plan.report.totals.rows()), (0, 1), "{sum}");
        let german = plan.report.text(Lang::De);
        assert!(german.contains("\n1 Summenzeile ausgelassen: Zeile 3\n"), "{sum}{german}");
        assert!(plan.report.text(Lang::En).contains("\n1 row of sums left out: line 3\n"), "{sum}");
        let json = serde_json::to_value(&plan.report).unwrap();
        assert_eq!(json["file"]["sum_rows"], serde_json::json!([{ "line": 3 }]));
    }
    let several = read(&[
        HOME,
        "Zwischensumme;;;;;;40\n",
        "Haus Eule;Pflegeheim;Weg 5;19370;Parchim;;9\n",
        "Summe;;;;;;49\n",
    ]);
    assert!(
        several.report.text(Lang::De).contains("2 Summenzeilen ausgelassen: Zeilen 3 und 5\n"),
        "{}",
        several.report
    );
}

/// A facility lost as a sum: never. What says where it is or how to call it is one, or is rejected with a reason.
#[test]
fn a_home_whose_name_speaks_of_a_sum_stays_a_home() {
    for home in [
        "Gesamtschule am See;Pflegeheim;Weg 9;19370;Parchim;;\n",
        "Haus Gesamt;Pflegeheim;Weg 9;19370;Parchim;;\n",
        "Gesamt;Pflegeheim;Weg 9;19370;Parchim;;\n",
        "Total;Pflegeheim;;19370;;;\n",
        "Summe;Pflegeheim;;;Parchim;;\n",
    ] {
        let plan = read(&[HOME, home]);
        assert_eq!(plan.insert.len(), 2, "{home}{}", plan.report);
        assert!(plan.report.file.sum_rows.is_empty());
    }
    for unplaced in [
        "Haus Gesamt;Pflegeheim;;;;;\n",
        "Gesamt;Pflegeheim;;;;03871 1234;\n",
        "Gesamtschule;Pflegeheim;;;;;\n",
    ] {
        let plan = read(&[HOME, unplaced]);
        assert_eq!(row(&plan, 3).outcome, Outcome::Rejected, "{unplaced}{}", plan.report);
    }
}

/// It does not keep a complete list from closing what it lacks.
#[test]
fn a_complete_list_with_a_sum_was_read_as_a_whole() {
    let complete = layout(&MAPPING.replace("[columns]", "complete = true\n[columns]"));
    let both = read(&[HOME, "Haus Eule;Pflegeheim;Weg 5;19370;Parchim;;9\n"]);
    let shorter = table(&format!("{HEAD}{HOME}Summe;;;;;;40\n"));
    let closed = plan(&shorter, &complete, &both.insert, &context()).unwrap();
    assert_eq!(closed.update.len(), 1, "{}", closed.report);
}

/// The town of a merged cell is that of the rows above, and not of their sum.
#[test]
fn a_sum_below_a_merged_cell_has_no_place_of_its_own() {
    let rows: [&[&str]; 4] = [
        &["Ort", "Name", "Art", "Plätze"],
        &["Parchim", "Haus A", "Pflegeheim", "40"],
        &["", "Haus B", "Pflegeheim", "20"],
        &["", "Summe", "", "60"],
    ];
    let layouts: [Layout; 1] = [layout(MAPPING)];
    let bytes = merged_sheet(&rows, &[Merge { first: (1, 0), last: (3, 0) }]);
    let table = read_with("list.xlsx", bytes, &reading_options(&layouts), &Limits::default()).unwrap();
    let plan = plan(&table, &layouts[0], &[], &context()).unwrap();
    assert_eq!((plan.insert.len(), plan.report.totals.rejected), (2, 0), "{}", plan.report);
    assert_eq!(plan.report.file.sum_rows[0].line, 4);
}
