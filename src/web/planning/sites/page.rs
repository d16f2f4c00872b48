//! What the page about a new offer shows.

use serde::Serialize;

use crate::app::State;
use crate::app::planning::run::LAST_YEAR;
use crate::app::planning::sites::{CATEGORIES, Reached, SitesAnswer, SitesQuestion};
use crate::app::reach::ReachRowResponse;
use crate::web::planning::choice::Choice;
use crate::web::planning::nav::{Nav, Tab};
use crate::web::planning::table::{Card, Cell, Line, Link, Table};
use crate::web::planning::{address, numbers};
use crate::web::shell::pages::View;
use crate::web::shell::query_string::QueryString;
use crate::web::text::messages::Messages;

#[derive(Debug, Serialize)]
pub(super) struct SitesPage {
    nav: Nav,
    area: String,
    area_name: String,
    headline: String,
    categories: Vec<Choice>,
    modes: Vec<Choice>,
    minutes: f64,
    at: String,
    places: f64,
    year: i32,
    first_year: i32,
    last_year: i32,
    /// A text that names no municipality, and those that may be meant.
    unknown: Option<Vec<Link>>,
    cards: Vec<Card>,
    is_estimated: bool,
    /// The body of `POST /api/v1/reach/what-if`.
    posted: Option<String>,
}

impl View for SitesPage {
    fn template(&self) -> &'static str {
        "planning_sites.html"
    }

    fn title(&self, _: &Messages) -> String {
        self.headline.clone()
    }

    fn has_counterpart(&self) -> bool {
        false
    }
}

/// The German name of a category.
fn category(state: &State, slug: &str) -> String {
    state.reference.categories.get(slug).map_or_else(|| slug.to_owned(), |one| one.names.de.to_string())
}

/// "18" for 1,080 seconds; a dash where there is no way.
fn minutes(row: &ReachRowResponse) -> String {
    row.nearest_s.map_or_else(|| "–".to_owned(), |seconds| numbers::counted((seconds / 60.0).round()))
}

/// The fields of the page with another municipality.
fn fields(found: &SitesAnswer, question: &SitesQuestion, at: &str) -> QueryString {
    QueryString::default()
        .with("area", &found.area.key)
        .with("category", question.category)
        .with("mode", &question.mode)
        .with("minutes", question.minutes)
        .with("places", question.places)
        .with("year", question.year)
        .with("at", at)
}

pub(super) fn view(state: &State, found: &SitesAnswer, question: &SitesQuestion) -> SitesPage {
    let name = category(state, question.category);
    let choice = |value: &str, label: String, chosen: &str| Choice::new(value, label, value == chosen);
    let modes = [("car", "mit dem Auto"), ("bicycle", "mit dem Rad"), ("foot", "zu Fuß")];
    let mut cards = vec![without(found, question, &name)];
    cards.extend(change(found, question, &name));
    cards.extend(balance(found, question, &name));
    cards.extend(ranked(found, question));
    let meant = found.at.as_ref().and_then(|at| at.as_ref().err());
    let base = state.model().base_year.0;
    SitesPage {
        nav: Nav::new(Some(Tab::Sites), Some(&found.area), &QueryString::default()),
        area: found.area.key.clone(),
        area_name: found.area.name.clone(),
        headline: headline(found, question, &name),
        categories: CATEGORIES.map(|(slug, _)| choice(slug, category(state, slug), question.category)).into(),
        modes: modes.map(|(value, label)| choice(value, label.to_owned(), &question.mode)).into(),
        minutes: question.minutes,
        at: question.at.clone().unwrap_or_default(),
        places: question.places,
        year: question.year,
        first_year: base + 1,
        last_year: LAST_YEAR,
        unknown: meant.map(|meant| {
            let link = |it: &crate::app::planning::NamedArea| {
                Link::new(&it.name, address::with("/planung/standorte", &fields(found, question, &it.key)))
            };
            meant.iter().map(link).collect()
        }),
        cards,
        is_estimated: found.is_estimated,
        posted: serde_json::to_string_pretty(&found.request).ok(),
    }
}

fn far(found: &SitesAnswer, row: fn(&Reached) -> &ReachRowResponse) -> Vec<&Reached> {
    found.municipalities.iter().filter(|one| row(one).persons > 0.0 && !Reached::is_near(row(one))).collect()
}

fn headline(found: &SitesAnswer, question: &SitesQuestion, name: &str) -> String {
    let (all, far) = (found.municipalities.len(), far(found, |one| &one.before).len());
    let minutes = numbers::counted(question.minutes);
    match far {
        0 => format!("{}: {name} ist überall in {minutes} Minuten erreichbar", found.area.name),
        far => format!("{}: {far} von {all} Gemeinden ohne {name} in {minutes} Minuten", found.area.name),
    }
}

/// Municipalities from which no offer is reached in time.
fn without(found: &SitesAnswer, question: &SitesQuestion, name: &str) -> Card {
    let mut far = far(found, |one| &one.before);
    far.sort_by(|a, b| b.before.persons.total_cmp(&a.before.persons));
    let persons: f64 = far.iter().map(|one| one.before.persons).sum();
    let line = |one: &&Reached| {
        let href = address::with("/planung/standorte", &fields(found, question, &one.before.area));
        let cells = vec![Cell::text(numbers::computed(one.before.persons)), Cell::text(minutes(&one.before))];
        Line::new(&one.before.name, cells).with_link(href)
    };
    Card {
        id: "ohne",
        title: match far.len() {
            0 => format!("Keine Gemeinde ist ohne {name}"),
            count => {
                format!("{count} Gemeinden mit {} Menschen ab 65 ohne {name}", numbers::computed(persons))
            }
        },
        subtitle: format!(
            "Weiter als {} Minuten bis zum nächsten Angebot, größte zuerst; Name anklicken: neues Angebot dort durchrechnen",
            numbers::counted(question.minutes)
        ),
        drawing: None,
        tables: vec![Table::new(
            "Gemeinden ohne Angebot",
            &["Gemeinde", &format!("ab 65, {}", question.year), "Minuten"],
            far.iter().map(line).collect(),
        )],
        source: SOURCE.to_owned(),
        links: Vec::new(),
    }
}

const SOURCE: &str = "Quelle: Verzeichnis der Einrichtungen; Zensus 2022; eigene Berechnung. Jede Gemeinde zählt an ihrem einen Punkt.";

/// What a new offer changes; `None` without one.
fn change(found: &SitesAnswer, question: &SitesQuestion, name: &str) -> Option<Card> {
    let at = found.at.as_ref()?.as_ref().ok()?;
    let is_new = |one: &&Reached| !Reached::is_near(&one.before) && Reached::is_near(&one.after);
    let mut new: Vec<&Reached> = found.municipalities.iter().filter(is_new).collect();
    new.sort_by(|a, b| b.after.persons.total_cmp(&a.after.persons));
    let persons: f64 = new.iter().map(|one| one.after.persons_reached).sum();
    let per_1000 = |all: &[crate::app::reach::BalanceResponse]| {
        all.iter().find(|one| one.area == at.key).map(|one| one.places_per_1000)
    };
    let (before, after) = (per_1000(&found.found.before.balance), per_1000(&found.found.after.balance));
    let line = |one: &&Reached| {
        let cells = vec![
            Cell::text(numbers::computed(one.after.persons)),
            Cell::text(minutes(&one.before)),
            Cell::text(minutes(&one.after)),
        ];
        Line::new(&one.after.name, cells)
    };
    let reached = match before.zip(after) {
        Some((before, after)) => format!(
            "Erreichbare Plätze je 1.000 Menschen ab 65 in {}: {} statt {}",
            at.name,
            numbers::rate(after),
            numbers::rate(before)
        ),
        None => format!("{name} in {}", at.name),
    };
    Some(Card {
        id: "neu",
        title: new_title(question, &at.name, (new.len(), persons)),
        subtitle: reached,
        drawing: None,
        tables: vec![Table::new(
            "Gemeinden, die neu in Reichweite sind",
            &["Gemeinde", "ab 65", "vorher, Minuten", "nachher, Minuten"],
            new.iter().map(line).collect(),
        )],
        source: SOURCE.to_owned(),
        links: Vec::new(),
    })
}

fn new_title(question: &SitesQuestion, name: &str, (municipalities, persons): (usize, f64)) -> String {
    let places = numbers::counted(question.places);
    match municipalities {
        0 => format!("{places} Plätze in {name}: keine Gemeinde kommt neu in Reichweite"),
        _ => format!(
            "{places} Plätze in {name}: {} Menschen ab 65 mehr erreichen ein Angebot",
            numbers::computed(persons)
        ),
    }
}

/// Places less need in the district; `None` where no places are counted.
fn balance(found: &SitesAnswer, question: &SitesQuestion, name: &str) -> Option<Card> {
    let at = found.at.as_ref()?.as_ref().ok()?;
    let district = at.key.get(..5)?;
    let last = found.balance.last()?;
    let line = |one: &crate::app::planning::sites::BalanceOfYear| {
        let cells =
            [one.without, one.with, one.with - one.without].map(|value| Cell::text(numbers::balance(value)));
        Line::new(one.year.to_string(), cells.into())
    };
    let kind = CATEGORIES.iter().find(|one| one.0 == question.category).and_then(|one| one.1)?;
    let run = QueryString::default()
        .with("area", district)
        .with("new_places", question.places)
        .with("new_places_year", question.year)
        .with("new_places_kind", kind)
        .with("new_places_in", district);
    Some(Card {
        id: "saldo",
        title: format!(
            "Saldo im Kreis {}: {} statt {}",
            last.year,
            numbers::balance(last.with),
            numbers::balance(last.without)
        ),
        subtitle: format!("{name}: Plätze minus Bedarf im ganzen Kreis am Jahresende, Status quo"),
        drawing: None,
        tables: vec![Table::new(
            "Saldo der Plätze",
            &["", "ohne", "mit", "Unterschied"],
            found.balance.iter().map(line).collect(),
        )],
        source: "Quelle: Pflegestatistik; eigene Berechnung.".to_owned(),
        links: vec![Link::new("In Szenarien rechnen", address::with(address::SCENARIOS, &run))],
    })
}

/// Where one more offer helps most; `None` where nothing more can be gained.
fn ranked(found: &SitesAnswer, question: &SitesQuestion) -> Option<Card> {
    let sites = found.found.sites.as_ref().filter(|sites| !sites.is_empty())?;
    let line = |site: &crate::app::reach::SiteResponse| {
        let href = address::with("/planung/standorte", &fields(found, question, &site.municipality));
        Line::new(format!("{}. {}", site.rank, site.name), vec![Cell::text(numbers::computed(site.gain))])
            .with_link(href)
    };
    let first = sites.first()?;
    Some(Card {
        id: "rang",
        title: format!("Am meisten hilft ein weiteres Angebot in {}", first.name),
        subtitle: format!(
            "Standorte {} nacheinander: Menschen ab 65, auch jenseits der Grenze, die jeder mehr in {} Minuten erreicht",
            if found.area.district().is_some() {
                format!("in {}", found.area.name)
            } else {
                "im ganzen Land".to_owned()
            },
            numbers::counted(question.minutes)
        ),
        drawing: None,
        tables: vec![Table::new(
            "Standorte nach Gewinn",
            &["Standort", "Menschen mehr"],
            sites.iter().map(line).collect(),
        )],
        source: SOURCE.to_owned(),
        links: Vec::new(),
    })
}
