//! Records to facts. Every row is taken, or counted with the reason why it was left out.

use std::collections::BTreeMap;

use super::check::{self, Finding};
use super::figure::{Decimal, Figure, Sign};
use super::flat::{self, FlatError, Form, Record};
use super::layout::{Dimension, Kind, Layout, Meaning, Value, genesis_ages};
use crate::areas::Areas;
use crate::import::read::Table;
use crate::indicators::formula::Ages;
use crate::indicators::{AreaTree, Catalogue};
use crate::units::Sex;

/// A figure of a measure, by names that stay the same from one version of the program to the next.
#[derive(Debug, Clone, PartialEq)]
pub struct StatFact {
    /// What the figure is about.
    pub key: FactKey,
    /// The figure.
    pub figure: Figure,
    /// Its line in the file.
    pub line: usize,
}

/// What a figure is about: measure, area, year and how it is broken down.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FactKey {
    /// Name of the measure.
    pub measure: String,
    /// Key of the area.
    pub area: String,
    /// The year of the figure.
    pub year: i32,
    /// One sex.
    pub sex: Option<Sex>,
    /// One age group.
    pub ages: Option<Ages>,
    /// One care grade, 1 to 5.
    pub grade: Option<u8>,
    /// Name of the type of the measure.
    pub kind: Option<String>,
}

impl std::fmt::Display for FactKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} of {} in {}", self.measure, self.area, self.year)?;
        if let Some(kind) = &self.kind {
            write!(f, ", {kind}")?;
        }
        if let Some(sex) = self.sex {
            f.write_str(if sex == Sex::Male { ", men" } else { ", women" })?;
        }
        match self.ages {
            Some(Ages { from, to: Some(to) }) => write!(f, ", aged {from} to {to}")?,
            Some(Ages { from, to: None }) => write!(f, ", aged {from} and over")?,
            None => {}
        }
        self.grade.map_or(Ok(()), |grade| write!(f, ", care grade {grade}"))
    }
}

/// What a file holds.
#[derive(Debug, Clone)]
pub struct Intake {
    /// The code of the statistic, or the name of the operator's own table.
    pub statistic: String,
    /// The shape of the table.
    pub form: Form,
    /// The figures.
    pub facts: Vec<StatFact>,
    /// Rows left out, by reason.
    pub left_out: BTreeMap<LeftOut, usize>,
    /// What cannot be true or looks wrong.
    pub findings: Vec<Finding>,
}

/// Why a row was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOut {
    /// The area is not in this state.
    OtherArea,
    /// The layout takes another value of the table.
    OtherValue,
    /// The unit is another, such as a change in percent.
    OtherUnit,
    /// A group that no measure tells apart, such as one of nationality.
    OtherGroup,
    /// An area that was split in a reform, so its figures belong to no area of today.
    SplitArea,
}

impl LeftOut {
    /// The reason as the report words it.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::OtherArea => "areas outside of the state, or unknown keys",
            Self::OtherValue => "values that no measure takes",
            Self::OtherUnit => "other units, such as changes in percent",
            Self::OtherGroup => "groups that no measure tells apart",
            Self::SplitArea => "areas that a reform split",
        }
    }
}

/// Why a file gives nothing.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum IntakeError {
    #[error(transparent)]
    Flat(#[from] FlatError),
    #[error(
        "the file is of statistic {found}, for which there is no layout; hint: known are {known}, others need a mapping"
    )]
    UnknownStatistic { found: String, known: String },
    #[error("line 1: there is no column \"{0}\", which the mapping names")]
    NoColumn(String),
    #[error(
        "the file uses both \"{0}\" and \"{1}\", so its decimal sign is not clear; hint: download it again"
    )]
    TwoDecimals(String, String),
    #[error("line {line}: {sentence}")]
    Row { line: usize, sentence: String },
    #[error(
        "the file has {values} values, but the layout for {statistic} cannot tell which one is meant: {codes}; hint: give a mapping with the code"
    )]
    WhichValue { statistic: String, values: usize, codes: String },
}

/// What a file is read against.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The measures.
    pub catalogue: &'a Catalogue,
    /// The areas.
    pub tree: &'a AreaTree,
    /// The areas of the state.
    pub areas: &'a Areas,
    /// Districts of earlier times.
    pub reforms: &'a [Reform],
}

/// A district that a reform made part of another.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reform {
    /// The key of the earlier district.
    pub old: String,
    /// Empty if the area was split.
    pub new: String,
    /// The first day of the new areas.
    pub from: chrono::NaiveDate,
    /// The law that changed it.
    pub law: String,
}

/// Reads a table by the layout of its statistic, or by the one mapping that is given.
pub fn intake(table: &Table, layouts: &[Layout], context: Context) -> Result<Intake, IntakeError> {
    let (form, layout, records) = match layouts {
        [own] if own.is_own() => (Form::Own, own, own_records(table, own)?),
        _ => {
            let (form, records) = flat::records(table)?;
            (form, choose(&records, layouts)?, records)
        }
    };
    let decimal = Decimal::of(records.iter().map(|record| record.text.as_str()))
        .map_err(|(comma, point)| IntakeError::TwoDecimals(comma, point))?;
    let values = resolve_any(layout, &records)?;
    let reader = Reader { layout, values: &values, context, decimal };
    let mut collected: BTreeMap<FactKey, StatFact> = BTreeMap::new();
    let mut left_out: BTreeMap<LeftOut, usize> = BTreeMap::new();
    let mut findings = Vec::new();
    for record in &records {
        match reader.fact(record).map_err(|sentence| IntakeError::Row { line: record.line, sentence })? {
            Err(reason) => *left_out.entry(reason).or_default() += 1,
            Ok((fact, merged)) => reader.keep(fact, merged, &mut collected, &mut findings)?,
        }
    }
    let facts: Vec<StatFact> = collected.into_values().collect();
    findings.extend(check::check(&facts, context.catalogue, context.tree));
    Ok(Intake { statistic: layout.statistic.clone(), form, facts, left_out, findings })
}

fn choose<'a>(records: &[Record], layouts: &'a [Layout]) -> Result<&'a Layout, IntakeError> {
    let found = records.iter().find_map(|record| record.statistic.clone()).unwrap_or_default();
    if let [only] = layouts {
        return Ok(only);
    }
    layouts.iter().find(|layout| layout.statistic == found).ok_or_else(|| IntakeError::UnknownStatistic {
        found: if found.is_empty() { "unknown code".to_owned() } else { found },
        known: layouts.iter().map(|layout| layout.statistic.as_str()).collect::<Vec<_>>().join(", "),
    })
}

/// Puts the code of the table's only value in place of `*`.
fn resolve_any(layout: &Layout, records: &[Record]) -> Result<Vec<Value>, IntakeError> {
    let mut values = layout.values.clone();
    if values.iter().any(|value| value.code == "*") {
        let mut codes: Vec<&str> = records.iter().map(|record| record.value_code.as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        let [only] = codes[..] else {
            let statistic = layout.statistic.clone();
            return Err(IntakeError::WhichValue { statistic, values: codes.len(), codes: codes.join(", ") });
        };
        values.iter_mut().filter(|value| value.code == "*").for_each(|value| value.code = only.to_owned());
    }
    Ok(values)
}

/// A table with columns of any name, by a mapping.
fn own_records(table: &Table, layout: &Layout) -> Result<Vec<Record>, IntakeError> {
    let column = |name: &String| {
        let position = table.header.iter().position(|known| known.trim() == name);
        position.ok_or_else(|| IntakeError::NoColumn(name.clone()))
    };
    let areas = layout.areas.iter().map(column).collect::<Result<Vec<_>, _>>()?;
    let year = layout.year_column.as_ref().map(column).transpose()?;
    let values: Vec<(usize, &Value)> = layout
        .values
        .iter()
        .map(|value| Ok((column(&value.code)?, value)))
        .collect::<Result<_, IntakeError>>()?;
    let dimensions: Vec<(usize, &String)> = layout
        .dimensions
        .iter()
        .flat_map(|dimension| &dimension.codes)
        .map(|name| Ok((column(name)?, name)))
        .collect::<Result<_, IntakeError>>()?;
    let mut records = Vec::new();
    for row in &table.rows {
        let cell = |at: usize| row.cells.get(at).map(|cell| cell.trim().to_owned()).unwrap_or_default();
        let mut attributes: Vec<(String, String)> =
            areas.iter().zip(&layout.areas).map(|(at, name)| (name.clone(), cell(*at))).collect();
        attributes.extend(dimensions.iter().map(|(at, name)| ((*name).clone(), cell(*at))));
        for (at, value) in &values {
            records.push(Record {
                line: row.line,
                statistic: None,
                time: match year {
                    Some(at) => cell(at),
                    None => layout.year.map(|year| year.to_string()).unwrap_or_default(),
                },
                attributes: attributes.clone(),
                value_code: value.code.clone(),
                unit: None,
                text: cell(*at),
                quality: String::new(),
            });
        }
    }
    Ok(records)
}

struct Reader<'a> {
    layout: &'a Layout,
    values: &'a [Value],
    context: Context<'a>,
    decimal: Decimal,
}

/// What a variable adds to a key.
#[derive(Default)]
struct Group {
    sex: Option<Sex>,
    ages: Option<Ages>,
    grade: Option<u8>,
    kind: Option<String>,
}

impl Reader<'_> {
    /// A fact and whether its area was merged into another, or why the row is left out. `Err` if the row makes
    /// no sense.
    fn fact(&self, record: &Record) -> Result<Result<(StatFact, bool), LeftOut>, String> {
        let Some(value) = self.values.iter().find(|value| value.code == record.value_code) else {
            return Ok(Err(LeftOut::OtherValue));
        };
        let has_unit = |unit: &String| value.units.is_empty() || value.units.contains(unit);
        if !record.unit.as_ref().is_none_or(has_unit) {
            return Ok(Err(LeftOut::OtherUnit));
        }
        let year = year(&record.time).ok_or_else(|| {
            format!("\"{}\" is no year and no reference date such as 31.12.2023", record.time)
        })?;
        let area = record.attributes.iter().find(|(code, _)| self.layout.areas.contains(code));
        let (_, area) = area.ok_or_else(|| {
            let codes: Vec<&str> = record.attributes.iter().map(|(code, _)| code.as_str()).collect();
            format!("none of the variables {} names an area", codes.join(", "))
        })?;
        let mut group = Group::default();
        for (code, attribute) in
            record.attributes.iter().filter(|(code, _)| !self.layout.areas.contains(code))
        {
            if let Some(dimension) = self.layout.dimensions.iter().find(|it| it.codes.contains(code)) {
                if !add_to(&mut group, dimension, attribute)? {
                    return Ok(Err(LeftOut::OtherGroup));
                }
            } else if !is_total(attribute) {
                return Ok(Err(LeftOut::OtherGroup));
            }
        }
        let (area, merged) = match self.area(area, year) {
            Ok(found) => found,
            Err(reason) => return Ok(Err(reason)),
        };
        let figure = Figure::parse(&record.text, &record.quality, self.decimal)?;
        let measure = self.context.catalogue.measures.get(value.measure);
        let kind = value.kind.and_then(|kind| measure?.types.get(usize::from(kind)).cloned());
        let key = FactKey {
            measure: measure.map(|measure| measure.id.clone()).unwrap_or_default(),
            area,
            year,
            sex: group.sex,
            ages: group.ages,
            grade: group.grade,
            kind: kind.or(group.kind),
        };
        Ok(Ok((StatFact { key, figure, line: record.line }, merged)))
    }

    /// The key of an area of today, and whether it was another one then.
    fn area(&self, text: &str, year: i32) -> Result<(String, bool), LeftOut> {
        if let Some(reform) = self.context.reforms.iter().find(|reform| reform.old == text) {
            let before = chrono::Datelike::year(&reform.from) > year;
            return match (before, reform.new.is_empty()) {
                (true, false) => Ok((reform.new.clone(), true)),
                (true, true) => Err(LeftOut::SplitArea),
                (false, _) => Err(LeftOut::OtherArea),
            };
        }
        if self.context.tree.get(text).is_some() {
            return Ok((text.to_owned(), false));
        }
        // A municipality's regional key, and that of a district as databases pad it.
        let by_region = self.context.areas.get(text).map(|area| area.key.clone());
        let padded =
            text.strip_suffix("000").filter(|key| key.len() == 5 && self.context.tree.get(key).is_some());
        by_region.or(padded.map(str::to_owned)).map(|key| (key, false)).ok_or(LeftOut::OtherArea)
    }

    /// Keeps a fact. The same cell twice is a fault unless both say the same; parts of a merged area add up.
    fn keep(
        &self,
        fact: StatFact,
        merged: bool,
        collected: &mut BTreeMap<FactKey, StatFact>,
        findings: &mut Vec<Finding>,
    ) -> Result<(), IntakeError> {
        let Some(known) = collected.get_mut(&fact.key) else {
            if merged {
                let sentence = format!("{}: summed from the areas before the reform", fact.key);
                findings.push(Finding::note(sentence));
            }
            collected.insert(fact.key.clone(), fact);
            return Ok(());
        };
        if merged {
            let sum = match (known.figure.number, fact.figure.number) {
                (Some(a), Some(b)) => Some(a + b),
                (a, b) if fact.figure.sign == Sign::Nothing || known.figure.sign == Sign::Nothing => a.or(b),
                _ => None,
            };
            let sign = if sum.is_some() { Sign::Plain } else { Sign::Unknown };
            known.figure = Figure { sign, number: sum, quality: known.figure.quality };
            return Ok(());
        }
        if known.figure == fact.figure {
            return Ok(());
        }
        let sentence =
            format!("{} stands twice, here and in line {}, with other values", fact.key, known.line);
        Err(IntakeError::Row { line: fact.line, sentence })
    }
}

fn is_total(code: &str) -> bool {
    matches!(code, "" | "INSGESAMT" | "GESAMT" | "TOTAL" | "Insgesamt")
}

/// Whether the attribute is one that figures are disaggregated by, or the total.
fn add_to(group: &mut Group, dimension: &Dimension, attribute: &str) -> Result<bool, String> {
    let meaning = match dimension.values.get(attribute) {
        Some(meaning) => meaning.clone(),
        None if is_total(attribute) => Meaning::Total,
        None => match (dimension.is, genesis_ages(attribute)) {
            (Kind::Age, Some(ages)) => Meaning::Ages(ages),
            (Kind::Age, None) => return Err(format!("\"{attribute}\" is no code of an age group")),
            _ => return Ok(false),
        },
    };
    match meaning {
        Meaning::Total => {}
        Meaning::Sex(sex) => group.sex = Some(sex),
        Meaning::Ages(Ages { from: 0, to: None }) => {}
        Meaning::Ages(ages) => group.ages = Some(ages),
        Meaning::Grade(grade) => group.grade = Some(grade),
        Meaning::Type(kind) => group.kind = Some(kind),
    }
    Ok(true)
}

/// `2023`, `31.12.2023` or `2023-12-31`
fn year(text: &str) -> Option<i32> {
    let digits = |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = text.split(['.', '-']).collect();
    let year = match parts[..] {
        [year] => year,
        [_, _, year] if digits(year) => year,
        [year, _, _] if digits(year) => year,
        _ => return None,
    };
    year.parse().ok().filter(|number| digits(year) && (1900..=2100).contains(number))
}
