//! Answers with what the figures rest on.

use actix_web::http::StatusCode;
use actix_web::web::{Path, ServiceConfig, get};
use actix_web::{HttpRequest, HttpResponse};

use super::page;
use crate::app::gate::Cost;
use crate::app::planning::data::{data_state, file};
use crate::app::planning::download;
use crate::web::planning::{files, problem};
use crate::web::public::about::not_found_page;
use crate::web::shell::answer::{self, PageError};
use crate::web::shell::page_context::PageContext;

pub(in crate::web::planning) fn mount(config: &mut ServiceConfig) {
    config.route("/daten", get().to(data)).route("/daten/indikatoren.{ending}", get().to(table));
}

async fn data(context: PageContext) -> Result<HttpResponse, PageError> {
    let today = context.snapshot().today();
    match context.gated(Cost::Large, move |state, stop| data_state(state, today, stop)).await {
        Ok(found) => context.answer(StatusCode::OK, &page::view(&found)),
        Err(error) => problem::answer(&context, &error),
    }
}

async fn table(
    request: HttpRequest,
    context: PageContext,
    ending: Path<String>,
) -> Result<HttpResponse, PageError> {
    let Some(form) = download::form(&ending) else { return Ok(not_found_page(request).await) };
    let name = files::name("daten", &["indikatoren"], &ending);
    let written = context.gated(Cost::Large, move |state, _| {
        let facts = vec![("Gebiete", "Land und Kreise".to_owned())];
        let title = "Welche Indikatoren Zahlen haben".to_owned();
        let source = "Katalog der Indikatoren; eigene Berechnung";
        file(state, (form, files::introduction(state, title, facts, source, chrono::Utc::now())))
    });
    match written.await {
        Ok(file) => Ok(answer::file(&name, file.media_type, file.bytes)),
        Err(error) => problem::answer(&context, &error),
    }
}
