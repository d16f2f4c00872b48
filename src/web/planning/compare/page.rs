//! What the pages of comparisons show.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::index::{self, WeightField};
use super::question::{LEVELS, Question, Way};
use super::ranks::{self, HeatTable};
use super::{panels, profile, relation};
use crate::app::State;
use crate::app::forecast::{STATUS_QUO, ScenarioResponse};
use crate::app::indicators::response::IndicatorResponse;
use crate::app::planning::area::{self, STATE};
use crate::app::planning::compare::{Comparison, DistrictForecasts, OwnIndex, Relation, WEIGHT};
use crate::areas::Level;
use crate::tables::Introduction;
use crate::web::planning::choice::Choice;
use crate::web::planning::drawing::Drawing;
use crate::web::planning::nav::{Nav, Tab};
use crate::web::planning::table::{Card, Link};
use crate::web::planning::{address, files};
use crate::web::shell::pages::View;
use crate::web::shell::query_string::QueryString;
use crate::web::text::messages::Messages;

#[derive(Debug, Serialize)]
struct WayLink {
    label: &'static str,
    href: String,
    is_current: bool,
}

#[derive(Debug, Serialize)]
struct Select {
    name: &'static str,
    label: &'static str,
    choices: Vec<Choice>,
}

#[derive(Debug, Serialize)]
pub(super) struct ComparePage {
    nav: Nav,
    ways: Vec<WayLink>,
    way: &'static str,
    headline: String,
    lead: &'static str,
    actions: Vec<Link>,
    selects: Vec<Select>,
    weights: Vec<WeightField>,
    /// Fields that the form keeps.
    kept: Vec<(String, String)>,
    /// Why nothing is shown.
    notice: Option<String>,
    heat: Option<HeatTable>,
    cards: Vec<Card>,
    /// Indicators of which no area has a value.
    without: Vec<String>,
    notes: Vec<String>,
}

impl View for ComparePage {
    fn template(&self) -> &'static str {
        "planning_compare.html"
    }

    fn title(&self, _: &Messages) -> String {
        self.headline.clone()
    }

    fn has_counterpart(&self) -> bool {
        false
    }
}

/// What was found for a page.
pub(super) enum Found {
    Many(Comparison),
    Relation(Box<Relation>),
    Districts(DistrictForecasts),
    Index(OwnIndex),
    /// No area was chosen.
    Nothing,
}

pub(super) fn view(state: &State, question: &Question, found: &Found) -> ComparePage {
    let mut page = ComparePage {
        nav: Nav::new(Some(Tab::Compare), question.area.as_ref(), &QueryString::default()),
        ways: ways(question),
        way: question.way.word(),
        headline: headline(question),
        lead: lead(question.way),
        actions: Vec::new(),
        selects: selects(state, question),
        weights: Vec::new(),
        kept: kept(question),
        notice: None,
        heat: None,
        cards: Vec::new(),
        without: Vec::new(),
        notes: Vec::new(),
    };
    match found {
        Found::Many(found) => many(&mut page, question, found),
        Found::Relation(found) => page.cards = relation::cards(question, found),
        Found::Districts(found) => {
            let run = address::run_fields(&question.fields).without("zeigen");
            page.cards = panels::cards(found, question.fields.get("zeigen"), &run);
            page.actions = downloads_of_districts(found, &run);
        }
        Found::Index(found) => {
            page.cards = index::cards(question, found);
            page.weights = index::fields(found);
            if !index::has_room(found) {
                page.selects.retain(|select| select.name != "neu");
            }
            if found.missing > 0 {
                page.notes.push(format!(
                    "{} Gebieten fehlt ein Teil des Index; sie haben keinen Rang.",
                    found.missing
                ));
            }
        }
        Found::Nothing => {
            page.notice =
                Some("Bitte wählen Sie ein Gebiet, oder suchen Sie es oben nach seinem Namen.".to_owned());
        }
    }
    finish(&mut page, question, found);
    page
}

fn many(page: &mut ComparePage, question: &Question, found: &Comparison) {
    match question.way {
        Way::Profile => page.cards = profile::cards(question, found),
        _ => page.heat = ranks::table(question, found),
    }
    let fields = question.fields.with("level", &question.compared.level);
    page.actions =
        Link::to_files(|ending| address::with(&format!("/planung/vergleich/tabelle.{ending}"), &fields));
    page.without = found.without.iter().map(|of: &IndicatorResponse| of.name.de.clone()).collect();
}

/// The links to pictures, and what stands in place of a drawing.
fn finish(page: &mut ComparePage, question: &Question, found: &Found) {
    for card in page.cards.iter_mut().filter(|card| card.drawing.is_some()) {
        let href = format!("/planung/vergleich/bild/{}.svg", card.id);
        card.links.push(Link::new("SVG", address::with(&href, &question.fields)));
    }
    let of_page = question.fields.with(WAY, question.way.word());
    for card in &mut page.cards {
        card.links.push(Link::new("In den Korb", address::basket_of_page("vergleich", card.id, &of_page)));
    }
    if let Some(heat) = &mut page.heat {
        heat.link(&question.fields, &of_page);
    }
    let is_empty = page.cards.is_empty() && page.heat.is_none();
    if is_empty && !matches!(found, Found::Nothing) {
        page.notice = Some(format!("Für diese {} gibt es dazu keinen Wert.", question.level_name()));
    }
}

/// The field of a piece of a basket that names the way to compare.
pub(super) const WAY: &str = "weg";

impl ComparePage {
    /// Its cards; a table of ranks is one of them.
    pub fn into_cards(self) -> Vec<Card> {
        self.heat.map(HeatTable::into_card).into_iter().chain(self.cards).collect()
    }

    /// The drawing of a way to compare as a file of its own.
    pub fn picture(&self, id: &str) -> Option<String> {
        match &self.heat {
            Some(heat) if id == "raenge" => Some(heat.picture()),
            _ => self.cards.iter().find(|card| card.id == id)?.drawing.as_ref().map(Drawing::file),
        }
    }
}

fn ways(question: &Question) -> Vec<WayLink> {
    let kept = question.fields.keep(|field| matches!(field, "area" | "level"));
    let link = |way: Way| WayLink {
        label: way.label(),
        href: address::with(&format!("/planung/vergleich/{}", way.word()), &kept),
        is_current: way == question.way,
    };
    Way::ALL.into_iter().map(link).collect()
}

/// The area from which somebody comes, where the form has no field for it.
fn kept(question: &Question) -> Vec<(String, String)> {
    let has_field = !matches!(question.way, Way::Ranks | Way::Panels);
    let area = question.own().filter(|_| !has_field);
    area.map(|key| ("area".to_owned(), key.to_owned())).into_iter().collect()
}

fn headline(question: &Question) -> String {
    match (question.way, &question.area) {
        (Way::Profile, Some(area)) => {
            format!("{} im Vergleich mit allen {}", area.name, question.level_dative())
        }
        (Way::Profile, None) => "Ein Gebiet im Vergleich mit allen".to_owned(),
        (Way::Ranks, _) => format!("{} nach Rängen", question.level_name()),
        (Way::Relation, _) => "Zwei Indikatoren zusammen".to_owned(),
        (Way::Panels, _) => "Die Kreise nebeneinander".to_owned(),
        (Way::Index, _) => format!("Eigener Index der {}", question.level_name()),
    }
}

fn lead(way: Way) -> &'static str {
    match way {
        Way::Profile => {
            "Quoten und Anteile auf der Spanne aller Gebiete der gleichen Art. Anzahlen fehlen, weil große Gebiete immer höhere haben."
        }
        Way::Ranks => "Jede Zahl mit der Farbe ihres Rangs. So fallen Gebiete auf, die oft am Rand liegen.",
        Way::Relation => "Jeder Punkt ist ein Gebiet. So zeigt sich, ob zwei Quoten zusammenhängen.",
        Way::Panels => "Eine Kurve je Kreis, alle auf derselben Skala und unter derselben Annahme.",
        Way::Index => {
            "Mehrere Quoten zu einer Reihenfolge: Sie geben die Gewichte, die Seite zeigt, wie sicher der Rang ist."
        }
    }
}

fn selects(state: &State, question: &Question) -> Vec<Select> {
    let select = |name, label, choices| Select { name, label, choices };
    match question.way {
        Way::Profile => {
            vec![select("area", "Gebiet", areas(state, question)), select("theme", "Thema", themes(question))]
        }
        Way::Ranks => vec![
            select("level", "Gebiete", levels(question)),
            select("within", "Wo", districts(state, question)),
            select("theme", "Thema", themes(question)),
        ],
        Way::Relation => vec![
            select("x", "Waagrecht", indicators(question, &relation_ids(question).0)),
            select("y", "Senkrecht", indicators(question, &relation_ids(question).1)),
            select("level", "Gebiete", levels(question)),
            select("area", "Hervorheben", areas(state, question)),
        ],
        Way::Panels => vec![
            select("zeigen", "Zeigen", panels::choices(question.fields.get("zeigen"))),
            select("scenario", "Bevölkerung", scenarios(state, question)),
        ],
        Way::Index => {
            let mut more = indicators(question, "");
            more.insert(0, Choice::new("", "keiner", true));
            vec![
                select("neu", "Weiterer Indikator", more),
                select("level", "Gebiete", levels(question)),
                select("area", "Hervorheben", areas(state, question)),
            ]
        }
    }
}

/// The indicators on the level and on the upright axis.
pub(super) fn relation_ids(question: &Question) -> (String, String) {
    let of = |field: &str, usual: &str| question.fields.get(field).unwrap_or(usual).to_owned();
    (of("x", "P02"), of("y", "V04"))
}

fn indicators(question: &Question, chosen: &str) -> Vec<Choice> {
    question
        .eligible
        .iter()
        .map(|(id, name)| Choice::new(id, format!("{name} ({id})"), id == chosen))
        .collect()
}

fn levels(question: &Question) -> Vec<Choice> {
    LEVELS[..3]
        .iter()
        .map(|(level, name, _)| Choice::new(*level, *name, *level == question.compared.level))
        .collect()
}

fn themes(question: &Question) -> Vec<Choice> {
    let of = |theme: &String| Choice::new(theme, theme, question.theme.as_ref() == Some(theme));
    std::iter::once(Choice::new("", "alle Themen", question.theme.is_none()))
        .chain(question.themes.iter().map(of))
        .collect()
}

/// The districts, and the chosen area where it is none of them.
fn areas(state: &State, question: &Question) -> Vec<Choice> {
    let own = question.own();
    let mut all = vec![Choice::new("", "keines", own.is_none())];
    let districts = area::inside(state, Level::District, None);
    if let Some(area) = question.area.as_ref().filter(|area| districts.iter().all(|one| one.key != area.key))
    {
        all.push(Choice::new(&area.key, &area.name, true));
    }
    all.extend(districts.iter().map(|one| Choice::new(&one.key, &one.name, own == Some(one.key.as_str()))));
    all
}

fn districts(state: &State, question: &Question) -> Vec<Choice> {
    let within = question.compared.within.as_deref().filter(|key| *key != STATE);
    let mut all = vec![Choice::new("", "im ganzen Land", within.is_none())];
    let of = area::inside(state, Level::District, None);
    all.extend(of.iter().map(|one| Choice::new(&one.key, &one.name, within == Some(one.key.as_str()))));
    all
}

fn scenarios(state: &State, question: &Question) -> Vec<Choice> {
    let chosen = question.fields.get("scenario").unwrap_or(STATUS_QUO);
    let all = ScenarioResponse::all(state.model());
    let of_people = all.into_iter().filter(|one| one.axis == "population");
    of_people.map(|one| Choice::new(one.id.clone(), one.title.clone(), one.id == chosen)).collect()
}

fn downloads_of_districts(found: &DistrictForecasts, run: &QueryString) -> Vec<Link> {
    let keys: Vec<&str> = found.districts.iter().map(|area| area.key.as_str()).collect();
    Link::to_files(|ending| address::download(&keys, run, ending))
}

/// What the first sheet of a workbook says of the values that are compared.
pub(super) fn introduction(state: &State, question: &Question, now: DateTime<Utc>) -> Introduction {
    let within = question.compared.within.as_deref().unwrap_or(STATE);
    let within = area::area(state, within).map_or_else(|_| within.to_owned(), |area| area.name);
    let level = question.level_name();
    let facts = vec![
        ("Gebiete", format!("{level} in {within}")),
        ("Thema", question.theme.clone().unwrap_or_else(|| "alle Themen".to_owned())),
        ("Werte", "je Indikator die des letzten Jahres mit Zahlen".to_owned()),
    ];
    let title = format!("Indikatoren im Vergleich: {level} in {within}");
    files::introduction(state, title, facts, files::INDICATOR_SOURCE, now)
}

/// The weights of a first visit as fields of an address.
pub(super) fn first_weights() -> QueryString {
    let fields = QueryString::default();
    index::FIRST_PARTS
        .iter()
        .fold(fields, |fields, (id, weight)| fields.with(&format!("{WEIGHT}{id}"), weight))
}
