//! The tables of a plan as a workbook: first what there is and where it comes from, with a link to each sheet; then what the
//! planner has written; then a sheet for each table.

use super::document::{Cell, Plan, Table};
use crate::tables::{self, Document, Sheet};

/// The sheet with the planner's own part.
const TEXTS: &str = "Texte des Kreises";

impl Plan {
    /// All tables and texts, the list of them first, with the gaps as notes. Written by `Document::write_for_people`.
    pub fn workbook(&self) -> Document<'_> {
        let link = |sheet: String| tables::Cell::Link { text: sheet.clone(), sheet };
        let texts = (!self.written.is_empty()).then(|| {
            let what = "Einschätzungen, Empfehlungen, Maßnahmen und Zielwerte";
            let mut row = vec![link(TEXTS.to_owned()), tables::Cell::Missing, tables::Cell::text(what)];
            row.resize(5, tables::Cell::Missing);
            row
        });
        let list = self.tables().map(move |(chapter, table)| {
            vec![
                link(sheet_name(table)),
                tables::Cell::text(format!("{} {}", chapter.number, chapter.title)),
                tables::Cell::text(table.caption.as_str()),
                tables::Cell::text(table.source.as_str()),
                tables::Cell::text(table.note.as_deref().unwrap_or_default()),
            ]
        });
        let headings = ["Blatt", "Kapitel", "Tabelle", "Quelle", "Hinweis"].map(str::to_owned).to_vec();
        let contents = Sheet::with_headings("Inhalt", headings, texts.into_iter().chain(list))
            .with_lines_above(self.title_lines());
        let mut document = Document::new(contents);
        if !self.written.is_empty() {
            document = document.with_sheet(self.sheet_of_texts());
        }
        for (_, table) in self.tables() {
            let rows = table.rows.iter().map(|row| row.iter().map(cell).collect());
            let sheet = Sheet::with_headings(sheet_name(table), table.headings.clone(), rows);
            document = document.with_sheet(sheet);
        }
        document.with_notes(self.notes())
    }

    /// What stands above the list: the title, and what a reader must know of the plan.
    fn title_lines(&self) -> Vec<String> {
        let mut lines = vec![
            self.title.clone(),
            format!("{}, {}", self.subtitle, self.state_line()),
            format!(
                "Stichtag {}, erstellt am {}",
                self.reference_date.format("%d.%m.%Y"),
                self.written_on.format("%d.%m.%Y")
            ),
        ];
        lines.extend(self.imprint_lines().into_iter().map(|(label, text)| format!("{label}: {text}")));
        lines.extend(self.example_line().map(str::to_owned));
        lines
    }

    fn sheet_of_texts(&self) -> Sheet<'_> {
        let headings = ["Kapitel", "Titel", "Art", "Text"].map(str::to_owned).to_vec();
        let rows = self.written.iter().map(|text| {
            [&text.number, &text.title, &text.kind, &text.text]
                .map(|it| tables::Cell::text(it.as_str()))
                .to_vec()
        });
        Sheet::with_headings(TEXTS, headings, rows)
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = vec![
            format!("Modell {}, Prüfsumme {}", self.model, self.checksum),
            "Fehlende Angaben:".to_owned(),
        ];
        let gaps = self
            .gaps()
            .map(|(chapter, gap)| format!("{}: {} – {} – {}", chapter.number, gap.what, gap.why, gap.fill));
        notes.extend(gaps);
        notes
    }
}

/// "Tabelle 4.1": letters that no program refuses in the name of a sheet.
fn sheet_name(table: &Table) -> String {
    format!("Tabelle {}", table.number)
}

/// A figure as the API gives it, a year as a number, or words. Sums of such figures are without what adding leaves behind their
/// last digit.
fn cell(cell: &Cell) -> tables::Cell<'_> {
    match (cell.value, year(&cell.text)) {
        (Some(value), _) => tables::Cell::exact((value * 1e6).round() / 1e6),
        (None, Some(year)) => tables::Cell::Year(year),
        (None, None) => tables::Cell::text(cell.text.as_str()),
    }
}

/// Four digits that are a year, in cells without a figure.
fn year(text: &str) -> Option<i32> {
    let is_year = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|year| is_year && (1900..2200).contains(year))
}
