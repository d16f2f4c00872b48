//! The search page: the form, its results, and what to try when there are none.

pub mod bar;
pub mod cards;
pub mod chips;
pub mod distance_limit;
pub mod form;
pub mod handler;
pub mod kinds;
pub mod legend;
pub mod page;
pub mod posted;
pub mod relax_filters;
pub mod results;
pub mod start;

pub(super) use handler::{forms, mount, mount_once};
