//! The spine: each indicator of an area on the range of all areas of its level. Every row has a scale of its own with the
//! state in the middle, so rows of different units stand below each other. No colour says what is good.

use super::canvas::{Anchor, Block, Canvas, Pattern, Style, Text, polygon};
use super::choropleth::AreaFigure;
use super::classes::quantile;
use super::data::{Chart, DataCell, DataTable, Head, Size, Tone};
use super::numbers::{Basis, Unit};
use super::scale::Scale;
use super::text::wrap_whole;
use super::words::Words;
use crate::units::Lang;

/// Narrower drawings have the name of a row above its range.
const NARROW: f64 = 480.0;
const HEADER: f64 = 26.0;
const ROW: f64 = 24.0;
/// Half the height of a range.
const HALF_BAR: f64 = 7.0;
const HALF_DIAMOND: f64 = 7.0;
/// Ranges of more areas than this have no mark for each.
const MOST_MARKS: usize = 30;
/// Fewer areas have no middle half.
const LEAST_FOR_HALF: usize = 4;

/// An indicator of the area, with the values of all areas of its level.
#[derive(Debug, Clone, PartialEq)]
pub struct SpineRow {
    /// The indicator, with its year where it is not that of the others.
    pub name: String,
    /// What the values count.
    pub unit: Unit,
    /// Of the chosen area.
    pub own: AreaFigure,
    /// Of the state: the middle of the row.
    pub whole: Option<f64>,
    /// The known values of all areas of the level, the own one included, in any order.
    pub areas: Vec<f64>,
}

/// Indicators of one theme.
#[derive(Debug, Clone, PartialEq)]
pub struct SpineGroup {
    /// The theme; empty for rows without a heading.
    pub name: String,
    /// From the top down.
    pub rows: Vec<SpineRow>,
}

/// An area in the range of all areas of its level. The drawing is as high as its rows need.
#[derive(Debug, Clone, PartialEq)]
pub struct SpineChart {
    /// Title, source and width.
    pub head: Head,
    /// The chosen area, as the heading of its column.
    pub own: String,
    /// Themes with their rows.
    pub groups: Vec<SpineGroup>,
}

impl SpineRow {
    /// The lowest and the highest value; `None` with fewer than two.
    fn range(&self) -> Option<[f64; 2]> {
        let known = self.sorted();
        (known.len() > 1).then(|| Some([*known.first()?, *known.last()?]))?
    }

    fn sorted(&self) -> Vec<f64> {
        let mut known: Vec<f64> = self.areas.iter().copied().filter(|value| value.is_finite()).collect();
        known.sort_by(f64::total_cmp);
        known
    }

    fn whole_value(&self) -> Option<f64> {
        self.whole.filter(|whole| whole.is_finite())
    }

    /// Its rank from the highest value down, and among how many; equal values share a rank.
    pub fn rank(&self) -> Option<(usize, usize)> {
        let own = self.own.value()?;
        let known = self.sorted();
        (known.len() > 1).then(|| (known.iter().filter(|value| **value > own).count() + 1, known.len()))
    }

    /// From values to pixels, the state in the middle; the median where the state has no value.
    fn scale(&self, [left, right]: [f64; 2]) -> Option<Scale> {
        let known = self.sorted();
        let [low, high] = self.range()?;
        let middle = self.whole_value().unwrap_or_else(|| quantile(&known, 0.5));
        let half = (high - middle).max(middle - low);
        let half = if half > 0.0 { half } else { 1.0 };
        Some(Scale::new([middle - half, middle + half], [left, right]))
    }

    fn text(&self, lang: Lang, value: f64) -> String {
        self.unit.text_in(lang, value, Basis::Counted)
    }

    fn own_text(&self, lang: Lang) -> String {
        let missing = if self.own == AreaFigure::Withheld { Words::of(lang).withheld } else { "–" };
        self.own.value().map_or_else(|| missing.to_owned(), |value| self.text(lang, value))
    }

    /// The row in a sentence.
    fn said(&self, lang: Lang) -> String {
        let words = Words::of(lang);
        let own = match self.own_text(lang) {
            none if none == "–" => words.missing.to_owned(),
            own => own,
        };
        let whole = self.whole_value().map(|whole| format!(", {} {}", words.state, self.text(lang, whole)));
        let whole = whole.unwrap_or_default();
        let span = if lang == Lang::De { "Spanne" } else { "range" };
        let range = self
            .range()
            .map(|[low, high]| format!(", {span} {}", self.unit.range_in(lang, low, high, Basis::Counted)));
        let rank = self.rank().map(|(rank, count)| format!(", {} {rank} {} {count}", words.rank, words.of));
        let rank = rank.unwrap_or_default();
        format!("{}: {own}{whole}{}{rank}", self.name, range.unwrap_or_default())
    }
}

/// Where the columns of a drawing stand.
#[derive(Debug, Clone, Copy)]
struct Columns {
    is_narrow: bool,
    /// The width of names.
    name: f64,
    /// The right ends of the own value and of that of the state.
    own: f64,
    whole: f64,
    bar: [f64; 2],
    rank: f64,
}

impl SpineChart {
    /// Draws the chart.
    pub fn draw(&self) -> Chart {
        let canvas = self.drawing();
        let head = Head { size: canvas.size, ..self.head.clone() };
        head.chart(&canvas, self.description(), self.table())
    }

    fn rows(&self) -> impl Iterator<Item = &SpineRow> {
        self.groups.iter().flat_map(|group| &group.rows)
    }

    fn description(&self) -> String {
        let ranks: Vec<(usize, usize)> = self.rows().filter_map(SpineRow::rank).collect();
        let (count, first) = (self.rows().count(), ranks.iter().filter(|(rank, _)| *rank == 1).count());
        let last = ranks.iter().filter(|(rank, count)| rank == count).count();
        let own = &self.own;
        match self.head.lang {
            Lang::De => format!(
                "{own}: {count} Indikatoren auf der Spanne aller Gebiete der Ebene, das Land jeweils in der Mitte; {first} mit dem höchsten, \
                 {last} mit dem niedrigsten Wert."
            ),
            Lang::En => format!(
                "{own}: {count} indicators on the range of all areas of the level, with the state in the middle; {first} with the highest, \
                 {last} with the lowest value."
            ),
        }
    }

    fn columns(&self) -> Columns {
        let width = self.head.size.width;
        let (lang, words) = (self.head.lang, Words::of(self.head.lang));
        let ranks = self.rows().filter_map(SpineRow::rank);
        let rank = |(rank, of)| Style::Axis.width(&format!("{rank} {} {of}", words.of));
        let rank = ranks.map(rank).fold(30.0, f64::max);
        if width < NARROW {
            let own = self.rows().map(|row| Style::Label.width(&row.own_text(lang))).fold(34.0, f64::max);
            let bar = [own + 10.0 + HALF_DIAMOND, width - rank - 10.0 - HALF_DIAMOND];
            return Columns { is_narrow: true, name: width, own, whole: own, bar, rank: width };
        }
        let name = (width * 0.36).min(300.0);
        let whole = name + 112.0;
        let bar = [whole + 20.0, width - rank - 18.0];
        Columns { is_narrow: false, name, own: name + 58.0, whole, bar, rank: width }
    }

    pub(super) fn drawing(&self) -> Canvas {
        let columns = self.columns();
        let lines = |row: &SpineRow| wrap_whole(&row.name, Style::Label.size(), true, columns.name);
        let height = |row: &SpineRow| {
            let lines = lines(row).len() as f64 * Style::Label.line_height();
            if columns.is_narrow { lines + ROW + 4.0 } else { (lines + 7.0).max(ROW) }
        };
        let heading = |group: &SpineGroup| if group.name.is_empty() { 0.0 } else { ROW };
        let needed: f64 =
            self.groups.iter().map(|group| heading(group) + group.rows.iter().map(height).sum::<f64>()).sum();
        let size = Size { height: HEADER + needed + 2.0, ..self.head.size };
        let mut canvas = Canvas::new(&Head { size, ..self.head.clone() });
        self.draw_header(&mut canvas, columns);
        let mut y = HEADER;
        for (at, group) in self.groups.iter().enumerate() {
            if !group.name.is_empty() {
                canvas.text(&Text::new(Style::Axis, &group.name, 0.0, y + 17.0));
                y += ROW;
            }
            for row in &group.rows {
                let height = height(row);
                draw_row(&mut canvas, (columns, self.head.lang), row, (at, &lines(row)), [y, y + height]);
                y += height;
                canvas.line("grid", [0.0, y], [size.width, y]);
            }
        }
        canvas
    }

    fn draw_header(&self, canvas: &mut Canvas, columns: Columns) {
        let baseline = HEADER - 9.0;
        let words = Words::of(self.head.lang);
        let middle = f64::midpoint(columns.bar[0], columns.bar[1]);
        canvas.text(&Text::new(Style::Label, words.state, middle, baseline).anchor(Anchor::Middle));
        canvas.text(&Text::new(Style::Note, words.sides[0], columns.bar[0], baseline));
        canvas.text(&Text::new(Style::Note, words.sides[1], columns.bar[1], baseline).anchor(Anchor::End));
        canvas.text(&Text::new(Style::Axis, words.rank, columns.rank, baseline).anchor(Anchor::End));
        if !columns.is_narrow {
            canvas.text(&Text::new(Style::Axis, words.state, columns.whole, baseline).anchor(Anchor::End));
            let own = Text::new(Style::Label, &self.own, columns.own, baseline);
            canvas.text(&own.anchor(Anchor::End).tone(Tone::Need));
        }
        canvas.line("boundary", [0.0, HEADER - 1.0], [canvas.size.width, HEADER - 1.0]);
    }

    fn table(&self) -> DataTable {
        let (lang, words) = (self.head.lang, Words::of(self.head.lang));
        let headings = [words.indicator, &self.own, words.state, words.lowest, words.highest, words.rank];
        let figure = |row: &SpineRow, value: Option<f64>| DataCell::of(lang, row.unit, value, Basis::Counted);
        let row = |row: &SpineRow| {
            let range = row.range();
            let own = match row.own {
                AreaFigure::Withheld => DataCell::text(words.withheld),
                _ => figure(row, row.own.value()),
            };
            vec![
                DataCell::text(&row.name),
                own,
                figure(row, row.whole_value()),
                figure(row, range.map(|[low, _]| low)),
                figure(row, range.map(|[_, high]| high)),
                row.rank().map_or_else(DataCell::empty, |(rank, of)| {
                    DataCell::text(format!("{rank} {} {of}", words.of))
                }),
            ]
        };
        DataTable { headings: headings.map(str::to_owned).to_vec(), rows: self.rows().map(row).collect() }
    }
}

fn draw_row(
    canvas: &mut Canvas,
    (columns, lang): (Columns, Lang),
    row: &SpineRow,
    (group, lines): (usize, &[String]),
    [top, bottom]: [f64; 2],
) {
    let names = lines.len() as f64 * Style::Label.line_height();
    let first = if columns.is_narrow { top + 2.0 } else { f64::midpoint(top, bottom) - names / 2.0 };
    for (at, line) in lines.iter().enumerate() {
        let baseline = first + (at as f64 + 0.8) * Style::Label.line_height();
        canvas.text(&Text::new(Style::Label, line, 0.0, baseline));
    }
    let middle =
        if columns.is_narrow { f64::midpoint(first + names, bottom) } else { f64::midpoint(top, bottom) };
    let baseline = middle + 4.3;
    let own = row.own_text(lang);
    canvas.text(&Text::new(Style::Label, &own, columns.own, baseline).anchor(Anchor::End).tone(Tone::Need));
    if !columns.is_narrow {
        let whole = row.whole_value().map_or_else(|| "–".to_owned(), |whole| row.text(lang, whole));
        canvas.text(&Text::new(Style::Axis, &whole, columns.whole, baseline).anchor(Anchor::End));
    }
    if let Some((rank, of)) = row.rank() {
        let text = format!("{rank} {} {of}", Words::of(lang).of);
        canvas.text(&Text::new(Style::Axis, &text, columns.rank, baseline).anchor(Anchor::End));
    }
    draw_range(canvas, (columns.bar, Words::of(lang)), row, middle);
    let [left, right] = columns.bar;
    let block = Block { left, top: middle - HALF_BAR - 2.0, right, bottom: middle + HALF_BAR + 2.0 };
    canvas.bar_point(group, &row.said(lang), block);
}

/// The range with its middle half, a mark for each area, the state, and the own area as a diamond.
fn draw_range(canvas: &mut Canvas, (bar, words): ([f64; 2], &Words), row: &SpineRow, middle: f64) {
    let block =
        |left: f64, right: f64| Block { left, top: middle - HALF_BAR, right, bottom: middle + HALF_BAR };
    let centre = f64::midpoint(bar[0], bar[1]);
    let (Some(x), Some([low, high])) = (row.scale(bar), row.range()) else {
        let words = if row.sorted().is_empty() { words.missing } else { words.one_value };
        let half = Style::Note.width(words) / 2.0 + 8.0;
        for [left, right] in [[bar[0], centre - half], [centre + half, bar[1]]] {
            canvas.patterned_rect(Pattern::Missing, block(left, right.max(left)));
        }
        canvas.text(&Text::new(Style::Note, words, centre, middle + 4.0).anchor(Anchor::Middle));
        return;
    };
    let known = row.sorted();
    canvas.rect("step-2", block(x.at(low), x.at(high)));
    if known.len() >= LEAST_FOR_HALF {
        let [from, to] = [0.25, 0.75].map(|share| x.at(quantile(&known, share)));
        canvas.rect("step-3", block(from, to));
    }
    if known.len() <= MOST_MARKS {
        for value in &known {
            canvas.line("separator", [x.at(*value), middle - HALF_BAR], [x.at(*value), middle + HALF_BAR]);
        }
    }
    canvas.rect("axis", block(x.at(low), x.at(high)));
    if row.whole_value().is_some() {
        canvas.line("zero", [centre, middle - HALF_BAR - 4.0], [centre, middle + HALF_BAR + 4.0]);
    }
    match row.own {
        AreaFigure::Withheld => canvas.patterned_rect(Pattern::Withheld, block(bar[0], bar[1])),
        _ => {
            if let Some(own) = row.own.value() {
                let (x, r) = (x.at(own), HALF_DIAMOND);
                canvas.path(
                    "dot c-need",
                    &polygon([[x, middle - r], [x + r, middle], [x, middle + r], [x - r, middle]]),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::data::Size;
    use super::*;
    use crate::charts::tests::samples;

    fn row(own: AreaFigure, whole: Option<f64>, areas: &[f64]) -> SpineRow {
        SpineRow { name: "Pflegequote".to_owned(), unit: Unit::Share, own, whole, areas: areas.to_vec() }
    }

    #[test]
    fn the_state_is_in_the_middle_and_the_rank_counts_from_the_highest_value() {
        let row = row(AreaFigure::Value(7.0), Some(8.0), &[5.0, 7.0, 9.0, 10.0]);
        assert_eq!(row.rank(), Some((3, 4)));
        let x = row.scale([0.0, 100.0]).unwrap();
        assert_eq!([x.at(8.0), x.at(5.0)], [50.0, 0.0]);
        assert_eq!(
            row.said(Lang::De),
            "Pflegequote: 7,0\u{a0}%, Land 8,0\u{a0}%, Spanne 5,0 bis 10,0\u{a0}%, Rang 3 von 4"
        );
    }

    #[test]
    fn withheld_and_missing_values_are_told_apart_and_rows_stay() {
        let group = SpineGroup {
            name: "Pflege".to_owned(),
            rows: vec![
                row(AreaFigure::Withheld, Some(8.0), &[5.0, 9.0]),
                row(AreaFigure::Missing, None, &[5.0, 9.0]),
                row(AreaFigure::Missing, None, &[]),
            ],
        };
        let chart =
            SpineChart { head: samples::head(Size::SHEET), own: "Wismar".to_owned(), groups: vec![group] }
                .draw();
        let own: Vec<&str> = chart.table.rows.iter().map(|row| row[1].text.as_str()).collect();
        assert_eq!(own, ["gesperrt", "keine Angabe", "keine Angabe"]);
        assert!(chart.svg.contains("sample-withheld") && chart.svg.contains("sample-missing"));
        assert!(chart.svg.contains(">gesperrt<") && chart.svg.contains(">keine Angabe<"));
        assert_eq!(chart.table.rows[0][5].text, "·");
    }
}
