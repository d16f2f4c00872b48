//! The parameters of a search, each declared once: name, type, bounds, default, description and reader. Query
//! strings are read by this table, OpenAPI describes it, and forms name their fields by it.

use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter as Documented, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{
    ArrayBuilder, KnownFormat, ObjectBuilder, Schema, SchemaFormat, SchemaType, Type,
};
use utoipa::openapi::{RefOr, Required};

use super::ReferenceData;
use super::error::Code;
use super::search_draft::{Draft, formats};
use super::values::{area, bounding_box, cursor, minutes, number, text, whole, word};
use crate::areas::Level;
use crate::register::{Feature, MAX_AGE_DAYS};
use crate::routing::Mode;
use crate::search::{Cursor, Limit, MAX_MINUTES as MOST_MINUTES, Radius, Sort};
use crate::tables::Format;
use crate::units::Lang;

pub const NEAR: &str = "near";
pub const LAT: &str = "lat";
pub const LON: &str = "lon";
pub const RADIUS_KM: &str = "radius_km";
pub const CATEGORY: &str = "category";
pub const MODE: &str = "mode";
pub const MAX_MINUTES: &str = "max_minutes";
pub const SORT: &str = "sort";
pub const FREE_PLACES: &str = "free_places";
pub const FEATURE: &str = "feature";
pub const LIMIT: &str = "limit";
pub const CURSOR: &str = "cursor";

/// The oldest count of free places that may be asked for, in days.
const MOST_AGE_DAYS: u32 = 3_650;
/// More free places than any facility has.
const MOST_FREE_PLACES: u32 = 100_000;

/// One parameter of a search.
#[derive(Debug)]
pub struct Parameter {
    /// As it stands in a query string.
    pub name: &'static str,
    kind: Kind,
    /// `{most}` stands for the upper bound.
    description: &'static str,
    example: Option<&'static str>,
    /// Checks a value and takes it.
    pub(super) read: fn(&mut Draft, &str, &ReferenceData) -> Result<(), Code>,
}

/// The type of a parameter with its bounds and default, as the contract states them.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Text,
    /// May be repeated.
    Texts,
    Number {
        least: Option<f64>,
        most: f64,
        default: Option<f64>,
    },
    /// A whole number of 32 bits.
    Count {
        most: Option<u32>,
        default: Option<u32>,
    },
    /// The number of items of a page.
    PageSize,
}

const DEGREES_LAT: Kind = Kind::Number { least: Some(-90.0), most: 90.0, default: None };
const DEGREES_LON: Kind = Kind::Number { least: Some(-180.0), most: 180.0, default: None };

/// All of them, in the order in which the contract and errors list them.
pub const PARAMETERS: [Parameter; 19] = [
    Parameter {
        name: NEAR,
        kind: Kind::Text,
        description: "Place, postcode or district to measure from. Instead of `lat` and `lon`.",
        example: Some("Ludwigslust"),
        read: |draft, value, _| text(value).map(|value| draft.near = Some(value)),
    },
    Parameter {
        name: LAT,
        kind: DEGREES_LAT,
        description: "WGS 84; together with `lon`.",
        example: None,
        read: |draft, value, _| number(value).map(|value| draft.lat = Some(value)),
    },
    Parameter {
        name: LON,
        kind: DEGREES_LON,
        description: "",
        example: None,
        read: |draft, value, _| number(value).map(|value| draft.lon = Some(value)),
    },
    Parameter {
        name: RADIUS_KM,
        kind: Kind::Number { least: None, most: Radius::MAX_KM, default: Some(Radius::DEFAULT_KM) },
        description: "Above 0 and at most {most}.",
        example: None,
        read: |draft, value, _| {
            draft.radius = Some(Radius::from_km(number(value)?)?);
            Ok(())
        },
    },
    Parameter {
        name: "bbox",
        kind: Kind::Text,
        description: "west,south,east,north in degrees.",
        example: Some("11.0,53.2,12.0,53.8"),
        read: |draft, value, _| bounding_box(value).map(|value| draft.request.query.bbox = Some(value)),
    },
    Parameter {
        name: CATEGORY,
        kind: Kind::Texts,
        description: "Slug of a category or of a group of categories; may be repeated.",
        example: Some("day_care"),
        read: |draft, value, reference| {
            Ok(draft.request.query.categories.insert(&reference.categories, value)?)
        },
    },
    Parameter {
        name: "district",
        kind: Kind::Text,
        description: "AGS of a district, 5 digits.",
        example: Some("13076"),
        read: |draft, value, reference| {
            draft.request.query.district = Some(area(value, Level::District, &reference.areas)?);
            Ok(())
        },
    },
    Parameter {
        name: "municipality",
        kind: Kind::Text,
        description: "AGS of a municipality, 8 digits.",
        example: None,
        read: |draft, value, reference| {
            draft.request.query.municipality = Some(area(value, Level::Municipality, &reference.areas)?);
            Ok(())
        },
    },
    Parameter {
        name: "q",
        kind: Kind::Text,
        description: "Words in the name, the provider or the place.",
        example: None,
        read: |draft, value, _| text(value).map(|value| draft.request.query.words = Some(value)),
    },
    Parameter {
        name: FREE_PLACES,
        kind: Kind::Count { most: None, default: None },
        description: "At least so many free places in one of the asked categories.",
        example: None,
        read: |draft, value, _| {
            draft.request.query.free_places = Some(whole(value, 0, MOST_FREE_PLACES)?);
            Ok(())
        },
    },
    Parameter {
        name: "max_age_days",
        kind: Kind::Count { most: Some(MOST_AGE_DAYS), default: Some(MAX_AGE_DAYS) },
        description: "How old a count of free places may be.",
        example: None,
        read: |draft, value, _| {
            draft.request.query.max_age_days = whole(value, 0, MOST_AGE_DAYS)?;
            Ok(())
        },
    },
    Parameter {
        name: FEATURE,
        kind: Kind::Texts,
        description: "barrier_free, dementia, …; may be repeated, a facility has all of them.",
        example: None,
        read: |draft, value, _| {
            draft.request.query.features.insert(word(value, Feature::ALL, Feature::word)?);
            Ok(())
        },
    },
    Parameter {
        name: MODE,
        kind: Kind::Text,
        description: "car, bicycle or foot: adds the way to each facility.",
        example: None,
        read: |draft, value, _| {
            draft.request.query.mode = Some(word(value, &Mode::ALL, Mode::word)?);
            Ok(())
        },
    },
    Parameter {
        name: MAX_MINUTES,
        kind: Kind::Number { least: None, most: MOST_MINUTES, default: None },
        description: "Only what is reached in so many minutes, by car unless `mode` says otherwise.",
        example: None,
        read: |draft, value, _| minutes(value).map(|value| draft.request.query.max_minutes = Some(value)),
    },
    Parameter {
        name: SORT,
        kind: Kind::Text,
        description: "distance, travel_time, name or free_places; distance with an origin, name without.",
        example: None,
        read: |draft, value, _| {
            draft.request.query.sort = Some(word(value, &Sort::ALL, Sort::word)?);
            Ok(())
        },
    },
    Parameter {
        name: LIMIT,
        kind: Kind::PageSize,
        description: "",
        example: None,
        read: |draft, value, _| {
            draft.request.query.limit = Limit::new(whole(value, 0, u32::MAX)? as usize)?;
            Ok(())
        },
    },
    Parameter {
        name: CURSOR,
        kind: Kind::Text,
        description: "From `next` of the page before.",
        example: None,
        read: |draft, value, _| cursor(value).map(|id| draft.request.query.after = Some(Cursor { id })),
    },
    Parameter {
        name: "lang",
        kind: Kind::Text,
        description: "de or en: the language of notices.",
        example: None,
        read: |draft, value, _| {
            draft.request.lang = word(value, &Lang::ALL, Lang::word)?;
            Ok(())
        },
    },
    Parameter {
        name: "format",
        kind: Kind::Text,
        description: "json, geojson, csv or xlsx; instead of the Accept header.",
        example: None,
        read: |draft, value, _| {
            draft.request.format = Some(word(value, &formats(), Format::word)?);
            Ok(())
        },
    },
];

impl Parameter {
    /// Whether it may be given more than once.
    pub fn is_repeatable(&self) -> bool {
        matches!(self.kind, Kind::Texts)
    }

    fn documented(&self) -> Documented {
        let most = match self.kind {
            Kind::Number { most, .. } => most.to_string(),
            _ => String::new(),
        };
        let description = self.description.replace("{most}", &most);
        let example = self.example.map(|example| match self.kind {
            Kind::Texts => serde_json::json!([example]),
            _ => serde_json::json!(example),
        });
        ParameterBuilder::new()
            .name(self.name)
            .parameter_in(ParameterIn::Query)
            .required(Required::False)
            .description((!description.is_empty()).then_some(description))
            .schema(Some(self.kind.schema()))
            .example(example)
            .build()
    }
}

impl Kind {
    fn schema(self) -> RefOr<Schema> {
        let typed = |name| ObjectBuilder::new().schema_type(SchemaType::new(name));
        let format = |known| Some(SchemaFormat::KnownFormat(known));
        let object = match self {
            Self::Text => typed(Type::String),
            Self::Texts => return ArrayBuilder::new().items(typed(Type::String)).into(),
            Self::Number { least, most, default } => typed(Type::Number)
                .format(format(KnownFormat::Double))
                .minimum(least.map(bound))
                .maximum(Some(bound(most)))
                .default(default.map(|number| serde_json::json!(number as i64))),
            Self::Count { most, default } => typed(Type::Integer)
                .format(format(KnownFormat::Int32))
                .minimum(Some(0))
                .maximum(most.map(|most| most as usize))
                .default(default.map(Into::into)),
            Self::PageSize => typed(Type::Integer)
                .minimum(Some(1))
                .maximum(Some(Limit::MAX))
                .default(Some(Limit::default().get().into())),
        };
        object.into()
    }
}

/// Bounds are whole numbers, and the contract states them without a decimal point.
fn bound(number: f64) -> i32 {
    number as i32
}

/// The table as OpenAPI takes it.
#[derive(Debug)]
pub struct SearchParameters;

impl IntoParams for SearchParameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Documented> {
        PARAMETERS.iter().map(Parameter::documented).collect()
    }
}
