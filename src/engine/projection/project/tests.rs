use super::*;
use crate::model::{AGES, OPEN_AGE};
use crate::projection::Components;
use crate::projection::benchmark::Control;
use crate::projection::fixture::{key, model};
use crate::projection::life_table::Mortality;
use crate::projection::moves::NOBODY;
use crate::projection::request::{Group, Housing, InstitutionalPopulation};
use crate::projection::step;
use crate::units::Sex;
use proptest::prelude::*;

fn run(model: &Model, request: &Request) -> Projection {
    project(model, request).unwrap()
}

fn request(included: IncludedComponents) -> Request {
    Request { included, ..Request::new("status-quo", Year(2040)) }
}

fn all() -> Request {
    request(IncludedComponents::ALL)
}

/// Every year's change is births plus net moves minus deaths, and the others, to 1e-9.
#[track_caller]
fn assert_balanced(projection: &Projection) {
    let mut before = &projection.base;
    for year in &projection.years {
        for (area, components) in year.components.iter().enumerate() {
            let (old, new) = (Group::ALL.sum(&before[area]), Group::ALL.sum(&year.population[area]));
            assert!((new - old - components.change()).abs() <= 1e-9 * old, "{:?}: {components:?}", year.year);
        }
        let internal: f64 = year.components.iter().map(|components| components.internal).sum();
        assert!(internal.abs() < 1e-6, "moves between districts add up to {internal}");
        before = &year.population;
    }
}

#[test]
fn without_any_brick_all_are_a_year_older() {
    let model = model();
    let projection = run(&model, &request(IncludedComponents::NONE));
    let (base, next) = (&projection.base[1], &projection.years[0].population[1]);
    for s in 0..2 {
        assert_eq!(next[s][0], 0.0);
        assert_eq!(next[s][1..OPEN_AGE], base[s][..OPEN_AGE - 1]);
        assert_eq!(next[s][OPEN_AGE], base[s][OPEN_AGE - 1] + base[s][OPEN_AGE]);
    }
    assert_eq!(projection.years[0].components[1], Components::default());
}

#[test]
fn every_year_balances_and_nobody_is_negative() {
    let projection = run(&model(), &all());
    assert_balanced(&projection);
    assert_eq!(projection.years.len(), 15);
    assert!(
        projection
            .years
            .iter()
            .flat_map(|year| year.population.iter().flatten().flatten())
            .all(|cell| *cell >= 0.0)
    );
    let year = &projection.years[0].components[0];
    assert!((year.births[0] / (year.births[0] + year.births[1]) - 0.513).abs() < 1e-12);
    assert!(year.deaths[0] > 500.0 && year.external > 100.0 && year.internal > 100.0);
}

/// One year of the district 13004 from the textbook's functions, with its net moves added by hand.
#[test]
fn a_year_of_an_area_is_that_of_the_textbook() {
    let mut model = model();
    model.migration.internal_counts.iter_mut().for_each(|table| *table = NOBODY);
    model.migration.external_counts.iter_mut().for_each(|table| *table = [[10.0; AGES]; 2]);
    let projection = run(&model, &Request::new("status-quo", Year(2026)));
    let now = &projection.provenance.assumptions[0].1;
    let start = model.population[1].map(|row| row.map(|cell| cell + 0.5 * 10.0 * now.external));
    let mut end = NOBODY;
    let mut sx = NOBODY;
    for s in 0..2 {
        let sex = [Sex::Male, Sex::Female][s];
        let mortality = Mortality::from_qx(sex, &model.mortality.qx[s]).unwrap();
        sx[s] =
            mortality.survival_ratios(mortality.factor_for(now.e0[s]).unwrap() * model.mortality.level[1][s]);
        step::survive(&start[s], &sx[s], &mut end[s]);
        end[s].iter_mut().for_each(|cell| *cell += 0.5 * 10.0 * now.external);
    }
    let asfr = model.fertility.pattern.map(|share| share * now.tfr * model.fertility.level[1]);
    let births = step::births(&start[1], &end[1], &asfr, 1.0);
    end[0][0] += births * 0.513 * sx[0][0];
    end[1][0] += births * 0.487 * sx[1][0];
    for (found, expected) in projection.years[0].population[1].iter().flatten().zip(end.iter().flatten()) {
        assert!((found - expected).abs() <= 1e-9 * expected, "{found} {expected}");
    }
}

#[test]
fn a_brick_that_is_left_out_changes_nothing_else() {
    let model = model();
    for (included, zero) in [
        (IncludedComponents { natural_change: false, ..IncludedComponents::ALL }, 0),
        (IncludedComponents { internal_moves: false, ..IncludedComponents::ALL }, 1),
        (IncludedComponents { external_moves: false, ..IncludedComponents::ALL }, 2),
    ] {
        let projection = run(&model, &request(included));
        assert_balanced(&projection);
        assert_eq!(projection.provenance.included, included);
        for year in &projection.years {
            for c in &year.components {
                let parts = [c.births[0] + c.deaths[1], c.internal, c.external];
                assert!(parts.iter().enumerate().all(|(i, part)| (*part == 0.0) == (i == zero)), "{parts:?}");
            }
        }
    }
}

#[test]
fn the_deaths_follow_the_life_expectancy_of_the_scenario() {
    let mut model = model();
    let deaths = |model: &Model| run(model, &all()).years[14].components[2].deaths;
    let before = deaths(&model);
    model.scenarios[0].e0[0].value += 3.0;
    let after = deaths(&model);
    assert!(after[0] < 0.95 * before[0]);
    assert!((after[1] - before[1]).abs() < 1e-9 * before[1]);
}

#[test]
fn newcomers_into_housing_come_once_and_stay() {
    let model = model();
    let mut profile = NOBODY;
    profile[1][30] = 2.0;
    profile[0][31] = 2.0;
    let mut planned = all();
    planned.housing.push(Housing { area: key("13076"), year: Year(2030), persons: 400.0, profile });
    let (with, without) = (run(&model, &planned), run(&model, &all()));
    assert_balanced(&with);
    let (new, old) = (&with.years[4], &without.years[4]);
    assert!((new.components[2].housing - 400.0).abs() < 1e-9);
    assert_eq!(with.years[5].components[2].housing, 0.0);
    assert_eq!(with.years[3], without.years[3]);
    // Half of the women came at the start and are one year older now.
    let more = |age: usize| new.population[2][1][age] - old.population[2][1][age];
    assert!((more(30) - 100.0).abs() < 3.0 && (more(31) - 100.0).abs() < 3.0);
    planned.included.planned_housing = false;
    assert_eq!(run(&model, &planned).years, without.years);
}

fn institutional_population(places: f64) -> InstitutionalPopulation {
    let mut residents = NOBODY;
    (80..=95).for_each(|age| residents[1][age] = 40.0);
    InstitutionalPopulation {
        area: key("13004"),
        residents,
        places: 800.0,
        planned: vec![(Year(2030), places)],
    }
}

#[test]
fn residents_of_homes_keep_their_structure_and_follow_the_places() {
    let model = model();
    let mut with = all();
    with.institutional_population.push(institutional_population(1_000.0));
    let projection = run(&model, &with);
    assert_balanced(&projection);
    assert_eq!(projection.years[3].components[1].institutional_population, 0.0);
    assert!((projection.years[4].components[1].institutional_population - 160.0).abs() < 1e-9);
    // With nothing else happening, the homes are all that does not age.
    with.included = IncludedComponents { institutional_population: true, ..IncludedComponents::NONE };
    let still = run(&model, &with);
    let moved_on = still.years[4].population[1][1][90] - (model.population[1][1][85] - 40.0);
    assert!((moved_on - 50.0).abs() < 1e-9, "{moved_on}");
}

#[test]
fn more_residents_of_homes_than_people_is_an_error() {
    let mut with = all();
    with.institutional_population.push(institutional_population(800.0));
    with.institutional_population[0].residents[1][80] = 1e6;
    let error = project(&model(), &with).unwrap_err();
    assert!(matches!(error, ProjectionError::NegativeCell { age: 80, sex: Sex::Female, .. }), "{error}");
    assert!(error.to_string().contains("13004") && error.to_string().contains("hint"), "{error}");
}

#[test]
fn a_benchmarked_run_meets_its_totals_and_says_how_far_it_was() {
    let mut model = model();
    model.scenarios[0].control_totals.insert((key("13003"), Year(2035)), 190_000.0);
    let mut with = all();
    with.institutional_population.push(institutional_population(900.0));
    with.controls.push(Control {
        area: Some(key("13004")),
        year: Year(2032),
        group: Group::new(None, 80..=100),
        persons: 9_000.0,
    });
    let projection = run(&model, &with);
    assert_balanced(&projection);
    let (of_2035, of_2032) = (&projection.years[9], &projection.years[6]);
    assert!((Group::ALL.sum(&of_2035.population[0]) - 190_000.0).abs() < 1e-6);
    assert!((Group::new(None, 80..=100).sum(&of_2032.population[1]) - 9_000.0).abs() < 1e-6);
    assert_eq!(of_2032.discrepancies.len(), 2);
    assert!((of_2032.discrepancies[1].control.persons - 9_000.0).abs() < 1e-9);
    assert!((of_2032.components[1].benchmark + of_2032.discrepancies[1].difference()).abs() < 1e-6);
    assert!(projection.years[10].discrepancies.is_empty());
    with.included.benchmark = false;
    assert!(run(&model, &with).years.iter().all(|year| year.discrepancies.is_empty()));
}

#[test]
fn a_shrinking_cell_that_loses_never_falls_below_zero() {
    let mut model = model();
    for age in 18..=22 {
        model.migration.external_counts[2][1][age] = -0.9 * model.population[2][1][age];
    }
    model.scenarios[0].external_migration.value = 1.1;
    let projection = run(&model, &all());
    assert_balanced(&projection);
    assert!(
        projection
            .years
            .iter()
            .flat_map(|year| year.population.iter().flatten().flatten())
            .all(|cell| *cell >= 0.0)
    );
}

#[test]
fn bad_input_ends_in_a_sentence_that_names_it() {
    let good = model();
    let error = |model: &Model, request: &Request| project(model, request).unwrap_err().to_string();
    assert!(error(&good, &Request::new("trend", Year(2040))).contains("\"trend\"; the model has status-quo"));
    assert!(error(&good, &Request::new("status-quo", Year(2061))).contains("2061"));
    assert!(error(&good, &Request::new("status-quo", Year(2024))).contains("2024"));

    let mut model = good.clone();
    model.population[1][1][77] = -3.0;
    assert!(error(&model, &all()).contains("base population of 13004, women, age 77 is -3"));
    let mut model = good.clone();
    model.fertility.level.pop();
    assert!(error(&model, &all()).contains("fertility level has 2 rows, but there are 3 districts"));
    let mut model = good.clone();
    model.migration.external_counts[0][0][20] = -1e6;
    assert!(error(&model, &all()).contains("in 13003, men aged 20"), "{}", error(&model, &all()));
    let mut model = good.clone();
    model.migration.internal_counts[0][0][20] += 1.0;
    assert!(error(&model, &all()).contains("do not add up"));
    let mut model = good.clone();
    model.scenarios[0].external_migration.value = -0.5;
    assert!(error(&model, &all()).contains("factor on moves across the border of the state in"));
    let mut model = good.clone();
    model.scenarios[0].e0[0].value = 400.0;
    assert!(error(&model, &all()).contains("life table of men in"));
    let mut model = good.clone();
    model.male_births = 1.3;
    assert!(error(&model, &all()).contains("boys among newborns is 1.3"));

    let mut unknown = all();
    unknown.housing.push(Housing {
        area: key("13071"),
        year: Year(2030),
        persons: 1.0,
        profile: [[1.0; AGES]; 2],
    });
    assert!(error(&good, &unknown).contains("no area 13071"));
    unknown.housing[0].area = key("13003");
    unknown.housing[0].persons = -1.0;
    assert!(error(&good, &unknown).contains("newcomers into housing of 13003 is -1"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn doubling_the_base_doubles_the_result(tfr in 0.8..2.5f64, factor in 0.0..1.5f64) {
        let mut one = model();
        one.scenarios[0].tfr.value = tfr;
        one.scenarios[0].external_migration.value = factor;
        let mut two = one.clone();
        let tables = [&mut two.population, &mut two.migration.external_counts, &mut two.migration.internal_counts];
        tables.into_iter().flatten().flatten().flatten().for_each(|cell| *cell *= 2.0);
        let (one, two) = (run(&one, &all()), run(&two, &all()));
        for (a, b) in one.years[14].population.iter().zip(&two.years[14].population) {
            for (a, b) in a.iter().flatten().zip(b.iter().flatten()) {
                prop_assert!((2.0 * a - b).abs() <= 1e-12 * b.max(1e-300));
            }
        }
    }

    #[test]
    fn every_scenario_balances(
        tfr in 0.0..4.0f64,
        e0 in 60.0..95.0f64,
        external in 0.0..2.0f64,
        internal in 0.0..2.0f64,
        year in 2020..2050i32,
    ) {
        let mut model = model();
        let scenario = &mut model.scenarios[0];
        for target in [&mut scenario.tfr, &mut scenario.external_migration, &mut scenario.internal_migration] {
            target.year = Year(year);
        }
        (scenario.tfr.value, scenario.e0[1].value) = (tfr, e0);
        (scenario.external_migration.value, scenario.internal_migration.value) = (external, internal);
        assert_balanced(&run(&model, &all()));
    }
}
