//! `scenarios/*.toml`: named assumptions with a text that a committee can read.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::citation::{Citation, cite};
use super::table::{File, LoadError};
use crate::model::{District, Scenario, Target};
use crate::units::{Ags, Year};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rows {
    id: Spanned<String>,
    title: String,
    source: Spanned<String>,
    text: String,
    tfr: TargetRow,
    e0: BothSexes,
    external_migration: TargetRow,
    internal_migration: TargetRow,
    #[serde(default)]
    control_total: Vec<ControlTotalRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BothSexes {
    male: TargetRow,
    female: TargetRow,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TargetRow {
    value: f64,
    year: i32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ControlTotalRow {
    district: Spanned<String>,
    year: i32,
    persons: Spanned<f64>,
}

impl From<TargetRow> for Target {
    fn from(row: TargetRow) -> Self {
        Self { value: row.value, year: Year(row.year) }
    }
}

pub(super) fn read(
    file: File,
    districts: &[District],
    citations: &mut Vec<Citation>,
) -> Result<Scenario, LoadError> {
    let rows: Rows = file.toml()?;
    let id = file.value(&rows.id, |id| {
        if file.path.ends_with(&format!("/{id}.toml")) {
            return Ok(id.clone());
        }
        Err(format!("the id is \"{id}\", but must be the name of the file"))
    })?;
    cite(file, file.line_of(&rows.source), rows.source.get_ref(), citations)?;
    Ok(Scenario {
        id,
        title: rows.title,
        text: rows.text.trim().to_owned(),
        tfr: rows.tfr.into(),
        e0: [rows.e0.male.into(), rows.e0.female.into()],
        external_migration: rows.external_migration.into(),
        internal_migration: rows.internal_migration.into(),
        control_totals: control_totals(file, rows.control_total, districts)?,
    })
}

fn control_totals(
    file: File,
    rows: Vec<ControlTotalRow>,
    districts: &[District],
) -> Result<BTreeMap<(Ags, Year), f64>, LoadError> {
    let mut totals = BTreeMap::new();
    for row in rows {
        let persons = file.within("the control total", &row.persons, 0.0..=1e8)?;
        file.value(&row.district, |key| {
            let Some(district) = districts.iter().find(|district| district.key.as_str() == key) else {
                return Err(format!("the district \"{key}\" is not in model.toml"));
            };
            match totals.insert((district.key.clone(), Year(row.year)), persons) {
                Some(_) => Err(format!("the control total of \"{key}\" in {} appears twice", row.year)),
                None => Ok(()),
            }
        })?;
    }
    Ok(totals)
}
