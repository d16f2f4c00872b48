//! The citizens' pages of the Pflegekarte: server-rendered HTML that is complete without JavaScript, and the
//! files the browser needs beside it, all from our own origin.
//!
//! Each folder of `public` holds the handlers, views and templates of one subject. A handler extracts, calls and
//! answers; a view is plain values with finished texts; a template arranges them. Texts stand in `text`.
//!
//! `office` is where people with an account keep the register and write plans, in German as well.
//!
//! `planning` is the planner's workspace, built in the same way. Its key pages, the first one and the overview of an area, are
//! in every language. The others are in German only, as the law, the statistics and the catalogue of indicators that they
//! show are, so their texts stand in their views and templates.

mod office;
mod planning;
mod public;
mod shell;
mod text;

#[cfg(test)]
mod tests;

use actix_web::http::StatusCode;
use actix_web::web::ServiceConfig;
use actix_web::{HttpRequest, HttpResponse};

pub use public::about::{Refused, not_found_page};
pub use shell::forms::FormAddress;
pub use shell::logo::{Logo, MAX_LOGO_BYTES};
pub use shell::pages::{Pages, PagesError};
pub use shell::site::{Operator, Site};

/// Registers the pages. They need the application state and [`Pages`] as application data.
pub fn configure(config: &mut ServiceConfig) {
    public::mount(config);
    office::mount_plans(config);
    planning::mount(config);
    office::mount(config);
    shell::mount(config);
}

/// The addresses that a form is sent to. All others are only read.
pub fn forms() -> Vec<FormAddress> {
    let mut forms = public::forms();
    forms.extend(office::forms());
    forms
}

/// The page for a request that is refused before, or instead of, the page at its address, in the language of the address.
pub async fn refused_page(request: HttpRequest, status: StatusCode, refused: Refused) -> HttpResponse {
    let pattern = request.resource_map().match_pattern(request.path());
    let form = forms().into_iter().find(|form| Some(&form.path) == pattern.as_ref());
    public::about::refused_page(request, status, refused, form.map(|form| form.most_bytes)).await
}
