//! Answers with the calculation of a figure.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Path, ServiceConfig, get};

use super::page;
use crate::app::error::Error;
use crate::app::explain::{CellParameters, CellRequest, explain};
use crate::app::forecast::LocatedRequest;
use crate::app::gate::Cost;
use crate::app::parameters::Declared;
use crate::app::planning::RunRequest;
use crate::app::planning::area::area;
use crate::web::planning::{address, problem};
use crate::web::shell::answer::PageError;
use crate::web::shell::page_context::PageContext;
use crate::web::shell::query_string::QueryString;

pub(in crate::web::planning) fn mount(config: &mut ServiceConfig) {
    config.route("/rechenweg/{key}", get().to(explanation));
}

/// The figure that an address names; fields of the run are left alone.
fn cell(fields: &QueryString) -> Result<CellRequest, Error> {
    let parameters = CellParameters::parameters();
    let known = |name: &str| parameters.iter().any(|parameter| parameter.name == name);
    let own: QueryString = fields.keep(known);
    Ok(parameters.read_query(&own.to_string())?.request()?)
}

async fn explanation(context: PageContext, key: Path<String>) -> Result<HttpResponse, PageError> {
    let fields = QueryString::read(context.query());
    let run_fields = address::run_fields(&fields);
    let read = RunRequest::read(run_fields.pairs(), context.state().model()).map_err(Error::from);
    let read = read.and_then(|run| Ok((run, cell(&fields)?.cell()?)));
    let (run, cell) = match read {
        Ok(read) => read,
        Err(error) => return problem::answer(&context, &error),
    };
    let found = context.gated(Cost::Large, move |state, stop| {
        let area = area(state, &key)?;
        let located = LocatedRequest::new(run.forecast_request(&area), || state.indicators())?;
        Ok((explain(state, located, &cell, chrono::Utc::now(), stop)?, area, state.draws_rates()))
    });
    match found.await {
        Ok((found, area, draws_rates)) => context.answer(
            StatusCode::OK,
            &page::view(context.messages(), &area, (&found, draws_rates), &run_fields),
        ),
        Err(error) => problem::answer(&context, &error),
    }
}
