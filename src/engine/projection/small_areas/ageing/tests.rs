use proptest::prelude::*;

use super::*;

fn ageing(departures: f64) -> Ageing {
    Ageing { departures: [departures; AGES] }
}

/// Each age has another share.
fn slope() -> BySexAge {
    std::array::from_fn(|sex| std::array::from_fn(|age| (1 + age + 200 * sex) as f64 / 1_000.0))
}

#[test]
fn without_departures_shares_grow_old_and_newborns_keep_theirs() {
    let count = slope();
    let later = ageing(0.0).after(&count, 30.0);
    for sex in 0..2 {
        assert_eq!(later[sex][70], count[sex][40]);
        assert_eq!(later[sex][30], count[sex][0]);
        assert_eq!(later[sex][12], count[sex][0], "born since the count");
    }
    assert_eq!(ageing(0.0).after(&count, 0.0), count);
}

#[test]
fn where_everybody_leaves_each_year_shares_stay_as_counted() {
    assert_eq!(ageing(1.0).after(&slope(), 7.5), slope());
}

/// A tenth leaves each year: after two years 0.81 stayed, 0.09 came a year ago and are a year older, 0.1 come now.
#[test]
fn those_who_leave_are_replaced_by_the_pattern_of_their_age() {
    let count = slope();
    let later = ageing(0.1).after(&count, 2.0);
    let [at_60, at_61, at_62] = [60, 61, 62].map(|age| count[1][age]);
    assert!((later[1][62] - (0.81 * at_60 + 0.09 * at_61 + 0.1 * at_62)).abs() < 1e-15);
}

#[test]
fn between_two_years_lies_a_straight_line() {
    let count = slope();
    let (first, second) = (ageing(0.2).after(&count, 3.0), ageing(0.2).after(&count, 4.0));
    let between = ageing(0.2).after(&count, 3.25);
    assert!((between[0][50] - (0.75 * first[0][50] + 0.25 * second[0][50])).abs() < 1e-15);
}

proptest! {
    #[test]
    fn parts_of_one_stay_parts_of_one(
        first in prop::collection::vec(0.0..=1.0f64, 2 * AGES),
        departures in prop::collection::vec(0.0..=1.0f64, AGES),
        years in 0.0..60.0f64,
    ) {
        let ageing = Ageing { departures: std::array::from_fn(|age| departures[age]) };
        let one: BySexAge = std::array::from_fn(|sex| std::array::from_fn(|age| first[sex * AGES + age]));
        let other: BySexAge = std::array::from_fn(|sex| std::array::from_fn(|age| 1.0 - one[sex][age]));
        let (one, other) = (ageing.after(&one, years), ageing.after(&other, years));
        for (one, other) in one.iter().flatten().zip(other.iter().flatten()) {
            prop_assert!((0.0..=1.0).contains(one));
            prop_assert!((one + other - 1.0).abs() < 1e-12);
        }
    }
}
