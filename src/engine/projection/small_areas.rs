//! Municipalities inside a projected district. Their figures come from the district's, so that they
//! add up to it in every cell, either by shares, which stay or grow older with those who stay ([`Ageing`]), or after Hamilton
//! and Perry (1962), and carry a reliability that says whether they may be shown (Smith, Tayman and Swanson, A Practitioner's
//! Guide to State and Local Population Projections, 2013, describes constant shares and the second method).

mod ageing;

use std::fmt::Display;

use crate::algebra::{Label, Quantity, Unit};
use crate::model::{AGES, BySexAge, Guard, OPEN_AGE};
use crate::projection::benchmark::{self, BenchmarkError, Control};
use crate::projection::formulas::UNNAMED;
use crate::projection::moves::NOBODY;
use crate::projection::request::Group;
use crate::units::{Ags, Sex, Year};

pub use ageing::Ageing;

/// Five-year groups 0-4 to 80-84, and 85 and older.
pub const GROUPS: usize = 18;
/// One value a sex and five-year group.
pub type BySexGroup = [[f64; GROUPS]; 2];
const OPEN_GROUP: usize = GROUPS - 1;
/// Women of the five-year groups 15-19 to 45-49.
pub const MOTHERS: std::ops::Range<usize> = 3..10;

crate::units::words! {
    /// How far the figures of a small area can be relied on.
    pub enum Reliability {
        /// Too few residents for a statement of its own.
        Low = "grey",
        /// To be shown with a warning.
        Limited = "warning",
        /// Enough residents for a statement of its own.
        Good = "plain",
    }
}

impl Reliability {
    /// The reliability of an area with so many residents.
    pub fn of(guard: Guard, residents: f64) -> Self {
        if residents < f64::from(guard.grey_below) {
            Self::Low
        } else if residents < f64::from(guard.warn_below) {
            Self::Limited
        } else {
            Self::Good
        }
    }
}

/// What is known of a municipality on or near the base date.
#[derive(Debug, Clone, PartialEq)]
pub struct SmallArea {
    /// AGS of 8 digits.
    pub key: Ags,
    /// All residents.
    pub persons: f64,
    /// Residents by group, if known; the groups do not overlap. What they leave open is spread like
    /// the pattern, or like the district's population where there is none.
    pub groups: Vec<(Group, f64)>,
    /// Residents by sex and age as another source has them; only their proportions count.
    pub pattern: Option<Box<BySexAge>>,
}

/// Why small areas have no figures.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum SmallAreaError {
    #[error("{area} is given {value} persons, but must have a number that is not negative")]
    NoCount { area: Ags, value: f64 },
    #[error("the small areas have no residents, so the district cannot be shared out among them")]
    Nobody,
    #[error("the small areas could not be adjusted to the figures of their district: {0}")]
    Raking(#[from] BenchmarkError),
    #[error(
        "{area} had no residents in five-year group {group} ({sex:?}), so this cohort cannot be followed into the next group; hint: use constant shares, or join the area with a neighbour"
    )]
    NoCohort { area: Ags, sex: Sex, group: usize },
}

/// Shares of the small areas in each cell of their district. They add up to one.
#[derive(Debug, Clone, PartialEq)]
pub struct Shares {
    /// The small areas, in the order of all tables here.
    pub areas: Vec<Ags>,
    shares: Vec<BySexAge>,
    /// The district's residents over the sum of the given ones: how far the sources were apart.
    pub scaled_by: f64,
}

impl Shares {
    /// What each small area has of each cell of the district on the day of its count.
    /// Its total, and the pattern of its groups, are raked to the cells.
    pub fn new(district: &BySexAge, areas: &[SmallArea]) -> Result<Self, SmallAreaError> {
        areas.iter().try_for_each(check)?;
        let given: f64 = areas.iter().map(|area| area.persons).sum();
        if given <= 0.0 {
            return Err(SmallAreaError::Nobody);
        }
        let scaled_by = Group::ALL.sum(district) / given;
        let keys: Vec<Ags> = areas.iter().map(|area| area.key.clone()).collect();
        let mut tables: Vec<BySexAge> = areas.iter().map(|area| seed(district, area)).collect();
        if areas.iter().any(|area| !area.groups.is_empty()) {
            benchmark::fit(&keys, &mut tables, &margins(district, areas, scaled_by))?;
        }
        let mut shares = Self { areas: keys, shares: tables, scaled_by };
        for s in 0..2 {
            for age in 0..AGES {
                let sum: f64 = shares.shares.iter().map(|table| table[s][age]).sum();
                for (table, area) in shares.shares.iter_mut().zip(areas) {
                    // Where the district has nobody, newcomers are shared like all residents.
                    table[s][age] = if sum > 0.0 { table[s][age] / sum } else { area.persons / given };
                }
            }
        }
        Ok(shares)
    }

    /// What the small areas that are chosen have together of each cell of their district.
    pub fn together(&self, chosen: impl Fn(&Ags) -> bool) -> BySexAge {
        let mut sum = NOBODY;
        for (_, shares) in self.areas.iter().zip(&self.shares).filter(|(area, _)| chosen(area)) {
            for (row, shares) in sum.iter_mut().zip(shares) {
                row.iter_mut().zip(shares).for_each(|(cell, share)| *cell += share);
            }
        }
        sum
    }

    /// The small areas' populations out of the district's, in the order of `areas`.
    pub fn of<'a>(&'a self, district: &'a BySexAge) -> impl Iterator<Item = BySexAge> + 'a {
        self.shares.iter().map(|shares| {
            let mut table = NOBODY;
            for s in 0..2 {
                for age in 0..AGES {
                    table[s][age] = residents_by_share(district[s][age], shares[s][age]);
                }
            }
            table
        })
    }
}

fn check(area: &SmallArea) -> Result<(), SmallAreaError> {
    let bad = |value: &f64| !(value.is_finite() && *value >= 0.0);
    let values = std::iter::once(area.persons).chain(area.groups.iter().map(|(_, persons)| *persons));
    match values.into_iter().find(bad) {
        Some(value) => Err(SmallAreaError::NoCount { area: area.key.clone(), value }),
        None => Ok(()),
    }
}

/// The pattern of the area, or else of the district, inside known groups at the groups' sizes.
fn seed(district: &BySexAge, area: &SmallArea) -> BySexAge {
    let own = area.pattern.as_deref().filter(|pattern| Group::ALL.sum(pattern) > 0.0);
    let mut table = *own.unwrap_or(district);
    let mut rest = (area.persons, Group::ALL.sum(&table));
    for (group, persons) in &area.groups {
        let inside = group.sum(&table);
        rest = (rest.0 - persons, rest.1 - inside);
        let factor = if inside > 0.0 { persons / inside } else { 0.0 };
        group.for_each_cell(&mut table, |cell, _, _| *cell *= factor);
    }
    let factor = if rest.1 > 0.0 { (rest.0 / rest.1).max(0.0) } else { 0.0 };
    for (s, row) in table.iter_mut().enumerate() {
        for (age, cell) in row.iter_mut().enumerate() {
            let known = |(group, _): &(Group, f64)| {
                group.ages.contains(&age) && group.sex.is_none_or(|sex| sex as usize == s)
            };
            if !area.groups.iter().any(known) {
                *cell *= factor;
            }
        }
    }
    table
}

/// Rows are the areas' totals, scaled to the district's, columns the district's cells.
fn margins(district: &BySexAge, areas: &[SmallArea], scaled_by: f64) -> Vec<Control> {
    let year = Year(0);
    let rows = areas.iter().map(|area| Control {
        area: Some(area.key.clone()),
        year,
        group: Group::ALL,
        persons: area.persons * scaled_by,
    });
    let cells =
        [Sex::Male, Sex::Female].into_iter().flat_map(|sex| (0..=OPEN_AGE).map(move |age| (sex, age)));
    let columns = cells.map(|(sex, age)| Control {
        area: None,
        year,
        group: Group::new(Some(sex), age..=age),
        persons: district[sex as usize][age],
    });
    rows.chain(columns).collect()
}

/// What a part of a district has of its residents, by the census.
pub fn share_in_census<Q: Quantity>(inside: Q, in_district: Q) -> Q {
    Q::quotient((&"its share of the district's residents in the census", Unit::Share), inside, in_district)
}

/// The share of the census brought to residents of some ages and a sex.
pub fn share_of_residents<Q: Quantity>(in_census: Q, raking: Q) -> Q {
    Q::product((&"its share of these residents", Unit::Share), [in_census, raking])
}

/// The residents of a part of a district, out of those of the district.
#[inline(always)]
pub fn residents_by_share<Q: Quantity>(in_district: Q, share: Q) -> Q {
    Q::product((&"residents of these ages", Unit::Persons), [in_district, share])
}

/// What an age has of the residents of the open group of the counts, in the district.
pub fn share_of_oldest<Q: Quantity>(part: Q, oldest: Q) -> Q {
    Q::quotient((&"their share of those of 85 and older in the district", Unit::Share), part, oldest)
}

/// How a cohort changed between two counts, or children for each woman who could be their mother.
pub fn cohort_ratio<Q: Quantity>(label: Label, after: Q, before: Q) -> Q {
    Q::quotient(label, after, before)
}

/// A cohort five years later, as it changed between the counts.
pub fn carried_on<Q: Quantity>(name: &dyn Display, cohort: Q, ratio: Q) -> Q {
    Q::product((name, Unit::Persons), [cohort, ratio])
}

/// Children under five, by the women of 15 to 49.
pub fn children<Q: Quantity>(women: Q, ratio: Q) -> Q {
    Q::product((&"children by their mothers", Unit::Persons), [women, ratio])
}

/// The factor that brings all municipalities to their district.
pub fn raking_factor<Q: Quantity>(in_district: Q, in_municipalities: Q) -> Q {
    let name = "raking factor: the district's residents over those of its municipalities";
    Q::quotient((&name, Unit::Factor), in_district, in_municipalities)
}

/// Residents of a municipality, brought to the district.
pub fn raked<Q: Quantity>(name: &dyn Display, own: Q, factor: Q) -> Q {
    Q::product((name, Unit::Persons), [own, factor])
}

/// A municipality counted by sex and five-year group on two dates five years apart.
#[derive(Debug, Clone, PartialEq)]
pub struct TwoCounts {
    /// AGS of 8 digits.
    pub key: Ags,
    /// Residents five years before the base date.
    pub before: BySexGroup,
    /// Residents on the base date.
    pub base: BySexGroup,
}

/// Small areas at the end of five years.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// As their own cohorts changed.
    pub cohort_change: Vec<BySexGroup>,
    /// The same, brought to the district.
    pub areas: Vec<BySexGroup>,
}

/// The groups that grow into a group within five years; none into that of the newborns.
pub fn groups_before(group: usize) -> std::ops::Range<usize> {
    match group {
        0 => 0..0,
        OPEN_GROUP => OPEN_GROUP - 1..OPEN_GROUP + 1,
        _ => group - 1..group,
    }
}

/// The method of Hamilton and Perry: each cohort of a small area changes over five years as it did
/// between the two counts, children are born per woman of 15 to 49 as on the base date, and every step
/// is raked to the district's groups of that year. `districts` holds the district five, ten, fifteen
/// years after the base.
pub fn hamilton_perry(areas: &[TwoCounts], districts: &[BySexAge]) -> Result<Vec<Step>, SmallAreaError> {
    let ratios = areas.iter().map(change_ratios).collect::<Result<Vec<_>, _>>()?;
    let mut now: Vec<BySexGroup> = areas.iter().map(|area| area.base).collect();
    let mut steps = Vec::with_capacity(districts.len());
    for district in districts {
        let cohort_change: Vec<BySexGroup> =
            now.iter().zip(&ratios).map(|(table, ratios)| five_years_on(table, ratios)).collect();
        now.clone_from(&cohort_change);
        rake(&mut now, &five_year_groups(district))?;
        steps.push(Step { cohort_change, areas: now.clone() });
    }
    Ok(steps)
}

/// At group 0 children per woman, at the others the ratio of a cohort to itself five years before.
fn change_ratios(area: &TwoCounts) -> Result<BySexGroup, SmallAreaError> {
    let mothers: f64 = area.base[Sex::Female as usize][MOTHERS].iter().sum();
    let mut ratios = [[0.0; GROUPS]; 2];
    for sex in [Sex::Male, Sex::Female] {
        let (before, base) = (&area.before[sex as usize], &area.base[sex as usize]);
        for group in 0..GROUPS {
            let from = match group {
                0 => mothers,
                _ => before[groups_before(group)].iter().sum(),
            };
            if from <= 0.0 {
                return Err(SmallAreaError::NoCohort {
                    area: area.key.clone(),
                    sex,
                    group: group.saturating_sub(1),
                });
            }
            ratios[sex as usize][group] = cohort_ratio((&UNNAMED, Unit::Factor), base[group], from);
        }
    }
    Ok(ratios)
}

fn five_years_on(table: &BySexGroup, ratios: &BySexGroup) -> BySexGroup {
    let mut next = [[0.0; GROUPS]; 2];
    for s in 0..2 {
        for group in 1..GROUPS {
            let cohort: f64 = table[s][groups_before(group)].iter().sum();
            next[s][group] = carried_on(&UNNAMED, cohort, ratios[s][group]);
        }
    }
    let mothers: f64 = next[Sex::Female as usize][MOTHERS].iter().sum();
    for s in 0..2 {
        next[s][0] = children(mothers, ratios[s][0]);
    }
    next
}

/// A table by single age in five-year groups.
pub fn five_year_groups(table: &BySexAge) -> BySexGroup {
    let mut groups = [[0.0; GROUPS]; 2];
    for (row, ages) in groups.iter_mut().zip(table) {
        for (age, persons) in ages.iter().enumerate() {
            row[(age / 5).min(OPEN_GROUP)] += persons;
        }
    }
    groups
}

/// Brings each group of all areas together to the district's.
pub fn rake(areas: &mut [BySexGroup], district: &BySexGroup) -> Result<(), SmallAreaError> {
    for s in 0..2 {
        for group in 0..GROUPS {
            let sum: f64 = areas.iter().map(|table| table[s][group]).sum();
            let persons = district[s][group];
            if sum <= 0.0 && persons > 0.0 {
                let control = format!("five-year group {group}");
                return Err(BenchmarkError::Nobody { control, persons }.into());
            }
            if sum > 0.0 {
                areas.iter_mut().for_each(|table| {
                    table[s][group] = raked(&UNNAMED, table[s][group], raking_factor(persons, sum));
                });
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
