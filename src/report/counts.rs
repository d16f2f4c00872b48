//! Municipalities by their own counts: the rows of Hamilton and Perry's method, one step of five years
//! after the other.

use crate::params::model::Model;
use crate::projection::Projection;
use crate::projection::small_areas::{self, BySexGroup, GROUPS, TwoCounts, five_year_groups};
use crate::units::{AreaKey, Sex, Year};

use super::area::Place;
use super::{Ages, AreaRows, ForecastError, ForecastRequest, Measure, Row};

/// A cohort is followed over so many years at a time.
pub const STEP: i32 = 5;

/// The counts belong to the area, and cover each of its districts whole.
pub(super) fn check(model: &Model, request: &ForecastRequest, places: &[Place]) -> Result<(), ForecastError> {
    if request.counts.is_empty() {
        return Ok(());
    }
    if !places.iter().all(Place::is_small) {
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
    for place in places {
        let mut neighbours =
            model.municipalities.iter().filter(|area| area.key.district() == place.district_key());
        if let Some(missing) = neighbours.find(|area| !counted(area.key.clone())) {
            return Err(ForecastError::CountsMissing(missing.key.to_string()));
        }
    }
    Ok(())
}

/// The rows of all places: the base date as counted and brought to the district, then every fifth year.
pub(super) fn rows(
    model: &Model,
    request: &ForecastRequest,
    places: &[Place],
    projection: &Projection,
) -> Result<Vec<Row>, ForecastError> {
    let mut rows = Vec::new();
    let mut district = None;
    let mut steps: Vec<(Year, Vec<BySexGroup>)> = Vec::new();
    let mut inside: Vec<&TwoCounts> = Vec::new();
    for place in places {
        if district != place.district_key() {
            district = place.district_key();
            inside = request.counts.iter().filter(|counts| counts.key.district() == district).collect();
            steps = project(model, projection, &inside)?;
        }
        let area = AreaRows { request, place, base_year: model.base_year };
        for (year, tables) in steps.iter().filter(|(year, _)| *year >= request.from) {
            let own = inside.iter().zip(tables).filter(|(counts, _)| belongs(model, &counts.key, &place.key));
            let mut sum = [[0.0; GROUPS]; 2];
            for (_, table) in own {
                sum.iter_mut().flatten().zip(table.iter().flatten()).for_each(|(sum, cell)| *sum += cell);
            }
            push(&area, *year, &sum, &mut rows);
        }
    }
    Ok(rows)
}

fn belongs(model: &Model, municipality: &crate::units::Ags, place: &AreaKey) -> bool {
    match place {
        AreaKey::Municipality(key) => key == municipality,
        AreaKey::Amt(amt) => {
            model.municipalities.iter().any(|area| area.key == *municipality && area.amt == *amt)
        }
        AreaKey::State(_) | AreaKey::District(_) => false,
    }
}

/// The municipalities of one district, in the order of `inside`, from the base date on.
fn project(
    model: &Model,
    projection: &Projection,
    inside: &[&TwoCounts],
) -> Result<Vec<(Year, Vec<BySexGroup>)>, ForecastError> {
    let key = inside.first().and_then(|counts| counts.key.district());
    let Some(index) = projection.areas.iter().position(|area| Some(area) == key.as_ref()) else {
        return Ok(Vec::new());
    };
    let base = model.base_year.0;
    let later = projection.years.iter().filter(|result| (result.year.0 - base) % STEP == 0);
    let (years, districts): (Vec<Year>, Vec<_>) =
        later.map(|result| (result.year, result.population[index])).unzip();
    let counts: Vec<TwoCounts> = inside.iter().map(|counts| (*counts).clone()).collect();
    let mut now: Vec<BySexGroup> = counts.iter().map(|counts| counts.base).collect();
    small_areas::rake(&mut now, &five_year_groups(&projection.base[index]))?;
    let after = small_areas::hamilton_perry(&counts, &districts)?;
    Ok(std::iter::once((model.base_year, now)).chain(years.into_iter().zip(after)).collect())
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
