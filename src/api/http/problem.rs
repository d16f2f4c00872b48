//! Every error on the wire, in one form: `application/problem+json` (RFC 9457). The core knows no
//! status codes; they are given here and nowhere else.

use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, RETRY_AFTER};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::error::{Error, FieldError as WrongValue};
use crate::search::{FindError, Invalid};

/// One wrong value of the input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// Name of the parameter or of the field in the body.
    #[schema(example = "radius_km")]
    pub field: String,
    /// What is wrong with it, and what is expected.
    #[schema(example = json!(Invalid::Radius { km: 500.0 }.to_string()))]
    pub message: String,
}

impl FieldError {
    /// A wrong value of a field.
    pub fn new(field: &str, message: impl ToString) -> Self {
        Self { field: field.to_owned(), message: message.to_string() }
    }
}

impl From<WrongValue> for FieldError {
    fn from(error: WrongValue) -> Self {
        Self { message: error.code.to_string(), field: error.field }
    }
}

/// The body of every answer that is no success.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// A name of the kind of problem, stable over versions.
    #[serde(rename = "type")]
    #[schema(example = "/problems/bad-input")]
    pub kind: &'static str,
    /// The sort of error, the same for every error of a status.
    #[schema(example = "Bad input")]
    pub title: &'static str,
    /// The status of HTTP.
    #[schema(example = 400)]
    pub status: u16,
    /// A sentence for a person.
    pub detail: String,
    /// The path that was asked for, without its query.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub instance: Option<String>,
    /// The wrong values, when the input was bad; of very many the first 20.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// What the path takes, where a method was wrong; it goes into the header `Allow`.
    #[serde(skip)]
    pub(crate) allowed: Option<&'static str>,
    /// When it is worth asking again; it goes into the header `Retry-After`.
    #[serde(skip)]
    pub(crate) retry_after_s: Option<u32>,
    /// Whether the connection ends with the answer.
    #[serde(skip)]
    pub(crate) closes: bool,
}

/// What can go wrong between a request and its answer.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum ApiError {
    #[error("the request has {} wrong value(s)", .0.len())]
    BadInput(Vec<FieldError>),
    #[error("{0}")]
    NotFound(String),
    #[error("{method} is not allowed here; hint: {allowed} are")]
    WrongMethod { method: String, allowed: &'static str },
    /// With the seconds after which it is worth asking again.
    #[error("{0}")]
    Unavailable(String, u32),
    #[error("The body did not come within {seconds} seconds; hint: send it at once, or in parts.")]
    BodyTooSlow { seconds: u64 },
    /// With what is wrong with its frame, such as the size of a chunk.
    #[error(
        "the body cannot be read: {0}; hint: send it with Content-Length, or in chunks as HTTP describes them"
    )]
    BodyBroken(String),
    /// With what there is too much of: bytes or fields.
    #[error("The query has {found} {what}; hint: ask for less at once, at most {limit} are read.")]
    QueryTooLong { found: usize, limit: usize, what: &'static str },
    #[error("The body is larger than a megabyte (1,048,576 bytes); hint: ask in parts.")]
    BodyTooLarge,
    /// The cause stands in the log only.
    #[error("internal error")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        match error {
            Error::BadInput(errors) => Self::BadInput(errors.into_iter().map(Into::into).collect()),
            Error::NotFound(missing) => Self::NotFound(missing.to_string()),
            Error::Unavailable(what) => Self::Unavailable(what.to_string(), what.retry_after_s()),
            Error::Internal(cause) => Self::Internal(cause),
        }
    }
}

impl From<FindError> for ApiError {
    fn from(error: FindError) -> Self {
        Error::from(error).into()
    }
}

impl ApiError {
    /// An error that is none of the caller's.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }

    /// One wrong value.
    pub fn field(field: &str, message: impl ToString) -> Self {
        Self::BadInput(vec![FieldError::new(field, message)])
    }

    pub(crate) fn problem(&self) -> Problem {
        let (status, kind, title) = match self {
            Self::BadInput(_) | Self::BodyBroken(_) => {
                (StatusCode::BAD_REQUEST, "/problems/bad-input", "Bad input")
            }
            Self::NotFound(_) => (StatusCode::NOT_FOUND, "/problems/not-found", "Not found"),
            Self::WrongMethod { .. } => {
                (StatusCode::METHOD_NOT_ALLOWED, "/problems/wrong-method", "Method not allowed")
            }
            Self::Unavailable(..) => {
                (StatusCode::SERVICE_UNAVAILABLE, "/problems/unavailable", "Not available")
            }
            Self::BodyTooSlow { .. } => (StatusCode::REQUEST_TIMEOUT, "/problems/too-slow", "Too slow"),
            Self::QueryTooLong { .. } => (StatusCode::URI_TOO_LONG, "/problems/too-long", "Query too long"),
            Self::BodyTooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "/problems/too-large", "Too large"),
            Self::Internal(_) => (StatusCode::INTERNAL_SERVER_ERROR, "/problems/internal", "Internal error"),
        };
        let (detail, errors) = match self {
            Self::BadInput(errors) => {
                (sentence(errors), errors.iter().take(MAX_SHOWN_ERRORS).cloned().collect())
            }
            Self::BodyBroken(_) => (self.to_string(), vec![FieldError::new("body", self)]),
            Self::Internal(_) => ("The service met an error; it has been logged.".to_owned(), Vec::new()),
            other => (other.to_string(), Vec::new()),
        };
        let allowed = match self {
            Self::WrongMethod { allowed, .. } => Some(*allowed),
            _ => None,
        };
        let retry_after_s = match self {
            Self::Unavailable(_, seconds) => Some(*seconds),
            _ => None,
        };
        // The rest of a body that was not read would be taken for the next request.
        let is_tunnel = matches!(self, Self::WrongMethod { method, .. } if method == "CONNECT");
        let closes =
            is_tunnel || matches!(self, Self::BodyTooSlow { .. } | Self::BodyTooLarge | Self::BodyBroken(_));
        Problem {
            kind,
            title,
            status: status.as_u16(),
            detail,
            instance: None,
            errors,
            allowed,
            retry_after_s,
            closes,
        }
    }
}

/// So many wrong values are named. A request of some kilobytes may have thousands, and each has a sentence.
const MAX_SHOWN_ERRORS: usize = 20;

fn sentence(errors: &[FieldError]) -> String {
    let shown = errors.iter().take(MAX_SHOWN_ERRORS);
    let mut parts: Vec<String> = shown.map(|error| format!("{}: {}", error.field, error.message)).collect();
    let more = errors.len().saturating_sub(MAX_SHOWN_ERRORS);
    if more > 0 {
        parts.push(format!("and {more} more wrong values"));
    }
    parts.join("; ")
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.problem().status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        if let Self::Internal(cause) = self {
            log::error!("{}", chain(cause.as_ref()));
        }
        self.problem().respond()
    }
}

/// Errors of use cases take the same form where a handler returns them as they are.
impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(of_use_case(self).status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        if let Self::Internal(cause) = self {
            log::error!("{}", chain(cause.as_ref()));
        }
        of_use_case(self).respond()
    }
}

/// The problem of a use case's error, without the cause of an internal one.
pub(crate) fn of_use_case(error: &Error) -> Problem {
    let error = match error {
        Error::BadInput(errors) => ApiError::BadInput(errors.iter().cloned().map(Into::into).collect()),
        Error::NotFound(missing) => ApiError::NotFound(missing.to_string()),
        Error::Unavailable(what) => ApiError::Unavailable(what.to_string(), what.retry_after_s()),
        Error::Internal(_) => ApiError::internal("an error of a use case"),
    };
    error.problem()
}

/// An error and its causes in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

impl Problem {
    /// Adds where it happened.
    pub(crate) fn at(mut self, path: &str) -> Self {
        self.instance = Some(shown(path));
        self
    }

    pub(crate) fn respond(&self) -> HttpResponse {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = HttpResponse::build(status);
        if let Some(allowed) = self.allowed {
            response.insert_header((ALLOW, allowed));
        }
        if let Some(seconds) = self.retry_after_s {
            response.insert_header((RETRY_AFTER, seconds));
        }
        if self.closes {
            response.force_close();
        }
        let body = serde_json::to_string(self).unwrap_or_default();
        response.content_type("application/problem+json").body(body)
    }
}

/// A path cut to a length that fits into an answer.
fn shown(path: &str) -> String {
    path.chars().take(200).collect()
}
