//! The rows of a file as it was downloaded, one after the other, with every line above the header.

use crate::import::read::{Labels, Limits, ReadError, Table, decoded, read_bytes};

/// Signs that may stand between two cells.
const DELIMITERS: [u8; 4] = [b';', b',', b'\t', b'|'];
/// So many lines are looked at to find the sign between cells.
const SAMPLE: usize = 60;

/// A file whose rows can be read again and again. A text is kept as it is, so that a row takes memory only while it is
/// looked at.
#[derive(Debug)]
pub struct Rows(Source);

#[derive(Debug)]
enum Source {
    Text { text: String, delimiter: u8 },
    Table(Box<Table>),
}

/// A row and the line on which it begins, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line of the file on which it begins, from 1.
    pub line: usize,
    /// Its cells, in the order of the file.
    pub cells: Vec<String>,
}

/// Why rows cannot be read.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum RowsError {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error("the file is empty: expected a header line and rows below it")]
    Empty,
    #[error("a quotation mark is opened and never closed; hint: inside a quoted cell it is written twice")]
    OpenQuote,
    #[error(
        "the file has more than {limit} {}; hint: download it in parts, for example a year at a time",
        .what.0
    )]
    TooLong { limit: usize, what: Labels },
}

impl Rows {
    /// Reads a delimited text, also as the only one of a ZIP archive, or a spreadsheet. `name` is what the file is
    /// called; its ending must fit the content.
    ///
    /// # Errors
    ///
    /// [`RowsError`] for what is no such file, and where it is larger than the limits.
    pub fn read(name: &str, bytes: Vec<u8>, limits: &Limits) -> Result<Self, RowsError> {
        let text = match decoded(name, bytes, limits)? {
            Ok(text) => text,
            Err(bytes) => {
                let table = read_bytes(name, bytes, None, limits)?;
                return Ok(Self(Source::Table(Box::new(table))));
            }
        };
        // One kind of line end, so that the lines of rows are counted alike.
        let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text };
        if text.trim().is_empty() {
            return Err(RowsError::Empty);
        }
        if text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1 {
            return Err(RowsError::OpenQuote);
        }
        let delimiter = delimiter(&text);
        let rows = Self(Source::Text { text, delimiter });
        rows.check(limits)?;
        Ok(rows)
    }

    fn check(&self, limits: &Limits) -> Result<(), RowsError> {
        let (mut rows, mut cells) = (0, 0);
        for row in self.iter() {
            rows += 1;
            cells += row.cells.len();
            let too_long = |limit, what| Err(RowsError::TooLong { limit, what });
            if rows > limits.rows {
                return too_long(limits.rows, ("rows", "Zeilen"));
            }
            if row.cells.len() > limits.columns {
                return too_long(limits.columns, ("columns", "Spalten"));
            }
            if cells > limits.cells {
                return too_long(limits.cells, ("cells", "Zellen"));
            }
        }
        Ok(())
    }

    /// All rows that hold more than blanks, in order.
    pub fn iter(&self) -> Box<dyn Iterator<Item = Row> + '_> {
        match &self.0 {
            Source::Text { text, delimiter } => Box::new(records(text, *delimiter)),
            Source::Table(table) => {
                let first = table.rows.first().map_or(1, |row| row.line.saturating_sub(1));
                let header = Row { line: first, cells: table.header.clone() };
                let rows = table.rows.iter().map(|row| Row { line: row.line, cells: row.cells.clone() });
                Box::new(std::iter::once(header).chain(rows))
            }
        }
    }
}

fn records(text: &str, delimiter: u8) -> impl Iterator<Item = Row> + '_ {
    let reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    // A text in memory that is UTF-8 gives no error.
    reader.into_records().filter_map(Result::ok).filter_map(|record| {
        let line =
            record.position().map_or(0, |position| usize::try_from(position.line()).unwrap_or(usize::MAX));
        let cells: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
        (!cells.iter().all(String::is_empty)).then_some(Row { line, cells })
    })
}

/// The sign with which most of the first lines have equally many cells, more than one.
fn delimiter(text: &str) -> u8 {
    let score = |delimiter: u8| {
        let lengths: Vec<usize> = records(text, delimiter)
            .take(SAMPLE)
            .map(|row| row.cells.len())
            .filter(|length| *length > 1)
            .collect();
        let alike = |length: &usize| lengths.iter().filter(|other| *other == length).count();
        lengths.iter().map(|length| (alike(length), *length)).max()
    };
    // The first of equals counts.
    DELIMITERS.into_iter().rev().max_by_key(|delimiter| score(*delimiter)).unwrap_or(b';')
}
