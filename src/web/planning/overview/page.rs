//! What the overview of an area shows.

use serde::Serialize;

use super::shown::Shown;
use super::{cards, people};
use crate::app::State;
use crate::app::forecast::{STATUS_QUO, ScenarioResponse};
use crate::app::planning::run::{DEFAULT_DRAWS, LAST_YEAR};
use crate::app::planning::{Overview, RunRequest, WorkspaceArea};
use crate::web::planning::drawing::Drawing;
use crate::web::planning::nav::{Nav, Tab};
use crate::web::planning::numbers::Numbers;
use crate::web::planning::table::{Card, Link};
use crate::web::planning::{address, findings};
use crate::web::shell::pages::View;
use crate::web::shell::query_string::QueryString;
use crate::web::text::messages::Messages;

#[derive(Debug, Serialize)]
pub(in crate::web::planning) struct OverviewPage {
    nav: Nav,
    headline: String,
    /// "Landkreis, 207.160 Menschen am 31.12.2025"
    lead: String,
    /// "Status quo"
    scenario: String,
    /// What else is assumed, a sentence each.
    assumed: Vec<String>,
    /// How the figures of a small area may be read.
    guard: Option<String>,
    cards: Vec<Card>,
    actions: Vec<Link>,
    change: Link,
    /// What is not known, and why.
    missing: Vec<String>,
    /// The body of `POST /api/v1/forecasts` where the run has own values.
    posted: Option<String>,
}

impl View for OverviewPage {
    fn template(&self) -> &'static str {
        "planning_overview.html"
    }

    fn title(&self, _: &Messages) -> String {
        self.headline.clone()
    }
}

impl OverviewPage {
    /// The overview of an area under a run, whose fields all links keep.
    pub fn new(
        written: (&Messages, &State),
        found: &Overview,
        (run, fields): (&RunRequest, &QueryString),
    ) -> Self {
        view(written, found, (run, fields))
    }

    /// One of its cards.
    pub fn card(&self, id: &str) -> Option<Card> {
        self.cards.iter().find(|card| card.id == id).cloned()
    }
}

fn view(
    (messages, state): (&Messages, &State),
    found: &Overview,
    (run, fields): (&RunRequest, &QueryString),
) -> OverviewPage {
    let shown = Shown { messages, found, fields, years: [found.base_year, 2030, 2035, LAST_YEAR] };
    let area = &found.area;
    let scenarios = ScenarioResponse::all(state.model());
    let mut all = vec![cards::key_figures(shown), cards::need(shown)];
    all.extend(cards::places(shown));
    all.push(people::pyramid(shown));
    all.extend(cards::staff(shown));
    all.extend(people::inside(shown));
    for card in &mut all {
        if card.drawing.is_some() {
            let fields = fields.with("area", &area.key);
            let picture = address::with(&format!("/planung/bild/{}.svg", card.id), &fields);
            card.links.push(Link::new("SVG", address::in_language(messages, picture)));
        }
        card.links.push(Link::new(&messages.text("client-basket-add"), address::basket(card.id, &area.key)));
    }
    let posted = run.has_own_values().then(|| serde_json::to_string_pretty(&found.request).ok()).flatten();
    OverviewPage {
        nav: Nav::new(Some(Tab::Overview), Some(area), fields),
        headline: headline(shown),
        lead: lead(shown),
        scenario: title_of(messages, &scenarios, ("population", run.scenario.as_deref())),
        assumed: assumed(&scenarios, run, shown),
        guard: guard(shown),
        cards: all,
        actions: actions(shown, run),
        change: Link::new(
            &messages.text("planning-change-assumptions"),
            address::with("/planung/szenarien", &fields.with("area", &area.key)),
        ),
        missing: missing(shown),
        posted,
    }
}

impl OverviewPage {
    /// The drawing of a card as a file of its own.
    pub fn picture(&self, id: &str) -> Option<String> {
        let card = self.cards.iter().find(|card| card.id == id)?;
        card.drawing.as_ref().map(Drawing::file)
    }
}

fn headline(shown: Shown<'_>) -> String {
    let judged = match shown.found.area.is_whole() {
        true => [shown.places("residential").last().map(|last| last.1), shown.staff().map(|staff| staff.1)],
        false => [None, None],
    };
    findings::headline(
        shown.messages,
        &shown.found.area.name,
        (shown.found.base_year, LAST_YEAR),
        judged,
        shown.ends("people_in_need").unwrap_or_default(),
    )
}

fn lead(shown: Shown<'_>) -> String {
    let area = &shown.found.area;
    let base = shown.found.base_year;
    let residents = shown.found.totals.of("population", base).map_or(0.0, |row| row.value);
    let (messages, numbers) = (shown.messages, Numbers::of(shown.messages));
    let (number, id) = match area.is_whole() {
        true => (numbers.counted(residents), "planning-lead"),
        false => (numbers.computed(residents), "planning-lead-about"),
    };
    let values =
        [("what", what(messages, area).into()), ("number", number.into()), ("year", base.to_string().into())];
    let lead = messages.format(id, values);
    let balance = shown.found.totals.of("residential_places_balance", LAST_YEAR);
    let band = balance.and_then(|row| row.quantiles).filter(|_| area.is_whole());
    let band =
        band.map(|it| format!(" · {}", findings::range_of_balance(messages, LAST_YEAR, (it.q10, it.q90))));
    lead + &band.unwrap_or_default()
}

/// "Landkreis": what an area is. Designations of the law, such as "Seebad", are German.
fn what(messages: &Messages, area: &WorkspaceArea) -> String {
    if messages.lang().is_german() && !area.designation.is_empty() {
        return area.designation.clone();
    }
    let word = match area.level {
        "district" if area.designation.starts_with("kreisfrei") => "city",
        "amt" if area.designation != "Amt" => "municipality",
        level => level,
    };
    messages.text(&format!("planning-what-{word}"))
}

/// The title of an assumption: in German that of the model set.
fn title_of(messages: &Messages, scenarios: &[ScenarioResponse], (axis, id): (&str, Option<&str>)) -> String {
    let id = id.unwrap_or(STATUS_QUO);
    if let Some(title) = messages.find(&format!("scenario-{axis}-{id}"), None) {
        return title;
    }
    let found = scenarios.iter().find(|one| one.axis == axis && one.id == id);
    found.map_or_else(|| id.to_owned(), |one| one.title.clone())
}

fn assumed(scenarios: &[ScenarioResponse], run: &RunRequest, shown: Shown<'_>) -> Vec<String> {
    let messages = shown.messages;
    let of_axis = |message: &str, axis: (&str, Option<&str>)| {
        messages.format(message, [("title", title_of(messages, scenarios, axis).into())])
    };
    let mut all = vec![
        of_axis("planning-assumed-rates", ("prevalence", run.prevalence.as_deref())),
        of_axis("planning-assumed-care", ("care_form", run.care_form.as_deref())),
    ];
    all.push(match &run.new_places {
        Some(new) => messages.format(
            "planning-assumed-places",
            [
                ("places", Numbers::of(messages).with_sign(new.places).into()),
                ("year", new.year.to_string().into()),
                ("district", new.district.to_string().into()),
            ],
        ),
        None => messages.text("planning-assumed-no-places"),
    });
    if !run.own.is_empty() {
        all.push(messages.format("planning-assumed-own", [("number", run.own.len().to_string().into())]));
    }
    let draws = run.draws.unwrap_or(DEFAULT_DRAWS);
    if shown.found.area.is_whole() && draws > 0 {
        all.push(findings::draws(messages, draws, shown.found.draws_rates));
    }
    all
}

/// What a reader of the figures of a small area must know.
fn guard(shown: Shown<'_>) -> Option<String> {
    let row = shown.found.totals.of("people_in_need", shown.found.base_year)?;
    let id = match row.reading? {
        "grey" => "planning-guard-very-few",
        "warning" => "planning-guard-few",
        _ => "planning-guard",
    };
    Some(shown.messages.text(id))
}

fn actions(shown: Shown<'_>, run: &RunRequest) -> Vec<Link> {
    let key = shown.found.area.key.as_str();
    let mut all = Link::to_files(|ending| address::download(&[key], shown.fields, ending));
    all.extend(address::api(key, run, shown.found.area.is_whole()).map(|href| Link::new("API", href)));
    all
}

fn missing(shown: Shown<'_>) -> Vec<String> {
    if shown.found.area.is_whole() {
        return Vec::new();
    }
    ["planning-missing-below-districts", "planning-missing-places"].map(|id| shown.messages.text(id)).into()
}
