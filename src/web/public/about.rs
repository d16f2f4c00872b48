//! Pages about the pages: where the data come from, who answers for them, what is kept of a visit, the
//! pages in plain German, and that nothing is here.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::register::MAX_AGE_DAYS;
use crate::routing::{self, Mode, Router};
use crate::search::Snapshot;
use crate::units::Metres;
use crate::web::shell::pages::View;
use crate::web::shell::query_string::QueryString;
use crate::web::text::format;
use crate::web::text::phrases;
use crate::web::text::words::Words;

/// A page that is text and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) enum Prose {
    Privacy,
    Imprint,
    Accessibility,
    EasyStart,
    EasySearch,
    EasyCare,
    EasyPrivacy,
    EasyAccessibility,
}

impl Prose {
    /// Those of every edition, with their paths.
    pub const PAGES: [(&'static str, Self); 3] = [
        ("/datenschutz", Self::Privacy),
        ("/impressum", Self::Imprint),
        ("/barrierefreiheit", Self::Accessibility),
    ];

    /// Those in plain German.
    pub const EASY_PAGES: [(&'static str, Self); 5] = [
        ("/leicht", Self::EasyStart),
        ("/leicht/suche", Self::EasySearch),
        ("/leicht/pflege", Self::EasyCare),
        ("/leicht/datenschutz", Self::EasyPrivacy),
        ("/leicht/barrierefreiheit", Self::EasyAccessibility),
    ];
}

impl View for Prose {
    fn template(&self) -> &'static str {
        match self {
            Self::Privacy => "privacy.html",
            Self::Imprint => "imprint.html",
            Self::Accessibility => "accessibility.html",
            Self::EasyStart => "easy_start.html",
            Self::EasySearch => "easy_search.html",
            Self::EasyCare => "easy_care.html",
            Self::EasyPrivacy => "easy_privacy.html",
            Self::EasyAccessibility => "easy_accessibility.html",
        }
    }

    fn title(&self, words: &Words) -> String {
        words.text(match self {
            Self::Privacy => "title-privacy",
            Self::Imprint => "title-imprint",
            Self::Accessibility => "title-accessibility",
            Self::EasyStart => "title-easy-start",
            Self::EasySearch => "title-easy-search",
            Self::EasyCare => "title-easy-care",
            Self::EasyPrivacy => "title-easy-privacy",
            Self::EasyAccessibility => "title-easy-accessibility",
        })
    }

    fn is_easy(&self) -> bool {
        Self::EASY_PAGES.iter().any(|(_, page)| page == self)
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct NotFound {
    heading: String,
    text: String,
    /// The query of the search the reader comes from; empty for none.
    back: String,
}

impl View for NotFound {
    fn template(&self) -> &'static str {
        "not_found.html"
    }

    fn title(&self, _: &Words) -> String {
        self.heading.clone()
    }
}

pub(crate) fn unknown_page(words: &Words) -> NotFound {
    NotFound { heading: words.text("no-page"), text: words.text("no-page-text"), back: String::new() }
}

pub(crate) fn unknown_facility(words: &Words, raw: &str) -> NotFound {
    NotFound {
        heading: words.text("no-facility"),
        text: words.text("no-facility-text"),
        back: QueryString::read(raw).to_string(),
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct Sources {
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
    fn template(&self) -> &'static str {
        "sources.html"
    }

    fn title(&self, words: &Words) -> String {
        words.text("title-sources")
    }
}

pub(crate) fn sources(words: &Words, router: &Router, snapshot: &Snapshot) -> Sources {
    let mut lists = BTreeMap::new();
    for facility in snapshot.facilities() {
        *lists.entry((facility.example, facility.source.source.as_str())).or_insert(0) += 1;
    }
    let list = |((example, name), count): ((bool, &str), usize)| List {
        name: name.to_owned(),
        facilities: words.counted("list-facilities", count),
        example,
    };
    Sources {
        lists: lists.into_iter().map(list).collect(),
        version: snapshot.version(),
        read_on: format::date(words.lang(), snapshot.today()),
        max_age_days: MAX_AGE_DAYS,
        on_roads: on_roads(words, router),
        estimate: estimate(words),
    }
}

/// "mit dem Auto, zu Fuß"
fn on_roads(words: &Words, router: &Router) -> Option<String> {
    let modes: Vec<String> =
        router.networks().iter().map(|network| phrases::by(words, network.mode())).collect();
    (!modes.is_empty()).then(|| modes.join(", "))
}

/// Ten kilometres by car.
fn estimate(words: &Words) -> Estimate {
    let straight = Metres(10_000.0);
    let way = routing::estimate(Mode::Car, straight);
    Estimate {
        straight: format::length(words.lang(), straight),
        way: format::length(words.lang(), way.distance),
        duration: format::duration(words, way.duration),
    }
}
