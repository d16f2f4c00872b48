//! Both sexes by single age over ten years against the United Nations' own function: Canada, 1950 to 1960. The tables
//! lie beside the repository, and their README says how they were computed.

use super::*;
use crate::projection::life_table::survival_ratios;
use crate::units::Sex;

const AGES: usize = 101;
type Ages = [f64; AGES];
/// By sex, then by single age, of which the last is open.
type People = [Ages; 2];

/// What ten years are computed from: a year's life tables, rates and moves.
#[derive(Clone, Copy)]
struct Year {
    sx: People,
    nlx: People,
    asfr: Ages,
    moves: People,
}

fn table(file: &str) -> csv::Reader<std::fs::File> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/oracle/").to_owned() + file;
    csv::Reader::from_path(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn number(row: &csv::StringRecord, column: usize) -> f64 {
    row[column].parse().unwrap_or_else(|error| panic!("{row:?}, column {column}: {error}"))
}

/// Sex and age of a row, from the column of the sex on.
fn cell(row: &csv::StringRecord, column: usize) -> (usize, usize) {
    let sex = if &row[column] == "m" { Sex::Male } else { Sex::Female };
    (sex as usize, number(row, column + 1) as usize)
}

fn years() -> Vec<Year> {
    let empty = || [[0.0; AGES]; 2];
    let mut years = vec![Year { sx: empty(), nlx: empty(), asfr: [0.0; AGES], moves: empty() }; 10];
    for row in table("canada_1950_1959_inputs.csv").records().map(Result::unwrap) {
        let ((sex, age), year) = (cell(&row, 1), &mut years[number(&row, 0) as usize - 1950]);
        year.sx[sex][age] = number(&row, 3);
        year.nlx[sex][age] = number(&row, 4) / 100_000.0;
        year.moves[sex][age] = number(&row, 7);
        // The United Nations' function counts no births of mothers aged 0 and of the open group.
        if sex == Sex::Female as usize && age > 0 && age < AGES - 1 {
            year.asfr[age] = number(&row, 6);
        }
    }
    years
}

/// One year: half of the moves at its start, half at its end. Returns the population at its end, the births by sex and
/// the deaths by sex, those of newborns included.
fn project(start: &People, year: &Year, male_births: f64) -> (People, [f64; 2], [f64; 2]) {
    let exposed: People = [0, 1].map(|sex| std::array::from_fn(|x| start[sex][x] + 0.5 * year.moves[sex][x]));
    let mut end = [[0.0; AGES]; 2];
    for sex in [0, 1] {
        survive(&exposed[sex], &year.sx[sex], &mut end[sex]);
    }
    let mut died = [0, 1].map(|sex| deaths(&exposed[sex], &end[sex]));
    for sex in [0, 1] {
        end[sex].iter_mut().zip(&year.moves[sex]).for_each(|(people, moves)| *people += 0.5 * moves);
    }
    let women = Sex::Female as usize;
    let born = by_sex(births(&exposed[women], &end[women], &year.asfr, 1.0), male_births);
    for sex in [0, 1] {
        end[sex][0] += born[sex] * year.sx[sex][0];
        died[sex] += born[sex] * (1.0 - year.sx[sex][0]);
    }
    (end, born, died)
}

/// Ten years of single ages meet the United Nations' results to a thousandth of a person in each of 2,020 cells; births
/// and deaths of each year likewise.
#[test]
fn both_sexes_meet_the_function_of_the_united_nations_to_a_thousandth_of_a_person() {
    let (years, mut people) = (years(), [[0.0; AGES]; 2]);
    for row in table("canada_1950_base.csv").records().map(Result::unwrap) {
        let (sex, age) = cell(&row, 0);
        people[sex][age] = number(&row, 2);
    }
    let boys_per_girl: Vec<f64> =
        table("canada_1950_1959_srb.csv").records().map(|row| number(&row.unwrap(), 1)).collect();
    let events: Vec<_> = table("canada_1950_1959_events_even.csv").records().map(Result::unwrap).collect();
    let mut expected = table("canada_1951_1960_population_even.csv").into_records().map(Result::unwrap);
    for ((year, ratio), events) in years.iter().zip(&boys_per_girl).zip(&events) {
        let (end, born, died) = project(&people, year, ratio / (1.0 + ratio));
        for (found, column) in born.iter().chain(&died).zip(2..) {
            assert!((found - number(events, column)).abs() < 0.001, "{events:?}, column {column}: {found}");
        }
        for row in expected.by_ref().take(2 * AGES) {
            let (sex, age) = cell(&row, 1);
            assert!((end[sex][age] - number(&row, 3)).abs() < 0.001, "{row:?}: {}", end[sex][age]);
        }
        people = end;
    }
    assert_eq!((years.len(), expected.count()), (10, 0));
}

/// The survival ratios of our life tables are those of the United Nations.
#[test]
fn survival_ratios_from_person_years_are_those_of_the_united_nations() {
    for year in years() {
        for sex in [0, 1] {
            let mut found = [0.0; AGES];
            survival_ratios(&year.nlx[sex], 1.0, &mut found);
            for (age, (found, published)) in found.iter().zip(&year.sx[sex]).enumerate() {
                assert!((found - published).abs() < 1e-12, "sex {sex}, age {age}: {found} {published}");
            }
        }
    }
}
