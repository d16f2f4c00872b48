//! The first set against published figures.

#[cfg(feature = "shared-data")]
use std::path::Path;

use super::{FIRST, first};
use crate::model::load;
use crate::model::{AGES, Model, OPEN_AGE, Observed};
use crate::units::{Sex, Year};

fn model() -> Model {
    first().model
}

fn official_groups(model: &Model) -> impl Iterator<Item = &Observed> {
    model.history.iter().filter(|group| group.year == Year(2025))
}

fn persons(model: &Model, index: usize, ages: std::ops::RangeInclusive<usize>) -> f64 {
    model.population[index].iter().flat_map(|row| &row[ages.clone()]).sum()
}

/// 31 December 2025, table 12411-09-01-4.
#[test]
fn totals_are_the_official_ones() {
    let model = model();
    let totals: Vec<(&str, f64)> = model
        .districts
        .iter()
        .enumerate()
        .map(|(i, district)| (district.key.as_str(), persons(&model, i, 0..=OPEN_AGE)))
        .collect();
    assert_eq!(
        totals,
        [
            ("13003", 204_929.0),
            ("13004", 97_922.0),
            ("13071", 245_998.0),
            ("13072", 218_123.0),
            ("13073", 217_817.0),
            ("13074", 155_869.0),
            ("13075", 225_867.0),
            ("13076", 207_160.0),
        ]
    );
    let state = |from: usize| (0..8).map(|i| persons(&model, i, from..=OPEN_AGE)).sum::<f64>();
    assert_eq!([state(0), state(65), state(80)], [1_573_685.0, 452_467.0, 131_024.0]);
}

#[test]
fn single_ages_are_whole_persons_that_sum_to_every_official_group() {
    let model = model();
    assert!(model.population.iter().flatten().flatten().all(|persons| persons.fract() == 0.0));
    let mut groups = 0;
    for group in official_groups(&model) {
        let index = model.districts.iter().position(|district| district.key == group.district).unwrap();
        let ages = group.age_from..=group.age_to.unwrap_or(OPEN_AGE);
        let sum: f64 = model.population[index][group.sex.unwrap() as usize][ages].iter().sum();
        assert_eq!(sum, group.persons, "{group:?}");
        groups += 1;
    }
    assert_eq!(groups, 8 * 2 * 20);
}

/// The shares of people aged 60 and over, from the official groups by hand: Schwerin 35.6 %,
/// Ludwigslust-Parchim 38.2 % at the end of 2025.
#[test]
fn shares_aged_60_and_over_agree_with_the_official_table_to_a_twentieth_of_a_point() {
    let model = model();
    for (i, district) in model.districts.iter().enumerate() {
        let official = |from: usize| -> f64 {
            let here = official_groups(&model).filter(|group| group.district == district.key);
            here.filter(|group| group.age_from >= from).map(|group| group.persons).sum()
        };
        let own = 100.0 * persons(&model, i, 60..=OPEN_AGE) / persons(&model, i, 0..=OPEN_AGE);
        assert!((own - 100.0 * official(60) / official(0)).abs() < 0.05, "{}", district.key);
        match district.key.as_str() {
            "13004" => assert!((own - 35.6).abs() < 0.05, "{own}"),
            "13076" => assert!((own - 38.2).abs() < 0.05, "{own}"),
            _ => {}
        }
    }
}

/// The mixture of two curves (Hadwiger 1940; Chandola, Coleman and Hiorns 1999) with the parameters
/// that the set's README names.
#[test]
fn the_pattern_of_births_is_the_published_curve() {
    let curve = |b: f64, c: f64, t: f64| (b / c) * (c / t).powf(1.5) * (-b * b * (c / t + t / c - 2.0)).exp();
    let component = |b: f64, c: f64| -> Vec<f64> {
        let raw: Vec<f64> = (15..=49).map(|age| curve(b, c, f64::from(age) + 0.5)).collect();
        let sum: f64 = raw.iter().sum();
        raw.iter().map(|value| value / sum).collect()
    };
    let (early, late) = (component(3.918, 24.268), component(4.595, 31.817));
    let pattern = model().fertility.pattern;
    for (i, share) in pattern[15..=49].iter().enumerate() {
        assert!((share - (0.235 * early[i] + 0.765 * late[i])).abs() < 1e-6, "age {}", i + 15);
    }
}

/// Periodensterbetafel 2018/20 of the state, which the reference table was fitted to.
#[test]
fn the_reference_table_has_the_states_life_expectancy_at_six_ages() {
    let model = model();
    let published = [
        [(0, 76.9), (20, 57.35), (40, 38.12), (60, 20.97), (65, 17.44), (80, 7.95)],
        [(0, 83.1), (20, 63.51), (40, 43.89), (60, 25.41), (65, 21.16), (80, 9.5)],
    ];
    // Years still to live at the open age, as the set's README says.
    let last = [1.849, 2.036];
    for sex in [Sex::Male, Sex::Female] {
        let qx = model.mortality.qx[sex as usize];
        let mut ex = last[sex as usize];
        let mut table = [0.0; AGES];
        for age in (0..OPEN_AGE).rev() {
            let lived_by_the_dying = if age == 0 { 0.1 } else { 0.5 };
            ex = (1.0 - qx[age]) * (1.0 + ex) + qx[age] * lived_by_the_dying;
            table[age] = ex;
        }
        for (age, years) in published[sex as usize] {
            assert!((table[age] - years).abs() < 0.01, "{sex:?} {age}: {} not {years}", table[age]);
        }
    }
}

/// Births of 2023 from the women at its end, whose ages are official five-year groups spread evenly.
/// 9,671 were born.
#[test]
fn the_base_rate_gives_about_the_births_of_2023() {
    let model = model();
    let women = model.history.iter().filter(|group| {
        group.year == Year(2023) && group.sex == Some(Sex::Female) && (15..50).contains(&group.age_from)
    });
    let births: f64 = women
        .map(|group| {
            let shares: f64 = model.fertility.pattern[group.age_from..=group.age_to.unwrap()].iter().sum();
            model.fertility.tfr * group.persons / 5.0 * shares
        })
        .sum();
    assert!((births / 9_671.0 - 1.0).abs() < 0.01, "{births}");
}

/// Residents of 2017 times one plus the published change, summed by hand: 1,530,665.
#[test]
fn control_totals_carry_the_published_changes() {
    let model = model();
    let scenario = model.scenarios.iter().find(|scenario| scenario.id == "landesprognose-5").unwrap();
    let changes = [7.8, 3.2, -13.0, -0.5, -6.7, -4.6, -12.2, -6.4];
    for (district, change) in model.districts.iter().zip(changes) {
        let groups =
            model.history.iter().filter(|group| group.year == Year(2017) && group.district == district.key);
        let residents: f64 = groups.map(|group| group.persons).sum();
        let total = scenario.control_totals[&(district.key.clone(), Year(2040))];
        assert_eq!(total, (residents * (1.0 + change / 100.0)).round(), "{}", district.key);
    }
    assert_eq!(scenario.control_totals.values().sum::<f64>(), 1_530_665.0);
}

#[test]
fn past_totals_are_the_official_ones() {
    let model = model();
    let total = |year: i32, state: bool| -> f64 {
        let groups = model.history.iter().filter(|group| group.year == Year(year));
        groups.filter(|group| group.district.is_district() != state).map(|group| group.persons).sum()
    };
    for (year, persons) in [
        (2015, 1_612_362.0),
        (2016, 1_610_674.0),
        (2017, 1_611_119.0),
        (2018, 1_609_675.0),
        (2019, 1_608_138.0),
        (2020, 1_610_774.0),
        (2021, 1_611_160.0),
        (2022, 1_576_049.0),
        (2023, 1_578_041.0),
        (2024, 1_573_597.0),
        (2025, 1_573_685.0),
    ] {
        assert_eq!(total(year, false), persons, "{year}");
    }
    assert_eq!([total(2011, true), total(2014, true)], [1_606_899.0, 1_599_138.0]);
}

/// Every figure of the past against the table it was carried over from.
#[cfg(feature = "shared-data")]
#[test]
fn history_agrees_with_the_shared_table() {
    let mut reader = shared("population.csv");
    let model = model();
    let mut compared = 0;
    for row in reader.records().map(Result::unwrap) {
        let sex = match &row[2] {
            "m" => Some(Sex::Male),
            "f" => Some(Sex::Female),
            _ => None,
        };
        let year = Year(row[1].parse().unwrap());
        let from: usize = row[3].parse().unwrap();
        let to: Option<usize> = row[4].parse().ok();
        // The same years of the state stand once, as single years or groups of the districts.
        if &row[0] == "13" && year.0 >= 2020 {
            continue;
        }
        let own = model.history.iter().find(|group| {
            (group.district.as_str(), group.year, group.sex, group.age_from, group.age_to)
                == (&row[0], year, sex, from, to)
        });
        assert_eq!(own.map(|group| group.persons), row[5].parse().ok(), "{row:?}");
        compared += 1;
    }
    assert!(compared > 4_800, "{compared}");
}

/// A table of official figures beside the repository.
#[cfg(feature = "shared-data")]
fn shared(file: &str) -> csv::Reader<std::fs::File> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/population").join(file);
    csv::Reader::from_path(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The curves of the past against the rows they were fitted to, and the sums of these rows (HFD).
#[cfg(feature = "shared-data")]
#[test]
fn patterns_of_past_births_are_near_the_rows_they_were_fitted_to() {
    let mut reader = shared("asfr.csv");
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let rate = |year: i32, age: usize| -> f64 {
        let is = |row: &&csv::StringRecord| row[1] == year.to_string() && row[2] == age.to_string();
        rows.iter().find(is).unwrap()[3].parse().unwrap()
    };
    let past = first().past;
    let mut tfrs = Vec::new();
    for start in &past.starts {
        let year = start.birth_pattern.year.0;
        let sum: f64 = (15..=49).map(|age| rate(year, age)).sum();
        for age in 15..=49 {
            let miss = start.birth_pattern.value[age] - rate(year, age) / sum;
            assert!(miss.abs() < 0.0032, "{year} {age}: {miss}");
        }
        assert!((start.birth_pattern.value.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        tfrs.push((sum * 1_000.0).round() / 1_000.0);
    }
    assert_eq!(tfrs, [1.461, 1.562, 1.615, 1.615]);
    assert_eq!((past.starts[0].tfr.value, past.starts[1].tfr.value), (1.461, 1.562));
}

/// Men and women gained 7.7 and 5.5 years from 1993/95 to 2013/15 (NNN-2016), and 5.7 and 3.8 years from
/// 1993/95 to 2004/06 (HB-2007). For men that gives the published 74.5.
#[test]
fn life_expectancy_of_2004_06_follows_from_two_published_gains() {
    let past = first().past;
    let [men, women] = past.starts[1].e0.value;
    let [men_2006, women_2006] = past.starts[0].e0.value;
    assert!((men - 7.7 + 5.7 - men_2006).abs() < 1e-9);
    assert!((women - 5.5 + 3.8 - women_2006).abs() < 1e-9);
}

/// Births and deaths against the table they were carried over from. The final number of births of 2016 is
/// one more than the preliminary one there, and four figures are from elsewhere.
#[cfg(feature = "shared-data")]
#[test]
fn vital_statistics_agree_with_the_shared_table() {
    let mut reader = shared("vital_statistics_mv.csv");
    let vital = first().past.vital;
    let mut compared = 0;
    for row in reader.records().map(Result::unwrap) {
        let own = vital.iter().find(|vital| vital.year.0.to_string() == row[0]).unwrap();
        for (own, there) in [(own.births, &row[1]), (own.deaths, &row[2])] {
            if let Ok(there) = there.parse::<f64>() {
                assert!((own.unwrap() - there).abs() <= 1.0, "{row:?}");
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 11);
}

/// A released set is followed by another one and never changed.
#[test]
fn a_released_set_stays_as_it_is() {
    let checksum = load::load("mv-2025-1").unwrap().model.checksum;
    assert_eq!(checksum, "8c334c8cdf8b5267afb738a0464c4d660b5707fb77b70bba45d941f857590ee7");
}

#[test]
fn the_checksum_belongs_to_the_texts() {
    let mut files = super::files();
    let before = load::from_files(FIRST, &files).unwrap().model.checksum;
    assert_eq!(before.len(), 64);
    let text = files.get_mut("scenarios/low.toml").unwrap();
    *text = text.replace("Untere Variante", "Untere  Variante");
    assert_ne!(load::from_files(FIRST, &files).unwrap().model.checksum, before);
}

/// The set holds names and Ämter of its base date; today they are still those of `models/areas`.
#[test]
fn municipalities_are_those_of_the_areas() {
    let text = crate::model::text("areas/areas.csv").unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.records().map(|row| row.unwrap()).filter(|row| &row[0] == "municipality");
    let name_of = |key: &str| {
        let amt = text.lines().find(|line| line.starts_with(&format!("amt,{key},"))).unwrap();
        amt.split(',').nth(3).unwrap().to_owned()
    };
    let mut expected: Vec<[String; 4]> =
        rows.map(|row| [row[1].to_owned(), row[3].to_owned(), row[6].to_owned(), name_of(&row[6])]).collect();
    expected.sort();
    let municipalities = first().model.municipalities;
    let found: Vec<[String; 4]> = municipalities
        .into_iter()
        .map(|area| [area.key.to_string(), area.name, area.amt.to_string(), area.amt_name])
        .collect();
    assert_eq!(found.len(), 726);
    assert_eq!(found, expected);
}
