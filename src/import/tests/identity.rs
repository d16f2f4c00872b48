//! Which facility of the register a row is, by its contents, and what becomes of what a list lacks.

use super::super::{NoteKind, Plan, plan};
use super::fixture::*;
use crate::register::Facility;

const MAPPING: &str = r#"
name = "t"
title = "A list"
source = "t"
recognise = ["Name"]
[columns]
name = "Name"
street = "Straße"
house_number = "Nr"
postcode = "PLZ"
place = "Ort"
phone = "Telefon"
[category]
columns = "Art"
[category.words]
"Pflegeheim" = "residential_care"
"Tagespflege" = "day_care"
"#;

const HEAD: &str = "Name;Art;Straße;Nr;PLZ;Ort;Telefon\n";

fn read(rows: &str, existing: &[Facility]) -> Plan {
    plan(&table(&format!("{HEAD}{rows}")), &layout(MAPPING), existing, &context()).unwrap()
}

fn kinds(plan: &Plan) -> Vec<NoteKind> {
    plan.report.rows.iter().flat_map(|row| &row.notes).map(|note| note.kind).collect()
}

/// One file a kind: the day care of the second file joins the home of the first.
#[test]
fn a_second_list_joins_the_same_home() {
    let first =
        read("Haus Möwe;Pflegeheim;Weg;3;19370;Parchim;\nHaus Eule;Pflegeheim;Weg;5;19370;Parchim;\n", &[]);
    let second = read("Haus Möwe;Tagespflege;Weg;3;19370;Parchim;\n", &first.insert);
    assert_eq!((second.insert.len(), second.update.len()), (0, 1), "{}", second.report);
    let offers: Vec<&str> = second.update[0].offers.iter().map(|offer| offer.category.as_str()).collect();
    assert_eq!(offers, ["residential_care", "day_care"]);
    assert!(kinds(&second).contains(&NoteKind::Matched));
    let register = applied(&first.insert, &second);
    let again = read("Haus Möwe;Tagespflege;Weg;3;19370;Parchim;\n", &register);
    assert!(again.insert.is_empty() && again.update.is_empty(), "{}", again.report);
}

#[test]
fn a_corrected_name_or_a_moved_house_number_does_not_double_a_home() {
    let first = read("Haus Mowe am See;Pflegeheim;Am Markt;3;19370;Parchim;03871 123456\n", &[]);
    for row in [
        "Haus Möwe am See;Pflegeheim;Am Markt;3;19370;Parchim;03871 123456\n",
        "Haus Mowe am See;Pflegeheim;Am Markt 3;;19370;Parchim;03871 123456\n",
        "Haus Mowe am See;Pflegeheim;Am Markt;3-5;19370;Parchim;+49 3871 123456\n",
    ] {
        let second = read(row, &first.insert);
        assert!(second.insert.is_empty(), "{row}{}", second.report);
        assert!(second.report.missing.is_empty(), "{row}{}", second.report);
        assert!(second.update.iter().all(|facility| facility.id == first.insert[0].id));
    }
}

#[test]
fn what_may_be_the_same_is_proposed_and_not_forced() {
    let first = read("Haus Möwe;Pflegeheim;Am Markt;3;19370;Parchim;03871 123456\n", &[]);
    let other_name =
        read("Residenz Zander;Pflegeheim;Am Markt;3;19370;Parchim;03871 123456\n", &first.insert);
    assert_eq!(other_name.insert.len(), 1, "{}", other_name.report);
    assert!(kinds(&other_name).contains(&NoteKind::LikelySame));
    assert_eq!(other_name.report.missing.len(), 1, "the old entry does not disappear in silence");
    let unlike = read("Haus Zander;Pflegeheim;Weg;9;19370;Parchim;\n", &first.insert);
    assert!(!kinds(&unlike).contains(&NoteKind::LikelySame), "{}", unlike.report);
    let numbered = read("Haus 1;Pflegeheim;Allee;1;19370;Parchim;\n", &[]);
    let second = read("Haus 2;Pflegeheim;Allee;2;19370;Parchim;\n", &numbered.insert);
    assert_eq!(second.insert.len(), 1, "numbers in names tell homes apart: {}", second.report);
}

#[test]
fn what_a_complete_list_lacks_is_closed_with_the_day() {
    let both = "Haus Möwe;Pflegeheim;Weg;3;19370;Parchim;\nHaus Eule;Pflegeheim;Weg;5;19370;Parchim;\n";
    let first = read(both, &[]);
    let shorter = table(&format!("{HEAD}Haus Möwe;Pflegeheim;Weg;3;19370;Parchim;\n"));
    let open = plan(&shorter, &layout(MAPPING), &first.insert, &context()).unwrap();
    assert!(open.update.is_empty(), "without the word nothing is closed: {}", open.report);
    let text = MAPPING.replace("[columns]", "complete = true\n[columns]");
    let complete = layout(&text);
    let closed = plan(&shorter, &complete, &first.insert, &context()).unwrap();
    assert_eq!(closed.update.len(), 1, "{}", closed.report);
    let (eule, today) = (&closed.update[0], context().today);
    assert_eq!((&*eule.name, eule.valid_to), ("Haus Eule", Some(today)));
    assert_eq!(closed.report.missing[0].closed, Some(today));
    let register = applied(&first.insert, &closed);
    let again = plan(&shorter, &complete, &register, &context()).unwrap();
    assert!(again.insert.is_empty() && again.update.is_empty(), "{}", again.report);
    let faulty = table(&format!(
        "{HEAD}Haus Möwe;Pflegeheim;Weg;3;19370;Parchim;\nHaus Eule;Kino;Weg;5;19370;Parchim;\n"
    ));
    let cautious = plan(&faulty, &complete, &first.insert, &context()).unwrap();
    assert!(cautious.update.is_empty(), "a rejected row may be about it: {}", cautious.report);
}
