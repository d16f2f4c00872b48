//! Door 3: the planner's forecast.
//!
//! One function, [`forecast`], stands behind the command line and the API, so that both give the same
//! figures. It projects the whole state, because what leaves one district arrives in another, and
//! gives the rows of one area.

mod rows;
mod table;
#[cfg(test)]
mod tests;

pub use rows::{HEADER, Measure, Row, sex_word};

use crate::params::model::{Model, Observed};
use crate::projection::benchmark::Discrepancy;
use crate::projection::{self, Bands, Components, Futures, Group, Projection, ProjectionError, Request};
use crate::units::{Ags, Sex, Year};

/// The quantiles that are given with random futures.
pub const QUANTILES: [f64; 7] = [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975];
/// More random futures than this take long and tell nothing new.
pub const MAX_DRAWS: usize = 10_000;
/// Random futures times groups that are kept at once; more would take gigabytes of memory.
const MAX_KEPT: usize = 250_000;

/// How rows are told apart; without anything a row is a total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct By {
    pub sex: bool,
    pub age: Ages,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ages {
    #[default]
    All,
    /// Five-year groups, and 95 and older.
    Groups,
    /// Single years, and 100 and older.
    Single,
}

/// What a planner asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct ForecastRequest {
    /// A district, or the state.
    pub area: Ags,
    /// Past reference dates of the model are given from here on.
    pub from: Year,
    pub to: Year,
    pub scenario: String,
    pub by: By,
    /// How many random futures; 0 gives none.
    pub draws: usize,
    pub seed: u64,
}

/// Rows and what they rest on.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    pub rows: Vec<Row>,
    /// In words: breaks of the series, and what was taken away or added to meet control totals.
    pub notes: Vec<String>,
    pub provenance: projection::Provenance,
}

/// Why there is no forecast.
#[derive(Debug, thiserror::Error)]
pub enum ForecastError {
    #[error("{area} is no area of the model {model}; hint: known are 13 (the state) and {known}")]
    UnknownArea { area: String, model: String, known: String },
    #[error("from {from} is later than to {to}")]
    Backwards { from: i32, to: i32 },
    #[error("{0} random futures are more than {MAX_DRAWS}")]
    TooManyDraws(usize),
    #[error(
        "{draws} random futures told apart in {groups} groups are more than the {MAX_KEPT} that are kept; hint: ask for fewer draws or coarser groups"
    )]
    TooMuchKept { draws: usize, groups: usize },
    #[error(transparent)]
    Projection(#[from] ProjectionError),
}

/// Projects and gives one area's rows. Pure: the same model and request give the same rows.
pub fn forecast(model: &Model, request: &ForecastRequest) -> Result<Forecast, ForecastError> {
    let area = AreaRows::new(model, request)?;
    let groups = rows::groups(request.by);
    if request.draws * groups.len() > MAX_KEPT {
        return Err(ForecastError::TooMuchKept { draws: request.draws, groups: groups.len() });
    }
    let projection = projection::project(model, &run(request, &groups, &area))?;
    let mut rows = area.observed(model);
    for year in request.from.0.max(model.base_year.0)..=request.to.0 {
        area.push_year(Year(year), &projection, &groups, &mut rows);
    }
    let mut notes = area.series_breaks(model);
    notes.extend(area.notes(&projection));
    Ok(Forecast { rows, notes, provenance: projection.provenance })
}

/// The run behind the rows: the whole state, with random futures if they are asked for.
fn run(request: &ForecastRequest, groups: &[Group], area: &AreaRows) -> Request {
    let threads = std::thread::available_parallelism().unwrap_or(std::num::NonZeroUsize::MIN);
    let futures = (request.draws > 0).then(|| Futures {
        seed: request.seed,
        draws: request.draws,
        quantiles: QUANTILES.to_vec(),
        groups: groups.to_vec(),
        together: area.index.is_none(),
        questions: Vec::new(),
        threads,
    });
    Request { futures, ..Request::new(&request.scenario, request.to) }
}

/// One area's place in the tables of a projection.
struct AreaRows<'a> {
    request: &'a ForecastRequest,
    /// `None` for the state, that is, all districts together.
    index: Option<usize>,
    base_year: Year,
}

impl<'a> AreaRows<'a> {
    fn new(model: &Model, request: &'a ForecastRequest) -> Result<Self, ForecastError> {
        if request.from > request.to {
            return Err(ForecastError::Backwards { from: request.from.0, to: request.to.0 });
        }
        if request.draws > MAX_DRAWS {
            return Err(ForecastError::TooManyDraws(request.draws));
        }
        let index = model.districts.iter().position(|district| district.key == request.area);
        let state = model
            .districts
            .first()
            .is_some_and(|district| district.key.as_str().starts_with(request.area.as_str()));
        if index.is_none() && !(state && request.area.as_str().len() == 2) {
            let known: Vec<&str> = model.districts.iter().map(|district| district.key.as_str()).collect();
            return Err(ForecastError::UnknownArea {
                area: request.area.to_string(),
                model: model.id.clone(),
                known: known.join(", "),
            });
        }
        Ok(Self { request, index, base_year: model.base_year })
    }

    fn covers(&self, area: usize) -> bool {
        self.index.is_none_or(|index| index == area)
    }

    fn row(&self, year: Year, measure: Measure, value: f64) -> Row {
        Row {
            area: self.request.area.clone(),
            year,
            scenario: self.request.scenario.clone(),
            measure,
            sex: None,
            age_from: None,
            age_to: None,
            value,
            quantiles: None,
        }
    }

    /// Whether an official figure is one of the past reference dates that were asked for.
    fn wants(&self, seen: &Observed) -> bool {
        let of_area = match self.index {
            Some(_) => seen.district == self.request.area,
            None => seen.district == self.request.area || seen.district.is_district(),
        };
        of_area
            && seen.year >= self.request.from
            && seen.year < self.base_year
            && seen.year <= self.request.to
    }

    /// Where the census under the past figures changes, so that nobody takes the step for a development.
    fn series_breaks(&self, model: &Model) -> Vec<String> {
        let mut dates: Vec<(Year, u16)> = model
            .history
            .iter()
            .filter(|seen| self.wants(seen))
            .map(|seen| (seen.year, seen.census))
            .collect();
        dates.sort();
        dates.dedup();
        let breaks = dates.windows(2).filter(|two| two[0].1 != two[1].1);
        breaks
            .map(|two| {
                format!(
                    "the series breaks between {} and {}: figures before rest on the census of {}, later ones on that of {}",
                    two[0].0.0, two[1].0.0, two[0].1, two[1].1
                )
            })
            .collect()
    }

    /// Totals of the past reference dates that the model holds and that were asked for.
    fn observed(&self, model: &Model) -> Vec<Row> {
        let wanted = |seen: &&Observed| self.wants(seen);
        let mut years: Vec<Year> = model.history.iter().filter(wanted).map(|seen| seen.year).collect();
        years.sort();
        years.dedup();
        let total = |year: Year| {
            let of_year = || model.history.iter().filter(wanted).filter(|seen| seen.year == year);
            // The state's own table where there is one, else the sum of its districts.
            let own: f64 =
                of_year().filter(|seen| seen.district == self.request.area).map(|seen| seen.persons).sum();
            let parts: f64 =
                of_year().filter(|seen| seen.district.is_district()).map(|seen| seen.persons).sum();
            let persons = if own > 0.0 { own } else { parts };
            Row { scenario: "observed".to_owned(), ..self.row(year, Measure::Population, persons) }
        };
        years.into_iter().map(total).collect()
    }

    fn push_year(&self, year: Year, projection: &Projection, groups: &[Group], rows: &mut Vec<Row>) {
        let after = projection.years.iter().position(|result| result.year == year);
        let population = after.map_or(&projection.base, |at| &projection.years[at].population);
        for group in groups {
            let of_area = |(_, table): (usize, _)| group.sum(table);
            let value =
                population.iter().enumerate().filter(|(area, _)| self.covers(*area)).map(of_area).sum();
            let (age_from, age_to) = rows::named_ages(group);
            let quantiles = projection.bands.as_ref().and_then(|bands| self.quantiles(bands, year, group));
            let row = self.row(year, Measure::Population, value);
            rows.push(Row { sex: group.sex, age_from, age_to, quantiles, ..row });
        }
        if let Some(at) = after {
            self.push_components(year, &projection.years[at].components, rows);
        }
    }

    fn quantiles(&self, bands: &Bands, year: Year, group: &Group) -> Option<[f64; QUANTILES.len()]> {
        let quantiles = match self.index {
            Some(area) => bands.of(area, year, group),
            None => bands.together(year, group),
        };
        quantiles?.try_into().ok()
    }

    fn push_components(&self, year: Year, components: &[Components], rows: &mut Vec<Row>) {
        let sum = |of: fn(&Components) -> f64| -> f64 {
            components
                .iter()
                .enumerate()
                .filter(|(area, _)| self.covers(*area))
                .map(|(_, part)| of(part))
                .sum()
        };
        let sexes = [Sex::Male, Sex::Female];
        if self.request.by.sex {
            for sex in sexes {
                let at = sex as usize;
                let of = |part: fn(&Components) -> [f64; 2]| -> f64 {
                    components
                        .iter()
                        .enumerate()
                        .filter(|(area, _)| self.covers(*area))
                        .map(|(_, c)| part(c)[at])
                        .sum()
                };
                rows.push(Row { sex: Some(sex), ..self.row(year, Measure::Births, of(|part| part.births)) });
                rows.push(Row { sex: Some(sex), ..self.row(year, Measure::Deaths, of(|part| part.deaths)) });
            }
        } else {
            rows.push(self.row(year, Measure::Births, sum(|part| part.births.iter().sum())));
            rows.push(self.row(year, Measure::Deaths, sum(|part| part.deaths.iter().sum())));
        }
        let moves = |part: &Components| part.internal + part.external + part.housing + part.homes;
        rows.push(self.row(year, Measure::NetMigration, sum(moves)));
    }

    fn notes(&self, projection: &Projection) -> Vec<String> {
        let of_area = |note: &&Discrepancy| match (&note.control.area, self.index) {
            (Some(area), Some(_)) => *area == self.request.area,
            _ => true,
        };
        let all = projection.years.iter().flat_map(|result| &result.discrepancies).filter(of_area);
        all.map(|note| {
            let area = note.control.area.as_ref().map_or("the state".to_owned(), ToString::to_string);
            format!(
                "{}: {area} was projected with {:.0} persons and brought to the control total of {:.0} ({:+.0})",
                note.control.year.0,
                note.projected,
                note.control.persons,
                -note.difference(),
            )
        })
        .collect()
    }
}
