//! Storage of the register, the imports of official statistics, and the accounts of those who keep the register.
//!
//! [`RegisterStore`], [`StatisticsStore`] and [`AccountStore`] say what a database must be able to do; [`Database`] is the handle that
//! is passed around. `sqlite/` is the one implementation, and alone knows diesel and SQL. Another database is
//! another folder that implements them, and a choice in [`Database::open`].

mod accounts;
mod error;
mod history;
mod register;
mod sqlite;
mod statistics;

use std::fmt;
use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;

pub use accounts::{Account, AccountEvent, AccountStore, NewAccount, SessionRecord};
pub use error::StoreError;
pub use history::{Author, ChangeKind, HistoryEntry, StoredChange};
pub use register::{Change, Changes, Feed, ImportRun, PlacesRecord, RegisterStore, RegisterWriter};
pub use statistics::{Manifest, ReleaseError, StatisticsImport, StatisticsStore, StoredPattern};

/// A database with everything that is kept.
pub trait Backend: RegisterStore + StatisticsStore + AccountStore {
    /// Where it lies, for messages.
    fn path(&self) -> &Path;

    /// Whether the database is still there, the same and whole. Cheap as long as nobody has written it.
    ///
    /// # Errors
    ///
    /// [`StoreError::Removed`], [`StoreError::Replaced`] or [`StoreError::Damaged`].
    fn check(&self) -> Result<(), StoreError>;
}

/// The handle to the database: the methods of the three traits are called on it. Cheap to
/// clone; clones share their connections. Its calls block, so none is made on a thread that serves requests.
///
/// ```
/// use pflegeplan::store::{Changes, Database, StoreError};
///
/// let folder = std::env::temp_dir().join(format!("pflegeplan-doc-{}", std::process::id()));
/// let database = Database::open(&folder)?;
/// assert_eq!(database.version()?, 0);
/// // One transaction: what it read is still true when it writes.
/// let count = database.write(|writer| {
///     writer.apply(&Changes::default())?;
///     writer.count()
/// })?;
/// assert_eq!((count, database.version()?), (0, 0), "no change makes no version");
/// # std::fs::remove_dir_all(&folder).unwrap();
/// # Ok::<(), StoreError>(())
/// ```
#[derive(Clone)]
pub struct Database(Arc<dyn Backend>);

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Database").field("path", &self.0.path()).finish_non_exhaustive()
    }
}

impl Deref for Database {
    type Target = dyn Backend;

    fn deref(&self) -> &Self::Target {
        self.0.as_ref()
    }
}

impl Database {
    /// Opens the database in a folder, creates both if they are missing, checks the file's integrity
    /// and runs the migrations.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        Ok(Self(Arc::new(sqlite::SqliteStore::open(folder)?)))
    }

    /// Whether a folder holds a database.
    pub fn exists(folder: &Path) -> bool {
        sqlite::SqliteStore::exists(folder)
    }

    /// Runs `work` with the only writer there is. What it wrote is kept if it gives `Ok`; otherwise
    /// nothing is. A second process waits until the first is done.
    pub fn write<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut dyn RegisterWriter) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut work = Some(work);
        let mut outcome = None;
        let ended = self.0.in_transaction(&mut |writer| {
            outcome = work.take().map(|work| work(writer));
            matches!(outcome, Some(Ok(_)))
        });
        match (outcome, ended) {
            (Some(Ok(value)), Ok(())) => Ok(value),
            (Some(Err(error)), _) => Err(error),
            (_, Err(error)) => Err(error.into()),
            // A store that ended well has run the work.
            (None, Ok(())) => Err(StoreError::Busy.into()),
        }
    }
}
