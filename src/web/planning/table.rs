//! Cards and tables of the workspace: finished texts, each figure with the number that the API gives for it.

use serde::Serialize;

use super::address;
use super::drawing::Drawing;
use crate::app::forecast::RowResponse;
use crate::charts::{Basis, Unit};
use crate::tables::TableFormat;
use crate::units::Lang;
use crate::web::shell::query_string::QueryString;

/// A figure of a page.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Figure {
    /// As it is read.
    pub text: String,
    /// As the API gives it.
    pub value: f64,
    pub area: String,
    pub measure: String,
    pub year: i32,
    /// "care_type=residential" or "care_grade=3", where it is of a part of the people in need.
    pub part: Option<String>,
    /// "190 bis 580", in eight of ten draws.
    pub band: Option<String>,
    /// The address of its calculation.
    pub explanation: Option<String>,
    /// Whether it says that something lacks.
    pub lacks: bool,
    /// An estimate for so few people that only its size may be read.
    pub is_vague: bool,
}

/// A cell of a table: a figure, a text, or nothing.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Cell {
    pub figure: Option<Figure>,
    pub text: Option<String>,
}

/// A line of a table.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Line {
    pub head: String,
    pub note: Option<String>,
    /// Where the head leads.
    pub href: Option<String>,
    pub cells: Vec<Cell>,
}

/// A table of figures.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Table {
    pub caption: String,
    pub headings: Vec<String>,
    pub lines: Vec<Line>,
}

/// A link with its text.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Link {
    pub label: String,
    pub href: String,
}

/// The id of the card with the probability that places lack.
pub(super) const CHANCE: &str = "sicherheit";

/// A finding with its figures. Without a drawing the table stands in its place.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Card {
    pub id: &'static str,
    pub title: String,
    pub subtitle: String,
    pub drawing: Option<Drawing>,
    pub tables: Vec<Table>,
    pub source: String,
    pub links: Vec<Link>,
}

/// How a figure is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// Exact.
    Counted,
    /// To the nearest ten; whole below 100.
    Computed,
    /// With its sign; below zero something lacks.
    Balance,
    /// The negative of a balance: above zero something lacks, and is read below zero.
    Gap,
}

impl Reading {
    fn text(self, lang: Lang, value: f64) -> String {
        match self {
            Self::Counted => Unit::Count.text_in(lang, value, Basis::Counted),
            Self::Computed => Unit::Count.text_in(lang, value, Basis::Computed),
            Self::Balance => Unit::Count.signed_in(lang, value, Basis::Computed),
            Self::Gap => Unit::Count.signed_in(lang, -value, Basis::Computed),
        }
    }

    /// Whether a value says that something lacks.
    pub fn lacks(self, value: f64) -> bool {
        match self {
            Self::Balance => value <= -5.0,
            Self::Gap => value >= 5.0,
            Self::Counted | Self::Computed => false,
        }
    }

    /// The two ends of a band, the lower one first as it is read.
    fn band(self, lang: Lang, low: f64, high: f64) -> String {
        let (low, high) = if self == Self::Gap { (high, low) } else { (low, high) };
        let to = if lang == Lang::De { "bis" } else { "to" };
        format!("{} {to} {}", self.text(lang, low), self.text(lang, high))
    }
}

impl Figure {
    /// The figure of a row in a language, which its calculation explains under the same run.
    pub fn new(row: &RowResponse, reading: Reading, (lang, run): (Lang, &QueryString)) -> Self {
        let mut cell = vec![("measure", row.measure.to_owned()), ("year", row.year.to_string())];
        let care_type = row.care_type.map(|it| ("care_type", it.to_owned()));
        let part = care_type.or(row.care_grade.map(|it| ("care_grade", it.to_string())));
        cell.extend(part.clone());
        Self {
            text: reading.text(lang, row.value),
            value: row.value,
            area: row.area.clone(),
            measure: row.measure.to_owned(),
            year: row.year,
            part: part.map(|(name, value)| format!("{name}={value}")),
            band: row.quantiles.map(|it| reading.band(lang, it.q10, it.q90)),
            explanation: Some(address::explanation(&row.area, run, &cell)),
            lacks: reading.lacks(row.value),
            is_vague: row.reading == Some("grey"),
        }
    }
}

impl Figure {
    /// A sum of rows, or a counted figure, which no calculation explains.
    pub fn sum(lang: Lang, value: f64, (area, measure, year): (&str, &str, i32)) -> Self {
        Self {
            text: Unit::Count.text_in(lang, value, Basis::Computed),
            value,
            area: area.to_owned(),
            measure: measure.to_owned(),
            year,
            part: None,
            band: None,
            explanation: None,
            lacks: false,
            is_vague: false,
        }
    }
}

impl Cell {
    /// The figure of a row in a language.
    pub fn of(row: Option<&RowResponse>, reading: Reading, written: (Lang, &QueryString)) -> Self {
        match row {
            Some(row) => Self { figure: Some(Figure::new(row, reading, written)), text: None },
            None => Self::text("–"),
        }
    }

    /// Without the band of its figure.
    pub fn bare(mut self) -> Self {
        self.figure.iter_mut().for_each(|figure| figure.band = None);
        self
    }

    pub fn text(text: impl Into<String>) -> Self {
        Self { figure: None, text: Some(text.into()) }
    }
}

impl Line {
    pub fn new(head: impl Into<String>, cells: Vec<Cell>) -> Self {
        Self { head: head.into(), note: None, href: None, cells }
    }

    pub fn with_note(self, note: &str) -> Self {
        Self { note: Some(note.to_owned()), ..self }
    }

    pub fn with_link(self, href: String) -> Self {
        Self { href: Some(href), ..self }
    }
}

impl Table {
    pub fn new(caption: &str, headings: &[impl AsRef<str>], lines: Vec<Line>) -> Self {
        let headings = headings.iter().map(|heading| heading.as_ref().to_owned()).collect();
        Self { caption: caption.to_owned(), headings, lines }
    }
}

impl Card {
    /// Whether it has a figure that is computed under assumptions: one with a calculation or a range.
    pub fn is_computed(&self) -> bool {
        self.figures().any(|figure| figure.explanation.is_some())
    }

    /// Whether it shows ranges or a probability, which come from draws.
    pub fn has_draws(&self) -> bool {
        let is_drawn = self.drawing.as_ref().is_some_and(Drawing::has_band);
        self.id == CHANCE || is_drawn || self.figures().any(|figure| figure.band.is_some())
    }

    fn figures(&self) -> impl Iterator<Item = &Figure> {
        let lines = self.tables.iter().flat_map(|table| &table.lines);
        lines.flat_map(|line| &line.cells).filter_map(|cell| cell.figure.as_ref())
    }

    /// With its drawing, which is given title, subtitle and source.
    pub fn with_drawing(self, draw: impl FnOnce((&str, &str, &str)) -> Drawing) -> Self {
        let drawing = draw((&self.title, &self.subtitle, &self.source));
        Self { drawing: Some(drawing), ..self }
    }
}

impl Link {
    pub fn new(label: &str, href: impl Into<String>) -> Self {
        Self { label: label.to_owned(), href: href.into() }
    }

    /// Links to the same figures in each form of a table, by the address of a form's ending. Most people open the
    /// workbook, which comes first.
    pub fn to_files(address: impl Fn(&str) -> String) -> Vec<Self> {
        let forms = TableFormat::ALL.into_iter().rev().map(TableFormat::ending);
        forms.map(|ending| Self::new(&ending.to_uppercase(), address(ending))).collect()
    }
}
