//! Two indicators over the areas of a level: one dot an area, named beside it where it fits.

use super::canvas::{Anchor, Block, Canvas, Style, Text, polygon};
use super::data::{Chart, DataCell, DataTable, Head, Size, Tone};
use super::numbers::{Basis, Unit};
use super::scale::{Baseline, Scale, Ticks};
use super::words::Words;
use crate::units::Lang;

const DOT: f64 = 4.5;
const DIAMOND: f64 = 8.0;
const TOP: f64 = 26.0;
/// Below the plot: numbers of the axis and its name.
const BELOW: f64 = 40.0;

/// An axis: an indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct ScatterAxis {
    /// The indicator and its unit.
    pub name: String,
    /// What the values count.
    pub unit: Unit,
}

/// An area with both values.
#[derive(Debug, Clone, PartialEq)]
pub struct ScatterPoint {
    /// As it is shown.
    pub name: String,
    /// Of the indicator on the level axis.
    pub x: f64,
    /// Of the indicator on the upright axis.
    pub y: f64,
    /// The chosen area is a diamond.
    pub is_own: bool,
}

/// Two indicators over areas.
#[derive(Debug, Clone, PartialEq)]
pub struct ScatterChart {
    /// Title, source and size.
    pub head: Head,
    /// The level axis.
    pub x: ScatterAxis,
    /// The upright axis.
    pub y: ScatterAxis,
    /// The areas, in any order.
    pub points: Vec<ScatterPoint>,
    /// What the description says of the relation.
    pub relation: String,
}

/// Both axes and the rectangle between them.
struct Frame {
    plot: Block,
    ticks: [Ticks; 2],
    x: Scale,
    y: Scale,
}

impl Frame {
    fn at(&self, point: &ScatterPoint) -> [f64; 2] {
        [self.x.at(point.x), self.y.at(point.y)]
    }
}

fn ends(values: impl Iterator<Item = f64>) -> [f64; 2] {
    let ends = values
        .fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], value| [low.min(value), high.max(value)]);
    if ends[0] > ends[1] { [0.0, 1.0] } else { ends }
}

impl ScatterChart {
    /// Draws the chart.
    pub fn draw(&self) -> Chart {
        let count = self.drawn().count();
        let (lang, x, y) = (self.head.lang, &self.x.name, &self.y.name);
        let description = match lang {
            Lang::De => format!("{count} Gebiete nach {x} und {y}. {}", self.relation),
            Lang::En => format!("{count} areas by {x} and {y}. {}", self.relation),
        };
        let mut chart = self.head.chart(&self.drawing(), description, self.table());
        let frame = self.frame();
        for (axis, ticks) in [&self.x, &self.y].into_iter().zip(&frame.ticks) {
            if ticks.starts_above_zero() {
                let from = axis.unit.tick_in(lang, ticks.ends[0], ticks.step);
                chart.subtitle.push_str(&match lang {
                    Lang::De => format!("; Achse „{}“ ab {from}", axis.name),
                    Lang::En => format!("; axis “{}” from {from}", axis.name),
                });
            }
        }
        chart
    }

    fn drawn(&self) -> impl Iterator<Item = &ScatterPoint> {
        self.points.iter().filter(|point| point.x.is_finite() && point.y.is_finite())
    }

    fn frame(&self) -> Frame {
        let Size { width, height } = self.head.size;
        let least = |unit: Unit| if unit == Unit::Count { 1.0 } else { 1e-6 };
        let ticks = |axis: &ScatterAxis, values: [f64; 2], room: f64, apart: f64| {
            let wanted = ((room / apart) as usize).clamp(2, 7);
            Ticks::new(values[0], values[1], Baseline::Data, wanted, least(axis.unit))
        };
        let y = ticks(&self.y, ends(self.drawn().map(|it| it.y)), height - TOP - BELOW, 45.0);
        let widest = y
            .values
            .iter()
            .map(|value| Style::Axis.width(&self.y.unit.tick_in(self.head.lang, *value, y.step)));
        let left = (widest.fold(0.0, f64::max) + 10.0).clamp(30.0, width * 0.4);
        let right = (width - 14.0).max(left + 20.0);
        let bottom = (height - BELOW).max(TOP + 20.0);
        let x = ticks(&self.x, ends(self.drawn().map(|it| it.x)), right - left, 80.0);
        let plot = Block { left, top: TOP, right, bottom };
        let inset = DIAMOND + 2.0;
        Frame {
            plot,
            x: Scale::new(x.ends, [left + inset, right - inset]),
            y: Scale::new(y.ends, [bottom - inset, TOP + inset]),
            ticks: [x, y],
        }
    }

    pub(super) fn drawing(&self) -> Canvas {
        let mut canvas = Canvas::new(&self.head);
        let frame = self.frame();
        self.axes(&mut canvas, &frame);
        for point in self.drawn() {
            let [x, y] = frame.at(point);
            let r = if point.is_own { DIAMOND } else { DOT };
            canvas.reserve(Block { left: x - r, top: y - r, right: x + r, bottom: y + r });
        }
        self.names(&mut canvas, &frame);
        let mut points: Vec<&ScatterPoint> = self.drawn().collect();
        points.sort_by(|a, b| a.is_own.cmp(&b.is_own).then(a.x.total_cmp(&b.x)));
        for point in points {
            let [x, y] = frame.at(point);
            if point.is_own {
                let r = DIAMOND;
                canvas.path("dot c-need", &polygon([[x, y - r], [x + r, y], [x, y + r], [x - r, y]]));
            } else {
                canvas.circle("dot c-comparison", [x, y], DOT);
            }
            let said = [(&self.x, point.x), (&self.y, point.y)].map(|(axis, value)| {
                format!("{} {}", axis.name, axis.unit.text_in(self.head.lang, value, Basis::Counted))
            });
            canvas.point(0, &format!("{}: {}", point.name, said.join(", ")), [x, y]);
        }
        canvas
    }

    fn axes(&self, canvas: &mut Canvas, frame: &Frame) {
        let Block { left, top, right, bottom } = frame.plot;
        let [along, up] = &frame.ticks;
        for value in &up.values {
            let y = frame.y.at(*value);
            canvas.line("grid", [left, y], [right, y]);
            let text = self.y.unit.tick_in(self.head.lang, *value, up.step);
            canvas.text(&Text::new(Style::Axis, &text, left - 7.0, y + 4.2).anchor(Anchor::End));
        }
        for value in &along.values {
            let x = frame.x.at(*value);
            canvas.line("grid", [x, top], [x, bottom]);
            let text = self.x.unit.tick_in(self.head.lang, *value, along.step);
            canvas.text(&Text::new(Style::Axis, &text, x, bottom + 16.0).anchor(Anchor::Middle));
        }
        canvas.line("axis", [left, top], [left, bottom]);
        canvas.line("axis", [left, bottom], [right, bottom]);
        canvas.text(&Text::new(Style::Label, &self.y.name, 0.0, 12.0).tone(Tone::Ink));
        let name = Text::new(Style::Label, &self.x.name, right, bottom + 34.0);
        canvas.text(&name.anchor(Anchor::End).tone(Tone::Ink));
    }

    /// Names beside their dots: the own area first, then those furthest from the middle of all.
    fn names(&self, canvas: &mut Canvas, frame: &Frame) {
        let places: Vec<(&ScatterPoint, [f64; 2])> =
            self.drawn().map(|point| (point, frame.at(point))).collect();
        let count = places.len().max(1) as f64;
        let mean = |at: usize| places.iter().map(|(_, place)| place[at]).sum::<f64>() / count;
        let middle = [mean(0), mean(1)];
        let away = |place: &[f64; 2]| (place[0] - middle[0]).hypot(place[1] - middle[1]);
        let mut ordered = places;
        ordered.sort_by(|(a, at_a), (b, at_b)| {
            b.is_own.cmp(&a.is_own).then(away(at_b).total_cmp(&away(at_a))).then(a.name.cmp(&b.name))
        });
        for (point, [x, y]) in ordered {
            let (r, tone) = if point.is_own { (DIAMOND, Tone::Need) } else { (DOT, Tone::Ink) };
            let style = if point.is_own { Style::Label } else { Style::Note };
            let beside = [
                ([x + r + 4.0, y + 4.0], Anchor::Start),
                ([x - r - 4.0, y + 4.0], Anchor::End),
                ([x, y - r - 5.0], Anchor::Middle),
                ([x, y + r + 12.0], Anchor::Middle),
            ];
            for ([x, baseline], anchor) in beside {
                let text = Text::new(style, &point.name, x, baseline).anchor(anchor).tone(tone).halo();
                let block = text.block();
                let is_inside = block.left >= frame.plot.left && block.bottom <= frame.plot.bottom;
                if is_inside && canvas.text(&text) {
                    break;
                }
            }
        }
    }

    fn table(&self) -> DataTable {
        let headings =
            vec![Words::of(self.head.lang).area.to_owned(), self.x.name.clone(), self.y.name.clone()];
        let figure = |axis: &ScatterAxis, value: f64| {
            let value = Some(value).filter(|value| value.is_finite());
            DataCell::of(self.head.lang, axis.unit, value, Basis::Counted)
        };
        let row =
            |it: &ScatterPoint| vec![DataCell::text(&it.name), figure(&self.x, it.x), figure(&self.y, it.y)];
        DataTable { headings, rows: self.points.iter().map(row).collect() }
    }
}
