//! What was asked for, in three labelled parts: the closed form.

use serde::Serialize;

use crate::app::Directory;
use crate::app::search_parameters::{CATEGORY, LAT, MAX_MINUTES, MODE, NEAR, RADIUS_KM};
use crate::routing::Mode;
use crate::search::{Radius, ResolvedOrigin};
use crate::web::public::search::distance_limit::kilometres;
use crate::web::public::search::results::short_label;
use crate::web::public::view;
use crate::web::shell::query_string::QueryString;
use crate::web::text::messages::Messages;
use crate::web::text::phrases;

/// A label and its value: "Wo", "Ludwigslust".
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Part {
    label: String,
    value: String,
}

/// The parts of a search. `origin` is where it begins, once that is known: it has a shorter name than what was typed, and for a
/// whole area no distance is limited.
pub(crate) fn parts(
    messages: &Messages,
    fields: &QueryString,
    origin: Option<&ResolvedOrigin>,
    directory: &Directory<'_>,
) -> Vec<Part> {
    let part = |label: &str, value: String| Part { label: messages.text(label), value };
    let mut parts = vec![
        part("bar-what", what(messages, fields, directory)),
        part("bar-where", place(messages, fields, origin, directory)),
    ];
    if fields.get(NEAR).or(fields.get(LAT)).is_some() {
        let is_area = origin.is_some_and(|origin| origin.area.is_some());
        let whole = is_area && fields.get(MAX_MINUTES).is_none();
        let within = if whole { messages.text("bar-whole-area") } else { within(messages, fields) };
        parts.push(part("bar-within", within));
    }
    parts
}

fn what(messages: &Messages, fields: &QueryString, directory: &Directory<'_>) -> String {
    let tree = &directory.reference.categories;
    let name = |slug: &str| {
        let group = || tree.groups().iter().find(|group| group.slug == slug);
        let category = tree.get(slug).map(|category| phrases::category(messages, category).into_owned());
        category.or_else(|| Some(phrases::group(messages, group()?).into_owned()))
    };
    let named = fields.pairs().filter(|(field, _)| *field == CATEGORY).filter_map(|(_, slug)| name(slug));
    let names: Vec<String> = named.collect();
    if names.is_empty() { messages.text("all-offers") } else { names.join(", ") }
}

fn place(
    messages: &Messages,
    fields: &QueryString,
    origin: Option<&ResolvedOrigin>,
    directory: &Directory<'_>,
) -> String {
    let typed = |text: &str| origin.and_then(short_label).unwrap_or_else(|| text.to_owned());
    let area = |field| view::area_name(&directory.reference.areas, fields.get(field)?);
    let named = fields.get(NEAR).map(typed).or_else(|| area("municipality")).or_else(|| area("district"));
    let point = || fields.get(LAT).map(|_| messages.text("bar-point"));
    named.or_else(point).unwrap_or_else(|| messages.text("site-region"))
}

fn within(messages: &Messages, fields: &QueryString) -> String {
    if let Some(minutes) = fields.get(MAX_MINUTES) {
        let mode = fields.get(MODE).and_then(Mode::from_word).unwrap_or(Mode::Car);
        let minutes = kilometres(messages, minutes);
        let values = [("minutes", minutes.into()), ("mode", phrases::by(messages, mode).into())];
        return messages.format("bar-minutes", values);
    }
    let km = fields.get(RADIUS_KM).map_or_else(|| Radius::DEFAULT_KM.to_string(), str::to_owned);
    messages.format("bar-km", [("radius", kilometres(messages, &km).into())])
}
