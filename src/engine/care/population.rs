//! Populations in the groups of the care statistics.

use super::error::CareError;
use super::formulas::potential;
use crate::model::care::{BySexCareGroup, CARE_GROUPS, care_ages};
use crate::model::{BySexAge, Model, OPEN_AGE};
use crate::units::Year;

/// Day care is planned for people of this age and older.
pub const DAY_CARE_FROM: usize = 75;
/// Ages at which most people who care for relatives are.
const CARERS: std::ops::RangeInclusive<usize> = 45..=64;
/// From this age on people count as potentially cared for, not as caring.
const OLD_AGE: usize = 75;

/// A population by single ages in care groups.
pub fn care_groups(population: &BySexAge) -> BySexCareGroup {
    let mut groups = [[0.0; CARE_GROUPS]; 2];
    for (row, ages) in groups.iter_mut().zip(population) {
        for (group, cell) in row.iter_mut().enumerate() {
            *cell = ages.get(care_ages(group)).unwrap_or(&[]).iter().sum();
        }
    }
    groups
}

/// Residents from an age on at which a care group begins.
pub fn persons_from(population: &BySexCareGroup, age: usize) -> f64 {
    let groups = |row: &[f64; CARE_GROUPS]| -> f64 {
        row.iter().enumerate().filter(|(group, _)| *care_ages(*group).start() >= age).map(|(_, n)| n).sum()
    };
    population.iter().map(groups).sum()
}

/// Women and men from 45 to 64 per person of 75 and older; `None` where nobody of 75 and older lives.
pub fn informal_potential(population: &BySexAge) -> Option<f64> {
    let sum = |ages: std::ops::RangeInclusive<usize>| -> f64 {
        population.iter().flat_map(|row| row.get(ages.clone()).unwrap_or(&[])).sum()
    };
    let old = sum(OLD_AGE..=OPEN_AGE);
    (old > 0.0).then(|| potential(sum(CARERS), old))
}

/// The population of a district on the date of a survey: the model's own table in care groups, else the
/// official one where its groups are as fine.
pub fn of_survey(model: &Model, district: usize, year: Year) -> Result<BySexCareGroup, CareError> {
    let derived = model.care.populations.iter().find(|one| (one.district, one.year) == (district, year));
    if let Some(table) = derived {
        return Ok(table.persons);
    }
    let key = &model.districts[district].key;
    let mut groups = [[0.0; CARE_GROUPS]; 2];
    let mut seen = [[false; CARE_GROUPS]; 2];
    for part in model.history.iter().filter(|seen| seen.district == *key && seen.year == year) {
        let Some(sex) = part.sex else { continue };
        let last = part.age_to.unwrap_or(OPEN_AGE);
        let inside = |group: &usize| {
            let ages = care_ages(*group);
            ages.contains(&part.age_from) && ages.contains(&last)
        };
        // A group that overlaps two care groups cannot be divided here.
        let Some(group) = (0..CARE_GROUPS).find(inside) else {
            return Err(CareError::NoPopulation { area: key.clone(), year: year.0 });
        };
        groups[sex as usize][group] += part.persons;
        seen[sex as usize][group] = true;
    }
    if seen.iter().flatten().all(|seen| *seen) {
        return Ok(groups);
    }
    Err(CareError::NoPopulation { area: key.clone(), year: year.0 })
}
