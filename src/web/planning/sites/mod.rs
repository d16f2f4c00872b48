//! What if a new offer opened: who reaches one in time before and after, where it helps most, and how many places lack.

mod handler;
mod page;
mod table;

pub(super) use handler::{cards, mount};
