//! What holds for all rates and populations.

use ndarray::Array3;
use proptest::prelude::*;

use super::*;
use crate::model::care::parameters::Definition;
use crate::model::care::{BySexCareGroup, CARE_GROUPS};
use crate::units::{CareGrade, CareType, Sex};

fn groups(values: Vec<f64>) -> BySexCareGroup {
    std::array::from_fn(|sex| std::array::from_fn(|group| values[sex * CARE_GROUPS + group]))
}

fn residents() -> impl Strategy<Value = BySexCareGroup> {
    prop::collection::vec(prop_oneof![0.0..20_000.0, Just(0.0)], 2 * CARE_GROUPS).prop_map(groups)
}

fn type_rates() -> impl Strategy<Value = TypeRates> {
    prop::collection::vec(0.0..0.2f64, 2 * CARE_GROUPS * 5)
        .prop_map(|values| Array3::from_shape_vec((2, CARE_GROUPS, 5), values).unwrap())
}

fn grades() -> impl Strategy<Value = [[f64; 5]; 5]> {
    prop::collection::vec(0.01..1.0f64, 25).prop_map(|values| {
        std::array::from_fn(|kind| {
            let row: [f64; 5] = std::array::from_fn(|grade| values[5 * kind + grade]);
            let sum: f64 = row.iter().sum();
            row.map(|share| share / sum)
        })
    })
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + a.abs())
}

proptest! {
    #[test]
    fn need_is_additive_over_areas_ages_sexes_types_and_grades(
        rates in type_rates(), grades in grades(), here in residents(), there in residents(),
    ) {
        let (a, b) = (Need::new(&rates, &grades, &here), Need::new(&rates, &grades, &there));
        let together = groups((0..2 * CARE_GROUPS).map(|cell| {
            let (sex, group) = (cell / CARE_GROUPS, cell % CARE_GROUPS);
            here[sex][group] + there[sex][group]
        }).collect());
        let both = Need::new(&rates, &grades, &together);
        let all = both.people_in_need();
        prop_assert!(near(all, a.people_in_need() + b.people_in_need()));
        prop_assert!(near(all, a.plus(&b).people_in_need()));
        let sum = |parts: Vec<Part>| -> f64 { parts.iter().map(|part| both.persons(part)).sum() };
        let by_age = (0..CARE_GROUPS).map(|group| Part { group: Some(group), ..Part::default() }).collect();
        let by_sex = [Sex::Male, Sex::Female].map(|sex| Part { sex: Some(sex), ..Part::default() });
        let by_grade = CareGrade::ALL.map(|grade| Part { grade: Some(grade), ..Part::default() });
        for parts in [by_age, by_sex.to_vec(), CareType::ALL.map(Part::of).to_vec(), by_grade.to_vec()] {
            prop_assert!(near(all, sum(parts)));
        }
        prop_assert!(near(both.with_services() + both.of(CareType::Grade1WithoutServices), all));
    }

    #[test]
    fn weights_give_what_the_table_gives(
        rates in type_rates(), grades in grades(), residents in residents(),
        sex in prop::option::of(prop_oneof![Just(Sex::Male), Just(Sex::Female)]),
        group in prop::option::of(0..CARE_GROUPS), kind in prop::option::of(0..5usize), grade in prop::option::of(1..6u8),
    ) {
        let part = Part {
            sex, group, kind: kind.map(|at| CareType::ALL[at]), grade: grade.and_then(CareGrade::new),
        };
        let need = Need::new(&rates, &grades, &residents);
        let weights = crate::care::need::weights(&rates, &grades, &part);
        prop_assert!(near(need.persons(&part), weights.sum(&residents)));
    }

    #[test]
    fn raising_any_rate_never_lowers_need(
        rates in type_rates(), grades in grades(), residents in residents(),
        cell in 0..2 * CARE_GROUPS * 5, more in 0.0..0.5f64, kind in 0..5usize, grade in 1..6u8,
    ) {
        let mut raised = rates.clone();
        raised.as_slice_mut().unwrap()[cell] += more;
        let (before, after) = (Need::new(&rates, &grades, &residents), Need::new(&raised, &grades, &residents));
        prop_assert!(after.people_in_need() >= before.people_in_need());
        let parts = [
            Part::of(CareType::ALL[kind]),
            Part { grade: CareGrade::new(grade), ..Part::default() },
        ];
        for part in parts {
            prop_assert!(after.persons(&part) >= before.persons(&part));
        }
    }

    /// On the odds the order of rates and the interval from 0 to 1 are kept, whatever the factor.
    #[test]
    fn the_count_is_met_and_rates_stay_shares(
        values in prop::collection::vec(0.001..0.99f64, 2 * CARE_GROUPS), residents in residents(), share in 0.001..0.95f64,
    ) {
        let rates = groups(values);
        let all: f64 = residents.iter().flatten().sum();
        prop_assume!(all > 1.0);
        let factor = odds_factor(&rates, &residents, share * all).unwrap();
        let new = rates.map(|row| row.map(|rate| odds_times(rate, factor)));
        let need: f64 = new.iter().flatten().zip(residents.iter().flatten()).map(|(rate, n)| rate * n).sum();
        prop_assert!((need - share * all).abs() < 1e-7 * all);
        prop_assert!(new.iter().flatten().all(|rate| (0.0..=1.0).contains(rate)));
        for (old, new) in rates.iter().flatten().zip(new.iter().flatten()) {
            for (other_old, other_new) in rates.iter().flatten().zip(new_of(&rates, factor).iter()) {
                prop_assert!((old <= other_old) == (new <= other_new) || near(*old, *other_old));
            }
        }
    }
}

fn new_of(rates: &BySexCareGroup, factor: f64) -> Vec<f64> {
    rates.iter().flatten().map(|rate| odds_times(*rate, factor)).collect()
}

/// The level comes from the count, the national rates only give the shape.
#[test]
fn a_raised_national_rate_still_meets_the_count() {
    let mut model = model();
    model.care.rates[1][5] += 0.05;
    for district in &Survey::new(&model).unwrap().districts {
        let need = Need::new(&district.type_rates, &model.care.grade_shares, &district.population);
        assert!((need.people_in_need() - district.counts.iter().sum::<f64>()).abs() < 1e-6);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// The weights that a whole table is multiplied by are the formula of a single cell.
    #[test]
    fn weights_are_the_rate_of_a_part_cell_by_cell(
        rates in type_rates(), grades in grades(), kind in prop::option::of(0..5usize), grade in prop::option::of(0..5usize),
    ) {
        let part = Part {
            kind: kind.map(|kind| CareType::ALL[kind]),
            grade: grade.map(|grade| CareGrade::ALL[grade]),
            ..Part::default()
        };
        let weights = super::super::need::weights(&rates, &grades, &part);
        for sex in 0..2 {
            for group in 0..CARE_GROUPS {
                let all: f64 = (0..5).map(|kind| rates[[sex, group, kind]]).sum();
                let share = |kind: usize| {
                    let of_type = rates[[sex, group, kind]] / all;
                    part.grade.map_or(of_type, |grade| formulas::of_grade(&"", of_type, grades[kind][grade.index()]))
                };
                let kinds = (0..5).filter(|at| kind.is_none_or(|only| only == *at));
                let wanted = formulas::rate_of_part(all, kinds.map(share).collect());
                prop_assert!(near(weights.0[sex][group], wanted), "{} not {wanted}", weights.0[sex][group]);
            }
        }
    }

    /// Staff year by year is the account of who came and left since the survey.
    #[test]
    fn staff_available_is_the_account_of_entries_and_exits(
        district in 0..8usize, year in 2023..2061i32, shares in prop::collection::vec(0.0..0.15f64, 5),
    ) {
        let model = model();
        let survey = Survey::new(&model).unwrap();
        let mut parameters = model.care.parameters.clone();
        for (definition, share) in [
            Definition::staff_entries(), Definition::staff_return(), Definition::staff_early_exit(),
            Definition::staff_retirement_start(), Definition::staff_retirement_end(),
        ].into_iter().zip(shares) {
            *(definition.field)(&mut parameters) = share;
        }
        let own = Own::default();
        let inputs = Inputs { model: &model, survey: &survey, places: &[], parameters: &parameters, own: &own };
        let wanted = heads_available(&inputs, district, Year(year));
        let stock = super::super::staff::heads_of_survey(&inputs, district);
        let found = stock * supply(&parameters, survey.year, Year(year));
        prop_assert!((found - wanted).abs() <= 1e-9 * stock, "{found}, not {wanted}");
    }
}
