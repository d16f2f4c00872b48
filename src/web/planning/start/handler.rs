//! Answers the search for an area.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{ServiceConfig, get};

use super::page;
use crate::app::planning::Found;
use crate::app::planning::area::find;
use crate::web::planning::address;
use crate::web::shell::answer::{self, PageError};
use crate::web::shell::page_context::PageContext;
use crate::web::shell::query_string::QueryString;

pub(in crate::web::planning) fn mount(config: &mut ServiceConfig) {
    config.route("", get().to(start)).route("/", get().to(start));
}

async fn start(context: PageContext) -> Result<HttpResponse, PageError> {
    let fields = QueryString::read(context.query());
    let run = address::run_fields(&fields);
    let Some(text) = fields.get("q") else {
        return context.answer(StatusCode::OK, &page::view(context.state(), &run, None));
    };
    match find(context.state(), text) {
        Found::Area(key) => Ok(answer::elsewhere(&address::area(&key, &run))),
        Found::Unknown(meant) => {
            context.answer(StatusCode::OK, &page::view(context.state(), &run, Some((text, meant))))
        }
    }
}
