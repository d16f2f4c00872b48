//! The state and its districts beside each other: need, places and staff in the base year and in the last one.

use super::area::{NamedArea, STATE, area};
use super::figures::Figures;
use super::run::{LAST_YEAR, RunRequest};
use crate::app::State;
use crate::app::error::Error;
use crate::app::forecast::{ForecastRequest, LocatedRequest, RowResponse, compute};
use crate::areas::Level;
use crate::units::Stop;

/// One area with the figures that the first page of the workspace shows.
#[derive(Debug)]
pub struct AreaFigures {
    /// The area.
    pub area: NamedArea,
    /// Residents at the end of the base year and of the last one.
    pub residents: [RowResponse; 2],
    /// People in need of care in these years.
    pub need: [RowResponse; 2],
    /// Places in homes less those needed, in the last year; where they are known.
    pub places: Option<RowResponse>,
    /// Staff needed less staff available, in heads, in the last year; where it is known.
    pub staff: Option<RowResponse>,
}

/// The state and its districts under one run.
#[derive(Debug)]
pub struct Districts {
    /// The last counted year, from which the forecast starts.
    pub base_year: i32,
    /// The id of the model set.
    pub model: String,
    /// The whole state.
    pub state: AreaFigures,
    /// Its districts, the one whose need grows fastest first.
    pub districts: Vec<AreaFigures>,
}

impl AreaFigures {
    /// The change of need from the base year to the last one, as a share of the former.
    pub fn growth(&self) -> f64 {
        let [now, then] = &self.need;
        then.value / now.value - 1.0
    }
}

/// The state and its districts under a run.
///
/// # Errors
///
/// [`Error::BadInput`] for assumptions that exclude each other, and what the forecast fails with.
pub fn districts(state: &State, run: &RunRequest, stop: &Stop) -> Result<Districts, Error> {
    let base_year = state.model().base_year.0;
    let whole = area(state, STATE)?;
    let plain = ForecastRequest { draws: None, ..run.forecast_request(&whole) };
    let figures = |request: ForecastRequest| -> Result<Figures, Error> {
        let located = LocatedRequest::new(request, || state.indicators())?;
        Ok(Figures::new(&compute(state, &located, stop)?))
    };
    let of_state = figures(plain.clone())?;
    let inside = figures(ForecastRequest { level: Some(Level::District), ..plain })?;
    let all = |found: &Figures| -> Vec<AreaFigures> {
        let now = found.series("people_in_need").filter(|row| row.year == base_year);
        now.filter_map(|row| area_figures(found, row, base_year)).collect()
    };
    let mut districts = all(&inside);
    districts.sort_by(|a, b| b.growth().total_cmp(&a.growth()));
    let state_figures = all(&of_state).into_iter().next();
    Ok(Districts {
        base_year,
        model: state.model().id.clone(),
        state: state_figures.ok_or_else(|| Error::internal("the forecast has no row of the state"))?,
        districts,
    })
}

/// The figures of the area of a row; `None` where one that every area has is missing.
fn area_figures(found: &Figures, row: &RowResponse, base_year: i32) -> Option<AreaFigures> {
    let of = |measure, year| found.of_area(&row.area, measure, year).cloned();
    let ends = |measure| Some([of(measure, base_year)?, of(measure, LAST_YEAR)?]);
    Some(AreaFigures {
        area: NamedArea { key: row.area.clone(), name: row.name.clone() },
        residents: ends("population")?,
        need: ends("people_in_need")?,
        places: of("residential_places_balance", LAST_YEAR),
        staff: of("staff_gap_heads", LAST_YEAR),
    })
}
