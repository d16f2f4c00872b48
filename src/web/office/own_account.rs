//! One's own account: password and sessions.

use actix_web::http::StatusCode;
use serde::Serialize;

use super::call::{Call, Refusal, Reply, SessionChange};
use super::invitation::NOT_THE_SAME;
use crate::app::office::accounts::{self, NewPassword};

#[derive(Serialize)]
struct OwnAccountPage<'a> {
    name: &'a str,
    role: &'static str,
    meaning: &'static str,
    is_changed: bool,
    /// What is wrong with the old password, and with the new one.
    old_fault: Option<&'static str>,
    new_fault: Option<String>,
}

fn shown(call: &Call, old_fault: Option<&'static str>, new_fault: Option<String>) -> Result<Reply, Refusal> {
    let account = &call.session.as_ref().ok_or(Refusal::NotFound)?.account;
    let is_wrong = old_fault.is_some() || new_fault.is_some();
    let status = if is_wrong { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    let page = OwnAccountPage {
        name: &account.name,
        role: account.role.german(),
        meaning: account.role.german_meaning(),
        is_changed: call.query("geaendert") == "1",
        old_fault,
        new_fault,
    };
    Ok(Reply::with_status(status, "office_own_account.html", "Mein Konto", page))
}

pub(super) fn page(call: &Call) -> Result<Reply, Refusal> {
    shown(call, None, None)
}

pub(super) fn change_password(call: &Call) -> Result<Reply, Refusal> {
    let account = &call.session.as_ref().ok_or(Refusal::NotFound)?.account;
    let (old, new) = (call.field("alt"), call.field("passwort"));
    if new != call.field("nochmal") {
        return shown(call, None, Some(NOT_THE_SAME.to_owned()));
    }
    let state = &call.state;
    match accounts::change_password(&state.office, &state.database, account, (old, new), call.now)? {
        NewPassword::Set(session) => {
            Ok(Reply::elsewhere("/amt/konto?geaendert=1").session(SessionChange::Begin(session.token)))
        }
        NewPassword::WrongOld => shown(call, Some("Das ist nicht Ihr jetziges Passwort."), None),
        NewPassword::Fault(fault) => shown(call, None, Some(fault.german())),
        NewPassword::LinkEnded => Err(Refusal::NotFound),
    }
}

pub(super) fn sign_out_everywhere(call: &Call) -> Result<Reply, Refusal> {
    let account = &call.session.as_ref().ok_or(Refusal::NotFound)?.account;
    call.state.database.end_sessions(account.id, Some(account.id), call.now)?;
    Ok(Reply::elsewhere("/amt/anmelden").session(SessionChange::End))
}
