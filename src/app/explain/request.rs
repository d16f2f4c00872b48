//! Which figure of a forecast is to be explained.

use serde::{Deserialize, Serialize};

use crate::app::error::FieldError;
use crate::explain::Cell;
use crate::forecast::Measure;
use crate::units::{CareGrade, CareType, Sex, Year};

/// Which figure is asked for; the query of both calls and the flags of the command line.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CellRequest {
    pub year: i32,
    /// People in need of care, if left out.
    pub measure: Option<String>,
    pub sex: Option<Sex>,
    pub age_from: Option<usize>,
    pub age_to: Option<usize>,
    pub care_type: Option<String>,
    pub care_grade: Option<u8>,
}

impl CellRequest {
    /// The figure of the forecast, or the words that are none with what they could be.
    pub fn cell(&self) -> Result<Cell, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut wrong = |field: &str, known: String| {
            errors.push(FieldError::rule(field, format!("expected one of {known}")));
        };
        let measure = match self.measure.as_deref().map(Measure::from_word) {
            None => Measure::PeopleInNeed,
            Some(Some(measure)) => measure,
            Some(None) => {
                wrong("measure", Measure::ALL.map(Measure::word).join(", "));
                Measure::PeopleInNeed
            }
        };
        let care_type = self.care_type.as_deref().map(CareType::from_word);
        if care_type == Some(None) {
            wrong("care_type", CareType::ALL.map(CareType::word).join(", "));
        }
        let care_grade = self.care_grade.map(CareGrade::new);
        if care_grade == Some(None) {
            wrong("care_grade", "1, 2, 3, 4, 5".to_owned());
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Cell {
            sex: self.sex,
            age_from: self.age_from,
            age_to: self.age_to,
            care_type: care_type.flatten(),
            care_grade: care_grade.flatten(),
            ..Cell::total(measure, Year(self.year))
        })
    }
}
