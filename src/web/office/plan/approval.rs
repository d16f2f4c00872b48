//! What the public would read newly, and the button by which it does.

use actix_web::http::StatusCode;
use serde::Serialize;

use super::{
    Around, ChangeView, VERSION, VersionLine, author, change_views, seen, store, unreadable, unwritten,
};
use crate::app::plan::writing::{self, Outcome, Place, changes};
use crate::plan::texts::{NUMBERS, TextFiles, TextKind};
use crate::web::office::call::{Call, Refusal, Reply};

/// The field by which somebody confirms to have read the draft, and what it must say.
const CONFIRM: &str = "gelesen";
const YES: &str = "ja";

pub(in crate::web::office) fn is_field(name: &str) -> bool {
    [VERSION, CONFIRM].contains(&name)
}

/// A chapter or section to which nobody has written an assessment.
#[derive(Serialize)]
struct BareChapter {
    title: String,
    href: String,
}

/// Chapters and sections of a draft without an assessment.
fn bare_chapters(around: &Around, draft: &TextFiles) -> Vec<BareChapter> {
    let is_bare = |number: &&(&str, &str)| {
        let text = draft.get(&TextKind::Assessment.file_name(number.0));
        text.is_none_or(|text| text.trim().is_empty())
    };
    let line = |(number, _): &(&str, &str)| BareChapter {
        title: Place::Chapter((*number).to_owned()).german(),
        href: format!("{}/text/{number}", around.base),
    };
    NUMBERS.iter().filter(is_bare).map(line).collect()
}

#[derive(Serialize)]
struct ApprovalPage {
    around: Around,
    version: u32,
    newest: Option<VersionLine>,
    approved: Option<VersionLine>,
    changes: Vec<ChangeView>,
    has_changes: bool,
    bare: Vec<BareChapter>,
    chapter_count: usize,
    confirm_field: &'static str,
    confirm_value: &'static str,
    fault: Option<String>,
}

fn shown(call: &Call, status: StatusCode, fault: Option<String>) -> Result<Reply, Refusal> {
    let around = Around::of(call)?;
    let state = match writing::standing(store(call)?, &call.area) {
        Ok(state) => state,
        Err(cause) => return Ok(unreadable(cause)),
    };
    let title = format!("Freigeben: {}", around.area);
    let page = ApprovalPage {
        bare: bare_chapters(&around, &state.draft),
        chapter_count: NUMBERS.len(),
        confirm_field: CONFIRM,
        confirm_value: YES,
        around,
        version: state.number(),
        newest: state.newest.as_ref().map(VersionLine::new),
        approved: state.approved.as_ref().map(VersionLine::new),
        changes: change_views(changes(&state.public, &state.draft)),
        has_changes: state.has_changes(),
        fault,
    };
    Ok(Reply::with_status(status, "office_plan_approval.html", &title, page))
}

pub(in crate::web::office) fn page(call: &Call) -> Result<Reply, Refusal> {
    shown(call, StatusCode::OK, None)
}

pub(in crate::web::office) fn approve(call: &Call) -> Result<Reply, Refusal> {
    let around = Around::of(call)?;
    if call.field(CONFIRM) != YES {
        let fault =
            "Bitte bestätigen Sie unten, dass Sie den Entwurf gelesen haben und dass ihn alle sehen sollen.";
        return shown(call, StatusCode::UNPROCESSABLE_ENTITY, Some(fault.to_owned()));
    }
    match writing::approve(store(call)?, &call.area, seen(call)?, &author(call)?) {
        Ok(Outcome::Done(_)) => {
            Ok(Reply::elsewhere(format!("{}?gespeichert={}", around.base, super::start::APPROVED)))
        }
        Ok(Outcome::Nothing) => Ok(Reply::elsewhere(around.base)),
        Ok(Outcome::Outdated) => {
            let fault = "Inzwischen hat jemand etwas geändert. Unten steht der neue Entwurf; bitte sehen Sie ihn an und geben Sie ihn dann frei.";
            shown(call, StatusCode::PRECONDITION_FAILED, Some(fault.to_owned()))
        }
        Err(cause) => shown(call, StatusCode::INTERNAL_SERVER_ERROR, Some(unwritten(&cause))),
    }
}
