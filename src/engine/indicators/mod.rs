//! Indicators: what each of them means is data (`models/indicators/`), here they are read, checked and computed.
//!
//! ```text
//! Catalogue::load -> measures and indicators, every formula compiled: names, units, circles
//! AreaTree::new   -> state, districts, Ämter, municipalities, planning areas
//! Base::new       -> catalogue, tree and figures together, small counts withheld
//! Evaluator       -> value | suppressed | missing | estimated | zero, with numerator and denominator
//! ```
//!
//! What is withheld is withheld in the figures ([`secrecy`]) before any formula sees them, so no indicator
//! can give it away.

pub mod base;
pub mod care;
pub mod catalogue;
pub mod cell;
mod compile;
pub mod composite;
pub mod correlation;
pub mod definition;
pub mod evaluate;
pub mod facts;
mod files;
pub mod formula;
mod lexer;
mod observed;
pub mod official;
mod parser;
pub mod pattern;
pub mod register;
pub mod secrecy;
pub mod table;
pub mod tree;
pub mod unit;

pub use base::Base;
pub use catalogue::{Catalogue, Text};
pub use cell::{Cell, Reason};
pub use definition::{Indicator, Measure};
pub use evaluate::{Evaluator, IndicatorValue};
pub use facts::{Fact, FactList, Facts, Origin, Slot};
pub use tree::{AreaLevel, AreaTree};

#[cfg(test)]
mod tests;
