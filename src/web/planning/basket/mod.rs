//! The basket: chosen charts side by side, as a hand-out of one page and as slides. What is in it stands in the address.

mod embed;
mod handler;
mod of_page;
mod page;
mod piece;
mod pieces;

pub(super) use handler::{mount, mount_embed};
