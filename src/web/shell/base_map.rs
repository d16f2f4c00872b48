//! The base map as pages describe it.

use serde::Serialize;

use crate::tiles::BaseMap;

#[derive(Debug, Serialize)]
pub(crate) struct BaseMapView<'a> {
    attribution: &'a str,
    largest_zoom: u8,
    /// The map server that the tiles come from; `None` for a file.
    host: Option<&'a str>,
}

impl<'a> BaseMapView<'a> {
    pub fn new(base_map: &'a BaseMap) -> Self {
        Self {
            attribution: &base_map.attribution,
            largest_zoom: base_map.largest_zoom(),
            host: base_map.host(),
        }
    }
}
