//! The figures in the sentences at the top of the page.

use serde::Serialize;

use super::{PARTS, Span, span};
use crate::backtest::BackTest;
use crate::backtest::compare::Miss;
use crate::backtest::run::{ALL, Run, Started};
use crate::model::past::Variant;
use crate::units::Year;

#[derive(Serialize)]
pub(super) struct Lessons<'a> {
    old: Vec<OldCase>,
    without_moves: Vec<MissingPersons>,
    /// In how many of the starts the population in which nobody changes was nearer.
    constant_nearer: usize,
    constant_of: usize,
    moves: Option<MovesSince>,
    harmful_moves: Vec<HarmfulMoves>,
    worst_districts: Vec<WorstDistrict<'a>>,
    bands: Vec<BandPercent>,
    census: Option<CensusSentence<'a>>,
}

/// Absolute errors at ages 80 and over, in percent.
#[derive(Serialize)]
struct OldCase {
    #[serde(flatten)]
    span: Span,
    main: f64,
    constant: f64,
}

/// The error of the run without moves, in persons.
#[derive(Serialize)]
struct MissingPersons {
    #[serde(flatten)]
    span: Span,
    persons: f64,
}

/// Net moves since the newest start with published births and deaths.
#[derive(Serialize)]
struct MovesSince {
    start: i32,
    years: Vec<MovesOfYear>,
}

#[derive(Serialize)]
struct MovesOfYear {
    year: i32,
    assumed: f64,
    observed: f64,
}

/// Errors in percent at ages 80 and over where the run without moves was nearer.
#[derive(Serialize)]
struct HarmfulMoves {
    #[serde(flatten)]
    span: Span,
    without: f64,
    with: f64,
}

#[derive(Serialize)]
struct WorstDistrict<'a> {
    #[serde(flatten)]
    span: Span,
    name: &'a str,
    percent: f64,
}

/// Official numbers within the band, in percent.
#[derive(Serialize)]
struct BandPercent {
    start: i32,
    districts: f64,
    districts_from_80: f64,
    districts_by_age: f64,
}

/// By how much the change of census lowered the state and the district that it lowered most.
#[derive(Serialize)]
struct CensusSentence<'a> {
    before: i32,
    after: i32,
    persons: f64,
    percent: f64,
    district: &'a str,
    district_percent: f64,
}

impl BackTest<'_> {
    pub(super) fn lessons(&self) -> Lessons<'_> {
        let lines: Vec<(Miss, Miss)> = self
            .starts
            .iter()
            .filter_map(|started| self.main_and_constant(started))
            .map(|(_, main, constant)| (main.all, constant.all))
            .collect();
        let nearer = |(main, constant): &&(Miss, Miss)| constant.percent().abs() < main.percent().abs();
        Lessons {
            old: self.starts.iter().filter_map(|started| self.old_case(started)).collect(),
            without_moves: self.starts.iter().filter_map(|started| self.missing_persons(started)).collect(),
            constant_nearer: lines.iter().filter(nearer).count(),
            constant_of: lines.len(),
            moves: self.moves_since(),
            harmful_moves: self.starts.iter().filter_map(|started| self.harmful_moves(started)).collect(),
            worst_districts: self.starts.iter().filter_map(|started| self.worst_district(started)).collect(),
            bands: self.band_percents(),
            census: self.census_sentence(),
        }
    }

    fn old_case(&self, started: &Started) -> Option<OldCase> {
        let (year, main, constant) = self.main_and_constant(started)?;
        Some(OldCase {
            span: span(started, year),
            main: main.from_80?.percent().abs(),
            constant: constant.from_80?.percent().abs(),
        })
    }

    fn missing_persons(&self, started: &Started) -> Option<MissingPersons> {
        let year = self.last_compared(started)?;
        let run = run_without_moves(started)?;
        let miss = self.comparison(started).miss(run, &self.state, year, &ALL)?;
        Some(MissingPersons { span: span(started, year), persons: miss.persons() })
    }

    fn moves_since(&self) -> Option<MovesSince> {
        let started = self.with_vital_years().pop()?;
        let [_, _, moves] = PARTS;
        let years = self.set.past.vital.iter().filter_map(|vital| {
            let assumed = self.events(started, vital.year, moves)?;
            Some(MovesOfYear { year: vital.year.0, assumed, observed: self.balance(vital)? })
        });
        Some(MovesSince { start: started.start.year.0, years: years.collect() })
    }

    fn harmful_moves(&self, started: &Started) -> Option<HarmfulMoves> {
        let (year, main, _) = self.main_and_constant(started)?;
        let run = run_without_moves(started)?;
        let without = self.comparison(started).line(run, year)?.from_80?.percent();
        let with = main.from_80?.percent();
        (without.abs() < with.abs()).then(|| HarmfulMoves { span: span(started, year), without, with })
    }

    fn worst_district(&self, started: &Started) -> Option<WorstDistrict<'_>> {
        let year = self.last_compared(started)?;
        let (comparison, run) = (self.comparison(started), self.main_run(started));
        let misses = comparison.of_districts(run, year, &ALL)?;
        let (district, miss) = self
            .set
            .model
            .districts
            .iter()
            .zip(misses)
            .max_by(|(_, a), (_, b)| a.percent().abs().total_cmp(&b.percent().abs()))?;
        Some(WorstDistrict { span: span(started, year), name: &district.name, percent: miss.percent() })
    }

    fn band_percents(&self) -> Vec<BandPercent> {
        let cases = self.starts.iter().zip(&self.coverage).filter_map(|(started, coverage)| {
            let coverage = (*coverage)?;
            Some(BandPercent {
                start: started.start.year.0,
                districts: coverage.districts.percent()?,
                districts_from_80: coverage.districts_from_80.percent()?,
                districts_by_age: coverage.districts_by_age.percent()?,
            })
        });
        cases.collect()
    }

    fn census_sentence(&self) -> Option<CensusSentence<'_>> {
        let (before, after): (Year, Year) = self.census_years()?;
        let change = |key| {
            let (old, new) = self.census_change(key, before, after)?;
            Some((new - old, 100.0 * (new - old) / old))
        };
        let (persons, percent) = change(&self.state)?;
        let districts = self.set.model.districts.iter();
        let (district, least) = districts
            .filter_map(|district| Some((district.name.as_str(), change(&district.key)?.1)))
            .min_by(|(_, a), (_, b)| a.total_cmp(b))?;
        Some(CensusSentence {
            before: before.0,
            after: after.0,
            persons: -persons,
            percent: -percent,
            district,
            district_percent: -least,
        })
    }
}

fn run_without_moves<'a>(started: &'a Started) -> Option<&'a Run<'a>> {
    let is = |variant: &Variant| variant.moves.is_none() && !variant.hindsight;
    started.runs.iter().find(|run| run.variant.is_some_and(is))
}
