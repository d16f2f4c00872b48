//! The page of advisers: several cases, each with its search, and the questions of a first conversation.

pub mod page;
pub mod questions;
