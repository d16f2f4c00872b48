//! Storage of the register, the imports of official statistics, and the accounts of those who keep the register.
//!
//! [`RegisterStore`], [`StatisticsStore`] and [`AccountStore`] say what a database must be able to do; [`Database`] is the handle that
//! is passed around. `sqlite/` and `postgres/` implement them. What both say in the same words stands in `statements/`, which each
//! mounts for its own connection, and the tables with their rows in `tables/`.

mod accounts;
mod content;
mod error;
mod failure;
mod geopackage;
mod german;
mod history;
mod marker;
mod migrations;
mod postgres;
mod register;
mod sqlite;
mod statistics;
mod tables;

use std::fmt;
use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;

use tokio::sync::watch;

pub use accounts::{Account, AccountEvent, AccountStore, NewAccount, SessionRecord};
pub use content::{
    ContentError, ContentSink, ContentStore, Digester, Digests, Row, Table, TableDigest, content_line,
};
pub use error::StoreError;
pub use geopackage::write_geopackage;
pub use history::{Author, ChangeKind, HistoryEntry, StoredChange};
pub use postgres::Server;
pub use register::{Change, Changes, Feed, ImportRun, PlacesRecord, RegisterStore, RegisterWriter};
pub use statistics::{Manifest, ReleaseError, StatisticsImport, StatisticsStore, StoredPattern};

/// A database with everything that is kept.
pub trait Backend: RegisterStore + StatisticsStore + AccountStore + ContentStore {
    /// Where it lies, for messages; without a password.
    fn place(&self) -> String;

    /// Whether the database is still there, the same and whole. Cheap as long as nobody has written it.
    ///
    /// # Errors
    ///
    /// [`StoreError::Removed`], [`StoreError::Replaced`], [`StoreError::Damaged`], [`StoreError::Exchanged`] or
    /// [`StoreError::Away`].
    fn check(&self) -> Result<(), StoreError>;

    /// A number that changes when it is worth looking for a new version, where the database tells it. A notice may be
    /// lost, so whoever waits for one looks from time to time as well.
    fn notices(&self) -> Option<watch::Receiver<u64>> {
        None
    }
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
        f.debug_struct("Database").field("place", &self.0.place()).finish_non_exhaustive()
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

    /// Connects to a database on a server and runs the migrations. `data_dir` is the data folder of the installation, where
    /// the marker of a real register lies.
    ///
    /// # Errors
    ///
    /// Where the server does not answer, or is not fit.
    pub fn connect(server: &Server, data_dir: &Path) -> Result<Self, StoreError> {
        Ok(Self(Arc::new(postgres::PostgresStore::open(server, data_dir, false)?)))
    }

    /// Connects to a database that is about to be filled, also where the data folder once belonged to a real register.
    ///
    /// # Errors
    ///
    /// Where the server does not answer, or is not fit.
    pub fn connect_empty(server: &Server, data_dir: &Path) -> Result<Self, StoreError> {
        Ok(Self(Arc::new(postgres::PostgresStore::open(server, data_dir, true)?)))
    }

    /// Puts the database of one folder, which nobody uses, into another that has none.
    ///
    /// # Errors
    ///
    /// Where the other has one, or files of one that was lost.
    pub fn move_into(from: &Path, to: &Path) -> Result<(), StoreError> {
        sqlite::SqliteStore::move_into(from, to)
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

#[cfg(test)]
mod tests;
