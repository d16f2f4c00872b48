//! The tables of a page as files: several areas and runs side by side, and behind them all rows.

use super::area::WorkspaceArea;
use super::run::RunRequest;
use crate::app::State;
use crate::app::error::Error;
use crate::app::forecast::{LocatedRequest, compute};
use crate::forecast::Forecast;
use crate::tables::TableFormat;
use crate::units::Stop;

/// A file with its media type.
#[derive(Debug)]
pub struct Download {
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

/// The form of a file by its ending.
pub fn form(ending: &str) -> Option<TableFormat> {
    TableFormat::from_word(ending)
}

/// The forecasts of several areas, each under several runs.
///
/// # Errors
///
/// What the forecast fails with.
pub fn forecasts(
    state: &State,
    (areas, runs): (&[WorkspaceArea], &[RunRequest]),
    form: TableFormat,
    stop: &Stop,
) -> Result<Download, Error> {
    let mut found = Vec::new();
    for run in runs {
        for area in areas {
            let located = LocatedRequest::new(run.forecast_request(area), || state.indicators())?;
            found.push(compute(state, &located, stop)?);
        }
    }
    let all = Forecast::together(found);
    let document = all.as_ref().map(|all| match form {
        TableFormat::Xlsx => all.workbook(),
        TableFormat::Csv => all.document(),
    });
    let bytes = document.map(|document| document.write(form)).transpose().map_err(Error::internal)?;
    Ok(Download { media_type: form.media_type(), bytes: bytes.unwrap_or_default() })
}
