//! The door to stored statistics.

use chrono::NaiveDateTime;

use super::StoreError;
use crate::statistics::StatFact;

/// What is known of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// The code of the statistic, or the name of the operator's own table.
    pub statistic: String,
    /// Title of the statistic.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// Licence of its figures.
    pub licence: String,
    /// In UTC.
    pub imported_at: NaiveDateTime,
    /// The name of the file, without its folder.
    pub file_name: String,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// The layout by which it was read.
    pub layout: String,
    /// Figures that were taken.
    pub facts: u32,
    /// Rows that were left out.
    pub left_out: u32,
    /// Findings that are warnings.
    pub warnings: u32,
}

/// An import, and whether it is the one that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatisticsImport {
    /// The number of the import.
    pub id: u32,
    /// What is known of it.
    pub manifest: Manifest,
    /// Whether its figures count.
    pub is_released: bool,
}

/// Why a release or a roll-back was refused.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum ReleaseError {
    #[error("there is no import {0}; hint: pflegeplan statistics list shows them")]
    NoImport(u32),
    #[error("import {0} is released already")]
    Released(u32),
    #[error("nothing of the statistic {0} is released, so there is nothing to roll back")]
    NothingReleased(String),
    #[error(transparent)]
    Database(#[from] StoreError),
}

/// Imports of official statistics: append only. An import is kept with its manifest; it counts once it is
/// released, and a roll-back puts the release before it in its place.
pub trait StatisticsStore: Send + Sync {
    /// Every import, oldest first.
    fn statistics_imports(&self) -> Result<Vec<StatisticsImport>, StoreError>;

    /// A number that grows with every release and roll-back.
    fn statistics_version(&self) -> Result<u64, StoreError>;

    /// The figures that count, by their import.
    fn released_statistics(&self) -> Result<Vec<(StatisticsImport, Vec<StatFact>)>, StoreError>;

    /// Keeps an import and gives its number. It does not count before it is released.
    fn add_statistics(&self, manifest: &Manifest, facts: &[StatFact]) -> Result<u32, StoreError>;

    /// Lets an import count, in place of the one of the same statistic that counted before.
    fn release_statistics(&self, id: u32, at: NaiveDateTime) -> Result<(), ReleaseError>;

    /// Takes back the release of a statistic; the one before counts again. Gives the ids of both.
    fn roll_back_statistics(
        &self,
        statistic: &str,
        at: NaiveDateTime,
    ) -> Result<(u32, Option<u32>), ReleaseError>;
}
