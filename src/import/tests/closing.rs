//! What a complete list closes: nothing while it was not read as a whole.

use super::super::read::{Limits, Options, read_with};
use super::super::{Plan, plan, reading_options};
use super::files::sheets;
use super::fixture::*;
use crate::import::Layout;
use crate::register::Facility;
use crate::units::Lang;

const MAPPING: &str = r#"
name = "t"
title = "A list"
source = "t"
recognise = ["Name", "Art"]
complete = true
[columns]
id = "Kennung"
name = "Name"
street = "Straße"
postcode = "PLZ"
place = "Ort"
phone = "Telefon"
[category]
columns = "Art"
[category.words]
"Pflegeheim" = "residential_care"
"Tagespflege" = "day_care"
"#;

const HEAD: &str = "Kennung;Name;Art;Straße;PLZ;Ort;Telefon\n";
const MOEWE: &str = "1;Haus Möwe;Pflegeheim;Weg 3;19370;Parchim;\n";
const EULE: &str = "2;Haus Eule;Pflegeheim;Allee 5;19370;Parchim;\n";
const RING: &str = "3;Tagestreff;Tagespflege;Ring 7;19370;Parchim;\n";

fn mapped(closes: &[&str]) -> Layout {
    let mut layout = layout(MAPPING);
    layout.closes = closes.iter().map(|id| (*id).to_owned()).collect();
    layout
}

fn read(rows: &[&str], existing: &[Facility], closes: &[&str]) -> Plan {
    let text = format!("{HEAD}{}", rows.concat());
    plan(&table(&text), &mapped(closes), existing, &context()).unwrap()
}

fn register() -> Vec<Facility> {
    read(&[MOEWE, EULE, RING], &[], &[]).insert
}

/// Whatever a row is rejected for, and whether it has an id or not.
#[test]
fn nothing_is_closed_where_a_row_was_rejected() {
    let register = register();
    for faulty in [
        "9;Haus Neu;Kino;Weg 9;19370;Parchim;\n",
        ";Haus Neu;Pflegeheim;Weg 9;;Nirgendwohausen;\n",
        "9;;Pflegeheim;Weg 9;19370;Parchim;\n",
        // An id that stands there already, and a second offer of the same kind.
        "1;Haus Neu;Pflegeheim;Weg 9;19370;Parchim;\n",
        "9;Haus Möwe;Pflegeheim;Weg 3;19370;Parchim;03871 1234\n",
    ] {
        let cautious = read(&[MOEWE, faulty], &register, &[]);
        assert!(cautious.update.is_empty(), "{faulty}{}", cautious.report);
        assert!(cautious.report.missing.iter().all(|missing| missing.closed.is_none()));
        let text = cautious.report.text(Lang::De);
        let sentence = "2 Einrichtungen fehlen in der Liste, bleiben aber geöffnet, weil Zeile 3 abgelehnt wurde. Berichtigen Sie das und lesen Sie die Liste noch einmal ein.\n";
        assert_eq!(text.matches(sentence).count(), 1, "{faulty}{text}");
        let named = text.split_once(sentence).unwrap().1;
        assert!(named.contains("Haus Eule") && named.contains("Tagestreff"), "{text}");
        let english = cautious.report.text(Lang::En);
        assert!(english.contains(
            "2 facilities are missing in the list, but stay open, because line 3 was rejected; hint: "
        ));
        let json = serde_json::to_value(&cautious.report).unwrap();
        assert_eq!(json["kept_open"]["facilities"], serde_json::json!(["t-2", "t-3"]));
        assert_eq!(json["kept_open"]["rejected_rows"], serde_json::json!([{ "line": 3 }]));
    }
    let whole = read(&[MOEWE], &register, &[]);
    assert_eq!((whole.update.len(), &whole.report.kept_open), (2, &None), "{}", whole.report);
}

/// The offers of a home that stays are no exception.
#[test]
fn no_offer_is_closed_where_a_row_was_rejected() {
    let both =
        ["1;Haus Möwe;Pflegeheim;Weg 3;19370;Parchim;\n", "4;Haus Möwe;Tagespflege;Weg 3;19370;Parchim;\n"];
    let first = read(&both, &[], &[]);
    let faulty = ";Haus Neu;Kino;Weg 9;19370;Parchim;\n";
    let cautious = read(&[both[0], faulty, EULE, "5;;Kino;;;;\n"], &first.insert, &[]);
    assert!(cautious.update.is_empty(), "{}", cautious.report);
    let text = cautious.report.text(Lang::De);
    let sentence = "Angebote von 1 Einrichtung fehlen in der Liste, bleiben aber geöffnet, weil die Zeilen 3 und 5 abgelehnt wurden.";
    assert!(text.contains(sentence), "{text}");
}

#[test]
fn a_person_may_close_also_where_a_row_was_rejected() {
    let decided = read(&[MOEWE, ";;Kino;;;;\n"], &register(), &["t-2"]);
    let closed: Vec<&str> = decided.update.iter().map(|facility| facility.id.as_str()).collect();
    assert_eq!(closed, ["t-2"], "{}", decided.report);
    let kept = decided.report.kept_open.unwrap();
    assert_eq!(kept.facilities, ["t-3"]);
    assert!(
        kept.text_de.starts_with("1 Einrichtung fehlt in der Liste, bleibt aber geöffnet, weil "),
        "{kept:?}"
    );
}

/// The second sheet, or one that the spreadsheet hides, may hold what the first one lacks.
#[test]
fn nothing_is_closed_where_a_sheet_was_not_read() {
    let homes: &[&[&str]] = &[
        &["Kennung", "Name", "Art", "Straße", "PLZ", "Ort"],
        &["1", "Haus Möwe", "Pflegeheim", "Weg 3", "19370", "Parchim"],
    ];
    let others: &[&[&str]] = &[&["Treff", "Wo", "Anzahl"], &["Tagestreff", "Ring 7", "12"]];
    let read = |name: &str, mapping: &str| {
        let layouts = [layout(mapping)];
        let options: Options = reading_options(&layouts);
        let bytes = sheets(&[("Heime", homes), (name, others)]);
        let table = read_with("list.xlsx", bytes, &options, &Limits::default()).unwrap();
        plan(&table, &layouts[0], &register(), &context()).unwrap()
    };
    for name in ["Tagespflege", "-Tagespflege"] {
        let cautious = read(name, MAPPING);
        assert!(cautious.update.is_empty(), "{name}: {}", cautious.report);
        let text = cautious.report.text(Lang::De);
        let sentence = format!(
            "2 Einrichtungen fehlen in der Liste, bleiben aber geöffnet, weil das Blatt „{name}“ nicht gelesen wurde. Berichtigen Sie das"
        );
        assert_eq!(text.matches(&sentence).count(), 1, "{text}");
        // Who names the sheets of the list says that the others are none.
        let named = read(name, &MAPPING.replace("complete = true", "complete = true\nsheet = \"Heime\""));
        assert_eq!(named.update.len(), 2, "{name}: {}", named.report);
    }
}

/// A list that is not complete closes nothing anyway, and has no reason to say so.
#[test]
fn a_list_that_is_not_complete_says_nothing_of_closing() {
    let text = format!("{HEAD}{MOEWE};;Kino;;;;\n");
    let mapping = MAPPING.replace("complete = true\n", "");
    let open = plan(&table(&text), &layout(&mapping), &register(), &context()).unwrap();
    assert_eq!((open.update.len(), &open.report.kept_open), (0, &None), "{}", open.report);
    assert!(open.report.text(Lang::De).contains("Es fehlen: im Verzeichnis, aber nicht in der Datei (2)"));
}

/// What was closed today is shown until tonight, and is neither closed a second time nor called open.
#[test]
fn what_has_its_last_day_today_is_closed_once() {
    let register = register();
    let first = read(&[MOEWE], &register, &[]);
    let text = first.report.text(Lang::De);
    assert!(text.contains("Geschlossen: 2 die in der vollständigen Liste fehlen\n"), "{text}");
    let line = "geschlossen zum 02.03.2026: heute noch zu sehen, ab morgen nicht mehr\n";
    assert_eq!(text.matches(line).count(), 2, "{text}");
    let register = applied(&register, &first);
    // Also where a new entry at the old address would be asked about, and where nothing may be closed.
    let successor = "7;Haus Zander;Pflegeheim;Allee 5;19370;Parchim;\n";
    for rows in [vec![MOEWE], vec![MOEWE, successor], vec![MOEWE, "9;;Kino;;;;\n"]] {
        let again = read(&rows, &register, &[]);
        assert!(again.update.is_empty(), "{}", again.report);
        assert_eq!((again.report.missing.len(), &again.report.kept_open), (0, &None), "{}", again.report);
        let text = again.report.text(Lang::De);
        assert!(!text.contains("bleibt") && !text.contains("eschlossen"), "{text}");
    }
    let named = read(&[MOEWE], &register, &["t-2"]);
    let remark = "t-2 ist schon geschlossen; letzter Tag: 02.03.2026.";
    assert_eq!(named.report.file.remarks_de, [remark], "{}", named.report);
    // Tomorrow it is gone, and found again where it comes back.
    assert!(read(&[MOEWE, EULE], &register, &[]).update.iter().any(|one| one.valid_to.is_none()));
}

/// The same for one offer of a home that stays.
#[test]
fn an_offer_that_has_its_last_day_today_is_closed_once() {
    let day_care = "4;Haus Möwe;Tagespflege;Weg 3;19370;Parchim;\n";
    let first = read(&[MOEWE, day_care], &[], &[]);
    let closed = read(&[MOEWE], &first.insert, &[]);
    assert_eq!(closed.report.missing.len(), 1, "{}", closed.report);
    let register = applied(&first.insert, &closed);
    assert_eq!(register[0].offers[1].valid_to, Some(context().today));
    let again = read(&[MOEWE], &register, &[]);
    assert!(again.update.is_empty() && again.report.missing.is_empty(), "{}", again.report);
}

/// What a person names is closed without a complete list, and the report does not speak of one.
#[test]
fn what_a_person_closes_is_not_laid_to_a_complete_list() {
    let mut open = layout(&MAPPING.replace("complete = true\n", ""));
    open.closes = vec!["t-2".to_owned()];
    let text = format!("{HEAD}{MOEWE}{RING}");
    let decided = plan(&table(&text), &open, &register(), &context()).unwrap();
    assert_eq!(decided.update.len(), 1, "{}", decided.report);
    for (lang, said, other) in [
        (Lang::De, "Geschlossen: mit --close genannt (1)\n", "vollständig"),
        (Lang::En, "Closed: named with --close (1)\n", "complete"),
    ] {
        let text = decided.report.text(lang);
        assert!(text.contains(said) && !text.contains(other), "{text}");
    }
}
