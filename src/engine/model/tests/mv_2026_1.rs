//! The set mv-2026-1 against the official figures that its README names.

#[cfg(feature = "shared-data")]
use std::path::Path;

use crate::model::load::{self, ModelSet};
use crate::model::{AGES, OPEN_AGE};
use crate::units::{Sex, Year};

fn set() -> ModelSet {
    load::load("mv-2026-1").unwrap()
}

/// Persons of the state of a sex and a range of ages.
fn persons(set: &ModelSet, sex: Sex, ages: std::ops::RangeInclusive<usize>) -> f64 {
    set.model.population.iter().flat_map(|table| &table[sex as usize][ages.clone()]).sum()
}

/// 31 December 2025, tables 12411-0013 (single ages of the state) and 12411-09-01-4 (districts).
#[test]
fn the_base_population_has_the_official_ages_of_the_state() {
    let set = set();
    let sums = [Sex::Male, Sex::Female].map(|sex| persons(&set, sex, 0..=OPEN_AGE));
    assert_eq!(sums, [770_190.0, 803_495.0]);
    let boys = [0, 1, 2].map(|age| persons(&set, Sex::Male, age..=age));
    assert_eq!(boys, [4_295.0, 4_783.0, 5_237.0]);
    let old = [Sex::Male, Sex::Female].map(|sex| persons(&set, sex, 80..=OPEN_AGE));
    assert_eq!(old.iter().sum::<f64>(), 131_024.0);
    let rostock: f64 = set.model.population[0].iter().flatten().sum();
    assert_eq!(rostock, 204_929.0);
}

/// Life expectancy at birth of 2023/25 (12621-0004), which the reference table has, with the years of infants who die and
/// those left at 100 as src/engine/projection computes them.
#[test]
fn the_reference_table_has_the_official_life_expectancy() {
    let model = set().model;
    let last = [1.695, 1.910];
    for (sex, (official, infants)) in
        [(76.76, (0.1493, 2.0367)), (83.13, (0.1490, 2.0867))].into_iter().enumerate()
    {
        let qx = model.mortality.qx[sex];
        let mut ex = last[sex];
        for age in (0..OPEN_AGE).rev() {
            let lived_by_the_dying = if age == 0 { infants.0 - infants.1 * qx[0] } else { 0.5 };
            ex = (1.0 - qx[age]) * (1.0 + ex) + qx[age] * lived_by_the_dying;
        }
        assert!((ex - official).abs() < 0.001, "{ex}");
    }
}

/// The pace of the official series from 2003/05 (74.03 and 81.09) to 2023/25 (76.76 and 83.13), 20 years; one year of it
/// to the base year and 16 to 2040.
#[test]
fn life_expectancy_goes_on_at_the_pace_of_twenty_years() {
    let model = set().model;
    let status_quo = model.scenarios.iter().find(|scenario| scenario.id == "status-quo").unwrap();
    for (sex, (first, last)) in [(74.03, 76.76), (81.09, 83.13)].into_iter().enumerate() {
        let pace = (last - first) / 20.0;
        assert!((model.mortality.e0[sex] - (last + pace)).abs() < 0.006);
        assert!((status_quo.e0[sex].value - (last + 16.0 * pace)).abs() < 0.006);
    }
}

/// 1.213 children per woman in 2025 (12612-0104) on the women at its end: 8,386 were born (12612-0100).
#[test]
fn the_rate_of_2025_gives_about_its_births() {
    let set = set();
    assert_eq!(set.model.fertility.tfr, 1.213);
    let women = (0..AGES).map(|age| set.model.fertility.pattern[age] * persons(&set, Sex::Female, age..=age));
    let births = 1.213 * women.sum::<f64>();
    assert!((births / 8_386.0 - 1.0).abs() < 0.01, "{births}");
    // Boys among the births of 2011 to 2025.
    assert!((set.model.male_births - 91_267.0 / 178_166.0).abs() < 5e-5);
}

/// 10,705 in 2024 and 8,187 in 2025.
#[test]
fn moves_across_the_border_are_those_of_2024_and_2025() {
    let model = set().model;
    let sum: f64 = model.migration.external_counts.iter().flatten().flatten().sum();
    assert!((sum - 9_446.0).abs() < 5.0, "{sum}");
}

/// The level of a district below 65 is three quarters of what the residuals say, by sex; the file has the figures after that. The table of the
/// README has the sums.
#[test]
fn moves_between_districts_are_those_of_the_readme() {
    let model = set().model;
    let sums: Vec<f64> = model
        .migration
        .internal_counts
        .iter()
        .map(|table| table.iter().flatten().sum::<f64>().round())
        .collect();
    assert_eq!(sums, [-162.0, -49.0, -105.0, 56.0, 814.0, -129.0, 257.0, -681.0]);
}

/// Births 12612-0100 and deaths 12613-0010 of all years, three of them by hand.
#[test]
fn births_and_deaths_are_official_in_every_year() {
    let vital = set().past.vital;
    assert_eq!(vital.len(), 36);
    for (year, births, deaths) in
        [(1990, 23_503.0, 22_449.0), (2017, 13_081.0, 20_736.0), (2025, 8_386.0, 23_908.0)]
    {
        let found = vital.iter().find(|one| one.year == Year(year)).unwrap();
        assert_eq!((found.births, found.deaths), (Some(births), Some(deaths)));
    }
}

/// Each single age against the table it was carried over from.
#[cfg(feature = "shared-data")]
#[test]
fn ages_of_the_state_agree_with_the_shared_table() {
    let file = "../../../shared/data/genesis/12411-0013_population_mv_single_age_2025.csv";
    let mut reader = csv::Reader::from_path(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    let set = set();
    let mut compared = 0;
    for row in reader.records().map(Result::unwrap) {
        let (sex, Ok(age)) = (&row[2], row[3].parse::<usize>()) else { continue };
        let sexes = match sex {
            "m" => vec![Sex::Male],
            "f" => vec![Sex::Female],
            _ => vec![Sex::Male, Sex::Female],
        };
        let last = if age == 90 { OPEN_AGE } else { age };
        let own: f64 = sexes.iter().map(|sex| persons(&set, *sex, age..=last)).sum();
        assert_eq!(own, row[5].parse::<f64>().unwrap(), "{row:?}");
        compared += 1;
    }
    assert_eq!(compared, 273);
}
