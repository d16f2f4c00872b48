//! The rooms that are slow without optimization, as a package of their own: measures and keys, areas and names of
//! localities, model sets, population and care need; see `src/README.md`.
#![warn(missing_docs)]

pub mod algebra;
pub mod areas;
pub mod care;
pub mod gazetteer;
pub mod indicators;
pub mod model;
pub mod projection;
pub mod register;
pub mod tables;
pub mod units;
