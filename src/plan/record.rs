//! What a plan leaves for the next one to compare itself with: its actions, its recommendations and its forecasts. It stands
//! in the plan as JSON, and is read again from there.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::texts::ActionState;

/// What a later plan compares itself with.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PlanRecord {
    /// The actions of the plan.
    pub actions: Vec<RecordedAction>,
    /// The recommendations of the planner.
    pub recommendations: Vec<Recommendation>,
    /// What was forecast under the status quo, year by year.
    pub forecasts: Vec<RecordedForecast>,
}

/// An action as a plan had it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordedAction {
    /// Names it within the plan.
    pub id: String,
    /// What was to be done.
    pub title: String,
    /// The chapter whose finding it answered.
    pub chapter: String,
    /// Who was to do it.
    pub responsible: String,
    /// Until when.
    pub deadline: NaiveDate,
    /// How far it had come.
    pub state: ActionState,
    /// Id of the indicator that was to show its effect.
    #[serde(default)]
    pub indicator: Option<String>,
    /// The value that the indicator was to reach.
    #[serde(default)]
    pub target: Option<f64>,
    /// The value of the indicator at that time, and its year.
    #[serde(default)]
    pub then: Option<(f64, i32)>,
}

/// A recommendation, without the look of its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recommendation {
    /// The chapter or section that it belongs to.
    pub chapter: String,
    /// Its words.
    pub text: String,
}

/// A figure of a forecast.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordedForecast {
    /// As the API names it.
    pub measure: String,
    /// 31 December of this year.
    pub year: i32,
    /// The value.
    pub value: f64,
    /// In eight of ten draws it lay between these.
    #[serde(default)]
    pub band: Option<(f64, f64)>,
}

/// The plan before this one.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanBefore {
    /// The key of its area; `None` for texts, which are kept by area.
    pub area: Option<String>,
    /// The date for which it was drawn up; `None` for texts, which do not say.
    pub reference_date: Option<NaiveDate>,
    /// When it was written or approved.
    pub written_on: NaiveDate,
    /// What it said.
    pub record: PlanRecord,
}

/// The parts of a plan as JSON that are read again.
#[derive(Serialize, Deserialize)]
struct PlanFile {
    area: String,
    reference_date: NaiveDate,
    written_on: NaiveDate,
    record: Option<PlanRecord>,
}

impl PlanBefore {
    /// Reads a plan that was written as JSON.
    ///
    /// # Errors
    /// A sentence about what is wrong with it.
    pub fn read(text: &str) -> Result<Self, String> {
        let file: PlanFile = serde_json::from_str(text).map_err(|cause| {
            format!("this is no plan as JSON ({cause}); hint: pflegeplan plan --out plan.json writes one")
        })?;
        let record = file.record.ok_or(
            "the plan was written by an earlier version of the program, which kept nothing to compare with",
        )?;
        let (area, reference_date) = (Some(file.area), Some(file.reference_date));
        Ok(Self { area, reference_date, written_on: file.written_on, record })
    }

    /// What is read of it, as JSON: a plan with its drawings is a hundred times as long. `None` for texts.
    pub fn json(&self) -> Option<String> {
        let file = PlanFile {
            area: self.area.clone()?,
            reference_date: self.reference_date?,
            written_on: self.written_on,
            record: Some(self.record.clone()),
        };
        serde_json::to_string(&file).ok()
    }

    /// What it is, in a line for people.
    pub fn german(&self) -> String {
        let PlanRecord { actions, forecasts, .. } = &self.record;
        let of = self.reference_date.map(|day| format!(", Stichtag {}", day.format("%d.%m.%Y")));
        format!(
            "Plan vom {}{}: {} Maßnahmen, {} vorausberechnete Zahlen",
            self.written_on.format("%d.%m.%Y"),
            of.unwrap_or_default(),
            actions.len(),
            forecasts.len()
        )
    }
}
