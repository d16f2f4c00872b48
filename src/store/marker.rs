//! The file in the data folder that says that this installation has held a register that is not invented, so that its loss
//! is not taken for a new installation.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// Its name begins with a dot, so that it stays where somebody removes the visible files.
const NAME: &str = ".pflegeplan-register";
const TEXT: &str = "This installation of pflegeplan holds, or held, a real register. While the database is missing, \
     pflegeplan does not start a new one. Remove this file to start anew.\n";

/// The file of a data folder.
#[derive(Debug)]
pub(in crate::store) struct Marker {
    folder: PathBuf,
    /// Whether it is known to be there.
    is_set: AtomicBool,
}

impl Marker {
    /// The file of a folder.
    pub fn of(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), is_set: AtomicBool::new(false) }
    }

    /// Where it lies.
    pub fn path(&self) -> PathBuf {
        self.folder.join(NAME)
    }

    /// Whether it lies there.
    pub fn exists(&self) -> bool {
        self.path().exists()
    }

    /// Whether it need not be looked after any more.
    pub fn is_set(&self) -> bool {
        self.is_set.load(Ordering::Relaxed)
    }

    /// Writes it, once.
    pub fn set(&self) {
        if self.is_set.swap(true, Ordering::Relaxed) || self.exists() {
            return;
        }
        let written = fs::create_dir_all(&self.folder).and_then(|()| fs::write(self.path(), TEXT));
        if let Err(cause) = written {
            log::warn!(
                "{} cannot be written: {cause}; a loss of the database would not be noticed",
                self.path().display()
            );
        }
    }
}
