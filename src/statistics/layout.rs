//! Which code of a table means what: `models/statistics/*.toml`, and mappings of one's own.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::figure::NumberForm;
use super::mapping_fault::{MappingError, MappingFault};
use crate::import::read::Labels;
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
    ///
    /// # Errors
    ///
    /// [`LoadError`] with file and line where one of them is no layout.
    pub fn all(catalogue: &Catalogue) -> Result<Vec<Self>, LoadError> {
        let paths = model::paths("statistics/");
        let read = |path: &String| {
            let text = model::text(path)?;
            let path = format!("models/{path}");
            let file = File { path: &path, text: &text };
            Self::read(file, catalogue).map_err(|MappingError { line, fault, .. }| file.fault(line, fault))
        };
        paths.iter().filter(|path| path.ends_with(".toml")).map(read).collect()
    }

    /// A mapping of one's own.
    ///
    /// # Errors
    ///
    /// [`MappingError`] with the line that cannot be used.
    pub fn from_toml(path: &str, text: &str, catalogue: &Catalogue) -> Result<Self, MappingError> {
        Self::read(File { path, text }, catalogue)
    }

    fn read(file: File, catalogue: &Catalogue) -> Result<Self, MappingError> {
        let row: LayoutRow = file.toml().map_err(|error| match error {
            LoadError::Fault { line, sentence, .. } => fault(file, line, MappingFault::Syntax(sentence)),
            other => fault(file, 1, MappingFault::Syntax(other.to_string())),
        })?;
        check_head(file, &row)?;
        let numbers = numbers(file, row.thousands.as_ref(), row.decimal.as_ref())?;
        let values =
            row.value.into_iter().map(|row| value(file, row, catalogue)).collect::<Result<_, _>>()?;
        let dimensions =
            row.dimension.into_iter().map(|row| dimension(file, row)).collect::<Result<_, _>>()?;
        Ok(Self {
            statistic: row.statistic.into_inner(),
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

/// Whether the name may be taken, and areas and a value are named.
fn check_head(file: File, row: &LayoutRow) -> Result<(), MappingError> {
    let name = row.statistic.get_ref();
    let of_name = |what| Err(fault(file, file.line_of(&row.statistic), what));
    if name.is_empty() || name.contains(char::is_whitespace) {
        return of_name(MappingFault::Name(name.clone()));
    }
    if (row.year.is_some() || row.year_column.is_some()) && is_official(name) {
        return of_name(MappingFault::Official(name.clone()));
    }
    if row.areas.is_empty() || row.value.is_empty() {
        return Err(fault(file, 1, MappingFault::NothingNamed));
    }
    if row.year.is_some() && row.year_column.is_some() {
        return Err(fault(file, 1, MappingFault::TwoYears));
    }
    Ok(())
}

fn fault(file: File, line: u64, fault: MappingFault) -> MappingError {
    MappingError { path: file.path.to_owned(), line, fault }
}

/// What the function makes of a value, or its fault with the value's line.
fn parsed<T, V>(
    file: File,
    value: &Spanned<T>,
    read: impl FnOnce(&T) -> Result<V, MappingFault>,
) -> Result<V, MappingError> {
    read(value.get_ref()).map_err(|what| fault(file, file.line_of(value), what))
}

fn numbers(
    file: File,
    thousands: Option<&Spanned<String>>,
    decimal: Option<&Spanned<String>>,
) -> Result<NumberForm, MappingError> {
    let sign = |word: Option<&Spanned<String>>, known: &'static [char]| {
        let read = |word: &Spanned<String>| {
            parsed(file, word, |text| match text.chars().collect::<Vec<char>>()[..] {
                [sign] if known.contains(&sign) => Ok(sign),
                _ => {
                    let known: Vec<String> = known.iter().map(|sign| format!("\"{sign}\"")).collect();
                    Err(MappingFault::Sign { text: text.clone(), known: known.join(", ") })
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
        return Err(fault(file, 1, MappingFault::SameSigns));
    }
    Ok(form)
}

fn value(file: File, row: ValueRow, catalogue: &Catalogue) -> Result<Value, MappingError> {
    let measure = parsed(file, &row.measure, |id| {
        catalogue.measure(id).ok_or_else(|| MappingFault::NoMeasure(id.clone()))
    })?;
    let types = catalogue.measures.get(measure).map(|measure| measure.types.clone()).unwrap_or_default();
    let kind = match &row.kind {
        None => None,
        Some(word) => Some(parsed(file, word, |word| {
            let position = types.iter().position(|known| known.rsplit('/').next() == Some(word));
            position
                .and_then(|position| u8::try_from(position).ok())
                .ok_or_else(|| MappingFault::NoType { word: word.clone(), types: types.join(", ") })
        })?),
    };
    Ok(Value { code: row.code, labels: row.labels, units: row.units, measure, kind })
}

fn dimension(file: File, row: DimensionRow) -> Result<Dimension, MappingError> {
    let mut values = BTreeMap::new();
    for (code, word) in row.values {
        let meaning = parsed(file, &word, |word| meaning(row.is, word))?;
        values.insert(code, meaning);
    }
    Ok(Dimension { codes: row.codes, is: row.is, values })
}

fn meaning(kind: Kind, word: &str) -> Result<Meaning, MappingFault> {
    let wrong = |expected: Labels| Err(MappingFault::Word { word: word.to_owned(), expected });
    match (kind, word) {
        (_, "total") => Ok(Meaning::Total),
        (Kind::Sex, "m") => Ok(Meaning::Sex(Sex::Male)),
        (Kind::Sex, "f") => Ok(Meaning::Sex(Sex::Female)),
        (Kind::Sex, _) => wrong(("m, f or total", "m, f oder total")),
        (Kind::Age, _) => match age_words(word) {
            Some(ages) => Ok(Meaning::Ages(ages)),
            None => wrong(("ages such as 65..69 or 90..", "ein Alter wie 65..69 oder 90..")),
        },
        (Kind::Grade, _) => match word.parse() {
            Ok(grade @ 1..=5) => Ok(Meaning::Grade(grade)),
            _ => wrong(("a care grade from 1 to 5", "ein Pflegegrad von 1 bis 5")),
        },
        (Kind::Type, _) => Ok(Meaning::Type(word.to_owned())),
        (Kind::TotalOnly, _) => wrong(("total", "total")),
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
