//! The plan of an area as a running service shows it.

use std::sync::Arc;

use super::{Given, PlanFiles, PlanRequest, TextEdition, arms};
use crate::app::State;
use crate::app::error::Error;
use crate::plan::{CoverArms, Plan, reference_dates};
use crate::units::Stop;

/// The plan of an area for the last reference date that has passed, with the texts of an edition.
///
/// # Errors
/// As [`super::plan`], and where figures or texts cannot be read.
pub fn current(state: &State, key: &str, edition: TextEdition, stop: &Stop) -> Result<Arc<Plan>, Error> {
    let loaded = state.indicators()?;
    let snapshot = state.snapshot();
    let given = Given {
        reference: &state.reference,
        model: state.model(),
        base: &loaded.base,
        snapshot: &snapshot,
        router: &state.search.router,
        today: snapshot.today(),
        stop,
    };
    let texts = state.plan_files.texts(key, edition)?;
    let arms = cover_arms(&state.plan_files, key);
    let request = PlanRequest { texts, arms, ..PlanRequest::new(key, reference_dates(snapshot.today()).0) };
    state.plans.plan(&given, request, loaded.version)
}

/// The coat of arms of the cover. A picture that cannot be shown costs nobody the plan: the cover and the list of what is
/// missing say why.
fn cover_arms(files: &PlanFiles, key: &str) -> Option<CoverArms> {
    match arms(files, key) {
        Ok(found) => found.map(CoverArms::Shown),
        Err(error) => Some(CoverArms::Missing(error.german())),
    }
}
