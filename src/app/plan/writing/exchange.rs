//! Texts on their way in and out: a folder or an archive of the files that `pflegeplan plan --texts` reads.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::{Outcome, WritingError, approve, as_draft, settings};
use crate::files::MAX_TEXT_BYTES;
use crate::plan::texts::{PlanTexts, TextFiles, TextsError};
use crate::plan_texts::{Added, Change, NewVersion, TextStore};
use crate::store::Author;

/// An archive with more files is refused.
const MOST_FILES: usize = 200;

/// Why an archive is not taken in.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum ImportError {
    #[error("the archive cannot be read: {0}")]
    Archive(#[from] zip::result::ZipError),
    #[error("the archive cannot be read: {0}")]
    Bytes(#[from] std::io::Error),
    #[error("the archive holds more than {MOST_FILES} files")]
    TooMany,
    #[error("{0} in the archive is larger than {MAX_TEXT_BYTES} bytes")]
    TooLarge(String),
    #[error(transparent)]
    Texts(#[from] TextsError),
    #[error(transparent)]
    Writing(#[from] WritingError),
    #[error("there are no texts in it")]
    Empty,
    #[error("somebody is writing the texts at this moment; hint: try again")]
    Busy,
}

/// What was taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imported {
    /// The number of the newest version now.
    pub number: u32,
    /// Whether its `plan.toml` said that it is approved, so that the public reads it.
    pub is_approved: bool,
}

/// Takes files in as a version behind the newest one.
///
/// # Errors
/// [`ImportError`] if a file is not understood or nothing can be written; then nothing is kept.
pub fn import(
    store: &dyn TextStore,
    area: &str,
    files: TextFiles,
    author: &Author,
) -> Result<Imported, ImportError> {
    if files.is_empty() {
        return Err(ImportError::Empty);
    }
    PlanTexts::read(files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())))?;
    let is_approved = settings(&files)?.approved;
    let files = as_draft(files)?;
    let newest = store.numbers(area).map_err(WritingError::from)?.last().copied().unwrap_or_default();
    let new = NewVersion { change: Change::Imported, of: None, author: author.clone() };
    let Added::Done(number) = store.add(area, newest, &new, &files).map_err(WritingError::from)? else {
        return Err(ImportError::Busy);
    };
    if !is_approved {
        return Ok(Imported { number, is_approved });
    }
    match approve(store, area, number, author)? {
        Outcome::Done(number) => Ok(Imported { number, is_approved }),
        Outcome::Nothing | Outcome::Outdated => Err(ImportError::Busy),
    }
}

/// All files as an archive, which [`read_archive`] reads again.
///
/// # Errors
/// [`ImportError`] if the archive cannot be written.
pub fn archive(files: &TextFiles) -> Result<Vec<u8>, ImportError> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        archive.start_file(name, SimpleFileOptions::default())?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

/// The files of an archive. Folders in it are left out, their files are not.
///
/// # Errors
/// [`ImportError`] if it is no archive, holds too much, or a file that belongs to no plan.
pub fn read_archive(bytes: &[u8]) -> Result<TextFiles, ImportError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    if archive.len() > MOST_FILES {
        return Err(ImportError::TooMany);
    }
    let mut found = TextFiles::new();
    for at in 0..archive.len() {
        let entry = archive.by_index(at)?;
        if entry.is_dir() {
            continue;
        }
        let name = entry.name().rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        PlanTexts::check_name(&name)?;
        let mut content = Vec::new();
        entry.take(MAX_TEXT_BYTES + 1).read_to_end(&mut content)?;
        if content.len() as u64 > MAX_TEXT_BYTES {
            return Err(ImportError::TooLarge(name));
        }
        let text = String::from_utf8(content).map_err(|_| TextsError::Encoding { file: name.clone() })?;
        found.insert(name, text);
    }
    Ok(found)
}
