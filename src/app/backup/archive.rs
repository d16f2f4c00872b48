//! The file of a backup: a ZIP archive with a file of JSON lines for each table, the files of the folders, and
//! `backup.json`, which says what must be in it.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, BufWriter, Read, Seek, Write};
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::folders::Folder;
use super::{BackupError, Written};
use crate::files::{self, FileError};
use crate::store::{ContentError, ContentSink, Database, Digester, Digests, Row, Table, content_line};

const MANIFEST: &str = "backup.json";
/// The form of the archive. A program reads the forms up to its own.
const FORM: u32 = 1;
/// Longer than any row that the program writes.
const MAX_LINE_BYTES: u64 = 64 * 1024 * 1024;

/// What is in a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The form of the archive.
    pub form: u32,
    /// The version of the program that wrote it.
    pub program: String,
    /// When, in UTC.
    pub written_at: String,
    /// The rows of each table.
    pub tables: Digests,
    /// SHA-256 of each file, by its name.
    pub files: BTreeMap<String, String>,
}

impl Manifest {
    /// The rows of all tables.
    pub fn rows(&self) -> u64 {
        self.tables.values().map(|table| table.rows).sum()
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Writes lasting tables into the archive.
struct TableWriter<'a, W: Write + Seek> {
    zip: &'a mut ZipWriter<W>,
    digester: Digester,
    is_lasting: bool,
}

impl<W: Write + Seek> ContentSink for TableWriter<'_, W> {
    fn table(&mut self, table: &'static Table) -> Result<(), ContentError> {
        self.is_lasting = table.is_lasting;
        if !table.is_lasting {
            return Ok(());
        }
        let start = self.zip.start_file(format!("tables/{}.jsonl", table.name), options());
        start.map_err(|error| ContentError::Receiver(error.into()))?;
        let columns: Row = table.columns.iter().map(|column| (*column).into()).collect();
        self.write(&content_line(&columns))?;
        self.digester.table(table)
    }

    fn row(&mut self, row: Row) -> Result<(), ContentError> {
        if !self.is_lasting {
            return Ok(());
        }
        self.write(&content_line(&row))?;
        self.digester.row(row)
    }
}

impl<W: Write + Seek> TableWriter<'_, W> {
    fn write(&mut self, line: &str) -> Result<(), ContentError> {
        self.zip.write_all(line.as_bytes()).map_err(|error| ContentError::Receiver(error.into()))
    }
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .large_file(true)
        .unix_permissions(0o600)
}

/// Writes the archive beside its place, reads it again, and puts it there.
pub(super) fn write_archive(
    database: &Database,
    folders: &[Folder],
    file: &Path,
    written: Written<'_>,
) -> Result<Manifest, BackupError> {
    if file.exists() {
        return Err(BackupError::Exists { path: file.to_owned() });
    }
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = file.with_file_name(name);
    let outcome = write_part(database, folders, &part, written).and_then(|manifest| {
        let found = Archive::open(&part)?.check_all(database.tables())?;
        if found != manifest {
            let what = "it was not read as it was written".to_owned();
            return Err(BackupError::Damaged { path: part.clone(), what });
        }
        put_in_place(&part, file)?;
        Ok(manifest)
    });
    if outcome.is_err() {
        let _ = fs::remove_file(&part);
    }
    outcome
}

fn write_part(
    database: &Database,
    folders: &[Folder],
    part: &Path,
    written: Written<'_>,
) -> Result<Manifest, BackupError> {
    let unwritable = |cause: std::io::Error| BackupError::Unwritable { path: part.to_owned(), cause };
    let mut new = OpenOptions::new();
    new.create(true).truncate(true).write(true);
    // Hashes of passwords are in it.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut new, 0o600);
    let mut zip = ZipWriter::new(BufWriter::new(new.open(part).map_err(unwritable)?));
    let mut tables = TableWriter { zip: &mut zip, digester: Digester::default(), is_lasting: false };
    database.read_content(&mut tables)?;
    let tables = tables.digester.finish();
    let mut checksums = BTreeMap::new();
    for (name, path) in
        folders.iter().map(Folder::files).collect::<Result<Vec<_>, _>>()?.into_iter().flatten()
    {
        let content = match files::read(&path, files::MAX_TABLE_BYTES) {
            Err(FileError::Empty { .. }) => Vec::new(),
            read => read?,
        };
        zip.start_file(format!("files/{name}"), options()).map_err(|error| unwritable(error.into()))?;
        zip.write_all(&content).map_err(unwritable)?;
        checksums.insert(name, hex(&Sha256::digest(&content)));
    }
    let manifest = Manifest {
        form: FORM,
        program: written.program.to_owned(),
        written_at: written.at.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
        tables,
        files: checksums,
    };
    zip.start_file(MANIFEST, options()).map_err(|error| unwritable(error.into()))?;
    serde_json::to_writer_pretty(&mut zip, &manifest).map_err(|error| unwritable(error.into()))?;
    let file = zip.finish().map_err(|error| unwritable(error.into()))?;
    let file = file.into_inner().map_err(|error| unwritable(error.into_error()))?;
    file.sync_all().map_err(unwritable)?;
    Ok(manifest)
}

/// Gives a file its name, and waits until the folder is on the disk too.
fn put_in_place(part: &Path, file: &Path) -> Result<(), BackupError> {
    let unwritable = |cause| BackupError::Unwritable { path: file.to_owned(), cause };
    fs::rename(part, file).map_err(unwritable)?;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(unwritable)
}

/// A backup that is read.
pub(super) struct Archive {
    path: PathBuf,
    zip: ZipArchive<BufReader<File>>,
    pub manifest: Manifest,
}

impl Archive {
    pub fn open(path: &Path) -> Result<Self, BackupError> {
        let not_a_backup = |cause: String| BackupError::NotABackup { path: path.to_owned(), cause };
        let file = BufReader::new(files::open(path)?);
        let mut zip = ZipArchive::new(file).map_err(|error| not_a_backup(error.to_string()))?;
        let text = zip.by_name(MANIFEST).map_err(|error| not_a_backup(format!("{MANIFEST}: {error}")))?;
        let manifest: Manifest = serde_json::from_reader(text.take(MAX_LINE_BYTES))
            .map_err(|error| not_a_backup(format!("{MANIFEST}: {error}")))?;
        if manifest.form > FORM {
            let what = format!("form {} of backups", manifest.form);
            return Err(BackupError::Newer { path: path.to_owned(), what });
        }
        Ok(Self { path: path.to_owned(), zip, manifest })
    }

    fn damaged(&self, what: impl Into<String>) -> BackupError {
        BackupError::Damaged { path: self.path.clone(), what: what.into() }
    }

    fn newer(&self, what: impl Into<String>) -> BackupError {
        BackupError::Newer { path: self.path.clone(), what: what.into() }
    }

    /// Reads everything for nothing but its checks.
    fn check_all(mut self, tables: &'static [Table]) -> Result<Manifest, BackupError> {
        self.read_tables(tables, &mut Digester::default())?;
        for name in self.manifest.files.keys().cloned().collect::<Vec<_>>() {
            self.file(&name)?;
        }
        Ok(self.manifest)
    }

    /// Gives the rows of all tables, in the order of the tables.
    pub fn read_tables(
        &mut self,
        tables: &'static [Table],
        sink: &mut dyn ContentSink,
    ) -> Result<(), BackupError> {
        let is_known = |name: &&String| tables.iter().any(|table| table.name == name.as_str());
        if let Some(name) = self.manifest.tables.keys().find(|name| !is_known(name)) {
            return Err(self.newer(format!("table {name}")));
        }
        for table in tables.iter().filter(|table| table.is_lasting) {
            if self.manifest.tables.contains_key(table.name) {
                self.read_table(table, sink)?;
            }
        }
        Ok(())
    }

    fn read_table(&mut self, table: &'static Table, sink: &mut dyn ContentSink) -> Result<(), BackupError> {
        let (path, name) = (self.path.clone(), format!("tables/{}.jsonl", table.name));
        let damaged =
            |what: String| BackupError::Damaged { path: path.clone(), what: format!("{name}: {what}") };
        let entry = self.zip.by_name(&name).map_err(|error| damaged(error.to_string()))?;
        let mut lines = BufReader::new(entry);
        let mut next = || -> Result<Option<(String, Row)>, BackupError> {
            let mut line = String::new();
            lines
                .by_ref()
                .take(MAX_LINE_BYTES)
                .read_line(&mut line)
                .map_err(|error| damaged(error.to_string()))?;
            if line.is_empty() {
                return Ok(None);
            }
            let row = serde_json::from_str(&line).map_err(|error| damaged(error.to_string()))?;
            Ok(Some((line, row)))
        };
        let Some((_, columns)) = next()? else { return Err(damaged("it is empty".to_owned())) };
        let position = |column: &&str| columns.iter().position(|name| name.as_str() == Some(column));
        // Columns that a later version has added are empty in an earlier backup.
        let positions: Vec<Option<usize>> = table.columns.iter().map(position).collect();
        if positions.iter().flatten().count() != columns.len() {
            let what = format!("columns of {}", table.name);
            return Err(BackupError::Newer { path: path.clone(), what });
        }
        sink.table(table)?;
        let (mut hasher, mut rows) = (Sha256::new(), 0);
        while let Some((line, row)) = next()? {
            hasher.update(&line);
            rows += 1;
            let cell = |at: &Option<usize>| at.and_then(|at| row.get(at)).cloned().unwrap_or_default();
            sink.row(positions.iter().map(cell).collect())?;
        }
        match self.manifest.tables.get(table.name) {
            Some(digest) if digest.rows == rows && digest.sha256 == hex(&hasher.finalize()) => Ok(()),
            _ => Err(damaged("its rows are not those that were written".to_owned())),
        }
    }

    /// The content of a file, held to its digest.
    fn file(&mut self, name: &str) -> Result<Vec<u8>, BackupError> {
        let what = |what: &str| format!("files/{name}: {what}");
        let mut content = Vec::new();
        let read = self
            .zip
            .by_name(&format!("files/{name}"))
            .map_err(|error| error.to_string())
            .and_then(|mut entry| entry.read_to_end(&mut content).map_err(|error| error.to_string()));
        read.map_err(|error| self.damaged(what(&error)))?;
        if self.manifest.files.get(name) != Some(&hex(&Sha256::digest(&content))) {
            return Err(self.damaged(what("its content is not what was written")));
        }
        Ok(content)
    }

    /// Where a file belongs; none outside of the folders.
    fn place(&self, name: &str, folders: &[Folder]) -> Result<PathBuf, BackupError> {
        let (of, rest) = name.split_once('/').unwrap_or_default();
        let is_inside = Path::new(rest).components().all(|part| matches!(part, Component::Normal(_)));
        match folders.iter().find(|folder| folder.name == of) {
            Some(folder) if is_inside && !rest.is_empty() => Ok(folder.path.join(rest)),
            _ => Err(self.damaged(format!("the file {name} belongs nowhere"))),
        }
    }

    /// Holds all files to their digests before anything is written.
    pub fn check_files(&mut self, folders: &[Folder]) -> Result<(), BackupError> {
        for name in self.manifest.files.keys().cloned().collect::<Vec<_>>() {
            self.place(&name, folders)?;
            self.file(&name)?;
        }
        Ok(())
    }

    /// Writes the files into their folders.
    pub fn restore_files(&mut self, folders: &[Folder]) -> Result<(), BackupError> {
        for name in self.manifest.files.keys().cloned().collect::<Vec<_>>() {
            let (path, content) = (self.place(&name, folders)?, self.file(&name)?);
            let unwritable = |cause| BackupError::Unwritable { path: path.clone(), cause };
            fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).map_err(unwritable)?;
            let mut part = path.clone().into_os_string();
            part.push(".part");
            let part = PathBuf::from(part);
            let written = File::create(&part).and_then(|mut file| {
                file.write_all(&content)?;
                file.sync_all()
            });
            written.map_err(unwritable)?;
            put_in_place(&part, &path)?;
        }
        Ok(())
    }
}
