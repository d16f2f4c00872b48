//! Fertility, mortality and migration.

use super::{Finding, finding};
use crate::model::load::ModelSet;
use crate::model::{AGES, OPEN_AGE};

/// Rounding of the published shares.
const SHARE_TOLERANCE: f64 = 1e-6;
/// Levels are rounded to three decimals.
const LEVEL_TOLERANCE: f64 = 0.002;
/// Counts of moves have two decimals, which add up exactly.
const MOVES_TOLERANCE: f64 = 1e-6;
/// A reference table farther than this from its target would change its shape on the way, in years.
const E0_TOLERANCE: f64 = 1.0;
/// From this age on each year of life is riskier than the one before in every table of Germany.
const OLD_AGE: usize = 75;
/// If more than a third of a cell leaves every year, the figures are wrong.
const GREATEST_LOSS: f64 = 1.0 / 3.0;
const SEXES: [&str; 2] = ["men", "women"];

/// The age pattern of fertility: each age has its share of the total fertility rate.
pub fn fertility_pattern_sums_to_one(set: &ModelSet) -> Vec<Finding> {
    let sum: f64 = set.model.fertility.pattern.iter().sum();
    if (sum - 1.0).abs() <= SHARE_TOLERANCE {
        return Vec::new();
    }
    vec![finding(set, "fertility.csv", format!("the pattern sums to {sum}, but must sum to 1"))]
}

/// Weighted by the women of the base year, so that the districts together have the state's rate.
pub fn levels_of_fertility_average_one(set: &ModelSet) -> Vec<Finding> {
    let model = &set.model;
    let (mut births, mut women) = (0.0, 0.0);
    for ([_, table], level) in model.population.iter().zip(&model.fertility.level) {
        let weighted: f64 = table.iter().zip(&model.fertility.pattern).map(|(w, share)| w * share).sum();
        births += weighted * level;
        women += weighted;
    }
    let mean = births / women;
    // Written so that a state without women is a finding too.
    if (mean - 1.0).abs() <= LEVEL_TOLERANCE {
        return Vec::new();
    }
    vec![finding(set, "fertility.csv", format!("the levels average {mean:.4}, but must average 1"))]
}

/// Weighted by the deaths of the reference table, so that the districts together die at the state's rate.
pub fn levels_of_mortality_average_one(set: &ModelSet) -> Vec<Finding> {
    let model = &set.model;
    let (mut at_level, mut by_table) = (0.0, 0.0);
    for (table, levels) in model.population.iter().zip(&model.mortality.level) {
        for ((people, risks), level) in table.iter().zip(&model.mortality.qx).zip(levels) {
            let deaths: f64 = people.iter().zip(risks).map(|(persons, risk)| persons * risk).sum();
            at_level += level * deaths;
            by_table += deaths;
        }
    }
    let mean = at_level / by_table;
    // Written so that a state without people is a finding too.
    if (mean - 1.0).abs() <= LEVEL_TOLERANCE {
        return Vec::new();
    }
    vec![finding(set, "mortality.csv", format!("the levels average {mean:.4}, but must average 1"))]
}

pub fn life_table_ends_at_the_open_age(set: &ModelSet) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (word, qx) in SEXES.iter().zip(&set.model.mortality.qx) {
        for (age, risk) in qx.iter().enumerate() {
            if (*risk == 1.0) != (age == OPEN_AGE) {
                let sentence = format!(
                    "the probability of dying of {word} at age {age} is {risk}, but must be 1 at age {OPEN_AGE} and below 1 before"
                );
                findings.push(finding(set, "mortality.csv", sentence));
            }
        }
    }
    findings
}

pub fn risk_of_dying_rises_in_old_age(set: &ModelSet) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (word, qx) in SEXES.iter().zip(&set.model.mortality.qx) {
        for (age, (risk, next)) in qx.iter().zip(qx.iter().skip(1)).enumerate().skip(OLD_AGE) {
            if next <= risk {
                let sentence = format!(
                    "the probability of dying of {word} is {next} at age {}, but must be above the {risk} of age {age}",
                    age + 1
                );
                findings.push(finding(set, "mortality.csv", sentence));
            }
        }
    }
    findings
}

/// Deaths in the middle of each year of age. Those who reach the open age hardly count.
fn life_expectancy(qx: &[f64; AGES]) -> f64 {
    let mut alive = 1.0;
    let mut years = 0.0;
    for risk in qx {
        years += alive * (1.0 - risk / 2.0);
        alive *= 1.0 - risk;
    }
    years
}

pub fn life_table_is_near_its_target(set: &ModelSet) -> Vec<Finding> {
    let mortality = &set.model.mortality;
    let mut findings = Vec::new();
    for (word, (qx, target)) in SEXES.iter().zip(mortality.qx.iter().zip(mortality.e0)) {
        let own = life_expectancy(qx);
        if (own - target).abs() > E0_TOLERANCE {
            let sentence = format!(
                "the life table of {word} has a life expectancy of {own:.2} years, but must be within {E0_TOLERANCE} year of the base year's {target}"
            );
            findings.push(finding(set, "mortality.csv", sentence));
        }
    }
    findings
}

/// What leaves one district arrives in another.
pub fn internal_moves_sum_to_zero(set: &ModelSet) -> Vec<Finding> {
    let counts = &set.model.migration.internal_counts;
    let mut findings = Vec::new();
    for (sex, word) in SEXES.iter().enumerate() {
        for age in 0..AGES {
            let of_district = |table: &[[f64; AGES]; 2]| table.get(sex).and_then(|row| row.get(age)).copied();
            let sum: f64 = counts.iter().filter_map(of_district).sum();
            if sum.abs() > MOVES_TOLERANCE {
                let sentence = format!("internal moves of {word} aged {age} sum to {sum}, but must sum to 0");
                findings.push(finding(set, "migration.csv", sentence));
            }
        }
    }
    findings
}

pub fn moves_leave_people_behind(set: &ModelSet) -> Vec<Finding> {
    let model = &set.model;
    let moves = model.migration.external_counts.iter().zip(&model.migration.internal_counts);
    let mut findings = Vec::new();
    for (district, (table, (external, internal))) in
        model.districts.iter().zip(model.population.iter().zip(moves))
    {
        for (sex, word) in SEXES.iter().enumerate() {
            let row = |table: &[[f64; AGES]; 2]| table.get(sex).copied().unwrap_or([0.0; AGES]);
            let cells = row(table).into_iter().zip(row(external).into_iter().zip(row(internal)));
            for (age, (persons, (external, internal))) in cells.enumerate() {
                if -(external + internal) > GREATEST_LOSS * persons {
                    let sentence = format!(
                        "of {persons} {word} aged {age} in {} {} leave a year, but no more than a third may",
                        district.key,
                        -(external + internal)
                    );
                    findings.push(finding(set, "migration.csv", sentence));
                }
            }
        }
    }
    findings
}
