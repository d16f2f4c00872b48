//! A plan from made-up inputs: every chapter is there, whatever is missing, and no figure of the text differs from a table.

use chrono::NaiveDate;

use super::texts::PlanTexts;
use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A district with nothing known of it.
fn empty() -> Inputs {
    Inputs {
        area: PlanArea {
            key: "13076".to_owned(),
            name: "Ludwigslust-Parchim".to_owned(),
            designation: "Landkreis".to_owned(),
        },
        districts: Vec::new(),
        inside: Vec::new(),
        reference_date: day("2023-12-31"),
        today: day("2026-11-29"),
        rows: Vec::new(),
        indicators: Vec::new(),
        offers: Vec::new(),
        has_examples: false,
        base_year: 2025,
        last_year: 2040,
        assumptions: Vec::new(),
        scenarios: Vec::new(),
        sources: Vec::new(),
        model: ("test".to_owned(), "0".to_owned()),
        texts: PlanTexts::default(),
    }
}

fn row(measure: &'static str, year: i32, value: f64) -> Row {
    Row {
        area: "13076".to_owned(),
        scenario: STATUS_QUO.to_owned(),
        measure,
        year,
        sex: None,
        ages: None,
        care_type: None,
        care_grade: None,
        value,
        band: None,
    }
}

/// The same with residents, need and places that change evenly.
pub(super) fn filled() -> Inputs {
    let mut inputs = empty();
    for year in 2025..=2040 {
        let step = f64::from(year - 2025);
        let need =
            Row { band: Some((900.0, 1_200.0 + step)), ..row("people_in_need", year, 1_000.0 + 20.0 * step) };
        inputs.rows.extend([
            row("population", year, 20_000.0 - 100.0 * step),
            need,
            row("residential_places_needed", year, 300.0 + 10.0 * step),
            row("residential_places_supply", year, 330.0),
            row("residential_places_balance", year, 30.0 - 10.0 * step),
            row("staff_needed_heads", year, 400.0),
            row("staff_available_heads", year, 300.0),
            row("staff_gap_heads", year, 100.0),
        ]);
    }
    inputs
}

#[test]
fn a_gap_has_the_same_sign_as_text_and_as_number() {
    let plan = write(&filled());
    let line = plan
        .tables()
        .flat_map(|(_, table)| &table.rows)
        .find(|row| row.first().is_some_and(|cell| cell.text.starts_with("Saldo des Pflegepersonals")))
        .expect("the summary has the balance of staff");
    let known: Vec<_> = line.iter().skip(1).filter(|cell| cell.value.is_some()).collect();
    assert!(!known.is_empty());
    for cell in known {
        assert!(cell.text.starts_with('−') && cell.value == Some(-100.0), "{cell:?}");
    }
}

#[test]
fn a_district_of_which_nothing_is_known_has_every_chapter_and_names_what_is_missing() {
    let plan = write(&empty());
    let numbers: Vec<&str> = plan.chapters.iter().map(|chapter| chapter.number.as_str()).collect();
    assert_eq!(numbers, ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "A", "B"]);
    assert_eq!(plan.title, "Pflegeplan für den Landkreis Ludwigslust-Parchim");
    assert_eq!(plan.due, day("2024-12-31"));
    assert!(plan.gaps().count() > 8, "{:?}", plan.gaps().collect::<Vec<_>>());
    for (_, gap) in plan.gaps() {
        assert!(!gap.what.is_empty() && !gap.why.is_empty() && !gap.fill.is_empty(), "{gap:?}");
    }
    // The annex lists each gap.
    let listed = plan.tables().find(|(_, table)| table.caption == "Fehlende Angaben").unwrap().1;
    let in_chapters =
        plan.gaps().filter(|(chapter, _)| !["A", "B"].contains(&chapter.number.as_str())).count();
    assert_eq!(listed.rows.len(), in_chapters);
}

#[test]
fn every_table_is_whole_and_numbered_once() {
    let plan = write(&filled());
    let mut seen = std::collections::BTreeSet::new();
    for (chapter, table) in plan.tables() {
        assert!(table.number.starts_with(&format!("{}.", chapter.number)), "{}", table.number);
        assert!(seen.insert(table.number.clone()), "{} stands twice", table.number);
        assert_eq!(table.headings.len(), table.numeric.len(), "{}", table.caption);
        for row in &table.rows {
            assert_eq!(row.len(), table.headings.len(), "{}", table.caption);
        }
    }
    assert!(seen.len() > 8);
}

/// Figures of a text as they are written: digits with their points, years left out.
fn figures(text: &str) -> Vec<String> {
    let is_part = |letter: char| letter.is_ascii_digit() || letter == '.' || letter == ',';
    text.split(|letter| !is_part(letter))
        .map(|part| part.trim_matches(['.', ',']).to_owned())
        .filter(|part| {
            let is_year = part.len() == 4 && part.starts_with("20");
            !part.is_empty() && !is_year
        })
        .collect()
}

#[test]
fn each_figure_of_the_summary_stands_in_a_table() {
    let plan = write(&filled());
    let cells: String = plan
        .tables()
        .flat_map(|(_, table)| table.rows.iter().flatten())
        .map(|cell| format!(" {} ", cell.text))
        .collect();
    let known = figures(&cells);
    let findings = plan.chapters[0].blocks.iter().filter_map(|block| match block {
        Block::Finding { text } => Some(text),
        _ => None,
    });
    let mut checked = 0;
    for text in findings {
        // Shares and the words "8 von 10" are no figures of a table.
        let text = text.replace("In 8 von 10 Zukünften", "");
        let text = text.split(", das sind").next().unwrap_or_default();
        for figure in figures(text) {
            // What lacks stands in the tables as a balance, without its sign here.
            assert!(known.contains(&figure), "{figure} of {text:?} stands in no table");
            checked += 1;
        }
    }
    assert!(checked >= 8, "{checked}");
}

#[test]
fn texts_of_the_planner_stand_in_their_chapter_and_approval_on_every_page() {
    let files: [(&str, &[u8]); 3] = [
        ("7.5.md", "Die Lage ist **angespannt**.".as_bytes()),
        (
            "plan.toml",
            b"approved = true\ndecision = \"Kreistag\"\n[[action]]\ntitle = \"Neue Tagespflege\"\nchapter = \"7.5\"\n\
              responsible = \"Fachdienst\"\ndeadline = 2025-06-30\n[[target]]\nkind = \"residential\"\nmethod = \"ratio\"\n\
              value = 15\nage = 80\nsource = \"Beschluss\"\ndate = \"2024-01-01\"\n",
        ),
        ("12.md", b"Zwei Veranstaltungen."),
    ];
    let texts = PlanTexts::read(files).unwrap();
    let plan = write(&Inputs { texts, ..filled() });
    assert!(plan.is_approved && plan.state_line() == "Stand 29.11.2026");
    let supply = plan.chapters.iter().find(|chapter| chapter.number == "7").unwrap();
    assert!(supply.blocks.iter().any(|block| matches!(block, Block::Own { .. })));
    let actions = plan.tables().find(|(_, table)| table.caption == "Maßnahmen").unwrap().1;
    assert!(actions.rows[0][3].text.ends_with("(überschritten)"), "{:?}", actions.rows);
    assert!(!plan.gaps().any(|(_, gap)| gap.what.starts_with("Maßnahmen")));
    for (state, is_late) in [("planned", true), ("running", true), ("done", false), ("dropped", false)] {
        let text = format!(
            "[[action]]\ntitle = \"a\"\nchapter = \"7.5\"\nresponsible = \"b\"\ndeadline = 2025-06-30\nstate = \"{state}\"\n"
        );
        let texts = PlanTexts::read([("plan.toml", text.as_bytes())]).unwrap();
        let plan = write(&Inputs { texts, ..filled() });
        let table = plan.tables().find(|(_, table)| table.caption == "Maßnahmen").unwrap().1;
        assert_eq!(table.rows[0][3].text.ends_with("(überschritten)"), is_late, "{state}");
    }
    let html = plan.html();
    assert!(html.contains("<strong>angespannt</strong>") && html.contains("Stand 29.11.2026"));
    assert!(write(&filled()).html().contains("Entwurf vom 29.11.2026"));
}

#[test]
fn every_form_that_needs_no_program_is_written_here() {
    let plan = write(&filled());
    for form in PlanForm::ALL {
        let file = plan.file(form).unwrap();
        assert_eq!(file.is_none(), form.needs_program());
        assert!(file.is_none_or(|bytes| bytes.len() > 1_000), "{form:?}");
    }
    let html = String::from_utf8(plan.file(PlanForm::Html).unwrap().unwrap()).unwrap();
    for foreign in ["http:", "https:", "src=", "<script", "url(\"", "@import"] {
        let without_names = html.replace("http://www.w3.org/2000/svg", "");
        assert!(!without_names.contains(foreign), "{foreign}");
    }
}

#[test]
fn a_workbook_has_a_sheet_for_each_table_with_its_figures_as_numbers() {
    use calamine::{Data, Reader, Xlsx};
    let plan = write(&filled());
    let bytes = plan.file(PlanForm::Xlsx).unwrap().unwrap();
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let tables = plan.tables().count();
    assert_eq!(book.sheet_names().len(), tables + 2);
    let sheet = book.worksheet_range("Tabelle 0.1").unwrap();
    assert_eq!(sheet.get((1, 0)), Some(&Data::String("Menschen".into())));
    assert_eq!(sheet.get((1, 1)), Some(&Data::Float(20_000.0)));
}

#[test]
fn a_layout_has_a_drawing_with_its_colours_for_each_chart() {
    let plan = write(&filled());
    assert!(plan.figures().count() > 2);
    let layout = plan.layout().unwrap().to_string();
    assert!(!layout.contains("var(--"), "a colour is missing");
    assert!(layout.contains("\"ident\"") && layout.contains("Stichtag 31.12.2023"));
}
