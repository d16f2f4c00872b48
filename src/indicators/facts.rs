//! Figures by measure, area, year and group, laid out so that a formula finds them at once.
//!
//! The groups of one area and year are a grid, and many areas share one. What a formula selects is looked
//! up once a grid: which cells add up to people aged 65 and over, or that none do.

use std::collections::{BTreeMap, HashMap};

use super::catalogue::Catalogue;
use super::cell::{Cell, Reason};
use super::compile::Selection;
use super::formula::Ages;
use super::tree::AreaTree;
use crate::units::Sex;

/// One group of a measure; what is `None` is not told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Slot {
    pub sex: Option<Sex>,
    pub ages: Option<Ages>,
    pub grade: Option<u8>,
    /// Index into the types of the measure.
    pub kind: Option<u8>,
}

/// A figure as a source gives it.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    pub measure: usize,
    pub area: usize,
    pub year: i32,
    pub slot: Slot,
    pub cell: Cell,
    /// Index into [`Facts::origins`].
    pub origin: u16,
}

/// Where figures come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Such as `RDB-12411-09`, or the number of an import.
    pub key: String,
    pub title: String,
    pub table: String,
    pub licence: String,
}

/// Figures in the order in which they were given; a later one replaces an earlier one of the same group.
#[derive(Debug, Clone, Default)]
pub struct FactList {
    pub origins: Vec<Origin>,
    pub facts: Vec<Fact>,
}

impl FactList {
    /// Adds another list behind this one; with a year all its figures are of that.
    pub fn append(&mut self, other: Self, year: Option<i32>) {
        let shift = u16::try_from(self.origins.len()).unwrap_or(u16::MAX);
        self.origins.extend(other.origins);
        self.facts.extend(other.facts.into_iter().map(|fact| Fact {
            year: year.unwrap_or(fact.year),
            origin: fact.origin.saturating_add(shift),
            ..fact
        }));
    }

    /// The index of an origin; a new one is noted.
    pub fn origin(&mut self, origin: Origin) -> u16 {
        let known = self.origins.iter().position(|known| *known == origin);
        let index = known.unwrap_or_else(|| {
            self.origins.push(origin);
            self.origins.len() - 1
        });
        u16::try_from(index).unwrap_or(u16::MAX)
    }
}

/// A cell and its origin.
type Sourced = (Cell, u16);

const NONE: u32 = u32::MAX;

/// The figures of one area and year.
#[derive(Debug, Clone)]
pub struct Block {
    pub grid: usize,
    /// In the order of the grid's slots.
    pub cells: Vec<Cell>,
    pub origins: Vec<u16>,
}

/// One measure's figures.
#[derive(Debug, Clone, Default)]
pub struct Table {
    pub grids: Vec<Vec<Slot>>,
    pub blocks: Vec<Block>,
    /// Block by year and area; [`NONE`] where there is none.
    index: Vec<u32>,
    /// By grid and selection: the cells that add up to it.
    found: Vec<Vec<Option<Vec<u16>>>>,
}

/// All figures.
#[derive(Debug, Clone)]
pub struct Facts {
    pub origins: Vec<Origin>,
    pub first_year: i32,
    pub last_year: i32,
    areas: usize,
    tables: Vec<Table>,
}

impl Facts {
    /// Lays the figures out, and sums those of additive measures up to the areas that have none of their own.
    pub fn new(list: FactList, catalogue: &Catalogue, tree: &AreaTree) -> Self {
        let years = || list.facts.iter().map(|fact| fact.year);
        let (first_year, last_year) = (years().min().unwrap_or(0), years().max().unwrap_or(-1));
        let mut facts = Self {
            origins: list.origins,
            first_year,
            last_year,
            areas: tree.len(),
            tables: vec![Table::default(); catalogue.measures.len()],
        };
        let mut groups: BTreeMap<(usize, i32, usize), BTreeMap<Slot, Sourced>> = BTreeMap::new();
        for fact in list.facts {
            let block = groups.entry((fact.measure, fact.year, fact.area)).or_default();
            block.insert(fact.slot, (fact.cell, fact.origin));
        }
        for ((measure, year, area), cells) in groups {
            let (slots, cells): (Vec<Slot>, Vec<Sourced>) = cells.into_iter().unzip();
            facts.insert(measure, year, area, slots, cells);
        }
        for (measure, of_measure) in catalogue.measures.iter().enumerate() {
            if of_measure.additive {
                facts.sum_up(measure, tree);
            }
        }
        facts.select(catalogue);
        facts
    }

    fn insert(&mut self, measure: usize, year: i32, area: usize, slots: Vec<Slot>, cells: Vec<Sourced>) {
        let Some(at) = self.at(year, area) else { return };
        let span = self.span() * self.areas;
        let Some(table) = self.tables.get_mut(measure) else { return };
        let grid = table.grids.iter().position(|known| *known == slots).unwrap_or_else(|| {
            table.grids.push(slots);
            table.grids.len() - 1
        });
        if table.index.is_empty() {
            table.index = vec![NONE; span];
        }
        let mut origins: Vec<u16> = cells.iter().map(|(_, origin)| *origin).collect();
        origins.sort_unstable();
        origins.dedup();
        if let Some(slot) = table.index.get_mut(at) {
            *slot = u32::try_from(table.blocks.len()).unwrap_or(NONE);
        }
        table.blocks.push(Block { grid, cells: cells.into_iter().map(|(cell, _)| cell).collect(), origins });
    }

    fn span(&self) -> usize {
        usize::try_from(self.last_year - self.first_year + 1).unwrap_or(0)
    }

    fn at(&self, year: i32, area: usize) -> Option<usize> {
        if year < self.first_year || year > self.last_year || area >= self.areas {
            return None;
        }
        Some(usize::try_from(year - self.first_year).ok()? * self.areas + area)
    }

    /// Gives the larger areas the sums of their parts, where all of these have figures in the same groups.
    fn sum_up(&mut self, measure: usize, tree: &AreaTree) {
        if self.tables.get(measure).is_none_or(|table| table.blocks.is_empty()) {
            return;
        }
        let mut order: Vec<usize> =
            (0..tree.len()).filter(|area| !tree.node(*area).parts.is_empty()).collect();
        // The state comes last, because it is the sum of the districts.
        order.sort_by_key(|area| tree.node(*area).level == super::tree::AreaLevel::State);
        for year in self.first_year..=self.last_year {
            for area in &order {
                if self.block(measure, *area, year).is_none()
                    && let Some((slots, cells)) = self.sum_of(measure, &tree.node(*area).parts, year)
                {
                    let approximate = tree.node(*area).is_approximate;
                    let cells = cells.into_iter().map(|(cell, origin)| (estimate(cell, approximate), origin));
                    self.insert(measure, year, *area, slots, cells.collect());
                }
            }
        }
    }

    fn sum_of(&self, measure: usize, parts: &[usize], year: i32) -> Option<(Vec<Slot>, Vec<Sourced>)> {
        let blocks: Vec<&Block> =
            parts.iter().map(|part| self.block(measure, *part, year)).collect::<Option<_>>()?;
        let table = self.tables.get(measure)?;
        let grid = |block: &Block| table.grids.get(block.grid);
        let slots: Vec<Slot> = grid(blocks.first()?)?
            .iter()
            .filter(|slot| blocks.iter().all(|block| grid(block).is_some_and(|grid| grid.contains(slot))))
            .copied()
            .collect();
        let mut cells = Vec::with_capacity(slots.len());
        for slot in &slots {
            let mut sum: Option<Sourced> = None;
            for block in &blocks {
                let position = grid(block)?.iter().position(|known| known == slot)?;
                let cell = *block.cells.get(position)?;
                let origin = *block.origins.first()?;
                sum = Some(sum.map_or((cell, origin), |(sum, origin)| (sum.plus(cell), origin)));
            }
            cells.push(sum?);
        }
        (!slots.is_empty()).then_some((slots, cells))
    }

    /// Looks up every selection of the catalogue in every grid.
    fn select(&mut self, catalogue: &Catalogue) {
        let selections = catalogue.measures.iter().zip(&catalogue.program.selections);
        for (table, (measure, selections)) in self.tables.iter_mut().zip(selections) {
            let found = |grid: &Vec<Slot>| {
                selections
                    .iter()
                    .map(|selection| cells_of(grid, selection, &measure.types, measure.additive))
                    .collect()
            };
            table.found = table.grids.iter().map(found).collect();
        }
    }

    pub fn block(&self, measure: usize, area: usize, year: i32) -> Option<&Block> {
        let table = self.tables.get(measure)?;
        let block = *table.index.get(self.at(year, area)?)?;
        table.blocks.get(usize::try_from(block).ok()?)
    }

    pub fn table(&self, measure: usize) -> Option<&Table> {
        self.tables.get(measure)
    }

    /// Changes one cell; for what must not be shown.
    pub(super) fn set(&mut self, measure: usize, area: usize, year: i32, cell: usize, to: Cell) {
        let Some(at) = self.at(year, area) else { return };
        let Some(table) = self.tables.get_mut(measure) else { return };
        let block = table.index.get(at).and_then(|index| usize::try_from(*index).ok());
        if let Some(slot) =
            block.and_then(|block| table.blocks.get_mut(block)).and_then(|block| block.cells.get_mut(cell))
        {
            *slot = to;
        }
    }

    /// The sum of the cells that a selection of the catalogue means, of the area itself.
    pub(super) fn selected(&self, measure: usize, selection: usize, area: usize, year: i32) -> Cell {
        let reason = u16::try_from(measure).unwrap_or(u16::MAX);
        let Some(block) = self.block(measure, area, year) else {
            return Cell::Missing(Reason::NoFigure(reason));
        };
        let found =
            self.tables.get(measure).and_then(|table| table.found.get(block.grid)?.get(selection)?.as_ref());
        let Some(cells) = found else { return Cell::Missing(Reason::NoSuchGroup(reason)) };
        let mut cells = cells.iter().filter_map(|cell| block.cells.get(usize::from(*cell))).copied();
        let first = cells.next().unwrap_or(Cell::Zero);
        cells.fold(first, Cell::plus)
    }

    /// The years in which a measure has a figure anywhere.
    pub fn years(&self, measure: usize) -> Vec<i32> {
        (self.first_year..=self.last_year)
            .filter(|year| (0..self.areas).any(|area| self.block(measure, area, *year).is_some()))
            .collect()
    }
}

fn estimate(cell: Cell, is_approximate: bool) -> Cell {
    match cell {
        Cell::Value(number) if is_approximate => Cell::Estimated(number),
        other => other,
    }
}

/// The cells of a grid that add up to a selection, or `None` if none do. A type that is not given itself is the
/// sum of the types in it, if all of them are given.
fn cells_of(grid: &[Slot], selection: &Selection, types: &[String], additive: bool) -> Option<Vec<u16>> {
    let whole = cells_of_kind(grid, selection);
    if !additive {
        // A rate of two groups is not the sum of theirs.
        return whole.filter(|cells| cells.len() == 1);
    }
    if whole.is_some() {
        return whole;
    }
    let name = types.get(usize::from(selection.kind?))?;
    let inside = |other: &String| other.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with('/'));
    let mut all = Vec::new();
    for (index, _) in types.iter().enumerate().filter(|(_, other)| inside(other)) {
        let kind = u8::try_from(index).ok();
        all.extend(cells_of_kind(grid, &Selection { kind, ..selection.clone() })?);
    }
    (!all.is_empty()).then_some(all)
}

fn cells_of_kind(grid: &[Slot], selection: &Selection) -> Option<Vec<u16>> {
    let grades: Vec<Option<u8>> = match selection.grades {
        None => vec![None],
        Some((first, last)) => (first..=last).map(Some).collect(),
    };
    let mut all = Vec::new();
    for grade in grades {
        let of = |sex: Option<Sex>| {
            let slots = grid.iter().enumerate().filter(move |(_, slot)| {
                slot.sex == sex && slot.grade == grade && slot.kind == selection.kind
            });
            tiling(slots.map(|(index, slot)| (index, slot.ages)), selection.ages)
        };
        let cells = of(selection.sex).or_else(|| match selection.sex {
            None => Some([of(Some(Sex::Male))?, of(Some(Sex::Female))?].concat()),
            Some(_) => None,
        })?;
        all.extend(cells);
    }
    Some(all)
}

/// The fewest groups that lie side by side from the first age to the last.
fn tiling(slots: impl Iterator<Item = (usize, Option<Ages>)>, wanted: Option<Ages>) -> Option<Vec<u16>> {
    const OPEN: u16 = 300;
    let span = |ages: Option<Ages>| {
        let ages = ages.unwrap_or(Ages { from: 0, to: None });
        (u16::from(ages.from), ages.to.map_or(OPEN, u16::from))
    };
    let (first, last) = span(wanted);
    let mut groups: Vec<(u16, u16, u16)> = slots
        .filter_map(|(index, ages)| {
            let (from, to) = span(ages);
            (from >= first && to <= last).then_some((from, to, u16::try_from(index).ok()?))
        })
        .collect();
    groups.sort_unstable();
    // For each age from which the rest can be reached: how many groups it takes, and the first of them.
    let mut best: HashMap<u16, (usize, u16, u16)> = HashMap::new();
    for &(from, to, index) in groups.iter().rev() {
        let rest = if to == last { Some(0) } else { best.get(&(to + 1)).map(|(count, ..)| *count) };
        if let Some(count) = rest.map(|count| count + 1)
            && best.get(&from).is_none_or(|(known, ..)| count < *known)
        {
            best.insert(from, (count, to, index));
        }
    }
    let mut cells = Vec::new();
    let mut age = first;
    loop {
        let (_, to, index) = best.get(&age)?;
        cells.push(*index);
        if *to == last {
            return Some(cells);
        }
        age = to + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ages(from: u8, to: Option<u8>) -> Option<Ages> {
        Some(Ages { from, to })
    }

    fn tile(groups: &[Option<Ages>], wanted: Option<Ages>) -> Option<Vec<u16>> {
        tiling(groups.iter().copied().enumerate(), wanted)
    }

    #[test]
    fn the_fewest_groups_that_lie_side_by_side_are_taken() {
        let groups = [ages(65, Some(69)), ages(70, Some(74)), ages(65, Some(74)), ages(75, None), None];
        assert_eq!(tile(&groups, ages(65, None)), Some(vec![2, 3]));
        assert_eq!(tile(&groups, ages(65, Some(74))), Some(vec![2]));
        assert_eq!(tile(&groups, ages(70, None)), Some(vec![1, 3]));
        assert_eq!(tile(&groups, None), Some(vec![4]));
        // No boundary at 80, and nothing below 65.
        assert_eq!(tile(&groups, ages(80, None)), None);
        assert_eq!(tile(&groups, ages(60, None)), None);
        assert_eq!(tile(&groups, ages(65, Some(72))), None);
    }

    #[test]
    fn men_and_women_add_up_only_where_there_is_no_total() {
        let slot = |sex, from, to| Slot { sex, ages: ages(from, to), ..Slot::default() };
        let (m, f) = (Some(Sex::Male), Some(Sex::Female));
        let grid = [slot(m, 0, Some(64)), slot(m, 65, None), slot(f, 0, Some(64)), slot(f, 65, None)];
        let old = Selection { ages: ages(65, None), ..Selection::default() };
        assert_eq!(cells_of(&grid, &old, &[], true), Some(vec![1, 3]));
        assert_eq!(cells_of(&grid, &Selection { sex: f, ..old.clone() }, &[], true), Some(vec![3]));
        assert_eq!(cells_of(&grid, &Selection::default(), &[], true), Some(vec![0, 1, 2, 3]));
        let with_total = [&grid[..], &[slot(None, 65, None)]].concat();
        assert_eq!(cells_of(&with_total, &old, &[], true), Some(vec![4]));
        assert_eq!(cells_of(&grid, &Selection { kind: Some(0), ..old.clone() }, &[], true), None);
        assert_eq!(cells_of(&grid, &old, &[], false), None, "a rate of both sexes is no sum");
        assert_eq!(cells_of(&with_total, &old, &[], false), Some(vec![4]));
        let types = ["a".to_owned(), "a/b".to_owned(), "a/c".to_owned()];
        let of_kind = |kind| Slot { kind: Some(kind), ..Slot::default() };
        let of_a = Selection { kind: Some(0), ..Selection::default() };
        assert_eq!(cells_of(&[of_kind(1), of_kind(2)], &of_a, &types, true), Some(vec![0, 1]));
        assert_eq!(cells_of(&[of_kind(1)], &of_a, &types, true), None);
        assert_eq!(cells_of(&grid, &Selection { grades: Some((2, 3)), ..old }, &[], true), None);
    }
}
