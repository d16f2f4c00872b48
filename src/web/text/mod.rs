//! Every text of the pages, one set for each language, and how figures and dates are written.

pub mod format;
pub mod languages;
pub mod messages;
pub mod phrases;
