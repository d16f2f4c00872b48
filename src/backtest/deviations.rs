//! How far official figures lay from back-tests, as `deviations.toml` of a model set has it, and how often bands of that width
//! would have held the figures of a start that was left out.

use std::fmt::Write;
use std::ops::RangeInclusive;

use super::band::{self, Coverage};
use super::care::PastSurveys;
use super::compare::Comparison;
use super::error::BackTestError;
use super::history::History;
use super::run::{self, ALL, FROM_65, PastModel};
use super::spread::{NORMAL, rounded, widening};
use super::{care_bands, main_variant, state_of};
use crate::care::CareError;
use crate::model::deviations::{AgeDeviation, Deviations, PopulationDeviations};
use crate::model::load::ModelSet;
use crate::model::past::Start;
use crate::model::{BySexAge, OPEN_AGE};
use crate::projection::{Group, Projection};
use crate::units::{Ags, Year};

/// Age groups with a deviation of their own: those of the official tables, and people of 80 and older.
const GROUPS: [RangeInclusive<usize>; 10] =
    [0..=9, 10..=19, 20..=29, 30..=39, 40..=49, 50..=59, 60..=64, 65..=74, 75..=79, 80..=OPEN_AGE];
/// What a draw has a number for, in the order of [`PopulationDeviations::terms`]: all residents, the old, and the groups.
const TERMS: usize = 2 + GROUPS.len();
/// Rounds in which the variances of all terms are brought to agree; a fraction of them is enough.
const ROUNDS: usize = 200;
/// The source of what the program measures itself.
const SOURCE: &str = "BACK-TEST";

/// The people of a term at a date after a start, in all districts.
struct Case {
    start: Year,
    years: i32,
    term: usize,
    /// By district, the logarithm of the official persons over those projected.
    errors: Vec<f64>,
    /// The variance of this logarithm in draws without deviations, mean of the districts.
    drawn: f64,
    /// What a variance of one of each term adds to the variance of this logarithm.
    loads: [f64; TERMS],
}

impl Case {
    fn mean_square(&self) -> f64 {
        self.errors.iter().map(|error| error * error).sum::<f64>() / self.errors.len().max(1) as f64
    }

    /// The mean product of the errors of two districts.
    fn mean_product(&self) -> f64 {
        let count = self.errors.len() as f64;
        let sum: f64 = self.errors.iter().sum();
        (sum * sum - count * self.mean_square()) / (count * (count - 1.0)).max(1.0)
    }
}

/// The text of `deviations.toml` of a model set.
///
/// # Errors
/// What a back-test or a survey of the set cannot give.
pub fn measure_deviations(set: &ModelSet) -> Result<String, BackTestError> {
    let state = state_of(set)?;
    let history = History { model: &set.model, state: &state };
    let population = fit(&cases(set, &history)?.iter().collect::<Vec<_>>());
    let past = PastSurveys::new(&set.model)?;
    let need = care_bands::spread(&past, 0..0)?.ok_or(CareError::NoSurvey)?;
    Ok(text(&set.model.id, &Deviations { population, need, source: SOURCE.to_owned() }))
}

/// How often each start's official figures lay in bands that were measured from all other starts; nothing for a set without
/// deviations.
pub fn left_out<'a>(
    set: &'a ModelSet,
    history: &History,
) -> Result<Vec<(&'a Start, Coverage)>, BackTestError> {
    let Some(stated) = &set.model.uncertainty.deviations else { return Ok(Vec::new()) };
    let cases = cases(set, history)?;
    let mut found = Vec::new();
    for start in with_districts(set, history) {
        let others: Vec<&Case> = cases.iter().filter(|case| case.start != start.year).collect();
        let mut of_others = set.clone();
        of_others.model.uncertainty.deviations =
            Some(Deviations { population: fit(&others), ..stated.clone() });
        let started = run::started(set, history, start, set.model.base_year)?;
        let comparison = Comparison { history: *history, started: &started };
        if let Some(variant) = main_variant(start) {
            found.push((start, band::coverage(&of_others, &comparison, variant)?));
        }
    }
    Ok(found)
}

fn with_districts<'a>(set: &'a ModelSet, history: &History) -> Vec<&'a Start> {
    let by_district = |start: &&Start| {
        history.areas(&[start.year]).iter().all(Ags::is_district) && main_variant(start).is_some()
    };
    set.past.starts.iter().filter(by_district).collect()
}

fn cases(set: &ModelSet, history: &History) -> Result<Vec<Case>, BackTestError> {
    let mut cases = Vec::new();
    for start in with_districts(set, history) {
        let Some(variant) = main_variant(start) else { continue };
        let mut past = PastModel::new(set, history, start, variant)?;
        past.model.uncertainty.deviations = None;
        let dates = history.dates_of_census(start.year);
        let Some(last) = dates.last() else { continue };
        let groups = GROUPS.map(|ages| Group::new(None, ages));
        let terms = ages_of_terms().map(|ages| Group::new(None, ages));
        let projection = past.with_band(*last, terms.to_vec())?;
        let residents = groups.map(|group| projection.base.iter().map(|table| group.sum(table)).sum());
        for year in dates {
            let of_term = |term| case(history, &projection, (start.year, year), (term, &residents));
            cases.extend((0..TERMS).filter_map(of_term));
        }
    }
    Ok(cases)
}

fn ages_of_terms() -> [RangeInclusive<usize>; TERMS] {
    std::array::from_fn(|term| match term {
        0 => ALL,
        1 => FROM_65,
        term => GROUPS[term - 2].clone(),
    })
}

/// Deviations of the terms with these variances and shares, none of them widened.
fn population(sd: [f64; TERMS], common: [f64; TERMS]) -> PopulationDeviations {
    let mut terms = ages_of_terms().into_iter().zip(sd).zip(common);
    let mut next = |ages: RangeInclusive<usize>| {
        let found = terms.next().map_or((0.0, 0.0), |((_, sd), common)| (sd, common));
        AgeDeviation { ages, sd: found.0, common: found.1 }
    };
    let (all, old) = (next(ALL), next(FROM_65));
    let groups = GROUPS.map(next).to_vec();
    PopulationDeviations { starts: Vec::new(), longest: 1, widening: 1.0, all, old, groups }
}

/// Nothing where the people of the term are not known of all districts, at the date or at the start: a group that is split off by ourselves at
/// the start has errors that the base of the model, with official groups of five years, has not.
fn case(
    history: &History,
    projection: &Projection,
    (start, year): (Year, Year),
    (term, residents): (usize, &[f64; GROUPS.len()]),
) -> Option<Case> {
    let ages = ages_of_terms()[term].clone();
    let group = Group::new(None, ages.clone());
    let result = projection.years.iter().find(|result| result.year == year)?;
    let bands = projection.bands.as_ref()?;
    let mut errors = Vec::new();
    let mut drawn = 0.0;
    for (at, (area, table)) in projection.areas.iter().zip(&result.population).enumerate() {
        history.persons(area, start, &ages)?;
        let official = history.persons(area, year, &ages)?;
        errors.push((official / group.sum(table)).ln());
        let [low, high] = bands.of(at, year, &group)? else { return None };
        drawn += ((high / low).ln() / (2.0 * NORMAL)).powi(2);
    }
    let years = year.0 - start.0;
    drawn /= errors.len() as f64;
    let loads = loads(&lived(&result.population, &ages, years), residents);
    Some(Case { start, years, term, errors, drawn, loads })
}

/// What a variance of one of each term adds to the variance of people who have lived so many years in each group.
fn loads(lived: &[f64; GROUPS.len()], residents: &[f64; GROUPS.len()]) -> [f64; TERMS] {
    let deviations = population([0.0; TERMS], [0.0; TERMS]);
    std::array::from_fn(|term| {
        let mut numbers = [0.0; TERMS];
        numbers[term] = 1.0;
        let mut changes = [0.0; GROUPS.len()];
        deviations.by_group(residents, &numbers, &mut changes);
        let change: f64 = lived.iter().zip(changes).map(|(years, change)| years * change).sum();
        change * change
    })
}

/// Mean years that people of these ages have lived in each group, as the projection moves them on: half of a year at the age
/// of its start, half at that of its end.
fn lived(population: &[BySexAge], ages: &RangeInclusive<usize>, years: i32) -> [f64; GROUPS.len()] {
    let mut lived = [0.0; GROUPS.len()];
    let mut all = 0.0;
    for age in ages.clone() {
        let persons: f64 = population.iter().flatten().map(|row| row[age]).sum();
        all += persons;
        for half in 0..2 * years {
            // Ages at the ends of the half years, from the last one back.
            let then = age as i32 - (half + 1) / 2;
            if let Some(at) = GROUPS.iter().position(|ages| then >= 0 && ages.contains(&(then as usize))) {
                lived[at] += 0.5 * persons;
            }
        }
    }
    lived.map(|years| years / all.max(1.0))
}

/// The deviations that explain the mean squares of the errors beside what is drawn already and what the other terms add. Longer runs
/// count less, because their errors hold those of shorter ones. The variances depend on each other, so they are found in rounds.
fn fit(cases: &[&Case]) -> PopulationDeviations {
    let mut starts: Vec<Year> = cases.iter().map(|case| case.start).collect();
    starts.sort_unstable();
    starts.dedup();
    let mut variances = [0.0; TERMS];
    for _ in 0..ROUNDS {
        for term in 0..TERMS {
            variances[term] = variance(cases, (term, &variances));
        }
    }
    let longest = cases.iter().map(|case| case.years).max().unwrap_or(1);
    let sd = variances.map(|variance| rounded(variance.sqrt(), 5));
    let common = std::array::from_fn(|term| common_share(cases, term));
    PopulationDeviations { longest, widening: widening(starts.len()), starts, ..population(sd, common) }
}

/// The variance of a term with which the people of its own cases deviate as far as they did, given the variances of all others.
fn variance(cases: &[&Case], (term, variances): (usize, &[f64; TERMS])) -> f64 {
    let (mut surplus, mut load) = (0.0, 0.0);
    for case in cases.iter().filter(|case| case.term == term) {
        let weight = 1.0 / f64::from(case.years);
        let all: f64 = case.loads.iter().zip(variances).map(|(load, variance)| load * variance).sum();
        let others = all - case.loads[term] * variances[term];
        surplus += weight * (case.mean_square() - case.drawn - others);
        load += weight * case.loads[term];
    }
    share(surplus, load)
}

/// The share of the variance that all districts have in common: the mean product of the errors of two districts over their mean square.
fn common_share(cases: &[&Case], term: usize) -> f64 {
    let (mut products, mut squares) = (0.0, 0.0);
    for case in cases.iter().filter(|case| case.term == term) {
        products += case.mean_product() / f64::from(case.years);
        squares += case.mean_square() / f64::from(case.years);
    }
    rounded(share(products, squares).min(1.0), 3)
}

/// A part of a whole, not below 0.
fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { (part / whole).max(0.0) } else { 0.0 }
}

fn text(id: &str, deviations: &Deviations) -> String {
    let Deviations { population, need, source } = deviations;
    let years = |years: &[Year]| years.iter().map(|year| year.0.to_string()).collect::<Vec<_>>().join(", ");
    let mut text = format!(
        "# How far official figures lay from what this method had projected and carried on. Written from the back-tests by\n\
         # `pflegeplan back-test deviations --model {id} --out models/{id}/deviations.toml`; README.md has the rules. Do not edit.\n\n\
         source = \"{source}\"\n\n[population]\nstarts = [{}]\nlongest = {}\nwidening = {}\n",
        years(&population.starts),
        population.longest,
        population.widening,
    );
    let stated = |one: &AgeDeviation| format!("sd = {:?}\ncommon = {:?}\n", one.sd, one.common);
    let (all, old) = (&population.all, &population.old);
    let _ = write!(text, "\n[population.all]\n{}", stated(all));
    let _ = write!(text, "\n[population.old]\nfrom = {}\n{}", old.ages.start(), stated(old));
    for group in &population.groups {
        let (from, to) = (group.ages.start(), group.ages.end());
        let _ = write!(text, "\n[[population.group]]\nfrom = {from}\nto = {to}\n{}", stated(group));
    }
    let _ = write!(
        text,
        "\n[need]\nsurveys = [{}]\nwidening = {}\nstate_sd = {:?}\ndistrict_sd = {:?}\n",
        years(&need.surveys),
        need.widening,
        need.state_sd,
        need.district_sd,
    );
    text
}

#[cfg(test)]
mod tests;
