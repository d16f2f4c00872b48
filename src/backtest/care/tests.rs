//! The page on need, and what is said at its top.

use super::*;
use crate::backtest::care_back_test_page;
use crate::model::load::load;

const SET: &str = "mv-2026-1";

fn model() -> Model {
    load(SET).unwrap().model
}

fn tests() -> Vec<CareBackTest> {
    care_back_tests(&model()).unwrap()
}

fn of(tests: &[CareBackTest], (base, target): (i32, i32), counting: Counting, carried: Carried) -> f64 {
    let same = |test: &&CareBackTest| {
        (test.base.0, test.target.0, test.counting, test.carried) == (base, target, counting, carried)
    };
    tests.iter().find(same).unwrap().state.percent()
}

#[test]
fn the_page_is_what_the_program_writes() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/models/BACKTEST_CARE.md");
    let page = care_back_test_page(&model()).unwrap();
    assert_eq!(
        std::fs::read_to_string(path).unwrap(),
        page,
        "run pflegeplan back-test care --model {SET} --out models/BACKTEST_CARE.md"
    );
}

/// Ten pairs of surveys; six of them begin with a known step. Totals as published are something else from 2019 only.
#[test]
fn every_survey_is_carried_to_every_later_one() {
    let tests = tests();
    let count = |carried| tests.iter().filter(|test| test.carried == carried).count();
    assert_eq!((count(Carried::Constant), count(Carried::Trend)), (10 + 2, 6 + 2));
    let of_2023 = tests.iter().filter(|test| test.target.0 == 2023);
    for test in of_2023 {
        let expected = if test.counting == Counting::All { 139_872.0 } else { 139_872.0 - 18_282.0 };
        assert!((test.state.official - expected).abs() < 1e-6, "{test:?}");
        assert!(test.districts.iter().all(|(_, miss)| miss.is_some()));
    }
}

/// What the issue asked for, as it came out: the trend beats constant rates from every survey to 2023, from 2019 by more than
/// a third; from 2021 it still misses by more than 3 percent.
#[test]
fn the_trend_is_nearer_than_constant_rates() {
    let tests = tests();
    for (base, counting) in
        [(2017, Counting::WithServices), (2019, Counting::WithServices), (2021, Counting::All)]
    {
        let [constant, trend] =
            [Carried::Constant, Carried::Trend].map(|carried| of(&tests, (base, 2023), counting, carried));
        assert!(constant < trend && trend.abs() < constant.abs(), "{base}: {constant} and {trend}");
    }
    let from_2019 = |carried| of(&tests, (2019, 2023), Counting::WithServices, carried).abs();
    assert!(from_2019(Carried::Trend) < 2.0 / 3.0 * from_2019(Carried::Constant));
    let from_2021 = of(&tests, (2021, 2023), Counting::All, Carried::Trend);
    assert!((-8.5..-6.5).contains(&from_2021), "{from_2021}");
}

/// The parameters of the set are the means that the program finds in its surveys.
#[test]
fn trends_are_the_mean_steps_of_the_surveys() {
    let model = model();
    let past = PastSurveys::new(&model).unwrap();
    let mean = |steps: &[f64]| steps.iter().sum::<f64>() / steps.len() as f64;
    let need = model.care.prevalence.iter().find(|one| one.id == "trend").unwrap();
    let PrevalenceKind::Trend(need) = need.kind else { panic!() };
    assert!((need.step - mean(&past.need)).abs() < 5e-4, "{:?}", past.need);
    let homes = model.care.forms.iter().find(|one| one.id == "trend").unwrap().homes.unwrap();
    assert!((homes.step - mean(&past.homes)).abs() < 5e-4, "{:?}", past.homes);
}

/// A set without trends is carried with constant rates only.
#[test]
fn a_set_without_trends_has_constant_rates() {
    let model = load("mv-2025-1").unwrap().model;
    let tests = care_back_tests(&model).unwrap();
    assert!(!tests.is_empty() && tests.iter().all(|test| test.carried == Carried::Constant));
    assert!(care_back_test_page(&model).unwrap().contains("| – | – |"));
    assert!(homes_back_tests(&model).unwrap().iter().all(|test| test.trend.is_none()));
}
