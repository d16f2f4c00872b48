//! Official statistics as they are downloaded, and tables of one's own, to figures of the catalogue's measures.
//!
//! ```text
//! import::read::read_bytes -> flat::records -> Layout (models/statistics) -> intake -> Intake { facts, report }
//! ```
//!
//! * [`flat`]: the flat files of GENESIS databases in the old wide and the new long layout, in German and
//!   English; codes are the key, since labels are shifted and translated.
//! * [`figure`]: a number or a sign such as `-`, `.` or `/`, each a state of its own.
//! * [`layout`]: which code means which measure, group and area.
//! * [`intake`]: records to facts, with everything that was left out and why; [`check`] holds them to rules.
//! * [`compare`]: what a release changes against the one before.

pub mod check;
pub mod compare;
pub mod facts;
pub mod figure;
pub mod flat;
pub mod intake;
pub mod layout;

pub use figure::{Figure, Sign};
pub use intake::{Intake, IntakeError, StatFact, intake};
pub use layout::Layout;

#[cfg(test)]
mod tests;
