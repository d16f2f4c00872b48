//! Which code of a table means what: `models/statistics/*.toml`, and mappings of one's own.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::figure::NumberForm;
use crate::indicators::Catalogue;
use crate::indicators::formula::Ages;
use crate::model::{self, File, LoadError};
use crate::units::Sex;

/// How one statistic is read.
#[derive(Debug, Clone)]
pub struct Layout {
    /// The five digits of its code, or the name of a table of one's own.
    pub statistic: String,
    /// Words of the statistic's label that another statistic of the same code does not have.
    pub label: Option<String>,
    /// What the statistic is called.
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
    /// Words of headers that say nothing more than the words below them.
    pub headings: Vec<String>,
    /// The separators of numbers, where the mapping states them.
    pub numbers: NumberForm,
    /// What several rows of one key mean.
    pub equal_rows: EqualRows,
}

/// What rows of one key mean in a table of one's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EqualRows {
    /// A mistake: the file is refused.
    #[default]
    Refuse,
    /// Parts that add up, such as a row for each provider.
    Sum,
}

/// A column of values and the measure it holds.
#[derive(Debug, Clone)]
pub struct Value {
    /// Code of what is counted; `*` takes the only one of a table whose code is not known.
    pub code: String,
    /// How headers of tables with title lines call it.
    pub labels: Vec<String>,
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
    /// Codes of the variable; `ALT*` stands for all that begin so.
    pub codes: Vec<String>,
    /// What it breaks figures down by.
    pub is: Kind,
    /// What attribute codes mean; ages may be left to their codes.
    pub values: BTreeMap<String, Meaning>,
}

impl Dimension {
    /// Whether this is the dimension of a variable.
    pub fn holds(&self, variable: &str) -> bool {
        self.codes.iter().any(|code| match code.strip_suffix('*') {
            Some(beginning) => variable.starts_with(beginning),
            None => code == variable,
        })
    }
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
    label: Option<String>,
    title: String,
    publisher: String,
    licence: String,
    areas: Vec<String>,
    year_column: Option<String>,
    year: Option<i32>,
    value: Vec<ValueRow>,
    #[serde(default)]
    dimension: Vec<DimensionRow>,
    #[serde(default)]
    headings: Vec<String>,
    thousands: Option<Spanned<String>>,
    decimal: Option<Spanned<String>>,
    #[serde(default)]
    equal_rows: EqualRows,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ValueRow {
    code: String,
    #[serde(default)]
    labels: Vec<String>,
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
                Err(format!("\"{name}\" is not a name: it must be one word"))
            }
        })?;
        let is_own = row.year.is_some() || row.year_column.is_some();
        if is_own && is_official(&statistic) {
            let sentence = format!(
                "\"{statistic}\" is the code of an official statistic, whose figures would be replaced; hint: choose a name of your own, such as \"count-{statistic}\""
            );
            return Err(file.fault(file.line_of(&row.statistic), sentence));
        }
        let numbers = numbers(file, row.thousands.as_ref(), row.decimal.as_ref())?;
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
            label: row.label,
            title: row.title,
            publisher: row.publisher,
            licence: row.licence,
            areas: row.areas,
            year_column: row.year_column,
            year: row.year,
            values,
            dimensions,
            headings: row.headings,
            numbers,
            equal_rows: row.equal_rows,
        })
    }

    /// Whether it reads a table of one's own, with columns of any name.
    pub fn is_own(&self) -> bool {
        self.year.is_some() || self.year_column.is_some()
    }
}

/// Whether a name is the code of an official statistic or table, such as `12411` or `22411-01-01-4`.
fn is_official(name: &str) -> bool {
    let digits = name.chars().take_while(|c| c.is_numeric()).count();
    digits == 5 && name.chars().all(|c| c.is_numeric() || matches!(c, '-' | '–' | '_' | '.'))
}

fn numbers(
    file: File,
    thousands: Option<&Spanned<String>>,
    decimal: Option<&Spanned<String>>,
) -> Result<NumberForm, LoadError> {
    let sign = |word: Option<&Spanned<String>>, known: &'static [char]| {
        let read = |word: &Spanned<String>| {
            file.value(word, |text| match text.chars().collect::<Vec<char>>()[..] {
                [sign] if known.contains(&sign) => Ok(sign),
                _ => {
                    let known: Vec<String> = known.iter().map(|sign| format!("\"{sign}\"")).collect();
                    Err(format!("\"{text}\" is none of {}", known.join(", ")))
                }
            })
        };
        word.map(read).transpose()
    };
    let form = NumberForm {
        thousands: sign(thousands, &['.', ',', ' ', '\u{a0}', '\u{202f}', '\''])?,
        decimal: sign(decimal, &[',', '.'])?,
    };
    if form.thousands.is_some() && form.thousands == form.decimal {
        return Err(file.fault(1, "thousands and decimal must be different signs"));
    }
    Ok(form)
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
    Ok(Value { code: row.code, labels: row.labels, units: row.units, measure, kind })
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
