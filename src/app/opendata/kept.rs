//! Tables that were computed last, so that the pages of one collection are computed once.

use std::sync::{Arc, Mutex, PoisonError};

use super::area_table::AreaRow;
use crate::app::error::Error;

/// So many tables are kept; each takes at most about ten megabytes.
const MOST: usize = 4;

/// A table is kept by the name of its collection and the version of its data.
type Entry = ((String, String), Arc<Vec<AreaRow>>);

/// The tables that were asked for last, the newest at the end.
#[derive(Default)]
pub struct KeptTables(Mutex<Vec<Entry>>);

impl KeptTables {
    /// The kept rows of a name and version, or else those that are computed now. Two callers at once may both compute.
    pub(super) fn rows(
        &self,
        name: &str,
        version: &str,
        compute: impl FnOnce() -> Result<Vec<AreaRow>, Error>,
    ) -> Result<Arc<Vec<AreaRow>>, Error> {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_wanted = |entry: &Entry| entry.0.0 == name && entry.0.1 == version;
        if let Some((_, rows)) = lock().iter().find(|entry| is_wanted(entry)) {
            return Ok(rows.clone());
        }
        let rows = Arc::new(compute()?);
        let mut kept = lock();
        // An older version of the same table is of no use.
        kept.retain(|entry| entry.0.0 != name);
        if kept.len() >= MOST {
            kept.remove(0);
        }
        kept.push(((name.to_owned(), version.to_owned()), rows.clone()));
        Ok(rows)
    }
}
