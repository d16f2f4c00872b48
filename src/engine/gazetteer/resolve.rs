//! What a finished text means: one locality or area beyond doubt, a known part of the text, or a question.

use super::address::{Basis, LocatedAddress};
use super::fold::{Umlauts, fold};
use super::query::Query;
use super::{Candidate, Entry, Gazetteer, Hit, Kind};
use crate::units::Ags;

/// How many candidates are offered when a text names no single locality.
const DID_YOU_MEAN: usize = 8;

/// How many bearers of one name are offered: more than bear any, because the one that is meant must be among them.
const BEARERS: usize = 40;

/// Of several municipalities of one name the largest is meant if it has this many times the residents
/// of each other one.
const CLEARLY_LARGER: u32 = 5;

/// A municipality is meant before a mere locality of its name elsewhere if it has so many residents. A smaller one may be
/// smaller than the locality.
const MEANT_BEFORE_LOCALITIES: u32 = 2_000;

/// What a text that should name one locality or area stands for.
#[derive(Debug, Clone, PartialEq)]
pub enum Resolution {
    /// One is meant.
    Found(Meaning),
    /// Several bear the name, best first; none of them is meant beyond doubt.
    Ambiguous {
        /// All of them.
        bearers: Vec<Candidate>,
    },
    /// Nothing bears the name; these may be meant.
    Unknown {
        /// Names that are spelt nearly so; empty if there are none.
        did_you_mean: Vec<Candidate>,
    },
}

/// What a text means.
#[derive(Debug, Clone, PartialEq)]
pub struct Meaning {
    /// The locality or area.
    pub candidate: Candidate,
    /// Whether a part of the text alone names it and the rest is not known: "Am Markt 1, Parchim".
    pub is_known_part: bool,
    /// Others of the name, less known than the one taken.
    pub also: Vec<Candidate>,
}

impl Gazetteer {
    /// What is meant by a finished text such as "Ludwigslust", "19288" or "19288 Ludwigslust".
    ///
    /// Only a name counts, never a beginning or a typo. Of several bearers of the name a municipality is
    /// meant before a mere locality, a district or an Amt; of several municipalities the first in rank if
    /// it has at least five times the residents of each other one. [`Meaning::also`] names the others. Several mere localities
    /// leave it open, and so does a small municipality beside a locality of its name, unless a title ("Seebad") tells them
    /// apart. Where the text as a whole resembles nothing, a known part of it answers ("Am Markt 1, Parchim").
    pub fn resolve(&self, text: &str) -> Resolution {
        let query = Query::parse(text, &self.titles);
        let hits = self.meant(&query);
        let unknown = |also: Option<Candidate>| {
            let also = also.into_iter();
            let mut did_you_mean = self.candidates(&hits, &query, DID_YOU_MEAN);
            did_you_mean.extend(also.filter(|_| hits.len() < DID_YOU_MEAN));
            Resolution::Unknown { did_you_mean }
        };
        if query.postcode.is_some() && query.full_postcode().is_none() {
            return unknown(None);
        }
        if let Some(hit) = self.unambiguous_hit(&hits, &query)
            && let Some(candidate) = self.candidate(&hit, &query)
        {
            let also = self.less_known(&hit, &hits, &query);
            return found(candidate, &query, also);
        }
        let bearers: Vec<Hit> = hits.iter().filter(|hit| hit.rank.is_name()).copied().collect();
        if !bearers.is_empty() {
            return Resolution::Ambiguous { bearers: self.candidates(&bearers, &query, BEARERS) };
        }
        let resembles = hits.iter().any(|hit| !hit.rank.is_half());
        match self.known_part(&query, query.full_postcode()) {
            Ok(part) if resembles => unknown(Some(part.candidate)),
            Ok(part) if part.basis == Basis::Named => found(part.candidate, &query, Vec::new()),
            Ok(part) => {
                let candidate = Candidate { score: super::Rank::HALF.score(), ..part.candidate };
                Resolution::Found(Meaning { candidate, is_known_part: true, also: part.also })
            }
            Err(bearers) if !bearers.is_empty() && !resembles => Resolution::Ambiguous { bearers },
            Err(_) => unknown(None),
        }
    }

    /// The hits of a query; after the word "Gemeinde" its municipalities alone, if there are any.
    fn meant(&self, query: &Query) -> Vec<Hit> {
        let mut hits = self.hits(query);
        let is_municipality = |hit: &Hit| {
            hit.rank.is_name() && self.entry(hit).is_some_and(|entry| entry.kind == Kind::Municipality)
        };
        if query.says_municipality && hits.iter().any(is_municipality) {
            hits.retain(is_municipality);
        }
        hits
    }

    /// Whether a text as a whole is a name of the candidate, and not only a part of it.
    pub fn bears(&self, candidate: &Candidate, text: &str) -> bool {
        let query = Query::parse(text, &self.titles);
        let is_it = |hit: &Hit| {
            let found = self.candidate(hit, &query);
            hit.rank.is_name()
                && found.is_some_and(|found| found.key == candidate.key && found.kind == candidate.kind)
        };
        self.hits(&query).iter().any(is_it)
    }

    /// The municipalities of which a candidate consists that is searched as an area.
    pub fn municipalities_in(&self, area: &Candidate) -> Vec<Ags> {
        if area.kind == Kind::Municipality {
            return Ags::parse(&area.key).into_iter().collect();
        }
        let is_meant = |entry: &&Entry| entry.kind == area.kind && entry.key == area.key;
        self.entries.iter().find(is_meant).map(|entry| entry.members.clone()).unwrap_or_default()
    }

    /// The one municipality or locality a query names.
    pub(super) fn settlement(&self, query: &Query) -> Option<Candidate> {
        query.name.as_ref()?;
        let mut hits = self.hits(query);
        hits.retain(|hit| self.entry(hit).is_some_and(Entry::is_settlement));
        self.candidate(&self.unambiguous_hit(&hits, query)?, query)
    }

    /// The one part of a municipality a query names.
    pub(super) fn part_of_municipality(&self, query: &Query, municipality: &str) -> Option<Candidate> {
        let is_part = |entry: &Entry| entry.is_settlement() && entry.key == municipality;
        let mut hits = self.hits(query);
        hits.retain(|hit| self.entry(hit).is_some_and(is_part));
        self.candidate(&self.unambiguous_hit(&hits, query)?, query)
    }

    /// The hit that a finished text means, if that is beyond doubt.
    pub(super) fn unambiguous_hit(&self, hits: &[Hit], query: &Query) -> Option<Hit> {
        // "Karlsburg (Vorpommern-Greifswald)" is the municipality of this label, although a village of the district bears
        // the name too.
        if let Some(labelled) = hits.iter().find(|hit| self.is_labelled(hit, query)) {
            return Some(*labelled);
        }
        let titled = self.titled(hits, query);
        let hits = if titled.is_empty() { hits } else { &titled[..] };
        let first = *hits.first().filter(|hit| hit.rank.is_name())?;
        let equals = || hits.iter().filter(|hit| hit.rank.is_name() && hit.rank.bare == first.rank.bare);
        let is_municipality =
            |hit: &&Hit| self.entry(hit).is_some_and(|entry| entry.kind == Kind::Municipality);
        // "Zarrentin" is Zarrentin am Schaalsee before it is a village of just this name.
        let first = match self.entry(&first).map(|entry| entry.kind) {
            Some(Kind::Locality | Kind::Quarter) => *equals().find(is_municipality).unwrap_or(&first),
            _ => first,
        };
        let rivals = equals().filter(|hit| hit.target != first.target);
        let beyond_doubt = match self.entry(&first) {
            // Digits name a postcode and nothing else.
            None => true,
            Some(entry) => rivals.filter_map(|hit| self.entry(hit)).all(|rival| outranks(entry, rival)),
        };
        beyond_doubt.then_some(first)
    }

    /// The other bearers of a name. What its own label, a title or a postcode names needs none; neither is the Amt
    /// around a town or a part of the municipality another meaning.
    fn less_known(&self, taken: &Hit, hits: &[Hit], query: &Query) -> Vec<Candidate> {
        let Some(entry) = self.entry(taken).filter(|_| query.postcode.is_none()) else { return Vec::new() };
        let is_told_apart = entry.label != entry.name && self.is_labelled(taken, query);
        if is_told_apart || !self.titled(hits, query).is_empty() {
            return Vec::new();
        }
        let is_other = |hit: &&Hit| {
            let another = self.entry(hit).is_some_and(|other| {
                other.kind != Kind::Amt
                    && (other.municipality != entry.municipality || other.is_area() != entry.is_area())
            });
            another && hit.rank.is_name() && hit.rank.bare == taken.rank.bare && hit.target != taken.target
        };
        let others: Vec<Hit> = hits.iter().filter(is_other).copied().collect();
        self.candidates(&others, query, BEARERS)
    }

    fn is_labelled(&self, hit: &Hit, query: &Query) -> bool {
        let label = self.entry(hit).map(|entry| fold(&entry.label, Umlauts::Expanded));
        let typed = query.name.as_ref().map(|name| name.expanded.text.as_str());
        hit.rank.is_name() && label.is_some() && label.as_deref() == typed
    }

    /// The hits that bear the title in a query, themselves or by their municipality: "Seebad" of the "Ostseebad Heringsdorf".
    fn titled(&self, hits: &[Hit], query: &Query) -> Vec<Hit> {
        let Some(title) = query.title.as_deref() else { return Vec::new() };
        let bears = |hit: &&Hit| {
            let entry = self.entry(hit).filter(|entry| entry.is_settlement() && hit.rank.is_name());
            entry.is_some_and(|entry| entry.designation.contains(title))
        };
        hits.iter().filter(bears).copied().collect()
    }

    /// The locality that the longest beginning or end of a text names ("Rostock-Warnemünde", "Parchim OT Slate"), within
    /// the postcode where one is given; a part of it that the rest names is nearer.
    ///
    /// # Errors
    /// The candidates between which the text leaves it open: bearers of one name, or a beginning and an end that name two
    /// localities. Empty where no part of it is known.
    pub(super) fn known_part(
        &self,
        query: &Query,
        postcode: Option<&str>,
    ) -> Result<LocatedAddress, Vec<Candidate>> {
        // A district or an Amt is no address, and its name no part of one.
        if postcode.is_none() && self.hits(query).iter().any(|hit| hit.rank.is_name()) {
            return Err(Vec::new());
        }
        let mut bearers = Vec::new();
        for alike in query.parts().chunk_by(|(a, _), (b, _)| a.word_count() == b.word_count()) {
            let mut found: Vec<LocatedAddress> = Vec::new();
            let mut open = Vec::new();
            for (part, rest) in alike {
                let part = part.within(postcode);
                match (self.settlement(&part), rest) {
                    (Some(town), rest) => found.push(self.with_part(town, rest.as_ref())),
                    (None, Some(rest)) => match self.within_named_area(&part, rest) {
                        Some(told_apart) => return Ok(told_apart),
                        None => open.extend(self.bearers_offered(&part)),
                    },
                    (None, None) => open.extend(self.bearers_offered(&part)),
                }
            }
            if let Some(named) = found.iter().find(|one| one.basis == Basis::Named) {
                return Ok(named.clone());
            }
            found.dedup_by(|a, b| a.candidate.label == b.candidate.label);
            if found.len() > 1 || !(found.is_empty() || open.is_empty()) {
                // "Wustrow b. Neustrelitz" is one of several Wustrows, and not Neustrelitz.
                open.extend(found.into_iter().map(|one| one.candidate));
                return Err(open);
            }
            match found.pop() {
                Some(one) => return Ok(one),
                None if bearers.is_empty() => bearers = open,
                None => {}
            }
        }
        Err(bearers)
    }

    fn with_part(&self, town: Candidate, rest: Option<&Query>) -> LocatedAddress {
        let nearer = rest.and_then(|rest| self.part_of_municipality(rest, &town.key));
        let is_in_area = || {
            let (Some(rest), Ok(municipality)) = (rest, Ags::parse(&town.key)) else { return false };
            self.named_areas(rest).iter().any(|area| area.members.contains(&municipality))
        };
        // Without a rest only words such as "Gemeinde" were left out; "Wiek/Rügen" names the island around it.
        let is_whole = rest.is_none() || nearer.is_some() || is_in_area();
        let basis = if is_whole { Basis::Named } else { Basis::KnownPart };
        LocatedAddress { candidate: nearer.unwrap_or(town), basis, also: Vec::new() }
    }

    /// The one bearer of a name that lies in an area which the rest of the text names: "Göhren (Rügen)".
    fn within_named_area(&self, part: &Query, rest: &Query) -> Option<LocatedAddress> {
        let bearers = self.bearers(part);
        if bearers.is_empty() {
            return None;
        }
        let areas = self.named_areas(rest);
        let is_inside = |hit: &&Hit| {
            let municipality = self.entry(hit).map(|entry| &entry.municipality);
            municipality.is_some_and(|own| areas.iter().any(|area| area.holds(own)))
        };
        let mut inside = bearers.iter().filter(is_inside);
        let (only, further) = (inside.next()?, inside.next());
        let candidate = self.candidate(only, part).filter(|_| further.is_none())?;
        Some(LocatedAddress { candidate, basis: Basis::Named, also: Vec::new() })
    }

    /// Every district, Amt, municipality, island or peninsula of exactly a name.
    fn named_areas(&self, query: &Query) -> Vec<&Entry> {
        let hits = self.hits(query);
        let named = hits.iter().filter(|hit| hit.rank.is_name()).filter_map(|hit| self.entry(hit));
        named.filter(|entry| entry.is_area() || entry.kind == Kind::Municipality).collect()
    }

    fn bearers_offered(&self, part: &Query) -> Vec<Candidate> {
        self.candidates(&self.bearers(part), part, BEARERS)
    }
}

/// After the word "Gemeinde" a municipality is meant as an area.
fn found(candidate: Candidate, query: &Query, also: Vec<Candidate>) -> Resolution {
    let is_area = query.says_municipality && candidate.kind == Kind::Municipality;
    let candidate = if is_area {
        Candidate { label: format!("Gemeinde {}", candidate.label), is_area, ..candidate }
    } else {
        candidate
    };
    Resolution::Found(Meaning { candidate, is_known_part: false, also })
}

/// Whether a name stands for the first entry although the second bears it too.
fn outranks(first: &Entry, rival: &Entry) -> bool {
    match (first.kind, rival.kind) {
        (Kind::Municipality, Kind::Municipality) => {
            first.population >= rival.population.saturating_mul(CLEARLY_LARGER)
        }
        (Kind::Municipality, Kind::Locality | Kind::Quarter) => {
            first.population >= MEANT_BEFORE_LOCALITIES || first.municipality == rival.municipality
        }
        // "Usedom" is an island and a town on it.
        (Kind::Municipality, Kind::Island | Kind::Peninsula) => false,
        (Kind::Municipality, _) => true,
        (Kind::Locality | Kind::Quarter, Kind::District | Kind::Amt) => true,
        (Kind::District, Kind::Amt) => true,
        _ => false,
    }
}
