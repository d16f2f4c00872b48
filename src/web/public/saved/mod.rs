//! The saved list: its page, the comparison of a few of its facilities, and its files.

mod comparison;
mod comparison_rows;
mod drawing;
mod handler;
mod page;
pub mod saved_list;
mod table;

pub(super) use handler::{mount, mount_once};

/// How many facilities fit side by side.
const MAX_COMPARED: usize = 4;
