//! Rows to domain types and back. Nothing above this room knows diesel.
//!
//! The register lies in one SQLite file in WAL mode: readers never wait for a writer, and a second
//! writer waits up to [`BUSY_TIMEOUT`] and then says so. All statements go through diesel's query
//! language, so that PostgreSQL can stand behind the same functions.

mod cost_rows;
mod register;
mod rows;
mod schema;
mod statistics;

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::r2d2::{ConnectionManager, CustomizeConnection, Pool, PooledConnection};
use diesel::sqlite::{Sqlite, SqliteConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

pub use register::{Change, ChangeKind, Changes, Feed, ImportRun, PlacesRecord, Writer};
pub use statistics::{Manifest, ReleaseError, StatisticsImport};

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// How long a statement waits for another process's transaction to end.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// Connections a service keeps open; searches use none of them.
const POOL_SIZE: u32 = 4;
const FILE_NAME: &str = "pflegeplan.sqlite";

/// Why the database did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    #[error(
        "the data folder {path} cannot be made: {cause}; hint: set PFLEGEPLAN_DATA_DIR to a folder you may write to"
    )]
    Folder { path: PathBuf, cause: std::io::Error },
    #[error("the database {path} cannot be opened: {cause}")]
    Open { path: PathBuf, cause: String },
    #[error("the database {path} is damaged: {report}; hint: restore the last backup")]
    Damaged { path: PathBuf, report: String },
    #[error(
        "the database was written by a newer version of pflegeplan (migration {0}); hint: use that version"
    )]
    Newer(String),
    #[error("the database could not be brought up to date: {0}")]
    Migration(String),
    #[error(
        "the database is in use by another process; nothing was written; hint: try again when its work is done"
    )]
    Busy,
    #[error("the disk is full; nothing was written; hint: make room and try again")]
    DiskFull,
    #[error(
        "the disk could not be read or written; nothing was written; hint: check that it has room and works"
    )]
    DiskFailed,
    #[error("facility {facility} in the database has a value that makes no sense: {what}")]
    BadRow { facility: String, what: String },
    #[error("provider {provider} in the database has a value that makes no sense: {what}")]
    BadProvider { provider: String, what: String },
    #[error("a figure of import {import} in the database has a value that makes no sense: {what}")]
    BadFigure { import: u32, what: String },
    #[error("{0} is more places than a register can hold")]
    CountTooLarge(u32),
    #[error("the database refused: {0}; nothing was written")]
    Query(diesel::result::Error),
}

impl From<diesel::result::Error> for DbError {
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
            Self::Query(error)
        }
    }
}

/// The register on disk. Cheap to clone; clones share their connections.
#[derive(Clone)]
pub struct Database {
    pool: Pool<ConnectionManager<SqliteConnection>>,
    path: PathBuf,
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Database").field("path", &self.path).finish_non_exhaustive()
    }
}

/// Sets every new connection up alike.
#[derive(Debug)]
struct Setup;

impl CustomizeConnection<SqliteConnection, diesel::r2d2::Error> for Setup {
    fn on_acquire(&self, connection: &mut SqliteConnection) -> Result<(), diesel::r2d2::Error> {
        let pragmas = format!(
            "PRAGMA busy_timeout = {}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; \
             PRAGMA foreign_keys = ON;",
            BUSY_TIMEOUT.as_millis()
        );
        connection.batch_execute(&pragmas).map_err(diesel::r2d2::Error::QueryError)
    }
}

impl Database {
    /// Opens the database in a folder, makes both if they are missing, checks the file's integrity
    /// and brings its tables up to date.
    pub fn open(folder: &Path) -> Result<Self, DbError> {
        std::fs::create_dir_all(folder)
            .map_err(|cause| DbError::Folder { path: folder.to_owned(), cause })?;
        let path = folder.join(FILE_NAME);
        let open = |cause: String| DbError::Open { path: path.clone(), cause };
        let manager = ConnectionManager::new(path.to_string_lossy());
        // The first connection is made here, where its error still has its words.
        let mut first =
            SqliteConnection::establish(&path.to_string_lossy()).map_err(|error| open(error.to_string()))?;
        Setup.on_acquire(&mut first).map_err(|error| damaged_or(&path, error.to_string()))?;
        check_integrity(&mut first, &path)?;
        migrate(&mut first)?;
        let pool = Pool::builder()
            .max_size(POOL_SIZE)
            .min_idle(Some(1))
            .connection_timeout(BUSY_TIMEOUT)
            .connection_customizer(Box::new(Setup))
            .build(manager)
            .map_err(|error| open(error.to_string()))?;
        Ok(Self { pool, path })
    }

    /// Whether a folder holds a database.
    pub fn exists(folder: &Path) -> bool {
        folder.join(FILE_NAME).exists()
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Takes a connection. Blocks, so it is never called on a thread that serves requests.
    fn connection(&self) -> Result<PooledConnection<ConnectionManager<SqliteConnection>>, DbError> {
        self.pool.get().map_err(|_| DbError::Busy)
    }
}

fn damaged_or(path: &Path, cause: String) -> DbError {
    if cause.contains("not a database") || cause.contains("malformed") {
        DbError::Damaged { path: path.to_owned(), report: cause }
    } else if cause.contains("locked") {
        DbError::Busy
    } else {
        DbError::Open { path: path.to_owned(), cause }
    }
}

#[derive(QueryableByName)]
struct IntegrityLine {
    #[diesel(sql_type = diesel::sql_types::Text)]
    integrity_check: String,
}

fn check_integrity(connection: &mut SqliteConnection, path: &Path) -> Result<(), DbError> {
    let lines: Vec<IntegrityLine> = diesel::sql_query("PRAGMA integrity_check(1)")
        .load(connection)
        .map_err(|error| damaged_or(path, error.to_string()))?;
    match lines.first() {
        Some(line) if line.integrity_check == "ok" => Ok(()),
        other => Err(DbError::Damaged {
            path: path.to_owned(),
            report: other.map_or_else(|| "no answer".to_owned(), |line| line.integrity_check.clone()),
        }),
    }
}

fn migrate(connection: &mut SqliteConnection) -> Result<(), DbError> {
    let failed = |error: Box<dyn std::error::Error + Send + Sync>| DbError::Migration(error.to_string());
    let known: Vec<String> = diesel::migration::MigrationSource::<Sqlite>::migrations(&MIGRATIONS)
        .map_err(failed)?
        .iter()
        .map(|migration| migration.name().version().to_string())
        .collect();
    let applied = connection.applied_migrations().map_err(failed)?;
    if let Some(newer) = applied.iter().map(ToString::to_string).find(|version| !known.contains(version)) {
        return Err(DbError::Newer(newer));
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
        .or_else(|error| outcome.and(Err(DbError::from(error))))
}

#[cfg(test)]
mod tests;
