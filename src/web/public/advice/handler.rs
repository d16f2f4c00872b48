//! Answers with the page for advisers, and with the search of one of their cases.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Bytes, PayloadConfig, ServiceConfig, get, post, resource};

use super::page;
use crate::web::public::search::handler::{answer_form, link};
use crate::web::public::search::posted::{self, PostedStart};
use crate::web::shell::answer::{self, PageError};
use crate::web::shell::forms::{FormAddress, MAX_FORM_BYTES};
use crate::web::shell::page_context::PageContext;
use crate::web::shell::query_string::QueryString;

pub(in crate::web) fn mount(config: &mut ServiceConfig, base: &str) {
    config.service(
        resource(format!("{base}/beratung"))
            .app_data(PayloadConfig::new(MAX_FORM_BYTES))
            .route(get().to(advice))
            .route(post().to(advice_posted)),
    );
    config.service(
        resource(format!("{base}/beratung/suche"))
            .app_data(PayloadConfig::new(MAX_FORM_BYTES))
            .route(post().to(search)),
    );
    config.service(
        resource(format!("{base}/beratung/gemerkt"))
            .app_data(PayloadConfig::new(MAX_FORM_BYTES))
            .route(post().to(chosen)),
    );
}

/// What takes a body.
pub(in crate::web) fn forms(base: &str) -> Vec<FormAddress> {
    let addresses = [("/beratung", true), ("/beratung/suche", false), ("/beratung/gemerkt", false)];
    addresses.map(|(path, is_page)| FormAddress::public(format!("{base}{path}"), is_page)).into()
}

async fn advice(context: PageContext) -> Result<HttpResponse, PageError> {
    answer_form(&context, "/beratung", page::page).await
}

/// The form without scripts. What names a locality leads on to the link of the search.
async fn advice_posted(context: PageContext, body: Bytes) -> Result<HttpResponse, PageError> {
    let fields = posted::fields(&body);
    let Some(start) = started(&context, &fields) else {
        return Ok(answer::elsewhere(&link(&context, "/beratung", &fields)));
    };
    let view =
        context.make(move |messages, directory| page::page_posted(messages, directory, &fields, &start));
    let (status, view) = view.await?;
    Ok(answer::unkept(context.answer(status, &view)?))
}

fn started(context: &PageContext, fields: &QueryString) -> Option<PostedStart> {
    let index = context.state().addresses.index();
    PostedStart::of(fields, &context.state().reference, index.as_deref())
}

/// The marked facilities of one case for print. Their ids come in the body, so that no address holds them.
async fn chosen(context: PageContext, body: Bytes) -> Result<HttpResponse, PageError> {
    let named = String::from_utf8_lossy(&body).into_owned();
    let view = context.make(move |messages, directory| page::chosen(messages, directory, &named)).await?;
    Ok(answer::unkept(context.part(StatusCode::OK, &view)?))
}

/// The search of one case. It comes in the body of a request, so that no address holds it.
async fn search(context: PageContext, body: Bytes) -> Result<HttpResponse, PageError> {
    let fields = posted::fields(&body);
    let start = started(&context, &fields);
    let view = context
        .make(move |messages, directory| page::search_posted(messages, directory, &fields, start.as_ref()));
    let (status, view) = view.await?;
    Ok(answer::unkept(context.part(status, &view)?))
}
