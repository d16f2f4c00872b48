//! The files a browser needs beside the pages: scripts, styles, licences, the built-in base layer, and tiles of the
//! operator's base map.

use actix_web::http::header::{self, EntityTag, HeaderName, HeaderValue};
use actix_web::web::{self, Data, Path, ServiceConfig, get};
use actix_web::{HttpRequest, HttpResponse};

use super::answer::{self, hex, is_held};
use super::assets;
use super::pages::Pages;
use crate::app::State;
use crate::app::error::{Error, Missing, Unavailable};
use crate::basemap::{Reserved, View};
use crate::tiles::{TileAddress, TileError};

pub(in crate::web) fn mount(config: &mut ServiceConfig) {
    config
        .route("/lizenzen", get().to(licences))
        .route("/assets/{path}", get().to(asset))
        .route("/einbetten.js", get().to(embed))
        .route("/kacheln/{z}/{x}/{y}", get().to(tile))
        .route("/grundkarte/{zoom}/{column}/{row}/{columns}/{rows}", get().to(base_layer))
        .route("/favicon.svg", get().to(favicon))
        .route("/farben.css", get().to(colours))
        .route("/logo", get().to(logo));
}

async fn asset(request: HttpRequest, path: Path<String>) -> HttpResponse {
    assets::asset(&request, &path)
}

/// The script that other sites load; its header permits all of them to.
async fn embed(request: HttpRequest, pages: Data<Pages>) -> HttpResponse {
    let mut answer = assets::embed(&request, pages.assets());
    answer.headers_mut().insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("cross-origin"),
    );
    answer
}

async fn favicon(request: HttpRequest) -> HttpResponse {
    assets::favicon(&request)
}

/// The colours of the county, whose address changes with them.
async fn colours(request: HttpRequest, pages: Data<Pages>) -> HttpResponse {
    match pages.colours() {
        Some(css) => answer::setting(&request, "text/css; charset=utf-8", css.as_bytes()),
        None => HttpResponse::NotFound().finish(),
    }
}

async fn logo(request: HttpRequest, pages: Data<Pages>) -> HttpResponse {
    match &pages.site().logo {
        Some(logo) => answer::setting(&request, logo.media_type(), logo.bytes()),
        None => HttpResponse::NotFound().finish(),
    }
}

async fn licences(request: HttpRequest) -> HttpResponse {
    assets::licences(&request)
}

async fn tile(
    request: HttpRequest,
    place: Path<(u8, u32, u32)>,
    pages: Data<Pages>,
) -> Result<HttpResponse, Error> {
    let (z, x, y) = place.into_inner();
    let base_map = pages.base_map().ok_or_else(|| Error::NotFound(Missing::BaseMap))?;
    let address = TileAddress::new(z, x, y).ok_or_else(|| Error::NotFound(Missing::BeyondBaseMap))?;
    let tile = web::block(move || base_map.tile(address)).await.map_err(Error::internal)?;
    let tile = tile.map_err(refusal)?;
    let tag = EntityTag::new_strong(hex(&tile.picture.hash));
    let held = is_held(&request, &tag);
    let mut answer = if held { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer
        .content_type(tile.picture.kind.media_type())
        .insert_header(header::ETag(tag))
        .insert_header((header::CACHE_CONTROL, format!("public, max-age={}", tile.keep.as_secs())))
        // The licence of the map may cover our pages only.
        .insert_header((
            HeaderName::from_static("cross-origin-resource-policy"),
            HeaderValue::from_static("same-origin"),
        ));
    Ok(if held { answer.finish() } else { answer.body(tile.picture.bytes) })
}

/// A part of the built-in base layer, which the script of the map puts into the page.
async fn base_layer(
    request: HttpRequest,
    place: Path<(f64, u32, u32, u32, u32)>,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let (zoom, column, row, columns, rows) = place.into_inner();
    let view = View::of_tiles(zoom, [column, row], [columns, rows])
        .ok_or_else(|| Error::NotFound(Missing::BeyondBaseMap))?;
    let draw = move || state.reference.base_layer.draw(&view, &Reserved::default()).svg();
    let elements = web::block(draw).await.map_err(Error::internal)?;
    Ok(answer::map_part(&request, view.width, view.height, &elements))
}

/// Pages work without the tile.
fn refusal(error: TileError) -> Error {
    match error {
        TileError::Missing => Error::NotFound(Missing::MapTile),
        TileError::Busy => Error::Unavailable(Unavailable::MapTiles),
        TileError::Failed(cause) => {
            log::debug!("a tile of the base map could not be had: {cause}");
            Error::Unavailable(Unavailable::BaseMap)
        }
    }
}
