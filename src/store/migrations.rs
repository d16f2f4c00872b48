//! How far a database is, compared with the steps that this program knows.

use diesel::backend::Backend;
use diesel::migration::MigrationSource;
use diesel_migrations::EmbeddedMigrations;

use super::StoreError;

/// How far a database is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Progress {
    /// Steps are missing.
    Missing,
    /// Every step has run.
    Complete,
}

impl Progress {
    /// Compares the steps that have run with those that are known. A step that is not known comes from a newer program.
    pub fn of(applied: &[String], known: &[String]) -> Result<Self, StoreError> {
        match applied.iter().find(|version| !known.contains(version)) {
            Some(newer) => Err(StoreError::Newer(newer.clone())),
            None if applied.len() == known.len() => Ok(Self::Complete),
            None => Ok(Self::Missing),
        }
    }
}

/// The versions of the steps that this program knows.
pub(in crate::store) fn known<DB: Backend>(migrations: &EmbeddedMigrations) -> Result<Vec<String>, StoreError>
where
    EmbeddedMigrations: MigrationSource<DB>,
{
    let steps = MigrationSource::<DB>::migrations(migrations).map_err(failed)?;
    Ok(steps.iter().map(|step| step.name().version().to_string()).collect())
}

/// A step that failed.
pub(in crate::store) fn failed(error: Box<dyn std::error::Error + Send + Sync>) -> StoreError {
    StoreError::Migration(error.to_string())
}
