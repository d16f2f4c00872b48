//! The map of a saved list as a separate image.

use serde::Serialize;

use super::saved_list::SavedList;
use crate::app::Directory;
use crate::web::public::print_map::PrintMap;

/// The map with the numbers of the list.
#[derive(Debug, Serialize)]
pub(crate) struct PrintMapDrawing {
    map: PrintMap,
}

impl PrintMapDrawing {
    pub const TEMPLATE: &'static str = "print_map.xml";

    /// `None` where the register has none of them.
    pub fn new(directory: &Directory<'_>, raw: &str) -> Option<Self> {
        Some(Self { map: SavedList::read(raw, directory.snapshot).map(directory)? })
    }
}
