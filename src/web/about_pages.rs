//! Pages about the pages: where the data come from, what is kept of a visit, and that nothing is here.

use std::collections::BTreeMap;

use serde::Serialize;

use super::format;
use super::pages::View;
use super::query_string::QueryString;
use super::texts;
use crate::register::MAX_AGE_DAYS;
use crate::routing::{self, Mode, Router};
use crate::search::Snapshot;
use crate::units::Metres;

#[derive(Debug, Serialize)]
pub(super) struct Privacy;

impl View for Privacy {
    const TEMPLATE: &'static str = "privacy.html";

    fn title(&self) -> String {
        "Datenschutz".to_owned()
    }
}

#[derive(Debug, Serialize)]
pub(super) struct NotFound {
    heading: &'static str,
    text: &'static str,
    /// The query of the search the reader comes from; empty for none.
    back: String,
}

impl View for NotFound {
    const TEMPLATE: &'static str = "not_found.html";

    fn title(&self) -> String {
        self.heading.to_owned()
    }
}

pub(super) fn unknown_page() -> NotFound {
    NotFound {
        heading: "Diese Seite gibt es nicht",
        text: "Vielleicht ist die Adresse unvollständig, oder die Seite ist umgezogen.",
        back: String::new(),
    }
}

pub(super) fn unknown_facility(raw: &str) -> NotFound {
    NotFound {
        heading: "Diese Einrichtung steht nicht im Verzeichnis",
        text: "Vielleicht ist die Adresse unvollständig, oder die Einrichtung wurde aus dem Verzeichnis genommen.",
        back: QueryString::read(raw).to_string(),
    }
}

#[derive(Debug, Serialize)]
pub(super) struct Sources {
    lists: Vec<List>,
    version: u64,
    read_on: String,
    max_age_days: u32,
    /// The modes whose times come from real roads; empty for none.
    on_roads: Option<String>,
    /// A worked example of the estimate.
    estimate: Estimate,
}

/// A list that facilities come from.
#[derive(Debug, Serialize)]
struct List {
    name: String,
    facilities: String,
    example: bool,
}

#[derive(Debug, Serialize)]
struct Estimate {
    straight: String,
    way: String,
    duration: String,
}

impl View for Sources {
    const TEMPLATE: &'static str = "sources.html";

    fn title(&self) -> String {
        "Datenquellen und Lizenzen".to_owned()
    }
}

pub(super) fn sources(router: &Router, snapshot: &Snapshot) -> Sources {
    let mut lists = BTreeMap::new();
    for facility in snapshot.facilities() {
        *lists.entry((facility.example, facility.source.source.as_str())).or_insert(0) += 1;
    }
    let list = |((example, name), count): ((bool, &str), usize)| List {
        name: name.to_owned(),
        facilities: format::counted(count, "Einrichtung", "Einrichtungen"),
        example,
    };
    Sources {
        lists: lists.into_iter().map(list).collect(),
        version: snapshot.version(),
        read_on: format::date(snapshot.today()),
        max_age_days: MAX_AGE_DAYS,
        on_roads: on_roads(router),
        estimate: estimate(),
    }
}

/// "mit dem Auto, zu Fuß"
fn on_roads(router: &Router) -> Option<String> {
    let modes: Vec<&str> = router.networks().iter().map(|network| texts::by(network.mode())).collect();
    (!modes.is_empty()).then(|| modes.join(", "))
}

/// Ten kilometres by car.
fn estimate() -> Estimate {
    let straight = Metres(10_000.0);
    let way = routing::estimate(Mode::Car, straight);
    Estimate {
        straight: format::length(straight),
        way: format::length(way.distance),
        duration: format::duration(way.duration),
    }
}
