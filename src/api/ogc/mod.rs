//! OGC API Features at `/ogc`: the register, areas and figures for GIS programs. Part 1 (core, GeoJSON, HTML, OpenAPI 3.0),
//! Part 2 (coordinate systems) and Part 3 (queryables, filters in CQL2 text). Described by its own definition at `/ogc/api`,
//! in the version of OpenAPI that the standard asks for.

mod call;
mod crs;
mod definition;
mod documents;
mod html;
mod items;
mod schema;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, web};

use crate::api::http::problem::ApiError;
use crate::app::State;
use crate::app::opendata::Holdings;
use call::{Call, Document};

/// Media types of answers.
const JSON: &str = "application/json";
const GEOJSON: &str = "application/geo+json";
const SCHEMA: &str = "application/schema+json";
const OPENAPI: &str = "application/vnd.oai.openapi+json;version=3.0";
const HTML: &str = "text/html; charset=utf-8";

/// Registers the routes. Needs [`State`] as application data.
pub fn configure(config: &mut web::ServiceConfig) {
    config
        .service(get_landing_page)
        .service(get_conformance)
        .service(get_definition)
        .service(list_collections)
        .service(get_collection)
        .service(get_queryables)
        .service(get_schema)
        .service(items::list_items)
        .service(items::get_item);
}

#[actix_web::routes]
#[get("/ogc")]
#[get("/ogc/")]
async fn get_landing_page(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, ApiError> {
    let call = Call::plain(&request, &state)?;
    let document = Document {
        media_type: JSON,
        version: String::new(),
        json: &|| documents::landing_page(&call.base),
        html: &|| html::landing_page(&call.base),
    };
    call.answer(&document)
}

#[actix_web::get("/ogc/conformance")]
async fn get_conformance(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, ApiError> {
    let call = Call::plain(&request, &state)?;
    let document = Document {
        media_type: JSON,
        version: String::new(),
        json: &documents::conformance,
        html: &|| html::conformance(&call.base),
    };
    call.answer(&document)
}

#[actix_web::get("/ogc/api")]
async fn get_definition(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, ApiError> {
    let call = Call::plain(&request, &state)?;
    let all = Holdings::now(&state).collections(&state);
    let document = Document {
        media_type: OPENAPI,
        version: format!("{all:?}"),
        json: &|| definition::definition(&call.base, &all),
        html: &|| html::definition(&call.base),
    };
    call.answer(&document)
}

#[actix_web::get("/ogc/collections")]
async fn list_collections(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, ApiError> {
    let call = Call::plain(&request, &state)?;
    let all = Holdings::now(&state).collections(&state);
    let document = Document {
        media_type: JSON,
        version: format!("{all:?}"),
        json: &|| documents::collections(&call.base, &all),
        html: &|| html::collections(&call.base, &all),
    };
    call.answer(&document)
}

#[actix_web::get("/ogc/collections/{id}")]
async fn get_collection(
    request: HttpRequest,
    id: Path<String>,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    let call = Call::plain(&request, &state)?;
    let collection = Holdings::now(&state).collection(&state, &id)?;
    let document = Document {
        media_type: JSON,
        version: format!("{collection:?}"),
        json: &|| documents::collection(&call.base, &collection),
        html: &|| html::collection(&call.base, &collection),
    };
    call.answer(&document)
}

#[actix_web::get("/ogc/collections/{id}/queryables")]
async fn get_queryables(
    request: HttpRequest,
    id: Path<String>,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    let call = Call::plain(&request, &state)?;
    let collection = Holdings::now(&state).collection(&state, &id)?;
    let document = Document {
        media_type: SCHEMA,
        version: format!("{collection:?}"),
        json: &|| schema::queryables(&call.base, &collection),
        html: &|| html::queryables(&call.base, &collection),
    };
    call.answer(&document)
}

#[actix_web::get("/ogc/collections/{id}/schema")]
async fn get_schema(
    request: HttpRequest,
    id: Path<String>,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    let call = Call::plain(&request, &state)?;
    let collection = Holdings::now(&state).collection(&state, &id)?;
    let document = Document {
        media_type: SCHEMA,
        version: format!("{collection:?}"),
        json: &|| schema::of_feature(&call.base, &collection),
        html: &|| html::queryables(&call.base, &collection),
    };
    call.answer(&document)
}
