//! Answers with the catalogue and with single indicators.

use actix_web::http::StatusCode;
use actix_web::web::{Path, ServiceConfig, get};
use actix_web::{HttpRequest, HttpResponse};

use super::page;
use crate::app::gate::Cost;
use crate::app::planning::area::area;
use crate::app::planning::indicators::{IndicatorQuestion, all, view};
use crate::web::planning::problem;
use crate::web::public::about::not_found_page;
use crate::web::shell::answer::{self, PageError};
use crate::web::shell::page_context::PageContext;
use crate::web::shell::query_string::QueryString;

pub(in crate::web::planning) fn mount(config: &mut ServiceConfig) {
    config
        .route("/indikatoren", get().to(catalogue))
        .route("/indikatoren/{id}", get().to(indicator))
        .route("/indikatoren/{id}/{card}.svg", get().to(picture));
}

async fn catalogue(context: PageContext) -> Result<HttpResponse, PageError> {
    let fields = QueryString::read(context.query());
    let own = fields.get("area").map(|key| area(context.state(), key)).transpose();
    match own.and_then(|own| Ok((all(context.state())?, own))) {
        Ok((all, own)) => {
            let word = fields.get("wort").unwrap_or("");
            context.answer(StatusCode::OK, &page::catalogue(&all, word, own.as_ref()))
        }
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

/// The drawing of a card as a file.
async fn picture(
    request: HttpRequest,
    context: PageContext,
    path: Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let (id, card) = path.into_inner();
    let question = match IndicatorQuestion::read(QueryString::read(context.query()).pairs()) {
        Ok(question) => question,
        Err(error) => return problem::answer(&context, &error),
    };
    let name = format!("pflegeplan-{id}-{card}.svg");
    let found = context
        .gated(Cost::Large, move |state, stop| view(state, &id, &question, (chrono::Utc::now(), stop)));
    let drawing = match found.await {
        Ok(found) => page::card_of(context.state(), &found, &card).and_then(|card| card.drawing),
        Err(error) => return problem::answer(&context, &error),
    };
    match drawing {
        Some(drawing) => Ok(answer::file(&name, "image/svg+xml", drawing.file().into_bytes())),
        None => Ok(not_found_page(request).await),
    }
}
