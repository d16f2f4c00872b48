//! The database file as the operating system sees it: whether it is still the one that was opened.

use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use crate::store::StoreError;

/// Which file a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Identity(u64, u64);

/// What changes with the content of a file.
type Content = (u64, Option<SystemTime>);

/// The file that was opened.
#[derive(Debug)]
pub(super) struct OpenedFile {
    path: PathBuf,
    identity: Identity,
    /// As it was when it was last found to be whole.
    whole: Mutex<Content>,
}

fn content(metadata: &Metadata) -> Content {
    (metadata.len(), metadata.modified().ok())
}

#[cfg(unix)]
fn identity(metadata: &Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt;
    Identity(metadata.dev(), metadata.ino())
}

/// Elsewhere an open file can be neither replaced nor removed.
#[cfg(not(unix))]
fn identity(_: &Metadata) -> Identity {
    Identity(0, 0)
}

impl OpenedFile {
    /// The file at a path, just opened and found to be whole.
    pub fn new(path: &Path) -> Result<Self, StoreError> {
        let metadata = metadata(path)?;
        Ok(Self {
            path: path.to_owned(),
            identity: identity(&metadata),
            whole: Mutex::new(content(&metadata)),
        })
    }

    /// Whether the path still leads to this file.
    pub fn check_identity(&self) -> Result<Metadata, StoreError> {
        let metadata = metadata(&self.path)?;
        match identity(&metadata) == self.identity {
            true => Ok(metadata),
            false => Err(StoreError::Replaced { path: self.path.clone() }),
        }
    }

    /// Runs `check_content` if the file has been written since it was last found to be whole.
    pub fn check(&self, check_content: impl FnOnce() -> Result<(), StoreError>) -> Result<(), StoreError> {
        let now = content(&self.check_identity()?);
        let known = *self.whole.lock().unwrap_or_else(PoisonError::into_inner);
        if now != known {
            check_content()?;
            *self.whole.lock().unwrap_or_else(PoisonError::into_inner) = now;
        }
        Ok(())
    }
}

fn metadata(path: &Path) -> Result<Metadata, StoreError> {
    fs::metadata(path).map_err(|cause| match cause.kind() {
        ErrorKind::NotFound => StoreError::Removed { path: path.to_owned() },
        _ => StoreError::Open { path: path.to_owned(), cause: cause.to_string() },
    })
}
