use super::*;
use crate::projection::fixture::qx;
use crate::units::Sex;

/// Twenty years of the random walk, four standard deviations wide: 2.7 years up and down.
#[test]
fn interpolated_survival_is_that_of_the_life_table() {
    let mortality = Mortality::from_qx(Sex::Male, &qx(1.5)).unwrap();
    let e0: Vec<f64> = (0..=60).map(|i| 79.0 + 2.7 * (f64::from(i) / 30.0 - 1.0)).collect();
    let factors = Factors::new(&mortality, &e0).unwrap();
    for level in [0.9, 1.0, 1.1] {
        let parabolas: Vec<[f64; 3]> = factors.parabolas(&mortality, level).collect();
        for (e0, t) in e0.iter().zip(&factors.position) {
            let exact = mortality.survival_ratios(level * mortality.factor_for(*e0).unwrap());
            for (age, (s, [a, b, c])) in exact.iter().zip(&parabolas).enumerate() {
                let found = a + t * (b + t * c);
                // Largest at 99, and beyond 100, where few are left to whom it matters.
                let bound = match age {
                    0..90 => 3e-6,
                    90..100 => 4e-5,
                    _ => 2e-4,
                };
                assert!((found - s).abs() < bound, "age {age} at {e0}: {found} {s}");
            }
        }
    }
}

#[test]
fn the_factors_of_the_futures_are_those_of_the_search() {
    let mortality = Mortality::from_qx(Sex::Female, &qx(1.0)).unwrap();
    let e0 = [80.0, 81.3, 83.9, 86.0];
    let factors = Factors::new(&mortality, &e0).unwrap();
    for (e0, t) in e0.iter().zip(&factors.position) {
        let factor = factors.middle + factors.half_width * t;
        assert!((mortality.e0(factor) - e0).abs() < 1e-6, "{} for {e0}", mortality.e0(factor));
    }
}

#[test]
fn futures_that_do_not_stray_share_one_life_table() {
    let mortality = Mortality::from_qx(Sex::Male, &qx(1.5)).unwrap();
    let factors = Factors::new(&mortality, &[79.0; 3]).unwrap();
    let exact = mortality.survival_ratios(mortality.factor_for(79.0).unwrap());
    for (parabola, s) in factors.parabolas(&mortality, 1.0).zip(exact) {
        assert_eq!(parabola, [s, 0.0, 0.0]);
    }
}
