//! The page of one facility and what is shown of it elsewhere: opening hours, the route, a contact card, a visit for a
//! calendar, and data for search engines.

mod content_lines;
pub mod facts;
mod handler;
pub mod holidays;
mod neighbours;
pub mod offers;
pub mod opening;
pub mod opening_words;
pub mod page;
pub mod route_panel;
pub mod schema_org;
pub mod transit;
pub mod vcard;
mod visit;

pub(super) use handler::{forms, mount};
