//! Which code of a table means what: `models/statistics/*.toml`, and mappings of one's own.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::indicators::Catalogue;
use crate::indicators::formula::Ages;
use crate::model::{self, File, LoadError};
use crate::units::Sex;

/// How one statistic is read.
#[derive(Debug, Clone)]
pub struct Layout {
    /// The five digits of its code, or the name of a table of one's own.
    pub statistic: String,
    /// Title of the statistic.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// Licence of its figures.
    pub licence: String,
    /// Codes of the variables that name an area; in a table of one's own its column.
    pub areas: Vec<String>,
    /// In a table of one's own: the column of the year.
    pub year_column: Option<String>,
    /// Or the year of all rows.
    pub year: Option<i32>,
    /// The values that are taken.
    pub values: Vec<Value>,
    /// What its figures are broken down by.
    pub dimensions: Vec<Dimension>,
}

/// A column of values and the measure it holds.
#[derive(Debug, Clone)]
pub struct Value {
    /// Code of what is counted; `*` takes the only one of a table whose code is not known.
    pub code: String,
    /// Rows with other units, such as changes in percent, are left out.
    pub units: Vec<String>,
    /// Index of the measure.
    pub measure: usize,
    /// Index of its type.
    pub kind: Option<u8>,
}

/// A column that breaks figures down.
#[derive(Debug, Clone, PartialEq)]
pub struct Dimension {
    /// Codes of its variable, or names of its column.
    pub codes: Vec<String>,
    /// What it breaks figures down by.
    pub is: Kind,
    /// What attribute codes mean; ages may be left to their codes.
    pub values: BTreeMap<String, Meaning>,
}

/// What a dimension breaks figures down by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Sex.
    Sex,
    /// Age.
    Age,
    /// Care grade.
    Grade,
    /// A type of the measure.
    Type,
    /// Not disaggregated by here: only rows of the total are taken.
    TotalOnly,
}

/// What one code of a dimension means.
#[derive(Debug, Clone, PartialEq)]
pub enum Meaning {
    /// All groups together.
    Total,
    /// One sex.
    Sex(Sex),
    /// An age group.
    Ages(Ages),
    /// A care grade, 1 to 5.
    Grade(u8),
    /// A type of the measure, by its name.
    Type(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LayoutRow {
    statistic: Spanned<String>,
    title: String,
    publisher: String,
    licence: String,
    areas: Vec<String>,
    year_column: Option<String>,
    year: Option<i32>,
    value: Vec<ValueRow>,
    #[serde(default)]
    dimension: Vec<DimensionRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ValueRow {
    code: String,
    #[serde(default)]
    units: Vec<String>,
    measure: Spanned<String>,
    #[serde(rename = "type")]
    kind: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DimensionRow {
    codes: Vec<String>,
    is: Kind,
    #[serde(default)]
    values: BTreeMap<String, Spanned<String>>,
}

impl Layout {
    /// The layouts of this build.
    pub fn all(catalogue: &Catalogue) -> Result<Vec<Self>, LoadError> {
        let paths = model::paths("statistics/");
        let read = |path: &String| {
            let text = model::text(path)?;
            Self::read(File { path: &format!("models/{path}"), text: &text }, catalogue)
        };
        paths.iter().filter(|path| path.ends_with(".toml")).map(read).collect()
    }

    /// A mapping of one's own.
    pub fn from_toml(path: &str, text: &str, catalogue: &Catalogue) -> Result<Self, LoadError> {
        Self::read(File { path, text }, catalogue)
    }

    fn read(file: File, catalogue: &Catalogue) -> Result<Self, LoadError> {
        let row: LayoutRow = file.toml()?;
        let statistic = file.value(&row.statistic, |name| {
            let is_name = !name.is_empty() && !name.contains(char::is_whitespace);
            if is_name {
                Ok(name.clone())
            } else {
                Err(format!("\"{name}\" is no name: it must be one word"))
            }
        })?;
        if row.areas.is_empty() || row.value.is_empty() {
            return Err(file.fault(1, "a layout needs areas and at least one [[value]]"));
        }
        if row.year.is_some() && row.year_column.is_some() {
            return Err(file.fault(1, "a layout takes year or year_column, not both"));
        }
        let values =
            row.value.into_iter().map(|row| value(file, row, catalogue)).collect::<Result<_, _>>()?;
        let dimensions =
            row.dimension.into_iter().map(|row| dimension(file, row)).collect::<Result<_, _>>()?;
        Ok(Self {
            statistic,
            title: row.title,
            publisher: row.publisher,
            licence: row.licence,
            areas: row.areas,
            year_column: row.year_column,
            year: row.year,
            values,
            dimensions,
        })
    }

    /// Whether it reads a table of one's own, with columns of any name.
    pub fn is_own(&self) -> bool {
        self.year.is_some() || self.year_column.is_some()
    }
}

fn value(file: File, row: ValueRow, catalogue: &Catalogue) -> Result<Value, LoadError> {
    let measure = file.value(&row.measure, |id| {
        catalogue.measure(id).ok_or_else(|| format!("there is no measure \"{id}\""))
    })?;
    let types = catalogue.measures.get(measure).map(|measure| measure.types.clone()).unwrap_or_default();
    let kind = match &row.kind {
        None => None,
        Some(word) => Some(file.value(word, |word| {
            let position = types.iter().position(|known| known.rsplit('/').next() == Some(word));
            position.and_then(|position| u8::try_from(position).ok()).ok_or_else(|| {
                format!("the measure has no type \"{word}\"; hint: it has {}", types.join(", "))
            })
        })?),
    };
    Ok(Value { code: row.code, units: row.units, measure, kind })
}

fn dimension(file: File, row: DimensionRow) -> Result<Dimension, LoadError> {
    let mut values = BTreeMap::new();
    for (code, word) in row.values {
        let meaning = file.value(&word, |word| meaning(row.is, word))?;
        values.insert(code, meaning);
    }
    Ok(Dimension { codes: row.codes, is: row.is, values })
}

fn meaning(kind: Kind, word: &str) -> Result<Meaning, String> {
    let wrong = |expected: &str| Err(format!("\"{word}\" is not understood; hint: expected {expected}"));
    match (kind, word) {
        (_, "total") => Ok(Meaning::Total),
        (Kind::Sex, "m") => Ok(Meaning::Sex(Sex::Male)),
        (Kind::Sex, "f") => Ok(Meaning::Sex(Sex::Female)),
        (Kind::Sex, _) => wrong("m, f or total"),
        (Kind::Age, _) => match age_words(word) {
            Some(ages) => Ok(Meaning::Ages(ages)),
            None => wrong("ages such as 65..69 or 90.."),
        },
        (Kind::Grade, _) => match word.parse() {
            Ok(grade @ 1..=5) => Ok(Meaning::Grade(grade)),
            _ => wrong("a care grade from 1 to 5"),
        },
        (Kind::Type, _) => Ok(Meaning::Type(word.to_owned())),
        (Kind::TotalOnly, _) => wrong("total"),
    }
}

/// `65..69`, `90..` or `80`
fn age_words(word: &str) -> Option<Ages> {
    let number = |text: &str| text.parse::<u8>().ok().filter(|age| *age <= 120);
    match word.split_once("..") {
        None => number(word).map(|age| Ages { from: age, to: Some(age) }),
        Some((from, "")) => number(from).map(|from| Ages { from, to: None }),
        Some((from, to)) => {
            let (from, to) = (number(from)?, number(to)?);
            (from <= to).then_some(Ages { from, to: Some(to) })
        }
    }
}

/// Ages as GENESIS codes write them: `ALT000B03` is under 3 and `ALT020B25` from 20 to under 25, while
/// `ALT005B009` of the census is from 5 to 9; `ALT075UM` is 75 and over, `ALT018` a single age.
pub fn genesis_ages(code: &str) -> Option<Ages> {
    let rest = code.strip_prefix("ALT")?;
    let number = |text: &str| -> Option<u8> {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.is_empty();
        text.parse().ok().filter(|age| digits && *age <= 120)
    };
    if let Some(from) = rest.strip_suffix("UM") {
        return Some(Ages { from: number(from)?, to: None });
    }
    match rest.split_once('B') {
        None => number(rest).map(|age| Ages { from: age, to: Some(age) }),
        Some((from, to)) => {
            let (from, last) = (number(from)?, number(to)?);
            let to = if to.len() == 2 { last.checked_sub(1)? } else { last };
            (from <= to).then_some(Ages { from, to: Some(to) })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn age_codes_mean_what_the_statistics_mean_by_them() {
        let ages = |from, to| Some(Ages { from, to });
        assert_eq!(genesis_ages("ALT000B03"), ages(0, Some(2)));
        assert_eq!(genesis_ages("ALT020B25"), ages(20, Some(24)));
        assert_eq!(genesis_ages("ALT005B009"), ages(5, Some(9)));
        assert_eq!(genesis_ages("ALT075UM"), ages(75, None));
        assert_eq!(genesis_ages("ALT018"), ages(18, Some(18)));
        for wrong in ["", "ALT", "ALT0-5", "GESM", "ALT025B20", "ALT999"] {
            assert_eq!(genesis_ages(wrong), None, "{wrong}");
        }
    }
}
