//! The forms of a plan, and those that are written here. The PDF is laid out by a program of its own, which is given
//! [`Plan::layout`]; it also draws the pictures of the text document.

use std::io::{Cursor, Write};

use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::arms::CoverArms;
use super::document::{Block, GapBox, Plan};
use crate::tables::{self, Document, Sheet, TableError, TableFormat};
use crate::units::{Lang, words};

words! {
    /// Forms of a plan.
    pub enum PlanForm {
        /// An accessible document for print and the committee.
        Pdf = "pdf",
        /// A text document for the office that must edit it.
        Docx = "docx",
        /// A page that stands for itself.
        Html = "html",
        /// A sheet a table.
        Xlsx = "xlsx",
        /// All parts and figures, for programs.
        Json = "json",
        /// A CSV file a table, with a description.
        Zip = "zip",
    }
}

impl PlanForm {
    /// What people call the form on a page; `None` for one that is for programs.
    pub fn label(self) -> Option<&'static str> {
        Some(match self {
            Self::Pdf => "PDF",
            Self::Docx => "Word (DOCX)",
            Self::Xlsx => "XLSX",
            Self::Html => "HTML",
            Self::Zip => "CSV (ZIP)",
            Self::Json => return None,
        })
    }

    /// Whether the layout program is needed for it: it lays out PDFs and draws the pictures of text documents.
    pub fn needs_program(self) -> bool {
        matches!(self, Self::Pdf | Self::Docx)
    }

    /// The media type, as a header `Content-Type` has it.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Html => "text/html; charset=utf-8",
            Self::Xlsx => TableFormat::Xlsx.media_type(),
            Self::Json => "application/json",
            Self::Zip => "application/zip",
        }
    }
}

/// Why a plan was not written.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum FormError {
    #[error("the tables of the plan cannot be written")]
    Tables(#[from] TableError),
    #[error("there are not as many pictures as charts in the plan")]
    Pictures,
    #[error("the plan cannot be written as JSON")]
    Json(#[from] serde_json::Error),
    #[error("the archive of the tables cannot be written")]
    Archive(#[from] zip::result::ZipError),
    #[error("the archive of the tables cannot be written")]
    Bytes(#[from] std::io::Error),
}

impl Plan {
    /// The plan as a file of a form that is written here alone; `None` for those that need the layout program.
    ///
    /// # Errors
    /// [`FormError`] if a table or text cannot be written in the form.
    pub fn file(&self, form: PlanForm) -> Result<Option<Vec<u8>>, FormError> {
        Ok(Some(match form {
            PlanForm::Pdf | PlanForm::Docx => return Ok(None),
            PlanForm::Html => self.html().into_bytes(),
            PlanForm::Xlsx => self.workbook().write_for_people(TableFormat::Xlsx, Lang::De)?,
            PlanForm::Json => serde_json::to_vec_pretty(self)?,
            PlanForm::Zip => self.archive()?,
        }))
    }

    /// CSV files in UTF-8 with decimal points and, beside them, `datapackage.json`, which says what each shows.
    fn archive(&self) -> Result<Vec<u8>, FormError> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default();
        let mut resources = Vec::new();
        for (chapter, table) in self.tables() {
            let name = format!("tabelle-{}", table.number.replace('.', "-").to_lowercase());
            let rows = table.rows.iter().map(|row| {
                let cell = |cell: &super::document::Cell| match cell.value {
                    Some(value) => tables::Cell::exact(value),
                    None => tables::Cell::text(cell.text.clone()),
                };
                row.iter().map(cell).collect()
            });
            let sheet = Sheet::with_headings("Tabelle", table.headings.clone(), rows);
            archive.start_file(format!("{name}.csv"), options)?;
            archive.write_all(&Document::new(sheet).write(TableFormat::Csv)?)?;
            resources.push(json!({
                "name": name,
                "path": format!("{name}.csv"),
                "title": table.caption,
                "description": format!("Kapitel {} {}. {}", chapter.number, chapter.title, table.note.as_deref().unwrap_or_default()),
                "sources": [{ "title": table.source }],
                "format": "csv",
                "encoding": "utf-8",
                "schema": { "fields": table.headings.iter().map(|name| json!({ "name": name })).collect::<Vec<_>>() },
            }));
        }
        let package = json!({
            "name": format!("pflegeplan-{}", self.area),
            "title": self.title,
            "created": self.written_on,
            "version": self.model,
            "resources": resources,
        });
        archive.start_file("datapackage.json", options)?;
        archive.write_all(&serde_json::to_vec_pretty(&package)?)?;
        Ok(archive.finish()?.into_inner())
    }

    /// What the program that lays out the PDF is given: the plan with finished lines for its cover, and each drawing with
    /// its colours filled in.
    ///
    /// # Errors
    /// [`FormError::Json`], which does not happen for a plan that was put together here.
    pub fn layout(&self) -> Result<Value, FormError> {
        let mut layout = serde_json::to_value(self)?;
        layout["state_line"] = self.state_line().into();
        layout["example_line"] = self.example_line().into();
        layout["imprint"] = json!(self.imprint_lines());
        layout["reference_line"] = format!("Stichtag {}", self.reference_date.format("%d.%m.%Y")).into();
        let day = self.written_on.format("%Y-%m-%d").to_string();
        layout["ident"] =
            format!("pflegeplan {} {} {day} {}", self.area, self.reference_date, self.checksum).into();
        layout["arms"] = match &self.arms {
            Some(CoverArms::Shown(arms)) => json!({
                "alternative": self.arms_alternative(),
                "format": arms.format,
                "picture": BASE64_STANDARD.encode(arms.bytes()),
                // For a drawing that is none for the program.
                "missing": CoverArms::missing_line(CoverArms::NOT_DRAWN),
            }),
            Some(CoverArms::Missing(why)) => json!({ "missing": CoverArms::missing_line(why) }),
            None => Value::Null,
        };
        for (at, chapter) in self.chapters.iter().enumerate() {
            for (place, block) in chapter.blocks.iter().enumerate() {
                let drawn = &mut layout["chapters"][at]["blocks"][place];
                match block {
                    Block::Figure(figure) => drawn["chart"]["svg"] = figure.chart.picture().into(),
                    // The box says it in short; the whole stands in the annex.
                    Block::Gaps { gaps } => {
                        *drawn = serde_json::to_value(GapBox::of(gaps))?;
                        drawn["kind"] = "gaps".into();
                    }
                    _ => {}
                }
            }
        }
        Ok(layout)
    }
}
