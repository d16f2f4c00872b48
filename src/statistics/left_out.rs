//! Rows that a file has and that are not taken, with the reason and what they name.

use std::collections::BTreeMap;

/// So many different keys, groups or values are named.
const NAMED: usize = 1_000;

/// Why a row was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOut {
    /// An area outside of the state.
    OtherArea,
    /// A key that no area of the state has.
    UnknownKey,
    /// A value that no measure takes.
    OtherValue,
    /// Another unit, such as a change in percent.
    OtherUnit,
    /// A group by which no measure is broken down, such as one of nationality.
    OtherGroup,
    /// A day on which the measure is not counted.
    OtherDate,
    /// A dissolved district, whose rows the databases go on listing.
    Dissolved,
    /// A municipality in a district of before the reform, whose key has changed.
    OldMunicipality,
}

/// Rows left out for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LeftRows {
    /// How many rows.
    pub rows: usize,
    /// What they name, such as the key, and how many rows do.
    pub named: BTreeMap<String, usize>,
}

impl LeftRows {
    /// Counts one more row.
    pub(super) fn add(&mut self, name: String) {
        self.rows += 1;
        if self.named.contains_key(&name) || self.named.len() < NAMED {
            *self.named.entry(name).or_default() += 1;
        }
    }
}

impl LeftOut {
    /// The reason as the report words it.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::OtherArea => "areas outside of the state",
            Self::UnknownKey => {
                "keys that no area has; hint: correct them, or ask the publisher for the boundaries of the table"
            }
            Self::OtherValue => "values that no measure takes; hint: a mapping names the measure for them",
            Self::OtherUnit => "other units, such as changes in percent",
            Self::OtherGroup => {
                "groups by which no measure is broken down; hint: a mapping with a [[dimension]] says what a variable and its codes mean"
            }
            Self::OtherDate => "days on which the measure is not counted",
            Self::Dissolved => "districts that were dissolved by then",
            Self::OldMunicipality => "municipalities with the keys of before the reform of 2011",
        }
    }
}
