//! Rows that are left out for a word, as a whole or in part, and the facilities of the register that they likely speak of. A
//! word that the mapping does not know may be a typing error, so what such a row speaks of is not gone from the list.

use std::collections::{BTreeSet, HashMap};

use super::address_text::house_key;
use super::matching::are_alike;
use super::report::LeftOutRow;
use super::row_place::RowPlace;
use super::text::fold;
use crate::register::{Address, Facility, SourceRef};

/// A word for which a row, or one of its offers, is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LeftOutWord {
    pub word: String,
    /// Whether the mapping names the word; else it leaves out whatever it does not know.
    pub is_listed: bool,
}

/// A row with such a word, and what else was read of it.
#[derive(Debug, Clone)]
pub(super) struct LeftOut {
    pub line: usize,
    /// Where its sheet stands among those that were read.
    pub sheet: usize,
    pub word: LeftOutWord,
    pub id: Option<SourceRef>,
    /// The id of the facility that the row itself names.
    pub facility_id: Option<String>,
    pub name: Option<String>,
    pub address: Option<Address>,
}

impl LeftOut {
    /// Whether the row likely speaks of a facility: by an id, or by name and town or house.
    fn speaks_of(&self, old: &Facility) -> bool {
        let is_own =
            |row: &SourceRef| old.source == *row || old.offers.iter().any(|it| is_part(old, it, row));
        if self.facility_id.as_ref() == Some(&old.id) || self.id.as_ref().is_some_and(is_own) {
            return true;
        }
        let has_name = self.name.as_ref().is_some_and(|name| are_alike(&fold(name), &fold(&old.name)));
        has_name && self.address.as_ref().is_none_or(|address| may_be_one_place(address, &old.address))
    }
}

/// Whether an offer is from a row: of one with several offers each has an id of its own.
fn is_part(old: &Facility, offer: &crate::register::Offer, row: &SourceRef) -> bool {
    let SourceRef { source, id } = old.row_of(offer);
    let rest = id.strip_prefix(row.id.as_str());
    source == row.source && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The same house, or nothing that tells their towns apart.
fn may_be_one_place(one: &Address, other: &Address) -> bool {
    if one.street.is_some() && house_key(one) == house_key(other) {
        return true;
    }
    match (&one.postcode, &other.postcode) {
        (Some(one), Some(other)) => one == other,
        _ => one.place.is_empty() || other.place.is_empty() || fold(&one.place) == fold(&other.place),
    }
}

/// All such rows of a list, by what facilities are found by.
pub(super) struct LeftOuts<'a> {
    rows: Vec<LeftOut>,
    sheets: &'a [String],
    by_key: HashMap<String, Vec<usize>>,
}

impl<'a> LeftOuts<'a> {
    pub fn new(rows: Vec<LeftOut>, sheets: &'a [String]) -> Self {
        let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, row) in rows.iter().enumerate() {
            let id = row.id.as_ref().map(row_key);
            let facility = row.facility_id.as_ref().map(|id| format!("facility {id}"));
            let name = row.name.as_ref().map(|name| name_key(name));
            let house = row.address.as_ref().and_then(address_key);
            for key in [id, facility, name, house].into_iter().flatten() {
                by_key.entry(key).or_default().push(index);
            }
        }
        Self { rows, sheets, by_key }
    }

    /// The row that likely speaks of a facility; one with a word that the mapping does not know comes before others.
    pub fn row_of(&self, old: &Facility) -> Option<LeftOutRow> {
        let candidates: BTreeSet<usize> =
            keys(old).iter().filter_map(|key| self.by_key.get(key)).flatten().copied().collect();
        let rows = candidates.into_iter().filter_map(|index| self.rows.get(index));
        let found = rows.filter(|row| row.speaks_of(old)).min_by_key(|row| row.word.is_listed)?;
        Some(LeftOutRow {
            row: RowPlace::new(found.sheet, found.line, self.sheets),
            word: found.word.word.clone(),
            listed: found.word.is_listed,
        })
    }

    /// The same, if it has a word that the mapping does not know.
    pub fn unknown_row_of(&self, old: &Facility) -> Option<LeftOutRow> {
        self.row_of(old).filter(|row| !row.listed)
    }
}

/// What a facility may have in common with a row that speaks of it.
fn keys(old: &Facility) -> Vec<String> {
    let mut keys = vec![format!("facility {}", old.id), name_key(&old.name), row_key(&old.source)];
    for offer in &old.offers {
        let SourceRef { source, id } = old.row_of(offer);
        if let Some((row, _)) = id.split_once('/') {
            keys.push(row_key(&SourceRef { source: source.clone(), id: row.into() }));
        }
        keys.push(row_key(&SourceRef { source, id }));
    }
    keys.extend(address_key(&old.address));
    keys
}

fn row_key(row: &SourceRef) -> String {
    format!("row {} {}", row.source, row.id)
}

fn name_key(name: &str) -> String {
    format!("name {}", fold(name))
}

fn address_key(address: &Address) -> Option<String> {
    address.street.is_some().then(|| format!("house {}", house_key(address)))
}
