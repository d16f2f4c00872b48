//! The projection by its public door: official life tables, and one area whose figures are worked out
//! by hand.

#![expect(clippy::unwrap_used, reason = "a test may panic, its helpers too")]

use std::collections::BTreeMap;
#[cfg(feature = "shared-data")]
use std::path::PathBuf;

use pflegeplan::model::*;
use pflegeplan::projection::life_table::Mortality as DeathRates;
use pflegeplan::projection::{Group, Request, project};
use pflegeplan::units::{Ags, Sex, Year};

/// A table of official figures beside the repository.
#[cfg(feature = "shared-data")]
fn official(file: &str) -> csv::Reader<std::fs::File> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data/population").join(file);
    csv::Reader::from_path(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[cfg(feature = "shared-data")]
fn sex(text: &str) -> Sex {
    if text == "m" { Sex::Male } else { Sex::Female }
}

/// Published life tables of 2018/20 end at 100; ours goes on by the old-age curve. Life expectancies
/// agree with the published ones to 0.02 years at birth and 0.03 years at 80.
#[cfg(feature = "shared-data")]
#[test]
fn official_probabilities_give_the_official_life_expectancies() {
    let (mut tables, mut published) = (official("life_table.csv"), official("life_expectancy.csv"));
    let mut qx = [[0.0; AGES]; 2];
    for row in tables.records().map(|row| row.unwrap()) {
        if &row[0] == "Deutschland" && &row[1] == "2018/20" {
            qx[sex(&row[2]) as usize][row[3].parse::<usize>().unwrap()] = row[4].parse().unwrap();
        }
    }
    let ours =
        [Sex::Male, Sex::Female].map(|sex| DeathRates::from_qx(sex, &qx[sex as usize]).unwrap().life_table());
    let mut compared = 0;
    for row in published.records().map(|row| row.unwrap()) {
        if &row[0] == "Deutschland" && &row[1] == "2018/20" {
            let age: usize = row[3].parse().unwrap();
            let official: f64 = row[4].parse().unwrap();
            let found = ours[sex(&row[2]) as usize].ex[age];
            assert!((found - official).abs() < 0.03, "{} at {age}: {found} {official}", &row[2]);
            compared += 1;
        }
    }
    assert_eq!(compared, 14);
}

/// 100 persons in each year of age of each sex below 50, and nobody above. Nobody dies before 85.
fn by_hand() -> Model {
    let mut residents = [[0.0; AGES]; 2];
    residents.iter_mut().for_each(|row| row[..50].fill(100.0));
    let mut pattern = [0.0; AGES];
    pattern[30] = 1.0;
    let mut qx = [0.0; AGES];
    qx[80..].fill(0.5);
    let target = |value| Target { value, year: Year(2026) };
    let e0 = DeathRates::from_qx(Sex::Female, &qx).unwrap().e0(1.0);
    let mut moves = [[0.0; AGES]; 2];
    moves[1][40] = 20.0;
    moves[0][20] = -10.0;
    let zero = || vec![[[0.0; AGES]; 2]];
    Model {
        id: "by-hand".to_owned(),
        title: String::new(),
        checksum: String::new(),
        base_year: Year(2025),
        last_year: Year(2030),
        sources: Vec::new(),
        districts: vec![District { key: Ags::parse("13076").unwrap(), name: String::new() }],
        population: vec![residents],
        male_births: 0.5,
        male_births_source: String::new(),
        fertility: Fertility { pattern, tfr: 2.0, level: vec![1.0] },
        mortality: Mortality { qx: [qx, qx], e0: [e0, e0], level: vec![[1.0, 1.0]] },
        migration: Migration { external_counts: vec![moves], internal_counts: zero() },
        uncertainty: Uncertainty {
            tfr_ar: 0.0,
            tfr_sd: 0.0,
            e0_sd: 0.0,
            e0_correlation: 0.0,
            migration_ar: 0.0,
            migration_sd: 0.0,
            migration_correlation: 0.0,
            deviations: None,
            note: BTreeMap::new(),
            source: BTreeMap::new(),
        },
        scenarios: vec![Scenario {
            id: "constant".to_owned(),
            title: String::new(),
            text: String::new(),
            tfr: target(2.0),
            e0: [target(e0), target(e0)],
            external_migration: target(1.0),
            internal_migration: target(1.0),
            control_totals: BTreeMap::new(),
        }],
        history: Vec::new(),
        municipalities: Vec::new(),
        municipal_ages: None,
        cells: None,
        guard: Guard { grey_below: 5_000, warn_below: 8_000 },
        care: Default::default(),
        cited: Default::default(),
    }
}

/// 2026 by hand. 100 women of 30 at either end of the year bear 2.0 children each: 200 births, half of
/// them boys, nobody dies. Of 20 women who come at 40, 10 come at the start and are 41 at the end. Of
/// the 100 men of 20 a tenth leaves: 5 % at the start (95 reach 21), 5 % of those who are 20 at the end
/// (95 stay), 10 men in all. 10,000 + 200 + 20 - 10 = 10,210.
#[test]
fn a_golden_area_has_the_figures_worked_out_by_hand() {
    let model = by_hand();
    let projection = project(&model, &Request::new("constant", Year(2026))).unwrap();
    let year = &projection.years[0];
    let (table, components) = (&year.population[0], &year.components[0]);
    let close = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-6, "{found} {expected}");
    close(components.births[0], 100.0);
    close(components.births[1], 100.0);
    close(components.deaths.iter().sum(), 0.0);
    close(components.external, 10.0);
    close(table[0][0], 100.0);
    close(table[1][40], 110.0);
    close(table[1][41], 110.0);
    close(table[0][20], 95.0);
    close(table[0][21], 95.0);
    close(table[0][50], 100.0);
    close(Group::ALL.sum(table), 10_210.0);
    assert_eq!(projection.provenance.scenario, "constant");
    assert_eq!(projection.areas[0].as_str(), "13076");
}
