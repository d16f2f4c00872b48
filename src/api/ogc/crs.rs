//! The coordinate systems of answers, by the addresses under which the OGC knows them.

use crate::api::http::parameters::Parameters;
use crate::api::http::problem::ApiError;
use crate::crs::Crs;

/// Degrees, longitude first: the system of all geometries, and of answers where none is asked for.
pub(super) const CRS84: &str = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";

/// The systems of answers with their EPSG codes: degrees, and UTM in both zones of the state.
pub(super) const SYSTEMS: [(&str, u32); 3] = [
    (CRS84, 4326),
    ("http://www.opengis.net/def/crs/EPSG/0/25832", 25832),
    ("http://www.opengis.net/def/crs/EPSG/0/25833", 25833),
];

/// A coordinate system with its address.
#[derive(Debug, Clone)]
pub(super) struct Named {
    pub uri: &'static str,
    pub crs: Crs,
}

impl Default for Named {
    fn default() -> Self {
        Self { uri: CRS84, crs: Crs::wgs84() }
    }
}

impl Named {
    /// The system that a parameter names; degrees if it is not given.
    pub fn read(given: &Parameters, field: &str) -> Result<Self, ApiError> {
        let Some(text) = given.text(field) else { return Ok(Self::default()) };
        let found = SYSTEMS.into_iter().find(|(uri, _)| *uri == text);
        found.and_then(|(uri, code)| Some(Self { uri, crs: Crs::from_code(code)? })).ok_or_else(|| {
            let known: Vec<&str> = SYSTEMS.iter().map(|(uri, _)| *uri).collect();
            ApiError::field(field, format!("is none of {}", known.join(", ")))
        })
    }

    /// The system in which numbers are written; `None` for degrees, in which they are kept.
    pub fn plane(&self) -> Option<&Crs> {
        (!self.crs.is_geographic()).then_some(&self.crs)
    }
}
