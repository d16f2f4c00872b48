//! The back-test against figures worked out by hand, against a second computation with numpy and scipy, and
//! against the committed text.

use std::path::Path;

use super::compare::{Comparison, Miss, Spread};
use super::history::{History, SEXES};
use super::run::{self, ALL, FROM_65, FROM_80, PastModel, Run, Started};
use super::single_ages::Splitter;
use super::*;
use crate::model::load::{self, CURRENT};
use crate::model::past::Period;
use crate::model::{BySexAge, Observed};
use crate::projection::Group;
use crate::units::Sex;

/// The set on whose figures the second computation was made.
fn set() -> ModelSet {
    load::load("mv-2025-1").unwrap()
}

fn state() -> Ags {
    Ags::parse("13").unwrap()
}

#[test]
fn the_committed_text_is_what_the_code_writes() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/BACKTEST.md");
    let committed = std::fs::read_to_string(path).unwrap();
    let set = load::load(CURRENT).unwrap();
    let written = back_test(&set).unwrap().markdown().unwrap();
    for (index, (old, new)) in committed.lines().zip(written.lines()).enumerate() {
        assert_eq!(old, new, "line {} moved; pflegeplan back-test --out models/BACKTEST.md", index + 1);
    }
    assert_eq!(committed, written);
}

/// Sums of observed.csv, read in the plainest way.
fn counted(year: i32, from: usize, area: &str) -> f64 {
    let text = crate::model::text("mv-2025-1/observed.csv").unwrap();
    let rows = text.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    let here = rows.filter(|row| row[1] == year.to_string() && row[0].len() == 5);
    let chosen = here.filter(|row| row[0].starts_with(area) && row[3].parse::<usize>().unwrap() >= from);
    chosen.map(|row| row[5].parse::<f64>().unwrap()).sum()
}

/// Published: 133,416 people aged 80 and older at the end of 2020, 136,197 of 2023, 131,024 of 2025.
#[test]
fn official_numbers_are_those_of_the_table() {
    let set = set();
    let state = state();
    let history = History { model: &set.model, state: &state };
    for (year, from, persons) in [
        (2018, 0, 1_609_675.0),
        (2018, 65, 397_106.0),
        (2018, 80, 119_222.0),
        (2020, 0, 1_610_774.0),
        (2020, 65, 416_162.0),
        (2020, 80, 133_416.0),
        (2023, 80, 136_197.0),
        (2025, 65, 452_467.0),
        (2025, 80, 131_024.0),
    ] {
        assert_eq!(history.persons(&state, Year(year), &(from..=OPEN_AGE)), Some(persons), "{year} {from}");
        assert_eq!(counted(year, from, "13"), persons, "{year} {from}");
    }
    for district in &set.model.districts {
        let here = history.persons(&district.key, Year(2021), &FROM_65);
        assert_eq!(here, Some(counted(2021, 65, district.key.as_str())));
    }
    // 17 groups end at 75, so that nothing is known of people aged 80 and older.
    assert_eq!(history.persons(&state, Year(2019), &FROM_80), None);
    assert_eq!(history.persons(&state, Year(2022), &FROM_65), None);
}

/// One start and its comparison.
fn with<T>(result: &BackTest, id: &str, check: impl FnOnce(&Started, &Comparison) -> T) -> T {
    let started = result.starts.iter().find(|started| started.start.id == id).unwrap();
    let history = History { model: &result.set.model, state: &result.state };
    check(started, &Comparison { history, started })
}

fn variant<'a>(started: &'a Started, id: &str) -> &'a Run<'a> {
    started.runs.iter().find(|run| run.variant.is_some_and(|variant| variant.id == id)).unwrap()
}

/// 1,609,675 of 2018 minus 1,610,774 of 2020 are -1,099, 0.068 percent too few; 119,222 people aged 80 and
/// older instead of 133,416 are 10.639 percent too few. 1,578,041 of 2023 are 4,356 more than the
/// 1,573,685 of 2025; 136,197 people aged 80 and older are 3.948 percent more than 131,024.
#[test]
fn the_yardstick_has_the_errors_worked_out_by_hand() {
    let set = set();
    let result = back_test(&set).unwrap();
    for (id, year, all, percent, old) in
        [("2018", 2020, -1_099.0, -0.068, -10.639), ("2023", 2025, 4_356.0, 0.277, 3.948)]
    {
        with(&result, id, |started, comparison| {
            let line = comparison.line(&started.runs[0], Year(year)).unwrap();
            assert!((line.all.persons() - all).abs() < 1e-6, "{line:?}");
            assert!((line.all.percent() - percent).abs() < 5e-4, "{line:?}");
            assert!((line.from_80.unwrap().percent() - old).abs() < 5e-4, "{line:?}");
        });
    }
}

/// Errors in persons of the state, of people aged 65 and 80 and older, and of the eight districts, from a
/// second computation of everything but the data: splitting (scipy's PCHIP), life table, residuals, moves and
/// steps, written in numpy without a look at this code.
#[test]
fn runs_agree_with_a_second_computation() {
    type Case = (&'static str, &'static str, i32, [f64; 3], [f64; 8]);
    let cases: [Case; 5] = [
        (
            "2018",
            "no-moves",
            2020,
            [-20557., -3119., -649.],
            [-2215., -883., -2569., -4183., -3997., -2926., -2208., -1576.],
        ),
        (
            "2018",
            "moves-before",
            2020,
            [-6859., -2492., -476.],
            [1196., -915., -1828., -1403., -1209., -1287., -750., -663.],
        ),
        (
            "2015",
            "no-moves",
            2020,
            [-42284., -6282., -3.],
            [-4993., -967., -4401., -10123., -8345., -5704., -3627., -4124.],
        ),
        (
            "2015",
            "moves-before",
            2020,
            [-28700., -9732., -4993.],
            [-3547., -186., -2184., -8082., -6439., -4285., -1751., -2226.],
        ),
        (
            "2023",
            "moves-before",
            2025,
            [-4390., -1904., -1166.],
            [-906., -935., -1115., 1028., -2297., 1329., -1814., 321.],
        ),
    ];
    let set = set();
    let result = back_test(&set).unwrap();
    for (id, name, year, totals, districts) in cases {
        with(&result, id, |started, comparison| {
            let run = variant(started, name);
            for (ages, expected) in [ALL, FROM_65, FROM_80].iter().zip(totals) {
                let miss = comparison.miss(run, &result.state, Year(year), ages).unwrap();
                assert_eq!(miss.persons().round(), expected, "{id} {name} {ages:?}");
            }
            let misses = comparison.of_districts(run, Year(year), &ALL).unwrap();
            let found: Vec<f64> = misses.iter().map(|miss| miss.persons().round()).collect();
            assert_eq!(found, districts, "{id} {name}");
        });
    }
}

/// The strongest test of honesty: take everything away that came after the start, and nothing changes.
#[test]
fn no_run_knows_what_came_after_its_start() {
    for set in [set(), load::load(CURRENT).unwrap()] {
        runs_know_nothing_of_the_future(&set);
    }
}

fn runs_know_nothing_of_the_future(set: &ModelSet) {
    let state = state();
    let history = History { model: &set.model, state: &state };
    for start in &set.past.starts {
        let mut blind = set.clone();
        blind.model.history.retain(|row| row.year <= start.year);
        blind.past.vital.retain(|vital| vital.year <= start.year);
        blind.past.district_deaths.retain(|(_, year), _| *year <= start.year);
        let dark = History { model: &blind.model, state: &state };
        for variant in start.variants.iter().filter(|variant| !variant.hindsight) {
            let seeing = PastModel::new(set, &history, start, variant).unwrap().model;
            let blind = PastModel::new(&blind, &dark, start, variant).unwrap().model;
            assert_eq!(seeing.population, blind.population, "{} {}", start.id, variant.id);
            assert_eq!(seeing.migration, blind.migration, "{} {}", start.id, variant.id);
            assert_eq!(seeing.fertility, blind.fertility, "{} {}", start.id, variant.id);
            assert_eq!(seeing.mortality, blind.mortality, "{} {}", start.id, variant.id);
        }
    }
}

/// 110, 95 and 100 instead of 100 are off by 10, 5 and 0 percent: 5 on average, and too many by 5/3.
#[test]
fn mean_errors_with_and_without_sign() {
    let miss = |projected| Miss { projected, observed: 100.0 };
    let spread = Spread::of(&[miss(110.0), miss(95.0), miss(100.0)]).unwrap();
    assert_eq!(spread.count, 3);
    assert!((spread.mape - 5.0).abs() < 1e-12);
    assert!((spread.mpe - 5.0 / 3.0).abs() < 1e-12);
    assert_eq!(Spread::of(&[]), None);
}

#[test]
fn groups_are_the_coarsest_common_ones() {
    let set = set();
    let state = state();
    let history = History { model: &set.model, state: &state };
    let groups = |area: &Ags, one, other| history.common_groups(area, Year(one), Year(other));
    // Five-year groups begin at 0, 5, 10, 15, 20 ..., 17 groups at 0, 3, 6, 10, 15, 18, 20 ..., 65, 75.
    let common = groups(&state, 2011, 2015);
    assert_eq!(common.first(), Some(&(0..=9)));
    assert_eq!(common.last(), Some(&(75..=OPEN_AGE)));
    assert_eq!(common.len(), 14);
    assert_eq!(groups(&set.model.districts[0].key, 2018, 2020).len(), 79);
    assert_eq!(groups(&set.model.districts[0].key, 2015, 2021).len(), 17);
    assert_eq!(groups(&set.model.districts[0].key, 2023, 2025).len(), 20);
}

#[test]
fn splitting_meets_every_official_group() {
    let set = set();
    let result = back_test(&set).unwrap();
    let history = History { model: &set.model, state: &result.state };
    let mut met = 0;
    for started in &result.starts {
        for (area, table) in started.areas.iter().zip(&started.base) {
            assert!(table.iter().flatten().all(|persons| *persons >= 0.0));
            for sex in SEXES {
                for group in history.groups(area, started.start.year, Some(sex)) {
                    let ages = group.age_from..=group.age_to.unwrap_or(OPEN_AGE);
                    let sum: f64 = table[sex as usize][ages].iter().sum();
                    assert!((sum - group.persons).abs() < 1e-6, "{group:?}: {sum}");
                    met += 1;
                }
            }
        }
    }
    // 19 groups of the state; in eight districts 17, 101 and 20; of both sexes.
    assert_eq!(met, 2 * (19 + 8 * (17 + 101 + 20)));
}

/// One district in 2018 and 2020, by single age.
fn two_dates(change: impl Fn(&mut BySexAge)) -> (ModelSet, Period) {
    let mut set = set();
    set.model.districts.truncate(1);
    let area = set.model.districts[0].key.clone();
    let start = set.model.population[0];
    let e0 = set.model.mortality.e0;
    let period = Period { from: Year(2018), to: Year(2020) };
    let end = {
        let state = state();
        let history = History { model: &set.model, state: &state };
        let splitter = run::splitter(&set, &history, &set.past.starts[2], e0).unwrap();
        let mut end = splitter.survivors(&area, &start, 2);
        change(&mut end);
        end
    };
    set.model.history.clear();
    for (year, table) in [(period.from, &start), (period.to, &end)] {
        for sex in SEXES {
            for (age, persons) in table[sex as usize].iter().enumerate() {
                set.model.history.push(Observed {
                    district: area.clone(),
                    year,
                    sex: Some(sex),
                    age_from: age,
                    age_to: (age < OPEN_AGE).then_some(age),
                    persons: *persons,
                    census: 2011,
                    source: String::new(),
                });
            }
        }
    }
    (set, period)
}

fn net_moves(set: &ModelSet, period: Period) -> (BySexAge, [[f64; AGES]; 2]) {
    let state = state();
    let history = History { model: &set.model, state: &state };
    let splitter: Splitter =
        run::splitter(set, &history, &set.past.starts[2], set.model.mortality.e0).unwrap();
    let area = [set.model.districts[0].key.clone()];
    let residents = [set.model.population[0]];
    let moves = moves::of_period(&splitter, (period, None), &area, &residents).unwrap();
    assert!(
        moves.internal_counts[0].iter().flatten().all(|net| net.abs() < 1e-9),
        "one district has no other"
    );
    (moves.external_counts[0], splitter.sx)
}

#[test]
fn survivors_have_not_moved() {
    let (set, period) = two_dates(|_| {});
    let (moves, _) = net_moves(&set, period);
    // Children born since have no earlier table to be compared with, and take the value of age 1.
    assert!(moves.iter().flatten().all(|net| net.abs() < 1e-9));
}

/// 20 women more than survivors aged 31 after two years: 10 a year, aged 30 at the move, and so many more as
/// have died in the year since. Smoothing gives a quarter to each neighbour.
#[test]
fn moves_are_put_at_the_age_and_time_in_the_middle_of_the_period() {
    let (set, period) = two_dates(|end| end[Sex::Female as usize][31] += 20.0);
    let (moves, sx) = net_moves(&set, period);
    let women = &moves[Sex::Female as usize];
    let moved = 10.0 / sx[Sex::Female as usize][31];
    for (age, share) in [(28, 0.0), (29, 0.25), (30, 0.5), (31, 0.25), (32, 0.0)] {
        assert!((women[age] - share * moved).abs() < 1e-9, "{age}: {}", women[age]);
    }
    assert!(moves[Sex::Male as usize].iter().all(|net| net.abs() < 1e-9));
}

/// -80,454 persons in 23 years are -3,498 a year; 20,000 deaths less 13,000 births leave moves of 3,502.
#[test]
fn the_official_run_is_met_and_its_difference_is_split_without_a_rest() {
    let set = set();
    let official = back_test(&set).unwrap().official;
    let published = [224_665., 98_863., 226_699., 213_562., 210_040., 149_771., 208_144., 198_921.];
    for (run, published) in official.districts.iter().zip(published) {
        assert_eq!(run.published, published);
        assert!((run.benchmarked - published).abs() < 1e-6, "{}", run.district.name);
    }
    let [persons, benchmarked, _] = official.from_65;
    assert_eq!(persons, 498_000.0);
    assert!((benchmarked / persons - 1.0).abs() < 0.04, "{benchmarked}");
    let split = official.split;
    assert!((split.implied_moves - (7_000.0 - 80_454.0 / 23.0)).abs() < 1e-9);
    let difference: f64 = official.districts.iter().map(|run| run.free - run.published).sum();
    assert!((split.parts().iter().sum::<f64>() + split.start - difference).abs() < 1e-6);
    assert_eq!((official.official_base, official.own_base), (1_611_119.0, 1_609_675.0));
}

/// Each sentence at the top of the text says something that can stop to be true.
#[test]
fn the_lessons_are_what_the_figures_say() {
    let set = set();
    let result = back_test(&set).unwrap();
    for started in &result.starts {
        let (year, main, still) = result.main_and_constant(started).unwrap();
        let [main_80, still_80] = [main, still].map(|line| line.from_80.unwrap().percent().abs());
        assert!(main_80 < still_80, "{year:?}: the old are met better than by standing still");
        let comparison = Comparison { history: History { model: &set.model, state: &result.state }, started };
        let without = comparison.miss(variant(started, "no-moves"), &result.state, year, &ALL).unwrap();
        assert!(without.persons() < -10_000.0, "tens of thousands are missing without moves");
    }
    for coverage in result.coverage.iter().flatten() {
        let percent = |hits: band::Hits| hits.percent().unwrap();
        for hits in [coverage.districts, coverage.districts_from_80, coverage.districts_by_age] {
            assert!(percent(hits) < band::nominal_percent(), "{coverage:?}");
        }
        let least = percent(coverage.districts_from_80).min(percent(coverage.districts_by_age));
        assert!(least < percent(coverage.districts) && least < percent(coverage.districts_from_65));
    }
    // After 2018 more people came in every year that is known than the run assumed: 7,535, 12,694, 16,326.
    let newest = &result.starts[2];
    let assumed = newest.runs.last().unwrap().projection.as_ref().unwrap();
    for vital in set.past.vital.iter().filter(|vital| vital.year > newest.start.year) {
        let year = assumed.years.iter().find(|result| result.year == vital.year).unwrap();
        let moved: f64 = year.components.iter().map(|part| part.internal + part.external).sum();
        assert!(result.balance(vital).is_none_or(|came| came > moved), "{:?}", vital.year);
    }
    let schwerin = &result.official.shares[0];
    assert_eq!(schwerin.name, "Schwerin");
    assert!(schwerin.today > schwerin.quoted.last_percent);
    // Computed from the official groups: 35.6 and 38.2 percent at the end of 2025.
    let today: Vec<f64> = result.official.shares.iter().map(|share| (10.0 * share.today).round()).collect();
    assert_eq!(today, [356.0, 382.0]);
}

/// 2017: from 1,610,674 to 1,611,119 people with 13,086 births and 20,742 deaths leave 8,101 moves. 2022 lies
/// across the census, and of 2018 no deaths are at hand.
#[test]
fn moves_of_a_year_are_what_births_and_deaths_leave() {
    let set = set();
    let result = back_test(&set).unwrap();
    let of = |year: i32| {
        let vital = set.past.vital.iter().find(|vital| vital.year.0 == year).unwrap();
        result.balance(vital)
    };
    assert_eq!([of(2017), of(2018), of(2022)], [Some(445.0 - 13_086.0 + 20_742.0), None, None]);
    assert_eq!(of(2023), Some(1_992.0 - 9_671.0 + 24_005.0));
}

/// A second count of the districts' totals in the band of the start in 2018.
#[test]
fn hits_are_counted_right() {
    let set = set();
    let state = state();
    let history = History { model: &set.model, state: &state };
    let start = set.past.starts.iter().find(|start| start.id == "2018").unwrap();
    let past = PastModel::new(&set, &history, start, &start.variants[1]).unwrap();
    let bands = past.with_band(Year(2021), vec![Group::ALL]).unwrap().bands.unwrap();
    let mut inside = 0;
    for year in 2019..=2021 {
        for (index, district) in set.model.districts.iter().enumerate() {
            let band = bands.of(index, Year(year), &Group::ALL).unwrap();
            let observed = counted(year, 0, district.key.as_str());
            inside += usize::from(band[0] <= observed && observed <= band[1]);
        }
    }
    let coverage = back_test(&set).unwrap().coverage[2].unwrap();
    assert_eq!((coverage.districts.inside, coverage.districts.of), (inside, 24));
    assert_eq!((coverage.state.of, coverage.districts_from_80.of), (3, 8));
    assert_eq!(coverage.districts_by_age.of, 3 * 8 * 9);
}

#[test]
fn dates_are_told_apart_by_census() {
    let years = |dates: Vec<Year>| dates.into_iter().map(|year| year.0).collect::<Vec<_>>();
    let set = set();
    let result = back_test(&set).unwrap();
    with(&result, "2018", |_, comparison| {
        assert_eq!(years(comparison.dates(true)), [2019, 2020, 2021]);
        assert_eq!(years(comparison.dates(false)), [2022, 2023, 2024, 2025]);
    });
    with(&result, "2023", |_, comparison| assert_eq!(years(comparison.dates(false)), [0; 0]));
}

#[test]
fn what_cannot_be_run_is_a_sentence() {
    let said = |change: fn(&mut ModelSet)| {
        let mut set = set();
        change(&mut set);
        back_test(&set).map_or_else(|error| error.to_string(), |_| "it was run".to_owned())
    };
    let without = said(|set| set.model.history.retain(|row| row.year != Year(2018)));
    assert!(without.contains("of 13 in 2018") && without.contains("observed.csv"), "{without}");
    assert!(said(|set| set.model.districts.clear()).contains("no districts"));
    assert!(said(|set| set.past.official.variant = "x".into()).contains("the variant \"x\""));
    assert!(said(|set| set.past.official.start = "1990".into()).contains("the start \"1990\""));
    let twice = said(|set| set.past.official.scenario = "low".into());
    assert!(twice.contains("no control total of 13003 in 2040 in the scenario low"), "{twice}");
    assert!(said(|set| set.past.starts[0].e0.value[0] = 300.0).contains("start 2011"));
    let young = said(|set| {
        let is =
            |row: &&mut Observed| (row.year.0, row.district.as_str()) == (2014, "13") && row.age_from >= 70;
        set.model.history.iter_mut().filter(is).for_each(|row| row.persons = 0.0);
    });
    assert!(young.contains("cannot be split") && young.contains("13003 in 2015"), "{young}");
}
