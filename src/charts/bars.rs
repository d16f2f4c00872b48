//! Bars: balances of chosen years before and after, and areas by rank.

use super::canvas::{Anchor, Block, Canvas, Pattern, Style, Text};
use super::data::{Chart, DataCell, DataTable, Head, Series, Tone};
use super::describe;
use super::numbers::{Basis, Unit};
use super::plot::{Ground, Plot};
use super::scale::{Baseline, Scale};
use super::text::wrap;
use super::words::Words;
use crate::units::{Lang, Year};

/// Balances of a few years, downwards where something lacks: without a measure, and beside it with it.
#[derive(Debug, Clone, PartialEq)]
pub struct BalanceChart {
    /// Title, source and size.
    pub head: Head,
    /// What the values count.
    pub unit: Unit,
    /// One or two, of the same years.
    pub series: Vec<Series>,
}

impl BalanceChart {
    /// Draws the chart.
    pub fn draw(&self) -> Chart {
        let description = describe::series(self.head.lang, &self.series, self.unit, &[]);
        self.head.chart(&self.drawing(), description, self.table())
    }

    fn years(&self) -> Vec<Year> {
        let mut years: Vec<Year> =
            self.series.iter().flat_map(|it| &it.points).map(|point| point.year).collect();
        years.sort_unstable();
        years.dedup();
        years
    }

    pub(super) fn drawing(&self) -> Canvas {
        let mut canvas = Canvas::new(&self.head);
        let years = self.years();
        let values = self.series.iter().flat_map(|it| &it.points).filter_map(super::data::Point::drawn);
        let values = values.fold([0.0f64, 0.0f64], |[low, high], value| [low.min(value), high.max(value)]);
        // Room for the numbers at the ends of the bars.
        let room = 0.07 * (values[1] - values[0]);
        let [low, high] = [values[0] - if values[0] < 0.0 { room } else { 0.0 }, values[1] + room];
        let plot = Plot::new(
            self.head.size,
            &Ground {
                years: [0, i32::try_from(years.len()).unwrap_or(i32::MAX)],
                values: [low, high],
                baseline: Baseline::Zero,
                unit: self.unit,
                lang: self.head.lang,
                top: 30.0,
                right: 8.0,
                inset: 0.0,
            },
        );
        plot.draw_values(&mut canvas);
        self.names(&mut canvas, &plot);
        for (at, year) in years.iter().enumerate() {
            self.bars_of(&mut canvas, &plot, at, *year);
        }
        canvas
    }

    /// The names above the plot, beside each other.
    fn names(&self, canvas: &mut Canvas, plot: &Plot) {
        let mut x = plot.left;
        for series in &self.series {
            if canvas.text(&Text::new(Style::Label, &series.name, x, 12.0).tone(series.tone)) {
                x += Style::Label.width(&series.name) + 14.0;
            }
        }
    }

    fn bars_of(&self, canvas: &mut Canvas, plot: &Plot, at: usize, year: Year) {
        let slot = plot.x(1.0) - plot.x(0.0);
        let middle = plot.x(at as f64 + 0.5);
        let text = year.0.to_string();
        canvas.text(&Text::new(Style::Axis, &text, middle, plot.bottom + 17.0).anchor(Anchor::Middle));
        let count = self.series.len().max(1) as f64;
        let width = (slot * 0.72 / count).min(36.0);
        for (index, series) in self.series.iter().enumerate() {
            let Some((point, value)) = series.at(year) else { continue };
            let left = middle + (index as f64 - count / 2.0) * width;
            let (y, zero) = (plot.y(value), plot.y(0.0));
            let block =
                Block { left: left + 1.0, top: y.min(zero), right: left + width - 1.0, bottom: y.max(zero) };
            canvas.rect(&format!("fill {}", series.tone.class()), block);
            // "Without" is hatched, "with" is plain.
            if index == 0 && self.series.len() > 1 {
                canvas.patterned_rect(Pattern::Diagonals, block);
            }
            let figure = self.unit.signed_in(self.head.lang, value, series.rounding(point));
            let (x, below) = (f64::midpoint(block.left, block.right), if value < 0.0 { 12.0 } else { -4.0 });
            let label = Text::new(Style::Label, &figure, x, y + below)
                .anchor(Anchor::Middle)
                .tone(series.tone)
                .halo();
            canvas.text(&label);
            canvas.bar_point(index, &format!("{}, {}: {figure}", series.name, year.0), block);
        }
    }

    fn table(&self) -> DataTable {
        let (lang, words) = (self.head.lang, Words::of(self.head.lang));
        let mut headings = vec![words.year.to_owned()];
        headings.extend(self.series.iter().map(|series| series.name.clone()));
        if self.series.len() == 2 {
            headings.push(words.difference.to_owned());
        }
        let row = |year: Year| {
            let values: Vec<Option<(f64, Basis)>> = self
                .series
                .iter()
                .map(|series| series.at(year).map(|(point, value)| (value, series.rounding(point))))
                .collect();
            let balance = |(value, basis)| DataCell::balance(lang, self.unit, value, basis);
            let mut cells = vec![DataCell::text(year.0.to_string())];
            cells.extend(values.iter().map(|value| value.map_or_else(|| DataCell::missing(lang), balance)));
            if let [without, with] = values.as_slice() {
                let difference =
                    without.zip(*with).map(|((without, basis), (with, _))| (with - without, basis));
                cells.push(difference.map_or_else(|| DataCell::missing(lang), balance));
            }
            cells
        };
        DataTable { headings, rows: self.years().into_iter().map(row).collect() }
    }
}

/// An area and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaValue {
    /// As it is shown.
    pub name: String,
    /// `None` where there is no figure.
    pub value: Option<f64>,
    /// The area that the page is about.
    pub is_own: bool,
}

/// Areas from the highest value to the lowest, with the value of the whole as a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct RankingChart {
    /// Title, source and size.
    pub head: Head,
    /// What the values count.
    pub unit: Unit,
    /// Whether the values were counted or computed.
    pub basis: Basis,
    /// The areas, in any order.
    pub areas: Vec<AreaValue>,
    /// Such as the state: its name and value.
    pub whole: Option<(String, f64)>,
}

impl RankingChart {
    /// Draws the chart.
    pub fn draw(&self) -> Chart {
        let words = Words::of(self.head.lang);
        let ranked = self.ranked();
        let said = |(rank, area, value): &(usize, &AreaValue, f64)| {
            format!(
                "{} {rank}: {} {}",
                words.rank,
                area.name,
                self.unit.text_in(self.head.lang, *value, self.basis)
            )
        };
        let ends = [ranked.first(), ranked.iter().find(|(_, area, _)| area.is_own), ranked.last()];
        let mut parts: Vec<String> = ends.into_iter().flatten().map(said).collect();
        parts.dedup();
        parts.extend(self.whole.iter().map(|(name, value)| {
            format!("{name} {}", self.unit.text_in(self.head.lang, *value, self.basis))
        }));
        let description = if parts.is_empty() { words.nothing.to_owned() } else { parts.join("; ") + "." };
        let (canvas, shown) = self.drawing();
        let mut chart = self.head.chart(&canvas, description, self.table());
        if shown < self.areas.len() {
            let all = self.areas.len();
            chart.subtitle.push_str(&match self.head.lang {
                Lang::De => format!("; {shown} von {all} gezeigt"),
                Lang::En => format!("; {shown} of {all} shown"),
            });
        }
        chart
    }

    /// With their ranks; equal values share one. Areas without a value have none.
    fn ranked(&self) -> Vec<(usize, &AreaValue, f64)> {
        let known =
            self.areas.iter().filter_map(|area| Some((area, area.value.filter(|value| value.is_finite())?)));
        let mut known: Vec<(&AreaValue, f64)> = known.collect();
        known.sort_by(|(a, x), (b, y)| y.total_cmp(x).then(a.name.cmp(&b.name)));
        let rank = |value: f64| known.iter().filter(|(_, other)| *other > value).count() + 1;
        known.iter().map(|(area, value)| (rank(*value), *area, *value)).collect()
    }

    /// The drawing, and how many areas it has room for.
    pub(super) fn drawing(&self) -> (Canvas, usize) {
        const TOP: f64 = 20.0;
        let mut canvas = Canvas::new(&self.head);
        let size = self.head.size;
        let rows = self.rows(size.height - TOP);
        let names = rows.iter().map(Row::width).fold(0.0, f64::max);
        let left = (names + 8.0).min(size.width * 0.5);
        let known = rows.iter().filter_map(|row| row.value);
        let values =
            known.chain(self.whole.iter().map(|(_, value)| *value)).filter(|value| value.is_finite());
        let ends = values.fold([0.0f64, 0.0f64], |[low, high], value| [low.min(value), high.max(value)]);
        let x = Scale::new(ends, [left, size.width - 62.0]);
        let least: f64 = rows.iter().map(Row::height).sum();
        let extra = ((size.height - TOP - least) / rows.len().max(1) as f64).clamp(0.0, 9.0);
        let bottom = TOP + least + extra * rows.len() as f64;
        canvas.line("axis", [x.at(0.0), TOP - 2.0], [x.at(0.0), bottom]);
        let whole = self.whole.as_ref().filter(|(_, value)| value.is_finite());
        // Behind the bars, so that it strikes none of their figures and is seen between and beside them.
        if let Some((_, value)) = whole {
            canvas.line("marker", [x.at(*value), TOP - 4.0], [x.at(*value), bottom]);
        }
        let mut y = TOP;
        for row in &rows {
            let height = row.height() + extra;
            self.row(&mut canvas, x, [left, y, height], row);
            y += height;
        }
        if let Some((name, value)) = whole {
            let at = x.at(*value);
            let text = format!("{name} {}", self.unit.text_in(self.head.lang, *value, self.basis));
            let half = Style::Note.width(&text) / 2.0;
            let middle = at.min(size.width - half - 1.0).max(half + 1.0);
            canvas.text(&Text::new(Style::Note, &text, middle, 11.0).anchor(Anchor::Middle));
        }
        // Few areas need less room than they are given.
        canvas.size = size.with_height(size.height.min(bottom + 4.0));
        (canvas, rows.len())
    }

    /// As many rows as fit into the height. The own area and the last keep theirs where there are too many.
    fn rows(&self, height: f64) -> Vec<Row<'_>> {
        let most = self.head.size.width * 0.5 - 8.0;
        let ranked = self.ranked();
        let missing = self.areas.iter().filter(|area| !area.value.is_some_and(f64::is_finite));
        let mut rows: Vec<Row<'_>> = ranked
            .iter()
            .map(|(rank, area, value)| Row::new(format!("{rank}. {}", area.name), area, Some(*value), most))
            .chain(missing.map(|area| Row::new(area.name.clone(), area, None, most)))
            .collect();
        let mut needed: f64 = rows.iter().map(Row::height).sum();
        while rows.len() > 1 && needed > height {
            let last = rows.len() - 1;
            let at = (0..last).rev().find(|at| !rows[*at].area.is_own).unwrap_or(last);
            needed -= rows.remove(at).height();
        }
        rows
    }

    fn row(&self, canvas: &mut Canvas, x: Scale, [left, y, height]: [f64; 3], row: &Row<'_>) {
        let middle = y + height / 2.0;
        let baseline = middle + 4.3;
        let style = name_style(row.area);
        let first = baseline - (row.lines.len() as f64 - 1.0) / 2.0 * style.line_height();
        let line = |(at, line): (usize, &'_ String)| (first + at as f64 * style.line_height(), line.clone());
        for (baseline, line) in row.lines.iter().enumerate().map(line) {
            canvas.text(&Text::new(style, &line, left - 7.0, baseline).anchor(Anchor::End).tone(Tone::Ink));
        }
        let tone = if row.area.is_own { Tone::Need } else { Tone::Comparison };
        let Some(value) = row.value else {
            canvas.text(&Text::new(
                Style::Note,
                Words::of(self.head.lang).missing,
                x.at(0.0) + 6.0,
                baseline,
            ));
            return;
        };
        let (zero, end) = (x.at(0.0), x.at(value));
        // A bar beside a name of several lines is no thicker than the others.
        let half = height.min(26.0) / 2.0 - 2.0;
        let block =
            Block { left: zero.min(end), top: middle - half, right: zero.max(end), bottom: middle + half };
        canvas.rect(&format!("fill {}", tone.class()), block);
        let text = self.unit.text_in(self.head.lang, value, self.basis);
        // At the end of the bar, inside if it has room: the rule of the whole runs beside the bars.
        let inside = block.right - block.left > Style::Label.width(&text) + 14.0;
        let label = if inside {
            let style = if row.area.is_own { Style::OnOwnBar } else { Style::OnBar };
            Text::new(style, &text, block.right - 6.0, baseline).anchor(Anchor::End)
        } else {
            Text::new(Style::Label, &text, block.right + 5.0, baseline).tone(Tone::Ink).halo()
        };
        canvas.text(&label);
        canvas.bar_point(0, &format!("{}: {text}", row.name), block);
    }

    fn table(&self) -> DataTable {
        let (lang, words) = (self.head.lang, Words::of(self.head.lang));
        let headings = [words.rank, words.area, words.value].map(str::to_owned).to_vec();
        let ranked = self.ranked();
        let mut rows: Vec<Vec<DataCell>> = ranked
            .iter()
            .map(|(rank, area, value)| {
                let figure = DataCell::figure(lang, self.unit, *value, self.basis);
                vec![DataCell::text(rank.to_string()), DataCell::text(&area.name), figure]
            })
            .collect();
        let missing = self.areas.iter().filter(|area| !area.value.is_some_and(f64::is_finite));
        rows.extend(
            missing.map(|area| vec![DataCell::empty(), DataCell::text(&area.name), DataCell::missing(lang)]),
        );
        rows.extend(self.whole.iter().map(|(name, value)| {
            vec![
                DataCell::empty(),
                DataCell::text(name),
                DataCell::figure(lang, self.unit, *value, self.basis),
            ]
        }));
        DataTable { headings, rows }
    }
}

/// A row of a ranking.
#[derive(Debug)]
struct Row<'a> {
    /// With the rank before it.
    name: String,
    /// The name as it is drawn, in up to three lines.
    lines: Vec<String>,
    area: &'a AreaValue,
    value: Option<f64>,
}

impl<'a> Row<'a> {
    /// A row whose name is at most `most` wide.
    fn new(name: String, area: &'a AreaValue, value: Option<f64>, most: f64) -> Self {
        let style = name_style(area);
        let lines = wrap(&name, style.size(), style.is_bold(), most, 3);
        let lines = lines.unwrap_or_else(|| vec![shortened(&name, style, most)]);
        Self { name, lines, area, value }
    }

    /// The least height that its name needs.
    fn height(&self) -> f64 {
        17.0 + (self.lines.len() as f64 - 1.0) * name_style(self.area).line_height()
    }

    fn width(&self) -> f64 {
        let style = name_style(self.area);
        self.lines.iter().map(|line| style.width(line)).fold(0.0, f64::max)
    }
}

/// The beginning of a name that is too wide, with an ellipsis.
fn shortened(name: &str, style: Style, most: f64) -> String {
    let mut kept = String::new();
    for letter in name.chars() {
        if style.width(&format!("{kept}{letter}…")) > most {
            break;
        }
        kept.push(letter);
    }
    kept.trim_end().to_owned() + "…"
}

fn name_style(area: &AreaValue) -> Style {
    if area.is_own { Style::Label } else { Style::Axis }
}
