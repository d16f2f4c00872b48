//! What the basket shows: all pieces, one page for print, or slides.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::piece::{OF_AREA, OF_INDICATOR, OF_SCENARIOS};
use super::pieces::Shown;
use crate::app::State;
use crate::app::planning::area::{STATE, inside};
use crate::app::planning::indicators::all;
use crate::app::planning::run::DEFAULT_DRAWS;
use crate::areas::Level;
use crate::web::planning::choice::Choice;
use crate::web::planning::drawing::Drawing;
use crate::web::planning::nav::{Nav, Tab};
use crate::web::planning::table::{Card, Link};
use crate::web::planning::{address, files, findings};
use crate::web::shell::pages::View;
use crate::web::shell::query_string::QueryString;
use crate::web::text::messages::Messages;

/// A basket has at most so many pieces.
pub(super) const MOST_PIECES: usize = 12;
/// The field of a basket that was emptied.
const EMPTIED: &str = "leer";
/// The field that says that a piece was added which is there already.
pub(super) const AGAIN: &str = "doppelt";
/// Lines of a table for which a page of paper or a slide has room.
const MOST_LINES: usize = 20;
/// A page of paper has room for four charts.
const QUARTERS: usize = 4;

/// How a basket is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    All,
    Handout,
    Slides,
}

impl Form {
    pub fn path(self) -> &'static str {
        match self {
            Self::All => "/planung/korb",
            Self::Handout => "/planung/korb/handzettel",
            Self::Slides => "/planung/korb/folien",
        }
    }
}

#[derive(Debug, Serialize)]
struct PieceCard {
    /// Unique on the page.
    id: String,
    about: String,
    card: Card,
    remove: String,
    /// The page of this chart alone, for the frame of another site.
    embed: String,
    /// Where the piece stands one place further to the front; `None` for the first.
    forward: Option<String>,
    /// Takes two columns of the basket.
    is_wide: bool,
    /// Takes the full width of paper.
    is_full: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct BasketPage {
    nav: Nav,
    form: &'static str,
    headline: String,
    /// A sentence or two below the headline of a hand-out.
    text: String,
    pieces: Vec<PieceCard>,
    /// Whether a piece was named that is there already.
    has_again: bool,
    /// What must stand beside figures of invented facilities.
    examples: Option<&'static str>,
    /// Pieces that show nothing, or that do not fit.
    left_out: Vec<String>,
    areas: Vec<Choice>,
    of_area: Vec<Choice>,
    indicators: Vec<Choice>,
    of_indicator: Vec<Choice>,
    has_room: bool,
    kept: Vec<(String, String)>,
    all: Link,
    handout: Link,
    slides: Link,
    /// What all pieces are about, if it is one.
    about: Option<String>,
    /// "29.11.2026"
    today: String,
    scenario: &'static str,
    /// Whether a figure is computed, so that rounding and assumptions are said.
    is_computed: bool,
    /// From how many draws bands come, what they hold and leave out; `None` where no piece has a band or a probability.
    drawn: Option<String>,
}

impl View for BasketPage {
    fn template(&self) -> &'static str {
        match self.form {
            "handout" => "planning_handout.html",
            "slides" => "planning_slides.html",
            _ => "planning_basket.html",
        }
    }

    fn title(&self, _: &Messages) -> String {
        self.headline.clone()
    }

    fn has_counterpart(&self) -> bool {
        false
    }
}

pub(super) fn view(
    (messages, state): (&Messages, &State),
    form: Form,
    fields: &QueryString,
    (shown, mut left_out, has_again): (Vec<Shown>, Vec<String>, bool),
    now: DateTime<Utc>,
) -> BasketPage {
    let texts: Vec<String> = shown.iter().map(|one| one.text.clone()).collect();
    let count = shown.len();
    let (fitting, beyond) = if form == Form::Handout { on_paper(shown) } else { (shown, Vec::new()) };
    let about = fitting.first().map(|first| first.about.clone());
    let about = about.filter(|about| fitting.iter().all(|one| one.about == *about));
    left_out.extend(beyond.iter().map(|one| titled(&one.about, &one.card.title)));
    let fitting: Vec<Shown> = match form {
        Form::All => fitting,
        Form::Handout | Form::Slides => fitting.into_iter().map(shortened).collect(),
    };
    let is_computed = fitting.iter().any(|one| one.card.is_computed());
    let has_draws = fitting.iter().any(|one| one.card.has_draws());
    let kept = fields.pairs().map(|(name, value)| (name.to_owned(), value.to_owned()));
    let link = |label: &str, form: Form| Link::new(label, address::with(form.path(), fields));
    let draws = fields.get("draws").and_then(|draws| draws.parse().ok()).unwrap_or(DEFAULT_DRAWS);
    BasketPage {
        nav: Nav::new(Some(Tab::Basket), None, &QueryString::default()),
        form: match form {
            Form::All => "all",
            Form::Handout => "handout",
            Form::Slides => "slides",
        },
        headline: headline(form, fields, &fitting, count),
        text: fields.get("text").unwrap_or_default().chars().take(400).collect(),
        pieces: fitting.into_iter().enumerate().map(|(at, one)| piece(fields, &texts, (at, one))).collect(),
        left_out,
        areas: areas(state),
        of_area: OF_AREA
            .iter()
            .chain(&OF_SCENARIOS)
            .map(|(word, name)| Choice::new(*word, *name, *word == "bedarf"))
            .collect(),
        indicators: indicator_choices(state),
        of_indicator: OF_INDICATOR
            .iter()
            .map(|(word, name)| Choice::new(*word, *name, *word == "rang"))
            .collect(),
        has_room: count < MOST_PIECES,
        kept: kept.filter(|(name, _)| !["titel", "text", EMPTIED, AGAIN].contains(&name.as_str())).collect(),
        all: link("Korb", Form::All),
        handout: link("Handzettel", Form::Handout),
        slides: link("Folien", Form::Slides),
        about,
        today: now.format("%d.%m.%Y").to_string(),
        scenario: "Annahmen wie in den Untertiteln; wo keine stehen: Status quo.",
        has_again,
        examples: files::examples(state),
        is_computed,
        drawn: (has_draws && draws > 0).then(|| findings::draws(messages, draws, state.draws_rates())),
    }
}

fn headline(form: Form, fields: &QueryString, shown: &[Shown], count: usize) -> String {
    if let Some(title) = fields.get("titel").filter(|_| form != Form::All) {
        return title.chars().take(120).collect();
    }
    match (form, shown.first()) {
        (Form::All, _) if count == 0 => "Der Korb ist leer".to_owned(),
        (Form::All, _) if count == 1 => "Korb mit 1 Bild".to_owned(),
        (Form::All, _) => format!("Korb mit {count} Bildern"),
        (_, Some(first)) => titled(&first.about, &first.card.title),
        (_, None) => "Der Korb ist leer".to_owned(),
    }
}

/// "Schwerin: Mehr Menschen …"; a title that has a colon itself, or names what it is about, stands without another one.
fn titled(about: &str, title: &str) -> String {
    match title.contains(": ") {
        _ if title.contains(about) => title.to_owned(),
        true => format!("{about}, {title}"),
        false => format!("{about}: {title}"),
    }
}

/// With the first lines of a long table, for which paper and slides have no room.
fn shortened(mut one: Shown) -> Shown {
    if one.card.drawing.is_some() {
        return one;
    }
    for table in one.card.tables.iter_mut().filter(|table| table.lines.len() > MOST_LINES) {
        let all = table.lines.len();
        table.lines.truncate(MOST_LINES);
        one.card.subtitle.push_str(&format!("; gezeigt sind die ersten {MOST_LINES} von {all} Zeilen"));
    }
    one
}

/// The first pieces for which a page of paper has room, and the others.
fn on_paper(shown: Vec<Shown>) -> (Vec<Shown>, Vec<Shown>) {
    let mut used = 0;
    shown.into_iter().partition(|one| {
        let fits = used + one.quarters <= QUARTERS;
        used += if fits { one.quarters } else { 0 };
        fits
    })
}

fn piece(fields: &QueryString, texts: &[String], (at, one): (usize, Shown)) -> PieceCard {
    let id = format!("stueck-{}", at + 1);
    let mut card = one.card;
    card.drawing = card.drawing.map(|drawing| drawing.renamed(card.id, &id));
    card.links.clear();
    let order = |texts: Vec<&String>| {
        let rest = fields.without(address::PIECE);
        // An address without pieces is filled by the browser's basket, so an emptied one says so.
        let rest = if texts.is_empty() { rest.with(EMPTIED, "ja") } else { rest.without(EMPTIED) };
        let all = texts.into_iter().fold(rest, |all, text| all.and(address::PIECE, text));
        address::with(Form::All.path(), &all)
    };
    let mut moved: Vec<&String> = texts.iter().collect();
    let forward = (at > 0 && at < moved.len()).then(|| {
        moved.swap(at - 1, at);
        order(moved)
    });
    PieceCard {
        remove: order(texts.iter().filter(|text| **text != one.text).collect()),
        embed: address::with(
            super::embed::PATH,
            &address::run_fields(fields).with(address::PIECE, &one.text),
        ),
        forward,
        is_wide: card.drawing.as_ref().is_some_and(Drawing::is_wide),
        is_full: one.quarters != 1 || card.drawing.is_none(),
        about: one.about,
        id,
        card,
    }
}

fn areas(state: &State) -> Vec<Choice> {
    let mut all = vec![Choice::new(STATE, "Mecklenburg-Vorpommern", true)];
    let of = |level| inside(state, level, None).into_iter().map(|it| Choice::new(it.key, it.name, false));
    all.extend(of(Level::District));
    all.extend(of(Level::Amt));
    all
}

fn indicator_choices(state: &State) -> Vec<Choice> {
    let found = all(state).unwrap_or_default();
    found
        .iter()
        .map(|of| Choice::new(&of.id, format!("{} ({})", of.name.de, of.id), of.id == "V04"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::titled;

    #[test]
    fn a_title_has_one_colon_and_names_its_area_once() {
        assert_eq!(titled("Schwerin", "Mehr Menschen"), "Schwerin: Mehr Menschen");
        assert_eq!(titled("Schwerin", "2040: 9.150 Menschen"), "Schwerin, 2040: 9.150 Menschen");
        assert_eq!(titled("Schwerin", "Schwerin: nichts fehlt"), "Schwerin: nichts fehlt");
    }
}
