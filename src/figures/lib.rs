//! The rooms that compute figures: measures and keys, model sets, population and care need. A package of its own, because
//! only this part of the house is slow without optimization; see `src/README.md`.
#![warn(missing_docs)]

pub mod algebra;
pub mod care;
pub mod model;
pub mod projection;
pub mod units;
