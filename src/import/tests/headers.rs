//! Lists as offices keep them: titles above the header, headers of two rows, cover sheets, several sheets, merged cells.

use super::super::read::{Limits, Options, Table, read_with};
use super::super::{ColumnsError, Outcome, plan, reading_options};
use super::files::{Merge, ods, ods_text_row, sheets};
use super::fixture::*;
use crate::import::Layout;

const MAPPING: &str = r#"
name = "homes"
title = "Homes"
source = "homes"
recognise = ["Einrichtung", "Angebot"]
[columns]
name = "Einrichtung"
street = "Anschrift"
place = "Gemeinde"
places = "Plätze"
[category]
columns = "Angebot"
[category.words]
"Dauerpflege" = "residential_care"
"Tagespflege" = "day_care"
"#;

fn read(bytes: Vec<u8>, layouts: &[Layout]) -> Table {
    read_with("list", bytes, &reading_options(layouts), &Limits::default()).unwrap()
}

fn remarks(table: &Table) -> Vec<&str> {
    table.remarks.iter().map(|remark| remark.en.as_str()).collect()
}

fn homes(mapping: &str) -> Vec<Layout> {
    vec![layout(mapping)]
}

/// Of a kind: header not in the first row.
#[test]
fn titles_above_the_header_are_passed_over_and_said() {
    let text = "Anbieter im Kreis\nStand: 30.06.2025;;\n\nEinrichtung;Angebot;Gemeinde;Plätze\nHaus A;Tagespflege;Parchim;12\n";
    let known = read(text.as_bytes().to_vec(), &homes(MAPPING));
    assert_eq!(known.header, ["Einrichtung", "Angebot", "Gemeinde", "Plätze"]);
    assert_eq!((known.rows[0].line, known.preamble.len()), (5, 2));
    let said = |mapping: &str| {
        plan(&known, &homes(mapping)[0], &[], &context()).unwrap().report.file.remarks.join("\n")
    };
    assert_eq!(said(MAPPING), "above the header, not read: Anbieter im Kreis | Stand: 30.06.2025");
    // What the mapping says with the words of a line is no longer called unread.
    let dated = MAPPING.replace("[category]\n", "[constants]\nplaces_on = \"2025-06-30\"\n[category]\n");
    assert_eq!(said(&dated), "above the header, not read: Anbieter im Kreis");
    assert_eq!(said(&dated.replace("\"Homes\"", "\"Anbieter im Kreis\"")), "");
    // Another day, or another title, is not what the line says.
    let other = dated.replace("06-30", "06-29").replace("\"Homes\"", "\"Anbieter\"");
    assert_eq!(said(&other), said(MAPPING));
    // Without a mapping the fullness of the rows decides.
    let unknown = read(text.as_bytes().to_vec(), &[]);
    assert_eq!(unknown.header, known.header);
}

/// Of a kind: header not in the first row, but there once more on each page.
#[test]
fn names_of_columns_that_stand_there_again_and_their_numbers_are_passed_over_and_said() {
    let head = "Einrichtung;Angebot;Gemeinde;Plätze";
    let (a, b) = ("Haus A;Tagespflege;Parchim;12", "Haus B;Tagespflege;Parchim;14");
    for (text, homes_read, remark) in [
        (format!("{head}\n{a}\n{head}\n{b}\n"), 2, "line 3 repeats or numbers"),
        (format!("{head}\n{a}\n EINRICHTUNG ;angebot;Gemeinde;Pla\u{308}tze;\n{b}\n"), 2, "line 3 repeats"),
        (format!("Liste\n{head}\n{a}\n{head}\n{b}\n{head}\n"), 2, "lines 4, 6 repeat or number"),
        (format!("{head};Notiz\n1;2;3;4;5\n{a};\n"), 1, "line 2 repeats or numbers"),
        (format!("{head};Notiz\n(1);(2);(3);(4);(5)\n{a};\n"), 1, "line 2 repeats or numbers"),
    ] {
        let plan =
            plan(&read(text.clone().into_bytes(), &homes(MAPPING)), &homes(MAPPING)[0], &[], &context())
                .unwrap();
        assert_eq!(
            (plan.insert.len(), plan.report.totals.rejected),
            (homes_read, 0),
            "{text}\n{}",
            plan.report
        );
        assert!(plan.report.file.remarks.iter().any(|it| it.contains(remark)), "{remark}\n{}", plan.report);
    }
    // Numbers further below, other numbers and a row with one other word are rows like others.
    for text in [
        format!("{head};Notiz\n{a};\n1;2;3;4;5\n"),
        format!("{head}\n1;2;3;4\n{a}\n"),
        format!("{head};Notiz\n1;2;3;4;6\n{a};\n"),
        format!("{head}\n{a}\nEinrichtung;Angebot;Gemeinde;12\n"),
    ] {
        let plan =
            plan(&read(text.clone().into_bytes(), &homes(MAPPING)), &homes(MAPPING)[0], &[], &context())
                .unwrap();
        assert_eq!((plan.insert.len(), plan.report.totals.rejected), (1, 1), "{text}\n{}", plan.report);
    }
    let known =
        read(format!("{head}\n{a}\n{}", format!("{head}\n").repeat(12)).into_bytes(), &homes(MAPPING));
    assert_eq!(
        remarks(&known),
        [
            "lines 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 2 more repeat or number the columns and were passed over"
        ]
    );
}

#[test]
fn a_header_is_found_by_the_columns_of_a_mapping_though_a_fuller_row_stands_above() {
    let text = "a;b;c;d;e\nEinrichtung;Angebot;Gemeinde;;\nHaus A;Tagespflege;Parchim;;\n";
    assert_eq!(
        read(text.as_bytes().to_vec(), &homes(MAPPING)).header[..3],
        ["Einrichtung", "Angebot", "Gemeinde"]
    );
}

#[test]
fn a_header_row_that_the_mapping_names_counts_whatever_it_holds() {
    let text = "x;y\nEinrichtung;Angebot\n1;2\nHaus A;Tagespflege\n";
    let named = MAPPING.replace("[columns]", "header_row = 3\n[columns]");
    assert_eq!(read(text.as_bytes().to_vec(), &homes(&named)).header, ["1", "2"]);
    let missing = MAPPING.replace("[columns]", "header_row = 30\n[columns]");
    let layouts = homes(&missing);
    let fault = read_with("list", text.as_bytes().to_vec(), &reading_options(&layouts), &Limits::default());
    assert!(fault.unwrap_err().to_string().contains("row 30, but that row is empty or not there"));
    for bad in ["0", "[4, 3]", "[1, 99]", "\"drei\""] {
        let bad = MAPPING.replace("[columns]", &format!("header_row = {bad}\n[columns]"));
        assert!(Layout::from_toml(&bad, &world().categories).is_err(), "{bad}");
    }
}

#[test]
fn a_header_of_two_rows_gives_each_column_the_name_of_its_group_and_its_own() {
    let text = "Einrichtung;Angebot;Gemeinde;Plätze;;\n;;;gesamt;davon Kurzzeit;frei\nHaus A;Tagespflege;Parchim;12;2;1\n";
    let table = read(text.as_bytes().to_vec(), &homes(MAPPING));
    assert_eq!(
        table.header,
        ["Einrichtung", "Angebot", "Gemeinde", "Plätze gesamt", "Plätze davon Kurzzeit", "Plätze frei"]
    );
    assert_eq!(table.rows[0].line, 3);
    // Names that only the two rows together make up are found as well.
    let split = MAPPING.replace("\"Einrichtung\"", "\"Haus Name\"").replace("\"Angebot\"", "\"Haus Art\"");
    let text = "Liste\nHaus;;Lage;\nName;Art;Gemeinde;Anschrift\nHaus A;Tagespflege;Parchim;Weg 1\n";
    let table = read(text.as_bytes().to_vec(), &homes(&split));
    assert_eq!(table.header, ["Haus Name", "Haus Art", "Lage Gemeinde", "Lage Anschrift"]);
    // A first row of data with a gap above a nameless column is no second header row.
    let text = "Einrichtung;Angebot;;Gemeinde\nHaus A;Tagespflege;neu;Parchim\nHaus B;Tagespflege;;Parchim\n";
    assert_eq!(read(text.as_bytes().to_vec(), &homes(MAPPING)).rows.len(), 2);
}

#[test]
fn the_error_says_which_mapping_does_not_fit_and_which_columns_there_are() {
    let text = "Heim;Angebot\nHaus A;Tagespflege\n";
    let layouts = homes(MAPPING);
    let table = read(text.as_bytes().to_vec(), &layouts);
    let error = plan(&table, &layouts[0], &[], &context()).unwrap_err();
    assert!(matches!(error, ColumnsError::Missing { .. }));
    let said = error.to_string();
    assert!(said.contains("Einrichtung of the layout \"homes\"; it has: Heim, Angebot"), "{said}");
}

/// Of a kind: parts of a file left out in silence.
#[test]
fn all_sheets_with_the_same_columns_are_read_and_others_are_named() {
    let header = ["Einrichtung", "Angebot", "Gemeinde", "Plätze"];
    let turned = ["Plätze", "Gemeinde", "Angebot", "Einrichtung"];
    let bytes = sheets(&[
        ("Deckblatt", &[&["Pflege im Kreis"], &["Stand 2025"]]),
        ("Nord", &[&header, &["Haus A", "Tagespflege", "Parchim", "12"]]),
        ("Süd", &[&["Süden"], &turned, &["30", "Lübz", "Dauerpflege", "Haus B"]]),
        ("Legende", &[&["Kürzel", "Bedeutung"], &["KZP", "Kurzzeitpflege"]]),
    ]);
    for layouts in [homes(MAPPING), Vec::new()] {
        let table = read(bytes.clone(), &layouts);
        assert_eq!(table.sheets, ["Nord", "Süd"]);
        assert_eq!(table.details.en, "sheets Nord, Süd");
        assert_eq!(table.rows[1].cells, ["Haus B", "Dauerpflege", "Lübz", "30"]);
        let remarks = remarks(&table).join("\n");
        assert!(
            remarks.contains("the sheet \"Legende\" was not read, its columns are others: Kürzel, Bedeutung")
        );
        assert!(remarks.contains("the sheet \"Deckblatt\" was not read"), "{remarks}");
    }
    let plan = plan(&read(bytes, &homes(MAPPING)), &homes(MAPPING)[0], &[], &context()).unwrap();
    assert_eq!(outcomes(&plan), [Outcome::Accepted, Outcome::Accepted], "{}", plan.report);
    let named: Vec<_> = plan.report.rows.iter().map(|row| (row.sheet.as_deref(), row.line)).collect();
    assert_eq!(named, [(Some("Nord"), 2), (Some("Süd"), 3)]);
}

#[test]
fn a_sheet_with_a_column_more_adds_it_and_a_hidden_sheet_is_named() {
    let bytes = sheets(&[
        ("Heime", &[&["Einrichtung", "Angebot"], &["Haus A", "Dauerpflege"]]),
        ("Tagespflege", &[&["Einrichtung", "Gemeinde", "Angebot"], &["Haus B", "Lübz", "Tagespflege"]]),
        ("-Archiv", &[&["Einrichtung", "Angebot"], &["Haus Alt", "Dauerpflege"]]),
    ]);
    let table = read(bytes.clone(), &homes(MAPPING));
    assert_eq!(table.header, ["Einrichtung", "Angebot", "Gemeinde"]);
    assert_eq!(table.rows[0].cells, ["Haus A", "Dauerpflege", ""]);
    assert_eq!(table.rows[1].cells, ["Haus B", "Tagespflege", "Lübz"]);
    assert_eq!(remarks(&table), ["the hidden sheet \"-Archiv\" was not read"]);
    let named = MAPPING.replace("[columns]", "sheet = [\"-Archiv\", \"Heime\"]\n[columns]");
    assert_eq!(read(bytes, &homes(&named)).sheets, ["Heime", "-Archiv"]);
}

#[test]
fn the_sheets_of_an_ods_are_joined_like_those_of_a_workbook() {
    let header = ods_text_row(&["Einrichtung", "Angebot"]);
    let rows = |name: &str| format!("{header}{}", ods_text_row(&[name, "Tagespflege"]));
    let second =
        format!("{}</table:table><table:table table:name=\"Süd\">{}", rows("Haus A"), rows("Haus B"));
    let table = read(ods(&second), &homes(MAPPING));
    assert_eq!(table.sheets.len(), 2);
    assert_eq!(table.rows.iter().map(|row| row.cells[0].as_str()).collect::<Vec<_>>(), ["Haus A", "Haus B"]);
}

#[test]
fn the_value_of_a_merged_cell_holds_for_each_of_its_rows() {
    let rows: [&[&str]; 4] = [
        &["Einrichtung", "Angebot", "Gemeinde"],
        &["Haus A", "Dauerpflege", "Parchim"],
        &["", "Tagespflege", ""],
        &["Haus C", "Tagespflege", "Lübz"],
    ];
    let merges = [Merge { first: (1, 0), last: (2, 0) }, Merge { first: (1, 2), last: (2, 2) }];
    let table = read(super::files::merged_sheet(&rows, &merges), &homes(MAPPING));
    assert_eq!(table.rows[1].cells, ["Haus A", "Tagespflege", "Parchim"]);
    assert_eq!(table.rows[1].merged, [0, 2]);
    assert!(table.remarks[0].en.contains("merged cells"), "{:?}", table.remarks);
    let bytes = ods(
        "<table:table-row><table:table-cell><text:p>Einrichtung</text:p></table:table-cell><table:table-cell><text:p>Angebot</text:p></table:table-cell></table:table-row>\
        <table:table-row><table:table-cell table:number-rows-spanned=\"2\"><text:p>Haus A</text:p></table:table-cell><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>\
        <table:table-row><table:covered-table-cell/><table:table-cell><text:p>y</text:p></table:table-cell></table:table-row>",
    );
    assert_eq!(read(bytes, &homes(MAPPING)).rows[1].cells, ["Haus A", "y"]);
}

/// Of a kind: Unicode forms.
#[test]
fn letters_with_separate_accents_are_the_same_words_and_columns() {
    let decomposed = |text: &str| text.replace('ä', "a\u{308}").replace('ü', "u\u{308}");
    let text = decomposed("Einrichtung;Angebot;Gemeinde;Plätze\nHaus Jürgen;Tagespflege;Lübz;12\n");
    let layouts = homes(MAPPING);
    let table = read(text.into_bytes(), &layouts);
    assert_eq!(table.header[3], "Plätze");
    let plan = plan(&table, &layouts[0], &[], &context()).unwrap();
    assert_eq!((only(&plan).name.as_str(), only(&plan).offers[0].places), ("Haus Jürgen", Some(12)));
    assert!(plan.report.file.remarks[0].contains("accents"), "{:?}", plan.report.file.remarks);
    // The mapping may be the one that is decomposed.
    let layouts = homes(&decomposed(MAPPING));
    let table = read("Einrichtung;Angebot;Gemeinde;Plätze\nHaus A;Tagespflege;Parchim;9\n".into(), &layouts);
    let plan = super::super::plan(&table, &layouts[0], &[], &context()).unwrap();
    assert_eq!(only(&plan).offers[0].places, Some(9), "{}", plan.report);
}

#[test]
fn a_default_reading_takes_a_plain_file_as_it_is() {
    let table =
        read_with("l.csv", "a,b\n1,2\n3,4\n".into(), &Options::default(), &Limits::default()).unwrap();
    assert_eq!((table.header.len(), table.rows.len(), table.remarks.len()), (2, 2, 0));
}

/// Of a kind: Unicode forms. A list saved on another computer gives the ids of the one before.
#[test]
fn an_id_with_separate_accents_is_the_same_home_in_the_next_list() {
    let decomposed =
        |text: &str| text.replace('ä', "a\u{308}").replace('ü', "u\u{308}").replace('ö', "o\u{308}");
    let mapping = MAPPING.replace("[columns]\n", "[columns]\nid = \"Schlüssel\"\n");
    let list = "Schlüssel;Einrichtung;Angebot;Gemeinde;Plätze\nMöwe-1;Haus Möwe;Tagespflege;Lübz;12\n";
    let layouts = homes(&mapping);
    let import = |text: &str, existing: &[crate::register::Facility]| {
        plan(&read(text.as_bytes().to_vec(), &layouts), &layouts[0], existing, &context()).unwrap()
    };
    for (first, second) in [(list.to_owned(), decomposed(list)), (decomposed(list), list.to_owned())] {
        let known = import(&first, &[]);
        assert_eq!(only(&known).source.id.as_str(), "Möwe-1");
        let again = import(&second, &known.insert);
        assert!(again.insert.is_empty() && again.update.is_empty(), "{}", again.report);
        assert_eq!(outcomes(&again), [Outcome::Unchanged], "{}", again.report);
    }
    // So are names that make the id of a list without one.
    let bare = "Einrichtung;Angebot;Gemeinde;Plätze\nHaus Möwe;Tagespflege;Lübz;12\n";
    let layouts = homes(MAPPING);
    let import = |text: String, existing: &[crate::register::Facility]| {
        plan(&read(text.into_bytes(), &layouts), &layouts[0], existing, &context()).unwrap()
    };
    let known = import(decomposed(bare), &[]);
    let again = import(bare.to_owned(), &known.insert);
    assert!(again.insert.is_empty() && again.update.is_empty(), "{}", again.report);
}

/// Of a kind: Unicode forms. A constant of a mapping is a text like any other.
#[test]
fn a_constant_with_separate_accents_is_the_same_word() {
    let decomposed = |text: &str| text.replace('ä', "a\u{308}").replace('ü', "u\u{308}");
    let constants = "[constants]\nplace = \"Lübz\"\nprovider = \"Träger Süd\"\n[category]\n";
    let mapping = MAPPING.replace("place = \"Gemeinde\"\n", "").replace("[category]\n", constants);
    let list = "Einrichtung;Angebot;Plätze\nHaus A;Tagespflege;12\n";
    let import = |mapping: &str, existing: &[crate::register::Facility]| {
        let layouts = homes(mapping);
        plan(&read(list.into(), &layouts), &layouts[0], existing, &context()).unwrap()
    };
    let known = import(&mapping, &[]);
    let again = import(&decomposed(&mapping), &known.insert);
    assert!(again.insert.is_empty() && again.update.is_empty(), "{}", again.report);
    assert_eq!(only(&known).provider.as_ref().unwrap().name, "Träger Süd");
}
