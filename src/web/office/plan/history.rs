//! Who wrote what and when, and putting an earlier version in place again.

use actix_web::http::StatusCode;
use serde::Serialize;

use super::{Around, ChangeView, VersionLine, author, change_views, seen, store, unreadable, unwritten};
use crate::app::plan::writing::{self, Outcome, WritingError, changes};
use crate::plan::texts::TextFiles;
use crate::plan_texts::{TextStore, TextStoreError, Version};
use crate::web::office::call::{Call, Refusal, Reply};

/// How many versions a page shows.
const MOST: usize = 50;

#[derive(Serialize)]
struct EntryLine {
    version: VersionLine,
    href: String,
    /// The places that changed.
    places: String,
}

#[derive(Serialize)]
struct HistoryPage {
    around: Around,
    entries: Vec<EntryLine>,
    /// The address of older versions.
    older: Option<String>,
}

#[derive(Serialize)]
struct VersionPage {
    around: Around,
    action: String,
    shown: VersionLine,
    /// The number of the newest version, for the form.
    version: u32,
    is_newest: bool,
    changes: Vec<ChangeView>,
    fault: Option<String>,
}

/// The files of a version and of the one before it.
fn pair(store: &dyn TextStore, area: &str, number: u32) -> Result<(TextFiles, TextFiles), TextStoreError> {
    let before = match number.checked_sub(1) {
        None | Some(0) => TextFiles::new(),
        Some(before) => store.files(area, before)?,
    };
    Ok((before, store.files(area, number)?))
}

pub(in crate::web::office) fn page(call: &Call) -> Result<Reply, Refusal> {
    let around = Around::of(call)?;
    let store = store(call)?;
    let title = format!("Verlauf der Texte: {}", around.area);
    match entries(store, call, &around) {
        Ok((entries, older)) => {
            Ok(Reply::page("office_plan_history.html", &title, HistoryPage { around, entries, older }))
        }
        Err(cause) => Ok(unreadable(cause)),
    }
}

type Entries = (Vec<EntryLine>, Option<String>);

fn entries(store: &dyn TextStore, call: &Call, around: &Around) -> Result<Entries, TextStoreError> {
    let first = call.query("vor").parse().unwrap_or(u32::MAX);
    let numbers: Vec<u32> =
        store.numbers(&call.area)?.into_iter().rev().filter(|number| *number < first).collect();
    let mut entries = Vec::new();
    for number in numbers.iter().take(MOST) {
        let version: Version = store.version(&call.area, *number)?;
        let (before, after) = pair(store, &call.area, *number)?;
        let places: Vec<String> = changes(&before, &after).into_iter().map(|change| change.title).collect();
        entries.push(EntryLine {
            version: VersionLine::new(&version),
            href: format!("{}/verlauf/{number}", around.base),
            places: places.join(", "),
        });
    }
    let last = numbers.get(MOST - 1).filter(|_| numbers.len() > MOST);
    Ok((entries, last.map(|number| format!("{}/verlauf?vor={number}", around.base))))
}

/// The number of the version in the path.
fn number(call: &Call) -> Result<u32, Refusal> {
    call.id.parse().map_err(|_| Refusal::NotFound)
}

pub(in crate::web::office) fn version(call: &Call) -> Result<Reply, Refusal> {
    shown(call, StatusCode::OK, None)
}

fn shown(call: &Call, status: StatusCode, fault: Option<String>) -> Result<Reply, Refusal> {
    let (around, store, number) = (Around::of(call)?, store(call)?, number(call)?);
    let read = || -> Result<(Version, u32, Vec<ChangeView>), TextStoreError> {
        let version = store.version(&call.area, number)?;
        let newest = store.numbers(&call.area)?.last().copied().unwrap_or_default();
        let (before, after) = pair(store, &call.area, number)?;
        Ok((version, newest, change_views(changes(&before, &after))))
    };
    let (version, newest, changes) = match read() {
        Ok(found) => found,
        Err(TextStoreError::NoVersion(_)) => return Err(Refusal::NotFound),
        Err(cause) => return Ok(unreadable(cause)),
    };
    let title = format!("Fassung {number}: {}", around.area);
    let page = VersionPage {
        action: format!("{}/verlauf/{number}", around.base),
        around,
        shown: VersionLine::new(&version),
        version: newest,
        is_newest: newest == number,
        changes,
        fault,
    };
    Ok(Reply::with_status(status, "office_plan_version.html", &title, page))
}

pub(in crate::web::office) fn restore(call: &Call) -> Result<Reply, Refusal> {
    let (around, number, seen) = (Around::of(call)?, number(call)?, seen(call)?);
    match writing::restore(store(call)?, &call.area, (seen, number), &author(call)?) {
        Ok(Outcome::Done(_) | Outcome::Nothing) => {
            Ok(Reply::elsewhere(format!("{}?gespeichert=wiederhergestellt", around.base)))
        }
        Ok(Outcome::Outdated) => {
            let fault = "Nichts wurde geändert, denn inzwischen hat jemand anderes etwas geändert. Wenn Sie jetzt wiederherstellen, gilt diese Fassung; die andere bleibt im Verlauf.";
            shown(call, StatusCode::PRECONDITION_FAILED, Some(fault.to_owned()))
        }
        Err(WritingError::Store(TextStoreError::NoVersion(_))) => Err(Refusal::NotFound),
        Err(cause) => shown(call, StatusCode::INTERNAL_SERVER_ERROR, Some(unwritten(&cause))),
    }
}
