//! The one list of export forms: the word that asks for a form, its media type, and its writer. Each form exists for
//! programs, as the contract documents it, and for people, who open it by double click.

mod csv;
mod people_csv;
mod xlsx;

use super::{Document, TableError};
use crate::units::{Lang, one_of, words};

words! {
    /// Forms of a table that [`Document::write`] writes.
    pub enum TableFormat {
        /// Comma-separated values in UTF-8.
        Csv = "csv",
        /// A workbook of Office Open XML.
        Xlsx = "xlsx",
    }
}

impl TableFormat {
    /// The media type, as a header `Content-Type` has it.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// Whether a file of this form is a workbook: it has several sheets and typed cells, and is held in memory while it
    /// is written, so that it may have fewer rows than a text.
    pub fn has_sheets(self) -> bool {
        match self {
            Self::Csv => false,
            Self::Xlsx => true,
        }
    }

    /// The ending of a file of this form: "csv".
    pub fn ending(self) -> &'static str {
        self.word()
    }
}

impl Document<'_> {
    /// The document as a file: UTF-8 text or the bytes of a workbook.
    ///
    /// # Errors
    ///
    /// [`TableError`] if a sheet has more rows or longer texts than the form allows.
    pub fn write(self, format: TableFormat) -> Result<Vec<u8>, TableError> {
        match format {
            TableFormat::Csv => Ok(csv::write(self.table)?),
            TableFormat::Xlsx => Ok(xlsx::write(self, Lang::De)?),
        }
    }

    /// The document as a file for people of a language. A workbook has typed cells, a bold header that stays in view,
    /// filters, and columns as wide as their contents. A CSV is one that a spreadsheet of the language opens by double
    /// click: UTF-8 with a byte order mark; German with semicolons and decimal commas, English with commas and points.
    /// Texts that would become formulas stand behind an apostrophe.
    ///
    /// # Errors
    ///
    /// [`TableError`] if a sheet has more rows or longer texts than the form allows.
    pub fn write_for_people(self, format: TableFormat, lang: Lang) -> Result<Vec<u8>, TableError> {
        match format {
            TableFormat::Csv => Ok(people_csv::write(self.table, lang)?),
            TableFormat::Xlsx => Ok(xlsx::write(self, lang)?),
        }
    }
}

/// All forms of an answer: text for a terminal, the documents of a resource, and tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// For people at a terminal.
    Text,
    /// A document for programs.
    Json,
    /// Features for maps.
    GeoJson,
    /// A file of a table.
    Table(TableFormat),
}

impl Format {
    /// The word in `format=` and `--format`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "table",
            Self::Json => "json",
            Self::GeoJson => "geojson",
            Self::Table(table) => table.word(),
        }
    }

    /// The media type, as a header `Content-Type` has it.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Text => "text/plain; charset=utf-8",
            Self::Json => "application/json",
            Self::GeoJson => "application/geo+json",
            Self::Table(table) => table.media_type(),
        }
    }

    /// The media type without its parameters, as a header `Accept` names it.
    pub fn accepted_type(self) -> &'static str {
        self.media_type().split(';').next().unwrap_or_default()
    }

    /// The given forms and behind them the other forms of a table.
    pub fn with_tables(first: &[Self]) -> Vec<Self> {
        let others = TableFormat::ALL.map(Self::Table).into_iter().filter(|table| !first.contains(table));
        first.iter().copied().chain(others).collect()
    }

    /// The form of a word among `offered`, or a message that lists their words.
    pub fn among(offered: &[Self], word: &str) -> Result<Self, String> {
        let found = offered.iter().copied().find(|format| format.word() == word);
        found.ok_or_else(|| {
            let words: Vec<&str> = offered.iter().map(|format| format.word()).collect();
            format!("expected {}", one_of(&words))
        })
    }
}
