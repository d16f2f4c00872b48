//! What the page of a calculation shows.

use serde::Serialize;

use super::words::{self, Words};
use crate::app::explain::{ExplanationResponse, FigureResponse};
use crate::app::plan::in_german;
use crate::app::planning::WorkspaceArea;
use crate::app::planning::figures::measure_name;
use crate::charts::numbers::grouped;
use crate::web::planning::nav::Nav;
use crate::web::planning::table::Link;
use crate::web::planning::{address, findings};
use crate::web::shell::pages::View;
use crate::web::shell::query_string::QueryString;
use crate::web::text::messages::Messages;

/// A figure and those it is made of.
#[derive(Debug, Serialize)]
struct Node {
    what: Words,
    value: String,
    exact: f64,
    unit: &'static str,
    how: &'static str,
    /// Numbers of its sources in the list below.
    sources: Vec<usize>,
    /// The page on which it is taken apart itself.
    see: Option<String>,
    of: Vec<Node>,
}

#[derive(Debug, Serialize)]
struct Source {
    number: usize,
    title: String,
    publisher: String,
    table: String,
    date: String,
    licence: String,
}

#[derive(Debug, Serialize)]
struct Band {
    draws: usize,
    low: String,
    high: String,
    /// The ends of 95 in 100.
    widest: String,
    /// What the draws hold and leave out.
    drawn: String,
}

#[derive(Debug, Serialize)]
pub(super) struct ExplanationPage {
    nav: Nav,
    title: String,
    lead: String,
    figure: Node,
    band: Option<Band>,
    sources: Vec<Source>,
    /// Whether the figure is of an area inside a district.
    is_estimate: bool,
    back: Link,
}

impl View for ExplanationPage {
    fn template(&self) -> &'static str {
        "planning_explanation.html"
    }

    fn title(&self, _: &Messages) -> String {
        self.title.clone()
    }

    fn has_counterpart(&self) -> bool {
        false
    }
}

/// A value with as many decimals as it needs to be told from others.
fn written(value: f64, (unit, times): (&str, f64)) -> String {
    let shown = value * times;
    let decimals = match unit {
        "%" => 2,
        "" if shown.abs() < 10.0 => 4,
        _ if shown.fract() == 0.0 => 0,
        _ => 1,
    };
    grouped(shown, decimals)
}

fn node(figure: &FigureResponse, keys: &[String], run: &QueryString) -> Node {
    let unit = words::unit(figure.unit);
    let number = |key: &String| keys.iter().position(|known| known == key).map(|at| at + 1);
    let see = figure.see.as_ref().map(|see| {
        let cell = &see.cell;
        let mut fields = vec![("measure", cell.measure.to_owned()), ("year", cell.year.to_string())];
        fields.extend(cell.care_type.map(|it| ("care_type", it.to_owned())));
        fields.extend(cell.care_grade.map(|it| ("care_grade", it.to_string())));
        fields.extend(cell.sex.map(|it| ("sex", it.to_owned())));
        fields.extend(cell.age_from.map(|it| ("age_from", it.to_string())));
        fields.extend(cell.age_to.map(|it| ("age_to", it.to_string())));
        address::explanation(&see.area, run, &fields)
    });
    Node {
        what: words::words(&figure.what),
        value: written(figure.value, unit),
        exact: figure.value,
        unit: unit.0,
        how: words::operation(figure.how),
        sources: figure.sources.iter().filter_map(number).collect(),
        see,
        of: figure.of.iter().map(|one| node(one, keys, run)).collect(),
    }
}

/// Keys of the sources of a figure and of all below it, in the order in which they are first named.
fn named_sources(figure: &FigureResponse, keys: &mut Vec<String>) {
    for key in &figure.sources {
        if !keys.contains(key) {
            keys.push(key.clone());
        }
    }
    figure.of.iter().for_each(|one| named_sources(one, keys));
}

fn sources(found: &ExplanationResponse, keys: &[String]) -> Vec<Source> {
    let source = |(at, key): (usize, &String)| {
        let known = found.sources.iter().find(|source| source.key == *key);
        let own = match key.as_str() {
            "request" => "Eigener Wert dieser Rechnung",
            "register" => "Verzeichnis der Einrichtungen",
            "counts" => "Eigene Zählung der Gemeinden",
            other => other,
        };
        // The sources of a model set are partly described in English.
        let text = |of: fn(&crate::app::forecast::ModelSourceResponse) -> &String| {
            known.map(|source| in_german(of(source))).unwrap_or_default()
        };
        Source {
            number: at + 1,
            title: known.map_or_else(|| own.to_owned(), |source| in_german(&source.title)),
            publisher: text(|source| &source.publisher),
            table: text(|source| &source.table),
            date: text(|source| &source.date),
            licence: text(|source| &source.licence),
        }
    };
    keys.iter().enumerate().map(source).collect()
}

/// `draws_rates`: whether the band holds random rates of need too.
pub(super) fn view(
    messages: &Messages,
    area: &WorkspaceArea,
    (found, draws_rates): (&ExplanationResponse, bool),
    run: &QueryString,
) -> ExplanationPage {
    let mut keys = Vec::new();
    named_sources(&found.figure, &mut keys);
    let (name, _) = measure_name(found.cell.measure).unwrap_or((found.cell.measure, ""));
    let unit = words::unit(found.figure.unit);
    let band = found.band.as_ref().map(|band| {
        let at = |probability: f64| {
            let quantile = band.quantiles.iter().find(|one| (one.probability - probability).abs() < 1e-9);
            quantile.map_or_else(String::new, |one| written(one.value, unit))
        };
        Band {
            draws: band.draws,
            low: at(0.1),
            high: at(0.9),
            widest: format!("{} bis {}", at(0.025), at(0.975)),
            drawn: findings::what_is_drawn(messages, draws_rates),
        }
    });
    ExplanationPage {
        nav: Nav::new(None, Some(area), run),
        title: format!("Rechenweg: {name}"),
        lead: format!("{}, 31.12.{} · Modell {}", area.name, found.cell.year, found.provenance.model),
        figure: node(&found.figure, &keys, run),
        band,
        sources: sources(found, &keys),
        is_estimate: found.reading.is_some(),
        back: Link::new("Zurück zum Überblick", address::area(&area.key, run)),
    }
}
