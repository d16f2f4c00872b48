//! The table of ranks: areas and indicators with the value in each cell, over the colour of its rank.

use serde::Serialize;

use super::cards::{card, figure, indicators, name, source, unit};
use super::question::Question;
use crate::app::planning::compare::{ComparedIndicator, Comparison};
use crate::charts::{HeatChart, HeatRow, Size, Unit};
use crate::units::Lang;
use crate::web::planning::drawing::{Drawing, head};
use crate::web::planning::table::{Card, Cell, Line, Link, Table};
use crate::web::planning::{address, indicator_cell};
use crate::web::shell::query_string::QueryString;

const PICTURE: Size = Size { width: 980.0, height: 0.0 };
/// With more areas than this they stand below each other.
const MOST_COLUMNS: usize = 12;
/// Beside each other at most so many indicators.
const MOST_INDICATORS: usize = 10;

#[derive(Debug, Serialize)]
struct HeatCell {
    cell: Cell,
    /// 1 for the lowest fifth of the areas to 5 for the highest; 0 for none.
    step: usize,
    /// "missing", "withheld" or nothing
    pattern: &'static str,
}

#[derive(Debug, Serialize)]
struct HeatLine {
    head: String,
    note: String,
    href: String,
    cells: Vec<HeatCell>,
}

/// A table of ranks as a page shows it.
#[derive(Debug, Serialize)]
pub(super) struct HeatTable {
    card: Card,
    headings: Vec<String>,
    lines: Vec<HeatLine>,
    /// Whether there is a cell of the kind, so that the key names it.
    withheld: bool,
    missing: bool,
    /// Why not all indicators are shown.
    note: Option<String>,
    /// For the picture.
    #[serde(skip)]
    rows: Vec<HeatRow>,
    #[serde(skip)]
    areas: Vec<String>,
}

impl HeatTable {
    /// A file of its own.
    pub fn picture(&self) -> String {
        self.drawing().file()
    }

    fn drawing(&self) -> Drawing {
        // A file has the light colours and no key.
        let subtitle = format!("{}; dunkel: die höchsten Werte", self.card.subtitle);
        let words = (self.card.title.as_str(), subtitle.as_str(), self.card.source.as_str());
        Drawing::sized("raenge", [PICTURE, PICTURE], |id, size| {
            HeatChart {
                head: head(Lang::De, id, size, words),
                areas: self.areas.clone(),
                rows: self.rows.clone(),
            }
            .draw()
        })
    }

    /// As a card: drawn, or as a table where a picture of so many areas could not be read.
    pub fn into_card(mut self) -> Card {
        let drawing = (self.areas.len() <= MOST_COLUMNS).then(|| self.drawing());
        let line = |line: HeatLine| Line {
            head: line.head,
            note: Some(line.note).filter(|note| !note.is_empty()),
            href: Some(line.href),
            cells: line.cells.into_iter().map(|one| one.cell).collect(),
        };
        let lines = self.lines.into_iter().map(line).collect();
        let headings: Vec<String> = std::iter::once(String::new()).chain(self.headings).collect();
        self.card.tables = vec![Table::new("Werte und Ränge", &headings, lines)];
        Card { drawing, ..self.card }
    }

    pub fn link(&mut self, fields: &QueryString, of_page: &QueryString) {
        self.card
            .links
            .push(Link::new("In den Korb", address::basket_of_page("vergleich", "raenge", of_page)));
        // A picture of many areas could not be read.
        if self.areas.len() <= MOST_COLUMNS {
            let href = address::with("/planung/vergleich/bild/raenge.svg", fields);
            self.card.links.push(Link::new("SVG", href));
        }
    }
}

pub(super) fn table(question: &Question, found: &Comparison) -> Option<HeatTable> {
    let is_tall = found.areas.len() > MOST_COLUMNS;
    let most = if is_tall { MOST_INDICATORS } else { usize::MAX };
    let shown: Vec<&ComparedIndicator> = found.indicators.iter().take(most).collect();
    if shown.is_empty() {
        return None;
    }
    let rows: Vec<HeatRow> = shown
        .iter()
        .map(|of| HeatRow {
            name: name(of),
            unit: unit(&of.about),
            figures: of.areas.iter().map(figure).collect(),
        })
        .collect();
    let title = format!("{} in {} {}", indicators(shown.len()), found.areas.len(), question.level_dative());
    let subtitle = "Farbe: Rang unter den Gebieten in fünf Stufen; höher heißt nicht besser".to_owned();
    let card = card("raenge", title, subtitle, source(shown.iter().map(|of| &of.about)));
    let areas: Vec<String> = found.areas.iter().map(|area| area.name.clone()).collect();
    let lines = if is_tall { by_area(found, &shown, &rows) } else { by_indicator(question, &shown, &rows) };
    let headings = if is_tall { rows.iter().map(|row| row.name.clone()).collect() } else { areas.clone() };
    let left = found.indicators.len() - shown.len();
    let note = (left > 0).then(|| {
        format!(
            "Gezeigt sind {} von {}; wählen Sie ein Thema, um andere zu sehen.",
            shown.len(),
            indicators(found.indicators.len())
        )
    });
    let has = |pattern| lines.iter().flat_map(|line| &line.cells).any(|cell| cell.pattern == pattern);
    let (withheld, missing) = (has("withheld"), has("missing"));
    Some(HeatTable { card, headings, lines, withheld, missing, note, rows, areas })
}

fn cell(of: &ComparedIndicator, row: &HeatRow, steps: &[usize], at: usize) -> HeatCell {
    let value = of.areas.get(at);
    HeatCell {
        cell: value.map_or_else(|| Cell::text("keine Angabe"), |value| indicator_cell::of(row.unit, value)),
        step: steps.get(at).copied().unwrap_or(0),
        pattern: match value.map(|value| (value.value, value.status)) {
            Some((Some(_), _)) => "",
            Some((None, "suppressed")) => "withheld",
            _ => "missing",
        },
    }
}

fn by_indicator(question: &Question, shown: &[&ComparedIndicator], rows: &[HeatRow]) -> Vec<HeatLine> {
    let line = |(of, row): (&&ComparedIndicator, &HeatRow)| {
        let steps = row.steps();
        let fields = QueryString::default().with("level", &question.compared.level);
        let fields = question.own().map_or(fields.clone(), |key| fields.with("area", key));
        HeatLine {
            head: row.name.clone(),
            note: if row.unit == Unit::Share { String::new() } else { of.about.unit_de.clone() },
            href: address::with(&format!("/planung/indikatoren/{}", of.about.id), &fields),
            cells: (0..of.areas.len()).map(|at| cell(of, row, &steps, at)).collect(),
        }
    };
    shown.iter().zip(rows).map(line).collect()
}

fn by_area(found: &Comparison, shown: &[&ComparedIndicator], rows: &[HeatRow]) -> Vec<HeatLine> {
    let steps: Vec<Vec<usize>> = rows.iter().map(HeatRow::steps).collect();
    let line = |(at, area): (usize, &crate::app::planning::NamedArea)| HeatLine {
        head: area.name.clone(),
        note: String::new(),
        href: address::area(&area.key, &QueryString::default()),
        cells: shown
            .iter()
            .zip(rows)
            .zip(&steps)
            .map(|((of, row), steps)| cell(of, row, steps, at))
            .collect(),
    };
    found.areas.iter().enumerate().map(line).collect()
}
