//! The language of mapping files beyond one column a field: constants, joined columns, several offers of a row, whole
//! addresses in a cell, words and rows that are left out on purpose.

use super::super::{NoteKind, Outcome, Plan, plan};
use super::fixture::*;
use crate::register::{Facility, Field};

const HEAD: &str = r#"
name = "t"
title = "A list"
source = "t"
recognise = ["Name"]
"#;

fn read(mapping: &str, list: &str) -> Plan {
    plan(&table(list), &layout(&format!("{HEAD}{mapping}")), &[], &context()).unwrap()
}

/// Category and number of places of each offer.
fn offers(facility: &Facility) -> Vec<(&str, Option<u32>)> {
    facility.offers.iter().map(|offer| (offer.category.as_str(), offer.places)).collect()
}

fn notes(plan: &Plan, line: usize) -> Vec<(NoteKind, &str)> {
    let rows = plan.report.rows.iter().filter(|row| row.line == line);
    rows.flat_map(|row| &row.notes).map(|note| (note.kind, note.text.as_str())).collect()
}

/// Of a kind: lists of one kind.
#[test]
fn a_list_of_one_kind_states_it_once_as_a_constant() {
    let mapping = r#"
        [constants]
        category = "residential_care"
        provider_kind = "non_profit"
        places_on = "2025"
        [columns]
        name = "Name"
        provider = "Träger"
        provider_kind = "Trägerart"
        place = "Ort"
        places = "Plätze"
    "#;
    let plan = read(mapping, "Name;Träger;Trägerart;Ort;Plätze\nA;T;;Parchim;60\nB;U;private;Parchim;\n");
    assert_eq!(plan.report.totals.accepted, 2, "{}", plan.report);
    let (a, b) = (&plan.insert[0], &plan.insert[1]);
    assert_eq!(offers(a), [("residential_care", Some(60))]);
    assert_eq!(a.offers[0].places_on, Some(day("2025-12-31")));
    let kind = |facility: &Facility| facility.provider.as_ref().unwrap().kind.word();
    assert_eq!((kind(a), kind(b)), ("non_profit", "private"), "a cell goes before the constant");
    assert_eq!(b.offers[0].places_on, None, "a day without a number says nothing");
}

#[test]
fn a_constant_is_checked_and_may_come_from_outside_of_the_mapping() {
    let mapping = "[columns]\nname = \"Name\"\nplace = \"Ort\"\n[category]\ncolumns = \"Art\"\n";
    let text = format!("{HEAD}{mapping}");
    let mut layout = layout(&text);
    let tree = &world().categories;
    for (field, value, sentence) in [
        (Field::Category, "daycare", "not a category; did you mean \"day_care\"?"),
        (Field::ProviderKind, "church", "not a kind of provider"),
        (Field::Source, "Land-Kreis", "not a short name"),
        (Field::PlacesOn, "gestern", "not a date"),
    ] {
        let fault = layout.set_constant(field, value, tree).unwrap_err().to_string();
        assert!(fault.contains(sentence), "{fault}");
    }
    layout.set_constant(Field::Category, "night_care", tree).unwrap();
    layout.set_constant(Field::Source, "other", tree).unwrap();
    let plan = plan(&table("Name,Ort\nA,Parchim\n"), &layout, &[], &context()).unwrap();
    let facility = only(&plan);
    assert_eq!(offers(facility), [("night_care", None)]);
    assert_eq!(&*facility.source.source, "other");
    let unknown = fault_of("[constants]\ncolour = \"red\"\n[columns]\nname = \"Name\"\n");
    assert!(unknown.contains("unknown key \"colour\""), "{unknown}");
}

#[track_caller]
fn fault_of(mapping: &str) -> String {
    let text = format!("{HEAD}{mapping}");
    super::super::Layout::from_toml(&text, &world().categories).unwrap_err().to_string()
}

const HOMES: &str = r#"
    [constants]
    category = "residential_care"
    [columns]
    name = "Name"
    place = "Ort"
    street = "Straße"
"#;

/// Of a kind: a list of columns only means "the first filled".
#[test]
fn columns_are_joined_as_the_mapping_says() {
    let mapping = format!(
        "{HOMES}house_number = {{ join = [\"Nr\", \"Zusatz\"], with = \"\" }}\nphone = {{ join = [\"Vorwahl\", \"Ruf\"], with = \"/\" }}\n"
    );
    let list =
        "Name;Straße;Nr;Zusatz;Ort;Vorwahl;Ruf\nA;Weg;12;a;Parchim;03871;11\nB;Weg;12;;Parchim;03871;\n";
    let plan = read(&mapping, list);
    let numbers: Vec<&str> =
        plan.insert.iter().map(|facility| facility.address.house_number.as_deref().unwrap()).collect();
    assert_eq!(numbers, ["12a", "12"]);
    assert_eq!(plan.insert[0].contact.phone.as_deref(), Some("03871/11"));
}

/// A list of columns says that the first filled one counts. What belongs together all the same is not lost.
#[test]
fn telephone_numbers_and_the_letter_of_a_house_number_are_kept_and_anything_else_is_said() {
    let mapping = format!(
        "{HOMES}house_number = [\"Nr\", \"Zusatz\"]\nphone = [\"Festnetz\", \"Mobil\"]\nwebsite = [\"Web\", \"Web 2\"]\n"
    );
    let list = "Name;Straße;Nr;Zusatz;Ort;Festnetz;Mobil;Web;Web 2\n\
                Möwe;Weg;12;a;Parchim;03871 1;0170 1;a.example;b.example\n\
                Möwe;Weg;12;b;Parchim;03871 2;03871 2;a.example;\n";
    let plan = read(&mapping, list);
    assert_eq!(plan.report.totals.accepted, 2, "12a and 12b are two homes: {}", plan.report);
    let first = plan.insert.iter().find(|it| it.address.house_number.as_deref() == Some("12a")).unwrap();
    assert_eq!(first.contact.phone.as_deref(), Some("03871 1, 0170 1"));
    let said = notes(&plan, 2);
    let kinds: Vec<NoteKind> = said.iter().map(|(kind, _)| *kind).collect();
    assert!(kinds.contains(&NoteKind::JoinedColumns) && kinds.contains(&NoteKind::NotUsed), "{said:?}");
    assert!(said.iter().any(|(_, text)| text.starts_with("\"b.example\" in the column Web 2 not used")));
    assert!(
        notes(&plan, 3).iter().all(|(kind, _)| *kind != NoteKind::NotUsed),
        "the same number twice is one"
    );
}

const WIDE: &str = r#"
    [columns]
    name = "Name"
    place = "Ort"
    [[offers]]
    category = "residential_care"
    places = "Plätze vollstationär"
    [[offers]]
    category = "short_term_care"
    places = "Plätze Kurzzeitpflege"
    [[offers]]
    category = "day_care"
    places = "Tagespflege"
    [[offers]]
    category = "home_care_service"
    when = "ambulant"
"#;

/// Of a kind: one row, several offers.
#[test]
fn a_row_with_a_column_of_places_a_kind_gives_an_offer_for_each_that_is_filled() {
    let list = "Name;Ort;Plätze vollstationär;Plätze Kurzzeitpflege;Tagespflege;ambulant\n\
                Breit;Parchim;60;5;12;ja\n\
                Schmal;Parchim;0;-;ja;nein\n\
                Nichts;Parchim;;;;\n";
    let plan = read(WIDE, list);
    assert_eq!(plan.insert.len(), 2, "{}", plan.report);
    let by_name = |name: &str| plan.insert.iter().find(|facility| *facility.name == *name).unwrap();
    let wide = [
        ("home_care_service", None),
        ("day_care", Some(12)),
        ("short_term_care", Some(5)),
        ("residential_care", Some(60)),
    ];
    let mut found = offers(by_name("Breit"));
    found.sort_unstable();
    let mut expected = wide.to_vec();
    expected.sort_unstable();
    assert_eq!(found, expected);
    assert_eq!(offers(by_name("Schmal")), [("day_care", None)], "a mark without a number");
    assert!(reason(&plan, 4).contains("Plätze vollstationär, Plätze Kurzzeitpflege"), "{}", reason(&plan, 4));
}

#[test]
fn a_wide_row_keeps_its_home_when_an_offer_comes_or_goes() {
    let with_id = WIDE.replace("[columns]", "[columns]\nid = \"Nr\"");
    let list = |day: &str| {
        format!(
            "Nr;Name;Ort;Plätze vollstationär;Plätze Kurzzeitpflege;Tagespflege;ambulant\n7;B;Parchim;60;;{day};\n"
        )
    };
    let text = format!("{HEAD}{with_id}");
    let layout = layout(&text);
    let read = |list: &str, existing: &[Facility]| plan(&table(list), &layout, existing, &context()).unwrap();
    let first = read(&list(""), &[]);
    assert_eq!(only(&first).id, "t-7");
    let more = read(&list("12"), &first.insert);
    assert_eq!((more.insert.len(), more.update.len()), (0, 1), "{}", more.report);
    assert_eq!(offers(&more.update[0]), [("residential_care", Some(60)), ("day_care", Some(12))]);
    let again = read(&list("12"), &more.update);
    assert!(again.insert.is_empty() && again.update.is_empty(), "{}", again.report);
}

const WORDS: &str = r#"
    [columns]
    name = "Name"
    place = "Ort"
    places = "Plätze"
    [category]
    columns = "Art"
    [category.words]
    "Pflegeheim" = "residential_care"
    "Tagespflege" = "day_care"
    "Kurzzeitpflege" = "short_term_care"
    "Pflegedienst" = "home_care_service"
    "Arztpraxis" = "ignore"
    "Handel *" = "ignore"
"#;

/// Of a kind: one row, several offers.
#[test]
fn several_kinds_in_one_cell_are_several_offers_whatever_stands_between_them() {
    for cell in [
        "Pflegeheim, Tagespflege",
        "Pflegeheim / Tagespflege",
        "Pflegeheim + Tagespflege",
        "Pflegeheim und Tagespflege",
        "\"Pflegeheim\nTagespflege\"",
        "Pflegeheim | Tagespflege",
        "• Pflegeheim • Tagespflege",
        "Pflegeheim u. Tagespflege",
        "PFLEGEHEIM sowie tagespflege",
        "Pflegeheim plus Tagespflege",
        "Pflegeheim; Tagespflege & Pflegeheim",
    ] {
        let plan =
            read(WORDS, &format!("Name,Ort,Plätze,Art\nA,Parchim,60,\"{}\"\n", cell.trim_matches('"')));
        assert_eq!(offers(only(&plan)), [("residential_care", None), ("day_care", None)], "{cell}");
        let shared = notes(&plan, 2).into_iter().any(|(kind, _)| kind == NoteKind::SharedNumber);
        assert!(shared, "it is said that 60 belongs to neither alone: {}", plan.report);
    }
    let own = read(WORDS, "Name;Ort;Plätze;Art\nA;Parchim;;Pflegeheim (60), Tagespflege: 12 Plätze\n");
    assert_eq!(offers(only(&own)), [("residential_care", Some(60)), ("day_care", Some(12))]);
    let one = read(WORDS, "Name;Ort;Plätze;Art\nA;Parchim;12;Pflegedienst, Tagespflege\n");
    assert_eq!(
        offers(only(&one)),
        [("home_care_service", None), ("day_care", Some(12))],
        "one of both counts places"
    );
    let unknown = read(WORDS, "Name;Ort;Plätze;Art\nA;Parchim;12;Pflegeheim, Kino\n");
    assert!(reason(&unknown, 2).contains("\"Pflegeheim, Kino\" is not a category"));
    let stated = WORDS.replace("columns = \"Art\"", "columns = \"Art\"\nseparator = \"|\"");
    let stated = read(&stated, "Name;Ort;Plätze;Art\nA;Parchim;;Pflegeheim|Tagespflege\n");
    assert_eq!(only(&stated).offers.len(), 2);
}

#[test]
fn words_and_rows_that_are_not_ours_are_left_out_and_counted_in_one_line() {
    let mapping = format!("{WORDS}[[ignore]]\ncolumn = \"Status\"\nwords = [\"geschlossen\", \"error\"]\n");
    let list = "Name;Ort;Plätze;Art;Status\n\
                A;Parchim;60;Pflegeheim;\nB;Parchim;;Arztpraxis;\nC;Parchim;;arztpraxis;\n\
                D;Parchim;;Handel mit Brot;\nE;Parchim;9;Tagespflege;Geschlossen\n";
    let plan = read(&mapping, list);
    let totals = plan.report.totals;
    assert_eq!((totals.accepted, totals.ignored, totals.rejected), (1, 4, 0), "{}", plan.report);
    let text = plan.report.to_string();
    assert!(text.contains("Ignored on purpose: 4 rows: Arztpraxis (1), "), "{text}");
    assert_eq!(text.lines().filter(|line| line.contains("Arztpraxis")).count(), 1, "{text}");
    let unknown = WORDS.replace("columns = \"Art\"", "columns = \"Art\"\nunknown = \"ignore\"");
    let plan =
        read(&unknown, "Name;Ort;Plätze;Art\nA;Parchim;60;Pflegeheim\nB;Parchim;;Kino\nC;Parchim;;Zoo\n");
    assert_eq!(plan.report.totals.ignored, 2);
    assert!(plan.report.rows.iter().any(|row| row.outcome == Outcome::Ignored && row.line == 3));
}

#[test]
fn numbers_of_places_inside_a_text_become_offers_of_their_own() {
    let mapping = r#"
        [columns]
        name = "Name"
        place = "Ort"
        places = "Plätze"
        [category]
        columns = "Art"
        [category.words]
        "Pflegeheim" = "residential_care"
        [places_in_text]
        columns = ["Bemerkung"]
        [places_in_text.words]
        "KZP" = "short_term_care_embedded"
        "Tagespflegeplätze" = "day_care"
    "#;
    let list = "Name;Ort;Plätze;Art;Bemerkung\nA;Parchim;60;Pflegeheim;davon 5 KZP, dazu 12 Tagespflegeplätze\n\
                B;Parchim;40;Pflegeheim;mit Garten\n";
    let plan = read(mapping, list);
    let found = offers(&plan.insert[0]);
    assert_eq!(
        found,
        [("residential_care", Some(60)), ("day_care", Some(12)), ("short_term_care_embedded", Some(5))]
    );
    assert_eq!(offers(&plan.insert[1]), [("residential_care", Some(40))]);
}

#[test]
fn an_address_in_one_cell_is_taken_apart_and_said() {
    let mapping = "[constants]\ncategory = \"day_care\"\n[columns]\nname = \"Name\"\nplace = \"Ort\"\n[address]\ncolumns = \"Anschrift\"\n";
    let list =
        "Name;Ort;Anschrift\nA;;\"Am Markt 5, 19370 Parchim\"\nB;Parchim;Wegstr. 3 19370 Parchim Telefon\n";
    let plan = read(mapping, list);
    let address = |at: usize| {
        let address = &plan.insert[at].address;
        let part = |text: &Option<crate::register::Text>| text.as_deref().unwrap_or("").to_owned();
        format!(
            "{}|{}|{}|{}",
            part(&address.street),
            part(&address.house_number),
            part(&address.postcode),
            address.place
        )
    };
    assert_eq!(address(0), "Am Markt|5|19370|Parchim");
    assert_eq!(address(1), "Wegstr.|3|19370|Parchim");
    assert!(notes(&plan, 2).iter().any(|(kind, _)| *kind == NoteKind::TakenApart));
    let in_street = read(
        "[constants]\ncategory = \"day_care\"\n[columns]\nname = \"Name\"\nstreet = \"Straße\"\nplace = \"Ort\"\n",
        "Name;Straße;Ort\nA;\"Am Markt 5, 19370 Parchim\";\nB;Am Markt 6;19370 Parchim\n",
    );
    let postcodes: Vec<_> = in_street.insert.iter().map(|it| it.address.postcode.as_deref()).collect();
    assert_eq!(postcodes, [Some("19370"), Some("19370")]);
    assert_eq!(&*in_street.insert[1].address.place, "Parchim");
}

#[test]
fn each_new_rule_of_a_mapping_has_its_sentence() {
    for (mapping, sentence) in [
        (
            "[columns]\nname = \"Name\"\nplace = \"Ort\"\n",
            "nothing about the column of the category, or a constant",
        ),
        ("[columns]\nname = \"Name\"\n[[offers]]\ncategory = \"day_care\"\n", "whether a row has an offer"),
        (
            "[columns]\nname = \"Name\"\n[[offers]]\ncategory = \"day_care\"\nplaces = \"P\"\ncolour = \"C\"\n",
            "[offers] unknown key \"colour\"",
        ),
        (
            "[columns]\nname = { join = [\"A\"], glue = \"\" }\n",
            "expected the name of a column, or a list of names, or { join",
        ),
        (
            "[columns]\nname = \"Name\"\n[category]\ncolumns = \"Art\"\nunknown = \"drop\"\n",
            "expected reject or ignore",
        ),
        ("[columns]\nname = \"Name\"\n[[ignore]]\ncolumn = \"Art\"\n", "missing field `words`"),
    ] {
        let fault = fault_of(mapping);
        assert!(fault.contains(sentence), "{fault}");
    }
}

/// Every example of the guides is a mapping, together with the columns that any mapping needs.
#[test]
fn the_examples_of_the_guides_are_mappings() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/guide");
    for name in ["register.md", "liste-einlesen.md"] {
        let page = std::fs::read_to_string(folder.join(name)).unwrap();
        let examples: Vec<&str> =
            page.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
        assert!(examples.len() >= 7, "{name}");
        for example in examples {
            let columns = "[columns]\nname = \"Name\"\nplace = \"Ort\"\n";
            let named = example.replace("[columns]\n", columns);
            let needed = if named == example { columns } else { "" };
            let has_category = ["[category]", "category = "].iter().any(|key| example.contains(key));
            let category = if has_category { "" } else { "[constants]\ncategory = \"day_care\"\n" };
            layout(&format!("{HEAD}{category}{needed}{named}"));
        }
    }
}
