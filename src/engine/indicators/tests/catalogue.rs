use super::text;
use crate::indicators::{Catalogue, Text};
use crate::model;

/// The catalogue began with 128 indicators.
#[test]
fn the_catalogue_has_every_indicator_of_its_files_in_14_themes_with_every_field_filled() {
    let catalogue = Catalogue::load(&[]).unwrap();
    let files = model::paths("indicators/").into_iter().filter(|path| path.ends_with(".toml"));
    let written: usize =
        files.map(|path| model::text(&path).unwrap().matches("[[indicator]]\n").count()).sum();
    assert_eq!(catalogue.indicators.len(), written);
    assert!(written >= 128, "{written}");
    let mut themes: Vec<&str> = catalogue.indicators.iter().map(|it| it.theme.as_str()).collect();
    themes.sort_unstable();
    themes.dedup();
    assert_eq!(themes.len(), 14);
    for it in &catalogue.indicators {
        for text in
            [&it.name_de, &it.name_en, &it.plain_de, &it.definition_de, &it.source, &it.rhythm, &it.licence]
        {
            assert!(!text.trim().is_empty(), "{}", it.id);
        }
        assert!(it.plain_de.ends_with('.') && it.definition_de.ends_with('.'), "{}", it.id);
        assert!(it.plain_de != it.definition_de, "{}", it.id);
        assert!(!it.levels.is_empty() && it.version >= 1, "{}", it.id);
    }
    let without: Vec<&str> =
        catalogue.indicators.iter().filter(|it| it.formula.is_empty()).map(|it| it.id.as_str()).collect();
    assert_eq!(without, ["S10", "R14"], "an index, and one whose formula nobody has published");
}

#[test]
fn every_document_that_is_named_is_in_the_list_and_every_measure_without_a_source_says_what_is_missing() {
    let catalogue = Catalogue::load(&[]).unwrap();
    let list = model::text("indicators/documents.csv").unwrap();
    let known: Vec<&str> = list.lines().filter_map(|line| line.split(',').next()).collect();
    for it in &catalogue.indicators {
        for key in &it.documents {
            assert!(known.contains(&key.as_str()), "{}: {key}", it.id);
        }
    }
    for measure in catalogue.measures.iter().filter(|measure| !["N", "area"].contains(&measure.id.as_str())) {
        assert!(measure.missing_de.ends_with('.'), "{}", measure.id);
    }
}

const MEASURES: &str = "
[[measure]]
id = \"A\"
name_de = \"a\"
unit = \"persons\"
types = [\"x\", \"x/y\"]
source_de = \"s\"

[[measure]]
id = \"B\"
name_de = \"b\"
unit = \"places\"
source_de = \"s\"

[[measure]]
id = \"Secret\"
name_de = \"c\"
unit = \"persons\"
secrecy = \"below_3\"
source_de = \"s\"
";

/// An indicator as a county would write it; the formula stands in line 9.
fn own(id: &str, formula: &str, unit: &str) -> String {
    format!(
        "theme = \"Eigene\"

[[indicator]]
id = \"{id}\"
name_de = \"n\"
name_en = \"n\"
plain_de = \"p.\"
definition_de = \"d.\"
formula = \"{formula}\"
unit = \"{unit}\"
polarity = \"neutral\"
levels = [\"district\"]
source = \"s\"
reference_date = \"r\"
rhythm = \"r\"
licence = \"l\"
secrecy = \"none\"
subject = \"own\"
formula_basis = \"documented\"
version = 1
valid_from = \"2026-01-01\"
"
    )
}

fn read(indicators: &[String]) -> Result<Catalogue, String> {
    let mut files = vec![text("measures.toml", MEASURES)];
    files.extend(indicators.iter().enumerate().map(|(at, it)| text(&format!("own{at}.toml"), it)));
    Catalogue::from_texts(&files).map_err(|error| error.to_string())
}

#[test]
fn a_county_adds_an_indicator_by_a_file() {
    let catalogue = read(&[own("KREIS1", "100 * A[65..] / A", "percent")]).unwrap();
    let it = catalogue.indicator("KREIS1").unwrap();
    assert_eq!((it.evidence().word(), it.theme.as_str()), ("own", "Eigene"));
}

#[test]
fn a_faulty_formula_is_refused_with_file_line_and_reason() {
    for (formula, unit, part) in [
        ("100 * Aa / A", "percent", "own0.toml:9: there is no measure \"Aa\"; hint: did you mean \"A\"?"),
        ("100 * B / A", "percent", "own0.toml:9: the formula of X gives persons^-1 places, but its unit"),
        (
            "A / A",
            "percent",
            "own0.toml:9: the formula of X has the factor 1, but its unit \"percent\" needs 100",
        ),
        ("A + B", "persons", "own0.toml:9: cannot add or subtract persons and places"),
        ("A + A / A", "persons", "cannot add or subtract persons and a pure number"),
        ("100 * A / A + A / A", "percent", "factors 100 and 1"),
        ("A / 0", "persons", "own0.toml:9: this divides by zero"),
        ("100 * A / (A - A)", "percent", "divides by zero"),
        ("100 * A[65..] / (A[65..] - A[65..])", "percent", "divides by zero"),
        ("A / (3 - 1 - 2)", "persons", "divides by zero"),
        ("@X", "persons", "own0.toml:9: the formulas lean on each other in a circle: X -> X"),
        ("@Y", "persons", "own0.toml:9: there is no indicator \"Y\""),
        ("A[type z]", "persons", "A has no type \"z\"; hint: it has x, x/y"),
        ("A[type y]", "places", "the formula of X gives persons"),
        ("A +", "persons", "own0.toml:9: expected a number"),
        ("Secret", "persons", "rests on \"Secret\", whose small counts are withheld"),
        ("areas(moon)", "areas", "\"moon\" is not a level of areas"),
        ("min(A, B)", "persons", "cannot compare persons and places"),
    ] {
        let error = read(&[own("X", formula, unit)]).unwrap_err();
        assert!(error.contains(part), "{formula}: {error}");
    }
}

#[test]
fn a_circle_through_several_indicators_is_found_and_written_out() {
    let circle = [own("X", "@Y", "persons"), own("Y", "@Z + A", "persons"), own("Z", "@X", "persons")];
    assert!(read(&circle).unwrap_err().contains("X -> Y -> Z -> X"));
    let line = [own("X", "@Y", "persons"), own("Y", "@Z + A", "persons"), own("Z", "A", "persons")];
    assert!(read(&line).is_ok());
}

#[test]
fn a_faulty_file_is_refused_with_its_line() {
    let good = own("X", "A", "persons");
    for (from, to, part) in [
        ("unit = \"persons\"", "unit = \"apples\"", "own0.toml:10: \"apples\""),
        ("levels = [\"district\"]", "levels = [\"moon\"]", "own0.toml:12: \"moon\" is not a level"),
        ("levels = [\"district\"]", "levels = []", "own0.toml:12: an indicator needs a level"),
        ("secrecy = \"none\"", "secrecy = \"perhaps\"", "own0.toml:17: there is no secrecy rule \"perhaps\""),
        ("version = 1", "version = 1\ncolour = \"red\"", "unknown field `colour`"),
        ("id = \"X\"", "id = \"1X\"", "own0.toml:4: \"1X\" is not an id"),
        ("formula = \"A\"", "formula = \"\"", "own0.toml:9: there is no formula, and no note_de"),
        ("theme = \"Eigene\"", "", "the file has indicators, but no theme"),
    ] {
        let error = read(&[good.replace(from, to)]).unwrap_err();
        assert!(error.contains(part), "{to}: {error}");
    }
    let twice = read(&[good.clone(), good]).unwrap_err();
    assert!(twice.contains("own1.toml:4: the id \"X\" appears twice"), "{twice}");
    let two_lines = own("X", "A", "persons").replace("formula = \"A\"", "formula = \"\"\"A\n+ B\"\"\"");
    assert!(read(&[two_lines]).unwrap_err().contains("own0.toml:9: cannot add"));
    let deep = Text { path: "x.toml".into(), text: "theme = ".into() };
    assert!(Catalogue::from_texts(&[deep]).unwrap_err().to_string().starts_with("x.toml:1"));
}
