//! What a survey says of each district: its rates of need, brought to the official counts.

use ndarray::Array3;

use super::error::CareError;
use super::formulas::{UNNAMED, persons, rate_with_odds};
use super::population;
use super::rates::{TYPES, TypeCounts, TypeRates, fit_types, odds_factor};
use crate::model::Model;
use crate::model::care::{BySexCareGroup, CARE_GROUPS, Care, CareCount, CountKind};
use crate::units::{Ags, CareType, Year};

/// The year from which on people of grade 1 without services are counted.
const GRADE1_COUNTED_FROM: Year = Year(2019);

/// The rates of all districts after one survey.
#[derive(Debug, Clone, PartialEq)]
pub struct Survey {
    /// The year of the counts and of the residents.
    pub year: Year,
    /// In the order of the model's districts.
    pub districts: Vec<DistrictSurvey>,
}

/// One district after one survey.
#[derive(Debug, Clone, PartialEq)]
pub struct DistrictSurvey {
    /// Key of the district.
    pub key: Ags,
    /// Residents by sex and care group, in persons.
    pub population: BySexCareGroup,
    /// People in need by care type, as counted.
    pub counts: TypeCounts,
    /// Factor on the odds of the model's rates.
    pub odds_factor: f64,
    /// Shares of residents in need of care.
    pub rates: BySexCareGroup,
    /// The same by care type.
    pub type_rates: TypeRates,
}

impl Survey {
    /// The rates after the model's latest survey.
    pub fn new(model: &Model) -> Result<Self, CareError> {
        Self::of(model, model.care.survey_year().ok_or(CareError::NoSurvey)?)
    }

    /// The rates after an earlier survey.
    pub fn of(model: &Model, year: Year) -> Result<Self, CareError> {
        let districts = (0..model.districts.len()).map(|index| DistrictSurvey::new(model, index, year));
        Ok(Self { year, districts: districts.collect::<Result<_, _>>()? })
    }
}

impl DistrictSurvey {
    fn new(model: &Model, index: usize, year: Year) -> Result<Self, CareError> {
        let key = model.districts[index].key.clone();
        let population = population::of_survey(model, index, year)?;
        let counts = type_counts(&model.care, &key, year)?;
        let all: f64 = counts.iter().sum();
        let factor = odds_factor(&model.care.rates, &population, all).ok_or_else(|| {
            let residents = population.iter().flatten().sum();
            CareError::Unreachable { area: key.clone(), year: year.0, persons: all, residents }
        })?;
        let rates = model.care.rates.map(|row| row.map(|rate| rate_with_odds(&UNNAMED, rate, factor)));
        let type_rates = type_rates((&key, year), &model.care, &rates, &population, &counts)?;
        Ok(Self { key, population, counts, odds_factor: factor, rates, type_rates })
    }
}

/// The counts of all districts, if each of them has one and together they have the people in need of the state: what the state
/// is not given on its own. `None` for a district.
pub fn district_counts<'a>(
    care: &'a Care,
    state: &Ags,
    year: Year,
    counted: CountKind,
) -> Option<Vec<&'a CareCount>> {
    if state.is_district() {
        return None;
    }
    let of = |counted| -> Vec<&CareCount> {
        let counts = care.counts.iter().filter(|count| count.area.is_district() && count.year == year);
        counts.filter(|count| count.counted == counted).collect()
    };
    let (all, found) = (of(CountKind::All), of(counted));
    let together: f64 = all.iter().map(|count| count.persons).sum();
    let is_whole = care.count(state, year, CountKind::All).is_some_and(|of_state| {
        // Counts of districts are rounded to three persons.
        (of_state.persons - together).abs() <= 3.0 * all.len() as f64
    });
    (is_whole && !found.is_empty() && found.len() == all.len()).then_some(found)
}

/// The counts by care type, so that they add up to all. What the state is not given on its own is the sum of its districts. Until
/// 2017 the rest of the total are users of day care
/// with grade 1; in 2019 it is mostly grade 1 without services, which is not given by district; in 2023 all
/// are known and the rest are users of day care again, within the rounding.
pub fn type_counts(care: &Care, key: &Ags, year: Year) -> Result<TypeCounts, CareError> {
    let count = |counted| care.count(key, year, counted).map(|count| count.persons);
    let missing = |what| CareError::NoCount { area: key.clone(), what, year: year.0 };
    let all = count(CountKind::All).ok_or_else(|| missing("all people in need of care"))?;
    let of_districts = |counted| {
        let counts = district_counts(care, key, year, counted)?;
        Some(counts.iter().map(|count| count.persons).sum())
    };
    let known =
        CareType::ALL.map(|kind| count(CountKind::Of(kind)).or_else(|| of_districts(CountKind::Of(kind))));
    let sum: f64 = known.iter().flatten().sum();
    if sum > all {
        return Err(CareError::MoreThanAll { area: key.clone(), year: year.0, sum, all });
    }
    let mut counts = known.map(|persons| persons.unwrap_or(0.0));
    let unknown: Vec<CareType> =
        CareType::ALL.into_iter().filter(|kind| known[*kind as usize].is_none()).collect();
    let rest = match unknown.as_slice() {
        [CareType::DayCareGrade1] => CareType::DayCareGrade1,
        [CareType::Grade1WithoutServices, CareType::DayCareGrade1] if year >= GRADE1_COUNTED_FROM => {
            CareType::Grade1WithoutServices
        }
        [CareType::Grade1WithoutServices, CareType::DayCareGrade1] => CareType::DayCareGrade1,
        // One of the three large types is unknown: it is the rest of the total, while that had nobody of grade 1.
        [kind, CareType::Grade1WithoutServices, CareType::DayCareGrade1] if year < GRADE1_COUNTED_FROM => {
            *kind
        }
        [first, ..] => return Err(missing(first.word())),
        [] => return Ok(counts),
    };
    counts[rest as usize] += all - sum;
    Ok(counts)
}

fn type_rates(
    of: (&Ags, Year),
    care: &Care,
    rates: &BySexCareGroup,
    population: &BySexCareGroup,
    counts: &TypeCounts,
) -> Result<TypeRates, CareError> {
    let cells: Vec<f64> = rates
        .iter()
        .flatten()
        .zip(population.iter().flatten())
        .map(|(rate, n)| persons(&UNNAMED, *n, *rate))
        .collect();
    let all: f64 = counts.iter().sum();
    let table = fit_types(of, &care.type_profile, &cells, counts)?;
    Ok(Array3::from_shape_fn((2, CARE_GROUPS, TYPES), |(sex, group, kind)| {
        let cell = sex * CARE_GROUPS + group;
        // Where nobody lives, whoever comes is cared for like the whole district.
        let share = if cells[cell] > 0.0 { table[[cell, kind]] / cells[cell] } else { counts[kind] / all };
        rates[sex][group] * share
    }))
}
