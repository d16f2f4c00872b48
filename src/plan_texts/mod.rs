//! Where the texts of care plans are kept that planners write in the browser: versions that are never changed, each with who
//! made it and when.
//!
//! [`TextStore`] is what a store must be able to do; [`FolderStore`] keeps each version as a folder of files, the same files
//! that `pflegeplan plan --texts` reads. The newest version is the draft, the newest approved one is what the public reads.

mod disk;
mod error;
mod folder;

use std::fmt::Debug;

pub use error::TextStoreError;
pub use folder::FolderStore;

use crate::plan::texts::TextFiles;
use crate::store::Author;
use crate::units::words;

words! {
    /// How a version came about.
    pub enum Change {
        /// Somebody has written.
        Written = "written",
        /// An earlier version was put in place again.
        Restored = "restored",
        /// The texts of the version before were approved.
        Approved = "approved",
        /// Files were taken in.
        Imported = "imported",
    }
}

/// A version of the texts of one plan, without the texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its number, from 1 on.
    pub number: u32,
    /// How it came about.
    pub change: Change,
    /// The number of the version that was restored.
    pub of: Option<u32>,
    /// Who made it, and when.
    pub author: Author,
}

impl Version {
    /// Whether the public reads it, as long as no later one is approved.
    pub fn is_approved(&self) -> bool {
        self.change == Change::Approved
    }
}

/// A version that is to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewVersion {
    /// How it came about.
    pub change: Change,
    /// The number of the version that was restored.
    pub of: Option<u32>,
    /// Who makes it, and when.
    pub author: Author,
}

/// What came of keeping a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// It is kept, with this number.
    Done(u32),
    /// Somebody else has made a version in the meantime; nothing was kept.
    Outdated,
}

/// Keeps the texts of plans. An area is the key of a district, or 13 for the state.
pub trait TextStore: Debug + Send + Sync {
    /// The numbers of all versions of an area, the oldest first.
    ///
    /// # Errors
    /// [`TextStoreError`] if they cannot be read.
    fn numbers(&self, area: &str) -> Result<Vec<u32>, TextStoreError>;

    /// A version by its number.
    ///
    /// # Errors
    /// [`TextStoreError`] if there is none, or it cannot be read.
    fn version(&self, area: &str, number: u32) -> Result<Version, TextStoreError>;

    /// The files of a version.
    ///
    /// # Errors
    /// [`TextStoreError`] if there is none, or a file cannot be read.
    fn files(&self, area: &str, number: u32) -> Result<TextFiles, TextStoreError>;

    /// Keeps a version behind `newest`, which is 0 where there is none: all its files or none of them.
    ///
    /// # Errors
    /// [`TextStoreError`] if it cannot be kept; then the versions are as they were.
    fn add(
        &self,
        area: &str,
        newest: u32,
        new: &NewVersion,
        files: &TextFiles,
    ) -> Result<Added, TextStoreError>;
}

#[cfg(test)]
mod tests;
