//! The tiles of the base map, from our own origin.

use actix_web::http::header::{self, EntityTag, HeaderName, HeaderValue};
use actix_web::web::{self, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use super::answer::{hex, is_held};
use super::pages::Pages;
use crate::api::http::problem::ApiError;
use crate::tiles::{BaseMap, TileAddress, TileError};

/// What the pages say of it.
#[derive(Debug, Serialize)]
pub(crate) struct BaseMapView<'a> {
    attribution: &'a str,
    largest_zoom: u8,
    /// Where the tiles come from, if not from a file.
    host: Option<&'a str>,
}

impl<'a> BaseMapView<'a> {
    pub fn new(base_map: &'a BaseMap) -> Self {
        Self {
            attribution: &base_map.attribution,
            largest_zoom: base_map.largest_zoom(),
            host: base_map.host(),
        }
    }
}

pub(crate) async fn tile(
    request: HttpRequest,
    place: Path<(u8, u32, u32)>,
    pages: Data<Pages>,
) -> Result<HttpResponse, ApiError> {
    let (z, x, y) = place.into_inner();
    let base_map = pages.base_map().ok_or_else(|| not_found("This installation has no base map."))?;
    let address = TileAddress::new(z, x, y).ok_or_else(|| not_found("The map does not reach there."))?;
    let tile = web::block(move || base_map.tile(address)).await.map_err(ApiError::internal)?;
    let tile = tile.map_err(refusal)?;
    let tag = EntityTag::new_strong(hex(&tile.picture.hash));
    let held = is_held(&request, &tag);
    let mut answer = if held { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer
        .content_type(tile.picture.kind.media_type())
        .insert_header(header::ETag(tag))
        .insert_header((header::CACHE_CONTROL, format!("public, max-age={}", tile.keep.as_secs())))
        // The map is for our pages; other sites have their own agreement with its publisher.
        .insert_header((
            HeaderName::from_static("cross-origin-resource-policy"),
            HeaderValue::from_static("same-origin"),
        ));
    Ok(if held { answer.finish() } else { answer.body(tile.picture.bytes) })
}

fn not_found(text: &str) -> ApiError {
    ApiError::NotFound(text.to_owned())
}

/// The page goes on without the tile.
fn refusal(error: TileError) -> ApiError {
    match error {
        TileError::Missing => not_found("The base map has no picture of this place."),
        TileError::Busy => ApiError::Unavailable(
            "More of the base map is asked for than can be fetched now; hint: try again in a moment.".into(),
        ),
        TileError::Failed(cause) => {
            log::debug!("a tile of the base map could not be had: {cause}");
            ApiError::Unavailable("The base map cannot be had just now; hint: try again in a moment.".into())
        }
    }
}
