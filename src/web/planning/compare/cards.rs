//! What the cards of comparisons share.

use crate::app::indicators::response::{IndicatorResponse, ValueResponse};
use crate::app::planning::compare::ComparedIndicator;
use crate::charts::{AreaFigure, Unit};
use crate::web::planning::table::Card;

pub(super) fn unit(about: &IndicatorResponse) -> Unit {
    Unit::of_indicator(&about.unit)
}

/// A value as charts take it.
pub(super) fn figure(value: &ValueResponse) -> AreaFigure {
    match (value.value, value.status) {
        (Some(value), _) => AreaFigure::Value(value),
        (None, "suppressed") => AreaFigure::Withheld,
        (None, _) => AreaFigure::Missing,
    }
}

/// The name of an indicator with the year of its values.
pub(super) fn name(of: &ComparedIndicator) -> String {
    format!("{}, {}", of.about.name.de, of.year)
}

/// The publishers of the indicators and their licences, each once.
pub(super) fn source<'a>(all: impl Iterator<Item = &'a IndicatorResponse>) -> String {
    let mut sources: Vec<String> = Vec::new();
    for of in all.filter(|of| !of.source.is_empty()) {
        for part in of.source.split("; ") {
            let source =
                if of.licence.is_empty() { part.to_owned() } else { format!("{part} ({})", of.licence) };
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
    }
    format!("Quellen: {}; eigene Berechnung.", sources.join("; "))
}

pub(super) fn card(id: &'static str, title: String, subtitle: String, source: String) -> Card {
    Card { id, title, subtitle, drawing: None, tables: Vec::new(), source, links: Vec::new() }
}

/// "1 Indikator", "5 Indikatoren"
pub(super) fn indicators(count: usize) -> String {
    if count == 1 { "1 Indikator".to_owned() } else { format!("{count} Indikatoren") }
}
