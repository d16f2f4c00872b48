//! The overview of an area: residents, need, places and staff, now and in the years to come.

use super::area::{NamedArea, WorkspaceArea};
use super::figures::Figures;
use super::run::{LAST_YEAR, RunRequest};
use crate::app::State;
use crate::app::error::Error;
use crate::app::forecast::{Dimension, ForecastRequest, LocatedRequest, RowResponse, compute};
use crate::units::Stop;

/// The first year of counted need that is shown.
const FIRST_COUNTED: i32 = 2015;

/// What the overview shows.
#[derive(Debug)]
pub struct Overview {
    /// The area that is shown.
    pub area: WorkspaceArea,
    /// The request whose answer has the totals; the others are the same with `by`.
    pub request: ForecastRequest,
    /// The last counted year, from which the forecast starts.
    pub base_year: i32,
    /// The id of the model set.
    pub model: String,
    /// Whether bands hold random rates of need too.
    pub draws_rates: bool,
    /// Residents, need, places and staff by year, with bands.
    pub totals: Figures,
    /// Need by form of care, also as it was counted.
    pub types: Figures,
    /// Need by care grade.
    pub grades: Figures,
    /// Residents by single age and sex.
    pub residents: Figures,
    /// Need in the base year and in the last one of the areas inside; empty where there are none.
    pub inside: Vec<(NamedArea, RowResponse, RowResponse)>,
}

/// The overview of an area.
///
/// # Errors
///
/// [`Error::BadInput`] for assumptions that exclude each other, and what the forecast fails with.
pub fn overview(
    state: &State,
    area: WorkspaceArea,
    run: &RunRequest,
    stop: &Stop,
) -> Result<Overview, Error> {
    let request = run.forecast_request(&area);
    let base_year = state.model().base_year.0;
    let figures = |request: ForecastRequest| -> Result<Figures, Error> {
        let located = LocatedRequest::new(request, || state.indicators())?;
        Ok(Figures::new(&compute(state, &located, stop)?))
    };
    let plain = ForecastRequest { draws: None, ..request.clone() };
    let by = |dimensions: &[Dimension]| ForecastRequest { by: dimensions.to_vec(), ..plain.clone() };
    let types = ForecastRequest { from: Some(FIRST_COUNTED), ..by(&[Dimension::CareType]) };
    let inside = area.level_inside().map(|level| ForecastRequest { level: Some(level), ..plain.clone() });
    let mut inside =
        inside.map(figures).transpose()?.map(|found| growth(&found, base_year)).unwrap_or_default();
    // A city that is its own only Amt has no areas inside.
    if inside.len() < 2 {
        inside.clear();
    }
    Ok(Overview {
        totals: figures(request.clone())?,
        types: figures(types)?,
        grades: figures(by(&[Dimension::CareGrade]))?,
        residents: figures(by(&[Dimension::Age, Dimension::Sex]))?,
        inside,
        model: state.model().id.clone(),
        draws_rates: state.draws_rates(),
        base_year,
        request,
        area,
    })
}

/// Need in the base year and the last of each area, those with the largest increase first.
fn growth(found: &Figures, base_year: i32) -> Vec<(NamedArea, RowResponse, RowResponse)> {
    let now = found.series("people_in_need").filter(|row| row.year == base_year);
    let pair = |now: &RowResponse| {
        let then = found.of_area(&now.area, "people_in_need", LAST_YEAR)?;
        let area = NamedArea { key: now.area.clone(), name: now.name.clone() };
        Some((area, now.clone(), then.clone()))
    };
    let mut all: Vec<_> = now.filter_map(pair).collect();
    all.sort_by(|a, b| (b.2.value - b.1.value).total_cmp(&(a.2.value - a.1.value)));
    all
}
