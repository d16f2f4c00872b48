//! The store in PostgreSQL, for services on several machines.
//!
//! There is one writer at a time, as in SQLite: a transaction that writes takes an advisory lock first, and a second one
//! waits for it. Text is compared byte by byte (`COLLATE "C"` in the migrations), as Rust and SQLite do, whatever the
//! language of the database is.

mod address;
mod io;
mod listen;
mod migrate;
mod pool;
#[path = "../statements/mod.rs"]
#[allow(clippy::duplicate_mod, reason = "compiled once for the connection of each database")]
mod statements;

use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use diesel::connection::{Connection as _, SimpleConnection};
use diesel::prelude::*;
use diesel::r2d2::PooledConnection;
use diesel::sql_types::Text;
use diesel_async::AsyncPgConnection;
use diesel_async::async_connection_wrapper::AsyncConnectionWrapper;
use tokio::sync::watch;

pub use address::Server;

use super::failure::carried;
use super::marker::Marker;
use super::tables::schema::register_state;
use super::{Backend, StoreError};
use address::Address;
use io::{Io, Park};
use pool::{Connections, Manager};
use statements::has_real_facilities;

type Connection = AsyncConnectionWrapper<AsyncPgConnection, Park>;
type Store = PostgresStore;

/// Everything that is kept, in one database of a server.
pub(super) struct PostgresStore {
    connections: Connections,
    /// Which database it was when it was opened.
    identity: String,
    marker: Marker,
    notices: Mutex<Option<watch::Receiver<u64>>>,
}

impl fmt::Debug for PostgresStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresStore").field("place", &self.connections.place()).finish_non_exhaustive()
    }
}

#[derive(QueryableByName)]
struct IdentityRow {
    /// The number of the database and that of its most important table, which is empty where the table is missing.
    #[diesel(sql_type = Text)]
    identity: String,
}

fn identity(connection: &mut Connection) -> Result<String, StoreError> {
    let row: IdentityRow = diesel::sql_query(
        "SELECT oid::text || ' ' || coalesce(to_regclass('register_state')::oid::text, '') AS identity \
         FROM pg_database WHERE datname = current_database()",
    )
    .get_result(connection)?;
    Ok(row.identity)
}

/// Whether the register has never held anything.
fn is_new(connection: &mut Connection) -> Result<bool, StoreError> {
    let version: i64 = register_state::table.select(register_state::version).first(connection)?;
    Ok(version == 0)
}

impl PostgresStore {
    /// Connects to the database and runs the migrations. `data_dir` is where the marker of a real register lies; an empty
    /// database beside it is refused unless it is about to be filled.
    pub fn open(server: &Server, data_dir: &Path, is_to_be_filled: bool) -> Result<Self, StoreError> {
        let address = Address::of(server)?;
        let io = Io::start().map_err(|cause| StoreError::Connect {
            place: address.place.clone(),
            cause: cause.to_string(),
        })?;
        let (connections, mut first) = Connections::open(Manager::new(address, Arc::new(io)))?;
        migrate::check_server(&mut first, connections.place())?;
        migrate::migrate(&mut first)?;
        let marker = Marker::of(data_dir);
        let has_real = has_real_facilities(&mut first)?;
        if !is_to_be_filled && marker.exists() && is_new(&mut first)? {
            return Err(StoreError::Emptied { place: connections.place().to_owned(), marker: marker.path() });
        }
        if has_real {
            marker.set();
        }
        let identity = identity(&mut first)?;
        Ok(Self { connections, identity, marker, notices: Mutex::default() })
    }

    /// Lets the next numbers follow those of the rows that came with theirs.
    fn after_content(connection: &mut Connection) -> Result<(), StoreError> {
        connection.batch_execute(
            "DO $$ DECLARE t text; BEGIN
                FOR t IN SELECT table_name FROM information_schema.columns
                    WHERE table_schema = current_schema() AND is_identity = 'YES' LOOP
                    EXECUTE format('SELECT setval(pg_get_serial_sequence(%L, ''id''), coalesce(max(id), 0) + 1, false)
                        FROM %I', t, t);
                END LOOP;
            END $$",
        )?;
        Ok(())
    }

    /// Takes a connection for one statement.
    fn connection(&self) -> Result<PooledConnection<Manager>, StoreError> {
        self.connections.get()
    }

    /// Runs statements that see the database as it is at one moment.
    fn read<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut connection = self.connection()?;
        carried(|carry| {
            connection.transaction(|connection| {
                connection.batch_execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
                work(connection).map_err(carry)
            })
        })
    }

    /// Runs `work` as the only writer. What it wrote is kept if it gives `Ok`; otherwise nothing is. A second writer,
    /// also of another machine, waits until the first is done.
    fn change<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut connection = self.connection()?;
        let value = carried(|carry| {
            connection.transaction(|connection| {
                lock(connection).map_err(|error| carry(error.into()))?;
                work(connection).map_err(carry)
            })
        })?;
        if !self.marker.is_set() && has_real_facilities(&mut connection)? {
            self.marker.set();
        }
        Ok(value)
    }
}

/// Waits until there is no other writer.
fn lock(connection: &mut Connection) -> Result<(), StoreError> {
    connection.batch_execute("SELECT pg_advisory_xact_lock(7319, 0)").map_err(|error| {
        match StoreError::from(error) {
            // Nothing else than the time can be wrong with this statement, in whichever language the server says so.
            StoreError::Query(_) => StoreError::Busy,
            other => other,
        }
    })
}

impl Backend for PostgresStore {
    fn place(&self) -> String {
        self.connections.place().to_owned()
    }

    fn check(&self) -> Result<(), StoreError> {
        let now = identity(&mut *self.connection()?)?;
        match now == self.identity {
            true => Ok(()),
            false => Err(StoreError::Exchanged { place: self.place() }),
        }
    }

    fn notices(&self) -> Option<watch::Receiver<u64>> {
        let mut known = self.notices.lock().unwrap_or_else(PoisonError::into_inner);
        let receiver = known.get_or_insert_with(|| {
            let (sender, receiver) = watch::channel(0);
            self.connections.io().spawn(listen::listen(self.connections.address().clone(), sender));
            receiver
        });
        Some(receiver.clone())
    }
}

#[cfg(test)]
mod tests;
