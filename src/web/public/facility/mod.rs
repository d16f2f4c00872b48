//! The page of one facility and what is shown of it elsewhere: opening hours, costs, the route, a contact card.

pub mod costs;
pub mod holidays;
pub mod opening;
pub mod page;
pub mod route_panel;
pub mod vcard;
