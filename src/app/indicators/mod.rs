//! Indicators: the catalogue, values, ranks in an index, and how two indicators go together.

pub mod export;
pub mod overview;
pub mod patterns;
pub mod response;
pub mod small_areas;

use std::collections::BTreeMap;

use serde::Deserialize;
use utoipa::ToSchema;

use super::error::{Error, Missing, Unavailable};
use super::gate::Cost;
use super::parameters::{Declared, Parameters, request};
use super::words::{IndicatorLevelWord, TableFormatWord};
use crate::indicators::correlation::correlation;
use crate::indicators::table::{IndicatorError, IndicatorRequest, Years, areas_of, latest};
use crate::indicators::{AreaLevel, Base, Cell, Indicator};
use response::{CorrelationResponse, IndicatorResponse, RankingResponse};

request! {
    /// The areas and years of a question about indicators: the query of the API and the flags of `indicators`.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
    #[serde(default)]
    pub struct IndicatorsRequest {
        /// The areas of this level, by default districts; not together with area
        #[schema(value_type = Option<IndicatorLevelWord>, example = "district")]
        pub level: Option<String>,
        /// Only areas of the level inside the area with this key; not together with area
        #[schema(example = "13076")]
        pub within: Option<String>,
        /// Keys of areas, separated by commas, in place of a level
        #[schema(example = json!(["13076", "13004"]))]
        pub area: Vec<String>,
        /// Keys of further areas, separated by commas, such as 13 for the state
        #[schema(example = json!(["13"]))]
        pub compare: Vec<String>,
        /// One year; by default for each indicator the last one with a counted value. Not together with from and to
        #[schema(format = "year", example = 2023)]
        pub year: Option<i32>,
        /// First year of a series
        #[schema(format = "year")]
        pub from: Option<i32>,
        /// Last year of a series
        #[schema(format = "year")]
        pub to: Option<i32>,
    }
}

request! {
    /// Which indicators of the catalogue are listed.
    #[derive(Debug, Clone, Default, Deserialize, ToSchema)]
    #[serde(default)]
    pub struct CatalogueRequest {
        /// Only of this theme
        #[schema(example = "Stationäre Versorgung")]
        pub theme: Option<String>,
    }
}

request! {
    /// The other indicator of a correlation.
    #[derive(Debug, Clone, Default, Deserialize, ToSchema)]
    pub struct OtherIndicator {
        /// Id of the other indicator
        #[schema(example = "V04")]
        pub with: String,
    }
}

request! {
    /// The form of values.
    #[derive(Debug, Clone, Default, Deserialize, ToSchema)]
    #[serde(default)]
    pub struct ValuesForm {
        /// Instead of the Accept header
        #[schema(value_type = Option<TableFormatWord>)]
        pub format: Option<String>,
    }
}

/// The parameters of the operations about indicators.
macro_rules! declared {
    ($($(#[$doc:meta])* $name:ident = $parameters:expr;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name;

        impl Declared for $name {
            fn parameters() -> Parameters {
                $parameters
            }
        }
    )+};
}

declared! {
    /// Of the catalogue.
    CatalogueParameters = Parameters::of::<CatalogueRequest>();
    /// Of a table of values; the command line names indicators and form beside them.
    TableParameters = Parameters::of::<IndicatorsRequest>();
    /// Of the values of one indicator.
    ValuesParameters = TableParameters::parameters().and(Parameters::of::<ValuesForm>());
    /// Of a correlation.
    CorrelationParameters = Parameters::of::<OtherIndicator>().and(RankingParameters::parameters());
    /// Of ranks.
    RankingParameters = TableParameters::parameters().only(&["level", "year"]);
}

impl IndicatorsRequest {
    /// The question about the values of one indicator.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] for an unknown indicator; [`Error::BadInput`] for an unknown area or level, and for
    /// parameters that exclude each other.
    pub fn of_indicator(&self, base: &Base, id: &str) -> Result<IndicatorRequest, Error> {
        position(base, id)?;
        self.of_indicators(base, vec![id.to_owned()])
    }

    /// The question about the values of several indicators, or of all if none is named.
    ///
    /// # Errors
    ///
    /// See [`Self::of_indicator`]; unknown indicators are found by the table.
    pub fn of_indicators(&self, base: &Base, ids: Vec<String>) -> Result<IndicatorRequest, Error> {
        Ok(IndicatorRequest { ids, areas: self.areas(base)?, years: self.years()? })
    }

    /// Areas by their keys, or those of a level; and the ones to compare with. Each stands once.
    fn areas(&self, base: &Base) -> Result<Vec<usize>, Error> {
        let mut areas = match &self.area[..] {
            [_, ..] => {
                let excluded = [("level", &self.level), ("within", &self.within)];
                let areas = keys(base, "area", &self.area)?;
                if let Some((field, _)) = excluded.into_iter().find(|(_, value)| value.is_some()) {
                    return Err(Error::rule(field, "was given together with area; give one or the other"));
                }
                areas
            }
            [] => {
                let within = self.within.as_deref().map(|text| key(base, "within", text)).transpose()?;
                areas_of(base, self.area_level()?, within)
            }
        };
        areas.extend(keys(base, "compare", &self.compare)?);
        let mut seen = std::collections::HashSet::new();
        areas.retain(|area| seen.insert(*area));
        Ok(areas)
    }

    fn area_level(&self) -> Result<AreaLevel, Error> {
        let Some(word) = &self.level else { return Ok(AreaLevel::District) };
        let unknown = || Error::rule("level", format!("is none of {}", AreaLevel::WORDS.join(", ")));
        AreaLevel::from_word(word).ok_or_else(unknown)
    }

    fn years(&self) -> Result<Years, Error> {
        match (self.year, self.from, self.to) {
            (None, None, None) => Ok(Years::Latest),
            (Some(year), None, None) => Ok(Years::Span(year, year)),
            (None, Some(from), Some(to)) => Ok(Years::Span(from, to)),
            (Some(_), ..) => Err(Error::rule("year", "was given together with from or to")),
            (None, Some(_), None) => Err(Error::rule("to", "is missing beside from")),
            (None, None, Some(_)) => Err(Error::rule("from", "is missing beside to")),
        }
    }

    /// The areas of the level and the first year: that of the question, or the last with counted values.
    fn one_year(&self, base: &Base, indicator: usize) -> Result<(Vec<usize>, i32), Error> {
        let areas = areas_of(base, self.area_level()?, None);
        let year = match self.years()? {
            Years::Span(year, _) => year,
            Years::Latest => latest(base, indicator, &areas),
        };
        Ok((areas, year))
    }
}

fn key(base: &Base, field: &'static str, key: &str) -> Result<usize, Error> {
    let shown: String = key.chars().take(40).collect();
    let unknown = || {
        Error::rule(
            field,
            format!(
                "\"{shown}\" is the key of no area; hint: 13 is the state, 13076 a district, 13076090 a municipality"
            ),
        )
    };
    base.frame.tree.get(key).ok_or_else(unknown)
}

fn keys(base: &Base, field: &'static str, keys: &[String]) -> Result<Vec<usize>, Error> {
    keys.iter().map(|text| key(base, field, text)).collect()
}

/// So many values are computed and written within [`Cost::Small`] in any form; those of an index, each of which takes all its
/// parts, are the dearest.
const FEW_ROWS: usize = 1_000;

/// What it costs at most to compute so many values.
pub fn cost(rows: usize) -> Cost {
    if rows <= FEW_ROWS { Cost::Small } else { Cost::Large }
}

/// The place of an indicator in the catalogue, or [`Missing::Indicator`].
pub fn position(base: &Base, id: &str) -> Result<usize, Error> {
    base.frame.catalogue.position(id).ok_or(Error::NotFound(Missing::Indicator))
}

/// The indicators of the catalogue, all or those of a theme.
///
/// # Errors
///
/// [`Error::BadInput`] if no indicator has the theme.
pub fn catalogue(base: &Base, theme: Option<&str>) -> Result<Vec<IndicatorResponse>, Error> {
    let all = base.frame.catalogue.indicators.iter();
    let wanted = all.filter(|it| theme.is_none_or(|theme| theme == it.theme));
    let items: Vec<IndicatorResponse> = wanted.map(IndicatorResponse::from).collect();
    if items.is_empty() { Err(Error::rule("theme", "no indicator has this theme")) } else { Ok(items) }
}

/// One indicator of the catalogue.
///
/// # Errors
///
/// [`Error::NotFound`] for an unknown indicator.
pub fn indicator<'a>(base: &'a Base, id: &str) -> Result<&'a Indicator, Error> {
    base.frame.catalogue.indicator(id).ok_or(Error::NotFound(Missing::Indicator))
}

/// How two indicators go together over the areas of a level in one year.
///
/// # Errors
///
/// [`Error::NotFound`] if the first is unknown; [`Error::BadInput`] for another wrong value.
pub fn correlate(
    base: &Base,
    id: &str,
    other: &str,
    request: &IndicatorsRequest,
) -> Result<CorrelationResponse, Error> {
    let first = position(base, id)?;
    let second = base.frame.catalogue.position(other);
    let second = second.ok_or_else(|| Error::rule("with", "is the id of no indicator"))?;
    let (areas, year) = request.one_year(base, first)?;
    let evaluator = base.evaluator();
    let of = |indicator| evaluator.cells(indicator, &areas, year).into_iter().map(Cell::number);
    let values = areas.iter().zip(of(first).zip(of(second)));
    let pairs: BTreeMap<usize, (f64, f64)> =
        values.filter_map(|(area, (x, y))| Some((*area, (x?, y?)))).collect();
    let found = correlation(&pairs.values().copied().collect::<Vec<_>>());
    Ok(CorrelationResponse::new(base, (id, other), year, &pairs, found))
}

/// The ranks of areas in an index, and how far they move when its weights move by a quarter.
///
/// # Errors
///
/// [`Error::NotFound`] for an unknown indicator; [`Error::BadInput`] for one that is no index, and for another
/// wrong value.
pub fn rank(base: &Base, id: &str, request: &IndicatorsRequest) -> Result<RankingResponse, Error> {
    let index = position(base, id)?;
    let of = indicator(base, id)?;
    let composite = of.composite.as_ref().ok_or_else(|| {
        let id = &of.id;
        Error::rule(
            "id",
            format!("{id} is not an index; hint: its values are at /api/v1/indicators/{id}/values"),
        )
    })?;
    let (areas, year) = request.one_year(base, index)?;
    let ranking = base.evaluator().ranking(composite, &areas, year);
    Ok(RankingResponse::new(base, index, year, &ranking))
}

impl From<IndicatorError> for Error {
    fn from(error: IndicatorError) -> Self {
        let field = match &error {
            IndicatorError::UnknownIndicator(_) => {
                return Self::NotFound(Missing::NamedIndicator(error.to_string()));
            }
            IndicatorError::Backwards(..) => "from",
            IndicatorError::TooMany { .. } => "area",
            IndicatorError::Stopped => return Self::Unavailable(Unavailable::Stopped),
        };
        Self::rule(field, error)
    }
}
