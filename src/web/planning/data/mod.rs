//! What the figures rest on: sources with their dates, what is due, what was imported, what moved, and what is missing.

mod handler;
mod page;

pub(super) use handler::mount;
pub(super) use page::cards;
