//! The tables as diesel needs them, and the rows of the register with the domain types that they stand for: the same for
//! every database.

pub(in crate::store) mod cost_rows;
pub(in crate::store) mod rows;
pub(in crate::store) mod schema;
