//! Which figure of a forecast is to be explained.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::error::FieldError;
use crate::app::forecast::{DRAW_FIELDS, ForecastRequest, RUN_FIELDS};
use crate::app::parameters::{Declared, Parameters, request};
use crate::app::words::{CareTypeWord, MeasureWord, SexWord};
use crate::explain::Cell;
use crate::forecast::Measure;
use crate::units::{CareGrade, CareType, Sex, Year};

request! {
    /// Which figure is asked for; the query of both calls and the flags of the command line.
    #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
    pub struct CellRequest {
        /// The end of this year
        #[schema(format = "year", example = 2040)]
        pub year: i32,
        /// The measure that is explained, by default people_in_need
        #[schema(value_type = Option<MeasureWord>, example = "people_in_need")]
        pub measure: Option<String>,
        /// Both sexes if left out
        #[schema(value_type = Option<SexWord>)]
        pub sex: Option<Sex>,
        /// First age; need is known of 0 to 64, 65 to 69 … 95 and older
        #[schema(maximum = 120)]
        pub age_from: Option<usize>,
        /// Last age; an open group if left out
        #[schema(maximum = 120)]
        pub age_to: Option<usize>,
        /// All forms of care if left out
        #[schema(value_type = Option<CareTypeWord>)]
        pub care_type: Option<String>,
        /// All care grades if left out
        #[schema(minimum = 1, maximum = 5)]
        pub care_grade: Option<u8>,
    }
}

/// The query of `POST /forecasts/explain`.
#[derive(Debug, Clone)]
pub struct CellParameters;

impl Declared for CellParameters {
    fn parameters() -> Parameters {
        Parameters::of::<CellRequest>()
    }
}

/// The query of `GET /forecasts/{area}/explain`, whose area stands in the path.
#[derive(Debug, Clone)]
pub struct ExplainParameters;

impl Declared for ExplainParameters {
    fn parameters() -> Parameters {
        let run = [&RUN_FIELDS[..], &DRAW_FIELDS].concat();
        CellParameters::parameters().and(Parameters::of::<ForecastRequest>().only(&run))
    }
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
