//! The catalogue of open data at `/dcat-ap.jsonld` and `/dcat-ap.rdf`, in the German profile of DCAT (DCAT-AP.de 2.0), which
//! GovData and the portals of the states harvest. Both forms are written from one graph.

mod catalog;
mod graph;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use crate::api::http::problem::ApiError;
use crate::api::http::{Validator, gate, origin, parameters};
use crate::app::State;
use crate::app::gate::Cost;
use crate::app::opendata::{Holdings, catalogue};

/// A form of the catalogue.
#[derive(Debug, Clone, Copy, Hash)]
enum Form {
    JsonLd,
    RdfXml,
}

#[actix_web::get("/dcat-ap.jsonld")]
pub(super) async fn get_json_ld(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, ApiError> {
    answer(&request, &state, Form::JsonLd).await
}

#[actix_web::get("/dcat-ap.rdf")]
pub(super) async fn get_rdf_xml(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, ApiError> {
    answer(&request, &state, Form::RdfXml).await
}

async fn answer(request: &HttpRequest, state: &Data<State>, form: Form) -> Result<HttpResponse, ApiError> {
    parameters::none(request.query_string())?;
    let holdings = Holdings::now(state);
    let origin = origin::of(request, state.publisher.public_url.as_deref());
    let versions = (holdings.version(state, "offers")?, holdings.version(state, "forecast")?);
    let validator = Validator::new(0, ("dcat", form, &origin, &versions));
    if validator.matches(request) {
        return Ok(validator.not_modified());
    }
    let body = gate::gated(state, Cost::Large, move |state, stop| {
        let datasets = catalogue::datasets(state, &holdings, stop)?;
        let catalog = catalog::catalog(&origin, &state.publisher, &datasets);
        Ok(match form {
            Form::JsonLd => graph::json_ld(&catalog),
            Form::RdfXml => graph::rdf_xml(&catalog),
        })
    });
    let media_type = match form {
        Form::JsonLd => "application/ld+json",
        Form::RdfXml => "application/rdf+xml",
    };
    Ok(validator.answer(media_type, body.await?))
}
