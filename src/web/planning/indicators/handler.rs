//! Answers with the catalogue and with single indicators.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Path, ServiceConfig, get};

use super::page;
use crate::app::gate::Cost;
use crate::app::planning::indicators::{IndicatorQuestion, all, view};
use crate::web::planning::problem;
use crate::web::shell::answer::PageError;
use crate::web::shell::page_context::PageContext;
use crate::web::shell::query_string::QueryString;

pub(in crate::web::planning) fn mount(config: &mut ServiceConfig) {
    config.route("/indikatoren", get().to(catalogue)).route("/indikatoren/{id}", get().to(indicator));
}

async fn catalogue(context: PageContext) -> Result<HttpResponse, PageError> {
    let fields = QueryString::read(context.query());
    match all(context.state()) {
        Ok(all) => context.answer(StatusCode::OK, &page::catalogue(&all, fields.get("wort").unwrap_or(""))),
        Err(error) => problem::answer(&context, &error),
    }
}

async fn indicator(context: PageContext, id: Path<String>) -> Result<HttpResponse, PageError> {
    let fields = QueryString::read(context.query());
    let question = match IndicatorQuestion::read(fields.pairs()) {
        Ok(question) => question,
        Err(error) => return problem::answer(&context, &error),
    };
    let found = context
        .gated(Cost::Large, move |state, stop| view(state, &id, &question, (chrono::Utc::now(), stop)));
    match found.await {
        Ok(found) => context.answer(StatusCode::OK, &page::view(context.state(), &found)),
        Err(error) => problem::answer(&context, &error),
    }
}
