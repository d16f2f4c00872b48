//! Whether the service is alive, and whether it can answer.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;

use super::blocking;
use crate::api::http::problem::{ApiError, Problem};
use crate::app::State;
use crate::app::error::{Error, Unavailable};
use crate::app::words::{DatabaseWord, HealthWord};
use crate::store::StoreError;

/// How the service is.
#[derive(Debug, Serialize, ToSchema)]
pub struct HealthResponse {
    #[schema(value_type = HealthWord)]
    pub status: &'static str,
    pub version: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = DatabaseWord)]
    pub database: Option<&'static str>,
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
        database: None,
        register_version: None,
        facilities: None,
    })
}

/// The register is loaded. A database on another machine may be away for a while: searches go on without it.
#[utoipa::path(tag = "around", responses(
    (status = 200, description = "It can answer", body = HealthResponse),
    (status = 503, description = "The database is damaged, or not the one that it was", body = Problem, content_type = "application/problem+json"),
))]
#[get("/health/ready")]
pub async fn ready(state: Data<State>) -> Result<HttpResponse, ApiError> {
    let database = state.database.clone();
    // The thread that refreshes the register says in the log what is wrong, once and not at each request.
    let look = move || match database.check().and_then(|()| database.version()) {
        Ok(_) => Ok("available"),
        Err(StoreError::Away { .. }) => Ok("away"),
        Err(_) => Err(Error::Unavailable(Unavailable::Database)),
    };
    let database = blocking(look).await?;
    let snapshot = state.snapshot();
    Ok(HttpResponse::Ok().json(HealthResponse {
        status: "ready",
        version: env!("CARGO_PKG_VERSION"),
        database: Some(database),
        register_version: Some(snapshot.version()),
        facilities: Some(snapshot.facilities().len()),
    }))
}
