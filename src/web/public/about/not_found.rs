//! The page for addresses that do not exist.

use serde::Serialize;

use crate::web::shell::pages::View;
use crate::web::shell::query_string::QueryString;
use crate::web::text::messages::Messages;

#[derive(Debug, Serialize)]
pub(crate) struct NotFound {
    heading: String,
    text: String,
    /// The query of the previous search; empty for none.
    back: String,
}

impl View for NotFound {
    fn template(&self) -> &'static str {
        "not_found.html"
    }

    fn title(&self, _: &Messages) -> String {
        self.heading.clone()
    }
}

pub(crate) fn unknown_page(messages: &Messages) -> NotFound {
    NotFound { heading: messages.text("no-page"), text: messages.text("no-page-text"), back: String::new() }
}

pub(crate) fn unknown_facility(messages: &Messages, raw: &str) -> NotFound {
    NotFound {
        heading: messages.text("no-facility"),
        text: messages.text("no-facility-text"),
        back: QueryString::read(raw).to_string(),
    }
}
