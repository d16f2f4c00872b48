//! What is said about a row: why it was rejected, and what was done to it. Nothing is repaired
//! without a note.

use serde::Serialize;

use crate::units::with_article;
use crate::units::{Lang, PointError};

/// Why a row is not imported.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum Rejection {
    #[error(
        "it has {found} cells, the header has {expected} columns; hint: a delimiter or line break inside a cell must stand in quotation marks"
    )]
    Ragged { found: usize, expected: usize },
    #[error("the column {column} is empty; hint: every row needs one")]
    Empty { column: String },
    #[error("\"{word}\" is not a category of this list; hint: {}", category_hint(.meant.as_deref(), .layout))]
    UnknownCategory { word: String, meant: Option<String>, layout: String },
    #[error("{column} \"{text}\" is not {}", with_article(.expected.en))]
    Value { column: String, text: String, expected: Expected },
    #[error("it is valid from {from} to {to}, which is before it begins")]
    ValidityEndsFirst { from: chrono::NaiveDate, to: chrono::NaiveDate },
    #[error("only one of the two coordinates is there")]
    HalfPosition,
    #[error("its coordinates are no point on the Earth in {crs}: {cause}")]
    NoPoint { crs: String, cause: PointError },
    #[error("its geometry is {0}")]
    Geometry(String),
    #[error("the coordinates {x} and {y} are not in Germany in {crs}")]
    NowhereNear { x: f64, y: f64, crs: String },
    #[error(
        "the point {lat:.5} N {lon:.5} E lies far from Mecklenburg-Vorpommern; hint: the axes may be swapped, or the coordinate system may not be {crs}"
    )]
    FarAway { lat: f64, lon: f64, crs: String },
    #[error(
        "the point {lat:.5} N {lon:.5} E lies outside of Mecklenburg-Vorpommern, more than 1 km from its border"
    )]
    OutsideTheState { lat: f64, lon: f64 },
    #[error("it has neither coordinates nor a place; hint: add postcode and place")]
    NoPlace,
    #[error(
        "it has no coordinates, and the gazetteer does not know the place \"{0}\"; hint: check place and postcode, or add coordinates"
    )]
    UnknownPlace(String),
    #[error(
        "without coordinates, and \"{address}\" contradicts itself: no such place lies in the postcode; it may be {candidates}; hint: correct postcode or place, or add coordinates"
    )]
    PlaceOutsidePostcode { address: String, candidates: String },
    #[error(
        "without coordinates, and several places are called \"{place}\": {candidates}; hint: add the postcode or coordinates"
    )]
    AmbiguousPlace { place: String, candidates: String },
    #[error("the id \"{id}\" stands on line {line} already")]
    DoubleId { id: String, line: usize },
    #[error(
        "line {line} has the same name, address and category, but the rows have no ids; hint: give every row an id"
    )]
    SameContent { line: usize },
    #[error(
        "line {line} has another {category} of the same facility that differs in {differs}; hint: make one row of the two, or tell the facilities apart by name"
    )]
    SecondOffer { category: String, line: usize, differs: String },
}

fn category_hint(meant: Option<&str>, layout: &str) -> String {
    match meant {
        Some(meant) => format!("did you mean \"{meant}\"?"),
        None => format!("add it to [category.words] of the layout \"{layout}\", if need be as \"ignore\""),
    }
}

/// What kind of fault a row is rejected for: the headings of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RejectionKind {
    /// More or fewer cells than the header has columns.
    Ragged,
    /// A needed cell is empty.
    Empty,
    /// A category that the mapping does not name.
    UnknownCategory,
    /// A value that identifies the row cannot be read.
    Value,
    /// It ends before it begins.
    Validity,
    /// Coordinates or a geometry that are no point.
    Coordinates,
    /// A point outside of the state.
    Outside,
    /// The gazetteer does not know the place.
    UnknownPlace,
    /// Place and postcode contradict each other.
    PlaceOutsidePostcode,
    /// Several places have the name.
    AmbiguousPlace,
    /// The row appears twice.
    Double,
    /// Two rows give one facility the same kind of offer.
    SecondOffer,
}

impl RejectionKind {
    /// What the report calls it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ragged => "wrong number of cells",
            Self::Empty => "needed cell empty",
            Self::UnknownCategory => "unknown category",
            Self::Value => "value not readable",
            Self::Validity => "end before the beginning",
            Self::Coordinates => "coordinates not usable",
            Self::Outside => "point outside of the state",
            Self::UnknownPlace => "place not known",
            Self::PlaceOutsidePostcode => "place and postcode contradict each other",
            Self::AmbiguousPlace => "several places of the name",
            Self::Double => "row that appears twice",
            Self::SecondOffer => "second offer of the same kind",
        }
    }
}

impl Rejection {
    /// Under which heading of the report it stands.
    pub fn kind(&self) -> RejectionKind {
        match self {
            Self::Ragged { .. } => RejectionKind::Ragged,
            Self::Empty { .. } => RejectionKind::Empty,
            Self::UnknownCategory { .. } => RejectionKind::UnknownCategory,
            Self::Value { .. } => RejectionKind::Value,
            Self::ValidityEndsFirst { .. } => RejectionKind::Validity,
            Self::HalfPosition | Self::NoPoint { .. } | Self::Geometry(_) | Self::NowhereNear { .. } => {
                RejectionKind::Coordinates
            }
            Self::FarAway { .. } | Self::OutsideTheState { .. } => RejectionKind::Outside,
            Self::UnknownPlace(_) | Self::NoPlace => RejectionKind::UnknownPlace,
            Self::PlaceOutsidePostcode { .. } => RejectionKind::PlaceOutsidePostcode,
            Self::AmbiguousPlace { .. } => RejectionKind::AmbiguousPlace,
            Self::DoubleId { .. } | Self::SameContent { .. } => RejectionKind::Double,
            Self::SecondOffer { .. } => RejectionKind::SecondOffer,
        }
    }
}

/// What kind of thing a note tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// Blanks or line breaks were put in order.
    Blanks,
    /// Characters that cannot be seen were removed.
    InvisibleCharacters,
    /// A value was taken from a column further back in the layout's list.
    OtherColumn,
    /// Cells of several columns make one value together.
    JoinedColumns,
    /// A column further back in the layout's list says something else, which is not used.
    NotUsed,
    /// One cell was taken apart: an address, or several kinds of care.
    TakenApart,
    /// One number stands for several kinds of care together.
    SharedNumber,
    /// A number on an offer that counts nothing.
    NotACapacity,
    /// The number stands for "not known" in this list.
    Placeholder,
    /// A website got the scheme it lacked.
    WebsiteScheme,
    /// A value is no good and was left out.
    LeftOut,
    /// A value is kept although it looks wrong.
    Suspicious,
    /// A value was read out of a longer text.
    ReadFromText,
    /// A word says that a value is not known.
    NoValue,
    /// A telephone number got back what a spreadsheet took from it.
    PhoneRestored,
    /// Characters written as HTML entities were put in their place.
    HtmlEntities,
    /// A text looks as if it was read in another encoding than it was written in.
    Garbled,
    /// A text begins like a formula of a spreadsheet.
    Formula,
    /// A geometry that is more than a point.
    PointOfShape,
    /// The coordinates were taken the other way round.
    AxesSwapped,
    /// The coordinate system was found by the values.
    SystemByValues,
    /// The gazetteer placed the row.
    Gazetteer,
    /// The addresses of OpenStreetMap placed the row.
    Geocoded,
    /// Only a part of the address is known to the gazetteer.
    PlaceInPart,
    /// Other places have the same name.
    AmbiguousPlace,
    /// Postcode or place lie far from the point.
    AddressContradictsPoint,
    /// The point lies just outside of every municipality.
    NearBorder,
    /// The file's municipality key is no current one.
    OldMunicipality,
    /// The file's municipality key is not the point's.
    OtherMunicipality,
    /// The file's district is not the point's.
    OtherDistrict,
    /// Words that are no feature became part of the note.
    WordsToNote,
    /// The provider kind is a word the layout does not know.
    UnknownProviderKind,
    /// The id was made from name, address and category.
    MadeId,
    /// The contents of a row make it a facility of the register.
    Matched,
    /// A facility of the register may be the same; a person should look.
    LikelySame,
    /// Another row of the list is likely the same facility; a person should look.
    Doublet,
    /// Rows of one facility complete or contradict each other.
    Joined,
    /// The row says what another row says.
    Repeated,
    /// What the register has is kept, for it is newer or better.
    Kept,
    /// It was closed, and stands in a list again.
    Reopened,
}

impl NoteKind {
    /// What the report calls it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Blanks => "blanks put in order",
            Self::InvisibleCharacters => "invisible characters removed",
            Self::OtherColumn => "taken from another column",
            Self::JoinedColumns => "joined from several columns",
            Self::NotUsed => "value of a further column not used",
            Self::TakenApart => "cell taken apart",
            Self::SharedNumber => "one number for several offers",
            Self::NotACapacity => "number that is not a capacity",
            Self::Placeholder => "placeholder read as not known",
            Self::WebsiteScheme => "website without scheme",
            Self::LeftOut => "value left out",
            Self::Suspicious => "value kept that looks wrong",
            Self::ReadFromText => "value read out of a longer text",
            Self::NoValue => "word for \"not known\"",
            Self::PhoneRestored => "telephone number restored",
            Self::HtmlEntities => "HTML entities replaced",
            Self::Garbled => "TEXT THAT LOOKS GARBLED",
            Self::Formula => "text that begins like a formula",
            Self::PointOfShape => "point inside of a geometry",
            Self::AxesSwapped => "axes of the coordinates swapped",
            Self::SystemByValues => "coordinate system found by the values",
            Self::Gazetteer => "placed by the gazetteer",
            Self::Geocoded => "placed by its address (© OpenStreetMap contributors, ODbL)",
            Self::PlaceInPart => "place known in part only",
            Self::AmbiguousPlace => "place whose name others bear too",
            Self::AddressContradictsPoint => "address contradicted by the point",
            Self::NearBorder => "point just outside of the outlines",
            Self::OldMunicipality => "municipality key resolved by the point",
            Self::OtherMunicipality => "municipality key contradicted by the point",
            Self::OtherDistrict => "district contradicted by the point",
            Self::WordsToNote => "words kept as note",
            Self::UnknownProviderKind => "unknown kind of provider",
            Self::MadeId => "id made from the contents",
            Self::Matched => "found in the register by its contents",
            Self::LikelySame => "may be a facility that the register has",
            Self::Doublet => "two rows that are likely one facility",
            Self::Joined => "rows of one facility differ",
            Self::Repeated => "repeated row",
            Self::Kept => "register kept",
            Self::Reopened => "reopened",
        }
    }
}

/// What a value should be, in both languages: what it is not, and what is expected in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expected {
    /// In English, without an article: "date; expected 2025-12-31 or 31.12.2025".
    pub en: &'static str,
    /// In German, with its article: "ein Datum wie 2025-12-31 oder 31.12.2025".
    pub de: &'static str,
}

/// A sentence of the report in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// In English.
    pub en: String,
    /// `None`: the English one is shown.
    pub de: Option<String>,
}

impl Sentence {
    /// The sentence in a language.
    pub fn in_language(&self, lang: Lang) -> &str {
        match lang {
            Lang::De => self.de.as_deref().unwrap_or(&self.en),
            Lang::En => &self.en,
        }
    }
}

impl From<&str> for Sentence {
    fn from(en: &str) -> Self {
        Self { en: en.to_owned(), de: None }
    }
}

impl From<String> for Sentence {
    fn from(en: String) -> Self {
        Self { en, de: None }
    }
}

impl<E: Into<String>, D: Into<String>> From<(E, D)> for Sentence {
    fn from((en, de): (E, D)) -> Self {
        Self { en: en.into(), de: Some(de.into()) }
    }
}

/// One remark on a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// What sort of remark it is.
    pub kind: NoteKind,
    /// The remark in English.
    pub text: String,
    /// The same in German.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text_de: Option<String>,
}

impl Note {
    pub(super) fn new(kind: NoteKind, sentence: impl Into<Sentence>) -> Self {
        let Sentence { en, de } = sentence.into();
        Self { kind, text: en, text_de: de }
    }
}
