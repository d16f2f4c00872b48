//! Residents by age and sex, and the areas inside.

use super::charts;
use super::shown::Shown;
use crate::app::forecast::RowResponse;
use crate::app::planning::NamedArea;
use crate::app::planning::run::LAST_YEAR;
use crate::web::planning::numbers;
use crate::web::planning::table::{Card, Cell, Figure, Line, Reading, Table};
use crate::web::planning::{address, findings};

/// The open group begins here.
const LAST_GROUP: usize = 95;

/// The pyramid then and now, in groups of five years.
pub(super) fn pyramid(shown: Shown<'_>) -> Card {
    let base = shown.found.base_year;
    let of = |sex, from: usize, year| {
        let to = if from == LAST_GROUP { 200 } else { from + 4 };
        let value = shown.found.residents.residents(sex, (from, to), year);
        let measure = format!("population {} {from}", sex.unwrap_or_default());
        Cell { figure: Some(Figure::sum(value, (&shown.found.area.key, &measure, year))), text: None }
    };
    let line = |from: usize| {
        let name = if from == LAST_GROUP {
            format!("{from} und älter")
        } else {
            format!("{from} bis {}", from + 4)
        };
        let cells = vec![
            of(Some("m"), from, base),
            of(Some("m"), from, LAST_YEAR),
            of(Some("f"), from, base),
            of(Some("f"), from, LAST_YEAR),
        ];
        Line::new(name, cells)
    };
    let heads = [
        format!("Männer {base}"),
        format!("Männer {LAST_YEAR}"),
        format!("Frauen {base}"),
        format!("Frauen {LAST_YEAR}"),
    ];
    let headings: Vec<&str> = std::iter::once("Alter").chain(heads.iter().map(String::as_str)).collect();
    let old = |year| shown.found.residents.residents(None, (80, 200), year);
    let card = Card {
        id: "alter",
        title: findings::old_people((base, old(base)), (LAST_YEAR, old(LAST_YEAR))),
        subtitle: format!("Menschen je Altersjahr, {base} (Flächen) und {LAST_YEAR} (Linie)"),
        drawing: None,
        tables: vec![Table::new(
            "Menschen nach Alter",
            &headings,
            (0..=LAST_GROUP).rev().step_by(5).map(line).collect(),
        )],
        source: shown.source("Bevölkerungsfortschreibung, Altersgruppen auf Altersjahre aufgeteilt"),
        links: Vec::new(),
    };
    card.with_drawing(|words| charts::ages(shown, words))
}

/// Where the need grows most; `None` where there are no areas inside.
pub(super) fn inside(shown: Shown<'_>) -> Option<Card> {
    let areas = match shown.found.area.level {
        "state" => "die Kreise",
        "district" => "die Ämter und amtsfreien Gemeinden",
        _ => "die Gemeinden",
    };
    let all = &shown.found.inside;
    if all.is_empty() {
        return None;
    }
    let growth: Vec<f64> = all.iter().map(|(_, now, then)| then.value - now.value).collect();
    let base = shown.found.base_year.to_string();
    let last = LAST_YEAR.to_string();
    Some(Card {
        id: "gebiete",
        title: findings::growth(&growth, areas),
        subtitle: format!(
            "Zusätzliche Pflegebedürftige {base} bis {last}{}",
            if shown.found.area.level == "state" { "" } else { " (Schätzung)" }
        ),
        drawing: None,
        tables: vec![Table::new(
            "Pflegebedürftige nach Gebieten",
            &["Gebiet", &base, &last, "mehr"],
            all.iter().map(|one| line(shown, one)).collect(),
        )],
        source: shown.source("Pflegestatistik, Zensus 2022"),
        links: Vec::new(),
    })
}

fn line(shown: Shown<'_>, (area, now, then): &(NamedArea, RowResponse, RowResponse)) -> Line {
    let more = then.value - now.value;
    let cells = vec![
        Cell::of(Some(now), Reading::Computed, shown.fields),
        Cell::of(Some(then), Reading::Computed, shown.fields),
        Cell::text(numbers::balance(more)),
    ];
    Line::new(&area.name, cells).with_link(address::area(&area.key, shown.fields))
}
