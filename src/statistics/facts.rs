//! Released figures to the facts that indicators are computed from.

use std::collections::HashSet;

use super::fact::StatFact;
use super::figure::Sign;
use crate::indicators::base::Frame;
use crate::indicators::{Fact, FactList, Origin, Slot};

/// Adds the figures of one import over those that are in the list. A dash of an area or column that does not exist
/// replaces no number. Gives how many names this version of the program does not know any more; they are left out.
pub fn add(list: &mut FactList, frame: &Frame, origin: Origin, facts: &[StatFact]) -> usize {
    let origin = list.origin(origin);
    let is_void = |stat: &StatFact| matches!(stat.figure.sign, Sign::NoArea | Sign::NotAsked);
    let key = |fact: &Fact| (fact.measure, fact.area, fact.year, fact.slot);
    let void: HashSet<_> = facts
        .iter()
        .filter(|stat| is_void(stat))
        .filter_map(|stat| fact(frame, stat, origin))
        .map(|it| key(&it))
        .collect();
    let known: HashSet<_> = list.facts.iter().map(key).filter(|key| void.contains(key)).collect();
    let mut unknown = 0;
    for stat in facts {
        match fact(frame, stat, origin) {
            Some(fact) if is_void(stat) && known.contains(&key(&fact)) => {}
            Some(fact) => list.facts.push(fact),
            None => unknown += 1,
        }
    }
    unknown
}

fn fact(frame: &Frame, stat: &StatFact, origin: u16) -> Option<Fact> {
    let key = &stat.key;
    let measure = frame.catalogue.measure(&key.measure)?;
    let types = &frame.catalogue.measures.get(measure)?.types;
    let kind = match &key.kind {
        None => None,
        Some(kind) => Some(u8::try_from(types.iter().position(|known| known == kind)?).ok()?),
    };
    let slot = Slot { sex: key.sex, ages: key.ages, grade: key.grade, kind };
    Some(Fact {
        measure,
        area: frame.tree.get(&key.area)?,
        year: key.year,
        slot,
        cell: stat.figure.cell(),
        origin,
    })
}
