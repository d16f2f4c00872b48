//! Areas beside each other: many indicators of one level, two indicators over its areas, and an index with own weights.

use chrono::{DateTime, Utc};

use super::area::{NamedArea, STATE, area};
use super::download::Download;
use super::fields::within;
use super::figures::Figures;
use super::indicators::values;
use super::run::RunRequest;
use crate::app::State;
use crate::app::error::{Code, Error, FieldError};
use crate::app::forecast::{Dimension, ForecastRequest, LocatedRequest, compute};
use crate::app::indicators::response::{
    CorrelationResponse, IndicatorResponse, RankingResponse, StandingResponse, ValueResponse,
};
use crate::app::indicators::{IndicatorsRequest, correlate, export, indicator, position};
use crate::areas::{Area, Level};
use crate::indicators::definition::{Composite, Method, Part};
use crate::indicators::table::{self, IndicatorRequest, MAX_ROWS, MAX_WORKBOOK_ROWS, Years, areas_of};
use crate::indicators::{AreaLevel, Base};
use crate::tables::{Introduction, TableFormat};
use crate::units::{Lang, Stop};

/// The levels of which areas are compared.
const LEVELS: [AreaLevel; 4] =
    [AreaLevel::District, AreaLevel::Amt, AreaLevel::Municipality, AreaLevel::PlanningArea];
/// An index has at most so many parts, so that all combinations of changed weights can be tried.
pub const MOST_PARTS: usize = 6;
/// The beginning of the fields of weights; the id of the indicator follows.
pub const WEIGHT: &str = "gewicht.";
/// The largest weight of a part, and the lowest is its negative.
pub const MOST_WEIGHT: f64 = 5.0;

/// Which areas stand beside each other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ComparedAreas {
    /// district, amt, municipality or planning_area.
    pub level: String,
    /// Only areas inside the one with this key.
    pub within: Option<String>,
}

/// An indicator with its values in the last year that has a counted one.
#[derive(Debug)]
pub struct ComparedIndicator {
    /// The definition of the indicator.
    pub about: IndicatorResponse,
    /// The year of all values.
    pub year: i32,
    /// The state in the same year.
    pub state: ValueResponse,
    /// In the order of the areas.
    pub areas: Vec<ValueResponse>,
}

/// Many indicators over the areas of a level.
#[derive(Debug)]
pub struct Comparison {
    /// The areas, by name.
    pub areas: Vec<NamedArea>,
    /// The indicators of which an area has a value, or one that must not be shown.
    pub indicators: Vec<ComparedIndicator>,
    /// Those of which no area has one.
    pub without: Vec<IndicatorResponse>,
}

impl ComparedAreas {
    fn find(&self, base: &Base) -> Result<(AreaLevel, Vec<usize>), Error> {
        let known = || LEVELS.map(AreaLevel::word).map(str::to_owned).into();
        let level = LEVELS.into_iter().find(|level| level.word() == self.level);
        let level = level.ok_or_else(|| Error::field("level", Code::NoneOf { known: known() }))?;
        let outer = match self.within.as_deref().filter(|key| *key != STATE) {
            None => None,
            Some(key) => {
                let at = base.frame.tree.get(key);
                Some(at.ok_or_else(|| Error::field("within", Code::NoAreasInside))?)
            }
        };
        let mut areas = areas_of(base, level, outer);
        areas.sort_by(|a, b| base.frame.tree.node(*a).name.cmp(&base.frame.tree.node(*b).name));
        if areas.is_empty() {
            return Err(Error::field("within", Code::NoAreasInside));
        }
        Ok((level, areas))
    }
}

/// The indicators with these ids over the areas.
///
/// # Errors
///
/// [`Error::BadInput`] for a level or an area that is not known, and for more values than a page can show.
pub fn compare(
    state: &State,
    ids: &[String],
    compared: &ComparedAreas,
    (now, stop): (DateTime<Utc>, &Stop),
) -> Result<Comparison, Error> {
    let loaded = state.indicators()?;
    let base = &loaded.base;
    let (_, areas) = compared.find(base)?;
    let mut found = Comparison {
        areas: areas
            .iter()
            .map(|at| base.frame.tree.node(*at))
            .map(|node| NamedArea { key: node.key.clone(), name: node.name.clone() })
            .collect(),
        indicators: Vec::new(),
        without: Vec::new(),
    };
    for id in ids {
        let about = IndicatorResponse::from(indicator(base, id)?);
        let wanted = IndicatorRequest { ids: vec![id.clone()], areas: areas.clone(), years: Years::Latest };
        let (of_areas, _) = values(state, base, &wanted, (now, stop))?;
        if of_areas.iter().all(|value| value.status == "missing") {
            found.without.push(about);
            continue;
        }
        let year = of_areas.first().map_or(base.frame.current_year, |value| value.year);
        let whole = vec![base.frame.tree.state()];
        let wanted = IndicatorRequest { ids: vec![id.clone()], areas: whole, years: Years::Span(year, year) };
        let (of_state, _) = values(state, base, &wanted, (now, stop))?;
        let Some(of_state) = of_state.into_iter().next() else { continue };
        found.indicators.push(ComparedIndicator { about, year, state: of_state, areas: of_areas });
    }
    Ok(found)
}

/// The same values as a file, with definitions and notes where the form has room.
///
/// # Errors
///
/// As [`compare`], and for more values than a file of the form holds.
pub fn file(
    state: &State,
    ids: &[String],
    compared: &ComparedAreas,
    (form, introduction): (TableFormat, Introduction),
    stop: &Stop,
) -> Result<Download, Error> {
    let loaded = state.indicators()?;
    let base = &loaded.base;
    let (_, areas) = compared.find(base)?;
    let most = if form.has_sheets() { MAX_WORKBOOK_ROWS } else { MAX_ROWS };
    // Without the state, whose last year may be a later one than that of its areas.
    let wanted = IndicatorRequest { ids: ids.to_vec(), areas, years: Years::Latest };
    table::check_rows(&wanted, ids.len(), most)?;
    let table = table::indicators(base, &wanted, stop)?;
    let document = export::document_for_people(base, &table).with_introduction(introduction);
    let bytes = document.write_for_people(form, Lang::De).map_err(Error::internal)?;
    Ok(Download { media_type: form.media_type(), bytes })
}

/// Two indicators over the areas of a level in one year.
#[derive(Debug)]
pub struct Relation {
    /// On the level axis.
    pub x: IndicatorResponse,
    /// On the upright axis.
    pub y: IndicatorResponse,
    /// The last year in which an area has both values.
    pub year: i32,
    /// Points and coefficients, as the API gives them.
    pub found: CorrelationResponse,
    /// How many areas the level has.
    pub areas: usize,
}

/// How two indicators go together over the areas of a level, in the last year that both have.
///
/// # Errors
///
/// [`Error::NotFound`] for an unknown indicator, [`Error::BadInput`] for an unknown level.
pub fn relation(
    state: &State,
    (x, y): (&str, &str),
    compared: &ComparedAreas,
    stop: &Stop,
) -> Result<Relation, Error> {
    let loaded = state.indicators()?;
    let base = &loaded.base;
    let (level, areas) = compared.find(base)?;
    let about = |id: &str| indicator(base, id).map(IndicatorResponse::from);
    let (of_x, of_y) = (about(x)?, about(y)?);
    let years = base.years(position(base, y)?);
    let common = base.years(position(base, x)?).into_iter().rev().filter(|year| years.contains(year));
    let request = |year| IndicatorsRequest {
        level: Some(level.word().to_owned()),
        year,
        ..IndicatorsRequest::default()
    };
    let mut found = None;
    for year in common.take_while(|_| !stop.is_requested()) {
        let of_year = correlate(base, x, y, &request(Some(year)))?;
        if of_year.n > 0 {
            found = Some(of_year);
            break;
        }
    }
    let found = found.map_or_else(|| correlate(base, x, y, &request(None)), Ok)?;
    Ok(Relation { x: of_x, y: of_y, year: found.year, found, areas: areas.len() })
}

/// An index with own weights.
#[derive(Debug)]
pub struct OwnIndex {
    /// Its parts with their weights.
    pub parts: Vec<(IndicatorResponse, f64)>,
    /// The last year in which an area has all parts.
    pub year: i32,
    /// By rank, with the ranges of ranks, as the API gives those of an index of the catalogue.
    pub items: Vec<StandingResponse>,
    /// How many areas lack a part.
    pub missing: usize,
}

/// The ranks of the areas of a level in an index of these indicators, in the last year in which an area has all of them.
///
/// # Errors
///
/// [`Error::NotFound`] for an unknown indicator; [`Error::BadInput`] for an unknown level, too many parts, and weights that
/// are no number between the ends or all zero.
pub fn own_index(
    state: &State,
    parts: &[(String, f64)],
    compared: &ComparedAreas,
    stop: &Stop,
) -> Result<OwnIndex, Error> {
    let loaded = state.indicators()?;
    let base = &loaded.base;
    let (_, areas) = compared.find(base)?;
    let weighted: Vec<&(String, f64)> = parts.iter().filter(|(_, weight)| *weight != 0.0).collect();
    let mut years: Option<Vec<i32>> = None;
    for (id, _) in &weighted {
        let own = base.years(position(base, id)?);
        let both = |before: Vec<i32>| before.into_iter().filter(|year| own.contains(year)).collect();
        years = Some(years.map_or_else(|| own.clone(), both));
    }
    let part = |(id, weight): &&(String, f64)| Part { indicator: id.clone(), weight: *weight };
    let composite = Composite { method: Method::ZScore, parts: weighted.iter().map(part).collect() };
    let mut found = None;
    for year in years.unwrap_or_default().into_iter().rev().take_while(|_| !stop.is_requested()) {
        let ranking = base.evaluator().ranking(&composite, &areas, year);
        if !ranking.ranks.is_empty() {
            found = Some(RankingResponse::new(base, 0, year, &ranking));
            break;
        }
    }
    let about = |(id, weight): &(String, f64)| -> Result<(IndicatorResponse, f64), Error> {
        Ok((IndicatorResponse::from(indicator(base, id)?), *weight))
    };
    let year = found.as_ref().map_or(base.frame.current_year, |found| found.year);
    let items = found.map(|found| found.items).unwrap_or_default();
    Ok(OwnIndex {
        parts: parts.iter().map(about).collect::<Result<_, _>>()?,
        year,
        missing: areas.len() - items.len(),
        items,
    })
}

/// The weights of an address: fields such as `gewicht.D06`, numbers with a comma or a point.
///
/// # Errors
///
/// [`Error::BadInput`] with each weight that is no number between the ends, and for too many of them.
pub fn weights<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Result<Vec<(String, f64)>, Error> {
    let mut all: Vec<(String, f64)> = Vec::new();
    let mut faults = Vec::new();
    for (field, text) in pairs {
        let Some(id) = field.strip_prefix(WEIGHT) else { continue };
        match within(text, -MOST_WEIGHT, MOST_WEIGHT) {
            Ok(weight) if all.iter().all(|(known, _)| known != id) => all.push((id.to_owned(), weight)),
            Ok(_) => faults.push(FieldError::new(field, Code::GivenTwice)),
            Err(code) => faults.push(FieldError::new(field, code)),
        }
    }
    if all.len() > MOST_PARTS {
        let sentence = format!("An index has at most {MOST_PARTS} parts.");
        faults.push(FieldError::rule("gewicht", sentence));
    }
    if faults.is_empty() { Ok(all) } else { Err(faults.into()) }
}

/// The forecast of all districts under one run.
#[derive(Debug)]
pub struct DistrictForecasts {
    /// By name.
    pub districts: Vec<NamedArea>,
    /// Need, places and staff by year, with bands.
    pub totals: Figures,
    /// Need by form of care.
    pub types: Figures,
    /// The last counted year.
    pub base_year: i32,
    /// The id of the model set.
    pub model: String,
}

/// The districts side by side.
///
/// # Errors
///
/// What the forecast fails with.
pub fn districts(state: &State, run: &RunRequest, stop: &Stop) -> Result<DistrictForecasts, Error> {
    let whole = run.forecast_request(&area(state, STATE)?);
    let request = ForecastRequest { level: Some(Level::District), ..whole };
    let figures = |request: ForecastRequest| -> Result<Figures, Error> {
        let located = LocatedRequest::new(request, || state.indicators())?;
        Ok(Figures::new(&compute(state, &located, stop)?))
    };
    let by_type = ForecastRequest { draws: None, by: vec![Dimension::CareType], ..request.clone() };
    let named = |it: &Area| NamedArea { key: it.key.clone(), name: it.name.clone() };
    let mut districts: Vec<NamedArea> = state.reference.areas.level(Level::District).map(named).collect();
    districts.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(DistrictForecasts {
        districts,
        totals: figures(request)?,
        types: figures(by_type)?,
        base_year: state.model().base_year.0,
        model: state.model().id.clone(),
    })
}
