//! Mapping files: what is checked when they are read, and which one fits a file.

use super::super::{Layout, plan};
use super::fixture::*;
use crate::register::Field;
use crate::register::fields::Scope;

const SMALL: &str = r#"
name = "small"
title = "A list"
source = "small"
recognise = ["Name", "Art"]
[columns]
name = "Name"
place = "Ort"
[category]
columns = "Art"
[category.words]
"Tagespflege" = "day_care"
"#;

#[track_caller]
fn fault(text: &str) -> String {
    Layout::from_toml(text, &world().categories).unwrap_err().to_string()
}

#[test]
fn every_shipped_layout_is_read_and_named_like_its_file() {
    let names: Vec<&str> = world().layouts.iter().map(|layout| layout.name.as_str()).collect();
    let files = crate::model::paths("import/").into_iter();
    let files: Vec<String> = files
        .filter_map(|path| Some(path.strip_prefix("import/")?.strip_suffix(".toml")?.to_owned()))
        .collect();
    assert_eq!(names, files);
    assert!(names.contains(&"lup-2016") && names.contains(&"pflegeplan"));
}

/// The full example of the reference is a mapping file, so that it cannot go out of date.
#[test]
fn the_example_of_the_reference_is_a_layout() {
    let reference = crate::model::text("import/README.md").unwrap();
    let example = reference.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let layout = layout(example);
    assert_eq!(layout.sheets, ["Liste 2025"]);
    // Every field is shown, in [columns] or behind a comment mark.
    for field in crate::register::exchange::header() {
        let field = match field {
            "category" => continue,
            "lat" => "y",
            "lon" => "x",
            "source_id" => "id",
            other => other,
        };
        let is_shown =
            example.lines().any(|line| line.trim_start_matches("# ").starts_with(&format!("{field} = ")));
        assert!(is_shown, "{field} is not in the reference");
    }
}

/// The table of fields follows from the list of fields; where this fails, the failure shows the rows to put there.
#[test]
fn the_reference_has_every_field_as_the_list_says() {
    let row = |field: Field| {
        let info = field.info();
        let about = match info.scope {
            Scope::Facility => "facility",
            Scope::Provider => "provider",
            Scope::Offer => "offer",
            Scope::Source => "source",
        };
        let column = info.column.map_or("–".to_owned(), |column| format!("`{column}`"));
        format!("| `{}` | {column} | {about} | {} |\n", info.name, info.en)
    };
    let rows: String = Field::importable().map(row).collect();
    let reference = crate::model::text("import/README.md").unwrap();
    assert!(reference.contains(&rows), "{rows}");
}

#[test]
fn an_unknown_key_is_named_with_its_line() {
    let wrong_key = fault(&SMALL.replace("place = ", "town = "));
    assert!(wrong_key.contains("line 8") && wrong_key.contains("`town`"), "{wrong_key}");
    let wrong_section = fault(&format!("{SMALL}\n[colour]\nred = 1\n"));
    assert!(wrong_section.contains("line 14") && wrong_section.contains("colour"), "{wrong_section}");
    let wrong_type = fault(&SMALL.replace("name = \"Name\"", "name = 7"));
    assert!(wrong_type.contains("expected the name of a column, or a list of names"), "{wrong_type}");
    let no_toml = fault("name = ");
    assert!(no_toml.contains("the mapping cannot be read") && no_toml.contains("line 1"), "{no_toml}");
}

#[test]
fn each_rule_of_a_mapping_has_its_sentence() {
    let cases = [
        (
            SMALL.replace("source = \"small\"", "source = \"Land-Kreis\""),
            "the source \"Land-Kreis\" is not a short name",
        ),
        (
            SMALL.replace("[\"Name\", \"Art\"]", "[]"),
            "nothing about the columns by which the layout is recognised",
        ),
        (SMALL.replace("name = \"Name\"", ""), "nothing about the column of the name"),
        (SMALL.replace("columns = \"Art\"", "columns = []"), "nothing about the column of the category"),
        (SMALL.replace("place = ", "x = \"lon\"\nplace = "), "x and y belong together"),
        (
            SMALL.replace("place = ", "free_places = \"frei\"\nplace = "),
            "free_places and counted_on belong together",
        ),
        (
            format!("crs = \"EPSG:31467\"\n{SMALL}"),
            "\"EPSG:31467\" is not a coordinate system known here; expected one of EPSG:4326, EPSG:4258, EPSG:25832",
        ),
        (
            SMALL.replace("day_care", "daycare"),
            "stands for \"daycare\", which is not a category; did you mean \"day_care\"?",
        ),
        (format!("{SMALL}\"tagespflege \" = \"day_care\"\n"), "stands there twice"),
        (
            SMALL.replace("columns = \"Art\"", "columns = [\"Art\", \"Form\"]"),
            "has 1 parts, but 2 columns are named",
        ),
        (
            format!("{SMALL}[provider_kind.words]\nPrivat = \"privat\"\n"),
            "which is not a kind of provider (public, non_profit",
        ),
        (format!("{SMALL}[features.words]\nGarten = \"gardn\"\n"), "not a feature; did you mean \"garden\"?"),
        (format!("{SMALL}[placeholders]\nday_car = [1]\n"), "not a category; did you mean \"day_care\"?"),
    ];
    for (text, expected) in cases {
        let sentence = fault(&text);
        assert!(sentence.contains(expected), "{sentence}");
    }
}

#[test]
fn a_layout_is_recognised_by_its_columns_whatever_their_case() {
    let layouts = [
        layout(SMALL),
        layout(
            &SMALL
                .replace("\"Name\", \"Art\"", "\"Name\", \"Art\", \"Ort\"")
                .replace("name = \"small\"", "name = \"exact\""),
        ),
    ];
    let recognised = |header: &str| {
        let table = table(&format!("{header}\n1,2,3\n"));
        Layout::recognise(&layouts, &table)
            .map(|layout| layout.name.clone())
            .map_err(|error| error.to_string())
    };
    assert_eq!(recognised("NAME, Art ,x").unwrap(), "small");
    assert_eq!(recognised("Name,Art,Ort").unwrap(), "exact");
    let none = recognised("Name,Typ,Ort").unwrap_err();
    assert!(
        none.contains("\"exact\" comes closest but lacks the columns Art; the file has: Name, Typ, Ort"),
        "{none}"
    );
    let twice = [layout(SMALL), layout(&SMALL.replace("name = \"small\"", "name = \"other\""))];
    let ambiguous = Layout::recognise(&twice, &table("Name,Art\n1,2\n")).unwrap_err().to_string();
    assert!(ambiguous.contains("fits small and other equally well"), "{ambiguous}");
    assert!(Layout::recognise(&[], &table("Name,Art\n1,2\n")).is_err());
}

#[test]
fn a_file_that_lacks_a_column_is_refused_naming_it() {
    let fault = |text: &str| plan(&table(text), &layout(SMALL), &[], &context()).unwrap_err().to_string();
    let missing = fault("Name,Ort,Typ\nA,B,C\n");
    assert!(
        missing.contains("the file lacks the columns Art of the layout \"small\"; it has: Name, Ort, Typ"),
        "{missing}"
    );
    assert!(fault("Name,Art,Ort,ort\nA,B,C,D\n").contains("the column \"Ort\" appears twice"));
    assert!(
        fault("Name,Art\nA,B\n").contains("neither coordinates nor a place or postcode that the file has")
    );
}

#[test]
fn columns_without_a_meaning_and_meanings_without_a_column_are_reported() {
    let text = SMALL.replace("place = \"Ort\"", "place = \"Ort\"\nphone = \"Telefon\"");
    let plan =
        plan(&table("Name,Art,Ort,Farbe,\nA,Tagespflege,B,rot,\n"), &layout(&text), &[], &context()).unwrap();
    assert_eq!(plan.report.file.unread_columns, ["Farbe"]);
    assert_eq!(plan.report.file.absent_columns, ["Telefon"]);
    let summary = plan.report.summary();
    assert!(
        summary.contains("Columns not used: Farbe\n")
            && summary.contains("Columns the file does not have: Telefon\n")
    );
}

/// Two columns in a list: the first that is not empty counts. It is said when it is the second, and when the other
/// says something else.
#[test]
fn of_several_columns_the_first_that_is_filled_counts() {
    let text = SMALL.replace(
        "place = \"Ort\"",
        "place = \"Ort\"\nx = \"lon\"\ny = \"lat\"\nprovider = [\"Träger\", \"Besitzer\"]",
    );
    let list = "Name,Art,Ort,lat,lon,Träger,Besitzer\nA,Tagespflege,O,53.3249,11.4957,T,B\nB,Tagespflege,O,53.3249,11.4957,,B\n";
    let plan = plan(&table(list), &layout(&text), &[], &context()).unwrap();
    let providers: Vec<&str> =
        plan.insert.iter().map(|facility| facility.provider.as_ref().unwrap().name.as_str()).collect();
    assert_eq!(providers, ["T", "B"]);
    let note = |line| row(&plan, line).notes[0].text.as_str();
    assert_eq!(note(2), "\"B\" in the column Besitzer not used, \"T\" stands before it");
    assert_eq!(note(3), "\"B\" taken from the column Besitzer");
}
