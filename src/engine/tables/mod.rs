//! Table output: rows of typed cells, written as CSV, as a workbook, or as text for a terminal; for programs
//! ([`Document::write`]) and for people ([`Document::write_for_people`]).
//!
//! An export is a [`Document`]: its main table and, for forms with several sheets, further tables and notes. What
//! a table says is the matter of the room that has the figures; how it is written is decided here. The list of
//! forms is [`TableFormat`] in `format.rs`: a new form is a value there and a writer in a file of its own.

use std::borrow::Cow;

mod cell;
mod console;
mod format;

pub use cell::Cell;
pub use console::{Column, Line, lines, text_table};
pub use format::{Format, TableFormat};

/// Rows of cells below a header.
pub struct Sheet<'a> {
    /// The name of the sheet in a workbook: at most 31 characters.
    name: Cow<'static, str>,
    columns: Vec<Cow<'static, str>>,
    /// So many of the columns are for programs; those behind them only for readers of a workbook.
    machine_columns: usize,
    /// Lines above the headings, in a workbook.
    above: Vec<String>,
    rows: Box<dyn Iterator<Item = Vec<Cell<'a>>> + 'a>,
}

impl<'a> Sheet<'a> {
    /// A table of `columns`; each row has a cell for each of them.
    pub fn new(
        name: impl Into<Cow<'static, str>>,
        columns: impl IntoIterator<Item = &'static str>,
        rows: impl Iterator<Item = Vec<Cell<'a>>> + 'a,
    ) -> Self {
        let columns: Vec<Cow<'static, str>> = columns.into_iter().map(Cow::Borrowed).collect();
        let machine_columns = columns.len();
        Self { name: name.into(), columns, machine_columns, above: Vec::new(), rows: Box::new(rows) }
    }

    /// A table whose headings depend on what it shows.
    pub fn with_headings(
        name: impl Into<Cow<'static, str>>,
        headings: Vec<String>,
        rows: impl Iterator<Item = Vec<Cell<'a>>> + 'a,
    ) -> Self {
        let machine_columns = headings.len();
        let columns = headings.into_iter().map(Cow::Owned).collect();
        Self { name: name.into(), columns, machine_columns, above: Vec::new(), rows: Box::new(rows) }
    }

    /// Puts lines above the headings of a workbook's sheet: its title first.
    pub fn with_lines_above(self, lines: impl IntoIterator<Item = String>) -> Self {
        Self { above: lines.into_iter().collect(), ..self }
    }

    /// Keeps the columns behind the first `count` out of forms with a single table.
    pub fn with_machine_columns(self, count: usize) -> Self {
        Self { machine_columns: count, ..self }
    }
}

/// What is exported: one table, and what explains it where a form has room for more.
pub struct Document<'a> {
    introduction: Option<Introduction>,
    table: Sheet<'a>,
    further: Vec<Sheet<'a>>,
    notes: Vec<String>,
}

/// What a reader must know who opens a file without the page it was taken from: the first sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Introduction {
    /// What the file shows.
    pub title: String,
    /// Each a label and a text: date, areas, assumptions, sources.
    pub facts: Vec<(String, String)>,
}

/// Why a document could not be written.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum TableError {
    #[error("the table cannot be written as CSV")]
    Csv(#[from] csv::Error),
    #[error("the table cannot be written as a workbook")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
}

impl<'a> Document<'a> {
    /// A document of one table.
    pub fn new(table: Sheet<'a>) -> Self {
        Self { introduction: None, table, further: Vec::new(), notes: Vec::new() }
    }

    /// Puts title, date and sources on a first sheet, for forms with several sheets.
    pub fn with_introduction(mut self, introduction: Introduction) -> Self {
        self.introduction = Some(introduction);
        self
    }

    /// Adds a table behind the others, for forms with several sheets.
    pub fn with_sheet(mut self, sheet: Sheet<'a>) -> Self {
        self.further.push(sheet);
        self
    }

    /// Adds lines that stand on a sheet of their own, for forms with several sheets.
    pub fn with_notes(mut self, notes: impl IntoIterator<Item = String>) -> Self {
        self.notes.extend(notes);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Lang;

    fn document() -> Document<'static> {
        let row = |key: &'static str, value, share| {
            vec![Cell::text(key), Cell::Year(2040), Cell::decimal(value, 1), share, Cell::text("a, \"b\"")]
        };
        let rows = [row("013", 12.25, Cell::exact(0.5)), row("13076", -0.04, Cell::Missing)];
        let columns = ["area", "year", "value", "share", "name"];
        let sheet = Sheet::new("Werte", columns, rows.into_iter()).with_machine_columns(4);
        Document::new(sheet).with_notes(["note".to_owned()])
    }

    #[test]
    fn a_csv_has_the_columns_for_programs_alone() {
        let text = String::from_utf8(document().write(TableFormat::Csv).unwrap()).unwrap();
        assert_eq!(text, "area,year,value,share\n013,2040,12.2,0.5\n13076,2040,0.0,\n");
    }

    fn for_people(format: TableFormat, lang: Lang) -> Vec<u8> {
        let day = chrono::NaiveDate::from_ymd_opt(2025, 12, 31).unwrap();
        let row = [
            Cell::text("=HYPERLINK(\"x\")"),
            Cell::text("+49 385 12"),
            Cell::decimal(1234.5, 2),
            Cell::Percent(0.25),
            Cell::Date(day),
            Cell::Missing,
            Cell::text("a;b"),
            Cell::written("12.50".to_owned()),
        ];
        let headings = ["Name", "Telefon", "Wert", "Anteil", "Stand", "Leer", "Text", "Betrag"];
        let headings = headings.map(str::to_owned).to_vec();
        let sheet = Sheet::with_headings("Werte", headings, [row.to_vec()].into_iter());
        Document::new(sheet).write_for_people(format, lang).unwrap()
    }

    #[test]
    fn a_csv_for_people_opens_in_a_spreadsheet_of_their_language() {
        let text = |lang| String::from_utf8(for_people(TableFormat::Csv, lang)).unwrap();
        let german = "\u{FEFF}Name;Telefon;Wert;Anteil;Stand;Leer;Text;Betrag\r\n\
                      \"'=HYPERLINK(\"\"x\"\")\";'+49 385 12;1234,50;25,0 %;31.12.2025;;\"a;b\";12,50\r\n";
        assert_eq!(text(Lang::De), german);
        let english = "\u{FEFF}Name,Telefon,Wert,Anteil,Stand,Leer,Text,Betrag\r\n\
                       \"'=HYPERLINK(\"\"x\"\")\",'+49 385 12,1234.50,25.0 %,2025-12-31,,a;b,12.50\r\n";
        assert_eq!(text(Lang::En), english);
    }

    #[test]
    fn a_workbook_for_people_has_typed_cells_and_no_formula() {
        use calamine::{Data, Reader, Xlsx};
        let bytes = for_people(TableFormat::Xlsx, Lang::De);
        let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
        let sheet = book.worksheet_range("Werte").unwrap();
        assert_eq!(sheet.get((1, 0)), Some(&Data::String("'=HYPERLINK(\"x\")".into())));
        assert_eq!(sheet.get((1, 1)), Some(&Data::String("+49 385 12".into())));
        assert_eq!(sheet.get((1, 2)), Some(&Data::Float(1234.5)));
        assert_eq!(sheet.get((1, 3)), Some(&Data::Float(0.25)));
        let Some(Data::DateTime(day)) = sheet.get((1, 4)) else { panic!("a date") };
        let (year, month, day, ..) = day.to_ymd_hms_milli();
        assert_eq!((year, month, day), (2025, 12, 31));
        assert_eq!(sheet.get((1, 7)), Some(&Data::Float(12.5)));
        assert!(book.worksheet_formula("Werte").unwrap().is_empty());
    }

    #[test]
    fn a_workbook_may_begin_with_its_title_and_sources() {
        use calamine::{Data, Reader, Xlsx};
        let facts = [("Stand", "01.12.2026"), ("Quelle", "=eine Quelle")];
        let facts = facts.map(|(label, text)| (label.to_owned(), text.to_owned())).to_vec();
        let introduction = Introduction { title: "Ein Titel".to_owned(), facts };
        let introduced = || document().with_introduction(introduction.clone());
        let bytes = introduced().write_for_people(TableFormat::Xlsx, Lang::De).unwrap();
        let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
        assert_eq!(book.sheet_names(), ["Über diese Datei", "Werte", "Hinweise"]);
        let sheet = book.worksheet_range("Über diese Datei").unwrap();
        assert_eq!(sheet.get((0, 0)), Some(&Data::String("Ein Titel".into())));
        assert_eq!(sheet.get((2, 1)), Some(&Data::String("01.12.2026".into())));
        assert_eq!(sheet.get((3, 1)), Some(&Data::String("'=eine Quelle".into())));
        let csv = |document: Document<'_>| document.write_for_people(TableFormat::Csv, Lang::De).unwrap();
        assert_eq!(csv(introduced()), csv(document()), "a table alone has no room for it");
    }

    #[test]
    fn a_csv_for_programs_has_no_formula_either() {
        let rows = [vec![Cell::text("@SUM(A1)"), Cell::text("+49 385 12"), Cell::exact(-1.5)]];
        let sheet = Sheet::new("Werte", ["name", "phone", "value"], rows.into_iter());
        let text = String::from_utf8(Document::new(sheet).write(TableFormat::Csv).unwrap()).unwrap();
        assert_eq!(text, "name,phone,value\n'@SUM(A1),+49 385 12,-1.5\n");
    }

    #[test]
    fn a_workbook_keeps_keys_as_text_and_figures_as_numbers() {
        use calamine::{Data, Reader, Xlsx};
        let bytes = document().write(TableFormat::Xlsx).unwrap();
        let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
        assert_eq!(book.sheet_names(), ["Werte", "Hinweise"]);
        let sheet = book.worksheet_range("Werte").unwrap();
        assert_eq!(sheet.get((1, 0)), Some(&Data::String("013".into())));
        assert_eq!(sheet.get((1, 1)), Some(&Data::Float(2040.0)));
        assert_eq!(sheet.get((1, 2)), Some(&Data::Float(12.2)));
        assert_eq!(sheet.get((2, 4)), Some(&Data::String("a, \"b\"".into())));
        assert_eq!(book.worksheet_range("Hinweise").unwrap().get((0, 0)), Some(&Data::String("note".into())));
    }
}
