//! `uncertainty.toml`: the parameters of the random paths, each with its source and a note.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::citation::{Citation, cite};
use super::table::{File, LoadError};
use crate::model::Uncertainty;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rows {
    tfr_ar: Parameter,
    tfr_sd: Parameter,
    e0_sd: Parameter,
    e0_correlation: Parameter,
    migration_ar: Parameter,
    migration_sd: Parameter,
    migration_correlation: Parameter,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parameter {
    value: Spanned<f64>,
    source: Spanned<String>,
    note: String,
}

/// An AR(1) is stationary below one; at one it would be a random walk.
const AUTOCORRELATION: std::ops::RangeInclusive<f64> = 0.0..=0.99;
const CORRELATION: std::ops::RangeInclusive<f64> = 0.0..=1.0;

pub(super) fn read(file: File, citations: &mut Vec<Citation>) -> Result<Uncertainty, LoadError> {
    let rows: Rows = file.toml()?;
    let (mut note, mut source) = (BTreeMap::new(), BTreeMap::new());
    let mut take = |name: &str, row: Parameter, range| {
        cite(file, file.line_of(&row.source), row.source.get_ref(), citations)?;
        note.insert(name.to_owned(), row.note);
        source.insert(name.to_owned(), row.source.into_inner());
        file.within(name, &row.value, range)
    };
    Ok(Uncertainty {
        tfr_ar: take("tfr_ar", rows.tfr_ar, AUTOCORRELATION)?,
        tfr_sd: take("tfr_sd", rows.tfr_sd, 0.0..=0.5)?,
        e0_sd: take("e0_sd", rows.e0_sd, 0.0..=2.0)?,
        e0_correlation: take("e0_correlation", rows.e0_correlation, CORRELATION)?,
        migration_ar: take("migration_ar", rows.migration_ar, AUTOCORRELATION)?,
        migration_sd: take("migration_sd", rows.migration_sd, 0.0..=0.1)?,
        migration_correlation: take("migration_correlation", rows.migration_correlation, CORRELATION)?,
        deviations: None,
        note,
        source,
    })
}
