//! The pages on which planners write the texts of a care plan: chapters as Markdown with a preview, actions and target
//! values as forms, what has changed, and the approval by which the public reads it.

pub(super) mod approval;
pub(super) mod draft;
pub(super) mod entry;
pub(super) mod history;
pub(super) mod start;
pub(super) mod text;
pub(super) mod upload;

use actix_web::http::StatusCode;
use serde::Serialize;

use super::call::{Call, Refusal, Reply};
use super::words::moment;
use crate::app::plan::writing::{DiffLine, LineKind, PlaceChange, WritingError};
use crate::app::plan::{TextSource, area};
use crate::plan_texts::{Change, TextStore, Version};
use crate::store::Author;

/// The field with the version that somebody has seen.
pub(super) const VERSION: &str = "stand";

pub(super) fn is_version_field(name: &str) -> bool {
    name == VERSION
}

/// What every page of a plan's texts says around its subject.
#[derive(Serialize)]
struct Around {
    /// "Landkreis Ludwigslust-Parchim"
    area: String,
    /// `/planung/plan/13076`
    plan: String,
    /// Where the texts of the plan are written.
    base: String,
}

impl Around {
    /// The plan of the path.
    fn of(call: &Call) -> Result<Self, Refusal> {
        let found = area(&call.state.reference, &call.area).map_err(|_| Refusal::NotFound)?;
        let plan = format!("/planung/plan/{}", found.key);
        let name = match found.designation.as_str() {
            designation @ ("Landkreis" | "Land") if !found.name.starts_with(designation) => {
                format!("{designation} {}", found.name)
            }
            _ => found.name,
        };
        Ok(Self { area: name, base: format!("{plan}/bearbeiten"), plan })
    }
}

/// Where texts are written; there is nothing to write where the operator keeps them as files.
fn store(call: &Call) -> Result<&dyn TextStore, Refusal> {
    match &call.state.plan_files.texts {
        TextSource::Store(store) => Ok(store.as_ref()),
        TextSource::Folder(_) => Err(Refusal::NotFound),
    }
}

/// Who writes.
fn author(call: &Call) -> Result<Author, Refusal> {
    super::facilities::author(call)
}

/// The version that somebody has seen.
fn seen(call: &Call) -> Result<u32, Refusal> {
    call.field(VERSION).parse().map_err(|_| Refusal::UnknownField)
}

/// Why texts cannot be read, as a page.
fn unreadable(cause: impl Into<WritingError>) -> Reply {
    let cause = cause.into();
    log::error!("the texts of a plan cannot be read: {cause}");
    Reply::fault(StatusCode::INTERNAL_SERVER_ERROR, "Die Texte lassen sich nicht lesen", &cause.german())
}

/// Why texts were not kept, for the page that has what was typed.
fn unwritten(cause: &WritingError) -> String {
    log::error!("the texts of a plan cannot be written: {cause}");
    cause.german()
}

/// A version in a list.
#[derive(Serialize)]
struct VersionLine {
    number: u32,
    when: String,
    who: String,
    /// "Geändert", "Freigegeben"
    what: String,
}

impl VersionLine {
    fn new(version: &Version) -> Self {
        Self {
            number: version.number,
            when: moment(version.author.at),
            who: version.author.name.clone(),
            what: match (version.change, version.of) {
                (Change::Written, _) => "Geändert".to_owned(),
                (Change::Approved, _) => "Freigegeben".to_owned(),
                (Change::Imported, _) => "Aus Dateien übernommen".to_owned(),
                (Change::Restored, Some(of)) => format!("Fassung {of} wiederhergestellt"),
                (Change::Restored, None) => "Frühere Fassung wiederhergestellt".to_owned(),
            },
        }
    }
}

/// A place that differs, as its template shows it: what stood there and what stands there now, without lines that stay.
#[derive(Serialize)]
struct ChangeView {
    title: String,
    /// "neu", "geändert" or "entfernt"
    what: &'static str,
    removed: Vec<String>,
    added: Vec<String>,
}

fn change_views(changes: Vec<PlaceChange>) -> Vec<ChangeView> {
    let of = |lines: &[DiffLine], kind: LineKind| -> Vec<String> {
        let wanted = lines.iter().filter(|line| line.kind == kind && !line.text.trim().is_empty());
        wanted.map(|line| line.text.clone()).collect()
    };
    let view = |change: PlaceChange| ChangeView {
        what: change.german(),
        removed: of(&change.lines, LineKind::Removed),
        added: of(&change.lines, LineKind::Added),
        title: change.title,
    };
    changes.into_iter().map(view).collect()
}
