//! Keeping the register in the browser: signing in, accounts, and what is shared by all who are signed in.

pub mod accounts;
pub mod edit;
pub mod imports;
pub mod list;
pub mod session;
pub mod typed_facility;

use std::sync::atomic::{AtomicBool, Ordering};

use crate::accounts::{Hasher, PasswordError, RandomError};
use crate::store::{Database, StoreError};

/// Why the office cannot do what was asked; the cause is for the log.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "each variant shows the sentence of its cause")]
pub enum OfficeError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Random(#[from] RandomError),
    #[error(transparent)]
    Password(#[from] PasswordError),
}

/// What the office needs while the service runs.
#[derive(Debug, Default)]
pub struct Office {
    /// Hashes passwords, a few at once.
    pub hasher: Hasher,
    is_open: AtomicBool,
}

impl Office {
    /// Whether there is anybody who could sign in. Without, the pages of the office do not exist.
    pub fn is_open(&self) -> bool {
        self.is_open.load(Ordering::Relaxed)
    }

    /// Opens the office as soon as there is an account, which another process may have made.
    ///
    /// # Errors
    ///
    /// Where the database does not answer.
    pub fn refresh(&self, database: &Database) -> Result<(), StoreError> {
        if !self.is_open() {
            self.is_open.store(!database.accounts()?.is_empty(), Ordering::Relaxed);
        }
        Ok(())
    }
}
