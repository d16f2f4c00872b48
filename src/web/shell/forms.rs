//! Which addresses take the body of a form, and how much of it.

/// The largest form of the pages for citizens and advisers, in bytes: a search with all that can be typed has room in it
/// many times.
pub(crate) const MAX_FORM_BYTES: usize = 16 * 1024;

/// An address that a form is sent to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormAddress {
    /// The path, with names in braces for its open parts.
    pub path: String,
    /// Whether there is a page to read there too.
    pub is_page: bool,
    /// The most bytes of a body.
    pub most_bytes: usize,
}

impl FormAddress {
    /// An address of the pages for citizens and advisers.
    pub(crate) fn public(path: String, is_page: bool) -> Self {
        Self { path, is_page, most_bytes: MAX_FORM_BYTES }
    }
}
