//! The sum behind one figure of a forecast over HTTP, by the same use case as on the command line.

use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse, get, post};

use crate::api::forecasts;
use crate::api::http::body::read_body;
use crate::api::http::gate::{self, GatedBody};
use crate::api::http::parameters::{given, of_given, query};
use crate::api::http::problem::{ApiError, Problem};
use crate::api::http::responses::{Busy, NoSuchArea, TooLarge, Unchanged};
use crate::app::State;
use crate::app::error::Error;
use crate::app::explain::{CellParameters, CellRequest, ExplainParameters, ExplanationResponse, explain};
use crate::app::forecast::{ForecastRequest, LocatedRequest};
use crate::app::gate::Cost;
use crate::app::parameters::QueryOf;

/// The sum behind one figure of a forecast.
///
/// Residents times rates, each with the steps it comes by and the keys of its sources. A figure is a sum, product or other
/// step of figures, down to those that are given. The state is the sum of its districts. Inside a district a figure is that
/// of the district's residents times the area's share of them. With `draws` the answer has the `band` of the figure as well.
#[utoipa::path(
    tag = "plan",
    params(
        ("area" = String, Path, description = "As in /forecasts/{area}", example = "13076"),
        QueryOf<ExplainParameters>,
    ),
    responses(
        (status = 200, description = "The figure and what it is made of", body = ExplanationResponse),
        Unchanged,
        (status = 400, description = "A figure that cannot be asked for", body = Problem, content_type = "application/problem+json"),
        NoSuchArea,
        Busy,
    ),
)]
#[get("/forecasts/{area}/explain")]
pub async fn get_explanation(
    request: HttpRequest,
    area: Path<String>,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    let given = given::<ExplainParameters>(&request)?;
    let cell: CellRequest = of_given(&given)?;
    let located = forecasts::run(&given, &state, &area)?;
    let key = serde_json::to_string(&(&located.request, &cell)).map_err(ApiError::internal)?;
    let validator = forecasts::validator(&state, &located, ("explain", key));
    if validator.matches(&request) {
        return Ok(validator.not_modified());
    }
    let body = body(&state, cell, located).await?;
    Ok(validator.answer("application/json", body))
}

/// The same under one's own assumptions and plans.
///
/// The body is that of `POST /forecasts`, with `counts` as well, the figure stands in the query as in `GET`.
#[utoipa::path(
    tag = "plan",
    params(QueryOf<CellParameters>),
    request_body(content = ForecastRequest, example = json!({"area": "13076", "prevalence": "rising"})),
    responses(
        (status = 200, description = "The figure and what it is made of", body = ExplanationResponse),
        (status = 400, description = "A body that cannot be read, or a figure that cannot be asked for", body = Problem, content_type = "application/problem+json"),
        NoSuchArea,
        TooLarge,
        Busy,
    ),
)]
#[post("/forecasts/explain")]
pub async fn post_explanation(
    request: HttpRequest,
    body: Bytes,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    let cell: CellRequest = query::<CellParameters, _>(&request)?;
    let asked: ForecastRequest = read_body(&body)?;
    // The figure is checked before the area is looked up.
    cell.cell().map_err(Error::BadInput)?;
    let located = forecasts::locate(&state, asked)?;
    let body = self::body(&state, cell, located).await?;
    Ok(HttpResponse::Ok().content_type("application/json").body(body))
}

/// The explanation, computed behind the gate.
async fn body(
    state: &Data<State>,
    cell: CellRequest,
    located: LocatedRequest,
) -> Result<GatedBody, ApiError> {
    let cell = cell.cell().map_err(Error::BadInput)?;
    gate::gated(state, Cost::Large, move |state, stop| {
        let explanation = explain(state, located, &cell, chrono::Utc::now(), stop)?;
        serde_json::to_vec(&explanation).map_err(ApiError::internal)
    })
    .await
}
