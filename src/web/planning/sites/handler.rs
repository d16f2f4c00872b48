//! Answers with what a new offer would change.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{ServiceConfig, get};

use super::page;
use crate::app::gate::Cost;
use crate::app::planning::area::{STATE, area};
use crate::app::planning::sites::{SitesQuestion, sites};
use crate::web::planning::problem;
use crate::web::shell::answer::PageError;
use crate::web::shell::page_context::PageContext;
use crate::web::shell::query_string::QueryString;

pub(in crate::web::planning) fn mount(config: &mut ServiceConfig) {
    config.route("/standorte", get().to(new_offer));
}

async fn new_offer(context: PageContext) -> Result<HttpResponse, PageError> {
    let fields = QueryString::read(context.query());
    let question = match SitesQuestion::read(fields.pairs(), context.state().model()) {
        Ok(question) => question,
        Err(errors) => return problem::answer(&context, &errors.into()),
    };
    let key = fields.get("area").unwrap_or(STATE).to_owned();
    let asked = question.clone();
    let found = context.gated(Cost::Large, move |state, stop| {
        sites(state, area(state, &key)?, &asked, (chrono::Utc::now(), stop))
    });
    match found.await {
        Ok(found) => context.answer(StatusCode::OK, &page::view(context.state(), &found, &question)),
        Err(error) => problem::answer(&context, &error),
    }
}
