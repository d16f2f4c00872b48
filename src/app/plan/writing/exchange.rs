//! Texts on their way in and out: a folder or an archive of the files that `pflegeplan plan --texts` reads.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::{Outcome, WritingError, approve, as_draft, newest, outcome, put_settings, settings};
use crate::files::MAX_TEXT_BYTES;
use crate::plan::PlanBefore;
use crate::plan::texts::{BEFORE_FILE, PlanSettings, PlanTexts, TextFiles, TextsError};
use crate::plan_texts::{Added, Change, NewVersion, TextStore};
use crate::store::Author;

/// An archive with more files is refused.
const MOST_FILES: usize = 200;
/// An archive whose files together are larger is refused, however small it is itself.
const MOST_CONTENT_BYTES: u64 = 16 << 20;
/// A folder that macOS adds to archives, with what its Finder knows of each file.
const FINDER_FOLDER: &str = "__MACOSX";

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
    #[error("the files of the archive are larger than {MOST_CONTENT_BYTES} bytes together")]
    TooMuch,
    #[error("{0:?} in the archive leads out of its folder; hint: put the files themselves into the archive")]
    Path(String),
    #[error("{0} stands twice in the archive; hint: leave the one that counts")]
    Twice(String),
    #[error(transparent)]
    Texts(#[from] TextsError),
    #[error(transparent)]
    Writing(#[from] WritingError),
    #[error(
        "the texts are those of the area {found}, not of {expected}; hint: open the texts of the right area"
    )]
    Area { found: String, expected: String },
    #[error("there are no texts in it")]
    Empty,
    #[error("somebody is writing the texts at this moment; hint: try again")]
    Busy,
}

impl ImportError {
    /// The sentence for people, in German.
    pub fn german(&self) -> String {
        match self {
            Self::Archive(_) | Self::Bytes(_) => {
                "Die Datei lässt sich nicht als ZIP lesen. Bitte packen Sie die Texte ohne Passwort als ZIP-Datei.".to_owned()
            }
            Self::TooMany => format!("Die ZIP-Datei enthält mehr als {MOST_FILES} Dateien."),
            Self::TooLarge(name) => {
                format!("{name} in der ZIP-Datei ist zu groß: höchstens {} MB.", MAX_TEXT_BYTES >> 20)
            }
            Self::TooMuch => format!(
                "Die Dateien in der ZIP-Datei sind zusammen zu groß: höchstens {} MB.",
                MOST_CONTENT_BYTES >> 20
            ),
            Self::Path(name) => {
                format!("„{name}“ in der ZIP-Datei führt aus ihrem Ordner hinaus. Bitte packen Sie die Dateien selbst ein.")
            }
            Self::Twice(name) => {
                format!("{name} steht zweimal in der ZIP-Datei. Bitte lassen Sie nur die Datei darin, die gelten soll.")
            }
            Self::Texts(cause) => cause.german(),
            Self::Writing(cause) => cause.german(),
            Self::Area { found, expected } => {
                format!("Das sind die Texte des Gebiets {found}, nicht von {expected}. Bitte öffnen Sie den Plan, zu dem sie gehören.")
            }
            Self::Empty => "In der ZIP-Datei stehen keine Texte.".to_owned(),
            Self::Busy => "Gerade schreibt jemand anderes an den Texten. Bitte versuchen Sie es noch einmal.".to_owned(),
        }
    }
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
    let files = check(area, files)?;
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

/// Files as they are taken in for an area: without saying whose they are, which is known from then on.
///
/// # Errors
/// [`ImportError`] if there are none, for the first that is not understood, and for those of another area.
pub fn check(area: &str, mut files: TextFiles) -> Result<TextFiles, ImportError> {
    if files.is_empty() {
        return Err(ImportError::Empty);
    }
    let texts = PlanTexts::read(files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())))?;
    let before = texts.before.as_ref().and_then(|before| before.area.clone());
    if let Some(found) = texts.settings.area.iter().chain(&before).find(|found| *found != area) {
        return Err(ImportError::Area { found: found.clone(), expected: area.to_owned() });
    }
    // Every version keeps all its files, so only what is read of the plan before is kept.
    if let Some(json) = texts.before.as_ref().and_then(PlanBefore::json) {
        files.insert(BEFORE_FILE.to_owned(), json);
    }
    if texts.settings.area.is_some() {
        put_settings(&mut files, &PlanSettings { area: None, ..texts.settings })?;
    }
    Ok(files)
}

/// Puts files in the place of the draft as a version of its own, unless somebody has written since version `seen`. They
/// become a draft, also where they say that they are approved.
///
/// # Errors
/// [`ImportError`] if a file is not understood or nothing can be written; then nothing is kept.
pub fn take_in(
    store: &dyn TextStore,
    area: &str,
    seen: u32,
    files: TextFiles,
    author: &Author,
) -> Result<Outcome, ImportError> {
    let files = as_draft(check(area, files)?)?;
    let newest = newest(store, area).map_err(WritingError::from)?;
    if newest.as_ref().map_or(0, |version| version.number) != seen {
        return Ok(Outcome::Outdated);
    }
    if let Some(newest) = newest {
        let current = store.files(area, newest.number).map_err(WritingError::from)?;
        if as_draft(current)? == files {
            return Ok(Outcome::Nothing);
        }
    }
    let new = NewVersion { change: Change::Imported, of: None, author: author.clone() };
    Ok(outcome(store.add(area, seen, &new, &files).map_err(WritingError::from)?))
}

/// All files of an area as an archive, which [`read_archive`] reads again. Its `plan.toml` says whose texts they are.
///
/// # Errors
/// [`ImportError`] if the archive cannot be written, or `plan.toml` cannot be read.
pub fn archive(area: &str, files: &TextFiles) -> Result<Vec<u8>, ImportError> {
    let mut files = files.clone();
    let settings = PlanSettings { area: Some(area.to_owned()), ..settings(&files)? };
    put_settings(&mut files, &settings)?;
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in &files {
        archive.start_file(name.as_str(), SimpleFileOptions::default())?;
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
    let mut left = MOST_CONTENT_BYTES;
    for at in 0..archive.len() {
        let entry = archive.by_index(at)?;
        if entry.is_dir() {
            continue;
        }
        let Some(name) = file_name(entry.name())? else { continue };
        PlanTexts::check_name(&name)?;
        let mut content = Vec::new();
        entry.take(MAX_TEXT_BYTES.min(left) + 1).read_to_end(&mut content)?;
        let length = content.len() as u64;
        if length > MAX_TEXT_BYTES {
            return Err(ImportError::TooLarge(name));
        }
        left = left.checked_sub(length).ok_or(ImportError::TooMuch)?;
        let text = String::from_utf8(content).map_err(|_| TextsError::Encoding { file: name.clone() })?;
        if found.insert(name.clone(), text).is_some() {
            return Err(ImportError::Twice(name));
        }
    }
    Ok(found)
}

/// The name of a file without the folders around it; `None` for what no person has put there.
fn file_name(path: &str) -> Result<Option<String>, ImportError> {
    let parts: Vec<&str> = path.split(['/', '\\']).collect();
    let leads_out = parts.contains(&"..") || path.starts_with(['/', '\\']) || path.contains([':', '\0']);
    if leads_out {
        return Err(ImportError::Path(path.to_owned()));
    }
    Ok(parts.last().filter(|_| parts.first() != Some(&FINDER_FOLDER)).map(|name| (*name).to_owned()))
}
