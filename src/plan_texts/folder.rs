//! Versions as folders of files: `13076/00003/version.json` says who made it and when, and `13076/00003/texts/` holds the
//! texts. A version is written beside the others under another name, and gets its own in one step when the disk has all of
//! it. So there is never a part of one, whenever the power fails, and none is ever written again.

use std::fs::File;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::disk::{Disk, RealDisk};
use super::error::TextStoreError;
use super::{Added, Change, NewVersion, TextStore, Version};
use crate::files;
use crate::plan::texts::TextFiles;
use crate::store::Author;

/// Who made a version and when.
const ABOUT: &str = "version.json";
/// The folder with the texts of a version.
const TEXTS: &str = "texts";
/// A version that is being written. What a crash has left of one is removed by the next.
const UNFINISHED: &str = ".unfinished";
/// Held by who writes, so that a command and the service do not write at the same time.
const LOCK: &str = ".lock";

/// `version.json`
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct About {
    at: DateTime<Utc>,
    change: Change,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    of: Option<u32>,
    /// The name as the history shows it.
    by: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    account: Option<i32>,
    request: String,
}

/// Texts in a folder with a folder for each area.
#[derive(Debug)]
pub struct FolderStore {
    folder: PathBuf,
    disk: Box<dyn Disk>,
}

impl FolderStore {
    /// A store in a folder, which is made with the first version.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, disk: Box::new(RealDisk) }
    }

    #[cfg(test)]
    pub(super) fn on(folder: PathBuf, disk: impl Disk + 'static) -> Self {
        Self { folder, disk: Box::new(disk) }
    }

    fn of_area(&self, area: &str) -> Result<PathBuf, TextStoreError> {
        let is_key = (2..=5).contains(&area.len()) && area.bytes().all(|byte| byte.is_ascii_digit());
        if is_key { Ok(self.folder.join(area)) } else { Err(TextStoreError::Area(area.to_owned())) }
    }

    fn of_version(&self, area: &str, number: u32) -> Result<PathBuf, TextStoreError> {
        let folder = self.of_area(area)?.join(folder_name(number));
        if folder.is_dir() { Ok(folder) } else { Err(TextStoreError::NoVersion(number)) }
    }

    /// Writes a version under another name and then gives it its own.
    fn write(
        &self,
        folder: &Path,
        number: u32,
        new: &NewVersion,
        texts: &TextFiles,
    ) -> Result<(), TextStoreError> {
        let unfinished = folder.join(UNFINISHED);
        let within = unfinished.join(TEXTS);
        let disk = &self.disk;
        let done = |path: &Path, outcome: std::io::Result<()>| {
            outcome.map_err(|cause| TextStoreError::writing(path, cause))
        };
        done(&unfinished, disk.remove_folder(&unfinished))?;
        done(&within, disk.make_folder(&within))?;
        for (name, text) in texts {
            let path = within.join(name);
            done(&path, disk.write(&path, text.as_bytes()))?;
        }
        let author = &new.author;
        let about = About {
            at: author.at.and_utc(),
            change: new.change,
            of: new.of,
            by: author.name.clone(),
            account: author.account,
            request: author.request_id.clone(),
        };
        let path = unfinished.join(ABOUT);
        let about = serde_json::to_vec_pretty(&about)
            .map_err(|cause| TextStoreError::Broken { path: path.clone(), what: cause.to_string() })?;
        done(&path, disk.write(&path, &about))?;
        done(&within, disk.sync_folder(&within))?;
        done(&unfinished, disk.sync_folder(&unfinished))?;
        let named = folder.join(folder_name(number));
        done(&named, disk.rename(&unfinished, &named))?;
        done(folder, disk.sync_folder(folder))
    }
}

/// 3 -> "00003", so that names stand in the order of versions.
fn folder_name(number: u32) -> String {
    format!("{number:05}")
}

impl TextStore for FolderStore {
    fn numbers(&self, area: &str) -> Result<Vec<u32>, TextStoreError> {
        let folder = self.of_area(area)?;
        let unreadable = |cause| TextStoreError::Unreadable { path: folder.clone(), cause };
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(cause) => return Err(unreadable(cause)),
        };
        let mut numbers = Vec::new();
        for entry in entries {
            let name = entry.map_err(unreadable)?.file_name();
            let number = name.to_str().and_then(|name| name.parse().ok());
            // Whatever else somebody has put there is no version.
            numbers.extend(number.filter(|number| name.to_str() == Some(folder_name(*number).as_str())));
        }
        numbers.sort_unstable();
        Ok(numbers)
    }

    fn version(&self, area: &str, number: u32) -> Result<Version, TextStoreError> {
        let path = self.of_version(area, number)?.join(ABOUT);
        let text = files::read_text(&path, files::MAX_TEXT_BYTES)?;
        let About { at, change, of, by, account, request } = serde_json::from_str(&text)
            .map_err(|cause| TextStoreError::Broken { path, what: cause.to_string() })?;
        let author = Author { account, name: by, request_id: request, at: at.naive_utc() };
        Ok(Version { number, change, of, author })
    }

    fn files(&self, area: &str, number: u32) -> Result<TextFiles, TextStoreError> {
        let folder = self.of_version(area, number)?.join(TEXTS);
        let mut found = TextFiles::new();
        for path in files::all_in_folder(&folder)? {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            found.insert(name, files::read_text(&path, files::MAX_TEXT_BYTES)?);
        }
        Ok(found)
    }

    fn add(
        &self,
        area: &str,
        newest: u32,
        new: &NewVersion,
        texts: &TextFiles,
    ) -> Result<Added, TextStoreError> {
        let folder = self.of_area(area)?;
        let made = self.disk.make_folder(&folder);
        made.map_err(|cause| TextStoreError::writing(&folder, cause))?;
        let path = folder.join(LOCK);
        let locked = File::options().create(true).truncate(false).write(true).open(&path);
        let locked = locked.and_then(|file| file.lock().map(|()| file));
        let _locked = locked.map_err(|cause| TextStoreError::writing(&path, cause))?;
        if self.numbers(area)?.last().copied().unwrap_or_default() != newest {
            return Ok(Added::Outdated);
        }
        let number = newest.saturating_add(1);
        self.write(&folder, number, new, texts)?;
        Ok(Added::Done(number))
    }
}
