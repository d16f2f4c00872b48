//! The dimensions of the tables of a model set: single ages, sexes and districts.

use std::ops::RangeInclusive;

use crate::units::Ags;

/// Single ages 0 to 99, and 100 and older as the last.
pub const AGES: usize = 101;
/// The open age group.
pub const OPEN_AGE: usize = AGES - 1;
/// Ages at which women bear children in the schedules: 15 to 49.
pub const FERTILE: RangeInclusive<usize> = 15..=49;

/// One value a sex and single age.
pub type BySexAge = [[f64; AGES]; 2];

/// A projected district.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct District {
    /// AGS of 5 digits.
    pub key: Ags,
    /// The official name.
    pub name: String,
}
