//! Where the data come from.

use std::collections::BTreeMap;

use serde::Serialize;

use super::prose::PROSE_PAGE;
use crate::register::{MAX_AGE_DAYS, OPENSTREETMAP};
use crate::routing::{self, Mode, Router};
use crate::search::Snapshot;
use crate::units::Metres;
use crate::web::shell::pages::View;
use crate::web::text::messages::Messages;
use crate::web::text::{format, phrases};

#[derive(Debug, Serialize)]
pub(crate) struct Sources {
    /// The macro of its text.
    prose: &'static str,
    lists: Vec<List>,
    version: u64,
    read_on: String,
    max_age_days: u32,
    /// The modes with travel times from a road network; `None` if there are none.
    on_roads: Option<String>,
    /// A worked example of the estimate.
    estimate: Estimate,
}

/// A source list of the register.
#[derive(Debug, Serialize)]
struct List {
    name: String,
    facilities: String,
    example: bool,
    openstreetmap: bool,
}

#[derive(Debug, Serialize)]
struct Estimate {
    straight: String,
    way: String,
    duration: String,
}

impl View for Sources {
    fn template(&self) -> &'static str {
        PROSE_PAGE
    }

    fn title(&self, messages: &Messages) -> String {
        messages.text("title-sources")
    }
}

pub(crate) fn sources(messages: &Messages, router: &Router, snapshot: &Snapshot) -> Sources {
    let mut lists = BTreeMap::new();
    for facility in snapshot.facilities() {
        *lists.entry((facility.example, facility.source.source.as_str())).or_insert(0) += 1;
    }
    let list = |((example, name), count): ((bool, &str), usize)| List {
        name: name.to_owned(),
        facilities: messages.count("list-facilities", count),
        example,
        openstreetmap: name == OPENSTREETMAP,
    };
    Sources {
        prose: "sources",
        lists: lists.into_iter().map(list).collect(),
        version: snapshot.version(),
        read_on: format::date(messages.lang(), snapshot.today()),
        max_age_days: MAX_AGE_DAYS,
        on_roads: on_roads(messages, router),
        estimate: estimate(messages),
    }
}

/// "mit dem Auto, zu Fuß"
fn on_roads(messages: &Messages, router: &Router) -> Option<String> {
    let modes: Vec<String> =
        router.networks().iter().map(|network| phrases::by(messages, network.mode())).collect();
    (!modes.is_empty()).then(|| modes.join(", "))
}

/// The estimate for ten kilometres by car.
fn estimate(messages: &Messages) -> Estimate {
    let straight = Metres(10_000.0);
    let way = routing::estimate(Mode::Car, straight);
    Estimate {
        straight: format::length(messages.lang(), straight),
        way: format::length(messages.lang(), way.distance),
        duration: phrases::duration(messages, way.duration),
    }
}
