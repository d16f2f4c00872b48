//! Several areas and scenarios in one call: each is a run of its own, and together they keep within the limits of one call.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{ForecastRequest, ForecastResponse, LocatedRequest, compute_within};
use crate::app::State;
use crate::app::error::{Error, FieldError};
use crate::app::forecasts::SERVICE_LIMITS;
use crate::forecast::{Forecast, Limits};
use crate::indicators::AreaTree;
use crate::tables::{Format, TableFormat};
use crate::units::Stop;

/// Rows of a workbook at most: it takes several times the memory of an answer in JSON.
const MAX_WORKBOOK_ROWS: usize = 25_000;

/// What one call asks for, with the area of each of its runs looked up.
#[derive(Debug, Clone)]
pub struct LocatedRuns {
    /// What was asked, with all areas and scenarios.
    pub request: ForecastRequest,
    /// One an area and scenario, in their order.
    pub runs: Vec<LocatedRequest>,
}

impl LocatedRuns {
    /// Looks up the areas of a request, among the planning areas of `tree` where needed.
    ///
    /// # Errors
    ///
    /// [`Error::BadInput`] for too many runs or one that stands twice, and what [`LocatedRequest::new`] fails with.
    pub fn new<T: AsRef<AreaTree>>(
        request: ForecastRequest,
        tree: impl Fn() -> Result<Arc<T>, Error>,
    ) -> Result<Self, Error> {
        let runs = request.runs().map_err(|error| Error::BadInput(vec![error]))?;
        let runs = runs.into_iter().map(|run| LocatedRequest::new(run, &tree)).collect::<Result<_, _>>()?;
        Ok(Self { request, runs })
    }

    /// Whether the supply of places comes from the register.
    pub fn uses_register(&self) -> bool {
        self.runs.iter().any(LocatedRequest::uses_register)
    }

    /// The municipalities of the planning areas; another file of planning areas gives another answer.
    pub fn municipalities(&self) -> Vec<&str> {
        self.runs.iter().flat_map(LocatedRequest::municipalities).collect()
    }
}

/// All runs as one forecast.
///
/// # Errors
///
/// What the first run that cannot be computed fails with.
pub fn compute_all(
    state: &State,
    runs: &[LocatedRequest],
    form: Format,
    stop: &Stop,
) -> Result<Option<Forecast>, Error> {
    let limits = limits_of_each(runs.len(), form);
    let several = |error| if runs.len() > 1 { in_one_of(runs.len(), error) } else { error };
    let forecasts = runs.iter().map(|run| compute_within(state, run, limits, stop));
    Ok(Forecast::together(forecasts.collect::<Result<Vec<_>, _>>().map_err(several)?))
}

/// The equal part of the limits of a call that a run has.
fn limits_of_each(runs: usize, form: Format) -> Limits {
    let rows = match form {
        Format::Table(form) if form.has_sheets() => MAX_WORKBOOK_ROWS,
        _ => SERVICE_LIMITS.rows,
    };
    let part = |all: usize| all / runs.max(1);
    Limits { rows: part(rows), sums: part(SERVICE_LIMITS.sums), ..SERVICE_LIMITS }
}

/// Limits are those of one run; a caller who asked for several is told so.
fn in_one_of(runs: usize, error: Error) -> Error {
    let Error::BadInput(errors) = error else { return error };
    let errors = errors.into_iter().map(|error| {
        let is_limit = matches!(error.field.as_str(), "by" | "draws");
        let sentence = error.code.to_string();
        match is_limit {
            true => FieldError::rule(
                &error.field,
                format!("{sentence}; this is for each of {runs} areas and scenarios"),
            ),
            false => error,
        }
    });
    Error::BadInput(errors.collect())
}

/// The answer in a form: JSON, the rows as CSV, or a workbook with the totals side by side.
///
/// # Errors
///
/// What [`compute_all`] fails with, or a table that cannot be written.
pub fn answer(
    state: &State,
    asked: &LocatedRuns,
    (form, now): (Format, DateTime<Utc>),
    stop: &Stop,
) -> Result<Vec<u8>, Error> {
    let Some(all) = compute_all(state, &asked.runs, form, stop)? else { return Ok(Vec::new()) };
    match form {
        Format::Table(form) => table(&all, form),
        Format::Json | Format::GeoJson | Format::Text => {
            let body = ForecastResponse::new(all, asked.request.clone(), now);
            serde_json::to_vec(&body).map_err(Error::internal)
        }
    }
}

/// A forecast as a file.
///
/// # Errors
///
/// A table that cannot be written.
pub fn table(forecast: &Forecast, form: TableFormat) -> Result<Vec<u8>, Error> {
    forecast.document_in(form).write(form).map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_runs_share_the_limits_of_one_call() {
        let one = limits_of_each(1, Format::Json);
        assert_eq!((one.rows, one.sums), (SERVICE_LIMITS.rows, SERVICE_LIMITS.sums));
        for runs in [2, 7, 24] {
            let each = limits_of_each(runs, Format::Json);
            assert!(each.rows * runs <= SERVICE_LIMITS.rows && each.sums * runs <= SERVICE_LIMITS.sums);
            assert!(limits_of_each(runs, Format::Table(TableFormat::Xlsx)).rows * runs <= MAX_WORKBOOK_ROWS);
        }
    }
}
