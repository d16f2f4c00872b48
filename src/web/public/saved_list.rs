//! What a reader has chosen: the kept list, and up to four facilities side by side. Both stand in the
//! address (`id=…` for each), so they can be sent, printed and opened without JavaScript.

use std::collections::BTreeSet;

use serde::Serialize;

use super::view::Card;
use crate::app::Directory;
use crate::register::{Facility, Feature};
use crate::search::Snapshot;
use crate::web::public::print_map::{Mark, PaperMap};
use crate::web::shell::pages::View;
use crate::web::shell::query_string::QueryString;
use crate::web::text::words::Words;
use crate::web::text::{format, phrases};

/// More on one page would be no choice any more.
const MOST_KEPT: usize = 100;
const MOST_COMPARED: usize = 4;

/// The facilities that an address names, in its order and each once.
#[derive(Debug, Default)]
pub(crate) struct Chosen<'a> {
    pub facilities: Vec<&'a Facility>,
    /// How many are named that the register does not have.
    unknown: usize,
}

impl<'a> Chosen<'a> {
    pub fn read(raw: &str, snapshot: &'a Snapshot) -> Self {
        let fields = QueryString::read(raw);
        let mut seen = BTreeSet::new();
        let mut chosen = Self::default();
        let ids = fields.pairs().filter(|(field, _)| *field == "id").map(|(_, id)| id);
        for id in ids.filter(|id| seen.insert(id.to_string())).take(MOST_KEPT) {
            match snapshot.get(id) {
                Some(facility) => chosen.facilities.push(facility),
                None => chosen.unknown += 1,
            }
        }
        chosen
    }

    /// "id=a-1&id=b-2", without one of them.
    fn query(&self, without: Option<&str>) -> String {
        let ids = self.facilities.iter().map(|facility| facility.id.as_str());
        naming(ids.filter(|id| Some(*id) != without))
    }

    /// Drawn with their numbers; `None` without any.
    fn map(&self, directory: &Directory<'_>) -> Option<PaperMap> {
        let marks: Vec<Mark<'_>> =
            (1..).zip(&self.facilities).map(|(number, it)| Mark::new(Some(number), it)).collect();
        PaperMap::new(&directory.reference.areas, &directory.reference.gazetteer, &marks)
    }
}

/// The query that names facilities: "id=a-1&id=b-2".
pub(crate) fn naming<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    ids.map(|id| format!("id={id}")).collect::<Vec<_>>().join("&")
}

/// The map of the named facilities as a drawing of its own.
#[derive(Debug, Serialize)]
pub(crate) struct Drawing {
    map: PaperMap,
}

impl Drawing {
    pub const TEMPLATE: &'static str = "paper_map.xml";

    /// `None` where the register has none of them.
    pub fn new(directory: &Directory<'_>, raw: &str) -> Option<Self> {
        Some(Self { map: Chosen::read(raw, directory.snapshot).map(directory)? })
    }
}

#[derive(Debug, Serialize)]
struct Entry {
    #[serde(flatten)]
    card: Card,
    opening_hours: Option<String>,
    /// The same page without it.
    without: String,
}

fn entries(words: &Words, chosen: &Chosen<'_>, directory: &Directory<'_>) -> Vec<Entry> {
    let entry = |(number, facility): (usize, &&Facility)| Entry {
        card: Card::new(words, number, facility, &directory.reference.categories, directory.snapshot),
        opening_hours: facility.opening_hours.as_deref().map(str::to_owned),
        without: chosen.query(Some(&facility.id)),
    };
    (1..).zip(&chosen.facilities).map(entry).collect()
}

#[derive(Debug, Serialize)]
pub(crate) struct KeptPage {
    items: Vec<Entry>,
    unknown: usize,
    query: String,
    can_compare: bool,
    /// On paper, with the numbers of the list.
    map: Option<PaperMap>,
    printed_on: String,
}

impl View for KeptPage {
    fn template(&self) -> &'static str {
        "kept.html"
    }

    fn title(&self, words: &Words) -> String {
        words.text("title-kept")
    }
}

pub(crate) fn kept(words: &Words, directory: &Directory<'_>, raw: &str) -> KeptPage {
    let chosen = Chosen::read(raw, directory.snapshot);
    KeptPage {
        map: chosen.map(directory),
        items: entries(words, &chosen, directory),
        unknown: chosen.unknown,
        query: chosen.query(None),
        can_compare: (2..=MOST_COMPARED).contains(&chosen.facilities.len()),
        printed_on: format::date(words.lang(), directory.snapshot.today()),
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct ComparePage {
    items: Vec<Entry>,
    features: Vec<FeatureRow>,
    /// Whether there are costs to compare.
    costs: bool,
    query: String,
    /// More were chosen than fit side by side.
    too_many: bool,
    most: usize,
}

/// One feature, and whether each facility names it.
#[derive(Debug, Serialize)]
struct FeatureRow {
    label: String,
    named: Vec<bool>,
}

impl View for ComparePage {
    fn template(&self) -> &'static str {
        "compare.html"
    }

    fn title(&self, words: &Words) -> String {
        words.text("title-compare")
    }
}

pub(crate) fn compare(words: &Words, directory: &Directory<'_>, raw: &str) -> ComparePage {
    let mut chosen = Chosen::read(raw, directory.snapshot);
    let query = chosen.query(None);
    let too_many = chosen.facilities.len() > MOST_COMPARED;
    chosen.facilities.truncate(MOST_COMPARED);
    let row = |feature: &Feature| {
        let named: Vec<bool> = chosen.facilities.iter().map(|it| it.features.contains(feature)).collect();
        named.contains(&true).then(|| FeatureRow { label: phrases::feature(words, *feature), named })
    };
    let costs = chosen.facilities.iter().flat_map(|it| &it.offers).any(|offer| offer.costs.is_some());
    ComparePage {
        costs,
        items: entries(words, &chosen, directory),
        features: Feature::ALL.iter().filter_map(row).collect(),
        query,
        too_many,
        most: MOST_COMPARED,
    }
}
