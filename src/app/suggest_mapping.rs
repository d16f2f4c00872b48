//! A first mapping for a register file that no layout knows, and how its first rows would appear.

use chrono::NaiveDate;

use super::ReferenceData;
use crate::import::read::Table;
use crate::import::{self, Context, Layout, LayoutError};
use crate::model;
use crate::register::CategoryTree;
use crate::units::Lang;

/// The shipped layouts with their texts.
///
/// # Errors
/// A sentence where a file of the program is broken.
pub fn known_layouts(categories: &CategoryTree) -> Result<Vec<(Layout, String)>, KnownLayoutError> {
    let paths = model::paths("import/").into_iter().filter(|path| path.ends_with(".toml"));
    let read = |path: String| {
        let text = model::text(&path)?;
        Ok((Layout::from_toml(&text, categories)?, text))
    };
    paths.map(read).collect()
}

/// A layout of the program that cannot be read.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "each variant shows the sentence of its cause")]
pub enum KnownLayoutError {
    #[error(transparent)]
    Text(#[from] model::MissingModel),
    #[error(transparent)]
    Layout(#[from] LayoutError),
}

/// A mapping that was suggested for a table.
#[derive(Debug)]
pub struct SuggestedMapping {
    /// The mapping file, with a comment on each guess.
    pub toml: String,
    /// The same, read.
    pub layout: Layout,
}

/// Suggests a mapping for a table. `file_name` gives the list its short name; `known` are the shipped layouts with their
/// texts; `lang` is the language of the comments.
///
/// # Errors
/// [`SuggestError`] where the guesses make no mapping, such as a table without any column that can be a name.
pub fn suggest_mapping(
    table: &Table,
    file_name: &str,
    known: &[(Layout, String)],
    lang: Lang,
    reference: &ReferenceData,
    today: NaiveDate,
) -> Result<SuggestedMapping, SuggestError> {
    let context = Context {
        categories: &reference.categories,
        areas: &reference.areas,
        gazetteer: &reference.gazetteer,
        addresses: None,
        today,
    };
    let toml = import::suggest(table, file_name, known, lang, &context);
    match Layout::from_toml(&toml, &reference.categories) {
        Ok(layout) => Ok(SuggestedMapping { toml, layout }),
        Err(cause) => Err(SuggestError { toml, cause: Box::new(cause) }),
    }
}

/// Guesses that make no mapping yet.
#[derive(Debug, thiserror::Error)]
#[error(
    "the suggested mapping is not complete: {cause}; hint: write it to a file with --out and complete it"
)]
pub struct SuggestError {
    /// What was guessed so far.
    pub toml: String,
    /// What is missing.
    pub cause: Box<LayoutError>,
}

impl SuggestError {
    /// The sentence in a language.
    pub fn in_language(&self, lang: Lang) -> String {
        match lang {
            Lang::De => format!(
                "Die vorgeschlagene Zuordnung ist nicht vollständig. {} Bitte mit --out in eine Datei schreiben und dort ergänzen.",
                self.cause.german()
            ),
            Lang::En => self.to_string(),
        }
    }
}
