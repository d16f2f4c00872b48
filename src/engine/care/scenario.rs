//! Assumptions on need: how rates go on and how people are cared for, year by year.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::error::CareError;
use super::formulas::{UNNAMED, factor_of_trend, rate_with_odds, steps_of_trend};
use super::rates::{TYPES, TypeRates, odds_factor};
use super::supply::{Change, Planned};
use super::survey::DistrictSurvey;
use crate::model::STATUS_QUO;
use crate::model::care::assumptions::{BRAKE, COMPRESSION, RISE};
use crate::model::care::parameters::{DEFINITIONS, SHARE};
use crate::model::care::{
    BySexCareGroup, CARE_GROUPS, Care, Parameters, PrevalenceKind, REQUEST, SURVEY_YEARS, Shift, Trend,
};
use crate::units::{Ags, CareType, Year};

/// What an own value must lie in, and how an error names its unit.
struct Limits {
    name: &'static str,
    range: RangeInclusive<f64>,
    unit: &'static str,
}

/// Places of day care per 100 residents of 75 and older.
pub const DAY_CARE_BOUNDS: RangeInclusive<f64> = 0.0..=50.0;
const DAY_CARE_PER_100: Limits = Limits {
    name: "day_care_per_100_from_75",
    range: DAY_CARE_BOUNDS,
    unit: "places per 100 residents of 75 and older",
};
const FTE_PER_HEAD: Limits =
    Limits { name: "fte_per_head", range: 0.1..=1.0, unit: "full-time equivalents per head" };
/// Recipients in a district: at least one, so that each has a cost.
const RECIPIENTS: Limits =
    Limits { name: "recipients of Hilfe zur Pflege", range: 1.0..=1e6, unit: "persons" };
const COST_EURO: Limits =
    Limits { name: "the cost of Hilfe zur Pflege", range: 0.0..=1e11, unit: "euros a year" };
const INFORMAL_BRAKE: Limits = Limits {
    name: "informal_brake",
    range: BRAKE,
    unit: "(a share of the care that relatives no longer give)",
};
const RISE_OF_RATES: Limits = Limits { name: "rise", range: RISE, unit: "(a share: 0.12 is 12 percent)" };
const COMPRESSED_SHARE: Limits = Limits { name: "compression", range: COMPRESSION, unit: SHARE };
/// From this care group on there is a group below with a mean age of its own.
const FIRST_FINE_GROUP: usize = 1;
/// Years between the middles of two care groups.
const GROUP_YEARS: f64 = 5.0;

/// What is assumed beside the population: two independent axes, and own values.
#[derive(Debug, Clone, PartialEq)]
pub struct CareRequest {
    /// Id of one of the model's assumptions on rates.
    pub prevalence: String,
    /// Id of one of the model's assumptions on the form of care.
    pub form: String,
    /// Values of the request in place of the model's.
    pub own: Own,
}

impl Default for CareRequest {
    fn default() -> Self {
        Self { prevalence: STATUS_QUO.to_owned(), form: STATUS_QUO.to_owned(), own: Own::default() }
    }
}

/// Own values in place of the model's.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Own {
    /// Rise of the number of people in need in an unchanged population, in place of the rising rates'.
    pub rise: Option<f64>,
    /// Share of the gained years of life that is lived without need, in place of the compression's.
    pub compression: Option<f64>,
    /// How strongly care by relatives alone follows the informal potential, from 0 (not at all) to 1 (fully).
    pub informal_brake: Option<f64>,
    /// Shares of care types that change to another, in place of those of the form.
    pub shifts: Option<Vec<Shift>>,
    /// Places of day and night care per 100 residents of 75 and older; else the density of the survey continues.
    pub day_care_per_100_from_75: Option<f64>,
    /// Full-time equivalents of a head of staff; without it staff is given in heads only.
    pub fte_per_head: Option<f64>,
    /// Own values of the model's parameters by name, such as `occupancy_residential`.
    pub parameters: BTreeMap<String, f64>,
    /// Places that will open or close.
    pub planned: Vec<Change>,
    /// Hilfe zur Pflege as counties state it, in place of the state's average.
    pub assistance: Vec<CountyAssistance>,
}

/// Hilfe zur Pflege of a district in the year of the state's figures.
#[derive(Debug, Clone, PartialEq)]
pub struct CountyAssistance {
    /// The district.
    pub area: Ags,
    /// Recipients of the year, in persons.
    pub recipients: f64,
    /// Spending of the year in euros.
    pub cost_euro: f64,
}

/// The assumptions of a request with all values checked.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Assumed {
    pub prevalence: PrevalenceKind,
    pub shifts: Vec<Shift>,
    /// How the odds of living in a home change on.
    pub homes: Option<Trend>,
    pub brake: f64,
    pub parameters: Parameters,
    pub day_care_per_100: Option<f64>,
    pub fte_per_head: Option<f64>,
    pub planned: Planned,
}

impl Limits {
    /// Checks a value of the request; NaN is outside of every range.
    fn check(&self, value: f64) -> Result<f64, CareError> {
        if self.range.contains(&value) {
            return Ok(value);
        }
        let (low, high) = (*self.range.start(), *self.range.end());
        Err(CareError::OwnValue { name: self.name.to_owned(), value, low, high, unit: self.unit })
    }
}

impl Assumed {
    pub fn new(care: &Care, request: &CareRequest) -> Result<Self, CareError> {
        let own = &request.own;
        let shifts = match &own.shifts {
            Some(shifts) => checked_shifts(shifts)?,
            None => found("care_form", &request.form, &care.forms, |one| &one.id)?.shifts.clone(),
        };
        let form = found("care_form", &request.form, &care.forms, |one| &one.id)?;
        let brake = own.informal_brake.map(|brake| INFORMAL_BRAKE.check(brake)).transpose()?;
        let density =
            own.day_care_per_100_from_75.map(|places| DAY_CARE_PER_100.check(places)).transpose()?;
        let fte = own.fte_per_head.map(|fte| FTE_PER_HEAD.check(fte)).transpose()?;
        for one in &own.assistance {
            RECIPIENTS.check(one.recipients)?;
            COST_EURO.check(one.cost_euro)?;
        }
        Ok(Self {
            prevalence: prevalence(care, request)?,
            shifts,
            homes: form.homes,
            brake: brake.unwrap_or(form.informal_brake),
            parameters: parameters(&care.parameters, &own.parameters)?,
            day_care_per_100: density,
            fte_per_head: fte,
            planned: Planned::new(&own.planned)?,
        })
    }
}

fn found<'a, T>(
    axis: &'static str,
    id: &str,
    all: &'a [T],
    name: impl Fn(&T) -> &str,
) -> Result<&'a T, CareError> {
    all.iter().find(|one| name(one) == id).ok_or_else(|| {
        let known = all.iter().map(&name).collect::<Vec<_>>().join(", ");
        CareError::UnknownAssumption { axis, id: id.to_owned(), known }
    })
}

fn prevalence(care: &Care, request: &CareRequest) -> Result<PrevalenceKind, CareError> {
    let kind = found("prevalence", &request.prevalence, &care.prevalence, |one| &one.id)?.kind;
    let no_effect =
        |name, needed| CareError::NoEffect { name, prevalence: request.prevalence.clone(), needed };
    if request.own.rise.is_some() && !matches!(kind, PrevalenceKind::Rising { .. }) {
        return Err(no_effect("care.rise", "rising"));
    }
    if request.own.compression.is_some() && !matches!(kind, PrevalenceKind::Compression { .. }) {
        return Err(no_effect("care.compression", "compression"));
    }
    Ok(match (kind, request.own.rise, request.own.compression) {
        (PrevalenceKind::Rising { from, to, .. }, Some(rise), _) => {
            PrevalenceKind::Rising { rise: RISE_OF_RATES.check(rise)?, from, to }
        }
        (PrevalenceKind::Compression { .. }, _, Some(share)) => {
            PrevalenceKind::Compression { share: COMPRESSED_SHARE.check(share)? }
        }
        (kind, ..) => kind,
    })
}

fn checked_shifts(shifts: &[Shift]) -> Result<Vec<Shift>, CareError> {
    for kind in CareType::ALL {
        let from = shifts.iter().filter(|shift| shift.from == kind);
        let share: f64 = from.map(|shift| shift.share).sum();
        if share > 1.0 || shifts.iter().any(|shift| shift.from == kind && !(0.0..=1.0).contains(&shift.share))
        {
            return Err(CareError::TooMuchShifted { from: kind.word(), share });
        }
    }
    Ok(shifts.to_vec())
}

/// The model's parameters with the request's in their place.
fn parameters(model: &Parameters, own: &BTreeMap<String, f64>) -> Result<Parameters, CareError> {
    let mut all = model.clone();
    let editable = || DEFINITIONS.iter().filter(|definition| definition.is_editable);
    for (name, value) in own {
        let Some(definition) = editable().find(|definition| definition.name == name) else {
            let known = editable().map(|definition| definition.name).collect::<Vec<_>>().join(", ");
            return Err(CareError::UnknownParameter { name: name.clone(), known });
        };
        let limits =
            Limits { name: definition.name, range: definition.range.clone(), unit: definition.file_unit };
        *(definition.field)(&mut all) = limits.check(*value)?;
        all.source.insert(name.clone(), REQUEST.to_owned());
    }
    Ok(all)
}

/// What rates depend on in a year of the projection.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Moment {
    pub year: Year,
    /// The year of the survey whose rates are carried on.
    pub survey: Year,
    /// Years of life expectancy at birth gained since the base year, by sex.
    pub gained: [f64; 2],
    /// Informal potential over that of the base year.
    pub potential: f64,
}

/// The factor on the odds of the rates of the survey in a year with which the people in need of an unchanged population
/// rise as assumed; `None` where they do not rise.
pub(super) fn odds_of_rise(
    assumed: &Assumed,
    district: &DistrictSurvey,
    (survey, now): (Year, Year),
) -> Result<Option<f64>, CareError> {
    let (rise, from, to) = match assumed.prevalence {
        PrevalenceKind::Rising { rise, from, to } => (rise, from, to),
        PrevalenceKind::Trend(trend) => return Ok(odds_of_trend(&trend, (survey, now))),
        PrevalenceKind::Constant | PrevalenceKind::Compression { .. } => return Ok(None),
    };
    let level = |year: Year| 1.0 + rise * damped(year, from, to);
    let factor = level(now) / level(survey);
    if factor == 1.0 {
        return Ok(None);
    }
    let counted: f64 = district.counts.iter().sum();
    let persons = factor * counted;
    let odds = odds_factor(&district.rates, &district.population, persons);
    let unreachable = || CareError::Unreachable {
        area: district.key.clone(),
        year: now.0,
        persons,
        residents: district.population.iter().flatten().sum(),
    };
    odds.ok_or_else(unreachable).map(Some)
}

/// The factor on odds by which a trend has moved them since the survey; `None` where it has not.
fn odds_of_trend(trend: &Trend, (survey, now): (Year, Year)) -> Option<f64> {
    let surveys = surveys_between(survey, now);
    let factor = factor_of_trend(&UNNAMED, trend.step.exp(), steps_of_trend(trend.damping, surveys, 1.0));
    (factor != 1.0).then_some(factor)
}

/// How many surveys there are from one year to another: one every two years.
pub fn surveys_between(survey: Year, now: Year) -> f64 {
    f64::from(now.0 - survey.0) / SURVEY_YEARS
}

/// The rates of a district in a year, of which [`odds_of_rise`] is known. Without assumptions they are the survey's to
/// the bit.
pub(super) fn rates_at(
    assumed: &Assumed,
    district: &DistrictSurvey,
    base: Year,
    (now, odds_of_rise): (&Moment, Option<f64>),
) -> TypeRates {
    let rates = need_at(assumed, district, (now, odds_of_rise));
    let mut all = district.type_rates.clone();
    for sex in 0..2 {
        for group in 0..CARE_GROUPS {
            let before = district.rates[sex][group];
            let mut shares: [f64; TYPES] = std::array::from_fn(|kind| all[[sex, group, kind]]);
            if rates[sex][group] != before {
                shares.iter_mut().for_each(|share| *share *= rates[sex][group] / before);
            }
            form_at(assumed, base, now, &mut shares);
            for (kind, share) in shares.into_iter().enumerate() {
                all[[sex, group, kind]] = share;
            }
        }
    }
    all
}

/// Shares of residents in need, all care types together.
fn need_at(
    assumed: &Assumed,
    district: &DistrictSurvey,
    (now, odds_of_rise): (&Moment, Option<f64>),
) -> BySexCareGroup {
    match (assumed.prevalence, odds_of_rise) {
        (PrevalenceKind::Rising { .. } | PrevalenceKind::Trend(_), Some(odds)) => {
            district.rates.map(|row| row.map(|rate| rate_with_odds(&UNNAMED, rate, odds)))
        }
        (PrevalenceKind::Constant | PrevalenceKind::Rising { .. } | PrevalenceKind::Trend(_), _) => {
            district.rates
        }
        (PrevalenceKind::Compression { share }, _) => {
            let younger = |(sex, row): (usize, [f64; CARE_GROUPS])| later(&row, share * now.gained[sex]);
            let [men, women] = district.rates;
            [younger((0, men)), younger((1, women))]
        }
    }
}

/// The share of a damped rise that is reached at the end of a year, from 0 to 1. Steps shrink by the same amount each
/// year, down to the last one.
pub(super) fn damped(year: Year, from: Year, to: Year) -> f64 {
    let years = f64::from(to.0 - from.0);
    let left = f64::from((to.0 - year.0.clamp(from.0, to.0)).max(0));
    1.0 - left * (left + 1.0) / (years * (years + 1.0))
}

/// Rates shifted to higher ages: each age has the rate of some years before. Between the midpoints of the groups the
/// logarithm of the odds is linear. The wide group under 65 does not change.
fn later(row: &[f64; CARE_GROUPS], years: f64) -> [f64; CARE_GROUPS] {
    if years == 0.0 {
        return *row;
    }
    let logit: Vec<f64> = row.iter().map(|rate| (rate / (1.0 - rate)).ln()).collect();
    std::array::from_fn(|group| {
        if group < FIRST_FINE_GROUP {
            return row[group];
        }
        let position = (group as f64 - years / GROUP_YEARS).max(0.0);
        let last = CARE_GROUPS - 2;
        // Beyond the first and the last midpoint the line of the neighbours is extended.
        let at = (position.floor() as usize).clamp(FIRST_FINE_GROUP, last);
        let odds = logit[at] + (position - at as f64) * (logit[at + 1] - logit[at]);
        1.0 / (1.0 + (-odds).exp())
    })
}

/// Moves people of a cell from one care type to another.
fn form_at(assumed: &Assumed, base: Year, now: &Moment, shares: &mut [f64; TYPES]) {
    if let Some(factor) = assumed.homes.and_then(|trend| odds_of_trend(&trend, (now.survey, now.year))) {
        homes_at(factor, shares);
    }
    let before = *shares;
    for shift in &assumed.shifts {
        let moved = shift.share * way(base, now.year, shift.year) * before[shift.from as usize];
        shares[shift.from as usize] -= moved;
        shares[shift.to as usize] += moved;
    }
    let missing = assumed.brake * (1.0 - now.potential).max(0.0);
    if missing > 0.0 {
        let [allowance, home, residential] =
            [CareType::AllowanceOnly, CareType::HomeCare, CareType::Residential].map(|kind| kind as usize);
        let moved = missing.min(1.0) * shares[allowance];
        let others = shares[home] + shares[residential];
        let to_home = if others > 0.0 { shares[home] / others } else { 1.0 };
        shares[allowance] -= moved;
        shares[home] += moved * to_home;
        shares[residential] += moved * (1.0 - to_home);
    }
}

/// Among those on the allowance, with a service or in a home, the odds of living in a home times a factor. Those who no
/// longer do so are divided between allowance and services like the rest of the cell.
fn homes_at(factor: f64, shares: &mut [f64; TYPES]) {
    let [allowance, home, residential] =
        [CareType::AllowanceOnly, CareType::HomeCare, CareType::Residential].map(|kind| kind as usize);
    let elsewhere = shares[allowance] + shares[home];
    let all = elsewhere + shares[residential];
    // Where all or none live in homes there are no odds to change.
    if elsewhere <= 0.0 || shares[residential] <= 0.0 {
        return;
    }
    let now = all * rate_with_odds(&UNNAMED, shares[residential] / all, factor);
    let kept = (all - now) / elsewhere;
    shares[residential] = now;
    shares[allowance] *= kept;
    shares[home] *= kept;
}

/// The share of a linear path from the base year to a target year that has passed, from 0 to 1.
fn way(base: Year, now: Year, target: Year) -> f64 {
    if now >= target {
        return 1.0;
    }
    (f64::from(now.0 - base.0) / f64::from(target.0 - base.0)).max(0.0)
}
