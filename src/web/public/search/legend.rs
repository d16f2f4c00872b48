//! How many of the results have a free place, are full, or do not say: the legend of the markers and the counts in one.

use serde::Serialize;

use crate::app::search_parameters::{CURSOR, FREE_PLACES};
use crate::register::PlaceStatus;
use crate::search::{Counts, Query};
use crate::web::public::view::Link;
use crate::web::shell::query_string::QueryString;
use crate::web::text::format::whole;
use crate::web::text::messages::Messages;

#[derive(Debug, Serialize)]
pub(crate) struct Legend {
    /// Those that occur, in the order in which a family would call.
    states: Vec<State>,
    /// Those without a current count, which a wish for free places leaves out.
    left_out: Option<Link>,
}

#[derive(Debug, Serialize)]
struct State {
    /// The name of the status, for its shape.
    status: &'static str,
    number: String,
    label: String,
}

/// Each status with the message that follows its number.
const STATES: [(PlaceStatus, &str); 4] = [
    (PlaceStatus::Free, "legend-free"),
    (PlaceStatus::Full, "legend-full"),
    (PlaceStatus::Unknown, "legend-unknown"),
    (PlaceStatus::OnRequest, "legend-on-request"),
];

impl Legend {
    pub fn new(messages: &Messages, query: &Query, counts: &Counts, fields: &QueryString) -> Self {
        let asks_for_free = query.free_places.is_some_and(|least| least > 0);
        let of = |status| counts.statuses.of(status);
        let state = |(status, label): &(PlaceStatus, &str)| State {
            status: status.word(),
            number: whole(messages.lang(), of(*status)),
            label: messages.text(label),
        };
        let occurring = STATES.iter().filter(|(status, _)| of(*status) > 0);
        // Of services alone there is nothing to tell apart.
        let any = of(PlaceStatus::Free) + of(PlaceStatus::Full) + of(PlaceStatus::Unknown) > 0;
        let unknown = of(PlaceStatus::Unknown);
        Self {
            states: if asks_for_free || !any { Vec::new() } else { occurring.map(state).collect() },
            left_out: (asks_for_free && unknown > 0).then(|| Link {
                label: messages.count("left-out", unknown),
                query: fields.without(CURSOR).without(FREE_PLACES).to_string(),
            }),
        }
    }
}
