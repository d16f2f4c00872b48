//! What lies on the machine for plans: the planner's texts and the program that lays out the PDF.

use std::path::{Path, PathBuf};

use crate::app::error::Error;
use crate::files;
use crate::plan::texts::PlanTexts;

/// Where texts and program lie.
#[derive(Debug, Clone, Default)]
pub struct PlanFiles {
    /// The program that lays out the PDF; without it there is no PDF.
    pub program: PathBuf,
    /// The folder with a folder of texts for each area.
    pub texts: PathBuf,
}

impl PlanFiles {
    /// Whether plans can be had as PDF; pages say so until they can.
    pub fn is_pdf_ready(&self) -> bool {
        self.program.is_file()
    }

    /// What the planner has written for an area; nothing where there is no folder.
    ///
    /// # Errors
    /// [`Error::BadInput`] with the sentence about the first file that is not understood.
    pub fn texts(&self, key: &str) -> Result<PlanTexts, Error> {
        let folder = self.texts.join(key);
        if !key.bytes().all(|byte| byte.is_ascii_digit()) || !folder.is_dir() {
            return Ok(PlanTexts::default());
        }
        read_texts(&folder)
    }
}

/// The planner's texts of a folder: `plan.toml`, `foreword.md`, and a file a chapter such as `7.5.md`.
///
/// # Errors
/// [`Error::BadInput`] with the sentence about the first file that is not understood, so that none is left out in silence.
pub fn read_texts(folder: &Path) -> Result<PlanTexts, Error> {
    let unreadable = |cause: &dyn std::fmt::Display| Error::rule("texts", cause.to_string());
    let mut read: Vec<(String, String)> = Vec::new();
    for path in files::all_in_folder(folder).map_err(|cause| unreadable(&cause))? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        PlanTexts::check_name(&name).map_err(|fault| unreadable(&fault))?;
        let text = files::read_text(&path, files::MAX_TEXT_BYTES).map_err(|cause| unreadable(&cause))?;
        read.push((name, text));
    }
    let all = read.iter().map(|(name, text)| (name.as_str(), text.as_bytes()));
    PlanTexts::read(all).map_err(|fault| unreadable(&fault))
}
