//! Answers a search. A form's number and unit lead to the address that the API would understand.

use actix_web::http::StatusCode;
use actix_web::web::{self, Bytes, PayloadConfig, ServiceConfig, get, post, resource};
use actix_web::{HttpRequest, HttpResponse};

use super::posted::{self, PostedStart};
use super::start::StateMap;
use super::{distance_limit, page};
use crate::app::Directory;
use crate::web::shell::answer::{self, PageError};
use crate::web::shell::forms::{FormAddress, MAX_FORM_BYTES};
use crate::web::shell::page_context::PageContext;
use crate::web::shell::pages::View;
use crate::web::shell::query_string::QueryString;
use crate::web::text::messages::Messages;

pub(in crate::web) fn mount(config: &mut ServiceConfig, base: &str) {
    config.service(
        resource(format!("{base}/"))
            .app_data(PayloadConfig::new(MAX_FORM_BYTES))
            .route(get().to(search))
            .route(post().to(search_posted)),
    );
}

/// What takes a body.
pub(in crate::web) fn forms(base: &str) -> Vec<FormAddress> {
    vec![FormAddress::public(format!("{base}/"), true)]
}

/// The map of the first page, which is the same in every language.
pub(in crate::web) fn mount_once(config: &mut ServiceConfig) {
    config.route("/landkarte.svg", get().to(state_map));
}

async fn state_map(request: HttpRequest, context: PageContext) -> Result<HttpResponse, PageError> {
    let state = context.shared_state();
    let map = web::block(move || StateMap::new(&state.reference.base_layer)).await;
    let map = map.map_err(|_| PageError::Stopped)?;
    Ok(answer::picture(&request, context.unframed(StateMap::TEMPLATE, &map)?))
}

async fn search(context: PageContext) -> Result<HttpResponse, PageError> {
    answer_form(&context, "/", |messages, directory, fields| page::view(messages, directory, fields, None))
        .await
}

/// The same from a form. What names a locality leads on to the link of the search; an address is answered here.
async fn search_posted(context: PageContext, body: Bytes) -> Result<HttpResponse, PageError> {
    let fields = posted::fields(&body);
    let index = context.state().addresses.index();
    let Some(start) = PostedStart::of(&fields, &context.state().reference, index.as_deref()) else {
        return Ok(answer::elsewhere(&link(&context, "/", &fields)));
    };
    let view =
        context.make(move |messages, directory| page::view(messages, directory, &fields, Some(&start)));
    let (status, view) = view.await?;
    Ok(answer::unkept(context.answer(status, &view)?))
}

/// The address of a search.
pub(in crate::web) fn link(context: &PageContext, path: &str, fields: &QueryString) -> String {
    let path = format!("{}{path}", context.edition().base());
    if fields.is_empty() { path } else { format!("{path}?{fields}") }
}

/// A page with a form for a search, at its path in each edition.
pub(in crate::web) async fn answer_form<V: View + Send + 'static>(
    context: &PageContext,
    path: &str,
    make: fn(&Messages, &Directory<'_>, &QueryString) -> (StatusCode, V),
) -> Result<HttpResponse, PageError> {
    let fields = QueryString::read(context.query());
    if let Some(canonical) = distance_limit::canonical_query(&fields) {
        return Ok(answer::elsewhere(&format!("{}{path}?{canonical}", context.edition().base())));
    }
    let (status, view) = context.make(move |messages, directory| make(messages, directory, &fields)).await?;
    context.answer(status, &view)
}
