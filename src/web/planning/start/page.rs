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
}

impl View for StartPage {
    fn template(&self) -> &'static str {
        "planning_start.html"
    }

    fn title(&self, _: &Messages) -> String {
        "Planung: Bedarf, Plätze und Personal".to_owned()
    }

    fn has_counterpart(&self) -> bool {
        false
    }
}

pub(super) fn view(
    state: &State,
    run: &QueryString,
    figures: Option<Figures>,
    unknown: Option<(&str, Vec<NamedArea>)>,
) -> StartPage {
    let links = |areas: Vec<NamedArea>| -> Vec<Link> {
        areas.iter().map(|it| Link::new(&it.name, address::area(&it.key, run))).collect()
    };
    StartPage {
        nav: Nav::new(None, None, run),
        figures,
        unknown: unknown.map(|(text, meant)| (text.to_owned(), links(meant))),
        state: Link::new("Mecklenburg-Vorpommern", address::area(STATE, run)),
        districts: links(area::inside(state, Level::District, None)),
        planning_areas: links(area::planning_areas(state)),
        amter: links(area::inside(state, Level::Amt, None)),
    }
}
