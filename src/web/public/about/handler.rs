//! Answers with the pages about the service.

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::web::{ServiceConfig, get};
use actix_web::{FromRequest, HttpRequest, HttpResponse, ResponseError};

use super::prose::{EASY_PAGES, PAGES, Prose};
use super::refused::Refused;
use super::{not_found, sitemap, sources, well_known};
use crate::web::shell::answer::{self, PageError, unkept};
use crate::web::shell::edition::Edition;
use crate::web::shell::page_context::PageContext;

pub(in crate::web) fn mount(config: &mut ServiceConfig, base: &str) {
    config.route(&format!("{base}/datenquellen"), get().to(data_sources));
    config.route(&format!("{base}/site.webmanifest"), get().to(manifest));
    PAGES.iter().for_each(|page| mount_prose(config, base, *page));
}

/// What stands at one address, whatever the language.
pub(in crate::web) fn mount_once(config: &mut ServiceConfig) {
    EASY_PAGES.iter().for_each(|page| mount_prose(config, "", *page));
    for base in Edition::all().map(Edition::base).filter(|base| !base.is_empty()) {
        config.route(&base, get().to(first_page));
    }
    config
        .route("/sitemap.xml", get().to(site_map))
        .route("/robots.txt", get().to(robots))
        .route("/.well-known/security.txt", get().to(security));
}

fn mount_prose(config: &mut ServiceConfig, base: &str, page: Prose) {
    config.route(&format!("{base}{}", page.path), get().to(move |context: PageContext| prose(context, page)));
}

async fn prose(context: PageContext, page: Prose) -> Result<HttpResponse, PageError> {
    context.answer(StatusCode::OK, &page)
}

async fn data_sources(context: PageContext) -> Result<HttpResponse, PageError> {
    let view = sources::sources(context.messages(), context.router(), context.snapshot());
    context.answer(StatusCode::OK, &view)
}

/// The pages of a language, and those for frames, begin at their prefix and a slash. What is searched for is kept.
async fn first_page(request: HttpRequest) -> HttpResponse {
    let query = request.uri().query().map_or_else(String::new, |query| format!("?{query}"));
    let address = format!("{}/{query}", request.path());
    HttpResponse::PermanentRedirect().insert_header((LOCATION, address)).finish()
}

async fn robots(context: PageContext) -> HttpResponse {
    answer::text("text/plain; charset=utf-8", sitemap::robots(context.site_settings()))
}

async fn security(request: HttpRequest, context: PageContext) -> HttpResponse {
    match well_known::security(context.site_settings(), context.snapshot().today()) {
        Some(text) => answer::text("text/plain; charset=utf-8", text),
        None => not_found_page(request).await,
    }
}

async fn manifest(context: PageContext) -> HttpResponse {
    let (name, region) = context.names();
    let text = well_known::manifest(
        context.messages(),
        context.edition(),
        context.site_settings(),
        (&name, &region),
    );
    answer::text("application/manifest+json", text)
}

async fn site_map(request: HttpRequest, context: PageContext) -> HttpResponse {
    match sitemap::sitemap(context.site_settings(), context.snapshot(), context.directory().reference) {
        Some(map) => answer::text("application/xml; charset=utf-8", map),
        None => not_found_page(request).await,
    }
}

/// The answer for a path that no route takes, for readers who want HTML.
pub async fn not_found_page(request: HttpRequest) -> HttpResponse {
    match PageContext::extract(&request).await {
        Ok(context) => context
            .answer(StatusCode::NOT_FOUND, &not_found::unknown_page(context.messages()))
            .unwrap_or_else(|error| error.error_response()),
        Err(error) => error.error_response(),
    }
}

/// The page for a request that is refused before, or instead of, the page at its address; nobody stores it.
/// `most_bytes` is the limit of the form there, where it is not that of the pages for citizens.
pub async fn refused_page(
    request: HttpRequest,
    status: StatusCode,
    refused: Refused,
    most_bytes: Option<usize>,
) -> HttpResponse {
    match PageContext::extract(&request).await {
        Ok(context) => context
            .answer(status, &refused.page(context.messages(), most_bytes))
            .map_or_else(|error| error.error_response(), unkept),
        Err(error) => error.error_response(),
    }
}
