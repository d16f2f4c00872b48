//! The state and its districts as key figures, as a map and as a table.

use serde::Serialize;

use crate::app::State;
use crate::app::forecast::RowResponse;
use crate::app::planning::districts::{AreaFigures, Districts};
use crate::app::planning::run::LAST_YEAR;
use crate::charts::{AreaFigure, Basis, ChoroplethChart, MapArea, Method, Size, Unit};
use crate::web::planning::drawing::{Drawing, ground, head};
use crate::web::planning::numbers::Numbers;
use crate::web::planning::table::{Card, Cell, Figure, Line, Link, Reading, Table};
use crate::web::planning::{address, findings};
use crate::web::shell::query_string::QueryString;
use crate::web::text::messages::Messages;

const MAP: Size = Size::SHEET.with_height(430.0);
const PHONE_MAP: Size = Size::PHONE.with_height(330.0);

/// A figure of the state with what it is and what it comes from.
#[derive(Debug, Serialize)]
pub(super) struct KeyFigure {
    label: String,
    figure: Figure,
    /// "2025: 144.220, 19 Prozent mehr"
    note: String,
}

/// What the first page says in figures.
#[derive(Debug, Serialize)]
pub(super) struct Figures {
    keys: Vec<KeyFigure>,
    map: Card,
    table: Card,
}

impl Figures {
    pub fn new((messages, state): (&Messages, &State), found: &Districts, run: &QueryString) -> Self {
        let [map, table] = cards((messages, state), found, run);
        Self { keys: keys(messages, found, run), map, table }
    }
}

/// The map and the table, each of which may be put into a basket.
pub(in crate::web::planning) fn cards(
    (messages, state): (&Messages, &State),
    found: &Districts,
    run: &QueryString,
) -> [Card; 2] {
    let mut cards = [map((messages, state), found), table(messages, found, run)];
    for card in &mut cards {
        let href = address::basket_of_page("anfang", card.id, run);
        card.links.push(Link::new(&messages.text("client-basket-add"), href));
    }
    cards
}

fn keys(messages: &Messages, found: &Districts, run: &QueryString) -> Vec<KeyFigure> {
    let whole = &found.state;
    let written = (messages.lang().nearest(), run);
    let label = |id: &str| format!("{} {LAST_YEAR}", messages.text(id));
    let changed = |id: &str, [now, then]: &[RowResponse; 2], reading| KeyFigure {
        label: label(id),
        figure: Figure::new(then, reading, written),
        note: findings::compared(messages, (found.base_year, now.value), then.value),
    };
    // A tile says in words whether something lacks: a number of places below zero would be none.
    let balance = |what: &str, row: &RowResponse, reading: Reading| {
        let state = if reading.lacks(row.value) { "lacking" } else { "spare" };
        let text = Numbers::of(messages).computed(row.value.abs());
        KeyFigure {
            label: label(&format!("planning-{state}-{what}")),
            figure: Figure { text, band: None, ..Figure::new(row, reading, written) },
            note: messages.text(&format!("planning-{state}-note")),
        }
    };
    let mut keys = vec![
        changed("planning-in-need", &whole.need, Reading::Computed),
        changed("planning-residents", &whole.residents, Reading::Computed),
    ];
    keys.extend(whole.places.iter().map(|row| balance("places", row, Reading::Balance)));
    keys.extend(whole.staff.iter().map(|row| balance("staff", row, Reading::Gap)));
    keys
}

fn source(messages: &Messages, found: &Districts) -> String {
    let statistics = messages.text("planning-statistics-both-offices");
    let model = found.model.as_str();
    messages.format("planning-source", [("statistics", statistics.into()), ("model", model.into())])
}

fn map((messages, state): (&Messages, &State), found: &Districts) -> Card {
    let (base, last) = (found.base_year.to_string(), LAST_YEAR.to_string());
    let title = match found.districts.first() {
        Some(first) if first.growth() > 0.0 => messages.format(
            "planning-map-strongest",
            [
                ("name", first.area.name.as_str().into()),
                ("percent", Numbers::of(messages).percent(first.growth()).into()),
                ("year", last.as_str().into()),
            ],
        ),
        _ => messages.format("planning-map-title", [("year", last.as_str().into())]),
    };
    let card = Card {
        id: "karte",
        title,
        subtitle: messages.format(
            "planning-map-subtitle",
            [("base", base.as_str().into()), ("last", last.as_str().into())],
        ),
        drawing: None,
        tables: Vec::new(),
        source: source(messages, found),
        links: Vec::new(),
    };
    let area = |of: &AreaFigures| {
        let outline = state.reference.areas.get(&of.area.key)?;
        Some(MapArea {
            name: of.area.name.clone(),
            rings: outline.rings(),
            figure: AreaFigure::Value(100.0 * of.growth()),
            is_estimate: false,
            is_own: false,
        })
    };
    let areas: Vec<MapArea> = found.districts.iter().filter_map(area).collect();
    card.with_drawing(|words| {
        Drawing::sized("karte", [MAP, PHONE_MAP], |id, size| {
            let chart = ChoroplethChart {
                head: head(messages.lang().nearest(), id, size, words),
                unit: Unit::Rate,
                basis: Basis::Computed,
                areas: areas.clone(),
                method: Method::Natural,
            };
            match chart.frame() {
                Some(frame) => chart.draw_on(&ground(state, frame)),
                None => chart.draw(),
            }
        })
    })
}

fn table(messages: &Messages, found: &Districts, run: &QueryString) -> Card {
    let numbers = Numbers::of(messages);
    let (base, last) = (found.base_year.to_string(), LAST_YEAR.to_string());
    let short = |row: &Option<RowResponse>| row.as_ref().is_some_and(|row| Reading::Balance.lacks(row.value));
    let lacking = found.districts.iter().filter(|of| short(&of.places)).count();
    let all = found.districts.len();
    let id = match lacking {
        0 => "planning-table-enough",
        some if some == all => "planning-table-all",
        _ => "planning-table-some",
    };
    let (some, all) = (lacking.to_string(), all.to_string());
    let values = [("year", last.as_str().into()), ("some", some.into()), ("all", all.into())];
    let title = messages.format(id, values);
    let written = (messages.lang().nearest(), run);
    let line = |of: &AreaFigures| {
        let [now, then] = &of.need;
        let cells = vec![
            Cell::of(Some(now), Reading::Computed, written),
            Cell::of(Some(then), Reading::Computed, written),
            Cell::text(numbers.change(of.growth())),
            Cell::of(of.places.as_ref(), Reading::Balance, written),
            Cell::of(of.staff.as_ref(), Reading::Gap, written),
        ];
        let href = address::in_language(messages, address::area(&of.area.key, run));
        Line::new(&of.area.name, cells).with_link(href)
    };
    let lines = std::iter::once(line(&found.state)).chain(found.districts.iter().map(line)).collect();
    let text = |id: &str| messages.text(id);
    let headings = [
        text("planning-area"),
        base.clone(),
        last.clone(),
        text("planning-change"),
        text("planning-homes-heading"),
        text("planning-workers-heading"),
    ];
    Card {
        id: "kreise",
        title,
        subtitle: messages.format("planning-table-subtitle", [("base", base.into()), ("last", last.into())]),
        drawing: None,
        tables: vec![Table::new(&text("planning-table-caption"), &headings, lines)],
        source: source(messages, found),
        links: Vec::new(),
    }
}
