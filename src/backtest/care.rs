//! Back-test of need: the rates of earlier surveys carried to the population of the latest one, beside what
//! was counted there. It shows what each assumption would have missed.

use std::fmt::Write;

use crate::care::{CareError, DistrictSurvey, Need, Survey, TypeRates, odds_times};
use crate::model::Model;
use crate::units::{Ags, CareType, Year};

/// Years between two surveys.
const CYCLE: i32 = 2;
/// From this year on people of grade 1 without services are counted.
const GRADE1_FROM: Year = Year(2019);

/// How rates are carried on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carried {
    /// As in the survey.
    Constant,
    /// They rise on as they rose since the survey before, each time a little less.
    Damped,
    /// They rise on as they rose since the survey before.
    Trend,
}

impl Carried {
    const ALL: [Self; 3] = [Self::Constant, Self::Damped, Self::Trend];

    fn word(self) -> &'static str {
        match self {
            Self::Constant => "constant rates",
            Self::Damped => "rise goes on, damped",
            Self::Trend => "rise goes on",
        }
    }
}

/// One survey carried to the latest, under one assumption.
#[derive(Debug, Clone, PartialEq)]
pub struct CareBackTest {
    pub base: Year,
    pub carried: Carried,
    /// Whether people of grade 1 without services are in the figures.
    pub with_grade1: bool,
    pub districts: Vec<DistrictMiss>,
}

/// What came out for a district.
#[derive(Debug, Clone, PartialEq)]
pub struct DistrictMiss {
    pub key: Ags,
    /// People in need in the survey that is carried.
    pub before: f64,
    pub found: Figures,
    pub official: Figures,
}

/// People in need, in all and in the three types that every survey counts.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Figures {
    pub all: f64,
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

/// How many times the last rise comes again. Damped, the first comes by n/(n+1) of itself, the last by 1/(n+1).
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

/// The back-test as a page, `models/BACKTEST_CARE.md`.
pub fn care_back_test_page(model: &Model) -> Result<String, CareError> {
    let latest = Survey::new(model)?.year.0;
    let tests = care_back_tests(model)?;
    let mut page = format!(
        "# Back-test of need\n\n\
         Rates of need of earlier surveys on the population of 31 December {latest}, beside the count of {latest}, in persons. Written by\n\
         `pflegeplan back-test care` from model {}; a test holds this page to the program.\n\n",
        model.id
    );
    page.push_str(READING);
    state_table(&tests, latest, &mut page);
    type_table(&tests, latest, &mut page);
    district_table(&tests, latest, &mut page);
    Ok(page)
}

const READING: &str = "\
* **Rates.** For no survey before 2023 a national profile in five-year groups was at hand. All have that of 2023, with the odds of all rates times
  the factor with which the district's count of the survey is met. So this tests the level of need, not its shape by age.
* **Total.** From 2015 and 2017 the page compares people in need without grade 1 without services, who were not counted then. From 2019, when they
  were counted incompletely, it compares all.
* **Population.** Until 2019 on the census of 2011, in 2023 on that of 2022, which cut the state by about 3 percent. Groups above 75 of 2015 to 2019 are derived
  (`mv-2025-1/care/README.md`).
* **Rise.** The factor between a survey and the one before it comes again every two years, or comes damped to half.
* Rates of 2015 were made before the wider definition of need of 2017. No assumption on rates could know of it.

";

fn percent(found: f64, official: f64) -> String {
    format!("{:+.1} %", 100.0 * (found / official - 1.0))
}

// Writing to a String cannot fail, so that its result says nothing.

fn state_table(tests: &[CareBackTest], latest: i32, page: &mut String) {
    let _ = write!(
        page,
        "## The state\n\n| rates of | assumption | counted then | ageing since | carried to {latest} | counted in {latest} | missed | |\n\
         | --- | --- | --: | --: | --: | --: | --: | --: |\n"
    );
    for test in tests {
        let (found, official) = (test.sum(|one| one.found).all, test.sum(|one| one.official).all);
        let ageing = tests
            .iter()
            .find(|other| other.base == test.base)
            .map_or(found, |constant| constant.sum(|one| one.found).all)
            - test.before();
        let _ = writeln!(
            page,
            "| {} | {} | {:.0} | {ageing:+.0} | {found:.0} | {official:.0} | {:+.0} | {} |",
            test.base.0,
            test.carried.word(),
            test.before(),
            found - official,
            percent(found, official)
        );
    }
    page.push_str(
        "\nThe ministry's projection of 2022 expected 135,000 people in need in 2030 (dpa/Welt, February 2022). The count passed it in 2023 with 139,872: seven years early.\n\n",
    );
}

fn type_table(tests: &[CareBackTest], latest: i32, page: &mut String) {
    let _ = write!(
        page,
        "## Forms of care, constant rates and shares\n\n| rates of | form of care | carried to {latest} | counted in {latest} | missed | |\n| --- | --- | --: | --: | --: | --: |\n"
    );
    for test in tests.iter().filter(|test| test.carried == Carried::Constant) {
        let (found, official) = (test.sum(|one| one.found).types, test.sum(|one| one.official).types);
        for ((kind, found), official) in TYPES.iter().zip(found).zip(official) {
            let _ = writeln!(
                page,
                "| {} | {} | {found:.0} | {official:.0} | {:+.0} | {} |",
                test.base.0,
                kind.word(),
                found - official,
                percent(found, official)
            );
        }
    }
    page.push('\n');
}

fn district_table(tests: &[CareBackTest], latest: i32, page: &mut String) {
    let _ = write!(page, "## Districts, missed in {latest} with constant rates\n\n| rates of |");
    let constant: Vec<_> = tests.iter().filter(|test| test.carried == Carried::Constant).collect();
    for district in constant.first().map_or(&[][..], |test| &test.districts) {
        let _ = write!(page, " {} |", district.key);
    }
    let _ = write!(
        page,
        "\n| --- |{}\n",
        " --: |".repeat(constant.first().map_or(0, |test| test.districts.len()))
    );
    for test in constant {
        let _ = write!(page, "| {} |", test.base.0);
        for district in &test.districts {
            let _ = write!(page, " {} |", percent(district.found.all, district.official.all));
        }
        page.push('\n');
    }
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
