//! The plans that were written last, so that reading one by chapters computes it once.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;

use super::{Given, PlanRequest, plan};
use crate::app::error::Error;
use crate::plan::Plan;

/// So many plans are kept; each takes a few megabytes.
const MOST: usize = 3;

/// What a plan depends on beside the model, which does not change while a service runs.
#[derive(Debug, Clone, PartialEq)]
struct Basis {
    request: PlanRequest,
    register_version: u64,
    indicators_version: u64,
    today: NaiveDate,
}

/// The last plans, the latest at the end.
#[derive(Debug, Default)]
pub struct KeptPlans(Mutex<Vec<(Basis, Arc<Plan>)>>);

impl KeptPlans {
    /// The plan of a request: a kept one if nothing that it depends on has changed, and otherwise a new one.
    ///
    /// # Errors
    /// As [`plan`].
    pub fn plan(
        &self,
        given: &Given<'_>,
        request: PlanRequest,
        indicators_version: u64,
    ) -> Result<Arc<Plan>, Error> {
        let (register_version, today) = (given.snapshot.version(), given.today);
        let basis = Basis { request, register_version, indicators_version, today };
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, kept)) = lock().iter().find(|(of, _)| *of == basis) {
            return Ok(kept.clone());
        }
        let written = Arc::new(plan(given, &basis.request)?);
        let mut kept = lock();
        if kept.len() >= MOST {
            kept.remove(0);
        }
        kept.push((basis, written.clone()));
        Ok(written)
    }
}
