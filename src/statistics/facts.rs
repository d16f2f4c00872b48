//! Released figures to the facts that indicators are computed from.

use super::intake::StatFact;
use crate::indicators::base::Frame;
use crate::indicators::{Fact, FactList, Origin, Slot};

/// Adds the figures of one import. Names that this version of the program does not know any more are counted,
/// not guessed.
pub fn add(list: &mut FactList, frame: &Frame, origin: Origin, facts: &[StatFact]) -> usize {
    let origin = list.origin(origin);
    let mut unknown = 0;
    for stat in facts {
        match fact(frame, stat, origin) {
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
