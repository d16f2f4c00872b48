//! A register file to facilities: reading, layouts, mapping, merging, comparing, the report.
//!
//! ```text
//! load, read_with -> Table -> Layout::recognise -> plan(table, layout, facilities of the register, context)
//!           -> Plan { insert, update, report }
//! ```
//!
//! * [`read`]: bytes of unknown format to a bounded table of text cells.
//! * [`Layout`]: which column means what (`models/import/*.toml`, and users' own mapping files).
//! * [`plan`]: rows to parsed_offers, parsed_offers to facilities, facilities against the register. The rules by
//!   which rows are one facility stand in `merge.rs`, those by which they find the one of the
//!   register in `identity.rs`, and what an import may overwrite in `compare.rs`.
//!
//! Nothing here writes: the caller applies a plan, or shows it.

mod address;
mod address_text;
mod cells;
mod closing;
mod columns;
mod compare;
mod contact;
mod coordinates;
mod costs;
mod doublets;
mod extent;
mod german;
mod german_faults;
mod id_text;
mod identity;
mod kinds;
mod known_addresses;
mod layout;
mod left_out;
mod mapping;
mod matching;
mod merge;
mod notes;
mod offer;
mod offer_kind;
mod plan;
mod point_text;
mod position;
mod position_columns;
mod preamble;
mod proposals;
pub mod read;
mod reading;
mod reconcile;
mod renamed;
mod report;
mod report_text;
mod row;
mod row_place;
mod suggest;
mod sum_row;
mod text;
mod unconfirmed;
mod values;
mod vocabulary;

#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use crate::addresses::AddressIndex;
use crate::areas::Areas;
use crate::gazetteer::Gazetteer;
use crate::register::CategoryTree;

pub use columns::ColumnsError;
pub use compare::Change;
pub use layout::{IGNORE, Layout, LayoutError, Unrecognised};
pub use mapping::{ColumnUse, Mapping};
pub use matching::Agreement;
pub use notes::{Expected, Note, NoteKind, Rejection, RejectionKind, Sentence};
pub use plan::{Plan, plan, sources};
pub use reading::reading_options;
pub use report::{
    CategoryTotals, DoubletReport, FacilityTotals, FileReport, IgnoredTotals, KeptOpen, LeftOutRow,
    MatchReport, MatchedEntry, Missing, MissingOffer, NoteTotals, Outcome, Reason, Report, RowReport, Totals,
};
pub use row_place::RowPlace;
pub use suggest::suggest;
pub use values::{TYPED_DAY_FORMS, TypedDay, typed_day};

/// What a list is read against.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The categories an offer may have.
    pub categories: &'a CategoryTree,
    /// The areas in which a point may lie.
    pub areas: &'a Areas,
    /// Where addresses without coordinates are looked up.
    pub gazetteer: &'a Gazetteer,
    /// Streets and houses, where the operator has made them of an extract.
    pub addresses: Option<&'a AddressIndex>,
    /// The day on which the import happens.
    pub today: NaiveDate,
}
