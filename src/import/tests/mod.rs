//! Tests of the room as a whole, from the bytes of a file to the plan.

mod fixture;
mod real_file;
