//! Groups of a population by sex and age.

use std::ops::RangeInclusive;

use crate::model::BySexAge;
use crate::units::Sex;

/// Persons of one sex, or of both, in a range of ages; 100 stands for 100 and older.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Group {
    /// Men, women, or both.
    pub sex: Option<Sex>,
    /// First and last age.
    pub ages: RangeInclusive<usize>,
}

impl Group {
    /// All residents.
    pub const ALL: Self = Self { sex: None, ages: 0..=crate::model::OPEN_AGE };

    /// The persons of a sex, or of both, in a range of ages.
    pub fn new(sex: Option<Sex>, ages: RangeInclusive<usize>) -> Self {
        Self { sex, ages }
    }

    /// Persons of the group.
    pub fn sum(&self, population: &BySexAge) -> f64 {
        let rows = match self.sex {
            Some(sex) => &population[sex as usize..=sex as usize],
            None => &population[..],
        };
        rows.iter().flat_map(|row| row.get(self.ages.clone()).unwrap_or(&[])).sum()
    }

    /// Calls a function with each cell of the group in a table, its sex and its age.
    pub fn for_each_cell(&self, table: &mut BySexAge, mut call: impl FnMut(&mut f64, usize, usize)) {
        let ages = *self.ages.start()..(self.ages.end() + 1).min(crate::model::AGES);
        for (sex, row) in table.iter_mut().enumerate() {
            if self.sex.is_none_or(|only| only as usize == sex) {
                let cells = row.get_mut(ages.clone()).unwrap_or_default();
                cells.iter_mut().zip(ages.clone()).for_each(|(cell, age)| call(cell, sex, age));
            }
        }
    }

    /// The grid of the care statistics: five-year groups and 95 and older, by sex.
    pub fn care_grid() -> Vec<Self> {
        let groups = |sex| {
            (0..95)
                .step_by(5)
                .map(|from| from..=from + 4)
                .chain([95..=100])
                .map(move |ages| Self::new(Some(sex), ages))
        };
        groups(Sex::Male).chain(groups(Sex::Female)).collect()
    }
}
