//! Back-test of need: each survey carried to every later one, with constant rates and with the trend that was known then,
//! beside what was counted. The same for the residents of homes.

use super::care_surveys::{CareSurvey, Counting};
use crate::care::{CareError, formulas, odds_times, surveys_between};
use crate::model::care::{BySexCareGroup, PrevalenceKind, Trend};
use crate::model::{District, Model};
use crate::units::{Ags, CareType, Year};

/// How rates are carried on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carried {
    /// As in the survey.
    Constant,
    /// With the mean step of the surveys until then, damped as the model's trend.
    Trend,
}

/// One survey carried to a later one, under one assumption.
#[derive(Debug, Clone, PartialEq)]
pub struct CareBackTest {
    /// The survey whose rates are carried.
    pub base: Year,
    /// The survey it is compared with.
    pub target: Year,
    /// Whom both count.
    pub counting: Counting,
    /// How rates are carried.
    pub carried: Carried,
    /// People in need in the state, carried and counted.
    pub state: Miss,
    /// By district; unknown where the district was not counted so.
    pub districts: Vec<(Ags, Option<Miss>)>,
}

/// Residents of homes in the state, one survey carried to a later one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HomesBackTest {
    /// The survey whose rates and shares are carried.
    pub base: Year,
    /// The survey it is compared with.
    pub target: Year,
    /// Persons counted in the target.
    pub official: f64,
    /// With constant rates and shares.
    pub constant: f64,
    /// With the trends of need and of homes that were known.
    pub trend: Option<f64>,
    /// As many as in the base.
    pub unchanged: f64,
}

/// What was carried, and what was counted, in persons.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Miss {
    /// Persons carried.
    pub found: f64,
    /// Persons counted.
    pub official: f64,
}

impl Miss {
    /// By how many percent too many were carried.
    pub fn percent(&self) -> f64 {
        percent(self.found, self.official)
    }
}

pub(super) fn percent(found: f64, official: f64) -> f64 {
    100.0 * (found / official - 1.0)
}

/// The surveys of a model, with what each knew of the trends.
pub(super) struct PastSurveys<'m> {
    model: &'m Model,
    pub surveys: Vec<CareSurvey>,
    /// By step between two surveys, the change of the log-odds of need in the state, and of living in a home.
    need: Vec<f64>,
    homes: Vec<f64>,
}

impl<'m> PastSurveys<'m> {
    pub fn new(model: &'m Model) -> Result<Self, CareError> {
        let surveys = CareSurvey::all(model)?;
        let (mut need, mut homes) = (Vec::new(), Vec::new());
        for pair in surveys.windows(2) {
            let [before, after] = pair else { continue };
            let counting = before.counting();
            need.push(after.level(model, counting)? - before.level(model, counting)?);
            homes.push(after.home_level(model)? - before.home_level(model)?);
        }
        Ok(Self { model, surveys, need, homes })
    }

    /// By step between two surveys, the change of the log-odds of need in the state.
    pub fn need_steps(&self) -> &[f64] {
        &self.need
    }

    /// Steps of the districts less those of the state, each with the number of the step, where both surveys counted the district alike.
    pub fn district_steps(&self) -> Result<Vec<(usize, f64)>, CareError> {
        let mut steps = Vec::new();
        for (step, (pair, of_state)) in self.surveys.windows(2).zip(&self.need).enumerate() {
            let [before, after] = pair else { continue };
            let counting = before.counting();
            for at in 0..self.model.districts.len() {
                if before.counted(at, counting).is_none() || after.counted(at, counting).is_none() {
                    continue;
                }
                let [first, last] = [before, after].map(|survey| survey.level_of(self.model, at, counting));
                steps.push((step, last? - first? - of_state));
            }
        }
        Ok(steps)
    }

    /// How far the log-odds are carried from one survey to another; unknown where no step was.
    fn shift(&self, steps: &[f64], trend: Option<Trend>, (base, target): (usize, usize)) -> Option<f64> {
        let known = steps.get(..base).filter(|known| !known.is_empty())?;
        let mean = known.iter().sum::<f64>() / known.len() as f64;
        let surveys = surveys_between(self.surveys[base].year, self.surveys[target].year);
        Some(mean * formulas::steps_of_trend(trend?.damping, surveys, 1.0))
    }

    fn need_shift(&self, of: (usize, usize)) -> Option<f64> {
        let trend = self.model.care.prevalence.iter().find_map(|one| match one.kind {
            PrevalenceKind::Trend(trend) => Some(trend),
            _ => None,
        });
        self.shift(&self.need, trend, of)
    }

    fn home_shift(&self, of: (usize, usize)) -> Option<f64> {
        self.shift(&self.homes, self.model.care.forms.iter().find_map(|form| form.homes), of)
    }

    /// By how much the log-odds of all rates are carried on; unknown where no step was.
    pub fn carried_by(&self, of: (usize, usize), carried: Carried) -> Option<f64> {
        match carried {
            Carried::Constant => Some(0.0),
            Carried::Trend => self.need_shift(of),
        }
    }

    /// People in need by district in the later survey's residents, at the earlier one's rates with their log-odds shifted.
    pub fn persons(
        &self,
        (base, target): (usize, usize),
        counting: Counting,
        shift: f64,
    ) -> Result<Vec<f64>, CareError> {
        let (before, after) = (&self.surveys[base], &self.surveys[target]);
        let of_district = |(at, residents): (usize, &BySexCareGroup)| {
            let level = before.level_of(self.model, at, counting)?;
            Ok(need(self.model, residents, level + shift))
        };
        after.residents.iter().enumerate().map(of_district).collect()
    }

    fn carry(
        &self,
        of: (usize, usize),
        counting: Counting,
        carried: Carried,
    ) -> Result<Option<CareBackTest>, CareError> {
        let Some(shift) = self.carried_by(of, carried) else { return Ok(None) };
        let (before, after) = (&self.surveys[of.0], &self.surveys[of.1]);
        let persons = self.persons(of, counting, shift)?;
        let state = Miss { found: persons.iter().sum(), official: after.state(counting) };
        let of_district = |(at, (district, found)): (usize, (&District, f64))| {
            (district.key.clone(), after.counted(at, counting).map(|official| Miss { found, official }))
        };
        let districts = self.model.districts.iter().zip(persons).enumerate().map(of_district).collect();
        let (base, target) = (before.year, after.year);
        Ok(Some(CareBackTest { base, target, counting, carried, state, districts }))
    }

    fn homes(&self, of: (usize, usize)) -> Result<HomesBackTest, CareError> {
        let (before, after) = (&self.surveys[of.0], &self.surveys[of.1]);
        let level = before.level(self.model, Counting::WithServices)?;
        let of_homes = before.home_level(self.model)?;
        let carried = |need: f64, homes: f64| after.in_homes(self.model, level + need, of_homes + homes);
        let trends = self.need_shift(of).zip(self.home_shift(of));
        Ok(HomesBackTest {
            base: before.year,
            target: after.year,
            official: after.homes,
            constant: carried(0.0, 0.0),
            trend: trends.map(|(need, homes)| carried(need, homes)),
            unchanged: before.homes,
        })
    }

    pub fn pairs(&self) -> impl Iterator<Item = (usize, usize)> + use<> {
        let count = self.surveys.len();
        (0..count).flat_map(move |base| (base + 1..count).map(move |target| (base, target)))
    }
}

/// People in need in residents at the model's rates with their log-odds shifted.
fn need(model: &Model, residents: &BySexCareGroup, level: f64) -> f64 {
    let factor = level.exp();
    let cells = model.care.rates.iter().flatten().zip(residents.iter().flatten());
    cells.map(|(rate, persons)| odds_times(*rate, factor) * persons).sum()
}

/// Every survey carried to every later one. Both are compared in whom they counted completely; where grade 1 without services
/// was counted in both, also in all people in need as published.
///
/// # Errors
/// What the surveys of the model cannot give.
pub fn care_back_tests(model: &Model) -> Result<Vec<CareBackTest>, CareError> {
    let past = PastSurveys::new(model)?;
    let mut tests = Vec::new();
    for (base, target) in past.pairs() {
        let survey = &past.surveys[base];
        let mut countings = vec![survey.counting()];
        if survey.counts_grade1() && survey.counting() != Counting::All {
            countings.push(Counting::All);
        }
        for counting in countings {
            for carried in [Carried::Constant, Carried::Trend] {
                tests.extend(past.carry((base, target), counting, carried)?);
            }
        }
    }
    Ok(tests)
}

/// The same for residents of homes.
///
/// # Errors
/// What the surveys of the model cannot give.
pub fn homes_back_tests(model: &Model) -> Result<Vec<HomesBackTest>, CareError> {
    let past = PastSurveys::new(model)?;
    past.pairs().map(|of| past.homes(of)).collect()
}

/// Care types whose carrying is shown beside their counts.
pub(super) const TYPES: [CareType; 3] = [CareType::AllowanceOnly, CareType::HomeCare, CareType::Residential];

#[cfg(test)]
mod tests;
