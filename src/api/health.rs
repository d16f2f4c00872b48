//! Whether the service is alive, and whether it can answer.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;

use super::blocking;
use crate::api::http::problem::{ApiError, Problem};
use crate::app::State;
use crate::app::error::{Error, Unavailable};
use crate::app::words::HealthWord;

/// How the service is.
#[derive(Debug, Serialize, ToSchema)]
pub struct HealthResponse {
    #[schema(value_type = HealthWord)]
    pub status: &'static str,
    pub version: &'static str,
    /// The register version that searches see.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub register_version: Option<u64>,
    /// Facilities that can be found.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub facilities: Option<usize>,
}

/// The process runs.
#[utoipa::path(tag = "around", responses((status = 200, description = "It runs", body = HealthResponse)))]
#[get("/health/live")]
pub async fn live() -> HttpResponse {
    HttpResponse::Ok().json(HealthResponse {
        status: "live",
        version: env!("CARGO_PKG_VERSION"),
        register_version: None,
        facilities: None,
    })
}

/// The register is loaded and the database answers.
#[utoipa::path(tag = "around", responses(
    (status = 200, description = "It can answer", body = HealthResponse),
    (status = 503, description = "The database does not answer", body = Problem, content_type = "application/problem+json"),
))]
#[get("/health/ready")]
pub async fn ready(state: Data<State>) -> Result<HttpResponse, ApiError> {
    let database = state.database.clone();
    // The thread that refreshes the register says in the log what is wrong, once and not at each request.
    let unavailable = |_| Error::Unavailable(Unavailable::Database);
    blocking(move || database.check().and_then(|()| database.version()).map_err(unavailable)).await?;
    let snapshot = state.snapshot();
    Ok(HttpResponse::Ok().json(HealthResponse {
        status: "ready",
        version: env!("CARGO_PKG_VERSION"),
        register_version: Some(snapshot.version()),
        facilities: Some(snapshot.facilities().len()),
    }))
}
