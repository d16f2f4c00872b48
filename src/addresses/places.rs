//! Which locations the place of an address means.

use std::collections::BTreeMap;

use super::spelling::{Spelling, Tolerance};
use super::{AddressIndex, Location};
use crate::gazetteer::{Candidate, Gazetteer, Kind, Meaning, Resolution};
use crate::units::{GeoPoint, Metres};

/// So far from the middle of a village or quarter lie its streets.
const WITHIN_PART: Metres = Metres(5_000.0);

/// A location that may be meant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct PlaceMatch {
    pub location: u32,
    pub cost: u32,
    /// Whether it was written as it is listed.
    pub is_sure: bool,
    /// Where a village or quarter lies that only the gazetteer knows.
    pub near: Option<GeoPoint>,
}

impl PlaceMatch {
    /// Whether a street at a point may be meant.
    pub fn may_hold(&self, point: GeoPoint) -> bool {
        self.near.is_none_or(|middle| middle.geodesic_to(point) <= WITHIN_PART)
    }
}

/// How dear it is to understand a place in other than its listed way.
const MAIN_NAME: u32 = 1;
const BY_GAZETTEER: u32 = 1;
const BY_PART_OF_TEXT: u32 = 3;
const BEGINNING: u32 = 2;
const TYPO: u32 = 4;

impl AddressIndex {
    /// The locations that a text names; the first of these that finds any: a name; a town with its part; the first words of a
    /// name; what the gazetteer knows; then beginnings and typos, as far as they are tolerated.
    pub(super) fn places(&self, text: &str, gazetteer: &Gazetteer, tolerance: Tolerance) -> Vec<PlaceMatch> {
        let typed = Spelling::of_place(text);
        if typed.is_empty() {
            return Vec::new();
        }
        let own = self.by_name(&typed).map(|it| (it, 0)).collect::<Vec<_>>();
        let levels: [&dyn Fn() -> Vec<PlaceMatch>; 4] = [
            &|| sure(own.clone()),
            &|| sure(self.town_and_part(&typed)),
            &|| sure(self.by_first_words(&typed)),
            &|| self.by_gazetteer(text, gazetteer),
        ];
        let found = levels.iter().map(|level| level()).find(|found| !found.is_empty());
        found.unwrap_or_else(|| self.by_nearness(&typed, tolerance))
    }

    /// Locations of exactly this name.
    fn by_name(&self, typed: &Spelling) -> impl Iterator<Item = u32> {
        self.bearers(typed.forms()).into_iter()
    }

    fn bearers<'f>(&self, forms: impl Iterator<Item = &'f str>) -> Vec<u32> {
        let names = forms.filter_map(|form| self.by_place.get(form)).flatten();
        let mut locations: Vec<u32> = names
            .filter_map(|at| self.place_names.get(*at as usize))
            .flat_map(|named| &named.bearers)
            .copied()
            .collect();
        locations.sort_unstable();
        locations.dedup();
        locations
    }

    /// "Rostock Warnemünde" and "Warnemünde Rostock".
    fn town_and_part(&self, typed: &Spelling) -> Vec<(u32, u32)> {
        let words: Vec<&str> = typed.words().split(' ').collect();
        let mut found = Vec::new();
        for at in 1..words.len() {
            let (before, behind) = (words.get(..at), words.get(at..));
            let side = |words: Option<&[&str]>| {
                self.bearers(std::iter::once(words.unwrap_or_default().concat().as_str()))
            };
            let (first, second) = (side(before), side(behind));
            // Both name the same location only if one is its town and the other its part.
            found.extend(first.into_iter().filter(|location| second.binary_search(location).is_ok()));
        }
        found.into_iter().map(|location| (location, 0)).collect()
    }

    fn by_first_words(&self, typed: &Spelling) -> Vec<(u32, u32)> {
        let named = self.place_names.iter().filter(|named| typed.begins(&named.spelling));
        named.flat_map(|named| &named.bearers).map(|location| (*location, MAIN_NAME)).collect()
    }

    fn by_nearness(&self, typed: &Spelling, tolerance: Tolerance) -> Vec<PlaceMatch> {
        let mut best: BTreeMap<u32, u32> = BTreeMap::new();
        for named in &self.place_names {
            let Some(near) = typed.names(&named.spelling, tolerance) else { continue };
            let cost = TYPO * u32::from(near.typos) + if near.is_part { BEGINNING } else { 0 };
            for location in &named.bearers {
                let known = best.entry(*location).or_insert(cost);
                *known = cost.min(*known);
            }
        }
        let found = |(location, cost)| PlaceMatch { location, cost, is_sure: cost < TYPO, near: None };
        best.into_iter().map(found).collect()
    }

    /// By names that only the gazetteer has: aliases, titles, villages, districts.
    fn by_gazetteer(&self, text: &str, gazetteer: &Gazetteer) -> Vec<PlaceMatch> {
        let (candidates, cost) = match gazetteer.resolve(text) {
            Resolution::Found(Meaning { candidate, is_known_part, .. }) => {
                (vec![candidate], if is_known_part { BY_PART_OF_TEXT } else { BY_GAZETTEER })
            }
            Resolution::Ambiguous { bearers } => (bearers, BY_GAZETTEER),
            Resolution::Unknown { .. } => return Vec::new(),
        };
        candidates.iter().flat_map(|candidate| self.of_candidate(candidate, gazetteer, cost)).collect()
    }

    fn of_candidate(&self, candidate: &Candidate, gazetteer: &Gazetteer, cost: u32) -> Vec<PlaceMatch> {
        let is_part = matches!(candidate.kind, Kind::Locality | Kind::Quarter);
        let keys: Vec<String> = match candidate.is_area {
            true => gazetteer.municipalities_in(candidate).iter().map(ToString::to_string).collect(),
            false => vec![candidate.key.clone()],
        };
        let keys: Vec<u32> = keys.iter().filter_map(|key| key.parse().ok()).collect();
        let is_meant = |(_, location): &(usize, &Location)| keys.contains(&location.municipality);
        let locations = self.content.locations.iter().enumerate().filter(is_meant);
        let found = |(at, _)| PlaceMatch {
            location: at as u32,
            cost,
            is_sure: true,
            near: is_part.then_some(candidate.point),
        };
        locations.map(found).collect()
    }
}

fn sure(found: Vec<(u32, u32)>) -> Vec<PlaceMatch> {
    found
        .into_iter()
        .map(|(location, cost)| PlaceMatch { location, cost, is_sure: true, near: None })
        .collect()
}
