//! What to ask instead when a search finds nothing: the same search with one demand less, where that
//! finds something.

use super::format::decimal;
use super::query_string::QueryString;
use super::query_string::with_travel;
use super::search_form::RADII_KM;
use super::view::Link;
use super::words::Words;
use crate::api::query::{Reading, SearchRequest};
use crate::search::{Finder, Radius, Snapshot};

/// Wider searches that find something, with how much they find.
pub(super) fn links(words: &Words, fields: &QueryString, finder: &Finder, snapshot: &Snapshot) -> Vec<Link> {
    let first_page = fields.without("cursor");
    let found = |(label, query): (String, QueryString)| {
        let total = total(&query, finder, snapshot)?;
        (total > 0).then(|| Link { label: format!("{label} ({total})"), query: query.to_string() })
    };
    wider_radii(words, &first_page).chain(fewer_demands(words, &first_page)).filter_map(found).collect()
}

fn wider_radii<'a>(
    words: &'a Words,
    fields: &'a QueryString,
) -> impl Iterator<Item = (String, QueryString)> + 'a {
    let measured = fields.get("near").or(fields.get("lat")).is_some();
    let radius = fields.get("radius_km").and_then(|km| km.parse().ok()).unwrap_or(Radius::DEFAULT_KM);
    let wider = RADII_KM.into_iter().filter(move |km| measured && *km > radius);
    let label = |km| words.tell("widen-radius", [("radius", decimal(words.lang(), km).into())]);
    wider.map(move |km| (label(km), fields.with("radius_km", km)))
}

fn fewer_demands<'a>(
    words: &'a Words,
    fields: &'a QueryString,
) -> impl Iterator<Item = (String, QueryString)> + 'a {
    let demands =
        [("free_places", "widen-free-places"), ("category", "widen-category"), ("near", "widen-near")];
    let given = demands.into_iter().filter(move |(field, _)| fields.get(field).is_some());
    given.map(|(field, label)| (words.text(label), fields.without(field)))
}

fn total(fields: &QueryString, finder: &Finder, snapshot: &Snapshot) -> Option<usize> {
    let raw = fields.to_string();
    let request = SearchRequest::parse(&raw, Reading::Form, &finder.categories, &finder.areas).ok()?;
    finder.find(&with_travel(request.query), snapshot).ok().map(|page| page.total)
}
