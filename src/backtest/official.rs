//! The official projection of 2019 compared with our run of its published assumptions.

use super::error::BackTestError;
use super::history::History;
use super::run::{ALL, FROM_60, FROM_65, PastModel};
use crate::model::load::ModelSet;
use crate::model::past::{OfficialRun, QuotedShare, Start, Variant};
use crate::model::{BySexAge, District, Scenario};
use crate::projection::{Components, Group, IncludedComponents, Projection, Request};
use crate::units::{Ags, Year};

/// Our runs compared with the published results.
#[derive(Debug, Clone, PartialEq)]
pub struct Official {
    pub base_year: Year,
    pub last_year: Year,
    /// Official residents of the state in the official base year.
    pub official_base: f64,
    /// And in the year our run starts.
    pub own_base: f64,
    pub districts: Vec<DistrictRun>,
    /// Persons aged 65 and older in the last year: published, benchmarked, free.
    pub from_65: [f64; 3],
    pub split: Split,
    pub shares: Vec<ShareRun>,
}

/// A district in the last year.
#[derive(Debug, Clone, PartialEq)]
pub struct DistrictRun {
    pub district: District,
    pub published: f64,
    pub benchmarked: f64,
    pub free: f64,
}

/// The difference of the free run from the published total, in persons, by what it comes from. What is
/// published of births and deaths are round figures of the years before 2019; the moves are what is left
/// over if these had gone on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Split {
    /// Years of our run.
    pub years: f64,
    /// Means a year of our free run.
    pub births: f64,
    pub deaths: f64,
    pub moves: f64,
    pub published_births: f64,
    pub published_deaths: f64,
    /// What is left over of the published change.
    pub implied_moves: f64,
    /// Our base beside the straight line of the published run in that year.
    pub start: f64,
}

impl Split {
    /// Persons in the last year that come from more births, fewer deaths and more moves.
    pub fn parts(&self) -> [f64; 3] {
        [
            self.years * (self.births - self.published_births),
            -self.years * (self.deaths - self.published_deaths),
            self.years * (self.moves - self.implied_moves),
        ]
    }
}

/// Shares of people aged 60 and older in percent.
#[derive(Debug, Clone, PartialEq)]
pub struct ShareRun {
    pub name: String,
    pub quoted: QuotedShare,
    /// At our start, and in the last year benchmarked and free.
    pub start: f64,
    pub benchmarked: f64,
    pub free: f64,
    /// Official in the base year of the model set.
    pub today: f64,
}

/// Runs the published assumptions from the start that the model set names, with and without control totals.
pub fn official(set: &ModelSet, history: &History) -> Result<Official, BackTestError> {
    let run = &set.past.official;
    let (start, variant) = named(set, run)?;
    let scenario = set.model.scenarios.iter().find(|scenario| scenario.id == run.scenario);
    let scenario =
        scenario.ok_or_else(|| BackTestError::Unknown { what: "scenario", id: run.scenario.clone() })?;
    let mut past = PastModel::new(set, history, start, variant)?;
    past.model.scenarios = vec![scenario.clone()];
    let request = past.request(&run.scenario, run.period.to);
    let benchmarked = past.project(&request)?;
    let free = past.project(&Request {
        included: IncludedComponents { benchmark: false, ..request.included },
        ..request.clone()
    })?;
    let runs = Runs { past: &past, benchmarked, free, history: *history };
    runs.beside(run, scenario)
}

fn named<'a>(set: &'a ModelSet, run: &OfficialRun) -> Result<(&'a Start, &'a Variant), BackTestError> {
    let start = set.past.starts.iter().find(|start| start.id == run.start);
    let start = start.ok_or_else(|| BackTestError::Unknown { what: "start", id: run.start.clone() })?;
    let variant = start.variants.iter().find(|variant| variant.id == run.variant);
    let variant =
        variant.ok_or_else(|| BackTestError::Unknown { what: "variant", id: run.variant.clone() })?;
    Ok((start, variant))
}

struct Runs<'a> {
    past: &'a PastModel<'a>,
    benchmarked: Projection,
    free: Projection,
    history: History<'a>,
}

impl Runs<'_> {
    fn beside(&self, run: &OfficialRun, scenario: &Scenario) -> Result<Official, BackTestError> {
        let districts = self.districts(scenario, run.period.to)?;
        let published: f64 = districts.iter().map(|district| district.published).sum();
        let state = self.history.state;
        let official_base = self
            .history
            .persons(state, run.period.from, &ALL)
            .ok_or_else(|| BackTestError::NoPopulation { area: state.clone(), year: run.period.from.0 })?;
        let own_base = sum(&self.past.model.population, &Group::ALL);
        let aged = Group::new(None, FROM_65);
        let shares = run.shares_60_plus.iter().map(|quoted| self.share(quoted));
        Ok(Official {
            base_year: run.period.from,
            last_year: run.period.to,
            official_base,
            own_base,
            from_65: [run.aged_65_plus, sum(last(&self.benchmarked), &aged), sum(last(&self.free), &aged)],
            split: self.split(run, official_base, own_base, published),
            districts,
            shares: shares.collect::<Result<_, _>>()?,
        })
    }

    fn districts(&self, scenario: &Scenario, year: Year) -> Result<Vec<DistrictRun>, BackTestError> {
        let districts = self.past.model.districts.iter();
        let tables = last(&self.benchmarked).iter().zip(last(&self.free));
        districts
            .zip(tables)
            .map(|(district, (benchmarked, free))| {
                let control = scenario.control_totals.get(&(district.key.clone(), year)).copied();
                Ok(DistrictRun {
                    published: control.ok_or_else(|| BackTestError::NoControlTotal {
                        area: district.key.clone(),
                        year: year.0,
                        scenario: scenario.id.clone(),
                    })?,
                    district: district.clone(),
                    benchmarked: Group::ALL.sum(benchmarked),
                    free: Group::ALL.sum(free),
                })
            })
            .collect()
    }

    fn split(&self, run: &OfficialRun, official_base: f64, own_base: f64, published: f64) -> Split {
        let years = f64::from(run.period.to.0 - self.past.model.base_year.0);
        let official_years = f64::from(run.period.to.0 - run.period.from.0);
        let a_year = |of: fn(&Components) -> f64| -> f64 {
            let all = self.free.years.iter().flat_map(|result| &result.components);
            all.map(of).sum::<f64>() / years
        };
        let change = (published - official_base) / official_years;
        Split {
            years,
            births: a_year(|part| part.births.iter().sum()),
            deaths: a_year(|part| part.deaths.iter().sum()),
            moves: a_year(|part| part.internal + part.external),
            published_births: run.births_a_year,
            published_deaths: run.deaths_a_year,
            implied_moves: change - run.births_a_year + run.deaths_a_year,
            start: own_base - (official_base + (official_years - years) * change),
        }
    }

    fn share(&self, quoted: &QuotedShare) -> Result<ShareRun, BackTestError> {
        let now = self.history.model;
        let index =
            |districts: &[District]| districts.iter().position(|district| district.key == quoted.district);
        let missing = || BackTestError::Unknown { what: "district", id: quoted.district.to_string() };
        let own = index(&self.past.model.districts).ok_or_else(missing)?;
        let today = index(&now.districts).ok_or_else(missing)?;
        Ok(ShareRun {
            name: now.districts[today].name.clone(),
            quoted: quoted.clone(),
            start: share_from_60(&self.past.model.population[own]),
            benchmarked: share_from_60(&last(&self.benchmarked)[own]),
            free: share_from_60(&last(&self.free)[own]),
            today: share_from_60(&now.population[today]),
        })
    }
}

/// The share of people aged 60 and older in percent.
pub fn share_from_60(table: &BySexAge) -> f64 {
    100.0 * Group::new(None, FROM_60).sum(table) / Group::ALL.sum(table)
}

fn sum(tables: &[BySexAge], group: &Group) -> f64 {
    tables.iter().map(|table| group.sum(table)).sum()
}

/// The population at the end of a run; its base if the run has no year.
fn last(projection: &Projection) -> &[BySexAge] {
    projection.years.last().map_or(&projection.base, |result| &result.population)
}

/// The official share of people aged 60 and older in a district in the base year of the model set.
pub fn official_share_from_60(history: &History, area: &Ags) -> Option<f64> {
    let year = history.model.base_year;
    Some(100.0 * history.persons(area, year, &FROM_60)? / history.persons(area, year, &ALL)?)
}
