//! Which indicators have values at which levels, and why not.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use crate::app::words::IndicatorLevelWord;
use crate::indicators::{AreaLevel, Base, Cell, Indicator};
use crate::tables::{self, Column, Document, Sheet, text_table};

/// What an indicator has at a level.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct OverviewResponse {
    #[schema(example = "V04")]
    pub id: String,
    pub name_de: String,
    #[schema(value_type = IndicatorLevelWord)]
    pub level: &'static str,
    /// The last year with a counted value, or else with an estimated one, or else with any figure.
    pub year: i32,
    pub areas: usize,
    /// Areas with a counted value, exactly nothing included.
    pub counted: usize,
    pub estimated: usize,
    pub withheld: usize,
    pub missing: usize,
    /// The most frequent reason of those that are missing, in German.
    #[schema(required)]
    pub reason_de: Option<String>,
    /// What fills what is missing: the source, and its table where it has a number.
    #[schema(required)]
    pub filled_by_de: Option<String>,
}

/// The columns in every form of a table.
pub const OVERVIEW_HEADER: [&str; 11] = [
    "id",
    "name_de",
    "level",
    "year",
    "areas",
    "counted",
    "estimated",
    "withheld",
    "missing",
    "reason_de",
    "filled_by_de",
];

/// All indicators at all levels that have areas.
pub fn overview(base: &Base) -> Vec<OverviewResponse> {
    let levels: Vec<(AreaLevel, Vec<usize>)> = AreaLevel::ALL
        .into_iter()
        .map(|level| (level, base.frame.tree.level(level).collect()))
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

/// The last year with a counted value and its cells, or else the first with any value, or else the last of the source. Each
/// year is evaluated once.
fn last_year(base: &Base, indicator: usize, areas: &[usize]) -> (i32, Vec<Cell>) {
    let evaluator = base.evaluator();
    let mut first_known = None;
    let mut last = None;
    for year in base.years(indicator).into_iter().rev() {
        let cells = evaluator.cells(indicator, areas, year);
        if cells.iter().any(|cell| matches!(cell, Cell::Value(_) | Cell::Zero)) {
            return (year, cells);
        }
        if cells.iter().any(|cell| !cell.is_missing()) {
            first_known = Some((year, cells));
        } else if last.is_none() && year <= base.frame.current_year {
            last = Some((year, cells));
        }
    }
    first_known.or(last).unwrap_or_else(|| {
        let year = base.frame.current_year;
        (year, evaluator.cells(indicator, areas, year))
    })
}

fn cells(row: &OverviewResponse) -> Vec<tables::Cell<'_>> {
    use tables::Cell;
    let count = |number: usize| Cell::Count(number as u64);
    let text = |text: &'_ Option<String>| Cell::of(text.clone(), Cell::text);
    vec![
        Cell::text(row.id.as_str()),
        Cell::text(row.name_de.as_str()),
        Cell::text(row.level),
        Cell::Year(row.year),
        count(row.areas),
        count(row.counted),
        count(row.estimated),
        count(row.withheld),
        count(row.missing),
        text(&row.reason_de),
        text(&row.filled_by_de),
    ]
}

/// The overview as a table.
pub fn document(rows: &[OverviewResponse]) -> Document<'_> {
    Document::new(Sheet::new("Übersicht", OVERVIEW_HEADER, rows.iter().map(cells)))
}

/// The overview for a terminal.
pub fn text(rows: &[OverviewResponse]) -> String {
    let columns = [
        Column::left("id", 4),
        Column::left("level", 13),
        Column::right("year", 4),
        Column::right("areas", 5),
        Column::right("counted", 7),
        Column::right("estimated", 9),
        Column::right("withheld", 8),
        Column::right("missing", 7),
        Column::left("reason", 6),
    ];
    text_table(
        &columns,
        rows.iter().map(|row| {
            let mut cells = cells(row);
            cells.remove(1);
            cells.pop();
            cells
        }),
    )
}
