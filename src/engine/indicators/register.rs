//! Counts of offers, places and dwellings in the register, by municipality.
//!
//! A county fills in the register for itself, and not every list holds every kind of offer. So a municipality
//! without a day-care offer has none only if its district has listed some; else nothing is known. Invented
//! examples and entries that no office has confirmed are never counted.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use super::base::Frame;
use super::cell::{Cell, Reason};
use super::facts::{Fact, FactList, Origin, Slot};
use super::tree::AreaLevel;
use crate::register::{CategoryTree, Counts, Facility, Offer};

/// What an offer adds to a municipality.
#[derive(Default)]
struct Count {
    offers: u32,
    /// Places or dwellings; `None` once an offer does not say how many it has.
    size: Option<u32>,
}

/// Counts by category and municipality, and the districts that have listed a category.
type Counted<'a> = (BTreeMap<(&'a str, &'a str), Count>, BTreeSet<(&'a str, &'a str)>);

fn count(facilities: &[Facility], on: NaiveDate) -> Counted<'_> {
    let real = facilities.iter().filter(|facility| facility.counts() && facility.is_valid_on(on));
    let mut counts: BTreeMap<(&str, &str), Count> = BTreeMap::new();
    let mut listed: BTreeSet<(&str, &str)> = BTreeSet::new();
    for facility in real {
        let municipality = facility.municipality.as_str();
        let Some(district) = municipality.get(..5) else { continue };
        for offer in facility.offers.iter().filter(|offer| offer.is_valid_on(on)) {
            let category = offer.category.as_str();
            listed.insert((category, district));
            let count = counts.entry((category, municipality)).or_insert(Count { offers: 0, size: Some(0) });
            count.add(offer);
        }
    }
    (counts, listed)
}

/// Adds the register as it is on a day, as figures of that year.
pub fn add(
    list: &mut FactList,
    frame: &Frame,
    facilities: &[Facility],
    categories: &CategoryTree,
    on: NaiveDate,
) {
    let (counts, listed) = count(facilities, on);
    let origin = list.origin(Origin {
        key: "REGISTER".to_owned(),
        title: format!("Versorgungsdatei, Stand {on}"),
        table: "register".to_owned(),
        licence: "Angaben der Kreise und Träger".to_owned(),
    });
    for category in categories.categories() {
        let slug = category.slug.as_str();
        let sized = match category.counts {
            Counts::Places => Some("register_places"),
            Counts::Dwellings => Some("register_dwellings"),
            Counts::Nothing => None,
        };
        for area in frame.tree.level(AreaLevel::Municipality) {
            let key = frame.tree.node(area).key.as_str();
            if !key.get(..5).is_some_and(|district| listed.contains(&(slug, district))) {
                continue;
            }
            let count = counts.get(&(slug, key));
            let offers = Cell::counted(f64::from(count.map_or(0, |count| count.offers)));
            let mut add = |measure: &str, cell: Cell| {
                if let Some(fact) = fact(frame, measure, slug, area, on.year(), cell, origin) {
                    list.facts.push(fact);
                }
            };
            add("register_offers", offers);
            if let Some(measure) = sized {
                let size = count.map_or(Some(0), |count| count.size);
                let nothing = Cell::Missing(Reason::NoFigure(index(frame, measure)));
                add(measure, size.map_or(nothing, |size| Cell::counted(f64::from(size))));
            }
        }
    }
}

fn index(frame: &Frame, measure: &str) -> u16 {
    frame.catalogue.measure(measure).and_then(|index| u16::try_from(index).ok()).unwrap_or(u16::MAX)
}

fn fact(
    frame: &Frame,
    measure: &str,
    kind: &str,
    area: usize,
    year: i32,
    cell: Cell,
    origin: u16,
) -> Option<Fact> {
    let measure = frame.catalogue.measure(measure)?;
    let types = &frame.catalogue.measures.get(measure)?.types;
    let kind = u8::try_from(types.iter().position(|known| known == kind)?).ok();
    Some(Fact { measure, area, year, slot: Slot { kind, ..Slot::default() }, cell, origin })
}

impl Count {
    fn add(&mut self, offer: &Offer) {
        self.offers += 1;
        self.size = self.size.zip(offer.places).map(|(sum, places)| sum.saturating_add(places));
    }
}
