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
    /// From the youngest on; together they cover every age once.
    pub groups: Vec<AgeDeviation>,
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
    group: Vec<GroupRow>,
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
    Ok(Deviations {
        population: PopulationDeviations {
            starts: years(population.starts),
            longest: file.within("the longest comparison", &population.longest, 1..=50)?,
            widening: file.within("the widening", &population.widening, WIDENING)?,
            groups: groups(file, &population.group)?,
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
        groups.push(AgeDeviation {
            ages: from..=to,
            sd: file.within("the standard deviation", &row.sd, SD)?,
            common: file.within("the common share", &row.common, SHARE)?,
        });
    }
    match (next == OPEN_AGE + 1, rows.last()) {
        (true, _) => Ok(groups),
        (false, Some(last)) => {
            file.value(&last.to, |to| Err(format!("the last group ends at {to}, but must end at {OPEN_AGE}")))
        }
        (false, None) => Err(file.fault(1, "there is no age group".to_owned())),
    }
}
