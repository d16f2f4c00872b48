//! A single chart for the page of a town: in a frame, with its source and a link to where it comes from.

use serde::Serialize;

use super::pieces::Shown;
use crate::app::State;
use crate::web::planning::table::{Card, Line};
use crate::web::planning::{address, files};
use crate::web::shell::pages::View;
use crate::web::shell::query_string::QueryString;
use crate::web::text::messages::Messages;

/// The path of the page, which other sites may frame.
pub(super) const PATH: &str = "/eingebettet/planung/bild";

#[derive(Debug, Serialize)]
pub(super) struct EmbedPage {
    /// "Ludwigslust-Parchim"; empty where there is no such chart.
    about: String,
    card: Option<Card>,
    /// What must stand beside figures of invented facilities.
    examples: Option<&'static str>,
    /// The basket with this chart alone.
    origin: String,
}

impl View for EmbedPage {
    fn template(&self) -> &'static str {
        "planning_embed.html"
    }

    fn title(&self, _: &Messages) -> String {
        self.card.as_ref().map_or_else(|| "Kein Bild".to_owned(), |card| card.title.clone())
    }

    fn has_counterpart(&self) -> bool {
        false
    }
}

/// The page with the first piece; its figures lead nowhere, because other pages of ours are not for frames.
pub(super) fn view(state: &State, fields: &QueryString, shown: Vec<Shown>) -> EmbedPage {
    let examples = files::examples(state);
    let kept = address::run_fields(fields);
    match shown.into_iter().next() {
        Some(one) => EmbedPage {
            origin: address::with("/planung/korb", &kept.with(address::PIECE, &one.text)),
            about: one.about,
            card: Some(without_links(one.card)),
            examples,
        },
        None => EmbedPage { about: String::new(), card: None, examples: None, origin: "/planung".to_owned() },
    }
}

impl EmbedPage {
    pub fn has_chart(&self) -> bool {
        self.card.is_some()
    }
}

fn without_links(mut card: Card) -> Card {
    card.links.clear();
    let lines = card.tables.iter_mut().flat_map(|table| &mut table.lines);
    lines.for_each(|line: &mut Line| {
        line.href = None;
        line.cells.iter_mut().filter_map(|cell| cell.figure.as_mut()).for_each(|it| it.explanation = None);
    });
    card
}
