//! Withholding small counts so that nobody can work them out.
//!
//! A count of one or two persons is withheld (primary), and so are others that would give it away through
//! sums (secondary). Sums run over areas (state, districts, Ämter, municipalities, planning areas) and, inside
//! an area, over groups (both sexes, all ages, all types).
//!
//! The proof that a cell is safe is a second world: other counts, whole and at least one in every withheld
//! cell, that give every published figure alike and this cell another value, [`MARGIN`] away. A world is
//! made by an exchange: some persons more in one place and as many fewer in another, so that every sum which
//! holds both stays as it is, and every cell that changes is a withheld one. An exchange between two
//! areas, between two groups, or crosswise between both; and where there is none, the sums above are withheld
//! too. A published set of cells with an exchange for each withheld cell cannot be solved for any of them, by
//! whatever method, since both worlds fit.

use std::collections::{BTreeMap, BTreeSet};

use super::catalogue::Catalogue;
use super::cell::Cell;
use super::definition::{Measure, Secrecy};
use super::facts::{Facts, Slot};
use super::formula::Ages;
use super::tree::{AreaLevel, AreaTree};

/// Counts below this are withheld.
pub const THRESHOLD: f64 = 3.0;
/// How far the value of a withheld cell is left open, at least.
pub const MARGIN: f64 = 3.0;

/// How many cells were withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Withheld {
    /// Because the count itself is small.
    pub primary: usize,
    /// Because it would give a small count away.
    pub secondary: usize,
}

/// Withholds what must not be shown of the measures with small counts.
pub fn withhold(facts: &mut Facts, catalogue: &Catalogue, tree: &AreaTree) -> Withheld {
    let mut withheld = Withheld::default();
    for (index, measure) in catalogue.measures.iter().enumerate() {
        if measure.secrecy == Secrecy::Below3 {
            for year in facts.first_year..=facts.last_year {
                let Some(mut view) = View::new(facts, index, measure, tree, year) else { continue };
                let of_year = view.withhold();
                withheld.primary += of_year.primary;
                withheld.secondary += of_year.secondary;
                view.write(facts, index, year);
            }
        }
    }
    withheld
}

fn is_small(cell: Cell) -> bool {
    cell.number().is_some_and(|number| number > 0.0 && number < THRESHOLD)
}

/// A cell: area and slot, by their indices in the view.
type Position = (usize, usize);

/// All figures of one measure and year.
struct View {
    /// Areas with figures, and the smallest areas that each holds.
    areas: Vec<(usize, AreaLevel, BTreeSet<usize>)>,
    slots: Vec<Slot>,
    /// Which slots lie in which, by the slot: those that contain it, itself included.
    over_slot: Vec<Vec<usize>>,
    /// The areas that contain an area, itself included.
    over_area: Vec<Vec<usize>>,
    cells: BTreeMap<Position, (Cell, usize)>,
    hidden: BTreeSet<Position>,
    secret_up_to: AreaLevel,
    /// Areas and slots that contain no others with figures.
    leaf_areas: Vec<usize>,
    leaf_slots: Vec<usize>,
}

impl View {
    fn new(facts: &Facts, measure: usize, of: &Measure, tree: &AreaTree, year: i32) -> Option<Self> {
        let table = facts.table(measure)?;
        let blocks = || (0..tree.len()).filter_map(|area| Some((area, facts.block(measure, area, year)?)));
        // Most years have nothing to withhold.
        if !blocks().any(|(area, block)| {
            tree.node(area).level >= of.secret_up_to && block.cells.iter().any(|cell| is_small(*cell))
        }) {
            return None;
        }
        let mut areas = Vec::new();
        let mut slots: Vec<Slot> = Vec::new();
        let mut cells = BTreeMap::new();
        for (area, block) in blocks() {
            let leaves: BTreeSet<usize> = tree.leaves(area).into_iter().collect();
            for (index, slot) in table.grids.get(block.grid)?.iter().enumerate() {
                let position = slots.iter().position(|known| known == slot).unwrap_or_else(|| {
                    slots.push(*slot);
                    slots.len() - 1
                });
                cells.insert((areas.len(), position), (*block.cells.get(index)?, index));
            }
            areas.push((area, tree.node(area).level, leaves));
        }
        let over_area: Vec<Vec<usize>> = areas
            .iter()
            .map(|(_, _, inner)| (0..areas.len()).filter(|at| inner.is_subset(&areas[*at].2)).collect())
            .collect();
        let over_slot: Vec<Vec<usize>> = slots
            .iter()
            .map(|inner| (0..slots.len()).filter(|at| contains(&slots[*at], inner, &of.types)).collect())
            .collect();
        let (leaf_areas, leaf_slots) = (leaves(&over_area), leaves(&over_slot));
        Some(Self {
            areas,
            slots,
            over_slot,
            over_area,
            cells,
            hidden: BTreeSet::new(),
            secret_up_to: of.secret_up_to,
            leaf_areas,
            leaf_slots,
        })
    }

    fn withhold(&mut self) -> Withheld {
        let secret = |position: &Position| {
            self.areas.get(position.0).is_some_and(|(_, level, _)| *level >= self.secret_up_to)
        };
        let primary: Vec<Position> = self
            .cells
            .iter()
            .filter(|(position, (cell, _))| is_small(*cell) && secret(position))
            .map(|(position, _)| *position)
            .collect();
        self.hidden.extend(&primary);
        // Small cells first, so that what is withheld for one helps the others.
        let mut open: Vec<Position> = primary.clone();
        open.sort_by_key(|position| (self.over_area[position.0].len(), *position));
        let mut safe: BTreeSet<Position> = BTreeSet::new();
        for position in open.into_iter().rev() {
            if !safe.contains(&position) {
                let changed = self.exchange(position);
                self.hidden.extend(&changed);
                safe.extend(changed);
            }
        }
        Withheld { primary: primary.len(), secondary: self.hidden.len() - primary.len() }
    }

    /// The cells of the cheapest exchange that moves this one.
    fn exchange(&self, target: Position) -> Vec<Position> {
        let areas: Vec<usize> = self.leaves_in(target.0, &self.leaf_areas, &self.over_area);
        let slots: Vec<usize> = self.leaves_in(target.1, &self.leaf_slots, &self.over_slot);
        let mut best: Option<(f64, Vec<Position>)> = None;
        for area in &areas {
            for slot in &slots {
                let wider = |near: bool| self.exchanges(*area, *slot, near);
                let mut found = wider(true);
                found.extend(if found.is_empty() { wider(false) } else { Vec::new() });
                for (cost, cells) in found {
                    if cells.contains(&target) && best.as_ref().is_none_or(|(least, _)| cost < *least) {
                        best = Some((cost, cells));
                    }
                }
            }
        }
        // Without any, everything that holds the cell is withheld: then it may be larger in all of them.
        best.map_or_else(|| self.everything_over(target), |(_, cells)| cells)
    }

    fn leaves_in(&self, outer: usize, leaves: &[usize], over: &[Vec<usize>]) -> Vec<usize> {
        leaves.iter().copied().filter(|leaf| over[*leaf].contains(&outer)).collect()
    }

    fn everything_over(&self, (area, slot): Position) -> Vec<Position> {
        let over =
            self.over_area[area].iter().flat_map(|a| self.over_slot[slot].iter().map(move |s| (*a, *s)));
        over.filter(|position| self.cells.contains_key(position)).collect()
    }

    /// All exchanges from one smallest cell, with areas nearby or with all.
    fn exchanges(&self, area: usize, slot: usize, near: bool) -> Vec<(f64, Vec<Position>)> {
        let partners: Vec<Option<usize>> = self
            .leaf_areas
            .iter()
            .copied()
            .filter(|other| *other != area && (!near || self.are_neighbours(area, *other)))
            .map(Some)
            .chain([None])
            .collect();
        let groups: Vec<Option<usize>> =
            self.leaf_slots.iter().copied().filter(|other| *other != slot).map(Some).chain([None]).collect();
        let mut found = Vec::new();
        for other_area in &partners {
            for other_slot in &groups {
                if other_area.is_none() && other_slot.is_none() {
                    continue;
                }
                if let Some(exchange) = self.try_exchange(area, slot, *other_area, *other_slot) {
                    found.push(exchange);
                }
            }
        }
        found
    }

    /// Whether two areas lie in the same area of the next size.
    fn are_neighbours(&self, one: usize, other: usize) -> bool {
        let size = |at: &&usize| self.areas[**at].2.len();
        let above = |at: usize| self.over_area[at].iter().filter(move |over| **over != at).min_by_key(size);
        above(one) == above(other)
    }

    /// More in the first place, as many fewer in the other: the cells that change, if all of them may.
    fn try_exchange(
        &self,
        area: usize,
        slot: usize,
        other_area: Option<usize>,
        other_slot: Option<usize>,
    ) -> Option<(f64, Vec<Position>)> {
        let shrink = match (other_area, other_slot) {
            (Some(other), None) => vec![(other, slot)],
            (None, Some(other)) => vec![(area, other)],
            (Some(far), Some(group)) => vec![(far, slot), (area, group)],
            (None, None) => return None,
        };
        // What shrinks must be known to be large enough, so a figure that nobody gives cannot.
        if shrink
            .iter()
            .any(|position| self.cells.get(position).is_none_or(|(cell, _)| cell.number().is_none()))
        {
            return None;
        }
        let area_signs = signs(area, other_area, &self.over_area);
        let slot_signs = signs(slot, other_slot, &self.over_slot);
        let mut cells = Vec::new();
        let mut cost = 0.0;
        for (at_area, area_sign) in &area_signs {
            for (at_slot, slot_sign) in &slot_signs {
                let position = (*at_area, *at_slot);
                let Some((cell, _)) = self.cells.get(&position) else { continue };
                let number = match cell {
                    Cell::Value(number) | Cell::Estimated(number) => *number,
                    // Nothing is published as nothing, so it cannot change; a missing figure shows nothing.
                    Cell::Zero => return None,
                    Cell::Suppressed | Cell::Missing(_) if area_sign * slot_sign > 0.0 => continue,
                    Cell::Suppressed | Cell::Missing(_) => return None,
                };
                if number + area_sign * slot_sign * MARGIN < 1.0 {
                    return None;
                }
                if !self.hidden.contains(&position) {
                    let level = self.areas.get(*at_area).map_or(AreaLevel::State, |(_, level, _)| *level);
                    cost += weight(level) * (1.0 + number.ln_1p());
                }
                cells.push(position);
            }
        }
        Some((cost, cells))
    }

    fn write(&self, facts: &mut Facts, measure: usize, year: i32) {
        for position in &self.hidden {
            if let (Some((area, ..)), Some((_, cell))) =
                (self.areas.get(position.0), self.cells.get(position))
            {
                facts.set(measure, *area, year, *cell, Cell::Suppressed);
            }
        }
        debug_assert!(self.hidden.iter().all(|(_, slot)| *slot < self.slots.len()));
    }
}

/// What contains nothing but itself and its equals.
fn leaves(over: &[Vec<usize>]) -> Vec<usize> {
    let is_leaf =
        |at: &usize| (0..over.len()).all(|other| !over[other].contains(at) || over[*at].contains(&other));
    (0..over.len()).filter(is_leaf).collect()
}

/// What grows (1) and what shrinks (-1) when some move from one place to the other: all that contains only one.
fn signs(one: usize, other: Option<usize>, over: &[Vec<usize>]) -> Vec<(usize, f64)> {
    let first: BTreeSet<usize> = over[one].iter().copied().collect();
    let second: BTreeSet<usize> =
        other.map(|other| over[other].iter().copied().collect()).unwrap_or_default();
    let more = first.difference(&second).map(|at| (*at, 1.0));
    more.chain(second.difference(&first).map(|at| (*at, -1.0))).collect()
}

/// What a withheld cell costs its readers: a large area's is worth more than a small one's.
fn weight(level: AreaLevel) -> f64 {
    match level {
        AreaLevel::State => 1_000.0,
        AreaLevel::District => 100.0,
        AreaLevel::Amt | AreaLevel::PlanningArea => 10.0,
        AreaLevel::Municipality | AreaLevel::Quarter => 1.0,
    }
}

/// Whether one group holds another. A type `a/b` lies in `a`.
fn contains(outer: &Slot, inner: &Slot, types: &[String]) -> bool {
    let ages = |ages: Option<Ages>| {
        let ages = ages.unwrap_or(Ages { from: 0, to: None });
        (ages.from, ages.to.unwrap_or(u8::MAX))
    };
    let ((outer_from, outer_to), (from, to)) = (ages(outer.ages), ages(inner.ages));
    let kind = match (outer.kind, inner.kind) {
        (None, _) => true,
        (Some(outer), Some(inner)) if outer == inner => true,
        (Some(outer), Some(inner)) => {
            let name = |kind: u8| types.get(usize::from(kind)).map_or("", String::as_str);
            name(inner).strip_prefix(name(outer)).is_some_and(|rest| rest.starts_with('/'))
        }
        (Some(_), None) => false,
    };
    kind && outer_from <= from
        && to <= outer_to
        && outer.sex.is_none_or(|sex| inner.sex == Some(sex))
        && outer.grade.is_none_or(|grade| inner.grade == Some(grade))
}
