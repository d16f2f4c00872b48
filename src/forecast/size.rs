//! How many rows an answer would have, known before anything is computed.

use std::collections::BTreeSet;

use super::area::ForecastArea;
use super::care_rows::need_rows;
use super::counts::STEP;
use super::{ForecastError, ForecastSpec, rows};
use crate::model::Model;
use crate::units::Year;

/// The number of rows at most, or why they are too many. It counts what may be there: few of the rows are missing.
pub(super) fn check(
    model: &Model,
    request: &ForecastSpec,
    areas: &[ForecastArea],
) -> Result<usize, ForecastError> {
    let (first, last) = (request.from.0.max(model.base_year.0), request.to.0);
    let span = usize::try_from(last - first + 1).unwrap_or(0);
    let years = if request.counts.is_empty() { span } else { span.div_ceil(STEP as usize) };
    let of_area = |area: &ForecastArea| rows_of_year(request, area);
    let rows_per_area = areas.iter().map(of_area).max().unwrap_or(0);
    let observed = observed(model, request, areas);
    let of_years = areas.iter().map(of_area).fold(0usize, |sum, rows| sum.saturating_add(rows));
    let rows = of_years.saturating_mul(years).saturating_add(observed);
    if rows <= request.limits.rows {
        return Ok(rows);
    }
    let most = request.limits.rows;
    let hint = hint(most, (areas.len(), years, rows_per_area));
    Err(ForecastError::TooManyRows { rows, areas: areas.len(), years, rows_per_area, most, hint })
}

/// Rows of an area in a year.
fn rows_of_year(request: &ForecastSpec, area: &ForecastArea) -> usize {
    let by = request.by;
    let of_small = area.is_small();
    let events = if by.sex { 4 } else { 2 };
    // Net moves, and what a benchmark changed.
    let moves = 2 + if by.component { 4 } else { 0 };
    let components = if of_small { 0 } else { events + moves };
    rows::groups(by).len() + components + need_rows(by, of_small, request.supply.is_some())
}

/// Rows of past reference dates, of districts and the state.
fn observed(model: &Model, request: &ForecastSpec, areas: &[ForecastArea]) -> usize {
    if request.from >= model.base_year {
        return 0;
    }
    let dates: BTreeSet<Year> = model.history.iter().map(|seen| seen.year).collect();
    let of_area = |area: &ForecastArea| {
        let counts = model.care.counts.iter().filter(|count| count.area.as_str() == area.key.as_str());
        dates.len() + counts.count()
    };
    areas.iter().filter(|area| !area.is_small()).map(of_area).sum()
}

/// What would fit, in numbers.
fn hint(most: usize, (areas, years, rows_per_area): (usize, usize, usize)) -> String {
    let mut ways = Vec::new();
    let fitting_years = most / areas.saturating_mul(rows_per_area).max(1);
    if fitting_years > 0 && fitting_years < years {
        ways.push(format!("for at most {fitting_years} years at once (from and to)"));
    }
    let fitting_areas = most / years.saturating_mul(rows_per_area).max(1);
    if fitting_areas > 0 && fitting_areas < areas {
        ways.push(format!(
            "for at most {fitting_areas} areas at once (those of one district, or of a higher level)"
        ));
    }
    let fitting_rows = most / areas.saturating_mul(years).max(1);
    ways.push(format!(
        "for fewer dimensions (by), so that an area and year have at most {fitting_rows} rows"
    ));
    format!("ask {}", ways.join(", or "))
}
