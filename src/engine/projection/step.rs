//! One interval of the cohort-component method, in the notation of Preston, Heuveline and Guillot
//! (2001), chapter 6: survive, bear. Age groups are as wide as the interval is long. Those who move
//! are in [`super::moves`]: half of them are there from the start, survive and bear with the others,
//! and half come at the end (box 6.2).

use super::formulas::{self, UNNAMED};

/// The survivors of each group, one group older. `sx[x]` leads from group x-1 to x, the last one from
/// the last two groups to the open one. The first group of `end` is left to the newborns.
pub fn survive(start: &[f64], sx: &[f64], end: &mut [f64]) {
    for (older, (younger, s)) in end.iter_mut().skip(1).zip(start.iter().zip(sx.iter().skip(1))) {
        *older = younger * s;
    }
    if let (Some(last), Some(open), Some(s)) = (end.last_mut(), start.last(), sx.last()) {
        *last += open * s;
    }
}

/// Deaths of the cohorts of `start`, of whom `end` are left one group older; newborns are not counted.
pub fn deaths(start: &[f64], end: &[f64]) -> f64 {
    let ([young @ .., before, open], [_, older @ .., last]) = (start, end) else {
        return 0.0;
    };
    let died: f64 = young.iter().zip(older).map(|(start, end)| start - end).sum();
    died + (before + open - last)
}

/// Live births of an interval of `years`: age-specific fertility rates on the mean of the women of
/// each age at its start and at its end.
pub fn births(women_start: &[f64], women_end: &[f64], asfr: &[f64], years: f64) -> f64 {
    let exposed = women_start.iter().zip(women_end).map(|(start, end)| 0.5 * (start + end));
    years * exposed.zip(asfr).map(|(women, rate)| formulas::births(&UNNAMED, women, *rate)).sum::<f64>()
}

/// Newborn boys and girls, by the share of boys among newborns.
pub fn by_sex(births: f64, male_births: f64) -> [f64; 2] {
    [male_births, 1.0 - male_births].map(|share| formulas::newborns(births, share))
}

#[cfg(all(test, feature = "shared-data"))]
mod canada;
#[cfg(test)]
mod tests;
