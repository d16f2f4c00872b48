//! What stands in the answers for planners.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::forecast::request::ForecastRequest;
use crate::app::words::{CareTypeWord, MeasureWord, ReliabilityWord, ScenarioAxisWord, SexWord};
use crate::forecast::{
    Assumptions, CareProvenance, Forecast, Missing, Provenance, QUANTILES, Reliability, Row, Statement,
};
use crate::model::{Model, STATUS_QUO, Source};
use crate::units::{CareGrade, CareType, Sex, Year};

/// Rows and what they rest on.
#[derive(Debug, Serialize, ToSchema)]
pub struct ForecastResponse {
    /// By area, year and measure.
    #[schema(value_type = Vec<RowResponse>)]
    pub rows: Rows,
    /// Answers to the questions of the request, in their order.
    pub statements: Vec<StatementResponse>,
    /// Breaks of the series, and what a benchmark changed, in words.
    pub notes: Vec<String>,
    /// Measures that have no rows of some areas, and why.
    pub missing: Vec<MissingMeasuresResponse>,
    /// What the rows were computed from.
    pub provenance: RunResponse,
}

/// Rows that take their form on the wire one by one while they are written, because there may be many.
#[derive(Debug)]
pub struct Rows(Vec<Row>);

impl Serialize for Rows {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(RowResponse::from))
    }
}

/// What is not known of areas.
#[derive(Debug, Serialize, ToSchema)]
pub struct MissingMeasuresResponse {
    /// Keys of the areas that are not whole districts.
    pub areas: Vec<String>,
    /// The measures that are missing there.
    #[schema(value_type = Vec<MeasureWord>)]
    pub measures: Vec<&'static str>,
    /// Why they are missing.
    #[schema(example = "the staff available is known of whole districts only, and with it the gap")]
    pub reason: &'static str,
}

impl From<&Missing> for MissingMeasuresResponse {
    fn from(missing: &Missing) -> Self {
        Self {
            areas: missing.areas.iter().map(ToString::to_string).collect(),
            measures: missing.measures.iter().map(|measure| measure.word()).collect(),
            reason: missing.reason,
        }
    }
}

/// One value. A dimension that it is not disaggregated by is null and means the sum.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RowResponse {
    /// Key of the area.
    #[schema(example = "13076")]
    pub area: String,
    /// The name of the area.
    #[schema(example = "Ludwigslust-Parchim")]
    pub name: String,
    /// The year at whose end it holds, or in which births, deaths and moves fall.
    #[schema(example = 2040)]
    pub year: i32,
    /// `observed` for a past reference date.
    pub scenario: String,
    /// population | births | deaths | net_migration | net_migration_internal | net_migration_external |
    /// planned_housing | care_homes | benchmark | people_in_need (with grade 1 without services) |
    /// people_in_need_with_services (without) | residential_places_needed, _supply, _balance | short_term_places_… |
    /// day_care_places_… | staff_needed_heads | staff_available_heads | staff_gap_heads | staff_…_fte |
    /// people_with_dementia | people_entitled_to_relief | assistance_recipients | assistance_cost_euro |
    /// assistance_cost_euro_with_prices | informal_potential_per_100
    #[schema(value_type = MeasureWord)]
    pub measure: &'static str,
    /// m | f | null
    #[schema(value_type = Option<SexWord>, required)]
    pub sex: Option<&'static str>,
    /// The youngest age, in years.
    #[schema(required)]
    pub age_from: Option<usize>,
    /// Null beside an `age_from` means an open group.
    #[schema(required)]
    pub age_to: Option<usize>,
    /// 1 to 5
    #[schema(minimum = 1, maximum = 5, required)]
    pub care_grade: Option<u8>,
    /// allowance_only | home_care | residential | grade1_without_services | day_care_grade1
    #[schema(value_type = Option<CareTypeWord>, required)]
    pub care_type: Option<&'static str>,
    /// Persons, places, heads or euros, with one decimal.
    pub value: f64,
    /// With draws only.
    #[serde(flatten)]
    pub quantiles: Option<QuantilesResponse>,
    /// How a figure inside a district may be read: grey | warning | plain. Only there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<ReliabilityWord>, nullable = false)]
    pub reading: Option<&'static str>,
}

/// In what share of the draws it is so.
#[derive(Debug, Serialize, ToSchema)]
pub struct StatementResponse {
    /// The year that the question is about.
    pub year: i32,
    /// The share of the draws, 0 to 1.
    #[schema(example = 0.87)]
    pub share: f64,
    /// The statement as a sentence.
    #[schema(
        example = "in 87 of 100 draws more than 45,000 people aged 75 and over live in Ludwigslust-Parchim at the end of 2040"
    )]
    pub text: String,
}

impl From<&Statement> for StatementResponse {
    fn from(statement: &Statement) -> Self {
        Self { year: statement.asked.year().0, share: statement.share, text: statement.text() }
    }
}

/// In what share of the draws the value is smaller: all or none of them are there.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct QuantilesResponse {
    #[schema(required = false)]
    pub q0025: f64,
    #[schema(required = false)]
    pub q10: f64,
    #[schema(required = false)]
    pub q25: f64,
    #[schema(required = false)]
    pub q50: f64,
    #[schema(required = false)]
    pub q75: f64,
    #[schema(required = false)]
    pub q90: f64,
    #[schema(required = false)]
    pub q975: f64,
}

/// What a forecast was computed from; with the model, enough to repeat it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunResponse {
    /// Id of the model set.
    pub model: String,
    /// SHA-256 over the files of the model.
    pub checksum: String,
    /// Id of the scenario of the population; of several, the first.
    pub scenario: String,
    /// The axes of assumptions on care.
    pub prevalence: String,
    /// Id of the assumption on forms of care.
    pub care_form: String,
    /// Rates of need are those of this year's care statistics.
    pub care_survey: i32,
    /// The register that the supply of places was taken from; null for the statistics.
    #[schema(required)]
    pub register_version: Option<u64>,
    /// 31 December of this year is the date of the base population.
    pub base_year: i32,
    /// The seed of the draws; null without draws.
    #[schema(required)]
    pub seed: Option<u64>,
    /// Number of draws; null without any.
    #[schema(required)]
    pub draws: Option<usize>,
    /// When it was computed.
    pub generated_at: DateTime<Utc>,
    /// What was assumed of each year.
    pub assumptions: Vec<AssumptionsResponse>,
    /// The further scenarios of a request that names several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub other_scenarios: Vec<ScenarioAssumptionsResponse>,
    /// What was asked; sent to `POST /forecasts` it gives the same rows.
    pub request: ForecastRequest,
}

/// What a further scenario assumes.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScenarioAssumptionsResponse {
    /// Id of the scenario of the population.
    pub scenario: String,
    /// What was assumed of each year.
    pub assumptions: Vec<AssumptionsResponse>,
}

/// The assumptions of a year.
#[derive(Debug, Serialize, ToSchema)]
pub struct AssumptionsResponse {
    /// The year that they hold for.
    pub year: i32,
    /// Children per woman of the state.
    pub tfr: f64,
    /// Life expectancy at birth of the state, in years.
    pub life_expectancy_male: f64,
    /// The same for women.
    pub life_expectancy_female: f64,
    /// Factors on the net moves of the base period.
    pub external_migration: f64,
    /// The same for moves between the districts.
    pub internal_migration: f64,
}

/// Shown to four decimals, more than anybody assumes.
fn short(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

impl From<&(Year, Assumptions)> for AssumptionsResponse {
    fn from((year, now): &(Year, Assumptions)) -> Self {
        Self {
            year: year.0,
            tfr: short(now.tfr),
            life_expectancy_male: short(now.e0[0]),
            life_expectancy_female: short(now.e0[1]),
            external_migration: short(now.external),
            internal_migration: short(now.internal),
        }
    }
}

/// With one decimal, and no minus before a zero.
fn tenths(value: f64) -> f64 {
    (value * 10.0).round() / 10.0 + 0.0
}

impl From<&Row> for RowResponse {
    fn from(row: &Row) -> Self {
        Self {
            area: row.area.to_string(),
            name: row.area_name().to_owned(),
            year: row.year.0,
            scenario: row.scenario.clone(),
            measure: row.measure.word(),
            sex: row.sex.map(Sex::word),
            age_from: row.age_from,
            age_to: row.age_to,
            care_grade: row.care_grade.map(CareGrade::number),
            care_type: row.care_type.map(CareType::word),
            value: tenths(row.value),
            quantiles: row.quantiles.map(Into::into),
            reading: row.reliability.map(Reliability::word),
        }
    }
}

impl From<[f64; QUANTILES.len()]> for QuantilesResponse {
    fn from(quantiles: [f64; QUANTILES.len()]) -> Self {
        let [q0025, q10, q25, q50, q75, q90, q975] = quantiles.map(tenths);
        Self { q0025, q10, q25, q50, q75, q90, q975 }
    }
}

impl ForecastResponse {
    /// The answer for a forecast.
    pub fn new(forecast: Forecast, request: ForecastRequest, generated_at: DateTime<Utc>) -> Self {
        let others = forecast.other_scenarios.iter().map(|run| ScenarioAssumptionsResponse {
            scenario: run.scenario.clone(),
            assumptions: run.assumptions.iter().map(Into::into).collect(),
        });
        let provenance = RunResponse {
            other_scenarios: others.collect(),
            ..RunResponse::new((forecast.provenance, forecast.care), request, generated_at)
        };
        Self {
            rows: Rows(forecast.rows),
            statements: forecast.statements.iter().map(Into::into).collect(),
            notes: forecast.notes,
            missing: forecast.missing.iter().map(Into::into).collect(),
            provenance,
        }
    }
}

impl RunResponse {
    /// What a forecast was computed from.
    pub fn new(
        (run, care): (Provenance, CareProvenance),
        request: ForecastRequest,
        generated_at: DateTime<Utc>,
    ) -> Self {
        Self {
            model: run.model,
            checksum: run.checksum,
            scenario: run.scenario,
            prevalence: care.prevalence,
            care_form: care.form,
            care_survey: care.survey.0,
            register_version: care.register_version,
            base_year: run.base_year.0,
            seed: run.draws.map(|(seed, _)| seed),
            draws: run.draws.map(|(_, draws)| draws),
            generated_at,
            assumptions: run.assumptions.iter().map(Into::into).collect(),
            other_scenarios: Vec::new(),
            request,
        }
    }
}

/// A model set: what forecasts start from.
#[derive(Debug, Serialize, ToSchema)]
pub struct ModelResponse {
    /// What requests name it by.
    #[schema(example = "mv-2026-1")]
    pub id: String,
    /// A title for people.
    pub title: String,
    /// Whether the figures of this service rest on it. Earlier sets are listed because published figures name them.
    pub is_in_use: bool,
    /// SHA-256 over the files of the model set.
    pub checksum: String,
    /// 31 December of this year is the date of the base population.
    pub base_year: i32,
    /// The last year of a forecast.
    pub last_year: i32,
    /// The publications that its figures come from.
    pub sources: Vec<ModelSourceResponse>,
    /// Named assumptions on the population, on rates of need and on forms of care.
    pub scenarios: Vec<ScenarioResponse>,
}

/// A publication that figures of a model set come from.
#[derive(Debug, Serialize, ToSchema)]
pub struct ModelSourceResponse {
    /// What explanations name it by.
    pub key: String,
    /// Title of the publication.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// Table number, page or file.
    pub table: String,
    /// Date of the publication.
    pub date: String,
    /// Licence of the data.
    pub licence: String,
}

/// The population scenarios that are shown beside each other where none are named, as far as the model has them.
pub const USUAL_SCENARIOS: [&str; 3] = ["low", STATUS_QUO, "high"];

/// Named assumptions.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScenarioResponse {
    /// population, prevalence or care_form: the parameter of a forecast that takes the id is `scenario`, `prevalence`
    /// or `care_form`.
    #[schema(value_type = ScenarioAxisWord)]
    pub axis: &'static str,
    /// What requests name it by.
    #[schema(example = "status-quo")]
    pub id: String,
    /// For people, in German.
    pub title: String,
    /// For people, in German.
    pub text: String,
}

impl ScenarioResponse {
    /// Those of all axes.
    pub fn all(model: &Model) -> Vec<Self> {
        let body = |axis, id: &str, title: &str, text: &str| Self {
            axis,
            id: id.to_owned(),
            title: title.to_owned(),
            text: text.to_owned(),
        };
        let population = model.scenarios.iter().map(|one| body("population", &one.id, &one.title, &one.text));
        let care = &model.care;
        let prevalence = care.prevalence.iter().map(|one| body("prevalence", &one.id, &one.title, &one.text));
        let form = care.forms.iter().map(|one| body("care_form", &one.id, &one.title, &one.text));
        population.chain(prevalence).chain(form).collect()
    }
}

impl From<&Source> for ModelSourceResponse {
    fn from(source: &Source) -> Self {
        let Source { key, title, publisher, table, date, licence } = source.clone();
        Self { key, title, publisher, table, date, licence }
    }
}

impl ModelResponse {
    /// The answer for a model set.
    pub fn new(model: &Model, is_in_use: bool) -> Self {
        Self {
            id: model.id.clone(),
            title: model.title.clone(),
            is_in_use,
            checksum: model.checksum.clone(),
            base_year: model.base_year.0,
            last_year: model.last_year.0,
            sources: model.sources.iter().map(Into::into).collect(),
            scenarios: ScenarioResponse::all(model),
        }
    }
}
