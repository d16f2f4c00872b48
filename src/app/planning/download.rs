//! The tables of a page as files for people: several areas and runs side by side, and in a workbook behind them all rows.

use super::area::WorkspaceArea;
use super::run::RunRequest;
use super::scenarios::Case;
use crate::app::State;
use crate::app::error::Error;
use crate::app::forecast::{LocatedRequest, compute_all};
use crate::forecast::Forecast;
use crate::tables::{Format, TableFormat};
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

/// A run with the name that it has in a file; without one it is that of its scenario.
#[derive(Debug, Clone)]
pub struct FileRun {
    /// The assumptions.
    pub run: RunRequest,
    /// What the planner called it.
    pub name: Option<String>,
}

impl From<Case> for FileRun {
    fn from(case: Case) -> Self {
        Self { run: case.run, name: case.name }
    }
}

/// The forecasts of several areas, each under several runs.
///
/// # Errors
///
/// What the forecast fails with.
pub fn forecasts(
    state: &State,
    (areas, runs): (&[WorkspaceArea], &[FileRun]),
    form: TableFormat,
    stop: &Stop,
) -> Result<Download, Error> {
    let mut parts = Vec::new();
    for FileRun { run, name } in runs {
        for area in areas {
            let located = LocatedRequest::new(run.forecast_request(area), || state.indicators())?;
            let mut found = compute_all(state, std::slice::from_ref(&located), Format::Table(form), stop)?;
            // Own values start from a scenario, whose name its plain run has in the same file.
            if let Some(found) = found.as_mut() {
                match name {
                    Some(name) => found.rename_scenario(name),
                    None if run.has_own_values() => {
                        found.rename_scenario(&format!("{} mit eigenen Werten", found.provenance.scenario));
                    }
                    None => {}
                }
            }
            parts.extend(found);
        }
    }
    let all = Forecast::together(parts);
    // People open these files, programs ask the API.
    let bytes = all.map(|all| all.document_for_people(form).write_for_people(form, Lang::De)).transpose();
    let bytes = bytes.map_err(Error::internal)?;
    Ok(Download { media_type: form.media_type(), bytes: bytes.unwrap_or_default() })
}
