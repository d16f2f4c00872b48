//! The register as it stands on one day: immutable, indexed, shared by all searches.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::distance::Prepared;
use super::grid::{Frame, Grid};
use super::query::{CategorySet, FeatureSet};
use crate::places::folded;
use crate::register::{CategorySlug, CategoryTree, Facility};

/// Why a register cannot be searched.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    #[error(
        "facility {facility} has an offer of category \"{category}\", which the category tree does not know"
    )]
    UnknownCategory { facility: String, category: String },
    #[error("the category tree has {0} categories, more than the {max} a search can tell apart", max = CategorySet::CAPACITY)]
    TooManyCategories(usize),
}

/// What a search asks of a facility again and again, side by side in memory.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub at: Prepared,
    pub categories: u64,
    pub features: FeatureSet,
    pub district: u32,
    pub municipality: u32,
    /// Place in the order of names.
    pub name_rank: u32,
}

/// The facilities and offers that are valid on a day, sorted by id, with their index.
#[derive(Debug)]
pub struct Snapshot {
    facilities: Vec<Facility>,
    pub(super) rows: Vec<Row>,
    /// Folded name, provider and place of each facility, for search by words.
    pub(super) texts: Vec<String>,
    pub(super) all: Grid,
    /// One grid a category, in the order of the tree.
    pub(super) by_category: Vec<Grid>,
    /// The place of each category in the tree.
    positions: HashMap<CategorySlug, usize>,
    version: u64,
    today: NaiveDate,
    taken_at: DateTime<Utc>,
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
        facilities.sort_by(|a, b| a.id.cmp(&b.id));
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
        let texts = facilities.iter().map(search_text).collect();
        let positions = tree.categories().enumerate().map(|(at, category)| (category.slug.clone(), at));
        let positions = positions.collect();
        Ok(Self { rows, texts, all, by_category, facilities, positions, version, today, taken_at })
    }

    /// By number, that is, in the order of their ids.
    pub fn facilities(&self) -> &[Facility] {
        &self.facilities
    }

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

    /// How many facilities have an offer of the category at this place in the tree.
    pub fn count(&self, position: usize) -> usize {
        self.by_category.get(position).map_or(0, |grid| grid.facilities().len())
    }

    /// The register version this is a picture of.
    pub fn version(&self) -> u64 {
        self.version
    }

    pub fn today(&self) -> NaiveDate {
        self.today
    }

    pub fn taken_at(&self) -> DateTime<Utc> {
        self.taken_at
    }

    /// Whether any facility is an invented example.
    pub fn has_examples(&self) -> bool {
        self.facilities.iter().any(|facility| facility.example)
    }
}

fn valid_part(mut facility: Facility, tree: &CategoryTree, today: NaiveDate) -> Option<Facility> {
    facility.offers.retain(|offer| offer.is_valid_on(today));
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
        at: Prepared::new(facility.point),
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
    let names: Vec<[String; 2]> = facilities.iter().map(|facility| folded(&facility.name)).collect();
    let mut order: Vec<usize> = (0..facilities.len()).collect();
    // An umlaut stands with its bare letter, as in a German dictionary (DIN 5007, variant 1).
    order.sort_by(|a, b| names[*a][1].cmp(&names[*b][1]).then(a.cmp(b)));
    let mut ranks = vec![0; facilities.len()];
    for (rank, number) in order.into_iter().enumerate() {
        ranks[number] = rank as u32;
    }
    ranks
}

fn search_text(facility: &Facility) -> String {
    let provider = facility.provider.as_ref().map_or("", |provider| provider.name.as_str());
    folded(&format!("{} {provider} {}", facility.name, facility.address.place)).join("\n")
}
