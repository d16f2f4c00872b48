use std::num::NonZeroUsize;

use super::*;
use crate::model::deviations::{AgeDeviation, Deviations, NeedDeviations, PopulationDeviations};
use crate::model::{Model, Target};
use crate::projection::benchmark::Control;
use crate::projection::fixture::{key, model};
use crate::projection::moves::NOBODY;
use crate::projection::project::{Projection, project};
use crate::projection::request::{Housing, InstitutionalPopulation, NeedRates, Request, WeightedSum};
use crate::units::Year;

const OLD: std::ops::RangeInclusive<usize> = 75..=100;

fn draws(draws: usize, threads: usize) -> Draws {
    let mut groups = Group::care_grid();
    groups.extend([Group::ALL, Group::new(None, OLD)]);
    Draws {
        seed: 42,
        count: draws,
        quantiles: vec![0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975],
        groups,
        together: true,
        questions: Vec::new(),
        sums: Vec::new(),
        need: None,
        samples: Vec::new(),
        threads: NonZeroUsize::new(threads).unwrap(),
    }
}

/// All that a run can contain: housing, institutional population, control totals.
fn full_request(draws: Draws) -> Request {
    let mut residents = NOBODY;
    (80..=95).for_each(|age| residents[1][age] = 30.0);
    let institutional_population = InstitutionalPopulation {
        area: key("13004"),
        residents,
        places: 800.0,
        planned: vec![(Year(2030), 900.0)],
    };
    let housing = Housing { area: key("13076"), year: Year(2029), persons: 300.0, profile: [[1.0; AGES]; 2] };
    let control =
        Control { area: Some(key("13003")), year: Year(2033), group: Group::ALL, persons: 205_000.0 };
    Request {
        housing: vec![housing],
        institutional_population: vec![institutional_population],
        controls: vec![control],
        draws: Some(draws),
        ..Request::new("status-quo", Year(2040))
    }
}

fn without_chance() -> Model {
    let mut model = model();
    let u = &mut model.uncertainty;
    (u.tfr_sd, u.e0_sd, u.migration_sd) = (0.0, 0.0, 0.0);
    model
}

fn bands(projection: &Projection) -> &Bands {
    projection.bands.as_ref().unwrap()
}

#[test]
fn without_chance_every_future_is_the_central_run() {
    let projection = project(&without_chance(), &full_request(draws(17, 2))).unwrap();
    let bands = bands(&projection);
    for year in &projection.years {
        for group in &bands.groups {
            let mut all = 0.0;
            for (area, table) in year.population.iter().enumerate() {
                let baseline = group.sum(table);
                all += baseline;
                for q in bands.of(area, year.year, group).unwrap() {
                    assert!(
                        (q - baseline).abs() <= 1e-10 * baseline,
                        "{:?} {group:?}: {q} {baseline}",
                        year.year
                    );
                }
            }
            for q in bands.together(year.year, group).unwrap() {
                assert!((q - all).abs() < 1e-4, "{q} {all}");
            }
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes_on_one_and_on_two_threads() {
    let one = project(&model(), &full_request(draws(130, 1))).unwrap();
    let two = project(&model(), &full_request(draws(130, 2))).unwrap();
    let bits = |projection: &Projection| {
        let bands = bands(projection);
        bands.quantiles.iter().chain(&bands.together).map(|q| q.to_bits()).collect::<Vec<_>>()
    };
    assert_eq!(bits(&one), bits(&two));
    assert!(!bits(&one).is_empty());
    let mut other = full_request(draws(130, 2));
    other.draws.as_mut().unwrap().seed = 43;
    assert_ne!(bits(&one), bits(&project(&model(), &other).unwrap()));
    assert_eq!(one.years, two.years);
}

/// Whatever vectors the machine has: the figures are those of the plainest one.
#[test]
fn the_width_of_the_vectors_changes_no_byte() {
    let (model, draws) = (model(), draws(203, 1));
    let request = full_request(draws.clone());
    let scenario = model.scenarios[0].clone();
    let run = Run::new(&model, &scenario, &request).unwrap();
    let (_, baseline) = run.baseline().unwrap();
    let bands = |level| format!("{:?}", bands_with(level, &run, &baseline, &draws).unwrap());
    assert_eq!(bands(Level::baseline()), bands(Level::new()));
}

#[test]
fn bands_hold_the_central_run_and_widen() {
    let projection = project(&model(), &full_request(draws(400, 2))).unwrap();
    let bands = bands(&projection);
    let mut width = 0.0;
    for year in [2026, 2030, 2040] {
        let q = bands.of(2, Year(year), &Group::ALL).unwrap();
        assert!(q.is_sorted());
        let baseline = Group::ALL.sum(&projection.years[year as usize - 2026].population[2]);
        assert!(q[0] < baseline && baseline < q[6]);
        assert!((q[3] / baseline - 1.0).abs() < 0.01);
        assert!(q[6] - q[0] > width);
        width = q[6] - q[0];
    }
}

#[test]
fn questions_are_answered_with_shares() {
    let mut request = full_request(draws(200, 2));
    let draws = request.draws.as_mut().unwrap();
    let ask = |area: Option<&str>, exceeds| Question {
        area: area.map(key),
        year: Year(2040),
        group: Group::new(Some(Sex::Female), 85..=100),
        exceeds,
    };
    draws.questions = vec![ask(Some("13076"), 0.0), ask(Some("13076"), 1e9), ask(None, 0.0)];
    let first = project(&model(), &request).unwrap();
    assert_eq!(bands(&first).answers, [1.0, 0.0, 1.0]);
    let median = project(&model(), &{
        let mut request = request.clone();
        let draws = request.draws.as_mut().unwrap();
        draws.groups = vec![draws.questions[0].group.clone()];
        request
    });
    let middle = bands(&median.unwrap()).of(2, Year(2040), &ask(None, 0.0).group).unwrap()[3];
    request.draws.as_mut().unwrap().questions = vec![ask(Some("13076"), middle)];
    assert_eq!(bands(&project(&model(), &request).unwrap()).answers, [0.5]);
}

#[test]
fn impossible_futures_and_requests_end_in_a_sentence() {
    let error = |model: &Model, draws: Draws| project(model, &full_request(draws)).unwrap_err().to_string();
    assert!(error(&model(), draws(0, 1)).contains("number of draws is 0"));
    let mut bad = draws(10, 1);
    bad.quantiles[0] = 1.5;
    assert!(error(&model(), bad).contains("quantile is 1.5"));
    let mut bad = draws(10, 1);
    bad.questions = vec![Question { area: None, year: Year(2050), group: Group::ALL, exceeds: 1.0 }];
    assert!(error(&model(), bad.clone()).contains("2050"));
    bad.questions[0].area = Some(key("13071"));
    assert!(error(&model(), bad).contains("no area 13071"));
    let mut wild = model();
    wild.uncertainty.tfr_sd = 2.0;
    assert!(error(&wild, draws(100, 1)).contains("lower tfr_sd"));
    let mut wild = model();
    wild.uncertainty.migration_sd = 0.5;
    assert!(error(&wild, draws(100, 2)).contains("lower migration_sd"));
    let mut wild = model();
    wild.scenarios[0].e0[1] = Target { value: 125.0, year: Year(2026) };
    wild.uncertainty.e0_sd = 40.0;
    assert!(error(&wild, draws(100, 1)).contains("life table of"));
}

/// A sum with the weight one everywhere is the population, in each area and in all together; a sum with other
/// weights has the quantiles of the sums within each draw, which those of its parts do not add up to.
#[test]
fn weighted_sums_are_summed_within_each_future() {
    let model = model();
    let grid = Group::care_grid();
    let (areas, years) = (model.districts.len(), 3);
    let sum = |weight: &dyn Fn(usize) -> f64| WeightedSum {
        of_residents: Some(vec![vec![(0..grid.len()).map(weight).collect(); areas]; years]),
        of_need: None,
    };
    let (young, old) = (grid[3].clone(), grid[36].clone());
    let draws = Draws {
        sums: vec![
            sum(&|_| 1.0),
            sum(&|_| 2.0),
            sum(&|group| if group == 3 { 1.0 } else { 0.0 }),
            sum(&|group| if group == 3 || group == 36 { 1.0 } else { 0.0 }),
        ],
        groups: vec![Group::ALL, young.clone(), old.clone()],
        together: true,
        ..draws(200, 5)
    };
    let request = Request { draws: Some(draws), ..Request::new("status-quo", Year(2028)) };
    let bands = project(&model, &request).unwrap().bands.unwrap();
    let close = |a: &[f64], b: &[f64], times: f64| {
        assert_eq!(a.len(), b.len());
        a.iter().zip(b).for_each(|(a, b)| assert!((a - times * b).abs() < 1e-5 * b, "{a} and {b}"));
    };
    for year in [Year(2026), Year(2028)] {
        for area in 0..areas {
            let all = bands.of(area, year, &Group::ALL).unwrap();
            close(bands.sum_of(area, year, 0).unwrap(), all, 1.0);
            close(bands.sum_of(area, year, 1).unwrap(), all, 2.0);
            close(bands.sum_of(area, year, 2).unwrap(), bands.of(area, year, &young).unwrap(), 1.0);
        }
        let all = bands.together(year, &Group::ALL).unwrap();
        close(bands.sum_together(year, 0).unwrap(), all, 1.0);
        close(bands.sum_together(year, 1).unwrap(), all, 2.0);
        let both = bands.sum_of(0, year, 3).unwrap();
        let parts: Vec<&[f64]> = [&young, &old].map(|group| bands.of(0, year, group).unwrap()).to_vec();
        let last = both.len() - 1;
        assert!(
            both[last] < parts[0][last] + parts[1][last],
            "the greatest of a sum is less than that of its parts"
        );
    }
    assert_eq!(bands.sum_of(0, Year(2026), 4), None);
}

#[test]
fn weights_of_another_shape_are_refused() {
    let none = Some(Vec::new());
    for sum in [
        WeightedSum { of_residents: none.clone(), of_need: None },
        WeightedSum { of_residents: None, of_need: none.clone() },
    ] {
        let draws = Draws { sums: vec![sum], ..draws(10, 1) };
        let request = Request { draws: Some(draws), ..Request::new("status-quo", Year(2028)) };
        let said = project(&model(), &request).unwrap_err().to_string();
        assert_eq!(said, "the weights of a sum have 0 years, but must have 3");
    }
}

/// The values of a sample are those of the draws: their quantiles, found by a full sort, are the band's.
#[test]
fn samples_are_the_values_behind_the_quantiles() {
    let model = model();
    let grid = Group::care_grid();
    let weights = vec![vec![(0..grid.len()).map(|at| at as f64 / 100.0).collect(); 3]; 3];
    let old = Group::new(None, OLD);
    let wanted = [Some(key("13004")), None].into_iter().flat_map(|area| {
        [Summed::Group(old.clone()), Summed::Weighted(0)].map(move |of| Sample {
            area: area.clone(),
            year: Year(2027),
            of,
        })
    });
    let draws = Draws {
        sums: vec![WeightedSum { of_residents: Some(weights), of_need: None }],
        groups: vec![Group::ALL, old.clone()],
        samples: wanted.collect(),
        ..draws(150, 2)
    };
    let request = Request { draws: Some(draws.clone()), ..Request::new("status-quo", Year(2028)) };
    let bands = project(&model, &request).unwrap().bands.unwrap();
    let area = model.districts.iter().position(|one| one.key == key("13004")).unwrap();
    let year = Year(2027);
    let quantiles = [
        bands.of(area, year, &old),
        bands.sum_of(area, year, 0),
        bands.together(year, &old),
        bands.sum_together(year, 0),
    ];
    for (values, quantiles) in bands.samples.iter().zip(quantiles) {
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        assert_eq!(sorted.len(), 150);
        for (found, p) in quantiles.unwrap().iter().zip(&draws.quantiles) {
            let rank = p * 149.0;
            let (low, high) = (sorted[rank.floor() as usize], sorted[rank.ceil() as usize]);
            assert_eq!(*found, low + rank.fract() * (high - low));
        }
    }
    let beyond = Sample { area: None, year, of: Summed::Weighted(1) };
    let draws = Draws { samples: vec![beyond], ..draws };
    let request = Request { draws: Some(draws.clone()), ..request };
    assert!(project(&model, &request).unwrap().bands.unwrap().samples[0].is_empty());
    let late = Sample { area: None, year: Year(2050), of: Summed::Group(Group::ALL) };
    let late = Draws { samples: vec![late], ..draws };
    assert!(project(&model, &Request { draws: Some(late), ..request }).is_err());
}

/// A single draw has the same shocks as among the others.
#[test]
fn a_stray_is_that_of_all_paths() {
    let model = model();
    let u = &model.uncertainty;
    let paths = random::state_paths(u, 9, 0..20, 6);
    let mut shocks = vec![vec![0.0; 20]; 6];
    random::migration_paths(u, &paths.migration, (9, 0), 2, &mut shocks);
    for draw in [0, 3, 19] {
        let alone = shock(&model, (9, draw), (6, None));
        assert_eq!((alone.tfr, alone.e0), (paths.tfr[5][draw], [0, 1].map(|sex| paths.e0[sex][5][draw])));
        assert_eq!((alone.migration.len(), alone.migration[2]), (3, shocks[5][draw]));
    }
}

/// The model with deviations: two age groups, and rates of need.
fn with_deviations(sd: f64, common: f64, state_sd: f64, district_sd: f64) -> Model {
    let mut model = without_chance();
    let group = |ages| AgeDeviation { ages, sd, common };
    model.uncertainty.deviations = Some(Deviations {
        population: PopulationDeviations {
            starts: vec![Year(2015)],
            longest: 6,
            widening: 1.2,
            all: AgeDeviation { ages: 0..=100, sd: 0.0, common: 0.0 },
            old: AgeDeviation { ages: 60..=100, sd: 0.0, common: 0.0 },
            groups: vec![group(0..=59), group(60..=100)],
        },
        need: NeedDeviations { surveys: vec![Year(2023)], widening: 1.5, state_sd, district_sd },
        source: "TEST".to_owned(),
    });
    model
}

/// Nobody moves, is born or dies, so that people change by their deviations alone: every year by the number of the draw, which lies
/// normally around 0 with the widened standard deviation. `terms` are those of all residents, the old, and the groups.
fn logs_after_three_years(model: &Model, ages: std::ops::RangeInclusive<usize>) -> Vec<Vec<f64>> {
    let group = Group::new(None, ages);
    let samples = ["13003", "13004", "13076"].map(|area| Sample {
        area: Some(key(area)),
        year: Year(2028),
        of: Summed::Group(group.clone()),
    });
    let draws = Draws { samples: samples.to_vec(), groups: vec![group.clone()], ..draws(4_000, 2) };
    let request = Request {
        draws: Some(draws),
        included: crate::projection::IncludedComponents::NONE,
        ..Request::new("status-quo", Year(2028))
    };
    let projection = project(model, &request).unwrap();
    let last = &projection.years[2].population;
    let samples = &projection.bands.as_ref().unwrap().samples;
    let log = |(values, table): (&Vec<f64>, &BySexAge)| {
        values.iter().map(|value| (value / group.sum(table)).ln()).collect()
    };
    samples.iter().zip(last).map(log).collect()
}

fn mean_product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>() / a.len() as f64
}

#[test]
fn residents_and_the_old_deviate_by_numbers_of_their_own() {
    let (sd, common) = (0.01, 0.4);
    let mut model = with_deviations(0.0, 0.0, 0.0, 0.0);
    let population = &mut model.uncertainty.deviations.as_mut().unwrap().population;
    (population.all.sd, population.all.common) = (sd, common);
    let variance = (3.0f64 * 1.2 * sd).powi(2);
    let logs = logs_after_three_years(&model, 75..=100);
    for of_area in &logs {
        assert!((mean_product(of_area, of_area) / variance - 1.0).abs() < 0.12);
    }
    for (one, other) in [(0, 1), (0, 2), (1, 2)] {
        assert!((mean_product(&logs[one], &logs[other]) / variance - common).abs() < 0.1);
    }
    // The number is the same in every year, so that a draw is the same share off each year.
    let one = shock(&model, (42, 7), (3, None));
    assert!((logs[2][7] - 3.0 * one.ages[2][1]).abs() < 1e-9, "{} {}", logs[2][7], one.ages[2][1]);
    assert!(one.need.is_empty());
    // A number of the old leaves all residents as many, since the younger ones have its opposite.
    let population = &mut model.uncertainty.deviations.as_mut().unwrap().population;
    (population.all.sd, population.old.sd) = (0.0, sd);
    let (old, all) = (logs_after_three_years(&model, 75..=100), logs_after_three_years(&model, 0..=100));
    assert!((mean_product(&old[1], &old[1]) / variance - 1.0).abs() < 0.12);
    assert!(mean_product(&all[1], &all[1]) < 0.01 * variance);
}

/// However wide age groups deviate: all residents, and the old, hardly change by it.
#[test]
fn age_groups_deviate_within_their_side() {
    let mut model = with_deviations(0.0, 0.0, 0.0, 0.0);
    let population = &mut model.uncertainty.deviations.as_mut().unwrap().population;
    let group = |ages, sd| AgeDeviation { ages, sd, common: 0.3 };
    population.groups =
        vec![group(0..=19, 0.02), group(20..=59, 0.03), group(60..=79, 0.01), group(80..=100, 0.02)];
    let spread = |ages| {
        let logs = logs_after_three_years(&model, ages);
        mean_product(&logs[0], &logs[0]).sqrt()
    };
    let (children, oldest) = (spread(0..=19), spread(80..=100));
    assert!(children > 0.02 && oldest > 0.02, "{children} {oldest}");
    let (all, old) = (spread(0..=100), spread(60..=100));
    assert!(all < 0.1 * children && old < 0.2 * oldest, "{all} {old}");
}

/// By brute force: residents of the run times the rate of each cell with its odds times the factor of the draw.
#[test]
fn rates_of_need_deviate_by_the_odds_of_the_draw() {
    let mut model = with_deviations(0.0, 0.0, 0.08, 0.05);
    let (areas, years) = (3, 4);
    let rate = |y: usize, area: usize, sex: usize, group: usize| {
        0.01 + 0.1 * group as f64 + 0.02 * sex as f64 + 0.01 * area as f64 + 0.005 * y as f64
    };
    let rates = (0..years)
        .map(|y| {
            (0..areas)
                .map(|area| std::array::from_fn(|sex| std::array::from_fn(|group| rate(y, area, sex, group))))
                .collect()
        })
        .collect();
    let grid = Group::care_grid();
    let care_group = |group: &Group| {
        (0..crate::model::care::CARE_GROUPS)
            .find(|at| crate::model::care::care_ages(*at).contains(group.ages.start()))
            .unwrap()
    };
    // Half of the people in need, and a weight that does not follow the rates.
    let weights = |factor: f64| {
        (0..years)
            .map(|y| {
                (0..areas)
                    .map(|area| {
                        grid.iter()
                            .map(|group| {
                                factor * rate(y, area, group.sex.unwrap() as usize, care_group(group))
                            })
                            .collect()
                    })
                    .collect()
            })
            .collect::<Vec<Vec<Vec<f64>>>>()
    };
    let sum = WeightedSum { of_need: Some(weights(0.5)), of_residents: Some(weights(0.1)) };
    let samples = [Some("13004"), Some("13076"), None].map(|area| Sample {
        area: area.map(key),
        year: Year(2029),
        of: Summed::Weighted(0),
    });
    let draws = Draws {
        sums: vec![sum],
        need: Some(NeedRates { survey: Year(2023), rates }),
        samples: samples.to_vec(),
        ..draws(300, 2)
    };
    let request = Request { draws: Some(draws), ..Request::new("status-quo", Year(2029)) };
    let projection = project(&model, &request).unwrap();
    let samples = &projection.bands.as_ref().unwrap().samples;
    for draw in [0, 17, 299] {
        let drawn = shock(&model, (42, draw), (years, Some(3)));
        let mut all = 0.0;
        for (area, table) in projection.years[3].population.iter().enumerate() {
            let mut expected = 0.0;
            for group in &grid {
                let rate = rate(3, area, group.sex.unwrap() as usize, care_group(group));
                let deviating = crate::algebra::odds_times(rate, drawn.need[area].exp());
                expected += group.sum(table) * (0.5 * deviating + 0.1 * rate);
            }
            all += expected;
            if area > 0 {
                let found = samples[area - 1][draw];
                assert!((found / expected - 1.0).abs() < 1e-9, "{found} {expected}");
            }
        }
        assert!((samples[2][draw] / all - 1.0).abs() < 1e-8);
    }
    // Six years after the survey three steps have been taken; the district's part is its own.
    let shifts: Vec<f64> = (0..4_000).map(|draw| shock(&model, (1, draw), (4, Some(3))).need[1]).collect();
    let variance = shifts.iter().map(|shift| shift * shift).sum::<f64>() / 4_000.0;
    let stated = 3.0 * 1.5 * 1.5 * (0.08f64.powi(2) + 0.05f64.powi(2));
    assert!((variance / stated - 1.0).abs() < 0.12, "{variance} {stated}");
    // Without rates, or a model that states no deviations, nothing of it is drawn.
    model.uncertainty.deviations = None;
    let still = project(&model, &request).unwrap().bands.unwrap();
    assert!(still.samples[0].iter().all(|value| (value / still.samples[0][0] - 1.0).abs() < 1e-9));
}

/// What is drawn of ages and rates has numbers of its own: births, deaths and moves are drawn as without it.
#[test]
fn deviations_leave_all_other_numbers_as_they_are() {
    let mut model = with_deviations(0.01, 0.3, 0.08, 0.05);
    model.uncertainty.tfr_sd = 0.03;
    model.uncertainty.migration_sd = 0.002;
    let with = shock(&model, (3, 5), (6, Some(3)));
    model.uncertainty.deviations = None;
    let without = shock(&model, (3, 5), (6, Some(3)));
    assert_eq!((with.tfr, with.e0, with.migration), (without.tfr, without.e0, without.migration));
}
