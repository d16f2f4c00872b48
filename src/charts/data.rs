//! What charts are drawn from and what they become.

use serde::Serialize;

use super::numbers::{Basis, Unit};
use super::words::Words;
use crate::units::{Lang, Year};

/// The size of a drawing in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    /// From left to right.
    pub width: f64,
    /// From top to bottom.
    pub height: f64,
}

impl Size {
    /// A card of an overview, three beside each other.
    pub const CARD: Self = Self { width: 384.0, height: 252.0 };
    /// The column of a phone.
    pub const PHONE: Self = Self { width: 302.0, height: 238.0 };
    /// The full width of an A4 page.
    pub const SHEET: Self = Self { width: 674.0, height: 330.0 };
    /// Half the width of an A4 page.
    pub const HALF_SHEET: Self = Self { width: 324.0, height: 230.0 };

    /// The same width, another height.
    pub const fn with_height(self, height: f64) -> Self {
        Self { height, ..self }
    }
}

/// What every chart is given beside its figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Head {
    /// Begins the ids of the drawing: unique on the page, letters, digits and hyphens.
    pub id: String,
    /// The finding, a sentence. Functions of [`super::finding`] write it.
    pub title: String,
    /// Measure, unit, date or span. A chart adds where its axis begins.
    pub subtitle: String,
    /// Statistics, date, licence, and what is missing.
    pub source: String,
    /// The size of the drawing.
    pub size: Size,
    /// The language of its words and numbers: that in which title, subtitle and names are written.
    pub lang: Lang,
}

/// What a colour stands for, on every page the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// What people need, and the chosen area.
    Need,
    /// What there is, and what lacks.
    Supply,
    /// Care in a home.
    Home,
    /// Care by a service.
    Service,
    /// Care for the allowance.
    Allowance,
    /// Grade 1 without a service.
    Grade1,
    /// What something is compared with.
    Comparison,
    /// A total, the state.
    Ink,
}

impl Tone {
    /// The class of elements in this colour.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Need => "c-need",
            Self::Supply => "c-supply",
            Self::Home => "c-home",
            Self::Service => "c-service",
            Self::Allowance => "c-allowance",
            Self::Grade1 => "c-grade1",
            Self::Comparison => "c-comparison",
            Self::Ink => "c-ink",
        }
    }
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stroke {
    /// What the chart is about.
    Main,
    /// What it is compared with.
    Thin,
    /// A second comparison.
    Dashed,
    /// A third comparison.
    Dotted,
}

impl Stroke {
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Main => "line",
            Self::Thin => "line thin",
            Self::Dashed => "line thin dashed",
            Self::Dotted => "line thin dotted",
        }
    }
}

/// 8 of 10 draws: from the 10th to the 90th of 100.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// The 10th percentile, in the unit of the chart.
    pub low: f64,
    /// The 90th percentile.
    pub high: f64,
}

/// The value of a year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The year of the value.
    pub year: Year,
    /// `None` where the year should have a value and has none: a gap that is never bridged.
    pub value: Option<f64>,
    /// Eight of ten draws lie in it; `None` for a counted value and without draws.
    pub band: Option<Band>,
    /// Whether the value was counted or computed.
    pub basis: Basis,
}

impl Point {
    /// A value that was counted.
    pub fn counted(year: i32, value: f64) -> Self {
        Self { year: Year(year), value: Some(value), band: None, basis: Basis::Counted }
    }

    /// A value that was computed, without a band.
    pub fn computed(year: i32, value: f64) -> Self {
        Self { basis: Basis::Computed, ..Self::counted(year, value) }
    }

    /// A year without a value.
    pub fn missing(year: i32) -> Self {
        Self { year: Year(year), value: None, band: None, basis: Basis::Counted }
    }

    /// The same with the band between the 10th and the 90th percentile.
    pub fn with_band(self, low: f64, high: f64) -> Self {
        Self { band: Some(Band { low, high }), ..self }
    }

    /// The value if it can be drawn. What is not a number is a gap.
    pub(super) fn drawn(&self) -> Option<f64> {
        self.value.filter(|value| value.is_finite())
    }

    pub(super) fn drawn_band(&self) -> Option<Band> {
        self.band.filter(|band| band.low.is_finite() && band.high.is_finite() && self.drawn().is_some())
    }
}

/// A named line over the years.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// The label of the line.
    pub name: String,
    /// Below the name and the last value, such as "ohne neue".
    pub note: Option<String>,
    /// Its colour.
    pub tone: Tone,
    /// How its line is drawn.
    pub stroke: Stroke,
    /// Computed years carry a count on, such as the places of today, and are not rounded.
    pub is_exact: bool,
    /// In the order of their years, each year once.
    pub points: Vec<Point>,
}

impl Series {
    /// A line without a note, whose computed years are rounded.
    pub fn new(name: &str, tone: Tone, stroke: Stroke, points: Vec<Point>) -> Self {
        Self { name: name.to_owned(), note: None, tone, stroke, is_exact: false, points }
    }

    /// The same, with computed years as exact as a count.
    pub fn exact(self) -> Self {
        Self { is_exact: true, ..self }
    }

    /// The same, with a note below its name and last value.
    pub fn with_note(self, note: &str) -> Self {
        Self { note: Some(note.to_owned()), ..self }
    }

    /// How the figures of a point are rounded.
    pub(super) fn rounding(&self, point: &Point) -> Basis {
        if self.is_exact { Basis::Counted } else { point.basis }
    }

    pub(super) fn last(&self) -> Option<(&Point, f64)> {
        self.points.iter().rev().find_map(|point| Some((point, point.drawn()?)))
    }

    pub(super) fn at(&self, year: Year) -> Option<(&Point, f64)> {
        self.points.iter().find(|point| point.year == year).and_then(|point| Some((point, point.drawn()?)))
    }
}

/// From this year on something is counted in another way; no line crosses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// The first year counted in the new way.
    pub from: Year,
    /// Such as "neuer Pflegebegriff".
    pub note: String,
}

/// A finished chart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chart {
    /// Begins the ids of the drawing.
    pub id: String,
    /// The finding, a sentence.
    pub title: String,
    /// Measure, unit, date or span, and where the axis begins.
    pub subtitle: String,
    /// Statistics, date, licence, and what is missing.
    pub source: String,
    /// First, last, turning point and band in sentences, for people who do not see the drawing.
    pub description: String,
    /// The drawing for a page that has the stylesheet `charts.css`. It names `{id}-title` and `{id}-desc`, which it
    /// contains itself.
    pub svg: String,
    /// The stylesheet of the ground of a map; empty where there is none.
    pub ground_style: &'static str,
    /// The figures of the drawing.
    pub table: DataTable,
    /// Of the drawing, in CSS pixels.
    pub width: f64,
    /// Of the drawing, in CSS pixels.
    pub height: f64,
}

/// The figures of a chart as a table.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct DataTable {
    /// The headings of the columns.
    pub headings: Vec<String>,
    /// Each row has a cell for each heading; the first names the row.
    pub rows: Vec<Vec<DataCell>>,
}

/// A cell of a table below a chart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DataCell {
    /// As it is read.
    pub text: String,
    /// The number that the text says, rounded as there; `None` for words, years, and figures that are not known.
    pub value: Option<f64>,
}

impl DataCell {
    /// A cell of words.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), value: None }
    }

    /// A figure in its unit.
    pub fn figure(lang: Lang, unit: Unit, value: f64, basis: Basis) -> Self {
        Self { text: unit.text_in(lang, value, basis), value: Some(unit.rounded(value, basis)) }
    }

    /// A balance or a change, with its sign.
    pub fn balance(lang: Lang, unit: Unit, value: f64, basis: Basis) -> Self {
        Self { text: unit.signed_in(lang, value, basis), value: Some(unit.rounded(value, basis)) }
    }

    /// There is no figure.
    pub fn missing(lang: Lang) -> Self {
        Self::text(Words::of(lang).missing)
    }

    /// The table has no such cell, as the low end of a figure without a band.
    pub fn empty() -> Self {
        Self::text("·")
    }

    pub(super) fn of(lang: Lang, unit: Unit, value: Option<f64>, basis: Basis) -> Self {
        value.map_or_else(|| Self::missing(lang), |value| Self::figure(lang, unit, value, basis))
    }
}
