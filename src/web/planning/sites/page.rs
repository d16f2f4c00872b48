//! What the page about a new offer shows.

use serde::Serialize;

use crate::app::State;
use crate::app::planning::run::LAST_YEAR;
use crate::app::planning::sites::{CATEGORIES, Reached, SitesAnswer, SitesQuestion};
use crate::app::reach::ReachRowResponse;
use crate::charts::{AreaFigure, Basis, ChoroplethChart, MapArea, Method, Size, Unit};
use crate::units::Lang;
use crate::web::planning::choice::Choice;
use crate::web::planning::drawing::{Drawing, ground, head};
use crate::web::planning::labels::place_kind;
use crate::web::planning::nav::{Nav, Tab};
use crate::web::planning::table::{Card, Cell, Figure, Line, Link, Table};
use crate::web::planning::{address, findings, numbers};
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
pub(super) fn category(state: &State, slug: &str) -> String {
    state.reference.categories.get(slug).map_or_else(|| slug.to_owned(), |one| one.names.de.to_string())
}

/// "18 Min." for 1,080 seconds; a dash where there is no way.
fn minutes_to_nearest(row: &ReachRowResponse) -> String {
    let of = |seconds: f64| format!("{}\u{a0}Min.", numbers::counted((seconds / 60.0).round()));
    row.nearest_s.map_or_else(|| "–".to_owned(), of)
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
        cards: cards(state, found, question),
        is_estimated: found.is_estimated,
        posted: serde_json::to_string_pretty(&found.request).ok(),
    }
}

/// The cards of the page, each of which may be put into a basket.
pub(super) fn cards(state: &State, found: &SitesAnswer, question: &SitesQuestion) -> Vec<Card> {
    let name = category(state, question.category);
    // What a new offer would change comes first where one is asked about.
    let mut cards = Vec::from_iter(change(found, question, &name));
    cards.extend(balance(found, question, &name));
    cards.extend(map(state, found, question, &name));
    cards.push(without(found, question, &name));
    cards.extend(ranked(found, question));
    let of_page = fields(found, question, question.at.as_deref().unwrap_or_default());
    for card in &mut cards {
        let href = address::basket_of_page("standorte", card.id, &of_page);
        card.links.push(Link::new("In den Korb", href));
    }
    cards
}

/// Fewer than half a person are nobody: figures have one decimal.
const SOMEBODY: f64 = 0.5;

/// Municipalities with people who reach no offer in time, most people first.
fn far(found: &SitesAnswer) -> Vec<&Reached> {
    let without = |one: &Reached| Reached::without(&one.before);
    let mut far: Vec<&Reached> = found.municipalities.iter().filter(|one| without(one) >= SOMEBODY).collect();
    far.sort_by(|a, b| without(b).total_cmp(&without(a)));
    far
}

fn sum(rows: impl Iterator<Item = f64>) -> f64 {
    // From 0.0, as an empty sum of floats is -0.
    rows.fold(0.0, |sum, persons| sum + persons)
}

fn headline(found: &SitesAnswer, question: &SitesQuestion, name: &str) -> String {
    let far = far(found);
    let minutes = numbers::counted(question.minutes);
    if far.is_empty() {
        return format!("{}: {name} ist überall in {minutes} Minuten erreichbar", found.area.name);
    }
    let all = sum(found.municipalities.iter().map(|one| one.before.persons));
    let without = sum(far.iter().map(|one| Reached::without(&one.before)));
    format!(
        "{}: {} von {} Menschen ab 65 ohne {name} in {minutes} Minuten",
        found.area.name,
        numbers::computed(without),
        numbers::computed(all)
    )
}

/// A figure of the API as the page writes it.
fn figure(row: &ReachRowResponse, measure: &str, value: f64, question: &SitesQuestion) -> Cell {
    let measure = format!("{measure} {}", row.group);
    Cell { figure: Some(Figure::sum(Lang::De, value, (&row.area, &measure, question.year))), text: None }
}

/// The share of people who reach an offer, in percent.
fn share(row: &ReachRowResponse) -> Cell {
    Cell::text(row.share.map_or_else(|| "–".to_owned(), |share| numbers::share(100.0 * share)))
}

/// The share of people in each municipality who reach an offer in time, as a map.
fn map(state: &State, found: &SitesAnswer, question: &SitesQuestion, name: &str) -> Option<Card> {
    let minutes = numbers::counted(question.minutes);
    let inhabited = found.municipalities.iter().filter(|one| one.before.persons > 0.0).count();
    if inhabited < 2 {
        return None;
    }
    let whole = inhabited.saturating_sub(far(found).len());
    let line = |one: &Reached| {
        let row = &one.before;
        let cells = vec![
            figure(row, "persons", row.persons, question),
            figure(row, "persons_reached", row.persons_reached, question),
            share(row),
        ];
        Line::new(&row.name, cells)
    };
    let card = Card {
        id: "karte",
        title: match whole {
            0 => format!("In keiner Gemeinde erreichen alle Menschen ab 65 ein Angebot in {minutes} Minuten"),
            whole => format!(
                "In {whole} von {inhabited} Gemeinden erreichen alle Menschen ab 65 ein Angebot in {minutes} Minuten"
            ),
        },
        subtitle: format!("{name}: Anteil der Menschen ab 65, die ein Angebot erreichen, je Gemeinde"),
        drawing: None,
        tables: vec![Table::new(
            "Anteil je Gemeinde",
            &["Gemeinde", &format!("ab 65, {}", question.year), "erreichen ein Angebot", "Anteil"],
            found.municipalities.iter().map(line).collect(),
        )],
        source: SOURCE.to_owned(),
        links: Vec::new(),
    };
    let areas: Vec<MapArea> = found.municipalities.iter().filter_map(|one| map_area(state, one)).collect();
    Some(card.with_drawing(|words| {
        Drawing::sized("karte", [MAP, PHONE_MAP], |id, size| {
            let chart = ChoroplethChart {
                head: head(Lang::De, id, size, words),
                unit: Unit::Share,
                basis: Basis::Computed,
                areas: areas.clone(),
                method: Method::Equal,
            };
            match chart.frame() {
                Some(frame) => chart.draw_on(&ground(state, frame)),
                None => chart.draw(),
            }
        })
    }))
}

fn map_area(state: &State, one: &Reached) -> Option<MapArea> {
    let figure = one.before.share.map_or(AreaFigure::Missing, |share| AreaFigure::Value(100.0 * share));
    Some(MapArea {
        name: one.before.name.clone(),
        rings: state.reference.areas.get(&one.before.area)?.rings(),
        figure,
        is_estimate: false,
        is_own: false,
    })
}

/// Municipalities with people who reach no offer in time.
fn without(found: &SitesAnswer, question: &SitesQuestion, name: &str) -> Card {
    let far = far(found);
    let persons = numbers::computed(sum(far.iter().map(|one| Reached::without(&one.before))));
    let nobody = far.iter().filter(|one| one.before.persons_reached < SOMEBODY).count();
    let minutes = numbers::counted(question.minutes);
    let line = |one: &&Reached| {
        let row = &one.before;
        let href = address::with("/planung/standorte", &fields(found, question, &row.area));
        let cells = vec![
            figure(row, "persons", row.persons, question),
            figure(row, "persons_not_reached", Reached::without(row), question),
            share(row),
            Cell::text(minutes_to_nearest(row)),
        ];
        Line::new(&row.name, cells).with_link(href)
    };
    let file = |label: &str, ending: &str| {
        let path = format!("/planung/standorte/gemeinden.{ending}");
        Link::new(
            label,
            address::with(&path, &fields(found, question, question.at.as_deref().unwrap_or_default())),
        )
    };
    Card {
        id: "ohne",
        title: match (nobody, far.len()) {
            (_, 0) => format!("Niemand ab 65 ist ohne {name}"),
            (0, count) => format!("{persons} Menschen ab 65 in {} haben es weiter", municipalities(count)),
            (nobody, count) if nobody == count => {
                format!("In {} erreicht niemand ab 65 ein Angebot", municipalities(count))
            }
            (nobody, count) => format!(
                "In {} erreicht niemand ab 65 ein Angebot, in {} weiteren nur ein Teil",
                municipalities(nobody),
                numbers::counted((count - nobody) as f64)
            ),
        },
        subtitle: format!(
            "{persons} Menschen haben es weiter als {minutes} Minuten bis zum nächsten Angebot ({name}). Name anklicken: neues Angebot dort durchrechnen"
        ),
        drawing: None,
        tables: vec![Table::new(
            "Gemeinden, in denen Menschen kein Angebot erreichen",
            &[
                "Gemeinde",
                &format!("ab 65, {}", question.year),
                "weiter weg",
                "erreichbar für",
                "Fahrzeit (Median)",
            ],
            far.iter().map(line).collect(),
        )],
        source: format!(
            "{SOURCE} Fahrzeit (Median): In dieser Zeit ist die Hälfte der Menschen der Gemeinde bei einem Angebot."
        ),
        links: vec![file("Alle Gemeinden als Excel-Tabelle", "xlsx"), file("als CSV", "csv")],
    }
}

/// "einer Gemeinde", "44 Gemeinden"
fn municipalities(count: usize) -> String {
    match count {
        1 => "einer Gemeinde".to_owned(),
        count => format!("{} Gemeinden", numbers::counted(count as f64)),
    }
}

const SOURCE: &str = "Quelle: Verzeichnis der Einrichtungen; Zensus 2011 (Gitter von 1 km) und 2022; eigene Berechnung. Menschen zählen in der Zelle, in der sie nach dem Zensus 2011 wohnen, hochgerechnet auf die Einwohner des Jahres.";
const MAP: Size = Size::CARD.with_height(400.0);
const PHONE_MAP: Size = Size::PHONE.with_height(330.0);

/// What a new offer changes; `None` without one.
fn change(found: &SitesAnswer, question: &SitesQuestion, name: &str) -> Option<Card> {
    let at = found.at.as_ref()?.as_ref().ok()?;
    let mut new: Vec<&Reached> = found.municipalities.iter().filter(|one| one.gained() >= SOMEBODY).collect();
    new.sort_by(|a, b| b.gained().total_cmp(&a.gained()));
    let persons = sum(new.iter().map(|one| one.gained()));
    let per_1000 = |all: &[crate::app::reach::BalanceResponse]| {
        all.iter().find(|one| one.area == at.key).map(|one| one.places_per_1000)
    };
    let (before, after) = (per_1000(&found.found.before.balance), per_1000(&found.found.after.balance));
    let line = |one: &&Reached| {
        let cells = vec![
            figure(&one.after, "persons", one.after.persons, question),
            share(&one.before),
            share(&one.after),
            figure(&one.after, "persons_gained", one.gained(), question),
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
            "Gemeinden, in denen mehr Menschen ein Angebot erreichen",
            &["Gemeinde", "ab 65", "vorher", "nachher", "Menschen mehr"],
            new.iter().map(line).collect(),
        )],
        source: SOURCE.to_owned(),
        links: Vec::new(),
    })
}

fn new_title(question: &SitesQuestion, name: &str, (municipalities, persons): (usize, f64)) -> String {
    let places = numbers::counted(question.places);
    match municipalities {
        0 => format!("{places} Plätze in {name}: niemand kommt neu in Reichweite"),
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
            "{} {}",
            last.year,
            findings::balances("im Kreis ", place_kind(kind), (last.with, last.without))
        ),
        subtitle: format!(
            "{name}: Plätze, die im ganzen Kreis am Jahresende fehlen (−) oder übrig sind (+), Status quo"
        ),
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
