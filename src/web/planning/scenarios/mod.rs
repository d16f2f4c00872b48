//! Scenarios side by side, own assumptions by a form, and how sure it is that places lack.

mod assumed;
pub(super) mod case;
mod charts;
mod effect;
mod form;
mod handler;
mod page;

pub(super) use handler::{areas, mount};
pub(super) use page::ScenariosPage;
