//! Signing in and out.

use actix_web::http::StatusCode;
use serde::Serialize;

use super::call::{Call, Refusal, Reply, SessionChange};
use crate::app::office::session::{self, Credentials, SignIn};

#[derive(Serialize)]
struct SignInPage<'a> {
    name: &'a str,
    /// The page that somebody wanted to see; empty for the first one of the office.
    next: &'a str,
    fault: Option<&'static str>,
}

const TEMPLATE: &str = "office_sign_in.html";
const TITLE: &str = "Anmelden";

/// The field with the page to see after signing in.
pub(super) const NEXT: &str = "weiter";
/// Pages to which signing in leads back.
const PLANS: &str = "/planung/plan/";

/// The address of the sign-in that leads back to a page of a plan; other pages are found from the first of the office.
pub(super) fn address(path: &str) -> String {
    match next(path) {
        "" => "/amt/anmelden".to_owned(),
        next => format!("/amt/anmelden?{NEXT}={next}"),
    }
}

/// A path if it is one of a plan, and else nothing: nobody is sent to another site.
fn next(path: &str) -> &str {
    let belongs = |byte: u8| byte.is_ascii_alphanumeric() || b"/.-".contains(&byte);
    let is_of_a_plan = path.starts_with(PLANS) && path.bytes().all(belongs) && !path.contains("..");
    if is_of_a_plan { path } else { "" }
}

pub(super) fn page(call: &Call) -> Result<Reply, Refusal> {
    let next = next(call.query(NEXT));
    Ok(Reply::page(TEMPLATE, TITLE, SignInPage { name: "", next, fault: None }))
}

pub(super) fn sign_in(call: &Call) -> Result<Reply, Refusal> {
    let name = call.field("name");
    let asked = Credentials { name, password: call.field("passwort"), address: call.address };
    let next = next(call.field(NEXT));
    let fault = |status, text| {
        Reply::with_status(status, TEMPLATE, TITLE, SignInPage { name, next, fault: Some(text) })
    };
    Ok(match session::sign_in(&call.state.office, &call.state.database, asked, call.now)? {
        SignIn::Done(session) => {
            if let Some(old) = &call.session {
                call.state.database.end_session(&old.token.hash())?;
            }
            Reply::elsewhere(if next.is_empty() { "/amt" } else { next })
                .session(SessionChange::Begin(session.token))
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
