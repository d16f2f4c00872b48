//! The page of a one-time link: its reader sets the password.

use actix_web::http::StatusCode;
use serde::Serialize;

use super::call::{Call, Refusal, Reply, SessionChange};
use crate::accounts::Token;
use crate::app::office::accounts::{self, NewPassword};

#[derive(Serialize)]
struct InvitationPage<'a> {
    name: &'a str,
    key: &'a str,
    fault: Option<String>,
}

const TEMPLATE: &str = "office_invitation.html";
const TITLE: &str = "Passwort setzen";

/// What is said where the two passwords differ.
pub(super) const NOT_THE_SAME: &str = "Die beiden Passwörter sind nicht gleich.";

pub(super) fn page(call: &Call) -> Result<Reply, Refusal> {
    shown(call, call.query("schluessel"), None)
}

fn shown(call: &Call, key: &str, fault: Option<String>) -> Result<Reply, Refusal> {
    let link = Token::read(key).ok_or(Refusal::NotFound)?;
    let account = call.state.database.invited(&link.hash(), call.now)?.ok_or(Refusal::NotFound)?;
    let status = if fault.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    Ok(Reply::with_status(status, TEMPLATE, TITLE, InvitationPage { name: &account.name, key, fault }))
}

pub(super) fn take_up(call: &Call) -> Result<Reply, Refusal> {
    let (key, password) = (call.field("schluessel"), call.field("passwort"));
    let link = Token::read(key).ok_or(Refusal::NotFound)?;
    if password != call.field("nochmal") {
        return shown(call, key, Some(NOT_THE_SAME.to_owned()));
    }
    let state = &call.state;
    match accounts::take_up(&state.office, &state.database, &link, password, call.now)? {
        NewPassword::Set(session) => {
            Ok(Reply::elsewhere("/amt").session(SessionChange::Begin(session.token)))
        }
        NewPassword::Fault(fault) => shown(call, key, Some(fault.german())),
        NewPassword::WrongOld | NewPassword::LinkEnded => Err(Refusal::NotFound),
    }
}
