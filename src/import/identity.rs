//! Which facility of the register a row belongs to, and the ids of new facilities.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::id_text::{LONGEST, id_text};
use super::matching::{CERTAIN, Match, MatchIndex};
use super::notes::{Note, NoteKind};
use super::row::ParsedOffer;
use crate::register::{CategorySlug, Facility, SourceRef};

/// The facilities of the register that a list may speak of: its own, and those of other lists that it may join.
pub(super) struct Known<'a> {
    pub facilities: &'a [Facility],
    /// The lists that the file speaks for.
    sources: &'a BTreeSet<String>,
    by_id: HashMap<&'a str, usize>,
    by_row: HashMap<SourceRef, usize>,
}

impl<'a> Known<'a> {
    pub fn new(facilities: &'a [Facility], sources: &'a BTreeSet<String>) -> Self {
        let mut by_row = HashMap::new();
        for (index, facility) in facilities.iter().enumerate() {
            for offer in &facility.offers {
                by_row.entry(facility.row_of(offer)).or_insert(index);
            }
        }
        // A facility's own row comes second: an offer of another may have taken it over.
        for (index, facility) in facilities.iter().enumerate() {
            by_row.entry(facility.source.clone()).or_insert(index);
        }
        let by_id =
            facilities.iter().enumerate().map(|(index, facility)| (facility.id.as_str(), index)).collect();
        Self { facilities, sources, by_id, by_row }
    }

    /// Whether the file speaks for the list that leads a facility.
    fn is_own(&self, facility: &Facility) -> bool {
        self.sources.contains(facility.source.source.as_str())
    }

    /// A row may name its facility by the id that the report gives beside that of the register: the one in the list. It is
    /// completed where only that makes it a facility of the list, and the row says so.
    pub fn complete_id(&self, parsed: &mut ParsedOffer) {
        let Some(id) = parsed.facility_id.clone().filter(|id| !self.by_id.contains_key(id.as_str())) else {
            return;
        };
        let whole = format!("{}-{id}", parsed.row().source);
        if self.by_id.contains_key(whole.as_str()) {
            let en = format!("the id \"{id}\" is that of a row; taken for {whole}, the id in the register");
            let de = format!(
                "Die Kennung „{id}“ ist die einer Zeile der Liste; gemeint ist hier {whole}, die im Verzeichnis."
            );
            parsed.notes.push(Note::new(NoteKind::ReadFromText, (en, de)));
            parsed.facility_id = Some(whole);
        }
    }

    /// The facility that a row names, or else the one that has the row already.
    pub fn facility_of(&self, parsed: &ParsedOffer) -> Option<usize> {
        match &parsed.facility_id {
            Some(id) => self.by_id.get(id.as_str()).copied(),
            None => self.by_row.get(&parsed.id()).or_else(|| self.by_row.get(parsed.row())).copied(),
        }
    }
}

/// The rows of one facility, the leading one first.
#[derive(Debug, PartialEq)]
pub(super) struct FacilityGroup {
    pub rows: Vec<usize>,
    /// Index of the facility in the register that they are.
    pub known: Option<usize>,
    pub id: String,
    /// The entry of the register that they are, or may be, by their contents.
    pub matched: Option<Match>,
}

/// Gives every group of rows its facility. Facilities that were once distinct stay so: a group with
/// rows of several is split. Of several groups with rows of one facility, the one that names it keeps
/// it, else the one with its own row, else the one that leads; rows of a facility that another group
/// keeps are rows like new ones.
pub(super) fn identify(
    groups: Vec<Vec<usize>>,
    parsed_offers: &[ParsedOffer],
    known: &Known,
    today: NaiveDate,
) -> Vec<FacilityGroup> {
    let facilities: Vec<Option<usize>> =
        parsed_offers.iter().map(|parsed| known.facility_of(parsed)).collect();
    let facility_of = |row: &usize| facilities.get(*row).copied().flatten();
    let keepers = keepers(&groups, parsed_offers, known, facility_of);
    let mut parts = Vec::new();
    for (index, rows) in groups.into_iter().enumerate() {
        let kept = |row: &usize| facility_of(row).filter(|facility| keepers.get(facility) == Some(&index));
        parts.extend(split(rows, parsed_offers, kept));
    }
    let matches = match_by_contents(&mut parts, parsed_offers, known, today);
    name(parts, parsed_offers, known, &matches)
}

/// Finds for groups without a facility the one of the register that they are by name, address, telephone and point, if
/// no other group has it: certain ones become that facility. Gives the matches by leading row.
fn match_by_contents(
    parts: &mut [(Option<usize>, Vec<usize>)],
    parsed_offers: &[ParsedOffer],
    known: &Known,
    today: NaiveDate,
) -> HashMap<usize, Match> {
    let mut taken: HashSet<usize> = parts.iter().filter_map(|(facility, _)| *facility).collect();
    let index = MatchIndex::new(known.facilities);
    let mut matches = HashMap::new();
    for (facility, rows) in parts.iter_mut().filter(|(facility, _)| facility.is_none()) {
        let Some((row, lead)) = rows.first().and_then(|row| Some((*row, parsed_offers.get(*row)?))) else {
            continue;
        };
        // What no office has confirmed is never joined with what one has.
        let is_other = |index: usize| {
            let entry = known.facilities.get(index);
            entry.is_some_and(|entry| entry.is_unconfirmed() != lead.facility.is_unconfirmed())
        };
        // A row that names its facility is no other.
        let found = index.best(&lead.facility, |index| taken.contains(&index) || is_other(index));
        let Some(mut found) = found.filter(|_| lead.facility_id.is_none()) else { continue };
        found.is_certain = known.facilities.get(found.facility).is_some_and(|facility| {
            // Another list may mean a neighbour under the same roof, and what is closed there is not opened by guess.
            let may_join = known.is_own(facility) || (found.has_name() && facility.is_valid_on(today));
            found.score >= CERTAIN && may_join
        });
        if found.is_certain {
            *facility = Some(found.facility);
            taken.insert(found.facility);
        }
        matches.insert(row, found);
    }
    matches
}

/// Splits a group by the facilities it keeps. A new row goes to the one that has its category, where
/// it repeats or contradicts a row, and else to the first.
fn split(
    rows: Vec<usize>,
    parsed_offers: &[ParsedOffer],
    kept: impl Fn(&usize) -> Option<usize>,
) -> BTreeMap<Option<usize>, Vec<usize>> {
    let first = rows.iter().find_map(&kept);
    let mut has_category: HashMap<&CategorySlug, Option<usize>> = HashMap::new();
    let mut parts: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    for row in rows {
        let category = parsed_offers
            .get(row)
            .and_then(|parsed| parsed.facility.offers.first())
            .map(|offer| &offer.category);
        let with_category = || has_category.get(category?).copied().flatten();
        let part = kept(&row).or_else(with_category).or(first);
        if let Some(category) = category {
            has_category.entry(category).or_insert(part);
        }
        parts.entry(part).or_default().push(row);
    }
    parts
}

/// How good a row's claim on a facility is, the lowest first: it names the facility, it is its own row,
/// then rank and line.
type Claim = (bool, bool, usize, usize);

/// For every known facility the index of the group that keeps it.
fn keepers(
    groups: &[Vec<usize>],
    parsed_offers: &[ParsedOffer],
    known: &Known,
    facility_of: impl Fn(&usize) -> Option<usize>,
) -> HashMap<usize, usize> {
    let mut best: HashMap<usize, (Claim, usize)> = HashMap::new();
    for (index, rows) in groups.iter().enumerate() {
        for row in rows {
            let (Some(facility), Some(parsed)) = (facility_of(row), parsed_offers.get(*row)) else {
                continue;
            };
            let own_row = known.facilities.get(facility).map(|facility| &facility.source);
            let is_foreign = own_row != Some(parsed.row());
            let claim = ((parsed.facility_id.is_none(), is_foreign, parsed.rank, parsed.line), index);
            best.entry(facility).and_modify(|best| *best = (*best).min(claim)).or_insert(claim);
        }
    }
    best.into_iter().map(|(facility, (_, index))| (facility, index)).collect()
}

/// Ids for the parts: that of the known facility, the one the rows name, or one made of the leading
/// row's source and id. New ids are given in the order of those, so that the order of the file does
/// not matter.
fn name(
    parts: Vec<(Option<usize>, Vec<usize>)>,
    parsed_offers: &[ParsedOffer],
    known: &Known,
    matches: &HashMap<usize, Match>,
) -> Vec<FacilityGroup> {
    let matched = |rows: &[usize]| rows.first().and_then(|row| matches.get(row)).cloned();
    let lead = |rows: &[usize]| rows.first().and_then(|row| parsed_offers.get(*row));
    let mut taken: HashSet<String> = known.facilities.iter().map(|facility| facility.id.clone()).collect();
    let mut named: Vec<FacilityGroup> = Vec::new();
    let mut nameless: Vec<(Option<usize>, Vec<usize>)> = Vec::new();
    for (facility, rows) in parts {
        let kept = facility.and_then(|index| known.facilities.get(index)).map(|facility| facility.id.clone());
        let stated = || lead(&rows).and_then(|parsed| parsed.facility_id.clone());
        match kept.or_else(stated) {
            Some(id) => {
                taken.insert(id.clone());
                let matched = matched(&rows);
                named.push(FacilityGroup { rows, known: facility, id, matched });
            }
            None => nameless.push((facility, rows)),
        }
    }
    nameless.sort_by(|(_, a), (_, b)| lead(a).map(ParsedOffer::row).cmp(&lead(b).map(ParsedOffer::row)));
    for (facility, rows) in nameless {
        let id = lead(&rows).map(|parsed| new_id(parsed.row(), &taken)).unwrap_or_default();
        taken.insert(id.clone());
        let matched = matched(&rows);
        named.push(FacilityGroup { rows, known: facility, id, matched });
    }
    named.sort_by_key(|group| group.rows.first().copied());
    named
}

/// `lup-94` for row 94 of the list `lup`. Where the row's id has characters that an id must not have, it is written
/// without them and a piece of its hash keeps it apart from others that would look the same: `lup-moewe-1f0c3a`.
fn new_id(row: &SourceRef, taken: &HashSet<String>) -> String {
    let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    let plain = format!("{}-{}", row.source, row.id);
    if row.id.len() <= LONGEST && row.id.bytes().all(allowed) && !taken.contains(&plain) {
        return plain;
    }
    let hash: String = Sha256::digest(&row.id).iter().map(|byte| format!("{byte:02x}")).collect();
    let with = |hash: &str| {
        let parts = [row.source.as_str(), &id_text(&row.id), hash];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
    };
    let short = with(&hash.chars().take(6).collect::<String>());
    if taken.contains(&short) { with(&hash) } else { short }
}
