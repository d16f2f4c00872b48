//! The interface to stored statistics.

use chrono::NaiveDateTime;

use super::StoreError;
use crate::statistics::StatFact;

/// The description of an import.
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

/// An import, and whether it counts.
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
    #[error("import {0} is not released, so there is nothing to take back")]
    NotReleased(u32),
    #[error("nothing of the statistic {0} is released, so there is nothing to roll back")]
    NothingReleased(String),
    #[error(transparent)]
    Database(#[from] StoreError),
}

/// What was shown and withheld of a measure and year, as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPattern {
    /// The id of the measure.
    pub measure: String,
    /// The year of the figures.
    pub year: i32,
    /// The pattern, in the form of the indicators.
    pub cells: String,
}

/// Imports of official statistics: append only. An import is kept with its manifest and counts once it is released.
/// Released imports of one statistic complete each other; where two have a figure, that of the later release counts.
pub trait StatisticsStore: Send + Sync {
    /// Every import, oldest first.
    fn statistics_imports(&self) -> Result<Vec<StatisticsImport>, StoreError>;

    /// A number that grows with every release and roll-back.
    fn statistics_version(&self) -> Result<u64, StoreError>;

    /// The figures that count, by their import, in the order of the releases: a later one replaces an earlier one of
    /// the same key.
    fn released_statistics(&self) -> Result<Vec<(StatisticsImport, Vec<StatFact>)>, StoreError>;

    /// Stores an import and returns its number. Its figures are not used before it is released.
    fn add_statistics(&self, manifest: &Manifest, facts: &[StatFact]) -> Result<u32, StoreError>;

    /// Releases an import, in addition to those of the same statistic that are released already.
    fn release_statistics(&self, id: u32, at: NaiveDateTime) -> Result<(), ReleaseError>;

    /// Takes back the last release of a statistic; those before go on counting. Gives the id of the import that was
    /// taken back, and of the last one that is left.
    fn roll_back_statistics(
        &self,
        statistic: &str,
        at: NaiveDateTime,
    ) -> Result<(u32, Option<u32>), ReleaseError>;

    /// Takes back the release of one import; all others go on counting.
    fn withdraw_statistics(&self, id: u32, at: NaiveDateTime) -> Result<(), ReleaseError>;

    /// What was shown and withheld so far, and a number that grows with every change of it.
    fn patterns(&self) -> Result<(u64, Vec<StoredPattern>), StoreError>;

    /// Keeps patterns in the place of those of the same measure and year. `false`, and nothing is kept, if somebody else
    /// has changed them since the number was read.
    fn keep_patterns(
        &self,
        seen: u64,
        patterns: &[StoredPattern],
        at: NaiveDateTime,
    ) -> Result<bool, StoreError>;
}
