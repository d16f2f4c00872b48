//! Flat files of GENESIS databases (GENESIS-Online, Regionalstatistik and the states' own): one row a cell.
//!
//! The old layout is wide: a column for each value, named `CODE__Label__Unit`, and perhaps one for its
//! quality, `CODE__Label__q`. The new one is long: the columns `value`, `value_unit`, `value_variable_code` and
//! perhaps `value_q`. Column names were German or English in the old layout and are English in the new one.

use super::rows::Rows;

/// One cell with its codes.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its line in the file.
    pub line: usize,
    /// The code of the statistic, if the file names it.
    pub statistic: Option<String>,
    /// The year or date, as it is written.
    pub time: String,
    /// Variable and attribute codes, areas among them.
    pub attributes: Vec<(String, String)>,
    /// Code of what is counted; in a table of one's own the name of its column.
    pub value_code: String,
    /// The unit, as it is written.
    pub unit: Option<String>,
    /// The cell, as it is written.
    pub text: String,
    /// The letter of its quality, as it is written.
    pub quality: String,
}

/// The shape of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A flat file of GENESIS with a column for each value.
    Wide,
    /// A flat file of GENESIS with a row for each value.
    Long,
    /// The plain layout with title lines.
    Titled,
    /// A table of the operator's own, read by a mapping.
    Own,
}

impl Form {
    /// The name of the shape in manifests and reports.
    pub fn label(self) -> &'static str {
        match self {
            Self::Wide => "GENESIS flat file, old wide layout",
            Self::Long => "GENESIS flat file, new long layout",
            Self::Titled => "table of a GENESIS database with title lines",
            Self::Own => "table of one's own",
        }
    }
}

/// Why a table is no flat file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum FlatError {
    #[error(
        "this is not a flat file of a GENESIS database: {0}; hint: download the table as flat file (\"Flatfile CSV\") or as the plain table with its title lines, or give a mapping for a table of your own"
    )]
    NoFlatFile(Lacks),
    #[error("line {line}: the row has {found} cells, but the header has {expected}")]
    Length { line: usize, found: usize, expected: usize },
}

/// What a table lacks to be a flat file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says what is lacking")]
pub enum Lacks {
    #[error("it is empty")]
    Rows,
    #[error("there is no column time or Zeit")]
    Time,
    #[error("there is no column {0}_variable_code beside its attribute")]
    Pair(usize),
    #[error("there is no column 1_variable_code or 1_Merkmal_Code")]
    Variables,
    #[error("there is no column value with value_variable_code, or CODE__Label__Unit")]
    Values,
}

/// Where the codes of one variable stand.
struct Variable {
    code: usize,
    attribute: usize,
}

/// The columns of a flat file.
struct Columns {
    statistic: Option<usize>,
    label: Option<usize>,
    time: usize,
    variables: Vec<Variable>,
    form: Form,
    /// Wide: code, unit, column and column of the quality.
    values: Vec<(String, Option<String>, usize, Option<usize>)>,
    /// Long: value, unit, code, quality.
    long: Option<(usize, Option<usize>, usize, Option<usize>)>,
}

/// A flat file whose columns are found.
pub struct Flat {
    columns: Columns,
    /// How many cells a row has.
    width: usize,
    /// The line of the header.
    line: usize,
}

/// So many rows may stand above the header.
const ABOVE: usize = 30;

impl Flat {
    /// Finds the header. Lines above it, such as a title, are passed over.
    ///
    /// # Errors
    ///
    /// [`FlatError::NoFlatFile`] with what the first row lacks.
    pub fn find(rows: &Rows) -> Result<Self, FlatError> {
        let mut first = None;
        for row in rows.iter().take(ABOVE) {
            match Columns::find(&row.cells) {
                Ok(columns) => return Ok(Self { columns, width: row.cells.len(), line: row.line }),
                Err(error) => first = first.or(Some(error)),
            }
        }
        Err(first.unwrap_or(FlatError::NoFlatFile(Lacks::Rows)))
    }

    /// Code and label of the statistic, from the first row; empty where there are none.
    pub fn statistic(&self, rows: &Rows) -> (String, String) {
        let first = rows.iter().find(|row| row.line > self.line);
        let cell =
            |at: Option<usize>| first.as_ref().zip(at).and_then(|(row, at)| row.cells.get(at).cloned());
        (cell(self.columns.statistic).unwrap_or_default(), cell(self.columns.label).unwrap_or_default())
    }

    /// The shape of the file.
    pub fn form(&self) -> Form {
        self.columns.form
    }

    /// The records below the header, in the file's order.
    pub fn records<'a>(&'a self, rows: &'a Rows) -> impl Iterator<Item = Result<Record, FlatError>> + 'a {
        rows.iter().filter(|row| row.line > self.line).flat_map(|row| {
            let (found, expected) = (row.cells.len(), self.width);
            if found != expected {
                return vec![Err(FlatError::Length { line: row.line, found, expected })];
            }
            let mut records = Vec::new();
            self.columns.read(row.line, &row.cells, &mut records);
            records.into_iter().map(Ok).collect()
        })
    }
}

/// `Statistics_Code` and `statistik_code` alike.
fn folded(name: &str) -> String {
    name.trim().to_lowercase().replace('ä', "ae")
}

impl Columns {
    fn find(header: &[String]) -> Result<Self, FlatError> {
        let names: Vec<String> = header.iter().map(|name| folded(name)).collect();
        let one = |known: &[&str]| names.iter().position(|name| known.contains(&name.as_str()));
        let missing = FlatError::NoFlatFile;
        let time = one(&["time", "zeit"]).ok_or(missing(Lacks::Time))?;
        let mut variables = Vec::new();
        for number in 1..=20 {
            let of = |words: &[&str]| {
                let wanted: Vec<String> = words.iter().map(|word| format!("{number}_{word}")).collect();
                names.iter().position(|name| wanted.contains(name))
            };
            let code = of(&["merkmal_code", "variable_code", "characteristic_code"]);
            let attribute = of(&["auspraegung_code", "variable_attribute_code", "attribute_code"]);
            match (code, attribute) {
                (Some(code), Some(attribute)) => variables.push(Variable { code, attribute }),
                (None, None) => break,
                _ => return Err(missing(Lacks::Pair(number))),
            }
        }
        if variables.is_empty() {
            return Err(missing(Lacks::Variables));
        }
        let value_code = one(&["value_variable_code", "wert_merkmal_code", "value_code"]);
        let long = one(&["value", "wert"]).zip(value_code).map(|(value, code)| {
            (value, one(&["value_unit", "wert_einheit"]), code, one(&["value_q", "wert_q"]))
        });
        let values = if long.is_some() { Vec::new() } else { wide_values(header) };
        if long.is_none() && values.is_empty() {
            return Err(missing(Lacks::Values));
        }
        let form = if long.is_some() { Form::Long } else { Form::Wide };
        Ok(Self {
            statistic: one(&["statistics_code", "statistik_code"]),
            label: one(&["statistics_label", "statistik_label"]),
            time,
            variables,
            form,
            values,
            long,
        })
    }

    fn read(&self, line: usize, cells: &[String], records: &mut Vec<Record>) {
        let cell = |at: usize| cells.get(at).map(|cell| cell.trim().to_owned()).unwrap_or_default();
        let attributes: Vec<(String, String)> = self
            .variables
            .iter()
            .map(|variable| (cell(variable.code), cell(variable.attribute)))
            .filter(|(code, _)| !code.is_empty())
            .collect();
        let record = |value_code: String, unit: Option<String>, text: String, quality: String| Record {
            line,
            statistic: self.statistic.map(cell),
            time: cell(self.time),
            attributes: attributes.clone(),
            value_code,
            unit,
            text,
            quality,
        };
        if let Some((value, unit, code, quality)) = self.long {
            let quality = quality.map(cell).unwrap_or_default();
            records.push(record(cell(code), unit.map(cell), cell(value), quality));
        }
        for (code, unit, column, quality) in &self.values {
            let quality = quality.map(cell).unwrap_or_default();
            records.push(record(code.clone(), unit.clone(), cell(*column), quality));
        }
    }
}

/// The columns `CODE__Label__Unit` with those of their quality.
fn wide_values(header: &[String]) -> Vec<(String, Option<String>, usize, Option<usize>)> {
    let parts: Vec<Vec<&str>> = header.iter().map(|name| name.trim().split("__").collect()).collect();
    let is_quality = |part: &Vec<&str>| part.last().is_some_and(|last| last.eq_ignore_ascii_case("q"));
    let mut values = Vec::new();
    for (column, part) in parts.iter().enumerate().filter(|(_, part)| part.len() >= 2 && !is_quality(part)) {
        let Some(code) = part.first() else { continue };
        let unit = if part.len() > 2 { part.last().map(|unit| (*unit).to_owned()) } else { None };
        let quality = parts.iter().position(|other| is_quality(other) && other.first() == part.first());
        values.push(((*code).to_owned(), unit, column, quality));
    }
    values
}
