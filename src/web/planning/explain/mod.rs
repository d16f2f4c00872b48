//! The calculation behind a figure: formula in words, figures, sources and licences.

mod handler;
mod page;
mod words;

pub(super) use handler::mount;
