//! The scenarios and their texts.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::{Finding, finding};
use crate::model::load::ModelSet;
use crate::model::{E0_BOUNDS, MIGRATION_FACTOR_BOUNDS, Scenario, TFR_BOUNDS, Target};

/// Control totals may differ from the base population by this share.
const CONTROL_TOTAL: f64 = 0.4;

/// An assumption of a scenario with the value it starts from.
struct Assumption {
    name: &'static str,
    target: Target,
    base: f64,
    bounds: RangeInclusive<f64>,
    /// Factors are written as percent.
    percent: bool,
}

impl Assumption {
    /// A value as German texts write it: 1,35 or 50 Prozent.
    fn german(&self, value: f64) -> String {
        if self.percent {
            // Rounded, as 0.55 * 100 is not 55.
            format!("{} Prozent", (value * 1e4).round() / 1e2).replace('.', ",")
        } else {
            value.to_string().replace('.', ",")
        }
    }
}

fn assumptions(set: &ModelSet, scenario: &Scenario) -> [Assumption; 5] {
    let model = &set.model;
    let [men, women] = scenario.e0;
    let [base_men, base_women] = model.mortality.e0;
    let value = |name, target, base, bounds| Assumption { name, target, base, bounds, percent: false };
    let factor =
        |name, target| Assumption { name, target, base: 1.0, bounds: MIGRATION_FACTOR_BOUNDS, percent: true };
    [
        value("tfr", scenario.tfr, model.fertility.tfr, TFR_BOUNDS),
        value("e0.male", men, base_men, E0_BOUNDS),
        value("e0.female", women, base_women, E0_BOUNDS),
        factor("external_migration", scenario.external_migration),
        factor("internal_migration", scenario.internal_migration),
    ]
}

/// What a rule says of each assumption of each scenario.
fn of_each(set: &ModelSet, rule: impl Fn(&Scenario, &Assumption) -> Option<String>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for scenario in &set.model.scenarios {
        for assumption in assumptions(set, scenario) {
            if let Some(sentence) = rule(scenario, &assumption) {
                findings.push(finding(set, &file_of(scenario), sentence));
            }
        }
    }
    findings
}

fn file_of(scenario: &Scenario) -> String {
    format!("scenarios/{}.toml", scenario.id)
}

pub fn scenario_values_are_plausible(set: &ModelSet) -> Vec<Finding> {
    of_each(set, |_, Assumption { name, target, bounds, .. }| {
        let (low, high) = (bounds.start(), bounds.end());
        (!bounds.contains(&target.value))
            .then(|| format!("the value of {name} is {}, but must be from {low} to {high}", target.value))
    })
}

pub fn scenario_years_lie_in_the_horizon(set: &ModelSet) -> Vec<Finding> {
    let (base, last) = (set.model.base_year, set.model.last_year);
    let mut findings = of_each(set, |_, Assumption { name, target, .. }| {
        (!(base..=last).contains(&target.year)).then(|| {
            format!("the year of {name} is {}, but must be from {} to {}", target.year.0, base.0, last.0)
        })
    });
    for scenario in &set.model.scenarios {
        for (district, year) in scenario.control_totals.keys() {
            if *year <= base || *year > last {
                let sentence = format!(
                    "the control total of {district} is of {}, but must be from {} to {}",
                    year.0,
                    base.0 + 1,
                    last.0
                );
                findings.push(finding(set, &file_of(scenario), sentence));
            }
        }
    }
    findings
}

/// The numbers of a text, each as it stands there; before "Prozent" with that word.
pub(super) fn numbers(text: &str) -> BTreeSet<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let next = words.iter().skip(1).map(Some).chain([None]);
    let mut numbers = BTreeSet::new();
    for (word, next) in words.iter().zip(next) {
        let number = word.trim_matches(|c: char| !c.is_ascii_digit());
        if number.is_empty() {
            continue;
        }
        let percent = next.is_some_and(|next| next.starts_with("Prozent"));
        numbers.insert(if percent { format!("{number} Prozent") } else { number.to_owned() });
    }
    numbers
}

/// What a committee reads is what is computed: each value, and the year in which it is reached.
pub fn scenario_texts_name_their_assumptions(set: &ModelSet) -> Vec<Finding> {
    let base_year = set.model.base_year;
    of_each(set, |scenario, assumption| {
        let numbers = numbers(&scenario.text);
        let mut wanted = vec![assumption.german(assumption.target.value)];
        if assumption.target.year > base_year {
            wanted.push(assumption.target.year.0.to_string());
        }
        wanted.retain(|number| !numbers.contains(number));
        let missing = wanted.first()?;
        Some(format!("the text does not name \"{missing}\" for {}", assumption.name))
    })
}

/// Decimals and percentages must be assumptions or the values they start from.
pub fn scenario_texts_name_no_other_figures(set: &ModelSet) -> Vec<Finding> {
    let mut findings = Vec::new();
    for scenario in &set.model.scenarios {
        let all = assumptions(set, scenario);
        let known: BTreeSet<String> =
            all.iter().flat_map(|one| [one.german(one.target.value), one.german(one.base)]).collect();
        let figures = numbers(&scenario.text);
        for figure in figures.iter().filter(|text| text.contains([',', 'P'])) {
            if !known.contains(figure) {
                let sentence = format!("the text names \"{figure}\", which is not an assumption");
                findings.push(finding(set, &file_of(scenario), sentence));
            }
        }
    }
    findings
}

pub fn control_totals_are_near_the_base(set: &ModelSet) -> Vec<Finding> {
    let model = &set.model;
    let mut findings = Vec::new();
    for scenario in &model.scenarios {
        for ((key, year), total) in &scenario.control_totals {
            let districts = model.districts.iter().zip(&model.population);
            let here = districts.filter(|(district, _)| district.key == *key);
            let base: f64 = here.flat_map(|(_, table)| table.iter().flatten()).sum();
            let far = (total - base).abs() > CONTROL_TOTAL * base;
            if far {
                let sentence = format!(
                    "the control total of {key} in {} is {total}, but must be within {} percent of {base}",
                    year.0,
                    CONTROL_TOTAL * 100.0
                );
                findings.push(finding(set, &file_of(scenario), sentence));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn numbers_are_whole_words_and_percentages_keep_their_word() {
        let found = numbers("Ab 2030 nur 1,2 Kinder, (76,9) Jahre; auf 50 Prozent, 2018/20.");
        let found: Vec<&str> = found.iter().map(String::as_str).collect();
        assert_eq!(found, ["1,2", "2018/20", "2030", "50 Prozent", "76,9"]);
    }
}
