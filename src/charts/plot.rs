//! The ground of a drawing over years: margins, grid, axes, rules between what was counted and what is computed.

use super::canvas::{Anchor, Block, Canvas, Style, Text};
use super::data::{Break, Size, Tone};
use super::labels;
use super::numbers::Unit;
use super::scale::{Baseline, Scale, Ticks};
use super::words::Words;
use crate::units::{Lang, Year};

const LEAST_LEFT: f64 = 34.0;
const BOTTOM: f64 = 22.0;
/// Below the lowest mark of an axis that does not start at zero: room for the kink.
const KINK: f64 = 14.0;

/// What the ground depends on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ground {
    pub years: [i32; 2],
    pub values: [f64; 2],
    pub baseline: Baseline,
    pub unit: Unit,
    pub lang: Lang,
    pub top: f64,
    pub right: f64,
    /// Between the axis and the first year.
    pub inset: f64,
}

/// The plot of a drawing.
#[derive(Debug, Clone)]
pub(super) struct Plot {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
    years: Scale,
    values: Scale,
    ticks: Ticks,
    unit: Unit,
    lang: Lang,
}

impl Plot {
    pub(super) fn new(size: Size, ground: &Ground) -> Self {
        let bottom = size.height - BOTTOM;
        let wanted = (((bottom - ground.top) / 45.0) as usize).clamp(2, 6);
        let least = if ground.unit == Unit::Count { 1.0 } else { 1e-6 };
        let [low, high] = ground.values;
        let ticks = Ticks::new(low, high, ground.baseline, wanted, least);
        let (unit, lang) = (ground.unit, ground.lang);
        let widest =
            ticks.values.iter().map(|value| Style::Axis.width(&unit.tick_in(lang, *value, ticks.step)));
        let left = (widest.fold(0.0, f64::max) + 9.0).clamp(LEAST_LEFT, size.width * 0.45);
        let right = (size.width - ground.right).max(left + 20.0);
        let foot = if ticks.starts_above_zero() { bottom - KINK } else { bottom };
        let [first, last] = ground.years.map(f64::from);
        let years = Scale::new([first, last], [left + ground.inset, right]);
        let values = Scale::new(ticks.ends, [foot, ground.top]);
        Self { left, top: ground.top, right, bottom, years, values, ticks, unit, lang }
    }

    pub(super) fn x(&self, year: f64) -> f64 {
        self.years.at(year)
    }

    pub(super) fn year(&self, year: Year) -> f64 {
        self.x(f64::from(year.0))
    }

    pub(super) fn y(&self, value: f64) -> f64 {
        self.values.at(value)
    }

    /// The height from which bars and areas rise.
    pub(super) fn foot(&self) -> f64 {
        self.y(self.ticks.ends[0].max(0.0).min(self.ticks.ends[1]))
    }

    /// What the subtitle must say about the axis.
    pub(super) fn axis_note(&self) -> Option<String> {
        let ends = self.ticks.ends;
        let from = |lang| match lang {
            Lang::De => "Achse ab",
            Lang::En => "axis from",
        };
        let tick = || self.unit.tick_in(self.lang, ends[0], self.ticks.step);
        self.ticks.starts_above_zero().then(|| format!("{} {}", from(self.lang), tick()))
    }

    pub(super) fn draw_values(&self, canvas: &mut Canvas) {
        for value in &self.ticks.values {
            let y = self.y(*value);
            let is_zero = value.abs() < self.ticks.step * 1e-6;
            canvas.line(if is_zero { "zero" } else { "grid" }, [self.left, y], [self.right, y]);
            let text = self.unit.tick_in(self.lang, *value, self.ticks.step);
            canvas.text(&Text::new(Style::Axis, &text, self.left - 7.0, y + 4.2).anchor(Anchor::End));
        }
        if self.ticks.starts_above_zero() {
            // Clear of the lowest mark, which ends at the left of the axis.
            let (x, y) = (self.left, self.bottom - 5.5);
            canvas.line("axis", [x, self.bottom], [self.right, self.bottom]);
            canvas.path("kink", &format!("M{:.1} {:.1}l4 -4 5 7 4 -4", x - 5.0, y + 1.0));
        }
    }

    /// Years below the axis, as many as have room: the last, the first, then round ones. The last
    /// counted year is as important as the first.
    pub(super) fn draw_years(&self, canvas: &mut Canvas, years: &[i32], counted: Option<i32>) {
        let weight = |year: i32| if counted == Some(year) { 1 } else { weight(year, years) };
        let mut order: Vec<(usize, i32)> = years.iter().map(|year| (weight(*year), *year)).collect();
        order.sort_unstable();
        for (weight, year) in order.into_iter().filter(|(weight, _)| *weight < 4) {
            let (x, text) = (self.x(f64::from(year)), year.to_string());
            let half = Style::Axis.width(&text) / 2.0;
            let middle = x.min(canvas.size.width - half - 0.5).max(half + 0.5);
            let label = Text::new(Style::Axis, &text, middle, self.bottom + 17.0).anchor(Anchor::Middle);
            if canvas.text(&label) {
                canvas.line("axis", [x, self.bottom], [x, self.bottom + 4.0]);
                let block = label.block();
                let clear = if weight < 2 { 8.0 } else { 5.0 };
                canvas.reserve(Block { left: block.left - clear, right: block.right + clear, ..block });
            }
        }
    }

    /// The rule between counted and computed years, with its words.
    pub(super) fn draw_boundary(&self, canvas: &mut Canvas, counted: i32, computed: i32) {
        let x = self.x(f64::midpoint(f64::from(counted), f64::from(computed)));
        canvas.line("boundary", [x, self.top - 8.0], [x, self.bottom]);
        canvas.keep_clear(&[[x, self.top - 8.0], [x, self.bottom]]);
    }

    /// "gerechnet ›" beside the rule, where nothing else stands.
    pub(super) fn name_boundary(&self, canvas: &mut Canvas, counted: i32, computed: i32) {
        let x = self.x(f64::midpoint(f64::from(counted), f64::from(computed)));
        let text = format!("{} ›", Words::of(self.lang).computed);
        for y in [self.bottom - 9.0, self.top + 4.0, self.bottom - 24.0, self.top + 20.0] {
            if canvas.text(&Text::new(Style::Note, &text, x + 5.0, y).halo()) {
                return;
            }
        }
    }

    /// Breaks as dotted lines with a number, and the notes that explain the numbers above the plot.
    pub(super) fn draw_breaks(&self, canvas: &mut Canvas, breaks: &[Break], years: &[i32]) {
        for (at, gap) in breaks.iter().enumerate() {
            let Some(x) = self.break_x(gap, years) else { continue };
            let top = self.top + 12.0;
            canvas.line("break", [x, top], [x, self.bottom]);
            let slash = format!(
                "M{:.1} {:.1}l7 -5M{:.1} {:.1}l7 -5",
                x - 3.5,
                self.bottom - 4.0,
                x - 3.5,
                self.bottom - 9.0
            );
            canvas.path("break-foot", &slash);
            let number = (at + 1).to_string();
            let label = Text::new(Style::Note, &number, x, top - 6.0).anchor(Anchor::Middle).halo();
            if canvas.text(&label) {
                canvas.circle("break-number", [x, top - 10.0], 7.0);
            }
        }
    }

    /// Halfway between the years that the break parts.
    fn break_x(&self, gap: &Break, years: &[i32]) -> Option<f64> {
        let before = years.iter().rev().find(|year| **year < gap.from.0)?;
        let after = years.iter().find(|year| **year >= gap.from.0)?;
        Some(self.x(f64::midpoint(f64::from(*before), f64::from(*after))))
    }
}

/// Years of a low number are named first.
fn weight(year: i32, years: &[i32]) -> usize {
    match year {
        _ if years.last() == Some(&year) => 0,
        _ if years.first() == Some(&year) => 1,
        _ if year % 10 == 0 => 2,
        _ if year % 5 == 0 || years.len() <= 8 => 3,
        _ => 4,
    }
}

/// The notes of breaks, one a line, and how high they stand above a plot.
pub(super) fn break_notes(breaks: &[Break]) -> Vec<String> {
    breaks.iter().enumerate().map(|(at, gap)| format!("{}: {} {}", at + 1, gap.from.0, gap.note)).collect()
}

/// Top and bottom of the room for labels right of a plot: below its notes where these reach that far.
pub(super) fn room_for_labels(plot: &Plot, notes: &[String]) -> [f64; 2] {
    let end = plot.left + notes.iter().map(|note| Style::Note.width(note)).fold(0.0, f64::max);
    let reaches_labels = end + labels::GAP > plot.right;
    let taken = if reaches_labels { notes.len() as f64 * Style::Note.line_height() } else { 0.0 };
    [2.0 + taken, plot.bottom + 2.0]
}

/// Draws notes from the top left of a plot downwards.
pub(super) fn draw_notes(canvas: &mut Canvas, notes: &[String], left: f64) {
    for (at, note) in notes.iter().enumerate() {
        let y = 11.0 + at as f64 * Style::Note.line_height();
        canvas.text(&Text::new(Style::Note, note, left, y).tone(Tone::Ink));
    }
}
