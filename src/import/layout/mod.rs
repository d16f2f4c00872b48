//! A layout says how a list is to be read: which column means what, and how its words map to ours.
//! Layouts are TOML files; `models/import/README.md` is their reference.

mod file;
mod words;

use std::collections::{BTreeMap, HashMap};

use unicode_normalization::UnicodeNormalization;

use super::notes::Expected;
use super::position_columns::OwnPosition;
use super::read::{HeaderRow, Labels, Table};
use super::text::word_key;
use super::{values, vocabulary};
use crate::crs::Crs;
use crate::register::{CategorySlug, CategoryTree, CostPer, Feature, Field, PositionSource, ProviderKind};
use crate::units::with_article;
pub use words::IGNORE;

use file::{ColumnEntry, File, HeaderRows, IgnoreSection, OfferSection};

pub(super) const SOURCE_EXPECTED: Expected =
    Expected { en: "source or gazetteer", de: "source oder gazetteer" };
const TEXT_EXPECTED: Expected = Expected { en: "text; it is empty", de: "ein Text, der nicht leer ist" };

/// Why a mapping file cannot be used.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum LayoutError {
    #[error("the mapping cannot be read: {0}")]
    Syntax(#[from] toml::de::Error),
    #[error("the source \"{0}\" is not a short name; hint: lower-case letters and digits, such as \"lup\"")]
    Source(String),
    #[error("the mapping says nothing about {}; hint: models/import/README.md shows a full example", .0.0)]
    Missing(Labels),
    #[error(
        "header_row names the rows {first} to {last}; expected rows counted from 1, the first before the last, at most {max} of them"
    )]
    HeaderRow { first: usize, last: usize, max: usize },
    #[error("{0} and {1} belong together, but only one of them is mapped")]
    Pair(&'static str, &'static str),
    #[error("\"{0}\" is not a coordinate system known here; expected one of {known}", known = Crs::known())]
    Crs(String),
    #[error("[{section}] \"{word}\" stands for \"{target}\", which is not {}{}", with_article(.expected.en), did_you_mean(.meant.as_deref()))]
    Target { section: &'static str, word: String, target: String, expected: Expected, meant: Option<String> },
    #[error("[{section}] unknown key \"{key}\"; expected {expected}")]
    Key { section: &'static str, key: String, expected: String },
    #[error("[constants] {field} \"{value}\" is not {}", with_article(.expected.en))]
    Constant { field: String, value: String, expected: Expected },
    #[error("[{section}] \"{word}\" stands there twice; case and blanks make no difference")]
    DoubleWord { section: &'static str, word: String },
    #[error(
        "[category] \"{word}\" has {found} parts, but {expected} columns are named; hint: join the words of the columns by \" / \""
    )]
    Parts { word: String, found: usize, expected: usize },
}

fn did_you_mean(meant: Option<&str>) -> String {
    meant.map(|meant| format!("; did you mean \"{meant}\"?")).unwrap_or_default()
}

/// Why no layout, or not the one layout, fits a table.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum Unrecognised {
    #[error(
        "no known layout fits: \"{closest}\" comes closest but lacks the columns {missing}; the file has: {header}; hint: name a mapping file with --mapping"
    )]
    None { closest: String, missing: String, header: String },
    #[error(
        "the layout \"{layout}\" fits too loosely: the file lacks its columns {missing}, but has {found}, so that all rows would be placed at the centre of their town; hint: --suggest writes a mapping for this file, or name one with --mapping"
    )]
    Loose { layout: String, missing: String, found: String },
    #[error("there is no layout to choose from")]
    NoLayouts,
    #[error("the file fits {0} equally well; hint: name a mapping file with --mapping")]
    Ambiguous(String),
}

/// How a list is to be read.
#[derive(Debug, Clone)]
pub struct Layout {
    /// What `--format` names it by.
    pub name: String,
    /// What the list is, in a line.
    pub title: String,
    /// The name of the list in [`crate::register::SourceRef`].
    pub source: String,
    /// Whether the list is complete for its source, so that what it lacks is closed.
    pub is_complete: bool,
    /// Whether counts and costs of the list hold although the register has newer ones: a wrong import is taken back.
    pub takes_back: bool,
    /// Ids of facilities that are closed although the list may have them under another name.
    pub closes: Vec<String>,
    /// The sheets of a spreadsheet; without them all that have the same columns.
    pub(super) sheets: Vec<String>,
    /// Where the header stands; without it the header is found by its columns.
    pub(super) header_row: Option<HeaderRow>,
    pub(super) recognise: Vec<String>,
    /// How the numbers in its columns are meant; `None` where the mapping does not say.
    pub(super) crs: Option<Crs>,
    pub(super) columns: BTreeMap<Field, ColumnSpec>,
    /// What holds for every row whose cell is empty or that has no column for it.
    pub(super) constants: BTreeMap<Field, String>,
    /// Columns that hold a whole address in one cell.
    pub(super) address_columns: Vec<String>,
    pub(super) category_columns: Vec<String>,
    /// What stands between several categories in one cell; none are looked for where a whole cell is known.
    pub(super) category_separators: Vec<String>,
    categories: HashMap<String, CategoryWord>,
    /// The name of the sheet is the word.
    pub(super) category_from_sheet: bool,
    /// Rows whose word is not listed are left out on purpose.
    pub(super) ignores_unknown: bool,
    /// Further offers of a row, each with columns of its own.
    pub(super) offers: Vec<OfferSpec>,
    pub(super) place_text_columns: Vec<String>,
    /// Words beside a number in such a text, the longest first.
    pub(super) place_words: Vec<(String, CategorySlug)>,
    /// What the numbers of such a text count where nothing but numbers stands there, in their order.
    pub(super) place_order: Vec<CategorySlug>,
    pub(super) ignored_rows: Vec<IgnoreRule>,
    pub(super) provider_kinds: HashMap<String, KindWord>,
    pub(super) features: HashMap<String, FeatureWord>,
    pub(super) feature_separator: Option<String>,
    pub(super) placeholders: HashMap<CategorySlug, Vec<u32>>,
    /// What every amount of the list is paid for, where no cell says otherwise.
    pub(super) costs_per: Option<CostPer>,
    pub(super) cost_words: HashMap<String, CostPer>,
}

/// The columns of one field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct ColumnSpec {
    pub names: Vec<String>,
    /// What stands between the cells where all of them together are the value. `None`: the first that is filled
    /// is the value.
    pub join: Option<String>,
    /// Columns whose values follow the one that is joined: a mobile number behind area code and number.
    pub further: Vec<String>,
}

impl ColumnSpec {
    fn one(name: &str) -> Self {
        Self { names: vec![name.to_owned()], ..Self::default() }
    }
}

/// An offer that columns of its own speak of: "Plätze Tagespflege".
#[derive(Debug, Clone)]
pub(super) struct OfferSpec {
    pub category: CategorySlug,
    /// The column that says whether there is the offer; without it the column of places says so.
    pub when: Option<String>,
    pub columns: BTreeMap<Field, ColumnSpec>,
}

/// Rows that are left out on purpose: those with one of these words in this column.
#[derive(Debug, Clone)]
pub(super) struct IgnoreRule {
    pub column: String,
    /// In the form of [`word_key`]; after a beginning stands `*`.
    pub words: Vec<String>,
}

impl IgnoreRule {
    /// Whether a cell, in the form of [`word_key`], is one of the words or begins like one.
    pub fn is_listed(&self, cell: &str) -> bool {
        self.words.iter().any(|word| match word.strip_suffix('*') {
            Some(beginning) => !cell.is_empty() && cell.starts_with(beginning.trim_end()),
            None => word == cell,
        })
    }
}

/// What a word of the category columns stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum CategoryWord {
    Category(CategorySlug),
    /// Its rows are left out on purpose.
    Ignore,
}

/// What a word says about a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KindWord {
    pub kind: ProviderKind,
    pub association: Option<String>,
}

/// What a word says about a facility.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FeatureWord {
    Feature {
        feature: Feature,
        /// The word says more than the feature, so it stays in the note as well.
        keep_text: bool,
    },
    /// It is left out on purpose.
    Ignore,
}

/// Joins the words of several category columns.
pub(super) const WORD_SEPARATOR: &str = " / ";

impl Layout {
    /// Reads and checks a mapping file. The category tree is asked whether every slug exists, so that
    /// a slip of the pen shows here and not row by row.
    ///
    /// # Errors
    /// [`LayoutError`] with what is wrong in it.
    pub fn from_toml(text: &str, categories: &CategoryTree) -> Result<Self, LayoutError> {
        Self::with_constants(text, &[], categories)
    }

    /// The same, with constants from outside of the file, which may say what it leaves open: of which kind the offers are.
    ///
    /// # Errors
    /// [`LayoutError`] with what is wrong in the file or with a constant.
    pub fn with_constants(
        text: &str,
        constants: &[(Field, &str)],
        categories: &CategoryTree,
    ) -> Result<Self, LayoutError> {
        let mut layout = Self::unchecked(text, categories)?;
        for (field, value) in constants {
            layout.set_constant(*field, value, categories)?;
        }
        layout.check()?;
        Ok(layout)
    }

    fn unchecked(text: &str, categories: &CategoryTree) -> Result<Self, LayoutError> {
        let file: File = toml::from_str(text)?;
        let own =
            Field::importable().filter_map(|field| Some((field, ColumnSpec::one(field.info().column?))));
        let own = own.filter(|_| file.exchange_columns);
        let listed = file.columns.into_iter().map(|(field, entry)| (field, entry.into_spec()));
        let columns: BTreeMap<Field, ColumnSpec> = own.chain(listed).collect();
        let costs_per = file.costs.per.map(|per| words::cost_per("costs", "per", &per)).transpose()?;
        let category_columns = file.category.columns.into_vec();
        let mut layout = Self {
            name: file.name,
            title: file.title,
            source: file.source,
            is_complete: file.complete,
            takes_back: false,
            closes: Vec::new(),
            sheets: file.sheet.into_vec(),
            header_row: file.header_row.map(HeaderRows::into_row).transpose()?,
            recognise: file.recognise,
            crs: file.crs.map(|name| Crs::from_name(&name).ok_or(LayoutError::Crs(name))).transpose()?,
            columns,
            constants: BTreeMap::new(),
            address_columns: file.address.columns.into_vec(),
            categories: words::category_words(file.category.words, category_columns.len(), categories)?,
            category_separators: file.category.separator.into_vec(),
            category_from_sheet: file.category.from_sheet,
            ignores_unknown: ignores_unknown(file.category.unknown)?,
            category_columns,
            offers: file
                .offers
                .into_iter()
                .map(|offer| offer_spec(offer, categories))
                .collect::<Result<_, _>>()?,
            place_text_columns: file.places_in_text.columns.into_vec(),
            place_words: words::place_words(file.places_in_text.words, categories)?,
            place_order: words::place_order(&file.places_in_text.order, categories)?,
            ignored_rows: file.ignore.into_iter().map(ignore_rule).collect(),
            provider_kinds: words::kind_words(file.provider_kind.words)?,
            features: words::feature_words(file.features.words)?,
            feature_separator: file.features.separator,
            placeholders: words::placeholders(file.placeholders, categories)?,
            costs_per,
            cost_words: words::cost_words(file.costs.words)?,
        };
        for (name, value) in file.constants {
            let field = constant_field(&name)?;
            layout.set_constant(field, &value, categories)?;
        }
        Ok(layout)
    }

    /// Says what holds for every row whose cell is empty or that has no column for it. A category goes by its slug, the
    /// name of the list ([`Field::Source`]) replaces that of the mapping.
    ///
    /// # Errors
    /// [`LayoutError`] where the value cannot be one of the field.
    pub fn set_constant(
        &mut self,
        field: Field,
        value: &str,
        categories: &CategoryTree,
    ) -> Result<(), LayoutError> {
        let name = field.info().name;
        let fault =
            |expected| LayoutError::Constant { field: name.to_owned(), value: value.to_owned(), expected };
        let must = |is_good: bool, expected| if is_good { Ok(()) } else { Err(fault(expected)) };
        match field {
            Field::Category => drop(words::slug("constants", name, value, categories)?),
            Field::ProviderKind => {
                let is_listed = self.provider_kinds.contains_key(&word_key(value));
                if !is_listed {
                    words::provider_kind("constants", name, value)?;
                }
            }
            Field::Source => {
                check_source(value)?;
                value.clone_into(&mut self.source);
                return Ok(());
            }
            Field::PlacesOn => must(values::date_or_year(value).is_some(), values::DATE_OR_YEAR_EXPECTED)?,
            Field::Places | Field::FreePlaces => {
                must(values::places(value).is_some(), values::PLACES_EXPECTED)?
            }
            Field::PositionSource => {
                must(PositionSource::from_word(value).is_some(), SOURCE_EXPECTED)?;
            }
            _ if field.info().value == crate::register::fields::ValueKind::Date => {
                must(values::date(value).is_some(), values::DATE_EXPECTED)?;
            }
            _ => must(!value.trim().is_empty(), TEXT_EXPECTED)?,
        }
        // As cells are, so that the made id of a row does not depend on the program that wrote the mapping.
        self.constants.insert(field, value.trim().nfc().collect());
        Ok(())
    }

    /// What a word of the category columns stands for: as it is listed, else by a listed beginning ("Gesundheit / *").
    pub(super) fn category_word(&self, word: &str) -> Option<&CategoryWord> {
        let key = word_key(word);
        self.categories.get(&key).or_else(|| {
            let beginnings = self.categories.iter().filter_map(|(listed, target)| {
                let beginning = listed.strip_suffix('*')?.trim_end();
                key.starts_with(beginning).then_some((beginning.len(), target))
            });
            beginnings.max_by_key(|(length, _)| *length).map(|(_, target)| target)
        })
    }

    /// The listed words of the category columns.
    pub(super) fn category_words(&self) -> impl Iterator<Item = &str> {
        self.categories.keys().map(String::as_str)
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
        let is_found = OwnPosition::find(table, |_| true).is_some();
        if let Some((missing, found)) = closest.misfit(table).filter(|_| !is_found) {
            let (missing, found) = (missing.join(", "), found.join(", "));
            return Err(Unrecognised::Loose { layout: closest.name.clone(), missing, found });
        }
        Ok(closest)
    }

    /// The columns of coordinates that the layout has and the table lacks, and those that the table has instead. `None` if
    /// there is no such misfit.
    fn misfit<'a>(&self, table: &'a Table) -> Option<(Vec<String>, Vec<&'a str>)> {
        let header: Vec<String> = table.header.iter().map(|name| word_key(name)).collect();
        let names = [Field::X, Field::Y].into_iter().filter_map(|field| self.columns.get(&field));
        let names: Vec<&String> = names.flat_map(|spec| &spec.names).collect();
        let missing: Vec<String> = names
            .iter()
            .filter(|name| !header.contains(&word_key(name)))
            .map(|name| (*name).clone())
            .collect();
        let is_own = |name: &str| names.iter().any(|own| word_key(own) == word_key(name));
        let found: Vec<&str> = table.header.iter().map(String::as_str).collect();
        let found: Vec<&str> =
            found.into_iter().filter(|name| vocabulary::is_position(name) && !is_own(name)).collect();
        let is_misfit = !table.kind.has_geometry() && !missing.is_empty() && !found.is_empty();
        is_misfit.then_some((missing, found))
    }

    /// Whether a table has all columns by which the layout is known, and coordinates where the layout has them.
    pub(super) fn fits(&self, table: &Table) -> bool {
        self.missing_columns(&table.header).is_empty() && self.misfit(table).is_none()
    }

    /// The (first) column of a field, to speak of it; the name of the field if it is not mapped.
    pub(super) fn column(&self, field: Field) -> String {
        let names = self.columns.get(&field).and_then(|spec| spec.names.first());
        names.cloned().unwrap_or_else(|| field.info().name.to_owned())
    }

    /// The names of all columns that the layout reads.
    pub(super) fn column_names(&self) -> Vec<String> {
        let of_offers = self.offers.iter().flat_map(|offer| offer.columns.values());
        let of_fields = self.columns.values().chain(of_offers).flat_map(|spec| &spec.names);
        let others =
            [&self.recognise, &self.category_columns, &self.address_columns, &self.place_text_columns];
        others.into_iter().flatten().chain(of_fields).cloned().collect()
    }

    /// The recognition columns that a header does not have.
    pub(super) fn missing_columns(&self, header: &[String]) -> Vec<String> {
        let found: Vec<String> = header.iter().map(|name| word_key(name)).collect();
        self.recognise.iter().filter(|name| !found.contains(&word_key(name))).cloned().collect()
    }

    fn check(&self) -> Result<(), LayoutError> {
        check_source(&self.source)?;
        check_columns(self)?;
        check_costs(&self.columns, &self.constants, self.costs_per)?;
        let has_category = self.constants.contains_key(&Field::Category) || !self.offers.is_empty();
        if self.category_columns.is_empty() && !self.category_from_sheet && !has_category {
            return Err(LayoutError::Missing((
                "the column of the category, or a constant category",
                "die Spalte mit der Art des Angebots und auch keine gleichbleibende Art (category)",
            )));
        }
        Ok(())
    }
}

fn constant_field(name: &str) -> Result<Field, LayoutError> {
    let known = |field: &&Field| field.info().name == name;
    Field::ALL.iter().find(known).copied().ok_or_else(|| {
        let expected = Field::ALL.iter().map(|field| field.info().name).collect::<Vec<_>>().join(", ");
        LayoutError::Key { section: "constants", key: name.to_owned(), expected }
    })
}

fn ignores_unknown(unknown: Option<String>) -> Result<bool, LayoutError> {
    match unknown.as_deref() {
        None | Some("reject") => Ok(false),
        Some(words::IGNORE) => Ok(true),
        Some(other) => Err(LayoutError::Key {
            section: "category",
            key: format!("unknown = {other}"),
            expected: "reject or ignore".to_owned(),
        }),
    }
}

fn offer_spec(section: OfferSection, categories: &CategoryTree) -> Result<OfferSpec, LayoutError> {
    let of_offer =
        |field: &Field| field.info().is_of_offer() && *field != Field::Id && *field != Field::Category;
    let column = |(name, entry): (String, ColumnEntry)| {
        let field = Field::from_name(&name).filter(of_offer).ok_or_else(|| {
            let known = Field::importable().filter(of_offer).map(|field| field.info().name);
            let expected = ["category", "when"].into_iter().chain(known).collect::<Vec<_>>().join(", ");
            LayoutError::Key { section: "offers", key: name, expected }
        })?;
        Ok((field, entry.into_spec()))
    };
    let columns: BTreeMap<Field, ColumnSpec> =
        section.columns.into_iter().map(column).collect::<Result<_, LayoutError>>()?;
    if section.when.is_none() && !columns.contains_key(&Field::Places) {
        return Err(LayoutError::Missing((
            "whether a row has an offer of [[offers]] (places or when)",
            "woran in [[offers]] zu erkennen ist, ob eine Zeile das Angebot hat (places oder when)",
        )));
    }
    let category = words::slug("offers", "category", &section.category, categories)?;
    Ok(OfferSpec { category, when: section.when, columns })
}

fn ignore_rule(section: IgnoreSection) -> IgnoreRule {
    let words = section.words.into_vec().iter().map(|word| word_key(word)).collect();
    IgnoreRule { column: section.column, words }
}

/// Facility ids begin with the source and a hyphen, so a source with a hyphen could imitate another.
fn check_source(source: &str) -> Result<(), LayoutError> {
    let is_short = (1..=20).contains(&source.len());
    if is_short && source.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
        return Ok(());
    }
    Err(LayoutError::Source(source.to_owned()))
}

fn has(columns: &BTreeMap<Field, ColumnSpec>, field: Field) -> bool {
    columns.get(&field).is_some_and(|spec| !spec.names.is_empty())
}

fn check_columns(layout: &Layout) -> Result<(), LayoutError> {
    let columns = &layout.columns;
    if layout.recognise.is_empty() {
        return Err(LayoutError::Missing((
            "the columns by which the layout is recognised",
            "die Spalten, an denen die Liste erkannt wird (recognise)",
        )));
    }
    if !has(columns, Field::Name) {
        return Err(LayoutError::Missing(("the column of the name", "die Spalte mit dem Namen (name)")));
    }
    if has(columns, Field::X) != has(columns, Field::Y) {
        return Err(LayoutError::Pair("x", "y"));
    }
    let is_dated = has(columns, Field::CountedOn) || layout.constants.contains_key(&Field::CountedOn);
    let is_counted = has(columns, Field::FreePlaces)
        || layout.offers.iter().any(|offer| offer.columns.contains_key(&Field::FreePlaces));
    if is_counted && !is_dated || has(columns, Field::CountedOn) && !is_counted {
        return Err(LayoutError::Pair("free_places", "counted_on"));
    }
    Ok(())
}

/// An amount says nothing without its day and what it is paid for.
fn check_costs(
    columns: &BTreeMap<Field, ColumnSpec>,
    constants: &BTreeMap<Field, String>,
    per: Option<CostPer>,
) -> Result<(), LayoutError> {
    let has = |field: Field| has(columns, field) || constants.contains_key(&field);
    let has_amounts = Field::amounts().any(|(_, field)| has(field));
    if has_amounts && !has(Field::CostsOn) {
        return Err(LayoutError::Missing((
            "the day from which the costs hold (costs_on)",
            "den Tag, ab dem die Kosten gelten (costs_on)",
        )));
    }
    if has_amounts && !has(Field::CostsPer) && per.is_none() {
        return Err(LayoutError::Missing((
            "what the costs are paid for (costs_per, or per in [costs])",
            "wofür die Kosten anfallen (costs_per oder per in [costs])",
        )));
    }
    Ok(())
}
