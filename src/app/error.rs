//! Errors of use cases: a code with its values. Each edge and language has its sentence for a code; the
//! English ones, for API and command line, are the `Display` texts below.

use crate::areas::Level;
use crate::search::{FindError, Invalid, MAX_MINUTES};
use crate::store::StoreError;
use crate::units::{Ags, KeyError, PointError};

/// Why a use case gives no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Values of the request are wrong; all of them are listed.
    #[error("the request has {} wrong value(s)", .0.len())]
    BadInput(Vec<FieldError>),
    /// What was asked for does not exist.
    #[error("{0}")]
    NotFound(Missing),
    /// The answer cannot be given at present.
    #[error("{0}")]
    Unavailable(Unavailable),
    /// A fault of the service. The cause is for the log and not for the caller.
    #[error("internal error")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// A fault of the service with its cause.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }

    /// A failure of the database: the caller may come again when it is mended, unless what is stored makes no sense.
    pub fn store(cause: StoreError) -> Self {
        match cause.is_outage() {
            true => Self::Unavailable(Unavailable::Database),
            false => Self::internal(cause),
        }
    }

    /// One wrong value.
    pub fn field(field: &str, code: Code) -> Self {
        Self::BadInput(vec![FieldError::new(field, code)])
    }

    /// One value that breaks a rule which a core room states in its own sentence.
    pub fn rule(field: &str, sentence: impl ToString) -> Self {
        Self::BadInput(vec![FieldError::rule(field, sentence)])
    }
}

impl From<Vec<FieldError>> for Error {
    fn from(errors: Vec<FieldError>) -> Self {
        Self::BadInput(errors)
    }
}

/// One wrong value of a request.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldError {
    /// Name of the parameter or of the field in a body, such as `radius_km` or `changes[0]`.
    pub field: String,
    /// What is wrong with it.
    pub code: Code,
}

impl FieldError {
    /// A wrong value of the field.
    pub fn new(field: &str, code: Code) -> Self {
        Self { field: field.to_owned(), code }
    }

    /// A value that breaks a rule which a core room states in its own sentence.
    pub fn rule(field: &str, sentence: impl ToString) -> Self {
        Self::new(field, Code::Rule(sentence.to_string()))
    }
}

/// What is wrong with a value. Texts of the caller are shortened to 60 characters by [`excerpt`].
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum Code {
    /// A latitude or longitude outside its range.
    #[error(transparent)]
    Point(#[from] PointError),
    /// No official key of an area.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// Not a value of a search.
    #[error(transparent)]
    Search(#[from] Invalid),
    /// A search that has no answer: an unknown locality, or a cursor that leads nowhere.
    #[error(transparent)]
    Find(#[from] FindError),
    /// A rule with its sentence in both languages.
    #[error("{english}")]
    Sentence { english: String, german: String },
    #[error("is empty")]
    Empty,
    #[error("was given twice; it can be given once")]
    GivenTwice,
    #[error("unknown parameter; hint: {}", known_parameters(known))]
    UnknownParameter { known: Vec<&'static str> },
    #[error("is not UTF-8 text without control characters")]
    NotText,
    #[error("is longer than {most} characters")]
    TooLong { most: usize },
    #[error("is given more than {most} times")]
    GivenTooOften { most: usize },
    #[error("\"{given}\" is not a decimal number such as 53.32")]
    NotDecimal { given: String },
    #[error("\"{given}\" is not a whole number from {least} to {most}")]
    NotWhole { given: String, least: u64, most: u64 },
    #[error("{minutes} is not above 0 and at most {MAX_MINUTES} minutes")]
    Minutes { minutes: f64 },
    #[error("\"{given}\" is none of {}", known.join(", "))]
    NotOneOf { given: String, known: Vec<&'static str> },
    #[error(
        "{key} is no {} of this state; hint: /api/v1/areas?level={} lists them",
        level.word(),
        level.word()
    )]
    NoSuchArea { key: Ags, level: Level },
    #[error("expected four numbers: west,south,east,north")]
    NotABox,
    #[error("is not a cursor of this service; hint: follow the list's next")]
    NotACursor,
    #[error("needs a point to measure from; hint: give near, or lat and lon")]
    NeedsOrigin,
    #[error("was given together with lat and lon; give one or the other")]
    NearBesidePoint,
    #[error("is missing beside {other}")]
    MissingBeside { other: &'static str },
    #[error("is none of {}", known.join(", "))]
    NoneOf { known: Vec<String> },
    #[error("is not from {low} to {high}")]
    OutOfRange { low: f64, high: f64 },
    #[error("is not a year, such as 2023")]
    NotAYear,
    #[error("\"{given}\" is not a scenario")]
    NotAScenario { given: String },
    #[error("has no areas of this level inside")]
    NoAreasInside,
    #[error("is the key of no area; hint: /api/v1/areas?level=district lists districts")]
    UnknownArea,
    #[error("is empty; expected at least one point")]
    NoPoints,
    #[error("{pairs} pairs are more than the {most} of one request; hint: ask in parts")]
    TooManyPairs { pairs: usize, most: usize },
    /// Broke a rule that a core room states in its own sentence.
    #[error("{0}")]
    Rule(String),
}

fn known_parameters(known: &[&str]) -> String {
    match known {
        [] => "this call takes none".to_owned(),
        known => format!("known are {}", known.join(", ")),
    }
}

/// The beginning of a caller's text, as an error shows it: at most 60 characters.
pub fn excerpt(text: &str) -> String {
    text.chars().take(60).collect()
}

/// What does not exist.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum Missing {
    #[error("There is no such facility.")]
    Facility,
    #[error("There is no way between these points.")]
    Route,
    #[error("The gazetteer is empty.")]
    Locality,
    /// The reason why there is no forecast for an area.
    #[error("There is no forecast: {0}.")]
    Forecast(String),
    #[error("This installation has no base map.")]
    BaseMap,
    #[error("The map does not reach there.")]
    BeyondBaseMap,
    #[error("The base map has no picture of this place.")]
    MapTile,
    /// An area that the model set does not hold, in the sentence of the forecast.
    #[error("{0}")]
    Area(String),
    /// An indicator that a use case names itself, in the sentence of the indicators.
    #[error("{0}")]
    NamedIndicator(String),
    #[error("There is no such model set; hint: /api/v1/models lists them.")]
    ModelSet,
    #[error("There is no such indicator; hint: /api/v1/indicators lists them.")]
    Indicator,
    #[error("There is no such collection; hint: /ogc/collections lists them.")]
    Collection,
    #[error("There is no such item in this collection.")]
    Item,
    #[error("There is no such file; hint: /dcat-ap.jsonld lists all datasets with their files.")]
    Dataset,
}

/// What cannot be had at present.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum Unavailable {
    #[error("Indicators are being put together; hint: try again in a moment.")]
    Indicators,
    #[error("Too much is being computed at the moment; hint: try again in a few seconds.")]
    Busy,
    #[error("The caller went before the answer was computed.")]
    Stopped,
    #[error("There is no road network for this mode, or it does not answer at the moment.")]
    Roads,
    #[error("More of the base map is asked for than can be fetched now; hint: try again in a moment.")]
    MapTiles,
    #[error("The base map cannot be had just now; hint: try again in a moment.")]
    BaseMap,
    #[error("The database does not answer.")]
    Database,
}

impl Unavailable {
    /// When it is worth asking again, in seconds.
    pub fn retry_after_s(self) -> u32 {
        match self {
            Self::Busy | Self::Indicators | Self::MapTiles => 2,
            Self::Stopped => 1,
            Self::Database | Self::Roads | Self::BaseMap => 30,
        }
    }
}
