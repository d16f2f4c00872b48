//! A search as its query string states it, read and checked: either every value is valid, or every wrong value
//! is reported.

use super::ReferenceData;
use super::error::{Code, Error, FieldError, excerpt};
use super::search_draft::SearchDraft;
pub use super::search_draft::{SearchRequest, formats};
use super::search_parameters::{self as parameters, PARAMETERS, Parameter};
use crate::register::CategoryTree;
use crate::search::{CategorySet, Cursor, FindError, Origin};
use crate::units::GeoPoint;

/// How a query string is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// From a program: an empty value is an error.
    Strict,
    /// From a page's form, which sends every field: an empty value counts as not given, and who asks for short-term care
    /// finds the embedded places too.
    Form,
}

impl SearchRequest {
    /// Reads a raw query string such as `near=Ludwigslust&category=day_care&radius_km=20`.
    ///
    /// # Errors
    /// Every wrong value, unknown parameters included, in the order of the query string.
    pub fn parse(raw: &str, reading: Reading, reference: &ReferenceData) -> Result<Self, Vec<FieldError>> {
        let mut draft = SearchDraft::default();
        for (field, value) in form_urlencoded::parse(raw.as_bytes()) {
            draft.take(&field, &value, reading, reference);
        }
        draft.finish(reading)
    }

    /// Reads decoded pairs of field and value; see [`Self::parse`].
    pub fn from_pairs<'a>(
        pairs: impl Iterator<Item = (&'a str, &'a str)>,
        reading: Reading,
        reference: &ReferenceData,
    ) -> Result<Self, Vec<FieldError>> {
        let mut draft = SearchDraft::default();
        pairs.for_each(|(field, value)| draft.take(field, value, reading, reference));
        if reading == Reading::Form {
            let chosen = draft.request.query.categories;
            draft.request.query.categories = chosen.with_embedded(&reference.categories);
        }
        draft.finish(reading)
    }
}

impl SearchDraft {
    fn take(&mut self, field: &str, value: &str, reading: Reading, reference: &ReferenceData) {
        let value = value.trim();
        if value.is_empty() && reading == Reading::Form {
            return;
        }
        let Some(parameter) = PARAMETERS.iter().find(|known| known.name == field) else {
            let known = PARAMETERS.iter().map(|known| known.name).collect();
            return self.errors.push(FieldError::new(&excerpt(field), Code::UnknownParameter { known }));
        };
        if let Err(code) = self.set(parameter, value, reference) {
            self.errors.push(FieldError::new(parameter.name, code));
        }
    }

    fn set(
        &mut self,
        parameter: &'static Parameter,
        value: &str,
        reference: &ReferenceData,
    ) -> Result<(), Code> {
        if self.seen.contains(&parameter.name) && !parameter.is_repeatable() {
            return Err(Code::GivenTwice);
        }
        self.seen.push(parameter.name);
        if value.is_empty() {
            return Err(Code::Empty);
        }
        (parameter.read)(self, value, reference)
    }

    fn finish(mut self, reading: Reading) -> Result<SearchRequest, Vec<FieldError>> {
        match self.origin() {
            Ok(origin) => self.request.query.origin = origin,
            Err(error) => self.errors.push(error),
        }
        let query = &mut self.request.query;
        if let Some(radius) = self.radius {
            query.radius = radius;
        }
        let has_origin = query.origin.is_some() || self.near.is_some() || self.lat.is_some();
        for field in [parameters::RADIUS_KM, parameters::MAX_MINUTES] {
            if reading == Reading::Strict && !has_origin && self.seen.contains(&field) {
                self.errors.push(FieldError::new(field, Code::NeedsOrigin));
            }
        }
        if !has_origin {
            query.max_minutes = None;
        }
        if self.errors.is_empty() { Ok(self.request) } else { Err(self.errors) }
    }

    fn origin(&self) -> Result<Option<Origin>, FieldError> {
        use parameters::{LAT, LON, NEAR};
        // A part that was given but is wrong has its own error already.
        let given = |field| self.seen.contains(&field);
        match (&self.near, self.lat, self.lon) {
            (Some(_), _, _) if given(LAT) || given(LON) => Err(FieldError::new(NEAR, Code::NearBesidePoint)),
            (Some(near), ..) => Ok(Some(Origin::Near(near.clone()))),
            (None, Some(lat), Some(lon)) => {
                GeoPoint::new(lon, lat).map(|point| Some(Origin::Point(point))).map_err(|error| {
                    FieldError::new(if (-90.0..=90.0).contains(&lat) { LON } else { LAT }, error.into())
                })
            }
            (None, Some(_), None) if !given(LON) => {
                Err(FieldError::new(LON, Code::MissingBeside { other: LAT }))
            }
            (None, None, Some(_)) if !given(LAT) => {
                Err(FieldError::new(LAT, Code::MissingBeside { other: LON }))
            }
            _ => Ok(None),
        }
    }
}

/// The same query string with another cursor: the address of the next page.
pub fn with_cursor(raw: &str, cursor: &Cursor) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::with_capacity(raw.len() + 48));
    for (field, value) in
        form_urlencoded::parse(raw.as_bytes()).filter(|(field, _)| field != parameters::CURSOR)
    {
        pairs.append_pair(&field, &value);
    }
    let hex: String = cursor.id.bytes().map(|byte| format!("{byte:02x}")).collect();
    pairs.append_pair(parameters::CURSOR, &hex).finish()
}

/// The slugs of the categories of a set, in the order of the tree.
pub fn category_slugs(categories: &CategoryTree, set: CategorySet) -> Vec<String> {
    let named = categories.categories().enumerate().filter(|(position, _)| set.contains(*position));
    named.map(|(_, category)| category.slug.to_string()).collect()
}

impl From<FindError> for Error {
    fn from(error: FindError) -> Self {
        let field = match &error {
            FindError::UnknownLocality { .. } | FindError::AmbiguousLocality { .. } => parameters::NEAR,
            FindError::LostCursor => parameters::CURSOR,
        };
        Self::field(field, Code::Find(error))
    }
}
