//! Lines over the years: what was counted as points or bars, what is computed as lines with their fan, and the shortage
//! between two lines. Fans, scenarios, places against need, staff, probabilities and time series are all this chart.

mod marks;
mod notes;
mod table;

use super::canvas::{Canvas, Style};
use super::data::{Break, Chart, Head, Series};
use super::describe;
use super::labels::{self, EndLabel};
use super::numbers::{Basis, Unit};
use super::plot::{self, Ground, Plot};
use super::scale::Baseline;
use crate::units::Lang;

/// How counted years are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// A point for each year.
    Points,
    /// From zero, one series alone.
    Bars,
}

/// Where the second line falls short of the first, both by their place among the series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shortage {
    /// The place of the series of the need.
    pub need: usize,
    /// The place of the series of the supply.
    pub supply: usize,
}

/// Lines over the years.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeChart {
    /// Title, source and size.
    pub head: Head,
    /// What the values count.
    pub unit: Unit,
    /// Where the axis of values begins.
    pub baseline: Baseline,
    /// How counted years are drawn.
    pub counted: Counted,
    /// The first is what the chart is about; where there is no room for all labels, the last lose theirs.
    pub series: Vec<Series>,
    /// Years from which on something is counted in another way.
    pub breaks: Vec<Break>,
    /// The two series between which a shortage is hatched, if any.
    pub shortage: Option<Shortage>,
    /// Values that the axis spans beside its own: charts beside each other have one scale ([`TimeChart::same_scale`]).
    pub spans: Option<[f64; 2]>,
}

impl TimeChart {
    /// A chart of lines whose axis may start above zero.
    pub fn new(head: Head, unit: Unit, series: Vec<Series>) -> Self {
        let baseline = Baseline::Data;
        let counted = Counted::Points;
        Self { head, unit, baseline, counted, series, breaks: Vec::new(), shortage: None, spans: None }
    }

    /// A probability over the years, 0 to 100 percent.
    pub fn probability(head: Head, series: Vec<Series>) -> Self {
        Self { baseline: Baseline::Percent, ..Self::new(head, Unit::Probability, series) }
    }

    /// From zero, as staff is drawn.
    pub fn from_zero(self) -> Self {
        Self { baseline: Baseline::Zero, ..self }
    }

    /// Counted years as bars, which start at zero.
    pub fn with_bars(self) -> Self {
        Self { counted: Counted::Bars, baseline: Baseline::Zero, ..self }
    }

    /// Hatches where the series `supply` is below the series `need`, with the number at the last year.
    pub fn with_shortage(self, need: usize, supply: usize) -> Self {
        Self { shortage: Some(Shortage { need, supply }), ..self }
    }

    /// Numbers the breaks and ends the lines there.
    pub fn with_breaks(self, breaks: Vec<Break>) -> Self {
        Self { breaks, ..self }
    }

    /// Gives charts that stand beside each other one scale.
    pub fn same_scale(charts: &mut [Self]) {
        let all = charts.iter().filter(|chart| !chart.years().is_empty()).map(Self::extent);
        let spans =
            all.reduce(|[low, high], [other_low, other_high]| [low.min(other_low), high.max(other_high)]);
        for chart in charts {
            chart.spans = spans;
        }
    }

    /// Draws the chart.
    pub fn draw(&self) -> Chart {
        let (canvas, plot) = self.drawing();
        let description = describe::series(self.head.lang, &self.series, self.unit, &self.breaks);
        let mut subtitle = self.head.subtitle.clone();
        if let Some(note) = plot.axis_note() {
            subtitle.push_str(&format!("; {note}"));
        }
        if !canvas.unnamed.is_empty() {
            let words = match self.head.lang {
                Lang::De => "ohne Namen in der Zeichnung",
                Lang::En => "not named in the drawing",
            };
            subtitle.push_str(&format!("; {words}: {}", canvas.unnamed.join(", ")));
        }
        Chart { subtitle, ..self.head.chart(&canvas, description, table::of(self)) }
    }

    pub(super) fn drawing(&self) -> (Canvas, Plot) {
        let mut canvas = Canvas::new(&self.head);
        let notes = plot::break_notes(&self.breaks);
        let labels = self.end_labels();
        let plot = Plot::new(self.head.size, &self.ground(&labels, notes.len()));
        let years = self.years();
        plot.draw_values(&mut canvas);
        plot.draw_years(&mut canvas, &years, self.boundary().map(|[counted, _]| counted));
        plot::draw_notes(&mut canvas, &notes, plot.left);
        plot.draw_breaks(&mut canvas, &self.breaks, &years);
        if let Some([counted, computed]) = self.boundary() {
            plot.draw_boundary(&mut canvas, counted, computed);
        }
        marks::draw(self, &mut canvas, &plot);
        let at = |label: (EndLabel, f64)| label.0.at(plot.y(label.1));
        let labels = labels.into_iter().map(at).collect();
        labels::draw(&mut canvas, labels, plot.right, plot::room_for_labels(&plot, &notes));
        notes::draw(self, &mut canvas, &plot);
        marks::points(self, &mut canvas, &plot);
        (canvas, plot)
    }

    fn ground(&self, labels: &[(EndLabel, f64)], notes: usize) -> Ground {
        let years = self.years();
        let widest = labels.iter().map(|(label, _)| label.width()).fold(0.0, f64::max);
        let right = if labels.is_empty() { 14.0 } else { widest + labels::GAP + 1.0 };
        let notes = notes as f64 * Style::Note.line_height();
        Ground {
            years: [years.first().copied().unwrap_or(0), years.last().copied().unwrap_or(0)],
            values: self.extent(),
            baseline: self.baseline,
            unit: self.unit,
            lang: self.head.lang,
            top: 14.0 + notes,
            right,
            inset: if self.has_counted() { 9.0 } else { 0.0 },
        }
    }

    /// The years of all points, each once.
    pub(super) fn years(&self) -> Vec<i32> {
        let mut years: Vec<i32> =
            self.series.iter().flat_map(|series| &series.points).map(|point| point.year.0).collect();
        years.sort_unstable();
        years.dedup();
        years
    }

    fn extent(&self) -> [f64; 2] {
        let points = self.series.iter().flat_map(|series| &series.points);
        let values = points.flat_map(|point| {
            let band = point.drawn_band();
            [point.drawn(), band.map(|band| band.low), band.map(|band| band.high)]
        });
        let (low, high) = values
            .flatten()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        let own = if low <= high { [low, high] } else { self.spans.unwrap_or([0.0, 0.0]) };
        self.spans.map_or(own, |[low, high]| [low.min(own[0]), high.max(own[1])])
    }

    fn has_counted(&self) -> bool {
        self.series.iter().flat_map(|series| &series.points).any(|point| point.basis == Basis::Counted)
    }

    /// The last counted and the first computed year, if both are drawn.
    pub(super) fn boundary(&self) -> Option<[i32; 2]> {
        let years = |basis| {
            let points = self.series.iter().flat_map(|series| &series.points);
            points
                .filter(move |point| point.basis == basis && point.value.is_some())
                .map(|point| point.year.0)
        };
        let computed = years(Basis::Computed).min()?;
        let counted = years(Basis::Counted).filter(|year| *year < computed).max()?;
        Some([counted, computed])
    }

    /// Labels of the lines that reach the last year, and the values at which they end.
    fn end_labels(&self) -> Vec<(EndLabel, f64)> {
        let Some(last_year) = self.years().last().copied() else { return Vec::new() };
        let most = self.head.size.width * 0.36;
        let mut labels = Vec::new();
        for (rank, series) in self.series.iter().enumerate() {
            let Some((point, value)) = series.last().filter(|(point, _)| point.year.0 == last_year) else {
                continue;
            };
            let mut below =
                vec![(Style::Label, self.unit.text_in(self.head.lang, value, series.rounding(point)))];
            below.extend(series.note.iter().map(|note| (Style::Note, note.clone())));
            // Where the name is too wide, the value stands alone.
            let label = EndLabel::new(&series.name, &below, most)
                .or_else(|| EndLabel::new(&below[0].1, &below[1..], most));
            labels.extend(label.map(|label| (label.tone(series.tone).rank(2 * rank), value)));
            if let Some(band) = point.drawn_band() {
                for end in [band.low, band.high] {
                    labels.push((
                        EndLabel::note(self.unit.text_in(self.head.lang, end, point.basis))
                            .rank(2 * rank + 1),
                        end,
                    ));
                }
            }
        }
        labels
    }
}
