//! Germany's need on the federal projection's own population, against the federal projection of need of 2023. The tables
//! lie beside the repository.

use crate::care::need::Weights;
use crate::care::population::care_groups;
use crate::care::rates::{odds_factor, odds_times};
use crate::model::BySexAge;
use crate::model::care::{BySexCareGroup, CARE_GROUPS, care_ages};
use crate::units::Sex;

/// People in need in 2035, 2055 and 2070 in millions, as published: with constant rates, and with rising ones (Statistisches
/// Bundesamt, Pflegevorausberechnung of 30 March 2023).
const PUBLISHED: [(i32, f64, f64); 3] = [(2035, 5.6, 6.3), (2055, 6.8, 7.6), (2070, 6.9, 7.7)];
/// The publication gives tenths of a million; the rates of 2021 are published to a tenth of a percent.
const TOLERANCE: f64 = 0.02;

fn rows(file: &str) -> Vec<csv::StringRecord> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/population/").to_owned() + file;
    let mut table = csv::Reader::from_path(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let rows = table.records().map(|row| row.unwrap_or_else(|error| panic!("{path}: {error}")));
    rows.filter(|row| &row[0] == "Deutschland").collect()
}

fn number<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

fn sex(text: &str) -> usize {
    (if text == "m" { Sex::Male } else { Sex::Female }) as usize
}

/// Germany in a year of the 15th coordinated projection, G2-L2-W2, in care groups.
fn population(projection: &[csv::StringRecord], year: i32) -> BySexCareGroup {
    let mut ages: BySexAge = [[0.0; crate::model::AGES]; 2];
    for row in projection.iter().filter(|row| number::<i32>(&row[3]) == year) {
        ages[sex(&row[1])][number::<usize>(&row[2])] += number::<f64>(&row[4]);
    }
    care_groups(&ages)
}

/// The published rates of Germany, 2021: each care group has that of the published band in which it begins.
fn rates_of_2021() -> BySexCareGroup {
    let mut rates = [[f64::NAN; CARE_GROUPS]; 2];
    for row in rows("care_rates.csv") {
        let band = number::<usize>(&row[3])..=if row[4].is_empty() { 200 } else { number(&row[4]) };
        if &row[1] != "2021" || &row[2] == "t" || &row[5] != "all" || band == (0..=200) {
            continue;
        }
        for group in (0..CARE_GROUPS).filter(|group| band.contains(care_ages(*group).start())) {
            rates[sex(&row[2])][group] = number::<f64>(&row[7]) / 100.0;
        }
    }
    rates
}

/// Constant rates of 2021 give 5.61, 6.81 and 6.88 million. A rise of twelve percent, on the odds of the rates as in the
/// path `rising`, gives 6.25, 7.49 and 7.59 million.
#[test]
fn the_rates_of_2021_on_the_federal_population_give_the_federal_need() {
    let (projection, constant) = (rows("projection_15kbv_g2l2w2.csv"), rates_of_2021());
    // The projection's first year at hand; its need is within 1 percent of the 4.96 million counted in 2021.
    let first = population(&projection, 2022);
    let counted = Weights(constant).sum(&first);
    assert!((counted / 4_961_146.0 - 1.0).abs() < 0.01, "{counted}");
    let rise = 1.12;
    let factor = odds_factor(&constant, &first, rise * counted).unwrap();
    let rising = constant.map(|row| row.map(|rate| odds_times(rate, factor)));
    for (year, published_constant, published_rising) in PUBLISHED {
        let people = population(&projection, year);
        for (rates, published) in [(constant, published_constant), (rising, published_rising)] {
            let need = Weights(rates).sum(&people) / 1e6;
            assert!((need / published - 1.0).abs() < TOLERANCE, "{year}: {need} {published}");
        }
    }
}
