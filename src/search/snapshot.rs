//! The register as it stands on one day: immutable, indexed, shared by all searches.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::grid::{Frame, Grid};
use super::query::{CategorySet, FeatureSet};
use crate::gazetteer::folded;
use crate::register::{CategorySlug, CategoryTree, Facility, OPENSTREETMAP, Offer};
use crate::units::Ags;

/// Why a register cannot be searched.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum SnapshotError {
    #[error("facility {facility} has an offer of category \"{category}\", which is not in the category tree")]
    UnknownCategory { facility: String, category: String },
    #[error("the category tree has {0} categories, more than the {max} that a search can distinguish", max = CategorySet::CAPACITY)]
    TooManyCategories(usize),
}

/// The values of a facility that every search reads, next to each other in memory.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub categories: u64,
    pub features: FeatureSet,
    pub district: u32,
    pub municipality: u32,
    /// Position in the order of names.
    pub name_rank: u32,
}

/// Folded name, provider and locality of each facility, for search by words: in one piece, because thousands of
/// small ones take half as much memory again.
#[derive(Debug)]
pub(super) struct SearchTexts {
    text: String,
    ends: Vec<usize>,
}

impl SearchTexts {
    fn new(facilities: &[Facility]) -> Self {
        let (mut text, mut ends) = (String::new(), Vec::with_capacity(facilities.len()));
        for facility in facilities {
            let provider = facility.provider.as_ref().map_or("", |provider| provider.name.as_str());
            let [expanded, bare] =
                folded(&format!("{} {provider} {}", facility.name, facility.address.place));
            text.push_str(&expanded);
            // Without an umlaut both forms are the same.
            if bare != expanded {
                text.push('\n');
                text.push_str(&bare);
            }
            ends.push(text.len());
        }
        text.shrink_to_fit();
        Self { text, ends }
    }

    /// Of the facility with this number.
    pub fn get(&self, number: usize) -> &str {
        let end = |number: usize| self.ends.get(number).copied().unwrap_or_default();
        let start = number.checked_sub(1).map_or(0, end);
        self.text.get(start..end(number)).unwrap_or_default()
    }
}

/// The facilities and offers that are valid on a day, sorted by id, with their index.
#[derive(Debug)]
pub struct Snapshot {
    facilities: Vec<Facility>,
    pub(super) rows: Vec<Row>,
    pub(super) texts: SearchTexts,
    pub(super) all: Grid,
    /// One grid a category, in the order of the tree.
    pub(super) by_category: Vec<Grid>,
    /// The categories whose offers have a number of places.
    pub(super) counting: u64,
    /// The position of each category in the tree.
    positions: HashMap<CategorySlug, usize>,
    version: u64,
    /// The day for which the status of free places is decided.
    today: NaiveDate,
    /// When the register was read.
    taken_at: DateTime<Utc>,
    has_openstreetmap: bool,
}

impl Snapshot {
    /// Takes what is valid on `today`; a facility none of whose offers is valid is left out.
    pub fn new(
        facilities: Vec<Facility>,
        tree: &CategoryTree,
        version: u64,
        today: NaiveDate,
        taken_at: DateTime<Utc>,
    ) -> Result<Self, SnapshotError> {
        let count = tree.categories().count();
        if count > CategorySet::CAPACITY {
            return Err(SnapshotError::TooManyCategories(count));
        }
        let mut facilities: Vec<Facility> =
            facilities.into_iter().filter_map(|facility| valid_part(facility, tree, today)).collect();
        facilities.shrink_to_fit();
        // Ids are unique. A stable sort would allocate memory for half of the list.
        facilities.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        let names = name_ranks(&facilities);
        let rows = facilities
            .iter()
            .zip(names)
            .map(|(facility, name_rank)| row(facility, tree, name_rank))
            .collect::<Result<Vec<_>, _>>()?;
        let frame = Frame::around(facilities.iter().map(|facility| facility.point));
        let members = || (0_u32..).zip(&facilities).map(|(number, facility)| (number, facility.point));
        let by_category = (0..count)
            .map(|position| {
                let has = |(number, _): &(u32, _)| rows[*number as usize].categories & (1 << position) != 0;
                Grid::new(frame, members().filter(has))
            })
            .collect();
        let all = Grid::new(frame, members());
        let texts = SearchTexts::new(&facilities);
        let positions = tree.categories().enumerate().map(|(at, category)| (category.slug.clone(), at));
        let positions = positions.collect();
        let counting = tree.categories().enumerate().filter(|(_, category)| category.counts_places());
        let counting = counting.fold(0, |counting, (position, _)| counting | (1 << position));
        let has_openstreetmap = facilities.iter().any(|facility| facility.source.source == OPENSTREETMAP);
        Ok(Self {
            rows,
            texts,
            all,
            by_category,
            counting,
            facilities,
            positions,
            version,
            today,
            taken_at,
            has_openstreetmap,
        })
    }

    /// By number, that is, in the order of their ids.
    pub fn facilities(&self) -> &[Facility] {
        &self.facilities
    }

    /// The facility of an id.
    pub fn get(&self, id: &str) -> Option<&Facility> {
        self.number(id).map(|number| &self.facilities[number as usize])
    }

    pub(super) fn number(&self, id: &str) -> Option<u32> {
        let found = self.facilities.binary_search_by(|facility| facility.id.as_str().cmp(id));
        found.ok().map(|number| number as u32)
    }

    pub(super) fn position(&self, category: &CategorySlug) -> Option<usize> {
        self.positions.get(category).copied()
    }

    /// The numbers of all facilities, those that a search shows together near to each other: by their
    /// first category, and within it by location.
    pub fn in_order_of_use(&self) -> Vec<u32> {
        let mut seen = vec![false; self.facilities.len()];
        let listed = self.by_category.iter().flat_map(|grid| grid.facilities()).copied();
        listed.filter(|number| !std::mem::replace(&mut seen[*number as usize], true)).collect()
    }

    /// How many facilities have an offer of the category at this position of the tree.
    pub fn count(&self, position: usize) -> usize {
        self.by_category.get(position).map_or(0, |grid| grid.facilities().len())
    }

    /// How many facilities lie in a district: with an offer of each category, in the order of the tree, and behind these
    /// numbers all of them.
    pub fn count_in(&self, district: &Ags) -> Vec<usize> {
        let key = key_number(district.as_str());
        let mut counts = vec![0; self.by_category.len() + 1];
        for row in self.rows.iter().filter(|row| row.district == key) {
            let mut rest = row.categories;
            while rest != 0 {
                counts[rest.trailing_zeros() as usize] += 1;
                rest &= rest - 1;
            }
            counts[self.by_category.len()] += 1;
        }
        counts
    }

    /// How many facilities had a free place when they last counted, no more than some days ago.
    pub fn count_free(&self, max_age_days: u32) -> usize {
        let free =
            |offer: &Offer| offer.believed_free_places(self.today, max_age_days).is_some_and(|it| it > 0);
        self.facilities.iter().filter(|facility| facility.offers.iter().any(free)).count()
    }

    /// The version of the register it was taken from.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The day for which the status of free places is decided.
    pub fn today(&self) -> NaiveDate {
        self.today
    }

    /// When the register was read.
    pub fn taken_at(&self) -> DateTime<Utc> {
        self.taken_at
    }

    /// Whether any facility is from OpenStreetMap, whose licence asks that it is named.
    pub fn has_openstreetmap(&self) -> bool {
        self.has_openstreetmap
    }

    /// Whether any facility is an invented example.
    pub fn has_examples(&self) -> bool {
        self.facilities.iter().any(|facility| facility.example)
    }
}

fn valid_part(mut facility: Facility, tree: &CategoryTree, today: NaiveDate) -> Option<Facility> {
    facility.offers.retain(|offer| offer.is_valid_on(today));
    facility.offers.shrink_to_fit();
    facility.offers.sort_by_key(|offer| tree.position(&offer.category));
    (facility.is_valid_on(today) && !facility.offers.is_empty()).then_some(facility)
}

fn row(facility: &Facility, tree: &CategoryTree, name_rank: u32) -> Result<Row, SnapshotError> {
    let mut categories = 0;
    for offer in &facility.offers {
        let position = tree.position(&offer.category).ok_or_else(|| SnapshotError::UnknownCategory {
            facility: facility.id.clone(),
            category: offer.category.to_string(),
        })?;
        categories |= 1 << position;
    }
    let mut features = FeatureSet::default();
    facility.features.iter().for_each(|feature| features.insert(*feature));
    Ok(Row {
        categories,
        features,
        district: key_number(facility.district().as_str()),
        municipality: key_number(facility.municipality.as_str()),
        name_rank,
    })
}

/// A key of at most eight digits as a number; keys are checked digits, so this cannot fail.
pub(super) fn key_number(key: &str) -> u32 {
    key.bytes().fold(0, |number, digit| number * 10 + u32::from(digit - b'0'))
}

fn name_ranks(facilities: &[Facility]) -> Vec<u32> {
    let bare = |facility: &Facility| {
        let [_, bare] = folded(&facility.name);
        bare
    };
    let names: Vec<String> = facilities.iter().map(bare).collect();
    let mut order: Vec<usize> = (0..facilities.len()).collect();
    // An umlaut is sorted as its base letter, as in a German dictionary (DIN 5007, variant 1).
    order.sort_by(|a, b| names[*a].cmp(&names[*b]).then(a.cmp(b)));
    let mut ranks = vec![0; facilities.len()];
    for (rank, number) in order.into_iter().enumerate() {
        ranks[number] = rank as u32;
    }
    ranks
}
