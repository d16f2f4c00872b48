//! What lies on the machine for plans: the planner's texts and the program that lays out the PDF.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::writing;
use crate::app::error::{Code, Error};
use crate::files;
use crate::plan::texts::{PlanTexts, TextFiles, TextsError};
use crate::plan::{PlanBefore, before_of_texts};
use crate::plan_texts::{TextStore, TextStoreError, Version};

/// Where texts and program lie.
#[derive(Debug, Clone, Default)]
pub struct PlanFiles {
    /// The program that lays out the PDF and draws the pictures of text documents; without it there are neither.
    pub program: PathBuf,
    /// Where the planner's texts come from.
    pub texts: TextSource,
    /// The folder with the coats of arms; without it covers have none.
    pub arms: Option<PathBuf>,
}

/// Where the planner's texts come from. There is one place, so that nobody writes what nobody reads.
#[derive(Debug, Clone)]
pub enum TextSource {
    /// A folder that the operator keeps, with a folder of texts for each area. The pages show it and do not write it.
    Folder(PathBuf),
    /// The texts that planners write in the browser, with their history.
    Store(Arc<dyn TextStore>),
}

impl Default for TextSource {
    fn default() -> Self {
        Self::Folder(PathBuf::new())
    }
}

/// Which texts of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextEdition {
    /// Those that were approved last; what the public reads.
    Approved,
    /// Those that were written last.
    Newest,
}

impl PlanFiles {
    /// Whether plans can be had in the forms that need the program; pages say so until they can.
    pub fn is_program_ready(&self) -> bool {
        self.program.is_file()
    }

    /// What the planner has written for an area; nothing where there is nothing yet. A folder of the operator has one
    /// edition, whose `plan.toml` says whether it is approved.
    ///
    /// # Errors
    /// [`Error::BadInput`] with the sentence about the first file that is not understood.
    pub fn texts(&self, key: &str, edition: TextEdition) -> Result<PlanTexts, Error> {
        if !key.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(PlanTexts::default());
        }
        match &self.texts {
            TextSource::Folder(folder) => match folder.join(key) {
                own if own.is_dir() => read_texts(&own),
                _ => Ok(PlanTexts::default()),
            },
            TextSource::Store(store) => kept_texts(store.as_ref(), key, edition),
        }
    }
}

/// The texts of an edition that planners have written.
fn kept_texts(store: &dyn TextStore, key: &str, edition: TextEdition) -> Result<PlanTexts, Error> {
    let unreadable = |cause: TextStoreError| unreadable(cause.to_string(), cause.german());
    let newest = match edition {
        TextEdition::Approved => writing::approved(store, key),
        TextEdition::Newest => writing::newest(store, key),
    };
    let Some(version) = newest.map_err(unreadable)? else { return Ok(PlanTexts::default()) };
    let mut texts = read_files(&store.files(key, version.number).map_err(unreadable)?)?;
    texts.settings.approved = version.is_approved();
    // A plan as JSON says more than its texts.
    if let (Some(number), None) = (texts.settings.before_version, &texts.before) {
        texts.before = Some(before(store, key, number)?);
    }
    Ok(texts)
}

/// The plan before by the number of its approved version.
fn before(store: &dyn TextStore, key: &str, number: u32) -> Result<PlanBefore, Error> {
    let not_readable = |cause: TextStoreError| unreadable(cause.to_string(), cause.german());
    let numbers = store.numbers(key).map_err(not_readable)?;
    let version = numbers.contains(&number).then(|| store.version(key, number)).transpose();
    match version.map_err(not_readable)?.filter(Version::is_approved) {
        Some(version) => {
            let texts = read_files(&store.files(key, number).map_err(not_readable)?)?;
            Ok(before_of_texts(&texts, version.author.at.date()))
        }
        None => Err(unreadable(
            format!(
                "before_version: there is no approved version {number}; hint: the history of the texts names them"
            ),
            format!(
                "Als Plan davor ist die Fassung {number} angegeben, aber so heißt keine freigegebene Fassung."
            ),
        )),
    }
}

/// Reads the files of a version or of a folder.
fn read_files(found: &TextFiles) -> Result<PlanTexts, Error> {
    let all = found.iter().map(|(name, text)| (name.as_str(), text.as_bytes()));
    PlanTexts::read(all).map_err(|fault: TextsError| unreadable(fault.to_string(), fault.german()))
}

fn unreadable(english: String, german: String) -> Error {
    Error::field("texts", Code::Sentence { english, german })
}

/// The planner's texts of a folder: `plan.toml`, `foreword.md`, files by chapter such as `7.5.md`, and the plan before as
/// `before.json`.
///
/// # Errors
/// [`Error::BadInput`] with the sentence about the first file that is not understood, so that none is left out in silence.
pub fn read_texts(folder: &Path) -> Result<PlanTexts, Error> {
    read_files(&text_files(folder)?)
}

/// A plan that was written as JSON, with which another is compared.
///
/// # Errors
/// [`Error::BadInput`] if it is no such file.
pub fn read_before(path: &Path) -> Result<PlanBefore, Error> {
    let wrong = |english: String, german: String| Error::field("before", Code::Sentence { english, german });
    let of_file = |cause: files::FileError| {
        let said = TextStoreError::from(cause);
        wrong(said.to_string(), said.german())
    };
    let text = files::read_text(path, files::MAX_TEXT_BYTES).map_err(of_file)?;
    PlanBefore::read(&text).map_err(|said| wrong(format!("{}: {said}", path.display()), said))
}

/// The files of such a folder as they are.
///
/// # Errors
/// [`Error::BadInput`] for a file that belongs to no plan or cannot be read.
pub fn text_files(folder: &Path) -> Result<TextFiles, Error> {
    let mut found = TextFiles::new();
    let of_file = |cause: files::FileError| {
        let german = TextStoreError::from(cause);
        unreadable(german.to_string(), german.german())
    };
    for path in files::all_in_folder(folder).map_err(of_file)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        PlanTexts::check_name(&name).map_err(|fault| unreadable(fault.to_string(), fault.german()))?;
        let text = files::read_text(&path, files::MAX_TEXT_BYTES).map_err(of_file)?;
        found.insert(name, text);
    }
    Ok(found)
}
