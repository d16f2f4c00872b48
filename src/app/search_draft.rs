//! A search request, and what has been read of one.

use super::error::FieldError;
use crate::search::{Query, Radius};
use crate::tables::Format;
use crate::units::Lang;

/// The forms of a list of facilities.
pub fn formats() -> Vec<Format> {
    Format::with_tables(&[Format::Json, Format::GeoJson])
}

/// A search and how to answer it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SearchRequest {
    /// What is searched for.
    pub query: Query,
    /// The language of notices.
    pub lang: Lang,
    /// Asked for by `format=`; it wins over the `Accept` header, which a link cannot set.
    pub format: Option<Format>,
}

/// What has been read so far.
#[derive(Default)]
pub(super) struct SearchDraft {
    pub request: SearchRequest,
    pub near: Option<String>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub radius: Option<Radius>,
    pub seen: Vec<&'static str>,
    pub errors: Vec<FieldError>,
}
