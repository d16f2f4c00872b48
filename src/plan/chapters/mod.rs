//! The chapters of a plan, a file each, and what they share.

mod actions;
mod advice;
mod annex;
mod basis;
mod before;
mod finance;
mod indicators;
mod need;
mod outlook;
mod population;
mod profiles;
mod staff;
mod summary;
mod supply;

pub use basis::map_frame;
pub use supply::supply_sections;

use super::document::{Block, Cell, Chapter, FigureKey, Gap};
use super::inputs::{Inputs, Row, STATUS_QUO};
use super::sentences::{self, Point, Supply};
use super::texts::{TextKind, title_of};
use crate::charts::finding::{self, Adequacy};
use crate::charts::numbers::{computed, counted};
use crate::charts::{Band, Basis, Head, Point as ChartPoint, Series, Size, Stroke, Tone, Unit};
use crate::units::Lang;

/// Sources as tables and charts name them.
pub(super) const POPULATION: &str =
    "Bevölkerungsfortschreibung (Statistisches Amt Mecklenburg-Vorpommern, dl-de/by-2-0)";
pub(super) const CARE: &str = "Pflegestatistik (Statistische Ämter des Bundes und der Länder, dl-de/by-2-0)";
pub(super) const REGISTER: &str = "Verzeichnis der Einrichtungen";

/// All chapters in the order of reading.
pub(super) fn all(inputs: &Inputs) -> Vec<Chapter> {
    let chapters = vec![
        summary::chapter(inputs),
        basis::law(inputs),
        basis::method(inputs),
        indicators::setting(inputs),
        population::chapter(inputs),
        need::chapter(inputs),
        need::further(inputs),
        supply::chapter(inputs),
        staff::chapter(inputs),
        finance::chapter(inputs),
        outlook::chapter(inputs),
        actions::chapter(inputs),
        actions::participation(inputs),
        advice::chapter(inputs),
    ];
    let mut chapters: Vec<Chapter> = chapters.into_iter().map(Chapter::finish).collect();
    let of = |chapter: &Chapter| -> Vec<_> {
        chapter.gaps().map(|gap| (chapter.number.clone(), gap.clone())).collect()
    };
    // The annex names what all chapters lack, also the one behind it.
    let profiles = profiles::chapter(inputs).finish();
    let gaps: Vec<(String, Gap)> = chapters.iter().chain([&profiles]).flat_map(of).collect();
    chapters.extend([annex::chapter(inputs, &gaps), profiles]);
    chapters
}

/// "für den Landkreis Rostock", "für Schwerin"
pub(super) fn of_area(inputs: &Inputs) -> String {
    match inputs.area.designation.as_str() {
        "Landkreis" => format!("für den {}", inputs.full_name()),
        "Land" => "für das Land Mecklenburg-Vorpommern".to_owned(),
        _ => format!("für {}", inputs.full_name()),
    }
}

/// "31.12.2023"
pub(super) fn head_date(day: chrono::NaiveDate) -> String {
    day.format("%d.%m.%Y").to_string()
}

/// A chapter with the planner's own text, where there is one, behind what is generated.
pub(super) fn chapter(number: &str) -> Chapter {
    Chapter::new(number, title_of(number))
}

/// Adds what the planner has written to a chapter or section.
pub(super) fn own_text(chapter: &mut Chapter, inputs: &Inputs, number: &str) {
    for kind in TextKind::ALL {
        if let Some(content) = inputs.texts.by_number.get(&(number.to_owned(), kind)) {
            chapter.blocks.push(Block::Own { label: kind.german().to_owned(), content: content.clone() });
        }
    }
}

/// How a figure is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// Exact.
    Counted,
    /// To the nearest ten; whole below 100.
    Computed,
    /// With its sign.
    Balance,
    /// Needed minus available: read as a balance, below zero where something lacks.
    Gap,
    /// Euros, in millions.
    Millions,
}

impl Reading {
    pub(super) fn text(self, value: f64) -> String {
        match self {
            Self::Counted => counted(value),
            Self::Computed => computed(value),
            Self::Balance => Unit::Count.signed(value, Basis::Computed),
            Self::Gap => Unit::Count.signed(-value, Basis::Computed),
            Self::Millions => crate::charts::numbers::grouped(value / 1e6, 1),
        }
    }
}

/// The cell of a row; "–" where there is none.
pub(super) fn cell(row: Option<&Row>, reading: Reading) -> Cell {
    let Some(row) = row else { return Cell::missing() };
    // A gap is read as a balance, so its number has the other sign and is not that of the API's row.
    match reading {
        Reading::Gap => derived(Some(row.value), reading),
        _ => Cell { text: reading.text(row.value), value: Some(row.value), of: Some(key(row)) },
    }
}

/// The cell of a row with its band in brackets.
pub(super) fn cell_with_band(row: Option<&Row>, reading: Reading) -> Cell {
    let mut cell = cell(row, reading);
    if let Some((low, high)) = row.and_then(|row| row.band) {
        let (low, high) = if reading == Reading::Gap { (high, low) } else { (low, high) };
        cell.text = format!("{} ({} bis {})", cell.text, reading.text(low), reading.text(high));
    }
    cell
}

/// A cell whose figure is a sum, difference or share of figures.
pub(super) fn derived(value: Option<f64>, reading: Reading) -> Cell {
    match value {
        Some(value) => {
            let number = if reading == Reading::Gap { -value } else { value };
            Cell { text: reading.text(value), value: Some(number), of: None }
        }
        None => Cell::missing(),
    }
}

fn key(row: &Row) -> FigureKey {
    let care_type = row.care_type.map(|it| format!("care_type={it}"));
    FigureKey {
        measure: row.measure.to_owned(),
        area: row.area.clone(),
        year: row.year,
        scenario: row.scenario.clone(),
        part: care_type.or(row.care_grade.map(|grade| format!("care_grade={grade}"))),
    }
}

/// "Ende 2030" for each shown year, behind a first heading.
pub(super) fn year_headings(inputs: &Inputs, first: &str) -> Vec<String> {
    std::iter::once(first.to_owned()).chain(inputs.shown_years().iter().map(ToString::to_string)).collect()
}

/// Title, subtitle and source of a chart over the full width.
pub(super) fn head(id: &str, title: String, subtitle: &str, source: &str, size: Size) -> Head {
    let (subtitle, source) = (subtitle.to_owned(), source.to_owned());
    Head { id: id.to_owned(), title, subtitle, source, size, lang: Lang::De }
}

/// A computed figure with its band.
pub(super) fn chart_point(row: &Row) -> ChartPoint {
    let point = ChartPoint::computed(row.year, row.value);
    ChartPoint { band: row.band.map(|(low, high)| Band { low, high }), ..point }
}

/// The computed figures of a measure of the plan's area as a line.
pub(super) fn line(inputs: &Inputs, name: &str, (tone, stroke): (Tone, Stroke), measure: &str) -> Series {
    let points = inputs.series(&inputs.area.key, STATUS_QUO, measure).map(chart_point).collect();
    Series::new(name, tone, stroke, points)
}

/// The sentences about a measure: where it goes, how sure that is, and, where that is sure, where it turns.
pub(super) fn course(chapter: &mut Chapter, inputs: &Inputs, subject: &str, measure: &str) {
    let base = inputs.total(measure, inputs.base_year);
    let (Some(base), Some(last)) = (base, inputs.total(measure, inputs.last_year)) else { return };
    let (start, end) = ((inputs.base_year, base.value), (inputs.last_year, last.value));
    chapter.finding(change(inputs, subject, (start, end), last.band));
    if finding::course(base.value, last.value, last.band.map(|(low, high)| Band { low, high }))
        == finding::Course::Open
    {
        return;
    }
    let series: Vec<Point> = inputs
        .series(&inputs.area.key, STATUS_QUO, measure)
        .filter(|row| row.year >= inputs.base_year)
        .map(|row| (row.year, row.value))
        .collect();
    chapter.finding(sentences::turning_point(&series));
}

/// How a figure of the plan's area changes. Where the plan has draws and the figure no band, it is that of the middle of all.
pub(super) fn change(
    inputs: &Inputs,
    subject: &str,
    (start, end): (Point, Point),
    band: Option<(f64, f64)>,
) -> String {
    let is_drawn = inputs.total("population", inputs.last_year).is_some_and(|row| row.band.is_some());
    match band {
        None if is_drawn => sentences::change_in_the_middle(subject, start, end),
        band => sentences::change(subject, start, end, band),
    }
}

/// Need and stock of a kind of places in a year, judged by the band of their balance.
pub(super) fn places_of(inputs: &Inputs, kind: &str, year: i32) -> Option<Supply> {
    let of = |measure: &str| inputs.total(&format!("{kind}_places_{measure}"), year);
    let balance = of("balance")?;
    // A balance is what there is minus the need; what lacks is the other way round.
    let lack = balance.band.map(|(low, high)| Band { low: -high, high: -low });
    Some(supply(of("needed")?, of("supply")?, (-balance.value, lack)))
}

/// Need and stock of a kind of places from the base year on.
pub(super) fn places_by_year(inputs: &Inputs, kind: &str) -> Vec<Supply> {
    (inputs.base_year..=inputs.last_year).filter_map(|year| places_of(inputs, kind, year)).collect()
}

/// Staff needed and available in a year, judged by the band of the gap.
pub(super) fn staff_of(inputs: &Inputs, year: i32) -> Option<Supply> {
    let of = |measure: &str| inputs.total(measure, year);
    let gap = of("staff_gap_heads")?;
    let lack = gap.band.map(|(low, high)| Band { low, high });
    Some(supply(of("staff_needed_heads")?, of("staff_available_heads")?, (gap.value, lack)))
}

fn supply(needed: &Row, available: &Row, (missing, lack): (f64, Option<Band>)) -> Supply {
    Supply {
        year: needed.year,
        needed: needed.value,
        band: needed.band,
        available: available.value,
        missing,
        judged: Adequacy::of(needed.value, missing, lack),
    }
}

/// Each year with how it is judged.
pub(super) fn judged(years: &[Supply]) -> Vec<(i32, Adequacy)> {
    years.iter().map(|supply| (supply.year, supply.judged)).collect()
}

/// "Bevölkerungsfortschreibung …; eigene Berechnung, Modell mv-2026-1"
pub(super) fn computed_from(inputs: &Inputs, source: &str) -> String {
    format!("Quelle: {source}; eigene Berechnung, Modell {}.", inputs.model.0)
}
