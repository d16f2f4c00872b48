//! A plan from made-up inputs: every chapter is there, whatever is missing, and no figure of the text differs from a table.

use chrono::NaiveDate;

use super::texts::PlanTexts;
use super::*;

mod forms;
mod gaps;

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
        advice: AdviceReach::default(),
        has_examples: false,
        base_year: 2025,
        last_year: 2040,
        ground: None,
        assumptions: Vec::new(),
        scenarios: Vec::new(),
        sources: Vec::new(),
        model: ("test".to_owned(), "0".to_owned()),
        texts: PlanTexts::default(),
        arms: None,
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
    assert_eq!(numbers, ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "A", "B"]);
    assert_eq!(plan.title, "Pflegeplan für den Landkreis Ludwigslust-Parchim");
    assert_eq!(plan.due, day("2024-12-31"));
    assert!(plan.gaps().count() > 8, "{:?}", plan.gaps().collect::<Vec<_>>());
    for (_, gap) in plan.gaps() {
        assert!(!gap.what.is_empty() && !gap.why.is_empty() && !gap.fill.is_empty(), "{gap:?}");
    }
    // The annex lists each gap.
    let listed = plan.tables().find(|(_, table)| table.caption == "Fehlende Angaben").unwrap().1;
    for (chapter, gap) in plan.gaps() {
        let row = listed.rows.iter().find(|row| row[0].text == gap.fill).expect(&gap.fill);
        assert!(row[1].text.contains(&gap.what) && row[2].text.contains(&gap.why), "{gap:?} in {row:?}");
        let chapters = row[1].text.split(&gap.what).nth(1).unwrap().split(')').next().unwrap();
        assert!(chapters.contains(&chapter.number), "{gap:?} of {} in {row:?}", chapter.number);
    }
    let fills: std::collections::BTreeSet<&str> =
        listed.rows.iter().map(|row| row[0].text.as_str()).collect();
    assert_eq!(fills.len(), listed.rows.len(), "what would fill gaps stands in one row");
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
        let text = text.replace("n 8 von 10 Zukünften", "");
        let parts = text.split("; ").map(|part| part.split(", das sind").next().unwrap_or_default());
        for figure in parts.flat_map(figures) {
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
    assert!(plan.is_approved && plan.state_line() == "Freigegeben, Stand 29.11.2026");
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

/// An indicator of which every district has a value, with the own one withheld.
fn with_a_secret() -> Inputs {
    let mut inputs = filled();
    inputs.districts = [("13076", "Ludwigslust-Parchim"), ("13004", "Schwerin"), ("13003", "Rostock")]
        .map(|(key, name)| (key.to_owned(), name.to_owned()))
        .to_vec();
    let value = |area: &str, value: Option<f64>| IndicatorValue {
        area: area.to_owned(),
        value,
        status: if value.is_some() { "value" } else { "suppressed" },
        reason: None,
    };
    let of = |id: &str, kind| Indicator {
        id: id.to_owned(),
        official_id: None,
        name: format!("Größe {id}"),
        definition: String::new(),
        unit: "Personen".to_owned(),
        kind,
        source: "Statistik".to_owned(),
        year: 2023,
        values: vec![
            value("13", None),
            value("13076", None),
            value("13004", Some(4_711.0)),
            value("13003", Some(815.0)),
        ],
    };
    // Each indicator with a sentence, a chart or a row of its own.
    inputs.indicators = ["D08", "P01", "P02", "P04", "V04", "T03", "B03", "S01"]
        .map(|id| of(id, if id == "P01" { crate::charts::Unit::Count } else { crate::charts::Unit::Rate }))
        .to_vec();
    inputs
}

#[test]
fn a_withheld_value_has_no_number_rank_or_sentence_in_any_form() {
    for area in ["13076", "13"] {
        let mut inputs = with_a_secret();
        area.clone_into(&mut inputs.area.key);
        let plan = write(&inputs);
        let mut cells = 0;
        for (_, table) in plan.tables() {
            let own = table
                .headings
                .iter()
                .position(|heading| heading == if area == "13" { "Ludwigslust-Parchim" } else { "Wert" });
            let rank = table.headings.iter().position(|heading| heading == "Rang");
            for row in table.rows.iter().filter(|row| row[0].text.contains("Größe") && row.len() > 3) {
                let own = &row[own.unwrap()];
                assert!(own.text == "geheim" && own.value.is_none() && own.of.is_none(), "{own:?}");
                assert!(rank.is_none_or(|rank| row[rank].text == "–"), "{row:?}");
                cells += 1;
            }
        }
        assert!(cells >= 7, "{cells}");
        // A chart of the districts leaves it out of drawing, title, description and data.
        for figure in plan
            .figures()
            .filter(|figure| figure.chart.title.contains("höchste") || figure.chart.title.contains("meisten"))
        {
            let chart = serde_json::to_string(&figure.chart).unwrap();
            assert!(chart.contains("4.711"), "{}", figure.chart.title);
            for row in figure.chart.table.rows.iter().filter(|row| format!("{row:?}").contains("Ludwigslust"))
            {
                assert!(!format!("{row:?}").contains("Some("), "{row:?}");
            }
        }
        for finding in plan.chapters.iter().flat_map(|chapter| &chapter.blocks) {
            if let Block::Finding { text } = finding {
                assert!(!text.contains("Größe"), "{text}");
            }
        }
        let withheld = plan.tables().find(|(_, table)| table.caption == "Geheim gehaltene Werte").unwrap().1;
        assert_eq!(withheld.rows.len(), 16, "each of the eight for the state and the district");
        assert!(withheld.rows.iter().flatten().all(|cell| cell.value.is_none()));
    }
}

/// What `pflegeplan plan --out before.json` has written before, with forecasts from 2021 on.
fn before() -> String {
    let mut inputs = filled();
    inputs.reference_date = day("2018-12-31");
    inputs.today = day("2019-11-01");
    for row in &mut inputs.rows {
        row.year -= 4;
    }
    let texts: [(&str, &[u8]); 2] = [
        ("7.5-recommendation.md", "Mehr **Tagespflege** im Süden.".as_bytes()),
        ("plan.toml", "[[action]]\ntitle = \"Neue Tagespflege\"\nchapter = \"7.5\"\nresponsible = \"Amt\"\ndeadline = 2022-06-30\n\
                       [[action]]\ntitle = \"Wohnberatung\"\nchapter = \"7.1\"\nresponsible = \"Amt\"\ndeadline = 2022-06-30\n".as_bytes()),
    ];
    inputs.texts = PlanTexts::read(texts).unwrap();
    inputs.base_year = 2021;
    String::from_utf8(write(&inputs).file(PlanForm::Json).unwrap().unwrap()).unwrap()
}

#[test]
fn a_plan_says_what_became_of_the_plan_before() {
    let json = before();
    let texts: [(&str, &[u8]); 2] = [
        ("before.json", json.as_bytes()),
        ("plan.toml", b"[[action]]\ntitle = \"Neue Tagespflege\"\nchapter = \"7.5\"\nresponsible = \"Amt\"\ndeadline = 2022-06-30\n\
                        state = \"done\"\n"),
    ];
    let mut inputs = Inputs { texts: PlanTexts::read(texts).unwrap(), ..filled() };
    inputs.rows.push(Row { scenario: OBSERVED.to_owned(), ..row("people_in_need", 2023, 1_071.0) });
    let plan = write(&inputs);
    let chapter = plan.chapters.iter().find(|chapter| chapter.number == "11").unwrap();
    let said: Vec<&str> = chapter
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Finding { text } => Some(text.as_str()),
            _ => None,
        })
        .collect();
    assert!(
        said.contains(
            &"Die 2 Maßnahmen des Plans davor: 1 erledigt und 1 in diesem Plan nicht mehr genannt."
        ),
        "{said:?}"
    );
    // The forecast of 2021 said 1,040 for 2023.
    assert!(
        said.iter().any(|text| text.starts_with(
            "Für 2023 hat der Plan davor rund 1.040 Pflegebedürftige vorausberechnet, gezählt wurden 1.071: 3\u{a0}Prozent mehr."
        )),
        "{said:?}"
    );
    let table = |caption: &str| plan.tables().find(|(_, table)| table.caption == caption).unwrap().1;
    let came = table("Was der Plan davor vorausberechnet hat, und was gezählt wurde");
    let line = came.rows.iter().find(|row| row[0].text == "Pflegebedürftige").unwrap();
    assert_eq!(
        line.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>(),
        ["Pflegebedürftige", "2023", "1.040", "1.071", "+3,0\u{a0}%"]
    );
    assert_eq!(line[3].of.as_ref().unwrap().scenario, OBSERVED);
    let revised = table("Die Vorausberechnung damals und heute");
    assert!(
        revised.rows.iter().any(|row| row[1].text == "2030"
            && row[2].value == Some(1_180.0)
            && row[3].value == Some(1_100.0))
    );
    assert!(chapter.blocks.contains(&Block::List {
        items: vec!["7.5 Tages- und Nachtpflege: Mehr Tagespflege im Süden.".to_owned()]
    }));
    assert!(!chapter.gaps().any(|gap| gap.what.contains("Plan davor")));
    // Without it, the gap says what fills it.
    let gap = write(&filled())
        .gaps()
        .find(|(_, gap)| gap.what == "Vergleich mit dem Plan davor")
        .map(|(_, gap)| gap.fill.clone());
    assert_eq!(gap.unwrap(), "der vorige Pflegeplan dieses Gebiets");
}

#[test]
fn a_file_that_is_no_plan_before_is_refused_with_its_name() {
    let json = before();
    let half: String = json.chars().take(json.len() / 2).collect();
    let old = json.replace("\"record\"", "\"x\"");
    for (text, said) in [
        ("", "before.json: this is no plan as JSON"),
        ("{}", "before.json: this is no plan as JSON"),
        (half.as_str(), "before.json: this is no plan as JSON"),
        (&old, "before.json: the plan was written by an earlier version"),
    ] {
        let fault = PlanTexts::read([("before.json", text.as_bytes())]).unwrap_err().to_string();
        assert!(fault.starts_with(said), "{fault}");
    }
    let read = PlanBefore::read(&json).unwrap();
    assert_eq!(PlanBefore::read(&read.json().unwrap()).unwrap(), read, "what is kept says the same");
    assert!(read.json().unwrap().len() < json.len() / 5);
}

#[test]
fn the_advice_landscape_has_stock_reach_need_and_target() {
    let offer = |category: &str, inside: &str| OfferLine {
        category: category.to_owned(),
        category_name: if category == "advice_centre" { "Pflegestützpunkt" } else { "Wohnberatung" }
            .to_owned(),
        section: "7.1".to_owned(),
        facility: "A".to_owned(),
        provider: String::new(),
        provider_kind: "public",
        town: String::new(),
        inside: inside.to_owned(),
        places: None,
        places_on: None,
        is_embedded: false,
        counts_dwellings: false,
    };
    let area =
        |key: &str, name: &str| InnerArea { key: key.to_owned(), name: name.to_owned(), rings: Vec::new() };
    let line = |area: &str, minutes, persons, reached| ReachLine {
        area: area.to_owned(),
        name: format!("Amt {area}"),
        minutes,
        persons,
        reached,
    };
    let target = "[[target]]\nkind = \"advice_centre\"\nmethod = \"survey\"\nvalue = 3\nsource = \"Beschluss\"\ndate = 2024-01-01\n";
    let inputs = Inputs {
        inside: vec![area("1", "Amt 1"), area("2", "Amt 2")],
        offers: vec![offer("advice_centre", "1"), offer("advice_centre", "1"), offer("housing_advice", "2")],
        advice: AdviceReach {
            minutes: vec![15, 30],
            lines: vec![
                line("1", 15, 100.0, 50.0),
                line("1", 30, 100.0, 100.0),
                line("2", 15, 300.0, 30.0),
                line("2", 30, 300.0, 200.0),
            ],
            travel: "Fahrzeiten aus der Luftlinie geschätzt.".to_owned(),
        },
        texts: PlanTexts::read([("plan.toml", target.as_bytes())]).unwrap(),
        ..filled()
    };
    let plan = write(&inputs);
    let texts = |caption: &str| -> Vec<Vec<String>> {
        let table = plan.tables().find(|(_, table)| table.caption == caption).unwrap().1;
        table.rows.iter().map(|row| row.iter().map(|cell| cell.text.clone()).collect()).collect()
    };
    assert_eq!(
        texts("Beratungsstellen nach Art und Gebiet"),
        [["Amt 1", "2", "0"], ["Amt 2", "0", "1"], ["zusammen", "2", "1"]]
    );
    assert_eq!(
        texts("Menschen, die einen Pflegestützpunkt mit dem Auto erreichen").last().unwrap(),
        &["zusammen", "400", "80", "20,0\u{a0}%", "300", "75,0\u{a0}%"]
    );
    assert_eq!(texts("Zielwerte der Beratung")[0][..4], ["Befragung", "3 Standorte", "3", "2"]);
    // The target is none of the places of chapter 10.
    assert!(plan.gaps().any(|(chapter, gap)| chapter.number == "10" && gap.what == "Bedarfs- und Zielwerte"));
    assert!(
        plan.gaps()
            .any(|(chapter, gap)| chapter.number == "13"
                && gap.what.starts_with("Soziale und gesundheitliche"))
    );
    let chapter = plan.chapters.iter().find(|chapter| chapter.number == "13").unwrap();
    assert!(chapter.blocks.contains(&Block::Finding {
        text: "Mit dem Auto erreichen 20,0\u{a0}% der Menschen einen Pflegestützpunkt in höchstens 15 Minuten, 75,0\u{a0}% in höchstens 30."
            .to_owned()
    }));
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
