//! The coats of arms that an operator keeps in a folder, a picture for each area key.

use std::path::{Path, PathBuf};

use super::PlanFiles;
use crate::files::{self, FileError};
use crate::plan::{ArmsFault, CoatOfArms, MAX_ARMS_BYTES};

/// Why the coat of arms of an area cannot be shown.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum ArmsError {
    #[error("{0} is no folder; hint: plan_arms names the folder with the coats of arms")]
    NoFolder(PathBuf),
    #[error("there is more than one coat of arms: {}; hint: keep one of them", .0.join(", "))]
    Several(Vec<String>),
    #[error(transparent)]
    File(#[from] FileError),
    #[error("{name} {fault}")]
    Picture { name: String, fault: ArmsFault },
}

impl ArmsError {
    /// The sentence in German. It names a file without the folders of the machine, because everybody reads it.
    pub fn german(&self) -> String {
        match self {
            Self::NoFolder(_) => "Der Ordner mit den Wappen ist nicht da.".to_owned(),
            Self::Several(names) => {
                format!("Es gibt mehrere Wappen: {}. Bitte nur eines behalten.", names.join(", "))
            }
            Self::File(FileError::TooLarge { path, .. }) => {
                format!("{} ist zu groß: höchstens {} MB.", name_of(path), MAX_ARMS_BYTES >> 20)
            }
            Self::File(FileError::Empty { path }) => format!("{} ist leer.", name_of(path)),
            Self::File(
                FileError::Unreadable { path, .. }
                | FileError::Folder { path }
                | FileError::NotRegular { path }
                | FileError::NotUtf8 { path, .. }
                | FileError::Changed { path },
            ) => format!("{} lässt sich nicht lesen.", name_of(path)),
            Self::File(FileError::TooMany { .. }) => {
                "Der Ordner mit den Wappen enthält zu viele Dateien.".to_owned()
            }
            Self::Picture { name, fault } => format!("{name} {}", fault.german()),
        }
    }
}

/// The coat of arms of an area; `None` where no folder is set, or none lies there for the area.
///
/// # Errors
/// [`ArmsError`] for a file that is there and cannot be shown.
pub fn arms(of: &PlanFiles, key: &str) -> Result<Option<CoatOfArms>, ArmsError> {
    let Some(folder) = &of.arms else { return Ok(None) };
    if !folder.is_dir() {
        return Err(ArmsError::NoFolder(folder.clone()));
    }
    let is_of_area = |path: &PathBuf| path.file_stem().is_some_and(|stem| stem == key);
    let found: Vec<PathBuf> = files::all_in_folder(folder)?.into_iter().filter(is_of_area).collect();
    match found.as_slice() {
        [] => Ok(None),
        [only] => {
            let bytes = files::read(only, MAX_ARMS_BYTES)?;
            let picture =
                CoatOfArms::read(bytes).map_err(|fault| ArmsError::Picture { name: name_of(only), fault })?;
            Ok(Some(picture))
        }
        several => Err(ArmsError::Several(several.iter().map(|path| name_of(path)).collect())),
    }
}

/// "13076.svg"
fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
