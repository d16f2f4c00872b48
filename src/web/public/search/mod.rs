//! The search page: the form, its results, and what to try when there are none.

pub mod distance_limit;
pub mod form;
pub mod handler;
pub mod page;
pub mod relax_filters;
pub mod results;

pub(super) use handler::mount;
