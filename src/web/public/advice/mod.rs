//! The page of advisers: several cases, each with its search, and the questions of a first conversation.

mod handler;
pub mod page;
pub mod questions;

pub(super) use handler::{forms, mount};
