//! The sum behind one figure of a forecast over HTTP, through the same door as the command line.

use actix_web::web::{self, Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::{Deserialize, Serialize};

use crate::api::forecasts::explain_response::ExplanationBody;
use crate::api::forecasts::request::{ForecastAsk, SexWord};
use crate::api::forecasts::{self, FUTURES_QUERY, RUN_QUERY, word, year};
use crate::api::http::parameters::{self, Parameters};
use crate::api::http::problem::{ApiError, FieldError, Problem};
use crate::app::State;
use crate::explain::{Cell, explain};
use crate::forecast::Measure;
use crate::units::{CareGrade, CareType, Year};

/// Which figure is asked for; the query of both calls and the flags of the command line.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CellAsk {
    pub year: i32,
    /// People in need of care, if left out.
    pub measure: Option<String>,
    pub sex: Option<SexWord>,
    pub age_from: Option<usize>,
    pub age_to: Option<usize>,
    pub care_type: Option<String>,
    pub care_grade: Option<u8>,
}

/// The names of its parameters.
const CELL_QUERY: [&str; 7] = ["year", "measure", "sex", "age_from", "age_to", "care_type", "care_grade"];

impl CellAsk {
    fn read(asked: &Parameters) -> Result<Self, ApiError> {
        let age = |field| asked.number(field, 0, 100).map(|age| age.map(|age| age as usize));
        let sex = asked.text("sex").map(|text| word::<SexWord>(text, "sex", "m or f")).transpose()?;
        Ok(Self {
            year: year(asked, "year")?
                .ok_or_else(|| ApiError::field("year", "is missing; hint: year=2040"))?,
            measure: asked.text("measure").map(str::to_owned),
            sex,
            age_from: age("age_from")?,
            age_to: age("age_to")?,
            care_type: asked.text("care_type").map(str::to_owned),
            care_grade: asked.number("care_grade", 1, 5)?.and_then(|grade| u8::try_from(grade).ok()),
        })
    }

    /// The cell of the report, or the words that are none with what they could be.
    pub fn cell(&self) -> Result<Cell, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut wrong = |field: &str, known: String| {
            errors.push(FieldError::new(field, format!("expected one of {known}")));
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
            sex: self.sex.map(SexWord::sex),
            age_from: self.age_from,
            age_to: self.age_to,
            care_type: care_type.flatten(),
            care_grade: care_grade.flatten(),
            ..Cell::total(measure, Year(self.year))
        })
    }
}

/// The sum behind one figure of a forecast.
///
/// Residents times rates, each with the steps it comes by and the keys of its sources. A figure is a sum, product or other
/// step of figures, down to those that are given. The state is the sum of its districts. Inside a district a figure is that
/// of the district's residents times the area's share of them. With `draws` the answer has the `band` of the figure as well.
#[utoipa::path(
    tag = "plan",
    params(
        ("area" = String, Path, description = "As in /forecasts/{area}", example = "13076"),
        ("year" = i32, Query, description = "The end of this year", example = 2040),
        ("measure" = Option<String>, Query, description = "A measure of the forecast, default people_in_need", example = "people_in_need"),
        ("sex" = Option<String>, Query, description = "m or f; both if left out"),
        ("age_from" = Option<usize>, Query, description = "First age; need is known of 0 to 64, 65 to 69 … 95 and older"),
        ("age_to" = Option<usize>, Query, description = "Last age; an open group if left out"),
        ("care_type" = Option<String>, Query, description = "allowance_only, home_care, residential, grade1_without_services or day_care_grade1"),
        ("care_grade" = Option<u8>, Query, description = "1 to 5"),
        ("scenario" = Option<String>, Query, description = "As in /forecasts/{area}"),
        ("prevalence" = Option<String>, Query, description = "As in /forecasts/{area}"),
        ("care_form" = Option<String>, Query, description = "As in /forecasts/{area}"),
        ("supply" = Option<String>, Query, description = "As in /forecasts/{area}"),
        ("without" = Option<String>, Query, description = "As in /forecasts/{area}"),
        ("draws" = Option<usize>, Query, description = "As in /forecasts/{area}: the answer then says what the band of the figure is", example = 1000),
        ("seed" = Option<u64>, Query, description = "As in /forecasts/{area}"),
    ),
    responses(
        (status = 200, description = "The figure and what it is made of", body = ExplanationBody),
        (status = 304, description = "The caller holds this answer already"),
        (status = 400, description = "A figure that cannot be asked for", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such area", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Too many forecasts at once", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[get("/forecasts/{area}/explain")]
pub async fn get_explanation(
    request: HttpRequest,
    area: Path<String>,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    let known = [&CELL_QUERY[..], &RUN_QUERY, &FUTURES_QUERY].concat();
    let asked = parameters::read(request.query_string(), &known)?;
    let cell = CellAsk::read(&asked)?;
    let ask = forecasts::run(&asked, &state, &area)?;
    let (draws, seed) = forecasts::futures(&asked)?;
    let ask = ForecastAsk { draws, seed, ..ask };
    let key = serde_json::to_string(&(&ask, &cell)).map_err(ApiError::internal)?;
    let validator = forecasts::validator(&state, &ask, ("explain", key))?;
    if validator.matches(&request) {
        return Ok(validator.not_modified());
    }
    let text = web::block(move || answer(&state, ask, &cell)).await.map_err(ApiError::internal)??;
    Ok(validator.answer("application/json", text))
}

/// The same under one's own assumptions and plans.
///
/// The body is that of `POST /forecasts`, with `counts` as well, the figure stands in the query as in `GET`.
#[utoipa::path(
    tag = "plan",
    params(
        ("year" = i32, Query, description = "The end of this year", example = 2040),
        ("measure" = Option<String>, Query, description = "A measure of the forecast, default people_in_need", example = "people_in_need"),
        ("sex" = Option<String>, Query, description = "m or f; both if left out"),
        ("age_from" = Option<usize>, Query, description = "First age"),
        ("age_to" = Option<usize>, Query, description = "Last age; an open group if left out"),
        ("care_type" = Option<String>, Query, description = "A form of care"),
        ("care_grade" = Option<u8>, Query, description = "1 to 5"),
    ),
    request_body = ForecastAsk,
    responses(
        (status = 200, description = "The figure and what it is made of", body = ExplanationBody),
        (status = 400, description = "A body that cannot be read, or a figure that cannot be asked for", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such area", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "More than a megabyte", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Too many forecasts at once", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[post("/forecasts/explain")]
pub async fn post_explanation(
    request: HttpRequest,
    body: Bytes,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    let asked = parameters::read(request.query_string(), &CELL_QUERY)?;
    let cell = CellAsk::read(&asked)?;
    let ask: ForecastAsk = serde_json::from_slice(&body).map_err(|error| ApiError::field("body", error))?;
    let text = web::block(move || answer(&state, ask, &cell)).await.map_err(ApiError::internal)??;
    Ok(HttpResponse::Ok().content_type("application/json").body(text))
}

fn answer(state: &State, ask: ForecastAsk, cell: &CellAsk) -> Result<String, ApiError> {
    let cell = cell.cell().map_err(ApiError::BadInput)?;
    let planning = forecasts::planning(state, &ask.area)?;
    let request = ask.request(&state.forecasts.model, planning).map_err(ApiError::BadInput)?;
    let _permit = state.forecasts.permit()?;
    let request = forecasts::with_register(request, &ask, &state.database)?;
    let explanation = explain(&state.forecasts.model, &request, &cell)?;
    let body = ExplanationBody::new(explanation, ask, chrono::Utc::now());
    serde_json::to_string(&body).map_err(ApiError::internal)
}
