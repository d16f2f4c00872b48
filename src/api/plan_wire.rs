//! What stands in the answers for planners.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::params::model::{Model, Scenario, Source};
use crate::report::{Forecast, QUANTILES, Row, sex_word};

/// Rows and what they rest on.
#[derive(Debug, Serialize, ToSchema)]
pub struct ForecastBody {
    pub rows: Vec<RowBody>,
    /// Breaks of the series, and what a benchmark changed, in words.
    pub notes: Vec<String>,
    pub provenance: RunBody,
}

/// One value. What is not told apart is null and means the sum.
#[derive(Debug, Serialize, ToSchema)]
pub struct RowBody {
    #[schema(example = "13076")]
    pub area: String,
    #[schema(example = 2040)]
    pub year: i32,
    /// `observed` for a past reference date.
    pub scenario: String,
    /// population | births | deaths | net_migration
    pub measure: &'static str,
    /// m | f | null
    pub sex: Option<&'static str>,
    pub age_from: Option<usize>,
    /// Null beside an `age_from` means an open group.
    pub age_to: Option<usize>,
    pub care_grade: Option<u8>,
    pub care_type: Option<&'static str>,
    /// Persons, with one decimal.
    pub value: f64,
    #[serde(flatten)]
    pub quantiles: Option<QuantilesBody>,
}

/// In what share of the random futures the value is smaller.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuantilesBody {
    pub q0025: f64,
    pub q10: f64,
    pub q25: f64,
    pub q50: f64,
    pub q75: f64,
    pub q90: f64,
    pub q975: f64,
}

/// What a forecast was computed from; with the model, enough to repeat it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunBody {
    pub model: String,
    /// SHA-256 over the files of the model.
    pub checksum: String,
    pub scenario: String,
    pub base_year: i32,
    pub seed: Option<u64>,
    pub draws: Option<usize>,
    pub generated_at: DateTime<Utc>,
}

fn tenths(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

impl From<&Row> for RowBody {
    fn from(row: &Row) -> Self {
        Self {
            area: row.area.to_string(),
            year: row.year.0,
            scenario: row.scenario.clone(),
            measure: row.measure.word(),
            sex: row.sex.map(sex_word),
            age_from: row.age_from,
            age_to: row.age_to,
            care_grade: None,
            care_type: None,
            value: tenths(row.value),
            quantiles: row.quantiles.map(Into::into),
        }
    }
}

impl From<[f64; QUANTILES.len()]> for QuantilesBody {
    fn from(quantiles: [f64; QUANTILES.len()]) -> Self {
        let [q0025, q10, q25, q50, q75, q90, q975] = quantiles.map(tenths);
        Self { q0025, q10, q25, q50, q75, q90, q975 }
    }
}

impl ForecastBody {
    pub fn new(forecast: &Forecast, generated_at: DateTime<Utc>) -> Self {
        let run = &forecast.provenance;
        Self {
            rows: forecast.rows.iter().map(RowBody::from).collect(),
            notes: forecast.notes.clone(),
            provenance: RunBody {
                model: run.model.clone(),
                checksum: run.checksum.clone(),
                scenario: run.scenario.clone(),
                base_year: run.base_year.0,
                seed: run.futures.map(|(seed, _)| seed),
                draws: run.futures.map(|(_, draws)| draws),
                generated_at,
            },
        }
    }
}

/// A model set: what forecasts start from.
#[derive(Debug, Serialize, ToSchema)]
pub struct ModelBody {
    #[schema(example = "mv-2025-1")]
    pub id: String,
    pub title: String,
    pub checksum: String,
    pub base_year: i32,
    pub last_year: i32,
    pub sources: Vec<ModelSourceBody>,
    pub scenarios: Vec<ScenarioBody>,
}

/// A publication that figures of a model set come from.
#[derive(Debug, Serialize, ToSchema)]
pub struct ModelSourceBody {
    pub key: String,
    pub title: String,
    pub publisher: String,
    pub table: String,
    pub date: String,
    pub licence: String,
}

/// Named assumptions.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScenarioBody {
    #[schema(example = "status-quo")]
    pub id: String,
    pub title: String,
    /// For people, in German.
    pub text: String,
}

impl From<&Scenario> for ScenarioBody {
    fn from(scenario: &Scenario) -> Self {
        Self { id: scenario.id.clone(), title: scenario.title.clone(), text: scenario.text.clone() }
    }
}

impl From<&Source> for ModelSourceBody {
    fn from(source: &Source) -> Self {
        let Source { key, title, publisher, table, date, licence } = source.clone();
        Self { key, title, publisher, table, date, licence }
    }
}

impl ModelBody {
    pub fn new(model: &Model) -> Self {
        Self {
            id: model.id.clone(),
            title: model.title.clone(),
            checksum: model.checksum.clone(),
            base_year: model.base_year.0,
            last_year: model.last_year.0,
            sources: model.sources.iter().map(Into::into).collect(),
            scenarios: model.scenarios.iter().map(Into::into).collect(),
        }
    }
}
