//! The report as people read it: counts, then rows under each kind of finding, in their language.

use super::super::{Outcome, RejectionKind, plan};
use super::fixture::*;
use crate::units::Lang;

const MAPPING: &str = r#"
name = "t"
title = "A list"
source = "t"
recognise = ["Name"]
[columns]
name = "Name"
postcode = "PLZ"
place = "Ort"
district = "Kreis"
email = "Mail"
facility_id = "Id"
[category]
columns = "Art"
[category.words]
"Pflegeheim" = "residential_care"
"Tagespflege" = "day_care"
"#;

const HEAD: &str = "Name;Art;PLZ;Ort;Kreis;Mail;Id\n";

#[test]
fn a_rejected_row_says_all_that_is_wrong_with_it() {
    let rows = ";Kino;;Nirgendwohausen;;;\n;Pflegeheim;;Nirgendwohausen;;;ÄÖ\n";
    let plan = plan(&table(&format!("{HEAD}{rows}")), &layout(MAPPING), &[], &context()).unwrap();
    use RejectionKind::{Empty, UnknownCategory, UnknownPlace, Value};
    let kinds = |line| row(&plan, line).reasons.iter().map(|reason| reason.kind).collect::<Vec<_>>();
    assert_eq!(kinds(2), [UnknownCategory, Empty, UnknownPlace]);
    assert_eq!(kinds(3), [Empty, UnknownPlace, Value]);
    let text = plan.report.text(Lang::De);
    let expected = "Abgelehnt: unbekannte Art von Angebot (1)\n  Zeile 2: „Kino“ ist in dieser Liste keine bekannte Art von \
                    Angebot. Bitte unter [category.words] der Zuordnung „t“ eintragen, notfalls als \"ignore\".\n    außerdem: \
                    Die Spalte Name ist leer; jede Zeile braucht dort einen Wert.\n    außerdem: Ohne Koordinaten";
    assert!(text.contains(expected), "{text}");
    assert!(text.contains("Abgelehnt: 2 Ort nicht bekannt\n"), "{text}");
    assert!(plan.report.rows.iter().all(|row| row.outcome == Outcome::Rejected));
}

#[test]
fn counts_come_first_and_rows_stand_under_their_kind_in_both_languages() {
    let rows = "A;Pflegeheim;19370;Parchim;LUP;kein Mailer;\nB;Tagespflege;19370;Parchim;NWM;auch keiner;\nC;Pflegeheim;19370;Parchim;;;\n";
    let plan = plan(&table(&format!("{HEAD}{rows}")), &layout(MAPPING), &[], &context()).unwrap();
    let german = plan.report.text(Lang::De);
    let (counts, lines) = german.split_once("Insgesamt: 3 Zeilen: 3 neu").unwrap();
    assert!(counts.contains("Hinweise: 2 × Wert weggelassen\n"), "{german}");
    assert!(counts.contains("Pflegeheim: 2 Zeilen"), "{german}");
    let left_out = lines.split_once("Hinweis: Wert weggelassen (2)\n").unwrap().1;
    let two: Vec<&str> = left_out.lines().take(2).collect();
    assert!(two[0].starts_with("  Zeile 2, ") && two[0].ends_with("„kein Mailer“ ist keine E-Mail-Adresse."));
    assert!(two[1].starts_with("  Zeile 3, ") && two[1].ends_with("„auch keiner“ ist keine E-Mail-Adresse."));
    let district = "Der Kreis „NWM“ ist nicht der des Punktes: Er liegt in Ludwigslust-Parchim.";
    assert!(lines.contains(district) && !lines.contains("„LUP“"), "{german}");
    let english = plan.report.text(Lang::En);
    assert!(english.contains("Notes: 2 × value left out\n"), "{english}");
    assert!(english.contains("Note: district contradicted by the point (1)\n  line 3, "), "{english}");
    assert!(!german.contains("hint") && !german.contains(" is no "), "{german}");
}

/// No note and no fault of the real kinds is without its German sentence.
#[test]
fn the_german_report_has_no_english_sentence() {
    let rows = "A;Pflegeheim;1937;Parchim;;www.x;\n =B;Tagespflege;19370;Lübz;NWM;a@b.de;\n\nC;Kino;;;;;\n";
    let plan = plan(&table(&format!("{HEAD}{rows}")), &layout(MAPPING), &[], &context()).unwrap();
    for note in plan.report.rows.iter().flat_map(|row| &row.notes) {
        assert!(note.text_de.is_some(), "{note:?}");
    }
    let json = serde_json::to_value(&plan.report).unwrap();
    assert_eq!(json["rows"].as_array().unwrap().len(), 3, "the JSON has every row");
    assert_eq!(json["rows"][2]["reasons"][0]["kind"], "unknown_category");
}
