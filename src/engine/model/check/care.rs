//! Need, places and staff.

use std::collections::BTreeSet;

use super::assumptions::numbers;
use super::{Finding, finding};
use crate::model::care::{
    BySexCareGroup, CARE_GROUPS, CareCount, CountKind, PlacesKind, PrevalenceKind, Trend, care_ages, sex_word,
};
use crate::model::load::ModelSet;
use crate::model::set::STATUS_QUO;
use crate::units::{CareType, Sex, Year};

/// Counts of districts are rounded or derived, so their sum may miss the state's by this much a column.
const COLUMN_TOLERANCE: f64 = 24.0;
/// Shares of grades are rounded to four decimals.
const SHARE_TOLERANCE: f64 = 1e-6;
const COUNTS: &str = "care/counts.csv";

pub fn care_counts_of_the_survey_are_complete(set: &ModelSet) -> Vec<Finding> {
    let (model, care) = (&set.model, &set.model.care);
    let Some(year) = care.survey_year() else {
        return vec![finding(set, COUNTS, "there is no count of a district")];
    };
    let mut findings = Vec::new();
    for district in &model.districts {
        let wanted = [CountKind::All].into_iter().chain(CareType::ALL.into_iter().take(4).map(CountKind::Of));
        for counted in wanted.filter(|counted| care.count(&district.key, year, *counted).is_none()) {
            let what = word(counted);
            findings.push(finding(
                set,
                COUNTS,
                format!("{} has no count of {what} in {}", district.key, year.0),
            ));
        }
        for kind in [PlacesKind::All, PlacesKind::Residential] {
            if care.places_of(&district.key, year, kind).is_none() {
                let sentence = format!("{} has no {kind:?} places in {}", district.key, year.0);
                findings.push(finding(set, "care/places.csv", sentence));
            }
        }
    }
    findings
}

fn word(counted: CountKind) -> &'static str {
    match counted {
        CountKind::All => "all",
        CountKind::Of(kind) => kind.word(),
        CountKind::DayCareUsers => "day_care",
        CountKind::ShortTermGuests => "short_term",
    }
}

/// Each person is counted in one care type, so that the types cannot be more than all.
pub fn care_types_are_no_more_than_all(set: &ModelSet) -> Vec<Finding> {
    let care = &set.model.care;
    let mut findings = Vec::new();
    for all in care.counts.iter().filter(|count| count.counted == CountKind::All) {
        let parts = |count: &&CareCount| {
            matches!(count.counted, CountKind::Of(_)) && (&count.area, count.year) == (&all.area, all.year)
        };
        let sum: f64 = care.counts.iter().filter(parts).map(|count| count.persons).sum();
        if sum > all.persons + all.tolerance {
            let sentence = format!(
                "the care types of {} in {} are {sum} persons, but all are {}",
                all.area, all.year.0, all.persons
            );
            findings.push(finding(set, COUNTS, sentence));
        }
    }
    findings
}

pub fn care_counts_of_districts_sum_to_the_state(set: &ModelSet) -> Vec<Finding> {
    let (model, care) = (&set.model, &set.model.care);
    let mut findings = Vec::new();
    for state in care.counts.iter().filter(|count| !count.area.is_district()) {
        let of = |district: &crate::model::District| {
            let count = care.count(&district.key, state.year, state.counted)?;
            Some((count.persons, count.tolerance))
        };
        // Where a district's figure is unknown there is nothing to compare.
        let Some(counts) = model.districts.iter().map(of).collect::<Option<Vec<_>>>() else { continue };
        let sum: f64 = counts.iter().map(|(persons, _)| persons).sum();
        let is_rounded = state.tolerance > 0.0 || counts.iter().any(|(_, tolerance)| *tolerance > 0.0);
        let allowed = if is_rounded { COLUMN_TOLERANCE } else { 0.0 };
        if (sum - state.persons).abs() > allowed {
            let sentence = format!(
                "{} of the districts in {} is {sum}, but of the state {}",
                word(state.counted),
                state.year.0,
                state.persons
            );
            findings.push(finding(set, COUNTS, sentence));
        }
    }
    findings
}

pub fn care_rates_rise_with_age(set: &ModelSet) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (sex, row) in [Sex::Male, Sex::Female].into_iter().zip(&set.model.care.rates) {
        for (group, pair) in row.windows(2).enumerate() {
            if pair[1] <= pair[0] {
                let sentence = format!(
                    "the rate of {} from age {} is {}, but must be above the {} of the group before",
                    sex_word(sex),
                    care_ages(group + 1).start(),
                    pair[1],
                    pair[0]
                );
                findings.push(finding(set, "care/rates.csv", sentence));
            }
        }
    }
    findings
}

pub fn care_grades_sum_to_one(set: &ModelSet) -> Vec<Finding> {
    let shares = CareType::ALL.into_iter().zip(&set.model.care.grade_shares);
    shares
        .filter(|(_, shares)| (shares.iter().sum::<f64>() - 1.0).abs() > SHARE_TOLERANCE)
        .map(|(kind, shares)| {
            let sum: f64 = shares.iter().sum();
            let sentence = format!("the grades of {} sum to {sum}, but must sum to 1", kind.word());
            finding(set, "care/grades.csv", sentence)
        })
        .collect()
}

/// Estimating care groups must not move anybody from one official group to another. Where the official groups do not
/// know the sexes, both together are compared.
pub fn care_populations_keep_the_official_groups(set: &ModelSet) -> Vec<Finding> {
    let model = &set.model;
    let mut findings = Vec::new();
    for table in &model.care.populations {
        let Some(district) = model.districts.get(table.district) else { continue };
        let seen =
            || model.history.iter().filter(|seen| seen.district == district.key && seen.year == table.year);
        let by_sex = seen().any(|seen| seen.sex.is_some());
        let sexes = if by_sex { vec![Some(Sex::Male), Some(Sex::Female)] } else { vec![None] };
        for sex in sexes {
            for ages in [0..=64, 65..=74, 75..=usize::MAX] {
                let own = seen().filter(|seen| seen.sex == sex && ages.contains(&seen.age_from));
                let official: f64 = own.map(|seen| seen.persons).sum();
                let found: f64 = [Sex::Male, Sex::Female]
                    .into_iter()
                    .filter(|one| sex.is_none_or(|sex| sex == *one))
                    .map(|one| in_ages(&table.persons, one, &ages))
                    .sum();
                if found != official {
                    let sentence = format!(
                        "{} of {} from age {} in {} are {found}, but officially {official}",
                        sex.map_or("residents", sex_word),
                        district.key,
                        ages.start(),
                        table.year.0
                    );
                    findings.push(finding(set, "care/population.csv", sentence));
                }
            }
        }
    }
    findings
}

fn in_ages(table: &BySexCareGroup, sex: Sex, ages: &std::ops::RangeInclusive<usize>) -> f64 {
    let groups = (0..CARE_GROUPS).filter(|group| ages.contains(care_ages(*group).start()));
    groups.filter_map(|group| table.get(sex as usize)?.get(group)).sum()
}

/// What a committee reads is what is computed.
pub fn care_texts_name_their_assumptions(set: &ModelSet) -> Vec<Finding> {
    let care = &set.model.care;
    let mut findings = Vec::new();
    let mut hold = |file: String, text: &str, wanted: Vec<String>| {
        let found = numbers(text);
        for number in wanted.into_iter().filter(|number| !found.contains(number)) {
            findings.push(finding(set, &file, format!("the text does not name \"{number}\"")));
        }
        let other: BTreeSet<String> = found.into_iter().filter(|number| number.contains("Prozent")).collect();
        for number in other.into_iter().filter(|number| !assumed(set, number)) {
            findings.push(finding(
                set,
                &file,
                format!("the text names \"{number}\", which is not an assumption"),
            ));
        }
    };
    for one in &care.prevalence {
        let wanted = match one.kind {
            PrevalenceKind::Constant => Vec::new(),
            PrevalenceKind::Rising { rise, from, to } => vec![percent(rise), year(from), year(to)],
            PrevalenceKind::Compression { share } => vec![percent(share)],
            PrevalenceKind::Trend(trend) => of_trend(&trend).map(percent).to_vec(),
        };
        hold(format!("care/prevalence/{}.toml", one.id), &one.text, wanted);
    }
    for one in &care.forms {
        let mut wanted: Vec<String> =
            one.shifts.iter().flat_map(|shift| [percent(shift.share), year(shift.year)]).collect();
        if one.informal_brake > 0.0 {
            wanted.push(percent(one.informal_brake));
        }
        wanted.extend(one.homes.iter().flat_map(|trend| of_trend(trend).map(percent)));
        hold(format!("care/form/{}.toml", one.id), &one.text, wanted);
    }
    findings
}

/// A trend as its text says it: by how much one step changes the odds, in whole percent, and what is left of it in the next.
fn of_trend(trend: &Trend) -> [f64; 2] {
    let change = (trend.step.exp() - 1.0).abs();
    [(change * 100.0).round() / 100.0, trend.damping]
}

fn percent(share: f64) -> String {
    // Rounded, as 0.55 * 100 is not 55.
    format!("{} Prozent", (share * 1e4).round() / 1e2).replace('.', ",")
}

fn year(year: Year) -> String {
    year.0.to_string()
}

/// Whether a percentage is a value of some assumption on need or form of care.
fn assumed(set: &ModelSet, number: &str) -> bool {
    let care = &set.model.care;
    let of_need = care.prevalence.iter().flat_map(|one| match one.kind {
        PrevalenceKind::Constant => Vec::new(),
        PrevalenceKind::Rising { rise, .. } => vec![rise],
        PrevalenceKind::Compression { share } => vec![share],
        PrevalenceKind::Trend(trend) => of_trend(&trend).to_vec(),
    });
    let of_form = care.forms.iter().flat_map(|one| {
        let shares = one.shifts.iter().map(|shift| shift.share).chain([one.informal_brake]);
        shares.chain(one.homes.iter().flat_map(of_trend))
    });
    of_need.chain(of_form).any(|value| percent(value) == number)
}

pub fn care_axes_have_a_status_quo(set: &ModelSet) -> Vec<Finding> {
    let care = &set.model.care;
    let mut findings = Vec::new();
    if !care.prevalence.iter().any(|one| one.id == STATUS_QUO && one.kind == PrevalenceKind::Constant) {
        findings.push(finding(set, "care/prevalence", "there is no status-quo with constant rates"));
    }
    let neutral = |one: &&crate::model::care::CareForm| {
        one.id == STATUS_QUO && one.shifts.is_empty() && one.homes.is_none() && one.informal_brake == 0.0
    };
    if !care.forms.iter().any(|one| neutral(&one)) {
        findings.push(finding(set, "care/form", "there is no status-quo without shifts and brake"));
    }
    findings
}

/// A profile of the state's own, which knows the sexes, holds all whom the survey counted.
pub fn care_types_by_age_sum_to_the_state(set: &ModelSet) -> Vec<Finding> {
    let care = &set.model.care;
    let [men, women] = &care.type_profile;
    let Some(year) = care.survey_year().filter(|_| men != women) else { return Vec::new() };
    let mut findings = Vec::new();
    for kind in CareType::ALL.into_iter().take(3) {
        let sum: f64 = [men, women].into_iter().flatten().filter_map(|row| row.get(kind as usize)).sum();
        let of_state = care.counts.iter().find(|count| {
            !count.area.is_district() && (count.year, count.counted) == (year, CountKind::Of(kind))
        });
        if let Some(count) = of_state.filter(|count| (count.persons - sum).abs() > count.tolerance) {
            let sentence = format!(
                "{} of all ages are {sum}, but {} were counted in {}",
                kind.word(),
                count.persons,
                year.0
            );
            findings.push(finding(set, "care/types.csv", sentence));
        }
    }
    findings
}

pub fn care_parameters_have_a_note(set: &ModelSet) -> Vec<Finding> {
    let empty = set.model.care.parameters.note.iter().filter(|(_, note)| note.trim().is_empty());
    empty.map(|(name, _)| finding(set, "care/parameters.toml", format!("{name} has no note"))).collect()
}
