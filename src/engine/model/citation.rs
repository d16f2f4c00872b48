//! Citations: which file of a model set names the key of which source.

use super::table::{File, LoadError};

/// A file names the key of a source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Citation {
    /// The file that names the source.
    pub file: String,
    /// The key of the source in `model.toml`.
    pub key: String,
}

/// Records the source keys of a line, which are separated by spaces.
pub(super) fn cite(
    file: File,
    line: u64,
    keys: &str,
    citations: &mut Vec<Citation>,
) -> Result<(), LoadError> {
    if keys.trim().is_empty() {
        return Err(file.fault(line, "the source is empty, but every figure needs one"));
    }
    for key in keys.split_whitespace() {
        let citation = Citation { file: file.path.to_owned(), key: key.to_owned() };
        // Most rows name what the row above has named.
        if !citations.iter().rev().take(10).any(|known| *known == citation) {
            citations.push(citation);
        }
    }
    Ok(())
}
