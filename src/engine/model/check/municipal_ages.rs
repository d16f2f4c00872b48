//! The ages of the municipalities against the municipalities and the official population of their districts.

use std::collections::BTreeSet;

use super::{Finding, finding};
use crate::model::OPEN_AGE;
use crate::model::load::ModelSet;
use crate::model::municipal_ages::{FILE, MOVES, MunicipalAges};
use crate::units::Sex;

fn ages(set: &ModelSet) -> Option<&MunicipalAges> {
    set.model.municipal_ages.as_ref()
}

pub fn municipal_ages_are_of_the_municipalities_of_the_set(set: &ModelSet) -> Vec<Finding> {
    let Some(ages) = ages(set) else { return Vec::new() };
    let known: BTreeSet<_> = set.model.municipalities.iter().map(|one| &one.key).collect();
    let counted: BTreeSet<_> = ages.counts.iter().map(|count| &count.key).collect();
    let strange =
        counted.difference(&known).map(|key| format!("{key} has ages, but is not in municipalities.csv"));
    let left =
        known.difference(&counted).map(|key| format!("{key} has no ages, but is in municipalities.csv"));
    strange.chain(left).map(|sentence| finding(set, FILE, sentence)).collect()
}

/// The counts are a part of the official table of the same day, so they sum to it exactly.
pub fn municipal_ages_sum_to_the_official_groups_of_districts(set: &ModelSet) -> Vec<Finding> {
    let Some(ages) = ages(set) else { return Vec::new() };
    let mut findings = Vec::new();
    for district in &set.model.districts {
        for sex in [Sex::Male, Sex::Female] {
            for group in 0..ages.from.len() {
                let (from, to) = (ages.group(group).start, ages.group(group).end - 1);
                let inside =
                    ages.counts.iter().filter(|one| one.key.district().as_ref() == Some(&district.key));
                let found: f64 = inside
                    .filter_map(|one| one.persons[sex as usize].get(group))
                    .fold(0.0, |sum, one| sum + one);
                let official = set.model.history.iter().find(|row| {
                    (&row.district, row.year, row.sex) == (&district.key, ages.year, Some(sex))
                        && (row.age_from, row.age_to.unwrap_or(OPEN_AGE)) == (from, to)
                });
                let official = official.map_or(f64::NAN, |row| row.persons);
                if found != official {
                    let sentence = format!(
                        "the municipalities of {} have {found} residents ({}) aged {from} to {to}, the district had {official}",
                        district.key,
                        sex.word()
                    );
                    findings.push(finding(set, FILE, sentence));
                }
            }
        }
    }
    findings
}

pub fn not_everybody_leaves_a_municipality(set: &ModelSet) -> Vec<Finding> {
    let Some(ages) = ages(set) else { return Vec::new() };
    let rates = ages.departure_rates();
    let rate = |age: usize| rates.get(age).copied().unwrap_or(f64::NAN);
    ages.departures
        .iter()
        .filter(|moves| !(0.0..0.5).contains(&rate(moves.age_from)))
        .map(|moves| {
            let (from, to, percent) = (moves.age_from, moves.age_to, 100.0 * rate(moves.age_from));
            finding(
                set,
                MOVES,
                format!("{percent:.1} percent of those aged {from} to {to} leave in a year, at least half"),
            )
        })
        .collect()
}
