//! Files that an operator names: lists, mappings, requests, counts, settings, indicators, planning areas, backups, tiles. All
//! are read in this one way: a regular file, up to a size, text in UTF-8, and a failure is never taken for an empty file.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The largest text that a person writes: settings, a mapping, a request.
pub const MAX_TEXT_BYTES: u64 = 4 << 20;
/// The largest table of counts or of travel times.
pub const MAX_TABLE_BYTES: u64 = 256 << 20;
/// The most files of a folder that are read.
const MAX_FILES: usize = 1_000;

/// Why a file was not read. Each is a sentence that names the file.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum FileError {
    #[error("{path} cannot be read: {cause}")]
    Unreadable { path: PathBuf, cause: io::Error },
    #[error("{path} is a folder; hint: name a file in it")]
    Folder { path: PathBuf },
    #[error(
        "{path} is not a regular file but a device, pipe or socket; hint: copy what it gives into a file"
    )]
    NotRegular { path: PathBuf },
    #[error("{path} is larger than {most} bytes, the most that is read of such a file")]
    TooLarge { path: PathBuf, most: u64 },
    #[error("{path} is empty")]
    Empty { path: PathBuf },
    #[error("{path} is not UTF-8 text: byte {at} belongs to no character; hint: save it as UTF-8")]
    NotUtf8 { path: PathBuf, at: usize },
    #[error("{path} was changed while it was read; hint: try again when it is complete")]
    Changed { path: PathBuf },
    #[error("{path} holds more than {MAX_FILES} files")]
    TooMany { path: PathBuf },
}

impl FileError {
    /// The sentence in German.
    pub fn german(&self) -> String {
        match self {
            Self::Unreadable { path, cause } => {
                format!("{} lässt sich nicht lesen; das System meldet „{cause}“.", path.display())
            }
            Self::Folder { path } => {
                format!("{} ist ein Ordner. Bitte eine Datei darin nennen.", path.display())
            }
            Self::NotRegular { path } => format!(
                "{} ist keine gewöhnliche Datei, sondern ein Gerät, eine Pipe oder ein Socket. Bitte den Inhalt in eine Datei kopieren.",
                path.display()
            ),
            Self::TooLarge { path, most } => {
                format!(
                    "{} ist größer als {most} Byte; mehr wird von einer solchen Datei nicht gelesen.",
                    path.display()
                )
            }
            Self::Empty { path } => format!("{} ist leer.", path.display()),
            Self::NotUtf8 { path, at } => format!(
                "{} ist kein Text in UTF-8: Das Byte {at} gehört zu keinem Zeichen. Bitte als UTF-8 speichern.",
                path.display()
            ),
            Self::Changed { path } => format!(
                "{} wurde verändert, während die Datei gelesen wurde. Bitte noch einmal versuchen, wenn sie vollständig ist.",
                path.display()
            ),
            Self::TooMany { path } => format!("{} enthält mehr als {MAX_FILES} Dateien.", path.display()),
        }
    }

    /// Whether there is nothing at the path.
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Unreadable { cause, .. } if cause.kind() == io::ErrorKind::NotFound)
    }
}

/// Opens a regular file. Anything else is refused before it is opened: opening a pipe waits for its other end.
///
/// # Errors
///
/// [`FileError::Unreadable`], [`FileError::Folder`] or [`FileError::NotRegular`].
pub fn open(path: &Path) -> Result<File, FileError> {
    let unreadable = |cause| FileError::Unreadable { path: path.to_owned(), cause };
    check_kind(path, &std::fs::metadata(path).map_err(unreadable)?)?;
    let file = File::open(path).map_err(unreadable)?;
    // What was opened may be another file by now.
    check_kind(path, &file.metadata().map_err(unreadable)?)?;
    Ok(file)
}

fn check_kind(path: &Path, about: &std::fs::Metadata) -> Result<(), FileError> {
    match (about.is_file(), about.is_dir()) {
        (true, _) => Ok(()),
        (false, true) => Err(FileError::Folder { path: path.to_owned() }),
        (false, false) => Err(FileError::NotRegular { path: path.to_owned() }),
    }
}

/// The bytes of a file of at most `most` bytes.
///
/// # Errors
///
/// [`FileError`] for anything that is no readable regular file of that size, also for an empty one.
pub fn read(path: &Path, most: u64) -> Result<Vec<u8>, FileError> {
    let file = open(path)?;
    let unreadable = |cause| FileError::Unreadable { path: path.to_owned(), cause };
    let promised = file.metadata().map_err(unreadable)?.len();
    read_from(file, path, promised, most)
}

/// The bytes of an open file that had `promised` of them when it was opened. Half a file is no file.
fn read_from(file: impl Read, path: &Path, promised: u64, most: u64) -> Result<Vec<u8>, FileError> {
    let too_large = || FileError::TooLarge { path: path.to_owned(), most };
    if promised > most {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    // The file may grow while it is read.
    file.take(most.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|cause| FileError::Unreadable { path: path.to_owned(), cause })?;
    match bytes.len() as u64 {
        length if length > most => Err(too_large()),
        length if length != promised => Err(FileError::Changed { path: path.to_owned() }),
        0 => Err(FileError::Empty { path: path.to_owned() }),
        _ => Ok(bytes),
    }
}

/// The text of a file in UTF-8 of at most `most` bytes, without a byte order mark.
///
/// # Errors
///
/// As [`read`], and [`FileError::NotUtf8`].
pub fn read_text(path: &Path, most: u64) -> Result<String, FileError> {
    let text = String::from_utf8(read(path, most)?).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        FileError::NotUtf8 { path: path.to_owned(), at }
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// The files of a folder whose names end in a word such as `toml`, in the order of their names; none if there is no such
/// folder.
///
/// # Errors
///
/// [`FileError`] if the folder is there and cannot be listed, or holds too many.
pub fn in_folder(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, FileError> {
    let is_wanted = |path: &Path| path.extension().is_some_and(|found| found == ending);
    listed(folder, is_wanted)
}

/// All files of a folder in the order of their names, without hidden ones; none if there is no such folder.
///
/// # Errors
///
/// As [`in_folder`].
pub fn all_in_folder(folder: &Path) -> Result<Vec<PathBuf>, FileError> {
    let is_hidden =
        |path: &Path| path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    listed(folder, |path| !is_hidden(path))
}

fn listed(folder: &Path, is_wanted: impl Fn(&Path) -> bool) -> Result<Vec<PathBuf>, FileError> {
    let unreadable = |cause| FileError::Unreadable { path: folder.to_owned(), cause };
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(cause) => return Err(unreadable(cause)),
    };
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(unreadable)?.path();
        if is_wanted(&path) {
            paths.push(path);
        }
        if paths.len() > MAX_FILES {
            return Err(FileError::TooMany { path: folder.to_owned() });
        }
    }
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("pflegeplan-files-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn only_regular_files_of_a_bounded_size_are_read() {
        let folder = folder("kinds");
        let file = folder.join("a.toml");
        std::fs::write(&file, "\u{feff}ä = 1\n").unwrap();
        assert_eq!(read_text(&file, 100).unwrap(), "ä = 1\n");
        let length = std::fs::metadata(&file).unwrap().len();
        assert!(read(&file, length).is_ok());
        assert!(matches!(read(&file, length - 1), Err(FileError::TooLarge { .. })));
        assert!(matches!(read(&folder, 100), Err(FileError::Folder { .. })));
        assert!(read(&folder.join("none"), 100).unwrap_err().is_missing());
        std::fs::write(&file, b"abc\xff").unwrap();
        assert!(matches!(read_text(&file, 100), Err(FileError::NotUtf8 { at: 3, .. })));
        std::fs::write(&file, "").unwrap();
        assert!(matches!(read(&file, 100), Err(FileError::Empty { .. })));
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn devices_pipes_and_sockets_are_refused_without_opening_them() {
        let folder = folder("devices");
        for device in ["/dev/zero", "/dev/null", "/dev/tty"] {
            assert!(read(Path::new(device), 100).is_err(), "{device}");
        }
        let socket = folder.join("socket");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        assert!(matches!(read(&socket, 100), Err(FileError::NotRegular { .. })));
        let pipe = folder.join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
        assert!(made.success());
        // Opening it would wait for ever.
        assert!(matches!(read(&pipe, 100), Err(FileError::NotRegular { .. })));
        let link = folder.join("link");
        std::os::unix::fs::symlink("/dev/zero", &link).unwrap();
        assert!(matches!(read(&link, 100), Err(FileError::NotRegular { .. })));
        std::fs::remove_dir_all(folder).unwrap();
    }

    /// Gives some bytes and then fails.
    struct Failing(&'static [u8]);

    impl Read for Failing {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if self.0.is_empty() { Err(io::Error::other("input/output error")) } else { self.0.read(buffer) }
        }
    }

    #[test]
    fn what_shrinks_grows_or_fails_while_it_is_read_is_an_error_and_never_a_shorter_file() {
        let path = Path::new("list.csv");
        assert_eq!(read_from(&b"a;b\n1;2\n"[..], path, 8, 100).unwrap(), b"a;b\n1;2\n");
        for (content, promised) in [(&b"a;b\n"[..], 8), (b"", 8), (b"a;b\n1;2\n3;4\n", 8)] {
            let fault = read_from(content, path, promised, 100).unwrap_err();
            assert!(matches!(fault, FileError::Changed { .. }), "{fault}");
        }
        let fault = read_from(Failing(b"a;b\n"), path, 8, 100).unwrap_err();
        assert!(fault.to_string().contains("cannot be read: input/output error"), "{fault}");
        // What grows without end is not read without end.
        let fault = read_from(io::repeat(b'x'), path, 8, 100).unwrap_err();
        assert!(matches!(fault, FileError::TooLarge { most: 100, .. }), "{fault}");
    }

    #[test]
    fn every_fault_is_said_in_german_with_the_path() {
        let path = || PathBuf::from("liste.toml");
        let faults = [
            FileError::Unreadable { path: path(), cause: io::Error::other("device error") },
            FileError::Folder { path: path() },
            FileError::NotRegular { path: path() },
            FileError::TooLarge { path: path(), most: 5 },
            FileError::Empty { path: path() },
            FileError::NotUtf8 { path: path(), at: 3 },
            FileError::Changed { path: path() },
            FileError::TooMany { path: path() },
        ];
        for fault in faults {
            let german = fault.german();
            assert!(german.starts_with("liste.toml ") && german.ends_with('.'), "{german}");
            assert!(!german.contains(" is ") && !german.contains("hint"), "{german}");
            assert!(fault.to_string().starts_with("liste.toml "), "{fault}");
        }
    }

    #[test]
    fn a_folder_that_is_not_there_holds_nothing_and_one_that_cannot_be_listed_is_an_error() {
        let folder = folder("list");
        for name in ["b.toml", "a.toml", "c.txt"] {
            std::fs::write(folder.join(name), "x").unwrap();
        }
        assert_eq!(in_folder(&folder, "toml").unwrap(), [folder.join("a.toml"), folder.join("b.toml")]);
        assert!(in_folder(&folder.join("none"), "toml").unwrap().is_empty());
        assert!(in_folder(&folder.join("c.txt"), "toml").is_err());
        std::fs::remove_dir_all(folder).unwrap();
    }
}
