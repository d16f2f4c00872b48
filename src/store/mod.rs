//! Rows to domain types and back. Nothing above this room knows diesel.

mod sqlite;

pub use sqlite::{
    Change, ChangeKind, Changes, Database, DbError, Feed, ImportRun, Manifest, PlacesRecord, ReleaseError,
    StatisticsImport, Writer,
};
