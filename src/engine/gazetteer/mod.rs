//! The gazetteer: what people type (a town, a village, a postcode, a district) to a point.
//!
//! A query is folded (`fold`) and taken apart (`query`), compared with every spelling of every
//! entry (`names`, `typos`) and the answers are ranked (`rank`): the exact name, the name without
//! its addition, beginnings, beginnings of later words, one typo, two typos. Within a rank
//! municipalities come before districts, places, Ämter and postcodes, then the more populous, then the
//! name, then the key.

mod address;
mod assemble;
mod fold;
mod names;
mod quarters;
mod query;
mod rank;
mod resolve;
mod table;
#[cfg(test)]
mod tests;
mod typos;

use crate::areas::{Areas, Located};
use crate::units::{Ags, GeoPoint, Metres, words};
pub use address::{AddressFault, Basis, LocatedAddress};
use names::Keys;
use quarters::Quarter;
pub use query::Letters;
use query::{Name, Query, Titles};
use rank::{Grade, Rank};
pub use resolve::{Meaning, Resolution};
pub use table::Tables;
pub use typos::{Typos, typos};

/// Where the name begins in "19288 Ludwigslust".
const POSTCODE_LABEL_NAME: usize = 6;

/// A point outside of all outlines by no more than this belongs to the nearest municipality: the outlines are simplified.
const SHORE: Metres = Metres(1_000.0);

words! {
    /// What an entry of the gazetteer is.
    pub enum Kind {
        /// A district.
        District = "district",
        /// An Amt.
        Amt = "amt",
        /// A municipality.
        Municipality = "municipality",
        /// A named part of a municipality, or a village.
        Locality = "place",
        /// A quarter of a town.
        Quarter = "quarter",
        /// Searched as a whole.
        Island = "island",
        /// Searched as a whole.
        Peninsula = "peninsula",
        /// The centre of a postcode area.
        Postcode = "postcode",
    }
}

/// One answer to a query, best first in its list.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// "Röbel/Müritz (Mecklenburgische Seenplatte)"; a search finds it again.
    pub label: String,
    /// "Röbel/Müritz"; of a postcode its digits.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// In WGS 84.
    pub point: GeoPoint,
    /// AGS of the municipality or district; ARS of an Amt; of a locality the municipality it is part of; of
    /// a postcode the municipality its centre lies in; of an island or peninsula its word in `regions.csv`.
    pub key: String,
    /// The name of the municipality a locality is part of, and of a postcode's most populous one.
    pub municipality: Option<String>,
    /// The district; none for a district, for a district-free city and for what lies in one.
    pub district: Option<String>,
    /// Whether it is searched as an area: everything inside, not what is around its point. A municipality is one
    /// where the text says "Gemeinde".
    pub is_area: bool,
    /// 0 to 1: 1 for the text itself, less for beginnings and typos.
    pub score: f64,
}

#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum GazetteerError {
    #[error("the gazetteer cannot be read: {0}")]
    Table(#[from] csv::Error),
    #[error("{table}, line {line}: {reason}")]
    Row { table: &'static str, line: usize, reason: String },
    #[error("the outlines of quarters cannot be used: {0}")]
    Quarters(String),
    #[error(
        "municipality {key} ({name}) has no point; hint: the gazetteer needs a row of kind municipality for it"
    )]
    NoPoint { key: String, name: String },
    #[error(
        "the seat of area {key} ({name}) is none of its municipalities; hint: see column seat of the areas"
    )]
    NoSeat { key: String, name: String },
}

/// A named entry: a district, an Amt, a municipality or a place.
#[derive(Debug)]
pub struct Entry {
    /// The name as people write it.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// The first one: of a municipality that of its seat.
    pub postcode: Option<String>,
    /// The municipality it is or is part of; of a district or Amt the one its point lies in.
    pub municipality: Ags,
    /// In WGS 84.
    pub point: GeoPoint,
    /// What its municipality is, folded: "stadt", "ostseebad".
    designation: String,
    /// Residents; of a place those of its municipality, because parts are not counted on their own.
    pub population: u32,
    key: String,
    label: String,
    /// The names of municipality and district where the label needs them, else empty.
    municipality_name: String,
    district_name: String,
    postcodes: Vec<PostcodePoint>,
    /// Those of its municipality, where its own is not known.
    possible_postcodes: Vec<String>,
    /// The municipalities of a district, an Amt, an island or peninsula.
    members: Vec<Ags>,
    keys: Keys,
}

/// Where an entry lies within one of its postcodes.
#[derive(Debug)]
struct PostcodePoint {
    postcode: String,
    point: GeoPoint,
}

#[derive(Debug)]
struct Postcode {
    digits: String,
    label: String,
    municipality: Ags,
    point: GeoPoint,
    /// Positions of its municipalities and places among the entries.
    members: Vec<usize>,
}

/// Both folded forms of a text with all its words: umlauts as two letters, and as their bare letter.
/// Texts are compared form by form, so that `Möwe` is found as `Moewe` and as `Mowe`.
pub fn folded(text: &str) -> [String; 2] {
    let words = fold::fold_words(text);
    [fold::Umlauts::Expanded, fold::Umlauts::Bare].map(|form| fold::join(&words, form))
}

/// Both folded forms of a name without the words that only join others: "Straße der Jugend" is "strasse jugend".
pub fn folded_name(text: &str) -> [String; 2] {
    [fold::Umlauts::Expanded, fold::Umlauts::Bare].map(|form| fold::fold(text, form))
}

impl Entry {
    /// All postcodes, that of the seat first; none for a district or Amt.
    pub fn postcodes(&self) -> impl Iterator<Item = &str> {
        self.postcodes.iter().map(|within| within.postcode.as_str())
    }

    /// Each postcode with the point at which the entry lies in it.
    pub fn postcode_points(&self) -> impl Iterator<Item = (&str, GeoPoint)> {
        self.postcodes.iter().map(|within| (within.postcode.as_str(), within.point))
    }

    fn point_in_postcode(&self, postcode: &str) -> Option<GeoPoint> {
        self.postcodes.iter().find(|within| within.postcode == postcode).map(|within| within.point)
    }

    /// Whether one of its postcodes, or of its municipality's where its own is not known, begins so.
    fn may_lie_in(&self, digits: &str) -> bool {
        let possible = self.possible_postcodes.iter().map(String::as_str);
        self.postcodes().chain(possible).any(|known| known.starts_with(digits))
    }

    /// Whether it is searched as an area.
    fn is_area(&self) -> bool {
        matches!(self.kind, Kind::District | Kind::Amt | Kind::Island | Kind::Peninsula)
    }

    /// Whether a municipality is this one or lies in this area.
    fn holds(&self, municipality: &Ags) -> bool {
        self.members.contains(municipality)
            || (self.kind == Kind::Municipality && self.municipality == *municipality)
    }

    fn is_settlement(&self) -> bool {
        matches!(self.kind, Kind::Municipality | Kind::Locality | Kind::Quarter)
    }

    fn rank(&self, query: &Query) -> Option<Rank> {
        let best = |name: &Name| self.keys.0.iter().filter_map(|key| rank::rank(key, name)).min();
        let untitled = query.untitled.as_ref().filter(|_| self.is_settlement());
        query.name.iter().chain(&query.joined).chain(untitled).filter_map(best).min()
    }
}

/// One answer before it is written out.
#[derive(Debug, Clone, Copy)]
struct Hit {
    rank: Rank,
    target: Target,
}

/// Positions among the entries or postcodes; in this order within a rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Target {
    Entry(usize),
    Postcode(usize),
}

/// Districts, Ämter, municipalities, places and postcodes of the state, found by name or number.
#[derive(Debug)]
pub struct Gazetteer {
    titles: Titles,
    /// In the order in which equals stand in an answer.
    entries: Vec<Entry>,
    /// Ascending.
    postcodes: Vec<Postcode>,
    /// Those whose outlines are known.
    quarters: Vec<Quarter>,
}

impl Gazetteer {
    /// Reads the tables of `models/places`; districts, Ämter and municipalities come from `areas`.
    ///
    /// # Errors
    /// [`GazetteerError`] with table and line of the first fault.
    pub fn from_tables(tables: &Tables, areas: &Areas) -> Result<Self, GazetteerError> {
        assemble::assemble(tables, areas)
    }

    /// Every municipality and named place, the most populous municipality first.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.is_settlement())
    }

    /// Whether people live in an area of this postcode.
    pub fn knows_postcode(&self, digits: &str) -> bool {
        self.position(digits).is_some()
    }

    /// The municipalities and places in a postcode.
    pub fn in_postcode(&self, postcode: &str) -> impl Iterator<Item = &Entry> {
        let found = self.position(postcode).and_then(|at| self.postcodes.get(at));
        found.into_iter().flat_map(|found| &found.members).filter_map(|at| self.entries.get(*at))
    }

    /// Up to `limit` candidates for what somebody has typed so far, best first.
    ///
    /// A postcode is followed by what lies in it. A name beside a postcode stands for the name within
    /// the postcode; if they do not fit, each of them is answered on its own, with a low score.
    pub fn suggest(&self, text: &str, limit: usize) -> Vec<Candidate> {
        let query = Query::parse(text, &self.titles);
        self.candidates(&self.hits(&query), &query, limit)
    }

    /// The municipality that holds a point, or the nearest of its places, under a label that [`Gazetteer::resolve`] finds
    /// again, and how far its point is; outside of all outlines the nearest of all. In a quarter whose outline is known, what
    /// lies in the same quarter comes before what is nearer.
    pub fn nearest(&self, point: GeoPoint, areas: &Areas) -> Option<(Candidate, Metres)> {
        let distance = |entry: &Entry| point.geodesic_to(entry.point);
        let holder = match areas.locate(point, SHORE) {
            Located::Inside(key) | Located::Near(key, _) => Some(key),
            Located::Outside => None,
        };
        let is_held = |entry: &&Entry| holder.as_ref().is_none_or(|key| *key == entry.municipality);
        let quarter = self.quarters.iter().find(|quarter| quarter.holds(point));
        let is_elsewhere = |entry: &Entry| quarter.is_some_and(|quarter| !quarter.holds(entry.point));
        let mut near: Vec<(bool, Metres, &Entry)> =
            self.entries().filter(is_held).map(|it| (is_elsewhere(it), distance(it), it)).collect();
        near.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.0.total_cmp(&b.1.0)));
        near.into_iter().find_map(|(_, distance, entry)| Some((self.unambiguous_candidate(entry)?, distance)))
    }

    /// An entry as its name finds it, alone or beside one of its postcodes.
    fn unambiguous_candidate(&self, entry: &Entry) -> Option<Candidate> {
        let with_postcode = entry.postcodes().map(|postcode| within_label(postcode, entry));
        std::iter::once(entry.label.clone()).chain(with_postcode).find_map(|label| {
            match self.resolve(&label) {
                Resolution::Found(Meaning { candidate, is_known_part: false, .. })
                    if candidate.key == entry.key && candidate.kind == entry.kind =>
                {
                    Some(candidate)
                }
                _ => None,
            }
        })
    }

    fn hits(&self, query: &Query) -> Vec<Hit> {
        let mut hits = match (&query.postcode, &query.name) {
            (None, _) => self.by_name(query),
            (Some(digits), None) => self.by_postcode(digits),
            (Some(digits), Some(_)) => self.by_name_and_postcode(query, digits),
        };
        hits.sort_unstable_by_key(|hit| (hit.rank, hit.target));
        hits
    }

    /// Two typos are the last resort: they would stand as noise behind a name or a beginning of one.
    fn by_name(&self, query: &Query) -> Vec<Hit> {
        let hit =
            |(at, entry): (usize, &Entry)| Some(Hit { rank: entry.rank(query)?, target: Target::Entry(at) });
        let mut hits: Vec<Hit> = self.entries.iter().enumerate().filter_map(hit).collect();
        if hits.iter().any(|hit| hit.rank.grade <= Grade::WordPrefix) {
            hits.retain(|hit| !matches!(hit.rank.grade, Grade::Typos(2.., _)));
        }
        hits
    }

    /// The postcodes that begin with these digits; behind a complete one all that lies in it.
    fn by_postcode(&self, digits: &str) -> Vec<Hit> {
        let start = self.postcodes.partition_point(|postcode| postcode.digits.as_str() < digits);
        let begun = self.postcodes.iter().enumerate().skip(start);
        let mut hits = Vec::new();
        for (at, postcode) in begun.take_while(|(_, postcode)| postcode.digits.starts_with(digits)) {
            let complete = postcode.digits == digits;
            let rank = Rank::of(if complete { Grade::Exact } else { Grade::Prefix });
            hits.push(Hit { rank, target: Target::Postcode(at) });
            if complete {
                let rank = Rank::of(Grade::WithinPostcode);
                let members = postcode.members.iter().filter(|at| !self.is_labelled_like(**at, postcode));
                hits.extend(members.map(|at| Hit { rank, target: Target::Entry(*at) }));
            }
        }
        hits
    }

    /// "18055 Rostock" names the postcode and the city within it alike; the postcode is enough.
    fn is_labelled_like(&self, entry: usize, postcode: &Postcode) -> bool {
        let label = self.entries.get(entry).map(|entry| within_label(&postcode.digits, entry));
        label.is_some_and(|label| label == postcode.label)
    }

    fn by_name_and_postcode(&self, query: &Query, digits: &str) -> Vec<Hit> {
        let fits = |hit: &Hit| self.entry(hit).is_some_and(|entry| entry.may_lie_in(digits));
        let (mut both, name_only): (Vec<Hit>, Vec<Hit>) = self.by_name(query).into_iter().partition(fits);
        if both.iter().any(|hit| hit.rank.grade <= Grade::WordPrefix) {
            return both;
        }
        let half = Rank::of(Grade::Half);
        let named = name_only.into_iter().filter(|hit| hit.rank.is_name());
        both.extend(named.map(|hit| Hit { rank: half, ..hit }));
        both.extend(self.position(digits).map(|at| Hit { rank: half, target: Target::Postcode(at) }));
        both
    }

    fn position(&self, postcode: &str) -> Option<usize> {
        self.postcodes.binary_search_by(|known| known.digits.as_str().cmp(postcode)).ok()
    }

    fn entry(&self, hit: &Hit) -> Option<&Entry> {
        match hit.target {
            Target::Entry(at) => self.entries.get(at),
            Target::Postcode(_) => None,
        }
    }

    fn candidates(&self, hits: &[Hit], query: &Query, limit: usize) -> Vec<Candidate> {
        hits.iter().filter_map(|hit| self.candidate(hit, query)).take(limit).collect()
    }

    fn candidate(&self, hit: &Hit, query: &Query) -> Option<Candidate> {
        let score = hit.rank.score();
        match hit.target {
            Target::Postcode(at) => self.postcodes.get(at).map(|postcode| Candidate {
                label: postcode.label.clone(),
                name: postcode.digits.clone(),
                kind: Kind::Postcode,
                point: postcode.point,
                key: postcode.municipality.to_string(),
                municipality: postcode.label.get(POSTCODE_LABEL_NAME..).map(str::to_owned),
                district: None,
                is_area: false,
                score,
            }),
            Target::Entry(at) => self.entries.get(at).map(|entry| {
                let asked = query.full_postcode();
                let within = asked.and_then(|postcode| Some((postcode, entry.point_in_postcode(postcode)?)));
                Candidate {
                    label: match within {
                        Some((postcode, _)) => within_label(postcode, entry),
                        None => entry.label.clone(),
                    },
                    name: entry.name.clone(),
                    kind: entry.kind,
                    municipality: non_empty(&entry.municipality_name),
                    district: non_empty(&entry.district_name),
                    is_area: entry.is_area(),
                    point: within.map_or(entry.point, |(_, point)| point),
                    key: entry.key.clone(),
                    score,
                }
            }),
        }
    }
}

fn non_empty(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn within_label(postcode: &str, entry: &Entry) -> String {
    format!("{postcode} {}", entry.label)
}
