//! The outermost layer of an extract: blobs, each with a header that says what is inside and how long it is.

use std::io::{self, Read};

use flate2::read::ZlibDecoder;

use super::ExtractError;
use super::wire::{Damaged, Fields};

/// The longest header of a blob (OpenStreetMap wiki, "PBF Format").
const MAX_HEADER: u64 = 64 << 10;
/// The longest blob, packed and unpacked.
const MAX_BLOB: u64 = 32 << 20;

/// What a blob holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// What the file needs of a reader, and when it was made.
    Header,
    /// Nodes, ways and relations.
    Data,
    /// What readers may pass over.
    Other,
}

/// One blob as it stands in the file.
#[derive(Debug)]
pub(super) struct Blob {
    pub kind: Kind,
    /// Where it begins in the file, in bytes.
    pub at: u64,
    bytes: Vec<u8>,
}

/// The blobs of a file, one after the other.
#[derive(Debug)]
pub(super) struct Blobs<R> {
    input: R,
    /// How many bytes were read.
    pub at: u64,
}

impl<R: Read> Blobs<R> {
    pub fn new(input: R) -> Self {
        Self { input, at: 0 }
    }

    /// The next blob; `None` at the end of the file.
    pub fn next(&mut self) -> Result<Option<Blob>, ExtractError> {
        let at = self.at;
        let mut length = [0; 4];
        match self.read_up_to(&mut length)? {
            0 => return Ok(None),
            4 => {}
            _ => return Err(self.cut(at)),
        }
        let length = u64::from(u32::from_be_bytes(length));
        if length == 0 || length > MAX_HEADER {
            return Err(if at == 0 { ExtractError::NoPbf } else { ExtractError::Damaged { at } });
        }
        let header = self.bytes(length, at)?;
        let (kind, size) = read_header(&header).map_err(|Damaged| match at {
            0 => ExtractError::NoPbf,
            at => ExtractError::Damaged { at },
        })?;
        let bytes = self.bytes(size, at)?;
        Ok(Some(Blob { kind, at, bytes }))
    }

    fn bytes(&mut self, length: u64, blob_at: u64) -> Result<Vec<u8>, ExtractError> {
        let mut bytes = Vec::new();
        let read = (&mut self.input).take(length).read_to_end(&mut bytes).map_err(ExtractError::Read)?;
        self.at += read as u64;
        if (read as u64) < length { Err(self.cut(blob_at)) } else { Ok(bytes) }
    }

    fn cut(&self, at: u64) -> ExtractError {
        // A short file that is no extract at all ends early too.
        if at == 0 { ExtractError::NoPbf } else { ExtractError::Cut { at: self.at } }
    }

    fn read_up_to(&mut self, buffer: &mut [u8]) -> Result<usize, ExtractError> {
        let mut filled = 0;
        while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match self.input.read(rest) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(cause) if cause.kind() == io::ErrorKind::Interrupted => {}
                Err(cause) => return Err(ExtractError::Read(cause)),
            }
        }
        self.at += filled as u64;
        Ok(filled)
    }
}

fn read_header(header: &[u8]) -> Result<(Kind, u64), Damaged> {
    let (mut kind, mut size) = (None, None);
    for field in Fields::of(header) {
        match field? {
            (1, value) => {
                kind = Some(match value.text()? {
                    "OSMHeader" => Kind::Header,
                    "OSMData" => Kind::Data,
                    _ => Kind::Other,
                });
            }
            (3, value) => size = Some(value.number()?),
            _ => {}
        }
    }
    match (kind, size) {
        (Some(kind), Some(size)) if size <= MAX_BLOB => Ok((kind, size)),
        _ => Err(Damaged),
    }
}

impl Blob {
    /// The unpacked content.
    ///
    /// # Errors
    /// [`ExtractError::Damaged`], or [`ExtractError::Compression`] for a way of packing that is not read here.
    pub fn unpack(&self) -> Result<Vec<u8>, ExtractError> {
        let damaged = |_: Damaged| ExtractError::Damaged { at: self.at };
        let (mut raw_size, mut content) = (None, None);
        for field in Fields::of(&self.bytes) {
            let (number, value) = field.map_err(damaged)?;
            match number {
                1 => content = Some(value.bytes().map_err(damaged)?.to_vec()),
                2 => raw_size = Some(value.number().map_err(damaged)?),
                3 => content = Some(self.inflate(value.bytes().map_err(damaged)?)?),
                4 | 5 => return Err(ExtractError::Compression { name: "lzma or bzip2" }),
                6 => return Err(ExtractError::Compression { name: "lz4" }),
                7 => return Err(ExtractError::Compression { name: "zstd" }),
                _ => {}
            }
        }
        let content = content.ok_or(ExtractError::Damaged { at: self.at })?;
        let fits = raw_size.is_none_or(|size| size == content.len() as u64);
        if fits { Ok(content) } else { Err(ExtractError::Damaged { at: self.at }) }
    }

    fn inflate(&self, packed: &[u8]) -> Result<Vec<u8>, ExtractError> {
        let mut content = Vec::with_capacity(packed.len().saturating_mul(4));
        let read = ZlibDecoder::new(packed).take(MAX_BLOB + 1).read_to_end(&mut content);
        match read {
            Ok(read) if read as u64 <= MAX_BLOB => Ok(content),
            _ => Err(ExtractError::Damaged { at: self.at }),
        }
    }
}
