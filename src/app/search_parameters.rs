//! The parameters of a search, each declared once: name, type, bounds, default, description and reader. Query
//! strings are read by this table, OpenAPI describes it, and forms name their fields by it.

use utoipa::openapi::path::{Parameter as Documented, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{
    ArrayBuilder, KnownFormat, ObjectBuilder, Schema, SchemaFormat, SchemaType, Type,
};
use utoipa::openapi::{Ref, RefOr, Required};
use utoipa::{IntoParams, ToSchema};

use super::ReferenceData;
use super::error::Code;
use super::search_draft::{SearchDraft, formats};
use super::values::{MAX_CURSOR, MAX_TEXT, area, bounding_box, cursor, minutes, number, text, whole, word};
use super::words::{FeatureWord, FormatWord, LangWord, ModeWord, SortWord};
use crate::areas::Level;
use crate::register::{Feature, MAX_AGE_DAYS};
use crate::routing::Mode;
use crate::search::{Cursor, Limit, MAX_MINUTES as MOST_MINUTES, Radius, Sort};
use crate::tables::Format;
use crate::units::Lang;

/// A locality, postcode or address to search from.
pub const NEAR: &str = "near";
/// Latitude of the origin.
pub const LAT: &str = "lat";
/// Longitude of the origin.
pub const LON: &str = "lon";
/// Radius in kilometres, as the crow flies.
pub const RADIUS_KM: &str = "radius_km";
/// Slug of a category.
pub const CATEGORY: &str = "category";
/// Means of travel.
pub const MODE: &str = "mode";
/// Longest travel time in minutes.
pub const MAX_MINUTES: &str = "max_minutes";
/// Order of the facilities.
pub const SORT: &str = "sort";
/// Least number of free places.
pub const FREE_PLACES: &str = "free_places";
/// A feature that each facility must have.
pub const FEATURE: &str = "feature";
/// Facilities of a page.
pub const LIMIT: &str = "limit";
/// Where a page begins.
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
    /// `{default}` stands for the default of a number.
    description: &'static str,
    example: Option<&'static str>,
    /// Checks a value and takes it.
    pub(super) read: fn(&mut SearchDraft, &str, &ReferenceData) -> Result<(), Code>,
}

/// What a slug is made of.
const SLUG: &str = "^[a-z0-9_]+$";

/// The type of a parameter with its bounds and default, as the contract states them.
#[derive(Debug, Clone, Copy)]
enum Kind {
    /// With at least so many and at most so many characters.
    Text { least: Option<usize>, most: Option<usize> },
    /// The key of an area, with so many digits.
    Key { digits: usize },
    /// One of the words of an enumeration of the contract.
    Word(fn() -> Ref),
    /// The same, may be repeated.
    Words(fn() -> Ref),
    /// Slugs of a list to which an operator may add; may be repeated.
    Slugs,
    Number {
        least: Bound,
        most: f64,
        /// `{default}` in the description; not in the schema, because generated clients send defaults, and a radius
        /// without an origin is refused.
        default: Option<f64>,
    },
    /// A whole number of 32 bits.
    Count { most: u32, default: Option<u32> },
    /// The number of items of a page.
    PageSize,
}

/// The lower bound of a number.
#[derive(Debug, Clone, Copy)]
enum Bound {
    From(f64),
    Above(f64),
}

/// A text of a person.
const TYPED: Kind = Kind::Text { least: Some(1), most: Some(MAX_TEXT) };
const DEGREES_LAT: Kind = Kind::Number { least: Bound::From(-90.0), most: 90.0, default: None };
const DEGREES_LON: Kind = Kind::Number { least: Bound::From(-180.0), most: 180.0, default: None };

/// All of them, in the order in which the contract and errors list them.
pub const PARAMETERS: [Parameter; 19] = [
    Parameter {
        name: NEAR,
        kind: TYPED,
        description: "Locality or postcode to measure from, instead of `lat` and `lon`; or an area to search as a whole, with distances from its centre: a district, an Amt, an island, a peninsula, or a municipality after the word Gemeinde.",
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
        description: "WGS 84; together with `lat`.",
        example: None,
        read: |draft, value, _| number(value).map(|value| draft.lon = Some(value)),
    },
    Parameter {
        name: RADIUS_KM,
        kind: Kind::Number {
            least: Bound::Above(0.0),
            most: Radius::MAX_KM,
            default: Some(Radius::DEFAULT_KM),
        },
        description: "Only what lies within so many kilometres of the origin, by default {default}. It does not apply where `near` names an area. Without an origin it is refused.",
        example: Some("20"),
        read: |draft, value, _| {
            draft.radius = Some(Radius::from_km(number(value)?)?);
            Ok(())
        },
    },
    Parameter {
        name: "bbox",
        kind: Kind::Text { least: None, most: None },
        description: "west,south,east,north in degrees.",
        example: Some("11.0,53.2,12.0,53.8"),
        read: |draft, value, _| bounding_box(value).map(|value| draft.request.query.bbox = Some(value)),
    },
    Parameter {
        name: CATEGORY,
        kind: Kind::Slugs,
        description: "Slug of a category or of a group of categories; may be repeated.",
        example: Some("day_care"),
        read: |draft, value, reference| {
            Ok(draft.request.query.categories.insert(&reference.categories, value)?)
        },
    },
    Parameter {
        name: "district",
        kind: Kind::Key { digits: 5 },
        description: "AGS of a district.",
        example: Some("13076"),
        read: |draft, value, reference| {
            draft.request.query.district = Some(area(value, Level::District, &reference.areas)?);
            Ok(())
        },
    },
    Parameter {
        name: "municipality",
        kind: Kind::Key { digits: 8 },
        description: "AGS of a municipality.",
        example: None,
        read: |draft, value, reference| {
            draft.request.query.municipality = Some(area(value, Level::Municipality, &reference.areas)?);
            Ok(())
        },
    },
    Parameter {
        name: "q",
        kind: TYPED,
        description: "Words in the name, the provider or the place.",
        example: None,
        read: |draft, value, _| text(value).map(|value| draft.request.query.words = Some(value)),
    },
    Parameter {
        name: FREE_PLACES,
        kind: Kind::Count { most: MOST_FREE_PLACES, default: None },
        description: "At least so many free places in one of the asked categories.",
        example: None,
        read: |draft, value, _| {
            draft.request.query.free_places = Some(whole(value, 0, MOST_FREE_PLACES)?);
            Ok(())
        },
    },
    Parameter {
        name: "max_age_days",
        kind: Kind::Count { most: MOST_AGE_DAYS, default: Some(MAX_AGE_DAYS) },
        description: "How old a count of free places may be.",
        example: None,
        read: |draft, value, _| {
            draft.request.query.max_age_days = whole(value, 0, MOST_AGE_DAYS)?;
            Ok(())
        },
    },
    Parameter {
        name: FEATURE,
        kind: Kind::Words(named::<FeatureWord>),
        description: "May be repeated; a facility has all of them.",
        example: None,
        read: |draft, value, _| {
            draft.request.query.features.insert(word(value, &Feature::ALL, Feature::word)?);
            Ok(())
        },
    },
    Parameter {
        name: MODE,
        kind: Kind::Word(named::<ModeWord>),
        description: "Adds the way to each facility by these means.",
        example: None,
        read: |draft, value, _| {
            draft.request.query.mode = Some(word(value, &Mode::ALL, Mode::word)?);
            Ok(())
        },
    },
    Parameter {
        name: MAX_MINUTES,
        kind: Kind::Number { least: Bound::Above(0.0), most: MOST_MINUTES, default: None },
        description: "Only what is reached in so many minutes, by car unless `mode` says otherwise.",
        example: None,
        read: |draft, value, _| minutes(value).map(|value| draft.request.query.max_minutes = Some(value)),
    },
    Parameter {
        name: SORT,
        kind: Kind::Word(named::<SortWord>),
        description: "By default distance with an origin, and name without.",
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
        kind: Kind::Text { least: None, most: Some(MAX_CURSOR) },
        description: "From `next` of the previous page.",
        example: None,
        read: |draft, value, _| cursor(value).map(|id| draft.request.query.after = Some(Cursor { id })),
    },
    Parameter {
        name: "lang",
        kind: Kind::Word(named::<LangWord>),
        description: "The language of notices, by default de.",
        example: None,
        read: |draft, value, _| {
            draft.request.lang = word(value, &Lang::ALL, Lang::word)?;
            Ok(())
        },
    },
    Parameter {
        name: "format",
        kind: Kind::Word(named::<FormatWord>),
        description: "Instead of the Accept header.",
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
        matches!(self.kind, Kind::Slugs | Kind::Words(_))
    }

    fn documented(&self) -> Documented {
        let default = match self.kind {
            Kind::Number { default: Some(default), .. } => default.to_string(),
            _ => String::new(),
        };
        let description = self.description.replace("{default}", &default);
        let example = self.example.map(|example| self.kind.example(example));
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

/// The schema of an enumeration, by its name.
fn named<T: ToSchema>() -> Ref {
    Ref::from_schema_name(T::name())
}

impl Kind {
    fn example(self, text: &str) -> serde_json::Value {
        match self {
            Self::Slugs | Self::Words(_) => serde_json::json!([text]),
            Self::Number { .. } | Self::Count { .. } => serde_json::from_str(text).unwrap_or_default(),
            _ => serde_json::json!(text),
        }
    }

    fn schema(self) -> RefOr<Schema> {
        let typed = |name| ObjectBuilder::new().schema_type(SchemaType::new(name));
        let format = |known| Some(SchemaFormat::KnownFormat(known));
        let object = match self {
            Self::Text { least, most } => typed(Type::String).min_length(least).max_length(most),
            Self::Key { digits } => typed(Type::String).pattern(Some(format!("^[0-9]{{{digits}}}$"))),
            Self::Word(word) => return word().into(),
            Self::Words(word) => return ArrayBuilder::new().items(word()).into(),
            Self::Slugs => {
                return ArrayBuilder::new().items(typed(Type::String).pattern(Some(SLUG))).into();
            }
            Self::Number { least, most, .. } => {
                let number =
                    typed(Type::Number).format(format(KnownFormat::Double)).maximum(Some(bound(most)));
                match least {
                    Bound::From(least) => number.minimum(Some(bound(least))),
                    Bound::Above(least) => number.exclusive_minimum(Some(bound(least))),
                }
            }
            Self::Count { most, default } => typed(Type::Integer)
                .format(format(KnownFormat::Int32))
                .minimum(Some(0))
                .maximum(Some(most as usize))
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
