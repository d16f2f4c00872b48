//! A projection: a run without draws, the draws around it, and what it was computed from.

use crate::model::{BySexAge, Model, Scenario};
use crate::projection::draws::{self, Bands};
use crate::projection::error::ProjectionError;
use crate::projection::paths::Assumptions;
use crate::projection::request::{IncludedComponents, Request};
use crate::projection::run::{Run, YearResult};
use crate::units::{Ags, Year};

/// The population by year, what changed it, and what it was computed from.
#[derive(Debug, Clone, PartialEq)]
pub struct Projection {
    /// Keys of the areas, in the order of all tables below.
    pub areas: Vec<Ags>,
    /// The base population.
    pub base: Vec<BySexAge>,
    /// The years after the base.
    pub years: Vec<YearResult>,
    /// Distributions over draws, if requested.
    pub bands: Option<Bands>,
    /// Model, scenario and assumptions of the run.
    pub provenance: Provenance,
}

/// What a run was computed from: with the model, enough to repeat it.
#[derive(Debug, Clone, PartialEq)]
pub struct Provenance {
    /// Id of the model set.
    pub model: String,
    /// SHA-256 of its files.
    pub checksum: String,
    /// Id of the scenario.
    pub scenario: String,
    /// The year at whose end the base population is counted.
    pub base_year: Year,
    /// Components that are not excluded.
    pub included: IncludedComponents,
    /// What was assumed for each year.
    pub assumptions: Vec<(Year, Assumptions)>,
    /// Seed and number of the draws.
    pub draws: Option<(u64, usize)>,
}

/// Projects the model's population from its base date to the last year of the request.
///
/// Tables are by area (in the order of the model's districts), sex (male, female) and single age (0 to 99, and 100 and
/// older), in persons at the end of a year. Rates are per person and year.
///
/// The function is pure: the same model and request give the same bytes.
///
/// # Errors
///
/// [`ProjectionError`] names the value and the assumption: an unknown scenario or area, a year outside the model's
/// horizon, a table of the wrong shape, a parameter outside its bounds, or a cell that would become negative.
///
/// ```
/// use pflegeplan_engine::model::load::{CURRENT, load};
/// use pflegeplan_engine::projection::{Group, Request, project};
/// use pflegeplan_engine::units::Year;
///
/// let model = load(CURRENT).expect("the embedded model set is valid").model;
/// let projection = project(&model, &Request::new("status-quo", Year(2030)))?;
/// assert_eq!(projection.years.len(), 5);
/// let residents = Group::ALL.sum(&projection.years[4].population[0]);
/// assert!(residents > 0.0);
/// # Ok::<(), pflegeplan_engine::projection::ProjectionError>(())
/// ```
pub fn project(model: &Model, request: &Request) -> Result<Projection, ProjectionError> {
    let scenario = scenario(model, request)?;
    let run = Run::new(model, &request.own.on(scenario), request)?;
    let (years, baseline) = run.baseline()?;
    let bands = match &request.draws {
        Some(draws) => Some(draws::bands(&run, &baseline, draws)?),
        None => None,
    };
    let provenance = Provenance {
        model: model.id.clone(),
        checksum: model.checksum.clone(),
        scenario: scenario.id.clone(),
        base_year: model.base_year,
        included: run.included,
        assumptions: run.assumptions,
        draws: request.draws.as_ref().map(|draws| (draws.seed, draws.count)),
    };
    let areas = model.districts.iter().map(|district| district.key.clone()).collect();
    Ok(Projection { areas, base: model.population.clone(), years, bands, provenance })
}

fn scenario<'a>(model: &'a Model, request: &Request) -> Result<&'a Scenario, ProjectionError> {
    let found = model.scenarios.iter().find(|scenario| scenario.id == request.scenario);
    found.ok_or_else(|| ProjectionError::UnknownScenario {
        id: request.scenario.clone(),
        known: model.scenarios.iter().map(|scenario| scenario.id.as_str()).collect::<Vec<_>>().join(", "),
    })
}

#[cfg(test)]
mod tests;
