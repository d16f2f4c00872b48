//! Signing in and out.

use actix_web::http::StatusCode;
use serde::Serialize;

use super::call::{Call, Refusal, Reply, SessionChange};
use crate::app::office::session::{self, Credentials, SignIn};

#[derive(Serialize)]
struct SignInPage<'a> {
    name: &'a str,
    fault: Option<&'static str>,
}

const TEMPLATE: &str = "office_sign_in.html";
const TITLE: &str = "Anmelden";

pub(super) fn page(_: &Call) -> Result<Reply, Refusal> {
    Ok(Reply::page(TEMPLATE, TITLE, SignInPage { name: "", fault: None }))
}

pub(super) fn sign_in(call: &Call) -> Result<Reply, Refusal> {
    let name = call.field("name");
    let asked = Credentials { name, password: call.field("passwort"), address: call.address };
    let fault =
        |status, text| Reply::with_status(status, TEMPLATE, TITLE, SignInPage { name, fault: Some(text) });
    Ok(match session::sign_in(&call.state.office, &call.state.database, asked, call.now)? {
        SignIn::Done(session) => {
            if let Some(old) = &call.session {
                call.state.database.end_session(&old.token.hash())?;
            }
            Reply::elsewhere("/amt").session(SessionChange::Begin(session.token))
        }
        SignIn::Wrong => fault(StatusCode::FORBIDDEN, "Name oder Passwort stimmt nicht."),
        SignIn::Locked => fault(
            StatusCode::TOO_MANY_REQUESTS,
            "Zu viele Versuche sind gescheitert. Bitte warten Sie 15 Minuten, oder lassen Sie sich einen neuen Link geben.",
        ),
    })
}

pub(super) fn sign_out(call: &Call) -> Result<Reply, Refusal> {
    if let Some(session) = &call.session {
        call.state.database.end_session(&session.token.hash())?;
    }
    Ok(Reply::elsewhere("/amt/anmelden").session(SessionChange::End))
}
