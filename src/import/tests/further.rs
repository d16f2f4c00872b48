//! Further examples of the kinds that people in offices have met, with names and numbers of our own.

use super::super::{NoteKind, Plan, RejectionKind, plan};
use super::fixture::*;
use crate::register::exchange::write_csv;
use crate::units::Lang;

const MAPPING: &str = r#"
name = "o"
title = "A list"
source = "o"
recognise = ["Haus"]
[columns]
name = "Haus"
postcode = "PLZ"
place = "Ort"
phone = "Telefon"
places = "Plätze"
places_on = "Stand"
x = "x"
y = "y"
note = "Notiz"
[constants]
category = "residential_care"
"#;

const HEAD: &str = "Haus;PLZ;Ort;Telefon;Plätze;Stand;x;y;Notiz\n";

fn read(rows: &str) -> Plan {
    plan(&table(&format!("{HEAD}{rows}")), &layout(MAPPING), &[], &context()).unwrap()
}

fn has_note(plan: &Plan, line: usize, kind: NoteKind) -> bool {
    row(plan, line).notes.iter().any(|note| note.kind == kind)
}

/// Of a kind: a name outranks a postcode that contradicts it.
#[test]
fn of_two_places_of_a_name_the_one_in_the_postcode_is_taken() {
    for (postcode, place, district) in [
        ("17091", "Altenhagen", "13071"),
        ("18236", "Altenhagen", "13072"),
        ("19071", "Grambow", "13074"),
        ("17322", "Grambow", "13075"),
        ("18249", "Warnow", "13072"),
        ("23936", "Warnow", "13074"),
        ("17209", "Satow", "13071"),
        ("18239", "Satow", "13072"),
    ] {
        let plan = read(&format!("A;{postcode};{place};;;;;;\n"));
        assert_eq!(only(&plan).district().as_str(), district, "{postcode} {place}\n{}", plan.report);
    }
}

/// Of a kind: a name outranks a postcode that contradicts it.
#[test]
fn a_town_with_the_postcode_of_another_is_rejected_with_both() {
    for (postcode, place, candidates) in [
        ("18055", "Schwerin", ["Schwerin", "18055 Rostock"]),
        ("19288", "Rostock", ["Rostock", "19288 Ludwigslust"]),
        ("17033", "Parchim", ["Parchim (Ludwigslust-Parchim)", "17033 Neubrandenburg"]),
    ] {
        let plan = read(&format!("A;{postcode};{place};;;;;;\n"));
        assert!(plan.insert.is_empty(), "{}", plan.report);
        let reasons = &row(&plan, 2).reasons;
        let kinds: Vec<RejectionKind> = reasons.iter().map(|reason| reason.kind).collect();
        assert_eq!(kinds, [RejectionKind::PlaceOutsidePostcode], "{postcode} {place}");
        let named = format!("Gemeint sein kann: {}.", candidates.join("; "));
        assert!(reasons[0].text_de.contains(&named), "{named} is missing in {}", reasons[0].text_de);
    }
}

/// Of a kind: ambiguity settled in silence.
#[test]
fn a_name_of_several_places_without_a_postcode_is_asked_with_all_of_them() {
    for (place, candidates) in [
        ("Grambow", &["Grambow (Vorpommern-Greifswald)", "Grambow (Nordwestmecklenburg)", "(Goldberg,"][..]),
        ("Warnow", &["Warnow (Landkreis Rostock)", "Warnow (Nordwestmecklenburg)", "(Crivitz,"]),
        ("Altenhagen", &["(Mecklenburgische Seenplatte)", "(Sundhagen,", "(Kröpelin,", "(Velgast,"]),
        ("Weitendorf", &["Weitendorf (Ludwigslust-Parchim)", "(Laage,", "(Insel Poel,"]),
    ] {
        let plan = read(&format!("A;;{place};;;;;;\n"));
        let reasons = &row(&plan, 2).reasons;
        assert_eq!(reasons.len(), 1, "{place}\n{}", plan.report);
        assert_eq!(reasons[0].kind, RejectionKind::AmbiguousPlace, "{place}");
        for candidate in candidates {
            assert!(reasons[0].text_de.contains(candidate), "{candidate}: {}", reasons[0].text_de);
        }
    }
}

/// Of a kind: ambiguity settled in silence.
#[test]
fn of_two_places_the_better_known_is_taken_with_a_note_that_names_the_other() {
    for (place, key, other) in [
        ("Papendorf", "13072", "Papendorf (Vorpommern-Greifswald)"),
        ("Seebad Ahlbeck", "13075", "Ahlbeck (Vorpommern-Greifswald)"),
    ] {
        let plan = read(&format!("A;;{place};;;;;;\n"));
        assert_eq!(only(&plan).district().as_str(), key, "{place}");
        let note = row(&plan, 2).notes.iter().find(|note| note.kind == NoteKind::AmbiguousPlace);
        let note = note.unwrap_or_else(|| panic!("{place}: {}", plan.report));
        assert!(note.text.contains(other), "{place}: {}", note.text);
    }
}

/// Of a kind: ambiguity settled in silence.
#[test]
fn a_postcode_without_a_place_names_every_municipality_it_lies_in() {
    for (postcode, others) in [
        ("18181", &["Graal-Müritz (Landkreis Rostock)"][..]),
        ("23966", &["Wismar (Nordwestmecklenburg)"]),
        ("18356", &["Fuhlendorf (Vorpommern-Rügen)", "Pruchten (Vorpommern-Rügen)"]),
    ] {
        let plan = read(&format!("A;{postcode};;;;;;;\n"));
        let note = row(&plan, 2).notes.iter().find(|note| note.kind == NoteKind::PlaceInPart);
        let note = note.unwrap_or_else(|| panic!("{postcode}: {}", plan.report));
        for other in others {
            assert!(note.text.contains(other), "{postcode}: {}", note.text);
        }
    }
    // One municipality alone is no question.
    let plan = read("A;18055;;;;;;;\n");
    assert!(!has_note(&plan, 2, NoteKind::PlaceInPart), "{}", plan.report);
}

/// Of a kind: values nobody looks at. On an envelope the postcode would stand twice.
#[test]
fn a_postcode_that_the_place_repeats_stands_once() {
    for (postcode, cell, place) in [
        ("19053", "19053 Schwerin", "Schwerin"),
        ("23966", "23966, Wismar", "Wismar"),
        ("18119", "18119 Warnemünde", "Warnemünde"),
        ("19370", "Parchim", "Parchim"),
    ] {
        let plan = read(&format!("A;{postcode};{cell};;;;;;\n"));
        let address = &only(&plan).address;
        assert_eq!((address.postcode.as_deref(), address.place.as_str()), (Some(postcode), place), "{cell}");
        assert_eq!(has_note(&plan, 2, NoteKind::TakenApart), cell != place, "{cell}\n{}", plan.report);
    }
}

/// Of a kind: point, postcode, place, key are never checked against each other.
#[test]
fn an_address_far_from_its_point_is_said_and_one_beside_it_is_not() {
    let plan = read(
        "A;23936;Grevesmühlen;;;;13.0316;53.9065;\n\
         B;17109;Demmin;;;;13.0316;53.9065;\n\
         C;18273;Güstrow;;;;11.0100;53.8600;\n",
    );
    assert!(has_note(&plan, 2, NoteKind::AddressContradictsPoint), "{}", plan.report);
    assert!(!has_note(&plan, 3, NoteKind::AddressContradictsPoint), "{}", plan.report);
    assert!(has_note(&plan, 4, NoteKind::AddressContradictsPoint), "{}", plan.report);
    let text = plan.report.text(Lang::De);
    assert!(text.contains("Hinweis: Anschrift und Punkt widersprechen sich (2)\n"), "{text}");
}

/// Of a kind: an unreadable optional cell costs the row.
#[test]
fn numbers_and_days_within_words_are_read_and_others_left_empty() {
    for (places, stand, number, day) in [
        ("rund 45 Plätze", "Juni 2025", Some(45), Some("2025-06")),
        ("38 Betten", "30.06.25", Some(38), Some("2025-06-30")),
        ("1.150", "2024", Some(1150), Some("2024-12-31")),
        ("n. v.", "", None, None),
        ("#NV", "demnächst", None, None),
        ("#N/A", "#N/A", None, None),
        ("#WERT!", "#BEZUG!", None, None),
        ("40-50", "k. A.", None, None),
        ("1 150 Plätze", "Ende 2024", Some(1150), Some("2024-12-31")),
        ("zzt. 52", "Ende Juni 2025", Some(52), Some("2025-06-30")),
        ("6O", "Anfang 2025", None, None),
        ("mind. 30", "12/31/2025", None, None),
        ("#DIV/0!", "31.02.2025", None, None),
    ] {
        let plan = read(&format!("A;19370;Parchim;;{places};{stand};;;\n"));
        let offer = &only(&plan).offers[0];
        assert_eq!(offer.places, number, "{places}\n{}", plan.report);
        let found = offer.places_on.map(|day| day.to_string()).unwrap_or_default();
        assert!(found.starts_with(day.unwrap_or_default()), "{stand} {found}");
        assert_eq!(found.is_empty(), day.is_none(), "{stand} {found}");
        let is_noted = row(&plan, 2).notes.iter().any(|note| note.text.contains(places));
        assert!(number.is_some() || is_noted, "{places}\n{}", plan.report);
    }
}

/// Of a kind: values nobody looks at.
#[test]
fn telephone_numbers_that_a_spreadsheet_cut_are_restored_or_left_empty_with_a_note() {
    for (cell, phone, kind) in [
        ("3820670033", Some("03820670033"), NoteKind::PhoneRestored),
        ("39917001234", Some("039917001234"), NoteKind::PhoneRestored),
        ("03991700123.0", Some("03991700123"), NoteKind::PhoneRestored),
        ("O385 70012", Some("0385 70012"), NoteKind::PhoneRestored),
        ("49 385 700123", Some("+49 385 700123"), NoteKind::PhoneRestored),
        ("3,99E+10", None, NoteKind::LeftOut),
        ("4.93E+11", None, NoteKind::LeftOut),
    ] {
        let plan = read(&format!("A;19370;Parchim;{cell};;;;;\n"));
        assert_eq!(only(&plan).contact.phone.as_deref(), phone, "{cell}\n{}", plan.report);
        assert!(has_note(&plan, 2, kind), "{cell}\n{}", plan.report);
    }
}

/// Of a kind: comparison without tolerance.
#[test]
fn a_point_moved_by_rounding_is_unchanged_and_one_moved_by_steps_is_not() {
    let at = |x: &str, y: &str| format!("{HEAD}A;19370;Parchim;;;;{x};{y};\n");
    let import = |text: &str, known: &[crate::register::Facility]| {
        plan(&table(text), &layout(MAPPING), known, &context()).unwrap()
    };
    let first = import(&at("11.84881234", "53.42631234"), &[]);
    for (x, y) in [("11.8488123", "53.4263123"), ("11.848813", "53.426312")] {
        let second = import(&at(x, y), &first.insert);
        assert!(second.update.is_empty(), "{x} {y}\n{}", second.report);
    }
    assert_eq!(import(&at("11.84890", "53.42631"), &first.insert).update.len(), 1);
}

/// Of a kind: formulas in exports. What would be a formula stands as text in the export and comes back as it was.
#[test]
fn formulas_are_noted_neutralised_and_come_back() {
    for formula in ["=HYPERLINK(A1)", "@SUM(B2:B9)", "-cmd|calc"] {
        let first = read(&format!("A;19370;Parchim;;;;;;{formula}\n"));
        assert!(has_note(&first, 2, NoteKind::Formula), "{formula}\n{}", first.report);
        let mut out = Vec::new();
        write_csv(&first.insert, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains(&format!("'{formula}")), "{text}");
        let again = plan(&table(&text), shipped("pflegeplan"), &first.insert, &context()).unwrap();
        assert!(again.update.is_empty() && again.insert.is_empty(), "{}", again.report);
    }
}

/// Of a kind: opening hours beyond the plain week. Hours in German words become it, and what is not understood stays and is said.
#[test]
fn opening_hours_in_words_are_read_and_others_are_kept_with_a_note() {
    let mapping = MAPPING.replace("note = \"Notiz\"", "opening_hours = \"Notiz\"");
    for (cell, kept, kind) in [
        ("Mo-Fr 8-16 Uhr", "Mo-Fr 08:00-16:00", Some(NoteKind::ReadFromText)),
        (
            "Di + Do 9.30–12 Uhr; Fr n.V.",
            "Tu,Th 09:30-12:00; Fr \"nach Vereinbarung\"",
            Some(NoteKind::ReadFromText),
        ),
        ("n. V.", "\"nach Vereinbarung\"", Some(NoteKind::ReadFromText)),
        ("Mo-Fr 08:00-16:00; PH off", "Mo-Fr 08:00-16:00; PH off", None),
        ("werktags ab Mittag", "werktags ab Mittag", Some(NoteKind::Suspicious)),
        ("im Sommer länger", "im Sommer länger", Some(NoteKind::Suspicious)),
    ] {
        let row = format!("{HEAD}A;19370;Parchim;;;;;;\"{}\"\n", cell.replace('"', "\"\""));
        let plan = plan(&table(&row), &layout(&mapping), &[], &context()).unwrap();
        assert_eq!(only(&plan).opening_hours.as_deref(), Some(kept), "{cell}");
        for other in [NoteKind::ReadFromText, NoteKind::Suspicious, NoteKind::NoValue] {
            assert_eq!(has_note(&plan, 2, other), kind == Some(other), "{cell}: {}", plan.report);
        }
        assert!(!plan.report.text(Lang::De).contains("opening hours"), "{}", plan.report.text(Lang::De));
    }
}
