//! Writing the texts of a plan: each change makes a version behind the newest one, and never over a change that the writer
//! has not seen. Approving makes a version too, and shows it to the public.

mod changes;
mod edit;
mod exchange;
mod typed;

pub use changes::{DiffLine, LineKind, PlaceChange, changes};
pub use edit::{Edit, Place, Saved, save};
pub use exchange::{ImportError, Imported, archive, check, import, read_archive, take_in};
pub use typed::{ACTION_FIELDS, FieldFault, IMPRINT_LINES, LONGEST_LINE, TARGET_FIELDS, Typed};

use crate::plan::texts::{PlanSettings, PlanTexts, SETTINGS_FILE, TextFiles, TextsError};
use crate::plan_texts::{Added, Change, NewVersion, TextStore, TextStoreError, Version};
use crate::store::Author;

/// Why texts were not written.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "each variant shows the sentence of its cause")]
pub enum WritingError {
    #[error(transparent)]
    Store(#[from] TextStoreError),
    #[error(transparent)]
    Texts(#[from] TextsError),
    #[error("plan.toml cannot be written: {0}")]
    Toml(#[from] toml::ser::Error),
}

impl WritingError {
    /// The sentence for people, in German.
    pub fn german(&self) -> String {
        match self {
            Self::Store(cause) => cause.german(),
            Self::Texts(cause) => cause.german(),
            Self::Toml(_) => "Die Angaben lassen sich nicht als plan.toml schreiben.".to_owned(),
        }
    }
}

/// The texts of a plan as they stand.
#[derive(Debug, Clone, PartialEq)]
pub struct CurrentTexts {
    /// The newest version.
    pub newest: Option<Version>,
    /// The version that the public reads.
    pub approved: Option<Version>,
    /// The files of the newest version.
    pub draft: TextFiles,
    /// The files that the public reads.
    pub public: TextFiles,
}

impl CurrentTexts {
    /// The number of the newest version; 0 where there is none.
    pub fn number(&self) -> u32 {
        self.newest.as_ref().map_or(0, |version| version.number)
    }

    /// Whether something was written that is not approved.
    pub fn has_changes(&self) -> bool {
        self.newest.as_ref().is_some_and(|version| !version.is_approved())
    }
}

/// How the texts of an area stand.
///
/// # Errors
/// [`TextStoreError`] if a version cannot be read.
pub fn standing(store: &dyn TextStore, area: &str) -> Result<CurrentTexts, TextStoreError> {
    let (newest, approved) = (newest(store, area)?, approved(store, area)?);
    let files = |version: &Option<Version>| match version {
        Some(version) => store.files(area, version.number),
        None => Ok(TextFiles::new()),
    };
    Ok(CurrentTexts { draft: files(&newest)?, public: files(&approved)?, newest, approved })
}

/// The newest version of an area.
///
/// # Errors
/// [`TextStoreError`] if it cannot be read.
pub fn newest(store: &dyn TextStore, area: &str) -> Result<Option<Version>, TextStoreError> {
    store.numbers(area)?.last().map(|number| store.version(area, *number)).transpose()
}

/// The newest approved version of an area.
///
/// # Errors
/// [`TextStoreError`] if a version cannot be read.
pub fn approved(store: &dyn TextStore, area: &str) -> Result<Option<Version>, TextStoreError> {
    for number in store.numbers(area)?.into_iter().rev() {
        let version = store.version(area, number)?;
        if version.is_approved() {
            return Ok(Some(version));
        }
    }
    Ok(None)
}

/// All approved versions of an area, the newest first: those that can be the plan before a new one.
///
/// # Errors
/// [`TextStoreError`] if a version cannot be read.
pub fn approved_versions(store: &dyn TextStore, area: &str) -> Result<Vec<Version>, TextStoreError> {
    let all = store.numbers(area)?.into_iter().rev().map(|number| store.version(area, number));
    Ok(all.collect::<Result<Vec<_>, _>>()?.into_iter().filter(Version::is_approved).collect())
}

/// The settings among the files of a version.
///
/// # Errors
/// [`TextsError::Settings`] if `plan.toml` cannot be read.
pub fn settings(files: &TextFiles) -> Result<PlanSettings, TextsError> {
    let read = files.get(SETTINGS_FILE).map(|text| PlanSettings::read(text)).transpose();
    let fault = |message| TextsError::Settings { file: SETTINGS_FILE.to_owned(), message };
    Ok(read.map_err(fault)?.unwrap_or_default())
}

/// Puts settings among the files; the file is left out where it would say nothing.
fn put_settings(files: &mut TextFiles, settings: &PlanSettings) -> Result<(), WritingError> {
    if *settings == PlanSettings::default() {
        files.remove(SETTINGS_FILE);
    } else {
        files.insert(SETTINGS_FILE.to_owned(), settings.write()?);
    }
    Ok(())
}

/// What came of approving or restoring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// There is a new version of this number.
    Done(u32),
    /// There is nothing to do.
    Nothing,
    /// Somebody has written since the version that was seen.
    Outdated,
}

/// Approves the newest version, if it is the one that was seen: from then on the public reads it.
///
/// # Errors
/// [`WritingError`] if a text is not understood, so that no page of the plan would fail, or nothing can be written.
pub fn approve(
    store: &dyn TextStore,
    area: &str,
    seen: u32,
    author: &Author,
) -> Result<Outcome, WritingError> {
    let Some(newest) = newest(store, area)? else { return Ok(Outcome::Nothing) };
    if newest.number != seen {
        return Ok(Outcome::Outdated);
    }
    if newest.is_approved() {
        return Ok(Outcome::Nothing);
    }
    let mut files = store.files(area, newest.number)?;
    PlanTexts::read(files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())))?;
    // Whoever takes the files out has what the history says.
    let settings = PlanSettings { approved: true, ..settings(&files)? };
    put_settings(&mut files, &settings)?;
    let new = NewVersion { change: Change::Approved, of: None, author: author.clone() };
    Ok(outcome(store.add(area, seen, &new, &files)?))
}

/// Puts the files of an earlier version in place again, as a version of its own.
///
/// # Errors
/// [`WritingError`] if there is no such version, or nothing can be written.
pub fn restore(
    store: &dyn TextStore,
    area: &str,
    (seen, number): (u32, u32),
    author: &Author,
) -> Result<Outcome, WritingError> {
    let files = as_draft(store.files(area, number)?)?;
    let new = NewVersion { change: Change::Restored, of: Some(number), author: author.clone() };
    Ok(outcome(store.add(area, seen, &new, &files)?))
}

fn outcome(added: Added) -> Outcome {
    match added {
        Added::Done(number) => Outcome::Done(number),
        Added::Outdated => Outcome::Outdated,
    }
}

/// The files of a draft do not say that they are approved. A `plan.toml` that is not understood stays as it is.
fn as_draft(mut files: TextFiles) -> Result<TextFiles, WritingError> {
    if let Ok(settings) = settings(&files)
        && settings.approved
    {
        put_settings(&mut files, &PlanSettings { approved: false, ..settings })?;
    }
    Ok(files)
}

#[cfg(test)]
mod tests;
