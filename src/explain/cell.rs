//! The cell of a figure in a forecast, and which cells exist.

use crate::care::Part;
use crate::forecast::rows::{Measure, Row};
use crate::model::OPEN_AGE;
use crate::model::care::{CARE_GROUPS, care_ages};
use crate::projection::Group;
use crate::units::{CareGrade, CareType, Sex, Year};

/// One figure of a forecast. A dimension that is `None` means the sum over it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// The measure of the row.
    pub measure: Measure,
    /// Its year.
    pub year: Year,
    /// Men or women.
    pub sex: Option<Sex>,
    /// First age; `None` for all ages.
    pub age_from: Option<usize>,
    /// `None` beside an `age_from` means an open group.
    pub age_to: Option<usize>,
    /// One care type.
    pub care_type: Option<CareType>,
    /// One care grade.
    pub care_grade: Option<CareGrade>,
}

/// A cell that does not exist, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NoSuchCell {
    pub field: &'static str,
    pub said: String,
}

impl Cell {
    /// The whole of a measure in a year.
    pub fn total(measure: Measure, year: Year) -> Self {
        Self { measure, year, sex: None, age_from: None, age_to: None, care_type: None, care_grade: None }
    }

    /// The figure that a row of a forecast holds.
    pub fn of_row(row: &Row) -> Self {
        Self {
            measure: row.measure,
            year: row.year,
            sex: row.sex,
            age_from: row.age_from,
            age_to: row.age_to,
            care_type: row.care_type,
            care_grade: row.care_grade,
        }
    }

    pub(crate) fn with(self, measure: Measure) -> Self {
        Self { measure, ..self }
    }

    /// Residents of one care group.
    pub(crate) fn residents(year: Year, sex: Sex, group: usize) -> Self {
        let (age_from, age_to) = (*care_ages(group).start(), *care_ages(group).end());
        let age_to = (age_to < OPEN_AGE).then_some(age_to);
        Self { sex: Some(sex), age_from: Some(age_from), age_to, ..Self::total(Measure::Population, year) }
    }

    /// The persons of the cell.
    pub(crate) fn group(&self) -> Result<Group, NoSuchCell> {
        let (from, to) = (self.age_from.unwrap_or(0), self.age_to.unwrap_or(OPEN_AGE));
        if from > to || to > OPEN_AGE {
            let said = format!("{from} to {to} are no ages; hint: they go from 0 to {OPEN_AGE}");
            return Err(NoSuchCell { field: "age_from", said });
        }
        Ok(Group::new(self.sex, from..=to))
    }

    /// The part of the people in need, whose ages are care groups.
    pub(crate) fn part(&self) -> Result<Part, NoSuchCell> {
        let group = match (self.age_from, self.age_to) {
            (None, None) => None,
            (from, to) => {
                let ages = from.unwrap_or(0)..=to.unwrap_or(OPEN_AGE);
                let found = (0..CARE_GROUPS).find(|group| care_ages(*group) == ages);
                Some(found.ok_or_else(|| NoSuchCell {
                    field: "age_from",
                    said: format!(
                        "{} to {} is not a group of ages whose need is known; hint: they are 0 to 64, 65 to 69 … 90 to 94, 95 and older",
                        ages.start(),
                        ages.end()
                    ),
                })?)
            }
        };
        Ok(Part { sex: self.sex, group, kind: self.care_type, grade: self.care_grade })
    }

    /// Refuses dimensions that the measure is not disaggregated by.
    pub(crate) fn check(&self) -> Result<(), NoSuchCell> {
        use Measure as M;
        let (sex, ages, care) = match self.measure {
            M::PeopleInNeed | M::PeopleInNeedWithServices => (true, true, true),
            M::Population | M::PeopleWithDementia => (true, true, false),
            M::Births | M::Deaths => (true, false, false),
            _ => (false, false, false),
        };
        let refused = [
            ("sex", self.sex.is_some() && !sex),
            ("age_from", (self.age_from.is_some() || self.age_to.is_some()) && !ages),
            ("care_type", self.care_type.is_some() && !care),
            ("care_grade", self.care_grade.is_some() && !care),
        ];
        let Some((field, _)) = refused.into_iter().find(|(_, refused)| *refused) else { return Ok(()) };
        let known = match (sex, ages, care) {
            (_, _, true) => "sex, age_from and age_to, care_type and care_grade",
            (_, true, _) => "sex, age_from and age_to",
            (true, ..) => "sex",
            _ => "nothing",
        };
        let said = format!("{} is not disaggregated by it; hint: it is by {known}", self.measure.word());
        Err(NoSuchCell { field, said })
    }

    /// Men, women or people, and their ages.
    pub(crate) fn who(&self) -> String {
        let who = match self.sex {
            None => "people",
            Some(Sex::Male) => "men",
            Some(Sex::Female) => "women",
        };
        match (self.age_from, self.age_to) {
            (None, None) => who.to_owned(),
            (from, None) => format!("{who} of {} and older", from.unwrap_or(0)),
            (from, Some(to)) => format!("{who} of {} to {to}", from.unwrap_or(0)),
        }
    }
}
