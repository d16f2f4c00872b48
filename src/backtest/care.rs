//! Back-test of need: the rates of earlier surveys applied to the population of the latest survey, compared with its
//! count. It shows the error of each assumption on the rates.

use serde::Serialize;

use super::BackTestError;
use super::page;
use crate::care::{CareError, DistrictSurvey, Need, Survey, TypeRates, odds_times};
use crate::model::Model;
use crate::units::{Ags, CareType, Year};

/// Years between two surveys.
const CYCLE: i32 = 2;
/// From this year on people of grade 1 without services are counted.
const GRADE1_FROM: Year = Year(2019);

/// How rates of need change after a survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Carried {
    /// As in the survey.
    Constant,
    /// They keep rising as since the survey before, each time a little less.
    Damped,
    /// They keep rising as since the survey before.
    Trend,
}

impl Carried {
    const ALL: [Self; 3] = [Self::Constant, Self::Damped, Self::Trend];
}

/// The rates of one survey applied at the date of the latest, under one assumption.
#[derive(Debug, Clone, PartialEq)]
pub struct CareBackTest {
    /// The survey whose rates are carried forward.
    pub base: Year,
    /// How the rates were carried.
    pub carried: Carried,
    /// Whether people of grade 1 without services are in the figures.
    pub with_grade1: bool,
    /// One entry a district.
    pub districts: Vec<DistrictMiss>,
}

/// The result for a district.
#[derive(Debug, Clone, PartialEq)]
pub struct DistrictMiss {
    /// The key of the district.
    pub key: Ags,
    /// People in need in the survey that is carried.
    pub before: f64,
    /// What the earlier rates give, in persons.
    pub found: Figures,
    /// What the later survey counted, in persons.
    pub official: Figures,
}

/// People in need, in all and in the three types that every survey counts.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Figures {
    /// All people in need of care.
    pub all: f64,
    /// Allowance only, home care and residential care.
    pub types: [f64; 3],
}

const TYPES: [CareType; 3] = [CareType::AllowanceOnly, CareType::HomeCare, CareType::Residential];

impl Figures {
    fn of(need: &Need, with_grade1: bool) -> Self {
        let all = if with_grade1 { need.people_in_need() } else { need.with_services() };
        Self { all, types: TYPES.map(|kind| need.of(kind)) }
    }

    fn plus(&self, other: &Self) -> Self {
        let types = std::array::from_fn(|kind| self.types[kind] + other.types[kind]);
        Self { all: self.all + other.all, types }
    }
}

/// All earlier surveys of the model under all assumptions that the surveys before them allow.
pub fn care_back_tests(model: &Model) -> Result<Vec<CareBackTest>, CareError> {
    let latest = Survey::new(model)?;
    let mut bases: Vec<Year> = model.care.populations.iter().map(|table| table.year).collect();
    bases.dedup();
    let surveys = bases.into_iter().map(|year| Survey::of(model, year)).collect::<Result<Vec<_>, _>>()?;
    let mut tests = Vec::new();
    for (at, survey) in surveys.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| &surveys[before]);
        for carried in Carried::ALL {
            if before.is_some() || carried == Carried::Constant {
                tests.push(carry(model, (survey, before), &latest, carried));
            }
        }
    }
    Ok(tests)
}

fn carry(
    model: &Model,
    (survey, before): (&Survey, Option<&Survey>),
    latest: &Survey,
    carried: Carried,
) -> CareBackTest {
    let grades = &model.care.grade_shares;
    let with_grade1 = survey.year >= GRADE1_FROM;
    let cycles = (latest.year.0 - survey.year.0) / CYCLE;
    let districts = survey.districts.iter().zip(&latest.districts).enumerate();
    let of = |(at, (district, now)): (usize, (&DistrictSurvey, &DistrictSurvey))| {
        let rise = before.map_or(1.0, |before| district.odds_factor / before.districts[at].odds_factor);
        let rates = on(district, rise.powf(steps(carried, cycles)));
        let figures = |rates: &TypeRates, of: &DistrictSurvey| {
            Figures::of(&Need::new(rates, grades, &of.population), with_grade1)
        };
        DistrictMiss {
            key: district.key.clone(),
            before: figures(&district.type_rates, district).all,
            found: figures(&rates, now),
            official: figures(&now.type_rates, now),
        }
    };
    CareBackTest { base: survey.year, carried, with_grade1, districts: districts.map(of).collect() }
}

/// How often the last rise is repeated. Damped, the first repetition is n/(n+1) of it, the last 1/(n+1).
fn steps(carried: Carried, cycles: i32) -> f64 {
    match carried {
        Carried::Constant => 0.0,
        Carried::Damped => f64::from(cycles) / 2.0,
        Carried::Trend => f64::from(cycles),
    }
}

/// A district's rates with other odds; the shares of the types within a cell stay.
fn on(district: &DistrictSurvey, factor: f64) -> TypeRates {
    let mut rates = district.type_rates.clone();
    for ((sex, group, _), rate) in rates.indexed_iter_mut() {
        let before = district.rates[sex][group];
        *rate *= odds_times(before, factor) / before;
    }
    rates
}

impl CareBackTest {
    fn sum(&self, of: impl Fn(&DistrictMiss) -> Figures) -> Figures {
        self.districts.iter().map(of).fold(Figures::default(), |sum, one| sum.plus(&one))
    }

    fn before(&self) -> f64 {
        self.districts.iter().map(|district| district.before).sum()
    }
}

/// The back-test as a page, `models/BACKTEST_CARE.md`, in English.
///
/// # Errors
/// A figure that the surveys do not have, or a fault in the template `care.md`.
pub fn care_back_test_page(model: &Model) -> Result<String, BackTestError> {
    let latest = Survey::new(model)?.year.0;
    let tests = care_back_tests(model)?;
    page::render(include_str!("care.md"), PageFigures::new(model, latest, &tests))
}

/// The figures of the page, in persons.
#[derive(Serialize)]
struct PageFigures<'a> {
    model: &'a str,
    latest: i32,
    state: Vec<StateRow>,
    forms: Vec<FormRow>,
    districts: Vec<&'a str>,
    by_district: Vec<DistrictsRow>,
}

#[derive(Serialize)]
struct StateRow {
    base: i32,
    carried: Carried,
    before: f64,
    /// What the change of the population alone adds.
    ageing: f64,
    #[serde(flatten)]
    miss: FormMiss,
}

#[derive(Serialize)]
struct FormRow {
    base: i32,
    form: &'static str,
    #[serde(flatten)]
    miss: FormMiss,
}

#[derive(Serialize)]
struct FormMiss {
    found: f64,
    official: f64,
    missed: f64,
    percent: f64,
}

#[derive(Serialize)]
struct DistrictsRow {
    base: i32,
    percents: Vec<f64>,
}

impl FormMiss {
    fn new(found: f64, official: f64) -> Self {
        Self { found, official, missed: found - official, percent: percent(found, official) }
    }
}

fn percent(found: f64, official: f64) -> f64 {
    100.0 * (found / official - 1.0)
}

impl<'a> PageFigures<'a> {
    fn new(model: &'a Model, latest: i32, tests: &'a [CareBackTest]) -> Self {
        let constant: Vec<&CareBackTest> =
            tests.iter().filter(|test| test.carried == Carried::Constant).collect();
        let percents = |test: &CareBackTest| {
            test.districts.iter().map(|one| percent(one.found.all, one.official.all)).collect()
        };
        let by_district = |test: &&CareBackTest| DistrictsRow { base: test.base.0, percents: percents(test) };
        let keys = constant.first().map_or(&[][..], |test| &test.districts);
        Self {
            model: &model.id,
            latest,
            state: tests.iter().map(|test| state_row(test, tests)).collect(),
            forms: constant.iter().flat_map(|test| form_rows(test)).collect(),
            districts: keys.iter().map(|district| district.key.as_str()).collect(),
            by_district: constant.iter().map(by_district).collect(),
        }
    }
}

fn state_row(test: &CareBackTest, tests: &[CareBackTest]) -> StateRow {
    let (found, official) = (test.sum(|one| one.found).all, test.sum(|one| one.official).all);
    let constant = tests.iter().find(|other| other.base == test.base).unwrap_or(test);
    StateRow {
        base: test.base.0,
        carried: test.carried,
        before: test.before(),
        ageing: constant.sum(|one| one.found).all - test.before(),
        miss: FormMiss::new(found, official),
    }
}

fn form_rows(test: &CareBackTest) -> Vec<FormRow> {
    let (found, official) = (test.sum(|one| one.found).types, test.sum(|one| one.official).types);
    let rows = TYPES.iter().zip(found.into_iter().zip(official));
    rows.map(|(kind, (found, official))| FormRow {
        base: test.base.0,
        form: kind.word(),
        miss: FormMiss::new(found, official),
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::load::{CURRENT, load};

    #[test]
    fn the_page_is_what_the_program_writes() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/models/BACKTEST_CARE.md");
        let page = care_back_test_page(&load(CURRENT).unwrap().model).unwrap();
        assert_eq!(
            std::fs::read_to_string(path).unwrap(),
            page,
            "run pflegeplan back-test care > models/BACKTEST_CARE.md"
        );
    }

    /// Constant rates missed every count since: each survey's fall short of 2023.
    #[test]
    fn constant_rates_fell_short_in_every_survey() {
        let tests = care_back_tests(&load(CURRENT).unwrap().model).unwrap();
        assert_eq!(tests.len(), 1 + 3 + 3);
        for test in &tests {
            let (found, official) = (test.sum(|one| one.found).all, test.sum(|one| one.official).all);
            let expected = if test.with_grade1 { 139_872.0 } else { 139_872.0 - 18_282.0 };
            assert!((official - expected).abs() < 1e-6, "{official}");
            if test.carried == Carried::Constant {
                assert!(found < 0.9 * official, "{:?}: {found}", test.base);
            }
        }
    }
}
