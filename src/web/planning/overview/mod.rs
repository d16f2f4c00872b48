//! The overview of an area on one screen, and its one-page hand-out in print.

mod cards;
mod handler;
mod page;
mod people;

pub(super) use handler::mount;
