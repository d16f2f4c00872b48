//! Facilities that a list no longer has, and that may stand in it under another name or at another address: likely the
//! same, so a person decides before they are closed.

use std::collections::{BTreeSet, HashMap};

use super::matching::{Agreement, LIKELY, MOST_ALIKE, agreements, keys, phone};
use crate::register::Facility;

/// That the list lacks the old entry and has one so much like it counts this much, of 100.
const LEFT: u32 = 25;

/// A facility as the list has it.
pub(super) struct Listed<'a> {
    /// Index of its leading row.
    pub row: usize,
    /// Its id in the register, also where it is new.
    pub id: &'a str,
    /// What the leading row says.
    pub facility: &'a Facility,
    /// The kinds of care of all its rows.
    pub categories: BTreeSet<&'a str>,
}

/// What may stand in a list in place of an entry that it lacks.
#[derive(Debug, PartialEq)]
pub(super) struct Successor {
    /// Index among the listed facilities.
    pub listed: usize,
    /// Of 100.
    pub score: u32,
    pub agrees: Vec<Agreement>,
}

/// For facilities that a list lacks the entry of the list that each may be, by the id of the register. It depends on what
/// list and register hold and not on which of them had an entry first, so that the same list gives the same again.
pub(super) fn successors<'a>(
    absent: impl Iterator<Item = &'a Facility>,
    listed: &[Listed],
    register: &[Facility],
) -> HashMap<&'a str, Successor> {
    let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, one) in listed.iter().enumerate() {
        for key in keys(one.facility) {
            by_key.entry(key).or_default().push(index);
        }
    }
    let carriers = carriers(listed, register);
    let best = |old: &Facility| {
        let alike = keys(old).into_iter().filter_map(|key| by_key.get(&key));
        let few = alike.filter(|indices| indices.len() <= MOST_ALIKE).flatten().copied();
        let candidates: BTreeSet<usize> = few.collect();
        let found =
            candidates.into_iter().filter_map(|index| compare(old, index, listed.get(index)?, &carriers));
        found.max_by_key(|found| (found.score, std::cmp::Reverse(found.listed)))
    };
    absent.filter_map(|old| Some((old.id.as_str(), best(old)?))).collect()
}

/// Which facilities have a telephone number. One that several share, such as that of a provider, tells nothing.
fn carriers<'a>(listed: &'a [Listed], register: &'a [Facility]) -> HashMap<String, BTreeSet<&'a str>> {
    let mut carriers: HashMap<String, BTreeSet<&str>> = HashMap::new();
    let of_list = listed.iter().map(|one| (one.facility, one.id));
    for (facility, id) in register.iter().map(|facility| (facility, facility.id.as_str())).chain(of_list) {
        if let Some(phone) = phone(facility) {
            carriers.entry(phone).or_default().insert(id);
        }
    }
    carriers
}

fn compare(
    old: &Facility,
    index: usize,
    one: &Listed,
    carriers: &HashMap<String, BTreeSet<&str>>,
) -> Option<Successor> {
    let is_of_one_kind = old.offers.iter().any(|offer| one.categories.contains(offer.category.as_str()));
    if !is_of_one_kind {
        return None;
    }
    let agrees = agreements(one.facility, old);
    let alone: u32 = agrees.iter().map(|agreement| agreement.points()).sum();
    let has = |wanted| agrees.contains(&wanted);
    let of_others = |phone: String| {
        carriers.get(&phone).is_some_and(|ids| ids.iter().any(|id| *id != old.id && *id != one.id))
    };
    let has_own_phone = || has(Agreement::Phone) && !phone(old).is_some_and(of_others);
    let is_likely = has(Agreement::Address) || has_own_phone() || alone >= LIKELY;
    is_likely.then(|| Successor { listed: index, score: (alone + LEFT).min(100), agrees })
}
