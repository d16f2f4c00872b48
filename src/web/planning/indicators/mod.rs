//! Indicators: the catalogue by theme, and one indicator on the map, over areas and over the years.

mod charts;
mod handler;
mod page;
mod table;

pub(super) use handler::mount;
pub(super) use page::{ID, card_of as card, cards_of as cards, level_name};
