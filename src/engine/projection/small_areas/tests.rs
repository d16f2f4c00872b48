use super::*;
use crate::projection::fixture::{key, residents};
use proptest::prelude::*;

fn area(text: &str, persons: f64) -> SmallArea {
    SmallArea { key: key(text), persons, groups: Vec::new(), pattern: None }
}

#[test]
fn small_numbers_are_grey_or_carry_a_warning() {
    let guard = Guard { grey_below: 5_000, warn_below: 8_000 };
    let readings = [4_999.9, 5_000.0, 7_999.0, 8_000.0].map(|residents| Reliability::of(guard, residents));
    assert_eq!(readings, [Reliability::Low, Reliability::Limited, Reliability::Limited, Reliability::Good]);
}

#[test]
fn totals_alone_share_the_district_out_and_are_scaled_to_it() {
    let district = residents(10_000.0, 0.0);
    let shares = Shares::new(&district, &[area("13076001", 3_000.0), area("13076002", 5_000.0)]).unwrap();
    assert!((shares.scaled_by - 1.25).abs() < 1e-12);
    let later = residents(9_000.0, 1.0);
    let tables: Vec<BySexAge> = shares.of(&later).collect();
    assert!((Group::ALL.sum(&tables[0]) - 3_375.0).abs() < 1e-9);
    assert!((tables[1][1][80] - 0.625 * later[1][80]).abs() < 1e-12);
}

#[test]
fn known_groups_shape_an_area_and_the_district_is_kept() {
    let district = residents(10_000.0, 0.0);
    let old = Group::new(None, 65..=100);
    let mut aged = area("13076001", 4_000.0);
    aged.groups = vec![(old.clone(), 0.5 * old.sum(&district) + 300.0)];
    let shares = Shares::new(&district, &[aged, area("13076002", 6_000.0)]).unwrap();
    let tables: Vec<BySexAge> = shares.of(&district).collect();
    assert!((Group::ALL.sum(&tables[0]) - 4_000.0).abs() < 1e-6);
    let share = |table: &BySexAge| old.sum(table) / Group::ALL.sum(table);
    assert!(share(&tables[0]) > 1.2 * share(&tables[1]));
    for s in 0..2 {
        for age in 0..AGES {
            let sum = tables[0][s][age] + tables[1][s][age];
            assert!((sum - district[s][age]).abs() <= 1e-9 * district[s][age]);
        }
    }
}

#[test]
fn nobody_and_no_count_are_errors() {
    let district = residents(10_000.0, 0.0);
    assert_eq!(Shares::new(&district, &[area("13076001", 0.0)]), Err(SmallAreaError::Nobody));
    let error = Shares::new(&district, &[area("13076001", -2.0)]).unwrap_err();
    assert!(error.to_string().contains("13076001 is given -2 persons"));
}

fn counts(text: &str, before: f64, base: f64) -> TwoCounts {
    TwoCounts { key: key(text), before: [[before; GROUPS]; 2], base: [[base; GROUPS]; 2] }
}

/// By hand: cohorts grow by 110/100, the open group from 200 to 110; seven groups of 121 mothers
/// instead of 110 bear 121 children of each sex. The district asks for twice that.
#[test]
fn hamilton_and_perry_carry_each_cohort_on_and_rake_to_the_district() {
    let mut district = [[0.0; AGES]; 2];
    district.iter_mut().for_each(|row| (0..85).for_each(|age| row[age] = 2.0 * 121.0 / 5.0));
    district.iter_mut().for_each(|row| row[OPEN_AGE] = 242.0);
    let areas = [counts("13076001", 100.0, 110.0), counts("13076002", 50.0, 55.0)];
    let steps = hamilton_perry(&areas, &[district]).unwrap();
    // Two thirds and one third of the district's 242.
    for (area, expected) in [(0, 242.0 * 2.0 / 3.0), (1, 242.0 / 3.0)] {
        let cells = steps[0].areas[area].iter().flatten();
        assert!(cells.into_iter().all(|cell| (cell - expected).abs() < 1e-9), "{:?}", steps[0].areas[area]);
    }
    assert_eq!(steps[0].cohort_change[0], five_years_on(&areas[0].base, &change_ratios(&areas[0]).unwrap()));
    let alone = five_years_on(&areas[0].base, &change_ratios(&areas[0]).unwrap());
    assert!((alone[1][0] - 121.0).abs() < 1e-9 && (alone[1][5] - 121.0).abs() < 1e-9);
    assert!((alone[1][OPEN_GROUP] - 220.0 * 110.0 / 200.0).abs() < 1e-9);
}

#[test]
fn a_cohort_that_was_not_there_cannot_be_followed() {
    let mut areas = [counts("13076001", 100.0, 110.0)];
    areas[0].before[0][4] = 0.0;
    let error = hamilton_perry(&areas, &[]).unwrap_err();
    assert_eq!(error, SmallAreaError::NoCohort { area: key("13076001"), sex: Sex::Male, group: 4 });
}

proptest! {
    #[test]
    fn parts_sum_to_the_whole(totals in prop::collection::vec(1.0..9_000.0, 1..12), tilt in 0.0..6.0f64) {
        let areas: Vec<SmallArea> =
            totals.iter().enumerate().map(|(i, total)| area(&format!("13076{i:03}"), *total)).collect();
        let shares = Shares::new(&residents(20_000.0, 0.0), &areas).unwrap();
        let district = residents(18_000.0, tilt);
        let mut sum = NOBODY;
        for table in shares.of(&district) {
            sum.iter_mut().flatten().zip(table.iter().flatten()).for_each(|(sum, cell)| *sum += cell);
        }
        for (sum, cell) in sum.iter().flatten().zip(district.iter().flatten()) {
            prop_assert!((sum - cell).abs() <= 1e-12 * cell);
        }
    }
}
