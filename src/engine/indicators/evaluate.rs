//! From figures to the values of indicators.

use super::catalogue::Catalogue;
use super::cell::{Cell, Reason};
use super::compile::{Node, Operand};
use super::composite::{self, Ranking};
use super::definition::{Composite, Indicator};
use super::facts::Facts;
use super::formula::{Choice, Operator, Place, Time};
use super::tree::{AreaLevel, AreaTree};

/// An indicator's value and what it is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IndicatorValue {
    /// The value.
    pub cell: Cell,
    /// What stands above and below the last fraction bar of the formula, if it has one.
    pub numerator: Option<Cell>,
    /// What stands below the fraction bar.
    pub denominator: Option<Cell>,
}

/// Catalogue, areas and figures, ready to be asked.
#[derive(Debug, Clone, Copy)]
pub struct Evaluator<'a> {
    /// Measures and indicators.
    pub catalogue: &'a Catalogue,
    /// The areas and their parts.
    pub tree: &'a AreaTree,
    /// The figures.
    pub facts: &'a Facts,
}

impl Evaluator<'_> {
    /// The value of an indicator for an area and year.
    pub fn value(&self, indicator: usize, area: usize, year: i32) -> IndicatorValue {
        let alone = |cell| IndicatorValue { cell, numerator: None, denominator: None };
        let Some(of) = self.catalogue.indicators.get(indicator) else {
            return alone(Cell::Missing(Reason::NoFormula));
        };
        if !applies(of, self.tree.node(area).level) {
            return alone(Cell::Missing(Reason::OtherLevel));
        }
        if of.composite.is_some() {
            return alone(self.cell(indicator, area, year));
        }
        let node = self.catalogue.program.nodes.get(indicator).and_then(Option::as_ref);
        let Some(node) = node else { return alone(Cell::Missing(Reason::NoFormula)) };
        let shown = |cell| rounded(of, cell);
        let (numerator, denominator) = match fraction(node) {
            Some((above, below)) => {
                (Some(shown(self.node(above, area, year))), Some(shown(self.node(below, area, year))))
            }
            None => (None, None),
        };
        IndicatorValue { cell: shown(self.node(node, area, year)), numerator, denominator }
    }

    /// The value alone; for many at once.
    pub fn cell(&self, indicator: usize, area: usize, year: i32) -> Cell {
        let of = self.catalogue.indicators.get(indicator);
        let node = self.catalogue.program.nodes.get(indicator).and_then(Option::as_ref);
        match (of, node) {
            (Some(of), _) if !applies(of, self.tree.node(area).level) => Cell::Missing(Reason::OtherLevel),
            (Some(of), _) if of.composite.is_some() => {
                let cells = self.cells(indicator, &[area], year);
                cells.first().copied().unwrap_or(Cell::Missing(Reason::NoFormula))
            }
            (Some(of), Some(node)) => rounded(of, self.node(node, area, year)),
            _ => Cell::Missing(Reason::NoFormula),
        }
    }

    fn applies(&self, indicator: usize, area: usize) -> bool {
        let of = self.catalogue.indicators.get(indicator);
        of.is_some_and(|of| applies(of, self.tree.node(area).level))
    }

    /// The values of several areas of one level, of which an index is computed once.
    pub fn cells(&self, indicator: usize, areas: &[usize], year: i32) -> Vec<Cell> {
        let composite = self.catalogue.indicators.get(indicator).and_then(|of| of.composite.as_ref());
        match (composite, areas.first()) {
            (Some(composite), Some(first)) if self.applies(indicator, *first) => {
                let all: Vec<usize> = self.tree.level(self.tree.node(*first).level).collect();
                composite::values(composite, self.parts(composite, &all, year), areas)
            }
            _ => areas.iter().map(|area| self.cell(indicator, *area, year)).collect(),
        }
    }

    /// The ranking of areas of one level by a composite index.
    pub fn ranking(&self, composite: &Composite, areas: &[usize], year: i32) -> Ranking {
        composite::ranking(composite, self.parts(composite, areas, year))
    }

    /// The parts of a composite index, by area.
    fn parts(&self, composite: &Composite, areas: &[usize], year: i32) -> Vec<(usize, Vec<Cell>)> {
        let positions: Vec<Option<usize>> =
            composite.parts.iter().map(|part| self.catalogue.position(&part.indicator)).collect();
        let cell = |position: &Option<usize>, area| match position {
            Some(position) => self.cell(*position, area, year),
            None => Cell::Missing(Reason::NoFormula),
        };
        let row = |area: &usize| (*area, positions.iter().map(|position| cell(position, *area)).collect());
        areas.iter().map(row).collect()
    }

    fn node(&self, node: &Node, area: usize, year: i32) -> Cell {
        match node {
            Node::Number(number) => Cell::Value(*number),
            Node::Operand(operand) => self.operand(operand, area, year),
            Node::Indicator { index, place, time } => self.indicator(*index, *place, *time, area, year),
            Node::Negative(inner) => self.node(inner, area, year).negative(),
            Node::Binary(operator, left, right) => {
                let (left, right) = (self.node(left, area, year), self.node(right, area, year));
                match operator {
                    Operator::Plus => left.plus(right),
                    Operator::Minus => left.minus(right),
                    Operator::Times => left.times(right),
                    Operator::Divide => left.divided_by(right),
                }
            }
            Node::Choice(choice, left, right) => {
                let (left, right) = (self.node(left, area, year), self.node(right, area, year));
                left.chosen(right, if *choice == Choice::Least { f64::min } else { f64::max })
            }
            Node::Areas(level) => Cell::counted(self.tree.within(*level, area).len() as f64),
            Node::Without(level, operand) => self.without(*level, operand, area, year),
        }
    }

    /// In how many areas of a level there is nothing; missing if one of them has no figure.
    fn without(&self, level: AreaLevel, operand: &Operand, area: usize, year: i32) -> Cell {
        let mut count = 0.0;
        for inner in self.tree.within(level, area) {
            match self.operand(operand, inner, year) {
                missing @ Cell::Missing(_) => return missing,
                Cell::Suppressed => return Cell::Suppressed,
                cell => count += f64::from(u8::from(cell.number() == Some(0.0))),
            }
        }
        Cell::counted(count)
    }

    fn place(&self, place: Place, area: usize) -> Option<usize> {
        match place {
            Place::Own => Some(area),
            Place::District => self.tree.node(area).district,
            Place::State => Some(self.tree.state()),
        }
    }

    fn operand(&self, operand: &Operand, area: usize, year: i32) -> Cell {
        let reason = u16::try_from(operand.measure).unwrap_or(u16::MAX);
        let Some(area) = self.place(operand.place, area) else {
            return Cell::Missing(Reason::OtherLevel);
        };
        let of = |year| self.figure(operand, area, year);
        match operand.time {
            Time::Same => of(year),
            Time::Before(years) => of(year.saturating_sub(i32::from(years))),
            Time::Previous => self.of_previous_survey(operand, reason, area, year),
        }
    }

    /// The figure of the survey before, the last one that covered the state, so that figures beside each other have the
    /// same span. An area that was not in it has none.
    fn of_previous_survey(&self, operand: &Operand, reason: u16, area: usize, year: i32) -> Cell {
        let Operand { measure, selection, .. } = *operand;
        // Of the state every survey has a figure of its own, or the sum of the districts.
        let of_state = |year: &i32| self.facts.selected(measure, selection, self.tree.state(), *year);
        let before = || (self.facts.first_year..year).rev();
        let survey = before()
            .find(|year| !of_state(year).is_missing())
            .or_else(|| before().find(|year| !self.figure(operand, area, *year).is_missing()));
        let Some(survey) = survey else { return Cell::Missing(Reason::NoEarlierSurvey(reason)) };
        match self.figure(operand, area, survey) {
            Cell::Missing(Reason::NoFigure(_) | Reason::NoSuchGroup(_) | Reason::PartsMissing(_)) => {
                Cell::Missing(Reason::NotInSurveyBefore(reason, i16::try_from(survey).unwrap_or(i16::MAX)))
            }
            cell => cell,
        }
    }

    fn indicator(&self, index: usize, place: Place, time: Time, area: usize, year: i32) -> Cell {
        let Some(area) = self.place(place, area) else { return Cell::Missing(Reason::OtherLevel) };
        match time {
            Time::Same => self.cell(index, area, year),
            Time::Before(years) => self.cell(index, area, year.saturating_sub(i32::from(years))),
            Time::Previous => {
                let before = || (self.facts.first_year..year).rev();
                let has = |area: usize| move |year: &i32| !self.cell(index, area, *year).is_missing();
                // The same year for all areas, as of a measure.
                let year = before().find(has(self.tree.state())).or_else(|| before().find(has(area)));
                let none = Cell::Missing(Reason::NoEarlierSurvey(u16::MAX));
                year.map_or(none, |year| self.cell(index, area, year))
            }
        }
    }

    /// The figure of an area, or what stands in for it: that is an estimate.
    fn figure(&self, operand: &Operand, area: usize, year: i32) -> Cell {
        let counted = self.own_figure(operand, area, year);
        let is_open =
            |reason| matches!(reason, Reason::NoFigure(_) | Reason::NoSuchGroup(_) | Reason::PartsMissing(_));
        let (Some((measure, selection)), true) =
            (operand.stand_in, matches!(counted, Cell::Missing(reason) if is_open(reason)))
        else {
            return counted;
        };
        let operand = Operand { measure, selection, stand_in: None, ..*operand };
        match self.own_figure(&operand, area, year).number() {
            Some(number) => Cell::Estimated(number),
            None => counted,
        }
    }

    /// The area's own figure, or that of the same ground under another key, or the sum of its parts.
    fn own_figure(&self, operand: &Operand, area: usize, year: i32) -> Cell {
        let measure = self.catalogue.measures.get(operand.measure);
        if measure.is_some_and(|measure| measure.parameter) {
            let (state, year) = (self.tree.state(), self.facts.first_year);
            return self.facts.selected(operand.measure, operand.selection, state, year);
        }
        let selected = |area| self.facts.selected(operand.measure, operand.selection, area, year);
        let own = selected(area);
        if !matches!(own, Cell::Missing(Reason::NoFigure(_) | Reason::NoSuchGroup(_))) {
            return own;
        }
        let node = self.tree.node(area);
        let ground = match node.parts[..] {
            [only] if !node.is_approximate => only,
            _ => area,
        };
        let same = std::iter::once(ground).chain(self.tree.twins(ground).iter().copied());
        if let Some(cell) = same.map(selected).find(|cell| !cell.is_missing()) {
            return cell;
        }
        let additive = measure.is_some_and(|measure| measure.additive);
        if node.parts.len() < 2 || !additive {
            return own;
        }
        let reason = u16::try_from(operand.measure).unwrap_or(u16::MAX);
        let mut sum: Option<Cell> = None;
        let mut missing = 0;
        for part in &node.parts {
            match self.figure(operand, *part, year) {
                Cell::Missing(_) => missing += 1,
                cell => sum = Some(sum.map_or(cell, |sum| sum.plus(cell))),
            }
        }
        match sum {
            Some(sum) if missing == 0 => sum,
            Some(_) => Cell::Missing(Reason::PartsMissing(reason)),
            None => own,
        }
    }
}

/// Whether an indicator is defined for areas of a level. A planning area is put together from municipalities
/// and a quarter is smaller than one, so both take what municipalities or Ämter may have.
fn applies(indicator: &Indicator, level: AreaLevel) -> bool {
    indicator.levels.contains(&level)
        || matches!(level, AreaLevel::Quarter | AreaLevel::PlanningArea)
            && indicator.levels.iter().any(|known| matches!(known, AreaLevel::Amt | AreaLevel::Municipality))
}

/// Estimated counts are given in tens, so that nobody takes them for counted.
fn rounded(indicator: &Indicator, cell: Cell) -> Cell {
    let is_count = !indicator.unit.dimension.is_number() && indicator.unit.scale == 1.0;
    match cell {
        Cell::Estimated(number) if indicator.secrecy == "estimate_rounded_10" && is_count => {
            Cell::Estimated((number / 10.0).round() * 10.0)
        }
        other => other,
    }
}

/// What is above and below the fraction bar: of `100 * a / b` it is a and b.
fn fraction(node: &Node) -> Option<(&Node, &Node)> {
    match node {
        Node::Binary(Operator::Divide, above, below) => match above.as_ref() {
            Node::Binary(Operator::Times, factor, inner) if matches!(**factor, Node::Number(_)) => {
                Some((inner, below))
            }
            Node::Number(_) => None,
            _ => Some((above, below)),
        },
        Node::Binary(Operator::Times, factor, inner) if matches!(**factor, Node::Number(_)) => {
            fraction(inner)
        }
        _ => None,
    }
}
