//! The indicator table: tidy rows of values over areas and years, alone or beside the state and peers.

use std::collections::HashMap;

use crate::indicators::evaluate::IndicatorValue;
use crate::indicators::{AreaLevel, Base, Cell, Indicator};
use crate::tables::{Cell as Output, Column, lines};
use crate::units::Stop;

/// The columns, in every form.
pub const INDICATOR_HEADER: [&str; 8] =
    ["id", "area", "year", "value", "status", "numerator", "denominator", "unit"];

/// More rows than this are asked for in parts.
pub const MAX_ROWS: usize = 200_000;
/// More rows than this are asked for in parts where a workbook is written, which takes more memory for each row.
pub const MAX_WORKBOOK_ROWS: usize = 50_000;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct IndicatorRequest {
    /// Ids of indicators; empty means all.
    pub ids: Vec<String>,
    /// Indices of areas.
    pub areas: Vec<usize>,
    /// The years.
    pub years: Years,
}

/// The years that are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Years {
    /// For each indicator the last year with a counted value in one of the areas, or else that of [`last_year`].
    Latest,
    /// From the first to the last, both included.
    Span(i32, i32),
}

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub struct IndicatorRow {
    /// Its index in the catalogue.
    pub indicator: usize,
    /// The index of the area.
    pub area: usize,
    /// The year of the value.
    pub year: i32,
    /// The value, or why there is none.
    pub cell: Cell,
    /// What stands above the fraction bar of the formula, if it may be shown.
    pub numerator: Option<f64>,
    /// What stands below it.
    pub denominator: Option<f64>,
}

/// Values and what is to be said about them.
#[derive(Debug, Clone, PartialEq)]
pub struct IndicatorTable {
    /// By indicator, area and year.
    pub rows: Vec<IndicatorRow>,
    /// Breaks of series between the years that are shown, in German.
    pub notes: Vec<String>,
}

#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum IndicatorError {
    #[error(
        "there is no indicator \"{0}\"; hint: pflegeplan indicators --list, or GET /api/v1/indicators, shows them"
    )]
    UnknownIndicator(String),
    #[error("from {0} is later than to {1}")]
    Backwards(i32, i32),
    #[error(
        "{rows} rows ({areas} areas, {years} years) are more than {most} at once; hint: ask for at most {} years, or for fewer areas",
        (most / areas.max(&1)).max(1)
    )]
    TooMany { rows: usize, areas: usize, years: usize, most: usize },
    #[error("the table was stopped before its end")]
    Stopped,
}

/// Computes the rows that are asked for.
///
/// # Errors
///
/// [`IndicatorError`] for a request that cannot be answered, or would have more than [`MAX_ROWS`] rows, and after a stop.
pub fn indicators(
    base: &Base,
    request: &IndicatorRequest,
    stop: &Stop,
) -> Result<IndicatorTable, IndicatorError> {
    let wanted = wanted(base, request)?;
    let evaluator = base.evaluator();
    let mut table = IndicatorTable { rows: Vec::new(), notes: Vec::new() };
    for indicator in wanted {
        let (from, to) = match request.years {
            Years::Span(from, to) => (from, to),
            Years::Latest => {
                let year = latest(base, indicator, &request.areas);
                (year, year)
            }
        };
        let indices = indices(base, indicator, &request.areas, (from, to), stop);
        for area in &request.areas {
            if stop.is_requested() {
                return Err(IndicatorError::Stopped);
            }
            for year in from..=to {
                let value = match indices.get(&(*area, year)) {
                    Some(cell) => IndicatorValue { cell: *cell, numerator: None, denominator: None },
                    None => evaluator.value(indicator, *area, year),
                };
                table.rows.push(IndicatorRow {
                    indicator,
                    area: *area,
                    year,
                    cell: value.cell,
                    numerator: value.numerator.and_then(Cell::number),
                    denominator: value.denominator.and_then(Cell::number),
                });
            }
        }
        for found in base.breaks(indicator, from, to) {
            if !table.notes.contains(&found.text_de) {
                table.notes.push(found.text_de.clone());
            }
        }
    }
    Ok(table)
}

/// The values of a composite index by area and year. All areas of a level have part in each of them, so that a level is
/// computed once a year and not once a value. Empty for any other indicator.
fn indices(
    base: &Base,
    indicator: usize,
    areas: &[usize],
    (from, to): (i32, i32),
    stop: &Stop,
) -> HashMap<(usize, i32), Cell> {
    let of = base.frame.catalogue.indicators.get(indicator);
    if of.is_none_or(|of| of.composite.is_none()) {
        return HashMap::new();
    }
    let level = |area: &usize| base.frame.tree.node(*area).level;
    let mut sorted = areas.to_vec();
    sorted.sort_by_key(level);
    let evaluator = base.evaluator();
    let mut cells = HashMap::new();
    for year in (from..=to).take_while(|_| !stop.is_requested()) {
        for of_level in sorted.chunk_by(|one, other| level(one) == level(other)) {
            let values = evaluator.cells(indicator, of_level, year);
            cells.extend(of_level.iter().map(|area| (*area, year)).zip(values));
        }
    }
    cells
}

/// How many rows a request has, if they are at most so many.
///
/// # Errors
///
/// [`IndicatorError::TooMany`] with what fits, and [`IndicatorError::Backwards`].
pub fn check_rows(
    request: &IndicatorRequest,
    indicators: usize,
    most: usize,
) -> Result<usize, IndicatorError> {
    let years = match request.years {
        Years::Latest => 1,
        Years::Span(from, to) => {
            let years = usize::try_from(i64::from(to) - i64::from(from) + 1);
            years.ok().filter(|years| *years > 0).ok_or(IndicatorError::Backwards(from, to))?
        }
    };
    let areas = request.areas.len().saturating_mul(indicators);
    let rows = areas.saturating_mul(years);
    if rows > most { Err(IndicatorError::TooMany { rows, areas, years, most }) } else { Ok(rows) }
}

/// The indicators that are asked for, if that is not too much.
fn wanted(base: &Base, request: &IndicatorRequest) -> Result<Vec<usize>, IndicatorError> {
    let catalogue = &base.frame.catalogue;
    let wanted: Vec<usize> = if request.ids.is_empty() {
        (0..catalogue.indicators.len()).collect()
    } else {
        let position = |id: &String| {
            catalogue
                .position(id)
                .ok_or_else(|| IndicatorError::UnknownIndicator(id.chars().take(40).collect()))
        };
        request.ids.iter().map(position).collect::<Result<_, _>>()?
    };
    check_rows(request, wanted.len(), MAX_ROWS)?;
    Ok(wanted)
}

/// The last year in which one of the areas has a counted value; where none has, the year of [`last_year`].
pub fn latest(base: &Base, indicator: usize, areas: &[usize]) -> i32 {
    last_year(base, indicator, areas).0
}

/// The last year with a counted value, and the cells of the areas in it. Without a counted value it is the last year that is
/// over with any value, then the first of the coming years with one, as a projection has it, then the last of the source.
pub fn last_year(base: &Base, indicator: usize, areas: &[usize]) -> (i32, Vec<Cell>) {
    let evaluator = base.evaluator();
    let current = base.frame.current_year;
    let (mut over, mut coming, mut empty) = (None, None, None);
    for year in base.years(indicator).into_iter().rev() {
        let cells = evaluator.cells(indicator, areas, year);
        if cells.iter().any(|cell| matches!(cell, Cell::Value(_) | Cell::Zero)) {
            return (year, cells);
        }
        if cells.iter().all(|cell| cell.is_missing()) {
            if empty.is_none() && year <= current {
                empty = Some((year, cells));
            }
        } else if year >= current {
            coming = Some((year, cells));
        } else if over.is_none() {
            over = Some((year, cells));
        }
    }
    over.or(coming).or(empty).unwrap_or_else(|| (current, evaluator.cells(indicator, areas, current)))
}

/// The areas of a level, all of them or those inside another.
pub fn areas_of(base: &Base, level: AreaLevel, within: Option<usize>) -> Vec<usize> {
    match within {
        Some(outer) => base.frame.tree.within(level, outer),
        None => base.frame.tree.level(level).collect(),
    }
}

/// A number as tables show it: the more digits, the smaller it is.
pub fn shown(number: f64) -> String {
    let digits = match number.abs() {
        size if size >= 1_000.0 => 0,
        size if size >= 10.0 => 1,
        _ => 2,
    };
    if number.fract() == 0.0 { format!("{number:.0}") } else { format!("{number:.digits$}") }
}

impl IndicatorRow {
    /// The indicator of the row.
    pub fn of<'a>(&self, base: &'a Base) -> Option<&'a Indicator> {
        base.frame.catalogue.indicators.get(self.indicator)
    }

    /// Why there is no number, in German.
    pub fn reason_de(&self, base: &Base) -> Option<String> {
        match self.cell {
            Cell::Missing(reason) => Some(base.reason_de(self.indicator, reason)),
            Cell::Suppressed => {
                Some("Geheim gehalten: Die Zahl wäre zu klein, oder eine kleine Zahl folgte aus ihr.".into())
            }
            _ => None,
        }
    }

    /// The row's cells in the order of [`INDICATOR_HEADER`].
    pub fn cells<'a>(&self, base: &'a Base) -> [Output<'a>; INDICATOR_HEADER.len()] {
        let number = |number: Option<f64>| Output::of(number, Output::exact);
        let of = self.of(base);
        [
            Output::of(of, |indicator| Output::text(indicator.id.as_str())),
            Output::text(base.frame.tree.node(self.area).key.as_str()),
            Output::Year(self.year),
            number(self.cell.number()),
            Output::text(self.cell.status()),
            number(self.numerator),
            number(self.denominator),
            Output::of(of, |indicator| Output::text(indicator.unit.text.as_str())),
        ]
    }
}

impl IndicatorTable {
    /// A line a value for people.
    pub fn text(&self, base: &Base) -> String {
        let columns = [
            Column::left("id", 4),
            Column::left("year", 0),
            Column::left("area", 26),
            Column::right("value", 12),
            Column::left("unit", 0),
        ];
        lines(&columns, self.rows.iter().filter_map(|row| row.line(base)))
    }
}

impl IndicatorRow {
    /// The row for people: with names, and why there is no number.
    fn line<'a>(&self, base: &'a Base) -> Option<Vec<Output<'a>>> {
        let of = self.of(base)?;
        let value = match self.cell {
            Cell::Suppressed => "·".to_owned(),
            cell => cell.number().map_or("–".to_owned(), shown),
        };
        let mark = if matches!(self.cell, Cell::Estimated(_)) { " (geschätzt)" } else { "" };
        let reason = self.reason_de(base).map(|reason| format!("  {reason}")).unwrap_or_default();
        Some(vec![
            Output::text(of.id.as_str()),
            Output::Year(self.year),
            Output::text(base.frame.tree.node(self.area).name.as_str()),
            Output::text(value),
            Output::text(format!("{}{mark}  {}{reason}", of.unit.german, of.name_de)),
        ])
    }
}
