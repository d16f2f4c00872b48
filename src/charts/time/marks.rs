//! Bars, points, lines, fans and the hatched shortage.

use super::super::canvas::{Block, Canvas, Pattern, polygon, polyline};
use super::super::data::{Break, Point, Series};
use super::super::numbers::Basis;
use super::super::plot::Plot;
use super::super::words::Words;
use super::{Counted, TimeChart};

pub(super) fn draw(chart: &TimeChart, canvas: &mut Canvas, plot: &Plot) {
    for series in &chart.series {
        fan(series, canvas, plot);
    }
    shortage(chart, canvas, plot);
    // The first series on top.
    for series in chart.series.iter().rev() {
        lines(chart, series, canvas, plot);
    }
}

/// Runs of points that a line may join: of one basis, without a gap and without a break between them.
pub(super) fn runs<'a>(series: &'a Series, breaks: &[Break]) -> Vec<Vec<(&'a Point, f64)>> {
    let mut runs: Vec<Vec<(&Point, f64)>> = Vec::new();
    let mut open = false;
    for point in &series.points {
        let Some(value) = point.drawn() else {
            open = false;
            continue;
        };
        let before = runs.last().and_then(|run| run.last()).map(|(before, _)| *before);
        let joins = open
            && before.is_some_and(|before| {
                let parted = breaks.iter().any(|gap| before.year < gap.from && gap.from <= point.year);
                before.basis == point.basis && !parted
            });
        match runs.last_mut() {
            Some(run) if joins => run.push((point, value)),
            _ => runs.push(vec![(point, value)]),
        }
        open = true;
    }
    runs
}

fn fan(series: &Series, canvas: &mut Canvas, plot: &Plot) {
    let class = series.tone.class();
    let mut run: Vec<([f64; 2], [f64; 2])> = Vec::new();
    let mut flush = |run: &mut Vec<([f64; 2], [f64; 2])>| {
        let (low, high): (Vec<_>, Vec<_>) = std::mem::take(run).into_iter().unzip();
        if low.len() > 1 {
            canvas.path(
                &format!("fan {class}"),
                &polygon(high.iter().copied().chain(low.iter().rev().copied())),
            );
            canvas.path(&format!("fan-edge {class}"), &(polyline(&low) + &polyline(&high)));
            canvas.keep_clear(&high);
            canvas.keep_clear(&low);
        }
    };
    for point in &series.points {
        match point.drawn_band() {
            Some(band) => {
                let x = plot.year(point.year);
                run.push(([x, plot.y(band.low)], [x, plot.y(band.high)]));
            }
            None => flush(&mut run),
        }
    }
    flush(&mut run);
}

/// Bars of the two closest years leave a third of their distance free.
fn bar_width(series: &Series, plot: &Plot) -> f64 {
    let years: Vec<i32> =
        series.points.iter().filter(|point| point.drawn().is_some()).map(|point| point.year.0).collect();
    let closest = years.windows(2).map(|pair| plot.x(f64::from(pair[1])) - plot.x(f64::from(pair[0])));
    (closest.fold(18.0, f64::min) * 0.66).max(1.0)
}

fn lines(chart: &TimeChart, series: &Series, canvas: &mut Canvas, plot: &Plot) {
    let class = series.tone.class();
    for run in runs(series, &chart.breaks) {
        let path: Vec<[f64; 2]> =
            run.iter().map(|(point, value)| [plot.year(point.year), plot.y(*value)]).collect();
        let counted = run.first().is_some_and(|(point, _)| point.basis == Basis::Counted);
        if counted && chart.counted == Counted::Bars {
            let half = bar_width(series, plot) / 2.0;
            for [x, y] in path {
                let (top, bottom) = (y.min(plot.foot()), y.max(plot.foot()));
                canvas.rect(&format!("fill {class}"), Block { left: x - half, top, right: x + half, bottom });
            }
            continue;
        }
        canvas.keep_clear(&path);
        if path.len() > 1 {
            canvas.path("casing", &polyline(&path));
            canvas.path(&format!("{} {class}", series.stroke.class()), &polyline(&path));
        }
        if counted || path.len() == 1 {
            for point in path {
                canvas.circle(&format!("dot {class}"), point, 3.6);
            }
        }
    }
}

/// The need and the supply of a year, where both are computed, or both counted.
pub(super) fn pairs(chart: &TimeChart) -> Vec<(&Point, f64, f64)> {
    let Some(shortage) = chart.shortage else { return Vec::new() };
    let (Some(need), Some(supply)) = (chart.series.get(shortage.need), chart.series.get(shortage.supply))
    else {
        return Vec::new();
    };
    let pair = |point: &Point| {
        let ((other, supply), need) = (supply.at(point.year)?, point.drawn()?);
        (other.basis == point.basis).then_some((need, supply))
    };
    need.points.iter().filter_map(|point| pair(point).map(|(need, supply)| (point, need, supply))).collect()
}

fn shortage(chart: &TimeChart, canvas: &mut Canvas, plot: &Plot) {
    let pairs: Vec<_> =
        pairs(chart).into_iter().filter(|(point, ..)| point.basis == Basis::Computed).collect();
    let (mut need, mut supply): (Vec<[f64; 2]>, Vec<[f64; 2]>) = (Vec::new(), Vec::new());
    let mut areas = Vec::new();
    for window in pairs.windows(2) {
        let [from, to] =
            [&window[0], &window[1]].map(|(point, need, supply)| (f64::from(point.year.0), *need, *supply));
        let [lack_from, lack_to] = [from, to].map(|(_, need, supply)| need - supply);
        // Where the lines cross between the two years.
        let part = lack_from / (lack_from - lack_to);
        let crossing = || (from.0 + part * (to.0 - from.0), from.1 + part * (to.1 - from.1));
        let mut add = |x: f64, upper: f64, lower: f64| {
            need.push([plot.x(x), plot.y(upper)]);
            supply.push([plot.x(x), plot.y(lower)]);
        };
        match (lack_from > 0.0, lack_to > 0.0) {
            (false, false) => continue,
            (true, _) => add(from.0, from.1, from.2),
            (false, true) => add(crossing().0, crossing().1, crossing().1),
        }
        if lack_to > 0.0 {
            add(to.0, to.1, to.2);
        } else {
            add(crossing().0, crossing().1, crossing().1);
            areas.push((std::mem::take(&mut need), std::mem::take(&mut supply)));
        }
    }
    areas.push((need, supply));
    for (need, supply) in areas {
        let area = polygon(need.into_iter().chain(supply.into_iter().rev()));
        if !area.is_empty() {
            canvas.patterned_path(Pattern::Shortage, &area);
        }
    }
}

/// The figures that can be pointed at.
pub(super) fn points(chart: &TimeChart, canvas: &mut Canvas, plot: &Plot) {
    for (at, series) in chart.series.iter().enumerate() {
        for point in &series.points {
            let Some(value) = point.drawn() else { continue };
            let mut name = format!(
                "{}, {}: {}",
                series.name,
                point.year.0,
                chart.unit.text_in(chart.head.lang, value, series.rounding(point))
            );
            if let Some(band) = point.drawn_band() {
                let range = chart.unit.range_in(chart.head.lang, band.low, band.high, point.basis);
                name.push_str(&format!("; {}: {range}", Words::of(chart.head.lang).fan));
            }
            canvas.point(at, &name, [plot.year(point.year), plot.y(value)]);
        }
    }
}
