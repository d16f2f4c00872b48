//! What all pages share: their frame, editions, answers, assets and the tiles of the base map.

pub mod answer;
pub mod assets;
pub mod base_map;
mod brand;
mod colour;
pub mod edition;
mod files;
pub mod forms;
pub mod icons;
pub mod logo;
pub mod page_context;
pub mod pages;
pub mod palette;
mod paper;
pub mod query_string;
pub mod site;
mod templates;

pub(super) use files::mount;
