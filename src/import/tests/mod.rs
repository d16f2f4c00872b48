//! Tests of the room as a whole, from the bytes of a file to the plan.

mod files;
mod fixture;
mod reading;
mod real_file;
mod spreadsheets;
