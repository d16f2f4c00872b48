//! `municipal_ages.csv` and `municipal_moves.csv`: the ages of the municipalities some years before their census, and how many
//! of each age leave a municipality within a year. A set has both files or neither.

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use toml::Spanned;

use super::citation::{Citation, cite};
use super::table::{File, LoadError, Row};
use crate::model::{AGES, District, OPEN_AGE};
use crate::units::{Ags, Year};

/// Where the ages are in the folder of a model set.
pub const FILE: &str = "municipal_ages.csv";
/// Where the moves are.
pub const MOVES: &str = "municipal_moves.csv";
/// More people than any municipality has.
const MOST: u32 = 10_000_000;

/// The ages of all municipalities at the end of a year, and moves away from a municipality in that year.
#[derive(Debug, Clone, PartialEq)]
pub struct MunicipalAges {
    /// The counts are those of 31 December of this year.
    pub year: Year,
    /// The day of the census of `municipalities.csv`.
    pub census: NaiveDate,
    /// The part of a share in which all residents of a municipality stand in for those of the age, so that no cell is empty.
    pub floor: f64,
    /// The first age of each group; the last group is open.
    pub from: Vec<usize>,
    /// In the order of the keys of the municipalities.
    pub counts: Vec<MunicipalCount>,
    /// In the order of ages.
    pub departures: Vec<Departures>,
}

/// Residents of a municipality by age group.
#[derive(Debug, Clone, PartialEq)]
pub struct MunicipalCount {
    /// AGS of 8 digits.
    pub key: Ags,
    /// Men and women, as many numbers each as there are groups.
    pub persons: [Vec<f64>; 2],
}

/// Moves away over the border of a municipality, to wherever.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Departures {
    /// The first age.
    pub age_from: usize,
    /// The last age; the open age at the end.
    pub age_to: usize,
    /// Moves of the whole state in the year.
    pub persons: f64,
}

impl MunicipalAges {
    /// The ages of a group.
    pub fn group(&self, index: usize) -> std::ops::Range<usize> {
        let start = self.from.get(index).copied().unwrap_or(AGES);
        start..self.from.get(index + 1).copied().unwrap_or(AGES)
    }

    /// Moves away for each resident and year, by age.
    pub fn departure_rates(&self) -> [f64; AGES] {
        let mut rates = [0.0; AGES];
        for moves in &self.departures {
            let residents = self.residents(moves.age_from..=moves.age_to);
            let rate = if residents > 0.0 { moves.persons / residents } else { 0.0 };
            rates.iter_mut().take(moves.age_to + 1).skip(moves.age_from).for_each(|one| *one = rate);
        }
        rates
    }

    /// Residents of all municipalities in the groups that begin at these ages.
    pub fn residents(&self, ages: std::ops::RangeInclusive<usize>) -> f64 {
        let of_sex = |persons: &Vec<f64>| -> f64 {
            let groups = self.from.iter().zip(persons).filter(|(from, _)| ages.contains(from));
            groups.map(|(_, persons)| persons).sum()
        };
        self.counts.iter().flat_map(|count| &count.persons).map(of_sex).sum()
    }

    /// Years from the count of ages to the census.
    pub fn years_to_census(&self) -> f64 {
        f64::from(self.census.year() - 1 - self.year.0) + self.part_of_census_year()
    }

    /// Years from the census to the end of a year.
    pub fn years_from_census(&self, end: Year) -> f64 {
        f64::from(end.0 + 1 - self.census.year()) - self.part_of_census_year()
    }

    fn part_of_census_year(&self) -> f64 {
        let days = if self.census.leap_year() { 366.0 } else { 365.0 };
        f64::from(self.census.ordinal()) / days
    }
}

/// `[municipal_ages]` in `model.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MunicipalAgesRow {
    pub year: Spanned<i32>,
    pub census: Spanned<String>,
    pub from: Spanned<Vec<usize>>,
    pub floor: Spanned<f64>,
    pub source: Spanned<String>,
}

/// What the head of a set says of the two files.
#[derive(Debug, Clone)]
pub(super) struct MunicipalAgesHead {
    year: Year,
    census: NaiveDate,
    from: Vec<usize>,
    floor: f64,
}

pub(super) fn head(file: File, row: &MunicipalAgesRow, base: Year) -> Result<MunicipalAgesHead, LoadError> {
    let census = file.value(&row.census, |text| {
        let day: Option<NaiveDate> = text.parse().ok();
        day.filter(|day| day.year() <= base.0).ok_or_else(|| {
            format!("the day of the census is \"{text}\", but must be a day such as 2022-05-15 and not after the base date")
        })
    })?;
    let year = Year(file.within("the year of the ages", &row.year, 1900..=census.year() - 1)?);
    let from = file.value(&row.from, |from| {
        let rises = from.windows(2).all(|two| two[0] < two[1]);
        let fits = from.first() == Some(&0) && from.last().is_some_and(|last| *last <= OPEN_AGE);
        if rises && fits {
            return Ok(from.clone());
        }
        Err(format!(
            "the groups begin at {from:?}, but must begin at 0, rise and end at {OPEN_AGE} or before"
        ))
    })?;
    let floor = file.within("the share of all residents", &row.floor, 0.0001..=1.0)?;
    Ok(MunicipalAgesHead { year, census, from, floor })
}

pub(super) fn read(
    (ages, moves): (File, File),
    head: &MunicipalAgesHead,
    districts: &[District],
    citations: &mut Vec<Citation>,
) -> Result<MunicipalAges, LoadError> {
    let MunicipalAgesHead { year, census, from, floor } = head.clone();
    let counts = counts(ages, from.len(), districts, citations)?;
    let departures = departures(moves, &from, citations)?;
    Ok(MunicipalAges { year, census, floor, from, counts, departures })
}

fn counts(
    file: File,
    groups: usize,
    districts: &[District],
    citations: &mut Vec<Citation>,
) -> Result<Vec<MunicipalCount>, LoadError> {
    let mut counts: Vec<MunicipalCount> = Vec::new();
    for row in file.rows(["municipality", "men", "women", "source"])? {
        let [key, men, women, source] = &row.cells;
        let key = Ags::parse(key).map_err(|error| row.fault(error))?;
        let Some(district) = key.district().filter(|_| key.is_municipality()) else {
            return Err(row.fault(format!("\"{key}\" is not a key of a municipality: eight digits")));
        };
        row.district(district.as_str(), districts)?;
        if let Some(last) = counts.last().filter(|last| last.key >= key) {
            let sentence = format!(
                "\"{key}\" does not follow \"{}\": municipalities are in the order of keys",
                last.key
            );
            return Err(row.fault(sentence));
        }
        let persons = [persons(&row, "men", men, groups)?, persons(&row, "women", women, groups)?];
        counts.push(MunicipalCount { key, persons });
        cite(file, row.line, source, citations)?;
    }
    Ok(counts)
}

fn persons<const N: usize>(
    row: &Row<N>,
    who: &str,
    text: &str,
    groups: usize,
) -> Result<Vec<f64>, LoadError> {
    let numbers: Result<Vec<u32>, _> = text.split(' ').map(str::parse).collect();
    match numbers {
        Ok(numbers) if numbers.len() == groups && numbers.iter().all(|number| *number <= MOST) => {
            Ok(numbers.into_iter().map(f64::from).collect())
        }
        _ => Err(row.fault(format!(
            "the {who} are \"{text}\", but must be {groups} whole numbers with a space between, one a group of ages"
        ))),
    }
}

/// Rows that cover every age once, in their order, each from the beginning of a group to the end of one.
fn departures(
    file: File,
    from: &[usize],
    citations: &mut Vec<Citation>,
) -> Result<Vec<Departures>, LoadError> {
    let mut departures: Vec<Departures> = Vec::new();
    let mut next = 0;
    for row in file.rows(["age_from", "age_to", "departures", "source"])? {
        let [start, end, persons, source] = &row.cells;
        let bounds = 0..=u32::try_from(OPEN_AGE).unwrap_or(u32::MAX);
        let age_from = row.whole("the first age", start, bounds.clone())? as usize;
        let age_to = if end.is_empty() { OPEN_AGE } else { row.whole("the last age", end, bounds)? as usize };
        if age_from != next || age_to < age_from {
            return Err(row.fault(format!("the ages are {age_from} to {age_to}, but must begin at {next}")));
        }
        next = age_to + 1;
        if !from.contains(&age_from) || !(age_to == OPEN_AGE || from.contains(&next)) {
            let sentence = format!("the ages {age_from} to {age_to} are not whole groups of {FILE}");
            return Err(row.fault(sentence));
        }
        let persons = f64::from(row.whole("the number of moves", persons, 0..=MOST)?);
        departures.push(Departures { age_from, age_to, persons });
        cite(file, row.line, source, citations)?;
    }
    if next != AGES {
        return Err(
            file.fault_at_end(format!("the ages end at {}, but must end open", next.saturating_sub(1)))
        );
    }
    Ok(departures)
}
