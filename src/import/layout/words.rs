//! The words of a mapping file: what each stands for, checked when the file is read.

use std::collections::{BTreeMap, HashMap};

use super::file::{FeatureTarget, KindTarget};
use super::{CategoryWord, FeatureWord, KindWord, LayoutError, WORD_SEPARATOR};
use crate::import::notes::Expected;
use crate::import::text::{did_you_mean, word_key};
use crate::register::{CategorySlug, CategoryTree, CostPer, Feature, ProviderKind};

/// The target of words whose rows, or of features that, are left out on purpose.
pub const IGNORE: &str = "ignore";

pub(super) fn cost_per(section: &'static str, word: &str, target: &str) -> Result<CostPer, LayoutError> {
    let expected = Expected {
        en: "span of a cost (month, day, hour, meal)",
        de: "ein Zeitraum von Kosten (month, day, hour, meal)",
    };
    CostPer::from_word(target).ok_or_else(|| bad_target(section, word, target, expected, None))
}

pub(super) fn slug(
    section: &'static str,
    word: &str,
    target: &str,
    tree: &CategoryTree,
) -> Result<CategorySlug, LayoutError> {
    if let Some(category) = tree.get(target) {
        return Ok(category.slug.clone());
    }
    let slugs = tree.categories().map(|category| category.slug.as_str());
    let expected = Expected { en: "category", de: "eine Art von Angebot" };
    Err(bad_target(section, word, target, expected, did_you_mean(target, slugs)))
}

pub(super) fn provider_kind(
    section: &'static str,
    word: &str,
    target: &str,
) -> Result<ProviderKind, LayoutError> {
    let expected = Expected {
        en: "kind of provider (public, non_profit, private, unknown)",
        de: "eine Trägerart (public, non_profit, private, unknown)",
    };
    ProviderKind::from_word(target).ok_or_else(|| bad_target(section, word, target, expected, None))
}

pub(super) fn bad_target(
    section: &'static str,
    word: &str,
    target: &str,
    expected: Expected,
    meant: Option<&str>,
) -> LayoutError {
    let (word, target, meant) = (word.to_owned(), target.to_owned(), meant.map(str::to_owned));
    LayoutError::Target { section, word, target, expected, meant }
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

pub(super) fn category_words(
    words: BTreeMap<String, String>,
    columns: usize,
    tree: &CategoryTree,
) -> Result<HashMap<String, CategoryWord>, LayoutError> {
    keyed(
        "category.words",
        words.into_iter().map(|(word, target)| {
            let found = word.split(WORD_SEPARATOR).count();
            if columns > 1 && found != columns {
                return Err(LayoutError::Parts { word, found, expected: columns });
            }
            if target == IGNORE {
                return Ok((word, CategoryWord::Ignore));
            }
            let slug = slug("category.words", &word, &target, tree)?;
            Ok((word, CategoryWord::Category(slug)))
        }),
    )
}

/// Words beside which a text states a number of places, in the order in which they are looked for.
pub(super) fn place_words(
    words: BTreeMap<String, String>,
    tree: &CategoryTree,
) -> Result<Vec<(String, CategorySlug)>, LayoutError> {
    let slug = |(word, target): (String, String)| {
        let slug = slug("places_in_text.words", &word, &target, tree)?;
        Ok((word_key(&word), slug))
    };
    let mut words: Vec<_> = words.into_iter().map(slug).collect::<Result<_, LayoutError>>()?;
    // A longer word may contain a shorter one.
    words.sort_by_key(|(word, _)| std::cmp::Reverse(word.chars().count()));
    Ok(words)
}

/// What bare numbers of a text count, in their order.
pub(super) fn place_order(order: &[String], tree: &CategoryTree) -> Result<Vec<CategorySlug>, LayoutError> {
    order.iter().map(|target| slug("places_in_text.order", target, target, tree)).collect()
}

pub(super) fn kind_words(
    words: BTreeMap<String, KindTarget>,
) -> Result<HashMap<String, KindWord>, LayoutError> {
    let section = "provider_kind.words";
    keyed(
        section,
        words.into_iter().map(|(word, target)| {
            let (kind, association) = match target {
                KindTarget::Kind(kind) => (kind, None),
                KindTarget::Full(row) => (row.kind, Some(row.association)),
            };
            let kind = provider_kind(section, &word, &kind)?;
            Ok((word, KindWord { kind, association }))
        }),
    )
}

pub(super) fn feature_words(
    words: BTreeMap<String, FeatureTarget>,
) -> Result<HashMap<String, FeatureWord>, LayoutError> {
    let section = "features.words";
    keyed(
        section,
        words.into_iter().map(|(word, target)| {
            let (name, keep_text) = match target {
                FeatureTarget::Feature(feature) if feature == IGNORE => {
                    return Ok((word, FeatureWord::Ignore));
                }
                FeatureTarget::Feature(feature) => (feature, false),
                FeatureTarget::Full(row) => (row.feature, row.keep_text),
            };
            let meant = did_you_mean(&name, Feature::ALL.iter().map(|feature| feature.word()));
            let expected = Expected { en: "feature", de: "ein Merkmal" };
            let feature = Feature::from_word(&name)
                .ok_or_else(|| bad_target(section, &word, &name, expected, meant))?;
            Ok((word, FeatureWord::Feature { feature, keep_text }))
        }),
    )
}

pub(super) fn cost_words(words: BTreeMap<String, String>) -> Result<HashMap<String, CostPer>, LayoutError> {
    let section = "costs.words";
    keyed(
        section,
        words.into_iter().map(|(word, target)| {
            let per = cost_per(section, &word, &target)?;
            Ok((word, per))
        }),
    )
}

pub(super) fn placeholders(
    rows: BTreeMap<String, Vec<u32>>,
    tree: &CategoryTree,
) -> Result<HashMap<CategorySlug, Vec<u32>>, LayoutError> {
    rows.into_iter()
        .map(|(target, numbers)| Ok((slug("placeholders", &target, &target, tree)?, numbers)))
        .collect()
}
