//! The figures of the back-test's page, `models/BACKTEST.md`. The template `population.md` has all words.

mod lessons;
mod official;

use serde::Serialize;

use super::band::{self, AGE_GROUPS, Hits};
use super::compare::{Comparison, Line, Miss};
use super::history::History;
use super::run::{ALL, DRAWS, FROM_65, FROM_80, Run, SEED, Started};
use super::{BackTest, main_variant};
use crate::model::OPEN_AGE;
use crate::model::past::{Past, Start, VitalYear};
use crate::projection::Components;
use crate::units::{Ags, Year};
use lessons::Lessons;
use official::{BaseShare, OfficialFigures};

/// Births, deaths and net moves.
const PARTS: [fn(&Components) -> f64; 3] =
    [|part| part.births.iter().sum(), |part| part.deaths.iter().sum(), |part| part.internal + part.external];

/// All figures of the page. Errors are projected minus counted; percentages are percent of the counted number; `None`
/// is a figure that is not known.
#[derive(Serialize)]
pub struct PageFigures<'a> {
    model: &'a str,
    base_year: i32,
    draws: usize,
    seed: u64,
    nominal_percent: f64,
    /// Years from a start to the last date that bands were measured by.
    longest: Option<i32>,
    method: Method,
    summary: Vec<SummaryRow<'a>>,
    lessons: Lessons<'a>,
    interpolation: Option<Interpolation>,
    starts: Vec<StartFigures<'a>>,
    horizons: Vec<HorizonRow>,
    by_age: ByAge,
    by_district: ByDistrict<'a>,
    components: ComponentsByYear,
    bands: Vec<BandRow>,
    bands_left_out: Option<Vec<HitFigures>>,
    census: Option<CensusStep<'a>>,
    across_census: Vec<AcrossCensus<'a>>,
    official: OfficialFigures<'a>,
    base_shares: Vec<BaseShare<'a>>,
}

/// What the runs take from the forecast.
#[derive(Serialize)]
struct Method {
    /// Whether life expectancy goes on at its pace.
    keeps_pace: bool,
    /// Whether districts have the mortality that their deaths show.
    district_deaths: bool,
    district_moves: Option<DistrictMovesFigures>,
}

/// How much of the level of a district's moves goes on, in percent, and below which age.
#[derive(Serialize)]
struct DistrictMovesFigures {
    percent: f64,
    below: usize,
}

/// From the start of a run to the date it is compared with.
#[derive(Serialize)]
struct Span {
    start: i32,
    end: i32,
}

/// The title of a run; the run in which nobody changes has none.
#[derive(Serialize)]
struct RunTitle<'a> {
    title: Option<&'a str>,
    hindsight: bool,
}

#[derive(Serialize)]
struct SummaryRow<'a> {
    #[serde(flatten)]
    span: Span,
    run: RunTitle<'a>,
    main: LineFigures,
    /// The reference run, in which nothing changes.
    constant: LineFigures,
}

/// Errors of one run at one date.
#[derive(Serialize)]
struct LineFigures {
    year: i32,
    persons: f64,
    all: f64,
    from_65: Option<f64>,
    from_80: Option<f64>,
    districts_mape: Option<f64>,
    districts_mpe: Option<f64>,
    districts_from_80_mape: Option<f64>,
    /// The number of age groups.
    groups: Option<usize>,
    groups_mape: Option<f64>,
    groups_mpe: Option<f64>,
}

impl From<&Line> for LineFigures {
    fn from(line: &Line) -> Self {
        Self {
            year: line.year.0,
            persons: line.all.persons(),
            all: line.all.percent(),
            from_65: line.from_65.map(Miss::percent),
            from_80: line.from_80.map(Miss::percent),
            districts_mape: line.districts.map(|spread| spread.mape),
            districts_mpe: line.districts.map(|spread| spread.mpe),
            districts_from_80_mape: line.districts_from_80.map(|spread| spread.mape),
            groups: line.groups.map(|spread| spread.count),
            groups_mape: line.groups.map(|spread| spread.mape),
            groups_mpe: line.groups.map(|spread| spread.mpe),
        }
    }
}

/// How well single ages are interpolated from groups.
#[derive(Serialize)]
struct Interpolation {
    year: i32,
    misplaced_percent: f64,
}

#[derive(Serialize)]
struct StartFigures<'a> {
    year: i32,
    text: &'a str,
    rows: Vec<StartRow<'a>>,
    with_hindsight: bool,
}

#[derive(Serialize)]
struct StartRow<'a> {
    run: RunTitle<'a>,
    line: LineFigures,
}

/// Errors in percent so many years after each start.
#[derive(Serialize)]
struct HorizonRow {
    years: i32,
    all: Vec<Option<f64>>,
    from_65: Vec<Option<f64>>,
    from_80: Vec<Option<f64>>,
}

#[derive(Serialize)]
struct Error {
    persons: Option<f64>,
    percent: Option<f64>,
}

impl From<Option<Miss>> for Error {
    fn from(miss: Option<Miss>) -> Self {
        Self { persons: miss.map(Miss::persons), percent: miss.map(Miss::percent) }
    }
}

/// Single ages from `from` to `to`, which is `None` for the open age group.
#[derive(Serialize)]
struct Ages {
    from: usize,
    to: Option<usize>,
}

#[derive(Serialize)]
struct ByAge {
    columns: Vec<Span>,
    rows: Vec<AgeRow>,
}

#[derive(Serialize)]
struct AgeRow {
    ages: Ages,
    cells: Vec<Error>,
}

#[derive(Serialize)]
struct ByDistrict<'a> {
    columns: Vec<Span>,
    rows: Vec<DistrictRow<'a>>,
}

/// A district, or the state, which has no name here.
#[derive(Serialize)]
struct DistrictRow<'a> {
    name: Option<&'a str>,
    cells: Vec<DistrictCell>,
}

#[derive(Serialize)]
struct DistrictCell {
    all: Error,
    from_65: Error,
    from_80: Error,
}

#[derive(Serialize)]
struct ComponentsByYear {
    starts: Vec<i32>,
    rows: Vec<ComponentRow>,
}

/// Births, deaths and net moves of a year.
#[derive(Serialize)]
struct ComponentRow {
    year: i32,
    parts: Vec<ComponentCell>,
}

#[derive(Serialize)]
struct ComponentCell {
    published: Option<f64>,
    projected: Vec<Option<f64>>,
}

/// How often official numbers lie in the band.
#[derive(Serialize)]
struct BandRow {
    start: i32,
    first: i32,
    last: i32,
    /// State, districts, districts from 65, districts from 80, districts by age.
    hits: Vec<HitFigures>,
}

#[derive(Serialize)]
struct HitFigures {
    inside: usize,
    of: usize,
    percent: Option<f64>,
}

impl From<Hits> for HitFigures {
    fn from(hits: Hits) -> Self {
        Self { inside: hits.inside, of: hits.of, percent: hits.percent() }
    }
}

/// The official totals before and after the change of census.
#[derive(Serialize)]
struct CensusStep<'a> {
    before: i32,
    after: i32,
    rows: Vec<CensusRow<'a>>,
}

#[derive(Serialize)]
struct CensusRow<'a> {
    name: Option<&'a str>,
    before: f64,
    after: f64,
    difference: f64,
    percent: f64,
}

/// A run compared with dates on another census than its start.
#[derive(Serialize)]
struct AcrossCensus<'a> {
    start: i32,
    run: RunTitle<'a>,
    first_year: i32,
    first: Error,
    last_year: i32,
    last: Error,
    last_from_80: Error,
    projected_change: Option<f64>,
    observed_change: Option<f64>,
}

fn run_title<'a>(run: &Run<'a>) -> RunTitle<'a> {
    RunTitle {
        title: run.variant.map(|variant| variant.title.as_str()),
        hindsight: run.variant.is_some_and(|variant| variant.hindsight),
    }
}

impl<'a> BackTest<'a> {
    pub(super) fn figures(&self) -> PageFigures<'_> {
        PageFigures {
            model: &self.set.model.id,
            base_year: self.set.model.base_year.0,
            draws: DRAWS,
            seed: SEED,
            nominal_percent: band::nominal_percent(),
            longest: self.set.model.uncertainty.deviations.as_ref().map(|one| one.population.longest),
            method: method(&self.set.past),
            summary: self.starts.iter().filter_map(|started| self.summary_row(started)).collect(),
            lessons: self.lessons(),
            interpolation: self.split_miss.map(|(year, share)| Interpolation {
                year: year.0,
                // Each person counted at a wrong age is missing at the right one, so the sum of errors is halved.
                misplaced_percent: 100.0 * share / 2.0,
            }),
            starts: self.starts.iter().map(|started| self.start_figures(started)).collect(),
            horizons: self.horizons(),
            by_age: self.by_age(),
            by_district: self.by_district(),
            components: self.components(),
            bands: self.bands(),
            bands_left_out: self.bands_left_out(),
            census: self.census_step(),
            across_census: self.starts.iter().filter_map(|started| self.across_census(started)).collect(),
            official: self.official_figures(),
            base_shares: self.base_shares(),
        }
    }

    fn history(&self) -> History<'_> {
        History { model: &self.set.model, state: &self.state }
    }

    fn comparison<'b>(&'b self, started: &'b Started<'b>) -> Comparison<'b> {
        Comparison { history: self.history(), started }
    }

    /// The run of the start's main variant.
    fn main_run<'b>(&self, started: &'b Started<'b>) -> &'b Run<'b> {
        let main = main_variant(started.start).map(|variant| &variant.id);
        let found = started.runs.iter().find(|run| run.variant.map(|variant| &variant.id) == main);
        found.unwrap_or(&started.runs[0])
    }

    /// The last date on the census of the start for which people aged 80 and older are known.
    fn last_compared(&self, started: &Started) -> Option<Year> {
        let comparison = self.comparison(started);
        let run = self.main_run(started);
        let known = |year: &Year| comparison.line(run, *year).is_some_and(|line| line.from_80.is_some());
        comparison.dates(true).into_iter().rev().find(known)
    }

    /// The starts with their last date for which people aged 80 and older are known.
    fn last_dates(&self) -> Vec<(&Started<'a>, Year)> {
        let dates = self.starts.iter().map(|started| (started, self.last_compared(started)));
        dates.filter_map(|(started, year)| Some((started, year?))).collect()
    }

    /// The main run and the run in which nobody changes at the last date of a start.
    pub(super) fn main_and_constant(&self, started: &Started) -> Option<(Year, Line, Line)> {
        let year = self.last_compared(started)?;
        let comparison = self.comparison(started);
        let main = comparison.line(self.main_run(started), year)?;
        Some((year, main, comparison.line(&started.runs[0], year)?))
    }

    fn summary_row<'b>(&'b self, started: &'b Started<'b>) -> Option<SummaryRow<'b>> {
        let (year, main, constant) = self.main_and_constant(started)?;
        Some(SummaryRow {
            span: span(started, year),
            run: run_title(self.main_run(started)),
            main: (&main).into(),
            constant: (&constant).into(),
        })
    }

    /// All runs of a start at all dates on its census.
    fn start_figures<'b>(&'b self, started: &'b Started<'b>) -> StartFigures<'b> {
        let comparison = self.comparison(started);
        let mut rows = Vec::new();
        for year in comparison.dates(true) {
            for run in &started.runs {
                // Hindsight matters at old ages, so it is shown only where these are known.
                let hindsight = run.variant.is_some_and(|variant| variant.hindsight);
                let line = comparison.line(run, year).filter(|line| !hindsight || line.from_80.is_some());
                rows.extend(line.map(|line| StartRow { run: run_title(run), line: (&line).into() }));
            }
        }
        StartFigures {
            year: started.start.year.0,
            text: &started.start.text,
            rows,
            with_hindsight: started.start.variants.iter().any(|variant| variant.hindsight),
        }
    }

    /// The state by years since the start.
    fn horizons(&self) -> Vec<HorizonRow> {
        let line = |started: &Started, years: i32| {
            let year = Year(started.start.year.0 + years);
            let comparison = self.comparison(started);
            let dates = comparison.dates(true);
            dates.contains(&year).then(|| comparison.line(self.main_run(started), year)).flatten()
        };
        let longest = self.starts.iter().filter_map(|started| {
            Some(self.comparison(started).dates(true).last()?.0 - started.start.year.0)
        });
        let row = |years| {
            let lines: Vec<Option<Line>> = self.starts.iter().map(|started| line(started, years)).collect();
            let percent = |of: fn(&Line) -> Option<Miss>| {
                lines.iter().map(|line| line.as_ref().and_then(of).map(Miss::percent)).collect()
            };
            HorizonRow {
                years,
                all: percent(|line| Some(line.all)),
                from_65: percent(|line| line.from_65),
                from_80: percent(|line| line.from_80),
            }
        };
        (1..=longest.max().unwrap_or(0)).map(row).collect()
    }

    /// The last date of each start by age, in the state.
    fn by_age(&self) -> ByAge {
        let columns = self.last_dates();
        let ages = AGE_GROUPS.into_iter().chain([FROM_65, FROM_80, ALL]);
        let row = |ages: std::ops::RangeInclusive<usize>| AgeRow {
            cells: columns
                .iter()
                .map(|(started, year)| {
                    let run = self.main_run(started);
                    self.comparison(started).miss(run, &self.state, *year, &ages).into()
                })
                .collect(),
            ages: Ages { from: *ages.start(), to: Some(*ages.end()).filter(|end| *end != OPEN_AGE) },
        };
        ByAge { rows: ages.map(row).collect(), columns: spans(&columns) }
    }

    /// The last date of each start by district, then the state.
    fn by_district(&self) -> ByDistrict<'_> {
        let mut columns = self.last_dates();
        columns.retain(|(started, _)| self.comparison(started).has_districts());
        let cell = |started: &Started, area: &Ags, year: Year| {
            let (comparison, run) = (self.comparison(started), self.main_run(started));
            let error = |ages| comparison.miss(run, area, year, ages).into();
            DistrictCell { all: error(&ALL), from_65: error(&FROM_65), from_80: error(&FROM_80) }
        };
        let row = |(key, name)| DistrictRow {
            name,
            cells: columns.iter().map(|(started, year)| cell(started, key, *year)).collect(),
        };
        ByDistrict { rows: self.districts_and_state().map(row).collect(), columns: spans(&columns) }
    }

    /// The districts with their names, then the state without one.
    fn districts_and_state(&self) -> impl Iterator<Item = (&Ags, Option<&str>)> {
        let districts = self.set.model.districts.iter();
        districts.map(|district| (&district.key, Some(district.name.as_str()))).chain([(&self.state, None)])
    }

    /// Births, deaths and net moves of the state as published, and as each start projected them.
    fn components(&self) -> ComponentsByYear {
        let columns = self.with_vital_years();
        let since = columns.iter().map(|started| started.start.year).min();
        let row = |vital: &VitalYear| {
            let published = [vital.births, vital.deaths, self.balance(vital)];
            let cell = |(part, published): (&fn(&Components) -> f64, Option<f64>)| ComponentCell {
                published,
                projected: columns.iter().map(|started| self.events(started, vital.year, *part)).collect(),
            };
            ComponentRow { year: vital.year.0, parts: PARTS.iter().zip(published).map(cell).collect() }
        };
        ComponentsByYear {
            starts: columns.iter().map(|started| started.start.year.0).collect(),
            // What was published before the first of the columns has nothing beside it.
            rows: self
                .set
                .past
                .vital
                .iter()
                .filter(|vital| since.is_none_or(|since| vital.year > since))
                .map(row)
                .collect(),
        }
    }

    /// Starts with districts after which births and deaths were published.
    fn with_vital_years(&self) -> Vec<&Started<'_>> {
        let last = self.set.past.vital.last().map(|vital| vital.year);
        let later = |started: &&Started| last.is_some_and(|last| last > started.start.year);
        self.starts.iter().filter(later).filter(|one| self.comparison(one).has_districts()).collect()
    }

    /// Net moves of a year: the change less births plus deaths, within one census.
    pub(super) fn balance(&self, vital: &VitalYear) -> Option<f64> {
        let history = self.history();
        let before = Year(vital.year.0 - 1);
        if history.census(before) != history.census(vital.year) {
            return None;
        }
        let persons = |year| history.persons(&self.state, year, &ALL);
        Some(persons(vital.year)? - persons(before)? - vital.births? + vital.deaths?)
    }

    /// Births, deaths or net moves of a year in the main run of a start.
    fn events(&self, started: &Started, year: Year, part: fn(&Components) -> f64) -> Option<f64> {
        let projection = self.main_run(started).projection.as_ref()?;
        let result = projection.years.iter().find(|result| result.year == year)?;
        Some(result.components.iter().map(part).sum())
    }

    /// All starts together, where the bands of each were measured without it.
    fn bands_left_out(&self) -> Option<Vec<HitFigures>> {
        let all = self.left_out.iter().map(|(_, coverage)| *coverage).reduce(band::Coverage::plus)?;
        Some(all.hits().map(HitFigures::from).into())
    }

    fn bands(&self) -> Vec<BandRow> {
        if !self.left_out.is_empty() {
            let history = History { model: &self.set.model, state: &self.state };
            let row = |(start, coverage): &(&Start, band::Coverage)| {
                let dates = history.dates_of_census(start.year);
                Some(BandRow {
                    start: start.year.0,
                    first: dates.first()?.0,
                    last: dates.last()?.0,
                    hits: coverage.hits().map(HitFigures::from).into(),
                })
            };
            return self.left_out.iter().filter_map(row).collect();
        }
        let row = |(started, coverage): (&Started, &Option<band::Coverage>)| {
            let coverage = (*coverage)?;
            let dates = self.comparison(started).dates(true);
            Some(BandRow {
                start: started.start.year.0,
                first: dates.first()?.0,
                last: dates.last()?.0,
                hits: coverage.hits().map(HitFigures::from).into(),
            })
        };
        self.starts.iter().zip(&self.coverage).filter_map(row).collect()
    }

    /// The years before and after the change of census.
    fn census_years(&self) -> Option<(Year, Year)> {
        let history = self.history();
        let years: Vec<Year> = history.years().into_iter().collect();
        let step = years.windows(2).find(|two| history.census(two[0]) != history.census(two[1]))?;
        Some((step[0], step[1]))
    }

    fn census_step(&self) -> Option<CensusStep<'_>> {
        let (before, after) = self.census_years()?;
        let rows = self.districts_and_state().filter_map(|(key, name)| {
            let (old, new) = self.census_change(key, before, after)?;
            Some(CensusRow {
                name,
                before: old,
                after: new,
                difference: new - old,
                percent: 100.0 * (new - old) / old,
            })
        });
        Some(CensusStep { before: before.0, after: after.0, rows: rows.collect() })
    }

    /// The official persons of an area in two years.
    fn census_change(&self, key: &Ags, before: Year, after: Year) -> Option<(f64, f64)> {
        let history = self.history();
        Some((history.persons(key, before, &ALL)?, history.persons(key, after, &ALL)?))
    }

    fn across_census<'b>(&'b self, started: &'b Started<'b>) -> Option<AcrossCensus<'b>> {
        let comparison = self.comparison(started);
        let dates = comparison.dates(false);
        let (first, last) = (*dates.first()?, *dates.last()?);
        let run = self.main_run(started);
        let miss = |year| comparison.miss(run, &self.state, year, &ALL);
        let change = |of: fn(Miss) -> f64| Some(of(miss(last)?) - of(miss(first)?));
        Some(AcrossCensus {
            start: started.start.year.0,
            run: run_title(run),
            first_year: first.0,
            first: miss(first).into(),
            last_year: last.0,
            last: miss(last).into(),
            last_from_80: comparison.miss(run, &self.state, last, &FROM_80).into(),
            projected_change: change(|miss| miss.projected),
            observed_change: change(|miss| miss.observed),
        })
    }
}

fn span(started: &Started, end: Year) -> Span {
    Span { start: started.start.year.0, end: end.0 }
}

fn spans(columns: &[(&Started, Year)]) -> Vec<Span> {
    columns.iter().map(|(started, year)| span(started, *year)).collect()
}

fn method(past: &Past) -> Method {
    Method {
        keeps_pace: past.starts.iter().any(|start| start.e0_before.is_some()),
        district_deaths: !past.district_deaths.is_empty(),
        district_moves: past
            .district_moves
            .map(|moves| DistrictMovesFigures { percent: 100.0 * moves.level, below: moves.below }),
    }
}
