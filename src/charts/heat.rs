//! The heat table: areas and indicators with the value in each cell, over the colour of its rank among the areas. A dark
//! cell is a high value; no colour says what is good.

use super::canvas::{Anchor, Block, Canvas, Pattern, Style, Text};
use super::choropleth::AreaFigure;
use super::classes::rank_step;
use super::data::{Chart, DataCell, DataTable, Head, Size};
use super::numbers::{Basis, Unit};
use super::text::wrap_whole;
use super::words::Words;
use crate::units::Lang;

const ROW: f64 = 24.0;
const GAP: f64 = 2.0;

/// An indicator over the areas.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatRow {
    /// The indicator.
    pub name: String,
    /// What the values count.
    pub unit: Unit,
    /// Of each area, in the order of the columns.
    pub figures: Vec<AreaFigure>,
}

/// Indicators below each other, areas beside each other. The drawing is as high as its rows need.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatChart {
    /// Title, source and width.
    pub head: Head,
    /// The areas, as the headings of their columns.
    pub areas: Vec<String>,
    /// The indicators.
    pub rows: Vec<HeatRow>,
}

impl HeatRow {
    fn values(&self) -> Vec<f64> {
        self.figures.iter().filter_map(|it| it.value()).collect()
    }

    /// The step of colour of each figure, 1 for the lowest fifth of the areas to 5 for the highest; 0 for none.
    pub fn steps(&self) -> Vec<usize> {
        let values = self.values();
        self.figures.iter().map(|it| it.value().map_or(0, |value| rank_step(&values, value))).collect()
    }
}

impl HeatChart {
    /// Draws the chart.
    pub fn draw(&self) -> Chart {
        let canvas = self.drawing();
        let head = Head { size: canvas.size, ..self.head.clone() };
        let (rows, areas) = (self.rows.len(), self.areas.len());
        let description = match self.head.lang {
            Lang::De => format!(
                "{rows} Indikatoren in {areas} Gebieten; je Zeile steht die dunkelste Farbe für das höchste Fünftel der Werte."
            ),
            Lang::En => format!(
                "{rows} indicators in {areas} areas; in each row the darkest colour stands for the highest fifth of the values."
            ),
        };
        head.chart(&canvas, description, self.table())
    }

    pub(super) fn drawing(&self) -> Canvas {
        let width = self.head.size.width;
        let names = (width * 0.32).min(280.0);
        let column = (width - names) / self.areas.len().max(1) as f64;
        let heading = |name: &String| wrap_whole(name, Style::Note.size(), false, column - 3.0);
        let headings: Vec<Vec<String>> = self.areas.iter().map(heading).collect();
        let lines = headings.iter().map(Vec::len).max().unwrap_or(0);
        let top = lines as f64 * Style::Note.line_height() + 8.0;
        let names_of = |row: &HeatRow| wrap_whole(&row.name, Style::Label.size(), true, names - 8.0);
        let height = |row: &HeatRow| (names_of(row).len() as f64 * Style::Label.line_height() + 6.0).max(ROW);
        let size = Size { width, height: top + self.rows.iter().map(height).sum::<f64>() };
        let mut canvas = Canvas::new(&Head { size, ..self.head.clone() });
        for (at, lines) in headings.iter().enumerate() {
            let x = names + (at as f64 + 0.5) * column;
            let first = top - 8.0 - lines.len() as f64 * Style::Note.line_height();
            for (line, text) in lines.iter().enumerate() {
                let baseline = first + (line as f64 + 0.85) * Style::Note.line_height();
                canvas.text(&Text::new(Style::Note, text, x, baseline).anchor(Anchor::Middle));
            }
        }
        let mut y = top;
        for (at, row) in self.rows.iter().enumerate() {
            let bottom = y + height(row);
            let lines = names_of(row);
            let first = f64::midpoint(y, bottom) - lines.len() as f64 * Style::Label.line_height() / 2.0;
            for (line, text) in lines.iter().enumerate() {
                let baseline = first + (line as f64 + 0.8) * Style::Label.line_height();
                canvas.text(&Text::new(Style::Label, text, 0.0, baseline));
            }
            self.cells(&mut canvas, (at, row), [names, column], [y, bottom]);
            y = bottom;
        }
        canvas
    }

    fn cells(
        &self,
        canvas: &mut Canvas,
        (at, row): (usize, &HeatRow),
        [left, column]: [f64; 2],
        [top, bottom]: [f64; 2],
    ) {
        for (index, (figure, step)) in row.figures.iter().zip(row.steps()).enumerate() {
            let x = left + index as f64 * column;
            let block = Block { left: x, top, right: x + column - GAP, bottom: bottom - GAP };
            let text = cell(self.head.lang, row.unit, figure).text;
            let baseline = f64::midpoint(top, bottom) + 3.5;
            match figure {
                AreaFigure::Withheld => canvas.patterned_rect(Pattern::Withheld, block),
                _ if figure.value().is_none() => canvas.patterned_rect(Pattern::Missing, block),
                _ => {
                    canvas.rect(&format!("heat-{step}"), block);
                    let middle = f64::midpoint(block.left, block.right);
                    canvas.text(
                        &Text::new(Style::OnHeat(step), &text, middle, baseline).anchor(Anchor::Middle),
                    );
                }
            }
            let area = self.areas.get(index).map_or("", String::as_str);
            canvas.bar_point(at, &format!("{}, {area}: {text}", row.name), block);
        }
    }

    fn table(&self) -> DataTable {
        let lang = self.head.lang;
        let mut headings = vec![Words::of(lang).indicator.to_owned()];
        headings.extend(self.areas.iter().cloned());
        let row = |row: &HeatRow| {
            let mut cells = vec![DataCell::text(&row.name)];
            cells.extend(row.figures.iter().map(|figure| cell(lang, row.unit, figure)));
            cells.resize(headings.len(), DataCell::missing(lang));
            cells
        };
        DataTable { rows: self.rows.iter().map(row).collect(), headings }
    }
}

fn cell(lang: Lang, unit: Unit, figure: &AreaFigure) -> DataCell {
    match figure {
        AreaFigure::Withheld => DataCell::text(Words::of(lang).withheld),
        _ => DataCell::of(lang, unit, figure.value(), Basis::Counted),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::tests::samples;

    #[test]
    fn a_cell_has_its_value_and_the_colour_of_its_rank_and_withheld_is_not_missing() {
        let figures = [3.0, 1.0, 2.0, 5.0, 4.0].map(AreaFigure::Value);
        let row = HeatRow {
            name: "Pflegequote".to_owned(),
            unit: Unit::Share,
            figures: figures.into_iter().chain([AreaFigure::Withheld, AreaFigure::Missing]).collect(),
        };
        assert_eq!(row.steps(), [3, 1, 2, 5, 4, 0, 0]);
        let areas = ["A", "B", "C", "D", "E", "F", "G"].map(str::to_owned).to_vec();
        let chart = HeatChart { head: samples::head(Size::SHEET), areas, rows: vec![row] }.draw();
        for words in ["3,0\u{a0}%", "5,0\u{a0}%"] {
            assert!(chart.svg.contains(&format!(">{words}<")), "{words}");
        }
        assert!(
            chart.svg.contains("Pflegequote, F: gesperrt")
                && chart.svg.contains("Pflegequote, G: keine Angabe")
        );
        assert_eq!(chart.table.rows[0].len(), 8);
    }
}
