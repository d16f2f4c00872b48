//! Figures by measure, area, year and group, laid out so that a formula finds them at once.
//!
//! The groups of one area and year are a grid, and many areas share one. What a formula selects is looked
//! up once a grid: which cells add up to people aged 65 and over, or that none do.

use std::collections::HashMap;

use super::catalogue::Catalogue;
use super::cell::{Cell, Reason};
use super::compile::Selection;
use super::formula::Ages;
use super::tree::AreaTree;
use crate::units::Sex;

/// One group of a measure; it is not disaggregated by what is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Slot {
    /// One sex.
    pub sex: Option<Sex>,
    /// One age group.
    pub ages: Option<Ages>,
    /// One care grade, 1 to 5.
    pub grade: Option<u8>,
    /// Index into the types of the measure.
    pub kind: Option<u8>,
}

/// A figure as a source gives it.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// Index of the measure.
    pub measure: usize,
    /// Index of the area.
    pub area: usize,
    /// The year of the figure.
    pub year: i32,
    /// The group it is about.
    pub slot: Slot,
    /// The figure, or why there is none.
    pub cell: Cell,
    /// Index into [`Facts::origins`].
    pub origin: u16,
}

/// Where figures come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Such as `RDB-12411-09`, or the number of an import.
    pub key: String,
    /// Title of the publication.
    pub title: String,
    /// Its table.
    pub table: String,
    /// Licence of the figures.
    pub licence: String,
}

/// Figures in the order in which they were given; a later one replaces an earlier one of the same group.
#[derive(Debug, Clone, Default)]
pub struct FactList {
    /// The sources that the figures name.
    pub origins: Vec<Origin>,
    /// The figures.
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
#[derive(Debug, Clone, Copy)]
pub struct Block<'a> {
    /// Index of the grid of the measure, which lists the groups.
    pub grid: usize,
    /// In the order of the grid's slots.
    pub cells: &'a [Cell],
    /// Indices into [`Facts::origins`].
    pub origins: &'a [u16],
}

/// Where a block lies in its table.
#[derive(Debug, Clone, Copy)]
struct BlockSpan {
    grid: u32,
    /// Its first cell; it has one for each slot of its grid.
    start: u32,
    /// Which of the table's lists of origins is its own.
    origins: u32,
}

/// The figures of one measure. Those of all areas and years stand in one list: there are tens of thousands of blocks, and
/// a list for each would take more memory than the figures.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// The different lists of groups of the measure.
    pub grids: Vec<Vec<Slot>>,
    spans: Vec<BlockSpan>,
    cells: Vec<Cell>,
    /// Lists of origins that differ.
    origins: Vec<Vec<u16>>,
    /// The first year with a figure.
    first_year: i32,
    /// Block by year and area; [`NONE`] where there is none.
    index: Vec<u32>,
    /// By grid and selection: the cells that add up to it.
    found: Vec<Vec<Option<Vec<u16>>>>,
}

impl Table {
    fn span(&self, at: usize) -> Option<BlockSpan> {
        self.spans.get(usize::try_from(*self.index.get(at)?).ok()?).copied()
    }

    /// Where the cells of a block lie, and its grid.
    fn range(&self, span: BlockSpan) -> Option<(usize, std::ops::Range<usize>)> {
        let (grid, start) = (usize::try_from(span.grid).ok()?, usize::try_from(span.start).ok()?);
        Some((grid, start..start + self.grids.get(grid)?.len()))
    }

    fn block(&self, at: usize) -> Option<Block<'_>> {
        let span = self.span(at)?;
        let (grid, range) = self.range(span)?;
        let origins = self.origins.get(usize::try_from(span.origins).ok()?)?;
        Some(Block { grid, cells: self.cells.get(range)?, origins })
    }

    /// Gives back what was set aside for figures that did not come.
    fn shrink(&mut self) {
        self.spans.shrink_to_fit();
        self.cells.shrink_to_fit();
        self.index.shrink_to_fit();
    }
}

/// The index of a value in a list without duplicates; a new value is added at the end.
fn index_of<T: PartialEq>(list: &mut Vec<T>, value: T) -> u32 {
    let index = list.iter().position(|known| *known == value).unwrap_or_else(|| {
        list.push(value);
        list.len() - 1
    });
    u32::try_from(index).unwrap_or(NONE)
}

/// All figures.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The sources that figures name.
    pub origins: Vec<Origin>,
    /// The first year with a figure of any measure.
    pub first_year: i32,
    /// The last year with a figure of any measure.
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
        facts.lay_out(list.facts);
        for (measure, of_measure) in catalogue.measures.iter().enumerate() {
            if of_measure.additive {
                facts.sum_up(measure, tree);
            }
        }
        facts.tables.iter_mut().for_each(Table::shrink);
        facts.select(catalogue);
        facts
    }

    fn lay_out(&mut self, mut list: Vec<Fact>) {
        let block = |fact: &Fact| (fact.measure, fact.year, fact.area);
        // The sort keeps the order of those that are alike, so that the last one given replaces the others.
        list.sort_by_key(|fact| (block(fact), fact.slot));
        for facts in list.chunk_by(|one, next| block(one) == block(next)) {
            let mut cells: Vec<(Slot, Sourced)> = Vec::with_capacity(facts.len());
            for fact in facts {
                cells.pop_if(|(slot, _)| *slot == fact.slot);
                cells.push((fact.slot, (fact.cell, fact.origin)));
            }
            let (slots, cells): (Vec<Slot>, Vec<Sourced>) = cells.into_iter().unzip();
            if let Some((measure, year, area)) = facts.first().map(block) {
                self.insert(measure, year, area, slots, &cells);
            }
        }
    }

    /// Adds a block. The first of a measure is one of its earliest year.
    fn insert(&mut self, measure: usize, year: i32, area: usize, slots: Vec<Slot>, cells: &[Sourced]) {
        let areas = self.areas;
        let Some(table) = self.tables.get_mut(measure).filter(|_| area < areas) else { return };
        if table.index.is_empty() {
            table.first_year = year;
        }
        let Ok(row) = usize::try_from(year.saturating_sub(table.first_year)) else { return };
        if table.index.len() < (row + 1) * areas {
            table.index.resize((row + 1) * areas, NONE);
        }
        let mut origins: Vec<u16> = cells.iter().map(|(_, origin)| *origin).collect();
        origins.sort_unstable();
        origins.dedup();
        let span = BlockSpan {
            grid: index_of(&mut table.grids, slots),
            start: u32::try_from(table.cells.len()).unwrap_or(NONE),
            origins: index_of(&mut table.origins, origins),
        };
        if let Some(slot) = table.index.get_mut(row * areas + area) {
            *slot = u32::try_from(table.spans.len()).unwrap_or(NONE);
        }
        table.spans.push(span);
        table.cells.extend(cells.iter().map(|(cell, _)| *cell));
    }

    /// The table of a measure, and the position of an area and year in its index.
    fn at(&self, measure: usize, area: usize, year: i32) -> Option<(&Table, usize)> {
        let table = self.tables.get(measure).filter(|_| area < self.areas)?;
        Some((table, usize::try_from(year.saturating_sub(table.first_year)).ok()? * self.areas + area))
    }

    /// Gives the larger areas the sums of their parts, where all of these have figures in the same groups.
    fn sum_up(&mut self, measure: usize, tree: &AreaTree) {
        if self.tables.get(measure).is_none_or(|table| table.spans.is_empty()) {
            return;
        }
        let mut order: Vec<usize> =
            (0..tree.len()).filter(|area| !tree.node(*area).parts.is_empty()).collect();
        // The state comes last, because it is the sum of the districts.
        order.sort_by_key(|area| tree.node(*area).level == super::tree::AreaLevel::State);
        for year in self.first_year..=self.last_year {
            for area in &order {
                if self.block(measure, *area, year).is_none()
                    && let Some((slots, mut cells)) = self.sum_of(measure, &tree.node(*area).parts, year)
                {
                    let approximate = tree.node(*area).is_approximate;
                    cells.iter_mut().for_each(|(cell, _)| *cell = estimate(*cell, approximate));
                    self.insert(measure, year, *area, slots, &cells);
                }
            }
        }
    }

    fn sum_of(&self, measure: usize, parts: &[usize], year: i32) -> Option<(Vec<Slot>, Vec<Sourced>)> {
        let blocks: Vec<Block> =
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

    /// The figures of an area and year.
    pub fn block(&self, measure: usize, area: usize, year: i32) -> Option<Block<'_>> {
        let (table, at) = self.at(measure, area, year)?;
        table.block(at)
    }

    /// All figures of a measure.
    pub fn table(&self, measure: usize) -> Option<&Table> {
        self.tables.get(measure)
    }

    /// Changes one cell; for what must not be shown.
    pub(super) fn set(&mut self, measure: usize, area: usize, year: i32, cell: usize, to: Cell) {
        let found = self.at(measure, area, year).and_then(|(table, at)| table.range(table.span(at)?));
        let Some(at) = found.and_then(|(_, mut range)| range.nth(cell)) else { return };
        if let Some(slot) = self.tables.get_mut(measure).and_then(|table| table.cells.get_mut(at)) {
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

    /// Whether a measure has a figure of a year anywhere that was counted, also one that must not be shown. Estimates stand in
    /// for what is not counted yet, so they do not say that it was.
    pub fn has_counts(&self, measure: usize, year: i32) -> bool {
        let is_counted = |cell: &Cell| matches!(cell, Cell::Value(_) | Cell::Zero | Cell::Suppressed);
        let mut blocks = (0..self.areas).filter_map(|area| self.block(measure, area, year));
        blocks.any(|block| block.cells.iter().any(is_counted))
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
    fn the_last_figure_of_a_group_counts_and_blocks_stand_where_they_belong() {
        let catalogue = Catalogue::load(&[]).unwrap();
        let measure = catalogue.measures.iter().position(|it| !it.additive).unwrap();
        let fact = |area, year, sex, number, origin| {
            let slot = Slot { sex, ..Slot::default() };
            Fact { measure, area, year, slot, cell: Cell::Value(number), origin }
        };
        let (m, f) = (Some(Sex::Male), Some(Sex::Female));
        let list = [
            fact(1, 2024, f, 4.0, 0),
            fact(0, 2022, m, 1.0, 1),
            fact(1, 2024, m, 3.0, 1),
            fact(0, 2022, m, 2.0, 0),
        ];
        let tables = vec![Table::default(); catalogue.measures.len()];
        let mut facts = Facts { origins: Vec::new(), first_year: 2022, last_year: 2024, areas: 2, tables };
        facts.lay_out(list.to_vec());
        let block =
            |area, year| facts.block(measure, area, year).map(|it| (it.cells.to_vec(), it.origins.to_vec()));
        assert_eq!(block(0, 2022), Some((vec![Cell::Value(2.0)], vec![0])));
        assert_eq!(block(1, 2024), Some((vec![Cell::Value(3.0), Cell::Value(4.0)], vec![0, 1])));
        for (area, year) in [(1, 2022), (0, 2023), (0, 2024), (2, 2022), (0, 2021), (1, 2025)] {
            assert_eq!(block(area, year), None, "{area} {year}");
        }
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
