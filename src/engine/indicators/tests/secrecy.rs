//! An attacker who knows everything that is published tries to find a withheld count. He knows that withheld
//! counts are whole and at least one, and how areas and groups add up; he tries every assignment.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{base, value};
use crate::indicators::base::OwnFiles;
use crate::indicators::secrecy::{MARGIN, THRESHOLD};
use crate::indicators::{AreaLevel, Base, Cell, Slot};
use crate::units::Sex;

pub(super) const YEAR: i32 = 2023;
/// Two Ämter and two towns of Nordwestmecklenburg get counts, all other municipalities of the district none.
pub(super) const DISTRICT: &str = "13074";
const FILLED: usize = 7;

fn municipalities(base: &Base) -> Vec<usize> {
    let district = base.frame.tree.get(DISTRICT).unwrap();
    base.frame.tree.within(AreaLevel::Municipality, district)
}

pub(super) fn slots(by_sex: bool) -> Vec<Slot> {
    let of = |sex| Slot { sex, ..Slot::default() };
    if by_sex { vec![of(None), of(Some(Sex::Male)), of(Some(Sex::Female))] } else { vec![of(None)] }
}

/// Counts of men and women for the filled municipalities; with a step they lie in several Ämter.
fn published(counts: &[(u32, u32)], by_sex: bool, step: usize) -> (Base, BTreeMap<(usize, usize), f64>) {
    let empty = base(&OwnFiles::default(), &[]);
    let areas = municipalities(&empty);
    let keys: Vec<String> = areas.iter().map(|area| empty.frame.tree.node(*area).key.clone()).collect();
    let mut figures = Vec::new();
    for (at, key) in keys.iter().enumerate() {
        let (men, women) =
            if at % step == 0 { counts.get(at / step).copied().unwrap_or((0, 0)) } else { (0, 0) };
        for (slot, count) in slots(by_sex).into_iter().zip([men + women, men, women]) {
            figures.push(("severely_disabled", key.as_str(), YEAR, slot, Cell::counted(f64::from(count))));
        }
    }
    let mut truth = BTreeMap::new();
    let base = base(&OwnFiles::default(), &figures);
    let measure = base.frame.catalogue.measure("severely_disabled").unwrap();
    for area in 0..base.frame.tree.len() {
        if base.facts.block(measure, area, YEAR).is_none() {
            continue;
        }
        let leaves = base.frame.tree.leaves(area);
        for (at, slot) in slots(by_sex).iter().enumerate() {
            let sum = figures
                .iter()
                .filter(|(_, key, _, of, _)| {
                    of == slot && leaves.contains(&base.frame.tree.get(key).unwrap())
                })
                .filter_map(|(.., cell)| cell.number())
                .sum();
            truth.insert((area, at), sum);
        }
    }
    (base, truth)
}

/// What is published of the measure, by area and slot.
pub(super) fn cells(base: &Base, by_sex: bool) -> BTreeMap<(usize, usize), Cell> {
    let measure = base.frame.catalogue.measure("severely_disabled").unwrap();
    let mut cells = BTreeMap::new();
    for area in 0..base.frame.tree.len() {
        let Some(block) = base.facts.block(measure, area, YEAR) else { continue };
        let grid = &base.facts.table(measure).unwrap().grids[block.grid];
        for (at, slot) in slots(by_sex).iter().enumerate() {
            let position = grid.iter().position(|known| known == slot).unwrap();
            cells.insert((area, at), block.cells[position]);
        }
    }
    cells
}

/// One sum: the withheld cells on its two sides, with their signs, and what the published ones leave.
#[derive(Debug, Clone)]
pub(super) struct Equation {
    pub terms: Vec<((usize, usize), f64)>,
    pub rest: f64,
}

fn equations(base: &Base, cells: &BTreeMap<(usize, usize), Cell>, by_sex: bool) -> Vec<Equation> {
    let mut all = Vec::new();
    let mut add = |whole: (usize, usize), parts: Vec<(usize, usize)>| {
        if parts.is_empty() || !parts.iter().all(|part| cells.contains_key(part)) {
            return;
        }
        let mut equation = Equation { terms: Vec::new(), rest: 0.0 };
        for (cell, sign) in parts.into_iter().map(|part| (part, 1.0)).chain([(whole, -1.0)]) {
            match cells[&cell].number() {
                Some(number) => equation.rest -= sign * number,
                None => equation.terms.push((cell, sign)),
            }
        }
        all.push(equation);
    };
    for &(area, slot) in cells.keys() {
        let parts = &base.frame.tree.node(area).parts;
        add((area, slot), parts.iter().map(|part| (*part, slot)).collect());
        if by_sex && slot == 0 {
            add((area, 0), vec![(area, 1), (area, 2)]);
        }
    }
    all.retain(|equation| !equation.terms.is_empty());
    all
}

/// Whether there is a world in which the cells have these values, by trying; bounds shrink along the sums.
pub(super) fn has_world(
    equations: &[Equation],
    bounds: &BTreeMap<(usize, usize), (f64, f64)>,
    depth: usize,
) -> bool {
    let mut bounds = bounds.clone();
    loop {
        let mut changed = false;
        for equation in equations {
            for (cell, sign) in &equation.terms {
                let (mut low, mut high) = (equation.rest, equation.rest);
                for (other, other_sign) in equation.terms.iter().filter(|(other, _)| other != cell) {
                    let (least, most) = bounds[other];
                    let (a, b) = (other_sign * least, other_sign * most);
                    low -= a.max(b);
                    high -= a.min(b);
                }
                let (low, high) = if *sign > 0.0 { (low, high) } else { (-high, -low) };
                let (least, most) = bounds[cell];
                let narrowed = (least.max(low), most.min(high));
                if narrowed.0 > narrowed.1 {
                    return false;
                }
                if narrowed != (least, most) {
                    bounds.insert(*cell, narrowed);
                    changed = true;
                }
            }
        }
        if !changed {
            break;
        }
    }
    let open = bounds
        .iter()
        .filter(|(_, (low, high))| low < high)
        .min_by_key(|(_, (low, high))| (high - low) as u64);
    let Some((cell, (low, high))) = open else { return true };
    assert!(depth < 200, "the attack takes too long");
    let mut number = *low;
    while number <= *high {
        let mut fixed = bounds.clone();
        fixed.insert(*cell, (number, number));
        if has_world(equations, &fixed, depth + 1) {
            return true;
        }
        number += 1.0;
    }
    false
}

/// For each withheld cell: whether it could as well be smaller or larger by the margin.
fn recovered(base: &Base, truth: &BTreeMap<(usize, usize), f64>, by_sex: bool) -> Vec<((usize, usize), f64)> {
    let cells = cells(base, by_sex);
    let equations = equations(base, &cells, by_sex);
    let hidden: Vec<(usize, usize)> =
        cells.iter().filter(|(_, cell)| cell.number().is_none()).map(|(at, _)| *at).collect();
    let bounds: BTreeMap<_, _> = hidden.iter().map(|at| (*at, (1.0, 400.0))).collect();
    let safe = |at: &(usize, usize)| {
        [-MARGIN, MARGIN].into_iter().any(|step| {
            let mut fixed = bounds.clone();
            let number = truth[at] + step;
            fixed.insert(*at, (number, number));
            number >= 1.0 && has_world(&equations, &fixed, 0)
        })
    };
    hidden.iter().filter(|at| !safe(at)).map(|at| (*at, truth[at])).collect()
}

fn count() -> impl Strategy<Value = (u32, u32)> {
    let one = prop_oneof![3 => 0..5_u32, 1 => 0..40_u32];
    (one.clone(), one)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn no_withheld_count_follows_from_what_is_published(
        counts in proptest::collection::vec(count(), FILLED),
        by_sex: bool,
        step in prop_oneof![Just(1_usize), Just(3), Just(9)],
    ) {
        let (base, truth) = published(&counts, by_sex, step);
        for (at, cell) in cells(&base, by_sex) {
            let small = truth[&at] > 0.0 && truth[&at] < THRESHOLD;
            prop_assert!(!small || cell == Cell::Suppressed, "{at:?} shows {cell:?}");
            if let Some(number) = cell.number() {
                prop_assert_eq!(number, truth[&at]);
            }
        }
        prop_assert_eq!(recovered(&base, &truth, by_sex), []);
    }
}

/// The attacker himself is put to the test: a single withheld cell beside its total is found.
#[test]
fn the_attacker_finds_a_cell_that_only_primary_suppression_protects() {
    let (mut base, truth) = published(&[(1, 0), (9, 0), (20, 0)], false, 1);
    let measure = base.frame.catalogue.measure("severely_disabled").unwrap();
    let areas: Vec<usize> = truth.keys().map(|(area, _)| *area).collect();
    for area in areas {
        let number = truth[&(area, 0)];
        let cell = if number > 0.0 && number < THRESHOLD { Cell::Suppressed } else { Cell::counted(number) };
        base.facts.set(measure, area, YEAR, 0, cell);
    }
    let found = recovered(&base, &truth, false);
    assert!(found.iter().any(|(_, number)| *number == 1.0), "{found:?}");
}

#[test]
fn a_withheld_count_is_withheld_in_every_indicator_and_its_neighbour_too() {
    let (base, _) = published(&[(1, 0), (9, 0), (20, 0)], false, 1);
    let suppressed = |area: &usize| {
        let key = &base.frame.tree.node(*area).key;
        value(&base, "S09", key, YEAR) == Cell::Suppressed
            || base
                .facts
                .block(base.frame.catalogue.measure("severely_disabled").unwrap(), *area, YEAR)
                .is_some_and(|block| block.cells.contains(&Cell::Suppressed))
    };
    let hidden = municipalities(&base).into_iter().filter(suppressed).count();
    assert!(hidden >= 2, "{hidden}");
    assert!(base.withheld.primary >= 1 && base.withheld.secondary >= 1);
}
