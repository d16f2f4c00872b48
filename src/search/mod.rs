//! Finds facilities.
//!
//! The register is held in memory as an immutable [`Snapshot`] with a metric index. [`SearchService::find`]
//! takes one [`Query`] and gives one [`Page`], with the order and the distances a scan over all
//! facilities with the exact geodesic would give. The room uses no clock, no database and no web framework: the day
//! is part of the snapshot.

mod find;
mod grid;
mod query;
mod snapshot;
mod timed;

pub use find::{Hit, OriginArea, Page, Reason, ResolvedOrigin, SortUsed};
pub use query::{
    BoundingBox, CategorySet, Counts, Cursor, FeatureCounts, FeatureSet, Invalid, Limit, MAX_MINUTES, Origin,
    Query, Radius, Sort, StatusCounts,
};
pub use snapshot::{Snapshot, SnapshotError};

use std::sync::Arc;

use crate::gazetteer::{Candidate, Gazetteer};
use crate::routing::Router;

/// Finds facilities of a snapshot; built once and shared by all requests.
#[derive(Debug)]
pub struct SearchService {
    gazetteer: Arc<Gazetteer>,
    /// Gives travel times.
    pub router: Router,
}

impl SearchService {
    /// Origins are resolved by the gazetteer, travel times come from the router.
    pub fn new(gazetteer: Arc<Gazetteer>, router: Router) -> Self {
        Self { gazetteer, router }
    }

    /// Whether the answer to a query may have to wait for the road network.
    pub fn may_wait(&self, query: &Query) -> bool {
        self.router.may_wait()
            && query.origin.is_some()
            && (query.mode.is_some() || query.max_minutes.is_some() || query.sort == Some(Sort::TravelTime))
    }
}

/// Why a well-formed query has no answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum FindError {
    #[error("the locality \"{text}\" is not known{}", hint(did_you_mean))]
    UnknownLocality { text: String, did_you_mean: Vec<Candidate> },
    #[error("\"{text}\" may mean several localities{}", hint(bearers))]
    AmbiguousLocality { text: String, bearers: Vec<Candidate> },
    #[error(
        "the last facility of the previous page is no longer in the register; hint: start again at the first page"
    )]
    LostCursor,
}

fn hint(candidates: &[Candidate]) -> String {
    let labels: Vec<&str> = candidates.iter().take(5).map(|candidate| candidate.label.as_str()).collect();
    if labels.is_empty() {
        "; hint: try the name of a town or municipality in Mecklenburg-Vorpommern, or a postcode".to_owned()
    } else {
        format!("; hint: did you mean {}?", labels.join(", "))
    }
}
