//! The JSON API: handlers, wire types and errors. A handler extracts, calls and answers.

mod addresses;
mod area_texts;
mod bulk;
mod catalogue;
mod dcat;
mod docs;
pub mod facilities;
pub mod forecasts;
mod geojson;
mod health;
pub mod http;
pub mod indicators;
mod ogc;
pub mod reach;
mod rendering;
mod travel;

pub use docs::{ContractText, contract};

pub use rendering::Rendering;

use actix_web::web;
use utoipa_actix_web::{scope, service_config::ServiceConfig};

use crate::app::error::Error;
use http::problem::ApiError;

/// Registers what the contract documents. Needs [`State`](crate::app::State) and [`Rendering`] as application
/// data.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.app_data(web::PayloadConfig::new(http::connections::MAX_BODY_BYTES));
    config.service(health::live).service(health::ready).service(
        scope("/api/v1")
            .service(facilities::list_changes)
            .service(facilities::list_facilities)
            .service(facilities::get_facility)
            .service(travel::post_travel_times)
            .service(travel::post_route)
            .service(catalogue::list_categories)
            .service(catalogue::list_places)
            .service(catalogue::find_nearest_place)
            .service(addresses::suggest_places)
            .service(addresses::locate_address)
            .service(catalogue::list_areas)
            .service(reach::get_reach)
            .service(reach::post_what_if)
            .service(forecasts::get_forecast)
            .service(forecasts::post_forecast)
            .service(forecasts::explain::get_explanation)
            .service(forecasts::explain::post_explanation)
            .service(forecasts::list_models)
            .service(forecasts::get_model)
            .service(indicators::list_indicators)
            .service(indicators::get_overview)
            .service(indicators::get_correlation)
            .service(indicators::get_ranking)
            .service(indicators::list_values)
            .service(indicators::get_indicator)
            .service(forecasts::list_scenarios),
    );
}

/// Registers the contract itself and its pages.
pub fn configure_docs(config: &mut web::ServiceConfig) {
    config.service(docs::get_contract).service(docs::to_pages).service(docs::pages());
}

/// Registers what is published for GIS programs and portals. It has definitions of its own.
pub fn configure_open_data(config: &mut web::ServiceConfig) {
    ogc::configure(config);
    config.service(bulk::get_file).service(dcat::get_json_ld).service(dcat::get_rdf_xml);
}

/// Runs database work on a thread that may wait.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, ApiError> {
    Ok(web::block(work).await.map_err(ApiError::internal)??)
}
