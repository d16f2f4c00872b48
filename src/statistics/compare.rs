//! What a release changes.

use std::collections::BTreeMap;

use super::figure::Figure;
use super::intake::{FactKey, StatFact};

/// How the figures of a file differ from those that are released.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Difference {
    /// Figures that are not released yet.
    pub new: usize,
    /// Figures that are the same.
    pub unchanged: usize,
    /// What it is about, the released figure, and that of the file.
    pub changed: Vec<(FactKey, Figure, Figure)>,
    /// Figures that the file no longer has, among the years it covers.
    pub gone: Vec<FactKey>,
}

/// Figures that are new, changed or gone against those that count now.
pub fn compare(released: &[StatFact], coming: &[StatFact]) -> Difference {
    let before: BTreeMap<&FactKey, &Figure> = released.iter().map(|fact| (&fact.key, &fact.figure)).collect();
    let after: BTreeMap<&FactKey, &Figure> = coming.iter().map(|fact| (&fact.key, &fact.figure)).collect();
    let mut difference = Difference::default();
    for (key, figure) in &after {
        match before.get(key) {
            None => difference.new += 1,
            Some(known) if known == figure => difference.unchanged += 1,
            Some(known) => difference.changed.push(((*key).clone(), **known, **figure)),
        }
    }
    let years: Vec<i32> = after.keys().map(|key| key.year).collect();
    difference.gone = before
        .keys()
        .filter(|key| !after.contains_key(**key) && years.contains(&key.year))
        .map(|key| (*key).clone())
        .collect();
    difference
}
