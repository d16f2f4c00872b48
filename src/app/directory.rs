//! The facility directory at one moment.

use super::{ReferenceData, State};
use crate::search::{Counts, FindError, Page, Query, SearchService, Snapshot};

/// One register snapshot with what is needed to search and to describe it.
#[derive(Debug, Clone, Copy)]
pub struct Directory<'a> {
    /// Categories, areas and the gazetteer.
    pub reference: &'a ReferenceData,
    /// Finds facilities and gives travel times.
    pub search: &'a SearchService,
    /// The facilities and offers that are valid today.
    pub snapshot: &'a Snapshot,
}

impl<'a> Directory<'a> {
    /// The directory of a running service at the moment of the snapshot.
    pub fn of(state: &'a State, snapshot: &'a Snapshot) -> Self {
        Self { reference: &state.reference, search: &state.search, snapshot }
    }

    /// Answers a query; see [`SearchService::find`].
    pub fn find(&self, query: &Query) -> Result<Page, FindError> {
        self.search.find(query, self.snapshot)
    }

    /// Answers a query and counts features and statuses; see [`SearchService::find_with_counts`].
    pub fn find_with_counts(&self, query: &Query) -> Result<(Page, Counts), FindError> {
        self.search.find_with_counts(query, self.snapshot)
    }
}
