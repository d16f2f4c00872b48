//! The routes of the service and its access log.

use actix_web::http::header::ACCEPT;
use actix_web::middleware::Logger;
use actix_web::web::{self, Data};
use actix_web::{HttpRequest, HttpResponse};

use crate::api::{self, ContractText, Rendering, http};
use crate::app::State;
use crate::web::{self as web_pages, Pages};

/// All routes of the service: API, its documentation and pages.
pub fn routes(
    state: Data<State>,
    rendering: Data<Rendering>,
    contract: Data<ContractText>,
    pages: Data<Pages>,
) -> impl FnOnce(&mut web::ServiceConfig) {
    move |config| {
        config
            .app_data(state)
            .app_data(rendering)
            .app_data(contract.methods())
            .app_data(contract)
            .app_data(pages)
            .configure(|config| {
                api::configure(&mut utoipa_actix_web::service_config::ServiceConfig::new(config))
            })
            .configure(api::configure_docs)
            .configure(api::configure_open_data)
            .configure(web_pages::configure)
            .default_service(web::to(nothing_here));
    }
}

/// Answers an unknown path: browsers get a page, programs a problem document.
async fn nothing_here(request: HttpRequest) -> HttpResponse {
    let accept = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok());
    if accept.is_some_and(|accept| accept.contains("text/html")) && !request.path().starts_with("/api/") {
        return web_pages::not_found_page(request).await;
    }
    match http::nothing_here(request).await {
        Ok(response) => response,
        Err(error) => HttpResponse::from_error(error),
    }
}

/// The access log: method, path, status, bytes and milliseconds. Query strings, client addresses and tile numbers are left
/// out, because they reveal where a family lives.
pub fn access_logger() -> Logger {
    Logger::new("%{METHOD}xi %{PATH}xi %s %b B %D ms")
        .custom_request_replace("METHOD", |request| request.method().to_string())
        .custom_request_replace("PATH", |request| logged_path(request.path()).to_owned())
}

fn logged_path(path: &str) -> &str {
    const PARTS_OF_MAPS: [(&str, &str); 2] = [("/kacheln/", "/kacheln/…"), ("/grundkarte/", "/grundkarte/…")];
    PARTS_OF_MAPS.iter().find(|(start, _)| path.starts_with(start)).map_or(path, |(_, logged)| logged)
}
