//! Rows of all formats, collected within the limits and with composed letters.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::header;
use super::table::{Kind, Merged, Row, Sheet, Table};
use super::{Fault, Limits, Options};
use crate::import::notes::Sentence;

/// Collects the rows of all sheets within the limits.
pub(super) struct TableBuilder<'a> {
    limits: &'a Limits,
    sheets: Vec<Sheet>,
    rows: usize,
    blank_rows: usize,
    cells: usize,
    text_bytes: u64,
    normalised: usize,
}

impl<'a> TableBuilder<'a> {
    pub fn new(limits: &'a Limits) -> Self {
        Self {
            limits,
            sheets: vec![Sheet::default()],
            rows: 0,
            blank_rows: 0,
            cells: 0,
            text_bytes: 0,
            normalised: 0,
        }
    }

    /// Begins a sheet; without a call all rows are of one nameless sheet.
    pub fn begin_sheet(&mut self, name: &str, is_hidden: bool) {
        let sheet = Sheet { name: name.to_owned(), is_hidden, ..Sheet::default() };
        self.blank_rows = 0;
        match self.sheets.last_mut() {
            Some(first) if first.name.is_empty() && first.rows.is_empty() => *first = sheet,
            _ => self.sheets.push(sheet),
        }
    }

    /// Remembers a row that the spreadsheet does not show.
    pub fn hide_line(&mut self, line: usize) {
        let most = self.limits.rows;
        if let Some(sheet) = self.sheets.last_mut().filter(|sheet| sheet.hidden_lines.len() < most) {
            sheet.hidden_lines.insert(line);
        }
    }

    /// Remembers columns that the spreadsheet does not show, from `first` to `last`, counted from 0.
    pub fn hide_columns(&mut self, first: usize, last: usize) {
        let last = last.min(self.limits.columns);
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.hidden_columns.extend(first..=last);
        }
    }

    pub fn push_merged(&mut self, merged: Merged) -> Result<(), Fault> {
        let Some(sheet) = self.sheets.last_mut() else { return Ok(()) };
        if sheet.merged.len() >= self.limits.rows {
            return Err(Fault::Rows { limit: self.limits.rows });
        }
        sheet.merged.push(merged);
        Ok(())
    }

    pub fn push(&mut self, line: usize, cells: Vec<String>) -> Result<(), Fault> {
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            self.blank_rows += 1;
            return Ok(());
        }
        self.push_row(Row { line, cells, ..Row::default() })
    }

    /// Like [`Self::push`] for a sheet, where a row ends at its last filled cell.
    pub fn push_padded(&mut self, line: usize, mut cells: Vec<String>) -> Result<(), Fault> {
        let filled = cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1);
        cells.truncate(filled);
        self.push(line, cells)
    }

    pub fn push_row(&mut self, mut row: Row) -> Result<(), Fault> {
        for cell in &mut row.cells {
            self.normalised += usize::from(normalise(cell));
        }
        self.spend(row.line, &row.cells)?;
        // The header is no row of the list.
        if self.rows > self.limits.rows {
            return Err(Fault::Rows { limit: self.limits.rows });
        }
        self.rows += 1;
        let blank = std::mem::take(&mut self.blank_rows);
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.rows.push(row);
            sheet.blank_before.push(blank);
        }
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

    /// Finds the header of each sheet and joins the sheets that have the same columns.
    pub fn finish(self, kind: Kind, details: Sentence, options: &Options) -> Result<Table, Fault> {
        let remark = self.normalised_remark();
        let is_padded = matches!(kind, Kind::Xlsx | Kind::Xls | Kind::Ods);
        let mut table = header::assemble(self.sheets, kind, details, options, self.limits)?;
        table.remarks.extend(remark);
        if is_padded {
            let width = table.header.len();
            for row in table.rows.iter_mut().filter(|row| row.cells.len() < width) {
                row.cells.resize(width, String::new());
            }
        }
        Ok(table)
    }

    /// For features, whose columns are known only after the last of them.
    pub fn finish_with_header(
        mut self,
        kind: Kind,
        details: Sentence,
        mut names: Vec<String>,
    ) -> Result<Table, Fault> {
        let remark = self.normalised_remark();
        for name in &mut names {
            normalise(name);
        }
        let mut rows = self.sheets.pop().unwrap_or_default().rows;
        if rows.len() > self.limits.rows {
            return Err(Fault::Rows { limit: self.limits.rows });
        }
        if names.len().saturating_mul(rows.len()) > self.limits.cells {
            return Err(Fault::Cells { limit: self.limits.cells });
        }
        for row in &mut rows {
            row.cells.resize(names.len(), String::new());
        }
        Ok(Table { rows, remarks: remark.into_iter().collect(), ..Table::new(kind, details, names) })
    }

    fn normalised_remark(&self) -> Option<Sentence> {
        let cells = self.normalised;
        (cells > 0).then(|| {
            let en = format!("letters with separate accents, as on a Mac, were composed in {cells} cells");
            let de = format!(
                "Buchstaben mit getrennten Akzenten, wie vom Mac, wurden in {cells} Zellen zusammengesetzt."
            );
            (en, de).into()
        })
    }
}

/// Composes letters and their accents (Unicode NFC); whether there was anything to do.
fn normalise(text: &mut String) -> bool {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return false;
    }
    let composed: String = text.nfc().collect();
    let differs = composed != *text;
    *text = composed;
    differs
}
