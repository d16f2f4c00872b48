//! The facilities that an address names (`id=…` for each), so that a list can be sent, printed and opened
//! without JavaScript.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::app::Directory;
use crate::register::Facility;
use crate::search::{CategorySet, Limit, Snapshot};
use crate::web::public::facility::opening_words;
use crate::web::public::print_map::{Mark, PrintMap};
use crate::web::public::search::cards::{self, CardLines};
use crate::web::public::view::Card;
use crate::web::shell::query_string::QueryString;
use crate::web::text::messages::Messages;

/// How many facilities a list may have.
const MAX_SAVED: usize = 100;
/// How many a table may have: as many as a search gives at most.
const MAX_IN_TABLE: usize = Limit::MAX;

/// The facilities that an address names, in its order and without repetition.
#[derive(Debug, Default)]
pub(crate) struct SavedList<'a> {
    pub facilities: Vec<&'a Facility>,
    /// How many of the named ids the register does not have.
    pub unknown: usize,
    /// The number of the first, minus 1.
    before: usize,
}

impl<'a> SavedList<'a> {
    pub fn read(raw: &str, snapshot: &'a Snapshot) -> Self {
        Self::up_to(MAX_SAVED, raw, snapshot)
    }

    /// The same for a table, which may be longer.
    pub fn read_for_table(raw: &str, snapshot: &'a Snapshot) -> Self {
        Self::up_to(MAX_IN_TABLE, raw, snapshot)
    }

    fn up_to(most: usize, raw: &str, snapshot: &'a Snapshot) -> Self {
        let fields = QueryString::read(raw);
        let mut seen = BTreeSet::new();
        let first = fields.get(FIRST_NUMBER).and_then(|first| first.parse::<usize>().ok());
        let before =
            first.filter(|first| (1..=MAX_FIRST_NUMBER).contains(first)).map_or(0, |first| first - 1);
        let mut list = Self { before, ..Self::default() };
        let ids = fields.pairs().filter(|(field, _)| *field == "id").map(|(_, id)| id);
        for id in ids.filter(|id| seen.insert(id.to_string())).take(most) {
            match snapshot.get(id) {
                Some(facility) => list.facilities.push(facility),
                None => list.unknown += 1,
            }
        }
        list
    }

    /// "id=a-1&id=b-2", without one of them.
    pub fn query(&self, without: Option<&str>) -> String {
        let ids = self.facilities.iter().map(|facility| facility.id.as_str());
        naming(ids.filter(|id| Some(*id) != without))
    }

    /// Drawn with their numbers and the shapes that they have in a list of these categories; `None` without any.
    pub fn map(&self, directory: &Directory<'_>, asked: CategorySet) -> Option<PrintMap> {
        let marks: Vec<Mark<'_>> = (self.before + 1..)
            .zip(&self.facilities)
            .map(|(number, it)| Mark::new(Some(number), it, cards::marker(it, asked, directory)))
            .collect();
        PrintMap::new(directory.reference, &marks)
    }
}

/// The number of the first facility on a map, where it is not 1.
const FIRST_NUMBER: &str = "ab";
/// The largest first number: more facilities than any register has.
const MAX_FIRST_NUMBER: usize = 1_000_000;

/// The query that names facilities whose numbers begin with `first`: "ab=21&id=a-1".
pub(crate) fn numbered_from(first: usize, named: &str) -> String {
    if first == 1 { named.to_owned() } else { format!("{FIRST_NUMBER}={first}&{named}") }
}

/// The query that names facilities: "id=a-1&id=b-2".
pub(crate) fn naming<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    ids.map(|id| format!("id={id}")).collect::<Vec<_>>().join("&")
}

#[derive(Debug, Serialize)]
pub(crate) struct Entry {
    #[serde(flatten)]
    card: Card,
    /// What its card shows beside the name.
    lines: CardLines,
    /// In words, as on the page of the facility.
    opening_hours: Option<String>,
    /// The same page without it.
    without: String,
}

/// The list as a page shows it, numbered from one.
pub(crate) fn entries(messages: &Messages, list: &SavedList<'_>, directory: &Directory<'_>) -> Vec<Entry> {
    let entry = |(number, facility): (usize, &&Facility)| Entry {
        card: Card::new(messages, number, facility, &directory.reference.categories, directory.snapshot),
        lines: CardLines::new(messages, None, facility, CategorySet::default(), directory),
        opening_hours: facility.opening_hours.as_deref().map(|text| opening_words::words(messages, text)),
        without: list.query(Some(&facility.id)),
    };
    (1..).zip(&list.facilities).map(entry).collect()
}
