//! Ranks with their ranges: where an area stands in an index, and between which ranks it moves when the weights change.

use super::canvas::{Anchor, Block, Canvas, Style, Text};
use super::data::{Chart, DataCell, DataTable, Head, Size, Tone};
use super::scale::Scale;
use super::text::wrap_whole;
use super::words::Words;
use crate::units::Lang;

const TOP: f64 = 26.0;
const ROW: f64 = 24.0;
const DOT: f64 = 5.5;
const HALF_BAR: f64 = 5.0;
/// Ranks that are named above the rows.
const MOST_TICKS: usize = 10;

/// An area in an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankedArea {
    /// As it is shown.
    pub name: String,
    /// 1 is the highest score.
    pub rank: usize,
    /// The best and the worst rank that it takes.
    pub range: [usize; 2],
    /// The area that the page is about.
    pub is_own: bool,
}

/// Areas by rank. The drawing is as high as its rows need.
#[derive(Debug, Clone, PartialEq)]
pub struct RankRangeChart {
    /// Title, source and width.
    pub head: Head,
    /// By rank.
    pub areas: Vec<RankedArea>,
}

impl RankedArea {
    /// "2", or "2 (1 bis 4)"
    fn text(&self, words: &Words) -> String {
        let [best, worst] = self.range;
        match best == worst {
            true => self.rank.to_string(),
            false => format!("{} ({best} {} {worst})", self.rank, words.to),
        }
    }
}

impl RankRangeChart {
    /// Draws the chart.
    pub fn draw(&self) -> Chart {
        let canvas = self.drawing();
        let head = Head { size: canvas.size, ..self.head.clone() };
        let said = |area: &RankedArea| format!("{} {}", area.name, area.text(Words::of(self.head.lang)));
        let ranks: Vec<String> = self.areas.iter().map(said).collect();
        let ranks = ranks.join("; ");
        let description = match self.head.lang {
            Lang::De => format!("Ränge, in Klammern bei veränderten Gewichten: {ranks}."),
            Lang::En => format!("Ranks, in brackets with other weights: {ranks}."),
        };
        head.chart(&canvas, description, self.table())
    }

    pub(super) fn drawing(&self) -> Canvas {
        let width = self.head.size.width;
        let most = width * 0.46 - 12.0;
        let names = |area: &RankedArea| wrap_whole(&area.name, Style::Axis.size(), false, most);
        let height =
            |area: &RankedArea| (names(area).len() as f64 * Style::Axis.line_height() + 4.0).max(ROW);
        let size = Size { width, height: TOP + self.areas.iter().map(height).sum::<f64>() + 2.0 };
        let mut canvas = Canvas::new(&Head { size, ..self.head.clone() });
        let wide = self.areas.iter().flat_map(names).map(|line| Style::Axis.width(&line));
        let left = wide.fold(0.0, f64::max).min(most) + 12.0;
        let words = Words::of(self.head.lang);
        let texts = self.areas.iter().map(|area| Style::Label.width(&area.text(words))).fold(0.0, f64::max);
        let last = self.areas.iter().flat_map(|it| [it.rank, it.range[1]]).max().unwrap_or(1).max(2);
        let x = Scale::new([1.0, last as f64], [left + DOT, (width - texts - 16.0).max(left + 20.0)]);
        self.draw_ranks(&mut canvas, x, (left, last));
        let mut top = TOP;
        for area in &self.areas {
            let bottom = top + height(area);
            draw_area(&mut canvas, (x, words), area, (left, &names(area)), f64::midpoint(top, bottom));
            top = bottom;
        }
        canvas
    }

    /// The ranks above the rows, with a line down from each.
    fn draw_ranks(&self, canvas: &mut Canvas, x: Scale, (left, last): (f64, usize)) {
        let bottom = canvas.size.height - 2.0;
        for rank in (1..=last).step_by(last.div_ceil(MOST_TICKS).max(1)) {
            let at = x.at(rank as f64);
            canvas.line("grid", [at, TOP - 4.0], [at, bottom]);
            canvas.text(&Text::new(Style::Axis, &rank.to_string(), at, 14.0).anchor(Anchor::Middle));
        }
        canvas.text(
            &Text::new(Style::Axis, Words::of(self.head.lang).rank, left - 9.0, 14.0).anchor(Anchor::End),
        );
    }

    fn table(&self) -> DataTable {
        let words = Words::of(self.head.lang);
        let headings =
            [words.area, words.rank, words.best_rank, words.worst_rank].map(str::to_owned).to_vec();
        let row = |area: &RankedArea| {
            let [best, worst] = area.range;
            let ranks = [area.rank, best, worst].map(|rank| DataCell::text(rank.to_string()));
            std::iter::once(DataCell::text(&area.name)).chain(ranks).collect()
        };
        DataTable { headings, rows: self.areas.iter().map(row).collect() }
    }
}

fn draw_area(
    canvas: &mut Canvas,
    (x, words): (Scale, &Words),
    area: &RankedArea,
    (left, names): (f64, &[String]),
    middle: f64,
) {
    let (name_tone, tone) =
        if area.is_own { (Tone::Need, Tone::Need) } else { (Tone::Ink, Tone::Comparison) };
    let first = middle + 4.3 - (names.len() as f64 - 1.0) / 2.0 * Style::Axis.line_height();
    for (at, name) in names.iter().enumerate() {
        let baseline = first + at as f64 * Style::Axis.line_height();
        canvas.text(&Text::new(Style::Axis, name, left - 9.0, baseline).anchor(Anchor::End).tone(name_tone));
    }
    let [best, worst] = area.range.map(|rank| x.at(rank as f64));
    let block =
        Block { left: best - DOT, top: middle - HALF_BAR, right: worst + DOT, bottom: middle + HALF_BAR };
    canvas.rect("step-2", block);
    canvas.rect("axis", block);
    canvas.circle(&format!("dot {}", tone.class()), [x.at(area.rank as f64), middle], DOT);
    let (text, right) = (area.text(words), canvas.size.width - 1.0);
    let label = Text::new(Style::Label, &text, right, middle + 4.3).anchor(Anchor::End).tone(name_tone);
    canvas.text(&label);
    canvas.bar_point(0, &format!("{}: {} {text}", area.name, words.rank), block);
}
