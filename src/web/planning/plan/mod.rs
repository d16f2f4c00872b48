//! The five-year care plan: what there is of each area, its chapters as pages, and its files.

mod handler;
mod page;

pub(super) use handler::mount;
pub(in crate::web) use page::{PlanPlace, chapter};
