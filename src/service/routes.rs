//! The routes of the service, what readers are told in place of an error, and the access log.

use actix_web::HttpResponse;
use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{ACCEPT, ALLOW, RETRY_AFTER};
use actix_web::middleware::{Logger, Next};
use actix_web::web::{self, Data};

use crate::api::http::methods::{DocumentedMethods, Methods};
use crate::api::http::problem::ApiError;
use crate::api::{self, ContractText, Rendering, http};
use crate::app::State;
use crate::web::{self as web_pages, FormAddress, Pages, Refused};

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
            .app_data(methods(&contract))
            .app_data(contract)
            .app_data(pages)
            .configure(|config| {
                api::configure(&mut utoipa_actix_web::service_config::ServiceConfig::new(config))
            })
            .configure(api::configure_docs)
            .configure(api::configure_open_data)
            .configure(web_pages::configure)
            .default_service(web::to(http::nothing_here));
    }
}

/// The methods of what the contract documents, and of the addresses that a form is sent to.
fn methods(contract: &ContractText) -> Data<DocumentedMethods> {
    let of_form = |form: FormAddress| (form.path, Methods { get: form.is_page, post: true });
    let mut methods = contract.methods().0.clone();
    methods.extend(web_pages::forms().into_iter().map(of_form));
    Data::new(DocumentedMethods(methods))
}

/// Gives an error at the address of a page the form of a page, in the language of the address. Whoever calls the API or
/// asks for data keeps the problem document.
pub async fn explain_to_readers<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, actix_web::Error> {
    let is_reader = is_reader(&request);
    let response = next.call(request).await?;
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if !is_reader || !is_error || http::is_page(&response) {
        return Ok(response.map_into_left_body());
    }
    let page = web_pages::refused_page(response.request().clone(), status, refused(&response)).await;
    Ok(explained(response, page).map_into_right_body())
}

/// Whether a person reads the answer: browsers ask for HTML, and every form outside the data is one of our pages.
fn is_reader(request: &ServiceRequest) -> bool {
    if http::is_data(request.path()) {
        return false;
    }
    let accept = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok());
    let is_form = || *request.method() == Method::POST && request.resource_map().has_resource(request.path());
    accept.is_some_and(|accept| accept.contains("text/html")) || is_form()
}

/// What a page says of an error.
fn refused<B>(response: &ServiceResponse<B>) -> Refused {
    let cause = response.response().error();
    if let Some(ApiError::BodyTooSlow { seconds }) = cause.and_then(|cause| cause.as_error()) {
        return Refused::TooSlow { seconds: *seconds };
    }
    let problem = http::problem_of(response);
    match problem.retry_after_s {
        Some(seconds) => Refused::Busy { seconds: seconds.into() },
        None => Refused::of_status(response.status()),
    }
}

/// The page in place of an error, with what the error tells programs in headers.
fn explained<B>(response: ServiceResponse<B>, mut page: HttpResponse) -> ServiceResponse<BoxBody> {
    let problem = http::problem_of(&response).respond();
    for name in [ALLOW, RETRY_AFTER] {
        if let Some(value) = problem.headers().get(&name) {
            page.headers_mut().insert(name, value.clone());
        }
    }
    page.head_mut().set_connection_type(problem.head().connection_type());
    response.into_response(page)
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
