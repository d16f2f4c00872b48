//! Reads the files of `models/indicators/`.

use crate::model::{self, File, LoadError};

/// Reads an embedded model file; `path` is relative to `models/`.
pub(super) fn read<T>(path: &str, read: impl FnOnce(File) -> Result<T, LoadError>) -> Result<T, LoadError> {
    let text = model::text(path)?;
    read(File { path: &format!("models/{path}"), text: &text })
}
