//! Answers with the style guide.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{ServiceConfig, get};

use super::page;
use crate::web::shell::answer::PageError;
use crate::web::shell::page_context::PageContext;

pub(in crate::web) fn mount(config: &mut ServiceConfig) {
    config.route("/stil", get().to(style_guide));
}

async fn style_guide(context: PageContext) -> Result<HttpResponse, PageError> {
    context.answer(StatusCode::OK, &page::view())
}
