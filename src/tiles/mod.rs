//! The base map below outlines and markers: raster tiles of 256 by 256 pixels, from a file of the operator or fetched
//! and cached from a map server. There is no base map unless one is configured. Browsers request tiles from this service
//! only, so a map server does not learn who views the map.
//!
//! Tile numbers are never logged: they reveal which area somebody views.

mod address;
mod archive;
mod cache;
mod directory;
mod picture;
mod upstream;

#[cfg(test)]
mod fixture;
#[cfg(test)]
pub(crate) mod tests;

use std::time::Duration;

pub use address::{LARGEST_ZOOM, TileAddress};
pub use archive::{Archive, ArchiveError};
pub use picture::{Kind, Picture};
pub use upstream::{BadTemplate, Limits, Template, Upstream};

/// Far above the size of any tile.
const MAX_TILE_BYTES: u64 = 512 * 1024;

/// A tile and how long a browser may cache it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// The image of the tile.
    pub picture: Picture,
    /// How long a browser may cache it.
    pub keep: Duration,
}

/// Why there is no tile. No variant names the requested tile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum TileError {
    #[error("the base map has no picture of this place")]
    Missing,
    #[error("more of the base map is asked for than can be fetched now")]
    Busy,
    #[error("the base map cannot be had: {0}")]
    Failed(String),
}

/// Where tiles come from.
#[derive(Debug)]
pub enum Source {
    /// A PMTiles file on disk.
    Archive(Archive),
    /// A map server.
    Upstream(Box<Upstream>),
}

/// The base map of an installation.
#[derive(Debug)]
pub struct BaseMap {
    /// Where its tiles come from.
    pub source: Source,
    /// Publisher and licence, shown wherever the map is shown.
    pub attribution: String,
}

impl BaseMap {
    /// The tile of an address. Blocks on disk or network.
    ///
    /// # Errors
    /// [`TileError::Missing`] where the map has no tile, otherwise why it cannot be fetched.
    pub fn tile(&self, address: TileAddress) -> Result<Tile, TileError> {
        match &self.source {
            Source::Archive(archive) => archive.tile(address),
            Source::Upstream(upstream) => upstream.tile(address),
        }
    }

    /// The largest zoom level with tiles; closer views enlarge them.
    pub fn largest_zoom(&self) -> u8 {
        match &self.source {
            Source::Archive(archive) => archive.largest_zoom().min(LARGEST_ZOOM),
            Source::Upstream(_) => LARGEST_ZOOM,
        }
    }

    /// The host of the map server; `None` for a file.
    pub fn host(&self) -> Option<&str> {
        match &self.source {
            Source::Archive(_) => None,
            Source::Upstream(upstream) => Some(upstream.host()),
        }
    }
}
