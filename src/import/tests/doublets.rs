//! Two rows of one list that are likely one facility.

use super::super::{NoteKind, Plan, plan};
use super::fixture::*;
use crate::units::Lang;

const MAPPING: &str = r#"
name = "t"
title = "A list"
source = "t"
recognise = ["Name"]
[columns]
id = "Nr"
facility_id = "Kennung"
name = "Name"
provider = "Träger"
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

const HEAD: &str = "Nr;Kennung;Name;Träger;Art;Straße;PLZ;Ort;Telefon\n";

fn read(rows: &[&str]) -> Plan {
    plan(&table(&format!("{HEAD}{}", rows.concat())), &layout(MAPPING), &[], &context()).unwrap()
}

const MOEWE: &str = "1;;Seniorenhaus Möwe;A;Pflegeheim;Dorfstraße 4b;19370;Parchim;03871 1234567\n";

#[test]
fn two_rows_of_one_home_are_noted_on_both_and_stay_two() {
    for (second, score, agrees) in [
        // Another spelling of the name, of the street, and another provider.
        (
            "2;;Seniorenhaus Mowe;A;Pflegeheim;Dorfstr. 4 b;19370;Parchim;03871/1234567\n",
            "85",
            "ähnlicher Name, Anschrift, Telefon",
        ),
        ("2;;Seniorenhaus Möwe;B;Pflegeheim;Dorfstraße 4b;19370;Parchim;\n", "70", "Name, Anschrift"),
        (
            "2;;Seniorenhaus Möwe e. V.;A;Pflegeheim;Dorfstraße 4b;19370;Parchim;\n",
            "65",
            "ähnlicher Name, Anschrift",
        ),
    ] {
        let plan = read(&[MOEWE, "9;;Haus Eule;A;Pflegeheim;Weg 9;19370;Parchim;\n", second]);
        assert_eq!(plan.insert.len(), 3, "{second}{}", plan.report);
        let sentence = format!(
            "Zeilen 2 und 4 sind wahrscheinlich dasselbe Haus ({score} von 100: {agrees}). Löschen Sie eine, oder lassen Sie beide stehen, wenn es zwei sind."
        );
        for line in [2, 4] {
            let found = row(&plan, line).notes.iter().filter(|note| note.kind == NoteKind::Doublet);
            let said: Vec<&str> = found.filter_map(|note| note.text_de.as_deref()).collect();
            assert_eq!(said, [sentence.as_str()], "{second}{}", plan.report);
        }
        let review = plan.report.matches_text(Lang::De);
        assert!(
            review.contains(&format!(
                "zwei Zeilen der Liste; bleiben getrennt (1)\n  {sentence}\n    Zeile 2: "
            )),
            "{review}"
        );
        assert!(plan.report.matches_text(Lang::En).contains("lines 2 and 4 are likely the same facility"));
        let json = serde_json::to_value(&plan.report).unwrap();
        assert_eq!(json["doublets"][0]["rows"], serde_json::json!([{ "line": 2 }, { "line": 4 }]));
    }
}

#[test]
fn two_houses_are_no_doublet() {
    for (first, second) in [
        // Numbers, letters and Roman numerals tell houses apart that share all the rest.
        (
            "1;;Haus 1;A;Pflegeheim;Allee 5;19370;Parchim;03871 1234567\n",
            "2;;Haus 2;A;Pflegeheim;Allee 5;19370;Parchim;03871 1234567\n",
        ),
        (
            "1;;Seniorenzentrum Am See Haus A;A;Pflegeheim;Allee 5;19370;Parchim;03871 1234567\n",
            "2;;Seniorenzentrum Am See Haus B;A;Pflegeheim;Allee 5;19370;Parchim;03871 1234567\n",
        ),
        (
            "1;;Seniorenzentrum Am See I;A;Pflegeheim;Allee 5;19370;Parchim;03871 1234567\n",
            "2;;Seniorenzentrum Am See II;A;Pflegeheim;Allee 5;19370;Parchim;03871 1234567\n",
        ),
        // One landlord gives all its houses in a street the same name and number.
        (
            "1;;Barrierefreies Wohnen;A;Pflegeheim;Lagerstraße 11;19370;Parchim;03871 1234567\n",
            "2;;Barrierefreies Wohnen;A;Pflegeheim;Lagerstraße 13;19370;Parchim;03871 1234567\n",
        ),
        // Another name under the same roof, the same name elsewhere, another kind of care.
        (MOEWE, "2;;Haus Eule;A;Pflegeheim;Dorfstraße 4b;19370;Parchim;03871 1234567\n"),
        (MOEWE, "2;;Seniorenhaus Möwe;A;Pflegeheim;Ring 8;19288;Ludwigslust;\n"),
        (MOEWE, "2;;Seniorenhaus Mowe;A;Tagespflege;Dorfstraße 4b;19370;Parchim;03871 1234567\n"),
        // Who gives them ids of two facilities has decided.
        (
            "1;t-1;Seniorenhaus Möwe;A;Pflegeheim;Dorfstraße 4b;19370;Parchim;\n",
            "2;t-2;Seniorenhaus Mowe;A;Pflegeheim;Dorfstraße 4b;19370;Parchim;\n",
        ),
    ] {
        let plan = read(&[first, second]);
        assert!(plan.report.doublets.is_empty(), "{first}{second}{}", plan.report);
        assert!(
            !plan.report.rows.iter().flat_map(|row| &row.notes).any(|note| note.kind == NoteKind::Doublet)
        );
    }
}

/// Address, telephone and point alone are certain in sum, and are shared by all houses of a site.
#[test]
fn houses_of_a_site_that_share_all_but_the_name_are_no_doublet() {
    let mapping = MAPPING.replace("phone = ", "x = \"x\"\ny = \"y\"\nphone = ");
    let list = |names: [&str; 2]| {
        let row = |name: &str| {
            format!("{name};;{name};A;Pflegeheim;Allee 5;19370;Parchim;03871 1234567;11.8488;53.4263\n")
        };
        let head = HEAD.replace('\n', ";x;y\n");
        let text = format!("{head}{}{}", row(names[0]), row(names[1]));
        plan(&table(&text), &layout(&mapping), &[], &context()).unwrap().report
    };
    for names in [["Haus 1", "Haus 2"], ["Birkenhof", "Lindenflügel"]] {
        let report = list(names);
        assert_eq!((report.totals.accepted, report.doublets.len()), (2, 0), "{report}");
    }
    let alike = list(["Haus Birkenhof", "Haus Birkenhoff"]);
    assert_eq!(alike.doublets[0].score, 100, "{alike}");
}
