//! The interface to the stored register.

use chrono::{NaiveDate, NaiveDateTime};

use super::StoreError;
use super::history::{Author, ChangeKind, HistoryEntry};
use crate::register::Facility;

/// The changes that an import or an editor requests.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Changes {
    /// Facilities that are new.
    pub insert: Vec<Facility>,
    /// Changed facilities with their new values.
    pub update: Vec<Facility>,
    /// Ids of facilities that are removed.
    pub remove: Vec<String>,
    /// Who wants it; without, the history has no entry of it.
    pub author: Option<Author>,
}

impl Changes {
    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.insert.is_empty() && self.update.is_empty() && self.remove.is_empty()
    }
}

/// One entry of the change feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The version that it came with.
    pub version: u64,
    /// The id of the facility.
    pub facility_id: String,
    /// What happened to it.
    pub kind: ChangeKind,
}

/// A page of the change feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// Of all pages.
    pub total: usize,
    /// Oldest first.
    pub changes: Vec<Change>,
    /// The entry behind which the next page begins.
    pub next: Option<u64>,
}

/// The places of an offer from a version of the register on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacesRecord {
    /// The slug of the category.
    pub category: String,
    /// Places; `None` if they are not known.
    pub places: Option<u32>,
    /// The day to which they refer.
    pub places_on: Option<NaiveDate>,
    /// Free places; `None` if they are not known.
    pub free_places: Option<u32>,
    /// The day on which they were counted.
    pub counted_on: Option<NaiveDate>,
    /// The first version with these figures.
    pub version: u64,
}

/// The file of an import, and when it was imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRun {
    /// In UTC.
    pub imported_at: NaiveDateTime,
    /// The name of the list.
    pub source: String,
    /// The name of the file, without its folder.
    pub file_name: String,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// The layout by which it was read.
    pub layout: String,
    /// All rows.
    pub rows_total: u32,
    /// Rows that could not be imported.
    pub rows_rejected: u32,
}

/// Reads the register, and opens the one transaction that may change it.
pub trait RegisterStore: Send + Sync {
    /// The version of the register: 0 when nothing was ever written.
    fn version(&self) -> Result<u64, StoreError>;

    /// Every facility, sorted by id, and the version they are of, read at one moment.
    fn load(&self) -> Result<(Vec<Facility>, u64), StoreError>;

    /// Changes with a version above `since`, oldest first: up to `limit` of them, behind the entry `after`.
    fn changes_since(&self, since: u64, after: u64, limit: u64) -> Result<Feed, StoreError>;

    /// What a facility's places were, oldest first; empty for an id that is not known.
    fn places_history(&self, id: &str) -> Result<Vec<PlacesRecord>, StoreError>;

    /// The version of the register with which a facility last changed; `None` if it never had it.
    fn facility_version(&self, id: &str) -> Result<Option<u64>, StoreError>;

    /// The last changes of a facility, newest first, up to `limit`.
    fn history(&self, id: &str, limit: u32) -> Result<Vec<HistoryEntry>, StoreError>;

    /// One entry of the history.
    fn history_entry(&self, number: i32) -> Result<Option<HistoryEntry>, StoreError>;

    /// What came with a version of the register, in the order in which it was written.
    fn history_of_version(&self, version: u64) -> Result<Vec<HistoryEntry>, StoreError>;

    /// The last imports with the versions that they made, newest first, up to `limit`.
    fn imports(&self, limit: u32) -> Result<Vec<(ImportRun, u64)>, StoreError>;

    /// The import that made a version of the register, if one did.
    fn import_of_version(&self, version: u64) -> Result<Option<ImportRun>, StoreError>;

    /// Runs `work` once, in a transaction of its own, and keeps what it wrote if it gives `true`. There is one
    /// writer at a time: a second one, also of another process, waits for the first. Callers use
    /// [`Database::write`](super::Database::write), which carries a result out.
    fn in_transaction(&self, work: &mut dyn FnMut(&mut dyn RegisterWriter) -> bool)
    -> Result<(), StoreError>;
}

/// An open transaction that may write. What else must be true together with a change, such as a record of who
/// made it, is written through here as well.
pub trait RegisterWriter {
    /// The version of the register, which no other writer changes as long as this transaction is open.
    fn version(&mut self) -> Result<u64, StoreError>;

    /// Every facility, sorted by id.
    fn facilities(&mut self) -> Result<Vec<Facility>, StoreError>;

    /// The facilities that come from one list, sorted by id.
    fn facilities_of(&mut self, source: &str) -> Result<Vec<Facility>, StoreError>;

    /// One facility.
    fn facility(&mut self, id: &str) -> Result<Option<Facility>, StoreError>;

    /// The version of the register with which a facility last changed; `None` if it never had it.
    fn facility_version(&mut self, id: &str) -> Result<Option<u64>, StoreError>;

    /// How many facilities there are.
    fn count(&mut self) -> Result<usize, StoreError>;

    /// Ids of the invented facilities.
    fn example_ids(&mut self) -> Result<Vec<String>, StoreError>;

    /// Writes changes and gives the version they made; no change makes no version.
    fn apply(&mut self, changes: &Changes) -> Result<u64, StoreError>;

    /// Keeps which file an import took.
    fn record_import(&mut self, run: &ImportRun, version: u64) -> Result<(), StoreError>;
}
