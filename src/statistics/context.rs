//! What a file is read against.

use chrono::NaiveDate;

use super::known::Known;
use super::reforms::Reforms;
use crate::areas::Areas;
use crate::indicators::{AreaTree, Catalogue};

/// What a file is read against.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    pub catalogue: &'a Catalogue,
    pub tree: &'a AreaTree,
    pub areas: &'a Areas,
    pub reforms: &'a Reforms,
    /// What counts now, built-in figures included.
    pub known: &'a Known,
    /// The day after which no figure can be counted.
    pub today: NaiveDate,
}
