//! The planner's forecast.
//!
//! One function, [`forecast`], stands behind the command line and the API, so that both give the same
//! figures. It projects the whole state, because what leaves one district arrives in another, and
//! gives the rows of the areas that are asked for.

pub(crate) mod area;
pub(crate) mod care_rows;
pub(crate) mod counts;
mod drawn;
mod german;
mod measure;
mod missing;
mod municipal;
mod planning_area;
mod question;
mod request;
pub(crate) mod rows;
mod sensitivity;
pub(crate) mod shares;
mod side_by_side;
mod size;
mod statement;
mod supply;
mod table;
#[cfg(test)]
mod tests;

pub use missing::Missing;
pub use municipal::{MunicipalEstimate, WantedNeed, municipal_estimates};
pub use planning_area::{PlanningArea, planning_area};
pub use question::{Direction, Limit, MeasureQuestion, can_be_asked};
pub use request::{
    Ages, Breakdown, DEFAULT_SCENARIO, ForecastSpec, HousingPlan, InstitutionalPopulationPlan, Limits,
    Profile,
};
pub use rows::{HEADER, Measure, Row, StaffUnit};
pub use sensitivity::sensitivity;
pub use statement::{Asked, Statement};
pub use supply::RegisteredSupply;

// Words of a request and an answer that the projection defines: callers of this room need no other.
pub use crate::care::{
    CareError, CareRequest, Change, CountyAssistance, DAY_CARE_BOUNDS, Own, Part, PlaceKind,
};
pub use crate::projection::benchmark::Control;
pub use crate::projection::paths::Assumptions;
pub use crate::projection::small_areas::{BySexGroup, GROUPS, Reliability, TwoCounts};
pub use crate::projection::{Group, IncludedComponents, Overrides, ProjectionError, Provenance, Question};
pub use counts::STEP as COUNTS_STEP;

use crate::model::{Model, Observed};
use crate::projection::benchmark::Discrepancy;
use crate::projection::small_areas::SmallAreaError;
use crate::projection::{self, Bands, Components, Projection};
use crate::units::{Ags, AreaKey, Sex, Year};
use area::ForecastArea;
use care_rows::CareRows;
use drawn::Drawn;

/// The quantiles that are given with draws.
pub const QUANTILES: [f64; 7] = [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975];
/// The most draws; more take longer without improving the quantiles.
pub const MAX_DRAWS: usize = 10_000;

/// Rows and what they rest on.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// By area, year and measure.
    pub rows: Vec<Row>,
    /// One a question.
    pub statements: Vec<Statement>,
    /// In words: breaks of the series, how small areas may be read, and what was taken away or added to
    /// meet control totals.
    pub notes: Vec<String>,
    /// Measures that are not given of some areas, and why.
    pub missing: Vec<Missing>,
    /// What the projection was computed from; of several runs, the first.
    pub provenance: projection::Provenance,
    /// The same of the further scenarios of several runs.
    pub other_scenarios: Vec<projection::Provenance>,
    /// What need, places and staff were computed from.
    pub care: CareProvenance,
}

/// What the measures of care were computed from.
#[derive(Debug, Clone, PartialEq)]
pub struct CareProvenance {
    /// The survey whose rates are carried on.
    pub survey: Year,
    /// Id of the assumption on rates of need.
    pub prevalence: String,
    /// Id of the assumption on forms of care.
    pub form: String,
    /// The register that the supply of places was taken from; `None` for the statistics.
    pub register_version: Option<u64>,
}

impl CareProvenance {
    pub(crate) fn new(survey: Year, request: &ForecastSpec) -> Self {
        Self {
            survey,
            prevalence: request.care.prevalence.clone(),
            form: request.care.form.clone(),
            register_version: request.supply.as_ref().map(|supply| supply.version),
        }
    }
}

/// Why there is no forecast.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum ForecastError {
    #[error(
        "{area} is not an area of the model {model}; hint: known are 13 (the state), {known}, and the Ämter and municipalities inside them"
    )]
    UnknownArea { area: String, model: String, known: String },
    #[error("there are no areas of the level {level} inside {area}")]
    NoLevelInside { level: &'static str, area: String },
    #[error("from {from} is later than to {to}")]
    Backwards { from: i32, to: i32 },
    #[error("{0} draws are more than {MAX_DRAWS}")]
    TooManyDraws(usize),
    #[error(
        "{draws} draws of {groups} groups and sums over {years} years are more than can be kept at once; hint: ask for at most {most_draws} draws, or for coarser groups or fewer years"
    )]
    TooMuchKept { draws: usize, groups: usize, years: usize, most_draws: usize },
    #[error(
        "the answer would have {rows} rows ({areas} areas, {years} years, {rows_per_area} rows for each area and year), but at most {most} are given at once; hint: {hint}"
    )]
    TooManyRows { rows: usize, areas: usize, years: usize, rows_per_area: usize, most: usize, hint: String },
    #[error("the forecast was stopped before its end")]
    Stopped,
    #[error("a question about probability needs draws; hint: ask for 1000 draws")]
    NoDrawsToAsk,
    #[error(
        "probability bands are available for districts and the state only, not for {0}; hint: ask for 0 draws"
    )]
    NoDrawsInside(String),
    #[error(
        "counts of municipalities were given, but {0} has no rows inside a district; hint: ask for the level municipality or amt"
    )]
    CountsOfWhat(String),
    #[error(
        "counts are by five-year groups and give no single ages; hint: disaggregate by age_group, or not by age"
    )]
    CountsBySingleAge,
    #[error(
        "there is no count of {0}; hint: all municipalities of a district are brought to it together, so each needs its counts"
    )]
    CountsMissing(String),
    #[error("{said}")]
    NoSuchQuestion { at: usize, said: String },
    #[error("{said}")]
    NoSuchCell { field: &'static str, said: String },
    #[error("the staff of {0} is not known; hint: give the key of a district, of five digits, or 13")]
    OnlyDistricts(String),
    #[error("{what} is {value}, but must be from {low} to {high} {}", unit_of(what))]
    OutOfBounds { what: &'static str, value: f64, low: f64, high: f64 },
    #[error("{what} names the year {year}, but must name one from {first} to {last}")]
    PlanOutside { what: &'static str, year: i32, first: i32, last: i32 },
    #[error("{what} of {area} has the value {value}, but must have one that is not negative")]
    NoCount { what: &'static str, area: String, value: f64 },
    #[error("{what} of {area} puts {value} into a group in which nobody lives")]
    NobodyThere { what: &'static str, area: String, value: f64 },
    #[error(transparent)]
    Care(#[from] CareError),
    #[error(transparent)]
    SmallArea(#[from] SmallAreaError),
    #[error(transparent)]
    Projection(#[from] ProjectionError),
}

impl ForecastError {
    fn unknown_area(area: impl std::fmt::Display, model: &Model) -> Self {
        let known: Vec<&str> = model.districts.iter().map(|district| district.key.as_str()).collect();
        Self::UnknownArea { area: area.to_string(), model: model.id.clone(), known: known.join(", ") }
    }
}

/// In what an assumption on the population is given.
fn unit_of(assumption: &str) -> &'static str {
    match assumption {
        "tfr" => "children per woman",
        "life_expectancy_male" | "life_expectancy_female" => "years",
        _ => "times the net moves of the base period",
    }
}

/// The rows of a forecast: one value per area, year and measure, and per part where rows are disaggregated. Rows are
/// ordered by area and year. Persons, places and heads are counted at the end of a year; births, deaths, moves and euros
/// are per year; with draws a row has a quantile at each probability of [`QUANTILES`].
///
/// The function is pure: the same model and request give the same rows.
///
/// # Errors
///
/// [`ForecastError`] names the value and what to do: an unknown area, assumption or year, a level that the area does not
/// have, draws inside a district, counts that are missing, or what projection and care refuse.
///
/// ```
/// use pflegeplan::forecast::{ForecastSpec, Measure, forecast};
/// use pflegeplan::model::load::{CURRENT, load};
/// use pflegeplan::units::AreaKey;
///
/// let model = load(CURRENT).expect("the embedded model set is valid").model;
/// let spec = ForecastSpec::new(AreaKey::parse("13076").expect("a key of five digits"), &model);
/// let forecast = forecast(&model, &spec)?;
/// let residents = forecast.rows.iter().filter(|row| row.measure == Measure::Population);
/// assert!(residents.clone().count() > 10 && residents.clone().all(|row| row.value > 100_000.0));
/// # Ok::<(), pflegeplan::forecast::ForecastError>(())
/// ```
pub fn forecast(model: &Model, request: &ForecastSpec) -> Result<Forecast, ForecastError> {
    let groups = rows::groups(request.by);
    request.check(model, groups.len())?;
    let areas = area::forecast_areas(model, request)?;
    if let Some(small) = areas.iter().find(|area| !area.has_draws() && request.draws > 0) {
        return Err(ForecastError::NoDrawsInside(small.key.to_string()));
    }
    let expected = size::check(model, request, &areas)?;
    counts::check(model, request, &areas)?;
    let (projection, care, drawn) = project(model, request, &groups, &areas)?;
    let mut rows = Vec::with_capacity(expected);
    if !request.counts.is_empty() {
        rows = counts::rows(model, request, &areas, &projection, &care)?;
    }
    for area in areas.iter().filter(|_| request.counts.is_empty()) {
        let rows_of = AreaRows { request, area, base_year: model.base_year };
        rows.extend(rows_of.observed(model));
        rows.extend(rows_of.observed_need(model));
        if request.stop.is_requested() {
            return Err(ForecastError::Stopped);
        }
        for year in request.from.0.max(model.base_year.0)..=request.to.0 {
            rows_of.push_year(Year(year), &projection, &groups, &mut rows);
            rows_of.push_care((model, &care), Year(year), &projection, &mut rows);
        }
    }
    let mut notes = notes(model, request, &areas, &projection);
    notes.extend(care.notes(model, request, &areas));
    Ok(Forecast {
        rows,
        missing: missing::of(request, &areas),
        statements: statements(model, request, &projection, &drawn),
        notes,
        provenance: projection.provenance,
        other_scenarios: Vec::new(),
        care: care.provenance(request),
    })
}

/// Population and need. The weights of the need come from the run without draws, which therefore precedes the
/// run with draws in which they are summed.
fn project(
    model: &Model,
    request: &ForecastSpec,
    groups: &[Group],
    areas: &[ForecastArea],
) -> Result<(Projection, CareRows, Vec<Drawn>), ForecastError> {
    let run = request.run(
        model,
        groups,
        areas.iter().any(ForecastArea::is_state),
        (Vec::new(), Vec::new(), None),
    )?;
    let baseline = projection::project(model, &projection::Request { draws: None, ..run.clone() })?;
    let care = CareRows::new(model, &baseline, request)?;
    if request.draws == 0 {
        return Ok((baseline, care, Vec::new()));
    }
    let asked = request.questions.len() + request.measure_questions.len();
    request.check_sums(model, (groups.len() + asked, care.measures.len()))?;
    let mut sums = care.sums();
    let drawn = request.measure_questions.iter().zip(sums.len()..);
    let drawn = drawn.map(|(question, row)| question.drawn((model, &care), request, row));
    let drawn: Vec<Drawn> = drawn.collect::<Result<_, _>>()?;
    sums.extend(drawn.iter().map(|one| one.sum.clone()));
    let samples = drawn.iter().map(|one| one.sample.clone()).collect();
    let of_care = (sums, samples, Some(care.need_rates()));
    let run = request.run(model, groups, areas.iter().any(ForecastArea::is_state), of_care)?;
    Ok((projection::project(model, &run)?, care, drawn))
}

fn statements(
    model: &Model,
    request: &ForecastSpec,
    projection: &Projection,
    drawn: &[Drawn],
) -> Vec<Statement> {
    let Some(bands) = &projection.bands else { return Vec::new() };
    let name = |area: &Option<Ags>| match area {
        None => "the state".to_owned(),
        Some(key) => {
            let district = model.districts.iter().find(|district| district.key == *key);
            district.map_or(key.to_string(), |district| district.name.clone())
        }
    };
    let rates_drawn = model.uncertainty.deviations.is_some();
    let pairs = request.questions.iter().zip(&bands.answers);
    let mut statements: Vec<Statement> = pairs
        .map(|(question, share)| Statement {
            area: name(&question.area),
            asked: Asked::Residents(question.clone()),
            share: *share,
            scenario: None,
            rates_drawn,
        })
        .collect();
    for (question, (drawn, values)) in request.measure_questions.iter().zip(drawn.iter().zip(&bands.samples))
    {
        let statement = Statement {
            area: name(&question.area),
            asked: Asked::Measure(question.clone()),
            share: drawn.share(values),
            scenario: None,
            rates_drawn,
        };
        statements.insert(question.at.min(statements.len()), statement);
    }
    statements
}

fn notes(
    model: &Model,
    request: &ForecastSpec,
    areas: &[ForecastArea],
    projection: &Projection,
) -> Vec<String> {
    let mut notes = Vec::new();
    for area in areas {
        notes.extend(AreaRows { request, area, base_year: model.base_year }.series_breaks(model));
    }
    notes.dedup();
    if request.planning.as_ref().is_some_and(|area| area.is_approximate) {
        notes.push("the border of the planning area cuts municipalities; it is taken as those of which most lies inside".to_owned());
    }
    notes.extend(small_area_notes(model, request, areas));
    let covered = |index: usize| areas.iter().any(|area| area.covers(index));
    let concerns = |note: &&Discrepancy| match &note.control.area {
        Some(area) => model
            .districts
            .iter()
            .position(|district| district.key == *area)
            .is_some_and(|index| covered(index) || areas.iter().any(ForecastArea::is_small)),
        None => true,
    };
    let all = projection.years.iter().flat_map(|result| &result.discrepancies).filter(concerns);
    notes.extend(all.map(|note| {
        let area = note.control.area.as_ref().map_or("the state".to_owned(), ToString::to_string);
        format!(
            "{}: {area} was projected with {:.0} persons and brought to the control total of {:.0} ({:+.0})",
            note.control.year.0,
            note.projected,
            note.control.persons,
            -note.difference(),
        )
    }));
    notes
}

/// How parts of districts were computed, and which of them are too small to be read alone.
fn small_area_notes(model: &Model, request: &ForecastSpec, areas: &[ForecastArea]) -> Vec<String> {
    if !areas.iter().any(ForecastArea::is_small) {
        return Vec::new();
    }
    let count = |class| areas.iter().filter(|area| area.reliability == Some(class)).count();
    let method = if request.counts.is_empty() && model.municipal_ages.is_some() {
        "figures inside a district are its own, shared out: what a municipality had of each age and sex in the census of 2022 grows older with those who stay, and those who leave are replaced as their age was spread in the census; births, deaths and moves are not known there"
    } else if request.counts.is_empty() {
        "figures inside a district are its own, shared out by the census of 2022: each municipality keeps its share of every age and sex; births, deaths and moves are not known there"
    } else {
        "figures inside a district follow each cohort as it changed between the two counts that were given (Hamilton and Perry), and are brought to the district in every group"
    };
    let mut notes = vec![method.to_owned()];
    let (grey, warn) = (count(Reliability::Low), count(Reliability::Limited));
    if grey > 0 {
        notes.push(format!(
            "{grey} of {} areas have fewer than {} residents (reading: grey): no statement should rest on one of them alone",
            areas.len(),
            model.guard.grey_below
        ));
    }
    if warn > 0 {
        notes.push(format!(
            "{warn} of {} areas have fewer than {} residents (reading: warning): read their figures with care",
            areas.len(),
            model.guard.warn_below
        ));
    }
    notes
}

/// The rows of one area.
pub(crate) struct AreaRows<'a> {
    pub(crate) request: &'a ForecastSpec,
    pub(crate) area: &'a ForecastArea,
    pub(crate) base_year: Year,
}

impl AreaRows<'_> {
    fn row(&self, year: Year, measure: Measure, value: f64) -> Row {
        Row {
            area: self.area.key.clone(),
            name: self.area.name.clone(),
            year,
            scenario: self.request.scenario.clone(),
            measure,
            sex: None,
            age_from: None,
            age_to: None,
            care_grade: None,
            care_type: None,
            value,
            quantiles: None,
            reliability: self.area.reliability,
        }
    }

    /// Whether an official figure is one of the past reference dates that were asked for.
    fn wants(&self, seen: &Observed) -> bool {
        let of_area = match &self.area.key {
            AreaKey::State(key) => seen.district == *key || seen.district.is_district(),
            AreaKey::District(key) => seen.district == *key,
            _ => false,
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
            let key = self.area.key.as_str();
            let own: f64 =
                of_year().filter(|seen| seen.district.as_str() == key).map(|seen| seen.persons).sum();
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
            let value = self.area.persons(after.map_or(0, |at| at + 1), population, group);
            let (age_from, age_to) = rows::named_ages(group);
            let quantiles = projection.bands.as_ref().and_then(|bands| self.quantiles(bands, year, group));
            let row = self.row(year, Measure::Population, value);
            rows.push(Row { sex: group.sex, age_from, age_to, quantiles, ..row });
        }
        if let Some(at) = after.filter(|_| !self.area.is_small()) {
            self.push_components(year, &projection.years[at].components, rows);
            if !projection.years[at].discrepancies.is_empty() {
                let benchmark = self.sum(&projection.years[at].components, |part| part.benchmark);
                rows.push(self.row(year, Measure::Benchmark, benchmark));
            }
        }
    }

    fn quantiles(&self, bands: &Bands, year: Year, group: &Group) -> Option<[f64; QUANTILES.len()]> {
        let quantiles = match self.area.district() {
            Some(area) => bands.of(area, year, group),
            None => bands.together(year, group),
        };
        quantiles?.try_into().ok()
    }

    fn sum(&self, components: &[Components], of: impl Fn(&Components) -> f64) -> f64 {
        let own = components.iter().enumerate().filter(|(district, _)| self.area.covers(*district));
        own.map(|(_, part)| of(part)).sum()
    }

    fn push_components(&self, year: Year, components: &[Components], rows: &mut Vec<Row>) {
        let row = |measure, of: fn(&Components) -> f64| self.row(year, measure, self.sum(components, of));
        if self.request.by.sex {
            for sex in [Sex::Male, Sex::Female] {
                let of = |part: fn(&Components) -> [f64; 2]| {
                    self.sum(components, |component| part(component)[sex as usize])
                };
                rows.push(Row { sex: Some(sex), ..self.row(year, Measure::Births, of(|part| part.births)) });
                rows.push(Row { sex: Some(sex), ..self.row(year, Measure::Deaths, of(|part| part.deaths)) });
            }
        } else {
            rows.push(row(Measure::Births, |part| part.births.iter().sum()));
            rows.push(row(Measure::Deaths, |part| part.deaths.iter().sum()));
        }
        rows.push(row(Measure::NetMigration, |part| {
            part.internal + part.external + part.housing + part.institutional_population
        }));
        if self.request.by.component {
            rows.push(row(Measure::MovesInside, |part| part.internal));
            rows.push(row(Measure::MovesAcross, |part| part.external));
            rows.push(row(Measure::PlannedHousing, |part| part.housing));
            rows.push(row(Measure::CareHomes, |part| part.institutional_population));
        }
    }
}
