//! `backtest/*.toml`, `official_projection.toml`, `vital_statistics.csv` and `district_deaths.csv`: what was known at dates in the
//! past, and what came, so that the projection can be run from there and compared.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use serde::Deserialize;
use toml::Spanned;

use super::citation::{Citation, cite};
use super::table::{File, LoadError};
use crate::model::{AGES, District, FERTILE};
use crate::units::{Ags, Year};

/// Bounds that catch typing errors.
const TFR: RangeInclusive<f64> = 0.7..=2.5;
const E0: RangeInclusive<f64> = 60.0..=95.0;
const YEARS: RangeInclusive<i32> = 1990..=2100;
const PERCENT: RangeInclusive<f64> = 0.0..=100.0;
const COUNT: RangeInclusive<f64> = 0.0..=1e8;
/// Where the deaths by district are in the folder of a model set.
pub const DISTRICT_DEATHS: &str = "district_deaths.csv";

/// Everything that back-tests need in addition to the model.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    /// The past dates from which back-tests run.
    pub starts: Vec<Start>,
    /// What is published of the official projection.
    pub official: OfficialRun,
    /// Births and deaths counted later.
    pub vital: Vec<VitalYear>,
    /// Deaths by district and year; empty for a set without the file, whose runs give every district the mortality of the state.
    pub district_deaths: BTreeMap<(Ags, Year), f64>,
    /// How moves between districts are drawn towards the state; without it they are taken as they are found.
    pub district_moves: Option<DistrictMoves>,
}

/// How much of what a district gains or loses beside its share of the state's moves goes on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DistrictMoves {
    /// The share of the level, by sex: of the sum over the ages below [`Self::below`].
    pub level: f64,
    /// The age from which moves stay as they are.
    pub below: usize,
}

/// A past 31 December from which the projection is run, and what was known then.
#[derive(Debug, Clone, PartialEq)]
pub struct Start {
    /// What options and texts name it by.
    pub id: String,
    /// Its 31 December is the base date.
    pub year: Year,
    /// What was known and what was not, for people who read the result.
    pub text: String,
    /// Whether it only serves to measure the width of bands and has no part of its own in the result.
    pub bands_only: bool,
    /// Children per woman.
    pub tfr: Known<f64>,
    /// Share of the total fertility rate by age of the mother, sum 1.
    pub birth_pattern: Known<[f64; AGES]>,
    /// Life expectancy at birth of men and women.
    pub e0: Known<[f64; 2]>,
    /// The same of an earlier table, from which its pace is counted; without one it stays.
    pub e0_before: Option<Known<[f64; 2]>>,
    /// Sets of assumptions to compare.
    pub variants: Vec<Variant>,
}

/// A value and the last year whose events are in it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Known<T> {
    /// The value.
    pub value: T,
    /// The last year whose events are in it.
    pub year: Year,
}

/// A set of assumptions for one start.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// What options and texts name it by.
    pub id: String,
    /// A few German words for the head of a table.
    pub title: String,
    /// Uses figures that were not known at the start; only to show what they would have changed.
    pub hindsight: bool,
    /// In place of the start's.
    pub e0: Option<Known<[f64; 2]>>,
    /// The period between two official populations whose net moves continue; without one there are no moves.
    pub moves: Option<Period>,
}

impl Variant {
    /// Life expectancy at birth of men and women: the variant's own, or that of the start.
    pub fn e0(&self, start: &Start) -> Known<[f64; 2]> {
        self.e0.unwrap_or(start.e0)
    }
}

impl Start {
    /// Years of life expectancy at birth a year, from the earlier table to this one.
    pub fn pace(&self, e0: Known<[f64; 2]>) -> [f64; 2] {
        self.e0_before.map_or([0.0; 2], |before| {
            let years = f64::from(e0.year.0 - before.year.0);
            [0, 1].map(|sex| (e0.value[sex] - before.value[sex]) / years)
        })
    }
}

/// From one 31 December to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first 31 December.
    pub from: Year,
    /// The last 31 December.
    pub to: Year,
}

/// What is published of the official projection that our run with its assumptions is laid beside.
#[derive(Debug, Clone, PartialEq)]
pub struct OfficialRun {
    /// The scenario that carries its assumptions and control totals.
    pub scenario: String,
    /// The start and the variant whose population and moves our run takes.
    pub start: String,
    /// The variant of the start.
    pub variant: String,
    /// The official base and the last year.
    pub period: Period,
    /// Persons aged 65 and older in the last year.
    pub aged_65_plus: f64,
    /// Published mean of births a year.
    pub births_a_year: f64,
    /// Published mean of deaths a year.
    pub deaths_a_year: f64,
    /// Published mean of refugees a year, who are part of the net moves.
    pub refugees_a_year: f64,
    /// Published shares of people aged 60 and older.
    pub shares_60_plus: Vec<QuotedShare>,
}

/// The quoted share of people aged 60 and older in a district, in percent.
#[derive(Debug, Clone, PartialEq)]
pub struct QuotedShare {
    /// The district.
    pub district: Ags,
    /// In the base year, in percent.
    pub first_percent: f64,
    /// In the last year, in percent.
    pub last_percent: f64,
}

/// Live births and deaths of the state in a year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VitalYear {
    /// The year.
    pub year: Year,
    /// Live births; `None` if they are not published.
    pub births: Option<f64>,
    /// Deaths; `None` if they are not published.
    pub deaths: Option<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StartRows {
    id: Spanned<String>,
    year: Spanned<i32>,
    text: String,
    #[serde(default)]
    bands_only: bool,
    tfr: TfrRow,
    birth_pattern: PatternRow,
    e0: E0Row,
    e0_before: Option<E0Row>,
    variant: Vec<VariantRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TfrRow {
    value: Spanned<f64>,
    year: Spanned<i32>,
    source: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PatternRow {
    early: CurveRow,
    late: CurveRow,
    year: Spanned<i32>,
    source: Spanned<String>,
}

/// A curve after Hadwiger (1940) and its share of the total fertility rate.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CurveRow {
    share: Spanned<f64>,
    b: Spanned<f64>,
    c: Spanned<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct E0Row {
    male: Spanned<f64>,
    female: Spanned<f64>,
    year: Spanned<i32>,
    source: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VariantRow {
    id: Spanned<String>,
    title: String,
    #[serde(default)]
    hindsight: bool,
    e0: Option<E0Row>,
    moves: Option<MovesRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MovesRow {
    from: Spanned<i32>,
    to: Spanned<i32>,
}

pub(super) fn start(file: File, citations: &mut Vec<Citation>) -> Result<Start, LoadError> {
    let rows: StartRows = file.toml()?;
    let id = file.value(&rows.id, |id| {
        if file.path.ends_with(&format!("/{id}.toml")) {
            return Ok(id.clone());
        }
        Err(format!("the id is \"{id}\", but must be the name of the file"))
    })?;
    let mut variants: Vec<Variant> = Vec::new();
    for row in rows.variant {
        file.value(&row.id, |id| match variants.iter().any(|known| known.id == *id) {
            true => Err(format!("the variant \"{id}\" appears twice")),
            false => Ok(()),
        })?;
        variants.push(variant(file, row, citations)?);
    }
    Ok(Start {
        id,
        year: year(file, "the year", &rows.year)?,
        text: rows.text.trim().to_owned(),
        bands_only: rows.bands_only,
        tfr: tfr(file, rows.tfr, citations)?,
        birth_pattern: birth_pattern(file, rows.birth_pattern, citations)?,
        e0: e0(file, rows.e0, citations)?,
        e0_before: rows.e0_before.map(|row| e0(file, row, citations)).transpose()?,
        variants,
    })
}

fn year(file: File, what: &str, row: &Spanned<i32>) -> Result<Year, LoadError> {
    Ok(Year(file.within(what, row, YEARS)?))
}

fn tfr(file: File, row: TfrRow, citations: &mut Vec<Citation>) -> Result<Known<f64>, LoadError> {
    cite(file, file.line_of(&row.source), row.source.get_ref(), citations)?;
    let value = file.within("the total fertility rate", &row.value, TFR)?;
    Ok(Known { value, year: year(file, "the year of the rate", &row.year)? })
}

fn e0(file: File, row: E0Row, citations: &mut Vec<Citation>) -> Result<Known<[f64; 2]>, LoadError> {
    cite(file, file.line_of(&row.source), row.source.get_ref(), citations)?;
    let men = file.within("life expectancy at birth of men", &row.male, E0)?;
    let women = file.within("life expectancy at birth of women", &row.female, E0)?;
    Ok(Known { value: [men, women], year: year(file, "the year of life expectancy", &row.year)? })
}

fn variant(file: File, row: VariantRow, citations: &mut Vec<Citation>) -> Result<Variant, LoadError> {
    let moves = row.moves.map(|moves| period(file, &moves.from, &moves.to)).transpose()?;
    Ok(Variant {
        id: row.id.into_inner(),
        title: row.title,
        hindsight: row.hindsight,
        e0: row.e0.map(|row| e0(file, row, citations)).transpose()?,
        moves,
    })
}

fn period(file: File, from: &Spanned<i32>, to: &Spanned<i32>) -> Result<Period, LoadError> {
    let start = year(file, "the first year", from)?;
    let end = file.within("the last year", to, start.0 + 1..=*YEARS.end())?;
    Ok(Period { from: start, to: Year(end) })
}

/// The mixture of two curves (Chandola, Coleman and Hiorns 1999), each taken at age + 0.5 and brought to
/// its share over the ages at which women bear children.
fn birth_pattern(
    file: File,
    row: PatternRow,
    citations: &mut Vec<Citation>,
) -> Result<Known<[f64; AGES]>, LoadError> {
    cite(file, file.line_of(&row.source), row.source.get_ref(), citations)?;
    let mut pattern = [0.0; AGES];
    let mut shares = 0.0;
    for curve in [&row.early, &row.late] {
        let share = file.within("the share of a curve", &curve.share, 0.0..=1.0)?;
        let b = file.within("the parameter b of a curve", &curve.b, 1.0..=10.0)?;
        let c = file.within("the parameter c of a curve", &curve.c, 15.0..=45.0)?;
        let of_age = FERTILE.map(|age| hadwiger(b, c, age as f64 + 0.5));
        let sum: f64 = of_age.clone().sum();
        for (age, value) in FERTILE.zip(of_age) {
            if let Some(cell) = pattern.get_mut(age) {
                *cell += share * value / sum;
            }
        }
        shares += share;
    }
    file.value(&row.late.share, |_| match (shares - 1.0).abs() < 1e-9 {
        true => Ok(()),
        false => Err(format!("the shares of both curves sum to {shares}, but must sum to 1")),
    })?;
    Ok(Known { value: pattern, year: year(file, "the year of the pattern", &row.year)? })
}

fn hadwiger(b: f64, c: f64, age: f64) -> f64 {
    (b / c) * (c / age).powf(1.5) * (-b * b * (c / age + age / c - 2.0)).exp()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfficialRows {
    scenario: String,
    start: String,
    variant: String,
    base_year: Spanned<i32>,
    last_year: Spanned<i32>,
    aged_65_plus: Spanned<f64>,
    births_a_year: Spanned<f64>,
    deaths_a_year: Spanned<f64>,
    refugees_a_year: Spanned<f64>,
    source: Spanned<String>,
    #[serde(default)]
    share_60_plus: Vec<ShareRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ShareRow {
    district: Spanned<String>,
    first_percent: Spanned<f64>,
    last_percent: Spanned<f64>,
    source: Spanned<String>,
}

pub(super) fn official_run(
    file: File,
    districts: &[District],
    citations: &mut Vec<Citation>,
) -> Result<OfficialRun, LoadError> {
    let rows: OfficialRows = file.toml()?;
    cite(file, file.line_of(&rows.source), rows.source.get_ref(), citations)?;
    let mut shares_60_plus = Vec::new();
    for row in rows.share_60_plus {
        cite(file, file.line_of(&row.source), row.source.get_ref(), citations)?;
        let district = file.value(&row.district, |key| {
            let known = districts.iter().find(|district| district.key.as_str() == key);
            known.map(|district| district.key.clone()).ok_or_else(|| {
                format!("the district \"{key}\" is not in model.toml; hint: keys have five digits")
            })
        })?;
        shares_60_plus.push(QuotedShare {
            district,
            first_percent: file.within("the first share", &row.first_percent, PERCENT)?,
            last_percent: file.within("the last share", &row.last_percent, PERCENT)?,
        });
    }
    Ok(OfficialRun {
        scenario: rows.scenario,
        start: rows.start,
        variant: rows.variant,
        period: period(file, &rows.base_year, &rows.last_year)?,
        aged_65_plus: file.within("the number of persons aged 65 and over", &rows.aged_65_plus, COUNT)?,
        births_a_year: file.within("the number of births", &rows.births_a_year, COUNT)?,
        deaths_a_year: file.within("the number of deaths", &rows.deaths_a_year, COUNT)?,
        refugees_a_year: file.within("the number of refugees", &rows.refugees_a_year, COUNT)?,
        shares_60_plus,
    })
}

pub(super) fn vital_statistics(
    file: File,
    citations: &mut Vec<Citation>,
) -> Result<Vec<VitalYear>, LoadError> {
    let mut vital: Vec<VitalYear> = Vec::new();
    for row in file.rows(["year", "births", "deaths", "source"])? {
        let [year, births, deaths, source] = &row.cells;
        let year = Year(row.whole("the year", year, 1990..=2100)? as i32);
        if vital.last().is_some_and(|last| last.year >= year) {
            return Err(row.fault(format!("{} does not follow the year in the row above", year.0)));
        }
        let count = |what: &str, text: &str| match text {
            "" => Ok(None),
            text => row.whole(what, text, 1..=1_000_000).map(|count| Some(f64::from(count))),
        };
        let births = count("the number of births", births)?;
        vital.push(VitalYear { year, births, deaths: count("the number of deaths", deaths)? });
        cite(file, row.line, source, citations)?;
    }
    Ok(vital)
}

pub(super) fn district_deaths(
    file: File,
    districts: &[District],
    citations: &mut Vec<Citation>,
) -> Result<BTreeMap<(Ags, Year), f64>, LoadError> {
    let mut deaths = BTreeMap::new();
    for row in file.rows(["district", "year", "deaths", "source"])? {
        let [district, year, count, source] = &row.cells;
        let key = districts[row.district(district, districts)?].key.clone();
        let year = Year(row.whole("the year", year, 1990..=2100)? as i32);
        let count = f64::from(row.whole("the number of deaths", count, 1..=1_000_000)?);
        if deaths.insert((key, year), count).is_some() {
            return Err(row.fault(format!("{district} appears twice in {}", year.0)));
        }
        cite(file, row.line, source, citations)?;
    }
    Ok(deaths)
}
