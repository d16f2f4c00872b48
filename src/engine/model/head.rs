//! `model.toml`: what the set is, its districts, sources and checksums.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use toml::Spanned;

use super::cells::Sums;
use super::citation::{Citation, cite};
use super::municipal_ages::{self, MunicipalAgesHead, MunicipalAgesRow};
use super::past::DistrictMoves;
use super::table::{File, LoadError};
use crate::model::{District, Guard, OPEN_AGE, Source};
use crate::units::{Ags, Year};

/// Longer horizons than this say nothing about care in a district.
const LONGEST_YEARS: i32 = 50;

pub(super) struct Head {
    pub id: String,
    pub title: String,
    pub base_year: Year,
    pub last_year: Year,
    pub male_births: f64,
    pub male_births_source: String,
    pub guard: Guard,
    pub cells: Option<Sums>,
    pub municipal_ages: Option<MunicipalAgesHead>,
    pub district_moves: Option<DistrictMoves>,
    pub districts: Vec<District>,
    pub sources: Vec<Source>,
    citations: Vec<Citation>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadFile {
    id: String,
    title: String,
    base_date: Spanned<String>,
    last_year: Spanned<i32>,
    open_age: Spanned<usize>,
    male_births: MaleBirthsRow,
    guard: GuardRow,
    cells: Option<Sums>,
    municipal_ages: Option<MunicipalAgesRow>,
    district_moves: Option<DistrictMovesRow>,
    checksums: BTreeMap<String, String>,
    district: Vec<DistrictRow>,
    source: Vec<SourceRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MaleBirthsRow {
    share: Spanned<f64>,
    source: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GuardRow {
    grey_below: u32,
    warn_below: u32,
    source: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DistrictMovesRow {
    level: Spanned<f64>,
    below: Spanned<usize>,
    source: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DistrictRow {
    key: Spanned<String>,
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceRow {
    key: Spanned<String>,
    title: String,
    publisher: String,
    table: String,
    date: String,
    licence: String,
}

impl Head {
    pub fn read(file: File) -> Result<Self, LoadError> {
        let rows: HeadFile = file.toml()?;
        let base_year = file.value(&rows.base_date, |text| end_of_year(text))?;
        let horizon = base_year.0 + 1..=base_year.0 + LONGEST_YEARS;
        let last_year = Year(file.within("the last year", &rows.last_year, horizon)?);
        file.within("the open age", &rows.open_age, OPEN_AGE..=OPEN_AGE)?;
        let mut citations = Vec::new();
        let of_moves = rows.district_moves.as_ref().map(|row| &row.source);
        let of_ages = rows.municipal_ages.as_ref().map(|row| &row.source);
        let always = [&rows.male_births.source, &rows.guard.source];
        for source in always.into_iter().chain(of_moves).chain(of_ages) {
            cite(file, file.line_of(source), source.get_ref(), &mut citations)?;
        }
        Ok(Self {
            id: rows.id,
            title: rows.title,
            base_year,
            last_year,
            male_births: file.within("the share of boys", &rows.male_births.share, 0.4..=0.6)?,
            male_births_source: rows.male_births.source.get_ref().clone(),
            guard: Guard { grey_below: rows.guard.grey_below, warn_below: rows.guard.warn_below },
            cells: rows.cells,
            municipal_ages: rows
                .municipal_ages
                .map(|row| municipal_ages::head(file, &row, base_year))
                .transpose()?,
            district_moves: rows.district_moves.map(|row| district_moves(file, &row)).transpose()?,
            districts: districts(file, rows.district)?,
            sources: sources(file, rows.source)?,
            citations,
        })
    }

    pub fn citations(&self) -> Vec<Citation> {
        self.citations.clone()
    }
}

fn district_moves(file: File, row: &DistrictMovesRow) -> Result<DistrictMoves, LoadError> {
    Ok(DistrictMoves {
        level: file.within("the share of the level of moves", &row.level, 0.0..=1.0)?,
        below: file.within("the age below which the level is a share", &row.below, 1..=OPEN_AGE)?,
    })
}

/// The stated checksums by file.
pub(super) fn checksums(file: File) -> Result<BTreeMap<String, String>, LoadError> {
    Ok(file.toml::<HeadFile>()?.checksums)
}

fn end_of_year(text: &str) -> Result<Year, String> {
    let day: Option<NaiveDate> = text.parse().ok();
    match day.filter(|day| (day.month(), day.day()) == (12, 31)) {
        Some(day) => Ok(Year(day.year())),
        None => Err(format!("the base date is \"{text}\", but must be a 31 December such as 2025-12-31")),
    }
}

fn districts(file: File, rows: Vec<DistrictRow>) -> Result<Vec<District>, LoadError> {
    let mut districts: Vec<District> = Vec::new();
    for row in rows {
        let key = file.value(&row.key, |text| Ags::parse(text))?;
        let last = districts.last();
        file.value(&row.key, |text| match last {
            _ if !key.is_district() => Err(format!("\"{text}\" is not a key of a district: five digits")),
            Some(last) if last.key >= key => Err(format!(
                "\"{text}\" does not follow \"{}\": districts are in the order of keys",
                last.key
            )),
            _ => Ok(()),
        })?;
        districts.push(District { key, name: row.name });
    }
    Ok(districts)
}

fn sources(file: File, rows: Vec<SourceRow>) -> Result<Vec<Source>, LoadError> {
    let mut sources: Vec<Source> = Vec::new();
    for row in rows {
        file.value(&row.key, |key| {
            if sources.iter().any(|source| source.key == *key) {
                return Err(format!("the source \"{key}\" appears twice"));
            }
            if key.is_empty() || key.contains(char::is_whitespace) {
                return Err(format!("\"{key}\" is not a key of a source: it must be one word"));
            }
            Ok(())
        })?;
        let key = row.key.into_inner();
        let (title, publisher, table) = (row.title, row.publisher, row.table);
        sources.push(Source { key, title, publisher, table, date: row.date, licence: row.licence });
    }
    Ok(sources)
}
