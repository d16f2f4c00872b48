//! Tables as text in columns of equal width, for a terminal.

use std::fmt::Write;

use super::Cell;

/// A column: its heading, its least width in characters, and the side its cells stand on.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    heading: String,
    width: usize,
    is_right: bool,
}

impl Column {
    /// Cells stand on the left, as texts do.
    pub fn left(heading: impl Into<String>, width: usize) -> Self {
        Self { heading: heading.into(), width, is_right: false }
    }

    /// Cells stand on the right, as numbers do.
    pub fn right(heading: impl Into<String>, width: usize) -> Self {
        Self { heading: heading.into(), width, is_right: true }
    }

    fn push(&self, cell: &str, text: &mut String) {
        let width = self.width;
        // Writing to a String cannot fail.
        let _ = if self.is_right { write!(text, "{cell:>width$}") } else { write!(text, "{cell:<width$}") };
    }
}

/// A row of a table for a terminal, and what is remarked behind it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Line<'a> {
    /// A line may be shorter than the table has columns.
    pub cells: Vec<Cell<'a>>,
    /// Behind the last cell, two blanks apart; none if empty.
    pub remark: &'a str,
}

impl<'a> From<Vec<Cell<'a>>> for Line<'a> {
    fn from(cells: Vec<Cell<'a>>) -> Self {
        Self { cells, remark: "" }
    }
}

/// A header line and a line a row; columns are set apart by one blank.
pub fn text_table<'a, L: Into<Line<'a>>>(columns: &[Column], rows: impl IntoIterator<Item = L>) -> String {
    let header: Vec<Cell> = columns.iter().map(|column| Cell::text(column.heading.as_str())).collect();
    lines(columns, [header]) + &lines(columns, rows)
}

/// The same without a header.
pub fn lines<'a, L: Into<Line<'a>>>(columns: &[Column], rows: impl IntoIterator<Item = L>) -> String {
    let mut text = String::new();
    for line in rows {
        let Line { cells, remark } = line.into();
        for (at, (column, cell)) in columns.iter().zip(&cells).enumerate() {
            if at > 0 {
                text.push(' ');
            }
            column.push(&cell.to_string(), &mut text);
        }
        if !remark.is_empty() {
            text.push_str("  ");
            text.push_str(remark);
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_below_each_other_and_remarks_behind() {
        let columns = [Column::left("area", 6), Column::right("persons", 9), Column::right("share", 7)];
        let row = |key: &'static str, persons, share| {
            vec![Cell::text(key), Cell::decimal(persons, 0), Cell::of(share, Cell::Percent)]
        };
        let remarked = Line { cells: row("13076", 212_300.4, Some(0.25)), remark: "observed" };
        let text = text_table(&columns, [remarked, row("13", 1.0, None).into()]);
        let expected =
            "area     persons   share\n13076     212300  25.0 %  observed\n13             1        \n";
        assert_eq!(text, expected);
    }
}
