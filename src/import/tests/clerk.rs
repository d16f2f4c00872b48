//! What a clerk met who imported a list, a month later the next one, and took it back.

use super::super::read::{Limits, read_bytes};
use super::super::{Layout, Plan, plan};
use super::files::sheets;
use super::fixture::*;
use super::suggestions::suggested;
use crate::import::NoteKind;
use crate::register::Facility;
use crate::units::Lang;

const MAPPING: &str = r#"
name = "t"
title = "A list"
source = "amt"
recognise = ["Name", "Art"]
complete = true
[columns]
name = "Name"
street = "Straße"
postcode = "PLZ"
place = "Ort"
phone = "Telefon"
facility_id = "Kennung"
places = "Plätze"
places_on = "Stand"
"#;
const HEAD: &str = "Name;Art;Straße;PLZ;Ort;Telefon;Kennung;Plätze;Stand\n";

fn mapped(takes_back: bool) -> Layout {
    let category = "[category]\ncolumns = \"Art\"\n[category.words]\n\"Pflegeheim\" = \"residential_care\"\n";
    let mut layout = layout(&format!("{MAPPING}{category}"));
    layout.takes_back = takes_back;
    layout
}

fn read(rows: &[&str], existing: &[Facility], takes_back: bool) -> Plan {
    let text = format!("{HEAD}{}", rows.concat());
    plan(&table(&text), &mapped(takes_back), existing, &context()).unwrap()
}

fn open(facilities: &[Facility]) -> Vec<(&str, &str, Option<u32>)> {
    let open = facilities.iter().filter(|one| one.valid_to.is_none());
    open.map(|one| (one.id.as_str(), &*one.name, one.offers[0].places)).collect()
}

/// The report gives two ids, that of the row in the list and that of the register. Whoever writes the first one means the same home.
#[test]
fn an_id_of_a_row_is_completed_to_that_of_the_register_and_the_row_says_so() {
    let before = read(&["Haus Möwe;Pflegeheim;Weg 3;19370;Parchim;03871 1;;40;\n"], &[], false).insert;
    let of_register = before[0].id.clone();
    let of_row = of_register.strip_prefix("amt-").unwrap();
    for id in [of_row, &of_register] {
        let renamed =
            format!("Seniorenzentrum Elbblick;Pflegeheim;Am Ring 9;19370;Parchim;03871 77;{id};40;\n");
        let second = read(&[&renamed], &before, false);
        let after = applied(&before, &second);
        assert_eq!(open(&after), [(of_register.as_str(), "Seniorenzentrum Elbblick", Some(40))], "{id}");
        let notes = &row(&second, 2).notes;
        let says = notes.iter().any(|note| note.text.contains("is that of a row; taken for amt-"));
        assert_eq!(says, id == of_row, "{}", second.report);
    }
    // An id of which the register knows nothing is one of the list's own.
    let own = read(&["Haus Eule;Pflegeheim;Allee 5;19370;Parchim;03871 2;haus-eule;12;\n"], &before, false);
    assert_eq!(own.insert[0].id, "haus-eule");
    let text = second_text(&before);
    assert!(text.contains(&format!("Kennung in der Liste {of_row}")), "{text}");
    assert!(text.contains(&format!("im Verzeichnis {of_register}")), "{text}");
}

/// The German report of a list whose home has another telephone number.
fn second_text(before: &[Facility]) -> String {
    read(&["Haus Möwe;Pflegeheim;Weg 3;19370;Parchim;03871 9;;40;\n"], before, false).report.text(Lang::De)
}

/// Places with a later day stay in the register, unless a wrong import is taken back.
#[test]
fn the_list_before_takes_a_wrong_import_back_with_its_places() {
    let november = ["Haus Möwe;Pflegeheim;Weg 3;19370;Parchim;03871 1;;54;30.11.2025\n"];
    let december = [
        "Haus Möwe;Pflegeheim;Weg 3;19370;Parchim;03871 1;;58;01.12.2025\n",
        "Haus Eule;Pflegeheim;Allee 5;19370;Parchim;03871 2;;12;01.12.2025\n",
    ];
    let first = read(&november, &[], false).insert;
    let wrong = applied(&first, &read(&december, &first, false));
    let kept = applied(&wrong, &read(&november, &wrong, false));
    assert_eq!(kept.iter().find(|one| &*one.name == "Haus Möwe").unwrap().offers[0].places, Some(58));
    let back = read(&november, &wrong, true);
    let back = applied(&wrong, &back);
    assert_eq!(open(&back), [(first[0].id.as_str(), "Haus Möwe", Some(54))]);
    let moewe = back.iter().find(|one| &*one.name == "Haus Möwe").unwrap();
    assert_eq!(moewe.offers[0].places_on, Some(day("2025-11-30")), "not the day of the wrong list");
}

/// What a survey says above its header of the month, the quarter or the year of its numbers.
#[test]
fn a_month_above_the_list_is_its_last_day_and_the_mapping_says_why() {
    for (line, expected) in [
        ("Stand: 11/2025", "2025-11-30"),
        ("Stand: November 2025", "2025-11-30"),
        ("Pflegeheime im Kreis, Stand Nov. 2025 (vorläufig)", "2025-11-30"),
        ("Stand 02.2024", "2024-02-29"),
        ("Stand: 4. Quartal 2025", "2025-12-31"),
        ("Umfrage (Stand 2025)", "2025-12-31"),
        ("Stand: 30.09.2025", "2025-09-30"),
    ] {
        let list = format!(
            "{line};;;;;\n;;;;;\nName;Straße;PLZ;Ort;Telefon;Plätze vollstationär\n\
             Haus Möwe;Weg 3;19370;Parchim;03871 1;54\nHaus Eule;Allee 5;19370;Parchim;03871 2;12\n"
        );
        let (toml, plan) = suggested(&table(&list), "umfrage.csv");
        let days: Vec<_> = plan.insert.iter().map(|one| one.offers[0].places_on).collect();
        assert_eq!(days, [Some(day(expected)); 2], "{line}\n{toml}");
        assert!(!plan.report.to_string().contains("not read: Stand"), "{line}: {}", plan.report);
    }
    // A name is no day.
    let list = "Stand der Dinge;;;;;\n;;;;;\nName;Straße;PLZ;Ort;Telefon;Plätze vollstationär\n\
                Haus Möwe;Weg 3;19370;Parchim;03871 1;54\n";
    let (toml, _) = suggested(&table(list), "umfrage.csv");
    assert!(!toml.contains("places_on"), "{toml}");
}

/// Sheets with other headers are lists of their own; the mapping names those that belong to it, so that its list counts as whole.
#[test]
fn a_mapping_names_its_sheets_where_others_are_lists_of_their_own() {
    let header: &[&str] = &["Name", "Straße", "PLZ", "Ort", "Plätze vollstationär"];
    let homes = [
        [header, &["Haus Möwe", "Weg 3", "19370", "Parchim", "40"][..]],
        [header, &["Haus Eule", "Allee 5", "19370", "Parchim", "12"][..]],
    ];
    let services: &[&[&str]] =
        &[&["Dienst", "Versorgungsgebiet", "Ansprechpartner"], &["Hilfe daheim", "Parchim", "Frau Möller"]];
    let file = sheets(&[("Nord", &homes[0]), ("Süd", &homes[1]), ("Dienste", services)]);
    let file = read_bytes("umfrage.xlsx", file, None, &Limits::default()).unwrap();
    let (toml, _) = suggested(&file, "umfrage.xlsx");
    assert!(toml.contains("sheet = [\"Nord\", \"Süd\"]"), "{toml}");
}

/// Of post-office boxes, of a neighbouring state or mistyped: it is named with those of the municipality, and stays.
#[test]
fn a_postcode_that_the_state_does_not_have_is_named() {
    for (postcode, place, right) in [
        ("19360", "Neustadt-Glewe", "19306"),
        ("19348", "Parchim", "19370"),
        ("17000", "Neubrandenburg", "17033"),
    ] {
        let row = format!("Haus Möwe;Pflegeheim;Weg 3;{postcode};{place};03871 1;;40;\n");
        let plan = read(&[&row], &[], false);
        let found = only(&plan);
        assert_eq!(found.address.postcode.as_deref(), Some(postcode));
        let note = super::fixture::row(&plan, 2).notes.iter().find(|note| note.kind == NoteKind::Suspicious);
        let note = note.unwrap_or_else(|| panic!("{}", plan.report));
        assert!(note.text.contains(postcode) && note.text.contains(right), "{}", note.text);
    }
    let good = read(&["Haus Möwe;Pflegeheim;Weg 3;19370;Parchim;03871 1;;40;\n"], &[], false);
    assert!(super::fixture::row(&good, 2).notes.iter().all(|note| note.kind != NoteKind::Suspicious));
}

/// What somebody has to decide stands above what is normal, and the counts stand below a long report once more.
#[test]
fn what_is_to_be_decided_comes_first_in_a_report() {
    let mut rows: Vec<String> = (0..45)
        .map(|at| format!("Haus {at};Pflegeheim;Straße {at};19370;Parchim;03871 {at:04};;40;\n"))
        .collect();
    rows.push("Pflegehaus Storchennest;Pflegeheim;Gasse 1;19370;Parchim;03871 999;;40;\n".to_owned());
    rows.push("Pflegehaus Storchenest;Pflegeheim;Gasse 1;19370;Parchim;03871 999;;40;\n".to_owned());
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let text = read(&rows, &[], false).report.text(Lang::De);
    let at = |part: &str| text.find(part).unwrap_or_else(|| panic!("{part} in {text}"));
    assert!(at("Hinweis: zwei Zeilen") < at("Hinweis: Lage nach dem Ortsverzeichnis"), "{text}");
    assert_eq!(text.matches("Insgesamt: 47 Zeilen").count(), 2, "{text}");
}
