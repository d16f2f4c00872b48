//! What is known of an offer before its row is read as a whole.

use crate::register::CategorySlug;

/// Where the number of places of an offer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PlacesFrom {
    /// In its column.
    Column,
    /// In the text that names the kind.
    Text(u32),
    /// In a column that speaks of several offers together.
    Shared,
    /// There is a mark and no number.
    Nowhere,
}

/// One offer of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OfferKind {
    pub category: CategorySlug,
    /// The further offer of the layout whose columns speak of it.
    pub offer: Option<usize>,
    pub places: PlacesFrom,
    /// The row has several offers, so that its id alone does not name one.
    pub is_one_of_several: bool,
}

/// The offers of a row, or the word for which it is left out on purpose.
#[derive(Debug)]
pub(super) enum Kinds {
    Offers(Vec<OfferKind>),
    Ignored(String),
}
