//! The tables of a page as files for people: several areas and runs side by side, and in a workbook behind them all rows.

use super::area::WorkspaceArea;
use super::remarks::in_german;
use super::run::RunRequest;
use crate::app::State;
use crate::app::error::Error;
use crate::app::forecast::{LocatedRequest, compute_all};
use crate::forecast::Forecast;
use crate::tables::{Format, Introduction, TableFormat};
use crate::units::{Lang, Stop};

/// A file with its media type.
#[derive(Debug)]
pub struct Download {
    /// The media type of the file.
    pub media_type: &'static str,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// The form of a file by its ending.
pub fn form(ending: &str) -> Option<TableFormat> {
    TableFormat::from_word(ending)
}

/// A run with the name that it has in a file.
#[derive(Debug, Clone)]
pub struct FileRun {
    /// The assumptions.
    pub run: RunRequest,
    /// What people call it.
    pub name: String,
}

/// The forecasts of several areas, each under several runs.
///
/// # Errors
///
/// What the forecast fails with.
pub fn forecasts(
    state: &State,
    (areas, runs): (&[WorkspaceArea], &[FileRun]),
    (form, introduction): (TableFormat, Introduction),
    stop: &Stop,
) -> Result<Download, Error> {
    let mut parts = Vec::new();
    for FileRun { run, name } in runs {
        for area in areas {
            let located = LocatedRequest::new(run.forecast_request(area), || state.indicators())?;
            let mut found = compute_all(state, std::slice::from_ref(&located), Format::Table(form), stop)?;
            found.iter_mut().for_each(|found| found.rename_scenario(name));
            parts.extend(found);
        }
    }
    let names: Vec<&str> = runs.iter().map(|run| run.name.as_str()).collect();
    let write = |all: Forecast| {
        let remarks: Vec<String> = all.remarks().map(|remark| in_german(&remark, &names)).collect();
        // People open these files, programs ask the API.
        let document = all.document_for_people(form).with_introduction(introduction).with_notes(remarks);
        document.write_for_people(form, Lang::De)
    };
    let bytes = Forecast::together(parts).map(write).transpose().map_err(Error::internal)?;
    Ok(Download { media_type: form.media_type(), bytes: bytes.unwrap_or_default() })
}
