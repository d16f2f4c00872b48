//! The first page of the workspace: the state and its districts in figures, the search for an area, and all areas as lists.

mod cards;
mod handler;
mod page;

pub(super) use cards::cards;
pub(super) use handler::mount;
