//! One area worked out by hand.

use ndarray::array;

use super::*;
use crate::care::rates::{fit_types, odds_factor, odds_times};
use crate::model::care::CARE_GROUPS;
use crate::units::{CareType, Sex};

/// Two groups have residents: 1,000 men under 65 with a rate of 0.2 and 100 women of 95 and older with a rate of
/// 0.5. 300 are counted in need. With k on the odds, 0.2 becomes k/(4+k) and 0.5 becomes k/(1+k):
///   1000 k/(4+k) + 100 k/(1+k) = 300
/// At k = 1.25 that is 238.1 + 55.6 = 293.7, at k = 1.30 it is 245.3 + 56.5 = 301.8, so k lies between; solved:
///   1000 k (1+k) + 100 k (4+k) = 300 (4+k)(1+k)  <=>  800 k² − 100 k − 1200 = 0  <=>  k = 1.288835…
#[test]
fn the_odds_of_all_rates_are_multiplied_until_the_count_is_met() {
    let mut rates = [[0.1; CARE_GROUPS]; 2];
    let mut residents = [[0.0; CARE_GROUPS]; 2];
    (rates[0][0], residents[0][0]) = (0.2, 1_000.0);
    (rates[1][7], residents[1][7]) = (0.5, 100.0);
    let by_hand = (100.0 + (100.0f64.powi(2) + 4.0 * 800.0 * 1_200.0).sqrt()) / 1_600.0;
    let found = odds_factor(&rates, &residents, 300.0).unwrap();
    assert!((found - by_hand).abs() < 1e-12 && (found - 1.288_8).abs() < 1e-4, "{found}");
    let need = 1_000.0 * odds_times(0.2, found) + 100.0 * odds_times(0.5, found);
    assert!((need - 300.0).abs() < 1e-9);
    assert_eq!(odds_times(0.37, 1.0), 0.37, "times one is the same to the bit");
    assert_eq!(odds_factor(&rates, &residents, 1_200.0), None, "more than there are residents");
}

/// Two cells with 60 and 40 people in need, counted 50 on the allowance and 50 in homes. The profile has twice as
/// many on the allowance as in homes in the first group, and as many of both in the second. Fitting keeps
/// the cross ratio (2/1)/(1/1) = 2: with x of the first cell on the allowance,
///   x (40 − (50 − x)) / ((60 − x)(50 − x)) = 2  <=>  x² − 210 x + 6000 = 0  <=>  x = 34.111…
#[test]
fn types_are_fitted_to_cells_and_counts_with_the_profile_s_cross_ratios() {
    let mut of_men = [[1.0, 0.0, 1.0, 0.0]; CARE_GROUPS];
    of_men[0] = [2.0, 0.0, 1.0, 0.0];
    let mut cells = [0.0; CARE_GROUPS];
    (cells[0], cells[1]) = (60.0, 40.0);
    let counts = [50.0, 0.0, 50.0, 0.0, 0.0];
    let table = fit_types((&key("13003"), Year(2023)), &[of_men; 2], &cells, &counts).unwrap();
    let x = 105.0 - (105.0f64.powi(2) - 6_000.0).sqrt();
    let expected = array![[x, 60.0 - x], [50.0 - x, x - 10.0]];
    for ((row, column), value) in expected.indexed_iter() {
        assert!((table[[row, 2 * column]] - value).abs() < 1e-9, "{table}");
    }
}

/// Rates by hand: 10 % of the men and 20 % of the women under 65, half of them on the allowance, half in homes.
/// 1,000 men and 500 women: 200 people in need, 100 in homes, of whom 40 have grade 3.
#[test]
fn need_is_persons_times_rates_summed() {
    let mut rates = ndarray::Array3::zeros((2, CARE_GROUPS, 5));
    for (sex, rate) in [(0, 0.1), (1, 0.2)] {
        rates[[sex, 0, CareType::AllowanceOnly as usize]] = rate / 2.0;
        rates[[sex, 0, CareType::Residential as usize]] = rate / 2.0;
    }
    let mut grades = [[0.0; 5]; 5];
    grades[CareType::Residential as usize] = [0.0, 0.2, 0.4, 0.3, 0.1];
    grades[CareType::AllowanceOnly as usize] = [0.0, 1.0, 0.0, 0.0, 0.0];
    let mut residents = [[0.0; CARE_GROUPS]; 2];
    (residents[0][0], residents[1][0]) = (1_000.0, 500.0);
    let need = Need::new(&rates, &grades, &residents);
    let close =
        |found: f64, expected: f64| assert!((found - expected).abs() < 1e-9, "{found}, not {expected}");
    close(need.people_in_need(), 200.0);
    close(need.of(CareType::Residential), 100.0);
    let grade3 = crate::units::CareGrade::new(3);
    close(need.persons(&Part { grade: grade3, ..Part::of(CareType::Residential) }), 40.0);
    close(need.persons(&Part { grade: grade3, ..Part::default() }), 40.0);
    close(need.persons(&Part { sex: Some(Sex::Female), ..Part::default() }), 100.0);
    close(crate::care::need::weights(&rates, &grades, &Part::default()).sum(&residents), 200.0);
}

/// The state at the base date with the rates of 2023. Domain target: about 144,300.
#[test]
fn constant_rates_give_about_144_thousand_in_2025() {
    let model = model();
    let survey = Survey::new(&model).unwrap();
    let forecast =
        survey.forecast(&model, &projected(&model, "status-quo", 2026), &CareRequest::default()).unwrap();
    let all: f64 = forecast.years[0].areas.iter().map(|area| area.need.people_in_need()).sum();
    assert!((144_000.0..144_600.0).contains(&all), "{all}");
}
