//! Answers a search. A form's number and unit lead to the address that the API would understand.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{ServiceConfig, get};

use super::{distance_limit, page};
use crate::app::Directory;
use crate::web::shell::answer::{self, PageError};
use crate::web::shell::page_context::PageContext;
use crate::web::shell::pages::View;
use crate::web::shell::query_string::QueryString;
use crate::web::text::messages::Messages;

pub(in crate::web) fn mount(config: &mut ServiceConfig, base: &str) {
    config.route(&format!("{base}/"), get().to(search));
}

async fn search(context: PageContext) -> Result<HttpResponse, PageError> {
    answer_form(&context, "/", page::view).await
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
