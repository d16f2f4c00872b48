//! Rows that a file has and that are not taken, with the reason and what they name.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use super::date::{Days, ReferenceDate};

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
    pub named: BTreeMap<LeftName, usize>,
}

/// What a row names that was left out. Two are the same if their English texts are.
#[derive(Debug, Clone)]
pub struct LeftName {
    en: String,
    /// `None` where the name is one of the file's own words.
    de: Option<String>,
}

impl LeftName {
    /// A date on which the measure is not counted.
    pub(super) fn other_date(date: ReferenceDate, measure: &str, days: &Days) -> Self {
        Self {
            en: format!("{date} ({measure} is counted {days})"),
            de: Some(format!("{date} ({measure} wird {} gezählt)", days.german())),
        }
    }

    /// A district that did not exist any more.
    pub(super) fn dissolved(key: &str, date: ReferenceDate) -> Self {
        Self {
            en: format!("{key} on {date} (it was dissolved by then)"),
            de: Some(format!("{key} zum Stand {date} (da schon aufgelöst)")),
        }
    }

    /// A word that is no type of the measure.
    pub(super) fn type_of(word: &str, measure: &str) -> Self {
        Self { en: format!("{word} of {measure}"), de: Some(format!("{word} bei {measure}")) }
    }

    /// As the English report writes it.
    pub fn english(&self) -> &str {
        &self.en
    }

    /// As the German report writes it.
    pub fn german(&self) -> &str {
        self.de.as_deref().unwrap_or(&self.en)
    }
}

impl From<String> for LeftName {
    fn from(en: String) -> Self {
        Self { en, de: None }
    }
}

impl Borrow<str> for LeftName {
    fn borrow(&self) -> &str {
        &self.en
    }
}

impl PartialEq for LeftName {
    fn eq(&self, other: &Self) -> bool {
        self.en == other.en
    }
}

impl Eq for LeftName {}

impl PartialOrd for LeftName {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for LeftName {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.en.cmp(&other.en)
    }
}

impl LeftRows {
    /// Counts one more row.
    pub(super) fn add(&mut self, name: LeftName) {
        self.rows += 1;
        if self.named.contains_key(&name) || self.named.len() < NAMED {
            *self.named.entry(name).or_default() += 1;
        }
    }
}

impl LeftOut {
    /// Every reason.
    pub const ALL: [Self; 8] = [
        Self::OtherArea,
        Self::UnknownKey,
        Self::OtherValue,
        Self::OtherUnit,
        Self::OtherGroup,
        Self::OtherDate,
        Self::Dissolved,
        Self::OldMunicipality,
    ];

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
