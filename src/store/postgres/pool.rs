//! Connections to the server: made alike, checked before they are handed out, and made anew when the server is back.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use diesel::connection::{SimpleConnection, TransactionManager};
use diesel::r2d2::{ManageConnection, NopErrorHandler, Pool, PooledConnection};
use diesel_async::AsyncPgConnection;

use super::Connection;
use super::address::{Address, causes};
use super::io::Io;
use crate::store::StoreError;

/// Connections that a service keeps open; searches use none of them.
const POOL_SIZE: u32 = 8;
/// How long a caller waits for a connection. Longer would fill the threads of a service whose server is away.
const WAIT: Duration = Duration::from_secs(2);
/// How long a connection may take from the first byte to the first answer.
const HANDSHAKE: Duration = Duration::from_secs(5);

/// Set for every session. A transaction waits for the writer as long as one in SQLite does. The server ends the
/// transaction of a machine that has vanished, which would otherwise hold the lock for hours. What was acknowledged is on
/// the disk, also where the server's own setting is milder.
const SESSION: &str = "SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '60s'; \
     SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; \
     SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";

/// Makes connections.
#[derive(Clone)]
pub(super) struct Manager {
    address: Address,
    io: Arc<Io>,
    /// Why the last attempt failed; nothing once one succeeds.
    failure: Arc<Mutex<Option<String>>>,
}

impl Manager {
    pub fn new(address: Address, io: Arc<Io>) -> Self {
        Self { address, io, failure: Arc::default() }
    }

    fn note(&self, failure: Option<String>) {
        *self.failure.lock().unwrap_or_else(PoisonError::into_inner) = failure;
    }

    fn last_failure(&self) -> Option<String> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn try_connect(&self) -> Result<Connection, String> {
        let Address { config, tls, .. } = self.address.clone();
        let connecting = async move {
            let (client, connection) = config.connect(tls).await.map_err(|error| causes(&error))?;
            AsyncPgConnection::try_from_client_and_connection(client, connection)
                .await
                .map_err(|error| error.to_string())
        };
        let in_time = async { tokio::time::timeout(HANDSHAKE, connecting).await };
        let connection = match self.io.run(in_time) {
            Some(Ok(outcome)) => outcome?,
            Some(Err(_)) => return Err(format!("no answer within {} seconds", HANDSHAKE.as_secs())),
            None => return Err("the thread of the database has ended".to_owned()),
        };
        let mut connection = Connection::from(connection);
        connection.batch_execute(SESSION).map_err(|error| error.to_string())?;
        Ok(connection)
    }
}

/// A connection that could not be made or is no longer good.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct ConnectionFailure(String);

impl ManageConnection for Manager {
    type Connection = Connection;
    type Error = ConnectionFailure;

    fn connect(&self) -> Result<Connection, ConnectionFailure> {
        let outcome = self.try_connect();
        self.note(outcome.as_ref().err().cloned());
        outcome.map_err(ConnectionFailure)
    }

    fn is_valid(&self, connection: &mut Connection) -> Result<(), ConnectionFailure> {
        connection.batch_execute("SELECT 1").map_err(|error| ConnectionFailure(error.to_string()))
    }

    fn has_broken(&self, connection: &mut Connection) -> bool {
        // A thread that ended in the middle of a transaction has left it open.
        std::thread::panicking()
            || <Connection as diesel::Connection>::TransactionManager::is_broken_transaction_manager(
                connection,
            )
    }
}

/// The connections of a store.
pub(super) struct Connections {
    pool: Pool<Manager>,
    manager: Manager,
}

impl Connections {
    /// Connects once, so that an error is told with its cause, and then as needed.
    pub fn open(manager: Manager) -> Result<(Self, Connection), StoreError> {
        let place = manager.address.place.clone();
        let first =
            manager.connect().map_err(|ConnectionFailure(cause)| StoreError::Connect { place, cause })?;
        let pool = Pool::builder()
            .max_size(POOL_SIZE)
            .min_idle(Some(0))
            .connection_timeout(WAIT)
            // The cause is told to who waits for the connection.
            .error_handler(Box::new(NopErrorHandler))
            .build_unchecked(manager.clone());
        Ok((Self { pool, manager }, first))
    }

    /// Takes a connection. Blocks, so it is never called on a thread that serves requests.
    pub fn get(&self) -> Result<PooledConnection<Manager>, StoreError> {
        self.pool.get().map_err(|_| match self.manager.last_failure() {
            Some(cause) => StoreError::Away { cause },
            None => StoreError::Busy,
        })
    }

    /// Where it is, in words.
    pub fn place(&self) -> &str {
        &self.manager.address.place
    }

    /// What further connections are made from.
    pub fn address(&self) -> &Address {
        &self.manager.address
    }

    /// The thread of the sockets.
    pub fn io(&self) -> &Io {
        &self.manager.io
    }
}
