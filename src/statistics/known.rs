//! The figures that count now, built-in ones included, for comparison with what a file brings.

use std::collections::HashMap;

use super::fact::{FactKey, StatFact};
use super::figure::Sign;
use crate::indicators::base::Frame;
use crate::indicators::{Cell, FactList};

/// Numbers by key, and where each comes from.
#[derive(Debug, Clone, Default)]
pub struct Known {
    numbers: HashMap<FactKey, (f64, u16)>,
    sources: Vec<String>,
}

impl Known {
    /// The counted figures of a list, such as those that come with the program. Estimates and parameters are no figures
    /// that a file could contradict.
    pub fn of_list(frame: &Frame, list: &FactList) -> Self {
        let mut known = Self { numbers: HashMap::new(), sources: Vec::new() };
        known.sources.extend(list.origins.iter().map(|origin| origin.key.clone()));
        for fact in &list.facts {
            let Some(measure) = frame.catalogue.measures.get(fact.measure) else { continue };
            let number = match fact.cell {
                Cell::Value(number) => number,
                Cell::Zero => 0.0,
                Cell::Estimated(_) | Cell::Suppressed | Cell::Missing(_) => continue,
            };
            if measure.parameter {
                continue;
            }
            let key = FactKey {
                measure: measure.id.clone(),
                area: frame.tree.node(fact.area).key.clone(),
                year: fact.year,
                sex: fact.slot.sex,
                ages: fact.slot.ages,
                grade: fact.slot.grade,
                kind: fact.slot.kind.and_then(|kind| measure.types.get(usize::from(kind)).cloned()),
            };
            known.numbers.insert(key, (number, fact.origin));
        }
        known
    }

    /// Puts released figures over those that are known.
    pub fn add(&mut self, source: &str, facts: &[StatFact]) {
        let at = u16::try_from(self.sources.len()).unwrap_or(u16::MAX);
        self.sources.push(source.to_owned());
        for fact in facts {
            let number = if fact.figure.sign == Sign::Nothing { Some(0.0) } else { fact.figure.number };
            if let Some(number) = number {
                self.numbers.insert(fact.key.clone(), (number, at));
            }
        }
    }

    /// The number that counts now, and its source.
    pub fn get(&self, key: &FactKey) -> Option<(f64, &str)> {
        let (number, source) = self.numbers.get(key)?;
        Some((*number, self.sources.get(usize::from(*source)).map_or("", String::as_str)))
    }

    /// The number that counts now.
    pub fn number(&self, key: &FactKey) -> Option<f64> {
        self.numbers.get(key).map(|(number, _)| *number)
    }
}
