//! What the page of scenarios shows.

use serde::Serialize;

use super::assumed::{self, Assumed};
use super::form::{self, Form};
use super::{case, charts};
use crate::app::State;
use crate::app::forecast::{STATUS_QUO, USUAL_SCENARIOS};
use crate::app::planning::run::{LAST_YEAR, RunRequest};
use crate::app::planning::scenarios::{Case, Chance, Comparison, RUN, RUN_NAME, fields_of, run_name};
use crate::units::Lang;
use crate::web::planning::nav::{Nav, Tab};
use crate::web::planning::table::{CHANCE, Card, Cell, Line, Link, Reading, Table};
use crate::web::planning::{address, findings, numbers};
use crate::web::shell::pages::View;
use crate::web::shell::query_string::QueryString;
use crate::web::text::messages::Messages;

const SOURCE: &str = "Quelle: Bevölkerungsfortschreibung, Pflegestatistik; eigene Berechnung, Modell";
/// What stands in the table of each area.
const MEASURES: [(&str, &str, Reading); 8] = [
    ("Menschen", "population", Reading::Computed),
    ("Pflegebedürftige", "people_in_need", Reading::Computed),
    ("Bedarf an Heimplätzen", "residential_places_needed", Reading::Computed),
    ("Heimplätze", "residential_places_supply", Reading::Computed),
    ("Heimplätze, Saldo", "residential_places_balance", Reading::Balance),
    ("Tagespflege, Saldo", "day_care_places_balance", Reading::Balance),
    ("Pflegepersonal gebraucht", "staff_needed_heads", Reading::Computed),
    ("Pflegepersonal, Saldo", "staff_gap_heads", Reading::Gap),
];
/// What the sign of a balance says.
const SIGNS: &str = "fehlen (−), übrig (+)";
/// What is followed over the years: id of the card, measure, and how a finding names it.
const FOLLOWED: [(&str, &str, &str); 3] = [
    ("verlauf-bedarf", "people_in_need", "Pflegebedürftige"),
    ("verlauf-plaetze", "residential_places_needed", "Heimplätze gebraucht"),
    ("verlauf-personal", "staff_needed_heads", "Pflegekräfte gebraucht"),
];

#[derive(Debug, Serialize)]
pub(in crate::web::planning) struct ScenariosPage {
    nav: Nav,
    title: String,
    form: Form,
    /// What the first run that is no named scenario changes.
    finding: Option<String>,
    /// What the runs that are no named scenario assume, in words.
    assumed: Vec<Assumed>,
    /// The first area over the years.
    over_years: Vec<Card>,
    chance: Option<Card>,
    /// Each area in the last year.
    areas: Vec<Card>,
    actions: Vec<Link>,
}

impl View for ScenariosPage {
    fn template(&self) -> &'static str {
        "planning_scenarios.html"
    }

    fn title(&self, _: &Messages) -> String {
        format!("{}: Szenarien", self.title)
    }

    fn has_counterpart(&self) -> bool {
        false
    }
}

/// A case as a column, with the fields that its figures are explained by.
struct Column {
    title: String,
    fields: QueryString,
}

fn columns(state: &State, found: &Comparison, fields: &QueryString) -> Vec<Column> {
    let run = address::run_fields(fields);
    let plain = ["prevalence", "care_form"].iter().fold(QueryString::default(), |plain, axis| {
        run.get(axis).map_or(plain.clone(), |value| plain.with(axis, value))
    });
    let column = |case: &Case| {
        let fields = match (&case.scenario, &case.name) {
            (Some(id), _) => plain.with("scenario", id),
            (None, Some(name)) => run_of(fields, name),
            (None, None) => run.clone(),
        };
        Column { title: case::title(state, case), fields: fields.with("draws", 0) }
    };
    found.cases.iter().map(column).collect()
}

/// The fields of the named run of an address.
fn run_of(fields: &QueryString, name: &str) -> QueryString {
    let named = |(field, text): &(&str, &str)| *field == RUN && run_name(text).as_deref() == Some(name);
    let of = fields.pairs().find(named).map(|(_, text)| fields_of(text)).unwrap_or_default();
    // The first field is the name.
    of.iter().skip(1).fold(QueryString::default(), |all, (field, value)| all.and(field, value))
}

impl ScenariosPage {
    /// The scenarios of areas side by side under the assumptions of an address.
    pub fn new(
        written: (&Messages, &State),
        found: &Comparison,
        (run, fields): (&RunRequest, &QueryString),
    ) -> Self {
        view(written, found, (run, fields))
    }

    /// The name of the first area.
    pub fn about(&self) -> &str {
        &self.title
    }

    /// The tables of its areas in the last year.
    pub fn into_areas(self) -> Vec<Card> {
        self.areas
    }

    /// One of its charts, which says beside its source what its runs assume.
    pub fn card(&self, id: &str) -> Option<Card> {
        let mut card = self.over_years.iter().chain(&self.chance).find(|card| card.id == id).cloned()?;
        let assumed = self.assumed.iter().map(|run| format!("{}. ", run.in_one_line()));
        card.source = assumed.chain([card.source]).collect();
        Some(card)
    }
}

fn view(
    (messages, state): (&Messages, &State),
    found: &Comparison,
    (run, fields): (&RunRequest, &QueryString),
) -> ScenariosPage {
    let columns = columns(state, found, fields);
    let first = found.areas.first();
    let titles: Vec<&str> = columns.iter().map(|one| one.title.as_str()).collect();
    let assumed = assumed::all(state, (found, &titles), fields);
    let keys: Vec<&str> = found.areas.iter().map(|area| area.key.as_str()).collect();
    let shown = found.cases.iter().filter_map(|case| case.scenario.as_deref()).collect::<Vec<_>>().join(",");
    let kept = fields.without("area").without("compare").without("q").without("scenarios");
    let kept = kept.with("scenarios", shown);
    let mut over_years: Vec<Card> =
        FOLLOWED.iter().filter_map(|followed| over_years(found, &columns, *followed)).collect();
    let mut chance = chance(messages, found, &columns, fields);
    if let Some(area) = first {
        let of = if is_usual(found, fields) {
            area.key.clone()
        } else {
            format!("{}?{}", area.key, piece_run(fields))
        };
        for card in over_years.iter_mut().chain(&mut chance) {
            card.links.push(Link::new("In den Korb", address::basket(card.id, &of)));
        }
    }
    ScenariosPage {
        nav: Nav::new(Some(Tab::Scenarios), first, &address::run_fields(fields))
            .staying(&address::with(address::SCENARIOS, fields)),
        title: first.map(|area| area.name.clone()).unwrap_or_default(),
        form: form::form((messages, state), found, (run, fields)),
        finding: assumed.first().and_then(Assumed::effect).map(str::to_owned),
        assumed,
        over_years,
        chance,
        areas: (0..found.areas.len()).map(|at| of_area(found, &columns, (at, fields))).collect(),
        actions: Link::to_files(|ending| address::download(&keys, &kept, ending)),
    }
}

/// What a piece of a basket keeps of this page: scenarios, own values and named runs, but no further area.
fn piece_run(fields: &QueryString) -> QueryString {
    ["area", "compare", "q", "draws", RUN_NAME].iter().fold(fields.clone(), |kept, field| kept.without(field))
}

/// Whether the usual scenarios are shown and nothing else is assumed, so that a piece of a basket needs no run.
fn is_usual(found: &Comparison, fields: &QueryString) -> bool {
    let shown: Vec<&str> = found.cases.iter().filter_map(|case| case.scenario.as_deref()).collect();
    let is_changed = ["prevalence", "care_form"]
        .iter()
        .any(|axis| fields.get(axis).is_some_and(|chosen| chosen != STATUS_QUO));
    shown == USUAL_SCENARIOS && found.cases.len() == shown.len() && !is_changed
}

/// A measure of the first area over the years, a column a case; `None` where it is not known.
fn over_years(
    found: &Comparison,
    columns: &[Column],
    (id, measure, words): (&'static str, &str, &str),
) -> Option<Card> {
    let cases = found.figures.first()?;
    let value = |at: usize| cases.get(at)?.of(measure, LAST_YEAR).map(|row| row.value);
    let last: Vec<f64> = (0..columns.len()).filter_map(value).collect();
    let (low, high) = (last.iter().copied().reduce(f64::min)?, last.iter().copied().reduce(f64::max)?);
    let line = |year: i32| {
        let cells = columns.iter().zip(cases);
        let cells = cells.map(|(column, figures)| {
            Cell::of(figures.of(measure, year), Reading::Computed, (Lang::De, &column.fields))
        });
        Line::new(year.to_string(), cells.collect())
    };
    let headings: Vec<&str> =
        std::iter::once("").chain(columns.iter().map(|one| one.title.as_str())).collect();
    let title = match numbers::computed(low) == numbers::computed(high) {
        true => format!("{LAST_YEAR} werden es {} {words}", numbers::computed(low)),
        false => format!("{LAST_YEAR}: {} bis {} {words}", numbers::computed(low), numbers::computed(high)),
    };
    let years = (found.base_year..=LAST_YEAR).filter(|year| *year == found.base_year || year % 5 == 0);
    let titles: Vec<&str> = columns.iter().map(|one| one.title.as_str()).collect();
    let card = Card {
        id,
        title,
        subtitle: format!("{} nach Annahmen zur Bevölkerung, am Jahresende", words),
        drawing: None,
        tables: vec![Table::new(words, &headings, years.map(line).collect())],
        source: format!("{SOURCE} {}.", found.model),
        links: Vec::new(),
    };
    Some(card.with_drawing(|words| charts::over_years(found, &titles, (id, measure), words)))
}

/// All measures of an area in the last year, a column a case.
fn of_area(found: &Comparison, columns: &[Column], (at, fields): (usize, &QueryString)) -> Card {
    const IDS: [&str; 4] = ["gebiet-1", "gebiet-2", "gebiet-3", "gebiet-4"];
    let (area, cases) = (&found.areas[at], &found.figures[at]);
    let line = |(head, measure, reading): &(&str, &str, Reading)| {
        let cells = columns.iter().zip(cases);
        let cells = cells.map(|(column, figures)| {
            Cell::of(figures.of(measure, LAST_YEAR), *reading, (Lang::De, &column.fields))
        });
        let line = Line::new(*head, cells.collect());
        if matches!(reading, Reading::Balance | Reading::Gap) { line.with_note(SIGNS) } else { line }
    };
    let mut lines: Vec<Line> = MEASURES.iter().map(line).collect();
    lines.retain(|line| line.cells.iter().any(|cell| cell.figure.is_some()));
    let headings: Vec<&str> =
        std::iter::once("").chain(columns.iter().map(|one| one.title.as_str())).collect();
    let id = IDS.get(at).copied().unwrap_or("gebiet");
    let run = address::run_fields(fields);
    Card {
        id,
        title: format!("{} {LAST_YEAR}", area.name),
        subtitle: "Bedarf, Plätze und Personal am Jahresende".to_owned(),
        drawing: None,
        tables: vec![Table::new(&area.name, &headings, lines)],
        source: format!("{SOURCE} {}.", found.model),
        links: vec![
            Link::new("Überblick", address::area(&area.key, &run)),
            Link::new("In den Korb", address::basket_of_page("szenarien", id, fields)),
        ],
    }
}

/// "in 98 von 100 Zukünften"; what is drawn at times is neither never nor always.
fn of_hundred(share: f64) -> String {
    match (100.0 * share).round() {
        0.0 => "in weniger als einer von 100 Zukünften".to_owned(),
        100.0 => "in mehr als 99 von 100 Zukünften".to_owned(),
        rounded => format!("in {} von 100 Zukünften", numbers::counted(rounded)),
    }
}

/// How sure it is that more places are needed than there are; `None` without draws.
fn chance(messages: &Messages, found: &Comparison, columns: &[Column], fields: &QueryString) -> Option<Card> {
    let asked = fields.get("year").and_then(|year| year.parse().ok()).unwrap_or(2035);
    let has_own = found.cases.iter().any(|case| case.scenario.is_none() && case.name.is_none());
    let name = |chance: &Chance| match found.cases.get(chance.case) {
        Some(Case { scenario: None, name: None, .. }) => "mit eigenen Werten",
        Some(Case { scenario: None, .. }) => columns.get(chance.case).map_or("", |column| &column.title),
        _ if found.chances.len() < 2 => "Anteil",
        _ if has_own => "ohne eigene Werte",
        _ => columns.get(chance.case).map_or("", |column| &column.title),
    };
    let all: Vec<(&str, &Chance)> = found.chances.iter().map(|chance| (name(chance), chance)).collect();
    let (_, first) = all.first()?;
    let title = chance_title(&all, asked)?;
    let headings: Vec<&str> = std::iter::once("").chain(all.iter().map(|(name, _)| *name)).collect();
    let line = |(year, _): &(i32, f64)| {
        let cells = all.iter().map(|(_, chance)| Cell::text(percent(share_of(chance, *year))));
        Line::new(year.to_string(), cells.collect())
    };
    let card = Card {
        id: CHANCE,
        title,
        subtitle: format!(
            "Anteil von {} Zukünften, in denen der Bedarf die Heimplätze übersteigt",
            numbers::counted(found.draws as f64)
        ),
        drawing: None,
        tables: vec![Table::new(
            "Wahrscheinlichkeit je Jahr",
            &headings,
            first.points.iter().map(line).collect(),
        )],
        source: format!("{} Eigene Berechnung.", findings::what_is_drawn(messages, found.draws_rates)),
        links: Vec::new(),
    };
    Some(card.with_drawing(|words| charts::chance(&all, words)))
}

fn share_of(chance: &Chance, year: i32) -> Option<f64> {
    chance.points.iter().find(|point| point.0 == year).map(|point| point.1)
}

/// The probability in a year, and beside it that of the first other run; `None` for a year that is not computed.
fn chance_title(all: &[(&str, &Chance)], year: i32) -> Option<String> {
    let share = |at: usize| {
        let (name, chance) = all.get(at)?;
        Some((*name, of_hundred(share_of(chance, year)?)))
    };
    let (_, first) = share(0)?;
    Some(match share(1) {
        Some(("mit eigenen Werten", own)) => {
            format!("{year} fehlen {first} Heimplätze, mit eigenen Werten {own}")
        }
        Some((name, own)) => format!("{year} fehlen {first} Heimplätze, im Lauf „{name}“ {own}"),
        None => format!("{year} fehlen {first} Heimplätze"),
    })
}

/// "93 %", "unter 1 %", "über 99 %"
fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| numbers::probability(100.0 * share))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_neither_never_nor_always() {
        assert_eq!(of_hundred(0.98), "in 98 von 100 Zukünften");
        assert_eq!(of_hundred(0.002), "in weniger als einer von 100 Zukünften");
        assert_eq!(of_hundred(0.997), "in mehr als 99 von 100 Zukünften");
        assert_eq!(
            [0.0, 0.5, 1.0].map(|share| percent(Some(share))),
            ["unter 1\u{a0}%", "50\u{a0}%", "über 99\u{a0}%"]
        );
    }
}
