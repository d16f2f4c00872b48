//! The catalogue: measures and indicators as data, read from TOML and checked as a whole.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::compile::{self, Program};
use super::definition::{
    Basis, Composite, Indicator, Measure, MonthDay, Placed, Polarity, Rounding, Secrecy, Subject,
};
use super::tree::AreaLevel;
use super::unit::Unit;
use crate::model::{self, File, LoadError};
use crate::register::CategoryTree;

/// Measures and indicators that fit together; every formula is compiled.
#[derive(Debug, Clone)]
pub struct Catalogue {
    /// In the order of the files; indices of measures refer to it.
    pub measures: Vec<Measure>,
    /// In the order of the files; indices of indicators refer to it.
    pub indicators: Vec<Indicator>,
    pub(super) program: Program,
    by_measure: BTreeMap<String, usize>,
    by_indicator: BTreeMap<String, usize>,
}

/// A file of the catalogue: its path as messages show it, and its text.
#[derive(Debug, Clone)]
pub struct Text {
    /// As messages show it.
    pub path: String,
    /// Its content.
    pub text: String,
}

impl Catalogue {
    /// The catalogue of this build with a county's own files behind it.
    pub fn load(own: &[Text]) -> Result<Self, LoadError> {
        let mut files = Vec::new();
        for path in model::paths("indicators/").into_iter().filter(|path| is_catalogue(path)) {
            files.push(Text { text: model::text(&path)?, path: format!("models/{path}") });
        }
        files.extend_from_slice(own);
        Self::from_texts(&files)
    }

    /// A catalogue of files alone.
    ///
    /// # Errors
    ///
    /// [`LoadError`] with file and line of the first measure, indicator or formula that is wrong.
    pub fn from_texts(files: &[Text]) -> Result<Self, LoadError> {
        let mut reading = Reading::default();
        for file in files {
            reading.take(File { path: &file.path, text: &file.text })?;
        }
        let Reading { measures, indicators, formulas, by_measure, by_indicator } = reading;
        let names =
            compile::Names { measures: &measures, by_measure: &by_measure, by_indicator: &by_indicator };
        let program = compile::compile(&names, &indicators, &formulas)?;
        Ok(Self { measures, indicators, program, by_measure, by_indicator })
    }

    /// The index of a measure.
    pub fn measure(&self, id: &str) -> Option<usize> {
        self.by_measure.get(id).copied()
    }

    /// The index of an indicator.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.by_indicator.get(id).copied()
    }

    /// An indicator by its id.
    pub fn indicator(&self, id: &str) -> Option<&Indicator> {
        self.indicators.get(self.position(id)?)
    }
}

/// Files of the folder that say something else.
fn is_catalogue(path: &str) -> bool {
    let others = ["/breaks.toml", "/observed.toml", "/parameters.toml"];
    path.ends_with(".toml") && !others.iter().any(|other| path.ends_with(other))
}

#[derive(Default)]
struct Reading {
    measures: Vec<Measure>,
    indicators: Vec<Indicator>,
    formulas: Vec<Placed>,
    by_measure: BTreeMap<String, usize>,
    by_indicator: BTreeMap<String, usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileRows {
    theme: Option<String>,
    #[serde(default)]
    measure: Vec<MeasureRow>,
    #[serde(default)]
    indicator: Vec<IndicatorRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MeasureRow {
    id: Spanned<String>,
    name_de: String,
    unit: Spanned<String>,
    #[serde(default)]
    parameter: bool,
    #[serde(default = "yes")]
    additive: bool,
    #[serde(default)]
    types: Types,
    #[serde(default = "open")]
    secrecy: Secrecy,
    secret_up_to: Option<Spanned<String>>,
    rounding: Option<Rounding>,
    #[serde(default)]
    dates: Vec<Spanned<String>>,
    #[serde(default)]
    odd_years: bool,
    #[serde(default)]
    projected: bool,
    stand_in: Option<String>,
    source_de: String,
    #[serde(default)]
    missing_de: String,
}

/// What a measure is disaggregated by.
#[derive(Deserialize)]
#[serde(untagged)]
enum Types {
    /// Named words.
    Named(Vec<String>),
    /// The categories of the register.
    Of(Categories),
}

/// `types = "categories"`: a further category is counted without another line.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Categories {
    Categories,
}

impl Default for Types {
    fn default() -> Self {
        Self::Named(Vec::new())
    }
}

impl Types {
    fn words(self) -> Result<Vec<String>, LoadError> {
        match self {
            Self::Named(words) => Ok(words),
            Self::Of(Categories::Categories) => {
                let path = "categories.toml";
                let text = model::text(path)?;
                let tree = CategoryTree::from_toml(&text)
                    .map_err(|error| File { path, text: &text }.fault_at_end(error))?;
                Ok(tree.categories().map(|category| category.slug.as_str().to_owned()).collect())
            }
        }
    }
}

fn yes() -> bool {
    true
}

fn open() -> Secrecy {
    Secrecy::None
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IndicatorRow {
    id: Spanned<String>,
    #[serde(default)]
    official_id: String,
    name_de: String,
    name_en: String,
    plain_de: String,
    definition_de: String,
    formula: Spanned<String>,
    unit: Spanned<String>,
    polarity: Polarity,
    #[serde(default)]
    dimensions: Vec<String>,
    levels: Spanned<Vec<String>>,
    source: String,
    #[serde(default)]
    table: String,
    reference_date: String,
    rhythm: String,
    licence: String,
    secrecy: Spanned<String>,
    subject: Subject,
    formula_basis: Basis,
    #[serde(default)]
    documents: Vec<String>,
    version: u32,
    valid_from: String,
    note_de: Option<String>,
    composite: Option<Composite>,
}

/// The rules by which figures are withheld or rounded before they are shown.
pub const SECRECY_RULES: [&str; 7] = [
    "none",
    "below_3",
    "official_rounded_3",
    "official_rounded_5",
    "estimate_rounded_10",
    "publisher",
    "facility_consent",
];

impl Reading {
    fn take(&mut self, file: File) -> Result<(), LoadError> {
        let rows: FileRows = file.toml()?;
        for row in rows.measure {
            self.take_measure(file, row)?;
        }
        let theme = rows.theme.unwrap_or_default();
        if theme.is_empty() && !rows.indicator.is_empty() {
            return Err(
                file.fault(1, "the file has indicators, but no theme; hint: begin with theme = \"…\"")
            );
        }
        for row in rows.indicator {
            self.take_indicator(file, &theme, row)?;
        }
        Ok(())
    }

    fn take_measure(&mut self, file: File, row: MeasureRow) -> Result<(), LoadError> {
        let id = file.value(&row.id, |id| new_id(id, &self.by_measure))?;
        let measure = Measure {
            unit: file.value(&row.unit, |text| Unit::parse(text))?,
            id: id.clone(),
            name_de: row.name_de,
            parameter: row.parameter,
            additive: row.additive,
            types: row.types.words()?,
            secrecy: row.secrecy,
            secret_up_to: match &row.secret_up_to {
                None => AreaLevel::State,
                Some(word) => file.value(word, |word| {
                    AreaLevel::from_word(word).ok_or_else(|| format!("\"{word}\" is not a level of areas"))
                })?,
            },
            rounding: row.rounding,
            dates: row.dates.iter().map(|word| month_day(file, word)).collect::<Result<_, _>>()?,
            odd_years: row.odd_years,
            projected: row.projected,
            stand_in: row.stand_in,
            source_de: row.source_de,
            missing_de: row.missing_de,
        };
        self.by_measure.insert(id, self.measures.len());
        self.measures.push(measure);
        Ok(())
    }

    fn take_indicator(&mut self, file: File, theme: &str, row: IndicatorRow) -> Result<(), LoadError> {
        let id = file.value(&row.id, |id| new_id(id, &self.by_indicator))?;
        let levels = file.value(&row.levels, |words| levels(words))?;
        file.value(&row.secrecy, |rule| {
            if SECRECY_RULES.contains(&rule.as_str()) {
                return Ok(());
            }
            Err(format!("there is no secrecy rule \"{rule}\"; hint: known are {}", SECRECY_RULES.join(", ")))
        })?;
        let line = file.line_of(&row.formula);
        let formula = row.formula.into_inner();
        let has_note = row.note_de.as_ref().is_some_and(|note| !note.is_empty());
        if formula.trim().is_empty() && row.composite.is_none() && !has_note {
            return Err(file.fault(line, "there is no formula, and no note_de that says why"));
        }
        self.formulas.push(Placed { path: file.path.to_owned(), line, text: formula.clone() });
        self.by_indicator.insert(id.clone(), self.indicators.len());
        self.indicators.push(Indicator {
            place: format!("{}:{}", file.path, file.line_of(&row.id)),
            id,
            official_id: Some(row.official_id).filter(|id| !id.is_empty()),
            theme: theme.to_owned(),
            name_de: row.name_de,
            name_en: row.name_en,
            plain_de: row.plain_de,
            definition_de: row.definition_de,
            formula,
            unit: file.value(&row.unit, |text| Unit::parse(text))?,
            polarity: row.polarity,
            dimensions: row.dimensions,
            levels,
            source: row.source,
            table: row.table,
            reference_date: row.reference_date,
            rhythm: row.rhythm,
            licence: row.licence,
            secrecy: row.secrecy.into_inner(),
            subject: row.subject,
            formula_basis: row.formula_basis,
            documents: row.documents,
            version: row.version,
            valid_from: row.valid_from,
            note_de: row.note_de,
            composite: row.composite,
        });
        Ok(())
    }
}

fn month_day(file: File, word: &Spanned<String>) -> Result<MonthDay, LoadError> {
    file.value(word, |word| {
        let wrong =
            || format!("\"{word}\" is not a day of the year; hint: write month and day, such as 12-31");
        MonthDay::parse(word).ok_or_else(wrong)
    })
}

fn new_id(id: &str, known: &BTreeMap<String, usize>) -> Result<String, String> {
    let mut letters = id.chars();
    let first = letters.next().is_some_and(|c| c.is_ascii_alphabetic());
    if !first || !letters.all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return Err(format!("\"{id}\" is not an id: a letter, then letters, digits and _"));
    }
    if known.contains_key(id) {
        return Err(format!("the id \"{id}\" appears twice"));
    }
    Ok(id.to_owned())
}

fn levels(words: &[String]) -> Result<Vec<AreaLevel>, String> {
    let known = || AreaLevel::ALL.map(AreaLevel::word).join(", ");
    if words.is_empty() {
        return Err(format!("an indicator needs a level; hint: known are {}", known()));
    }
    let level = |word: &String| {
        AreaLevel::from_word(word)
            .ok_or_else(|| format!("\"{word}\" is not a level; hint: known are {}", known()))
    };
    words.iter().map(level).collect()
}
