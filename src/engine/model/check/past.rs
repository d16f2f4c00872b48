//! Rules for the starts of back-tests: no figures from later years, and no differences across a census.

use std::collections::BTreeSet;

use super::{Finding, finding};
use crate::model::load::ModelSet;
use crate::model::past::{DISTRICT_DEATHS, Period, Start, Variant};
use crate::units::Year;

/// The most years over which the pace of life expectancy is counted, as in the forecast.
const LONGEST_PACE: i32 = 20;

fn file_of(start: &Start) -> String {
    format!("backtest/{}.toml", start.id)
}

/// What a rule says of each variant of each start.
fn of_each(set: &ModelSet, rule: impl Fn(&Start, &Variant) -> Option<String>) -> Vec<Finding> {
    let variants =
        set.past.starts.iter().flat_map(|start| start.variants.iter().map(move |variant| (start, variant)));
    variants
        .filter_map(|(start, variant)| {
            let sentence = rule(start, variant)?;
            Some(finding(set, &file_of(start), format!("variant {}: {sentence}", variant.id)))
        })
        .collect()
}

/// A back-test must not use figures from after its start. A variant that only shows what hindsight would have changed
/// must say so.
pub fn back_tests_know_nothing_of_the_future(set: &ModelSet) -> Vec<Finding> {
    let mut findings = Vec::new();
    for start in &set.past.starts {
        let inputs = [
            ("the total fertility rate", start.tfr.year),
            ("the pattern of births", start.birth_pattern.year),
            ("life expectancy", start.e0.year),
        ];
        for (what, year) in inputs.into_iter().filter(|(_, year)| *year > start.year) {
            let sentence = format!("{what} is of {}, but the start is {}", year.0, start.year.0);
            findings.push(finding(set, &file_of(start), sentence));
        }
    }
    findings.extend(of_each(set, |start, variant| {
        let moves = variant.moves.map(|moves| ("the moves end in", moves.to));
        let e0 = variant.e0.map(|e0| ("life expectancy is of", e0.year));
        let late = [moves, e0].into_iter().flatten().find(|(_, year)| *year > start.year);
        match (variant.hindsight, late) {
            (false, Some((what, year))) => Some(format!(
                "{what} {}, but the start is {}; hint: hindsight = true says that it is meant so",
                year.0, start.year.0
            )),
            (true, None) => Some("hindsight is true, but nothing in it came after the start".to_owned()),
            _ => None,
        }
    }));
    findings
}

/// The pace of life expectancy is that of at most twenty years, from an earlier table to that of the start.
pub fn back_tests_count_the_pace_forward(set: &ModelSet) -> Vec<Finding> {
    let wrong = set.past.starts.iter().filter_map(|start| {
        let years = start.e0.year.0 - start.e0_before?.year.0;
        (!(1..=LONGEST_PACE).contains(&years)).then_some((start, years))
    });
    wrong
        .map(|(start, years)| {
            let sentence = format!(
                "the pace of life expectancy is counted over {years} years, but must be over 1 to {LONGEST_PACE}; hint: e0_before is an earlier table than e0"
            );
            finding(set, &file_of(start), sentence)
        })
        .collect()
}

/// Deaths by district stand for every district and sum to those of the state.
pub fn deaths_of_districts_sum_to_the_state(set: &ModelSet) -> Vec<Finding> {
    let deaths = &set.past.district_deaths;
    let years: BTreeSet<Year> = deaths.keys().map(|(_, year)| *year).collect();
    let of_year = |year: Year| {
        let found: Vec<f64> = set
            .model
            .districts
            .iter()
            .filter_map(|district| deaths.get(&(district.key.clone(), year)).copied())
            .collect();
        if found.len() != set.model.districts.len() {
            return Some(format!(
                "{} of {} districts have deaths in {}, but all must",
                found.len(),
                set.model.districts.len(),
                year.0
            ));
        }
        let sum: f64 = found.iter().sum();
        let state = set.past.vital.iter().find(|vital| vital.year == year)?.deaths?;
        (sum != state).then(|| {
            format!(
                "the deaths of the districts in {} sum to {sum}, but vital_statistics.csv has {state}",
                year.0
            )
        })
    };
    years.into_iter().filter_map(of_year).map(|sentence| finding(set, DISTRICT_DEATHS, sentence)).collect()
}

/// The census of the official population by sex in a year, if there is one.
fn census(set: &ModelSet, year: Year) -> Option<u16> {
    let rows = &set.model.history;
    rows.iter().find(|group| group.year == year && group.sex.is_some()).map(|group| group.census)
}

pub fn back_tests_start_from_an_official_population(set: &ModelSet) -> Vec<Finding> {
    let without = set.past.starts.iter().filter(|start| census(set, start.year).is_none());
    without
        .map(|start| {
            let sentence = format!("there is no official population by sex of {}", start.year.0);
            finding(set, &file_of(start), sentence)
        })
        .collect()
}

/// A correction by a census must not count as migration.
pub fn back_test_moves_lie_within_one_census(set: &ModelSet) -> Vec<Finding> {
    of_each(set, |_, variant| {
        let Period { from, to } = variant.moves?;
        match (census(set, from), census(set, to)) {
            (Some(first), Some(last)) if first == last => None,
            (Some(first), Some(last)) => Some(format!(
                "the moves from {} to {} lie between the census of {first} and that of {last}",
                from.0, to.0
            )),
            (None, _) => Some(format!("there is no official population by sex of {}", from.0)),
            (_, None) => Some(format!("there is no official population by sex of {}", to.0)),
        }
    })
}

pub fn back_tests_are_described(set: &ModelSet) -> Vec<Finding> {
    let mut findings =
        of_each(set, |_, variant| variant.title.trim().is_empty().then(|| "the title is empty".to_owned()));
    for start in set.past.starts.iter().filter(|start| start.text.is_empty()) {
        findings.push(finding(set, &file_of(start), "the text is empty"));
    }
    for start in set.past.starts.iter().filter(|start| start.variants.is_empty()) {
        findings.push(finding(set, &file_of(start), "there is no variant"));
    }
    findings
}

pub fn official_run_names_what_exists(set: &ModelSet) -> Vec<Finding> {
    let run = &set.past.official;
    let start = set.past.starts.iter().find(|start| start.id == run.start);
    let variant = start.is_some_and(|start| start.variants.iter().any(|one| one.id == run.variant));
    let scenario = set.model.scenarios.iter().any(|scenario| scenario.id == run.scenario);
    [
        (scenario, format!("there is no scenario \"{}\"", run.scenario)),
        (start.is_some(), format!("there is no start \"{}\" in the folder backtest", run.start)),
        (variant || start.is_none(), format!("the start has no variant \"{}\"", run.variant)),
    ]
    .into_iter()
    .filter(|(exists, _)| !exists)
    .map(|(_, sentence)| finding(set, "official_projection.toml", sentence))
    .collect()
}

/// The width of bands is measured from the starts and surveys of the set itself, and from all of them.
pub fn deviations_are_those_of_the_sets_own_back_tests(set: &ModelSet) -> Vec<Finding> {
    let Some(deviations) = &set.model.uncertainty.deviations else { return Vec::new() };
    let by_district = |year: Year| {
        set.model
            .history
            .iter()
            .any(|group| group.year == year && group.district.is_district() && group.sex.is_some())
    };
    let of_starts = set.past.starts.iter().map(|start| start.year).filter(|year| by_district(*year));
    let mut starts: Vec<Year> = of_starts.collect();
    starts.sort_unstable();
    let care = &set.model.care;
    let mut surveys: Vec<Year> =
        care.populations.iter().map(|one| one.year).chain(care.survey_year()).collect();
    surveys.sort_unstable();
    surveys.dedup();
    let years = |years: &[Year]| years.iter().map(|year| year.0.to_string()).collect::<Vec<_>>().join(", ");
    [
        ("starts", &deviations.population.starts, starts, "the starts with districts in the folder backtest"),
        ("surveys", &deviations.need.surveys, surveys, "the surveys in the folder care"),
    ]
    .into_iter()
    .filter(|(_, stated, known, _)| *stated != known)
    .map(|(what, stated, known, of)| {
        let sentence = format!(
            "the {what} are {}, but {of} are {}; hint: pflegeplan back-test deviations --model {} writes the file",
            years(stated), years(&known), set.model.id
        );
        finding(set, crate::model::deviations::FILE, sentence)
    })
    .collect()
}
