//! Residents by age and sex, and the areas inside.

use super::charts;
use super::shown::Shown;
use crate::app::forecast::RowResponse;
use crate::app::planning::NamedArea;
use crate::app::planning::run::LAST_YEAR;
use crate::web::planning::numbers::Numbers;
use crate::web::planning::table::{Card, Cell, Figure, Line, Reading, Table};
use crate::web::planning::{address, findings};

/// The open group begins here.
const LAST_GROUP: usize = 95;

/// The pyramid then and now, in groups of five years.
pub(super) fn pyramid(shown: Shown<'_>) -> Card {
    let messages = shown.messages;
    let base = shown.found.base_year;
    let of = |sex, from: usize, year| {
        let to = if from == LAST_GROUP { 200 } else { from + 4 };
        let value = shown.found.residents.residents(sex, (from, to), year);
        let measure = format!("population {} {from}", sex.unwrap_or_default());
        Cell {
            figure: Some(Figure::sum(shown.lang(), value, (&shown.found.area.key, &measure, year))),
            text: None,
        }
    };
    let line = |from: usize| {
        let id = if from == LAST_GROUP { "planning-age-and-over" } else { "planning-age-group" };
        let ages = [("from", from.to_string().into()), ("to", (from + 4).to_string().into())];
        let name = messages.format(id, ages);
        let cells = vec![
            of(Some("m"), from, base),
            of(Some("m"), from, LAST_YEAR),
            of(Some("f"), from, base),
            of(Some("f"), from, LAST_YEAR),
        ];
        Line::new(name, cells)
    };
    let sides = ["planning-men-in", "planning-women-in"];
    let heads = sides.into_iter().flat_map(|side| [base, LAST_YEAR].map(|year| shown.of_year(side, year)));
    let headings: Vec<String> = std::iter::once(messages.text("planning-age")).chain(heads).collect();
    let old = |year| shown.found.residents.residents(None, (80, 200), year);
    let card = Card {
        id: "alter",
        title: findings::old_people(messages, (base, old(base)), (LAST_YEAR, old(LAST_YEAR))),
        subtitle: messages.format(
            "planning-ages-subtitle",
            [("base", base.to_string().into()), ("last", LAST_YEAR.to_string().into())],
        ),
        drawing: None,
        tables: vec![Table::new(
            &messages.text("planning-ages-caption"),
            &headings,
            (0..=LAST_GROUP).rev().step_by(5).map(line).collect(),
        )],
        source: shown.source("planning-statistics-ages"),
        links: Vec::new(),
    };
    card.with_drawing(|words| charts::ages(shown, words))
}

/// Where the need grows most; `None` where there are no areas inside.
pub(super) fn inside(shown: Shown<'_>) -> Option<Card> {
    let areas = match shown.found.area.level {
        "state" => "planning-inside-state",
        "district" => "planning-inside-district",
        _ => "planning-inside-amt",
    };
    let all = &shown.found.inside;
    if all.is_empty() {
        return None;
    }
    let growth: Vec<f64> = all.iter().map(|(_, now, then)| then.value - now.value).collect();
    let base = shown.found.base_year.to_string();
    let last = LAST_YEAR.to_string();
    let messages = shown.messages;
    let is_state = shown.found.area.level == "state";
    Some(Card {
        id: "gebiete",
        title: findings::growth(messages, &growth, areas),
        subtitle: messages.format(
            if is_state { "planning-more-subtitle" } else { "planning-more-subtitle-estimate" },
            [("base", base.as_str().into()), ("last", last.as_str().into())],
        ),
        drawing: None,
        tables: vec![Table::new(
            &messages.text("planning-more-caption"),
            &[&messages.text("planning-area"), &base, &last, &messages.text("planning-more")],
            all.iter().map(|one| line(shown, one)).collect(),
        )],
        source: shown.source("planning-statistics-census"),
        links: Vec::new(),
    })
}

fn line(shown: Shown<'_>, (area, now, then): &(NamedArea, RowResponse, RowResponse)) -> Line {
    let more = then.value - now.value;
    let cells = vec![
        Cell::of(Some(now), Reading::Computed, shown.written()),
        Cell::of(Some(then), Reading::Computed, shown.written()),
        Cell::text(Numbers::of(shown.messages).balance(more)),
    ];
    let href = address::in_language(shown.messages, address::area(&area.key, shown.fields));
    Line::new(&area.name, cells).with_link(href)
}
