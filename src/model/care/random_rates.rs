//! `care/uncertainty.toml`: how far rates of need may come out otherwise than assumed.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::RandomRates;
use crate::model::citation::{Citation, cite};
use crate::model::table::{File, LoadError};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rows {
    state_sd: Parameter,
    district_sd: Parameter,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parameter {
    value: Spanned<f64>,
    source: Spanned<String>,
    note: String,
}

/// Steps from survey to survey were below 0.3; a deviation of more is a slip of the pen.
const DEVIATION: std::ops::RangeInclusive<f64> = 0.0..=0.5;

pub(super) fn read(file: File, citations: &mut Vec<Citation>) -> Result<RandomRates, LoadError> {
    let rows: Rows = file.toml()?;
    let (mut note, mut source) = (BTreeMap::new(), BTreeMap::new());
    let mut take = |name: &str, row: Parameter| {
        cite(file, file.line_of(&row.source), row.source.get_ref(), citations)?;
        note.insert(name.to_owned(), row.note);
        source.insert(name.to_owned(), row.source.into_inner());
        file.within(name, &row.value, DEVIATION)
    };
    let (state_sd, district_sd) = (take("state_sd", rows.state_sd)?, take("district_sd", rows.district_sd)?);
    Ok(RandomRates { state_sd, district_sd, note, source })
}
