//! Municipalities by their own counts: the rows of Hamilton and Perry's method, one step of five years
//! after the other.

use crate::care::{care_groups, formulas};
use crate::model::Model;
use crate::model::care::{BySexCareGroup, CARE_GROUPS, care_ages};
use crate::projection::Projection;
use crate::projection::small_areas::{self, BySexGroup, GROUPS, Step, TwoCounts, five_year_groups};
use crate::units::{Sex, Year};

use super::area::ForecastArea;
use super::care_rows::CareRows;
use super::{Ages, AreaRows, ForecastError, ForecastSpec, Measure, Row};

/// The first age of the open group of the counts.
pub(crate) const OPEN_FROM: usize = 5 * (GROUPS - 1);
/// A cohort is followed over so many years at a time.
pub const STEP: i32 = 5;

/// The counts belong to the area, and cover each of its districts whole.
pub(crate) fn check(
    model: &Model,
    request: &ForecastSpec,
    areas: &[ForecastArea],
) -> Result<(), ForecastError> {
    if request.counts.is_empty() {
        return Ok(());
    }
    if !areas.iter().all(|area| area.lies_in().is_some()) {
        return Err(ForecastError::CountsOfWhat(request.area.to_string()));
    }
    if request.by.age == Ages::Single {
        return Err(ForecastError::CountsBySingleAge);
    }
    let counted = |key| request.counts.iter().any(|counts| counts.key == key);
    for counts in &request.counts {
        if !model.municipalities.iter().any(|area| area.key == counts.key) {
            return Err(ForecastError::unknown_area(&counts.key, model));
        }
    }
    for area in areas {
        let district = area.lies_in().map(|index| &model.districts[index].key);
        let mut neighbours =
            model.municipalities.iter().filter(|area| area.key.district().as_ref() == district);
        if let Some(missing) = neighbours.find(|area| !counted(area.key.clone())) {
            return Err(ForecastError::CountsMissing(missing.key.to_string()));
        }
    }
    Ok(())
}

/// The municipalities of a district, followed from their counts.
pub(crate) struct HamiltonPerry<'a> {
    pub municipalities: Vec<&'a TwoCounts>,
    /// The base date as counted and brought to the district, then every fifth year.
    pub steps: Vec<(Year, Step)>,
}

impl<'a> HamiltonPerry<'a> {
    pub fn new(
        model: &Model,
        request: &'a ForecastSpec,
        projection: &Projection,
        district: usize,
    ) -> Result<Self, ForecastError> {
        let key = &model.districts[district].key;
        let inside = |counts: &&TwoCounts| counts.key.district().as_ref() == Some(key);
        let municipalities: Vec<&TwoCounts> = request.counts.iter().filter(inside).collect();
        let base = model.base_year.0;
        let later = projection.years.iter().filter(|result| (result.year.0 - base) % STEP == 0);
        let (years, districts): (Vec<Year>, Vec<_>) =
            later.map(|result| (result.year, result.population[district])).unzip();
        let counts: Vec<TwoCounts> = municipalities.iter().map(|counts| (*counts).clone()).collect();
        let cohort_change: Vec<BySexGroup> = counts.iter().map(|counts| counts.base).collect();
        let mut areas = cohort_change.clone();
        small_areas::rake(&mut areas, &five_year_groups(&projection.base[district]))?;
        let now = std::iter::once((model.base_year, Step { cohort_change, areas }));
        let after = small_areas::hamilton_perry(&counts, &districts)?;
        Ok(Self { municipalities, steps: now.chain(years.into_iter().zip(after)).collect() })
    }

    /// The rows of its municipalities that lie in an area.
    pub fn of(&self, model: &Model, area: &ForecastArea) -> Vec<usize> {
        let rows = self.municipalities.iter().enumerate();
        rows.filter(|(_, counts)| area.holds(model, &counts.key)).map(|(row, _)| row).collect()
    }
}

/// The rows of all areas from the base date on.
pub(crate) fn rows(
    model: &Model,
    request: &ForecastSpec,
    areas: &[ForecastArea],
    projection: &Projection,
    care: &CareRows,
) -> Result<Vec<Row>, ForecastError> {
    let mut rows = Vec::new();
    let mut known: Option<(usize, HamiltonPerry)> = None;
    for area in areas {
        let Some(district) = area.lies_in() else { continue };
        let hamilton_perry = match known.take() {
            Some((of, hamilton_perry)) if of == district => hamilton_perry,
            _ => HamiltonPerry::new(model, request, projection, district)?,
        };
        let own = hamilton_perry.of(model, area);
        let rows_of = AreaRows { request, area, base_year: model.base_year };
        for (year, step) in hamilton_perry.steps.iter().filter(|(year, _)| *year >= request.from) {
            let sum = together(step, &own);
            push(&rows_of, *year, &sum, &mut rows);
            push_care(&rows_of, (model, care), (*year, &sum), projection, &mut rows);
        }
        known = Some((district, hamilton_perry));
    }
    Ok(rows)
}

/// Some municipalities together.
pub(crate) fn together(step: &Step, own: &[usize]) -> BySexGroup {
    let mut sum = [[0.0; GROUPS]; 2];
    for table in own.iter().filter_map(|row| step.areas.get(*row)) {
        sum.iter_mut().flatten().zip(table.iter().flatten()).for_each(|(sum, cell)| *sum += cell);
    }
    sum
}

/// Need and places of an area inside one district, by its own residents.
fn push_care(
    area: &AreaRows,
    (model, care): (&Model, &CareRows),
    (year, table): (Year, &BySexGroup),
    projection: &Projection,
    rows: &mut Vec<Row>,
) {
    let Some(district) = area.area.lies_in() else { return };
    let Some(at) = care.forecast.years.iter().position(|one| one.year == year) else { return };
    let population = match at {
        0 => &projection.base[district],
        _ => &projection.years[at - 1].population[district],
    };
    let residents = [(district, in_care_groups(table, &care_groups(population)))];
    let sum = |from: usize, to: usize| -> f64 { table.iter().flat_map(|row| &row[from / 5..to / 5]).sum() };
    let old = sum(75, 5 * GROUPS);
    let potential = (old > 0.0).then(|| formulas::potential(sum(45, 65), old));
    let potential = potential.map(|ratio| formulas::potential_per_100(&"", 100.0, ratio));
    area.push_need((model, care), (at, year), (&residents, potential), projection, rows);
}

/// Five-year groups in care groups. Those of 85 and older are divided as in the district.
fn in_care_groups(table: &BySexGroup, district: &BySexCareGroup) -> BySexCareGroup {
    let open = (0..CARE_GROUPS).find(|group| *care_ages(*group).start() == OPEN_FROM).unwrap_or(CARE_GROUPS);
    std::array::from_fn(|sex| {
        let old: f64 = district[sex][open..].iter().sum();
        std::array::from_fn(|group| {
            let ages = care_ages(group);
            if group < open {
                return table[sex][ages.start() / 5..=ages.end() / 5].iter().sum();
            }
            // A district without people of these ages has nothing to divide.
            let share = if old > 0.0 { small_areas::share_of_oldest(district[sex][group], old) } else { 0.0 };
            small_areas::residents_by_share(table[sex][GROUPS - 1], share)
        })
    })
}

fn push(area: &AreaRows, year: Year, table: &BySexGroup, rows: &mut Vec<Row>) {
    let by = area.request.by;
    let sexes: &[Option<Sex>] = if by.sex { &[Some(Sex::Male), Some(Sex::Female)] } else { &[None] };
    for sex in sexes {
        let of_group = |group: usize| -> f64 {
            let cells = table.iter().enumerate().filter(|(s, _)| sex.is_none_or(|sex| sex as usize == *s));
            cells.map(|(_, row)| row[group]).sum()
        };
        let row = |value| Row { sex: *sex, ..area.row(year, Measure::Population, value) };
        if by.age == Ages::All {
            rows.push(row((0..GROUPS).map(of_group).sum()));
            continue;
        }
        for group in 0..GROUPS {
            let open = group + 1 == GROUPS;
            let age_to = if open { None } else { Some(5 * group + 4) };
            rows.push(Row { age_from: Some(5 * group), age_to, ..row(of_group(group)) });
        }
    }
}
