//! The calculation behind one figure of a forecast.

mod request;
mod response;

pub use request::{CellParameters, CellRequest, ExplainParameters};
pub use response::{ExplanationResponse, FigureResponse};

use chrono::{DateTime, Utc};

use super::State;
use super::error::Error;
use super::forecast::{LocatedRequest, registered};
use super::forecasts::SERVICE_LIMITS;
use crate::explain::Cell;
use crate::forecast::ForecastSpec;
use crate::units::Stop;

/// Explains the figure `cell` of the forecast that `located` asks for.
///
/// # Errors
///
/// [`Error::BadInput`] for wrong values and for a figure that the forecast does not have,
/// [`Error::NotFound`] for an area the model does not hold, and [`Error::Unavailable`] after a stop.
pub fn explain(
    state: &State,
    located: LocatedRequest,
    cell: &Cell,
    now: DateTime<Utc>,
    stop: &Stop,
) -> Result<ExplanationResponse, Error> {
    let spec = located.spec(state.model(), None)?;
    let supply = registered(state, &located)?;
    let spec = ForecastSpec { supply, limits: SERVICE_LIMITS, stop: stop.clone(), ..spec };
    let explanation = crate::explain::explain(state.model(), &spec, cell)?;
    Ok(ExplanationResponse::new(explanation, located.request, now))
}
