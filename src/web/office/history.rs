//! The history of a facility, and taking back a change.

use actix_web::http::StatusCode;
use serde::Serialize;

use super::call::{Call, Refusal, Reply};
use super::facilities::{author, take_up};
use super::words::{label, moment, shown};
use crate::accounts::Permission;
use crate::app::office::edit::{TakenBack, take_back};
use crate::register::values::ValueKey;
use crate::store::{ChangeKind, HistoryEntry};

/// How many changes a page shows.
const MOST: u32 = 100;

#[derive(Serialize)]
struct ChangeLine {
    label: String,
    before: String,
    after: String,
}

#[derive(Serialize)]
struct EntryView {
    id: i32,
    when: String,
    who: String,
    what: &'static str,
    request: String,
    changes: Vec<ChangeLine>,
    may_take_back: bool,
}

#[derive(Serialize)]
struct HistoryPage {
    id: String,
    name: String,
    exists: bool,
    may_edit: bool,
    fault: Option<String>,
    entries: Vec<EntryView>,
}

pub(super) fn page(call: &Call) -> Result<Reply, Refusal> {
    of_facility(call, &call.id, None)
}

fn of_facility(call: &Call, id: &str, fault: Option<String>) -> Result<Reply, Refusal> {
    let database = &call.state.database;
    let facility = database.write(|writer| writer.facility(id).map_err(Refusal::from))?;
    let entries = database.history(id, MOST)?;
    if facility.is_none() && entries.is_empty() {
        return Err(Refusal::NotFound);
    }
    let role = call.session.as_ref().map(|session| session.account.role);
    let may_edit = role.is_some_and(|role| role.may(Permission::EditRegister));
    let name = facility.as_ref().map_or_else(|| id.to_owned(), |facility| facility.name.clone());
    let status = if fault.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    let title = format!("Verlauf: {name}");
    let exists = facility.is_some();
    let entries = entries.into_iter().map(|entry| view(call, entry, may_edit)).collect();
    let page = HistoryPage { id: id.to_owned(), name, exists, may_edit: may_edit && exists, fault, entries };
    Ok(Reply::with_status(status, "office_history.html", &title, page))
}

fn view(call: &Call, entry: HistoryEntry, may_edit: bool) -> EntryView {
    let categories = &call.state.reference.categories;
    let line = |change: crate::store::StoredChange| match ValueKey::parse(&change.key, categories) {
        Some(key) => ChangeLine {
            label: label(categories, &key),
            before: shown(&key, change.before.as_deref()),
            after: shown(&key, change.after.as_deref()),
        },
        None => ChangeLine {
            label: change.key,
            before: change.before.unwrap_or_else(|| "–".to_owned()),
            after: change.after.unwrap_or_else(|| "–".to_owned()),
        },
    };
    EntryView {
        id: entry.id,
        when: moment(entry.author.at),
        who: entry.author.name,
        what: match entry.kind {
            ChangeKind::Added => "angelegt",
            ChangeKind::Changed => "geändert",
            ChangeKind::Removed => "entfernt",
        },
        request: entry.author.request_id,
        changes: entry.changes.into_iter().map(line).collect(),
        may_take_back: may_edit && entry.kind != ChangeKind::Added,
    }
}

pub(super) fn undo(call: &Call) -> Result<Reply, Refusal> {
    let number: i32 = call.id.parse().map_err(|_| Refusal::NotFound)?;
    let entry = call.state.database.history_entry(number)?.ok_or(Refusal::NotFound)?;
    let state = &call.state;
    let outcome = take_back(&state.database, &state.reference, &entry, &author(call)?, call.today)?;
    let fault = match outcome {
        TakenBack::Done => {
            take_up(call);
            return Ok(Reply::elsewhere(format!("/amt/einrichtungen/{}/verlauf", entry.facility_id)));
        }
        TakenBack::ChangedSince(keys) => {
            let name = |key: &String| {
                let parsed = ValueKey::parse(key, &state.reference.categories);
                parsed.map_or_else(|| key.clone(), |key| label(&state.reference.categories, &key))
            };
            let names: Vec<String> = keys.iter().map(name).collect();
            format!(
                "Das lässt sich nicht mehr zurücknehmen, denn seitdem wurde etwas geändert{}{}. Bitte ändern Sie die Einrichtung von Hand.",
                if names.is_empty() { "" } else { ": " },
                names.join(", ")
            )
        }
        TakenBack::Faults(faults) => {
            let texts: Vec<String> = faults.into_iter().map(|fault| fault.text).collect();
            format!("Die früheren Werte lassen sich nicht mehr übernehmen. {}", texts.join(" "))
        }
        TakenBack::NotTaken => {
            "Eine neue Einrichtung wird nicht zurückgenommen, sondern geschlossen: mit einem letzten Tag."
                .to_owned()
        }
    };
    of_facility(call, &entry.facility_id, Some(fault))
}
