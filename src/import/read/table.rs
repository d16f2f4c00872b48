//! The table every format is read into, and the builder that keeps it within the limits.

use super::{Fault, Limits};

/// The formats a register file may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Xlsx,
    Ods,
    GeoJson,
}

impl Kind {
    pub fn label(self) -> &'static str {
        match self {
            Self::Text => "delimited text (CSV)",
            Self::Xlsx => "an XLSX workbook",
            Self::Ods => "an ODS spreadsheet",
            Self::GeoJson => "GeoJSON",
        }
    }
}

/// The geometry of a GeoJSON feature; always `Absent` in other formats.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Geometry {
    #[default]
    Absent,
    /// WGS 84 degrees (RFC 7946), not yet checked.
    Point { lon: f64, lat: f64 },
    /// The name of a geometry that is no point, or what is wrong with a point.
    Other(String),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The line of a text on which the row begins, the row of a sheet, or the number of a feature;
    /// all from 1.
    pub line: usize,
    /// As many as the file has; a row of another length than the header is faulty.
    pub cells: Vec<String>,
    pub geometry: Geometry,
}

/// A register file as text cells.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub kind: Kind,
    /// How the file was read: its encoding and delimiter, or the name of the sheet.
    pub details: String,
    pub header: Vec<String>,
    /// Without rows that hold nothing but blanks.
    pub rows: Vec<Row>,
    pub blank_rows: usize,
}

/// Collects rows; the first that is not blank is the header.
pub(super) struct TableBuilder<'a> {
    limits: &'a Limits,
    header: Option<Vec<String>>,
    rows: Vec<Row>,
    blank_rows: usize,
    cells: usize,
    text_bytes: u64,
}

impl<'a> TableBuilder<'a> {
    pub fn new(limits: &'a Limits) -> Self {
        Self { limits, header: None, rows: Vec::new(), blank_rows: 0, cells: 0, text_bytes: 0 }
    }

    pub fn push(&mut self, line: usize, cells: Vec<String>) -> Result<(), Fault> {
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            self.blank_rows += usize::from(self.header.is_some());
            return Ok(());
        }
        self.spend(line, &cells)?;
        if self.header.is_none() {
            self.header = Some(cells);
            return Ok(());
        }
        self.push_row(Row { line, cells, geometry: Geometry::Absent })
    }

    /// Like [`Self::push`] for a sheet, where a row ends at its last filled cell.
    pub fn push_padded(&mut self, line: usize, mut cells: Vec<String>) -> Result<(), Fault> {
        let filled = cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1);
        cells.truncate(filled);
        if let Some(header) = self.header.as_ref().filter(|header| filled > 0 && filled < header.len()) {
            cells.resize(header.len(), String::new());
        }
        self.push(line, cells)
    }

    pub fn push_feature(&mut self, row: Row) -> Result<(), Fault> {
        self.spend(row.line, &row.cells)?;
        self.push_row(row)
    }

    fn push_row(&mut self, row: Row) -> Result<(), Fault> {
        if self.rows.len() >= self.limits.rows {
            return Err(Fault::Rows { limit: self.limits.rows });
        }
        self.rows.push(row);
        Ok(())
    }

    fn spend(&mut self, line: usize, cells: &[String]) -> Result<(), Fault> {
        let limits = self.limits;
        if cells.len() > limits.columns {
            return Err(Fault::Columns { line, limit: limits.columns });
        }
        cells.iter().try_for_each(|cell| limits.check_cell(line, cell))?;
        self.cells += cells.len();
        if self.cells > limits.cells {
            return Err(Fault::Cells { limit: limits.cells });
        }
        self.text_bytes += cells.iter().map(|cell| cell.len() as u64).sum::<u64>();
        if self.text_bytes > limits.unpacked_bytes {
            return Err(Fault::TooMuchText { limit: limits.unpacked_bytes });
        }
        Ok(())
    }

    pub fn finish(self, kind: Kind, details: String) -> Result<Table, Fault> {
        let header = self.header.ok_or(Fault::Empty)?;
        Ok(Table { kind, details, header, rows: self.rows, blank_rows: self.blank_rows })
    }

    /// For features, whose columns are known only after the last of them.
    pub fn finish_with_header(mut self, details: String, header: Vec<String>) -> Result<Table, Fault> {
        if header.len().saturating_mul(self.rows.len()) > self.limits.cells {
            return Err(Fault::Cells { limit: self.limits.cells });
        }
        for row in &mut self.rows {
            row.cells.resize(header.len(), String::new());
        }
        self.header = Some(header);
        self.finish(Kind::GeoJson, details)
    }
}
