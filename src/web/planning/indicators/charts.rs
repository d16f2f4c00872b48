//! Map, ranking and series of an indicator.

use crate::app::State;
use crate::app::indicators::response::ValueResponse;
use crate::app::planning::indicators::{IndicatorView, NamedValue};
use crate::charts::{
    AreaFigure, AreaValue, Basis, Break, ChoroplethChart, MapArea, Method, Point, RankingChart, Series, Size,
    Stroke, TimeChart, Tone, Unit,
};
use crate::units::{Lang, Year};
use crate::web::planning::drawing::{Drawing, ground, head};

/// Title, subtitle and source of a card.
type Words<'a> = (&'a str, &'a str, &'a str);

const MAP: Size = Size::SHEET.with_height(470.0);
const PHONE_MAP: Size = Size::PHONE.with_height(330.0);

/// What the values are, as a chart writes them.
pub(super) fn unit(view: &IndicatorView) -> Unit {
    Unit::of_indicator(&view.about.unit)
}

/// Whether colours may compare the areas: a count is high where an area is large, a share or a rate is not.
pub(super) fn fits_a_map(view: &IndicatorView) -> bool {
    unit(view) != Unit::Count && view.areas.iter().any(|area| area.value.value.is_some())
}

pub(super) fn map(state: &State, view: &IndicatorView, words: Words<'_>) -> Drawing {
    let of = |named: &NamedValue| {
        let area = state.reference.areas.get(&named.value.area)?;
        let figure = match (named.value.status, named.value.value) {
            (_, Some(value)) => AreaFigure::Value(value),
            ("suppressed", None) => AreaFigure::Withheld,
            _ => AreaFigure::Missing,
        };
        Some(MapArea {
            name: named.name.clone(),
            rings: area.rings(),
            figure,
            is_estimate: named.value.status == "estimated",
            is_own: view.is_own(&named.value.area),
        })
    };
    let areas: Vec<MapArea> = view.areas.iter().filter_map(of).collect();
    Drawing::sized("karte", [MAP, PHONE_MAP], |id, size| {
        let chart = ChoroplethChart {
            head: head(Lang::De, id, size, words),
            unit: unit(view),
            basis: Basis::Counted,
            areas: areas.clone(),
            method: Method::Natural,
        };
        match chart.frame() {
            Some(frame) => chart.draw_on(&ground(state, frame)),
            None => chart.draw(),
        }
    })
}

pub(super) fn ranking(view: &IndicatorView, words: Words<'_>) -> Drawing {
    let of = |named: &NamedValue| AreaValue {
        name: named.name.clone(),
        value: named.value.value,
        is_own: view.is_own(&named.value.area),
    };
    let areas: Vec<AreaValue> = view.areas.iter().map(of).collect();
    // The count of the state is the sum of its areas, so a rule at it would compare nothing.
    let whole = view.state.value.filter(|_| unit(view) != Unit::Count);
    Drawing::sized("rang", [Size::SHEET, Size::PHONE], |id, size| {
        RankingChart {
            head: head(Lang::De, id, size, words),
            unit: unit(view),
            basis: Basis::Counted,
            areas: areas.clone(),
            whole: whole.map(|value| ("Land".to_owned(), value)),
        }
        .draw()
    })
}

/// Years with a value, and those without one at the usual distance between them: a survey every second year lacks
/// nothing in between.
fn points(series: &[ValueResponse]) -> Vec<Point> {
    let years: Vec<i32> = known(series).map(|value| value.year).collect();
    let step =
        years.windows(2).filter_map(|pair| Some(pair.get(1)? - pair.first()?)).min().unwrap_or(1).max(1);
    let (Some(first), Some(last)) = (years.first(), years.last()) else { return Vec::new() };
    let mut points: Vec<Point> = known(series)
        .filter_map(|value| {
            let number = value.value?;
            let is_estimate = value.status == "estimated";
            Some(if is_estimate {
                Point::computed(value.year, number)
            } else {
                Point::counted(value.year, number)
            })
        })
        .collect();
    let gaps = (*first..=*last).filter(|year| (year - first) % step == 0 && !years.contains(year));
    points.extend(gaps.map(Point::missing));
    points.sort_by_key(|point| point.year);
    points
}

/// The years of a series with a value, the earliest first.
pub(super) fn known(series: &[ValueResponse]) -> impl Iterator<Item = &ValueResponse> {
    series.iter().filter(|value| value.value.is_some())
}

pub(super) fn series(view: &IndicatorView, words: Words<'_>) -> Drawing {
    let own = view.own.as_ref().filter(|_| known(&view.own_series).count() > 1);
    let mut lines: Vec<Series> = own
        .map(|own| Series::new(&own.name, Tone::Need, Stroke::Main, points(&view.own_series)))
        .into_iter()
        .collect();
    let look = if lines.is_empty() { (Tone::Need, Stroke::Main) } else { (Tone::Comparison, Stroke::Thin) };
    // Beside the count of the state that of an area would be a flat line.
    if lines.is_empty() || unit(view) != Unit::Count {
        lines.push(Series::new("Land", look.0, look.1, points(&view.series)));
    }
    let years = || known(&view.series).map(|value| value.year);
    let (first, last) = (years().min().unwrap_or_default(), years().max().unwrap_or_default());
    let breaks: Vec<Break> = view
        .breaks
        .iter()
        .filter(|(year, _)| (first + 1..=last).contains(year))
        .map(|(year, _)| Break { from: Year(*year), note: "Bruch der Reihe".to_owned() })
        .collect();
    Drawing::sized("reihe", [Size::SHEET, Size::PHONE], |id, size| {
        TimeChart::new(head(Lang::De, id, size, words), unit(view), lines.clone())
            .with_breaks(breaks.clone())
            .draw()
    })
}
