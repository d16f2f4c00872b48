//! The pages for citizens and their advisers. Each makes a view of finished texts; a template arranges it.

pub mod about;
pub mod advice;
pub mod facility;
pub mod print_map;
pub mod saved_list;
pub mod schema_org;
pub mod search;
pub mod view;
