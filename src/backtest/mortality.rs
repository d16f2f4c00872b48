//! Levels of mortality of the districts that were known at a start.

use std::collections::BTreeMap;

use super::error::BackTestError;
use super::single_ages::Splitter;
use crate::model::load::ModelSet;
use crate::model::past::Start;
use crate::model::{BySexAge, OPEN_AGE};
use crate::projection::life_table::LifeTable;
use crate::units::{Ags, Year};

/// Years whose deaths a life table of the official series holds.
const YEARS_OF_A_TABLE: i32 = 3;

/// Factors of the districts on the death rates of the state: deaths of the years of the start's table, as far as they are known by
/// district, over those by this table, relative to the state. They are shrunk towards 1 by the share of their variance that is not
/// chance and average 1. Empty where no deaths are known or an area has none.
pub fn levels(
    set: &ModelSet,
    start: &Start,
    tables: &[LifeTable; 2],
    splitter: &Splitter,
) -> Result<BTreeMap<Ags, f64>, BackTestError> {
    let areas = splitter.history.areas(&[start.year]);
    let deaths = &set.past.district_deaths;
    let years: Vec<Year> = (start.year.0 + 1 - YEARS_OF_A_TABLE..=start.year.0)
        .map(Year)
        .filter(|year| areas.iter().all(|area| deaths.contains_key(&(area.clone(), *year))))
        .collect();
    if years.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut counts = Vec::new();
    for area in &areas {
        let counted = years.iter().filter_map(|year| deaths.get(&(area.clone(), *year))).sum();
        let a_year = expected(&splitter.single_ages(area, start.year)?, tables);
        counts.push(Deaths { counted, expected: a_year * years.len() as f64 });
    }
    Ok(areas.into_iter().zip(shrunk(&counts)).collect())
}

/// Deaths of a district, counted and by the table of the state.
struct Deaths {
    counted: f64,
    expected: f64,
}

/// Deaths of a year by the tables, if everybody keeps their age.
fn expected(people: &BySexAge, tables: &[LifeTable; 2]) -> f64 {
    let of_sex = |(row, table): (&[f64; OPEN_AGE + 1], &LifeTable)| {
        let ages = row.iter().enumerate();
        ages.map(|(age, persons)| {
            let left = table.lx.get(age + 1).copied().unwrap_or(0.0);
            persons * (table.lx[age] - left) / table.nlx[age]
        })
        .sum::<f64>()
    };
    people.iter().zip(tables).map(of_sex).sum()
}

/// The chance of a ratio is one over the deaths (Poisson); what varies beyond it lies between the districts.
fn shrunk(deaths: &[Deaths]) -> Vec<f64> {
    let counted: f64 = deaths.iter().map(|one| one.counted).sum();
    let by_table: f64 = deaths.iter().map(|one| one.expected).sum();
    let state = counted / by_table;
    let off: Vec<f64> = deaths.iter().map(|one| one.counted / one.expected / state - 1.0).collect();
    let chance = |one: &Deaths| 1.0 / one.counted;
    let mean_chance = deaths.iter().map(chance).sum::<f64>() / deaths.len() as f64;
    let freedom = deaths.len().saturating_sub(1).max(1) as f64;
    let between = (off.iter().map(|off| off * off).sum::<f64>() / freedom - mean_chance).max(0.0);
    let level = |(one, off): (&Deaths, &f64)| 1.0 + between / (between + chance(one)) * off;
    let levels: Vec<f64> = deaths.iter().zip(&off).map(level).collect();
    let mean: f64 = levels.iter().zip(deaths).map(|(level, one)| level * one.expected / by_table).sum();
    levels.into_iter().map(|level| level / mean).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ratios 1.2 and 0.8 of equal districts with 10,000 and 8,000 ... deaths: off by 0.2 each, variance 0.08, chance about 0.0001.
    #[test]
    fn great_differences_stay_and_average_one() {
        let levels = shrunk(&[
            Deaths { counted: 12_000.0, expected: 10_000.0 },
            Deaths { counted: 8_000.0, expected: 10_000.0 },
        ]);
        let (chance, between) =
            ([1.0 / 12_000.0, 1.0 / 8_000.0], 0.08 - (1.0 / 12_000.0 + 1.0 / 8_000.0) / 2.0);
        let raw = [1.0 + 0.2 * between / (between + chance[0]), 1.0 - 0.2 * between / (between + chance[1])];
        let mean = (raw[0] + raw[1]) / 2.0;
        for (level, raw) in levels.iter().zip(raw) {
            assert!((level - raw / mean).abs() < 1e-12, "{levels:?}");
        }
        assert!((levels[0] - 1.2).abs() < 0.001 && ((levels[0] + levels[1]) / 2.0 - 1.0).abs() < 1e-12);
    }

    /// One death in a hundred more or less is chance where a hundred die.
    #[test]
    fn what_may_be_chance_is_no_difference() {
        let levels =
            shrunk(&[Deaths { counted: 101.0, expected: 110.0 }, Deaths { counted: 99.0, expected: 110.0 }]);
        assert_eq!(levels, [1.0, 1.0]);
    }

    /// A stationary population dies as the table says: as many as are born.
    #[test]
    fn a_stationary_population_has_one_death_a_birth() {
        let table = || {
            let rates: Vec<f64> = (0..=OPEN_AGE).map(|age| 0.0002 * 1.09f64.powi(age as i32)).collect();
            LifeTable::new(&[1.0; OPEN_AGE + 1], &rates, &[0.5; OPEN_AGE + 1])
        };
        let tables = [table(), table()];
        let people: BySexAge = [0, 1].map(|sex| std::array::from_fn(|age| 1000.0 * tables[sex].nlx[age]));
        assert!((expected(&people, &tables) - 2000.0).abs() < 1e-6);
    }
}
