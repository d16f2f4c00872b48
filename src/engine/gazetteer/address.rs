//! Where an address lies: its place within its postcode. A postcode bounds the place, so a name that lies elsewhere does
//! not outweigh it.

use super::query::Query;
use super::rank::{Grade, Rank};
use super::{Candidate, Entry, Gazetteer, Hit, Kind, Target};
use crate::units::{GeoPoint, Metres};

/// A place this near to the centre of a postcode may belong to it although no table says so.
const NEAR_POSTCODE: Metres = Metres(12_000.0);

/// A municipality with so many residents is meant by its name even beside the postcode of another.
const TOWN: u32 = 5_000;

/// How many candidates a fault names.
const CANDIDATES: usize = 5;

/// More places than bear any name, for what else a row says may tell them apart.
const BEARERS: usize = 40;

/// An address that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct LocatedAddress {
    /// The point and its label.
    pub candidate: Candidate,
    /// What of the address the point rests on.
    pub basis: Basis,
    /// Other places of the name that were not taken; of a postcode without a place, further municipalities that it lies in.
    pub also: Vec<Candidate>,
}

/// What the position of an address rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The place, within its postcode where one is given.
    Named,
    /// The place, which lies near the postcode but in none of its municipalities.
    NearPostcode,
    /// A part of the text names a place; the rest is not known.
    KnownPart,
    /// The name is not known here, but the postcode lies in this one municipality.
    MunicipalityOfPostcode,
    /// Neither name nor municipality: the centre of the postcode.
    PostcodeCentre,
}

/// Why an address has no position.
#[derive(Debug, Clone, PartialEq)]
pub enum AddressFault {
    /// Nothing of it is known.
    Unknown,
    /// The postcode and the place lie apart; these may be meant.
    Contradiction(Vec<Candidate>),
    /// Several places bear the name.
    Ambiguous(Vec<Candidate>),
}

impl Gazetteer {
    /// Where an address lies when its row has no coordinates: the place within the postcode; without a postcode the place
    /// if its name is unambiguous. A `locality` (Ortsteil) that is known within the postcode or within the place is nearer
    /// than the place and wins. Names count as in [`Gazetteer::resolve`]; typos are not forgiven.
    ///
    /// # Errors
    /// [`AddressFault`] where the address says nothing, too much, or two things that contradict each other.
    pub fn locate_address(
        &self,
        postcode: Option<&str>,
        place: &str,
        locality: Option<&str>,
    ) -> Result<LocatedAddress, AddressFault> {
        let mut place = Query::parse(place, &self.titles);
        let mut locality = Query::parse(locality.unwrap_or_default(), &self.titles);
        let given = postcode.and_then(|text| Query::parse(text, &self.titles).postcode);
        let postcode = given.or(place.postcode.take());
        let centre = postcode.as_deref().and_then(|digits| self.position(digits));
        if centre.is_some() {
            for name in [&mut locality, &mut place] {
                name.postcode.clone_from(&postcode);
                let found = self.settlement(name);
                name.postcode = None;
                if let Some(found) = found {
                    return Ok(named(found, Vec::new()));
                }
            }
        }
        match (&postcode, centre) {
            (Some(digits), Some(at)) => self.within_postcode(digits, at, &place, &locality),
            (Some(digits), None) if !self.is_of_the_state(digits) => Err(AddressFault::Unknown),
            _ => self.without_postcode(&place, &locality),
        }
    }

    /// Whether a postcode that is not known begins like those that are: one of post-office boxes, or cut short.
    fn is_of_the_state(&self, digits: &str) -> bool {
        let Some(region) = digits.get(..3) else { return true };
        digits.len() < 5 || self.postcodes.iter().any(|known| known.digits.starts_with(region))
    }

    fn without_postcode(&self, place: &Query, locality: &Query) -> Result<LocatedAddress, AddressFault> {
        let hits = self.bearers(place);
        let candidates = |hits: &[Hit]| self.candidates(hits, place, CANDIDATES);
        if let Some(hit) = self.unambiguous_hit(&hits, place) {
            let Some(town) = self.candidate(&hit, place) else { return Err(AddressFault::Unknown) };
            let others: Vec<Hit> = hits.iter().filter(|other| other.target != hit.target).copied().collect();
            let part = self.part_of_municipality(locality, &town.key);
            let also = if part.is_some() { Vec::new() } else { candidates(&others) };
            return Ok(named(part.unwrap_or(town), also));
        }
        if !hits.is_empty() {
            return Err(AddressFault::Ambiguous(self.candidates(&hits, place, BEARERS)));
        }
        self.known_part(place, None).map_err(|bearers| match bearers.is_empty() {
            true => AddressFault::Unknown,
            false => AddressFault::Ambiguous(bearers),
        })
    }

    /// A place that is not known within its postcode.
    fn within_postcode(
        &self,
        digits: &str,
        centre: usize,
        place: &Query,
        locality: &Query,
    ) -> Result<LocatedAddress, AddressFault> {
        let postcode_hit = Hit { rank: Rank::of(Grade::Exact), target: Target::Postcode(centre) };
        let at_centre = self.candidate(&postcode_hit, locality).ok_or(AddressFault::Unknown)?;
        if place.name.is_none() {
            let others = self.municipalities_of(centre).into_iter().filter(|key| *key != at_centre.key);
            let also =
                others.filter_map(|key| self.municipality_candidate(&key, locality)).take(BEARERS).collect();
            return Ok(LocatedAddress { candidate: at_centre, basis: Basis::PostcodeCentre, also });
        }
        if let Ok(part) = self.known_part(place, Some(digits)) {
            return Ok(part);
        }
        let bearers = self.bearers(place);
        let near = bearers.iter().find(|hit| self.is_near(hit, centre, at_centre.point));
        if let Some(found) = near.and_then(|hit| self.candidate(hit, place)) {
            return Ok(LocatedAddress { candidate: found, basis: Basis::NearPostcode, also: Vec::new() });
        }
        let is_town = |hit: &Hit| {
            self.entry(hit).is_some_and(|entry| entry.kind == Kind::Municipality && entry.population >= TOWN)
        };
        let municipalities = self.municipalities_of(centre);
        if let [only] = &municipalities[..]
            && !bearers.iter().any(is_town)
        {
            let candidate = self.municipality_candidate(only, locality).unwrap_or(at_centre);
            return Ok(LocatedAddress { candidate, basis: Basis::MunicipalityOfPostcode, also: Vec::new() });
        }
        if bearers.is_empty() {
            return Ok(LocatedAddress {
                candidate: at_centre,
                basis: Basis::PostcodeCentre,
                also: Vec::new(),
            });
        }
        let mut candidates = self.candidates(&bearers, place, CANDIDATES - 1);
        candidates.push(at_centre);
        Err(AddressFault::Contradiction(candidates))
    }

    fn municipality_candidate(&self, key: &str, query: &Query) -> Option<Candidate> {
        let own = |(_, entry): &(usize, &Entry)| entry.kind == Kind::Municipality && entry.key == *key;
        let (at, _) = self.entries.iter().enumerate().find(own)?;
        self.candidate(&Hit { rank: Rank::of(Grade::Half), target: Target::Entry(at) }, query)
    }

    /// The keys of the municipalities in which a postcode lies.
    fn municipalities_of(&self, postcode: usize) -> Vec<String> {
        let Some(postcode) = self.postcodes.get(postcode) else { return Vec::new() };
        let members = postcode.members.iter().filter_map(|at| self.entries.get(*at));
        let mut keys: Vec<String> = members.map(|entry| entry.municipality.to_string()).collect();
        keys.push(postcode.municipality.to_string());
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    fn is_near(&self, hit: &Hit, postcode: usize, centre: GeoPoint) -> bool {
        let Some(entry) = self.entry(hit) else { return false };
        let is_inside =
            self.municipalities_of(postcode).iter().any(|key| *key == *entry.municipality.as_str());
        is_inside || entry.point.geodesic_to(centre) <= NEAR_POSTCODE
    }

    /// Municipalities and places of exactly this name.
    pub(super) fn bearers(&self, query: &Query) -> Vec<Hit> {
        if query.name.is_none() {
            return Vec::new();
        }
        let mut hits = self.hits(query);
        hits.retain(|hit| hit.rank.is_name() && self.entry(hit).is_some_and(Entry::is_settlement));
        hits
    }
}

fn named(candidate: Candidate, also: Vec<Candidate>) -> LocatedAddress {
    LocatedAddress { candidate, basis: Basis::Named, also }
}

/// A part of an address that does not fit the point of its row.
#[derive(Debug, Clone, PartialEq)]
pub struct AddressContradiction {
    /// The label of the postcode or of the place.
    pub label: String,
    /// From the point to the nearest point known of it.
    pub distance: Metres,
}

impl Gazetteer {
    /// Whether postcode and place of an address fit its point, which lies in `municipality`: each fits if it lies in that
    /// municipality or near the point. What is not known contradicts nothing.
    pub fn address_contradictions(
        &self,
        postcode: Option<&str>,
        place: &str,
        point: GeoPoint,
        municipality: &str,
    ) -> Vec<AddressContradiction> {
        let mut place = Query::parse(place, &self.titles);
        let given = postcode.and_then(|text| Query::parse(text, &self.titles).postcode);
        let postcode = given.or(place.postcode.take());
        let of_postcode = || {
            let at = self.position(postcode.as_deref()?)?;
            let known = self.postcodes.get(at)?;
            let is_own = self.municipalities_of(at).iter().any(|key| key == municipality);
            let members = known.members.iter().filter_map(|at| self.entries.get(*at));
            let points = members.map(|entry| entry.point).chain([known.point]);
            let distance = points.map(|there| point.geodesic_to(there)).min_by(|a, b| a.0.total_cmp(&b.0))?;
            let is_far = !is_own && distance > NEAR_POSTCODE;
            is_far.then(|| AddressContradiction { label: known.label.clone(), distance })
        };
        let of_place = || {
            let mut hits = self.bearers(&place);
            if hits.is_empty() {
                let part = self.known_part(&place, None).ok()?.candidate;
                let distance = point.geodesic_to(part.point);
                let is_far = part.key != municipality && distance > NEAR_POSTCODE;
                return is_far.then_some(AddressContradiction { label: part.label, distance });
            }
            let entry = |hit: &Hit| self.entry(hit);
            let is_own =
                hits.iter().filter_map(entry).any(|entry| entry.municipality.as_str() == municipality);
            let distance =
                |hit: &Hit| entry(hit).map_or(f64::INFINITY, |entry| point.geodesic_to(entry.point).0);
            hits.sort_by(|a, b| distance(a).total_cmp(&distance(b)));
            let nearest = *hits.first()?;
            let (label, distance) = (self.entry(&nearest)?.label.clone(), Metres(distance(&nearest)));
            (!is_own && distance > NEAR_POSTCODE).then_some(AddressContradiction { label, distance })
        };
        of_postcode().into_iter().chain(of_place()).collect()
    }
}
