//! What a complete list leaves open although its row is left out for a word.

use super::super::{Plan, plan};
use super::fixture::*;
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
[category]
columns = "Art"
unknown = "ignore"
[category.words]
"Pflegeheim" = "residential_care"
"Tagespflege" = "day_care"
"Kino" = "ignore"
[[ignore]]
column = "Status"
words = ["geschlossen *"]
"#;

const HEAD: &str = "Kennung;Name;Art;Straße;PLZ;Ort;Status\n";
const MOEWE: &str = "1;Haus Möwe;Pflegeheim;Weg 3;19370;Parchim;\n";
const EULE: &str = "2;Haus Eule;Pflegeheim;Allee 5;19370;Parchim;\n";

fn read_with(mapping: &str, rows: &[&str], existing: &[Facility]) -> Plan {
    let text = format!("{HEAD}{}", rows.concat());
    plan(&table(&text), &layout(mapping), existing, &context()).unwrap()
}

fn read(rows: &[&str], existing: &[Facility]) -> Plan {
    read_with(MAPPING, rows, existing)
}

fn register() -> Vec<Facility> {
    read(&[MOEWE, EULE], &[]).insert
}

/// By its id, by its name and house, or by its name and town: with a typing error in the kind a home stays open.
#[test]
fn a_home_whose_kind_is_a_typing_error_stays_open_and_is_named() {
    let register = register();
    for row in [
        "2;Haus Eule;Pflegehiem;Allee 5;19370;Parchim;\n",
        "2;Residenz am Wald;Pflegehiem;;;;\n",
        ";Haus Eule;Pflegehiem;Allee 5;19370;Parchim;\n",
        ";Haus Euhle;Pflegehiem;Allee 5;19370;Parchim;\n",
        ";Haus Eule;Pflegehiem;;;Parchim;\n",
        ";HAUS EULE;Pflegehiem, Tagespflege;;;;\n",
    ] {
        let plan = read(&[MOEWE, row], &register);
        assert!(plan.update.is_empty() && plan.insert.is_empty(), "{row}{}", plan.report);
        let [missing] = plan.report.missing.as_slice() else { panic!("{row}{}", plan.report) };
        assert_eq!((missing.facility.as_str(), missing.closed), ("t-2", None));
        let word = row.split(';').nth(2).unwrap();
        let left_out = missing.left_out.as_ref().unwrap();
        assert_eq!((left_out.row.line, left_out.word.as_str(), left_out.listed), (3, word, false));
        let german = plan.report.text(Lang::De);
        assert!(
            german
                .contains("Es fehlen, bleiben aber geöffnet: Eine Zeile der Datei nennt sie mit einem Wort"),
            "{german}"
        );
        let said = format!(
            "t-2, Haus Eule: Zeile weggelassen; im Verzeichnis mit Pflegeheim (Kennung 2); siehe Zeile 3: „{word}“ steht nicht in der Zuordnung."
        );
        assert!(german.contains(&said), "{german}");
        let english = plan.report.text(Lang::En);
        assert!(english.contains(&format!("; see line 3: \"{word}\" is not listed; hint: ")), "{english}");
        let json = serde_json::to_value(&plan.report).unwrap();
        assert_eq!(
            json["missing"][0]["left_out"],
            serde_json::json!({ "line": 3, "word": word, "listed": false })
        );
    }
}

/// Others are closed as ever: a word that is not known says nothing of a home of another name, town or id.
#[test]
fn an_unknown_word_keeps_no_other_home_open() {
    let register = register();
    for row in [
        "",
        "9;Arzt am Markt;Zahnarzt;Markt 1;19370;Parchim;\n",
        // In the same house, and of the same name in another town.
        "9;Apotheke;Zahnarzt;Allee 5;19370;Parchim;\n",
        "9;Haus Eule;Zahnarzt;Allee 5;18055;Rostock;\n",
        "21;Haus Uhu;Zahnarzt;;;;\n",
    ] {
        let plan = read(&[MOEWE, row], &register);
        let closed: Vec<&str> = plan.update.iter().map(|facility| facility.id.as_str()).collect();
        assert_eq!(closed, ["t-2"], "{row}{}", plan.report);
        assert_eq!(plan.report.missing[0].left_out, None, "{row}");
    }
}

/// What the operator lists is left out as he says; the report tells how many open homes that affects.
#[test]
fn a_listed_word_closes_and_the_report_counts_the_homes() {
    let register = register();
    for (row, word) in [
        ("2;Haus Eule;Kino;Allee 5;19370;Parchim;\n", "Kino"),
        (
            "2;Haus Eule;Pflegeheim;Allee 5;19370;Parchim;geschlossen seit Mai\n",
            "Status \"geschlossen seit Mai\"",
        ),
    ] {
        let plan = read(&[MOEWE, row], &register);
        let [closed] = plan.update.as_slice() else { panic!("{row}{}", plan.report) };
        assert_eq!((closed.id.as_str(), closed.valid_to), ("t-2", Some(context().today)));
        assert!(plan.report.missing[0].left_out.as_ref().unwrap().listed);
        let text = plan.report.text(Lang::De);
        let counted = "Betroffen: 1 bisher im Verzeichnis geöffnet, obwohl ihre Zeilen absichtlich weggelassen werden\n";
        assert!(text.contains(counted), "{text}");
        assert!(
            text.contains(&format!(
                "; siehe Zeile 3: „{word}“ wird absichtlich weggelassen; geschlossen zum"
            )),
            "{text}"
        );
        let decided = format!("{MAPPING}\n").replace("\"Kino\" = \"ignore\"", "");
        let kept = read_with(&decided, &[MOEWE, row], &register);
        assert_eq!(kept.update.is_empty(), word == "Kino", "{}", kept.report);
    }
    let none = read(&[MOEWE], &register);
    assert!(!none.report.text(Lang::De).contains("Betroffen"), "{}", none.report);
}

/// Of several kinds in a cell one may be mistyped, and of several rows of a home one.
#[test]
fn an_offer_whose_word_is_a_typing_error_stays_open() {
    let stated = MAPPING.replace("columns = \"Art\"", "columns = \"Art\"\nseparator = \"|\"");
    let both = "1;Haus Möwe;Pflegeheim|Tagespflege;Weg 3;19370;Parchim;\n";
    let first = read_with(&stated, &[both], &[]);
    assert_eq!(only(&first).offers.len(), 2);
    let mistyped = both.replace("|Tagespflege", "|Tagspflege");
    let again = read_with(&stated, &[&mistyped], &first.insert);
    let offers = |plan: &Plan| -> Vec<bool> {
        let register = applied(&first.insert, plan);
        register.iter().flat_map(|one| &one.offers).map(|offer| offer.valid_to.is_some()).collect()
    };
    assert_eq!(offers(&again), [false, false], "{}", again.report);
    assert_eq!(again.report.missing[0].left_out.as_ref().unwrap().word, "Tagspflege");
    let gone = read_with(&stated, &[&both.replace("|Tagespflege", "")], &first.insert);
    assert_eq!(offers(&gone), [false, true], "{}", gone.report);
    let rows = [MOEWE, "4;Haus Möwe;Tagespflege;Weg 3;19370;Parchim;\n"];
    let first = read(&rows, &[]);
    let again = read(&[rows[0], &rows[1].replace("Tagespflege", "Tagspflege")], &first.insert);
    assert!(again.update.is_empty(), "{}", again.report);
    assert!(
        again
            .report
            .text(Lang::De)
            .contains("in der Datei aber ohne Tagespflege (Kennung 4); siehe Zeile 3: „Tagspflege“")
    );
}

/// Whoever names a home to be closed closes it also where an unknown word speaks of it.
#[test]
fn a_person_closes_what_an_unknown_word_speaks_of() {
    let mut mapping = layout(MAPPING);
    mapping.closes = vec!["t-2".to_owned()];
    let text = format!("{HEAD}{MOEWE}2;Haus Eule;Pflegehiem;Allee 5;19370;Parchim;\n");
    let decided = plan(&table(&text), &mapping, &register(), &context()).unwrap();
    assert_eq!(decided.update.len(), 1, "{}", decided.report);
    assert!(decided.report.missing[0].decided);
}
