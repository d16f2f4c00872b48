//! Every word of the pages, one set a language, and how figures and dates are written.

pub mod format;
pub mod phrases;
pub mod words;
