//! Filters to press above the results: free places and what a facility may have, each with how many of the results have it.
//! They are links, so they work without scripts.

use std::cmp::Reverse;

use serde::Serialize;

use crate::app::search_parameters::{CURSOR, FEATURE, FREE_PLACES};
use crate::register::{Feature, PlaceStatus};
use crate::search::{Counts, FeatureSet, Page, Query};
use crate::web::public::symbols;
use crate::web::shell::query_string::QueryString;
use crate::web::text::format::whole;
use crate::web::text::messages::Messages;
use crate::web::text::phrases;

/// So many features stand beside the results; the rest opens.
const IN_SIGHT: usize = 2;

#[derive(Debug, Default, Serialize)]
pub(crate) struct Chips {
    free: Option<Chip>,
    /// The most useful ones, which stand in sight where there is room.
    first: Vec<Chip>,
    all: Vec<Chip>,
    /// Whether one of `all` is on.
    any: bool,
}

#[derive(Debug, Clone, Serialize)]
struct Chip {
    /// The name of the filter, by which a script finds it again.
    key: &'static str,
    icon: &'static str,
    label: String,
    count: String,
    on: bool,
    /// The search with the filter the other way round.
    query: String,
}

impl Chips {
    pub fn new(
        messages: &Messages,
        page: &Page,
        query: &Query,
        counts: &Counts,
        fields: &QueryString,
    ) -> Self {
        let fields = fields.without(CURSOR);
        let mut features: Vec<(usize, Chip)> = Feature::ALL
            .iter()
            .filter_map(|feature| chip(messages, *feature, query, counts, &fields))
            .collect();
        let any = features.iter().any(|(_, chip)| chip.on);
        let all = features.iter().map(|(_, chip)| chip.clone()).collect();
        // One that is on comes first, then those that many have but not all.
        features.sort_by_key(|(count, chip)| (!chip.on, *count == page.total, Reverse(*count)));
        let first = features.into_iter().take(IN_SIGHT).map(|(_, chip)| chip).collect();
        Self { free: free(messages, query, counts, &fields), first, all, any }
    }
}

fn free(messages: &Messages, query: &Query, counts: &Counts, fields: &QueryString) -> Option<Chip> {
    let on = query.free_places.is_some_and(|least| least > 0);
    let count = counts.statuses.of(PlaceStatus::Free);
    let rest = fields.without(FREE_PLACES);
    (on || count > 0).then(|| Chip {
        key: FREE_PLACES,
        icon: "circle-check",
        label: match query.free_places {
            Some(least) if least > 1 => messages
                .format("chip-free-least", [("number", whole(messages.lang(), least as usize).into())]),
            _ => messages.text("chip-free"),
        },
        count: whole(messages.lang(), count),
        on,
        query: if on { rest.to_string() } else { rest.with(FREE_PLACES, 1).to_string() },
    })
}

fn chip(
    messages: &Messages,
    feature: Feature,
    query: &Query,
    counts: &Counts,
    fields: &QueryString,
) -> Option<(usize, Chip)> {
    let mut wanted = FeatureSet::default();
    wanted.insert(feature);
    let on = query.features.contains_all(wanted);
    let count = counts.features.of(feature);
    let word = feature.word();
    let others = if on { fields.without_pair(FEATURE, word) } else { fields.and(FEATURE, word) };
    (on || count > 0).then(|| {
        let chip = Chip {
            key: word,
            icon: symbols::feature(feature),
            label: phrases::feature(messages, feature),
            count: whole(messages.lang(), count),
            on,
            query: others.to_string(),
        };
        (count, chip)
    })
}
