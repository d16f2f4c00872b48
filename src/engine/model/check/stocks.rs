//! The base population and the official populations of the past.

use std::collections::BTreeMap;

use super::{Finding, finding};
use crate::model::load::ModelSet;
use crate::model::{BySexAge, OPEN_AGE, Observed};
use crate::units::{Ags, Sex, Year};

const OBSERVED: &str = "observed.csv";

fn sex_word(sex: Option<Sex>) -> &'static str {
    match sex {
        Some(Sex::Male) => "men",
        Some(Sex::Female) => "women",
        None => "both sexes",
    }
}

/// The persons of a table in an official group.
fn in_group(table: &BySexAge, group: &Observed) -> f64 {
    let ages = group.age_from..=group.age_to.unwrap_or(OPEN_AGE);
    let sexes = table.iter().zip([Sex::Male, Sex::Female]);
    let chosen = sexes.filter(|(_, sex)| group.sex.is_none_or(|wanted| wanted == *sex));
    chosen.flat_map(|(row, _)| row.get(ages.clone()).unwrap_or_default()).sum()
}

/// Splitting groups to single ages must not move anybody from one group to another.
pub fn base_population_sums_to_the_official_groups(set: &ModelSet) -> Vec<Finding> {
    let model = &set.model;
    let mut findings = Vec::new();
    for (district, table) in model.districts.iter().zip(&model.population) {
        let groups = || {
            let here = model.history.iter().filter(|group| group.district == district.key);
            here.filter(|group| group.year == model.base_year)
        };
        if groups().next().is_none() {
            let sentence =
                format!("there is no official population of {} in {}", district.key, model.base_year.0);
            findings.push(finding(set, OBSERVED, sentence));
        }
        for group in groups() {
            let persons = in_group(table, group);
            if persons != group.persons {
                let sentence = format!(
                    "{} aged {} and over in their group in {} are {persons}, but officially {}",
                    sex_word(group.sex),
                    group.age_from,
                    district.key,
                    group.persons
                );
                findings.push(finding(set, "population.csv", sentence));
            }
        }
    }
    findings
}

/// Where the ages of the state are official in the base year, the districts add up to each of them.
pub fn base_population_sums_to_the_official_ages_of_the_state(set: &ModelSet) -> Vec<Finding> {
    let model = &set.model;
    let of_base =
        model.history.iter().filter(|group| group.year == model.base_year && !group.district.is_district());
    let mut findings = Vec::new();
    for group in of_base {
        let persons: f64 = model.population.iter().map(|table| in_group(table, group)).sum();
        if persons != group.persons {
            let sentence = format!(
                "{} of {} from age {} are {persons}, but officially {}",
                sex_word(group.sex),
                group.district,
                group.age_from,
                group.persons
            );
            findings.push(finding(set, "population.csv", sentence));
        }
    }
    findings
}

pub fn observed_groups_cover_every_age_once(set: &ModelSet) -> Vec<Finding> {
    let mut series: BTreeMap<(Year, &Ags, Option<usize>), Vec<&Observed>> = BTreeMap::new();
    for group in &set.model.history {
        let sex = group.sex.map(|sex| sex as usize);
        series.entry((group.year, &group.district, sex)).or_default().push(group);
    }
    let mut findings = Vec::new();
    for ((year, area, _), mut groups) in series {
        groups.sort_by_key(|group| group.age_from);
        let mut next = Some(0);
        for group in &groups {
            if next != Some(group.age_from) {
                let sentence = format!(
                    "{} of {area} in {}: a group begins at age {}, but must begin at {}",
                    sex_word(group.sex),
                    year.0,
                    group.age_from,
                    next.map_or("no age, as an open group stands before it".to_owned(), |age| age
                        .to_string())
                );
                findings.push(finding(set, OBSERVED, sentence));
            }
            next = group.age_to.map(|age| age + 1);
        }
        if let Some(age) = next {
            let sentence = format!("{area} in {}: nobody aged {age} and over is counted", year.0);
            findings.push(finding(set, OBSERVED, sentence));
        }
    }
    findings
}

pub fn observed_years_lie_not_behind_the_base(set: &ModelSet) -> Vec<Finding> {
    let base = set.model.base_year;
    let late = set.model.history.iter().filter(|group| group.year > base);
    late.map(|group| {
        let sentence =
            format!("{} has a figure of {}, but the base year is {}", group.district, group.year.0, base.0);
        finding(set, OBSERVED, sentence)
    })
    .collect()
}

/// In years for which both are known.
pub fn observed_districts_sum_to_the_state(set: &ModelSet) -> Vec<Finding> {
    let mut totals: BTreeMap<Year, (f64, f64)> = BTreeMap::new();
    for group in &set.model.history {
        let (state, districts) = totals.entry(group.year).or_default();
        *if group.district.is_district() { districts } else { state } += group.persons;
    }
    let differ = |(state, districts): &(f64, f64)| *state > 0.0 && *districts > 0.0 && state != districts;
    totals
        .into_iter()
        .filter(|(_, sums)| differ(sums))
        .map(|(year, (state, districts))| {
            let sentence = format!("in {} the districts have {districts}, but the state {state}", year.0);
            finding(set, OBSERVED, sentence)
        })
        .collect()
}
