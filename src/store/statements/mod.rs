//! The statements of the store, in diesel's query language: what both databases say in the same words.
//!
//! Each database mounts this folder as a module of its own, so that it is compiled for its connection. Beside it, the
//! database defines
//!
//! * `Connection`, its connection in diesel's sense,
//! * `Store`, with `connection` for one statement, `read` for several that see one moment, and `change` for the
//!   transaction of the only writer, and `after_content` for what follows when rows came with their numbers.
//!
//! What differs between them (opening, locks, migrations, integrity) stands in the folder of each database.

mod accounts;
mod content;
mod history;
mod register;
mod statistics;

use super::{Connection, Store};

pub(super) use register::has_real_facilities;
