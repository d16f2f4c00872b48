//! What the first page shows.

use serde::Serialize;

use super::cards::Figures;
use crate::app::State;
use crate::app::planning::NamedArea;
use crate::app::planning::area::{self, STATE};
use crate::areas::Level;
use crate::web::planning::address;
use crate::web::planning::nav::Nav;
use crate::web::planning::table::Link;
use crate::web::shell::pages::View;
use crate::web::shell::query_string::QueryString;
use crate::web::text::messages::Messages;

/// Another page, with the messages that name it and say what it is for.
#[derive(Debug, Serialize)]
struct Entry {
    href: &'static str,
    label: &'static str,
    text: &'static str,
}

const ENTRIES: [(&str, &str, &str); 7] = [
    ("/planung/szenarien", "planning-tab-scenarios", "planning-start-scenarios"),
    ("/planung/standorte", "planning-tab-sites", "planning-start-sites"),
    ("/planung/indikatoren", "planning-tab-indicators", "planning-start-indicators"),
    ("/planung/vergleich", "planning-tab-compare", "planning-start-compare"),
    ("/planung/plan", "planning-tab-plan", "planning-start-plan"),
    ("/planung/daten", "planning-tab-data", "planning-start-data"),
    ("/planung/korb", "planning-tab-basket", "planning-start-basket"),
];

#[derive(Debug, Serialize)]
pub(super) struct StartPage {
    nav: Nav,
    /// The state and its districts; `None` while too much else is computed, or where the page asks what is meant.
    figures: Option<Figures>,
    /// A text that names no area, and what may be meant.
    unknown: Option<(String, Vec<Link>)>,
    state: Link,
    districts: Vec<Link>,
    planning_areas: Vec<Link>,
    amter: Vec<Link>,
    /// Whether there are accounts, so that one can sign in.
    has_office: bool,
    /// The other pages.
    entries: [Entry; 7],
}

impl View for StartPage {
    fn template(&self) -> &'static str {
        "planning_start.html"
    }

    fn title(&self, messages: &Messages) -> String {
        messages.text("planning-start-title")
    }
}

pub(super) fn view(
    (messages, state, has_office): (&Messages, &State, bool),
    run: &QueryString,
    figures: Option<Figures>,
    unknown: Option<(&str, Vec<NamedArea>)>,
) -> StartPage {
    let href = |key: &str| address::in_language(messages, address::area(key, run));
    let links = |areas: Vec<NamedArea>| -> Vec<Link> {
        areas.iter().map(|it| Link::new(&it.name, href(&it.key))).collect()
    };
    StartPage {
        nav: Nav::new(None, None, run),
        figures,
        unknown: unknown.map(|(text, meant)| (text.to_owned(), links(meant))),
        state: Link::new("Mecklenburg-Vorpommern", href(STATE)),
        districts: links(area::inside(state, Level::District, None)),
        planning_areas: links(area::planning_areas(state)),
        amter: links(area::inside(state, Level::Amt, None)),
        has_office,
        entries: ENTRIES.map(|(href, label, text)| Entry { href, label, text }),
    }
}
