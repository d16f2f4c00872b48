//! The address at which the figures are given.

use std::net::SocketAddr;

use actix_web::dev::ServerHandle;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::web::{self, Data};
use actix_web::{App, HttpResponse, HttpServer};

use super::Metrics;
use crate::api::http::connections::Connections;
use crate::app::State;

/// The form of the text, as Prometheus asks for it.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The listener of the figures; it ends when told to.
pub struct Server(ServerHandle);

impl Server {
    /// Stops listening.
    pub async fn stop(self) {
        self.0.stop(false).await;
    }
}

/// Gives the figures at `http://ADDRESS/metrics` from now on.
///
/// # Errors
///
/// Where the address cannot be listened on.
pub fn start(
    bind: SocketAddr,
    metrics: Data<Metrics>,
    state: Data<State>,
    connections: Connections,
) -> Result<Server, String> {
    let server = HttpServer::new(move || {
        App::new()
            .app_data(metrics.clone())
            .app_data(state.clone())
            .app_data(Data::new(connections.clone()))
            .route("/metrics", web::get().to(give))
    })
    .workers(1)
    .max_connections(8)
    .disable_signals()
    .bind(bind)
    .map_err(|cause| {
        format!("cannot give metrics on {bind}: {cause}; hint: choose another address in metrics_bind")
    })?
    .run();
    let handle = server.handle();
    actix_web::rt::spawn(server);
    log::info!("metrics on http://{bind}/metrics");
    Ok(Server(handle))
}

async fn give(metrics: Data<Metrics>, state: Data<State>, connections: Data<Connections>) -> HttpResponse {
    match metrics.text(&state, &connections) {
        Ok(text) => HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, OPEN_METRICS))
            .insert_header((CACHE_CONTROL, "no-store"))
            .body(text),
        Err(error) => HttpResponse::InternalServerError().body(error.to_string()),
    }
}
