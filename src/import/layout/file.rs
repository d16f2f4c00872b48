//! The mapping file as it is written: TOML to plain structs, nothing checked but the form.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{ColumnSpec, LayoutError};
use crate::import::read::HeaderRow;
use crate::register::Field;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub name: String,
    pub title: String,
    pub source: String,
    pub recognise: Vec<String>,
    #[serde(default)]
    pub sheet: OneOrMany,
    pub header_row: Option<HeaderRows>,
    pub crs: Option<String>,
    /// Whether the list is complete for its source.
    #[serde(default)]
    pub complete: bool,
    /// Whether columns are named as in our own exports; `columns` need not list them then.
    #[serde(default)]
    pub exchange_columns: bool,
    #[serde(default)]
    pub constants: BTreeMap<String, String>,
    #[serde(default)]
    pub columns: BTreeMap<Field, ColumnEntry>,
    #[serde(default)]
    pub address: AddressSection,
    #[serde(default)]
    pub category: CategorySection,
    #[serde(default)]
    pub offers: Vec<OfferSection>,
    #[serde(default)]
    pub places_in_text: PlacesInTextSection,
    #[serde(default)]
    pub ignore: Vec<IgnoreSection>,
    #[serde(default)]
    pub provider_kind: WordSection<KindTarget>,
    #[serde(default)]
    pub features: FeatureSection,
    #[serde(default)]
    pub placeholders: BTreeMap<String, Vec<u32>>,
    #[serde(default)]
    pub costs: CostSection,
}

/// One row of a header, or the first and the last of several.
#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "expected the number of a row, or those of the first and the last as in [3, 4]"
)]
pub(super) enum HeaderRows {
    One(usize),
    Several([usize; 2]),
}

impl HeaderRows {
    /// A header of more rows is no header.
    const MAX_ROWS: usize = 5;

    pub fn into_row(self) -> Result<HeaderRow, LayoutError> {
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
#[serde(untagged, expecting = "expected a text, or a list of texts")]
pub(super) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl Default for OneOrMany {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl OneOrMany {
    pub fn into_vec(self) -> Vec<String> {
        match self {
            Self::One(name) => vec![name],
            Self::Many(names) => names,
        }
    }
}

#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "expected the name of a column, or a list of names, or { join = […], with = … }"
)]
pub(super) enum ColumnEntry {
    One(String),
    Many(Vec<String>),
    Join(JoinRow),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct JoinRow {
    join: Vec<String>,
    with: Option<String>,
    /// Further columns, whose values follow those that are joined.
    #[serde(default)]
    and: OneOrMany,
}

impl ColumnEntry {
    pub fn into_spec(self) -> ColumnSpec {
        match self {
            Self::One(name) => ColumnSpec { names: vec![name], ..ColumnSpec::default() },
            Self::Many(names) => ColumnSpec { names, ..ColumnSpec::default() },
            Self::Join(row) => ColumnSpec {
                names: row.join,
                join: Some(row.with.unwrap_or_else(|| " ".to_owned())),
                further: row.and.into_vec(),
            },
        }
    }
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct AddressSection {
    pub columns: OneOrMany,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct CategorySection {
    #[serde(default)]
    pub columns: OneOrMany,
    /// What stands between several categories in one cell.
    #[serde(default)]
    pub separator: OneOrMany,
    /// Whether the name of the sheet is the word.
    #[serde(default)]
    pub from_sheet: bool,
    /// What becomes of rows whose word is not listed: `reject` (without this key) or `ignore`.
    pub unknown: Option<String>,
    #[serde(default)]
    pub words: BTreeMap<String, String>,
}

#[derive(Deserialize)]
pub(super) struct OfferSection {
    pub category: String,
    /// The column that says whether there is the offer.
    pub when: Option<String>,
    #[serde(flatten)]
    pub columns: BTreeMap<String, ColumnEntry>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct PlacesInTextSection {
    pub columns: OneOrMany,
    #[serde(default)]
    pub words: BTreeMap<String, String>,
    /// The kinds of care of bare numbers, in their order: "60 / 12 / 8".
    #[serde(default)]
    pub order: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IgnoreSection {
    pub column: String,
    pub words: OneOrMany,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WordSection<T> {
    pub words: BTreeMap<String, T>,
}

impl<T> Default for WordSection<T> {
    fn default() -> Self {
        Self { words: BTreeMap::new() }
    }
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a kind of provider, or { kind = …, association = … }")]
pub(super) enum KindTarget {
    Kind(String),
    Full(KindRow),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KindRow {
    pub kind: String,
    pub association: String,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct FeatureSection {
    pub separator: Option<String>,
    #[serde(default)]
    pub words: BTreeMap<String, FeatureTarget>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a feature, or { feature = …, keep_text = true }")]
pub(super) enum FeatureTarget {
    Feature(String),
    Full(FeatureRow),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FeatureRow {
    pub feature: String,
    pub keep_text: bool,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct CostSection {
    pub per: Option<String>,
    #[serde(default)]
    pub words: BTreeMap<String, String>,
}
