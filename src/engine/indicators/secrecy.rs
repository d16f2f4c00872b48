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
//!
//! Whoever reads today's figures may have kept those of yesterday, or of other planning areas. So what was once withheld
//! stays withheld, a cell that was once shown with the same number is known for good and changes in no exchange, and
//! former planning areas are sums like those of today ([`super::pattern`]). The second world must also fit all former
//! releases. Two kinds of exchange do: a lasting one, whose cells were never shown with any number and can change in every
//! release alike, and a fresh one, whose cells all have numbers that no former release had. A cell that was withheld
//! before needs a lasting exchange. Where there is none, no number is shown that was not shown before.

use std::collections::{BTreeMap, BTreeSet};

use super::catalogue::Catalogue;
use super::cell::Cell;
use super::definition::{Measure, Secrecy};
use super::facts::{Facts, Slot};
use super::formula::Ages;
use super::pattern::{Past, Pattern, Patterns, ground, group_words, identities};
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

/// Withholds what must not be shown of the measures with small counts. Gives also the patterns that have grown: they
/// must be kept before anything is shown.
pub fn withhold(
    facts: &mut Facts,
    catalogue: &Catalogue,
    tree: &AreaTree,
    past: &Patterns,
) -> (Withheld, Patterns) {
    let mut withheld = Withheld::default();
    let mut grown = Patterns::default();
    let ids = identities(tree);
    for (index, measure) in catalogue.measures.iter().enumerate() {
        if measure.secrecy != Secrecy::Below3 {
            continue;
        }
        for year in facts.first_year..=facts.last_year {
            let before = past.get(&measure.id, year);
            let mut pattern = before.cloned().unwrap_or_default();
            let source = Source { measure: index, of: measure, tree, year, ids: &ids };
            match View::new(facts, &source, before) {
                Some(mut view) => {
                    let of_year = view.withhold();
                    withheld.primary += of_year.primary;
                    withheld.secondary += of_year.secondary;
                    view.write(facts, index, year);
                    view.note(&mut pattern);
                }
                None => source.note(facts, &mut pattern),
            }
            if before != Some(&pattern) && pattern != Pattern::default() {
                grown.set(&measure.id, year, pattern);
            }
        }
    }
    (withheld, grown)
}

/// The figures of one measure and year, and the identities of all areas.
struct Source<'a> {
    measure: usize,
    of: &'a Measure,
    tree: &'a AreaTree,
    year: i32,
    ids: &'a [String],
}

impl Source<'_> {
    /// Notes what is shown where nothing has to be withheld. Nothing and estimates protect no other cell.
    fn note(&self, facts: &Facts, pattern: &mut Pattern) {
        let Some(table) = facts.table(self.measure) else { return };
        for (area, id) in self.ids.iter().enumerate() {
            let Some(block) = facts.block(self.measure, area, self.year) else { continue };
            let slots = table.grids.get(block.grid).into_iter().flatten();
            for (slot, cell) in slots.zip(block.cells) {
                if let Cell::Value(number) = cell {
                    pattern.note(id, &group_words(slot, &self.of.types), *number, false);
                }
            }
        }
    }
}

fn is_small(cell: Cell) -> bool {
    cell.number().is_some_and(|number| number > 0.0 && number < THRESHOLD)
}

/// The place of a former planning area in the tree: none.
const FORMER: usize = usize::MAX;

/// A cell: area and slot, by their indices in the view.
type Position = (usize, usize);

/// Some persons more in one place and as many fewer in another.
struct Exchange {
    /// The cells that change.
    cells: Vec<Position>,
    /// What it costs readers to withhold those of them that are not withheld yet.
    cost: f64,
    /// Whether the cells can change in all former releases alike.
    is_lasting: bool,
    /// Whether no former release had the number of any of the cells.
    is_fresh: bool,
}

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
    /// Cells whose number was shown before.
    known: BTreeSet<Position>,
    /// What former releases had of a cell.
    past: BTreeMap<Position, Past>,
    /// Whether former releases withheld cells of groups that there are no longer.
    lacks_groups: bool,
    /// Identities of the areas and words of the slots.
    ids: Vec<String>,
    groups: Vec<String>,
    secret_up_to: AreaLevel,
    /// Areas and slots that contain no others with figures.
    leaf_areas: Vec<usize>,
    leaf_slots: Vec<usize>,
}

impl View {
    fn new(facts: &Facts, source: &Source, past: Option<&Pattern>) -> Option<Self> {
        let Source { measure, of, tree, year, ids } = *source;
        let table = facts.table(measure)?;
        let blocks = || (0..tree.len()).filter_map(|area| Some((area, facts.block(measure, area, year)?)));
        let is_small = || {
            blocks().any(|(area, block)| {
                tree.node(area).level >= of.secret_up_to && block.cells.iter().any(|cell| is_small(*cell))
            })
        };
        // Most years have nothing to withhold.
        if !past.is_some_and(Pattern::withholds) && !is_small() {
            return None;
        }
        let mut view = Self::blank(of);
        for (area, block) in blocks() {
            let leaves: BTreeSet<usize> = tree.leaves(area).into_iter().collect();
            for (index, slot) in table.grids.get(block.grid)?.iter().enumerate() {
                let slots = &mut view.slots;
                let position = slots.iter().position(|known| known == slot).unwrap_or_else(|| {
                    slots.push(*slot);
                    slots.len() - 1
                });
                view.cells.insert((view.areas.len(), position), (*block.cells.get(index)?, index));
            }
            view.areas.push((area, tree.node(area).level, leaves));
            view.ids.push(ids.get(area)?.clone());
        }
        view.groups = view.slots.iter().map(|slot| group_words(slot, &of.types)).collect();
        if let Some(past) = past {
            view.add_former_areas(past, tree);
            view.recall(past);
        }
        view.relate(&of.types);
        Some(view)
    }

    fn blank(of: &Measure) -> Self {
        Self {
            areas: Vec::new(),
            slots: Vec::new(),
            over_slot: Vec::new(),
            over_area: Vec::new(),
            cells: BTreeMap::new(),
            hidden: BTreeSet::new(),
            known: BTreeSet::new(),
            past: BTreeMap::new(),
            lacks_groups: false,
            ids: Vec::new(),
            groups: Vec::new(),
            secret_up_to: of.secret_up_to,
            leaf_areas: Vec::new(),
            leaf_slots: Vec::new(),
        }
    }

    /// Adds areas that were shown before and are no longer there, with the sums of today.
    fn add_former_areas(&mut self, past: &Pattern, tree: &AreaTree) {
        let of_area: BTreeMap<usize, usize> =
            self.areas.iter().enumerate().map(|(at, (area, ..))| (*area, at)).collect();
        let today: BTreeSet<String> = self.ids.iter().cloned().collect();
        for (id, cells) in past.areas.iter().filter(|(id, _)| !today.contains(*id)) {
            let Some(leaves) = ground(id, tree) else { continue };
            let at = self.areas.len();
            for slot in 0..self.slots.len() {
                let number = |leaf| self.cells.get(&(*of_area.get(leaf)?, slot))?.0.number();
                let sum: Option<f64> = leaves.iter().map(number).sum();
                let was_shown = self.groups.get(slot).and_then(|group| cells.get(group));
                if was_shown.is_some_and(|past| !past.shown.is_empty()) {
                    let cell = sum.map_or(Cell::Suppressed, Cell::counted);
                    self.cells.insert((at, slot), (cell, usize::MAX));
                }
            }
            self.areas.push((FORMER, AreaLevel::PlanningArea, leaves.into_iter().collect()));
            self.ids.push(id.clone());
        }
    }

    /// Takes up what was shown and withheld before.
    fn recall(&mut self, past: &Pattern) {
        for (position, (cell, _)) in &self.cells {
            let (Some(id), Some(group)) = (self.ids.get(position.0), self.groups.get(position.1)) else {
                continue;
            };
            let Some(past) = past.past(id, group) else { continue };
            if cell.number().is_some_and(|number| past.shown.contains(&number)) {
                self.known.insert(*position);
            }
            if !past.withheld.is_empty() && cell.number().is_some() {
                self.hidden.insert(*position);
            }
            self.past.insert(*position, past.clone());
        }
        self.lacks_groups = past.withheld_groups().any(|group| !self.groups.contains(group));
    }

    /// Finds which areas and slots hold which.
    fn relate(&mut self, types: &[String]) {
        let areas = &self.areas;
        self.over_area = areas
            .iter()
            .map(|(_, _, inner)| (0..areas.len()).filter(|at| inner.is_subset(&areas[*at].2)).collect())
            .collect();
        let slots = &self.slots;
        self.over_slot = slots
            .iter()
            .map(|inner| (0..slots.len()).filter(|at| contains(&slots[*at], inner, types)).collect())
            .collect();
        self.leaf_areas = leaves(&self.over_area);
        self.leaf_slots = leaves(&self.over_slot);
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
        // Small cells first, so that what is withheld for one helps the others; then what was withheld before.
        let mut open: Vec<Position> = primary.clone();
        open.sort_by_key(|position| (self.over_area[position.0].len(), *position));
        open.reverse();
        open.extend(&self.hidden);
        self.hidden.extend(&primary);
        let mut safe: BTreeSet<Position> = BTreeSet::new();
        for position in open {
            if !safe.contains(&position) {
                let changed =
                    if self.lacks_groups { self.nothing_new(position) } else { self.exchange(position) };
                self.hidden.extend(&changed);
                let is_lasting = changed.iter().all(|position| self.lasts(position, 1.0));
                safe.extend(changed.into_iter().filter(|at| is_lasting || !self.was_withheld(at)));
            }
        }
        Withheld { primary: primary.len(), secondary: self.hidden.len() - primary.len() }
    }

    /// Whether any former release withheld the cell.
    fn was_withheld(&self, position: &Position) -> bool {
        self.past.get(position).is_some_and(|past| !past.withheld.is_empty())
    }

    /// Whether a cell can grow (1) or shrink (-1) in all former releases alike.
    fn lasts(&self, position: &Position, sign: f64) -> bool {
        self.past.get(position).is_none_or(|past| {
            past.shown.is_empty() && past.withheld.iter().all(|number| number + sign * MARGIN >= 1.0)
        })
    }

    /// Whether no former release had the number of the cell.
    fn is_fresh(&self, position: &Position) -> bool {
        let number = self.cells.get(position).and_then(|(cell, _)| cell.number());
        let had =
            |past: &Past| number.is_some_and(|it| past.shown.contains(&it) || past.withheld.contains(&it));
        !self.past.get(position).is_some_and(had)
    }

    fn is_former(&self, position: &Position) -> bool {
        self.areas.get(position.0).is_none_or(|(area, ..)| *area == FORMER)
    }

    /// The cells of the cheapest exchange that moves this one.
    fn exchange(&self, target: Position) -> Vec<Position> {
        let areas: Vec<usize> = self.leaves_in(target.0, &self.leaf_areas, &self.over_area);
        let slots: Vec<usize> = self.leaves_in(target.1, &self.leaf_slots, &self.over_slot);
        let must_last = self.was_withheld(&target);
        let mut best: Option<(f64, Vec<Position>)> = None;
        for area in &areas {
            for slot in &slots {
                let wider = |near: bool| self.exchanges(*area, *slot, near, must_last);
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
        best.map_or_else(|| self.everything_around(target, must_last), |(_, cells)| cells)
    }

    /// Everything that holds a cell. Where a former release does not let all of that grow, nothing new is shown.
    fn everything_around(&self, target: Position, must_last: bool) -> Vec<Position> {
        let over = self.everything_over(target);
        let is_lasting = over.iter().all(|position| self.lasts(position, 1.0));
        let mut over: Vec<Position> = over;
        over.retain(|position| self.known.contains(position) || !self.is_former(position));
        if is_lasting || (!must_last && over.iter().all(|position| self.is_fresh(position))) {
            over
        } else {
            self.nothing_new(target)
        }
    }

    /// Cells whose number was never shown, and everything that holds a cell: that a sum has not changed gives it away too.
    fn nothing_new(&self, target: Position) -> Vec<Position> {
        let never_shown = self.cells.keys().filter(|position| !self.known.contains(position)).copied();
        let all = never_shown.chain(self.everything_over(target));
        all.filter(|position| !self.is_former(position)).collect()
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
    fn exchanges(&self, area: usize, slot: usize, near: bool, must_last: bool) -> Vec<(f64, Vec<Position>)> {
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
                if let Some(exchange) = self.try_exchange(area, slot, *other_area, *other_slot)
                    && (exchange.is_lasting || (exchange.is_fresh && !must_last))
                {
                    found.push((exchange.cost, exchange.cells));
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
    ) -> Option<Exchange> {
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
        let mut exchange = Exchange { cells: Vec::new(), cost: 0.0, is_lasting: true, is_fresh: true };
        for (at_area, area_sign) in &area_signs {
            for (at_slot, slot_sign) in &slot_signs {
                let position = (*at_area, *at_slot);
                let Some((cell, _)) = self.cells.get(&position) else { continue };
                if self.known.contains(&position) {
                    return None;
                }
                exchange.is_lasting &= self.lasts(&position, area_sign * slot_sign);
                if self.is_former(&position) {
                    continue;
                }
                exchange.is_fresh &= self.is_fresh(&position);
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
                    exchange.cost += weight(level) * (1.0 + number.ln_1p());
                }
                exchange.cells.push(position);
            }
        }
        Some(exchange)
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

    /// Notes what is shown from now on, and what is withheld.
    fn note(&self, pattern: &mut Pattern) {
        for (position, (cell, _)) in &self.cells {
            let names = self.ids.get(position.0).zip(self.groups.get(position.1));
            if let (false, Some((id, group)), Some(number)) = (self.is_former(position), names, cell.number())
            {
                pattern.note(id, group, number, self.hidden.contains(position));
            }
        }
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
