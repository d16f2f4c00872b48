//! The store in SQLite.
//!
//! The register is one SQLite file in WAL mode: readers never wait for a writer, and a second
//! writer waits up to [`BUSY_TIMEOUT`] and then says so.

mod file;
#[path = "../statements/mod.rs"]
#[allow(clippy::duplicate_mod, reason = "compiled once for the connection of each database")]
mod statements;

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use diesel::connection::{Connection as _, SimpleConnection};
use diesel::prelude::*;
use diesel::r2d2::{ConnectionManager, CustomizeConnection, Pool, PooledConnection};
use diesel::sqlite::{Sqlite, SqliteConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::failure::carried;
use super::marker::Marker;
use super::migrations::{Progress, failed, known};
use super::{Backend, StoreError};
use file::OpenedFile;
use statements::has_real_facilities;

type Connection = SqliteConnection;
type Store = SqliteStore;

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// How long a statement waits for another process's transaction to end.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// Connections a service keeps open; searches use none of them.
const POOL_SIZE: u32 = 4;
const FILE_NAME: &str = "pflegeplan.sqlite";

/// Register and statistics in one file.
pub(super) struct SqliteStore {
    pool: Pool<ConnectionManager<SqliteConnection>>,
    path: PathBuf,
    file: OpenedFile,
    marker: Marker,
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
        let marker = Marker::of(folder);
        if marker.exists() && !path.exists() {
            return Err(StoreError::Lost { path, marker: marker.path() });
        }
        let open = |cause: String| StoreError::Open { path: path.clone(), cause };
        let manager = ConnectionManager::new(path.to_string_lossy());
        // The first connection is made here, because the pool would lose the text of its error.
        let mut first =
            SqliteConnection::establish(&path.to_string_lossy()).map_err(|error| open(error.to_string()))?;
        Setup.on_acquire(&mut first).map_err(|error| damaged_or(&path, error.to_string()))?;
        check_integrity(&mut first, &path)?;
        migrate(&mut first)?;
        if has_real_facilities(&mut first)? {
            marker.set();
        }
        let pool = Pool::builder()
            .max_size(POOL_SIZE)
            .min_idle(Some(1))
            .connection_timeout(BUSY_TIMEOUT)
            .connection_customizer(Box::new(Setup))
            .build(manager)
            .map_err(|error| open(error.to_string()))?;
        let file = OpenedFile::new(&path)?;
        Ok(Self { pool, path, file, marker })
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

    /// Runs statements that see the database as it is at one moment.
    fn read<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut SqliteConnection) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut connection = self.connection()?;
        let value = carried(|carry| connection.transaction(|connection| work(connection).map_err(carry)))?;
        // The pages that SQLite has kept of it are of no use before the next version.
        connection.batch_execute("PRAGMA shrink_memory").map_err(StoreError::from)?;
        Ok(value)
    }

    /// Runs `work` as the only writer. What it wrote is kept if it gives `Ok`; otherwise nothing is. A second writer,
    /// also of another process, waits until the first is done.
    fn change<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut SqliteConnection) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut connection = self.connection()?;
        let value =
            carried(|carry| connection.immediate_transaction(|connection| work(connection).map_err(carry)))?;
        if !self.marker.is_set() && has_real_facilities(&mut connection)? {
            self.marker.set();
        }
        Ok(value)
    }
}

impl SqliteStore {
    /// The next numbers follow by themselves: SQLite goes on behind the largest.
    fn after_content(_: &mut SqliteConnection) -> Result<(), StoreError> {
        Ok(())
    }

    /// Puts the database of one folder, which nobody uses, into another that has none. It is there whole or not at all.
    pub fn move_into(from: &Path, to: &Path) -> Result<(), StoreError> {
        let (source, target) = (from.join(FILE_NAME), to.join(FILE_NAME));
        let in_the_way = ["", "-wal", "-shm"].map(|ending| to.join(format!("{FILE_NAME}{ending}")));
        if let Some(path) = in_the_way.into_iter().find(|path| path.exists()) {
            let cause = "it is left from another database; hint: move it away".to_owned();
            return Err(StoreError::Open { path, cause });
        }
        let failed = |cause: String| StoreError::Open { path: source.clone(), cause };
        let mut connection = SqliteConnection::establish(&source.to_string_lossy())
            .map_err(|error| failed(error.to_string()))?;
        // All of it into the one file.
        connection.batch_execute("PRAGMA journal_mode = DELETE")?;
        check_integrity(&mut connection, &source)?;
        drop(connection);
        let moved = std::fs::File::open(&source)
            .and_then(|file| file.sync_all())
            .and_then(|()| std::fs::rename(&source, &target))
            .and_then(|()| std::fs::File::open(to)?.sync_all());
        moved.map_err(|cause| failed(cause.to_string()))?;
        if Marker::of(from).exists() {
            Marker::of(to).set();
        }
        Ok(())
    }
}

impl Backend for SqliteStore {
    fn place(&self) -> String {
        self.path.display().to_string()
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
    let applied: Vec<String> =
        connection.applied_migrations().map_err(failed)?.iter().map(ToString::to_string).collect();
    if Progress::of(&applied, &known::<Sqlite>(&MIGRATIONS)?)? == Progress::Complete {
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
