//! What all answers have in common: validators, content negotiation, headers, the form of errors.

pub mod body;
pub mod connections;
pub mod gate;
pub mod methods;
pub mod origin;
pub mod overload;
pub mod parameters;
pub mod problem;
pub mod responses;
pub mod schemas;

use std::hash::{DefaultHasher, Hash, Hasher};

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{
    ACCEPT, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY,
    ETAG, HeaderMap, HeaderName, HeaderValue, IF_NONE_MATCH, VARY, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{HttpRequest, HttpResponse};

use crate::app;
use crate::tables::Format;
use problem::{ApiError, Problem};

/// The `ETag` of an answer that depends on a version and the request alone.
#[derive(Debug, Clone)]
pub struct Validator(String);

impl Validator {
    /// Weak, because the same answer may come compressed or not.
    pub fn new(version: u64, what: impl Hash) -> Self {
        let mut hasher = DefaultHasher::new();
        (env!("CARGO_PKG_VERSION"), what).hash(&mut hasher);
        Self(format!("W/\"{version}-{:016x}\"", hasher.finish()))
    }

    /// Whether the caller holds this answer already (`If-None-Match`).
    pub fn matches(&self, request: &HttpRequest) -> bool {
        let held = request.headers().get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
        held.is_some_and(|held| held.trim() == "*" || held.split(',').any(|tag| tag.trim() == self.0))
    }

    /// The answer to a caller that holds it already.
    pub fn not_modified(&self) -> HttpResponse {
        HttpResponse::NotModified().insert_header((ETAG, self.0.as_str())).finish()
    }

    /// An answer that a cache may keep and must revalidate.
    pub fn answer(&self, content_type: &'static str, body: impl MessageBody + 'static) -> HttpResponse {
        HttpResponse::Ok()
            .insert_header((ETAG, self.0.as_str()))
            .insert_header((CACHE_CONTROL, HeaderValue::from_static("no-cache")))
            .insert_header((VARY, HeaderValue::from_static("accept, accept-encoding")))
            .content_type(content_type)
            .body(body)
    }
}

/// The form among `offered` that a caller accepts best; JSON if it names none of them.
pub fn accepted(request: &HttpRequest, offered: &[Format]) -> Format {
    let Some(accept) = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok()) else {
        return Format::Json;
    };
    let mut best = (0.0, Format::Json);
    for part in accept.split(',') {
        let mut pieces = part.split(';').map(str::trim);
        let format = match pieces.next() {
            Some("application/*" | "*/*") => Some(Format::Json),
            named => offered.iter().copied().find(|format| named == Some(format.accepted_type())),
        };
        let Some(format) = format else { continue };
        let weight =
            pieces.find_map(|piece| piece.strip_prefix("q=")).map_or(1.0, |q| q.parse().unwrap_or(0.0));
        if weight > best.0 {
            best = (weight, format);
        }
    }
    best.1
}

/// Wraps every answer of the service.
///
/// `HEAD` is answered as `GET` without its body. `OPTIONS` lists the methods of a path, and answers the preflight of
/// another website for a path of the API. An error that is no HTML page gets the form of a problem with the path in it,
/// also that of a missing file, whose handler gives the status only.
pub async fn around<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, actix_web::Error> {
    let origin_policy = OriginPolicy::of(&request);
    if request.method() == Method::OPTIONS && request.resource_map().has_resource(request.path()) {
        let options = options(request.request(), origin_policy);
        return Ok(finish(request.into_response(options).map_into_right_body(), origin_policy));
    }
    if request.method() == Method::HEAD {
        // The encoder remembers that it was HEAD and sends the length without the body.
        request.head_mut().method = Method::GET;
    }
    let response = next.call(request).await?;
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) || is_page(&response) {
        return Ok(finish(response.map_into_left_body(), origin_policy));
    }
    let problem = problem_of(&response);
    Ok(finish(response.into_response(problem.respond()).map_into_right_body(), origin_policy))
}

/// Which pages of other websites may read an answer (CORS).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OriginPolicy {
    /// A call of the API: any, after a preflight as well. The data are open and there are no cookies.
    Api,
    /// A file that is only read, such as the script for other websites: any.
    File,
    /// What a page sends in a body, which may hold the position of a person: none but our own.
    OwnPages,
}

/// Whether a path belongs to the API, including open data for GIS programs.
fn is_api(path: &str) -> bool {
    ["/api/", "/health/", "/ogc/"].iter().any(|start| path.starts_with(start))
        || ["/openapi.json", "/ogc"].contains(&path)
}

/// Whether at a path there are data and no pages: the API, files of all data, and their catalogue.
pub fn is_data(path: &str) -> bool {
    is_api(path) || path.starts_with("/bulk/") || path.starts_with("/dcat-ap.")
}

impl OriginPolicy {
    fn of(request: &ServiceRequest) -> Self {
        let path = request.path();
        if is_api(path) {
            Self::Api
        } else if [Method::GET, Method::HEAD].contains(request.method()) {
            Self::File
        } else {
            Self::OwnPages
        }
    }
}

/// How long a browser may keep the answer to a preflight: a day, in seconds.
const PREFLIGHT_MAX_AGE_S: &str = "86400";

fn options(request: &HttpRequest, origin_policy: OriginPolicy) -> HttpResponse {
    let allowed = methods::of_request(request);
    let mut response = HttpResponse::NoContent();
    response.insert_header((ALLOW, allowed));
    if origin_policy == OriginPolicy::Api {
        response
            .insert_header((ACCESS_CONTROL_ALLOW_METHODS, allowed))
            .insert_header((ACCESS_CONTROL_ALLOW_HEADERS, "accept, content-type, if-none-match"))
            .insert_header((ACCESS_CONTROL_MAX_AGE, PREFLIGHT_MAX_AGE_S));
    }
    response.finish()
}

/// What data may do where a browser is made to show them as a document: nothing, and in no frame. Pages have their own
/// policy, which says who may frame them.
const DATA_POLICY: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// The same for a drawing, which may have styles of its own.
const DRAWING_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Whether an answer is an HTML page, which explains its error itself.
pub fn is_page<B>(response: &ServiceResponse<B>) -> bool {
    has_type(response, "text/html")
}

fn has_type<B>(response: &ServiceResponse<B>, wanted: &str) -> bool {
    let kind = response.headers().get(actix_web::http::header::CONTENT_TYPE);
    kind.and_then(|kind| kind.to_str().ok()).is_some_and(|kind| kind.starts_with(wanted))
}

/// The problem of an answer that is an error.
pub fn problem_of<B>(response: &ServiceResponse<B>) -> Problem {
    let cause = response.response().error();
    let of_api = || Some(cause?.as_error::<ApiError>()?.problem());
    let of_app = || Some(problem::of_use_case(cause?.as_error::<app::error::Error>()?));
    let request = response.request();
    let of_framework = || match response.status() {
        StatusCode::METHOD_NOT_ALLOWED => {
            let (method, allowed) = (request.method().to_string(), methods::of_request(request));
            ApiError::WrongMethod { method, allowed }.problem()
        }
        status => Problem::of_status(status),
    };
    let problem = of_api().or_else(of_app).unwrap_or_else(of_framework);
    problem.at(response.request().path())
}

fn finish<B>(mut response: ServiceResponse<B>, origin_policy: OriginPolicy) -> ServiceResponse<B> {
    let is_page = is_page(&response);
    let is_drawing = has_type(&response, "image/svg+xml");
    let headers = response.headers_mut();
    if !headers.contains_key(CONTENT_SECURITY_POLICY) {
        let policy = if is_drawing { DRAWING_POLICY } else { DATA_POLICY };
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    }
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // Searches may carry an address; it must not travel on in a referrer.
    let referrer_policy = HeaderName::from_static("referrer-policy");
    if !headers.contains_key(&referrer_policy) {
        headers.insert(referrer_policy, HeaderValue::from_static("no-referrer"));
    }
    if !is_page && origin_policy != OriginPolicy::OwnPages {
        allow_any_origin(headers);
    }
    response
}

/// Lets a page of any website read an answer, with the validator that it may send back.
fn allow_any_origin(headers: &mut HeaderMap) {
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    let exposed = match (headers.contains_key(ETAG), headers.contains_key(CONTENT_CRS)) {
        (true, true) => "etag, content-crs",
        (true, false) => "etag",
        (false, _) => return,
    };
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(exposed));
}

/// Names the coordinate system of an answer (OGC API Features, Part 2).
pub const CONTENT_CRS: &str = "content-crs";

/// The answer at a path without a handler for the request: there is nothing, or something that takes other methods.
pub async fn nothing_here(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    let allowed = methods::of_request(&request);
    let is_allowed = allowed.split(", ").any(|allowed| allowed == request.method().as_str());
    // What takes the method and does not answer is closed, and looks as if it were not there.
    if request.resource_map().has_resource(request.path()) && !is_allowed {
        Err(ApiError::WrongMethod { method: request.method().to_string(), allowed })
    } else {
        Err(ApiError::NotFound("There is nothing at this path; hint: /api/docs lists what there is.".into()))
    }
}

impl Problem {
    /// For errors that the web framework found on its own.
    fn of_status(status: StatusCode) -> Self {
        let title = status.canonical_reason().unwrap_or("Error");
        Self {
            kind: "about:blank",
            title,
            status: status.as_u16(),
            detail: format!("The request could not be answered: {title}."),
            instance: None,
            errors: Vec::new(),
            allowed: None,
            retry_after_s: None,
            closes: false,
        }
    }
}
