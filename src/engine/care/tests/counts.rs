//! What was counted comes out again, and the counting rules hold.

use super::*;
use crate::model::care::{CARE_GROUPS, CareCount, CountKind};
use crate::units::{CareGrade, CareType};

/// The survey's rates on the survey's population.
fn need_in_survey(model: &Model, year: i32) -> Vec<Need> {
    let survey = Survey::of(model, Year(year)).unwrap();
    let of = |district: &DistrictSurvey| {
        Need::new(&district.type_rates, &model.care.grade_shares, &district.population)
    };
    survey.districts.iter().map(of).collect()
}

#[test]
fn official_counts_come_out_within_3_a_cell_and_24_a_column() {
    let model = model();
    for year in [2015, 2017, 2019, 2023] {
        let needs = need_in_survey(&model, year);
        let mut columns = std::collections::BTreeMap::new();
        for count in model.care.counts.iter().filter(|count| count.year == Year(year)) {
            let Some(index) = model.districts.iter().position(|one| one.key == count.area) else { continue };
            let found = match count.counted {
                CountKind::All => needs[index].people_in_need(),
                CountKind::Of(kind) => needs[index].of(kind),
                // Memo items are no part of the need.
                CountKind::DayCareUsers | CountKind::ShortTermGuests => continue,
            };
            assert!((found - count.persons).abs() < 1e-6, "{count:?}: {found}");
            let column: &mut (f64, f64) = columns.entry(count.counted).or_default();
            *column = (column.0 + found, column.1 + count.persons);
        }
        assert!(columns.len() >= 4, "{year}: {columns:?}");
        for (counted, (found, official)) in columns {
            assert!((found - official).abs() <= 24.0, "{year} {counted:?}: {found} and {official}");
        }
        // The state's own figures, which are rounded apart from the districts'.
        for count in model.care.counts.iter().filter(|count| count.year == Year(year)) {
            if count.area.as_str() == "13" && count.counted == CountKind::All {
                let sum: f64 = needs.iter().map(Need::people_in_need).sum();
                assert!((sum - count.persons).abs() <= 24.0, "{year}: {sum}");
            }
        }
    }
}

/// Both totals are in use: Schwerin's plan of 2025 matches the one, Ludwigslust-Parchim's the other
/// (catalogue of expected values, P01).
#[test]
fn both_totals_are_kept() {
    let model = model();
    let needs = need_in_survey(&model, 2023);
    for (area, all, with_services) in [
        ("13003", 14_574.0, 12_672.0),
        ("13004", 8_148.0, 7_068.0),
        ("13071", 24_723.0, 21_465.0),
        ("13076", 17_457.0, 15_060.0),
    ] {
        let index = model.districts.iter().position(|one| one.key == key(area)).unwrap();
        assert!((needs[index].people_in_need() - all).abs() < 1e-6);
        assert!((needs[index].with_services() - with_services).abs() < 1e-6);
    }
}

#[test]
fn types_and_grades_each_add_up_to_all() {
    let model = model();
    for need in need_in_survey(&model, 2023) {
        let all = need.people_in_need();
        let types: f64 = CareType::ALL.into_iter().map(|kind| need.of(kind)).sum();
        let grades: f64 = CareGrade::ALL
            .into_iter()
            .map(|grade| need.persons(&Part { grade: Some(grade), ..Part::default() }))
            .sum();
        let cells: f64 =
            (0..CARE_GROUPS).map(|group| need.persons(&Part { group: Some(group), ..Part::default() })).sum();
        for sum in [types, grades, cells] {
            assert!((sum - all).abs() < 1e-6 && sum > 1_000.0);
        }
        assert!((need.at_home() + need.of(CareType::Residential) - all).abs() < 1e-6);
        // Grade 1 without services is grade 1 and nothing else.
        let grade1 = CareGrade::ALL[0];
        let part = Part { grade: Some(grade1), ..Part::of(CareType::Grade1WithoutServices) };
        assert_eq!(need.persons(&part), need.of(CareType::Grade1WithoutServices));
        let none = Part { grade: Some(grade1), ..Part::of(CareType::AllowanceOnly) };
        assert_eq!(need.persons(&none), 0.0, "the allowance begins with grade 2");
    }
}

/// National counts of 2023 by grade (table 22421-01), weighted with the national types.
#[test]
fn grade_shares_give_the_national_grades() {
    let shares = model().care.grade_shares;
    let types = [3_103_007.0, 1_100_672.0, 799_591.0, 683_500.0, 1_703.0];
    for (grade, official) in [785_822.0, 2_300_753.0, 1_686_286.0, 669_263.0, 244_252.0].iter().enumerate() {
        let sum: f64 = types.iter().zip(shares).map(|(persons, row)| persons * row[grade]).sum();
        assert!((sum / official - 1.0).abs() < 1e-3, "grade {}: {sum} and {official}", grade + 1);
    }
}

/// Times one factor the rates of seven districts would exceed one at 95; on the odds none does.
#[test]
fn no_rate_exceeds_one_and_all_rise_with_age() {
    let survey = Survey::new(&model()).unwrap();
    for district in &survey.districts {
        for row in district.rates {
            assert!(row.iter().all(|rate| (0.0..1.0).contains(rate)), "{row:?}");
            assert!(row.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }
}

#[test]
fn a_count_that_no_rate_can_give_is_refused_with_its_figures() {
    let mut model = model();
    let at = model.care.counts.iter().position(|count| {
        count.area == key("13003") && count.year == Year(2023) && count.counted == CountKind::All
    });
    model.care.counts[at.unwrap()].persons = 300_000.0;
    let said = Survey::new(&model).unwrap_err().to_string();
    assert!(
        said.starts_with("13003 counts 300000 people in need of care in 2023, but no rates give"),
        "{said}"
    );
    model.care.counts[at.unwrap()].persons = 10_000.0;
    let said = Survey::new(&model).unwrap_err().to_string();
    assert_eq!(said, "in 13003 the care types of 2023 add up to 14568 persons, but all are 10000");
    model.care.counts.remove(at.unwrap());
    let said = Survey::new(&model).unwrap_err().to_string();
    assert!(said.contains("13003 has no count of all people in need of care in 2023; hint: "), "{said}");
}

#[test]
fn an_official_value_keeps_its_tolerance() {
    let model = model();
    let count = model.care.count(&key("13004"), Year(2023), CountKind::All).unwrap();
    assert!(count.agrees_with(8_150.9) && !count.agrees_with(8_151.1));
    let exact = model.care.count(&key("13004"), Year(2019), CountKind::All).unwrap();
    assert!(exact.agrees_with(5_775.0) && !exact.agrees_with(5_776.0));
}

/// Of the state the survey of 2023 gives no residents of homes here: they are those of its districts, and not the rest of the total, which
/// has grade 1 without services in it. In every year and of every type the state is what its districts are.
#[test]
fn the_state_is_the_sum_of_its_districts_in_every_type() {
    let model = model();
    let state = Ags::parse("13").unwrap();
    let of = |year, kind: CareType| type_counts(&model.care, &state, Year(year)).unwrap()[kind as usize];
    assert_eq!(of(2023, CareType::Residential), 19_014.0);
    assert_eq!(of(2023, CareType::Grade1WithoutServices), 18_282.0);
    assert!((0.0..=60.0).contains(&of(2023, CareType::DayCareGrade1)), "what rounding leaves");
    for year in [2015, 2017, 2019, 2021, 2023] {
        let all = type_counts(&model.care, &state, Year(year)).unwrap();
        let total = model.care.count(&state, Year(year), CountKind::All).unwrap().persons;
        assert!((all.iter().sum::<f64>() - total).abs() < 1e-6, "{year}");
        let districts: Result<Vec<_>, _> =
            model.districts.iter().map(|one| type_counts(&model.care, &one.key, Year(year))).collect();
        // Types of districts are not known for 2021.
        let Ok(districts) = districts else { continue };
        for kind in CareType::ALL {
            let sum: f64 = districts.iter().map(|one| one[kind as usize]).sum();
            let found = all[kind as usize];
            assert!(
                (found - sum).abs() <= 0.02 * sum.max(2_000.0),
                "{year} {kind:?}: {found}, districts {sum}"
            );
        }
    }
}

/// Since grade 1 counts, what other types leave of the total is no longer one of the large types.
#[test]
fn a_large_type_that_nobody_counted_is_not_the_rest_with_grade_1() {
    let mut model = model();
    let key = Ags::parse("13076").unwrap();
    let is_residential = |count: &CareCount, year| {
        count.year == Year(year) && count.counted == CountKind::Of(CareType::Residential)
    };
    model.care.counts.retain(|count| !is_residential(count, 2023) && !is_residential(count, 2017));
    model.care.counts.retain(|count| count.counted != CountKind::Of(CareType::Grade1WithoutServices));
    assert!(type_counts(&model.care, &key, Year(2023)).is_err());
    assert!(type_counts(&model.care, &Ags::parse("13").unwrap(), Year(2023)).is_err());
    let before = type_counts(&model.care, &key, Year(2017)).unwrap();
    assert!((2_300.0..2_500.0).contains(&before[CareType::Residential as usize]), "{before:?}");
}
