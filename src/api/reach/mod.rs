//! Who reaches what, and what a change would do, over HTTP.

use std::sync::Arc;

use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse, get, post};

use crate::api::http::body::read_body;
use crate::api::http::gate::{self, GatedBody};
use crate::api::http::parameters::{self, given, of_given};
use crate::api::http::problem::{ApiError, Problem};
use crate::api::http::responses::{Busy, TooLarge, WrongParameters};
use crate::app::State;
use crate::app::gate::Cost;
use crate::app::parameters::QueryOf;
use crate::app::reach::{
    self, Inputs, ReachParameters, ReachRequest, ReachResponse, RowsForm, WhatIfRequest, WhatIfResponse,
};
use crate::app::words::ROWS_FORMATS;
use crate::search::Snapshot;
use crate::tables::Format;

/// How many people reach an offer in time, and how many places there are for them.
///
/// Residents of the year come from the forecast. Those of a municipality are counted where the census of 2011 found
/// them, in cells of one kilometre, so that a part of a municipality may reach an offer. `balance` is
/// the enhanced two-step floating catchment area method (Luo and Qi 2009) with the weights 1, 0.68 and 0.22
/// within 10, 20 and 30 minutes, for people aged 65 and older.
#[utoipa::path(
    tag = "plan",
    params(
        QueryOf<ReachParameters>,
    ),
    responses(
        (status = 200, description = "Tidy rows", body = ReachResponse),
        WrongParameters,
        Busy,
    ),
)]
#[get("/reach")]
pub async fn get_reach(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, ApiError> {
    let given = given::<ReachParameters>(&request)?;
    let (wanted, form): (ReachRequest, RowsForm) = (of_given(&given)?, of_given(&given)?);
    let word = form.format.as_deref().unwrap_or(Format::Json.word());
    let format = Format::among(&ROWS_FORMATS, word).map_err(|message| ApiError::field("format", message))?;
    let snapshot = state.snapshot();
    let body = behind_gate(&state, snapshot, move |inputs| {
        let body = reach::reach(inputs, &wanted, chrono::Utc::now())?;
        match format {
            Format::Table(form) => body.document().write(form).map_err(ApiError::internal),
            _ => serde_json::to_vec(&body).map_err(ApiError::internal),
        }
    })
    .await?;
    Ok(HttpResponse::Ok().content_type(format.media_type()).body(body))
}

/// What it would change to add, move, close or enlarge offers, and where new ones help most.
///
/// Sites are the points of municipalities, judged by the people in all cells, found by adding the best and exchanging as
/// long as that helps (Teitz and Bart 1968), for maximal covering (Church and ReVelle 1974) or the p-median (Hakimi 1964).
#[utoipa::path(
    tag = "plan",
    request_body(content = WhatIfRequest, example = json!({
        "category": "day_care",
        "minutes": [15, 30],
        "changes": [{"add": {"lat": 53.3249, "lon": 11.4957, "places": 20}}],
        "sites": {"count": 2, "method": "maximal_covering", "minutes": 30, "group": "80+"},
    })),
    responses(
        (status = 200, description = "Before, after, and ranked sites", body = WhatIfResponse),
        (status = 400, description = "A body that cannot be read, or wrong values in it", body = Problem, content_type = "application/problem+json"),
        TooLarge,
        Busy,
    ),
)]
#[post("/reach/what-if")]
pub async fn post_what_if(
    request: HttpRequest,
    body: Bytes,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    parameters::none(request.query_string())?;
    let asked: WhatIfRequest = read_body(&body)?;
    let snapshot = state.snapshot();
    let text = behind_gate(&state, snapshot, move |inputs| {
        let body = reach::what_if(inputs, &asked, chrono::Utc::now())?;
        serde_json::to_vec(&body).map_err(ApiError::internal)
    })
    .await?;
    Ok(HttpResponse::Ok().content_type("application/json").body(text))
}

/// Work that takes a while, behind the gate.
async fn behind_gate(
    state: &Data<State>,
    snapshot: Arc<Snapshot>,
    work: impl FnOnce(Inputs<'_>) -> Result<Vec<u8>, ApiError> + Send + 'static,
) -> Result<GatedBody, ApiError> {
    gate::gated(state, Cost::Large, move |state, stop| {
        let (reference, router, model) = (&state.reference, &state.search.router, state.model());
        work(Inputs { reference, router, snapshot: &snapshot, model, stop })
    })
    .await
}
