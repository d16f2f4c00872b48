//! Words inside the plot: what is computed, what the fan is, how much lacks, and names of lines that end early.

use super::super::canvas::{Anchor, Canvas, Style, Text};
use super::super::data::{Series, Tone};
use super::super::numbers::Basis;
use super::super::plot::Plot;
use super::super::text::wrap;
use super::super::words::Words;
use super::TimeChart;
use super::marks::pairs;

pub(super) fn draw(chart: &TimeChart, canvas: &mut Canvas, plot: &Plot) {
    shortage(chart, canvas, plot);
    let last_year = chart.years().last().copied();
    for series in &chart.series {
        if series.last().is_some_and(|(point, _)| Some(point.year.0) != last_year) {
            early_end(chart, series, canvas, plot);
        }
    }
    fan(chart, canvas, plot);
    if let Some([counted, computed]) = chart.boundary() {
        plot.name_boundary(canvas, counted, computed);
    }
}

/// What lacks in the last year, and before it where the gap has room for a number.
fn shortage(chart: &TimeChart, canvas: &mut Canvas, plot: &Plot) {
    let pairs: Vec<_> =
        pairs(chart).into_iter().filter(|(point, ..)| point.basis == Basis::Computed).collect();
    let Some(last) = pairs.len().checked_sub(1) else { return };
    for at in [Some(last), last.checked_sub(5), last.checked_sub(10)].into_iter().flatten() {
        let (point, need, supply) = pairs[at];
        let text = chart.unit.signed_in(chart.head.lang, supply - need, point.basis);
        let is_last = at == last;
        let style = if is_last { Style::Figure } else { Style::Label };
        let x = plot.year(point.year) - if is_last { 10.0 } else { 0.0 };
        let anchor = if is_last { Anchor::End } else { Anchor::Middle };
        let reach = if is_last { at.saturating_sub(1) } else { at };
        let (_, near_need, near_supply) = pairs[reach];
        let middle = plot.y(f64::midpoint(near_need, near_supply));
        let has_height = plot.y(near_supply) - plot.y(near_need) > if is_last { 0.0 } else { 17.0 };
        if need > supply && has_height {
            canvas.text(&Text::new(style, &text, x, middle + 4.5).anchor(anchor).halo());
        }
    }
}

/// The name of a line that ends before the last year, beside its points.
fn early_end(chart: &TimeChart, series: &Series, canvas: &mut Canvas, plot: &Plot) {
    let Some((last, value)) = series.last() else { return };
    let figure = chart.unit.text_in(chart.head.lang, value, series.rounding(last));
    let (x, y) = (plot.year(last.year), plot.y(value));
    let beside = Text::new(Style::Label, &figure, x + 8.0, y + 4.2).tone(Tone::Ink).halo();
    canvas.text(&beside);
    let Some(lines) = wrap(&series.name, Style::Label.size(), true, canvas.size.width * 0.3, 3) else {
        canvas.unnamed.push(series.name.clone());
        return;
    };
    let Some((first, start)) = series.points.iter().find_map(|point| Some((point, point.drawn()?))) else {
        return;
    };
    let (x, start) = (plot.year(first.year) - 4.0, plot.y(start));
    let height = Style::Label.line_height();
    let above = start - 10.0 - (lines.len() - 1) as f64 * height;
    let steps = (0..12).map(|step| f64::from(step) * 10.0);
    for top in steps.flat_map(|step| [above - step, start + 18.0 + step]) {
        let texts: Vec<Text<'_>> =
            name_at(&lines, series, [x, top]).into_iter().map(Text::off_lines).collect();
        if top > plot.top && foot(&texts) < plot.bottom && canvas.texts(&texts) {
            return;
        }
    }
    if !aside(series, &lines, canvas, plot) {
        canvas.unnamed.push(series.name.clone());
    }
}

/// A name in lines from its first base line on.
fn name_at<'a>(lines: &'a [String], series: &Series, [x, top]: [f64; 2]) -> Vec<Text<'a>> {
    let text = |(at, line): (usize, &'a String)| {
        Text::new(Style::Label, line, x, top + at as f64 * Style::Label.line_height())
            .tone(series.tone)
            .halo()
    };
    lines.iter().enumerate().map(text).collect()
}

/// Where there is no room beside the first point: the name in the free place nearest to a point, on lines too, with a
/// leader to the point. False where the whole plot has none.
fn aside(series: &Series, lines: &[String], canvas: &mut Canvas, plot: &Plot) -> bool {
    const STEP: f64 = 10.0;
    let points: Vec<[f64; 2]> = series
        .points
        .iter()
        .filter_map(|point| Some([plot.year(point.year), plot.y(point.drawn()?)]))
        .collect();
    let width = lines.iter().map(|line| Style::Label.width(line)).fold(0.0, f64::max);
    let height = lines.len() as f64 * Style::Label.line_height();
    let steps =
        |from: f64, to: f64| (0..).map(move |at| from + f64::from(at) * STEP).take_while(move |at| *at <= to);
    let mut places: Vec<(f64, [f64; 2], [f64; 2])> = Vec::new();
    for top in steps(plot.top + 12.0, plot.bottom - height) {
        for left in steps(plot.left + 2.0, plot.right - width) {
            let middle = [left + width / 2.0, top + height / 2.0 - 10.0];
            let far = |[x, y]: [f64; 2]| (x - middle[0]).hypot(y - middle[1]);
            let nearest = points.iter().copied().min_by(|a, b| far(*a).total_cmp(&far(*b)));
            places.extend(nearest.map(|point| (far(point), [left, top], point)));
        }
    }
    places.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (_, [left, top], [x, y]) in places {
        let texts = name_at(lines, series, [left, top]);
        // Neither on its own points: a mark under a name is not seen.
        let blocks: Vec<_> = texts.iter().map(Text::block).collect();
        let covers = |[x, y]: &[f64; 2]| {
            blocks.iter().any(|it| {
                (it.left - 4.0..=it.right + 4.0).contains(x) && (it.top - 4.0..=it.bottom + 4.0).contains(y)
            })
        };
        if !points.iter().any(covers) && canvas.texts(&texts) {
            let from = [x.clamp(left, left + width), y.clamp(top - 10.0, top - 10.0 + height)];
            if (from[0] - x).hypot(from[1] - y) > 12.0 {
                canvas.line("leader", from, [x, y]);
            }
            return true;
        }
    }
    false
}

fn foot(texts: &[Text<'_>]) -> f64 {
    texts.last().map_or(0.0, |text| text.block().bottom)
}

/// Names the fan of the first series that has one, left above it, with a leader into it.
fn fan(chart: &TimeChart, canvas: &mut Canvas, plot: &Plot) {
    let Some(series) =
        chart.series.iter().find(|series| series.points.iter().any(|it| it.drawn_band().is_some()))
    else {
        return;
    };
    let bands: Vec<_> =
        series.points.iter().filter_map(|point| Some((point.year, point.drawn_band()?))).collect();
    let Some((year, band)) = bands.get(bands.len() * 3 / 4) else { return };
    let (target, edge) = (plot.year(*year), plot.y(band.high));
    let bottom_edge = plot.y(band.low);
    // Above the fan where it rises, below it where it falls; on lines only where there is no other room.
    let heights =
        [(plot.top + 4.0, edge + 2.0), (edge - 26.0, edge + 2.0), (bottom_edge + 30.0, bottom_edge - 2.0)];
    let right = target - 22.0;
    for over_lines in [false, true] {
        for (y, end) in heights {
            let text =
                Text::new(Style::Note, Words::of(chart.head.lang).fan, right, y).anchor(Anchor::End).halo();
            let text = Text { over_lines, ..text };
            let crosses = (y - end).abs() < 14.0 || text.block().left < plot.left;
            if !crosses && canvas.text(&text) {
                canvas.line("leader", [right + 3.0, y - 3.5], [target, end]);
                return;
            }
        }
    }
}
