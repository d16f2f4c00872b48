//! A running service takes up a new version of the register, a release of statistics, a new road network or a new day.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use super::State;
use super::state::{LoadedIndicators, PreparationError};
use crate::indicators::Base;
use crate::routing::{Mode, Network};
use crate::search::{Snapshot, SnapshotError};
use crate::statistics::StatFact;
use crate::store::{StatisticsImport, StoreError};

/// Why the register that is stored cannot be taken up; searches go on with the last one.
#[derive(Debug, thiserror::Error)]
pub enum RefreshError {
    /// The database did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The register cannot be searched.
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
    /// An edge cannot serve it.
    #[error("{0}")]
    Preparation(PreparationError),
}

/// Takes up a newer register, and a new day, on which other offers may be valid. Gives the snapshot that searches see
/// from now on; `None` if they have seen it already.
pub fn refresh_register(
    state: &State,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Option<Arc<Snapshot>>, RefreshError> {
    let seen = state.snapshot();
    if state.database.version()? == seen.version() && today == seen.today() {
        return Ok(None);
    }
    let (facilities, version) = state.database.load()?;
    let snapshot = Snapshot::new(facilities, &state.reference.categories, version, today, now)?;
    state.replace_snapshot(snapshot).map_err(RefreshError::Preparation)?;
    Ok(Some(state.snapshot()))
}

/// Statistics that count, by their import.
pub type Released = [(StatisticsImport, Vec<StatFact>)];

/// Puts the indicators together anew by `compute` when the register, a release of statistics, the roads or the day is
/// another. Gives them; `None` if they are up to date.
pub fn refresh_indicators<E: From<StoreError>>(
    state: &State,
    today: NaiveDate,
    compute: impl FnOnce(&Snapshot, &Released) -> Result<Base, E>,
) -> Result<Option<Arc<LoadedIndicators>>, E> {
    let snapshot = state.snapshot();
    let version = indicators_version(state, snapshot.version(), today)?;
    if state.indicators_version() == Some(version) {
        return Ok(None);
    }
    let base = compute(&snapshot, &state.database.released_statistics()?)?;
    state.replace_indicators(LoadedIndicators { base, version });
    Ok(state.indicators().ok())
}

/// One number for everything the indicators are put together from.
fn indicators_version(state: &State, register: u64, today: NaiveDate) -> Result<u64, StoreError> {
    let roads = state.search.router.network(Mode::Car).and_then(Network::matrix);
    let roads = roads.map(|matrix| matrix.data_version().to_owned());
    let mut hasher = DefaultHasher::new();
    (register, state.database.statistics_version()?, today, roads).hash(&mut hasher);
    Ok(hasher.finish())
}
