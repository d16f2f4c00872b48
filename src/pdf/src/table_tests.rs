//! Tables stay inside the page and their words whole, whatever somebody has typed into them.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use typst::layout::{Abs, Frame, FrameItem, Point};
use typst_layout::PagedDocument;

use super::tests::plan;
use super::world::Sheets;

/// Words that are never divided, because the narrowest column holds them.
const WHOLE: usize = 11;

/// A run of letters of one line: where it begins, where it ends, and what it says.
struct Run {
    from: Point,
    to: Abs,
    text: String,
}

fn runs(frame: &Frame, at: Point, found: &mut Vec<Run>) {
    for (place, item) in frame.items() {
        let from = at + *place;
        match item {
            FrameItem::Group(group) => {
                let moved = Point::new(group.transform.tx, group.transform.ty);
                runs(&group.frame, from + moved, found);
            }
            FrameItem::Text(text) => {
                found.push(Run { from, to: from.x + text.width(), text: text.text.to_string() })
            }
            _ => {}
        }
    }
}

/// A plan with one table.
fn with_table(headings: &[&str], rows: &[Vec<String>]) -> Value {
    let mut plan = plan();
    let rows: Vec<Vec<Value>> =
        rows.iter().map(|row| row.iter().map(|text| json!({ "text": text })).collect()).collect();
    plan["chapters"][0]["blocks"] = json!([{
        "kind": "table", "number": "1.1", "caption": "Tabelle", "headings": headings,
        "numeric": headings.iter().map(|_| false).collect::<Vec<_>>(), "rows": rows, "source": "Quelle", "note": null,
    }]);
    plan
}

/// What is wrong with the pages of a plan: letters beside the page, and pieces of words that are none.
fn faults(headings: &[&str], rows: &[Vec<String>]) -> Vec<String> {
    let world = Sheets::new(with_table(headings, rows), Vec::new()).unwrap();
    let laid = typst::compile::<PagedDocument>(&world).output.unwrap();
    let typed: Vec<&str> =
        headings.iter().copied().chain(rows.iter().flatten().map(String::as_str)).collect();
    let words: BTreeSet<&str> = typed.iter().flat_map(|text| text.split([' ', '-', '/', '.', ','])).collect();
    let mut faults = Vec::new();
    let mut said = String::new();
    // The cover and the contents come before the chapter.
    for page in laid.pages().iter().skip(2) {
        let mut found = Vec::new();
        runs(&page.frame, Point::zero(), &mut found);
        let (left, right) = (Abs::mm(21.5), page.frame.width() - Abs::mm(21.5));
        for Run { from, to, text } in found {
            if from.x < left || to > right || from.y > page.frame.height() {
                faults.push(format!("{text:?} stands beside the page"));
            }
            // A hyphen may leave two letters of a long word for the next line, never one.
            let piece = text.trim().trim_end_matches(['-', '\u{2010}']);
            if piece.chars().count() == 1 && piece.chars().all(char::is_alphabetic) && !words.contains(piece)
            {
                faults.push(format!("{text:?} is a piece of a word"));
            }
            said.push_str(&text);
            said.push(' ');
        }
    }
    let is_short = |word: &&&str| (1..=WHOLE).contains(&word.chars().count());
    for word in words.iter().filter(is_short) {
        if !said.contains(*word) {
            faults.push(format!("{word:?} is not whole"));
        }
    }
    faults
}

/// The headings of the tables that hold what planners type.
const TYPED: [&[&str]; 5] = [
    &[
        "Angebot",
        "Methode",
        "Zielwert",
        "Plätze nach Zielwert 2025",
        "2040",
        "Bedarf nach Inanspruchnahme 2040",
        "Bestand 2040",
        "Quelle",
    ],
    &["Maßnahme", "zu", "verantwortlich", "Frist", "Stand", "Indikator heute", "Ziel", "Prüfung"],
    &["Maßnahme", "zu", "Frist", "Stand damals", "Stand heute", "Indikator", "damals", "Ziel", "heute"],
    &["Methode", "Zielwert", "Standorte nach Zielwert", "Bestand", "Quelle"],
    &["Einrichtung", "Angebot", "Ort", "Träger", "Plätze"],
];

/// Words as long as German ones are, an address of the web, and letters without an end.
const LONG: [&str; 5] = [
    "Kurzzeitpflegeplatzvermittlungsstelle",
    "Pflegestützpunktkoordinierungsausschuss der Wohlfahrtsverbände",
    "Beschluss 12/2024 des Kreistages, https://www.example.org/export/sites/dokumente/pflegesozialplanung-2024-beschlussvorlage.pdf",
    "Rechtsschutzversicherungsgesellschaften und Straßenverkehrszulassungsordnung",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
];

#[test]
fn a_table_of_typed_texts_is_whole_however_long_its_words_are() {
    for headings in TYPED {
        for shift in 0..LONG.len() {
            for is_everywhere in [false, true] {
                let row = |at: usize| -> Vec<String> {
                    let text = |column: usize| match (column + at) % 3 {
                        0 => LONG[(column + at + shift) % LONG.len()],
                        _ if is_everywhere => LONG[(column + shift) % LONG.len()],
                        1 => "30.06.2027",
                        _ => "geplant",
                    };
                    (0..headings.len()).map(|column| text(column).to_owned()).collect()
                };
                let faults = faults(headings, &[row(0), row(1), row(2)]);
                assert!(faults.is_empty(), "{headings:?}, {shift}, {is_everywhere}: {faults:#?}");
            }
        }
    }
}

#[test]
fn a_table_of_the_state_keeps_its_columns_of_figures() {
    let headings = [
        "Indikator",
        "Jahr",
        "Land",
        "Rostock",
        "Schwerin",
        "Mecklenburgische Seenplatte",
        "Landkreis Rostock",
        "Vorpommern-Rügen",
        "Nordwestmecklenburg",
        "Vorpommern-Greifswald",
        "Ludwigslust-Parchim",
    ];
    let row: Vec<String> = std::iter::once("P04 Pflegebedürftige je 1.000 Einwohner ab 65".to_owned())
        .chain((1..headings.len()).map(|at| format!("1.57{at},4*")))
        .collect();
    let faults = faults(&headings, &vec![row; 17]);
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn a_row_that_is_longer_than_a_page_goes_on_on_the_next() {
    let long = "Wort ".repeat(2_000);
    let faults = faults(
        &["Was es füllen würde", "Was fehlt", "Warum"],
        &[vec!["Liste".to_owned(), long.clone(), long]],
    );
    assert!(faults.is_empty(), "{faults:#?}");
}
