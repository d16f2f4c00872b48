//! The official populations of the past, asked by area, date and age.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use crate::model::{Model, OPEN_AGE, Observed};
use crate::units::{Ags, Sex, Year};

pub const SEXES: [Sex; 2] = [Sex::Male, Sex::Female];
/// The groups of a date must be at most this many years wide to give other dates their age pattern.
const FINE: usize = 5;
/// And its open group must not begin before this age.
const FINE_OPEN: usize = 90;

/// The official figures of a model set, for its districts and for the state.
#[derive(Debug, Clone, Copy)]
pub struct History<'a> {
    pub model: &'a Model,
    pub state: &'a Ags,
}

impl<'a> History<'a> {
    /// The groups of one area and date; `None` for figures without sex.
    pub fn groups(&self, area: &Ags, year: Year, sex: Option<Sex>) -> Vec<&'a Observed> {
        let all = self.model.history.iter();
        let mut groups: Vec<&Observed> =
            all.filter(|row| row.district == *area && row.year == year && row.sex == sex).collect();
        groups.sort_by_key(|row| row.age_from);
        groups
    }

    /// Whether the population is known by sex.
    pub fn by_sex(&self, area: &Ags, year: Year) -> bool {
        SEXES.iter().all(|sex| !self.groups(area, year, Some(*sex)).is_empty())
    }

    /// The districts, if all of them are known by sex at all of these dates, else the state.
    pub fn areas(&self, years: &[Year]) -> Vec<Ags> {
        let districts: Vec<Ags> = self.model.districts.iter().map(|district| district.key.clone()).collect();
        let known = |area: &Ags| years.iter().all(|year| self.by_sex(area, *year));
        if districts.iter().all(known) { districts } else { vec![self.state.clone()] }
    }

    /// Whether each year of age below one is a group of its own.
    pub fn in_single_years(&self, area: &Ags, year: Year, below: usize) -> bool {
        SEXES.iter().all(|sex| {
            let groups = self.groups(area, year, Some(*sex));
            groups.len() > below && groups.iter().take(below).all(|row| row.age_to == Some(row.age_from))
        })
    }

    fn is_fine(&self, area: &Ags, year: Year) -> bool {
        let narrow = |row: &&Observed| match row.age_to {
            Some(to) => to + 1 - row.age_from <= FINE,
            None => row.age_from >= FINE_OPEN,
        };
        SEXES.iter().all(|sex| {
            let groups = self.groups(area, year, Some(*sex));
            !groups.is_empty() && groups.iter().all(narrow)
        })
    }

    /// The newest earlier date with narrow age groups, of the area itself or else of the state.
    pub fn pattern_of(&self, area: &Ags, before: Year) -> Option<(Ags, Year)> {
        [area, self.state].into_iter().find_map(|area| {
            let earlier = self.years().into_iter().rev().filter(|year| *year < before);
            earlier.into_iter().find(|year| self.is_fine(area, *year)).map(|year| (area.clone(), year))
        })
    }

    pub fn years(&self) -> BTreeSet<Year> {
        self.model.history.iter().map(|row| row.year).collect()
    }

    /// The known dates after a start on its census.
    pub fn dates_of_census(&self, start: Year) -> Vec<Year> {
        let census = self.census(start);
        let later = self.years().into_iter().filter(|year| *year > start);
        later.filter(|year| self.census(*year) == census).collect()
    }

    /// The census that the figures of a date rest on.
    pub fn census(&self, year: Year) -> Option<u16> {
        self.model.history.iter().find(|row| row.year == year).map(|row| row.census)
    }

    /// Persons of both sexes in a range of ages, if groups of the date add up to it; 100 stands for
    /// 100 and older. The state is its own table, or the sum of the districts.
    pub fn persons(&self, area: &Ags, year: Year, ages: &RangeInclusive<usize>) -> Option<f64> {
        let own = self.of_area(area, year, ages);
        if own.is_some() || area != self.state {
            return own;
        }
        let districts = self.model.districts.iter();
        districts.map(|district| self.of_area(&district.key, year, ages)).sum()
    }

    fn of_area(&self, area: &Ags, year: Year, ages: &RangeInclusive<usize>) -> Option<f64> {
        let together = self.groups(area, year, None);
        if !together.is_empty() {
            return sum(&together, ages);
        }
        SEXES.iter().map(|sex| sum(&self.groups(area, year, Some(*sex)), ages)).sum()
    }

    /// The ages at which groups of an area begin; those of the districts where the state has no own table.
    fn borders(&self, area: &Ags, year: Year) -> BTreeSet<usize> {
        let of_year = || self.model.history.iter().filter(|row| row.year == year);
        let own: BTreeSet<usize> =
            of_year().filter(|row| row.district == *area).map(|row| row.age_from).collect();
        if own.is_empty() { of_year().map(|row| row.age_from).collect() } else { own }
    }

    /// The coarsest groups that figures of both dates add up to.
    pub fn common_groups(&self, area: &Ags, one: Year, other: Year) -> Vec<RangeInclusive<usize>> {
        let (first, second) = (self.borders(area, one), self.borders(area, other));
        let common: Vec<usize> = first.intersection(&second).copied().collect();
        let ends = common.iter().skip(1).map(|next| next - 1).chain([OPEN_AGE]);
        common.iter().zip(ends).map(|(from, to)| *from..=to).collect()
    }
}

/// `None` if a group lies across the border of the range, or no group lies in it.
fn sum(groups: &[&Observed], ages: &RangeInclusive<usize>) -> Option<f64> {
    let mut persons = None;
    for group in groups {
        let last = group.age_to.unwrap_or(OPEN_AGE);
        match (ages.contains(&group.age_from), ages.contains(&last)) {
            (true, true) => persons = Some(persons.unwrap_or(0.0) + group.persons),
            (false, false) if group.age_from > *ages.end() || last < *ages.start() => {}
            _ => return None,
        }
    }
    persons
}
