//! The attacker of `secrecy` keeps every page he ever saw: figures before and after revisions, with the planning areas of
//! each time. He puts all of them into one system of sums and tries every assignment.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::secrecy::{DISTRICT, Equation, YEAR, cells, has_world, slots};
use super::{base_after, text};
use crate::indicators::base::OwnFiles;
use crate::indicators::pattern::Patterns;
use crate::indicators::secrecy::{MARGIN, THRESHOLD};
use crate::indicators::{AreaLevel, Base, Cell, Slot};

const FILLED: usize = 6;

/// What is released at one time: counts of men and women, and planning areas by the municipalities in them.
#[derive(Debug, Clone)]
struct Release {
    counts: Vec<(u32, u32)>,
    areas: Vec<BTreeSet<usize>>,
}

/// A number that may be known: the ground of an area, a group, and the true counts of all municipalities in it. The attacker
/// knows which municipalities were revised, so he takes it that nothing has changed where none was.
type Variable = (Vec<usize>, usize, Vec<u64>);

#[derive(Default)]
struct Attacker {
    numbers: BTreeMap<Variable, usize>,
    shown: BTreeSet<usize>,
    truth: BTreeMap<usize, u64>,
    sums: Vec<(usize, Vec<usize>)>,
}

impl Attacker {
    fn variable(&mut self, variable: Variable, number: u64) -> usize {
        let next = self.numbers.len();
        let id = *self.numbers.entry(variable).or_insert(next);
        self.truth.insert(id, number);
        id
    }

    /// Small counts that he finds: those that cannot be smaller or larger by the margin.
    fn found(&self) -> Vec<u64> {
        let truth = &self.truth;
        let hidden: Vec<usize> = truth.keys().filter(|id| !self.shown.contains(id)).copied().collect();
        let equations = self.equations(truth);
        let bounds: BTreeMap<_, _> =
            hidden.iter().map(|id| ((*id, 0), (if truth[id] == 0 { 0.0 } else { 1.0 }, 400.0))).collect();
        let is_safe = |id: &usize| {
            [-MARGIN, MARGIN].into_iter().any(|step| {
                let number = truth[id] as f64 + step;
                let mut fixed = bounds.clone();
                fixed.insert((*id, 0), (number, number));
                number >= 1.0 && has_world(&equations, &fixed, 0)
            })
        };
        let is_small = |id: &&usize| truth[id] > 0 && (truth[id] as f64) < THRESHOLD;
        hidden.iter().filter(is_small).filter(|id| !is_safe(id)).map(|id| truth[id]).collect()
    }

    fn equations(&self, truth: &BTreeMap<usize, u64>) -> Vec<Equation> {
        let mut equations = Vec::new();
        for (whole, parts) in &self.sums {
            let mut equation = Equation { terms: Vec::new(), rest: 0.0 };
            let signed = parts.iter().map(|part| (part, 1.0)).chain([(whole, -1.0)]);
            for (id, sign) in signed {
                if self.shown.contains(id) {
                    equation.rest -= sign * truth[id] as f64;
                } else {
                    equation.terms.push(((*id, 0), sign));
                }
            }
            if !equation.terms.is_empty() {
                equations.push(equation);
            }
        }
        equations
    }

    /// Takes in what is released: what is shown, and how everything adds up.
    fn read(&mut self, base: &Base, truth: &BTreeMap<(usize, usize), f64>, by_sex: bool) {
        let tree = &base.frame.tree;
        let ground = |area: usize| {
            let mut leaves = tree.leaves(area);
            leaves.sort_unstable();
            leaves
        };
        let cells = cells(base, by_sex);
        let counts = |area: usize| -> Vec<u64> {
            let leaves = ground(area).into_iter();
            leaves
                .flat_map(|leaf| (0..3).filter_map(move |slot| Some(*truth.get(&(leaf, slot))? as u64)))
                .collect()
        };
        let ids: BTreeMap<(usize, usize), usize> = cells
            .keys()
            .map(|at| (*at, self.variable((ground(at.0), at.1, counts(at.0)), truth[at] as u64)))
            .collect();
        for ((area, slot), cell) in cells {
            if cell.number().is_some() {
                self.shown.insert(ids[&(area, slot)]);
            }
            let parts: Option<Vec<usize>> =
                tree.node(area).parts.iter().map(|part| ids.get(&(*part, slot)).copied()).collect();
            let whole = ids[&(area, slot)];
            // An area with one part is the same ground, and so the same number.
            if let Some(parts) = parts.filter(|parts| !parts.is_empty() && !parts.contains(&whole)) {
                self.sums.push((whole, parts));
            }
            if by_sex && slot == 0 {
                self.sums.push((ids[&(area, 0)], vec![ids[&(area, 1)], ids[&(area, 2)]]));
            }
        }
    }
}

/// The municipalities of the district, those with counts first. These lie in several Ämter; the last of them is an Amt
/// of its own.
fn keys() -> Vec<String> {
    let tree = super::frame(&OwnFiles::default()).tree;
    let district = tree.get(DISTRICT).unwrap();
    let mut all = tree.within(AreaLevel::Municipality, district);
    let alone = all.iter().position(|area| !tree.twins(*area).is_empty()).unwrap();
    let alone = all.remove(alone);
    let mut filled: Vec<usize> = (0..FILLED - 1).rev().map(|at| all.remove(at * 3)).collect();
    filled.reverse();
    let areas = filled.into_iter().chain([alone]).chain(all);
    areas.map(|area| tree.node(area).key.clone()).collect()
}

fn release(
    release: &Release,
    by_sex: bool,
    past: &Patterns,
) -> (Base, Patterns, BTreeMap<(usize, usize), f64>) {
    let keys = keys();
    let mut file = String::new();
    for (at, members) in release.areas.iter().enumerate() {
        let members: Vec<String> = members.iter().map(|member| format!("{:?}", keys[*member])).collect();
        file += &format!("[[area]]\nkey = \"PR-{at}\"\nname = \"a\"\nmembers = [{}]\n", members.join(", "));
    }
    let mut own = OwnFiles::default();
    if !release.areas.is_empty() {
        own.areas.push(text("areas.toml", &file));
    }
    let mut figures: Vec<(&str, &str, i32, Slot, Cell)> = Vec::new();
    for (at, key) in keys.iter().enumerate() {
        let (men, women) = release.counts.get(at).copied().unwrap_or((0, 0));
        for (slot, count) in slots(by_sex).into_iter().zip([men + women, men, women]) {
            figures.push(("severely_disabled", key.as_str(), YEAR, slot, Cell::counted(f64::from(count))));
        }
    }
    let (base, grown) = base_after(&own, &figures, past);
    let mut truth = BTreeMap::new();
    for (area, slot) in cells(&base, by_sex).into_keys() {
        let leaves = base.frame.tree.leaves(area);
        let of = |key: &str| leaves.contains(&base.frame.tree.get(key).unwrap());
        let group = slots(by_sex)[slot];
        let sum = figures.iter().filter(|(_, key, _, of_slot, _)| *of_slot == group && of(key));
        truth.insert((area, slot), sum.filter_map(|(.., cell)| cell.number()).sum());
    }
    (base, grown, truth)
}

/// What an attacker finds who sees all releases one after the other, and whether all that was withheld stays so.
fn attack(releases: &[Release], by_sex: bool, keeps: bool) -> Vec<u64> {
    let mut past = Patterns::default();
    let mut attacker = Attacker::default();
    let mut withheld: BTreeSet<(Vec<usize>, usize)> = BTreeSet::new();
    for one in releases {
        let (base, grown, truth) = release(one, by_sex, &past);
        attacker.read(&base, &truth, by_sex);
        if !keeps {
            continue;
        }
        past.extend(grown);
        for ((area, slot), cell) in cells(&base, by_sex) {
            let ground = base.frame.tree.leaves(area);
            if cell == Cell::Suppressed {
                withheld.insert((ground, slot));
            } else {
                assert!(!withheld.contains(&(ground, slot)), "{area} {slot} is shown again");
            }
        }
    }
    attacker.found()
}

fn count() -> impl Strategy<Value = (u32, u32)> {
    let one = prop_oneof![3 => 0..5_u32, 1 => 0..40_u32];
    (one.clone(), one)
}

fn areas() -> impl Strategy<Value = Vec<BTreeSet<usize>>> {
    proptest::collection::vec(proptest::collection::btree_set(0..FILLED, 1..FILLED), 0..3)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn nothing_withheld_follows_from_all_releases_and_planning_areas_together(
        first in proptest::collection::vec(count(), FILLED),
        revised in proptest::collection::vec((0..FILLED, count()), 0..3),
        configurations in proptest::collection::vec(areas(), 3),
        by_sex: bool,
    ) {
        let mut counts = first;
        let mut releases = Vec::new();
        for (at, areas) in configurations.into_iter().enumerate() {
            if let Some((municipality, count)) = revised.get(at) {
                counts[*municipality] = *count;
            }
            releases.push(Release { counts: counts.clone(), areas });
        }
        prop_assert_eq!(attack(&releases, by_sex, true), Vec::<u64>::new());
    }
}

/// Dobbertin has 2 helpers. Without planning areas another cell protects it than with them, and both pages together
/// give the count away if the first pattern is forgotten.
#[test]
fn secrecy_changes_with_areas_unless_the_pattern_is_kept() {
    let counts = vec![(2, 0), (14, 0), (6, 0), (5, 0), (9, 0), (0, 0)];
    let set = |members: &[usize]| members.iter().copied().collect::<BTreeSet<usize>>();
    let examples = [
        vec![set(&[1, 2, 3, 4]), set(&[0, 1]), set(&[1, 2, 3])],
        vec![set(&[0, 2]), set(&[0, 3]), set(&[0, 4])],
        vec![set(&[0, 1, 2]), set(&[3, 4])],
        vec![set(&[1, 2]), set(&[1, 3]), set(&[2, 3])],
    ];
    let mut forgetful = 0;
    for areas in examples {
        let mut releases = vec![Release { counts: counts.clone(), areas: Vec::new() }];
        releases
            .extend(areas.iter().map(|area| Release { counts: counts.clone(), areas: vec![area.clone()] }));
        releases.push(Release { counts: counts.clone(), areas });
        assert_eq!(attack(&releases, false, true), Vec::<u64>::new());
        forgetful += attack(&releases, false, false).len();
    }
    assert!(forgetful > 0, "the attacker would find nothing even without the pattern");
}

/// A revision must not free what was withheld, nor show beside an old page what it hides.
#[test]
fn a_revision_keeps_what_was_withheld() {
    let release = |counts: [u32; FILLED]| Release {
        counts: counts.into_iter().map(|count| (count, 0)).collect(),
        areas: Vec::new(),
    };
    for releases in [
        [release([2, 14, 6, 5, 9, 0]), release([20, 14, 6, 5, 9, 0]), release([2, 14, 6, 5, 9, 0])],
        [release([8, 14, 6, 5, 9, 0]), release([2, 14, 6, 5, 9, 0]), release([2, 14, 6, 5, 15, 0])],
        [release([1, 1, 6, 5, 9, 7]), release([1, 4, 6, 5, 9, 7]), release([5, 1, 6, 5, 9, 7])],
    ] {
        assert_eq!(attack(&releases, false, true), Vec::<u64>::new(), "{releases:?}");
    }
}

/// A set of areas is known by its ground: what is withheld of a municipality is withheld of a planning area around it and
/// of an Amt that has no other, and the other way round.
#[test]
fn areas_of_the_same_ground_are_withheld_together() {
    let set = |members: &[usize]| members.iter().copied().collect::<BTreeSet<usize>>();
    let by_sex = |counts: [(u32, u32); FILLED]| counts.to_vec();
    let examples = [
        // A count that grows, with a planning area of one municipality.
        (by_sex([(1, 0), (5, 0), (9, 0), (7, 0), (6, 0), (0, 0)]), (0, (14, 0)), set(&[0])),
        (by_sex([(6, 9), (8, 4), (1, 0), (7, 7), (5, 9), (8, 8)]), (2, (6, 8)), set(&[2])),
        // The municipality that is an Amt of its own.
        (by_sex([(9, 0), (5, 0), (9, 0), (7, 0), (6, 0), (2, 0)]), (5, (12, 0)), set(&[5])),
        (by_sex([(9, 6), (5, 7), (9, 9), (7, 8), (6, 9), (1, 1)]), (5, (10, 4)), set(&[5])),
    ];
    for (counts, (municipality, revised), area) in examples {
        let mut after = counts.clone();
        after[municipality] = revised;
        let release = |counts: &Vec<(u32, u32)>, areas: &[&BTreeSet<usize>]| Release {
            counts: counts.clone(),
            areas: areas.iter().map(|area| (*area).clone()).collect(),
        };
        for (first, then) in [(vec![], vec![&area]), (vec![&area], vec![]), (vec![&area], vec![&area])] {
            let releases = [release(&counts, &first), release(&after, &then), release(&after, &first)];
            for by_sex in [false, true] {
                assert_eq!(attack(&releases, by_sex, true), Vec::<u64>::new(), "{releases:?}, {by_sex}");
            }
        }
    }
}

/// A new sum over counts that have not changed, put beside the total of before, gives a count of before.
#[test]
fn a_planning_area_does_not_give_a_count_of_before_its_revision() {
    let set = |members: &[usize]| members.iter().copied().collect::<BTreeSet<usize>>();
    let release = |counts: [u32; FILLED], areas: &[BTreeSet<usize>]| Release {
        counts: counts.into_iter().map(|count| (count, 0)).collect(),
        areas: areas.to_vec(),
    };
    for releases in [
        [release([0, 0, 0, 1, 1, 8], &[]), release([0, 0, 0, 3, 1, 8], &[set(&[4, 5])])],
        [release([2, 1, 9, 0, 0, 0], &[]), release([30, 1, 9, 0, 0, 0], &[set(&[1, 2])])],
        [release([2, 2, 7, 11, 0, 0], &[]), release([9, 2, 7, 11, 0, 0], &[set(&[1, 2, 3])])],
        // A count that returns to what was shown, while others were revised in between.
        [release([8, 14, 6, 5, 0, 0], &[]), release([2, 15, 7, 5, 0, 0], &[])],
    ] {
        let back = Release { counts: releases[1].counts.clone(), areas: Vec::new() };
        let mut all = releases.to_vec();
        all.push(back);
        if releases[0].counts[0].0 == 8 {
            all.push(release([8, 15, 7, 5, 0, 0], &[]));
        }
        assert_eq!(attack(&all, false, true), Vec::<u64>::new(), "{all:?}");
    }
}
