//! Tests of the room as a whole, from the bytes of a file to the plan.

mod closing;
mod costs;
mod doublets;
mod exchange;
mod facilities;
mod field;
mod files;
mod fixture;
mod formats;
mod further;
mod headers;
mod identity;
mod kinds;
mod languages;
mod layouts;
mod mapping;
mod properties;
mod reading;
mod real_file;
mod report;
mod rostock;
mod rows;
mod spreadsheets;
mod suggestions;
mod sums;
mod workbooks;
