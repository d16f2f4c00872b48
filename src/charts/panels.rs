//! Small multiples: the same measure of several areas over the years, each in a panel of its own, all on one scale from
//! zero. A panel is a line with its fan, or layers that add up to it.

use super::canvas::{Anchor, Block, Canvas, Style, Text, polygon, polyline};
use super::data::{Chart, DataCell, DataTable, Head, Point, Series, Size, Tone};
use super::describe;
use super::numbers::{Basis, Unit};
use super::scale::{Baseline, Scale, Ticks};
use super::stacked::Layer;
use super::text::wrap_whole;
use super::words::Words;
use crate::units::Year;

const LEAST_WIDTH: f64 = 140.0;
const MOST_COLUMNS: usize = 4;
const GAP: f64 = 20.0;
const NAMES: f64 = 34.0;
const PLOT: f64 = 96.0;
const YEARS: f64 = 22.0;
const BETWEEN: f64 = 14.0;
/// From one row of the key to the next, and from the left end of a swatch to its name.
const KEY: f64 = 20.0;
const SWATCH: f64 = 19.0;

/// An area with its figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// The area.
    pub name: String,
    /// What the line shows, or the sum of the layers.
    pub total: Series,
    /// From the foot to the top, of the same years as the total; empty for a line with its fan.
    pub layers: Vec<Layer>,
}

/// Areas beside each other on one scale. The drawing is as high as its rows of panels need.
#[derive(Debug, Clone, PartialEq)]
pub struct PanelsChart {
    /// Title, source and width.
    pub head: Head,
    /// What the values count.
    pub unit: Unit,
    /// From the top left, row by row.
    pub panels: Vec<Panel>,
}

/// What all panels share.
struct Grid {
    columns: usize,
    left: f64,
    top: f64,
    width: f64,
    row: f64,
    ticks: Ticks,
    years: [i32; 2],
}

/// The plot of one panel.
struct Frame {
    plot: Block,
    x: Scale,
    y: Scale,
}

impl Frame {
    fn at(&self, point: &Point, value: f64) -> [f64; 2] {
        [self.x.at(f64::from(point.year.0)), self.y.at(value)]
    }
}

impl PanelsChart {
    /// Draws the chart.
    pub fn draw(&self) -> Chart {
        let canvas = self.drawing();
        let head = Head { size: canvas.size, ..self.head.clone() };
        let named: Vec<Series> =
            self.panels.iter().map(|it| Series { name: it.name.clone(), ..it.total.clone() }).collect();
        head.chart(&canvas, describe::series(self.head.lang, &named, self.unit, &[]), self.table())
    }

    fn grid(&self) -> Grid {
        let points = || self.panels.iter().flat_map(|panel| &panel.total.points);
        let highest = points().flat_map(|point| {
            let band = point.drawn_band().map(|band| band.high);
            [point.drawn(), band.filter(|_| self.panels.iter().all(|panel| panel.layers.is_empty()))]
        });
        let highest = highest.flatten().fold(0.0f64, f64::max);
        let lowest = points().filter_map(Point::drawn).fold(0.0f64, f64::min);
        let least = if self.unit == Unit::Count { 1.0 } else { 1e-6 };
        let ticks = Ticks::new(lowest, highest, Baseline::Zero, 3, least);
        let widest = ticks
            .values
            .iter()
            .map(|value| Style::Axis.width(&self.unit.tick_in(self.head.lang, *value, ticks.step)));
        let left = (widest.fold(0.0, f64::max) + 9.0).min(self.head.size.width * 0.3);
        let room = self.head.size.width - left;
        let most = (room / (LEAST_WIDTH + GAP)).floor().clamp(1.0, MOST_COLUMNS as f64);
        let columns = (most as usize).min(self.panels.len().max(1));
        let width = (room - GAP * (columns as f64 - 1.0)) / columns as f64;
        let years = points().map(|point| point.year.0);
        let years = years.fold([i32::MAX, i32::MIN], |[from, to], year| [from.min(year), to.max(year)]);
        let key_rows = self.key_rows(left).last().map_or(0, |(row, ..)| row + 1);
        let top = 2.0 + key_rows as f64 * KEY;
        Grid { columns, left, top, width, row: NAMES + PLOT + YEARS + BETWEEN, ticks, years }
    }

    pub(super) fn drawing(&self) -> Canvas {
        let grid = self.grid();
        let rows = self.panels.len().div_ceil(grid.columns).max(1);
        let size = Size { height: grid.top + rows as f64 * grid.row - BETWEEN, ..self.head.size };
        let mut canvas = Canvas::new(&Head { size, ..self.head.clone() });
        self.key(&mut canvas, grid.left);
        for (at, panel) in self.panels.iter().enumerate() {
            let (row, column) = (at / grid.columns, at % grid.columns);
            let left = grid.left + column as f64 * (grid.width + GAP);
            let top = grid.top + row as f64 * grid.row + NAMES;
            let plot = Block { left, top, right: left + grid.width, bottom: top + PLOT };
            let years = grid.years.map(f64::from);
            let frame = Frame {
                x: Scale::new(years, [plot.left, plot.right]),
                y: Scale::new(grid.ticks.ends, [plot.bottom, plot.top]),
                plot,
            };
            self.ground(&mut canvas, &frame, &grid, (panel, column == 0));
            self.figures(&mut canvas, &frame, (at, panel));
        }
        canvas
    }

    /// The layers of the key with their left ends, in as many rows as they need.
    fn key_rows(&self, left: f64) -> Vec<(usize, f64, &Layer)> {
        let (mut row, mut x) = (0, left);
        let mut placed = Vec::new();
        for layer in self.panels.first().map(|panel| panel.layers.as_slice()).unwrap_or_default() {
            let width = SWATCH + Style::Label.width(&layer.series.name);
            if x > left && x + width > self.head.size.width {
                (row, x) = (row + 1, left);
            }
            placed.push((row, x, layer));
            x += width + 16.0;
        }
        placed
    }

    /// The names of the layers with their patterns, above all panels.
    fn key(&self, canvas: &mut Canvas, left: f64) {
        for (row, x, layer) in self.key_rows(left) {
            let top = 2.0 + row as f64 * KEY;
            let name = Text::new(Style::Label, &layer.series.name, x + SWATCH, top + 10.0);
            if !canvas.text(&name.tone(layer.series.tone)) {
                continue;
            }
            let swatch = Block { left: x, top, right: x + SWATCH - 5.0, bottom: top + 11.0 };
            canvas.rect(&format!("fill {}", layer.series.tone.class()), swatch);
            if let Some(pattern) = layer.pattern {
                canvas.patterned_rect(pattern, swatch);
            }
        }
    }

    fn ground(&self, canvas: &mut Canvas, frame: &Frame, grid: &Grid, (panel, has_values): (&Panel, bool)) {
        let Block { left, top, right, bottom } = frame.plot;
        for value in &grid.ticks.values {
            let y = frame.y.at(*value);
            canvas.line(if *value == 0.0 { "zero" } else { "grid" }, [left, y], [right, y]);
            if has_values {
                let text = self.unit.tick_in(self.head.lang, *value, grid.ticks.step);
                canvas.text(&Text::new(Style::Axis, &text, left - 7.0, y + 4.2).anchor(Anchor::End));
            }
        }
        let lines = wrap_whole(&panel.name, Style::Label.size(), true, grid.width);
        let first = top - 8.0 - (lines.len() as f64 - 1.0) * Style::Label.line_height();
        for (at, line) in lines.iter().enumerate() {
            let baseline = first + at as f64 * Style::Label.line_height();
            canvas.text(&Text::new(Style::Label, line, left, baseline));
        }
        let [from, to] = grid.years;
        let ends =
            if from < to { vec![(from, Anchor::Start, left), (to, Anchor::End, right)] } else { Vec::new() };
        for (year, anchor, x) in ends {
            let text = year.to_string();
            canvas.text(&Text::new(Style::Axis, &text, x, bottom + 16.0).anchor(anchor));
        }
    }

    fn figures(&self, canvas: &mut Canvas, frame: &Frame, (at, panel): (usize, &Panel)) {
        let total = &panel.total;
        let known: Vec<(&Point, f64)> =
            total.points.iter().filter_map(|it| Some((it, it.drawn()?))).collect();
        let line: Vec<[f64; 2]> = known.iter().map(|(point, value)| frame.at(point, *value)).collect();
        if panel.layers.is_empty() {
            let tone = total.tone.class();
            let bands: Vec<_> =
                known.iter().filter_map(|(point, _)| Some((*point, point.drawn_band()?))).collect();
            let upper = bands.iter().map(|(point, band)| frame.at(point, band.high));
            let lower = bands.iter().rev().map(|(point, band)| frame.at(point, band.low));
            canvas.path(&format!("fan {tone}"), &polygon(upper.chain(lower)));
            canvas.path(&format!("{} {tone}", total.stroke.class()), &polyline(&line));
        } else {
            self.layers(canvas, frame, panel);
            canvas.path("line thin c-ink", &polyline(&line));
        }
        let ends = [known.first(), known.last().filter(|_| known.len() > 1)];
        for (which, (point, value)) in ends.into_iter().flatten().enumerate() {
            let text = self.unit.text_in(self.head.lang, *value, total.rounding(point));
            let [x, y] = frame.at(point, *value);
            let (anchor, style) =
                if which == 0 { (Anchor::Start, Style::Note) } else { (Anchor::End, Style::Label) };
            let fan = point
                .drawn_band()
                .filter(|_| panel.layers.is_empty())
                .map_or(y, |band| frame.y.at(band.high));
            let tone = if panel.layers.is_empty() { total.tone } else { Tone::Ink };
            let label = Text::new(style, &text, x, y.min(fan) - 5.0).anchor(anchor).tone(tone).halo();
            canvas.text(&label);
        }
        for (point, value) in &known {
            let figure = self.unit.text_in(self.head.lang, *value, total.rounding(point));
            canvas.point(at, &format!("{}, {}: {figure}", panel.name, point.year.0), frame.at(point, *value));
        }
    }

    /// Layers upon each other, in the years that all of them have.
    fn layers(&self, canvas: &mut Canvas, frame: &Frame, panel: &Panel) {
        let years: Vec<&Point> = panel
            .total
            .points
            .iter()
            .filter(|point| panel.layers.iter().all(|layer| layer.series.at(point.year).is_some()))
            .collect();
        let mut foot = vec![0.0; years.len()];
        for layer in &panel.layers {
            let top: Vec<f64> = years
                .iter()
                .zip(&foot)
                .map(|(point, foot)| foot + layer.series.at(point.year).map_or(0.0, |(_, value)| value))
                .collect();
            let edge = |values: &[f64]| -> Vec<[f64; 2]> {
                years.iter().zip(values).map(|(point, value)| frame.at(point, *value)).collect()
            };
            let d = polygon(edge(&top).into_iter().chain(edge(&foot).into_iter().rev()));
            canvas.path(&format!("fill {}", layer.series.tone.class()), &d);
            if let Some(pattern) = layer.pattern.filter(|_| !d.is_empty()) {
                canvas.patterned_path(pattern, &d);
            }
            foot = top;
        }
    }

    fn table(&self) -> DataTable {
        let mut years: Vec<_> =
            self.panels.iter().flat_map(|it| &it.total.points).map(|it| it.year).collect();
        years.sort_unstable();
        years.dedup();
        let lang = self.head.lang;
        let mut headings = vec![Words::of(lang).year.to_owned()];
        headings.extend(self.panels.iter().map(|panel| panel.name.clone()));
        let row = |year: Year| {
            let mut cells = vec![DataCell::text(year.0.to_string())];
            cells.extend(self.panels.iter().map(|panel| match panel.total.at(year) {
                Some((point, value)) => DataCell::figure(lang, self.unit, value, panel.total.rounding(point)),
                None => DataCell::of(lang, self.unit, None, Basis::Computed),
            }));
            cells
        };
        DataTable { headings, rows: years.into_iter().map(row).collect() }
    }
}
