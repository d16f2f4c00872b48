//! Turns a blueprint into a facility by inventing everything that official figures do not count.

use std::sync::Arc;

use chrono::{Days, NaiveDate};
use rand::RngExt;
use rand::seq::IndexedRandom;
use rand_pcg::Pcg64;

use crate::areas::Areas;
use crate::register::{
    Address, CategorySlug, Contact, Facility, Feature, Offer, Position, PositionSource, SourceRef, Text,
};

use super::ground::{Points, Spot};
use super::names::{self, Names};
use super::plan::{Blueprint, Planned};

/// The reference date of the care statistics of 2023.
const REFERENCE_DATE: Option<NaiveDate> = NaiveDate::from_ymd_opt(2023, 12, 15);

const SOURCE: &str = "beispiel";
const NOTE: &str = "Erfundenes Beispiel: Diese Einrichtung gibt es nicht.";

/// How many of 100 counts of free places are missing, and how many are at most 14 days old.
const UNCOUNTED_PERCENT: u32 = 10;
const FRESH_PERCENT: u32 = 70;

/// Builds one facility after the other.
pub(super) struct Builder<'a> {
    points: Points<'a>,
    names: Names<'a>,
    today: NaiveDate,
}

impl<'a> Builder<'a> {
    pub fn new(areas: &'a Areas, today: NaiveDate) -> Self {
        Self { points: Points::new(areas), names: Names::default(), today }
    }

    /// The facilities of the blueprints, numbered from 1 so that their ids sort as they stand.
    pub fn build<'d: 'a>(&mut self, plan: &[Blueprint<'d>], rng: &mut Pcg64) -> Vec<Facility> {
        let width = plan.len().to_string().len().max(5);
        let mut facilities = Vec::with_capacity(plan.len());
        for (index, blueprint) in plan.iter().enumerate() {
            let id = format!("{SOURCE}-{:0width$}", index + 1);
            facilities.extend(self.facility(index, id, blueprint, rng));
        }
        facilities
    }

    /// `None` for a blueprint without an offer.
    fn facility<'d: 'a>(
        &mut self,
        index: usize,
        id: String,
        blueprint: &Blueprint<'d>,
        rng: &mut Pcg64,
    ) -> Option<Facility> {
        let main = blueprint.offers.first()?.recipe;
        let spot = blueprint.district.draw(main.smallest_place, rng)?;
        let single = blueprint.offers.len() == 1;
        // The order of the draws is part of what a seed gives.
        let name = self.names.facility(main.title, spot, rng);
        let provider = names::provider(&main.manner.providers, rng);
        let address = address(spot, rng);
        let position = Position {
            point: self.points.near(spot, rng),
            source: PositionSource::Source,
            municipality: spot.site.municipality.clone(),
        };
        let source = SourceRef { source: Text::new_static(SOURCE), id: Text::from(id.as_str()) };
        Some(Facility {
            provider: Some(Arc::new(provider)),
            address,
            contact: Contact {
                phone: Some(names::drama_number(index).into()),
                email: Some(format!("{id}@example.org").into()),
                website: Some(format!("https://example.org/{id}").into()),
            },
            // A home with day care has two sets of opening hours, but the register has room for one.
            opening_hours: main.manner.hours.choose(rng).filter(|_| single).map(|hours| Text::from(*hours)),
            features: features(&blueprint.offers, rng),
            offers: self.offers(&id, &blueprint.offers, rng),
            note: Some(Text::new_static(NOTE)),
            example: true,
            ..Facility::new(id, name, position, source)
        })
    }

    fn offers(&self, id: &str, planned: &[Planned], rng: &mut Pcg64) -> Vec<Offer> {
        let mut offers = Vec::with_capacity(planned.len());
        for (index, Planned { recipe, places }) in planned.iter().enumerate() {
            let count = self.count(recipe.free_places, *places, rng);
            offers.push(Offer {
                places: *places,
                places_on: places.and(REFERENCE_DATE),
                free_places: count.map(|(free, _)| free),
                counted_on: count.map(|(_, day)| day),
                // Examples have no prices, because readers could take them for real ones.
                costs: None,
                ..Offer::new(CategorySlug::new(recipe.category), format!("{id}-{}", index + 1))
            });
        }
        offers
    }

    /// Free places and the day they were counted; for some offers there is no count.
    fn count(&self, weights: &[u32], places: Option<u32>, rng: &mut Pcg64) -> Option<(u32, NaiveDate)> {
        let places = places.filter(|_| !weights.is_empty())?;
        let uncounted = rng.random_ratio(UNCOUNTED_PERCENT, 100);
        let fresh = rng.random_ratio(FRESH_PERCENT, 100);
        let age = if fresh { rng.random_range(0..=14) } else { rng.random_range(15..=40) };
        let free = u32::try_from(names::weighted(weights, rng)).ok()?.min(places);
        let day = self.today.checked_sub_days(Days::new(age))?;
        (!uncounted).then_some((free, day))
    }
}

fn address(spot: Spot, rng: &mut Pcg64) -> Address {
    let (street, house_number) = names::street(rng);
    let place = spot.municipality.name.as_str();
    Address {
        street: Some(street.into()),
        house_number: Some(house_number.into()),
        postcode: spot.site.postcode.as_deref().map(Text::from),
        locality: (spot.site.name != place).then(|| spot.site.name.as_str().into()),
        place: place.into(),
    }
}

/// Sorted and without doubles, whichever offers they come from.
fn features(planned: &[Planned], rng: &mut Pcg64) -> Vec<Feature> {
    let mut features: Vec<Feature> = planned
        .iter()
        .flat_map(|offer| offer.recipe.manner.features)
        .filter(|(_, percent)| rng.random_ratio(*percent, 100))
        .map(|(feature, _)| *feature)
        .collect();
    features.sort();
    features.dedup();
    features
}
