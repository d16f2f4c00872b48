//! Areas beside each other: the profile of an area on the range of all, a table of ranks, two indicators together, districts
//! on one scale, and an index with own weights.

mod cards;
mod handler;
mod index;
mod page;
mod panels;
mod pieces;
mod profile;
mod question;
mod ranks;
mod relation;

pub(super) use handler::{cards as cards_of_page, mount};
pub(super) use pieces::{all_districts, profile, relation_of_districts};
