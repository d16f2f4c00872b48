//! The JSON API: handlers, wire types and errors. A handler extracts, calls and answers.

pub mod problem;
pub mod query;
mod render;
mod state;

pub use state::{Clock, Published, State};
