//! Backups of everything that is kept, restoring them, and moving from one database to another. What was written is always
//! read again and compared.

mod archive;
mod folders;

use std::path::{Path, PathBuf};

use chrono::NaiveDateTime;

use crate::files::FileError;
use crate::store::{ContentError, ContentSink, Database, Digester, Digests, Row, StoreError, Table};

pub use archive::Manifest;
use archive::{Archive, write_archive};
pub use folders::Folder;

/// Why there is no backup, or why it was not restored.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum BackupError {
    #[error(transparent)]
    Content(#[from] ContentError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    File(#[from] FileError),
    #[error("{path} exists already; nothing was written; hint: name another file")]
    Exists { path: PathBuf },
    #[error("{path} cannot be written: {cause}")]
    Unwritable { path: PathBuf, cause: std::io::Error },
    #[error("{path} cannot be read: {cause}")]
    Unreadable { path: PathBuf, cause: std::io::Error },
    #[error("{path} is not a backup of pflegeplan: {cause}")]
    NotABackup { path: PathBuf, cause: String },
    #[error("the backup {path} is damaged: {what}; nothing was restored; hint: take an earlier one")]
    Damaged { path: PathBuf, what: String },
    #[error(
        "the backup {path} was written by a newer version of pflegeplan ({what}); hint: use that version"
    )]
    Newer { path: PathBuf, what: String },
    #[error("the folder {path} holds files already; nothing was restored; hint: move it away first")]
    Occupied { path: PathBuf },
}

/// The program that writes a backup, and when.
#[derive(Debug, Clone, Copy)]
pub struct Written<'a> {
    /// The version of the program.
    pub program: &'a str,
    /// In UTC.
    pub at: NaiveDateTime,
}

/// Writes a backup of the database, as it is at one moment, and of the folders, while the service goes on. The file
/// appears when it is complete, was read again and is on the disk.
///
/// # Errors
///
/// Where anything cannot be read or written; then there is no file.
pub fn back_up(
    database: &Database,
    folders: &[Folder],
    file: &Path,
    written: Written<'_>,
) -> Result<Manifest, BackupError> {
    database.check()?;
    write_archive(database, folders, file, written)
}

/// Restores a backup into an empty database and into folders that hold nothing.
///
/// # Errors
///
/// Where the backup is damaged or something is there already; then the database stays empty.
pub fn restore(database: &Database, folders: &[Folder], file: &Path) -> Result<Manifest, BackupError> {
    let mut archive = Archive::open(file)?;
    folders::check_empty(folders)?;
    archive.check_files(folders)?;
    let mut digester = Digester::default();
    let tables = database.tables();
    database.write_content(&mut |sink| {
        let mut both = Both { first: &mut digester, second: sink };
        archive.read_tables(tables, &mut both).map_err(|error| ContentError::Receiver(error.into()))
    })?;
    compare(&digester.finish(), database)?;
    archive.restore_files(folders)?;
    Ok(archive.manifest)
}

/// Moves everything from one database into another that is empty.
///
/// # Errors
///
/// Where one of them fails or the other is not empty; then the other is as it was.
pub fn copy(from: &Database, to: &Database) -> Result<Digests, BackupError> {
    let mut digester = Digester::default();
    to.write_content(&mut |sink| from.read_content(&mut Both { first: &mut digester, second: sink }))?;
    let digests = digester.finish();
    compare(&digests, to)?;
    Ok(digests)
}

/// Holds what was read to what is now stored.
fn compare(expected: &Digests, database: &Database) -> Result<(), ContentError> {
    let mut digester = Digester::default();
    database.read_content(&mut digester)?;
    let found = digester.finish();
    let differs = |(name, digest): (&String, _)| (found.get(name) != Some(digest)).then(|| name.clone());
    let tables: Vec<String> = expected.iter().filter_map(differs).collect();
    if tables.is_empty() { Ok(()) } else { Err(ContentError::Differs { tables }) }
}

/// Gives content to two.
struct Both<'a> {
    first: &'a mut dyn ContentSink,
    second: &'a mut dyn ContentSink,
}

impl ContentSink for Both<'_> {
    fn table(&mut self, table: &'static Table) -> Result<(), ContentError> {
        self.first.table(table)?;
        self.second.table(table)
    }

    fn row(&mut self, row: Row) -> Result<(), ContentError> {
        self.first.row(row.clone())?;
        self.second.row(row)
    }
}
