//! What to ask instead when a search finds nothing: the same search with one demand less, where that
//! finds something.

use super::posted::PostedStart;
use crate::app::Directory;
use crate::app::search_parameters::{CATEGORY, CURSOR, FREE_PLACES, LAT, MAX_MINUTES, MODE, NEAR, RADIUS_KM};
use crate::app::search_request::{Reading, SearchRequest};
use crate::routing::Mode;
use crate::search::Radius;
use crate::web::public::search::distance_limit::{self, LIMITS_MINUTES, RADII_KM};
use crate::web::public::view::Link;
use crate::web::shell::query_string::QueryString;
use crate::web::text::format::decimal;
use crate::web::text::messages::Messages;

/// Wider searches that find something, with how much they find.
pub(crate) fn links(
    messages: &Messages,
    fields: &QueryString,
    directory: &Directory<'_>,
    start: Option<&PostedStart>,
) -> Vec<Link> {
    let first_page = fields.without(CURSOR);
    let found = |(label, query): (String, QueryString)| {
        let total = total(&query, directory, start)?;
        (total > 0).then(|| Link { label: format!("{label} ({total})"), query: query.to_string() })
    };
    let wider = wider_radii(messages, &first_page).chain(more_minutes(messages, &first_page));
    wider.chain(fewer_demands(messages, &first_page)).filter_map(found).collect()
}

fn wider_radii<'a>(
    messages: &'a Messages,
    fields: &'a QueryString,
) -> impl Iterator<Item = (String, QueryString)> + 'a {
    // Where minutes alone are limited there is no circle to widen.
    let circle = fields.get(RADIUS_KM).is_some() || fields.get(MAX_MINUTES).is_none();
    let measured = circle && fields.get(NEAR).or(fields.get(LAT)).is_some();
    let radius = fields.get(RADIUS_KM).and_then(|km| km.parse().ok()).unwrap_or(Radius::DEFAULT_KM);
    let wider = RADII_KM.into_iter().filter(move |km| measured && *km > radius);
    let label = |km| messages.format("widen-radius", [("radius", decimal(messages.lang(), km).into())]);
    wider.map(move |km| (label(km), fields.with(RADIUS_KM, km)))
}

/// More time, and the same time by car.
fn more_minutes<'a>(
    messages: &'a Messages,
    fields: &'a QueryString,
) -> impl Iterator<Item = (String, QueryString)> + 'a {
    let limit: Option<f64> = fields.get(MAX_MINUTES).and_then(|minutes| minutes.parse().ok());
    let longer = LIMITS_MINUTES.into_iter().filter(move |more| limit.is_some_and(|limit| *more > limit));
    let label = |more| messages.format("widen-minutes", [("minutes", decimal(messages.lang(), more).into())]);
    let slow = limit.is_some() && fields.get(MODE).is_some_and(|mode| mode != Mode::Car.word());
    let by_car = slow.then(|| (messages.text("widen-car"), fields.with(MODE, Mode::Car.word())));
    longer.map(move |more| (label(more), fields.with(MAX_MINUTES, more))).chain(by_car)
}

fn fewer_demands<'a>(
    messages: &'a Messages,
    fields: &'a QueryString,
) -> impl Iterator<Item = (String, QueryString)> + 'a {
    let demands = [(FREE_PLACES, "widen-free-places"), (CATEGORY, "widen-category"), (NEAR, "widen-near")];
    let given = demands.into_iter().filter(move |(field, _)| fields.get(field).is_some());
    given.map(|(field, label)| (messages.text(label), fields.without(field)))
}

fn total(fields: &QueryString, directory: &Directory<'_>, start: Option<&PostedStart>) -> Option<usize> {
    let request = SearchRequest::from_pairs(fields.pairs(), Reading::Form, directory.reference).ok()?;
    let query = distance_limit::complete(request.query, fields).ok()?;
    let query = start.map_or_else(|| query.clone(), |start| start.begin(&query));
    directory.find(&query).ok().map(|page| page.total)
}
