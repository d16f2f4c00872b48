//! The overview of an area on one screen, and its one-page hand-out in print.

mod cards;
mod charts;
mod handler;
mod page;
mod people;
mod shown;

pub(super) use handler::{mount, mount_once};
pub(super) use page::OverviewPage;
