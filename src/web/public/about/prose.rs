//! Pages that are text and nothing else.

use serde::Serialize;

use crate::web::shell::pages::View;
use crate::web::text::messages::Messages;

/// The template of a page whose text is a macro of the prose of its language, which the view names as `prose`.
pub(super) const PROSE_PAGE: &str = "prose_page.html";

/// A page of prose: where it stands, its template, the macro of its text and the message that names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct Prose {
    pub path: &'static str,
    template: &'static str,
    prose: &'static str,
    title: &'static str,
    /// Written in plain German, which has no counterpart in other editions.
    easy: bool,
}

const fn page(path: &'static str, prose: &'static str, title: &'static str) -> Prose {
    Prose { path, template: PROSE_PAGE, prose, title, easy: false }
}

const fn easy_page(path: &'static str, template: &'static str, title: &'static str) -> Prose {
    Prose { path, template, prose: "", title, easy: true }
}

/// Those of every edition that stands alone.
pub(crate) const PAGES: [Prose; 3] = [
    page("/datenschutz", "privacy", "title-privacy"),
    page("/impressum", "imprint", "title-imprint"),
    page("/barrierefreiheit", "accessibility", "title-accessibility"),
];

/// Those in plain German, each once.
pub(crate) const EASY_PAGES: [Prose; 5] = [
    easy_page("/leicht", "plain/start.html", "title-easy-start"),
    easy_page("/leicht/suche", "plain/search.html", "title-easy-search"),
    easy_page("/leicht/pflege", "plain/care.html", "title-easy-care"),
    easy_page("/leicht/datenschutz", "plain/privacy.html", "title-easy-privacy"),
    easy_page("/leicht/barrierefreiheit", "plain/accessibility.html", "title-easy-accessibility"),
];

impl View for Prose {
    fn template(&self) -> &'static str {
        self.template
    }

    fn title(&self, messages: &Messages) -> String {
        messages.text(self.title)
    }

    fn is_easy(&self) -> bool {
        self.easy
    }
}
