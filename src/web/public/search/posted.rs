//! A search that came in the body of a request. What names a locality alone leads on to its link, as before; an address, or
//! what may hold one, is answered at once, so that no link, no log and no history ever holds it.

use serde::Serialize;

use super::distance_limit::canonical_query;
use crate::addresses::{self, AddressIndex, Precision};
use crate::app::ReferenceData;
use crate::app::addresses::{TextMeaning, meaning_of, shared_locality};
use crate::app::search_parameters::NEAR;
use crate::gazetteer::{Meaning, Resolution};
use crate::search::{Origin, Query};
use crate::web::shell::query_string::QueryString;
use crate::web::text::messages::Messages;

/// The field of a button that leads to a similar search: its query, without what was typed.
const QUERY: &str = "query";

/// What was typed where it must not stand in a link.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PostedStart {
    pub meaning: TextMeaning,
    /// The locality by which links name it.
    locality: Option<String>,
}

/// The search that a body asks for: the fields of the form or, where a button was pressed, those of its query with what was
/// typed beside them.
pub(crate) fn fields(body: &[u8]) -> QueryString {
    let sent = QueryString::read(&String::from_utf8_lossy(body));
    let Some(query) = sent.get(QUERY) else { return canonical_query(&sent).unwrap_or(sent) };
    let names_start = form_urlencoded::parse(query.as_bytes()).any(|(field, _)| field == NEAR);
    let own = QueryString::read(query);
    match sent.get(NEAR) {
        Some(typed) if !names_start => own.with(NEAR, typed),
        _ => own,
    }
}

impl PostedStart {
    /// What was typed; `None` where nothing was, or a name that may stand in a link.
    pub fn of(fields: &QueryString, reference: &ReferenceData, index: Option<&AddressIndex>) -> Option<Self> {
        let typed = fields.get(NEAR)?;
        let meaning = meaning_of(&reference.gazetteer, index, typed);
        let locality = match &meaning {
            TextMeaning::Locality => return None,
            TextMeaning::Address(address) => shared_locality(reference, address).map(|found| found.label),
            TextMeaning::Addresses(_) => None,
            TextMeaning::Unknown => match reference.gazetteer.resolve(typed) {
                Resolution::Found(Meaning { candidate, .. }) => Some(candidate.label),
                _ => None,
            },
        };
        Some(Self { meaning, locality })
    }

    /// The fields, whose links keep what was typed to themselves.
    pub fn hide(&self, fields: &QueryString) -> QueryString {
        fields.hiding(NEAR, self.locality.as_deref())
    }

    /// The fields with the locality in place of what was typed.
    pub fn by_locality(&self, fields: &QueryString) -> QueryString {
        self.hide(fields).shared()
    }

    /// The search from the address, where it has an origin at all.
    pub fn begin(&self, query: &Query) -> Query {
        let mut query = query.clone();
        if let (Some(origin), TextMeaning::Address(found)) = (&mut query.origin, &self.meaning) {
            *origin = Origin::Named { point: found.point, label: found.label.clone() };
        }
        query
    }

    /// The locality by which links name it.
    pub fn locality(&self) -> Option<&str> {
        self.locality.as_deref()
    }
}

/// What the page says of a start that stands in no link.
#[derive(Debug, Serialize)]
pub(crate) struct PostedView {
    /// What was typed, for the form that sends it again.
    typed: String,
    /// The query of the same search from the locality; the page is shared by it.
    shared: String,
    /// How well the point is known.
    precision: Option<String>,
    /// Whom the address is from.
    credit: Option<&'static str>,
}

impl PostedView {
    pub fn new(messages: &Messages, fields: &QueryString, start: &PostedStart) -> Self {
        let is_address = matches!(start.meaning, TextMeaning::Address(_) | TextMeaning::Addresses(_));
        let precision = match &start.meaning {
            TextMeaning::Address(found) => match (found.precision, &found.house_number) {
                (Precision::House, _) => None,
                (Precision::Interpolated, _) => Some("address-interpolated"),
                (Precision::Street, Some(_)) => Some("address-unknown-number"),
                (Precision::Street, None) => Some("address-street"),
            },
            _ => None,
        };
        Self {
            typed: fields.get(NEAR).unwrap_or_default().to_owned(),
            shared: start.by_locality(fields).to_string(),
            precision: precision.map(|id| messages.text(id)),
            credit: is_address.then_some(addresses::ATTRIBUTION),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_sends_what_was_typed_beside_its_query() {
        let read = |body: &str| fields(body.as_bytes()).to_string();
        assert_eq!(read("near=Am+Markt+1&within=20&unit=km"), "near=Am+Markt+1&radius_km=20");
        assert_eq!(read("near=Am+Markt+1&query=sort%3Dname"), "sort=name&near=Am+Markt+1");
        assert_eq!(read("near=Am+Markt+1&query=sort%3Dname%26near%3D"), "sort=name", "the whole state");
        assert_eq!(read("near=Am+Markt+1&query=near%3DParchim"), "near=Parchim");
        assert_eq!(read("query=sort%3Dname"), "sort=name");
    }
}
