//! `care/prevalence/*.toml` and `care/form/*.toml`.

use std::ops::RangeInclusive;

use serde::Deserialize;
use toml::Spanned;

use super::{CareForm, Prevalence, PrevalenceKind, Shift, Trend};
use crate::model::citation::{Citation, cite};
use crate::model::table::{File, LoadError};
use crate::units::{CareType, Year};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PrevalenceRows {
    id: Spanned<String>,
    title: String,
    source: Spanned<String>,
    text: String,
    kind: Spanned<String>,
    rise: Option<Spanned<f64>>,
    from: Option<i32>,
    to: Option<i32>,
    share: Option<Spanned<f64>>,
    trend: Option<TrendRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TrendRow {
    step: Spanned<f64>,
    damping: Spanned<f64>,
}

/// The sum of people in need may rise by this share, at most.
pub const RISE: RangeInclusive<f64> = -0.5..=1.0;
/// A share of one is full compression; above it the years in good health would grow faster than life expectancy.
pub const COMPRESSION: RangeInclusive<f64> = 0.0..=2.0;

/// The log-odds changed by less than this from any survey to the next.
const STEP: RangeInclusive<f64> = -0.5..=0.5;
/// At one a trend would never level off.
const DAMPING: RangeInclusive<f64> = 0.0..=0.95;

fn trend(file: File, row: &TrendRow) -> Result<Trend, LoadError> {
    let step = file.within("the step of the log-odds", &row.step, STEP)?;
    Ok(Trend { step, damping: file.within("the damping", &row.damping, DAMPING)? })
}

pub(super) fn prevalence(file: File, citations: &mut Vec<Citation>) -> Result<Prevalence, LoadError> {
    let rows: PrevalenceRows = file.toml()?;
    let id = id(file, &rows.id)?;
    cite(file, file.line_of(&rows.source), rows.source.get_ref(), citations)?;
    let fields = (&rows.rise, rows.from, rows.to, &rows.share, &rows.trend);
    let kind = match (rows.kind.get_ref().as_str(), fields) {
        ("constant", (None, None, None, None, None)) => PrevalenceKind::Constant,
        ("rising", (Some(rise), Some(from), Some(to), None, None)) if from < to => {
            PrevalenceKind::Rising { rise: file.within("rise", rise, RISE)?, from: Year(from), to: Year(to) }
        }
        ("compression", (None, None, None, Some(share), None)) => {
            PrevalenceKind::Compression { share: file.within("share", share, COMPRESSION)? }
        }
        ("trend", (None, None, None, None, Some(row))) => PrevalenceKind::Trend(trend(file, row)?),
        (kind, _) => {
            let sentence = format!(
                "\"{kind}\" with these fields is not a kind of prevalence; expected constant (no fields), rising (rise, from, and to after from), compression (share) or trend ([trend])"
            );
            return file.value(&rows.kind, |_| Err(sentence));
        }
    };
    let source = rows.source.into_inner();
    Ok(Prevalence { id, title: rows.title, text: rows.text.trim().to_owned(), source, kind })
}

fn id(file: File, id: &Spanned<String>) -> Result<String, LoadError> {
    file.value(id, |id| {
        if file.path.ends_with(&format!("/{id}.toml")) {
            return Ok(id.clone());
        }
        Err(format!("the id is \"{id}\", but must be the name of the file"))
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FormRows {
    id: Spanned<String>,
    title: String,
    source: Spanned<String>,
    text: String,
    informal_brake: Spanned<f64>,
    homes: Option<TrendRow>,
    #[serde(default)]
    shift: Vec<ShiftRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ShiftRow {
    from: Spanned<String>,
    to: Spanned<String>,
    share: Spanned<f64>,
    year: i32,
}

/// At one care by relatives alone falls as fast as the potential; above one it could fall below zero.
pub const BRAKE: RangeInclusive<f64> = 0.0..=1.0;

pub(super) fn form(file: File, citations: &mut Vec<Citation>) -> Result<CareForm, LoadError> {
    let rows: FormRows = file.toml()?;
    let id = id(file, &rows.id)?;
    cite(file, file.line_of(&rows.source), rows.source.get_ref(), citations)?;
    let shift = |row: &ShiftRow| -> Result<Shift, LoadError> {
        let from = movable(file, &row.from)?;
        let to = movable(file, &row.to)?;
        if from == to {
            return file.value(&row.to, |word| Err(format!("\"{word}\" cannot change to itself")));
        }
        let share = file.within("the share", &row.share, 0.0..=1.0)?;
        Ok(Shift { from, to, share, year: Year(row.year) })
    };
    Ok(CareForm {
        id,
        title: rows.title,
        text: rows.text.trim().to_owned(),
        shifts: rows.shift.iter().map(shift).collect::<Result<_, _>>()?,
        informal_brake: file.within("informal_brake", &rows.informal_brake, BRAKE)?,
        homes: rows.homes.as_ref().map(|row| trend(file, row)).transpose()?,
        source: rows.source.into_inner(),
    })
}

/// Only people with services change their form of care.
fn movable(file: File, word: &Spanned<String>) -> Result<CareType, LoadError> {
    file.value(word, |word| {
        CareType::from_word(word).filter(|kind| (*kind as usize) < 3).ok_or_else(|| {
            format!("the care type is \"{word}\", but must be allowance_only, home_care or residential")
        })
    })
}
