//! The register of care offers (Versorgungsdatei): what a facility is, what it offers, who runs it.
//!
//! One facility has one or more offers. A number of places has a date, and a number of free places
//! that is older than a limit says nothing any more: it is `unknown`, never "free".

mod categories;
mod costs;
pub mod exchange;
pub mod fields;
pub mod values;

pub use categories::{
    Advice, Category, CategoryError, CategoryTree, Counts, ExampleRule, Group, Law, Names, OnPages,
    ReachMeasure,
};
pub use costs::{Cents, CostKind, CostPer, Costs};
pub use fields::Field;

use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::units::{Ags, GeoPoint, words};

/// The name of a category on the wire and in files, such as `day_care`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CategorySlug(Arc<str>);

impl CategorySlug {
    /// Any text may be a slug; whether it is a category, the tree says.
    pub fn new(slug: &str) -> Self {
        Self(slug.into())
    }

    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for CategorySlug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for CategorySlug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

words! {
    /// Who stands behind a provider, as the care statistics sort them.
    pub enum ProviderKind {
        /// öffentlich
        Public = "public",
        /// freigemeinnützig
        NonProfit = "non_profit",
        /// privat
        Private = "private",
        /// The list does not say it.
        Unknown = "unknown",
    }
}

words! {
    /// What a family may need a place to have.
    pub enum Feature {
        /// Barrier-free.
        BarrierFree = "barrier_free",
        /// With few barriers.
        LowBarrier = "low_barrier",
        /// For people with dementia.
        Dementia = "dementia",
        /// For people on a ventilator.
        Ventilation = "ventilation",
        /// For people in a vegetative state.
        VegetativeState = "vegetative_state",
        /// Palliative care.
        Palliative = "palliative",
        /// Single rooms.
        SingleRoom = "single_room",
        /// Pets may move in.
        Pets = "pets",
        /// People are fetched and brought home.
        TransportService = "transport_service",
        /// A garden.
        Garden = "garden",
        /// For young people in need of care.
        YoungPatients = "young_patients",
        /// For people with a disability.
        Disability = "disability",
        /// For people with a mental illness.
        MentalIllness = "mental_illness",
    }
}

words! {
    /// How a facility came by its coordinates.
    pub enum PositionSource {
        /// The source gave them, or they are those of the house at its address.
        Source = "source",
        /// The source gave none: its street, or the centre of its place or postcode, stands in.
        Gazetteer = "gazetteer",
    }
}

words! {
    /// What can be said about free places today.
    pub enum PlaceStatus {
        /// At least one place is free.
        Free = "free",
        /// No place is free.
        Full = "full",
        /// The offer has no places that could be counted (a service, an advice centre): ask.
        OnRequest = "on_request",
        /// No count, or one older than the limit.
        Unknown = "unknown",
    }
}

/// A text of which a register has tens of thousands: up to 23 bytes lie in the value itself, and a longer one is
/// shared by its copies.
pub type Text = smol_str::SmolStr;

/// Who runs a facility (Träger).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provider {
    /// As the list writes it.
    pub name: String,
    /// Public, non-profit or private.
    pub kind: ProviderKind,
    /// The welfare association it belongs to (Dachverband), such as AWO or Diakonie.
    pub association: Option<String>,
}

/// Where letters go.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Address {
    /// Without the house number.
    pub street: Option<Text>,
    /// With its letter.
    pub house_number: Option<Text>,
    /// Five digits.
    pub postcode: Option<Text>,
    /// The municipality or town as people write it.
    pub place: Text,
    /// The part of the place (Ortsteil).
    pub locality: Option<Text>,
}

/// How a facility is reached.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contact {
    /// As people write it.
    pub phone: Option<Text>,
    /// An e-mail address.
    pub email: Option<Text>,
    /// Always with a scheme: `https://…` or `http://…`.
    pub website: Option<Text>,
}

/// Where a row came from, so that a later file can be matched to it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceRef {
    /// The name of the list, such as `lup`.
    pub source: Text,
    /// The row's own id in that list.
    pub id: Text,
}

/// One kind of care at one facility (Angebot).
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// What kind of care it is.
    pub category: CategorySlug,
    /// Places, beds or dwellings, where the category counts any.
    pub places: Option<u32>,
    /// The reference date of `places`.
    pub places_on: Option<NaiveDate>,
    /// Free places on the day of `counted_on`.
    pub free_places: Option<u32>,
    /// When `free_places` was counted. Present if and only if `free_places` is.
    pub counted_on: Option<NaiveDate>,
    /// What it costs its users, if that is known.
    pub costs: Option<Costs>,
    /// What the list remarks on the offer.
    pub note: Option<Text>,
    /// The id of the source's row for this offer.
    pub source_id: Text,
    /// The list of that row, where it is another than that of the facility.
    pub source: Option<Text>,
    /// The first day of the offer; `None` if it is not known.
    pub valid_from: Option<NaiveDate>,
    /// The last day of the offer; `None` if no end is known.
    pub valid_to: Option<NaiveDate>,
}

/// A place where care is offered, or from which it comes (Einrichtung).
#[derive(Debug, Clone, PartialEq)]
pub struct Facility {
    /// Stable over imports; letters, digits and hyphens.
    pub id: String,
    /// The name for people.
    pub name: String,
    /// Shared by all facilities of a provider.
    pub provider: Option<Arc<Provider>>,
    /// Where letters go.
    pub address: Address,
    /// Where it is, in WGS 84.
    pub point: GeoPoint,
    /// How the point is known.
    pub position_source: PositionSource,
    /// The municipality in which the point lies; an AGS of 8 digits.
    pub municipality: Ags,
    /// Telephone, e-mail and website.
    pub contact: Contact,
    /// In the syntax of OpenStreetMap's `opening_hours`.
    pub opening_hours: Option<Text>,
    /// Sorted, without doubles.
    pub features: Vec<Feature>,
    /// At least one; at most one a category.
    pub offers: Vec<Offer>,
    /// What the list remarks on the facility as a whole.
    pub note: Option<Text>,
    /// The list and the row it came from.
    pub source: SourceRef,
    /// The first day of the facility; `None` if it is not known.
    pub valid_from: Option<NaiveDate>,
    /// The last day of the facility; `None` if no end is known.
    pub valid_to: Option<NaiveDate>,
    /// `false` where no office answers for the entry, as for one of OpenStreetMap; said wherever the facility is shown, and
    /// no figure of the planning counts it. `None` where the list does not say it, as lists of offices do not.
    pub confirmed: Option<bool>,
    /// Invented for demonstration; said wherever the facility is shown.
    pub example: bool,
}

/// The name of the list that `pflegeplan region` makes of an extract of OpenStreetMap. Its entries name their licence.
pub const OPENSTREETMAP: &str = "osm";

/// Where a facility is, and how that is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Position {
    /// In WGS 84.
    pub point: GeoPoint,
    /// How the point is known.
    pub source: PositionSource,
    /// The municipality in which the point lies.
    pub municipality: Ags,
}

impl Facility {
    /// A facility of which nothing else is known, without an offer. Further fields are set by struct update:
    /// `Facility { note, ..Facility::new(…) }`.
    pub fn new(
        id: impl Into<String>,
        name: impl Into<String>,
        position: Position,
        source: SourceRef,
    ) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            provider: None,
            address: Address::default(),
            point: position.point,
            position_source: position.source,
            municipality: position.municipality,
            contact: Contact::default(),
            opening_hours: None,
            features: Vec::new(),
            offers: Vec::new(),
            note: None,
            source,
            valid_from: None,
            valid_to: None,
            confirmed: None,
            example: false,
        }
    }

    /// Whether no office answers for the entry.
    pub fn is_unconfirmed(&self) -> bool {
        self.confirmed == Some(false)
    }

    /// Whether the entry is a fact of which figures may be made: neither invented nor unconfirmed.
    pub fn counts(&self) -> bool {
        !self.example && !self.is_unconfirmed()
    }

    /// The district of the municipality.
    pub fn district(&self) -> Ags {
        self.municipality.district().unwrap_or_else(|| self.municipality.clone())
    }

    /// The row that an offer of the facility is from.
    pub fn row_of(&self, offer: &Offer) -> SourceRef {
        let source = offer.source.as_ref().unwrap_or(&self.source.source);
        SourceRef { source: source.clone(), id: offer.source_id.clone() }
    }

    /// Whether the facility is open to people on a day.
    pub fn is_valid_on(&self, day: NaiveDate) -> bool {
        covers(self.valid_from, self.valid_to, day)
    }
}

/// After how many days a count of free places is no longer believed, unless a caller says otherwise.
pub const MAX_AGE_DAYS: u32 = 14;

impl Offer {
    /// An offer of which nothing else is known. Further fields are set by struct update, as in [`Facility::new`].
    pub fn new(category: CategorySlug, source_id: impl Into<Text>) -> Self {
        Self {
            category,
            places: None,
            places_on: None,
            free_places: None,
            counted_on: None,
            costs: None,
            note: None,
            source_id: source_id.into(),
            source: None,
            valid_from: None,
            valid_to: None,
        }
    }

    /// Whether people can use the offer on a day.
    pub fn is_valid_on(&self, day: NaiveDate) -> bool {
        covers(self.valid_from, self.valid_to, day)
    }

    /// Free places that may be believed on a day: counted no more than `max_age_days` before it and
    /// not after it.
    pub fn believed_free_places(&self, today: NaiveDate, max_age_days: u32) -> Option<u32> {
        let age = today.signed_duration_since(self.counted_on?).num_days();
        (0..=i64::from(max_age_days)).contains(&age).then_some(self.free_places)?
    }

    /// What can be said about free places on a day, if a count is believed for `max_age_days`.
    pub fn status(&self, today: NaiveDate, max_age_days: u32, counts_places: bool) -> PlaceStatus {
        match self.believed_free_places(today, max_age_days) {
            Some(0) => PlaceStatus::Full,
            Some(_) => PlaceStatus::Free,
            None if !counts_places => PlaceStatus::OnRequest,
            None => PlaceStatus::Unknown,
        }
    }
}

/// `to` is the last day that counts.
fn covers(from: Option<NaiveDate>, to: Option<NaiveDate>, day: NaiveDate) -> bool {
    from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, d).unwrap()
    }

    fn offer(free: Option<u32>, counted: Option<NaiveDate>) -> Offer {
        Offer {
            places: Some(12),
            free_places: free,
            counted_on: counted,
            ..Offer::new(CategorySlug::new("day_care"), "1")
        }
    }

    #[test]
    fn a_count_is_believed_for_fourteen_days_and_never_before_its_date() {
        let two_free = offer(Some(2), Some(day(1)));
        assert_eq!(two_free.status(day(1), MAX_AGE_DAYS, true), PlaceStatus::Free);
        assert_eq!(two_free.status(day(15), MAX_AGE_DAYS, true), PlaceStatus::Free);
        assert_eq!(two_free.status(day(16), MAX_AGE_DAYS, true), PlaceStatus::Unknown);
        let tomorrow = offer(Some(2), Some(day(2)));
        assert_eq!(tomorrow.status(day(1), MAX_AGE_DAYS, true), PlaceStatus::Unknown);
        assert_eq!(offer(Some(0), Some(day(1))).status(day(2), 14, true), PlaceStatus::Full);
    }

    #[test]
    fn a_service_without_places_is_asked() {
        assert_eq!(offer(None, None).status(day(1), 14, false), PlaceStatus::OnRequest);
        assert_eq!(offer(None, None).status(day(1), 14, true), PlaceStatus::Unknown);
    }

    #[test]
    fn the_last_day_of_validity_counts() {
        assert!(covers(Some(day(1)), Some(day(3)), day(3)));
        assert!(!covers(Some(day(1)), Some(day(3)), day(4)));
        assert!(!covers(Some(day(2)), None, day(1)));
    }
}
