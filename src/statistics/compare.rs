//! What a release changes.

use std::collections::BTreeMap;

use super::fact::{FactKey, StatFact};
use super::figure::Figure;
use super::known::Known;

/// How the figures of a file differ from those that count now. Files of one statistic complete each other, so a figure
/// stops counting only where the file has another in its place.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Difference {
    /// Figures that are not released yet.
    pub new: usize,
    /// Figures that are the same.
    pub unchanged: usize,
    /// Figures that stop counting, as they were released and as the file has them.
    pub changed: Vec<(FactKey, Figure, Figure)>,
    /// Figures of the statistic that the file does not have, and that go on counting.
    pub kept: usize,
    /// Figures that come with the program and stop counting, with the number of the file.
    pub replaced: Vec<(FactKey, f64, Figure)>,
}

/// Compares the figures of a file with those of its statistic that are released, and with what else counts.
pub fn compare(released: &[StatFact], known: &Known, coming: &[StatFact]) -> Difference {
    let before: BTreeMap<&FactKey, &Figure> = released.iter().map(|fact| (&fact.key, &fact.figure)).collect();
    let after: BTreeMap<&FactKey, &Figure> = coming.iter().map(|fact| (&fact.key, &fact.figure)).collect();
    let mut difference = Difference::default();
    for (key, figure) in &after {
        match (before.get(key), known.number(key)) {
            (None, Some(number)) if figure.number.is_some_and(|new| new != number) => {
                difference.replaced.push(((*key).clone(), number, **figure));
            }
            (None, Some(_)) if figure.number.is_some() => difference.unchanged += 1,
            (None, _) => difference.new += 1,
            (Some(known), _) if *known == *figure => difference.unchanged += 1,
            (Some(known), _) => difference.changed.push(((*key).clone(), **known, **figure)),
        }
    }
    difference.kept = before.keys().filter(|key| !after.contains_key(**key)).count();
    difference
}
