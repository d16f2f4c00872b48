//! Facts of a file put together: equal rows, districts of before a reform, and dashes that stand for something else than
//! nothing.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::context::Context;
use super::date::ReferenceDate;
use super::fact::{FactKey, StatFact};
use super::figure::{Figure, Sign};
use super::finding::{Fault, Finding};
use super::layout::{EqualRows, Layout};

/// The population, which no area is without.
const POPULATION: &str = "N";
/// The length of a municipality's key.
const MUNICIPALITY: usize = 8;
/// So many areas are named in a note.
const SHOWN: usize = 20;
/// So much may a sum of rounded parts differ from its whole.
const ROUNDING: f64 = 24.0;

/// Collects the facts of a file.
pub struct Collector<'a> {
    layout: &'a Layout,
    context: Context<'a>,
    facts: BTreeMap<FactKey, StatFact>,
    /// Figures of dissolved districts, by the key of the area of today that holds their ground.
    parts: BTreeMap<FactKey, BTreeMap<String, StatFact>>,
    of_parts: usize,
    repeated: usize,
    /// Municipalities whose figures are sums of several.
    joined: Vec<String>,
    findings: Vec<Finding>,
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
            findings: Vec::new(),
        }
    }

    /// Takes a fact. Several of one key are summed where the mapping says so; a flat file may repeat a row.
    pub fn add(&mut self, fact: StatFact, wrong: &mut Vec<Fault>) {
        let Some(known) = self.facts.get_mut(&fact.key) else {
            self.facts.insert(fact.key.clone(), fact);
            return;
        };
        let is_additive = || {
            let measures = &self.context.catalogue.measures;
            let measure = self.context.catalogue.measure(&fact.key.measure).and_then(|at| measures.get(at));
            measure.is_some_and(|measure| measure.additive)
        };
        let (key, line) = (&fact.key, known.line);
        let sentence = if let (Some(one), Some(other)) = (known.date, fact.date)
            && one != other
        {
            let (one, other) = (ReferenceDate::Day(one), ReferenceDate::Day(other));
            format!("{key} appears twice, on {one} in line {line} and on {other}; hint: keep one date a year")
        } else if self.layout.equal_rows == EqualRows::Sum {
            if is_additive() {
                known.figure = sum(known.figure, fact.figure);
                return;
            }
            format!("{key} appears twice, here and in line {line}, and figures of this kind do not add up")
        } else if self.layout.is_own() {
            format!(
                "{key} appears twice, here and in line {line}; hint: equal_rows = \"sum\" in the mapping adds up rows that are parts, such as one for each provider"
            )
        } else if known.figure == fact.figure {
            self.repeated += 1;
            return;
        } else {
            format!("{key} appears twice, here and in line {line}, with other values")
        };
        wrong.push(Fault { line: fact.line, sentence });
    }

    /// Takes the figure of a district that a reform dissolved later, once for each area that holds its ground.
    pub fn add_parts(&mut self, old: &str, facts: Vec<StatFact>, wrong: &mut Vec<Fault>) {
        for fact in facts {
            let of_area = self.parts.entry(fact.key.clone()).or_default();
            match of_area.get(old) {
                Some(known) if known.figure != fact.figure => {
                    let key = FactKey { area: old.to_owned(), ..fact.key };
                    let line = known.line;
                    let sentence = format!("{key} appears twice, here and in line {line}, with other values");
                    wrong.push(Fault { line: fact.line, sentence });
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
    pub fn finish(mut self) -> (Vec<StatFact>, Vec<Finding>) {
        if self.repeated > 0 {
            let rows = self.repeated;
            self.findings
                .push(Finding::note(format!("{rows} rows appear twice with the same figure and count once")));
        }
        self.sum_parts();
        if !self.layout.is_own() {
            self.mark_areas();
            self.mark_columns();
        }
        (self.facts.into_values().collect(), self.findings)
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
                    let sentence =
                        format!("{key} is {whole}, but the districts before the reform add up to {sum}");
                    self.findings.push(Finding::warning(sentence));
                }
                continue;
            }
            let no_area = Figure { sign: Sign::NoArea, number: None, quality: None };
            let first = parts.values().next();
            let (date, line) = first.map_or((None, 0), |part| (part.date, part.line));
            let list = if total.is_some() { &mut summed } else { &mut partial };
            list.push(format!("{} in {}", key.area, key.year));
            let fact = StatFact { key: key.clone(), figure: total.unwrap_or(no_area), date, line };
            self.facts.insert(key, fact);
        }
        let joined = std::mem::take(&mut self.joined);
        self.tell(
            joined,
            "sums of the municipalities that became one, or missing where one of them is not there",
        );
        self.tell(summed, "sums of all the districts before the reform of 4 September 2011");
        self.tell(partial, "missing, because the districts before the reform of 4 September 2011 do not make up the area or are not all there");
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
        self.joined.push(format!("{} in {}", key.area, key.year));
        self.facts.insert(key.clone(), StatFact { key, figure: joined, date, line });
    }

    fn adds_up(&self, key: &FactKey) -> bool {
        let catalogue = self.context.catalogue;
        let measure = catalogue.measure(&key.measure).and_then(|at| catalogue.measures.get(at));
        measure.is_some_and(|measure| measure.additive)
    }

    fn tell(&mut self, mut what: Vec<String>, how: &str) {
        let figures = what.len();
        what.sort();
        what.dedup();
        if !what.is_empty() {
            let more = what.len().saturating_sub(SHOWN);
            what.truncate(SHOWN);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            self.findings
                .push(Finding::note(format!("{figures} figures are {how}: {}{more}", what.join(", "))));
        }
    }

    /// No area is without residents: where the whole population is `-`, there was no such area.
    fn mark_areas(&mut self) {
        let mut nobody: BTreeMap<(String, i32), bool> = BTreeMap::new();
        for fact in self.facts.values().filter(|fact| fact.key.measure == POPULATION) {
            let all = nobody.entry((fact.key.area.clone(), fact.key.year)).or_insert(true);
            *all &= fact.figure.sign == Sign::Nothing;
        }
        let mut marked = Vec::new();
        for fact in self.facts.values_mut().filter(|fact| fact.figure.sign == Sign::Nothing) {
            let key = &fact.key;
            if key.measure == POPULATION && nobody.get(&(key.area.clone(), key.year)) == Some(&true) {
                fact.figure.sign = Sign::NoArea;
                marked.push(format!("{} in {}", key.area, key.year));
            }
        }
        self.tell(marked, "missing, because an area without residents did not exist");
    }

    /// A column that is `-` for every district or the whole state is one that the statistic does not ask at that time.
    fn mark_columns(&mut self) {
        let column = |key: &FactKey| (key.measure.clone(), key.kind.clone(), key.year);
        let mut empty: BTreeMap<(String, Option<String>, i32), (bool, bool)> = BTreeMap::new();
        for fact in self.facts.values().filter(|fact| fact.figure.sign != Sign::NoArea) {
            let (all, is_large) = empty.entry(column(&fact.key)).or_insert((true, false));
            *all &= fact.figure.sign == Sign::Nothing;
            *is_large |= fact.key.area.len() <= 5;
        }
        let mut marked = Vec::new();
        for fact in self.facts.values_mut().filter(|fact| fact.figure.sign == Sign::Nothing) {
            if empty.get(&column(&fact.key)) == Some(&(true, true)) {
                fact.figure.sign = Sign::NotAsked;
                let kind = fact.key.kind.as_ref().map(|kind| format!(", {kind}")).unwrap_or_default();
                marked.push(format!("{}{kind} in {}", fact.key.measure, fact.key.year));
            }
        }
        self.tell(marked, "missing, because the column is empty for all areas and so was not asked");
    }
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
