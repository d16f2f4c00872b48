//! Answers with the overview of an area, and with its tables as files.

use actix_web::http::StatusCode;
use actix_web::web::{Path, ServiceConfig, get};
use actix_web::{HttpRequest, HttpResponse};

use super::page;
use crate::app::gate::Cost;
use crate::app::planning::area::area;
use crate::app::planning::scenarios::cases;
use crate::app::planning::{RunRequest, download, overview};
use crate::web::planning::{address, problem};
use crate::web::public::about::not_found_page;
use crate::web::shell::answer::{self, PageError};
use crate::web::shell::page_context::PageContext;
use crate::web::shell::query_string::QueryString;

pub(in crate::web::planning) fn mount(config: &mut ServiceConfig) {
    config.route("/gebiet/{key}", get().to(overview_of)).route("/tabelle.{ending}", get().to(table));
}

async fn overview_of(context: PageContext, key: Path<String>) -> Result<HttpResponse, PageError> {
    let fields = address::run_fields(&QueryString::read(context.query()));
    let run = match RunRequest::read(fields.pairs(), context.state().model()) {
        Ok(run) => run,
        Err(errors) => return problem::answer(&context, &errors.into()),
    };
    let asked = run.clone();
    let found =
        context.gated(Cost::Large, move |state, stop| overview(state, area(state, &key)?, &asked, stop));
    match found.await {
        Ok(found) => context.answer(StatusCode::OK, &page::view(context.state(), &found, (&run, &fields))),
        Err(error) => problem::answer(&context, &error),
    }
}

/// Areas that a file has at most, so that it stays small enough to be written at once.
const MOST_AREAS: usize = 9;

async fn table(
    request: HttpRequest,
    context: PageContext,
    ending: Path<String>,
) -> Result<HttpResponse, PageError> {
    let Some(form) = download::form(&ending) else { return Ok(not_found_page(request).await) };
    let fields = QueryString::read(context.query());
    let keys: Vec<String> =
        fields.get("area").unwrap_or_default().split(',').take(MOST_AREAS).map(str::to_owned).collect();
    let model = context.state().model();
    // One run, or one for each scenario of a comparison.
    let read = match fields.get("scenarios") {
        Some(_) => cases(fields.pairs(), model).map(|all| all.into_iter().map(|case| case.run).collect()),
        None => RunRequest::read(fields.pairs(), model).map(|run| vec![run]),
    };
    let runs: Vec<RunRequest> = match read {
        Ok(runs) => runs,
        Err(errors) => return problem::answer(&context, &errors.into()),
    };
    let name = format!("pflegeplan-{}.{ending}", keys.join("-"));
    let found = context.gated(Cost::Large, move |state, stop| {
        let areas = keys.iter().map(|key| area(state, key)).collect::<Result<Vec<_>, _>>()?;
        download::forecasts(state, (&areas, &runs), form, stop)
    });
    match found.await {
        Ok(file) => Ok(answer::file(&name, file.media_type, file.bytes)),
        Err(error) => problem::answer(&context, &error),
    }
}
