//! Errors of a store, with the same sentences for every database.

use std::path::PathBuf;

/// Why the database could not do what was requested.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum StoreError {
    #[error(
        "the data folder {path} cannot be created: {cause}; hint: set PFLEGEPLAN_DATA_DIR to a folder in which you may write"
    )]
    Folder { path: PathBuf, cause: std::io::Error },
    #[error("the database {path} cannot be opened: {cause}")]
    Open { path: PathBuf, cause: String },
    #[error("the database {path} is damaged: {report}; hint: restore the last backup")]
    Damaged { path: PathBuf, report: String },
    #[error(
        "the database {path} was removed while it was in use; hint: stop the service, restore the last backup, and start it again"
    )]
    Removed { path: PathBuf },
    #[error(
        "the database {path} was replaced by another file while it was in use; hint: restart the service to use the new file"
    )]
    Replaced { path: PathBuf },
    #[error(
        "the database {path} is missing, but its folder once held a real register; hint: restore the last backup, or remove {marker} to start with an empty register"
    )]
    Lost { path: PathBuf, marker: PathBuf },
    #[error(
        "the database {place} holds no register, but {marker} says that this installation has held a real one; hint: check database_url, restore the last backup, or remove that file to start with an empty register"
    )]
    Emptied { place: String, marker: PathBuf },
    #[error(
        "database_url cannot be used: {cause}; expected an address such as postgres://pflegeplan@db.example.org/pflegeplan"
    )]
    Address { cause: String },
    #[error("the database {place} cannot be used: {cause}")]
    Connect { place: String, cause: String },
    #[error(
        "the database {place} was exchanged for another one while it was in use; hint: restart the service to use the new one"
    )]
    Exchanged { place: String },
    #[error(
        "the database does not answer: {cause}; hint: look whether the last change was written when it answers again"
    )]
    Away { cause: String },
    #[error(
        "the database can only be read at present; nothing was written; hint: try again when its primary server is back"
    )]
    ReadOnly,
    #[error(
        "the database was written by a newer version of pflegeplan (migration {0}); hint: use that version"
    )]
    Newer(String),
    #[error("the migrations of the database failed: {0}")]
    Migration(String),
    #[error(
        "the database is in use by another process; nothing was written; hint: try again when its work is done"
    )]
    Busy,
    #[error("the disk is full; nothing was written; hint: free some space and try again")]
    DiskFull,
    #[error(
        "the disk could not be read or written; nothing was written; hint: check its free space and its health"
    )]
    DiskFailed,
    #[error("facility {facility} in the database has an invalid value: {what}")]
    BadRow { facility: String, what: String },
    #[error("provider {provider} in the database has an invalid value: {what}")]
    BadProvider { provider: String, what: String },
    #[error("a figure of import {import} in the database has an invalid value: {what}")]
    BadFigure { import: u32, what: String },
    #[error("account {account} in the database has a value that makes no sense: {what}")]
    BadAccount { account: i32, what: String },
    #[error("{0} is more places than a register can hold")]
    CountTooLarge(u32),
    #[error("the database rejected the change: {0}; nothing was written")]
    Query(String),
}

impl StoreError {
    /// Whether the database cannot be used at present, so that the same call may succeed later; otherwise the call or what
    /// is stored is at fault.
    pub fn is_outage(&self) -> bool {
        matches!(
            self,
            Self::Open { .. }
                | Self::Removed { .. }
                | Self::Replaced { .. }
                | Self::Lost { .. }
                | Self::Damaged { .. }
                | Self::Connect { .. }
                | Self::Emptied { .. }
                | Self::Exchanged { .. }
                | Self::Away { .. }
                | Self::ReadOnly
                | Self::Busy
        )
    }
}
