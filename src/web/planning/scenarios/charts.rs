//! The charts of scenarios.

use crate::app::forecast::STATUS_QUO;
use crate::app::planning::scenarios::{Case, Chance, Comparison};
use crate::charts::{Point, Series, Stroke, TimeChart, Tone, Unit};
use crate::units::Lang;
use crate::web::planning::drawing::{Drawing, head, line};

/// Title, subtitle and source of a card.
type Words<'a> = (&'a str, &'a str, &'a str);

/// How the line of a case looks: the middle one as what is needed, the others beside it.
fn look(case: &Case) -> (Tone, Stroke) {
    match case.scenario.as_deref() {
        Some(STATUS_QUO) => (Tone::Need, Stroke::Main),
        Some("low") => (Tone::Comparison, Stroke::Dotted),
        Some("high") => (Tone::Comparison, Stroke::Dashed),
        Some(_) => (Tone::Comparison, Stroke::Thin),
        None if case.name.is_some() => (Tone::Ink, Stroke::Dashed),
        None => (Tone::Ink, Stroke::Main),
    }
}

/// A measure of the first area under each case, beside what there is, if the measure has a supply.
pub(super) fn over_years(
    found: &Comparison,
    titles: &[&str],
    (id, measure): (&str, &str),
    words: Words<'_>,
) -> Drawing {
    let cases = found.figures.first().map(Vec::as_slice).unwrap_or_default();
    let mut series: Vec<Series> = Vec::new();
    for ((case, title), figures) in found.cases.iter().zip(titles).zip(cases) {
        let drawn = line(title, look(case), figures.series(measure));
        // Own values that change nothing here would hide the line that they follow.
        let is_new = !series.iter().any(|known| known.points == drawn.points);
        if is_new && !drawn.points.is_empty() {
            series.push(drawn);
        }
    }
    // What a chart is about stands first.
    series.sort_by_key(|one| one.tone != Tone::Need);
    series.extend(supplies(found, titles, measure));
    Drawing::new(id, |id, size| {
        TimeChart::new(head(Lang::De, id, size, words), Unit::Count, series.clone()).draw()
    })
}

/// What there is of what a measure needs: today, and where own places or named runs change it, with the name of the run.
fn supplies(found: &Comparison, titles: &[&str], measure: &str) -> Vec<Series> {
    let cases = found.figures.first().map(Vec::as_slice).unwrap_or_default();
    let mut all: Vec<Series> = Vec::new();
    let Some(supply) = measure.strip_suffix("_needed").map(|kind| format!("{kind}_supply")) else {
        return all;
    };
    for (figures, title) in cases.iter().zip(titles) {
        let (name, stroke) = match all.is_empty() {
            true => ("Plätze heute".to_owned(), Stroke::Main),
            false => (format!("Plätze, {title}"), Stroke::Dashed),
        };
        let drawn = line(&name, (Tone::Supply, stroke), figures.series(&supply));
        if !drawn.points.is_empty() && !all.iter().any(|known| known.points == drawn.points) {
            all.push(drawn);
        }
    }
    all
}

/// The probability that places lack, of each case with its name; the first is what the others are compared with.
pub(super) fn chance(all: &[(&str, &Chance)], words: Words<'_>) -> Drawing {
    let series = |(at, (name, chance)): (usize, &(&str, &Chance))| {
        let points =
            chance.points.iter().map(|(year, share)| Point::computed(*year, 100.0 * share)).collect();
        let (tone, stroke) = match at {
            0 => (Tone::Need, Stroke::Main),
            1 => (Tone::Supply, Stroke::Main),
            2 => (Tone::Ink, Stroke::Dashed),
            _ => (Tone::Ink, Stroke::Dotted),
        };
        Series::new(name, tone, stroke, points)
    };
    let all: Vec<Series> = all.iter().enumerate().map(series).collect();
    Drawing::new("sicherheit", |id, size| {
        TimeChart::probability(head(Lang::De, id, size, words), all.clone()).draw()
    })
}
