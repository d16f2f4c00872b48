//! What a failed statement means, whichever database it was sent to.

use diesel::result::DatabaseErrorKind::{ClosedConnection, ReadOnlyTransaction, UnableToSendCommand};
use diesel::result::Error;

use super::StoreError;

/// What a sentence of a database means.
type Meaning = fn(String) -> StoreError;

/// Parts of the sentences by which databases say what cannot be told otherwise: diesel passes their text on
/// without its code. Those of SQLite are stable; a PostgreSQL server writes in its own language, of which English and
/// German are known here. A sentence in another language is passed on as it is.
const SENTENCES: [(&str, Meaning); 10] = [
    ("database is locked", |_| StoreError::Busy),
    ("database table is locked", |_| StoreError::Busy),
    ("database or disk is full", |_| StoreError::DiskFull),
    ("No space left on device", |_| StoreError::DiskFull),
    ("kein Speicherplatz mehr", |_| StoreError::DiskFull),
    ("disk I/O error", |_| StoreError::DiskFailed),
    ("terminating connection", away),
    ("the database system is", away),
    ("Verbindung wird abgebrochen", away),
    ("breche Verbindung ab", away),
];

fn away(cause: String) -> StoreError {
    StoreError::Away { cause }
}

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        let text = error.to_string();
        if let Error::DatabaseError(kind, _) = &error {
            match kind {
                ClosedConnection | UnableToSendCommand => return Self::Away { cause: text },
                ReadOnlyTransaction => return Self::ReadOnly,
                _ => {}
            }
        }
        match SENTENCES.iter().find(|(sentence, _)| text.contains(sentence)) {
            Some((_, meaning)) => meaning(text),
            None => Self::Query(text),
        }
    }
}

/// Runs a transaction whose own error type is diesel's, and carries the error of the work beside it.
pub(in crate::store) fn carried<T, E: From<StoreError>>(
    transaction: impl FnOnce(&mut dyn FnMut(E) -> Error) -> Result<T, Error>,
) -> Result<T, E> {
    let mut failure = None;
    let outcome = transaction(&mut |error| {
        failure = Some(error);
        Error::RollbackTransaction
    });
    outcome.map_err(|error| failure.unwrap_or_else(|| StoreError::from(error).into()))
}

impl From<Error> for super::ReleaseError {
    fn from(error: Error) -> Self {
        Self::Database(error.into())
    }
}
