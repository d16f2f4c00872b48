//! Texts are kept as a whole or not at all, whatever fails, and what is kept is never lost.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::{DateTime, Utc};

use super::disk::{Disk, RealDisk};
use super::*;

const AREA: &str = "13076";

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("pflegeplan-texts-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }

    fn store(&self) -> FolderStore {
        FolderStore::new(self.0.clone())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn new(change: Change) -> NewVersion {
    let at = DateTime::<Utc>::from_timestamp(1_780_000_000, 0).unwrap().naive_utc();
    let author = Author { account: Some(4), name: "Erika Muster".into(), request_id: "abc".into(), at };
    NewVersion { change, of: None, author }
}

fn texts(of: &[(&str, &str)]) -> TextFiles {
    of.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

/// A disk on which the step of a number fails, after half of its work, and none works after it.
#[derive(Debug)]
struct FailingDisk {
    left: AtomicUsize,
    with: ErrorKind,
}

impl FailingDisk {
    fn at(step: usize, with: ErrorKind) -> Self {
        Self { left: AtomicUsize::new(step), with }
    }

    /// Whether the next step works.
    fn works(&self) -> bool {
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok()
    }

    fn step(&self, work: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        if self.works() { work() } else { Err(self.with.into()) }
    }
}

impl Disk for FailingDisk {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.step(|| RealDisk.make_folder(path))
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        if self.works() {
            return RealDisk.write(path, bytes);
        }
        let _ = RealDisk.write(path, bytes.get(..bytes.len() / 2).unwrap());
        Err(self.with.into())
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.step(|| RealDisk.sync_folder(path))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(|| RealDisk.rename(from, to))
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.step(|| RealDisk.remove_folder(path))
    }
}

#[test]
fn versions_follow_each_other_and_stay_as_they_were_written() {
    let folder = Folder::new("follow");
    let store = folder.store();
    assert!(store.numbers(AREA).unwrap().is_empty());
    let first = texts(&[("7.5.md", "Gut.\n"), ("plan.toml", "approved = false\n")]);
    let second = texts(&[("7.5.md", "Besser.\n")]);
    assert_eq!(store.add(AREA, 0, &new(Change::Imported), &first).unwrap(), Added::Done(1));
    assert_eq!(store.add(AREA, 1, &new(Change::Written), &second).unwrap(), Added::Done(2));
    assert_eq!(store.numbers(AREA).unwrap(), [1, 2]);
    assert_eq!((store.files(AREA, 1).unwrap(), store.files(AREA, 2).unwrap()), (first.clone(), second));
    let version = store.version(AREA, 1).unwrap();
    let expected = new(Change::Imported);
    assert_eq!((version.change, version.author), (expected.change, expected.author));
    // The files are those that a person can take out, and that the command line reads.
    let file = folder.0.join("13076/00001/texts/7.5.md");
    assert_eq!(std::fs::read_to_string(file).unwrap(), "Gut.\n");
    assert!(store.numbers("13074").unwrap().is_empty(), "another plan has its own");
    assert!(matches!(store.version(AREA, 3), Err(TextStoreError::NoVersion(3))));
}

#[test]
fn of_two_who_write_on_the_same_version_one_is_told() {
    let folder = Folder::new("two");
    let store = folder.store();
    let text = texts(&[("0.md", "a")]);
    store.add(AREA, 0, &new(Change::Written), &text).unwrap();
    assert_eq!(store.add(AREA, 0, &new(Change::Written), &text).unwrap(), Added::Outdated);
    let write = || {
        let texts = texts(&[("0.md", "b")]);
        (1..=20)
            .filter(|newest| {
                store.add(AREA, *newest, &new(Change::Written), &texts).unwrap() != Added::Outdated
            })
            .count()
    };
    let done: usize = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(write)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    let numbers = store.numbers(AREA).unwrap();
    assert_eq!(numbers.len(), done + 1, "each number was given once");
    assert_eq!(numbers, (1..=numbers.len() as u32).collect::<Vec<_>>());
}

#[test]
fn a_crash_at_any_step_leaves_the_state_before_or_after() {
    let (before, after) = (texts(&[("7.5.md", "vorher"), ("0.md", "kurz")]), texts(&[("7.5.md", "nachher")]));
    let (mut steps, mut kept_before, mut kept_after) = (0, 0, 0);
    loop {
        let folder = Folder::new(&format!("crash-{steps}"));
        folder.store().add(AREA, 0, &new(Change::Written), &before).unwrap();
        let failing = FolderStore::on(folder.0.clone(), FailingDisk::at(steps, ErrorKind::Other));
        let outcome = failing.add(AREA, 1, &new(Change::Written), &after);
        // The service is started again.
        let store = folder.store();
        let newest = *store.numbers(AREA).unwrap().last().unwrap();
        let found = store.files(AREA, newest).unwrap();
        match newest {
            1 => kept_before += usize::from(found == before),
            2 => kept_after += usize::from(found == after && store.version(AREA, 2).is_ok()),
            other => panic!("version {other}"),
        }
        // What the crash has left does not hinder the next.
        assert_eq!(store.add(AREA, newest, &new(Change::Written), &after).unwrap(), Added::Done(newest + 1));
        assert_eq!(store.files(AREA, newest + 1).unwrap(), after);
        steps += 1;
        if outcome.is_ok() {
            break;
        }
    }
    assert_eq!(kept_before + kept_after, steps, "every crash leaves a whole state");
    assert!(kept_before > 6 && kept_after >= 1, "{kept_before} and {kept_after} of {steps}");
}

#[test]
fn a_full_disk_and_a_folder_that_cannot_be_written_are_said() {
    let folder = Folder::new("full");
    let text = texts(&[("0.md", "a")]);
    for (kind, said) in [
        (ErrorKind::StorageFull, "the disk is full"),
        (ErrorKind::ReadOnlyFilesystem, "cannot be written"),
        (ErrorKind::PermissionDenied, "cannot be written"),
    ] {
        let store = FolderStore::on(folder.0.clone(), FailingDisk::at(3, kind));
        let error = store.add(AREA, 0, &new(Change::Written), &text).unwrap_err();
        assert!(error.to_string().contains(said), "{error}");
        assert!(folder.store().numbers(AREA).unwrap().is_empty());
    }
    let file = folder.0.join("file");
    std::fs::write(&file, "x").unwrap();
    let error = FolderStore::new(file).add(AREA, 0, &new(Change::Written), &text).unwrap_err();
    assert!(error.to_string().contains("cannot be written"), "{error}");
}

#[test]
fn what_somebody_has_broken_is_named() {
    let folder = Folder::new("broken");
    let store = folder.store();
    store.add(AREA, 0, &new(Change::Written), &texts(&[("0.md", "a")])).unwrap();
    let version = folder.0.join("13076/00001");
    std::fs::write(version.join("version.json"), "{}").unwrap();
    let error = store.version(AREA, 1).unwrap_err();
    assert!(error.to_string().contains("version.json does not say who"), "{error}");
    assert!(error.german().contains("13076/00001/version.json"), "{}", error.german());
    std::fs::write(version.join("texts/0.md"), b"\xff").unwrap();
    let error = store.files(AREA, 1).unwrap_err();
    assert!(error.to_string().contains("not UTF-8"), "{error}");
    std::fs::create_dir(folder.0.join("13076/entwurf")).unwrap();
    assert_eq!(store.numbers(AREA).unwrap(), [1], "a folder of another name is no version");
    for area in ["", "..", "1", "130760", "13/76", "abcde"] {
        assert!(matches!(store.numbers(area), Err(TextStoreError::Area(_))), "{area}");
    }
}
