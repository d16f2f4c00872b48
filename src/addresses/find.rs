//! The streets and houses that a text may mean, best first.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use super::number::{self, HouseNumber};
use super::places::PlaceMatch;
use super::spelling::{Spelling, Tolerance};
use super::typed::{End, Reading, Typed};
use super::{AddressIndex, FoundAddress, Location, Precision, Street};
use crate::gazetteer::Gazetteer;
use crate::units::{Ags, GeoPoint, Metres};

/// How many candidates are offered where a text leaves it open.
const CANDIDATES: usize = 12;
/// A street that is being typed is looked for from so many letters on.
const FEWEST_LETTERS: usize = 3;
/// Addresses this near to each other are one: a street that goes on behind a border.
const SAME_SPOT: Metres = Metres(200.0);

/// How dear it is to understand a text in other than the plain way.
const BARE_UMLAUT: u32 = 1;
const INITIALS: u32 = 1;
const BEGINNING: u32 = 2;
const INTERPOLATED: u32 = 2;
const NO_NUMBER: u32 = 4;
const TYPO: u32 = 4;
const OTHER_POSTCODE: u32 = 9;

/// An address in parts, as a row of a list has them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AddressParts<'a> {
    /// The name of the street.
    pub street: &'a str,
    /// The number of the house, if it is known.
    pub house_number: Option<&'a str>,
    /// Five digits.
    pub postcode: Option<&'a str>,
    /// The town.
    pub place: &'a str,
    /// The village or quarter.
    pub locality: Option<&'a str>,
}

/// What a finished text means as an address.
#[derive(Debug, Clone, PartialEq)]
pub enum AddressOutcome {
    /// One address beyond doubt.
    Found(FoundAddress),
    /// Several may be meant, or one that is written in another way; best first.
    Open(Vec<FoundAddress>),
    /// None is known.
    Unknown,
}

/// A hit before it is written out.
#[derive(Debug, Clone)]
struct Hit {
    cost: u32,
    is_sure: bool,
    street: u32,
    precision: Precision,
    point: GeoPoint,
    postcode: Option<u32>,
    /// As it was typed.
    number: String,
}

/// What is looked for, and how exactly it must fit.
struct Search<'s> {
    index: &'s AddressIndex,
    gazetteer: &'s Gazetteer,
    postcode: Option<u32>,
    is_typing: bool,
    typos: bool,
}

impl AddressIndex {
    /// Up to `limit` addresses that what was typed so far may mean, best first. The last word may be unfinished, and typos
    /// are forgiven where nothing fits without.
    pub fn suggest(&self, text: &str, gazetteer: &Gazetteer, limit: usize) -> Vec<FoundAddress> {
        let hits = self.hits(text, gazetteer, true);
        hits.iter().take(limit).filter_map(|hit| self.written(hit)).collect()
    }

    /// What is meant by a finished text such as "Lange Straße 5, Parchim". A name that is written with typos is taken only
    /// for a house that there is; everything else that is not beyond doubt is a question.
    pub fn locate(&self, text: &str, gazetteer: &Gazetteer) -> AddressOutcome {
        self.judge(self.hits(text, gazetteer, false))
    }

    /// What is meant by an address in parts.
    pub fn locate_parts(&self, parts: &AddressParts, gazetteer: &Gazetteer) -> AddressOutcome {
        let of = |place: String| Reading {
            street: parts.street.to_owned(),
            number: parts.house_number.and_then(HouseNumber::parse),
            number_text: parts.house_number.unwrap_or_default().trim().to_owned(),
            place,
            ends_in: End::Place,
        };
        let whole = of([parts.place, parts.locality.unwrap_or_default()].join(" ").trim().to_owned());
        // A quarter that nobody knows does not hide the street.
        let town = of(parts.place.to_owned());
        let postcode = parts.postcode.and_then(|digits| digits.trim().parse().ok());
        let readings = [vec![whole], vec![town]];
        self.judge(self.stages(&readings, postcode, gazetteer, false))
    }

    fn hits(&self, text: &str, gazetteer: &Gazetteer, is_typing: bool) -> Vec<Hit> {
        let Typed { postcode, by_commas, freely } = Typed::parse(text);
        let postcode = postcode.and_then(|digits| digits.parse().ok());
        self.stages(&[by_commas, freely], postcode, gazetteer, is_typing)
    }

    /// The hits of the first readings that give any: first without typos, then with them.
    fn stages(
        &self,
        readings: &[Vec<Reading>; 2],
        postcode: Option<u32>,
        gazetteer: &Gazetteer,
        is_typing: bool,
    ) -> Vec<Hit> {
        for typos in [false, true] {
            let search = Search { index: self, gazetteer, postcode, is_typing, typos };
            for stage in readings {
                let mut hits: Vec<Hit> = stage.iter().flat_map(|reading| search.read(reading)).collect();
                if !hits.is_empty() {
                    self.order(&mut hits);
                    return hits;
                }
            }
        }
        Vec::new()
    }

    /// Best first, each address once; among equals those of the larger town.
    fn order(&self, hits: &mut Vec<Hit>) {
        let size = |hit: &Hit| {
            let location =
                self.content.streets.get(hit.street as usize).map(|street| street.location as usize);
            location.and_then(|at| self.sizes.get(at)).copied().unwrap_or(0)
        };
        hits.sort_by_cached_key(|hit| (hit.cost, Reverse(size(hit)), hit.street));
        let mut seen = HashSet::new();
        hits.retain(|hit| seen.insert((hit.street, hit.number.to_lowercase())));
    }

    fn judge(&self, mut hits: Vec<Hit>) -> AddressOutcome {
        let Some(first) = hits.first().cloned() else { return AddressOutcome::Unknown };
        hits.retain(|hit| hit.cost == first.cost);
        let rivals = hits.iter().any(|hit| hit.point.geodesic_to(first.point) > SAME_SPOT);
        let is_taken = first.is_sure || first.precision == Precision::House && first.cost < OTHER_POSTCODE;
        let written =
            |hits: &[Hit]| hits.iter().take(CANDIDATES).filter_map(|hit| self.written(hit)).collect();
        match self.written(&first) {
            Some(found) if is_taken && !rivals => AddressOutcome::Found(found),
            _ => AddressOutcome::Open(written(&hits)),
        }
    }

    fn written(&self, hit: &Hit) -> Option<FoundAddress> {
        let (street, location) = self.street(hit.street)?;
        let (name, town) = (self.text(street.name).to_owned(), self.text(location.town).to_owned());
        let part = Some(self.text(location.part)).filter(|part| !part.is_empty()).map(str::to_owned);
        let postcode = hit.postcode.map(|digits| format!("{digits:05}"));
        let numbered = if hit.number.is_empty() { name.clone() } else { format!("{name} {}", hit.number) };
        let mut place =
            [postcode.as_deref(), Some(town.as_str())].into_iter().flatten().collect::<Vec<_>>().join(" ");
        if let Some(part) = part.as_deref().filter(|_| street.shows_part) {
            place = format!("{place} OT {part}");
        }
        Some(FoundAddress {
            label: if place.is_empty() { numbered } else { format!("{numbered}, {place}") },
            street: name,
            house_number: (!hit.number.is_empty()).then(|| hit.number.clone()),
            postcode,
            town,
            part,
            municipality: municipality(location),
            point: hit.point,
            precision: hit.precision,
            is_sure: hit.is_sure,
            score: (1.0 - 0.05 * f64::from(hit.cost)).max(0.05),
        })
    }
}

fn municipality(location: &Location) -> Option<Ags> {
    Ags::parse(&format!("{:08}", location.municipality)).ok().filter(|_| location.municipality > 0)
}

/// A street with what its name and its place cost.
struct StreetMatch {
    street: u32,
    cost: u32,
    is_sure: bool,
}

impl Search<'_> {
    /// The streets of the name first: most readings name none, and looking up a place is dear.
    fn read(&self, reading: &Reading) -> Vec<Hit> {
        let tolerance =
            |end: End| Tolerance { typos: self.typos, beginnings: self.is_typing && reading.ends_in == end };
        let typed = Spelling::of_street(&reading.street);
        let in_street = tolerance(End::Street);
        if typed.length() < if in_street.beginnings { FEWEST_LETTERS } else { 1 } {
            return Vec::new();
        }
        let mut streets = self.named(&typed, in_street);
        if !reading.place.is_empty() && !streets.is_empty() {
            self.keep_within(&mut streets, &reading.place, tolerance(End::Place));
        }
        streets.iter().filter_map(|street| self.hit(street, reading)).collect()
    }

    /// The streets of a name, wherever they lie.
    fn named(&self, typed: &Spelling, tolerance: Tolerance) -> Vec<StreetMatch> {
        let mut found = Vec::new();
        for named in &self.index.street_names {
            let Some((cost, is_sure)) = name_cost(typed, &named.spelling, tolerance) else { continue };
            found.extend(named.bearers.iter().map(|street| StreetMatch { street: *street, cost, is_sure }));
        }
        found
    }

    /// Keeps those that lie in a place, and adds what the place costs.
    fn keep_within(&self, streets: &mut Vec<StreetMatch>, place: &str, tolerance: Tolerance) {
        let mut places: HashMap<u32, PlaceMatch> = HashMap::new();
        for found in self.index.places(place, self.gazetteer, tolerance) {
            let known = places.entry(found.location).or_insert(found);
            if found.cost < known.cost {
                *known = found;
            }
        }
        streets.retain_mut(|found| {
            let Some((street, _)) = self.index.street(found.street) else { return false };
            let place = places.get(&street.location).filter(|place| place.may_hold(street.position.into()));
            let Some(place) = place else { return false };
            found.cost += place.cost;
            found.is_sure &= place.is_sure;
            true
        });
    }

    fn hit(&self, found: &StreetMatch, reading: &Reading) -> Option<Hit> {
        let (street, _) = self.index.street(found.street)?;
        let postcodes = street.postcodes.of(&self.index.content.postcodes);
        let has_postcode =
            self.postcode.is_none_or(|asked| postcodes.is_empty() || postcodes.contains(&asked));
        // A postcode alone bounds the place; beside a place it may be mistyped.
        if !has_postcode && reading.place.is_empty() {
            return None;
        }
        let (precision, point, postcode, number_cost) = self.number(street, postcodes, reading);
        let postcode_cost = if has_postcode { 0 } else { OTHER_POSTCODE };
        let asked = self.postcode.filter(|asked| postcodes.contains(asked));
        Some(Hit {
            cost: found.cost + number_cost + postcode_cost,
            is_sure: found.is_sure && has_postcode,
            street: found.street,
            precision,
            point,
            postcode: if precision == Precision::Street { asked.or(postcode) } else { postcode },
            number: reading.number_text.clone(),
        })
    }

    fn number(
        &self,
        street: &Street,
        postcodes: &[u32],
        reading: &Reading,
    ) -> (Precision, GeoPoint, Option<u32>, u32) {
        let content = &self.index.content;
        let middle = (Precision::Street, GeoPoint::from(street.position), postcodes.first().copied());
        let Some(asked) = &reading.number else { return (middle.0, middle.1, middle.2, 0) };
        match number::locate(asked, street.houses.of(&content.houses), &content.tails) {
            Some(found) => {
                let cost = if found.precision == Precision::House { 0 } else { INTERPOLATED };
                (found.precision, found.point, postcodes.get(found.postcode).copied(), cost)
            }
            None => (middle.0, middle.1, middle.2, NO_NUMBER),
        }
    }
}

/// What a name costs, and whether it is written as it is listed; `None` if it is another.
fn name_cost(typed: &Spelling, listed: &Spelling, tolerance: Tolerance) -> Option<(u32, bool)> {
    if let Some(near) = typed.names(listed, tolerance) {
        let part = if near.is_part { BEGINNING } else { 0 };
        let bare = if near.is_bare { BARE_UMLAUT } else { 0 };
        return Some((TYPO * u32::from(near.typos) + part + bare, near.typos == 0));
    }
    typed.abbreviates(listed).then_some((INITIALS, true))
}
