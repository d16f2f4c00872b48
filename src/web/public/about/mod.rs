//! Pages about the service: where the data come from, who is responsible, what is stored, the pages in plain
//! German, the page for unknown addresses, and what search engines may visit.

mod handler;
pub mod not_found;
pub mod prose;
pub mod sitemap;
pub mod sources;
mod well_known;

pub use handler::not_found_page;
pub(super) use handler::{mount, mount_once};
