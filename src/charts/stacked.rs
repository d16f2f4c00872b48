//! Parts of a whole over the years: a bar for each survey, an area for what is computed, the total with its fan on top.

use super::canvas::{Anchor, Block, Canvas, Pattern, Style, Text, polygon, polyline};
use super::data::{Break, Chart, DataCell, DataTable, Head, Point, Series, Tone};
use super::describe;
use super::labels::{self, EndLabel};
use super::numbers::{Basis, Unit};
use super::plot::{self, Ground, Plot};
use super::scale::Baseline;
use super::words::Words;
use crate::units::Year;

/// One part of the whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// The values of the part.
    pub series: Series,
    /// The pattern on its colour, if any.
    pub pattern: Option<Pattern>,
}

/// Parts of a whole over the years, from zero.
#[derive(Debug, Clone, PartialEq)]
pub struct StackedChart {
    /// Title, source and size.
    pub head: Head,
    /// What the values count.
    pub unit: Unit,
    /// From the foot to the top.
    pub layers: Vec<Layer>,
    /// The whole as it is counted or computed for itself, with its band. A year without a value is hatched.
    pub total: Series,
    /// Years from which on something is counted in another way.
    pub breaks: Vec<Break>,
}

impl StackedChart {
    /// Draws the chart.
    pub fn draw(&self) -> Chart {
        let mut all = vec![self.total.clone()];
        all.extend(self.layers.iter().map(|layer| layer.series.clone()));
        let description = describe::series(self.head.lang, &all, self.unit, &self.breaks);
        self.head.chart(&self.drawing(), description, self.table())
    }

    pub(super) fn drawing(&self) -> Canvas {
        let mut canvas = Canvas::new(&self.head);
        let years = self.years();
        let notes = plot::break_notes(&self.breaks);
        let labels = self.labels();
        let widest = labels.iter().map(|(label, _)| label.width()).fold(0.0, f64::max);
        let plot = Plot::new(
            self.head.size,
            &Ground {
                years: [years.first().copied().unwrap_or(0), years.last().copied().unwrap_or(0)],
                values: [0.0, self.highest()],
                baseline: Baseline::Zero,
                unit: self.unit,
                lang: self.head.lang,
                top: 14.0 + notes.len() as f64 * Style::Note.line_height(),
                right: if labels.is_empty() { 14.0 } else { widest + labels::GAP + 1.0 },
                inset: if self.counted().is_empty() { 0.0 } else { 14.0 },
            },
        );
        plot.draw_values(&mut canvas);
        plot.draw_years(&mut canvas, &years, self.boundary().map(|[counted, _]| counted));
        plot::draw_notes(&mut canvas, &notes, plot.left);
        self.areas(&mut canvas, &plot);
        self.bars(&mut canvas, &plot);
        plot.draw_breaks(&mut canvas, &self.breaks, &years);
        let boundary = self.boundary();
        if let Some([counted, computed]) = boundary {
            plot.draw_boundary(&mut canvas, counted, computed);
        }
        self.total_line(&mut canvas, &plot);
        let labels = labels.into_iter().map(|(label, value)| label.at(plot.y(value))).collect();
        labels::draw(&mut canvas, labels, plot.right, plot::room_for_labels(&plot, &notes));
        self.bar_labels(&mut canvas, &plot);
        self.name_computed(&mut canvas, &plot);
        self.points(&mut canvas, &plot);
        canvas
    }

    fn years(&self) -> Vec<i32> {
        let layers = self.layers.iter().flat_map(|layer| &layer.series.points);
        let mut years: Vec<i32> = layers.chain(&self.total.points).map(|point| point.year.0).collect();
        years.sort_unstable();
        years.dedup();
        years
    }

    fn of_basis(&self, basis: Basis) -> Vec<i32> {
        let points = self.layers.iter().flat_map(|layer| &layer.series.points);
        let drawn = points.filter(|point| point.basis == basis && point.drawn().is_some());
        let mut years: Vec<i32> = drawn.map(|point| point.year.0).collect();
        years.sort_unstable();
        years.dedup();
        years
    }

    fn counted(&self) -> Vec<i32> {
        self.of_basis(Basis::Counted)
    }

    fn boundary(&self) -> Option<[i32; 2]> {
        let computed = *self.of_basis(Basis::Computed).first()?;
        Some([self.counted().into_iter().rfind(|year| *year < computed)?, computed])
    }

    /// Foot and top of each layer in a year.
    fn stack(&self, year: i32) -> Vec<[f64; 2]> {
        let mut top = 0.0;
        let layer = |layer: &Layer| {
            let foot = top;
            top += layer.series.at(Year(year)).map_or(0.0, |(_, value)| value.max(0.0));
            [foot, top]
        };
        self.layers.iter().map(layer).collect()
    }

    fn height_of(&self, year: i32) -> f64 {
        self.stack(year).last().map_or(0.0, |[_, top]| *top)
    }

    fn highest(&self) -> f64 {
        let stacks = self.years().into_iter().map(|year| self.height_of(year));
        let totals = self
            .total
            .points
            .iter()
            .flat_map(|point| [point.drawn(), point.drawn_band().map(|band| band.high)]);
        stacks.chain(totals.flatten()).fold(0.0, f64::max)
    }

    fn bar_width(&self, plot: &Plot) -> f64 {
        // A year without data has a stub as wide as a bar.
        let missing = self.total.points.iter().filter(|point| point.drawn().is_none());
        let mut years = self.counted();
        years.extend(missing.map(|point| point.year.0));
        years.sort_unstable();
        years.dedup();
        let closest = years.windows(2).map(|years| plot.x(f64::from(years[1])) - plot.x(f64::from(years[0])));
        (closest.fold(26.0, f64::min) * 0.58).clamp(1.0, 24.0)
    }

    fn bars(&self, canvas: &mut Canvas, plot: &Plot) {
        let half = self.bar_width(plot) / 2.0;
        for year in self.counted() {
            let x = plot.x(f64::from(year));
            for (layer, [foot, top]) in self.layers.iter().zip(self.stack(year)) {
                let block = Block { left: x - half, top: plot.y(top), right: x + half, bottom: plot.y(foot) };
                if top > foot {
                    canvas.rect(&format!("fill {}", layer.series.tone.class()), block);
                    if let Some(pattern) = layer.pattern {
                        canvas.patterned_rect(pattern, block);
                    }
                    canvas.line("separator", [block.left, block.top], [block.right, block.top]);
                }
            }
        }
        for point in self.total.points.iter().filter(|point| point.drawn().is_none()) {
            let (x, bottom) = (plot.year(point.year), plot.bottom);
            let block = Block { left: x - half, top: bottom - 16.0, right: x + half, bottom };
            canvas.patterned_rect(Pattern::Missing, block);
            canvas.rect("stub", block);
        }
    }

    fn areas(&self, canvas: &mut Canvas, plot: &Plot) {
        let years = self.of_basis(Basis::Computed);
        let stacks: Vec<Vec<[f64; 2]>> = years.iter().map(|year| self.stack(*year)).collect();
        for (at, layer) in self.layers.iter().enumerate() {
            let edge = |end: usize| -> Vec<[f64; 2]> {
                let point = |(year, stack): (&i32, &Vec<[f64; 2]>)| {
                    [plot.x(f64::from(*year)), plot.y(stack[at][end])]
                };
                years.iter().zip(&stacks).map(point).collect()
            };
            let (foot, top) = (edge(0), edge(1));
            let area = polygon(top.iter().copied().chain(foot.into_iter().rev()));
            canvas.path(&format!("fill {}", layer.series.tone.class()), &area);
            if let Some(pattern) = layer.pattern.filter(|_| !area.is_empty()) {
                canvas.patterned_path(pattern, &area);
            }
            if at + 1 < self.layers.len() && top.len() > 1 {
                canvas.path("separator", &polyline(&top));
            }
        }
    }

    fn total_line(&self, canvas: &mut Canvas, plot: &Plot) {
        let computed = self.total.points.iter().filter(|point| point.basis == Basis::Computed);
        let line: Vec<[f64; 2]> = computed
            .clone()
            .filter_map(|point| Some([plot.year(point.year), plot.y(point.drawn()?)]))
            .collect();
        let bands: Vec<(f64, f64, f64)> = computed
            .filter_map(|point| {
                let band = point.drawn_band()?;
                Some((plot.year(point.year), plot.y(band.low), plot.y(band.high)))
            })
            .collect();
        if bands.len() > 1 {
            let end = |band: &(f64, f64, f64), y: f64| [band.0, y];
            let upper: Vec<[f64; 2]> = bands.iter().map(|band| end(band, band.2)).collect();
            let lower: Vec<[f64; 2]> = bands.iter().rev().map(|band| end(band, band.1)).collect();
            let around: Vec<[f64; 2]> = upper.into_iter().chain(lower).collect();
            canvas.path("span c-ink", &polyline(&around));
        }
        if line.len() > 1 {
            canvas.path("casing", &polyline(&line));
            canvas.path("line c-ink", &polyline(&line));
        }
    }

    /// Names, values and the heights at which they end. The total comes first, so that it is the last to be dropped.
    fn labels(&self) -> Vec<(EndLabel, f64)> {
        let Some(year) = self.years().last().copied() else { return Vec::new() };
        let most = self.head.size.width * 0.36;
        let mut labels = Vec::new();
        if let Some((point, value)) = self.total.at(Year(year)) {
            let mut below = Vec::new();
            if let Some(band) = point.drawn_band() {
                let range = self.unit.range_in(self.head.lang, band.low, band.high, point.basis);
                below.push((Style::Note, format!("{}: {range}", Words::of(self.head.lang).fan)));
            }
            let figure = self.unit.text_in(self.head.lang, value, point.basis);
            let label = EndLabel::new(&figure, &below, most).or_else(|| EndLabel::new(&figure, &[], most));
            labels.extend(label.map(|label| (label.tone(Tone::Ink), value)));
        }
        for (rank, (layer, [foot, top])) in self.layers.iter().zip(self.stack(year)).enumerate() {
            let Some((point, value)) = layer.series.at(Year(year)) else { continue };
            let below = [(Style::Label, self.unit.text_in(self.head.lang, value, point.basis))];
            let label = EndLabel::new(&layer.series.name, &below, most);
            let label = label.map(|label| label.tone(layer.series.tone).rank(rank + 1));
            labels.extend(label.map(|label| (label, f64::midpoint(foot, top))));
        }
        labels
    }

    /// The totals of the last and the first survey above their bars.
    fn bar_labels(&self, canvas: &mut Canvas, plot: &Plot) {
        let counted = self.counted();
        for year in [counted.last(), counted.first()].into_iter().flatten() {
            let Some((point, value)) = self.total.at(Year(*year)) else { continue };
            let text = self.unit.text_in(self.head.lang, value, point.basis);
            let (x, y) = (plot.year(Year(*year)), plot.y(value.max(self.height_of(*year))) - 5.0);
            let half = Style::Label.width(&text) / 2.0;
            let right = x + self.bar_width(plot) / 2.0 + 1.0 - half;
            // Left of the rule behind the last survey.
            for x in if Some(year) == counted.last() { [right, x] } else { [x, right] } {
                let label = Text::new(Style::Label, &text, x, y).anchor(Anchor::Middle).halo();
                if canvas.text(&label) {
                    break;
                }
            }
        }
    }

    fn name_computed(&self, canvas: &mut Canvas, plot: &Plot) {
        let Some([counted, computed]) = self.boundary() else { return };
        let x = plot.x(f64::midpoint(f64::from(counted), f64::from(computed))) + 5.0;
        let near =
            self.of_basis(Basis::Computed).into_iter().filter(|year| plot.x(f64::from(*year)) < x + 70.0);
        let high = near.map(|year| {
            let band = self.total.at(Year(year)).and_then(|(point, _)| point.drawn_band());
            band.map_or(0.0, |band| band.high).max(self.height_of(year))
        });
        let above = plot.y(high.fold(0.0, f64::max)) - 8.0;
        let text = format!("{} ›", Words::of(self.head.lang).computed);
        for y in [above, above - 14.0, plot.top + 2.0] {
            if y > plot.top - 8.0 && canvas.text(&Text::new(Style::Note, &text, x, y).halo()) {
                return;
            }
        }
    }

    fn points(&self, canvas: &mut Canvas, plot: &Plot) {
        let half = (self.bar_width(plot) / 2.0).max(4.0);
        let named = |series: &Series, point: &Point, value: f64| {
            let mut name = format!(
                "{}, {}: {}",
                series.name,
                point.year.0,
                self.unit.text_in(self.head.lang, value, point.basis)
            );
            if let Some(band) = point.drawn_band() {
                let range = self.unit.range_in(self.head.lang, band.low, band.high, point.basis);
                name.push_str(&format!("; {}: {range}", Words::of(self.head.lang).fan));
            }
            name
        };
        for point in &self.total.points {
            let Some(value) = point.drawn() else { continue };
            canvas.point(0, &named(&self.total, point, value), [plot.year(point.year), plot.y(value)]);
        }
        for (at, layer) in self.layers.iter().enumerate() {
            for point in &layer.series.points {
                let Some(value) = point.drawn() else { continue };
                let [foot, top] = self.stack(point.year.0)[at];
                let x = plot.year(point.year);
                let block = Block { left: x - half, top: plot.y(top), right: x + half, bottom: plot.y(foot) };
                canvas.bar_point(at + 1, &named(&layer.series, point, value), block);
            }
        }
    }

    fn table(&self) -> DataTable {
        let (lang, words) = (self.head.lang, Words::of(self.head.lang));
        let [lower, upper] = words.ends;
        let headings =
            [words.form_of_care, words.year, words.number, lower, upper].map(str::to_owned).to_vec();
        let mut rows = Vec::new();
        let all = self.layers.iter().map(|layer| &layer.series).chain([&self.total]);
        for series in all {
            for point in &series.points {
                let [low, high] = match point.drawn_band() {
                    Some(band) => {
                        [band.low, band.high].map(|end| DataCell::figure(lang, self.unit, end, point.basis))
                    }
                    None => [DataCell::empty(), DataCell::empty()],
                };
                let is_computed = point.basis == Basis::Computed;
                let computed = if is_computed { format!(" ({})", words.computed) } else { String::new() };
                rows.push(vec![
                    DataCell::text(&series.name),
                    DataCell::text(format!("{}{computed}", point.year.0)),
                    DataCell::of(lang, self.unit, point.drawn(), point.basis),
                    low,
                    high,
                ]);
            }
        }
        DataTable { headings, rows }
    }
}
