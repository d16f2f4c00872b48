//! The table every format is read into, and the sheets it is made of.

use std::collections::BTreeSet;

use super::Labels;
use crate::import::notes::Sentence;

/// The formats a register file may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// CSV, in any encoding and with any delimiter that is recognised.
    Text,
    /// A workbook of Office Open XML.
    Xlsx,
    /// A workbook of Excel 97-2003 or of Excel 5.0/95.
    Xls,
    /// A spreadsheet of OpenDocument.
    Ods,
    /// GeoJSON (RFC 7946).
    GeoJson,
    /// GML, as a WFS gives it.
    Gml,
    /// KML or KMZ.
    Kml,
    /// OGC GeoPackage.
    GeoPackage,
    /// An ESRI Shapefile, in a ZIP archive or as a folder of parts.
    Shapefile,
}

impl Table {
    /// A table without rows.
    pub(super) fn new(kind: Kind, details: Sentence, header: Vec<String>) -> Self {
        Self {
            kind,
            details,
            sheets: Vec::new(),
            header,
            rows: Vec::new(),
            blank_rows: 0,
            crs: None,
            preamble: Vec::new(),
            remarks: Vec::new(),
            partial_columns: BTreeSet::new(),
            unread_headers: Vec::new(),
            unread_sheets: Vec::new(),
        }
    }
}

impl Kind {
    /// The name of the format in messages.
    pub fn label(self) -> &'static str {
        match self {
            Self::Text => "delimited text (CSV)",
            Self::Xlsx => "an XLSX workbook",
            Self::Xls => "a workbook of Excel 97-2003",
            Self::Ods => "an ODS spreadsheet",
            Self::GeoJson => "GeoJSON",
            Self::Gml => "GML",
            Self::Kml => "KML",
            Self::GeoPackage => "a GeoPackage",
            Self::Shapefile => "a Shapefile",
        }
    }

    /// The same in German.
    pub fn german_label(self) -> &'static str {
        match self {
            Self::Text => "Text mit Trennzeichen (CSV)",
            Self::Xlsx => "Excel-Arbeitsmappe (XLSX)",
            Self::Xls => "Arbeitsmappe von Excel 97-2003",
            Self::Ods => "OpenDocument-Tabelle (ODS)",
            Self::GeoJson => "GeoJSON",
            Self::Gml => "GML",
            Self::Kml => "KML",
            Self::GeoPackage => "GeoPackage",
            Self::Shapefile => "Shapefile",
        }
    }

    /// Both names.
    pub(super) fn labels(self) -> Labels {
        (self.label(), self.german_label())
    }

    /// Whether its rows may have a geometry beside their cells.
    pub fn has_geometry(self) -> bool {
        matches!(self, Self::GeoJson | Self::Gml | Self::Kml | Self::GeoPackage | Self::Shapefile)
    }
}

/// Where a row lies by its geometry; always `Absent` in formats without geometries.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Geometry {
    /// The row has no geometry.
    #[default]
    Absent,
    /// In the coordinate system of the file, x to the east, not yet checked. `of` is the kind of geometry for which the
    /// point stands, if that is more than a point.
    Point {
        /// To the east.
        x: f64,
        /// To the north.
        y: f64,
        /// The kind of geometry for which the point stands.
        of: Option<String>,
    },
    /// What is wrong with a geometry.
    Other(String),
}

/// One row below the header.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// The line of a text on which the row begins, the row of a sheet, or the number of a feature;
    /// all from 1.
    pub line: usize,
    /// Where it stands in [`Table::sheets`]; 0 in formats without sheets.
    pub sheet: usize,
    /// As many as the file has; a row of another length than the header is faulty.
    pub cells: Vec<String>,
    /// Columns whose value stands in a merged cell that begins in a row above.
    pub merged: Vec<usize>,
    /// Where the row lies.
    pub geometry: Geometry,
}

/// A register file as text cells.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The format of the file.
    pub kind: Kind,
    /// How the file was read: its encoding and delimiter, or the name of the sheet.
    pub details: Sentence,
    /// The sheets that were read, in their order; empty in formats without sheets.
    pub sheets: Vec<String>,
    /// The names of the columns.
    pub header: Vec<String>,
    /// Without rows that hold nothing but blanks.
    pub rows: Vec<Row>,
    /// Rows that were left out because nothing stands in them.
    pub blank_rows: usize,
    /// The coordinate system of the geometries, as the file names it.
    pub crs: Option<String>,
    /// What stands above the header, a text a row.
    pub preamble: Vec<String>,
    /// What was left out or changed while reading, a sentence each.
    pub remarks: Vec<Sentence>,
    /// Columns that some of its sheets lack.
    pub partial_columns: BTreeSet<usize>,
    /// The headers of visible sheets that were not read.
    pub unread_headers: Vec<Vec<String>>,
    /// The sheets or layers with rows that were not read, although nobody named those that belong to the list.
    pub unread_sheets: Vec<String>,
}

/// A merged cell of a sheet; lines and columns of its corners, both inside.
#[derive(Debug, Clone, Copy)]
pub(super) struct Merged {
    pub first_line: usize,
    pub last_line: usize,
    pub column: usize,
}

/// The rows of one sheet, or of a file without sheets, before the header is known.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub name: String,
    pub is_hidden: bool,
    pub rows: Vec<Row>,
    /// Lines of rows that hold nothing but blanks are not kept, only how many stand before each kept row.
    pub blank_before: Vec<usize>,
    pub merged: Vec<Merged>,
    /// Lines of rows, and columns, that the spreadsheet does not show.
    pub hidden_lines: BTreeSet<usize>,
    pub hidden_columns: BTreeSet<usize>,
}
