//! The back-test of need as a page, `models/BACKTEST_CARE.md`, in English.

use serde::Serialize;

use super::care::{CareBackTest, Carried, HomesBackTest, TYPES, care_back_tests, homes_back_tests, percent};
use super::care_bands::{NeedBand, need_bands};
use super::care_surveys::Counting;
use super::{BackTestError, page};
use crate::care::{CareError, Need, Survey};
use crate::model::Model;
use crate::units::Year;

/// The back-test as a page.
///
/// # Errors
/// What the surveys cannot give, or a fault in the template `care.md`.
pub fn care_back_test_page(model: &Model) -> Result<String, BackTestError> {
    page::render(include_str!("care.md"), PageFigures::new(model)?)
}

/// The figures of the page, in persons and percent.
#[derive(Serialize)]
struct PageFigures<'a> {
    model: &'a str,
    latest: i32,
    /// Compared in whom both surveys counted completely.
    comparable: Vec<StateRow>,
    bands: Vec<BandRow>,
    held: Vec<HeldRow>,
    /// All people in need as published, where that is something else.
    published: Vec<StateRow>,
    homes: Vec<HomesRow>,
    forms: Vec<FormRow>,
    districts: Vec<String>,
    by_district: Vec<DistrictsRow>,
}

#[derive(Serialize)]
struct StateRow {
    base: i32,
    target: i32,
    counting: Counting,
    official: f64,
    constant: Missed,
    /// Unknown where no step was known, or the model has no trend.
    trend: Option<Missed>,
}

#[derive(Serialize)]
struct Missed {
    found: f64,
    percent: f64,
}

impl Missed {
    fn new(found: f64, official: f64) -> Self {
        Self { found, percent: percent(found, official) }
    }
}

/// A count beside a band of 80 percent of the draws.
#[derive(Serialize)]
struct BandRow {
    base: i32,
    target: i32,
    trend: bool,
    official: f64,
    low: f64,
    high: f64,
    holds: bool,
    districts_inside: usize,
    districts: usize,
}

/// How many counts all bands of a way to carry on held.
#[derive(Serialize)]
struct HeldRow {
    trend: bool,
    states_inside: usize,
    states: usize,
    districts_inside: usize,
    districts: usize,
    percent: f64,
}

#[derive(Serialize)]
struct HomesRow {
    base: i32,
    target: i32,
    official: f64,
    constant: Missed,
    trend: Option<Missed>,
    unchanged: Missed,
}

#[derive(Serialize)]
struct FormRow {
    base: i32,
    form: &'static str,
    official: f64,
    missed: Missed,
}

#[derive(Serialize)]
struct DistrictsRow {
    base: i32,
    target: i32,
    trend: bool,
    percents: Vec<f64>,
    /// Mean without signs.
    mean: f64,
}

impl<'a> PageFigures<'a> {
    fn new(model: &'a Model) -> Result<Self, CareError> {
        let latest = Survey::new(model)?;
        let tests = care_back_tests(model)?;
        let is_main = |test: &&CareBackTest| test.counting == main_counting(test.base, &tests);
        let constant = || tests.iter().filter(|test| test.carried == Carried::Constant);
        let rows = |main: bool| {
            constant().filter(|test| is_main(test) == main).map(|test| state_row(test, &tests)).collect()
        };
        let bands: Vec<BandRow> = need_bands(model)?.iter().map(band_row).collect();
        Ok(Self {
            held: [false, true].into_iter().filter_map(|trend| held_row(trend, &bands)).collect(),
            bands,
            model: &model.id,
            latest: latest.year.0,
            comparable: rows(true),
            published: rows(false),
            homes: homes_back_tests(model)?.iter().map(homes_row).collect(),
            forms: form_rows(model, &latest)?,
            districts: model.districts.iter().map(|district| district.key.to_string()).collect(),
            by_district: tests.iter().filter(is_main).filter_map(districts_row).collect(),
        })
    }
}

/// The first of a base's tests is compared in whom both surveys counted completely.
fn main_counting(base: Year, tests: &[CareBackTest]) -> Counting {
    tests.iter().find(|test| test.base == base).map_or(Counting::All, |test| test.counting)
}

fn state_row(test: &CareBackTest, tests: &[CareBackTest]) -> StateRow {
    let same = |other: &&CareBackTest| {
        (other.base, other.target, other.counting) == (test.base, test.target, test.counting)
    };
    let trend = tests.iter().filter(same).find(|other| other.carried == Carried::Trend);
    let missed = |test: &CareBackTest| Missed::new(test.state.found, test.state.official);
    StateRow {
        base: test.base.0,
        target: test.target.0,
        counting: test.counting,
        official: test.state.official,
        constant: missed(test),
        trend: trend.map(missed),
    }
}

fn band_row(band: &NeedBand) -> BandRow {
    BandRow {
        base: band.base.0,
        target: band.target.0,
        trend: band.carried == Carried::Trend,
        official: band.official,
        low: band.state[0],
        high: band.state[1],
        holds: band.holds_state(),
        districts_inside: band.districts.0,
        districts: band.districts.1,
    }
}

fn held_row(trend: bool, bands: &[BandRow]) -> Option<HeldRow> {
    let all = || bands.iter().filter(|band| band.trend == trend);
    let districts: usize = all().map(|band| band.districts).sum();
    let districts_inside: usize = all().map(|band| band.districts_inside).sum();
    (districts > 0).then(|| HeldRow {
        trend,
        states_inside: all().filter(|band| band.holds).count(),
        states: all().count(),
        districts_inside,
        districts,
        percent: 100.0 * districts_inside as f64 / districts as f64,
    })
}

fn homes_row(test: &HomesBackTest) -> HomesRow {
    let missed = |found| Missed::new(found, test.official);
    HomesRow {
        base: test.base.0,
        target: test.target.0,
        official: test.official,
        constant: missed(test.constant),
        trend: test.trend.map(missed),
        unchanged: missed(test.unchanged),
    }
}

/// Care types of earlier surveys at their own rates and shares on the residents of the latest.
fn form_rows(model: &Model, latest: &Survey) -> Result<Vec<FormRow>, CareError> {
    let mut years: Vec<Year> = model.care.populations.iter().map(|table| table.year).collect();
    years.dedup();
    let grades = &model.care.grade_shares;
    let mut rows = Vec::new();
    // Of some surveys the care types are not known by district.
    for survey in years.into_iter().filter_map(|year| Survey::of(model, year).ok()) {
        for kind in TYPES {
            let districts = survey.districts.iter().zip(&latest.districts);
            let (found, official) = districts.fold((0.0, 0.0), |(found, official), (before, now)| {
                let carried = Need::new(&before.type_rates, grades, &now.population).of(kind);
                (found + carried, official + now.counts[kind as usize])
            });
            let missed = Missed::new(found, official);
            rows.push(FormRow { base: survey.year.0, form: kind.word(), official, missed });
        }
    }
    Ok(rows)
}

fn districts_row(test: &CareBackTest) -> Option<DistrictsRow> {
    let percents: Option<Vec<f64>> =
        test.districts.iter().map(|(_, miss)| miss.map(|miss| miss.percent())).collect();
    let percents = percents?;
    let mean = percents.iter().map(|percent| percent.abs()).sum::<f64>() / percents.len().max(1) as f64;
    let trend = test.carried == Carried::Trend;
    Some(DistrictsRow { base: test.base.0, target: test.target.0, trend, percents, mean })
}
