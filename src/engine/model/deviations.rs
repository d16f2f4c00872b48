//! `deviations.toml`: how far official figures lay from what this method had projected and carried on before. The draws take
//! the width of their bands from it. A set need not have the file.

use std::ops::RangeInclusive;

use serde::Deserialize;
use toml::Spanned;

use super::citation::{Citation, cite};
use super::table::{File, LoadError};
use crate::model::OPEN_AGE;
use crate::units::Year;

/// Where the file is in the folder of a model set.
pub const FILE: &str = "deviations.toml";
/// More than this a year is no error of a projection, but a fault.
const SD: RangeInclusive<f64> = 0.0..=0.3;
const SHARE: RangeInclusive<f64> = 0.0..=1.0;
/// From many cases to one.
const WIDENING: RangeInclusive<f64> = 1.0..=2.5;

/// Measured deviations, for the draws.
#[derive(Debug, Clone, PartialEq)]
pub struct Deviations {
    /// Of the population by age.
    pub population: PopulationDeviations,
    /// Of rates of need.
    pub need: NeedDeviations,
    /// Keys of the sources.
    pub source: String,
}

/// Deviations of the population beside births, life expectancy and the sum of moves, by age.
#[derive(Debug, Clone, PartialEq)]
pub struct PopulationDeviations {
    /// Years of the starts of the back-tests from which they were measured.
    pub starts: Vec<Year>,
    /// Years from a start to the last official figure that it was compared with.
    pub longest: i32,
    /// Factor on all standard deviations for how few cases there are: the t-quantile of 0.9 over the normal one.
    pub widening: f64,
    /// Of all residents.
    pub all: AgeDeviation,
    /// Of people from an age on, while all residents stay as many.
    pub old: AgeDeviation,
    /// From the youngest on; together they cover every age once. None lies on both sides of the age at which `old` begins.
    pub groups: Vec<AgeDeviation>,
}

impl PopulationDeviations {
    /// All residents, people from an age on, and the groups: what a draw has a number for.
    pub fn terms(&self) -> impl Iterator<Item = &AgeDeviation> {
        [&self.all, &self.old].into_iter().chain(&self.groups)
    }

    /// The change of each group in a draw from the numbers of all terms. Weighted by the residents of the groups, the changes have
    /// the number of all residents as their mean. Those of people from the age of `old` on have the sum of the first two.
    pub fn by_group(&self, residents: &[f64], numbers: &[f64], changes: &mut [f64]) {
        let [all, old, of_groups @ ..] = numbers else { return };
        let side = |group: &AgeDeviation| usize::from(group.ages.start() >= self.old.ages.start());
        let rows = || self.groups.iter().zip(residents).zip(of_groups);
        let (mut persons, mut weighted) = ([0.0; 2], [0.0; 2]);
        for ((group, residents), number) in rows() {
            persons[side(group)] += residents;
            weighted[side(group)] += residents * number;
        }
        let ratio = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        let of_side = [-old * ratio(persons[1], persons[0]), *old];
        for (((group, _), number), change) in rows().zip(changes) {
            let side = side(group);
            *change = number - ratio(weighted[side], persons[side]) + of_side[side] + all;
        }
    }
}

/// The deviation of an age group, the same in every year of a draw.
#[derive(Debug, Clone, PartialEq)]
pub struct AgeDeviation {
    /// First and last age.
    pub ages: RangeInclusive<usize>,
    /// Standard deviation of the yearly change of the logarithm of the persons.
    pub sd: f64,
    /// Share of the variance that all districts have in common.
    pub common: f64,
}

/// Deviations of the log-odds of need: random walks that begin with the survey.
#[derive(Debug, Clone, PartialEq)]
pub struct NeedDeviations {
    /// Years of the surveys between which steps were measured.
    pub surveys: Vec<Year>,
    /// As that of [`PopulationDeviations`].
    pub widening: f64,
    /// Standard deviation of the state's step from one survey to the next.
    pub state_sd: f64,
    /// Standard deviation of a district's step around that of the state.
    pub district_sd: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rows {
    source: Spanned<String>,
    population: PopulationRows,
    need: NeedRows,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PopulationRows {
    starts: Vec<i32>,
    longest: Spanned<i32>,
    widening: Spanned<f64>,
    all: AllRow,
    old: OldRow,
    group: Vec<GroupRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AllRow {
    sd: Spanned<f64>,
    common: Spanned<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OldRow {
    from: Spanned<usize>,
    sd: Spanned<f64>,
    common: Spanned<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupRow {
    from: Spanned<usize>,
    to: Spanned<usize>,
    sd: Spanned<f64>,
    common: Spanned<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NeedRows {
    surveys: Vec<i32>,
    widening: Spanned<f64>,
    state_sd: Spanned<f64>,
    district_sd: Spanned<f64>,
}

pub(super) fn read(file: File, citations: &mut Vec<Citation>) -> Result<Deviations, LoadError> {
    let rows: Rows = file.toml()?;
    cite(file, file.line_of(&rows.source), rows.source.get_ref(), citations)?;
    let years = |years: Vec<i32>| years.into_iter().map(Year).collect();
    let (population, need) = (rows.population, rows.need);
    let groups = groups(file, &population.group)?;
    let (all, old) = (&population.all, &population.old);
    let from = file.value(&old.from, |from| match groups.iter().any(|group| group.ages.start() == from) {
        true => Ok(*from),
        false => Err(format!("people from {from} on are known, but no age group begins at {from}")),
    })?;
    Ok(Deviations {
        population: PopulationDeviations {
            starts: years(population.starts),
            longest: file.within("the longest comparison", &population.longest, 1..=50)?,
            widening: file.within("the widening", &population.widening, WIDENING)?,
            all: deviation(file, 0..=OPEN_AGE, (&all.sd, &all.common))?,
            old: deviation(file, from..=OPEN_AGE, (&old.sd, &old.common))?,
            groups,
        },
        need: NeedDeviations {
            surveys: years(need.surveys),
            widening: file.within("the widening", &need.widening, WIDENING)?,
            state_sd: file.within("state_sd", &need.state_sd, 0.0..=1.0)?,
            district_sd: file.within("district_sd", &need.district_sd, 0.0..=1.0)?,
        },
        source: rows.source.into_inner(),
    })
}

fn deviation(
    file: File,
    ages: RangeInclusive<usize>,
    (sd, common): (&Spanned<f64>, &Spanned<f64>),
) -> Result<AgeDeviation, LoadError> {
    Ok(AgeDeviation {
        ages,
        sd: file.within("the standard deviation", sd, SD)?,
        common: file.within("the common share", common, SHARE)?,
    })
}

fn groups(file: File, rows: &[GroupRow]) -> Result<Vec<AgeDeviation>, LoadError> {
    let mut groups = Vec::new();
    let mut next = 0;
    for row in rows {
        let (from, to) = (*row.from.get_ref(), *row.to.get_ref());
        file.value(&row.from, |_| match from == next && from <= to && to <= OPEN_AGE {
            true => Ok(()),
            false => Err(format!(
                "the group from {from} to {to} must begin at age {next} and end at {OPEN_AGE} at the latest"
            )),
        })?;
        next = to + 1;
        groups.push(deviation(file, from..=to, (&row.sd, &row.common))?);
    }
    match (next == OPEN_AGE + 1, rows.last()) {
        (true, _) => Ok(groups),
        (false, Some(last)) => {
            file.value(&last.to, |to| Err(format!("the last group ends at {to}, but must end at {OPEN_AGE}")))
        }
        (false, None) => Err(file.fault(1, "there is no age group".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn population(borders: &[usize]) -> PopulationDeviations {
        let ends = borders.iter().skip(1).map(|next| next - 1).chain([OPEN_AGE]);
        PopulationDeviations {
            starts: Vec::new(),
            longest: 6,
            widening: 1.0,
            all: one(0..=OPEN_AGE),
            old: one(65..=OPEN_AGE),
            groups: borders.iter().zip(ends).map(|(from, to)| one(*from..=to)).collect(),
        }
    }

    fn one(ages: RangeInclusive<usize>) -> AgeDeviation {
        AgeDeviation { ages, sd: 0.01, common: 0.0 }
    }

    proptest! {
        /// Weighted by persons, the changes are those of all residents; and of the old, those of both.
        #[test]
        fn changes_add_up_to_those_of_all_and_of_the_old(
            residents in prop::collection::vec(1.0..1e5f64, 5),
            numbers in prop::collection::vec(-0.1..0.1f64, 7),
        ) {
            let population = population(&[0, 18, 40, 65, 80]);
            let mut changes = [0.0; 5];
            population.by_group(&residents, &numbers, &mut changes);
            let mean = |from: usize| {
                let weighted: f64 = residents[from..].iter().zip(&changes[from..]).map(|(r, c)| r * c).sum();
                weighted / residents[from..].iter().sum::<f64>()
            };
            prop_assert!((mean(0) - numbers[0]).abs() < 1e-12);
            prop_assert!((mean(3) - numbers[0] - numbers[1]).abs() < 1e-12);
            // Two groups of a side differ by what their own numbers do.
            prop_assert!((changes[1] - changes[0] - (numbers[3] - numbers[2])).abs() < 1e-12);
        }
    }

    /// A side without residents, or fewer numbers than terms, gives no figure that is none.
    #[test]
    fn a_side_without_residents_changes_by_finite_numbers() {
        let population = population(&[0, 65]);
        for residents in [[0.0, 0.0], [0.0, 7.0], [7.0, 0.0]] {
            let mut changes = [f64::NAN; 2];
            population.by_group(&residents, &[0.01, 0.02, 0.03, 0.04], &mut changes);
            assert!(changes.iter().all(|change| change.is_finite()), "{residents:?}");
        }
    }
}
