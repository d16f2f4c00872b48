//! Answers with the catalogue and with single indicators.

use actix_web::http::StatusCode;
use actix_web::web::{Path, ServiceConfig, get};
use actix_web::{HttpRequest, HttpResponse};

use super::{page, table};
use crate::app::error::Error;
use crate::app::gate::Cost;
use crate::app::planning::area::area;
use crate::app::planning::download;
use crate::app::planning::indicators::{IndicatorQuestion, all, view};
use crate::units::Lang;
use crate::web::planning::{files, problem};
use crate::web::public::about::not_found_page;
use crate::web::shell::answer::{self, PageError};
use crate::web::shell::page_context::PageContext;
use crate::web::shell::query_string::QueryString;

pub(in crate::web::planning) fn mount(config: &mut ServiceConfig) {
    config
        .route("/indikatoren", get().to(catalogue))
        .route("/indikatoren/{id}", get().to(indicator))
        .route("/indikatoren/{id}/werte.{ending}", get().to(file))
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

/// The values of the page as a file.
async fn file(
    request: HttpRequest,
    context: PageContext,
    path: Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let (id, ending) = path.into_inner();
    let Some(form) = download::form(&ending) else { return Ok(not_found_page(request).await) };
    let question = match IndicatorQuestion::read(QueryString::read(context.query()).pairs()) {
        Ok(question) => question,
        Err(error) => return problem::answer(&context, &error),
    };
    let name = name_of_file(&id, &question, "", &ending);
    let written = context.gated(Cost::Large, move |state, stop| {
        let now = chrono::Utc::now();
        let found = view(state, &id, &question, (now, stop))?;
        let document = table::values(&found).with_introduction(table::introduction(state, &found, now));
        document.write_for_people(form, Lang::De).map_err(Error::internal)
    });
    match written.await {
        Ok(bytes) => Ok(answer::file(&name, form.media_type(), bytes)),
        Err(error) => problem::answer(&context, &error),
    }
}

fn name_of_file(id: &str, question: &IndicatorQuestion, card: &str, ending: &str) -> String {
    let of = |part: &Option<String>| part.clone().unwrap_or_default();
    let year = question.year.map(|year| year.to_string()).unwrap_or_default();
    let of = [id, card, &of(&question.level), &of(&question.within), &year, &of(&question.area)];
    files::name("indikator", &of, ending)
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
    let name = name_of_file(&id, &question, &card, "svg");
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
