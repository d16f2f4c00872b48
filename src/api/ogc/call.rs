//! What every call has in common: the form of its answer, and the address that links begin with.

use actix_web::http::header::{ACCEPT, CONTENT_SECURITY_POLICY, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Value, json};

use super::HTML;
use crate::api::http::parameters::{self, Parameters};
use crate::api::http::problem::ApiError;
use crate::api::http::{Validator, origin};
use crate::app::State;

/// The parameter that asks for a form.
pub(super) const FORM: &str = "f";

/// Items of a page where no number is given, and the most; a larger number is read as the most, as the standard asks.
pub(super) const DEFAULT_LIMIT: u64 = 100;
pub(super) const MAX_LIMIT: u64 = 1_000;

/// Parameters of a page of items, beside the properties of its collection.
pub(super) const PARAMETERS: [&str; 10] =
    ["f", "limit", "cursor", "bbox", "bbox-crs", "crs", "datetime", "filter", "filter-lang", "filter-crs"];
/// A page has styles of its own, and nothing else.
const PAGE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'self'";

/// The form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Form {
    /// For programs: JSON, GeoJSON, a schema or a definition.
    Json,
    /// A page for people.
    Html,
}

/// A request whose form is known.
pub(super) struct Call<'a> {
    pub request: &'a HttpRequest,
    pub form: Form,
    /// "https://pflege.example.org/ogc".
    pub base: String,
}

/// An answer in both of its forms, of which one is written.
pub(super) struct Document<'a> {
    /// Of the form for programs.
    pub media_type: &'static str,
    /// What the answer depends on, beside the program and the address.
    pub version: String,
    pub json: &'a dyn Fn() -> Value,
    pub html: &'a dyn Fn() -> String,
}

impl<'a> Call<'a> {
    /// A call that takes no parameter but the form.
    pub fn plain(request: &'a HttpRequest, state: &State) -> Result<Self, ApiError> {
        let given = parameters::read(request.query_string(), &[FORM])?;
        Self::new(request, state, &given)
    }

    pub fn new(request: &'a HttpRequest, state: &State, given: &Parameters) -> Result<Self, ApiError> {
        let form = match given.text(FORM) {
            None => accepted(request),
            Some("json") => Form::Json,
            Some("html") => Form::Html,
            Some(_) => return Err(ApiError::field(FORM, "expected json or html")),
        };
        Ok(Self {
            request,
            form,
            base: format!("{}/ogc", origin::of(request, state.publisher.public_url.as_deref())),
        })
    }

    /// The address of a form of this call, with all its parameters.
    pub fn address(&self, form: Form) -> String {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        let given = form_urlencoded::parse(self.request.query_string().as_bytes());
        given.filter(|(name, _)| name != FORM).for_each(|(name, value)| {
            pairs.append_pair(&name, &value);
        });
        pairs.append_pair(FORM, if form == Form::Html { "html" } else { "json" });
        let path = self.request.path().trim_start_matches("/ogc").trim_end_matches('/');
        format!("{}{path}?{}", self.base, pairs.finish())
    }

    /// The document in the form that was asked for, or 304.
    pub fn answer(&self, document: &Document<'_>) -> Result<HttpResponse, ApiError> {
        let what = (self.request.path(), self.form, &self.base, &document.version);
        let validator = Validator::new(0, what);
        if validator.matches(self.request) {
            return Ok(validator.not_modified());
        }
        Ok(match self.form {
            Form::Json => validator.answer(document.media_type, (document.json)().to_string()),
            Form::Html => as_page(validator.answer(HTML, (document.html)())),
        })
    }
}

/// An answer with the policy of a page.
pub(super) fn as_page(mut answer: HttpResponse) -> HttpResponse {
    answer.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(PAGE_POLICY));
    answer
}

/// The form that a caller accepts best; that for programs where it names none.
fn accepted(request: &HttpRequest) -> Form {
    let accept = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut best = (0.0, Form::Json);
    for part in accept.split(',') {
        let mut pieces = part.split(';').map(str::trim);
        let form = match pieces.next().unwrap_or_default() {
            "text/html" | "application/xhtml+xml" => Form::Html,
            kind if kind.ends_with("json") || kind == "*/*" || kind == "application/*" => Form::Json,
            _ => continue,
        };
        let weight = pieces.find_map(|piece| piece.strip_prefix("q="));
        let weight: f64 = weight.map_or(1.0, |weight| weight.parse().unwrap_or(0.0));
        if weight > best.0 {
            best = (weight, form);
        }
    }
    best.1
}

/// A link of a document.
pub(super) fn link(href: String, rel: &str, media_type: &str, title: &str) -> Value {
    json!({"href": href, "rel": rel, "type": media_type, "title": title})
}
