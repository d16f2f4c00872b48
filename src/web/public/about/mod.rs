//! Pages about the service: where the data come from, who is responsible, what is stored, the pages in plain
//! German, the page for unknown addresses, and what search engines may visit.

mod handler;
pub mod not_found;
pub mod prose;
mod refused;
pub mod sitemap;
pub mod sources;
mod well_known;

pub(super) use handler::{mount, mount_once};
pub use handler::{not_found_page, refused_page};
pub use refused::Refused;
