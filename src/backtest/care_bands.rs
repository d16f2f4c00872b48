//! Bands of need: how far the steps of surveys lay from their mean, and how often a later count lay in a band of that width.

use std::ops::Range;

use super::care::{Carried, PastSurveys};
use super::spread::{NORMAL, rounded, widening};
use crate::care::{CareError, surveys_between};
use crate::model::Model;
use crate::model::deviations::NeedDeviations;
use crate::units::Year;

/// The fewest steps that have a spread.
const FEWEST: usize = 2;

/// One survey carried to a later one with a band that holds eight of ten random paths of the rates.
#[derive(Debug, Clone, PartialEq)]
pub struct NeedBand {
    /// The survey whose rates are carried.
    pub base: Year,
    /// The survey it is compared with.
    pub target: Year,
    /// How rates are carried.
    pub carried: Carried,
    /// Persons of the state at both ends of the band.
    pub state: [f64; 2],
    /// Persons counted in the state.
    pub official: f64,
    /// Districts whose count lies in the band of their own, of those counted so.
    pub districts: (usize, usize),
}

impl NeedBand {
    /// Whether the count of the state lies in the band.
    pub fn holds_state(&self) -> bool {
        let [low, high] = self.state;
        (low..=high).contains(&self.official)
    }
}

/// The spread of the steps of need from one survey to the next around their mean, and of the districts around the state, without a
/// range of steps. Nothing where fewer than two are left.
///
/// # Errors
/// What the surveys cannot give.
pub(super) fn spread(past: &PastSurveys, without: Range<usize>) -> Result<Option<NeedDeviations>, CareError> {
    let kept = |(at, _): &(usize, &f64)| !without.contains(at);
    let steps: Vec<f64> = past.need_steps().iter().enumerate().filter(kept).map(|(_, step)| *step).collect();
    if steps.len() < FEWEST {
        return Ok(None);
    }
    let count = steps.len() as f64;
    let mean = steps.iter().sum::<f64>() / count;
    let squares: f64 = steps.iter().map(|step| (step - mean).powi(2)).sum();
    let districts = past.district_steps()?;
    let districts: Vec<f64> =
        districts.iter().filter(|(at, _)| !without.contains(at)).map(|(_, step)| *step).collect();
    let around: f64 = districts.iter().map(|step| step * step).sum();
    Ok(Some(NeedDeviations {
        surveys: past.surveys.iter().map(|survey| survey.year).collect(),
        widening: widening(steps.len()),
        state_sd: rounded((squares / (count - 1.0)).sqrt(), 4),
        district_sd: rounded((around / (districts.len() as f64).max(1.0)).sqrt(), 4),
    }))
}

/// Every survey carried to every later one, with bands whose width is measured from the steps that do not lie between both. Where fewer
/// than two are left, nothing is tested. Residents are those counted in the later survey, so that rates alone are tested.
///
/// # Errors
/// What the surveys of the model cannot give.
pub fn need_bands(model: &Model) -> Result<Vec<NeedBand>, CareError> {
    let past = PastSurveys::new(model)?;
    let mut bands = Vec::new();
    for (base, target) in past.pairs() {
        let Some(spread) = spread(&past, base..target)? else { continue };
        for carried in [Carried::Constant, Carried::Trend] {
            bands.extend(band(&past, (base, target), carried, &spread)?);
        }
    }
    Ok(bands)
}

fn band(
    past: &PastSurveys,
    of: (usize, usize),
    carried: Carried,
    spread: &NeedDeviations,
) -> Result<Option<NeedBand>, CareError> {
    let Some(shift) = past.carried_by(of, carried) else { return Ok(None) };
    let (before, after) = (&past.surveys[of.0], &past.surveys[of.1]);
    let counting = before.counting();
    let steps = surveys_between(before.year, after.year);
    let half_width = |variance: f64| NORMAL * spread.widening * (steps * variance).sqrt();
    let (of_state, of_district) = (spread.state_sd.powi(2), spread.district_sd.powi(2));
    let persons = past.persons(of, counting, shift)?;
    let all: f64 = persons.iter().sum();
    // The districts' own paths level out in the state, by the squares of their shares.
    let shares: f64 = persons.iter().map(|persons| (persons / all).powi(2)).sum();
    let ends = |half_width: f64| -> Result<[Vec<f64>; 2], CareError> {
        Ok([past.persons(of, counting, shift - half_width)?, past.persons(of, counting, shift + half_width)?])
    };
    let state = ends(half_width(of_state + of_district * shares))?.map(|persons| persons.iter().sum());
    let [least, most] = ends(half_width(of_state + of_district))?;
    let mut districts = (0, 0);
    for (at, (least, most)) in least.iter().zip(&most).enumerate() {
        let Some(official) = after.counted(at, counting) else { continue };
        districts.1 += 1;
        districts.0 += usize::from((*least..=*most).contains(&official));
    }
    let official = after.state(counting);
    Ok(Some(NeedBand { base: before.year, target: after.year, carried, state, official, districts }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::load::load;

    fn bands() -> Vec<NeedBand> {
        need_bands(&load("mv-2026-1").unwrap().model).unwrap()
    }

    /// One or two of four steps lie between the surveys of a test, so that at least two are left. In 2015 no trend was known.
    #[test]
    fn bands_are_tested_by_steps_that_are_not_in_their_measure() {
        let pairs = |carried: Carried| -> Vec<(i32, i32)> {
            let bands = bands().into_iter().filter(|band| band.carried == carried);
            bands.map(|band| (band.base.0, band.target.0)).collect()
        };
        let later = [(2017, 2019), (2017, 2021), (2019, 2021), (2019, 2023), (2021, 2023)];
        assert_eq!(pairs(Carried::Trend), later);
        assert_eq!(pairs(Carried::Constant), [&[(2015, 2017), (2015, 2019)], &later[..]].concat());
    }

    /// By hand from the steps 0.139, 0.020, 0.100 and 0.200 without the last: mean 0.0863, standard deviation 0.0606, and for three
    /// cases the factor 1.8856 / 1.2816.
    #[test]
    fn a_spread_without_a_step_is_that_of_the_others() {
        let model = load("mv-2026-1").unwrap().model;
        let past = PastSurveys::new(&model).unwrap();
        let found = spread(&past, 3..4).unwrap().unwrap();
        assert!((found.state_sd - 0.0606).abs() < 2e-3, "{found:?}");
        assert_eq!(found.widening, 1.4713);
        assert_eq!(spread(&past, 0..3).unwrap(), None);
    }

    /// A band is wider the further it reaches, and holds what is carried in its middle.
    #[test]
    fn a_band_widens_with_the_surveys_between() {
        let model = load("mv-2026-1").unwrap().model;
        let past = PastSurveys::new(&model).unwrap();
        let spread = spread(&past, 0..0).unwrap().unwrap();
        let width = |of: (usize, usize)| {
            let [low, high] = band(&past, of, Carried::Constant, &spread).unwrap().unwrap().state;
            let middle: f64 = past.persons(of, past.surveys[of.0].counting(), 0.0).unwrap().iter().sum();
            assert!(low < middle && middle < high);
            (high - low) / middle
        };
        assert!(width((0, 1)) < width((0, 2)) && width((0, 2)) < width((0, 4)));
    }
}
