//! The tables of a plan as a workbook: a sheet each, and before them what they show and where they come from.

use super::document::{Cell, Plan, Table};
use crate::tables::{self, Document, Sheet};

impl Plan {
    /// All tables, the list of them first, with the gaps as notes. Written by `Document::write_for_people`.
    pub fn workbook(&self) -> Document<'_> {
        let list = self.tables().map(|(chapter, table)| {
            vec![
                tables::Cell::text(sheet_name(table)),
                tables::Cell::text(format!("{} {}", chapter.number, chapter.title)),
                tables::Cell::text(table.caption.as_str()),
                tables::Cell::text(table.source.as_str()),
                tables::Cell::text(table.note.as_deref().unwrap_or_default()),
            ]
        });
        let headings = ["Blatt", "Kapitel", "Tabelle", "Quelle", "Hinweis"].map(str::to_owned).to_vec();
        let mut document = Document::new(Sheet::with_headings("Inhalt", headings, list));
        for (_, table) in self.tables() {
            let rows = table.rows.iter().map(|row| row.iter().zip(&table.numeric).map(cell).collect());
            let sheet = Sheet::with_headings(sheet_name(table), table.headings.clone(), rows);
            document = document.with_sheet(sheet);
        }
        let state = if self.is_approved { "freigegeben" } else { "Entwurf" };
        let mut notes = vec![
            format!("{} ({state})", self.title),
            format!(
                "Stichtag {}, erstellt am {}",
                self.reference_date.format("%d.%m.%Y"),
                self.written_on.format("%d.%m.%Y")
            ),
            format!("Modell {}, Prüfsumme {}", self.model, self.checksum),
            "Fehlende Angaben:".to_owned(),
        ];
        let gaps = self
            .gaps()
            .map(|(chapter, gap)| format!("{}: {} – {} – {}", chapter.number, gap.what, gap.why, gap.fill));
        notes.extend(gaps);
        document.with_notes(notes)
    }
}

/// "Tabelle 4.1": letters that no program refuses in the name of a sheet.
fn sheet_name(table: &Table) -> String {
    format!("Tabelle {}", table.number)
}

/// A figure as the API gives it, or words. Sums of such figures are without what adding leaves behind their last digit.
fn cell<'a>((cell, _): (&'a Cell, &bool)) -> tables::Cell<'a> {
    match cell.value {
        Some(value) => tables::Cell::exact((value * 1e6).round() / 1e6),
        None => tables::Cell::text(cell.text.as_str()),
    }
}
