//! What the public would read newly, and the button by which it does.

use actix_web::http::StatusCode;
use serde::Serialize;

use super::{Around, ChangeView, VersionLine, author, change_views, seen, store, unreadable, unwritten};
use crate::app::plan::writing::{self, Outcome, changes};
use crate::web::office::call::{Call, Refusal, Reply};

#[derive(Serialize)]
struct ApprovalPage {
    around: Around,
    version: u32,
    newest: Option<VersionLine>,
    approved: Option<VersionLine>,
    changes: Vec<ChangeView>,
    has_changes: bool,
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
    match writing::approve(store(call)?, &call.area, seen(call)?, &author(call)?) {
        Ok(Outcome::Done(_)) => Ok(Reply::elsewhere(format!("{}?gespeichert=freigegeben", around.base))),
        Ok(Outcome::Nothing) => Ok(Reply::elsewhere(around.base)),
        Ok(Outcome::Outdated) => {
            let fault = "Inzwischen hat jemand etwas geändert. Unten steht der neue Entwurf; bitte sehen Sie ihn an und geben Sie ihn dann frei.";
            shown(call, StatusCode::PRECONDITION_FAILED, Some(fault.to_owned()))
        }
        Err(cause) => shown(call, StatusCode::INTERNAL_SERVER_ERROR, Some(unwritten(&cause))),
    }
}
