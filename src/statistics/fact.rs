//! One figure of a file: what it is about, on which date, and what the cell says.

use chrono::NaiveDate;

use super::figure::Figure;
use crate::indicators::formula::Ages;
use crate::units::Sex;

/// A figure of a measure, by names that stay the same from one version of the program to the next.
#[derive(Debug, Clone, PartialEq)]
pub struct StatFact {
    /// What the figure is about.
    pub key: FactKey,
    /// What the cell says.
    pub figure: Figure,
    /// The reference date as the file gives it; `None` where it gives only the year.
    pub date: Option<NaiveDate>,
    /// Line of the file, from 1; 0 for figures that come from the database.
    pub line: usize,
}

/// What a figure is about: measure, area, year and how it is broken down.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FactKey {
    /// The id of the measure in the catalogue.
    pub measure: String,
    /// Key of an area of today: 13, five digits of a district, nine of an Amt, eight of a municipality.
    pub area: String,
    /// The year of the reference date.
    pub year: i32,
    /// `None` for both together.
    pub sex: Option<Sex>,
    /// `None` for all ages.
    pub ages: Option<Ages>,
    /// The care grade, 1 to 5; `None` for all grades.
    pub grade: Option<u8>,
    /// Name of the type of the measure.
    pub kind: Option<String>,
}

impl std::fmt::Display for FactKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} of {} in {}", self.measure, self.area, self.year)?;
        if let Some(kind) = &self.kind {
            write!(f, ", {kind}")?;
        }
        if let Some(sex) = self.sex {
            f.write_str(if sex == Sex::Male { ", men" } else { ", women" })?;
        }
        match self.ages {
            Some(Ages { from, to: Some(to) }) => write!(f, ", aged {from} to {to}")?,
            Some(Ages { from, to: None }) => write!(f, ", aged {from} and over")?,
            None => {}
        }
        self.grade.map_or(Ok(()), |grade| write!(f, ", care grade {grade}"))
    }
}
