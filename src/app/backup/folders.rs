//! Folders beside the database that belong to an installation: the planner's texts, planning areas and indicators.

use std::fs;
use std::path::{Path, PathBuf};

use super::BackupError;

/// A folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    /// Its name in a backup.
    pub name: &'static str,
    /// Where it lies.
    pub path: PathBuf,
}

impl Folder {
    /// Its files with their names in a backup, sorted. A folder that does not exist has none.
    pub(super) fn files(&self) -> Result<Vec<(String, PathBuf)>, BackupError> {
        let mut found = Vec::new();
        if self.path.is_dir() {
            collect(&self.path, self.name, &mut found)?;
        }
        found.sort();
        Ok(found)
    }
}

fn collect(folder: &Path, name: &str, found: &mut Vec<(String, PathBuf)>) -> Result<(), BackupError> {
    let unreadable = |cause| BackupError::Unreadable { path: folder.to_owned(), cause };
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        // A name that is no text cannot stand in an archive.
        let Ok(file_name) = entry.file_name().into_string() else { continue };
        let (path, name) = (entry.path(), format!("{name}/{file_name}"));
        let kind = entry.file_type().map_err(unreadable)?;
        if kind.is_dir() {
            collect(&path, &name, found)?;
        } else if kind.is_file() {
            found.push((name, path));
        }
    }
    Ok(())
}

/// Refuses folders in which a file could be overwritten.
pub(super) fn check_empty(folders: &[Folder]) -> Result<(), BackupError> {
    for folder in folders {
        if !folder.files()?.is_empty() {
            return Err(BackupError::Occupied { path: folder.path.clone() });
        }
    }
    Ok(())
}
