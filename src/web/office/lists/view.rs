//! What a list would change, for the page.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::import::{Outcome, RejectionKind, Report, RowReport};
use crate::register::{CategoryTree, Facility, Field, PositionSource};
use crate::units::Lang;
use crate::web::office::words::address_line;

/// Lines that a page shows of one kind; the whole report stands below.
const MOST: usize = 100;
/// Rows that are named behind a kind of finding.
const ROWS: usize = 5;

/// Some lines, and how many there are beyond them.
#[derive(Serialize)]
struct Lines<T> {
    lines: Vec<T>,
    more: usize,
}

impl<T> Lines<T> {
    fn of(all: impl Iterator<Item = T>) -> Self {
        let mut lines: Vec<T> = all.collect();
        let more = lines.len().saturating_sub(MOST);
        lines.truncate(MOST);
        Self { lines, more }
    }
}

/// Rows that are rejected for the same reason.
#[derive(Serialize)]
struct Rejected {
    text: String,
    rows: usize,
    places: String,
}

#[derive(Serialize)]
struct Finding {
    what: &'static str,
    rows: usize,
    example: String,
    places: String,
}

#[derive(Serialize)]
struct ChangeLine {
    facility: String,
    place: String,
    field: String,
    before: String,
    after: String,
}

#[derive(Serialize)]
struct MissingLine {
    name: String,
    id: String,
    is_closed: bool,
}

#[derive(Serialize)]
struct Likely {
    listed: String,
    known: String,
    score: u32,
    place: String,
}

/// The report of an import as the page shows it.
#[derive(Serialize)]
pub(super) struct Changes {
    new: usize,
    changed: usize,
    unchanged: usize,
    rejected_rows: usize,
    ignored_rows: usize,
    /// Invented facilities that give way; empty where none do.
    examples: String,
    remarks: Vec<String>,
    unread_columns: Vec<String>,
    /// Rows whose word for the kind of offer stands for nothing yet: the form beside asks for it.
    open_word_rows: usize,
    rejected: Lines<Rejected>,
    findings: Vec<Finding>,
    changes: Lines<ChangeLine>,
    missing: Lines<MissingLine>,
    closed: usize,
    likely: Lines<Likely>,
    kept_open: Option<String>,
    text: String,
}

fn place(row: &RowReport) -> String {
    match &row.sheet {
        Some(sheet) => format!("{sheet}, Zeile {}", row.line),
        None => format!("Zeile {}", row.line),
    }
}

/// The most characters of the whole report on a page.
const LONGEST_TEXT: usize = 100_000;

fn shortened(text: String) -> String {
    match text.char_indices().nth(LONGEST_TEXT) {
        None => text,
        Some((end, _)) => {
            let start = text.get(..end).unwrap_or_default();
            format!(
                "{start}\n… Hier ist der Bericht abgeschnitten. Ganz zeigt ihn „pflegeplan import register DATEI --dry-run“."
            )
        }
    }
}

/// "2.996"
fn thousands(count: usize) -> String {
    crate::charts::numbers::counted(count as f64)
}

/// What a field of the report is called on pages.
fn german_name(changed: &str) -> String {
    let info = Field::ALL.iter().map(|field| field.info()).find(|info| info.changed == Some(changed));
    info.map_or(changed, |info| info.de).to_owned()
}

impl Changes {
    pub fn of(report: &Report, examples: usize) -> Self {
        let changes = report.rows.iter().flat_map(|row| {
            row.changes.iter().map(|change| ChangeLine {
                facility: row.facility.clone().unwrap_or_default(),
                place: place(row),
                field: german_name(&change.field),
                before: change.from.clone().unwrap_or_else(|| "–".to_owned()),
                after: change.to.clone().unwrap_or_else(|| "–".to_owned()),
            })
        });
        let missing = report.missing.iter().filter(|missing| missing.whole).map(|missing| MissingLine {
            name: missing.name.clone(),
            id: missing.facility.clone(),
            is_closed: missing.closed.is_some(),
        });
        let likely = report.matches.iter().filter(|found| !found.certain).map(|found| Likely {
            listed: format!("{}, {}", found.listed.name, found.listed.address),
            known: format!("{}, {}", found.known.name, found.known.address),
            score: found.score,
            place: format!("Zeile {}", found.line),
        });
        Self {
            new: report.facilities.new,
            changed: report.facilities.changed,
            unchanged: report.facilities.unchanged,
            rejected_rows: report.totals.rejected,
            ignored_rows: report.totals.ignored,
            examples: if report.totals.imported() > 0 && examples > 0 {
                thousands(examples)
            } else {
                String::new()
            },
            remarks: report.file.remarks_de.clone(),
            unread_columns: report.file.unread_columns.clone(),
            open_word_rows: report.rows.iter().filter(|row| has_open_word(row)).count(),
            rejected: Lines::of(rejected(report).into_iter()),
            findings: findings(report),
            changes: Lines::of(changes.filter(|change| change.before != change.after)),
            closed: report.missing.iter().filter(|missing| missing.closed.is_some()).count(),
            missing: Lines::of(missing),
            likely: Lines::of(likely),
            kept_open: report.kept_open.as_ref().map(|kept| kept.text_de.clone()),
            text: shortened(report.text(Lang::De)),
        }
    }
}

fn has_open_word(row: &RowReport) -> bool {
    row.reasons.iter().any(|reason| reason.kind == RejectionKind::UnknownCategory)
}

/// Places of rows, the first few of them.
fn first_places(places: &[String]) -> String {
    let more = places.len().saturating_sub(ROWS);
    let shown = places.iter().take(ROWS).map(String::as_str).collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{shown} und {more} weitere") } else { shown }
}

/// Each reason for which rows are rejected, but words that the form asks for, the most frequent first.
fn rejected(report: &Report) -> Vec<Rejected> {
    let mut found: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for row in &report.rows {
        for reason in row.reasons.iter().filter(|reason| reason.kind != RejectionKind::UnknownCategory) {
            found.entry(&reason.text_de).or_default().push(place(row));
        }
    }
    let of = |(text, places): (&str, Vec<String>)| Rejected {
        text: text.to_owned(),
        rows: places.len(),
        places: first_places(&places),
    };
    let mut rejected: Vec<Rejected> = found.into_iter().map(of).collect();
    rejected.sort_by_key(|one| std::cmp::Reverse(one.rows));
    rejected
}

/// Each kind of note with its rows and one of its sentences.
fn findings(report: &Report) -> Vec<Finding> {
    let mut found: BTreeMap<&'static str, (&str, Vec<String>)> = BTreeMap::new();
    for row in report.rows.iter().filter(|row| row.outcome != Outcome::Ignored) {
        for note in &row.notes {
            let example = note.text_de.as_ref().unwrap_or(&note.text);
            let (_, places) = found.entry(note.kind.german()).or_insert((example, Vec::new()));
            let place = place(row);
            if places.last() != Some(&place) {
                places.push(place);
            }
        }
    }
    let finding = |(what, (example, places)): (&'static str, (&str, Vec<String>))| Finding {
        what,
        rows: places.len(),
        example: example.to_owned(),
        places: first_places(&places),
    };
    let mut findings: Vec<Finding> = found.into_iter().map(finding).collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.rows));
    findings
}

/// A facility as it would appear.
#[derive(Serialize)]
pub(super) struct Example {
    name: String,
    address: String,
    offers: Vec<String>,
    is_placed_roughly: bool,
}

impl Example {
    pub fn of(facility: &Facility, categories: &CategoryTree) -> Self {
        let offer = |offer: &crate::register::Offer| {
            let name = categories
                .get(offer.category.as_str())
                .map_or(offer.category.as_str(), |it| it.names.de.as_str());
            offer.places.map_or_else(|| name.to_owned(), |places| format!("{name} ({places} Plätze)"))
        };
        Self {
            name: facility.name.clone(),
            address: address_line(facility),
            offers: facility.offers.iter().map(offer).collect(),
            is_placed_roughly: facility.position_source == PositionSource::Gazetteer,
        }
    }
}

/// The short names of the lists in the register, without that of invented facilities.
pub(super) fn sources(register: &[Facility]) -> Vec<String> {
    let real = register.iter().filter(|facility| !facility.example);
    let sources: BTreeSet<String> = real.map(|facility| facility.source.source.to_string()).collect();
    sources.into_iter().collect()
}
