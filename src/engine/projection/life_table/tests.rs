use super::*;
use crate::projection::fixture::qx;

/// Austria, males, 1992: deaths, population, nax, and the lx and nLx that the book prints for 100,000
/// births (Preston, Heuveline and Guillot 2001, p. 49, after United Nations 1994).
const DEATHS: [f64; 19] = [
    419., 70., 36., 46., 249., 420., 403., 441., 508., 769., 1154., 1866., 2043., 3496., 4366., 4337., 5279.,
    6460., 6146.,
];
const POPULATION: [f64; 19] = [
    47925., 189127., 234793., 238790., 254996., 326831., 355086., 324222., 269963., 261971., 238011.,
    261612., 181385., 187962., 153832., 105169., 73694., 57512., 32248.,
];
const NAX: [f64; 19] = [
    0.068, 1.626, 2.5, 3.143, 2.724, 2.520, 2.481, 2.601, 2.701, 2.663, 2.698, 2.676, 2.645, 2.624, 2.619,
    2.593, 2.518, 2.423, 5.247,
];
const LX: [f64; 19] = [
    100000., 99133., 98986., 98910., 98815., 98334., 97704., 97151., 96492., 95588., 94195., 91937., 88711.,
    83845., 76377., 66225., 53803., 37441., 21134.,
];
const NLX: [f64; 19] = [
    99192., 396183., 494741., 494375., 492980., 490106., 487127., 484175., 480384., 474686., 465777.,
    452188., 432096., 401480., 357713., 301224., 228404., 145182., 110889.,
];

fn austria() -> LifeTable {
    let mut width = [5.0; 19];
    (width[0], width[1]) = (1.0, 4.0);
    let mx: Vec<f64> = DEATHS.iter().zip(POPULATION).map(|(deaths, persons)| deaths / persons).collect();
    LifeTable::new(&width, &mx, &NAX)
}

#[test]
fn austrian_males_of_1992_have_the_life_table_of_preston_heuveline_guillot_p_49() {
    let table = austria();
    for (x, (lx, nlx)) in LX.iter().zip(NLX).enumerate() {
        // The book rounds to whole persons and carries three decimals of nax.
        assert!((table.lx[x] * 1e5 - lx).abs() <= 1.0, "lx at row {x}: {}", table.lx[x] * 1e5);
        assert!((table.nlx[x] * 1e5 - nlx).abs() <= 6.0, "nLx at row {x}: {}", table.nlx[x] * 1e5);
    }
    let e0: f64 = NLX.iter().sum::<f64>() / 1e5;
    assert!((table.ex[0] - e0).abs() < 1e-3, "{}", table.ex[0]);
}

#[test]
fn the_austrian_table_closes_with_the_deaths_at_85_and_older_p_49() {
    let table = austria();
    assert_eq!(table.qx[18], 1.0);
    assert!((table.ex[18] - 5.247).abs() < 5e-4);
}

#[test]
fn survivors_fall_and_person_years_add_up() {
    let table = Mortality::from_qx(Sex::Male, &qx(1.5)).unwrap().life_table();
    assert!(table.lx.is_sorted_by(|a, b| a > b));
    assert_eq!(table.tx[0], table.ex[0]);
    assert!((table.tx[0] - table.nlx.iter().sum::<f64>()).abs() < 1e-9);
    let q: f64 = table.qx.iter().zip(&table.lx).map(|(q, l)| q * l).sum();
    assert!((q - 1.0).abs() < 1e-12, "everybody dies once");
}

#[test]
fn the_table_gives_back_the_probabilities_it_was_made_from() {
    let given = qx(1.0);
    let table = Mortality::from_qx(Sex::Female, &given).unwrap().life_table();
    for (q, given) in table.qx.iter().zip(given) {
        assert!((q - given).abs() < 1e-15);
    }
}

/// At a constant rate the years left are its inverse, whatever the age.
#[test]
fn a_constant_rate_closes_with_its_inverse() {
    let years = open_life_expectancy(&[0.5; AGES]).unwrap();
    assert!((years - 2.0).abs() < 1e-9, "{years}");
}

/// Rates that lie on a logistic curve are followed exactly. 0.9 years of life is what is left where
/// nearly everybody dies within two.
#[test]
fn the_open_age_follows_a_logistic_curve() {
    let logistic = |age: f64| 1.0 / (1.0 + (10.5 - 0.1 * age).exp());
    let mx: [f64; AGES] = std::array::from_fn(|age| logistic(age as f64));
    let (mut alive, mut expected) = (1.0f64, 0.0);
    for age in 100..150 {
        let m: f64 = logistic(f64::from(age));
        expected += alive * (1.0 - (-m).exp()) / m;
        alive *= (-m).exp();
    }
    assert!((open_life_expectancy(&mx).unwrap() - expected).abs() < 1e-9);
}

#[test]
fn a_table_that_cannot_be_closed_says_so() {
    let mut given = qx(1.0);
    given[90] = 0.0;
    let error = Mortality::from_qx(Sex::Male, &given).unwrap_err();
    assert_eq!(error, LifeTableError::Closing { age: 90, mx: 0.0 });
    given[90] = 1.0;
    let error = Mortality::from_qx(Sex::Male, &given).unwrap_err();
    assert!(error.to_string().contains("age 90 is 1"), "{error}");
    given[3] = f64::NAN;
    assert!(matches!(Mortality::from_qx(Sex::Male, &given), Err(LifeTableError::Probability { age: 3, .. })));
}

#[test]
fn the_factor_reaches_its_life_expectancy() {
    let mortality = Mortality::from_qx(Sex::Female, &qx(1.0)).unwrap();
    for e0 in [40.0, 70.0, 83.3, 86.2, 95.0] {
        let factor = mortality.factor_for(e0).unwrap();
        assert!((mortality.scaled(factor).life_table().ex[0] - e0).abs() <= 2.0 * E0_TOLERANCE);
    }
    let own = mortality.e0(1.0);
    assert!((mortality.factor_for(own).unwrap() - 1.0).abs() < 1e-9);
    for e0 in [0.5, 400.0, f64::NAN] {
        let error = mortality.factor_for(e0).unwrap_err();
        assert!(matches!(error, LifeTableError::Unreachable { .. }), "{error}");
    }
}

#[test]
fn survival_ratios_keep_a_stationary_population_stationary() {
    let mortality = Mortality::from_qx(Sex::Male, &qx(1.0)).unwrap();
    let table = mortality.life_table();
    let sx = mortality.survival_ratios(1.0);
    let mut end = [0.0; AGES];
    crate::projection::step::survive(&table.nlx, &sx, &mut end);
    end[0] = sx[0];
    for (age, (end, start)) in end.iter().zip(&table.nlx).enumerate() {
        assert!((end - start).abs() < 1e-14, "age {age}");
    }
}

/// q0 of 0.0034 (men) and 0.0030 (women) lie in the first segment of Andreev and Kingkade's lines.
#[test]
fn infants_who_die_live_about_a_seventh_of_a_year() {
    assert!((infant_a0(Sex::Male, 0.0034) - (0.1493 - 2.0367 * 0.0034)).abs() < 1e-15);
    assert!((infant_a0(Sex::Female, 0.0030) - 0.14274).abs() < 1e-5);
    assert_eq!(infant_a0(Sex::Male, 0.2), 0.2991);
    assert_eq!(infant_a0(Sex::Female, 0.2), 0.3141);
}
