//! Brings the database up to date.

use diesel::connection::{Connection as _, SimpleConnection};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Integer, Text};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::Connection;
use crate::store::StoreError;
use crate::store::migrations::{Progress, failed, known};

pub(super) const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/postgres");
/// The oldest PostgreSQL that is tested.
const OLDEST: i32 = 15;

#[derive(QueryableByName)]
struct ServerRow {
    #[diesel(sql_type = Integer)]
    version: i32,
    #[diesel(sql_type = Text)]
    encoding: String,
}

#[derive(QueryableByName)]
struct PresentRow {
    #[diesel(sql_type = Bool)]
    present: bool,
}

#[derive(QueryableByName)]
struct VersionRow {
    #[diesel(sql_type = Text)]
    version: String,
}

/// Refuses a server on which the store would behave differently.
pub(super) fn check_server(connection: &mut Connection, place: &str) -> Result<(), StoreError> {
    let server: ServerRow = diesel::sql_query(
        "SELECT current_setting('server_version_num')::int / 10000 AS version, \
         current_setting('server_encoding') AS encoding",
    )
    .get_result(connection)?;
    let unfit = |cause: String| Err(StoreError::Connect { place: place.to_owned(), cause });
    if server.version < OLDEST {
        return unfit(format!("it is PostgreSQL {}; expected {OLDEST} or newer", server.version));
    }
    if server.encoding != "UTF8" {
        return unfit(format!("its encoding is {}; expected UTF8", server.encoding));
    }
    Ok(())
}

/// Runs the steps that are missing. Of processes that start together one runs them, and the others wait: without the lock
/// their steps would collide.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let known = known::<Pg>(&MIGRATIONS)?;
    // Nothing is written where nothing is missing, so that a service starts on a server that only reads.
    if Progress::of(&applied(connection)?, &known)? == Progress::Complete {
        return Ok(());
    }
    let mut outcome = Ok(());
    connection
        .transaction(|connection| {
            connection.batch_execute("SET LOCAL lock_timeout = '5min'")?;
            connection.batch_execute("SELECT pg_advisory_xact_lock(7319, 1)")?;
            outcome = run_missing(connection, &known);
            match outcome {
                Ok(()) => Ok(()),
                Err(_) => Err(diesel::result::Error::RollbackTransaction),
            }
        })
        .or_else(|error| outcome.and(Err(StoreError::from(error))))
}

fn run_missing(connection: &mut Connection, known: &[String]) -> Result<(), StoreError> {
    if Progress::of(&applied(connection)?, known)? == Progress::Missing {
        connection.run_pending_migrations(MIGRATIONS).map_err(failed)?;
    }
    Ok(())
}

/// The steps that have run. Diesel's own question would create its table, which a server that only reads refuses.
fn applied(connection: &mut Connection) -> Result<Vec<String>, StoreError> {
    let present: PresentRow =
        diesel::sql_query("SELECT to_regclass('__diesel_schema_migrations') IS NOT NULL AS present")
            .get_result(connection)?;
    if !present.present {
        return Ok(Vec::new());
    }
    let rows: Vec<VersionRow> =
        diesel::sql_query("SELECT version::text AS version FROM __diesel_schema_migrations")
            .load(connection)?;
    Ok(rows.into_iter().map(|row| row.version).collect())
}
