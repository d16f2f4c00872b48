//! One facility, the history of its care places, and the change feed of the register.

use super::error::{Error, Missing};
use crate::register::Facility;
use crate::search::Snapshot;
use crate::store::{Database, Feed, PlacesRecord};

/// The facility with an id, if it is valid today.
///
/// # Errors
/// [`Missing::Facility`] where the snapshot has no such id.
pub fn show<'a>(snapshot: &'a Snapshot, id: &str) -> Result<&'a Facility, Error> {
    snapshot.get(id).ok_or(Error::NotFound(Missing::Facility))
}

/// What the care places of a facility were, oldest first. Reads the database.
///
/// # Errors
/// [`Error::Internal`] where the database fails.
pub fn places_history(database: &Database, id: &str) -> Result<Vec<PlacesRecord>, Error> {
    database.places_history(id).map_err(Error::store)
}

/// Which part of the change feed is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangesRequest {
    /// Changes of later register versions are listed; 0 lists all.
    pub since: u64,
    /// The number of the last entry of the previous page; 0 for the first page.
    pub after: u64,
    /// Entries of a page, at most [`ChangesRequest::MAX_LIMIT`].
    pub limit: u64,
}

impl ChangesRequest {
    /// Entries of a page where no number is given.
    pub const DEFAULT_LIMIT: u64 = 100;
    /// The most entries of a page.
    pub const MAX_LIMIT: u64 = 500;
}

/// What changed since a version of the register, oldest first. Reads the database.
///
/// # Errors
/// [`Error::Internal`] where the database fails.
pub fn changes(database: &Database, request: ChangesRequest) -> Result<Feed, Error> {
    let ChangesRequest { since, after, limit } = request;
    database.changes_since(since, after, limit).map_err(Error::store)
}
