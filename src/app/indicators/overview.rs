//! Which indicators have values at which levels, and why not.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use crate::app::words::IndicatorLevelWord;
use crate::indicators::table::last_year;
use crate::indicators::{AreaLevel, Base, Cell, Indicator};
use crate::tables::{self, Column, Document, Sheet, text_table};

/// What an indicator has at a level.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct OverviewResponse {
    /// Id of the indicator.
    #[schema(example = "V04")]
    pub id: String,
    /// Its name in German.
    pub name_de: String,
    /// The level of the areas.
    #[schema(value_type = IndicatorLevelWord)]
    pub level: &'static str,
    /// The last year with a counted value, or else the last that is over with an estimated one, or else the first of a projection,
    /// or else the last with any figure.
    pub year: i32,
    /// How many areas the level has.
    pub areas: usize,
    /// Areas with a counted value, exactly nothing included.
    pub counted: usize,
    /// Areas with an estimated value.
    pub estimated: usize,
    /// Areas whose value must not be shown.
    pub withheld: usize,
    /// Areas without a value.
    pub missing: usize,
    /// The most frequent reason of those that are missing, in German.
    #[schema(required)]
    pub reason_de: Option<String>,
    /// What fills what is missing: the source, and its table where it has a number.
    #[schema(required)]
    pub filled_by_de: Option<String>,
}

/// All indicators at all levels that have areas.
pub fn overview(base: &Base) -> Vec<OverviewResponse> {
    at_levels(base, &AreaLevel::ALL)
}

/// All indicators at those of the levels that have areas. The fewer areas they have, the less it costs.
pub fn at_levels(base: &Base, levels: &[AreaLevel]) -> Vec<OverviewResponse> {
    let levels: Vec<(AreaLevel, Vec<usize>)> = levels
        .iter()
        .map(|level| (*level, base.frame.tree.level(*level).collect()))
        .filter(|(_, areas): &(AreaLevel, Vec<usize>)| !areas.is_empty())
        .collect();
    let all = base.frame.catalogue.indicators.iter().enumerate();
    all.flat_map(|(index, of)| levels.iter().map(move |level| at_level(base, (index, of), level))).collect()
}

fn at_level(
    base: &Base,
    (index, of): (usize, &Indicator),
    (level, areas): &(AreaLevel, Vec<usize>),
) -> OverviewResponse {
    let (year, cells) = last_year(base, index, areas);
    let count = |is: fn(&Cell) -> bool| cells.iter().filter(|cell| is(cell)).count();
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    for cell in &cells {
        if let Cell::Missing(reason) = cell {
            *reasons.entry(base.reason_de(index, *reason)).or_default() += 1;
        }
    }
    let missing = count(|cell| cell.is_missing());
    let source = match of.table.as_str() {
        "" => of.source.clone(),
        table => format!("{}, Tabelle {table}", of.source),
    };
    OverviewResponse {
        id: of.id.clone(),
        name_de: of.name_de.clone(),
        level: level.word(),
        year,
        areas: areas.len(),
        counted: count(|cell| matches!(cell, Cell::Value(_) | Cell::Zero)),
        estimated: count(|cell| matches!(cell, Cell::Estimated(_))),
        withheld: count(|cell| matches!(cell, Cell::Suppressed)),
        missing,
        reason_de: reasons.into_iter().max_by_key(|(_, count)| *count).map(|(reason, _)| reason),
        filled_by_de: (missing > 0).then_some(source),
    }
}

/// A column of the overview: its name in files, its column on a terminal if it is shown there, and its cells.
struct OverviewColumn {
    name: &'static str,
    terminal: Option<Column>,
    cell: fn(&OverviewResponse) -> tables::Cell<'_>,
}

/// The columns of the overview, in the order of all forms.
fn columns() -> [OverviewColumn; 11] {
    use tables::Cell;
    let column = |name, terminal, cell| OverviewColumn { name, terminal, cell };
    let count = |name, width, cell| column(name, Some(Column::right(name, width)), cell);
    [
        column("id", Some(Column::left("id", 4)), |row| Cell::text(row.id.as_str())),
        column("name_de", None, |row| Cell::text(row.name_de.as_str())),
        column("level", Some(Column::left("level", 13)), |row| Cell::text(row.level)),
        column("year", Some(Column::right("year", 4)), |row| Cell::Year(row.year)),
        count("areas", 5, |row| Cell::Count(row.areas as u64)),
        count("counted", 7, |row| Cell::Count(row.counted as u64)),
        count("estimated", 9, |row| Cell::Count(row.estimated as u64)),
        count("withheld", 8, |row| Cell::Count(row.withheld as u64)),
        count("missing", 7, |row| Cell::Count(row.missing as u64)),
        column("reason_de", Some(Column::left("reason", 6)), |row| {
            Cell::of(row.reason_de.clone(), Cell::text)
        }),
        column("filled_by_de", None, |row| Cell::of(row.filled_by_de.clone(), Cell::text)),
    ]
}

/// The overview as a table.
pub fn document(rows: &[OverviewResponse]) -> Document<'_> {
    let cells = |row| columns().iter().map(|column| (column.cell)(row)).collect();
    Document::new(Sheet::new("Übersicht", columns().map(|column| column.name), rows.iter().map(cells)))
}

/// The overview for people, with German headings and words.
pub fn document_for_people(rows: &[OverviewResponse]) -> Document<'_> {
    let headings = [
        "Kennung",
        "Indikator",
        "Gebiete der Art",
        "Jahr",
        "Gebiete",
        "gezählt",
        "geschätzt",
        "geheim zu halten",
        "ohne Wert",
        "Warum ohne Wert",
        "Woher Werte kämen",
    ];
    Document::new(Sheet::new("Indikatoren", headings, rows.iter().map(cells_for_people)))
}

/// The cells of a row, with the level in German.
fn cells_for_people(row: &OverviewResponse) -> Vec<tables::Cell<'_>> {
    let cell = |column: &OverviewColumn| match column.name {
        "level" => tables::Cell::text(level_for_people(row.level)),
        _ => (column.cell)(row),
    };
    columns().iter().map(cell).collect()
}

/// The plural of a level.
fn level_for_people(level: &str) -> &'static str {
    match level {
        "state" => "Land",
        "district" => "Kreise",
        "amt" => "Ämter",
        "municipality" => "Gemeinden",
        "planning_area" => "Planungsräume",
        _ => "Stadtteile",
    }
}

/// The overview for a terminal.
pub fn text(rows: &[OverviewResponse]) -> String {
    let shown: Vec<(Column, _)> =
        columns().into_iter().filter_map(|column| Some((column.terminal?, column.cell))).collect();
    let (columns, of_columns): (Vec<Column>, Vec<_>) = shown.into_iter().unzip();
    let cells = |row| of_columns.iter().map(|cell| cell(row)).collect::<Vec<_>>();
    text_table(&columns, rows.iter().map(cells))
}
