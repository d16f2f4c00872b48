//! Tables of one's own with columns of any name, by a mapping. The header need not be the first line.

use super::flat::Record;
use super::layout::{Layout, Value};
use super::rows::{Row, Rows};

/// So many lines may stand above the header.
const ABOVE: usize = 60;

/// Why a mapping does not fit a table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "line {line}: there is no column \"{wanted}\", which the mapping names; hint: the columns found are {}",
    shown(.found)
)]
pub struct NoColumn {
    /// The line that fits best.
    pub line: usize,
    /// The column that is not there.
    pub wanted: String,
    /// The cells of the line; a column without a name is an empty one.
    pub found: Vec<String>,
}

/// A table whose columns are found.
#[derive(Debug)]
pub struct Own {
    /// The line of the header.
    line: usize,
    areas: Vec<(usize, String)>,
    year: Option<usize>,
    dimensions: Vec<(usize, String)>,
    values: Vec<(usize, String)>,
    width: usize,
}

impl Own {
    /// Finds the header: the first line that has every column which the mapping names. Where there is none, a key of
    /// areas without a name above it, as in tables with title lines, takes the place of the area column.
    ///
    /// # Errors
    ///
    /// [`NoColumn`] with the columns of the line that fits best.
    pub fn find(rows: &Rows, layout: &Layout) -> Result<Self, NoColumn> {
        let head: Vec<Row> = rows.iter().take(ABOVE).collect();
        let mut best: Option<(usize, NoColumn)> = None;
        for (at, row) in head.iter().enumerate() {
            let below = head.get(at + 1);
            match Self::columns(row, below, layout) {
                Ok(own) => return Ok(own),
                Err((fitting, error)) => {
                    if best.as_ref().is_none_or(|(known, _)| fitting > *known) {
                        best = Some((fitting, error));
                    }
                }
            }
        }
        let empty = || NoColumn { line: 1, wanted: layout.areas.join(", "), found: Vec::new() };
        Err(best.map_or_else(empty, |(_, error)| error))
    }

    /// The columns of a header, or how many of those that are named it has and the first that it lacks.
    fn columns(header: &Row, below: Option<&Row>, layout: &Layout) -> Result<Self, (usize, NoColumn)> {
        let position = |name: &str| header.cells.iter().position(|known| known.trim() == name);
        let others: Vec<&String> = layout
            .year_column
            .iter()
            .chain(layout.values.iter().map(|value: &Value| &value.code))
            .chain(layout.dimensions.iter().flat_map(|dimension| &dimension.codes))
            .collect();
        let wanted: Vec<&String> = layout.areas.iter().chain(others.iter().copied()).collect();
        let fitting = wanted.iter().filter(|name| position(name).is_some()).count();
        let lacks = |name: &str| {
            let found = header.cells.iter().map(|name| name.trim().to_owned()).collect();
            (fitting, NoColumn { line: header.line, wanted: name.to_owned(), found })
        };
        let has_others = others.iter().all(|name| position(name).is_some());
        let column = |name: &String| position(name).map(|at| (at, name.clone())).ok_or_else(|| lacks(name));
        let areas = match (&layout.areas[..], has_others) {
            ([only], true) if position(only).is_none() => {
                vec![(unnamed_key(header, below).ok_or_else(|| lacks(only))?, only.clone())]
            }
            (names, _) => names.iter().map(column).collect::<Result<_, _>>()?,
        };
        Ok(Self {
            line: header.line,
            areas,
            year: layout
                .year_column
                .as_ref()
                .map(|name| position(name).ok_or_else(|| lacks(name)))
                .transpose()?,
            values: layout.values.iter().map(|value| column(&value.code)).collect::<Result<_, _>>()?,
            dimensions: layout
                .dimensions
                .iter()
                .flat_map(|it| &it.codes)
                .map(column)
                .collect::<Result<_, _>>()?,
            width: header.cells.len(),
        })
    }

    /// The records below the header, one for each value of a row. A line of notes below the rows, which has only one
    /// cell and that no key, is passed over where the table has more columns.
    pub fn records<'a>(&'a self, rows: &'a Rows, layout: &'a Layout) -> impl Iterator<Item = Record> + 'a {
        let is_key = |cell: &String| cell.trim().bytes().all(|byte| byte.is_ascii_digit());
        let is_note =
            move |row: &Row| self.width > 1 && row.cells.len() == 1 && !row.cells.iter().all(is_key);
        rows.iter()
            .filter(move |row| row.line > self.line && !is_note(row))
            .flat_map(|row| self.row(&row, layout))
    }

    fn row(&self, row: &Row, layout: &Layout) -> Vec<Record> {
        let cell = |at: usize| row.cells.get(at).map(|cell| cell.trim().to_owned()).unwrap_or_default();
        let attributes: Vec<(String, String)> =
            self.areas.iter().chain(&self.dimensions).map(|(at, name)| (name.clone(), cell(*at))).collect();
        let time = match self.year {
            Some(at) => cell(at),
            None => layout.year.map(|year| year.to_string()).unwrap_or_default(),
        };
        let record = |(at, code): &(usize, String)| Record {
            line: row.line,
            statistic: None,
            time: time.clone(),
            attributes: attributes.clone(),
            value_code: code.clone(),
            unit: None,
            text: cell(*at),
            quality: String::new(),
        };
        self.values.iter().map(record).collect()
    }
}

fn shown(found: &[String]) -> String {
    let name = |(at, name): (usize, &String)| match name.as_str() {
        "" => format!("column {} (without a name)", at + 1),
        name => format!("\"{name}\""),
    };
    let names: Vec<String> = found.iter().enumerate().map(name).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

/// The only column without a name that holds a key of this state in the row below.
fn unnamed_key(header: &Row, below: Option<&Row>) -> Option<usize> {
    let is_key = |cell: &String| {
        let cell = cell.trim();
        cell.starts_with("13")
            && cell.bytes().all(|byte| byte.is_ascii_digit())
            && matches!(cell.len(), 2 | 5 | 8 | 12)
    };
    let below = below?;
    let mut unnamed = header.cells.iter().zip(&below.cells).enumerate();
    let mut found = unnamed.by_ref().filter(|(_, (name, cell))| name.trim().is_empty() && is_key(cell));
    let (at, _) = found.next()?;
    found.next().is_none().then_some(at)
}
