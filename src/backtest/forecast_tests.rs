//! Runs that are calculated as the forecast is: pace of life expectancy, mortality by district, level of moves. Against figures of
//! `scripts/mv_2026_1/past.py`, a computation in numpy that was written without a look at this code, and against identities.

use super::compare::Comparison;
use super::history::History;
use super::run::{self, ALL, FROM_65, FROM_80, PastModel};
use super::*;
use crate::model::load;

fn set() -> ModelSet {
    load::load("mv-2026-1").unwrap()
}

fn with_start<T>(set: &ModelSet, id: &str, check: impl FnOnce(&History, &Start, &Variant) -> T) -> T {
    let state = state_of(set).unwrap();
    let history = History { model: &set.model, state: &state };
    let start = set.past.starts.iter().find(|start| start.id == id).unwrap();
    check(&history, start, main_variant(start).unwrap())
}

/// Errors in persons of the state, of people aged 65 and 80 and older, and of the eight districts, to a tenth of a person.
#[test]
fn runs_agree_with_a_computation_in_numpy() {
    type Case = (&'static str, i32, [Option<f64>; 3], [f64; 8]);
    let cases: [Case; 5] = [
        (
            "2015",
            2020,
            [Some(-18599.1), Some(-3317.1), Some(-795.5)],
            [-1370.2, 529.8, -587.5, -6838.4, -4934.0, -3282.7, -906.4, -1209.7],
        ),
        (
            "2017",
            2020,
            [Some(-2702.8), Some(2715.6), Some(2140.6)],
            [3066.8, -1062.3, -534.1, -1859.6, -396.4, -245.0, -2.6, -1669.7],
        ),
        (
            "2018",
            2020,
            [Some(-3835.6), Some(-739.9), Some(720.0)],
            [1336.0, -499.6, -1046.1, -1218.1, -1012.3, -1064.7, -233.3, -97.4],
        ),
        (
            "2020",
            2021,
            [Some(-8.0), Some(1874.2), None],
            [1007.3, -183.5, 1.2, -4.4, -373.9, 12.8, -142.5, -325.1],
        ),
        (
            "2023",
            2025,
            [Some(-3528.2), Some(-1076.0), Some(-604.6)],
            [-474.2, -699.3, -887.0, 872.1, -2504.3, 1278.3, -1710.7, 596.9],
        ),
    ];
    let set = set();
    for (id, year, totals, districts) in cases {
        with_start(&set, id, |history, start, _| {
            let started = run::started(&set, history, start, Year(year)).unwrap();
            let comparison = Comparison { history: *history, started: &started };
            let run = started.runs.last().unwrap();
            for (ages, expected) in [ALL, FROM_65, FROM_80].iter().zip(totals) {
                let miss = comparison.miss(run, history.state, Year(year), ages).map(|miss| miss.persons());
                assert_eq!(miss.is_some(), expected.is_some(), "{id} {ages:?}");
                let (miss, expected) = (miss.unwrap_or(0.0), expected.unwrap_or(0.0));
                assert!((miss - expected).abs() < 0.1, "{id} {ages:?}: {miss} instead of {expected}");
            }
            let misses = comparison.of_districts(run, Year(year), &ALL).unwrap();
            for (miss, expected) in misses.iter().zip(districts) {
                assert!((miss.persons() - expected).abs() < 0.1, "{id}: {} {expected}", miss.persons());
            }
        });
    }
}

/// Start 2018: men from 73.84 (2002/04) to 76.76 (2016/18) in 14 years, 0.20857 a year. The table has its middle in 2017.
#[test]
fn life_expectancy_goes_on_at_the_pace_of_the_official_tables() {
    let set = set();
    with_start(&set, "2018", |history, start, variant| {
        let model = PastModel::new(&set, history, start, variant).unwrap().model;
        let pace = (76.76 - 73.84) / 14.0;
        assert!((model.mortality.e0[0] - (76.76 + pace)).abs() < 1e-12);
        let years = crate::projection::paths::assumptions(&model, &model.scenarios[0], Year(2021));
        assert!((years[2].1.e0[0] - (76.76 + 4.0 * pace)).abs() < 1e-9, "{years:?}");
    });
    // A later table is that of a later year: in the start of 2011 the table of 2012/14 lies two years ahead.
    with_start(&set, "2011", |history, start, _| {
        let later = start.variants.iter().find(|variant| variant.hindsight).unwrap();
        let model = PastModel::new(&set, history, start, later).unwrap().model;
        assert!((model.mortality.e0[0] - (76.5 - 2.0 * (76.5 - 73.84) / 10.0)).abs() < 1e-12);
    });
}

/// Deaths of 2021 to 2023 over those by the table, for the people of the end of 2023, as the README has them of the second period:
/// the shrinkage takes off a hundredth at most.
#[test]
fn districts_have_the_mortality_that_was_known() {
    let set = set();
    let known = [0.900, 0.941, 1.056, 0.945, 1.045, 0.946, 1.102, 0.990];
    with_start(&set, "2023", |history, start, variant| {
        let model = PastModel::new(&set, history, start, variant).unwrap().model;
        for (level, known) in model.mortality.level.iter().zip(known) {
            assert!((level[0] - known).abs() < 0.01 && level[0] == level[1], "{level:?} {known}");
        }
    });
    // Weeks are known from 2014 on, so the start of 2015 has two years and that of 2011, which has no districts, none.
    with_start(&set, "2015", |history, start, variant| {
        let with = |change: fn(i32) -> bool| {
            let mut set = set.clone();
            set.past.district_deaths.retain(|(_, year), _| change(year.0));
            PastModel::new(&set, history, start, variant).unwrap().model.mortality.level
        };
        assert_eq!(with(|_| true), with(|year| year <= 2015));
        assert_ne!(with(|_| true), with(|year| year == 2015));
        assert_eq!(with(|year| year > 2015), vec![[1.0, 1.0]; 8]);
    });
    with_start(&set, "2011", |history, start, variant| {
        let model = PastModel::new(&set, history, start, variant).unwrap().model;
        assert_eq!(model.mortality.level, [[1.0, 1.0]]);
    });
}

/// Below 65 three quarters of the level go on, above all of it; moves between districts still sum to zero in every cell.
#[test]
fn the_share_of_the_level_of_moves_goes_on() {
    let set = set();
    let mut as_found = set.clone();
    as_found.past.district_moves = None;
    with_start(&set, "2020", |history, start, variant| {
        let moves = |set: &ModelSet| PastModel::new(set, history, start, variant).unwrap().model.migration;
        let (now, found) = (moves(&set), moves(&as_found));
        assert_eq!(now.external_counts, found.external_counts);
        for (now, found) in now.internal_counts.iter().zip(&found.internal_counts) {
            for (now, found) in now.iter().zip(found) {
                let level = |row: &[f64]| row.iter().sum::<f64>();
                assert!((level(&now[..65]) - 0.75 * level(&found[..65])).abs() < 1e-6);
                assert_eq!(now[65..], found[65..]);
            }
        }
        for (sex, age) in (0..2).flat_map(|sex| (0..AGES).map(move |age| (sex, age))) {
            let sum: f64 = now.internal_counts.iter().map(|table| table[sex][age]).sum();
            assert!(sum.abs() < 1e-6, "{sex} {age}: {sum}");
        }
    });
}
