//! What searches are made of: categories, places, areas.

use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse, get, post};

use super::http::Validator;
use super::rendering::Rendering;
use crate::api::facilities::response::{GroupResponse, NearestPlaceResponse, PlaceResponse, PointRequest};
use crate::api::geojson::AreaCollection;
use crate::api::http::body::read_body;
use crate::api::http::parameters;
use crate::api::http::problem::{ApiError, Problem};
use crate::api::http::responses::{TooLarge, Unchanged, WrongParameters};
use crate::api::http::schemas::ItemList;
use crate::app::State;
use crate::app::catalogue::{self, AreasRequest, DEFAULT_SUGGESTIONS, MAX_SUGGESTIONS};
use crate::app::words::LevelWord;
use crate::units::GeoPoint;

type GroupList = ItemList<GroupResponse>;
type PlaceList = ItemList<PlaceResponse>;

/// The category tree.
#[utoipa::path(
    tag = "find",
    params(
        ("on" = Option<NaiveDate>, Query, description = "Reference date of the law, default today", example = "2025-12-31"),
    ),
    responses(
        (status = 200, description = "Groups of categories in the order in which pages show them", body = GroupList),
        Unchanged,
        WrongParameters,
    ),
)]
#[get("/categories")]
pub async fn list_categories(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, ApiError> {
    let asked = parameters::read(request.query_string(), &["on"])?;
    let snapshot = &state.snapshot();
    let on = match asked.text("on") {
        Some(text) => {
            text.parse().map_err(|_| ApiError::field("on", "is not a date of the form 2026-01-31"))?
        }
        None => snapshot.today(),
    };
    let validator = Validator::new(snapshot.version(), ("categories", on, snapshot.today()));
    if validator.matches(&request) {
        return Ok(validator.not_modified());
    }
    let tree = &state.reference.categories;
    let groups = tree.groups().iter().map(|group| GroupResponse::new(group, tree, snapshot, on)).collect();
    let body =
        serde_json::to_string(&ItemList::<GroupResponse>::whole(groups)).map_err(ApiError::internal)?;
    Ok(validator.answer("application/json", body))
}

/// Places, postcodes, municipalities, Ämter and districts that a text may mean.
#[utoipa::path(
    tag = "find",
    params(
        ("q" = String, Query, description = "What was typed so far", example = "Ludwigsl", max_length = 100),
        ("limit" = Option<u32>, Query, description = "Candidates, by default 8", minimum = 1, maximum = 50, example = 8),
    ),
    responses(
        (status = 200, description = "Candidates, best first", body = PlaceList),
        WrongParameters,
    ),
)]
#[get("/places")]
pub async fn list_places(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, ApiError> {
    let asked = parameters::read(request.query_string(), &["q", "limit"])?;
    let text =
        asked.text("q").ok_or_else(|| ApiError::field("q", "is missing; it is what was typed so far"))?;
    let text = catalogue::locality_text(text)?;
    let limit = asked.number("limit", 1, MAX_SUGGESTIONS)?.unwrap_or(DEFAULT_SUGGESTIONS);
    let candidates = catalogue::suggest_localities(&state.reference, text, limit);
    let items: Vec<PlaceResponse> = candidates.into_iter().map(Into::into).collect();
    Ok(HttpResponse::Ok().json(ItemList::whole(items)))
}

/// The municipality or place nearest to a point. The point travels in the body, so that it stands in no
/// address, no history and no log; a search then names the place.
#[utoipa::path(
    tag = "find",
    request_body(content = PointRequest, example = json!({"lat": 53.3249, "lon": 11.4957})),
    responses(
        (status = 200, description = "The place, under a label that a search takes as `near`", body = NearestPlaceResponse),
        (status = 400, description = "No point on the Earth", body = Problem, content_type = "application/problem+json"),
        TooLarge,
    ),
)]
#[post("/places/nearest")]
pub async fn find_nearest_place(
    request: HttpRequest,
    body: Bytes,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    parameters::none(request.query_string())?;
    let asked: PointRequest = read_body(&body)?;
    let point = GeoPoint::new(asked.lon, asked.lat).map_err(|error| ApiError::field("body", error))?;
    let (place, distance) = catalogue::nearest_locality(&state.reference, point)?;
    Ok(HttpResponse::Ok().json(NearestPlaceResponse { place: place.into(), distance_m: distance.0.round() }))
}

/// Districts, Ämter or municipalities with outlines, names, keys and residents, as GeoJSON.
#[utoipa::path(
    tag = "plan",
    params(
        ("level" = LevelWord, Query, description = "The areas of this level", example = "district"),
        ("within" = Option<String>, Query, description = "Only inside the area with this key", example = "13076"),
    ),
    responses(
        (status = 200, description = "A FeatureCollection", body = AreaCollection, content_type = "application/geo+json"),
        Unchanged,
        WrongParameters,
    ),
)]
#[get("/areas")]
pub async fn list_areas(
    request: HttpRequest,
    state: Data<State>,
    rendering: Data<Rendering>,
) -> Result<HttpResponse, ApiError> {
    let asked = parameters::read(request.query_string(), &["level", "within"])?;
    let areas = &state.reference.areas;
    let wanted = AreasRequest::read(asked.text("level"), asked.text("within"), areas)?;
    // Outlines come with the program, so its version is theirs.
    let validator = Validator::new(0, ("areas", wanted.level, wanted.within.map(|area| &area.key)));
    if validator.matches(&request) {
        return Ok(validator.not_modified());
    }
    let body = rendering.areas.collection(wanted.areas(areas));
    Ok(validator.answer("application/geo+json", body))
}
