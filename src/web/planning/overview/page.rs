//! What the overview of an area shows.

use serde::Serialize;

use super::shown::Shown;
use super::{cards, people};
use crate::app::State;
use crate::app::forecast::{STATUS_QUO, ScenarioResponse};
use crate::app::planning::run::{DEFAULT_DRAWS, LAST_YEAR};
use crate::app::planning::{Overview, RunRequest};
use crate::web::planning::drawing::Drawing;
use crate::web::planning::nav::{Nav, Tab};
use crate::web::planning::table::{Card, Link};
use crate::web::planning::{address, findings, numbers};
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

    fn has_counterpart(&self) -> bool {
        false
    }
}

impl OverviewPage {
    /// The overview of an area under a run, whose fields all links keep.
    pub fn new(state: &State, found: &Overview, (run, fields): (&RunRequest, &QueryString)) -> Self {
        view(state, found, (run, fields))
    }

    /// One of its cards.
    pub fn card(&self, id: &str) -> Option<Card> {
        self.cards.iter().find(|card| card.id == id).cloned()
    }
}

fn view(state: &State, found: &Overview, (run, fields): (&RunRequest, &QueryString)) -> OverviewPage {
    let shown = Shown { found, fields, years: [found.base_year, 2030, 2035, LAST_YEAR] };
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
            card.links.push(Link::new("SVG", picture));
        }
        card.links.push(Link::new("In den Korb", address::basket(card.id, &area.key)));
    }
    let posted = run.has_own_values().then(|| serde_json::to_string_pretty(&found.request).ok()).flatten();
    OverviewPage {
        nav: Nav::new(Some(Tab::Overview), Some(area), fields),
        headline: headline(shown),
        lead: lead(shown),
        scenario: title_of(&scenarios, "population", run.scenario.as_deref()),
        assumed: assumed(&scenarios, run, shown),
        guard: guard(shown),
        cards: all,
        actions: actions(shown, run),
        change: Link::new(
            "Annahmen ändern",
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
    let last = |measure| shown.found.totals.of(measure, LAST_YEAR).map(|row| row.value);
    let (from, to) = shown.ends("people_in_need").unwrap_or_default();
    let lacking = (last("residential_places_balance"), last("staff_gap_heads"));
    let lacking = if shown.found.area.is_whole() { lacking } else { (None, None) };
    findings::headline(&shown.found.area.name, LAST_YEAR, lacking, ((shown.found.base_year, from), to))
}

fn lead(shown: Shown<'_>) -> String {
    let area = &shown.found.area;
    let base = shown.found.base_year;
    let residents = shown.found.totals.of("population", base).map_or(0.0, |row| row.value);
    let (written, is_about) = match area.is_whole() {
        true => (numbers::counted(residents), ""),
        false => (numbers::computed(residents), "rund "),
    };
    let what = match area.level {
        "planning_area" => "Planungsraum",
        "quarter" => "Stadtteil",
        _ => area.designation.as_str(),
    };
    let balance = shown.found.totals.of("residential_places_balance", LAST_YEAR);
    let band = balance.and_then(|row| row.quantiles).filter(|_| area.is_whole());
    let band = band.map(|it| {
        let (low, high) = (numbers::balance(it.q10), numbers::balance(it.q90));
        format!(" · in 8 von 10 Zukünften Saldo der Heimplätze {LAST_YEAR}: {low} bis {high}")
    });
    format!("{what}, {is_about}{written} Menschen am 31.12.{base}{}", band.unwrap_or_default())
}

/// The German title of an assumption.
fn title_of(scenarios: &[ScenarioResponse], axis: &str, id: Option<&str>) -> String {
    let id = id.unwrap_or(STATUS_QUO);
    let found = scenarios.iter().find(|one| one.axis == axis && one.id == id);
    found.map_or_else(|| id.to_owned(), |one| one.title.clone())
}

fn assumed(scenarios: &[ScenarioResponse], run: &RunRequest, shown: Shown<'_>) -> Vec<String> {
    let mut all = vec![
        format!("Pflegequoten: {}.", title_of(scenarios, "prevalence", run.prevalence.as_deref())),
        format!("Versorgung: {}.", title_of(scenarios, "care_form", run.care_form.as_deref())),
    ];
    match &run.new_places {
        Some(new) => all.push(format!(
            "{} Plätze ab Ende {} im Kreis {}.",
            numbers::with_sign(new.places),
            new.year,
            new.district
        )),
        None => all.push("Keine neuen Plätze.".to_owned()),
    }
    if !run.own.is_empty() {
        all.push(format!("Eigene Werte: {}.", run.own.len()));
    }
    let draws = run.draws.unwrap_or(DEFAULT_DRAWS);
    if shown.found.area.is_whole() && draws > 0 {
        all.push(findings::draws(draws, shown.found.draws_rates));
    }
    all
}

/// What a reader of the figures of a small area must know.
fn guard(shown: Shown<'_>) -> Option<String> {
    let row = shown.found.totals.of("people_in_need", shown.found.base_year)?;
    let text = match row.reading? {
        "grey" => {
            "Hier leben so wenige Menschen, dass die Zahlen nur eine Größenordnung sind. Bitte nur zusammen mit dem Amt oder Kreis lesen."
        }
        "warning" => {
            "Hier leben wenige Menschen: Alle Zahlen sind Schätzungen. Einzelne Zu- und Wegzüge oder ein Heim können sie stark verändern."
        }
        _ => {
            "Zahlen unterhalb der Kreise sind Schätzungen: die Menschen nach Alter und Geschlecht, mit den Pflegequoten des ganzen Kreises."
        }
    };
    Some(text.to_owned())
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
    vec![
        "Verfügbares Personal, Hilfe zur Pflege und Spannen gibt es nur für ganze Kreise und das Land."
            .to_owned(),
        "Plätze sind die des Verzeichnisses der Einrichtungen, mit ihren Öffnungen und Schließungen."
            .to_owned(),
    ]
}
