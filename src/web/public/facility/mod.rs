//! The page of one facility and what is shown of it elsewhere: opening hours, the route, a contact card, and
//! data for search engines.

mod handler;
pub mod holidays;
pub mod opening;
pub mod opening_words;
pub mod page;
pub mod route_panel;
pub mod schema_org;
pub mod transit;
pub mod vcard;

pub(super) use handler::{mount, mount_card};
