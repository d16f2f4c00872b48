use super::*;
use crate::projection::fixture::{key, model, residents, scenario};
use crate::units::Sex;
use proptest::prelude::*;

fn control(area: Option<&str>, group: Group, persons: f64) -> Control {
    Control { area: area.map(key), year: Year(2030), group, persons }
}

fn areas() -> Vec<Ags> {
    ["13003", "13004"].map(key).to_vec()
}

fn two() -> Vec<BySexAge> {
    vec![residents(1_000.0, 0.0), residents(500.0, 1.0)]
}

#[test]
fn a_total_is_hit_and_the_structure_inside_is_kept() {
    let (before, mut after) = (two(), two());
    let found = fit(&areas(), &mut after, &[control(Some("13004"), Group::ALL, 600.0)]).unwrap();
    assert_eq!(before[0], after[0]);
    assert!((Group::ALL.sum(&after[1]) - 600.0).abs() < 1e-9);
    assert!((after[1][0][40] / after[1][1][70] - before[1][0][40] / before[1][1][70]).abs() < 1e-12);
    assert!((found[0].projected - 500.0).abs() < 1e-9 && (found[0].difference() + 100.0).abs() < 1e-9);
}

#[test]
fn contradicting_totals_end_in_a_sentence() {
    let old = Group::new(None, 0..=59);
    let young = Group::new(None, 60..=100);
    let controls = [
        control(Some("13003"), Group::ALL, 1_000.0),
        control(Some("13003"), old, 600.0),
        control(Some("13003"), young, 500.0),
    ];
    let error = fit(&areas(), &mut two(), &controls).unwrap_err();
    assert!(matches!(error, BenchmarkError::Contradiction { .. }), "{error}");
}

#[test]
fn people_cannot_be_made_of_nobody() {
    let mut tables = two();
    tables[0][1][99] = 0.0;
    let group = Group::new(Some(Sex::Female), 99..=99);
    let error = fit(&areas(), &mut tables, &[control(Some("13003"), group.clone(), 3.0)]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the control total of 13003 (women) aged 99 to 99 is 3 persons, but nobody is projected there, so no factor can reach it"
    );
    fit(&areas(), &mut tables, &[control(Some("13003"), group, 0.0)]).unwrap();
    let error = fit(&areas(), &mut tables, &[control(Some("13003"), Group::ALL, -1.0)]).unwrap_err();
    assert!(matches!(error, BenchmarkError::NoCount { .. }));
    let error = fit(&areas(), &mut tables, &[control(Some("13071"), Group::ALL, 1.0)]).unwrap_err();
    assert!(error.to_string().contains("13071"));
}

#[test]
fn a_single_total_is_reached_on_a_straight_line() {
    let model = model();
    let mut scenario = scenario("official");
    scenario.control_totals.insert((key("13004"), Year(2035)), 108_000.0);
    let controls = of_scenario(&model, &scenario, Year(2030));
    let years: Vec<i32> = controls.iter().map(|control| control.year.0).collect();
    assert_eq!(years, [2026, 2027, 2028, 2029, 2030]);
    assert!((controls[4].persons - 103_000.0).abs() < 1e-6);
}

proptest! {
    /// Totals by area and age groups of all areas, both from one table: they are hit exactly.
    #[test]
    fn consistent_margins_are_hit(
        cells in prop::collection::vec(1.0..100.0, 2 * 4),
        wanted in prop::collection::vec(1.0..100.0, 2 * 4),
    ) {
        let ages = |column: usize| 25 * column..=if column == 3 { 100 } else { 25 * column + 24 };
        let table = |values: &[f64]| {
            let row = std::array::from_fn(|age: usize| values[(age / 25).min(3)] / 50.0);
            [row, row]
        };
        let mut population: Vec<BySexAge> = cells.chunks(4).map(table).collect();
        let target: Vec<BySexAge> = wanted.chunks(4).map(table).collect();
        let mut controls: Vec<Control> = areas()
            .into_iter()
            .zip(&target)
            .map(|(area, table)| Control { area: Some(area), year: Year(2030), group: Group::ALL, persons: Group::ALL.sum(table) })
            .collect();
        for column in 0..4 {
            let group = Group::new(None, ages(column));
            let persons = target.iter().map(|table| group.sum(table)).sum();
            controls.push(control(None, group, persons));
        }
        fit(&areas(), &mut population, &controls).unwrap();
        for control in &controls {
            let rows = rows_of(&areas(), control).unwrap();
            let sum: f64 = population[rows].iter().map(|table| control.group.sum(table)).sum();
            prop_assert!((sum - control.persons).abs() <= 1e-9 * control.persons);
        }
    }
}
