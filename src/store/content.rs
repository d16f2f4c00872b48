//! Everything that is kept, in a form that is the same for every database: what a backup holds, and what moves from one
//! database to another.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::StoreError;

/// A table.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// The names of its columns, in the order of the cells of a row.
    pub columns: &'static [&'static str],
    /// Whether it belongs into a backup. Sessions, one-time links and failed sign-ins do not: a backup that is restored must
    /// not open again what was closed since.
    pub is_lasting: bool,
}

/// The cells of a row, in the order of the columns.
pub type Row = Vec<Value>;

/// Why content could not be read or written.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum ContentError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(
        "the database {place} is not empty; nothing was written; hint: name a new database or an empty folder"
    )]
    NotEmpty { place: String },
    #[error("table {table}, column {column}: {value} cannot be read; nothing was written")]
    Cell { table: String, column: String, value: String },
    #[error(
        "the content that was written differs from what was read in {}; hint: do not use the new database, and try again",
        tables.join(", ")
    )]
    Differs { tables: Vec<String> },
    /// What receives the content failed, in its own sentence.
    #[error("{0}")]
    Receiver(Box<dyn std::error::Error + Send + Sync>),
}

/// Takes content, table by table.
pub trait ContentSink {
    /// The rows that follow are of this table.
    fn table(&mut self, table: &'static Table) -> Result<(), ContentError>;

    /// A row.
    fn row(&mut self, row: Row) -> Result<(), ContentError>;
}

/// Reads everything that is kept, and writes it into an empty database.
pub trait ContentStore: Send + Sync {
    /// Every table, in the order in which they are read and written.
    fn tables(&self) -> &'static [Table];

    /// Gives every row of every table, as they are at one moment, in the same order from every database.
    fn read_content(&self, sink: &mut dyn ContentSink) -> Result<(), ContentError>;

    /// Writes what `give` puts into its sink, in one transaction. Tables must come in their order.
    ///
    /// # Errors
    ///
    /// [`ContentError::NotEmpty`] where anything is stored already.
    fn write_content(
        &self,
        give: &mut dyn FnMut(&mut dyn ContentSink) -> Result<(), ContentError>,
    ) -> Result<(), ContentError>;
}

/// How a value stands in a cell, so that it comes back exactly.
pub(in crate::store) trait Cells: Sized {
    fn to_cell(&self) -> Value;

    fn of_cell(cell: &Value) -> Option<Self>;
}

impl Cells for String {
    fn to_cell(&self) -> Value {
        Value::String(self.clone())
    }

    fn of_cell(cell: &Value) -> Option<Self> {
        cell.as_str().map(str::to_owned)
    }
}

impl Cells for i32 {
    fn to_cell(&self) -> Value {
        Value::from(*self)
    }

    fn of_cell(cell: &Value) -> Option<Self> {
        cell.as_i64()?.try_into().ok()
    }
}

impl Cells for i64 {
    fn to_cell(&self) -> Value {
        Value::from(*self)
    }

    fn of_cell(cell: &Value) -> Option<Self> {
        cell.as_i64()
    }
}

impl Cells for bool {
    fn to_cell(&self) -> Value {
        Value::Bool(*self)
    }

    fn of_cell(cell: &Value) -> Option<Self> {
        cell.as_bool()
    }
}

/// As text with all the digits that it takes, because readers of JSON round numbers.
impl Cells for f64 {
    fn to_cell(&self) -> Value {
        Value::String(self.to_string())
    }

    fn of_cell(cell: &Value) -> Option<Self> {
        cell.as_str()?.parse().ok()
    }
}

const DAY: &str = "%Y-%m-%d";
/// To the microsecond, as PostgreSQL keeps it.
const MOMENT: &str = "%Y-%m-%dT%H:%M:%S%.6f";

impl Cells for NaiveDate {
    fn to_cell(&self) -> Value {
        Value::String(self.format(DAY).to_string())
    }

    fn of_cell(cell: &Value) -> Option<Self> {
        Self::parse_from_str(cell.as_str()?, DAY).ok()
    }
}

impl Cells for NaiveDateTime {
    fn to_cell(&self) -> Value {
        Value::String(self.format(MOMENT).to_string())
    }

    fn of_cell(cell: &Value) -> Option<Self> {
        Self::parse_from_str(cell.as_str()?, MOMENT).ok()
    }
}

impl<T: Cells> Cells for Option<T> {
    fn to_cell(&self) -> Value {
        self.as_ref().map_or(Value::Null, Cells::to_cell)
    }

    fn of_cell(cell: &Value) -> Option<Self> {
        if cell.is_null() { Some(None) } else { T::of_cell(cell).map(Some) }
    }
}

/// The value of a cell; one that is missing is none.
pub(in crate::store) fn cell<T: Cells>(
    table: &Table,
    column: &str,
    cell: Option<&Value>,
) -> Result<T, ContentError> {
    let cell = cell.unwrap_or(&Value::Null);
    T::of_cell(cell).ok_or_else(|| ContentError::Cell {
        table: table.name.to_owned(),
        column: column.to_owned(),
        value: cell.to_string().chars().take(60).collect(),
    })
}

/// The rows of a table in one number: equal where the rows are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableDigest {
    /// How many there are.
    pub rows: u64,
    /// SHA-256 of the rows as lines of JSON, in hexadecimal.
    pub sha256: String,
}

/// The digests of tables, by their names.
pub type Digests = BTreeMap<String, TableDigest>;

/// Takes content for its digests only.
#[derive(Debug, Default)]
pub struct Digester {
    done: Digests,
    open: Option<(&'static str, u64, Sha256)>,
}

impl Digester {
    /// The digests of all tables that came.
    pub fn finish(mut self) -> Digests {
        self.close();
        self.done
    }

    fn close(&mut self) {
        let Some((name, rows, hasher)) = self.open.take() else { return };
        let sha256 = hasher.finalize().iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
        self.done.insert(name.to_owned(), TableDigest { rows, sha256 });
    }
}

impl ContentSink for Digester {
    fn table(&mut self, table: &'static Table) -> Result<(), ContentError> {
        self.close();
        self.open = Some((table.name, 0, Sha256::new()));
        Ok(())
    }

    fn row(&mut self, row: Row) -> Result<(), ContentError> {
        if let Some((_, rows, hasher)) = &mut self.open {
            *rows += 1;
            hasher.update(content_line(&row));
        }
        Ok(())
    }
}

/// A row as a line of JSON.
pub fn content_line(row: &Row) -> String {
    let cells: Vec<String> = row.iter().map(Value::to_string).collect();
    format!("[{}]\n", cells.join(","))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What comes back from a cell that was written as text and read again.
    fn back<T: Cells>(value: &T) -> Option<T> {
        T::of_cell(&serde_json::from_str(&value.to_cell().to_string()).unwrap())
    }

    proptest! {
        #[test]
        fn every_value_comes_back_as_it_was(
            text in any::<String>(),
            number in any::<i32>(),
            version in any::<i64>(),
            bits in any::<u64>().prop_filter("a number", |bits| !f64::from_bits(*bits).is_nan()),
            flag in any::<bool>(),
            micros in -60_000_000_000_000_000_i64..250_000_000_000_000_000,
        ) {
            let moment = chrono::DateTime::from_timestamp_micros(micros).unwrap().naive_utc();
            prop_assert_eq!(back(&text), Some(text.clone()));
            prop_assert_eq!(back(&Some(text.clone())), Some(Some(text)));
            prop_assert_eq!(back(&number), Some(number));
            prop_assert_eq!(back(&version), Some(version));
            prop_assert_eq!(back(&f64::from_bits(bits)).map(f64::to_bits), Some(bits));
            prop_assert_eq!(back(&flag), Some(flag));
            prop_assert_eq!(back(&moment), Some(moment));
            prop_assert_eq!(back(&moment.date()), Some(moment.date()));
        }
    }

    #[test]
    fn nothing_is_not_an_empty_text() {
        assert_eq!(back(&None::<String>), Some(None));
        assert_eq!(back(&Some(String::new())), Some(Some(String::new())));
        assert_eq!(String::of_cell(&Value::Null), None);
    }
}
