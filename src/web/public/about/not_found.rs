//! The page that says in a sentence why there is no other, such as for addresses that do not exist.

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
    /// Whether the address makes no sense in another language either.
    #[serde(skip)]
    is_alone: bool,
}

impl View for NotFound {
    fn template(&self) -> &'static str {
        "not_found.html"
    }

    fn title(&self, _: &Messages) -> String {
        self.heading.clone()
    }

    fn has_counterpart(&self) -> bool {
        !self.is_alone
    }
}

impl NotFound {
    /// A page with a heading, a sentence and the way to the search.
    pub fn new(heading: String, text: String) -> Self {
        Self { heading, text, back: String::new(), is_alone: false }
    }

    /// The same page without links to its address in other languages.
    pub(super) fn alone(self) -> Self {
        Self { is_alone: true, ..self }
    }
}

pub(crate) fn unknown_page(messages: &Messages) -> NotFound {
    NotFound::new(messages.text("no-page"), messages.text("no-page-text"))
}

pub(crate) fn unknown_facility(messages: &Messages, raw: &str) -> NotFound {
    NotFound {
        heading: messages.text("no-facility"),
        text: messages.text("no-facility-text"),
        back: QueryString::read(raw).to_string(),
        is_alone: false,
    }
}
