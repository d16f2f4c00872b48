//! The style guide at `/stil`: every component with its states, the colours with their contrasts, type, space and signs.

mod handler;
mod page;

pub(in crate::web) use handler::mount;
