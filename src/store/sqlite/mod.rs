//! The store in SQLite.
//!
//! The register is one SQLite file in WAL mode: readers never wait for a writer, and a second
//! writer waits up to [`BUSY_TIMEOUT`] and then says so. All statements go through diesel's query
//! language, so that most of it holds for PostgreSQL too.

mod accounts;
mod cost_rows;
mod file;
mod history;
mod register;
mod rows;
mod schema;
mod statistics;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::r2d2::{ConnectionManager, CustomizeConnection, Pool, PooledConnection};
use diesel::sqlite::{Sqlite, SqliteConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{Backend, StoreError};
use file::OpenedFile;

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// How long a statement waits for another process's transaction to end.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// Connections a service keeps open; searches use none of them.
const POOL_SIZE: u32 = 4;
const FILE_NAME: &str = "pflegeplan.sqlite";

impl From<diesel::result::Error> for StoreError {
    fn from(error: diesel::result::Error) -> Self {
        // SQLite's own sentences are stable; diesel passes them on without the code.
        let text = error.to_string();
        if text.contains("database is locked") || text.contains("database table is locked") {
            Self::Busy
        } else if text.contains("database or disk is full") {
            Self::DiskFull
        } else if text.contains("disk I/O error") {
            Self::DiskFailed
        } else {
            Self::Query(text)
        }
    }
}

/// Register and statistics in one file.
pub(super) struct SqliteStore {
    pool: Pool<ConnectionManager<SqliteConnection>>,
    path: PathBuf,
    file: OpenedFile,
    /// Whether the folder is known to be marked as one that holds a real register.
    is_marked: AtomicBool,
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteStore").field("path", &self.path).finish_non_exhaustive()
    }
}

/// Sets every new connection up alike. With `FULL`, a transaction that was acknowledged is on the disk and survives the
/// loss of power; `NORMAL` would lose the last ones.
#[derive(Debug)]
struct Setup;

impl CustomizeConnection<SqliteConnection, diesel::r2d2::Error> for Setup {
    fn on_acquire(&self, connection: &mut SqliteConnection) -> Result<(), diesel::r2d2::Error> {
        let pragmas = format!(
            "PRAGMA busy_timeout = {}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
             PRAGMA foreign_keys = ON;",
            BUSY_TIMEOUT.as_millis()
        );
        connection.batch_execute(&pragmas).map_err(diesel::r2d2::Error::QueryError)
    }
}

impl SqliteStore {
    /// Opens the database in a folder, creates both if they are missing, checks the file's integrity
    /// and runs the migrations.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        std::fs::create_dir_all(folder)
            .map_err(|cause| StoreError::Folder { path: folder.to_owned(), cause })?;
        let path = folder.join(FILE_NAME);
        file::check_not_lost(folder, &path)?;
        let open = |cause: String| StoreError::Open { path: path.clone(), cause };
        let manager = ConnectionManager::new(path.to_string_lossy());
        // The first connection is made here, because the pool would lose the text of its error.
        let mut first =
            SqliteConnection::establish(&path.to_string_lossy()).map_err(|error| open(error.to_string()))?;
        Setup.on_acquire(&mut first).map_err(|error| damaged_or(&path, error.to_string()))?;
        check_integrity(&mut first, &path)?;
        migrate(&mut first)?;
        let has_real = has_real_facilities(&mut first)?;
        let pool = Pool::builder()
            .max_size(POOL_SIZE)
            .min_idle(Some(1))
            .connection_timeout(BUSY_TIMEOUT)
            .connection_customizer(Box::new(Setup))
            .build(manager)
            .map_err(|error| open(error.to_string()))?;
        let file = OpenedFile::new(&path)?;
        let store = Self { pool, path, file, is_marked: AtomicBool::new(false) };
        store.mark_if(has_real);
        Ok(store)
    }

    /// Marks the folder as one that holds a real register, once.
    fn mark_if(&self, has_real: bool) {
        if has_real && !self.is_marked.swap(true, Ordering::Relaxed) {
            self.path.parent().into_iter().for_each(file::mark);
        }
    }

    /// Notes after a transaction whether the register is a real one.
    fn mark(&self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        if !self.is_marked.load(Ordering::Relaxed) {
            self.mark_if(has_real_facilities(connection)?);
        }
        Ok(())
    }

    /// Whether a folder holds a database.
    pub fn exists(folder: &Path) -> bool {
        folder.join(FILE_NAME).exists()
    }

    /// Takes a connection. Blocks, so it is never called on a thread that serves requests.
    fn connection(&self) -> Result<PooledConnection<ConnectionManager<SqliteConnection>>, StoreError> {
        self.file.check_identity()?;
        self.pool.get().map_err(|_| StoreError::Busy)
    }
}

impl Backend for SqliteStore {
    fn path(&self) -> &Path {
        &self.path
    }

    fn check(&self) -> Result<(), StoreError> {
        self.file.check(|| {
            // A connection of its own, because the others keep pages of the file as it was.
            let path = self.path.to_string_lossy();
            let mut fresh = SqliteConnection::establish(&path)
                .map_err(|error| damaged_or(&self.path, error.to_string()))?;
            Setup.on_acquire(&mut fresh).map_err(|error| damaged_or(&self.path, error.to_string()))?;
            check_integrity(&mut fresh, &self.path)
        })
    }
}

fn has_real_facilities(connection: &mut SqliteConnection) -> Result<bool, StoreError> {
    use diesel::dsl::{exists, select};
    let real = schema::facility::table.filter(schema::facility::example.eq(false));
    Ok(select(exists(real)).get_result(connection)?)
}

fn damaged_or(path: &Path, cause: String) -> StoreError {
    if cause.contains("not a database") || cause.contains("malformed") {
        StoreError::Damaged { path: path.to_owned(), report: cause }
    } else if cause.contains("locked") {
        StoreError::Busy
    } else {
        StoreError::Open { path: path.to_owned(), cause }
    }
}

#[derive(QueryableByName)]
struct IntegrityLine {
    #[diesel(sql_type = diesel::sql_types::Text)]
    integrity_check: String,
}

fn check_integrity(connection: &mut SqliteConnection, path: &Path) -> Result<(), StoreError> {
    let lines: Vec<IntegrityLine> = diesel::sql_query("PRAGMA integrity_check(1)")
        .load(connection)
        .map_err(|error| damaged_or(path, error.to_string()))?;
    match lines.first() {
        Some(line) if line.integrity_check == "ok" => Ok(()),
        other => Err(StoreError::Damaged {
            path: path.to_owned(),
            report: other.map_or_else(|| "no answer".to_owned(), |line| line.integrity_check.clone()),
        }),
    }
}

fn migrate(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let failed = |error: Box<dyn std::error::Error + Send + Sync>| StoreError::Migration(error.to_string());
    let known: Vec<String> = diesel::migration::MigrationSource::<Sqlite>::migrations(&MIGRATIONS)
        .map_err(failed)?
        .iter()
        .map(|migration| migration.name().version().to_string())
        .collect();
    let applied = connection.applied_migrations().map_err(failed)?;
    if let Some(newer) = applied.iter().map(ToString::to_string).find(|version| !known.contains(version)) {
        return Err(StoreError::Newer(newer));
    }
    if applied.len() == known.len() {
        return Ok(());
    }
    // One transaction around all, so that of two processes that start together one waits.
    let mut outcome = Ok(());
    connection
        .immediate_transaction(|connection| {
            outcome = connection.run_pending_migrations(MIGRATIONS).map(|_| ()).map_err(failed);
            match outcome {
                Ok(()) => Ok(()),
                Err(_) => Err(diesel::result::Error::RollbackTransaction),
            }
        })
        .or_else(|error| outcome.and(Err(StoreError::from(error))))
}

#[cfg(test)]
mod tests;
