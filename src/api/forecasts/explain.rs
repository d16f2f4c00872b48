//! The sum behind one figure of a forecast over HTTP, through the same door as the command line.

use actix_web::web::{self, Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse, get, post};

use crate::api::forecasts::{self, FUTURES_QUERY, RUN_QUERY, word, year};
use crate::api::http::parameters::{self, Parameters};
use crate::api::http::problem::{ApiError, Problem};
use crate::app::State;
use crate::app::error::Error;
use crate::app::explain::{CellRequest, ExplanationResponse, explain};
use crate::app::forecast::{ForecastRequest, LocatedRequest, Supply};
use crate::app::words::{CareTypeWord, MeasureWord};
use crate::units::Sex;

/// The names of its parameters.
const CELL_QUERY: [&str; 7] = ["year", "measure", "sex", "age_from", "age_to", "care_type", "care_grade"];

fn read_cell(asked: &Parameters) -> Result<CellRequest, ApiError> {
    let age = |field| asked.number(field, 0, 100).map(|age| age.map(|age| age as usize));
    let sex = asked.text("sex").map(|text| word(text, "sex", &Sex::known())).transpose()?;
    Ok(CellRequest {
        year: year(asked, "year")?.ok_or_else(|| ApiError::field("year", "is missing; hint: year=2040"))?,
        measure: asked.text("measure").map(str::to_owned),
        sex,
        age_from: age("age_from")?,
        age_to: age("age_to")?,
        care_type: asked.text("care_type").map(str::to_owned),
        care_grade: asked.number("care_grade", 1, 5)?.and_then(|grade| u8::try_from(grade).ok()),
    })
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
        ("measure" = Option<MeasureWord>, Query, description = "By default people_in_need", example = "people_in_need"),
        ("sex" = Option<Sex>, Query, description = "Both if left out"),
        ("age_from" = Option<usize>, Query, description = "First age; need is known of 0 to 64, 65 to 69 … 95 and older"),
        ("age_to" = Option<usize>, Query, description = "Last age; an open group if left out"),
        ("care_type" = Option<CareTypeWord>, Query, description = "All if left out"),
        ("care_grade" = Option<u8>, Query, description = "All if left out", minimum = 1, maximum = 5),
        ("scenario" = Option<String>, Query, description = "As in /forecasts/{area}"),
        ("prevalence" = Option<String>, Query, description = "As in /forecasts/{area}"),
        ("care_form" = Option<String>, Query, description = "As in /forecasts/{area}"),
        ("supply" = Option<Supply>, Query, description = "As in /forecasts/{area}"),
        ("without" = Option<String>, Query, description = "As in /forecasts/{area}"),
        ("draws" = Option<usize>, Query, description = "As in /forecasts/{area}: the answer then says what the band of the figure is", minimum = 0, maximum = 10000, example = 1000),
        ("seed" = Option<u64>, Query, description = "As in /forecasts/{area}"),
    ),
    responses(
        (status = 200, description = "The figure and what it is made of", body = ExplanationResponse),
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
    let cell = read_cell(&asked)?;
    let run = forecasts::run(&asked, &state, &area)?;
    let (draws, seed) = forecasts::futures(&asked)?;
    let request_of_run = ForecastRequest { draws, seed, ..run.request };
    let located = LocatedRequest { request: request_of_run, ..run };
    let key = serde_json::to_string(&(&located.request, &cell)).map_err(ApiError::internal)?;
    let validator = forecasts::validator(&state, &located, ("explain", key));
    if validator.matches(&request) {
        return Ok(validator.not_modified());
    }
    let text =
        web::block(move || answer(&state, &cell, || Ok(located))).await.map_err(ApiError::internal)??;
    Ok(validator.answer("application/json", text))
}

/// The same under one's own assumptions and plans.
///
/// The body is that of `POST /forecasts`, with `counts` as well, the figure stands in the query as in `GET`.
#[utoipa::path(
    tag = "plan",
    params(
        ("year" = i32, Query, description = "The end of this year", example = 2040),
        ("measure" = Option<MeasureWord>, Query, description = "By default people_in_need", example = "people_in_need"),
        ("sex" = Option<Sex>, Query, description = "Both if left out"),
        ("age_from" = Option<usize>, Query, description = "First age"),
        ("age_to" = Option<usize>, Query, description = "Last age; an open group if left out"),
        ("care_type" = Option<CareTypeWord>, Query, description = "All if left out"),
        ("care_grade" = Option<u8>, Query, description = "All if left out", minimum = 1, maximum = 5),
    ),
    request_body(content = ForecastRequest, example = json!({"area": "13076", "prevalence": "rising"})),
    responses(
        (status = 200, description = "The figure and what it is made of", body = ExplanationResponse),
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
    let cell = read_cell(&asked)?;
    let asked: ForecastRequest =
        serde_json::from_slice(&body).map_err(|error| ApiError::field("body", error))?;
    let text = web::block(move || answer(&state, &cell, || forecasts::locate(&state, asked)));
    let text = text.await.map_err(ApiError::internal)??;
    Ok(HttpResponse::Ok().content_type("application/json").body(text))
}

/// The figure is checked before the area is looked up.
fn answer(
    state: &State,
    cell: &CellRequest,
    located: impl FnOnce() -> Result<LocatedRequest, ApiError>,
) -> Result<String, ApiError> {
    let cell = cell.cell().map_err(Error::BadInput)?;
    let explanation = explain(state, located()?, &cell, chrono::Utc::now())?;
    serde_json::to_string(&explanation).map_err(ApiError::internal)
}
