//! Splits official age groups into single ages with the knowledge of the time.
//!
//! A group is split in proportion to the newest earlier population that is known more finely, moved on
//! cohort by cohort (proportional splitting by an auxiliary age pattern; Siegel and Swanson, eds., The
//! Methods and Materials of Demography, 2nd ed. 2004). Where there is none, the cumulated counts are
//! interpolated by a monotone cubic (Fritsch and Carlson 1980, with the slopes of Fritsch and Butland
//! 1984), and the open group has the proportions of the life table. Every official group is met.

use std::collections::BTreeMap;

use super::error::BackTestError;
use super::history::{History, SEXES};
use crate::model::past::VitalYear;
use crate::model::{AGES, BySexAge, OPEN_AGE, Observed};
use crate::projection::step;
use crate::units::{Ags, Year};

/// An age group; without an end it is open.
struct AgeGroup {
    from: usize,
    to: Option<usize>,
    persons: f64,
}

impl AgeGroup {
    fn of(group: &Observed) -> Self {
        Self { from: group.age_from, to: group.age_to, persons: group.persons }
    }
}

/// Splits the groups of one start.
pub struct Splitter<'a> {
    pub history: History<'a>,
    /// Survival ratios over one year by sex, of areas without their own.
    pub sx: [[f64; AGES]; 2],
    /// Levels of mortality and survival ratios of the districts where they are known.
    pub of_district: BTreeMap<Ags, (f64, [[f64; AGES]; 2])>,
    /// Births of the state that were known.
    pub vital: &'a [VitalYear],
    /// Figures of later years are not used.
    pub known_until: Year,
}

impl Splitter<'_> {
    /// Survival ratios of an area over one year, by sex.
    pub fn survival(&self, area: &Ags) -> &[[f64; AGES]; 2] {
        self.of_district.get(area).map_or(&self.sx, |(_, sx)| sx)
    }

    /// The factor of an area on the death rates of the state.
    pub fn level(&self, area: &Ags) -> f64 {
        self.of_district.get(area).map_or(1.0, |(level, _)| *level)
    }

    /// The population of an area by single age.
    pub fn single_ages(&self, area: &Ags, year: Year) -> Result<BySexAge, BackTestError> {
        let pattern = match self.history.pattern_of(area, year) {
            Some(_) if self.history.in_single_years(area, year, OPEN_AGE) => None,
            Some((of, from)) => Some(self.moved_on(&of, from, year)?),
            None => None,
        };
        let sx = self.survival(area);
        let mut ages = [[0.0; AGES]; 2];
        for sex in SEXES {
            let s = sex as usize;
            let groups = self.history.groups(area, year, Some(sex));
            if groups.is_empty() {
                return Err(BackTestError::NoPopulation { area: area.clone(), year: year.0 });
            }
            ages[s] = match &pattern {
                Some(pattern) => by_pattern(&groups, &pattern[s])?,
                None => by_cubic(&groups.iter().map(|group| AgeGroup::of(group)).collect::<Vec<_>>(), &sx[s]),
            };
        }
        Ok(ages)
    }

    /// A population some years later if nobody moves. The children born since are as many as there were
    /// infants, or in proportion to the births of the state where these are known.
    fn moved_on(&self, area: &Ags, from: Year, to: Year) -> Result<BySexAge, BackTestError> {
        let start = self.single_ages(area, from)?;
        let sx = self.survival(area);
        let infants: f64 = self.infants_of_state(from)?;
        let mut now = start;
        for year in from.0 + 1..=to.0 {
            let births = self.births(Year(year)).map_or(1.0, |births| births / infants);
            for sex in SEXES {
                let s = sex as usize;
                let mut end = [0.0; AGES];
                step::survive(&now[s], &sx[s], &mut end);
                end[0] = start[s][0] * births;
                now[s] = end;
            }
        }
        Ok(now)
    }

    fn births(&self, year: Year) -> Option<f64> {
        let known = self.vital.iter().filter(|vital| vital.year <= self.known_until);
        known.filter(|vital| vital.year == year).find_map(|vital| vital.births)
    }

    fn infants_of_state(&self, year: Year) -> Result<f64, BackTestError> {
        if let Some(infants) = self.history.persons(self.history.state, year, &(0..=0)) {
            return Ok(infants);
        }
        let state = self.single_ages(self.history.state, year)?;
        Ok(SEXES.iter().map(|sex| state[*sex as usize][0]).sum())
    }

    /// What the residents of one date have become at another if nobody moves; children born since are
    /// not there.
    pub fn survivors(&self, area: &Ags, start: &BySexAge, years: i32) -> BySexAge {
        let sx = self.survival(area);
        let mut now = *start;
        for _ in 0..years {
            for sex in SEXES {
                let mut end = [0.0; AGES];
                step::survive(&now[sex as usize], &sx[sex as usize], &mut end);
                now[sex as usize] = end;
            }
        }
        now
    }
}

/// Each group in proportion to a pattern.
fn by_pattern(groups: &[&Observed], pattern: &[f64; AGES]) -> Result<[f64; AGES], BackTestError> {
    let mut ages = [0.0; AGES];
    for group in groups {
        let range = group.age_from..=group.age_to.unwrap_or(OPEN_AGE);
        let whole: f64 = pattern[range.clone()].iter().sum();
        if whole <= 0.0 && group.persons > 0.0 {
            return Err(BackTestError::NoPattern {
                area: group.district.clone(),
                year: group.year.0,
                age: group.age_from,
            });
        }
        for age in range {
            ages[age] = if whole > 0.0 { group.persons * pattern[age] / whole } else { 0.0 };
        }
    }
    Ok(ages)
}

/// Without a pattern. The first group begins at age 0, and each where the one before it ends.
fn by_cubic(groups: &[AgeGroup], sx: &[f64; AGES]) -> [f64; AGES] {
    let mut knots = vec![(0.0, 0.0)];
    let mut sum = 0.0;
    for group in groups {
        if let Some(to) = group.to {
            sum += group.persons;
            knots.push(((to + 1) as f64, sum));
        }
    }
    let slopes = slopes(&knots);
    let mut ages = [0.0; AGES];
    for group in groups {
        match group.to {
            Some(to) => {
                let below = |age: usize| cubic(&knots, &slopes, age as f64);
                for (age, persons) in ages.iter_mut().enumerate().take(to + 1).skip(group.from) {
                    *persons = below(age + 1) - below(age);
                }
            }
            None => open_group(group, sx, &mut ages),
        }
    }
    ages
}

/// The open group as in a stationary population. The last survival ratio is that of the last two groups
/// together: L(100) / (L(99) + L(100)).
fn open_group(group: &AgeGroup, sx: &[f64; AGES], ages: &mut [f64; AGES]) {
    let mut living = [0.0; AGES];
    living[group.from] = 1.0;
    for age in group.from + 1..AGES {
        let ratio = if age == OPEN_AGE { sx[age] / (1.0 - sx[age]) } else { sx[age] };
        living[age] = living[age - 1] * ratio;
    }
    let whole: f64 = living.iter().sum();
    for age in group.from..AGES {
        ages[age] = group.persons * living[age] / whole;
    }
}

/// Slopes at the knots: the weighted harmonic mean of both sides, 0 where they point in different ways,
/// and at the ends the three-point formula held to the shape.
fn slopes(knots: &[(f64, f64)]) -> Vec<f64> {
    let width: Vec<f64> = knots.windows(2).map(|two| two[1].0 - two[0].0).collect();
    let chord: Vec<f64> = knots.windows(2).map(|two| (two[1].1 - two[0].1) / (two[1].0 - two[0].0)).collect();
    let end = |h0: f64, h1: f64, d0: f64, d1: f64| {
        let slope = ((2.0 * h0 + h1) * d0 - h0 * d1) / (h0 + h1);
        if slope * d0 <= 0.0 {
            0.0
        } else if d0 * d1 <= 0.0 && slope.abs() > 3.0 * d0.abs() {
            3.0 * d0
        } else {
            slope
        }
    };
    let n = chord.len();
    if n < 2 {
        return vec![chord.first().copied().unwrap_or(0.0); knots.len()];
    }
    let mut slopes = vec![end(width[0], width[1], chord[0], chord[1])];
    for i in 1..n {
        let (left, right) = (chord[i - 1], chord[i]);
        let (near, far) = (2.0 * width[i] + width[i - 1], width[i] + 2.0 * width[i - 1]);
        let mean = (near + far) / (near / left + far / right);
        slopes.push(if left * right > 0.0 { mean } else { 0.0 });
    }
    slopes.push(end(width[n - 1], width[n - 2], chord[n - 1], chord[n - 2]));
    slopes
}

/// The cubic of Hermite between the two knots around `x`.
fn cubic(knots: &[(f64, f64)], slopes: &[f64], x: f64) -> f64 {
    let right = knots.iter().position(|knot| knot.0 >= x).unwrap_or(knots.len() - 1).max(1);
    let ((x0, y0), (x1, y1)) = (knots[right - 1], knots[right]);
    let (m0, m1) = (slopes[right - 1], slopes[right]);
    let h = x1 - x0;
    let t = (x - x0) / h;
    let (t2, t3) = (t * t, t * t * t);
    (2.0 * t3 - 3.0 * t2 + 1.0) * y0
        + (t3 - 2.0 * t2 + t) * h * m0
        + (3.0 * t2 - 2.0 * t3) * y1
        + (t3 - t2) * h * m1
}

/// The error of the split where single ages are known: they are summed to five-year groups, split by the cubic,
/// and the absolute differences up to age 89 are divided by the persons of these ages.
pub fn miss_of_the_cubic(known: &BySexAge, sx: &[[f64; AGES]; 2]) -> f64 {
    let (mut off, mut all) = (0.0, 0.0);
    for (row, sx) in known.iter().zip(sx) {
        let closed = (0..18).map(|five| (5 * five, Some(5 * five + 4)));
        let groups: Vec<AgeGroup> = closed
            .chain([(90, None)])
            .map(|(from, to)| AgeGroup { from, to, persons: row[from..=to.unwrap_or(OPEN_AGE)].iter().sum() })
            .collect();
        let split = by_cubic(&groups, sx);
        for (known, split) in row.iter().zip(&split).take(90) {
            off += (known - split).abs();
            all += known;
        }
    }
    off / all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(from: usize, to: Option<usize>, persons: f64) -> AgeGroup {
        AgeGroup { from, to, persons }
    }

    /// Groups of 10, 40, 20 and 1 persons, by PchipInterpolator of scipy 1.17.1 on the cumulated counts.
    #[test]
    fn the_cubic_gives_what_scipy_gives() {
        let groups = [
            group(0, Some(4), 10.0),
            group(5, Some(9), 40.0),
            group(10, Some(14), 20.0),
            group(15, Some(19), 1.0),
            group(20, None, 8.0),
        ];
        let mut sx = [0.5; AGES];
        sx[OPEN_AGE] = 1.0 / 3.0;
        let ages = by_cubic(&groups, &sx);
        let expected = [
            0.528,
            1.456,
            2.192,
            2.736,
            3.088,
            5.3546666667,
            8.4693333333,
            9.792,
            9.3226666667,
            7.0613333333,
            5.4323809524,
            5.2647619048,
            4.5485714286,
            3.2838095238,
            1.4704761905,
            0.3478095238,
            0.2784761905,
            0.2045714286,
            0.1260952381,
            0.043047619,
        ];
        for (age, expected) in expected.iter().enumerate() {
            assert!((ages[age] - expected).abs() < 1e-9, "age {age}: {}", ages[age]);
        }
        // Half of each age lives on, so half of the open group is in its first year: 4, 2, 1 ...
        assert!((ages[20] - 4.0).abs() < 1e-9 && (ages[21] - 2.0).abs() < 1e-9);
        assert!((ages[20..].iter().sum::<f64>() - 8.0).abs() < 1e-9);
    }

    /// A pattern of 1, 2, 1 splits 40 persons into 10, 20, 10.
    #[test]
    fn a_group_has_the_proportions_of_its_pattern() {
        let observed = |age_from: usize, age_to, persons| Observed {
            district: Ags::parse("13").unwrap(),
            year: Year(2015),
            sex: None,
            age_from,
            age_to,
            persons,
            census: 2011,
            source: String::new(),
        };
        let mut pattern = [0.0; AGES];
        pattern[..4].copy_from_slice(&[1.0, 2.0, 1.0, 5.0]);
        let (young, old) = (observed(0, Some(2), 40.0), observed(3, None, 7.0));
        let ages = by_pattern(&[&young, &old], &pattern).unwrap();
        assert_eq!(ages[..5], [10.0, 20.0, 10.0, 7.0, 0.0]);
        let nobody = observed(4, None, 1.0);
        assert!(by_pattern(&[&nobody], &pattern).unwrap_err().to_string().contains("at age 4 cannot"));
        assert_eq!(by_pattern(&[&observed(4, None, 0.0)], &pattern).unwrap()[4], 0.0);
    }

    /// Four of five years of a group hold 10 persons and one holds 20; evenly split, everybody has 12: 8 are
    /// too many in four years and 8 missing in the fifth. Straight counts are met by the cubic.
    #[test]
    fn the_miss_is_the_sum_of_the_differences_over_the_persons() {
        let mut known = [[12.0; AGES]; 2];
        let sx = [[0.5; AGES]; 2];
        assert!(miss_of_the_cubic(&known, &sx) < 1e-12);
        known[0][40..45].copy_from_slice(&[10.0, 10.0, 20.0, 10.0, 10.0]);
        let all = 2.0 * 90.0 * 12.0;
        assert!((miss_of_the_cubic(&known, &sx) - 16.0 / all).abs() < 1e-12);
    }
}
