//! The sum behind one figure: every cell's residents times its rate, and where the rate comes from.

use super::error::CareError;
use super::forecast::CareForecast;
use super::need::Part;
use super::survey::Survey;
use crate::params::care::{CARE_GROUPS, care_ages};
use crate::params::model::{Model, OPEN_AGE};
use crate::units::{Ags, Sex, Year};

/// One addend: residents of a cell times the share of them in need.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    pub sex: Sex,
    pub age_from: usize,
    /// `None` for the open group.
    pub age_to: Option<usize>,
    pub residents: f64,
    pub steps: Vec<Step>,
    /// What the steps end at.
    pub rate: f64,
    pub persons: f64,
}

/// A rate on its way from the source to the figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub what: String,
    pub rate: f64,
    /// Keys of sources, parted by spaces; empty where a step is computed.
    pub source: String,
}

/// A rate that is added up of its care types differs from itself by so much.
const ROUNDING: f64 = 1e-12;

/// The people in need of a district in a year, term by term. The terms add up to the figure.
pub fn explain(
    model: &Model,
    survey: &Survey,
    forecast: &CareForecast,
    area: &Ags,
    year: Year,
    part: &Part,
) -> Result<Vec<Term>, CareError> {
    let index = forecast.areas.iter().position(|known| known == area);
    let index = index.ok_or_else(|| CareError::UnknownArea(area.clone()))?;
    let at = forecast.years.iter().position(|one| one.year == year);
    let at = at.ok_or_else(|| CareError::NoPopulation { area: area.clone(), year: year.0 })?;
    let weights = forecast.need_weights(at, index, part);
    let all = forecast.need_weights(at, index, &Part::default());
    let (of_year, of_survey) = (&forecast.years[at].areas[index], &survey.districts[index]);
    let mut terms = Vec::new();
    for sex in [Sex::Male, Sex::Female] {
        for group in 0..CARE_GROUPS {
            let s = sex as usize;
            let (rate, residents) = (weights.0[s][group], of_year.population[s][group]);
            if rate == 0.0 {
                continue;
            }
            let national = model.care.rates[s][group];
            let source = model.care.rate_sources[s][group].clone();
            let step = |what: String, rate, source: &str| Step { what, rate, source: source.to_owned() };
            let district = of_survey.rates[s][group];
            let mut steps = vec![
                step("share of the national residents in need".to_owned(), national, &source),
                step(
                    format!(
                        "brought to the count of {} in {}: odds times {:.4}",
                        area, survey.year.0, of_survey.odds_factor
                    ),
                    district,
                    "RDB-CARE-2023",
                ),
            ];
            if (all.0[s][group] - district).abs() > ROUNDING {
                steps.push(step(format!("as assumed for {}", year.0), all.0[s][group], ""));
            }
            if (rate - all.0[s][group]).abs() > ROUNDING {
                let what = "of these, in the care type or grade asked for".to_owned();
                steps.push(step(what, rate, "ITNRW-CARE-2021"));
            }
            let ages = care_ages(group);
            let age_to = (*ages.end() < OPEN_AGE).then_some(*ages.end());
            let persons = rate * residents;
            terms.push(Term { sex, age_from: *ages.start(), age_to, residents, steps, rate, persons });
        }
    }
    Ok(terms)
}
