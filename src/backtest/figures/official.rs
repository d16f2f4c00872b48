//! The figures of the official projection beside our run, and of the base-year shares.

use serde::Serialize;

use crate::backtest::BackTest;
use crate::backtest::official::{self, ShareRun};

#[derive(Serialize)]
pub(super) struct OfficialFigures<'a> {
    base_year: i32,
    last_year: i32,
    scenario: &'a str,
    start: &'a str,
    assumptions: Option<Assumptions>,
    births_a_year: f64,
    deaths_a_year: f64,
    refugees_a_year: f64,
    districts: Vec<DistrictTotal<'a>>,
    state: Total,
    from_65: Total,
    split: SplitFigures,
    shares: Vec<Share<'a>>,
}

/// Children a woman, and life expectancy at birth in years.
#[derive(Serialize)]
struct Assumptions {
    tfr: f64,
    e0_men: f64,
    e0_women: f64,
}

#[derive(Serialize)]
struct DistrictTotal<'a> {
    name: &'a str,
    total: Total,
}

/// Persons in the last year: published, and projected with and without control totals.
#[derive(Serialize)]
struct Total {
    published: f64,
    benchmarked: f64,
    benchmarked_difference: f64,
    benchmarked_percent: f64,
    free: f64,
    free_difference: f64,
    free_percent: f64,
}

impl Total {
    fn new([published, benchmarked, free]: [f64; 3]) -> Self {
        let percent = |value: f64| 100.0 * (value - published) / published;
        Self {
            published,
            benchmarked,
            benchmarked_difference: benchmarked - published,
            benchmarked_percent: percent(benchmarked),
            free,
            free_difference: free - published,
            free_percent: percent(free),
        }
    }
}

/// What the difference of the state comes from, in persons.
#[derive(Serialize)]
struct SplitFigures {
    births: Part,
    deaths: Part,
    moves: Part,
    own_base: f64,
    start: f64,
    total: f64,
}

/// A yearly mean in our run and as published, and the difference in persons to the last year.
#[derive(Serialize)]
struct Part {
    own: f64,
    published: f64,
    difference: f64,
}

/// Shares of people aged 60 and over.
#[derive(Serialize)]
struct Share<'a> {
    name: &'a str,
    /// Quoted then, counted at our start, quoted for the last year, benchmarked, free, counted in the base year.
    percent: [f64; 6],
}

impl<'a> From<&'a ShareRun> for Share<'a> {
    fn from(share: &'a ShareRun) -> Self {
        let quoted = &share.quoted;
        Self {
            name: &share.name,
            percent: [
                quoted.first_percent,
                share.start,
                quoted.last_percent,
                share.benchmarked,
                share.free,
                share.today,
            ],
        }
    }
}

/// The share of people aged 60 and over in the base year, in percent.
#[derive(Serialize)]
pub(super) struct BaseShare<'a> {
    name: &'a str,
    official: f64,
    own: f64,
    difference: f64,
}

impl BackTest<'_> {
    pub(super) fn official_figures(&self) -> OfficialFigures<'_> {
        let official = &self.official;
        let run = &self.set.past.official;
        let scenario = self.set.model.scenarios.iter().find(|scenario| scenario.id == run.scenario);
        let mut sums = [0.0; 3];
        let mut districts = Vec::new();
        for run in &official.districts {
            let values = [run.published, run.benchmarked, run.free];
            sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
            districts.push(DistrictTotal { name: &run.district.name, total: Total::new(values) });
        }
        OfficialFigures {
            base_year: official.base_year.0,
            last_year: official.last_year.0,
            scenario: &run.scenario,
            start: &run.start,
            assumptions: scenario.map(|scenario| {
                let [e0_men, e0_women] = scenario.e0.map(|e0| e0.value);
                Assumptions { tfr: scenario.tfr.value, e0_men, e0_women }
            }),
            births_a_year: run.births_a_year,
            deaths_a_year: run.deaths_a_year,
            refugees_a_year: run.refugees_a_year,
            districts,
            state: Total::new(sums),
            from_65: Total::new(official.from_65),
            split: self.split_figures(),
            shares: official.shares.iter().map(Share::from).collect(),
        }
    }

    fn split_figures(&self) -> SplitFigures {
        let split = &self.official.split;
        let [births, deaths, moves] = split.parts();
        let part = |own, published, difference| Part { own, published, difference };
        SplitFigures {
            births: part(split.births, split.published_births, births),
            deaths: part(split.deaths, split.published_deaths, deaths),
            moves: part(split.moves, split.implied_moves, moves),
            own_base: self.official.own_base,
            start: split.start,
            total: births + deaths + moves + split.start,
        }
    }

    pub(super) fn base_shares(&self) -> Vec<BaseShare<'_>> {
        let history = self.history();
        let model = &self.set.model;
        let shares = model.districts.iter().zip(&model.population).filter_map(|(district, population)| {
            let official = official::official_share_from_60(&history, &district.key)?;
            let own = official::share_from_60(population);
            Some(BaseShare { name: &district.name, official, own, difference: own - official })
        });
        shares.collect()
    }
}
