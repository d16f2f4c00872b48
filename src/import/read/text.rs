//! Delimited text (RFC 4180 and its relatives): finds the delimiter, keeps the line of every record,
//! and refuses a quotation mark that is never closed, which would swallow all rows after it.

use std::iter::Peekable;
use std::str::Chars;

use super::builder::TableBuilder;
use super::table::{Kind, Table};
use super::{Fault, Limits, Options};

const DELIMITERS: [char; 4] = [';', ',', '\t', '|'];

/// So many records are looked at to find the delimiter.
const SAMPLE: usize = 50;

pub(super) fn read(text: &str, encoding: &str, options: &Options, limits: &Limits) -> Result<Table, Fault> {
    let (text, first_line, stated) = stated_delimiter(text);
    let delimiter = stated.unwrap_or_else(|| likely_delimiter(text, limits));
    let mut builder = TableBuilder::new(limits);
    for record in Records::new(text, delimiter, first_line, limits) {
        let (line, cells) = record?;
        builder.push(line, cells)?;
    }
    let (name, name_de) = match delimiter {
        '\t' => ("tab".to_owned(), "Tabulator".to_owned()),
        other => (other.to_string(), other.to_string()),
    };
    let de = format!("{encoding}, Trennzeichen {name_de}");
    builder.finish(Kind::Text, (format!("{encoding}, delimiter {name}"), de).into(), options)
}

/// Excel may say the delimiter in a first line `sep=;`.
fn stated_delimiter(text: &str) -> (&str, usize, Option<char>) {
    let stated = text.split_once('\n').and_then(|(line, rest)| {
        let mut after = line.trim_end_matches('\r').strip_prefix("sep=")?.chars();
        let delimiter = after.next().filter(|c| DELIMITERS.contains(c))?;
        after.next().is_none().then_some((rest, delimiter))
    });
    match stated {
        Some((rest, delimiter)) => (rest, 2, Some(delimiter)),
        None => (text, 1, None),
    }
}

/// The delimiter with which most of the first records have equally many cells; among equals the one that gives more
/// columns. The header need not be the first record, so it counts like any other.
fn likely_delimiter(text: &str, limits: &Limits) -> char {
    let score = |delimiter: char| {
        let lengths = sample_lengths(text, delimiter, limits);
        let alike = |columns: usize| lengths.iter().filter(|length| **length == columns).count();
        let usual = lengths.iter().filter(|columns| **columns > 1).max_by_key(|columns| alike(**columns));
        let columns = usual.copied().unwrap_or(0);
        (columns > 1, alike(columns), columns)
    };
    // max_by_key takes the last of equals; the order of DELIMITERS is to count.
    DELIMITERS.into_iter().rev().max_by_key(|delimiter| score(*delimiter)).unwrap_or(',')
}

/// The lengths of the first records that are not blank, up to the first that cannot be read.
fn sample_lengths(text: &str, delimiter: char, limits: &Limits) -> Vec<usize> {
    let mut lengths = Vec::new();
    for record in Records::new(text, delimiter, 1, limits) {
        match record {
            Ok((_, cells)) if cells.iter().all(|cell| cell.trim().is_empty()) => {}
            Ok((_, cells)) => lengths.push(cells.len()),
            Err(Fault::Columns { limit, .. }) => {
                lengths.push(limit + 1);
                break;
            }
            Err(_) => break,
        }
        if lengths.len() == SAMPLE {
            break;
        }
    }
    lengths
}

/// The records of a text, each with the line it begins on.
struct Records<'a> {
    chars: Peekable<Chars<'a>>,
    delimiter: char,
    line: usize,
    max_columns: usize,
}

enum CellEnd {
    Cell,
    Record,
}

impl<'a> Records<'a> {
    fn new(text: &'a str, delimiter: char, line: usize, limits: &Limits) -> Self {
        Self { chars: text.chars().peekable(), delimiter, line, max_columns: limits.columns }
    }

    fn record(&mut self) -> Result<Vec<String>, Fault> {
        let mut cells = Vec::new();
        loop {
            let line = self.line;
            let (cell, end) = self.cell()?;
            cells.push(cell);
            if cells.len() > self.max_columns {
                return Err(Fault::Columns { line, limit: self.max_columns });
            }
            if matches!(end, CellEnd::Record) {
                return Ok(cells);
            }
        }
    }

    fn cell(&mut self) -> Result<(String, CellEnd), Fault> {
        let mut cell = String::new();
        if self.chars.next_if_eq(&'"').is_some() {
            self.quoted(&mut cell)?;
        }
        loop {
            match self.chars.next() {
                None => return Ok((cell, CellEnd::Record)),
                Some(c) if c == self.delimiter => return Ok((cell, CellEnd::Cell)),
                Some(c @ ('\n' | '\r')) => {
                    if c == '\r' {
                        self.chars.next_if_eq(&'\n');
                    }
                    self.line += 1;
                    return Ok((cell, CellEnd::Record));
                }
                Some(c) => cell.push(c),
            }
        }
    }

    /// The inside of a quoted cell, its opening mark already taken.
    fn quoted(&mut self, cell: &mut String) -> Result<(), Fault> {
        let opened = self.line;
        loop {
            match self.chars.next().ok_or(Fault::UnclosedQuote { line: opened })? {
                '"' if self.chars.next_if_eq(&'"').is_none() => return Ok(()),
                c => {
                    let ends_line = c == '\n' || (c == '\r' && self.chars.peek() != Some(&'\n'));
                    self.line += usize::from(ends_line);
                    cell.push(c);
                }
            }
        }
    }
}

impl Iterator for Records<'_> {
    type Item = Result<(usize, Vec<String>), Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        self.chars.peek()?;
        let line = self.line;
        Some(self.record().map(|cells| (line, cells)))
    }
}
