//! What a file is read against.

use chrono::NaiveDate;

use super::known::Known;
use super::reforms::Reforms;
use crate::areas::Areas;
use crate::indicators::{AreaTree, Catalogue};

/// What a file is read against.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The measures and indicators.
    pub catalogue: &'a Catalogue,
    /// The areas of the indicators.
    pub tree: &'a AreaTree,
    /// The areas of today, with their keys.
    pub areas: &'a Areas,
    /// Which districts existed when.
    pub reforms: &'a Reforms,
    /// What counts now, built-in figures included.
    pub known: &'a Known,
    /// The day after which no figure can be counted.
    pub today: NaiveDate,
}
