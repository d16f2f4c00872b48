//! The first page of the workspace: the search for an area, and all areas as lists.

mod handler;
mod page;

pub(super) use handler::mount;
