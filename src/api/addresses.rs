//! Streets and houses. What is typed comes in a body, because an address tells where somebody lives.

use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::addresses::{ATTRIBUTION, AddressIndex, AddressOutcome, FoundAddress};
use crate::api::facilities::response::PlaceResponse;
use crate::api::http::body::read_body;
use crate::api::http::parameters;
use crate::api::http::problem::{ApiError, Problem};
use crate::api::http::responses::TooLarge;
use crate::app::State;
use crate::app::addresses;
use crate::app::catalogue::{DEFAULT_SUGGESTIONS, MAX_SUGGESTIONS, locality_text};
use crate::app::words::PrecisionWord;

/// What was typed so far.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SuggestRequest {
    /// The beginning of a locality or an address.
    #[schema(max_length = 100)]
    pub q: String,
    /// At most so many localities, and as many addresses; by default 8.
    #[schema(minimum = 1, maximum = 50)]
    pub limit: Option<u64>,
}

/// A finished text.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LocateRequest {
    /// Street, number and place in any usual order.
    #[schema(max_length = 100)]
    pub q: String,
}

/// A street or a house.
#[derive(Debug, Serialize, ToSchema)]
pub struct LocatedAddressResponse {
    /// As it is written on a letter; sent again it is found again.
    #[schema(example = "Am Markt 1, 19370 Parchim")]
    pub label: String,
    /// The street alone.
    pub street: String,
    /// The number that was asked for.
    #[schema(required)]
    pub house_number: Option<String>,
    /// Null where it is not known.
    #[schema(required)]
    pub postcode: Option<String>,
    /// The municipality.
    pub town: String,
    /// The village or quarter, where it has a name of its own.
    #[schema(required)]
    pub part: Option<String>,
    /// AGS of the municipality; null outside of the state.
    #[schema(required)]
    pub municipality_ags: Option<String>,
    /// Decimal degrees.
    pub lat: f64,
    /// Decimal degrees.
    pub lon: f64,
    /// The house itself, a point between its neighbours, or the middle of the street.
    #[schema(value_type = PrecisionWord)]
    pub precision: &'static str,
    /// Whether it was written as it is listed: without typos, and with its own postcode.
    pub as_listed: bool,
    /// 0 to 1; 1 for exactly what was sent.
    pub score: f64,
}

impl From<FoundAddress> for LocatedAddressResponse {
    fn from(found: FoundAddress) -> Self {
        Self {
            label: found.label,
            street: found.street,
            house_number: found.house_number,
            postcode: found.postcode,
            town: found.town,
            part: found.part,
            municipality_ags: found.municipality.map(|key| key.to_string()),
            lat: found.point.lat,
            lon: found.point.lon,
            precision: found.precision.word(),
            as_listed: found.is_sure,
            score: found.score,
        }
    }
}

/// Of which extract the addresses are.
#[derive(Debug, Serialize, ToSchema)]
pub struct AddressSourceResponse {
    /// Whom to name where addresses are shown.
    #[schema(example = "© OpenStreetMap-Mitwirkende (ODbL)")]
    pub attribution: &'static str,
    /// The day of the data; null where the extract does not say it.
    #[schema(required, value_type = Option<chrono::NaiveDate>)]
    pub date: Option<String>,
}

impl AddressSourceResponse {
    fn of(index: &AddressIndex) -> Self {
        Self { attribution: ATTRIBUTION, date: index.stamp().date.map(|date| date.to_string()) }
    }
}

/// What the beginning of a text may mean.
#[derive(Debug, Serialize, ToSchema)]
pub struct SuggestResponse {
    /// Localities, postcodes and areas, best first, as `GET /places` gives them.
    pub places: Vec<PlaceResponse>,
    /// Streets and houses, best first.
    pub addresses: Vec<LocatedAddressResponse>,
    /// Null where the operator has set up no addresses.
    #[schema(required)]
    pub source: Option<AddressSourceResponse>,
}

/// What a finished text means.
#[derive(Debug, Serialize, ToSchema)]
pub struct LocateResponse {
    /// The address, where the text leaves no doubt.
    #[schema(required)]
    pub found: Option<LocatedAddressResponse>,
    /// Addresses that may be meant instead, best first.
    pub candidates: Vec<LocatedAddressResponse>,
    /// Null where the operator has set up no addresses.
    #[schema(required)]
    pub source: Option<AddressSourceResponse>,
}

/// Localities and addresses that the beginning of a text may mean. It travels in the body, so that no address stands in a
/// URL, a history or a log.
#[utoipa::path(
    tag = "find",
    request_body(content = SuggestRequest, example = json!({"q": "Am Markt 1, Parch"})),
    responses(
        (status = 200, description = "Candidates, best first", body = SuggestResponse),
        (status = 400, description = "Wrong values", body = Problem, content_type = "application/problem+json"),
        TooLarge,
    ),
)]
#[post("/places/suggest")]
pub async fn suggest_places(
    request: HttpRequest,
    body: Bytes,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    parameters::none(request.query_string())?;
    let asked: SuggestRequest = read_body(&body)?;
    let text = locality_text(&asked.q)?;
    let limit = asked.limit.unwrap_or(DEFAULT_SUGGESTIONS);
    if !(1..=MAX_SUGGESTIONS).contains(&limit) {
        return Err(ApiError::field("limit", format!("is {limit}; expected 1 to {MAX_SUGGESTIONS}")));
    }
    let index = state.addresses.index();
    let found = addresses::suggest(&state.reference, index.as_deref(), text, limit);
    Ok(HttpResponse::Ok().json(SuggestResponse {
        places: found.localities.into_iter().map(Into::into).collect(),
        addresses: found.addresses.into_iter().map(Into::into).collect(),
        source: index.as_deref().map(AddressSourceResponse::of),
    }))
}

/// Where an address lies. It travels in the body, so that it stands in no URL, no history and no log.
#[utoipa::path(
    tag = "find",
    request_body(content = LocateRequest, example = json!({"q": "Am Markt 1, 19370 Parchim"})),
    responses(
        (status = 200, description = "The address, or what may be meant", body = LocateResponse),
        (status = 400, description = "Wrong values", body = Problem, content_type = "application/problem+json"),
        TooLarge,
    ),
)]
#[post("/addresses/locate")]
pub async fn locate_address(
    request: HttpRequest,
    body: Bytes,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    parameters::none(request.query_string())?;
    let asked: LocateRequest = read_body(&body)?;
    let text = locality_text(&asked.q)?;
    let index = state.addresses.index();
    let outcome = index.as_deref().map(|index| index.locate(text, &state.reference.gazetteer));
    let (found, candidates) = match outcome {
        Some(AddressOutcome::Found(found)) => (Some(found.into()), Vec::new()),
        Some(AddressOutcome::Open(several)) => (None, several.into_iter().map(Into::into).collect()),
        Some(AddressOutcome::Unknown) | None => (None, Vec::new()),
    };
    let source = index.as_deref().map(AddressSourceResponse::of);
    Ok(HttpResponse::Ok().json(LocateResponse { found, candidates, source }))
}
