//! What requests are checked against and described with. It comes with the program and does not change
//! while it runs.

use std::sync::Arc;

use crate::areas::Areas;
use crate::basemap::Layers;
use crate::gazetteer::Gazetteer;
use crate::register::CategoryTree;

/// Categories, areas, the gazetteer and the base layer; built once.
#[derive(Debug)]
pub struct ReferenceData {
    /// Groups of care offers and their categories.
    pub categories: CategoryTree,
    /// Districts, Ämter and municipalities with their outlines.
    pub areas: Areas,
    /// Names and postcodes of localities. Shared with the search, which resolves `near`.
    pub gazetteer: Arc<Gazetteer>,
    /// The built-in base layer of every map.
    pub base_layer: Layers,
}
