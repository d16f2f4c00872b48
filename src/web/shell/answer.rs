//! HTML responses: headers, ETag, and the page shown when a page cannot be rendered.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, EntityTag, Header, HeaderValue, IfNoneMatch};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, ResponseError};
use sha2::{Digest, Sha256};

use crate::tables::TableError;

/// All resources come from our own origin, and only files of ours are executed. Leaflet sets styles through
/// the DOM, which this allows; `data:` is for images inside its style sheet.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' data:; connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; \
     form-action 'self'; \
     frame-ancestors ";

/// Only the embedded pages may be framed by other sites.
const FRAMED_BY_ANYBODY: &str = "*";
const FRAMED_BY_US: &str = "'self'";

const FAILED: &str = "<!DOCTYPE html><html lang=\"de\"><meta charset=\"utf-8\"><title>Fehler</title>\
     <h1>Diese Seite lässt sich gerade nicht anzeigen</h1>\
     <p>Der Fehler ist vermerkt. <a href=\"/\">Zur Suche</a></p></html>";

/// Why a page could not be rendered. The cause is logged and not shown.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    #[error("a page could not be written: {0:#}")]
    Template(#[from] minijinja::Error),
    #[error("a page was not written, because the service is being stopped")]
    Stopped,
    #[error("a table could not be written: {0}")]
    Table(#[from] TableError),
}

impl ResponseError for PageError {
    fn status_code(&self) -> StatusCode {
        StatusCode::INTERNAL_SERVER_ERROR
    }

    fn error_response(&self) -> HttpResponse {
        log::error!("{self}");
        builder(self.status_code(), false).insert_header((header::CACHE_CONTROL, "no-store")).body(FAILED)
    }
}

/// A page, or 304 when the client has the same one. The ETag is weak, because it identifies the text independent
/// of its compression.
pub(crate) fn html(request: &HttpRequest, status: StatusCode, body: String, embedded: bool) -> HttpResponse {
    let tag = EntityTag::new_weak(hex(&Sha256::digest(body.as_bytes())));
    let held = status == StatusCode::OK && is_held(request, &tag);
    let mut answer = builder(if held { StatusCode::NOT_MODIFIED } else { status }, embedded);
    answer.insert_header(header::ETag(tag)).insert_header((header::CACHE_CONTROL, "no-cache"));
    if held { answer.finish() } else { answer.body(body) }
}

/// A response that neither browsers nor caches store.
pub(crate) fn unkept(mut answer: HttpResponse) -> HttpResponse {
    let headers = answer.headers_mut();
    headers.remove(header::ETAG);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

/// Redirects to another address with GET.
pub(crate) fn elsewhere(address: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, address))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .finish()
}

/// A download with a file name.
pub(crate) fn file(name: &str, content_type: &'static str, body: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(content_type)
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .body(body)
}

/// A text for programs, cached for an hour.
pub(crate) fn text(content_type: &'static str, body: String) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(content_type)
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .body(body)
}

/// An SVG that a page shows as an image. Its address names facilities, so shared caches must not store it.
pub(crate) fn drawing(svg: String) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("image/svg+xml")
        .insert_header((header::CACHE_CONTROL, "private, no-cache"))
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .body(svg)
}

/// A part of the map as an SVG of this size in pixels. It changes with the program only.
pub(crate) fn map_part(request: &HttpRequest, width: f64, height: f64, elements: &str) -> HttpResponse {
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" focusable=\"false\">{elements}</svg>"
    );
    let tag = EntityTag::new_weak(hex(&Sha256::digest(svg.as_bytes())));
    let held = is_held(request, &tag);
    let mut answer = if held { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer
        .content_type("image/svg+xml")
        .insert_header(header::ETag(tag))
        .insert_header((header::CACHE_CONTROL, "public, max-age=86400"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"));
    if held { answer.finish() } else { answer.body(svg) }
}

/// An SVG that stands alone and is the same for everybody. It changes with the program only.
pub(crate) fn picture(request: &HttpRequest, svg: String) -> HttpResponse {
    let tag = EntityTag::new_weak(hex(&Sha256::digest(svg.as_bytes())));
    let held = is_held(request, &tag);
    let mut answer = if held { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer
        .content_type("image/svg+xml")
        .insert_header(header::ETag(tag))
        .insert_header((header::CACHE_CONTROL, "public, max-age=86400"))
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"));
    if held { answer.finish() } else { answer.body(svg) }
}

/// A file that the settings give; its address has its version. An SVG that is opened by itself runs no script.
pub(crate) fn setting(request: &HttpRequest, content_type: &'static str, body: &[u8]) -> HttpResponse {
    let tag = EntityTag::new_weak(hex(&Sha256::digest(body)));
    let held = is_held(request, &tag);
    let mut answer = if held { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer
        .content_type(content_type)
        .insert_header(header::ETag(tag))
        .insert_header((header::CACHE_CONTROL, "public, max-age=86400"))
        .insert_header((
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        ))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"));
    if held { answer.finish() } else { answer.body(body.to_vec()) }
}

/// Whether `If-None-Match` names the tag.
pub(crate) fn is_held(request: &HttpRequest, tag: &EntityTag) -> bool {
    match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Any) => true,
        Ok(IfNoneMatch::Items(tags)) => tags.iter().any(|held| held.weak_eq(tag)),
        Err(_) => false,
    }
}

/// The first 16 bytes of a hash, enough to distinguish versions.
pub(crate) fn hex(hash: &[u8]) -> String {
    hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

fn builder(status: StatusCode, embedded: bool) -> HttpResponseBuilder {
    let ancestors = if embedded { FRAMED_BY_ANYBODY } else { FRAMED_BY_US };
    let policy = format!("{CONTENT_SECURITY_POLICY}{ancestors}");
    let mut answer = HttpResponse::build(status);
    answer
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, policy))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        // Addresses contain the locality of a search; other sites must not learn it from a referrer.
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .insert_header((header::PERMISSIONS_POLICY, "geolocation=(self)"));
    answer
}
