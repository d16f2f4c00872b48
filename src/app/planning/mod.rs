//! The planner's workspace: what its pages show of an area, under which assumptions, and beside what.
//!
//! Figures come from the use cases that the API calls and are rounded as the API rounds them, so that a page and an answer
//! of the API to the same request say the same.

pub mod area;
pub mod assumptions;
pub mod compare;
pub mod data;
pub mod districts;
pub mod download;
mod fields;
pub mod figures;
pub mod indicators;
pub mod overview;
mod remarks;
pub mod run;
pub mod scenarios;
pub mod sites;

pub use area::{Found, NamedArea, WorkspaceArea};
pub use figures::Figures;
pub use overview::{Overview, overview};
pub use run::RunRequest;
