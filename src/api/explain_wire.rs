//! The sum behind a figure of a forecast, as it stands in an answer.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::forecast_ask::ForecastAsk;
use super::plan_wire::{ModelSourceBody, RunBody};
use crate::report::explain::{Cell, Explanation, Figure, See};
use crate::report::{reading_word, sex_word};
use crate::units::{CareGrade, CareType};

/// A figure of a forecast, what it is made of, and the sources of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExplanationBody {
    #[schema(example = "13076")]
    pub area: String,
    /// Empty for the state.
    pub name: String,
    /// `observed` for a past reference date.
    pub scenario: String,
    #[serde(flatten)]
    pub cell: CellBody,
    /// The figure itself: as in the forecast's row, but not rounded.
    pub figure: FigureBody,
    /// How a figure inside a district may be read: grey | warning | plain. Only there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reading: Option<&'static str>,
    pub notes: Vec<String>,
    /// The sources of the model that are named in the figure.
    pub sources: Vec<ModelSourceBody>,
    pub provenance: RunBody,
}

/// A figure as it is asked for. What is not told apart is null and means the sum.
#[derive(Debug, Serialize, ToSchema)]
pub struct CellBody {
    #[schema(example = "people_in_need")]
    pub measure: &'static str,
    #[schema(example = 2040)]
    pub year: i32,
    /// m | f | null
    pub sex: Option<&'static str>,
    pub age_from: Option<usize>,
    /// Null beside an `age_from` means an open group.
    pub age_to: Option<usize>,
    pub care_grade: Option<u8>,
    pub care_type: Option<&'static str>,
}

/// A number and the figures it is computed from.
#[derive(Debug, Serialize, ToSchema)]
pub struct FigureBody {
    #[schema(example = "women of 80 to 84")]
    pub what: String,
    pub value: f64,
    /// persons | places | heads | full_time_equivalents | euro | share | ratio | factor | years | per_100
    pub unit: &'static str,
    /// given (its sources say so) | sum | difference (the first less the others) | product | quotient (the first over
    /// the second) | odds (the first with its odds times the second) | power | method (that `what` names, from what is in `of`)
    pub how: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(no_recursion)]
    pub of: Vec<FigureBody>,
    /// Keys of sources of the model; `request` for what the caller assumes, `register` for the register.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// Where the figure is taken apart itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub see: Option<SeeBody>,
}

/// A figure of an area that can be asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeeBody {
    #[schema(example = "13076")]
    pub area: String,
    #[serde(flatten)]
    pub cell: CellBody,
}

impl From<&Cell> for CellBody {
    fn from(cell: &Cell) -> Self {
        Self {
            measure: cell.measure.word(),
            year: cell.year.0,
            sex: cell.sex.map(sex_word),
            age_from: cell.age_from,
            age_to: cell.age_to,
            care_grade: cell.care_grade.map(CareGrade::number),
            care_type: cell.care_type.map(CareType::word),
        }
    }
}

impl From<&See> for SeeBody {
    fn from(see: &See) -> Self {
        Self { area: see.area.to_string(), cell: (&see.cell).into() }
    }
}

impl From<Figure> for FigureBody {
    fn from(figure: Figure) -> Self {
        Self {
            what: figure.what,
            value: figure.value,
            unit: figure.unit.word(),
            how: figure.how.word(),
            of: figure.of.into_iter().map(Into::into).collect(),
            sources: figure.sources,
            see: figure.see.as_ref().map(Into::into),
        }
    }
}

impl ExplanationBody {
    pub fn new(explanation: Explanation, request: ForecastAsk, generated_at: DateTime<Utc>) -> Self {
        let run = (explanation.provenance, explanation.care);
        Self {
            area: explanation.area.to_string(),
            name: explanation.name,
            scenario: explanation.scenario,
            cell: (&explanation.cell).into(),
            figure: explanation.figure.into(),
            reading: explanation.reading.map(reading_word),
            notes: explanation.notes,
            sources: explanation.sources.iter().map(Into::into).collect(),
            provenance: RunBody::new(run, request, generated_at),
        }
    }
}
