//! The page that says why there is no answer.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, RETRY_AFTER};
use serde::Serialize;

use super::address;
use super::faults::Fault;
use super::nav::Nav;
use super::table::Link;
use crate::app::error::{Error, Unavailable};
use crate::units::Lang;
use crate::web::shell::answer::{self, PageError};
use crate::web::shell::page_context::PageContext;
use crate::web::shell::pages::View;
use crate::web::shell::query_string::QueryString;
use crate::web::text::messages::Messages;

/// So many wrong values are named. An address may have hundreds.
const MAX_FAULTS: usize = 20;

#[derive(Debug, Serialize)]
pub(super) struct ProblemPage {
    nav: Nav,
    title: &'static str,
    text: &'static str,
    faults: Vec<Fault>,
    /// How many more there are.
    more: usize,
    links: Vec<Link>,
}

impl View for ProblemPage {
    fn template(&self) -> &'static str {
        "planning_problem.html"
    }

    fn title(&self, _: &Messages) -> String {
        self.title.to_owned()
    }

    fn has_counterpart(&self) -> bool {
        false
    }
}

/// Status, title and text of the page that says why there is no answer.
pub(in crate::web) fn words(error: &Error, lang: Lang) -> (StatusCode, &'static str, &'static str) {
    let (status, german, english) = match error {
        Error::BadInput(_) => (
            StatusCode::BAD_REQUEST,
            ["So lässt sich das nicht rechnen", "In der Adresse oder im Formular stimmt etwas nicht:"],
            ["This can't be calculated", "There is a problem with the address or the form:"],
        ),
        Error::NotFound(_) => (
            StatusCode::NOT_FOUND,
            [
                "Das gibt es hier nicht",
                "Gebiet oder Kennzahl der Adresse kennen wir nicht. Suchen Sie das Gebiet oben nach seinem Namen.",
            ],
            [
                "Page not found",
                "We don't know the area or the indicator of this address. Search for the area by its name above.",
            ],
        ),
        Error::Unavailable(Unavailable::Indicators) => (
            StatusCode::SERVICE_UNAVAILABLE,
            [
                "Die Zahlen werden gerade zusammengestellt",
                "Das dauert nach dem Start einen Moment. Bitte laden Sie die Seite gleich noch einmal.",
            ],
            [
                "The figures are being put together",
                "This takes a moment after the start. Please reload the page shortly.",
            ],
        ),
        Error::Unavailable(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            ["Gerade wird zu viel gerechnet", "Bitte laden Sie die Seite in ein paar Sekunden noch einmal."],
            ["The service is busy", "Please reload the page in a few seconds."],
        ),
        Error::Internal(cause) => {
            log::error!("a page of the workspace has no figures: {cause}");
            (
                StatusCode::INTERNAL_SERVER_ERROR,
                [
                    "Das hat nicht geklappt",
                    "Der Fehler ist vermerkt. Bitte versuchen Sie es später noch einmal.",
                ],
                ["Something went wrong", "The error has been recorded. Please try again later."],
            )
        }
    };
    let [title, text] = if lang == Lang::De { german } else { english };
    (status, title, text)
}

/// The answer to a request that has none.
pub(super) fn answer(context: &PageContext, error: &Error) -> Result<HttpResponse, PageError> {
    let lang = context.messages().lang().nearest();
    let (status, title, text) = words(error, lang);
    let errors = match error {
        Error::BadInput(errors) => &errors[..],
        _ => &[],
    };
    let faults = errors.iter().take(MAX_FAULTS).map(|error| Fault::new(error, lang)).collect();
    let more = errors.len().saturating_sub(MAX_FAULTS);
    let nav = Nav::new(None, None, &QueryString::default());
    let links = vec![Link::new(
        &context.messages().text("planning-back-to-start"),
        address::in_language(context.messages(), "/planung".to_owned()),
    )];
    let page = ProblemPage { nav, title, text, faults, more, links };
    let mut response = answer::unkept(context.answer(status, &page)?);
    if let Error::Unavailable(unavailable) = error {
        let seconds = HeaderValue::from(unavailable.retry_after_s());
        response.headers_mut().insert(RETRY_AFTER, seconds);
    }
    Ok(response)
}
