//! The GeoJSON answers (RFC 7946) as the contract describes them. Coordinates are longitude and latitude. The answers
//! themselves are written from prepared texts.

use utoipa::ToSchema;

use crate::api::facilities::response::{FacilityItem, OriginResponse, Provenance, SortResponse};
use crate::app::words::{
    FeatureCollectionType, FeatureType, LevelWord, LineStringType, ModeWord, MultiPolygonType, PointType,
    TravelSourceWord,
};

/// A page of facilities as points.
#[derive(ToSchema)]
#[expect(dead_code, reason = "documents what `facilities::render` writes")]
pub struct FacilityCollection {
    #[schema(rename = "type")]
    kind: FeatureCollectionType,
    /// All that match, on whatever page.
    total: usize,
    features: Vec<FacilityFeature>,
    /// The address of the next page; null on the last.
    #[schema(required)]
    next: Option<String>,
    #[schema(required)]
    origin: Option<OriginResponse>,
    sort: SortResponse,
    provenance: Provenance,
}

/// A facility as a point.
#[derive(ToSchema)]
#[expect(dead_code, reason = "documents what `facilities::render` writes")]
pub struct FacilityFeature {
    #[schema(rename = "type")]
    kind: FeatureType,
    #[schema(example = "lup-249")]
    id: String,
    geometry: PointGeometry,
    properties: FacilityItem,
}

/// A point.
#[derive(ToSchema)]
#[expect(dead_code, reason = "documents what `facilities::render` writes")]
pub struct PointGeometry {
    #[schema(rename = "type")]
    kind: PointType,
    #[schema(min_items = 2, max_items = 2)]
    coordinates: Vec<f64>,
}

/// Areas with their outlines.
#[derive(ToSchema)]
#[expect(dead_code, reason = "documents what `area_texts::AreaTexts` writes")]
pub struct AreaCollection {
    #[schema(rename = "type")]
    kind: FeatureCollectionType,
    total: usize,
    /// To be shown wherever the outlines are.
    source: String,
    features: Vec<AreaFeature>,
}

/// An area with its outline.
#[derive(ToSchema)]
#[expect(dead_code, reason = "documents what `area_texts::AreaTexts` writes")]
pub struct AreaFeature {
    #[schema(rename = "type")]
    kind: FeatureType,
    #[schema(example = "13076")]
    id: String,
    geometry: OutlineGeometry,
    properties: AreaProperties,
}

/// An outline: polygons of rings of points.
#[derive(ToSchema)]
#[expect(dead_code, reason = "documents what `area_texts::AreaTexts` writes")]
pub struct OutlineGeometry {
    #[schema(rename = "type")]
    kind: MultiPolygonType,
    coordinates: Vec<Vec<Vec<Vec<f64>>>>,
}

/// What is known of an area.
#[derive(ToSchema)]
#[expect(dead_code, reason = "documents what `area_texts::AreaTexts` writes")]
pub struct AreaProperties {
    level: LevelWord,
    /// AGS of a district or municipality, ARS of an Amt.
    #[schema(example = "13076")]
    key: String,
    #[schema(required)]
    ars: Option<String>,
    #[schema(example = "Ludwigslust-Parchim")]
    name: String,
    /// Such as Landkreis, Amt or Stadt.
    designation: String,
    /// Where the administration sits.
    #[schema(required)]
    seat: Option<String>,
    /// Key of the area around it.
    parent: String,
    population: u32,
    population_on: chrono::NaiveDate,
    area_km2: f64,
}

/// The line of a way.
#[derive(ToSchema)]
#[expect(dead_code, reason = "documents what `travel::post_route` writes")]
pub struct RouteFeature {
    #[schema(rename = "type")]
    kind: FeatureType,
    geometry: LineGeometry,
    properties: RouteProperties,
}

/// A line.
#[derive(ToSchema)]
#[expect(dead_code, reason = "documents what `travel::post_route` writes")]
pub struct LineGeometry {
    #[schema(rename = "type")]
    kind: LineStringType,
    coordinates: Vec<Vec<f64>>,
}

/// What is known of a way.
#[derive(ToSchema)]
#[expect(dead_code, reason = "documents what `travel::post_route` writes")]
pub struct RouteProperties {
    mode: ModeWord,
    duration_s: f64,
    distance_m: f64,
    source: TravelSourceWord,
}
