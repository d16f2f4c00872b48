//! The address index: streets with the houses on them, made of an extract of OpenStreetMap, and what people type to a
//! point on one of them.
//!
//! A document is a street within a place; its houses hang on it, twelve bytes each. What was typed is read from the right
//! in several ways (`typed`), each of which names a street, perhaps a number and perhaps a place; places are looked up here
//! and in the gazetteer (`places`), streets by their folded names (`spelling`), and the answers are ranked (`find`).

mod build;
mod file;
mod find;
mod number;
mod places;
mod spelling;
#[cfg(test)]
mod tests;
mod typed;

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::extract::Position;
use crate::units::{Ags, GeoPoint, words};

pub use build::{BuildReport, build};
pub use file::AddressFileError;
pub use find::{AddressOutcome, AddressParts};

use spelling::Spelling;

/// Whom the addresses are from, as the licence of OpenStreetMap (ODbL) asks to say wherever they are used.
pub const ATTRIBUTION: &str = "© OpenStreetMap-Mitwirkende (ODbL)";

words! {
    /// How well the point of an address is known.
    pub enum Precision {
        /// The house itself.
        House = "house",
        /// The number is not listed: between its neighbours, or at the same number with another letter.
        Interpolated = "interpolated",
        /// The street alone, at a point in its middle.
        Street = "street",
    }
}

/// An address that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundAddress {
    /// "Lange Straße 5, 19370 Parchim"; typed again it is found again.
    pub label: String,
    /// The street, as OpenStreetMap writes it.
    pub street: String,
    /// The number that was asked for.
    pub house_number: Option<String>,
    /// Five digits, where they are known.
    pub postcode: Option<String>,
    /// The municipality, or outside of the state the town.
    pub town: String,
    /// The village or quarter, where it has a name of its own.
    pub part: Option<String>,
    /// The municipality, within the state.
    pub municipality: Option<Ags>,
    /// In WGS 84.
    pub point: GeoPoint,
    /// How well the point is known.
    pub precision: Precision,
    /// Whether street, place and postcode were written as they are listed.
    pub is_sure: bool,
    /// 0 to 1; 1 for exactly what was typed.
    pub score: f64,
}

/// Of which extract an index was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The day of the data, where the extract says it.
    pub date: Option<NaiveDate>,
    /// SHA-256 of the extract, 64 hexadecimal digits.
    pub sha256: String,
}

/// Where a street lies; names are numbers of texts, 0 for none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Location {
    /// The key of the municipality as a number; 0 outside of the state.
    municipality: u32,
    town: u32,
    /// The town as letters are addressed, where that is another name.
    city: u32,
    /// The village or quarter.
    part: u32,
}

/// A street within a location.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Street {
    name: u32,
    location: u32,
    /// A point on it, near its middle.
    position: Position,
    /// Whether its label names the part, because the town has several streets of the name.
    shows_part: bool,
    postcodes: Span,
    houses: Span,
}

/// A range of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    start: u32,
    length: u32,
}

impl Span {
    fn of<T>(self, list: &[T]) -> &[T] {
        let start = self.start as usize;
        list.get(start..start.saturating_add(self.length as usize)).unwrap_or_default()
    }
}

/// A house on a street.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct House {
    position: Position,
    /// 0 where it does not begin with digits.
    number: u16,
    /// What follows the number, as a position among the tails, in the upper twelve bits; the postcode, as a position
    /// among those of the street, in the lower four.
    tail_and_postcode: u16,
}

impl House {
    const MOST_TAILS: usize = 1 << 12;
    const MOST_POSTCODES: usize = 1 << 4;

    fn tail(self) -> usize {
        usize::from(self.tail_and_postcode >> 4)
    }

    fn postcode(self) -> usize {
        usize::from(self.tail_and_postcode & 15)
    }
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Content {
    stamp: Stamp,
    texts: Vec<String>,
    tails: Vec<String>,
    locations: Vec<Location>,
    /// In the order of their locations.
    streets: Vec<Street>,
    postcodes: Vec<u32>,
    houses: Vec<House>,
}

/// Streets and houses of a region.
#[derive(Debug)]
pub struct AddressIndex {
    content: Content,
    /// How many houses the town of each location has.
    sizes: Vec<u32>,
    /// Each name of a street once, with its spellings.
    street_names: Vec<Named>,
    /// Each name of a place once.
    place_names: Vec<Named>,
    by_place: HashMap<String, Vec<u32>>,
}

/// A name with all that bear it.
#[derive(Debug)]
struct Named {
    spelling: Spelling,
    /// Streets or locations.
    bearers: Vec<u32>,
}

impl AddressIndex {
    /// Of which extract it was made.
    pub fn stamp(&self) -> &Stamp {
        &self.content.stamp
    }

    /// How many streets it knows.
    pub fn streets(&self) -> usize {
        self.content.streets.len()
    }

    /// How many houses it knows.
    pub fn houses(&self) -> usize {
        self.content.houses.len()
    }

    fn new(content: Content) -> Self {
        let mut sizes: HashMap<(u32, u32), u32> = HashMap::new();
        for street in &content.streets {
            if let Some(location) = content.locations.get(street.location as usize) {
                *sizes.entry((location.municipality, location.town)).or_default() += street.houses.length;
            }
        }
        let size =
            |location: &Location| sizes.get(&(location.municipality, location.town)).copied().unwrap_or(0);
        let sizes = content.locations.iter().map(size).collect();
        let text = |number: u32| content.texts.get(number as usize).map_or("", String::as_str);
        let streets = content.streets.iter().map(|street| text(street.name));
        let street_names = by_spelling(streets.map(|name| Some(Spelling::of_street(name))));
        let names = content.locations.iter().flat_map(|location| {
            [location.town, location.city, location.part]
                .map(|name| (name != 0).then(|| Spelling::of_place(text(name))))
        });
        let mut place_names = by_spelling(names);
        for named in &mut place_names {
            // Three names a location.
            named.bearers.iter_mut().for_each(|bearer| *bearer /= 3);
            named.bearers.dedup();
        }
        let mut by_place: HashMap<String, Vec<u32>> = HashMap::new();
        for (at, named) in place_names.iter().enumerate() {
            for form in named.spelling.forms() {
                by_place.entry(form.to_owned()).or_default().push(at as u32);
            }
        }
        Self { sizes, street_names, place_names, by_place, content }
    }

    fn text(&self, number: u32) -> &str {
        self.content.texts.get(number as usize).map_or("", String::as_str)
    }

    fn street(&self, at: u32) -> Option<(&Street, &Location)> {
        let street = self.content.streets.get(at as usize)?;
        Some((street, self.content.locations.get(street.location as usize)?))
    }
}

/// Puts equal spellings together, each with the positions of those that have it.
fn by_spelling(spellings: impl Iterator<Item = Option<Spelling>>) -> Vec<Named> {
    let mut named: Vec<Named> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for (at, spelling) in spellings.enumerate() {
        let Some(spelling) = spelling else { continue };
        let place = *known.entry(spelling.words().to_owned()).or_insert(named.len());
        match named.get_mut(place) {
            Some(known) => known.bearers.push(at as u32),
            None => named.push(Named { spelling, bearers: vec![at as u32] }),
        }
    }
    named
}
