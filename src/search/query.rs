//! A search query. Its types can hold valid values only.

use crate::register::{CategoryTree, Feature, MAX_AGE_DAYS, PlaceStatus};
use crate::routing::Mode;
use crate::units::{Ags, GeoPoint, Metres, words};

/// Why a value cannot be searched for. The sentence follows the name of the field.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum Invalid {
    /// A radius in kilometres.
    #[error("{km} is not above 0 and at most {most} kilometres", most = Radius::MAX_KM)]
    Radius { km: f64 },
    #[error("the box is empty: expected west,south,east,north with west <= east and south <= north")]
    EmptyBox,
    /// A number of results.
    #[error("{limit} is not a whole number from 1 to {most}", most = Limit::MAX)]
    Limit { limit: usize },
    /// The beginning of an unknown slug.
    #[error("\"{slug}\" is not a category; hint: /api/v1/categories lists them")]
    Category { slug: String },
}

/// The longest travel time that can be asked for, in minutes.
pub const MAX_MINUTES: f64 = 600.0;

/// From where distances are measured.
#[derive(Debug, Clone, PartialEq)]
pub enum Origin {
    /// Text for the gazetteer.
    Near(String),
    /// Coordinates.
    Point(GeoPoint),
    /// Coordinates with a name, such as those of an address that was found.
    Named {
        /// In WGS 84.
        point: GeoPoint,
        /// "Lange Straße 5, 19370 Parchim"
        label: String,
    },
}

/// A search radius: above 0 and at most [`Radius::MAX_KM`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Radius(Metres);

impl Radius {
    /// The radius of a search that names none, in kilometres.
    pub const DEFAULT_KM: f64 = 20.0;
    /// The largest radius, in kilometres.
    pub const MAX_KM: f64 = 200.0;

    /// A radius in kilometres. Fails with [`Invalid`] unless it is above 0 and at most [`Self::MAX_KM`].
    pub fn from_km(km: f64) -> Result<Self, Invalid> {
        if km > 0.0 && km <= Self::MAX_KM {
            Ok(Self(Metres::from_km(km)))
        } else {
            Err(Invalid::Radius { km })
        }
    }

    /// The radius in metres.
    pub fn metres(self) -> Metres {
        self.0
    }
}

impl Default for Radius {
    fn default() -> Self {
        Self(Metres::from_km(Self::DEFAULT_KM))
    }
}

/// A box between two meridians and two parallels; it does not cross the date line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BoundingBox {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
}

impl BoundingBox {
    /// A box from its corners. Fails with [`Invalid`] if the second does not lie north-east of the first.
    pub fn new(south_west: GeoPoint, north_east: GeoPoint) -> Result<Self, Invalid> {
        if south_west.lon > north_east.lon || south_west.lat > north_east.lat {
            return Err(Invalid::EmptyBox);
        }
        Ok(Self { west: south_west.lon, south: south_west.lat, east: north_east.lon, north: north_east.lat })
    }

    /// Whether a point lies in the box or on its border.
    pub fn contains(&self, point: GeoPoint) -> bool {
        (self.west..=self.east).contains(&point.lon) && (self.south..=self.north).contains(&point.lat)
    }
}

/// The number of results of a page: 1 to 500.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit(usize);

impl Limit {
    /// The most facilities of a page.
    pub const MAX: usize = 500;

    /// A page size. Fails with [`Invalid`] unless it is from 1 to [`Self::MAX`].
    pub fn new(limit: usize) -> Result<Self, Invalid> {
        if (1..=Self::MAX).contains(&limit) { Ok(Self(limit)) } else { Err(Invalid::Limit { limit }) }
    }

    /// The page size.
    pub fn get(self) -> usize {
        self.0
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(20)
    }
}

words! {
    /// The order of a page.
    pub enum Sort {
        /// Nearest first, as the crow flies.
        Distance = "distance",
        /// The shortest way first.
        TravelTime = "travel_time",
        /// By name.
        Name = "name",
        /// Most free places first.
        FreePlaces = "free_places",
    }
}

/// Some categories, as bits in the order of the category tree. The empty set asks for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CategorySet(pub(super) u64);

impl CategorySet {
    /// The largest tree the bits can hold.
    pub const CAPACITY: usize = 64;

    /// Adds a category, or all categories of a group, by slug.
    pub fn insert(&mut self, tree: &CategoryTree, slug: &str) -> Result<(), Invalid> {
        let positions = tree.categories().enumerate();
        let bits = match tree.groups().iter().find(|group| group.slug == slug) {
            Some(group) => positions
                .filter(|(_, category)| group.categories.contains(category))
                .fold(0, |bits, (position, _)| bits | 1 << position),
            None => positions
                .filter(|(_, category)| category.slug.as_str() == slug)
                .fold(0, |bits, (position, _)| bits | 1 << position),
        };
        if bits == 0 {
            let slug: String = slug.chars().take(60).collect();
            return Err(Invalid::Category { slug });
        }
        self.0 |= bits;
        Ok(())
    }

    /// With the categories that are [embedded](CategoryTree::embedded) in chosen ones.
    #[must_use]
    pub fn with_embedded(mut self, tree: &CategoryTree) -> Self {
        let chosen = self;
        for (at, category) in tree.categories().enumerate() {
            let of = tree.categories().enumerate().filter(|(other, _)| chosen.contains(*other));
            if of.into_iter().any(|(_, one)| tree.embedded(one).any(|it| it.slug == category.slug)) {
                self.0 |= 1 << at;
            }
        }
        self
    }

    /// Whether no category is chosen.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether exactly one category is chosen.
    pub fn is_single(self) -> bool {
        self.0.is_power_of_two()
    }

    /// Whether the category at this position of the tree is chosen.
    pub fn contains(self, position: usize) -> bool {
        position < Self::CAPACITY && self.0 & (1 << position) != 0
    }

    /// The position of the only category asked for.
    pub(super) fn single(self) -> Option<usize> {
        (self.0.count_ones() == 1).then(|| self.0.trailing_zeros() as usize)
    }
}

/// Some features; a facility must have all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FeatureSet(u32);

impl FeatureSet {
    /// Adds a feature.
    pub fn insert(&mut self, feature: Feature) {
        self.0 |= 1 << feature as u32;
    }

    /// Whether every feature of the other set is in this one.
    pub fn contains_all(self, others: Self) -> bool {
        self.0 & others.0 == others.0
    }
}

/// How many of the facilities that a search found have each feature.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FeatureCounts([usize; u32::BITS as usize]);

impl FeatureCounts {
    /// Counts the features of one facility.
    pub(super) fn add(&mut self, features: FeatureSet) {
        let mut rest = features.0;
        while rest != 0 {
            self.0[rest.trailing_zeros() as usize] += 1;
            rest &= rest - 1;
        }
    }

    /// The number of facilities with the feature.
    pub fn of(&self, feature: Feature) -> usize {
        self.0[feature as usize]
    }
}

/// How many of the facilities that a search found have each status of free places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StatusCounts([usize; PlaceStatus::ALL.len()]);

impl StatusCounts {
    /// Counts one facility.
    pub(super) fn add(&mut self, status: PlaceStatus) {
        self.0[status as usize] += 1;
    }

    /// The number of facilities with the status.
    pub fn of(&self, status: PlaceStatus) -> usize {
        self.0[status as usize]
    }
}

/// What is counted of all facilities that a search found, on whatever page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    /// By feature.
    pub features: FeatureCounts,
    /// By status of free places, before a wish for free places leaves any out.
    pub statuses: StatusCounts,
}

/// Where the next page begins: behind this facility, in the order that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// The id of the last facility of the previous page.
    pub id: String,
}

/// A whole search.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// Where distances and ways begin.
    pub origin: Option<Origin>,
    /// Counts only with an origin.
    pub radius: Radius,
    /// Only facilities in this box.
    pub bbox: Option<BoundingBox>,
    /// Only facilities with an offer of one of these; empty means all.
    pub categories: CategorySet,
    /// Keys of districts or municipalities; empty asks for all.
    pub district: Option<Ags>,
    /// Only facilities in this municipality.
    pub municipality: Option<Ags>,
    /// Words that must all stand in the name or the provider's name.
    pub words: Option<String>,
    /// At least so many free places in one of the asked categories.
    pub free_places: Option<u32>,
    /// The greatest age of a count of free places that is still used.
    pub max_age_days: u32,
    /// Only facilities with all of these.
    pub features: FeatureSet,
    /// Means of travel; `None` gives no travel times.
    pub mode: Option<Mode>,
    /// Only facilities within this travel time, in minutes; needs an origin and a mode.
    pub max_minutes: Option<f64>,
    /// The order; without one the nearest first, or by name where there is no origin.
    pub sort: Option<Sort>,
    /// How many facilities a page has at most.
    pub limit: Limit,
    /// Where the page begins; the first page for none.
    pub after: Option<Cursor>,
}

impl Default for Query {
    fn default() -> Self {
        Self {
            origin: None,
            radius: Radius::default(),
            bbox: None,
            categories: CategorySet::default(),
            district: None,
            municipality: None,
            words: None,
            free_places: None,
            max_age_days: MAX_AGE_DAYS,
            features: FeatureSet::default(),
            mode: None,
            max_minutes: None,
            sort: None,
            limit: Limit::default(),
            after: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radius_and_limit_end_where_the_contract_says() {
        assert!(Radius::from_km(0.0).is_err());
        assert!(Radius::from_km(f64::NAN).is_err());
        assert!(Radius::from_km(f64::INFINITY).is_err());
        assert!(Radius::from_km(Radius::MAX_KM).is_ok());
        assert!(Radius::from_km(Radius::MAX_KM + 0.1).is_err());
        assert!(Limit::new(0).is_err());
        assert!(Limit::new(500).is_ok());
        assert!(Limit::new(501).is_err());
    }

    #[test]
    fn a_group_stands_for_its_categories() {
        let tree = CategoryTree::from_toml(include_str!("../../models/categories.toml")).unwrap();
        let mut group = CategorySet::default();
        group.insert(&tree, "living_in_care").unwrap();
        let mut single = CategorySet::default();
        single.insert(&tree, "residential_care").unwrap();
        assert_eq!(group, single);
        let error = group.insert(&tree, "spaceship").unwrap_err();
        assert!(error.to_string().contains("\"spaceship\""));
    }

    #[test]
    fn a_box_upside_down_is_refused() {
        let corner = |lon, lat| GeoPoint { lon, lat };
        assert!(BoundingBox::new(corner(12.0, 53.0), corner(11.0, 54.0)).is_err());
        assert!(BoundingBox::new(corner(11.0, 54.0), corner(12.0, 53.0)).is_err());
        assert!(BoundingBox::new(corner(11.0, 53.0), corner(11.0, 53.0)).is_ok());
    }
}
