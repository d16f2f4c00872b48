//! Facilities in the form they have on the wire, written once a snapshot.

use crate::register::CategoryTree;
use crate::search::Snapshot;

#[derive(Debug)]
pub struct Rendered {}

impl Rendered {
    pub fn new(_snapshot: &Snapshot, _categories: &CategoryTree) -> Self {
        Self {}
    }
}
