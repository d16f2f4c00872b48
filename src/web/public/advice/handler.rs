//! Answers with the page for advisers, and with the search of one of their cases.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Bytes, PayloadConfig, ServiceConfig, get, post, resource};

use super::page;
use crate::web::public::search::distance_limit::canonical_query;
use crate::web::public::search::handler::answer_form;
use crate::web::shell::answer::{self, PageError};
use crate::web::shell::page_context::PageContext;
use crate::web::shell::query_string::QueryString;

/// The largest body of a search, in bytes.
const MAX_SEARCH_BYTES: usize = 16 * 1024;

pub(in crate::web) fn mount(config: &mut ServiceConfig, base: &str) {
    config.route(&format!("{base}/beratung"), get().to(advice)).service(
        resource(format!("{base}/beratung/suche"))
            .app_data(PayloadConfig::new(MAX_SEARCH_BYTES))
            .route(post().to(search)),
    );
    config.service(
        resource(format!("{base}/beratung/gemerkt"))
            .app_data(PayloadConfig::new(MAX_SEARCH_BYTES))
            .route(post().to(chosen)),
    );
}

async fn advice(context: PageContext) -> Result<HttpResponse, PageError> {
    answer_form(&context, "/beratung", page::page).await
}

/// The marked facilities of one case for print. Their ids come in the body, so that no address holds them.
async fn chosen(context: PageContext, body: Bytes) -> Result<HttpResponse, PageError> {
    let named = String::from_utf8_lossy(&body).into_owned();
    let view = context.make(move |messages, directory| page::chosen(messages, directory, &named)).await?;
    Ok(answer::unkept(context.part(StatusCode::OK, &view)?))
}

/// The search of one case. It comes in the body of a request, so that no address holds it.
async fn search(context: PageContext, body: Bytes) -> Result<HttpResponse, PageError> {
    let sent = QueryString::read(&String::from_utf8_lossy(&body));
    let fields = canonical_query(&sent).unwrap_or(sent);
    let view = context.make(move |messages, directory| page::search(messages, directory, &fields));
    let (status, view) = view.await?;
    Ok(answer::unkept(context.part(status, &view)?))
}
