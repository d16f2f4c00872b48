//! Benchmarking: iterative proportional fitting (Deming and Stephan 1940) of a projected population to
//! control totals. Each control scales its cells by one factor, and that is repeated until all
//! controls hold, so the structure inside a control's cells changes as little as the controls allow.

use std::ops::RangeInclusive;

use crate::model::{BySexAge, Model, OPEN_AGE, Scenario};
use crate::projection::group::Group;
use crate::units::{Ags, Year};

/// Greatest relative difference from a control total at the end.
pub const TOLERANCE: f64 = 1e-12;
/// Rounds after which controls count as contradictory. Consistent ones need a few dozen.
const MAX_ROUNDS: usize = 1_000;

/// A control total: the persons of a group at the end of a year.
#[derive(Debug, Clone, PartialEq)]
pub struct Control {
    /// One district; `None` for all together.
    pub area: Option<Ags>,
    /// Its 31 December.
    pub year: Year,
    /// Whom it counts.
    pub group: Group,
    /// The total that is reached.
    pub persons: f64,
}

/// The difference between a projection and a control total before the adjustment.
#[derive(Debug, Clone, PartialEq)]
pub struct Discrepancy {
    /// The control total.
    pub control: Control,
    /// Persons that the projection had before.
    pub projected: f64,
}

impl Discrepancy {
    /// Projected persons minus the control total.
    pub fn difference(&self) -> f64 {
        self.projected - self.control.persons
    }
}

/// Why a population cannot be adjusted to its control totals.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum BenchmarkError {
    #[error("the control total of {control} is {persons} persons, but must be a number that is not negative")]
    NoCount { control: String, persons: f64 },
    #[error(
        "the control total of {control} is {persons} persons, but nobody is projected there, so no factor can reach it"
    )]
    Nobody { control: String, persons: f64 },
    #[error(
        "the control totals contradict each other: after {MAX_ROUNDS} rounds {control} still misses its {persons} persons by {off:.3}; hint: age groups of an area must add up to its total"
    )]
    Contradiction { control: String, persons: f64, off: f64 },
    #[error("there is a control total for {0}, which is not a district of the model")]
    UnknownArea(Ags),
}

fn describe(control: &Control) -> String {
    let area = control.area.as_ref().map_or("the state".to_owned(), ToString::to_string);
    let sex = match control.group.sex {
        None => "",
        Some(crate::units::Sex::Male) => " (men)",
        Some(crate::units::Sex::Female) => " (women)",
    };
    match (*control.group.ages.start(), *control.group.ages.end()) {
        (0, end) if end >= OPEN_AGE => format!("{area}{sex}"),
        (from, to) => format!("{area}{sex} aged {from} to {to}"),
    }
}

/// The scenario's control totals of each year. Between the base and a total, and between two totals
/// of a district, lies a straight line, so that a single total of 2040 makes no jump in 2040.
pub fn of_scenario(model: &Model, scenario: &Scenario, to: Year) -> Vec<Control> {
    let mut controls = Vec::new();
    for (i, district) in model.districts.iter().enumerate() {
        let base = model.population.get(i).map_or(0.0, |table| Group::ALL.sum(table));
        let mut known = (model.base_year, base);
        let totals = scenario.control_totals.iter().filter(|((key, _), _)| *key == district.key);
        for ((_, until), &persons) in totals.filter(|((_, year), _)| *year > model.base_year) {
            let (from, start) = known;
            for year in from.0 + 1..=until.0.min(to.0) {
                let way = f64::from(year - from.0) / f64::from(until.0 - from.0);
                controls.push(Control {
                    area: Some(district.key.clone()),
                    year: Year(year),
                    group: Group::ALL,
                    persons: start + way * (persons - start),
                });
            }
            known = (*until, persons);
        }
    }
    controls
}

/// Adjusts a population to its control totals and returns the differences that it had before. `areas` are the keys of
/// the rows of `population`.
pub fn fit(
    areas: &[Ags],
    population: &mut [BySexAge],
    controls: &[Control],
) -> Result<Vec<Discrepancy>, BenchmarkError> {
    let rows = controls.iter().map(|control| rows_of(areas, control)).collect::<Result<Vec<_>, _>>()?;
    let sum = |population: &[BySexAge], rows: &RangeInclusive<usize>, group: &Group| -> f64 {
        population.get(rows.clone()).unwrap_or(&[]).iter().map(|table| group.sum(table)).sum()
    };
    let discrepancies = controls.iter().zip(&rows).map(|(control, rows)| Discrepancy {
        control: control.clone(),
        projected: sum(population, rows, &control.group),
    });
    let discrepancies = discrepancies.collect();
    for _ in 0..MAX_ROUNDS {
        for (control, rows) in controls.iter().zip(&rows) {
            let found = sum(population, rows, &control.group);
            let factor = factor(control, found)?;
            scale(population.get_mut(rows.clone()).unwrap_or(&mut []), &control.group, factor);
        }
        if worst(controls, &rows, population, sum).is_none() {
            return Ok(discrepancies);
        }
    }
    match worst(controls, &rows, population, sum) {
        None => Ok(discrepancies),
        Some((control, off)) => {
            Err(BenchmarkError::Contradiction { control: describe(control), persons: control.persons, off })
        }
    }
}

fn rows_of(areas: &[Ags], control: &Control) -> Result<RangeInclusive<usize>, BenchmarkError> {
    let Some(key) = &control.area else {
        return Ok(0..=areas.len().saturating_sub(1));
    };
    let row = areas.iter().position(|area| area == key);
    row.map(|row| row..=row).ok_or_else(|| BenchmarkError::UnknownArea(key.clone()))
}

fn factor(control: &Control, found: f64) -> Result<f64, BenchmarkError> {
    let persons = control.persons;
    if !(persons.is_finite() && persons >= 0.0) {
        return Err(BenchmarkError::NoCount { control: describe(control), persons });
    }
    if found == persons {
        return Ok(1.0);
    }
    if found <= 0.0 {
        return Err(BenchmarkError::Nobody { control: describe(control), persons });
    }
    Ok(persons / found)
}

fn scale(population: &mut [BySexAge], group: &Group, factor: f64) {
    population.iter_mut().for_each(|table| group.for_each_cell(table, |cell, _, _| *cell *= factor));
}

/// The control that is missed by most, if any is missed, and by how many persons.
fn worst<'a>(
    controls: &'a [Control],
    rows: &[RangeInclusive<usize>],
    population: &[BySexAge],
    sum: impl Fn(&[BySexAge], &RangeInclusive<usize>, &Group) -> f64,
) -> Option<(&'a Control, f64)> {
    let off = controls.iter().zip(rows).map(|(control, rows)| {
        let off = sum(population, rows, &control.group) - control.persons;
        (control, off)
    });
    off.filter(|(control, off)| off.abs() > TOLERANCE * control.persons)
        .max_by(|(_, a), (_, b)| a.abs().total_cmp(&b.abs()))
}

#[cfg(test)]
mod tests;
