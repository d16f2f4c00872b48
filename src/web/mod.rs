//! The citizens' pages of the Pflegekarte: server-rendered HTML that is complete without JavaScript,
//! and the files the browser needs beside it, all from our own origin.
//!
//! A handler extracts, calls and answers. What a page says is built in `search_page`, `facility_page`
//! and `about_pages` as plain structs (`view`), and written by the templates.

mod about_pages;
mod answer;
mod assets;
mod facility_page;
mod format;
mod pages;
mod query_string;
mod results;
mod search_form;
mod search_page;
mod texts;
mod view;
mod widen;

#[cfg(test)]
mod tests;

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path, ServiceConfig, get};
use actix_web::{FromRequest, HttpRequest, HttpResponse, ResponseError};

use crate::api::State;
use answer::PageError;
pub use pages::{Pages, PagesError};

/// Registers the pages. They need [`State`] and [`Pages`] as application data.
pub fn configure(config: &mut ServiceConfig) {
    config
        .route("/", get().to(search))
        .route("/einrichtung/{id}", get().to(facility))
        .route("/datenquellen", get().to(sources))
        .route("/datenschutz", get().to(privacy))
        .route("/lizenzen", get().to(assets::licences))
        .route("/assets/{path}", get().to(assets::asset))
        .route("/favicon.svg", get().to(assets::favicon))
        .route("/robots.txt", get().to(assets::robots));
}

async fn search(
    request: HttpRequest,
    state: Data<State>,
    pages: Data<Pages>,
) -> Result<HttpResponse, PageError> {
    let published = state.published();
    let raw = request.query_string();
    let (status, view) = if state.finder.router.may_wait() {
        // Times on roads are waited for, so the page is made on a thread that may.
        let (state, published, raw) = (state.clone(), published.clone(), raw.to_owned());
        web::block(move || search_page::view(&state.finder, &published.snapshot, &raw))
            .await
            .map_err(|_| PageError::Stopped)?
    } else {
        search_page::view(&state.finder, &published.snapshot, raw)
    };
    pages.answer(&request, status, &published.snapshot, &view)
}

async fn facility(
    request: HttpRequest,
    id: Path<String>,
    state: Data<State>,
    pages: Data<Pages>,
) -> Result<HttpResponse, PageError> {
    let published = state.published();
    match facility_page::view(&state.finder, &published.snapshot, &id, request.query_string()) {
        Some(view) => pages.answer(&request, StatusCode::OK, &published.snapshot, &view),
        None => {
            let view = about_pages::unknown_facility(request.query_string());
            pages.answer(&request, StatusCode::NOT_FOUND, &published.snapshot, &view)
        }
    }
}

async fn sources(
    request: HttpRequest,
    state: Data<State>,
    pages: Data<Pages>,
) -> Result<HttpResponse, PageError> {
    let published = state.published();
    let view = about_pages::sources(&state.finder.router, &published.snapshot);
    pages.answer(&request, StatusCode::OK, &published.snapshot, &view)
}

async fn privacy(
    request: HttpRequest,
    state: Data<State>,
    pages: Data<Pages>,
) -> Result<HttpResponse, PageError> {
    pages.answer(&request, StatusCode::OK, &state.published().snapshot, &about_pages::Privacy)
}

/// The answer for a path nobody listens to, for readers who want HTML.
pub async fn not_found_page(request: HttpRequest) -> HttpResponse {
    match <(Data<State>, Data<Pages>)>::extract(&request).await {
        Ok((state, pages)) => pages
            .answer(
                &request,
                StatusCode::NOT_FOUND,
                &state.published().snapshot,
                &about_pages::unknown_page(),
            )
            .unwrap_or_else(|error| error.error_response()),
        Err(error) => error.error_response(),
    }
}
