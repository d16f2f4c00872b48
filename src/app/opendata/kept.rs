//! Tables that were computed last, so that the pages of one collection are computed once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::area_table::AreaRow;
use crate::app::error::Error;
use crate::reach::Residents;

/// So many rows are kept, of about 300 bytes each; the oldest tables go first.
const MOST_ROWS: usize = 100_000;

/// A table is kept by the name of its collection and the version of its data.
type Entry = ((String, String), Arc<Vec<AreaRow>>);

/// The first and last year with figures of each indicator, by its index; `None` where it has none to show.
pub(super) type Years = Vec<Option<(i32, i32)>>;

/// What was asked for last, the newest at the end.
#[derive(Default)]
pub struct KeptTables {
    tables: Mutex<Vec<Entry>>,
    /// Of a version of the indicators.
    years: Mutex<Option<(u64, Arc<Years>)>>,
    /// Of the base year of the model.
    residents: OnceLock<Vec<Residents>>,
    /// Of files, by their names, with the version of their data.
    checksums: Mutex<HashMap<String, (String, String)>>,
}

impl KeptTables {
    /// The kept rows of a name and version, or else those that are computed now. Two callers at once may both compute.
    pub(super) fn rows(
        &self,
        name: &str,
        version: &str,
        compute: impl FnOnce() -> Result<Vec<AreaRow>, Error>,
    ) -> Result<Arc<Vec<AreaRow>>, Error> {
        let lock = || self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        let is_wanted = |entry: &Entry| entry.0.0 == name && entry.0.1 == version;
        if let Some((_, rows)) = lock().iter().find(|entry| is_wanted(entry)) {
            return Ok(rows.clone());
        }
        let rows = Arc::new(compute()?);
        let mut kept = lock();
        // An older version of the same table is of no use.
        kept.retain(|entry| entry.0.0 != name);
        kept.push(((name.to_owned(), version.to_owned()), rows.clone()));
        while kept.len() > 1 && kept.iter().map(|(_, rows)| rows.len()).sum::<usize>() > MOST_ROWS {
            kept.remove(0);
        }
        Ok(rows)
    }

    /// The years of the indicators of a version.
    pub(super) fn years(&self, version: u64, compute: impl FnOnce() -> Years) -> Arc<Years> {
        let mut kept = self.years.lock().unwrap_or_else(PoisonError::into_inner);
        match &*kept {
            Some((of, years)) if *of == version => years.clone(),
            _ => {
                let years = Arc::new(compute());
                *kept = Some((version, years.clone()));
                years
            }
        }
    }

    /// The checksum of a file of a version.
    pub(super) fn checksum(
        &self,
        name: &str,
        version: &str,
        compute: impl FnOnce() -> Result<String, Error>,
    ) -> Result<String, Error> {
        let lock = || self.checksums.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, sum)) = lock().get(name).filter(|(of, _)| of == version) {
            return Ok(sum.clone());
        }
        let sum = compute()?;
        lock().insert(name.to_owned(), (version.to_owned(), sum.clone()));
        Ok(sum)
    }

    /// The residents of the base year.
    pub(super) fn residents(
        &self,
        compute: impl FnOnce() -> Result<Vec<Residents>, Error>,
    ) -> Result<Vec<Residents>, Error> {
        if let Some(residents) = self.residents.get() {
            return Ok(residents.clone());
        }
        let residents = compute()?;
        Ok(self.residents.get_or_init(|| residents).clone())
    }
}
