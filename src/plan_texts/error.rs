//! Why texts of plans are not read or kept.

use std::io;
use std::path::{Path, PathBuf};

use crate::files::FileError;

/// Why a store could not do what was asked.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum TextStoreError {
    #[error("\"{0}\" is the key of no district; hint: 13076, or 13 for the state")]
    Area(String),
    #[error("there is no version {0} of the texts of this plan")]
    NoVersion(u32),
    #[error(transparent)]
    File(#[from] FileError),
    #[error("{path} cannot be read: {cause}")]
    Unreadable { path: PathBuf, cause: io::Error },
    #[error("{path} does not say who made the version and when: {what}; hint: restore it from a backup")]
    Broken { path: PathBuf, what: String },
    #[error("the disk is full; nothing was written; hint: free some space and try again")]
    DiskFull,
    #[error(
        "{path} cannot be written: {cause}; nothing was kept; hint: check who may write in the data folder"
    )]
    Unwritable { path: PathBuf, cause: io::Error },
}

impl TextStoreError {
    pub(super) fn writing(path: &Path, cause: io::Error) -> Self {
        match cause.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            _ => Self::Unwritable { path: path.to_owned(), cause },
        }
    }

    /// The sentence for people, in German. It names files by the end of their path, and no folder of the machine.
    pub fn german(&self) -> String {
        match self {
            Self::Area(_) => "Einen Plan mit diesem Schlüssel gibt es nicht.".to_owned(),
            Self::NoVersion(number) => format!("Eine Fassung {number} der Texte gibt es nicht."),
            Self::File(FileError::NotUtf8 { path, .. }) => {
                format!("Die Datei {} ist kein Text in UTF-8.", end_of(path))
            }
            Self::File(
                FileError::Unreadable { path, .. }
                | FileError::Folder { path }
                | FileError::NotRegular { path }
                | FileError::TooLarge { path, .. }
                | FileError::Empty { path }
                | FileError::Changed { path }
                | FileError::TooMany { path },
            )
            | Self::Unreadable { path, .. } => {
                format!(
                    "{} lässt sich nicht lesen. Bitte bei der Stelle melden, die den Dienst betreibt.",
                    end_of(path)
                )
            }
            Self::Broken { path, .. } => format!(
                "In {} steht nicht mehr, wer die Fassung wann gemacht hat. Bitte bei der Stelle melden, die den Dienst betreibt.",
                end_of(path)
            ),
            Self::DiskFull => "Der Datenträger ist voll.".to_owned(),
            Self::Unwritable { .. } => {
                "Der Dienst darf im Datenordner nicht schreiben, oder der Datenträger ist gestört. Bitte bei der Stelle melden, die ihn betreibt."
                    .to_owned()
            }
        }
    }
}

/// "00003/texts/7.5.md"
fn end_of(path: &Path) -> String {
    let parts: Vec<_> =
        path.components().rev().take(3).map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.into_iter().rev().collect::<Vec<_>>().join("/")
}
