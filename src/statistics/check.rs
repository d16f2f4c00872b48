//! Rules that official figures keep. What breaks one is said; only what cannot be true stops an import.

use std::collections::BTreeMap;

use super::figure::Sign;
use super::intake::{FactKey, StatFact};
use crate::indicators::{AreaTree, Catalogue};

/// Official roundings to multiples of 3 may add up to this in a column.
const COLUMN_TOLERANCE: f64 = 24.0;
/// A change by more than this share from one figure to the next is worth a look.
const JUMP: f64 = 0.3;
/// Smaller figures jump by themselves.
const JUMP_MATTERS_FROM: f64 = 100.0;

/// A figure that cannot be true or looks wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// What was found.
    pub sentence: String,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Cannot be true.
    Error,
    /// Looks wrong.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// What the report calls it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl Finding {
    fn error(sentence: String) -> Self {
        Self { severity: Severity::Error, sentence }
    }

    fn warning(sentence: String) -> Self {
        Self { severity: Severity::Warning, sentence }
    }

    pub(super) fn note(sentence: String) -> Self {
        Self { severity: Severity::Note, sentence }
    }
}

/// Holds the facts of a file to all rules.
pub fn check(facts: &[StatFact], catalogue: &Catalogue, tree: &AreaTree) -> Vec<Finding> {
    let numbers: BTreeMap<&FactKey, f64> = facts
        .iter()
        .filter_map(|fact| match fact.figure.sign {
            Sign::Nothing => Some((&fact.key, 0.0)),
            _ => Some((&fact.key, fact.figure.number?)),
        })
        .collect();
    let mut findings = negative(facts, catalogue);
    findings.extend(sexes(&numbers));
    findings.extend(parts(&numbers, catalogue, tree));
    findings.extend(rounding(&numbers, catalogue));
    findings.extend(jumps(&numbers));
    findings
}

/// Counts are never below zero.
fn negative(facts: &[StatFact], catalogue: &Catalogue) -> Vec<Finding> {
    let is_count = |key: &FactKey| {
        let measure = catalogue.measure(&key.measure).and_then(|index| catalogue.measures.get(index));
        measure.is_some_and(|measure| measure.additive)
    };
    facts
        .iter()
        .filter(|fact| is_count(&fact.key) && fact.figure.number.is_some_and(|number| number < 0.0))
        .map(|fact| {
            let number = fact.figure.number.unwrap_or_default();
            Finding::error(format!(
                "line {}: {} is {number}, but a count is never negative",
                fact.line, fact.key
            ))
        })
        .collect()
}

fn tolerance(numbers: usize, total: f64) -> f64 {
    // Each official figure may be rounded by up to 3; a hundred-thousandth is the inaccuracy of decimals.
    (3.0 * numbers as f64).min(COLUMN_TOLERANCE).max(total.abs() * 1e-5)
}

/// Men and women add up to both.
fn sexes(numbers: &BTreeMap<&FactKey, f64>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, total) in numbers.iter().filter(|(key, _)| key.sex.is_none()) {
        let of = |sex| numbers.get(&FactKey { sex: Some(sex), ..(*key).clone() });
        if let (Some(men), Some(women)) = (of(crate::units::Sex::Male), of(crate::units::Sex::Female))
            && (men + women - total).abs() > tolerance(2, *total)
        {
            findings
                .push(Finding::warning(format!("{key} is {total}, but men and women are {}", men + women)));
        }
    }
    findings
}

/// The parts of an area add up to it.
fn parts(numbers: &BTreeMap<&FactKey, f64>, catalogue: &Catalogue, tree: &AreaTree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, total) in numbers {
        let measure = catalogue.measure(&key.measure).and_then(|index| catalogue.measures.get(index));
        let Some(area) = tree.get(&key.area).filter(|_| measure.is_some_and(|measure| measure.additive))
        else {
            continue;
        };
        let of_part = |part: &usize| {
            let key = FactKey { area: tree.node(*part).key.clone(), ..(*key).clone() };
            numbers.get(&key).copied()
        };
        let parts = &tree.node(area).parts;
        let Some(sum) = parts.iter().map(of_part).sum::<Option<f64>>() else { continue };
        if !parts.is_empty() && (sum - total).abs() > tolerance(parts.len(), *total) {
            findings.push(Finding::warning(format!("{key} is {total}, but its parts add up to {sum}")));
        }
    }
    findings
}

/// Figures that a publisher rounds are multiples of its number.
fn rounding(numbers: &BTreeMap<&FactKey, f64>, catalogue: &Catalogue) -> Vec<Finding> {
    let mut odd: BTreeMap<(&str, i32, u32), usize> = BTreeMap::new();
    for (key, number) in numbers {
        let measure = catalogue.measure(&key.measure).and_then(|index| catalogue.measures.get(index));
        let rule = measure.and_then(|measure| measure.rounding).filter(|rule| key.year >= rule.from_year);
        if let Some(rule) = rule.filter(|rule| number % f64::from(rule.multiple) != 0.0) {
            *odd.entry((key.measure.as_str(), key.year, rule.multiple)).or_default() += 1;
        }
    }
    let sentence = |((measure, year, multiple), count): ((&str, i32, u32), usize)| {
        format!(
            "{count} figures of {measure} in {year} are no multiples of {multiple}, to which they should be rounded"
        )
    };
    odd.into_iter().map(|found| Finding::warning(sentence(found))).collect()
}

/// Large changes from one year to the next that is given.
fn jumps(numbers: &BTreeMap<&FactKey, f64>) -> Vec<Finding> {
    let mut series: BTreeMap<FactKey, Vec<(i32, f64)>> = BTreeMap::new();
    for (key, number) in numbers {
        series.entry(FactKey { year: 0, ..(*key).clone() }).or_default().push((key.year, *number));
    }
    let mut findings = Vec::new();
    for (key, mut years) in series {
        years.sort_by_key(|(year, _)| *year);
        for two in years.windows(2) {
            let ((_, before), (year, after)) = (two[0], two[1]);
            if before >= JUMP_MATTERS_FROM && (after / before - 1.0).abs() > JUMP {
                let key = FactKey { year, ..key.clone() };
                let percent = 100.0 * (after / before - 1.0);
                findings
                    .push(Finding::note(format!("{key} is {after}, {percent:+.0} % against {}", two[0].0)));
            }
        }
    }
    findings
}
