//! A page for each town and kind of care, for people who come from a search engine: what there is in the town and near it.

mod handler;
mod page;
pub mod slugs;

pub(super) use handler::mount;
