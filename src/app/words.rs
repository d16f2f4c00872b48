//! Enumerations of the contract whose words stand in a room that knows nothing of the contract.
//!
//! A field of an answer is documented by one of them: `#[schema(value_type = PlaceStatusWord)] status: &'static str`.

use std::borrow::Cow;

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use super::search_draft::formats;
use crate::addresses::Precision;
use crate::areas::Level;
use crate::explain::{Follows, Operation, Unit};
use crate::forecast::{Measure, PlaceKind, Reliability};
use crate::gazetteer::Kind;
use crate::indicators::AreaLevel;
use crate::indicators::definition::{Basis, Evidence, Polarity};
use crate::register::{CostKind, CostPer, Counts, Feature, PlaceStatus, PositionSource, ProviderKind};
use crate::routing::{Mode, TravelSource};
use crate::search::Sort;
use crate::store::ChangeKind;
use crate::tables::{Format, TableFormat};
use crate::units::{CareType, Lang, Sex};

/// Types that only document: each lists the words of an enumeration.
macro_rules! documented_words {
    ($($(#[doc = $doc:literal])+ $name:ident = $words:expr;)+) => {$(
        $(#[doc = $doc])+
        pub struct $name;

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let words: Vec<&str> = $words.into_iter().collect();
                let description = concat!($($doc),+).trim();
                ObjectBuilder::new()
                    .schema_type(Type::String)
                    .enum_values(Some(words))
                    .description(Some(description))
                    .into()
            }
        }

        impl ToSchema for $name {
            /// The name of the enumeration itself.
            fn name() -> Cow<'static, str> {
                let name = stringify!($name);
                Cow::Borrowed(name.strip_suffix("Word").unwrap_or(name))
            }
        }
    )+};
}

/// The forms of an answer whose rows come without a workbook.
pub const ROWS_FORMATS: [Format; 2] = [Format::Json, Format::Table(TableFormat::Csv)];

documented_words! {
    /// Who stands behind a provider, as the care statistics sort them.
    ProviderKindWord = ProviderKind::WORDS;
    /// Whether an offer has free places. A count older than `max_age_days` is unknown.
    PlaceStatusWord = PlaceStatus::WORDS;
    /// What an amount is paid for.
    CostPerWord = CostPer::WORDS;
    /// A part of the price sheet of an offer.
    CostKindWord = CostKind::WORDS;
    /// What a facility has, as it says itself.
    FeatureWord = Feature::WORDS;
    /// Whether coordinates came with the data or are the centre of the locality.
    PositionSourceWord = PositionSource::WORDS;
    /// Means of travel.
    ModeWord = Mode::WORDS;
    /// osrm: the quickest way on the roads of OpenStreetMap. estimate: from the straight line alone.
    TravelSourceWord = [TravelSource::Osrm, TravelSource::Estimate].map(TravelSource::word);
    /// An order of facilities.
    SortWord = Sort::WORDS;
    /// What a candidate of the gazetteer is.
    GazetteerKindWord = Kind::WORDS;
    /// house: the house itself. interpolated: between its neighbours. street: the middle of the street.
    PrecisionWord = Precision::WORDS;
    /// What `offers[].places` of a category means.
    CountsWord = Counts::WORDS;
    /// How a facility changed with a version of the register.
    ChangeKindWord = ChangeKind::ALL.map(ChangeKind::word);
    /// A level of areas that have indicators.
    IndicatorLevelWord = AreaLevel::WORDS;
    /// Whether there is a value: counted, exactly nothing, estimated, withheld to keep persons from being known, or not there.
    ValueStatusWord = ["value", "zero", "estimated", "suppressed", "missing"];
    /// Which way an indicator is read.
    PolarityWord = Polarity::WORDS;
    /// How well an indicator is documented.
    EvidenceWord = Evidence::WORDS;
    /// Where the formula of an indicator comes from.
    FormulaBasisWord = Basis::WORDS;
    /// A measure of a forecast.
    MeasureWord = Measure::ALL.map(Measure::word);
    /// A level of areas inside the state.
    LevelWord = Level::WORDS;
    /// m: men. f: women.
    SexWord = Sex::WORDS;
    /// A form of care.
    CareTypeWord = CareType::WORDS;
    /// A form of care that others can go over to.
    MovableCareTypeWord = CareType::WORDS.into_iter().take(3);
    /// A kind of care places.
    PlaceKindWord = PlaceKind::WORDS;
    /// How a figure inside a district may be read.
    ReliabilityWord = Reliability::WORDS;
    /// The axis of assumptions, which is the parameter of a forecast that takes the id.
    ScenarioAxisWord = ["population", "prevalence", "care_form"];
    /// The unit of a figure.
    FigureUnitWord = Unit::WORDS;
    /// How a figure follows from the figures in `of`.
    FigureOperationWord = Operation::WORDS;
    /// itself: the figure is the sum. less: it is `without_chance` less the sum. over: it is the sum less `without_chance`.
    BandFollowsWord = Follows::WORDS;
    /// The language of notices in an answer.
    LangWord = Lang::WORDS;
    /// The form of a list of facilities.
    FormatWord = formats().into_iter().map(Format::word);
    /// The form of a table of values.
    TableFormatWord = Format::with_tables(&[Format::Json]).into_iter().map(Format::word);
    /// The form of rows.
    RowsFormatWord = ROWS_FORMATS.map(Format::word);
    /// A level of areas, or the state as a whole.
    ReachLevelWord = ["state"].into_iter().chain(Level::WORDS);
    /// GeoJSON: features.
    FeatureCollectionType = ["FeatureCollection"];
    /// GeoJSON: a geometry and what is known of it.
    FeatureType = ["Feature"];
    /// GeoJSON: a point.
    PointType = ["Point"];
    /// GeoJSON: a line.
    LineStringType = ["LineString"];
    /// GeoJSON: polygons.
    MultiPolygonType = ["MultiPolygon"];
    /// Whether the service runs, or can answer.
    HealthWord = ["live", "ready"];
    /// Whether the database answers. While it is `away`, searches go on with the register in memory, and nothing can be
    /// changed.
    DatabaseWord = ["available", "away"];
}
