//! Small models, made by hand.

use std::collections::BTreeMap;

use crate::model::*;
use crate::units::{Ags, Year};

pub fn key(text: &str) -> Ags {
    Ags::parse(text).unwrap()
}

/// Probabilities of dying after Gompertz and Makeham, with infants above.
pub fn qx(level: f64) -> [f64; AGES] {
    let mut qx: [f64; AGES] =
        std::array::from_fn(|age| 1.0 - (-level * (0.0003 + 2.2e-5 * (0.1 * age as f64).exp())).exp());
    qx[0] = 0.003;
    qx[OPEN_AGE] = 1.0;
    qx
}

/// A bell around 30, summing to one.
pub fn pattern() -> [f64; AGES] {
    let mut pattern = [0.0; AGES];
    for age in FERTILE {
        pattern[age] = (-0.5 * ((age as f64 - 30.5) / 5.0).powi(2)).exp();
    }
    let sum: f64 = pattern.iter().sum();
    pattern.map(|share| share / sum)
}

/// A plausible age structure of `residents`.
pub fn residents(residents: f64, tilt: f64) -> BySexAge {
    let shape = |s: usize, age: usize| {
        let age = age as f64;
        (1.0 + 0.4 * (age / 17.0 + tilt).sin()) / (1.0 + ((age - 84.0 - 3.0 * s as f64) / 5.0).exp())
    };
    let table: BySexAge = std::array::from_fn(|s| std::array::from_fn(|age| shape(s, age)));
    let sum: f64 = table.iter().flatten().sum();
    table.map(|row| row.map(|cell| cell * residents / sum))
}

/// Net moves: young people leave, families come, `size` persons at the peak.
fn moves(size: f64) -> BySexAge {
    let wave = |age: usize| {
        let bump = |centre: f64, width: f64| (-0.5 * ((age as f64 - centre) / width).powi(2)).exp();
        size * (0.6 * bump(34.0, 6.0) - bump(20.0, 2.5) + 0.2 * bump(66.0, 5.0))
    };
    [std::array::from_fn(wave), std::array::from_fn(|age| 1.1 * wave(age))]
}

pub fn scenario(id: &str) -> Scenario {
    let target = |value, year| Target { value, year: Year(year) };
    Scenario {
        id: id.to_owned(),
        title: id.to_owned(),
        text: String::new(),
        tfr: target(1.5, 2035),
        e0: [target(79.0, 2040), target(84.5, 2040)],
        external_migration: target(0.8, 2030),
        internal_migration: target(1.0, 2026),
        control_totals: BTreeMap::new(),
    }
}

/// Three districts with all components.
pub fn model() -> Model {
    let keys = ["13003", "13004", "13076"];
    let sizes = [200_000.0, 98_000.0, 210_000.0];
    let districts = keys.map(|text| District { key: key(text), name: text.to_owned() }).to_vec();
    let internal = moves(120.0);
    let lost = internal.map(|row| row.map(|cell| -0.5 * cell));
    Model {
        id: "test".to_owned(),
        title: "test".to_owned(),
        checksum: "00".to_owned(),
        base_year: Year(2025),
        last_year: Year(2060),
        sources: Vec::new(),
        population: sizes.iter().zip([0.0, 1.0, 2.0]).map(|(size, tilt)| residents(*size, tilt)).collect(),
        districts,
        male_births: 0.513,
        male_births_source: String::new(),
        fertility: Fertility { pattern: pattern(), tfr: 1.35, level: vec![0.95, 1.0, 1.05] },
        mortality: Mortality {
            qx: [qx(1.5), qx(0.9)],
            e0: [76.9, 83.3],
            level: vec![[0.97, 0.99], [1.0, 1.0], [1.04, 1.02]],
        },
        migration: Migration {
            external_counts: vec![moves(200.0), moves(-40.0), moves(150.0)],
            internal_counts: vec![internal, lost, lost],
        },
        uncertainty: Uncertainty {
            tfr_ar: 0.9,
            tfr_sd: 0.03,
            e0_sd: 0.15,
            e0_correlation: 0.8,
            migration_ar: 0.7,
            migration_sd: 0.002,
            migration_correlation: 0.5,
            deviations: None,
            note: BTreeMap::new(),
            source: BTreeMap::new(),
        },
        scenarios: vec![scenario("status-quo")],
        history: Vec::new(),
        municipalities: Vec::new(),
        municipal_ages: None,
        cells: None,
        guard: Guard { grey_below: 5_000, warn_below: 8_000 },
        care: Default::default(),
        cited: BTreeMap::new(),
    }
}
