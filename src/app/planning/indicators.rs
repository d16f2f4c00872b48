//! Indicators as the workspace shows them: the catalogue, and one indicator over areas and years.

use chrono::{DateTime, Utc};

use crate::app::State;
use crate::app::error::{Code, Error};
use crate::app::indicators::response::{IndicatorResponse, ValueResponse, ValuesResponse};
use crate::app::indicators::{IndicatorsRequest, catalogue, indicator, position};
use crate::indicators::table::{self, IndicatorRequest, MAX_ROWS};
use crate::indicators::{AreaLevel, Base};
use crate::units::Stop;

use super::area::{self, STATE, WorkspaceArea};

/// Which areas and which year the address of a page names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IndicatorQuestion {
    /// district, amt or municipality; by default districts.
    pub level: Option<String>,
    /// Only areas inside the one with this key.
    pub within: Option<String>,
    /// By default the last one with a counted value.
    pub year: Option<i32>,
    /// The key of the area that the planner works on, which stands out.
    pub area: Option<String>,
}

impl IndicatorView {
    /// Whether the year is the last one with figures.
    pub fn is_last_year(&self) -> bool {
        self.years.iter().max() == Some(&self.year)
    }
}

/// A value with the name of its area.
#[derive(Debug)]
pub struct NamedValue {
    /// The name for people.
    pub name: String,
    /// The value as the API gives it.
    pub value: ValueResponse,
}

/// One indicator over areas, and over the years in the state.
#[derive(Debug)]
pub struct IndicatorView {
    /// The definition of the indicator.
    pub about: IndicatorResponse,
    /// The year that is shown.
    pub year: i32,
    /// The level that is shown, and those that can be.
    pub level: &'static str,
    /// The levels that have values.
    pub levels: Vec<&'static str>,
    /// The area in which those shown lie; `None` for the whole state.
    pub within: Option<String>,
    /// The areas of the level, in the order of their names.
    pub areas: Vec<NamedValue>,
    /// The state in the same year.
    pub state: ValueResponse,
    /// The state over all years with figures.
    pub series: Vec<ValueResponse>,
    /// The area that stands out; `None` without one, and for the state.
    pub own: Option<WorkspaceArea>,
    /// That area over the same years; empty for levels without values.
    pub own_series: Vec<ValueResponse>,
    /// Years that have figures.
    pub years: Vec<i32>,
    /// What must be known to compare years, in German.
    pub notes: Vec<String>,
    /// First years of new series, with the reason.
    pub breaks: Vec<(i32, String)>,
}

impl IndicatorQuestion {
    /// Reads the fields of an address.
    ///
    /// # Errors
    ///
    /// A year that is no number.
    pub fn read<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Result<Self, Error> {
        let mut question = Self::default();
        for (field, text) in pairs.filter(|(_, text)| !text.is_empty()) {
            match field {
                "level" => question.level = Some(text.to_owned()),
                "area" if text != STATE => question.area = Some(text.to_owned()),
                "within" if text != STATE => question.within = Some(text.to_owned()),
                "year" => {
                    let year = text.parse().map_err(|_| Error::field("year", Code::NotAYear))?;
                    question.year = Some(year);
                }
                _ => {}
            }
        }
        Ok(question)
    }
}

/// All indicators, in the order of the catalogue.
///
/// # Errors
///
/// [`Error::Unavailable`] until the figures have been put together.
pub fn all(state: &State) -> Result<Vec<IndicatorResponse>, Error> {
    catalogue(&state.indicators()?.base, None)
}

impl IndicatorView {
    /// Whether an area is the one that stands out, or contains it.
    pub fn is_own(&self, key: &str) -> bool {
        let own = self.own.as_ref();
        own.is_some_and(|own| own.key == key || own.around.iter().any(|around| around.key == key))
    }
}

/// The indicator with this id over the areas of the question.
///
/// # Errors
///
/// [`Error::NotFound`] for an unknown indicator, [`Error::BadInput`] for an unknown area or level.
pub fn view(
    state: &State,
    id: &str,
    question: &IndicatorQuestion,
    (now, stop): (DateTime<Utc>, &Stop),
) -> Result<IndicatorView, Error> {
    let loaded = state.indicators()?;
    let base = &loaded.base;
    let at = position(base, id)?;
    let about = IndicatorResponse::from(indicator(base, id)?);
    let levels: Vec<&str> = shown().into_iter().filter(|level| about.levels.contains(level)).collect();
    let first = levels.first().copied().unwrap_or(AreaLevel::District.word());
    let level = question.level.as_deref().map_or(Ok(first), level_of)?;
    let request = |areas: IndicatorsRequest| areas.of_indicator(base, id);
    // Without a year the last one counts that has a value of the level: the state often knows a later one.
    let wanted = request(IndicatorsRequest {
        level: Some(level.to_owned()),
        within: question.within.clone(),
        year: question.year,
        ..IndicatorsRequest::default()
    })?;
    let (values, notes) = self::values(state, base, &wanted, (now, stop))?;
    let no_area = || Error::field("within", Code::NoAreasInside);
    let year = values.first().map(|value| value.year).ok_or_else(no_area)?;
    let of_state = IndicatorsRequest { area: vec![STATE.to_owned()], ..IndicatorsRequest::default() };
    let wanted = request(IndicatorsRequest { year: Some(year), ..of_state.clone() })?;
    let (of_state_value, _) = self::values(state, base, &wanted, (now, stop))?;
    let of_state_value = of_state_value.into_iter().next().ok_or_else(no_area)?;
    let years = base.years(at);
    let (from, to) = (years.first().copied(), years.last().copied());
    let series = |key: &str| match from.zip(to) {
        Some((from, to)) => {
            let areas = IndicatorsRequest { area: vec![key.to_owned()], ..IndicatorsRequest::default() };
            let wanted = request(IndicatorsRequest { from: Some(from), to: Some(to), ..areas })?;
            Ok::<_, Error>(self::values(state, base, &wanted, (now, stop))?.0)
        }
        None => Ok(Vec::new()),
    };
    let own = question.area.as_deref().map(|key| area::area(state, key)).transpose()?;
    let has_values = |own: &&WorkspaceArea| about.levels.contains(&own.level);
    let own_series = own.as_ref().filter(has_values).map_or(Ok(Vec::new()), |own| series(&own.key))?;
    let series = series(STATE)?;
    Ok(IndicatorView {
        breaks: from.zip(to).map_or_else(Vec::new, |span| breaks(base, at, span)),
        about,
        year,
        level,
        levels,
        within: question.within.clone(),
        areas: named(base, values),
        state: of_state_value,
        series,
        own,
        own_series,
        years,
        notes,
    })
}

/// First years of new series of an indicator, with the reason.
fn breaks(base: &Base, at: usize, (from, to): (i32, i32)) -> Vec<(i32, String)> {
    base.breaks(at, from, to).map(|found| (found.year, found.text_de.clone())).collect()
}

/// Values with the names of their areas, by name.
fn named(base: &Base, values: Vec<ValueResponse>) -> Vec<NamedValue> {
    let mut areas: Vec<NamedValue> =
        values.into_iter().map(|value| NamedValue { name: name(base, &value.area), value }).collect();
    areas.sort_by(|a, b| a.name.cmp(&b.name));
    areas
}

/// The levels of which pages show all areas.
fn shown() -> [&'static str; 3] {
    [AreaLevel::District, AreaLevel::Amt, AreaLevel::Municipality].map(AreaLevel::word)
}

fn level_of(word: &str) -> Result<&'static str, Error> {
    let unknown = || Error::field("level", Code::NoneOf { known: shown().map(str::to_owned).into() });
    shown().into_iter().find(|known| *known == word).ok_or_else(unknown)
}

pub(super) fn values(
    state: &State,
    base: &Base,
    wanted: &IndicatorRequest,
    (now, stop): (DateTime<Utc>, &Stop),
) -> Result<(Vec<ValueResponse>, Vec<String>), Error> {
    table::check_rows(wanted, 1, MAX_ROWS)?;
    let table = table::indicators(base, wanted, stop)?;
    let version = state.snapshot().version();
    let answer = ValuesResponse::new(base, &table, &state.forecasts.model, version, now);
    Ok((answer.items, answer.notes))
}

fn name(base: &Base, key: &str) -> String {
    let at = base.frame.tree.get(key);
    at.map_or_else(|| key.to_owned(), |at| base.frame.tree.node(at).name.clone())
}
