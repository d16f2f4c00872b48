//! Answers with the page of a town and a kind of care.

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::web::{Path, ServiceConfig, get};
use actix_web::{HttpRequest, HttpResponse};

use super::page;
use super::slugs::{self, Towns};
use crate::web::public::about::not_found_page;
use crate::web::shell::answer::PageError;
use crate::web::shell::page_context::PageContext;

pub(in crate::web) fn mount(config: &mut ServiceConfig, base: &str) {
    config.route(&format!("{base}/pflege/{{town}}/{{category}}"), get().to(town));
}

async fn town(
    request: HttpRequest,
    context: PageContext,
    path: Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let (town, category) = path.into_inner();
    let directory = context.directory();
    let towns = Towns::of(&directory.reference.areas);
    let found = towns.get(&town).zip(slugs::category(&directory.reference.categories, &category));
    let Some((area, asked)) = found else { return Ok(not_found_page(request).await) };
    let own = slugs::path(&town, asked);
    if !own.ends_with(&format!("/{category}")) {
        let address = format!("{}{own}", context.edition().base());
        return Ok(HttpResponse::PermanentRedirect().insert_header((LOCATION, address)).finish());
    }
    context.answer(StatusCode::OK, &page::view(context.messages(), &directory, &towns, area, asked))
}
