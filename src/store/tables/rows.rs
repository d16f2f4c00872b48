//! Rows and the domain types they stand for.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::schema::{facility, offer};
use crate::register::{
    Address, CategorySlug, Contact, Costs, Facility, Feature, Offer, PositionSource, Provider, ProviderKind,
    SourceRef, Text,
};
use crate::store::StoreError;
use crate::units::{Ags, GeoPoint};

/// What many facilities have in common, so that the register holds it once.
#[derive(Default)]
pub(in crate::store) struct Shared {
    providers: HashMap<i32, Arc<Provider>>,
    categories: HashMap<String, CategorySlug>,
    /// Opening hours and notes, which are often the same word for word.
    texts: HashSet<Text>,
}

impl Shared {
    pub fn of(providers: HashMap<i32, Arc<Provider>>) -> Self {
        Self { providers, ..Self::default() }
    }

    fn category(&mut self, slug: &str) -> CategorySlug {
        let new = || CategorySlug::new(slug);
        self.categories.entry(slug.to_owned()).or_insert_with(new).clone()
    }

    fn text(&mut self, text: String) -> Text {
        if let Some(known) = self.texts.get(text.as_str()) {
            return known.clone();
        }
        let text = Text::from(text);
        self.texts.insert(text.clone());
        text
    }
}

#[derive(Queryable, Selectable, Insertable, AsChangeset, Debug)]
#[diesel(table_name = facility, treat_none_as_null = true)]
pub(in crate::store) struct FacilityRow {
    pub id: String,
    name: String,
    provider_id: Option<i32>,
    street: Option<String>,
    house_number: Option<String>,
    postcode: Option<String>,
    place: String,
    locality: Option<String>,
    lat: f64,
    lon: f64,
    position_source: String,
    municipality_ags: String,
    phone: Option<String>,
    email: Option<String>,
    website: Option<String>,
    opening_hours: Option<String>,
    note: Option<String>,
    source: String,
    source_id: String,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
    example: bool,
    confirmed: Option<bool>,
}

#[derive(Queryable, Selectable, Insertable, Debug, Clone)]
#[diesel(table_name = offer)]
pub(in crate::store) struct OfferRow {
    pub facility_id: String,
    pub category: String,
    places: Option<i32>,
    places_on: Option<NaiveDate>,
    free_places: Option<i32>,
    counted_on: Option<NaiveDate>,
    note: Option<String>,
    source_id: String,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
    source: Option<String>,
}

impl FacilityRow {
    pub fn new(facility: &Facility, provider_id: Option<i32>) -> Self {
        let facility = facility.clone();
        Self {
            id: facility.id,
            name: facility.name,
            provider_id,
            street: facility.address.street.map(Into::into),
            house_number: facility.address.house_number.map(Into::into),
            postcode: facility.address.postcode.map(Into::into),
            place: facility.address.place.into(),
            locality: facility.address.locality.map(Into::into),
            lat: facility.point.lat,
            lon: facility.point.lon,
            position_source: facility.position_source.word().to_owned(),
            municipality_ags: facility.municipality.as_str().to_owned(),
            phone: facility.contact.phone.map(Into::into),
            email: facility.contact.email.map(Into::into),
            website: facility.contact.website.map(Into::into),
            opening_hours: facility.opening_hours.map(Into::into),
            note: facility.note.map(Into::into),
            source: facility.source.source.into(),
            source_id: facility.source.id.into(),
            valid_from: facility.valid_from,
            valid_to: facility.valid_to,
            example: facility.example,
            confirmed: facility.confirmed,
        }
    }

    pub fn into_facility(
        self,
        shared: &mut Shared,
        features: Vec<Feature>,
        offers: Vec<Offer>,
    ) -> Result<Facility, StoreError> {
        let bad = |what: String| StoreError::BadRow { facility: self.id.clone(), what };
        let municipality = Ags::parse(&self.municipality_ags).map_err(|error| bad(error.to_string()))?;
        let position_source = PositionSource::from_word(&self.position_source)
            .ok_or_else(|| bad(format!("position_source \"{}\"", self.position_source)))?;
        let point = GeoPoint::new(self.lon, self.lat).map_err(|error| bad(error.to_string()))?;
        let provider = self
            .provider_id
            .map(|id| shared.providers.get(&id).cloned().ok_or_else(|| bad(format!("provider {id}"))))
            .transpose()?;
        Ok(Facility {
            name: self.name,
            provider,
            address: Address {
                street: self.street.map(Into::into),
                house_number: self.house_number.map(Into::into),
                postcode: self.postcode.map(Into::into),
                place: self.place.into(),
                locality: self.locality.map(Into::into),
            },
            point,
            position_source,
            municipality,
            contact: Contact {
                phone: self.phone.map(Into::into),
                email: self.email.map(Into::into),
                website: self.website.map(Into::into),
            },
            opening_hours: self.opening_hours.map(|text| shared.text(text)),
            features,
            offers,
            note: self.note.map(|text| shared.text(text)),
            source: SourceRef { source: self.source.into(), id: self.source_id.into() },
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            example: self.example,
            confirmed: self.confirmed,
            id: self.id,
        })
    }
}

impl OfferRow {
    pub fn new(facility_id: &str, offer: &Offer) -> Result<Self, StoreError> {
        Ok(Self {
            facility_id: facility_id.to_owned(),
            category: offer.category.to_string(),
            places: column(offer.places)?,
            places_on: offer.places_on,
            free_places: column(offer.free_places)?,
            counted_on: offer.counted_on,
            note: offer.note.as_deref().map(str::to_owned),
            source_id: offer.source_id.to_string(),
            valid_from: offer.valid_from,
            valid_to: offer.valid_to,
            source: offer.source.as_deref().map(str::to_owned),
        })
    }

    pub fn into_offer(self, shared: &mut Shared, costs: Option<Costs>) -> Result<Offer, StoreError> {
        Ok(Offer {
            category: shared.category(&self.category),
            places: count(&self.facility_id, self.places)?,
            places_on: self.places_on,
            free_places: count(&self.facility_id, self.free_places)?,
            counted_on: self.counted_on,
            costs,
            note: self.note.map(|text| shared.text(text)),
            source_id: self.source_id.into(),
            source: self.source.map(|text| shared.text(text)),
            valid_from: self.valid_from,
            valid_to: self.valid_to,
        })
    }
}

/// A count as the database keeps it: 32 bits with sign. A larger one is [`StoreError::CountTooLarge`].
pub(in crate::store) fn column(count: Option<u32>) -> Result<Option<i32>, StoreError> {
    count.map(|count| i32::try_from(count).map_err(|_| StoreError::CountTooLarge(count))).transpose()
}

/// A count as the register knows it: never negative.
pub(in crate::store) fn count(facility: &str, column: Option<i32>) -> Result<Option<u32>, StoreError> {
    let bad =
        |number: i32| StoreError::BadRow { facility: facility.to_owned(), what: format!("{number} places") };
    column.map(|number| u32::try_from(number).map_err(|_| bad(number))).transpose()
}

pub(in crate::store) fn provider(name: String, kind: &str, association: String) -> Option<Provider> {
    let kind = ProviderKind::from_word(kind)?;
    Some(Provider { name, kind, association: Some(association).filter(|text| !text.is_empty()) })
}
