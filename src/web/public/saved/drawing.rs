//! The map of a saved list as a separate image.

use serde::Serialize;

use super::saved_list::SavedList;
use crate::app::Directory;
use crate::app::search_parameters::CATEGORY;
use crate::search::CategorySet;
use crate::web::public::print_map::PrintMap;
use crate::web::shell::query_string::QueryString;

/// The map with the numbers of the list.
#[derive(Debug, Serialize)]
pub(crate) struct PrintMapDrawing {
    map: PrintMap,
}

impl PrintMapDrawing {
    pub const TEMPLATE: &'static str = "print_map.xml";

    /// `None` where the register has none of them. A category that there is not is left out.
    pub fn new(directory: &Directory<'_>, raw: &str) -> Option<Self> {
        let mut asked = CategorySet::default();
        for (_, slug) in QueryString::read(raw).pairs().filter(|(field, _)| *field == CATEGORY) {
            // An unknown category asks for nothing.
            let _ = asked.insert(&directory.reference.categories, slug);
        }
        Some(Self { map: SavedList::read(raw, directory.snapshot).map(directory, asked)? })
    }
}
