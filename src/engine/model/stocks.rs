//! `population.csv` and `observed.csv`: the base population and the official ones of the past.

use super::citation::{Citation, cite};
use super::table::{File, LoadError, Slots};
use crate::model::{BySexAge, District, OPEN_AGE, Observed};
use crate::units::{Ags, Year};

pub(super) fn population(
    file: File,
    districts: &[District],
    citations: &mut Vec<Citation>,
) -> Result<Vec<BySexAge>, LoadError> {
    let mut tables = vec![Slots::new(); districts.len()];
    for row in file.rows(["district", "sex", "age", "persons", "source"])? {
        let [district, sex, age, persons, source] = &row.cells;
        let cell = (row.sex(sex)?, row.age(age)?);
        let persons = f64::from(row.whole("the number of persons", persons, 0..=10_000_000)?);
        if let Some(table) = tables.get_mut(row.district(district, districts)?) {
            table.set(cell, persons, &row)?;
        }
        cite(file, row.line, source, citations)?;
    }
    by_district(file, tables, districts, "persons")
}

/// The tables of all districts; a missing cell is a fault.
pub(super) fn by_district(
    file: File,
    tables: Vec<Slots>,
    districts: &[District],
    what: &str,
) -> Result<Vec<BySexAge>, LoadError> {
    let pairs = tables.into_iter().zip(districts);
    pairs.map(|(table, district)| table.take(file, &format!("{what} of {}", district.key))).collect()
}

pub(super) fn observed(file: File, citations: &mut Vec<Citation>) -> Result<Vec<Observed>, LoadError> {
    let mut history = Vec::new();
    for row in file.rows(["area", "year", "sex", "age_from", "age_to", "persons", "census", "source"])? {
        let [area, year, sex, age_from, age_to, persons, census, source] = &row.cells;
        let age_from = row.age(age_from)?;
        let age_to = if age_to.is_empty() { None } else { Some(row.age(age_to)?) };
        if age_to.is_some_and(|to| to < age_from || to >= OPEN_AGE) {
            let sentence = format!(
                "\"{}\" is a group that ends before it begins or at the open age",
                row.cells.join(",")
            );
            return Err(row.fault(sentence));
        }
        let census = row.whole("the census", census, 2011..=2022)?;
        if census != 2011 && census != 2022 {
            return Err(row.fault(format!("the census is {census}, but must be 2011 or 2022")));
        }
        history.push(Observed {
            district: Ags::parse(area).map_err(|error| row.fault(error))?,
            year: Year(row.whole("the year", year, 1990..=2100)? as i32),
            sex: if sex == "all" { None } else { Some(row.sex(sex)?) },
            age_from,
            age_to,
            persons: f64::from(row.whole("the number of persons", persons, 0..=10_000_000)?),
            census: census as u16,
            source: source.clone(),
        });
        cite(file, row.line, source, citations)?;
    }
    Ok(history)
}
