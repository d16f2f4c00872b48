//! Facts of a file put together: equal rows, districts of before a reform, and dashes that stand for something else than
//! nothing.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::context::Context;
use super::date::ReferenceDate;
use super::fact::{FactKey, StatFact};
use super::fault::{Fault, RowFault};
use super::figure::{Figure, Sign};
use super::finding::{Finding, Findings, InYear, Made, Names};
use super::layout::{EqualRows, Layout};

/// The population, which no area is without.
const POPULATION: &str = "N";
/// The length of a municipality's key.
const MUNICIPALITY: usize = 8;
/// So many areas are named in a note.
const SHOWN: usize = 20;
/// So much may a sum of rounded parts differ from its whole.
const ROUNDING: f64 = 24.0;

/// What is kept of a fact beside its key, which would take much memory twice.
#[derive(Debug, Clone, Copy)]
struct Held {
    figure: Figure,
    date: Option<NaiveDate>,
    line: usize,
}

/// Collects the facts of a file.
pub struct Collector<'a> {
    layout: &'a Layout,
    context: Context<'a>,
    facts: BTreeMap<FactKey, Held>,
    /// Figures of dissolved districts, by the key of the area of today that holds their ground.
    parts: BTreeMap<FactKey, BTreeMap<String, StatFact>>,
    of_parts: usize,
    repeated: usize,
    /// Municipalities whose figures are sums of several.
    joined: Vec<InYear>,
    findings: Findings,
}

impl<'a> Collector<'a> {
    /// A collector of a file's facts.
    pub fn new(layout: &'a Layout, context: Context<'a>) -> Self {
        Self {
            layout,
            context,
            facts: BTreeMap::new(),
            parts: BTreeMap::new(),
            of_parts: 0,
            repeated: 0,
            joined: Vec::new(),
            findings: Findings::default(),
        }
    }

    /// Takes a fact. Several of one key are summed where the mapping says so; a flat file may repeat a row.
    pub fn add(&mut self, fact: StatFact, wrong: &mut Vec<Fault>) {
        let StatFact { key, figure, date, line: here } = fact;
        let Some(known) = self.facts.get_mut(&key) else {
            self.facts.insert(key, Held { figure, date, line: here });
            return;
        };
        let is_additive = || {
            let measures = &self.context.catalogue.measures;
            let measure = self.context.catalogue.measure(&key.measure).and_then(|at| measures.get(at));
            measure.is_some_and(|measure| measure.additive)
        };
        let line = known.line;
        let boxed = || Box::new(key.clone());
        let what = if let (Some(one), Some(other)) = (known.date, date)
            && one != other
        {
            let (one, other) = (ReferenceDate::Day(one), ReferenceDate::Day(other));
            RowFault::TwoDates { key: boxed(), line, one, other }
        } else if self.layout.equal_rows == EqualRows::Sum {
            if is_additive() {
                known.figure = sum(known.figure, figure);
                return;
            }
            RowFault::NoSum { key: boxed(), line }
        } else if self.layout.is_own() {
            RowFault::Twice { key: boxed(), line }
        } else if known.figure == figure {
            self.repeated += 1;
            return;
        } else {
            RowFault::OtherValue { key: boxed(), line }
        };
        wrong.push(Fault { line: here, what });
    }

    /// Takes the figure of a district that a reform dissolved later, once for each area that holds its ground.
    pub fn add_parts(&mut self, old: &str, facts: Vec<StatFact>, wrong: &mut Vec<Fault>) {
        for fact in facts {
            let of_area = self.parts.entry(fact.key.clone()).or_default();
            match of_area.get(old) {
                Some(known) if known.figure != fact.figure => {
                    let key = Box::new(FactKey { area: old.to_owned(), ..fact.key });
                    let what = RowFault::OtherValue { key, line: known.line };
                    wrong.push(Fault { line: fact.line, what });
                    return;
                }
                Some(_) => {}
                None => {
                    of_area.insert(old.to_owned(), fact);
                    self.of_parts += 1;
                }
            }
        }
    }

    /// How many figures are collected.
    pub fn figures(&self) -> usize {
        self.facts.len() + self.of_parts
    }

    /// All facts by their keys, and what is to be said about them.
    pub fn finish(mut self) -> (Vec<StatFact>, Findings) {
        if self.repeated > 0 {
            let rows = self.repeated;
            self.findings.push(Finding::Repeated { rows });
        }
        self.sum_parts();
        if !self.layout.is_own() {
            self.mark_areas();
            self.mark_columns();
        }
        let fact = |(key, Held { figure, date, line })| StatFact { key, figure, date, line };
        (self.facts.into_iter().map(fact).collect(), self.findings)
    }

    /// Gives areas of today the sums of the districts before a reform, if all of them are there.
    fn sum_parts(&mut self) {
        let (mut summed, mut partial) = (Vec::new(), Vec::new());
        for (key, parts) in std::mem::take(&mut self.parts) {
            if key.area.len() == MUNICIPALITY {
                self.join(key, &parts);
                continue;
            }
            let on = date_of(&parts, key.year);
            let (wanted, is_whole) = self.context.reforms.predecessors(&key.area, on);
            let is_complete = is_whole && wanted.iter().all(|old| parts.contains_key(*old));
            let total = parts
                .values()
                .map(|part| part.figure)
                .reduce(sum)
                .filter(|_| is_complete && self.adds_up(&key));
            let given = self.facts.get(&key).filter(|fact| fact.figure.sign != Sign::NoArea);
            if let Some(given) = given {
                let both = given.figure.number.zip(total.and_then(|total| total.number));
                if let Some((whole, sum)) = both.filter(|(whole, sum)| (whole - sum).abs() > ROUNDING) {
                    self.findings.push(Finding::Predecessors { key, whole, sum });
                }
                continue;
            }
            let no_area = Figure { sign: Sign::NoArea, number: None, quality: None };
            let first = parts.values().next();
            let (date, line) = first.map_or((None, 0), |part| (part.date, part.line));
            let list = if total.is_some() { &mut summed } else { &mut partial };
            list.push(area_in_year(&key));
            self.facts.insert(key, Held { figure: total.unwrap_or(no_area), date, line });
        }
        let joined = std::mem::take(&mut self.joined);
        self.tell(joined, Made::Joined);
        self.tell(summed, Made::Summed);
        self.tell(partial, Made::Partial);
    }

    /// Adds the figures of municipalities to that of the one of which they became part, if all of them are there. Until
    /// then this was smaller, or not there at all.
    fn join(&mut self, key: FactKey, parts: &BTreeMap<String, StatFact>) {
        let Some(total) = parts.values().map(|part| part.figure).reduce(sum) else { return };
        // Nothing of the parts changes nothing, whether they still existed or not.
        if total.sign == Sign::Nothing {
            return;
        }
        let is_complete =
            self.context.reforms.merged_into(&key.area).iter().all(|old| parts.contains_key(*old));
        let adds_up = self.adds_up(&key);
        let line = parts.values().next().map_or(0, |part| part.line);
        let no_area = Figure { sign: Sign::NoArea, number: None, quality: None };
        let joined = match self.facts.get(&key) {
            Some(own) if is_complete && adds_up && own.figure.sign == Sign::NoArea => total,
            Some(own) if is_complete && adds_up => sum(own.figure, total),
            None if is_complete && adds_up && self.context.reforms.is_formed(&key.area) => total,
            _ => no_area,
        };
        let date = parts.values().find_map(|part| part.date);
        self.joined.push(area_in_year(&key));
        self.facts.insert(key, Held { figure: joined, date, line });
    }

    fn adds_up(&self, key: &FactKey) -> bool {
        let catalogue = self.context.catalogue;
        let measure = catalogue.measure(&key.measure).and_then(|at| catalogue.measures.get(at));
        measure.is_some_and(|measure| measure.additive)
    }

    fn tell(&mut self, mut what: Vec<InYear>, how: Made) {
        let figures = what.len();
        what.sort();
        what.dedup();
        if !what.is_empty() {
            let more = what.len().saturating_sub(SHOWN);
            what.truncate(SHOWN);
            let names = Names { first: what, more };
            self.findings.push(Finding::Made { figures, how, names });
        }
    }

    /// No area is without residents: where the whole population is `-`, there was no such area.
    fn mark_areas(&mut self) {
        let mut nobody: BTreeMap<(String, i32), bool> = BTreeMap::new();
        for (key, fact) in self.facts.iter().filter(|(key, _)| key.measure == POPULATION) {
            let all = nobody.entry((key.area.clone(), key.year)).or_insert(true);
            *all &= fact.figure.sign == Sign::Nothing;
        }
        let mut marked = Vec::new();
        for (key, fact) in self.facts.iter_mut().filter(|(_, fact)| fact.figure.sign == Sign::Nothing) {
            if key.measure == POPULATION && nobody.get(&(key.area.clone(), key.year)) == Some(&true) {
                fact.figure.sign = Sign::NoArea;
                marked.push(area_in_year(key));
            }
        }
        self.tell(marked, Made::NoArea);
    }

    /// A column that is `-` for every district or the whole state is one that the statistic does not ask at that time.
    fn mark_columns(&mut self) {
        let column = |key: &FactKey| (key.measure.clone(), key.kind.clone(), key.year);
        let mut empty: BTreeMap<(String, Option<String>, i32), (bool, bool)> = BTreeMap::new();
        for (key, fact) in self.facts.iter().filter(|(_, fact)| fact.figure.sign != Sign::NoArea) {
            let (all, is_large) = empty.entry(column(key)).or_insert((true, false));
            *all &= fact.figure.sign == Sign::Nothing;
            *is_large |= key.area.len() <= 5;
        }
        let mut marked = Vec::new();
        for (key, fact) in self.facts.iter_mut().filter(|(_, fact)| fact.figure.sign == Sign::Nothing) {
            if empty.get(&column(key)) == Some(&(true, true)) {
                fact.figure.sign = Sign::NotAsked;
                let kind = key.kind.as_ref().map(|kind| format!(", {kind}")).unwrap_or_default();
                marked.push(InYear { name: format!("{}{kind}", key.measure), year: key.year });
            }
        }
        self.tell(marked, Made::NotAsked);
    }
}

fn area_in_year(key: &FactKey) -> InYear {
    InYear { name: key.area.clone(), year: key.year }
}

fn date_of(parts: &BTreeMap<String, StatFact>, year: i32) -> NaiveDate {
    let day = parts.values().find_map(|part| part.date).map_or(ReferenceDate::Year(year), ReferenceDate::Day);
    day.on()
}

/// The sum of two figures. What is unknown in one is unknown in the sum.
fn sum(one: Figure, other: Figure) -> Figure {
    let number = |figure: Figure| if figure.sign == Sign::Nothing { Some(0.0) } else { figure.number };
    let (Some(a), Some(b)) = (number(one), number(other)) else {
        return if number(one).is_none() { one } else { other };
    };
    let sign = match (one.sign, other.sign) {
        (Sign::Nothing, Sign::Nothing) => Sign::Nothing,
        (Sign::Uncertain, _) | (_, Sign::Uncertain) => Sign::Uncertain,
        _ if a + b == 0.0 => Sign::RoundedToZero,
        _ => Sign::Plain,
    };
    let number = if sign == Sign::Nothing { None } else { Some(a + b) };
    Figure { sign, number, quality: one.quality.filter(|quality| other.quality == Some(*quality)) }
}
