//! Tiles from a PMTiles archive (version 3) on the operator's own disk: raster tiles, one file.
//!
//! The reader is our own, because the format is small and the crate `pmtiles` reads files only by a memory map on an
//! async runtime: a file that is truncated while it is mapped would end the whole service.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::num::NonZeroUsize;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use lru::LruCache;

use super::directory::{Directory, Entry};
use super::{MAX_TILE_BYTES, Picture, Tile, TileAddress, TileError};
use crate::files::{self, FileError};

const HEADER_BYTES: usize = 127;
const VERSION: u8 = 3;
/// The largest directory that is read; writers keep directories far smaller.
const MAX_DIRECTORY_BYTES: u64 = 16 * 1024 * 1024;
/// The root and the leaves below it; writers use one level of leaves.
const MAX_DEPTH: usize = 4;
/// The number of leaf directories kept in memory.
const LEAVES: NonZeroUsize = NonZeroUsize::MIN.saturating_add(63);
/// How long a browser may cache a tile, because the file may be replaced by a newer one.
const KEEP: Duration = Duration::from_secs(24 * 3600);

/// Why a file cannot be the base map.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum ArchiveError {
    #[error("tiles_file: {0}")]
    File(#[from] FileError),
    #[error("tiles_file {path} cannot be read: {cause}")]
    Unreadable { path: PathBuf, cause: io::Error },
    #[error(
        "tiles_file {path} is not a base map: {fault}; hint: a PMTiles archive of version 3 with PNG, JPEG or WebP tiles is read"
    )]
    Unfit { path: PathBuf, fault: String },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Section {
    offset: u64,
    length: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Compression {
    None,
    Gzip,
}

#[derive(Debug)]
struct Header {
    root: Section,
    leaves: Section,
    tiles: Section,
    directories: Compression,
    largest_zoom: u8,
}

/// An open PMTiles archive; directories that were read are kept.
pub struct Archive {
    file: File,
    header: Header,
    root: Directory,
    leaves: Mutex<LruCache<u64, Arc<Directory>>>,
}

impl fmt::Debug for Archive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Archive").field("header", &self.header).finish_non_exhaustive()
    }
}

impl Archive {
    /// Opens an archive, and reads its header and its root directory.
    pub fn open(path: &Path) -> Result<Self, ArchiveError> {
        let unreadable = |cause| ArchiveError::Unreadable { path: path.to_owned(), cause };
        let unfit = |fault: String| ArchiveError::Unfit { path: path.to_owned(), fault };
        let file = files::open(path)?;
        let size = file.metadata().map_err(unreadable)?.len();
        let mut bytes = [0; HEADER_BYTES];
        if size < bytes.len() as u64 {
            return Err(unfit("it is too short".to_owned()));
        }
        file.read_exact_at(&mut bytes, 0).map_err(unreadable)?;
        let header = Header::read(&bytes, size).map_err(unfit)?;
        let root = read_directory(&file, header.root.offset, header.root.length, header.directories)
            .map_err(|error| unfit(format!("its root directory is damaged ({error})")))?;
        Ok(Self { file, header, root, leaves: Mutex::new(LruCache::new(LEAVES)) })
    }

    /// The largest zoom level in the file.
    pub fn largest_zoom(&self) -> u8 {
        self.header.largest_zoom
    }

    /// The tile of an address.
    ///
    /// # Errors
    /// [`TileError::Missing`] if the file has none, [`TileError::Failed`] if it cannot be read.
    pub fn tile(&self, address: TileAddress) -> Result<Tile, TileError> {
        let failed = |error: io::Error| TileError::Failed(format!("the file is damaged ({error})"));
        let id = address.number();
        let entry = self.find(id).map_err(failed)?.ok_or(TileError::Missing)?;
        let bytes = self.bytes_of(entry).map_err(failed)?;
        let picture = Picture::read(bytes);
        let picture = picture.ok_or_else(|| failed(damaged("a tile is no PNG, JPEG or WebP")))?;
        Ok(Tile { picture, keep: KEEP })
    }

    fn find(&self, id: u64) -> io::Result<Option<Entry>> {
        let mut found = self.root.find(id);
        for _ in 1..MAX_DEPTH {
            match found {
                Some(entry) if entry.run == 0 => found = self.leaf(entry)?.find(id),
                found => return Ok(found),
            }
        }
        Err(damaged("its directories lie too deep"))
    }

    fn leaf(&self, entry: Entry) -> io::Result<Arc<Directory>> {
        let lock = || self.leaves.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(leaf) = lock().get(&entry.offset) {
            return Ok(leaf.clone());
        }
        let section = self.header.leaves;
        let offset = within(section, entry)?;
        let leaf = read_directory(&self.file, offset, u64::from(entry.length), self.header.directories)
            .map(Arc::new)?;
        lock().put(entry.offset, leaf.clone());
        Ok(leaf)
    }

    fn bytes_of(&self, entry: Entry) -> io::Result<Vec<u8>> {
        if u64::from(entry.length) > MAX_TILE_BYTES {
            return Err(damaged("a tile is larger than 512 KiB"));
        }
        read(&self.file, within(self.header.tiles, entry)?, u64::from(entry.length))
    }
}

/// The position in the file at which an entry of a section begins.
fn within(section: Section, entry: Entry) -> io::Result<u64> {
    let end = entry.offset.checked_add(u64::from(entry.length));
    if end.is_none_or(|end| end > section.length) {
        return Err(damaged("an entry lies outside of its section"));
    }
    Ok(section.offset + entry.offset)
}

fn read(file: &File, offset: u64, length: u64) -> io::Result<Vec<u8>> {
    let length = usize::try_from(length).map_err(|_| damaged("it is too large"))?;
    let mut bytes = vec![0; length];
    file.read_exact_at(&mut bytes, offset)?;
    Ok(bytes)
}

fn read_directory(file: &File, offset: u64, length: u64, compression: Compression) -> io::Result<Directory> {
    if length > MAX_DIRECTORY_BYTES {
        return Err(damaged("a directory is too large"));
    }
    let bytes = read(file, offset, length)?;
    let bytes = match compression {
        Compression::None => bytes,
        Compression::Gzip => {
            let mut plain = Vec::new();
            let unpacked = flate2::read::GzDecoder::new(bytes.as_slice());
            unpacked.take(MAX_DIRECTORY_BYTES + 1).read_to_end(&mut plain)?;
            if plain.len() as u64 > MAX_DIRECTORY_BYTES {
                return Err(damaged("a directory is too large"));
            }
            plain
        }
    };
    Directory::decode(&bytes).ok_or_else(|| damaged("a directory makes no sense"))
}

fn damaged(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

impl Header {
    fn read(bytes: &[u8; HEADER_BYTES], file_size: u64) -> Result<Self, String> {
        if !bytes.starts_with(b"PMTiles") {
            return Err("it does not begin as a PMTiles archive does".to_owned());
        }
        let byte = |at: usize| bytes.get(at).copied().unwrap_or_default();
        if byte(7) != VERSION {
            return Err(format!("it has version {} of the format", byte(7)));
        }
        let directories = match byte(97) {
            1 => Compression::None,
            2 => Compression::Gzip,
            other => {
                return Err(format!("its directories are compressed in a way ({other}) that is not read"));
            }
        };
        match byte(99) {
            2..=4 => {}
            1 => return Err("it holds vector tiles".to_owned()),
            other => return Err(format!("it holds tiles of a kind ({other}) that is not read")),
        }
        // Pictures are compressed by themselves.
        if byte(98) > 1 {
            return Err("its pictures are compressed a second time".to_owned());
        }
        let section = |at: usize| -> Result<Section, String> {
            let number = |at: usize| (0..8).rev().fold(0, |sum, i| (sum << 8) | u64::from(byte(at + i)));
            let (offset, length) = (number(at), number(at + 8));
            let end = offset.checked_add(length).filter(|end| *end <= file_size);
            end.map(|_| Section { offset, length }).ok_or_else(|| "it is cut short".to_owned())
        };
        let largest_zoom = byte(101);
        Ok(Self { root: section(8)?, leaves: section(40)?, tiles: section(56)?, directories, largest_zoom })
    }
}
