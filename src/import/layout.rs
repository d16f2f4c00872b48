//! A layout says how a list is to be read: which column means what, and how its words map to ours.
//! Layouts are TOML files; `models/import/README.md` is their reference.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::crs::Crs;
use super::read::{HeaderRow, Table};
use super::text::word_key;
use crate::register::{CategorySlug, CategoryTree, CostPer, Feature, Field, ProviderKind};

/// Why a mapping file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LayoutError {
    #[error("the mapping cannot be read: {0}")]
    Syntax(#[from] toml::de::Error),
    #[error("the source \"{0}\" is no short name; hint: lower-case letters and digits, such as \"lup\"")]
    Source(String),
    #[error("the mapping says nothing about {0}; hint: models/import/README.md shows a full example")]
    Missing(&'static str),
    #[error(
        "header_row names the rows {first} to {last}; expected rows counted from 1, the first before the last, at most {max} of them"
    )]
    HeaderRow { first: usize, last: usize, max: usize },
    #[error("{0} belong together, but only one of them is mapped")]
    Pair(&'static str),
    #[error("\"{0}\" is no coordinate system known here; expected one of {known}", known = Crs::known())]
    Crs(String),
    #[error("[{section}] \"{word}\" stands for \"{target}\", which is no {expected}{hint}")]
    Target { section: &'static str, word: String, target: String, expected: &'static str, hint: String },
    #[error("[{section}] \"{word}\" stands there twice; case and blanks make no difference")]
    DoubleWord { section: &'static str, word: String },
    #[error(
        "[category] \"{word}\" has {found} parts, but {expected} columns are named; hint: join the words of the columns by \" / \""
    )]
    Parts { word: String, found: usize, expected: usize },
}

/// Why no layout, or not the one layout, fits a table.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unrecognised {
    #[error(
        "no known layout fits: \"{closest}\" comes closest but lacks the columns {missing}; the file has: {header}; hint: name a mapping file with --mapping"
    )]
    None { closest: String, missing: String, header: String },
    #[error("there is no layout to choose from")]
    NoLayouts,
    #[error("the file fits {0} equally well; hint: name a mapping file with --mapping")]
    Ambiguous(String),
}

/// How a list is to be read.
#[derive(Debug, Clone)]
pub struct Layout {
    pub name: String,
    /// What the list is, in a line.
    pub title: String,
    /// The name of the list in [`crate::register::SourceRef`].
    pub source: String,
    /// The sheets of a spreadsheet; without them all that have the same columns.
    pub(super) sheets: Vec<String>,
    /// Where the header stands; without it the header is found by its columns.
    pub(super) header_row: Option<HeaderRow>,
    pub(super) recognise: Vec<String>,
    pub(super) crs: Crs,
    pub(super) columns: BTreeMap<Field, Vec<String>>,
    pub(super) category_columns: Vec<String>,
    pub(super) categories: HashMap<String, CategorySlug>,
    pub(super) provider_kinds: HashMap<String, KindWord>,
    pub(super) features: HashMap<String, FeatureWord>,
    pub(super) feature_separator: Option<String>,
    pub(super) placeholders: HashMap<CategorySlug, Vec<u32>>,
    /// What every amount of the list is paid for, where no cell says otherwise.
    pub(super) costs_per: Option<CostPer>,
    pub(super) cost_words: HashMap<String, CostPer>,
}

/// What a word says about a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KindWord {
    pub kind: ProviderKind,
    pub association: Option<String>,
}

/// What a word says about a facility.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FeatureWord {
    pub feature: Feature,
    /// The word says more than the feature, so it stays in the note as well.
    pub keep_text: bool,
}

/// Joins the words of several category columns.
pub(super) const WORD_SEPARATOR: &str = " / ";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    title: String,
    source: String,
    recognise: Vec<String>,
    sheet: Option<OneOrMany>,
    header_row: Option<HeaderRows>,
    crs: Option<String>,
    /// Whether columns are named as in our own exports; `columns` need not list them then.
    #[serde(default)]
    exchange_columns: bool,
    #[serde(default)]
    columns: BTreeMap<Field, OneOrMany>,
    category: CategorySection,
    #[serde(default)]
    provider_kind: WordSection<KindTarget>,
    #[serde(default)]
    features: FeatureSection,
    #[serde(default)]
    placeholders: BTreeMap<String, Vec<u32>>,
    #[serde(default)]
    costs: CostSection,
}

/// One row of a header, or the first and the last of several.
#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "expected the number of a row, or those of the first and the last as in [3, 4]"
)]
enum HeaderRows {
    One(usize),
    Several([usize; 2]),
}

impl HeaderRows {
    /// A header of more rows is no header.
    const MAX_ROWS: usize = 5;

    fn into_row(self) -> Result<HeaderRow, LayoutError> {
        let (first, last) = match self {
            Self::One(row) => (row, row),
            Self::Several([first, last]) => (first, last),
        };
        if first == 0 || last < first || last - first >= Self::MAX_ROWS {
            return Err(LayoutError::HeaderRow { first, last, max: Self::MAX_ROWS });
        }
        Ok(HeaderRow { first, last })
    }
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected the name of a column, or a list of names")]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    fn into_vec(self) -> Vec<String> {
        match self {
            Self::One(name) => vec![name],
            Self::Many(names) => names,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CategorySection {
    columns: OneOrMany,
    #[serde(default)]
    words: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordSection<T> {
    words: BTreeMap<String, T>,
}

impl<T> Default for WordSection<T> {
    fn default() -> Self {
        Self { words: BTreeMap::new() }
    }
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a kind of provider, or { kind = …, association = … }")]
enum KindTarget {
    Kind(String),
    Full(KindRow),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindRow {
    kind: String,
    association: String,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct FeatureSection {
    separator: Option<String>,
    #[serde(default)]
    words: BTreeMap<String, FeatureTarget>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a feature, or { feature = …, keep_text = true }")]
enum FeatureTarget {
    Feature(String),
    Full(FeatureRow),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FeatureRow {
    feature: String,
    keep_text: bool,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct CostSection {
    per: Option<String>,
    #[serde(default)]
    words: BTreeMap<String, String>,
}

impl Layout {
    /// Reads and checks a mapping file. The category tree is asked whether every slug exists, so that
    /// a slip of the pen shows here and not row by row.
    pub fn from_toml(text: &str, categories: &CategoryTree) -> Result<Self, LayoutError> {
        let file: File = toml::from_str(text)?;
        let own =
            Field::importable().filter_map(|field| Some((field, vec![field.info().column?.to_owned()])));
        let own = own.filter(|_| file.exchange_columns);
        let listed = file.columns.into_iter().map(|(field, names)| (field, names.into_vec()));
        let columns: BTreeMap<Field, Vec<String>> = own.chain(listed).collect();
        check_source(&file.source)?;
        let costs_per = file.costs.per.map(|per| cost_per("costs", "per", &per)).transpose()?;
        check_columns(&columns, &file.recognise)?;
        check_costs(&columns, costs_per)?;
        let category_columns = file.category.columns.into_vec();
        if category_columns.is_empty() {
            return Err(LayoutError::Missing("the column of the category"));
        }
        Ok(Self {
            name: file.name,
            title: file.title,
            source: file.source,
            sheets: file.sheet.map(OneOrMany::into_vec).unwrap_or_default(),
            header_row: file.header_row.map(HeaderRows::into_row).transpose()?,
            recognise: file.recognise,
            crs: file.crs.map_or_else(
                || Ok(Crs::wgs84()),
                |name| Crs::from_name(&name).ok_or(LayoutError::Crs(name)),
            )?,
            columns,
            categories: category_words(file.category.words, category_columns.len(), categories)?,
            category_columns,
            provider_kinds: kind_words(file.provider_kind.words)?,
            features: feature_words(file.features.words)?,
            feature_separator: file.features.separator,
            placeholders: placeholders(file.placeholders, categories)?,
            costs_per,
            cost_words: cost_words(file.costs.words)?,
        })
    }

    /// The layout that fits a table: all its recognition columns are there. Of several, the one that
    /// asks for most.
    pub fn recognise<'a>(layouts: &'a [Layout], table: &Table) -> Result<&'a Layout, Unrecognised> {
        let closest = layouts
            .iter()
            .min_by_key(|layout| {
                (layout.missing_columns(&table.header).len(), usize::MAX - layout.recognise.len())
            })
            .ok_or(Unrecognised::NoLayouts)?;
        let missing = closest.missing_columns(&table.header);
        if !missing.is_empty() {
            let header = table.header.join(", ").chars().take(500).collect();
            let (closest, missing) = (closest.name.clone(), missing.join(", "));
            return Err(Unrecognised::None { closest, missing, header });
        }
        let fits = |layout: &&Layout| {
            layout.recognise.len() == closest.recognise.len()
                && layout.missing_columns(&table.header).is_empty()
        };
        let equals: Vec<&str> = layouts.iter().filter(fits).map(|layout| layout.name.as_str()).collect();
        if equals.len() > 1 {
            return Err(Unrecognised::Ambiguous(equals.join(" and ")));
        }
        Ok(closest)
    }

    /// The (first) column of a field, to speak of it; empty if it is not mapped.
    pub(super) fn column(&self, field: Field) -> String {
        self.columns.get(&field).and_then(|names| names.first()).cloned().unwrap_or_default()
    }

    /// The recognition columns that a header does not have.
    pub(super) fn missing_columns(&self, header: &[String]) -> Vec<String> {
        let found: Vec<String> = header.iter().map(|name| word_key(name)).collect();
        self.recognise.iter().filter(|name| !found.contains(&word_key(name))).cloned().collect()
    }
}

/// Facility ids begin with the source and a hyphen, so a source with a hyphen could imitate another.
fn check_source(source: &str) -> Result<(), LayoutError> {
    let is_short = (1..=20).contains(&source.len());
    if is_short && source.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
        return Ok(());
    }
    Err(LayoutError::Source(source.to_owned()))
}

fn check_columns(columns: &BTreeMap<Field, Vec<String>>, recognise: &[String]) -> Result<(), LayoutError> {
    let has = |field: Field| columns.get(&field).is_some_and(|names| !names.is_empty());
    if recognise.is_empty() {
        return Err(LayoutError::Missing("the columns by which the layout is recognised"));
    }
    if !has(Field::Name) {
        return Err(LayoutError::Missing("the column of the name"));
    }
    if has(Field::X) != has(Field::Y) {
        return Err(LayoutError::Pair("x and y"));
    }
    if has(Field::FreePlaces) != has(Field::CountedOn) {
        return Err(LayoutError::Pair("free_places and counted_on"));
    }
    Ok(())
}

/// An amount says nothing without its day and what it is paid for.
fn check_costs(columns: &BTreeMap<Field, Vec<String>>, per: Option<CostPer>) -> Result<(), LayoutError> {
    let has = |field: Field| columns.get(&field).is_some_and(|names| !names.is_empty());
    let has_amounts = Field::amounts().any(|(_, field)| has(field));
    if has_amounts && !has(Field::CostsOn) {
        return Err(LayoutError::Missing("the day from which the costs hold (costs_on)"));
    }
    if has_amounts && !has(Field::CostsPer) && per.is_none() {
        return Err(LayoutError::Missing("what the costs are paid for (costs_per, or per in [costs])"));
    }
    Ok(())
}

fn cost_per(section: &'static str, word: &str, target: &str) -> Result<CostPer, LayoutError> {
    let expected = "span of a cost (month, day, hour, meal)";
    CostPer::from_word(target).ok_or_else(|| bad_target(section, word, target, expected, None))
}

fn slug(
    section: &'static str,
    word: &str,
    target: &str,
    tree: &CategoryTree,
) -> Result<CategorySlug, LayoutError> {
    if let Some(category) = tree.get(target) {
        return Ok(category.slug.clone());
    }
    let slugs = tree.categories().map(|category| category.slug.as_str());
    Err(bad_target(section, word, target, "category", super::text::did_you_mean(target, slugs)))
}

fn bad_target(
    section: &'static str,
    word: &str,
    target: &str,
    expected: &'static str,
    meant: Option<&str>,
) -> LayoutError {
    let hint = meant.map(|meant| format!("; did you mean \"{meant}\"?")).unwrap_or_default();
    LayoutError::Target { section, word: word.to_owned(), target: target.to_owned(), expected, hint }
}

/// Keys words without regard to case and blanks.
fn keyed<T>(
    section: &'static str,
    words: impl Iterator<Item = Result<(String, T), LayoutError>>,
) -> Result<HashMap<String, T>, LayoutError> {
    let mut map = HashMap::new();
    for entry in words {
        let (word, value) = entry?;
        if map.insert(word_key(&word), value).is_some() {
            return Err(LayoutError::DoubleWord { section, word });
        }
    }
    Ok(map)
}

fn category_words(
    words: BTreeMap<String, String>,
    columns: usize,
    tree: &CategoryTree,
) -> Result<HashMap<String, CategorySlug>, LayoutError> {
    keyed(
        "category.words",
        words.into_iter().map(|(word, target)| {
            let found = word.split(WORD_SEPARATOR).count();
            if columns > 1 && found != columns {
                return Err(LayoutError::Parts { word, found, expected: columns });
            }
            let slug = slug("category.words", &word, &target, tree)?;
            Ok((word, slug))
        }),
    )
}

fn kind_words(words: BTreeMap<String, KindTarget>) -> Result<HashMap<String, KindWord>, LayoutError> {
    let section = "provider_kind.words";
    keyed(
        section,
        words.into_iter().map(|(word, target)| {
            let (kind, association) = match target {
                KindTarget::Kind(kind) => (kind, None),
                KindTarget::Full(row) => (row.kind, Some(row.association)),
            };
            let known = ProviderKind::from_word(&kind);
            let expected = "kind of provider (public, non_profit, private, unknown)";
            let kind = known.ok_or_else(|| bad_target(section, &word, &kind, expected, None))?;
            Ok((word, KindWord { kind, association }))
        }),
    )
}

fn feature_words(
    words: BTreeMap<String, FeatureTarget>,
) -> Result<HashMap<String, FeatureWord>, LayoutError> {
    let section = "features.words";
    keyed(
        section,
        words.into_iter().map(|(word, target)| {
            let (name, keep_text) = match target {
                FeatureTarget::Feature(feature) => (feature, false),
                FeatureTarget::Full(row) => (row.feature, row.keep_text),
            };
            let meant = super::text::did_you_mean(&name, Feature::ALL.iter().map(|feature| feature.word()));
            let feature = Feature::from_word(&name)
                .ok_or_else(|| bad_target(section, &word, &name, "feature", meant))?;
            Ok((word, FeatureWord { feature, keep_text }))
        }),
    )
}

fn cost_words(words: BTreeMap<String, String>) -> Result<HashMap<String, CostPer>, LayoutError> {
    let section = "costs.words";
    keyed(
        section,
        words.into_iter().map(|(word, target)| {
            let per = cost_per(section, &word, &target)?;
            Ok((word, per))
        }),
    )
}

fn placeholders(
    rows: BTreeMap<String, Vec<u32>>,
    tree: &CategoryTree,
) -> Result<HashMap<CategorySlug, Vec<u32>>, LayoutError> {
    rows.into_iter()
        .map(|(target, numbers)| Ok((slug("placeholders", &target, &target, tree)?, numbers)))
        .collect()
}
