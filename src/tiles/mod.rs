//! The base map below outlines and markers: pictures of 256 by 256 pixels, from a file of the operator's or,
//! fetched and kept by the service, from a public map server. Off unless it is set up. The browser asks only
//! us, and a map server learns nothing of who asks.
//!
//! Nothing here is logged with the number of a tile: it tells which stretch of land somebody looks at.

mod address;
mod archive;
mod cache;
mod directory;
mod picture;
mod upstream;

#[cfg(test)]
pub(crate) mod tests;

use std::time::Duration;

pub use address::{LARGEST_ZOOM, TileAddress};
pub use archive::{Archive, ArchiveError};
pub use picture::{Kind, Picture};
pub use upstream::{BadTemplate, Limits, Template, Upstream};

/// No tile of a base map comes near to this.
const MAX_TILE_BYTES: u64 = 512 * 1024;

/// A tile, and for how long a browser may keep it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    pub picture: Picture,
    pub keep: Duration,
}

/// Why there is no tile. No variant tells which one was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
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
    Archive(Archive),
    Upstream(Box<Upstream>),
}

/// The base map of an installation.
#[derive(Debug)]
pub struct BaseMap {
    pub source: Source,
    /// Whose map it is and under which licence; shown wherever the map is.
    pub attribution: String,
}

impl BaseMap {
    /// May wait for a disk or a network.
    pub fn tile(&self, address: TileAddress) -> Result<Tile, TileError> {
        match &self.source {
            Source::Archive(archive) => archive.tile(address),
            Source::Upstream(upstream) => upstream.tile(address),
        }
    }

    /// The largest zoom with tiles of its own; nearer views enlarge them.
    pub fn largest_zoom(&self) -> u8 {
        match &self.source {
            Source::Archive(archive) => archive.largest_zoom().min(LARGEST_ZOOM),
            Source::Upstream(_) => LARGEST_ZOOM,
        }
    }

    /// The host that tiles are fetched from, if not from a file.
    pub fn host(&self) -> Option<&str> {
        match &self.source {
            Source::Archive(_) => None,
            Source::Upstream(upstream) => Some(upstream.host()),
        }
    }
}
