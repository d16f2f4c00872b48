//! An import that was made: what it changed, and taking it back.

use actix_web::http::StatusCode;
use serde::Serialize;

use super::author;
use crate::app::office::imports::{Step, by_id, step, take_back_import};
use crate::store::{ChangeKind, HistoryEntry};
use crate::web::office::call::{Call, Refusal, Reply};
use crate::web::office::facilities::take_up;
use crate::web::office::words::moment;

/// Facilities that the page lists of each kind.
const MOST: usize = 200;

#[derive(Serialize)]
struct Line {
    id: String,
    name: String,
    what: &'static str,
    /// What taking back does to it, where that is not to be expected.
    hint: &'static str,
    exists: bool,
}

#[derive(Serialize)]
struct ImportPage {
    version: u64,
    when: String,
    who: String,
    file_name: String,
    sha256: String,
    source: String,
    rows: u32,
    rejected: u32,
    new: usize,
    changed: usize,
    examples: usize,
    lines: Vec<Line>,
    more: usize,
    /// What taking back would do.
    back: usize,
    kept: usize,
    /// It was just taken in.
    is_done: bool,
    /// So many facilities were just taken back.
    taken_back: Option<String>,
}

fn version(call: &Call) -> Result<u64, Refusal> {
    call.id.parse().map_err(|_| Refusal::NotFound)
}

pub(in crate::web::office) fn page(call: &Call) -> Result<Reply, Refusal> {
    let version = version(call)?;
    let database = &call.state.database;
    let run = database.import_of_version(version)?.ok_or(Refusal::NotFound)?;
    let entries = database.history_of_version(version)?;
    let who = entries.first().map(|entry| entry.author.name.clone()).unwrap_or_default();
    let register = by_id(database.load()?.0);
    let count = |kind: ChangeKind| entries.iter().filter(|entry| entry.kind == kind).count();
    let (new, changed, examples) =
        (count(ChangeKind::Added), count(ChangeKind::Changed), count(ChangeKind::Removed));
    let categories = &call.state.reference.categories;
    let of = |entry: HistoryEntry| (step(&entry, register.get(&entry.facility_id), categories), entry);
    let steps: Vec<(Step, HistoryEntry)> = entries.into_iter().map(of).collect();
    let count_of = |wanted: Step| steps.iter().filter(|(step, _)| *step == wanted).count();
    let (back, kept) = (count_of(Step::Back), count_of(Step::ChangedSince));
    // What does not go back is what somebody looks for.
    let mut shown: Vec<&(Step, HistoryEntry)> =
        steps.iter().filter(|(step, _)| *step != Step::Example).collect();
    shown.sort_by_key(|(step, _)| *step != Step::ChangedSince);
    let name = |id: &str| register.get(id).map_or_else(|| id.to_owned(), |facility| facility.name.clone());
    let line = |(step, entry): &(Step, HistoryEntry)| Line {
        name: name(&entry.facility_id),
        what: if entry.kind == ChangeKind::Added { "neu" } else { "geändert" },
        hint: hint(*step),
        exists: register.contains_key(&entry.facility_id),
        id: entry.facility_id.clone(),
    };
    let taken_back = Some(call.query("zurueck").to_owned()).filter(|count| count.parse::<usize>().is_ok());
    let page = ImportPage {
        version,
        when: moment(run.imported_at),
        who,
        sha256: run.sha256,
        source: run.source,
        rows: run.rows_total,
        rejected: run.rows_rejected,
        new,
        changed,
        examples,
        more: shown.len().saturating_sub(MOST),
        lines: shown.into_iter().take(MOST).map(line).collect(),
        back,
        kept,
        is_done: call.query("uebernommen") == "1",
        taken_back,
        file_name: run.file_name,
    };
    let title = format!("Eingelesen: {}", page.file_name);
    Ok(Reply::with_status(StatusCode::OK, "office_import.html", &title, page))
}

fn hint(step: Step) -> &'static str {
    match step {
        Step::ChangedSince => "seitdem geändert, bleibt deshalb, wie sie ist",
        Step::Settled => "ist schon wie vorher",
        Step::Back | Step::Example => "",
    }
}

pub(in crate::web::office) fn take_back(call: &Call) -> Result<Reply, Refusal> {
    let version = version(call)?;
    let database = &call.state.database;
    database.import_of_version(version)?.ok_or(Refusal::NotFound)?;
    let count = take_back_import(database, &call.state.reference, version, &author(call)?, call.today)?;
    take_up(call);
    Ok(Reply::elsewhere(format!("/amt/listen/{version}?zurueck={count}")))
}
