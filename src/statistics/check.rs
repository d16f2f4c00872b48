//! Rules that official figures keep. What breaks one is said; only what cannot be true stops an import.

use std::collections::{BTreeMap, BTreeSet};

use super::fact::{FactKey, StatFact};
use super::figure::Sign;
use super::finding::{Finding, Findings};
use super::known::Known;
use crate::indicators::{AreaTree, Catalogue, Measure};

/// Official roundings to multiples of 3 may add up to this in a column.
const COLUMN_TOLERANCE: f64 = 24.0;
/// A change by more than this share from one figure to the next is worth a look.
const JUMP: f64 = 0.3;
/// Smaller figures jump by themselves.
const JUMP_MATTERS_FROM: f64 = 100.0;
/// A figure of the same key and year that differs by more than this share contradicts the one that counts now.
const CONTRADICTION: f64 = 0.1;
/// So many years are looked back and ahead for a figure to compare with.
const YEARS_APART: i32 = 4;

/// The numbers of a file by their keys; `-` is 0.
type Numbers<'a> = BTreeMap<&'a FactKey, f64>;

/// Holds the facts of a file to all rules, beside each other and beside what counts now.
pub fn check(
    facts: &[StatFact],
    catalogue: &Catalogue,
    tree: &AreaTree,
    known: &Known,
    findings: &mut Findings,
) {
    let numbers: Numbers = facts
        .iter()
        .filter_map(|fact| match fact.figure.sign {
            Sign::Nothing => Some((&fact.key, 0.0)),
            _ => Some((&fact.key, fact.figure.number?)),
        })
        .collect();
    bounds(facts, catalogue, findings);
    part_above_whole(&numbers, catalogue, known, findings);
    contradictions(&numbers, known, findings);
    sexes(&numbers, findings);
    parts(&numbers, catalogue, tree, known, findings);
    rounding(&numbers, catalogue, findings);
    jumps(&numbers, known, findings);
}

fn measure<'a>(catalogue: &'a Catalogue, key: &FactKey) -> Option<&'a Measure> {
    catalogue.measure(&key.measure).and_then(|index| catalogue.measures.get(index))
}

/// Counts are never below zero, and shares neither below zero nor above the whole.
fn bounds(facts: &[StatFact], catalogue: &Catalogue, findings: &mut Findings) {
    for fact in facts {
        let Some((measure, number)) = measure(catalogue, &fact.key).zip(fact.figure.number) else { continue };
        let (line, key) = (fact.line, || fact.key.clone());
        let upper = measure.upper_bound();
        if number < 0.0 && (measure.additive || upper.is_some()) {
            let is_share = upper.is_some();
            findings.push(Finding::Negative { line, key: key(), number, is_share });
        }
        if let Some(upper) = upper.filter(|upper| number > *upper) {
            findings.push(Finding::AboveBound { line, key: key(), number, upper });
        }
    }
}

/// A part is never larger than its whole: those of one sex, age, grade or type than all together.
fn part_above_whole(numbers: &Numbers, catalogue: &Catalogue, known: &Known, findings: &mut Findings) {
    for (key, part) in numbers {
        let Some(measure) = measure(catalogue, key).filter(|measure| measure.additive) else { continue };
        // Roundings may lift a part over its whole.
        let slack = if measure.rounding.is_some() { 3.0 } else { 0.0 };
        for whole_key in wholes(key) {
            let own = numbers.get(&whole_key).copied();
            let Some(whole) = own.or_else(|| known.number(&whole_key)) else { continue };
            if *part > whole + slack {
                let (key, part, counts_now) = ((*key).clone(), *part, own.is_none());
                findings.push(Finding::PartAboveWhole { key, part, whole_key, whole, counts_now });
            }
        }
    }
}

/// The keys that hold a key, one step wider.
fn wholes(key: &FactKey) -> Vec<FactKey> {
    let mut wholes = Vec::new();
    if let Some(kind) = &key.kind {
        let outer = kind.rsplit_once('/').map(|(outer, _)| outer.to_owned());
        wholes.push(FactKey { kind: outer, ..key.clone() });
    }
    if key.sex.is_some() {
        wholes.push(FactKey { sex: None, ..key.clone() });
    }
    if key.ages.is_some() {
        wholes.push(FactKey { ages: None, ..key.clone() });
    }
    if key.grade.is_some() {
        wholes.push(FactKey { grade: None, ..key.clone() });
    }
    wholes
}

/// Figures far from those of the same key that count now.
fn contradictions(numbers: &Numbers, known: &Known, findings: &mut Findings) {
    for (key, number) in numbers {
        let Some((before, source)) = known.get(key) else { continue };
        let difference = (number - before).abs();
        if difference > COLUMN_TOLERANCE && difference > CONTRADICTION * before.abs() {
            let (key, source) = ((*key).clone(), source.to_owned());
            findings.push(Finding::Contradiction { key, number: *number, before, source });
        }
    }
}

fn tolerance(numbers: usize, total: f64) -> f64 {
    // Each official figure may be rounded by up to 3; a hundred-thousandth is the inaccuracy of decimals.
    (3.0 * numbers as f64).min(COLUMN_TOLERANCE).max(total.abs() * 1e-5)
}

/// Men and women add up to both.
fn sexes(numbers: &Numbers, findings: &mut Findings) {
    for (key, total) in numbers.iter().filter(|(key, _)| key.sex.is_none()) {
        let of = |sex| numbers.get(&FactKey { sex: Some(sex), ..(*key).clone() });
        if let (Some(men), Some(women)) = (of(crate::units::Sex::Male), of(crate::units::Sex::Female))
            && (men + women - total).abs() > tolerance(2, *total)
        {
            findings.push(Finding::Sexes { key: (*key).clone(), total: *total, sum: men + women });
        }
    }
}

/// The parts of an area add up to it. The whole may be one that counts now.
fn parts(numbers: &Numbers, catalogue: &Catalogue, tree: &AreaTree, known: &Known, findings: &mut Findings) {
    let holders = holders(tree);
    let mut wholes: BTreeSet<FactKey> = BTreeSet::new();
    for key in numbers.keys() {
        let area = tree.get(&key.area);
        let above = area.and_then(|area| holders.get(area)).map_or(&[][..], Vec::as_slice);
        let of_area = |area: usize| FactKey { area: tree.node(area).key.clone(), ..(*key).clone() };
        wholes.insert((*key).clone());
        wholes.extend(above.iter().map(|area| of_area(*area)).filter(|key| known.number(key).is_some()));
    }
    for key in wholes {
        let Some(total) = numbers.get(&key).copied().or_else(|| known.number(&key)) else { continue };
        let Some(area) =
            tree.get(&key.area).filter(|_| measure(catalogue, &key).is_some_and(|measure| measure.additive))
        else {
            continue;
        };
        let of_part = |part: &usize| {
            let key = FactKey { area: tree.node(*part).key.clone(), ..key.clone() };
            numbers.get(&key).copied()
        };
        let parts = &tree.node(area).parts;
        let Some(sum) = parts.iter().map(of_part).sum::<Option<f64>>() else { continue };
        if !parts.is_empty() && (sum - total).abs() > tolerance(parts.len(), total) {
            findings.push(Finding::Parts { key, total, sum });
        }
    }
}

/// For each area the areas of which it is a part.
fn holders(tree: &AreaTree) -> Vec<Vec<usize>> {
    let mut holders = vec![Vec::new(); tree.len()];
    for area in 0..tree.len() {
        for part in &tree.node(area).parts {
            if let Some(of_part) = holders.get_mut(*part) {
                of_part.push(area);
            }
        }
    }
    holders
}

/// Figures that a publisher rounds are multiples of its number.
fn rounding(numbers: &Numbers, catalogue: &Catalogue, findings: &mut Findings) {
    let mut odd: BTreeMap<(&str, i32, u32), usize> = BTreeMap::new();
    for (key, number) in numbers {
        let rule = measure(catalogue, key)
            .and_then(|measure| measure.rounding)
            .filter(|rule| key.year >= rule.from_year);
        if let Some(rule) = rule.filter(|rule| number % f64::from(rule.multiple) != 0.0) {
            *odd.entry((key.measure.as_str(), key.year, rule.multiple)).or_default() += 1;
        }
    }
    for ((measure, year, multiple), figures) in odd {
        findings.push(Finding::Rounding { figures, measure: measure.to_owned(), year, multiple });
    }
}

/// Large changes between a figure and the nearest one of an earlier or later year, in the file or of those that count.
fn jumps(numbers: &Numbers, known: &Known, findings: &mut Findings) {
    let of = |key: &FactKey, year: i32| {
        let key = FactKey { year, ..key.clone() };
        numbers.get(&key).copied().or_else(|| known.number(&key))
    };
    for (key, number) in numbers {
        let nearest = |step: i32| {
            (1..=YEARS_APART)
                .find_map(|apart| Some((key.year + step * apart, of(key, key.year + step * apart)?)))
        };
        let mut told = |key: &FactKey, before: (i32, f64), after: f64| {
            if before.1 >= JUMP_MATTERS_FROM && (after / before.1 - 1.0).abs() > JUMP {
                let (year, before) = before;
                findings.push(Finding::Jump { key: key.clone(), after, year, before });
            }
        };
        if let Some(before) = nearest(-1) {
            told(key, before, *number);
        }
        // A later figure of the file looks back at this one itself.
        if let Some((year, after)) = nearest(1) {
            let later = FactKey { year, ..(*key).clone() };
            if !numbers.contains_key(&later) {
                told(&later, (key.year, *number), after);
            }
        }
    }
}
