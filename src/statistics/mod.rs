//! Official statistics as they are downloaded, and tables of one's own, to figures of the catalogue's measures.
//!
//! ```text
//! Rows::read -> Flat | Titled | Own -> Record -> Reader (by a Layout) -> Collector -> Intake { facts, left_out, findings }
//! ```
//!
//! * [`rows`]: the lines of a file, one after the other, so that a large file takes little memory.
//! * [`flat`]: the flat files of GENESIS databases in the old wide and the new long layout, in German and
//!   English; codes are the key, since labels are shifted and translated. `titled`: the plain tables with title lines,
//!   in which words stand for codes. `own`: tables of one's own by a mapping.
//! * [`layout`]: which code means which measure, group and area; [`figure`]: a number or a sign such as `-`, `.` or
//!   `/`, each a state of its own.
//! * [`intake`]: records to facts, with everything that was left out and why. `keys` and [`reforms`] say which area a key
//!   means on a date, [`date`] which dates a measure has, `collect` puts equal rows and dissolved districts together.
//! * [`fault`] and [`finding`] say what is wrong with a row and what is odd about figures, in English and in German.
//! * [`check`] holds facts to rules, beside each other and beside what counts now ([`known`]); [`compare`]: what a
//!   release changes.

mod ages;
pub mod check;
mod collect;
pub mod compare;
pub mod context;
pub mod date;
pub mod fact;
pub mod facts;
pub mod fault;
pub mod figure;
pub mod finding;
pub mod flat;
mod german;
mod german_findings;
pub mod intake;
mod keys;
pub mod known;
pub mod layout;
pub mod left_out;
pub mod mapping_fault;
mod own;
mod reader;
pub mod reforms;
pub mod rows;
mod titled;

pub use context::Context;
pub use fact::{FactKey, StatFact};
pub use figure::{Figure, Sign};
pub use intake::{Intake, IntakeError, intake};
pub use known::Known;
pub use layout::Layout;
pub use reforms::Reforms;
pub use rows::Rows;

#[cfg(test)]
mod tests;
